//! Printing: what is wrong, how far a run is, and what it came to.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::FormatArgument;
use crate::build::{Counts, Expiry, Progress, Stage};
use crate::config::Config;
use crate::diagnostics::{Diagnostics, Format, Language, Printer, Text, text};
use crate::package::{Contents, Finding};
use crate::render::built_in_file;
use crate::source::{Folder, Sources};

/// The variable that names the language of messages, such as `en`; else they are in the archive's.
const LANGUAGE_VARIABLE: &str = "GONGBAO_MESSAGES";

/// How a run talks: in which language, and in which form.
#[derive(Clone, Copy)]
pub struct Speaker {
    language: Language,
    format: FormatArgument,
}

impl Speaker {
    /// For an archive: its editors read its language.
    pub fn of(config: &Config, format: FormatArgument) -> Self {
        let language = std::env::var(LANGUAGE_VARIABLE).unwrap_or_else(|_| config.book.language.clone());
        Self { language: Language::of(&language), format }
    }

    /// For a package: whoever has it in hand reads its language.
    pub fn of_package(package: &Contents) -> Self {
        let named = std::env::var(LANGUAGE_VARIABLE).ok();
        let language = named.or_else(|| package.language()).unwrap_or_default();
        Self { language: Language::of(&language), format: FormatArgument::Human }
    }

    /// A text in the run's language.
    pub fn say(self, text: &Text) -> String {
        text.in_language(self.language)
    }

    /// What stops a command before it did anything, as an error.
    pub fn refuse(self, text: &Text) -> anyhow::Error {
        anyhow::anyhow!(self.say(text))
    }

    /// Prints what was found: for people to the error stream, for programs to the output.
    pub fn print_found(self, found: &Diagnostics, sources: &Folder) -> io::Result<()> {
        let read = |path: &str| {
            let on_disk = sources.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            on_disk.or_else(|| built_in_file(path.strip_prefix("themes/default/")?).map(str::to_owned))
        };
        let (format, for_people) = match self.format {
            FormatArgument::Human => (Format::Human, true),
            FormatArgument::Short => (Format::Short, false),
            FormatArgument::Json => (Format::Json, false),
        };
        let colour = for_people && io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let printer = Printer { format, language: self.language, colour, read: &read };
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
    pub fn print_lapsed<'e>(self, lapsed: impl Iterator<Item = &'e Expiry>) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        for Expiry { last_day, path, title, suggested } in lapsed {
            if let FormatArgument::Json = self.format {
                let line = serde_json::json!({
                    "lapsed": last_day.to_string(), "file": path, "title": title, "suggested": suggested,
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let line = if *suggested {
                text!("{}: lapsed after {} (read off the text): {}", path, last_day, title)
            } else {
                text!("{}: lapsed after {}: {}", path, last_day, title)
            };
            writeln!(out, "{}", self.say(&line))?;
        }
        out.flush()
    }

    /// Prints what is wrong with a package, a file a line.
    pub fn print_wrong(self, findings: &[Finding]) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        for Finding { path, wrong } in findings {
            writeln!(out, "{}", self.say(&text!("{}: {}", path, wrong.text())))?;
        }
        out.flush()
    }

    /// The last line of a run. Where the output is for programs it goes to the error stream.
    pub fn last_line(self, line: &Text) -> io::Result<()> {
        let line = self.say(line);
        match self.format {
            FormatArgument::Human => writeln!(io::stdout(), "{line}"),
            FormatArgument::Short | FormatArgument::Json => writeln!(io::stderr(), "{line}"),
        }
    }
}

/// `2 errors and 1 warning in 2 files`
pub fn count_found(found: &Diagnostics) -> Text {
    let mut files: Vec<&str> = found.iter().map(|diagnostic| &*diagnostic.file).collect();
    files.sort_unstable();
    files.dedup();
    let files = counted_files(files.len());
    let errors = match found.errors() {
        1 => text!("1 error"),
        count => text!("{} errors", count),
    };
    let warnings = match found.warnings() {
        1 => text!("1 warning"),
        count => text!("{} warnings", count),
    };
    match (found.errors(), found.warnings()) {
        (0, _) => text!("{} in {}", warnings, files),
        (_, 0) => text!("{} in {}", errors, files),
        _ => text!("{} and {} in {}", errors, warnings, files),
    }
}

/// `1 file`, `2 files`
pub fn counted_files(count: usize) -> Text {
    match count {
        1 => text!("1 file"),
        count => text!("{} files", count),
    }
}

/// `36 documents in 5 issues`
pub fn holds(counts: Counts) -> Text {
    let documents = match counts.documents {
        1 => text!("1 document"),
        count => text!("{} documents", count),
    };
    let issues = match counts.issues {
        1 => text!("1 issue"),
        count => text!("{} issues", count),
    };
    text!("{} in {}", documents, issues)
}

/// `812 bytes`, `4.2 KB`, `1.3 GB`, in powers of 1,000 as sticks are sold.
pub fn size(bytes: u64) -> Text {
    let (unit, name) = match bytes {
        1 => return text!("1 byte"),
        0..1_000 => return text!("{} bytes", bytes),
        1_000..1_000_000 => (1e3, "KB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let number = bytes as f64 / unit;
    let number = if number < 10.0 { format!("{number:.1}") } else { format!("{number:.0}") };
    text!("{} {}", number, name)
}

/// `0.42 s`, `75 s`
pub fn seconds(duration: Duration) -> Text {
    let seconds = duration.as_secs_f64();
    text!("{} s", if seconds < 10.0 { format!("{seconds:.2}") } else { format!("{seconds:.0}") })
}

/// A bar on a terminal, and nothing elsewhere.
pub struct Bar(ProgressBar, Speaker);

impl Bar {
    /// A bar that shows only where somebody looks.
    pub fn new(quiet: bool, speaker: Speaker) -> Self {
        let target =
            if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        Self(bar, speaker)
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
        let doing = match stage {
            Stage::Read => text!("reading"),
            Stage::Render => text!("rendering"),
        };
        self.0.set_message(self.1.say(&doing));
    }

    fn step(&self, count: usize) {
        self.0.inc(count as u64);
    }
}
