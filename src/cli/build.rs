//! `build` and `clean`.

use std::path::Path;
use std::time::Instant;

use super::arguments::{BuildArguments, PrintingArguments, SettingArguments};
use super::report::{Bar, count_found, last_line, plural, print_found, seconds};
use super::{Ending, output_folder, settings};
use crate::build::{Counts, LastRun, Outcome, Project, Survey};
use crate::config::Artefact;
use crate::diagnostics::Diagnostics;
use crate::source::Folder;
use crate::write::{self, Output, Written};

/// Builds the archive.
pub fn build(root: &Path, arguments: &BuildArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let printing = arguments.printing;
    use_threads(printing)?;
    let (sources, config, mut found) = settings(root, &arguments.settings)?;
    let output = output_folder(root, &config)?;
    if found.has_errors() {
        return failed(&found, &sources, printing);
    }
    let (survey, sink) =
        rayon::join(|| Survey::new(&sources, &config), || Output::open(&output, sources.clone()));
    let (survey, sink) = (survey?, sink?);
    let last = LastRun::decode(sink.note_of_last());
    let as_before = last.as_ref().is_some_and(|last| survey.is_of(last)) && sink.is_whole();
    let outcome = match last {
        Some(last) if as_before => last,
        last => {
            let beside = write::beside(&output);
            let project = Project {
                sources: &sources,
                config: &config,
                survey: &survey,
                kept: write::load_kept(&beside)?,
                shown_before: last.as_ref().map(|last| last.shown),
                searched_before: last.and_then(|last| last.searched),
            };
            match run(project, &sink, &beside, quiet) {
                Ok(outcome) => survey.came_to(outcome, write::is_settled(survey.stamps())),
                Err(error) => {
                    sink.abandon()?;
                    return Err(error);
                }
            }
        }
    };
    found.extend(outcome.found.iter().cloned());
    if found.has_errors() || (printing.strict && !found.is_empty()) {
        sink.abandon()?;
        return failed(&found, &sources, printing);
    }
    let written = if as_before { sink.keep()? } else { sink.commit(&outcome.encode())? };
    print_found(&found, &sources, printing.format)?;
    if !quiet {
        let left_out: Vec<&str> = config.left_out().map(Artefact::key).collect();
        if !left_out.is_empty() {
            let line = format!("without `base_url` under [book] these are left out: {}", left_out.join(", "));
            last_line(&line, printing.format)?;
        }
        let took = seconds(start.elapsed());
        last_line(&format!("{}{}; {took}", made(outcome.counts, written), warned(&found)), printing.format)?;
    }
    Ok(Ending::Good)
}

/// Runs all stages into the sink, and keeps what was read.
fn run(project: Project<'_>, sink: &Output, beside: &Path, quiet: bool) -> anyhow::Result<Outcome> {
    let bar = Bar::new(quiet);
    let outcome = crate::build::build(project, sink, &bar);
    bar.finish();
    let mut outcome = outcome?;
    if outcome.kept_changed {
        write::save_kept(beside, &std::mem::take(&mut outcome.kept))?;
    }
    Ok(outcome)
}

fn failed(found: &Diagnostics, sources: &Folder, printing: PrintingArguments) -> anyhow::Result<Ending> {
    print_found(found, sources, printing.format)?;
    last_line(&format!("{}; nothing was written", count_found(found)), printing.format)?;
    Ok(Ending::ContentErrors)
}

/// What a build came to, in one line.
fn made(counts: Counts, written: Written) -> String {
    let holds = format!("{} in {}", plural(counts.documents, "document"), plural(counts.issues, "issue"));
    if written.is_nothing() {
        return format!("{holds}: nothing changed, nothing written ({} files)", written.unchanged);
    }
    let did = [
        (written.added, "new"),
        (written.changed, "changed"),
        (written.removed, "removed"),
        (written.unchanged, "unchanged"),
    ];
    let did: Vec<String> =
        did.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!(
        "{holds}: {} and {}, {}",
        plural(counts.pages, "page"),
        plural(counts.files, "file"),
        did.join(", ")
    )
}

fn warned(found: &Diagnostics) -> String {
    if found.is_empty() { String::new() } else { format!("; {}", count_found(found)) }
}

/// Removes the built archive.
pub fn clean(root: &Path, arguments: &SettingArguments, quiet: bool) -> anyhow::Result<Ending> {
    let (_, config, _) = settings(root, arguments)?;
    let output = output_folder(root, &config)?;
    let removed = write::clean(&output)?;
    if !quiet {
        match removed {
            Some(count) => println!("removed {} from {}", plural(count, "file"), output.display()),
            None => println!("there is nothing of gongbao's in {}", output.display()),
        }
    }
    Ok(Ending::Good)
}

/// Sets the number of threads that the arguments ask for.
pub(super) fn use_threads(printing: PrintingArguments) -> anyhow::Result<()> {
    if let Some(threads) = printing.threads {
        anyhow::ensure!(threads > 0, "--threads takes 1 or more");
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    }
    Ok(())
}
