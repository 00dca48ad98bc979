//! `apply`.

use std::time::Instant;

use super::super::Ending;
use super::super::arguments::ApplyArguments;
use super::super::report::{Speaker, counted_files, seconds};
use crate::diagnostics::{Text, text};
use crate::package::{Applied, Contents, Finding, apply as bring};

/// Brings a copy to the release that a delta leads to.
pub fn apply(arguments: &ApplyArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let contents = Contents::open(&arguments.delta)?;
    let speaker = Speaker::of_package(&contents);
    let good = |line: &Text| -> anyhow::Result<Ending> {
        if !quiet {
            speaker.last_line(line)?;
        }
        Ok(Ending::Good)
    };
    let wrong = |findings: &[Finding], line: &Text| -> anyhow::Result<Ending> {
        speaker.print_wrong(findings)?;
        speaker.last_line(line)?;
        Ok(Ending::NotProven)
    };
    let copy = arguments.to.display().to_string();
    let delta = arguments.delta.display().to_string();
    match bring(contents, &arguments.to, &|_| ())? {
        Applied::Done(written) => {
            let (files, took) = (counted_files(written), seconds(start.elapsed()));
            let line =
                text!("{} is the new release now, checked file by file: {} written; {}", copy, files, took);
            good(&line)
        }
        Applied::Already => {
            good(&text!("{} is the new release already, checked file by file; nothing was done", copy))
        }
        Applied::DeltaWrong(findings) => {
            wrong(&findings, &text!("{} is damaged, so nothing was done; get it again", delta))
        }
        Applied::CopyWrong(findings) => {
            let line = text!(
                "{} is not what its manifest says, so nothing was done; mend it from another copy",
                copy
            );
            wrong(&findings, &line)
        }
        Applied::OtherRelease { is, wants } => {
            speaker.last_line(&text!(
                "{} is another release than the delta is for, so nothing was done",
                copy
            ))?;
            speaker.last_line(&text!("  its manifest: {}", is.to_string()))?;
            wrong(&[], &text!("  the delta is for: {}", wants.to_string()))
        }
        Applied::WrongAfter(findings) => {
            let line =
                text!("{} was changed, and is not what its manifest says: its disk may be failing", copy);
            wrong(&findings, &line)
        }
    }
}
