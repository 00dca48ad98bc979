//! `verify`.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Ending;
use super::arguments::VerifyArguments;
use super::report::{plural, seconds, size};
use crate::package::{self, Contents, Report, Signed};

/// Checks a package, and tells file by file what is wrong.
pub fn verify(arguments: &VerifyArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let contents = Contents::open(&arguments.path)?;
    let bytes = contents.files().iter().map(|(_, size)| size).sum();
    let bar = bar(bytes, quiet);
    let report = package::verify(&contents, &|read| bar.inc(read));
    bar.finish_and_clear();
    let report = report?;
    print(&report, arguments, quiet, start)?;
    let is_signed = match &arguments.key {
        Some(key) => is_signed(&contents, key, quiet)?,
        None => true,
    };
    Ok(if report.findings.is_empty() && is_signed { Ending::Good } else { Ending::NotProven })
}

/// Tells whether a key signed the manifest. The key is a file's name or its text.
fn is_signed(contents: &Contents, key: &str, quiet: bool) -> anyhow::Result<bool> {
    let text = match fs::read_to_string(key) {
        Ok(text) => text,
        // A public key has 56 letters and begins so.
        Err(_) if key.len() == 56 && key.starts_with("RW") => key.to_owned(),
        Err(error) => anyhow::bail!("cannot read the key {key}: {error}"),
    };
    let line = match package::signed(contents, &text)? {
        Signed::By(_) if quiet => return Ok(true),
        Signed::By(comment) => format!("  the manifest is signed by this key: {comment}"),
        Signed::Not => "the manifest is not signed".to_owned(),
        Signed::Otherwise(why) => format!("the manifest is not signed by this key: {why}"),
    };
    println!("{line}");
    Ok(line.starts_with("  "))
}

fn print(report: &Report, arguments: &VerifyArguments, quiet: bool, start: Instant) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for finding in &report.findings {
        writeln!(out, "{}: {}", finding.path, finding.wrong)?;
    }
    let place = arguments.path.display();
    let checked = format!("{}, {}", plural(report.files, "file"), size(report.bytes));
    let took = seconds(start.elapsed());
    if !report.findings.is_empty() {
        writeln!(
            out,
            "{place} is not what its manifest says: {}; {checked}; {took}",
            plural(report.findings.len(), "problem")
        )?;
    } else if !quiet {
        writeln!(out, "{place}: all is there and unaltered, and nothing was added: {checked}; {took}")?;
        if !report.litter.is_empty() {
            writeln!(out, "  besides, {} left by operating systems", plural(report.litter.len(), "file"))?;
        }
        if let Some(sum) = report.manifest {
            writeln!(out, "  fingerprint of the manifest (SHA-256): {sum}")?;
        }
    }
    out.flush()
}

/// A bar of bytes on a terminal, and nothing elsewhere.
fn bar(bytes: u64, quiet: bool) -> ProgressBar {
    let hidden = quiet || !io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
    let bar = ProgressBar::with_draw_target(Some(bytes), target);
    if let Ok(style) = ProgressStyle::with_template("checking {bar:30} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar
}
