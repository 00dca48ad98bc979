//! `apply`.

use std::time::Instant;

use super::super::Ending;
use super::super::arguments::ApplyArguments;
use super::super::report::{plural, seconds};
use crate::package::{Applied, Contents, Finding, apply as bring};

/// Brings a copy to the release that a delta leads to.
pub fn apply(arguments: &ApplyArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let copy = arguments.to.display();
    let wrong = |findings: &[Finding], line: String| {
        for finding in findings {
            println!("{}: {}", finding.path, finding.wrong);
        }
        println!("{line}");
        Ending::NotProven
    };
    let delta = arguments.delta.display();
    Ok(match bring(Contents::open(&arguments.delta)?, &arguments.to, &|_| ())? {
        Applied::Done(written) => {
            if !quiet {
                let (files, took) = (plural(written, "file"), seconds(start.elapsed()));
                println!("{copy} is the new release now, checked file by file: {files} written; {took}");
            }
            Ending::Good
        }
        Applied::Already => {
            if !quiet {
                println!("{copy} is the new release already, checked file by file");
            }
            Ending::Good
        }
        Applied::DeltaWrong(findings) => {
            wrong(&findings, format!("{delta} is damaged, so nothing was done; get it again"))
        }
        Applied::CopyWrong(findings) => wrong(
            &findings,
            format!("{copy} is not what its manifest says, so nothing was done; mend it from another copy"),
        ),
        Applied::OtherRelease { is, wants } => wrong(
            &[],
            format!(
                "{copy} is another release than the delta is for, so nothing was done\n  its manifest: {is}\n  the delta is for: {wants}"
            ),
        ),
        Applied::WrongAfter(findings) => wrong(
            &findings,
            format!("{copy} was changed, and is not what its manifest says: its disk may be failing"),
        ),
    })
}
