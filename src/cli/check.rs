//! `check`: finds all that is wrong, and mends what is beyond doubt.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;

use super::arguments::{CheckArguments, FormatArgument};
use super::build::use_threads;
use super::report::{Bar, Speaker, count_found, counted_files, holds, seconds};
use super::{Ending, settings};
use crate::build::{CheckOnly, Project, Survey};
use crate::check::{Edit, Finding, apply, changed_lines, contents, house_style};
use crate::config::Config;
use crate::diagnostics::text;
use crate::parse::files::ReadFile;
use crate::parse::{Record, text_of};
use crate::source::{Folder, Sources};
use crate::write::replace_file;

/// Finds all that is wrong.
pub fn check(root: &Path, arguments: &CheckArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let printing = arguments.printing;
    use_threads(printing)?;
    let (sources, config, mut found) = settings(root, &arguments.settings)?;
    let speaker = Speaker::of(&config, printing.format);
    let bar = Bar::new(quiet, speaker);
    let survey = Survey::new(&sources, &config)?;
    let project = Project {
        sources: &sources,
        config: &config,
        survey: &survey,
        kept: Vec::new(),
        aside: None,
        shown_before: None,
        searched_before: None,
    };
    let outcome = crate::build::build(project, &CheckOnly, &bar);
    bar.finish();
    let mut outcome = outcome?;
    let expiring = arguments.as_of.map(|day| (day, outcome.expiring()));
    let assembled = outcome.assembled.take();
    rayon::spawn(move || drop(assembled));
    found.extend(outcome.found);
    let styled = styled_files(&outcome.kept, &sources, &config)?;
    let findings = styled.iter().flat_map(|file| &file.findings);
    found.extend(findings.map(|finding| finding.diagnostic.clone()));
    found.raise(&config.raised);
    let found = found.sorted(&config.silenced);
    if arguments.fix {
        // The changes are for programs too, so the last line goes beside them.
        return fix(&styled, &sources, arguments.write, Speaker::of(&config, FormatArgument::Short));
    }
    speaker.print_found(&found, &sources)?;
    if let Some((day, expiring)) = expiring {
        let lapsed = expiring.iter().take_while(|expiry| expiry.last_day < day);
        speaker.print_lapsed(lapsed)?;
    }
    let failed = found.has_errors() || (printing.strict && !found.is_empty());
    if !quiet || failed {
        let result = if found.is_empty() { text!("nothing wrong") } else { count_found(&found) };
        let line = text!("{}: {}; {}", holds(outcome.counts), result, seconds(start.elapsed()));
        speaker.last_line(&match styled.iter().map(|file| file.edits().len()).sum::<usize>() {
            0 => line,
            count => text!("{}; `gongbao check --fix` shows how to mend {} of them", line, count),
        })?;
    }
    Ok(if failed { Ending::ContentErrors } else { Ending::Good })
}

/// A file with what is against the house style in it.
struct StyledFile {
    path: Box<str>,
    text: String,
    findings: Vec<Finding>,
}

impl StyledFile {
    fn edits(&self) -> Vec<Edit> {
        self.findings.iter().flat_map(|finding| finding.edits.iter().cloned()).collect()
    }
}

/// The files in which something is against the house style.
fn styled_files(files: &[ReadFile], sources: &Folder, config: &Config) -> io::Result<Vec<StyledFile>> {
    let one = |file: &ReadFile| -> io::Result<Option<StyledFile>> {
        let bytes = sources.read(&file.path)?;
        // A file that is not UTF-8 is an error already.
        let Ok(text) = text_of(&file.path, &bytes) else { return Ok(None) };
        let mut findings = house_style(file, text, config);
        if let Some(Record::Issue(_)) = &file.record {
            findings.extend(contents(file, text, &documents_beside(file, files), config));
        }
        if findings.is_empty() {
            return Ok(None);
        }
        Ok(Some(StyledFile { path: file.path.clone(), text: text.to_owned(), findings }))
    };
    files.par_iter().filter_map(|file| one(file).transpose()).collect()
}

/// The files in the folder of one, which are sorted by path.
fn documents_beside<'a>(file: &ReadFile, files: &'a [ReadFile]) -> Vec<&'a ReadFile> {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let own = folder(&file.path);
    let start = files.partition_point(|other| *other.path < *own);
    files[start..].iter().take_while(|other| other.path.starts_with(&own)).collect()
}

/// Shows what edits would change, or makes them.
fn fix(styled: &[StyledFile], sources: &Folder, write: bool, speaker: Speaker) -> anyhow::Result<Ending> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut edits, mut files) = (0, 0);
    for file in styled {
        let of_file = file.edits();
        let mended = apply(&file.text, &of_file);
        if mended == file.text {
            continue;
        }
        edits += of_file.len();
        files += 1;
        writeln!(out, "--- {0}\n+++ {0}", file.path)?;
        for change in changed_lines(&file.text, &mended) {
            writeln!(out, "@@ -{0} +{0} @@\n-{1}\n+{2}", change.line, change.before, change.after)?;
        }
        if write {
            replace_file(&sources.locate(&file.path), mended.as_bytes())?;
        }
    }
    out.flush()?;
    let places = match edits {
        1 => text!("1 place in 1 file"),
        count => text!("{} places in {}", count, counted_files(files)),
    };
    speaker.last_line(&match (edits, write) {
        (0, _) => text!("nothing can be mended without a person"),
        (_, true) => text!("mended {}", places),
        (_, false) => text!("{} can be mended so; nothing was written, add --write to do it", places),
    })?;
    Ok(Ending::Good)
}
