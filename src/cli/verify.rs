//! `verify`.

use std::fs;
use std::io::{self, IsTerminal};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Ending;
use super::arguments::VerifyArguments;
use super::report::{Speaker, counted_files, seconds, size};
use crate::diagnostics::text;
use crate::package::{self, Contents, Report, SIGNATURE, Signed};

/// Checks a package, and tells file by file what is wrong.
pub fn verify(arguments: &VerifyArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let contents = Contents::open(&arguments.path)?;
    let speaker = Speaker::of_package(&contents);
    let bytes = contents.files().iter().map(|(_, size)| size).sum();
    let bar = bar(bytes, quiet, speaker);
    let report = package::verify(&contents, &|read| bar.inc(read));
    bar.finish_and_clear();
    let report = report?;
    print(&report, arguments, quiet, start, speaker)?;
    let is_signed = match &arguments.key {
        Some(key) => is_signed(&contents, key, quiet, speaker)?,
        None => true,
    };
    if arguments.key.is_none() && !quiet && contents.has(SIGNATURE) {
        speaker.last_line(&text!("  it carries a signature, which --key checks"))?;
    }
    Ok(if report.findings.is_empty() && is_signed { Ending::Good } else { Ending::NotProven })
}

/// Tells whether a key signed the manifest. The key is a file's name or its text.
fn is_signed(contents: &Contents, key: &str, quiet: bool, speaker: Speaker) -> anyhow::Result<bool> {
    let text = match fs::read_to_string(key) {
        Ok(text) => text,
        // A public key has 56 letters and begins so.
        Err(_) if key.len() == 56 && key.starts_with("RW") => key.to_owned(),
        Err(error) => anyhow::bail!("cannot read the key {key}: {error}"),
    };
    let (is_signed, line) = match package::signed(contents, &text)? {
        Signed::By(_) if quiet => return Ok(true),
        Signed::By(comment) => (true, text!("  the manifest is signed by this key: {}", comment)),
        Signed::Not => (false, text!("the manifest is not signed")),
        Signed::Otherwise(why) => (false, text!("the manifest is not signed by this key: {}", why)),
    };
    speaker.last_line(&line)?;
    Ok(is_signed)
}

fn print(
    report: &Report,
    arguments: &VerifyArguments,
    quiet: bool,
    start: Instant,
    speaker: Speaker,
) -> io::Result<()> {
    speaker.print_wrong(&report.findings)?;
    let place = arguments.path.display().to_string();
    let checked = text!("{}, {}", counted_files(report.files), size(report.bytes));
    let took = seconds(start.elapsed());
    let Some(sum) = report.manifest else {
        return speaker.last_line(&text!(
            "{} has no manifest.txt at its root, so there is nothing to check it by; name the stick, folder or zip file that has one",
            place
        ));
    };
    if !report.findings.is_empty() {
        let problems = match report.findings.len() {
            1 => text!("1 problem"),
            count => text!("{} problems", count),
        };
        return speaker.last_line(&text!(
            "{} is not what its manifest says: {}; {}; {}",
            place,
            problems,
            checked,
            took
        ));
    }
    if quiet {
        return Ok(());
    }
    let whole = text!("{}: all is there and unaltered, and nothing was added: {}; {}", place, checked, took);
    speaker.last_line(&whole)?;
    if !report.litter.is_empty() {
        let litter = counted_files(report.litter.len());
        speaker.last_line(&text!("  besides, {} left by operating systems", litter))?;
    }
    speaker.last_line(&text!("  fingerprint of the manifest (SHA-256): {}", sum.to_string()))
}

/// A bar of bytes on a terminal, and nothing elsewhere.
fn bar(bytes: u64, quiet: bool, speaker: Speaker) -> ProgressBar {
    let hidden = quiet || !io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
    let bar = ProgressBar::with_draw_target(Some(bytes), target);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar.set_message(speaker.say(&text!("checking")));
    bar
}
