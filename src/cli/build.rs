//! `build` and `clean`.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::arguments::{BuildArguments, FormatArgument, PrintingArguments, SettingArguments};
use super::report::{Bar, Speaker, count_found, counted_files, holds, seconds};
use super::{Ending, again, output_folder, settings};
use crate::build::{Counts, LastRun, Outcome, Project, Survey, keep_links};
use crate::config::{Artefact, Config};
use crate::diagnostics::{Diagnostics, Text, text};
use crate::parse::files::Again;
use crate::source::Folder;
use crate::write::{self, AsideFolder, Output, Written};

/// What the process does when the site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It ends.
    End,
    /// It goes on with something else.
    GoOn,
}

/// Builds the archive.
pub fn build(root: &Path, arguments: &BuildArguments, quiet: bool, then: Then) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let printing = arguments.printing;
    use_threads(printing)?;
    let (sources, config, mut found) = settings(root, &arguments.settings)?;
    let speaker = Speaker::of(&config, printing.format);
    let output = output_folder(root, &config)?;
    if found.has_errors() {
        return failed(&found, &sources, speaker);
    }
    let (survey, sink) =
        rayon::join(|| Survey::new(&sources, &config), || Output::open(&output, sources.clone()));
    let (survey, sink) = (survey?, sink?);
    let last = LastRun::decode(sink.note_of_last());
    let as_before = last.as_ref().is_some_and(|last| survey.is_of(last)) && sink.is_whole();
    let again = again(&sources, &config);
    let outcome = match last {
        Some(last) if as_before => last,
        last => {
            let beside = write::beside(&output);
            let aside = AsideFolder::new(&beside);
            let project = Project {
                sources: &sources,
                config: &config,
                survey: &survey,
                kept: write::load_kept(&beside, &again)?,
                aside: Some(&aside),
                shown_before: last.as_ref().map(|last| last.shown),
                searched_before: last.and_then(|last| last.searched),
            };
            let run = Run { sink: &sink, beside: &beside, again: &again, then };
            match run.build(project, &Bar::new(quiet, speaker)) {
                Ok(outcome) => survey.came_to(outcome, write::is_settled(survey.stamps())),
                Err(error) => {
                    sink.abandon()?;
                    return Err(error);
                }
            }
        }
    };
    rayon::spawn(move || drop(survey));
    found.extend(outcome.found.iter().cloned());
    if found.has_errors() || (printing.strict && !found.is_empty()) {
        sink.abandon()?;
        return failed(&found, &sources, speaker);
    }
    let written = if as_before { sink.keep()? } else { sink.commit(&outcome.encode())? };
    speaker.print_found(&found, &sources)?;
    if !quiet {
        say_left_out(&config, speaker)?;
        let took = seconds(start.elapsed());
        let made = made(outcome.counts, written);
        speaker.last_line(&if found.is_empty() {
            text!("{}; {}", made, took)
        } else {
            text!("{}; {}; {}", made, count_found(&found), took)
        })?;
    }
    Ok(Ending::Good)
}

/// Says what is left out because the address of the site is not known.
fn say_left_out(config: &Config, speaker: Speaker) -> io::Result<()> {
    let left_out: Vec<&str> = config.left_out().map(Artefact::key).collect();
    if left_out.is_empty() {
        return Ok(());
    }
    speaker.last_line(&text!("without `base_url` under [book] these are left out: {}", left_out.join(", ")))
}

/// What a run needs besides its project.
struct Run<'a> {
    sink: &'a Output,
    beside: &'a Path,
    again: &'a Again,
    then: Then,
}

impl Run<'_> {
    /// Runs all stages into the sink, and keeps what was read and followed.
    fn build(&self, project: Project<'_>, bar: &Bar) -> anyhow::Result<Outcome> {
        let outcome = crate::build::build(project, self.sink, bar);
        bar.finish();
        let mut outcome = outcome?;
        if let Some(path) = self.again.changed() {
            anyhow::bail!("{path} changed while the archive was read; build it again");
        }
        keep_links(&outcome, &AsideFolder::new(self.beside))?;
        if outcome.kept_changed || self.again.is_needed() {
            write::save_kept(self.beside, &outcome.kept, &outcome.gone)?;
        }
        give_back(&mut outcome, self.then);
        Ok(outcome)
    }
}

/// Lets go of what the site was made of. Where much was made or more is to come, the room is needed. After an
/// update the process has little left to do, less than it would take to give this back piece by piece.
fn give_back(outcome: &mut Outcome, then: Then) {
    let materials = (std::mem::take(&mut outcome.kept), outcome.assembled.take());
    if then == Then::GoOn || outcome.counts.rendered > outcome.counts.pages / 2 {
        rayon::spawn(move || drop(materials));
    } else {
        std::mem::forget(materials);
    }
}

fn failed(found: &Diagnostics, sources: &Folder, speaker: Speaker) -> anyhow::Result<Ending> {
    speaker.print_found(found, sources)?;
    speaker.last_line(&text!("{}; nothing was written", count_found(found)))?;
    Ok(Ending::ContentErrors)
}

/// What a build came to, in one line.
fn made(counts: Counts, written: Written) -> Text {
    let holds = holds(counts);
    if written.is_nothing() {
        return text!("{}: nothing changed, nothing written ({} files)", holds, written.unchanged);
    }
    let pages = match counts.pages {
        1 => text!("1 page"),
        count => text!("{} pages", count),
    };
    let did = [
        (written.added, text!("{} new", written.added)),
        (written.changed, text!("{} changed", written.changed)),
        (written.removed, text!("{} removed", written.removed)),
        (written.unchanged, text!("{} unchanged", written.unchanged)),
    ];
    let did = did.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what);
    let did = did.reduce(|before, next| text!("{}, {}", before, next));
    let made = text!("{}: {} and {}", holds, pages, counted_files(counts.files));
    did.map_or(made.clone(), |did| text!("{}, {}", made, did))
}

/// Removes the built archive.
pub fn clean(root: &Path, arguments: &SettingArguments, quiet: bool) -> anyhow::Result<Ending> {
    let (_, config, _) = settings(root, arguments)?;
    let output = output_folder(root, &config)?;
    let removed = write::clean(&output)?;
    if !quiet {
        let place = output.display().to_string();
        Speaker::of(&config, FormatArgument::Human).last_line(&match removed {
            Some(count) => text!("removed {} from {}", counted_files(count), place),
            None => text!("there is nothing of gongbao's in {}", place),
        })?;
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
