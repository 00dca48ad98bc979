//! Printing: what is wrong, how far a run is, and what it came to.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::FormatArgument;
use crate::build::{Expiry, Progress, Stage};
use crate::diagnostics::{Diagnostics, Format, Printer};
use crate::render::built_in_file;
use crate::source::{Folder, Sources};

/// Prints what was found: for people to the error stream, for programs to the output.
pub fn print_found(found: &Diagnostics, sources: &Folder, format: FormatArgument) -> io::Result<()> {
    let read = |path: &str| {
        let on_disk = sources.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        on_disk.or_else(|| built_in_file(path.strip_prefix("themes/default/")?).map(str::to_owned))
    };
    let (format, for_people) = match format {
        FormatArgument::Human => (Format::Human, true),
        FormatArgument::Short => (Format::Short, false),
        FormatArgument::Json => (Format::Json, false),
    };
    let colour = for_people && io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let printer = Printer { format, colour, read: &read };
    let mut out: Box<dyn Write> = if for_people {
        Box::new(io::stderr().lock())
    } else {
        Box::new(io::BufWriter::new(io::stdout().lock()))
    };
    for diagnostic in found.iter() {
        writeln!(out, "{}", printer.print(diagnostic))?;
        if for_people {
            writeln!(out)?;
        }
    }
    out.flush()
}

/// Prints documents whose last day is over, one a line.
pub fn print_lapsed<'e>(lapsed: impl Iterator<Item = &'e Expiry>, format: FormatArgument) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for Expiry { last_day, path, title, suggested } in lapsed {
        match format {
            FormatArgument::Json => {
                let line = serde_json::json!({
                    "lapsed": last_day.to_string(), "file": path, "title": title, "suggested": suggested,
                });
                writeln!(out, "{line}")?;
            }
            FormatArgument::Human | FormatArgument::Short => {
                let basis = if *suggested { " (read off the text)" } else { "" };
                writeln!(out, "{path}: lapsed after {last_day}{basis}: {title}")?;
            }
        }
    }
    out.flush()
}

/// The last line of a run. Where the output is for programs it goes to the error stream.
pub fn last_line(line: &str, format: FormatArgument) -> io::Result<()> {
    match format {
        FormatArgument::Human => writeln!(io::stdout(), "{line}"),
        FormatArgument::Short | FormatArgument::Json => writeln!(io::stderr(), "{line}"),
    }
}

/// `2 errors and 1 warning in 2 files`
pub fn count_found(found: &Diagnostics) -> String {
    let mut files: Vec<&str> = found.iter().map(|diagnostic| &*diagnostic.file).collect();
    files.sort_unstable();
    files.dedup();
    let (errors, warnings) = (found.errors(), found.warnings());
    let counts = match (errors, warnings) {
        (0, _) => plural(warnings, "warning"),
        (_, 0) => plural(errors, "error"),
        _ => format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")),
    };
    format!("{counts} in {}", plural(files.len(), "file"))
}

/// `1 file`, `2 files`
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `812 bytes`, `4.2 KB`, `1.3 GB`, in powers of 1,000 as sticks are sold.
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return plural(usize::try_from(bytes).unwrap_or(0), "byte"),
        1_000..1_000_000 => (1e3, "KB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let number = bytes as f64 / unit;
    if number < 10.0 { format!("{number:.1} {name}") } else { format!("{number:.0} {name}") }
}

/// `0.42 s`, `75 s`
pub fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.0} s") }
}

/// A bar on a terminal, and nothing elsewhere.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that shows only where somebody looks.
    pub fn new(quiet: bool) -> Self {
        let target =
            if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, steps: usize) {
        self.0.reset();
        self.0.set_length(steps as u64);
        self.0.set_message(match stage {
            Stage::Read => "reading",
            Stage::Render => "rendering",
        });
    }

    fn step(&self) {
        self.0.inc(1);
    }
}
