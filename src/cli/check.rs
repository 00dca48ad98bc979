//! `check`: finds all that is wrong, and mends what is beyond doubt.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;

use super::arguments::{CheckArguments, FormatArgument};
use super::build::use_threads;
use super::report::{Bar, count_found, last_line, plural, print_found, print_lapsed, seconds};
use super::{Ending, settings};
use crate::build::{CheckOnly, Project, Survey};
use crate::check::{Edit, Finding, apply, changed_lines, house_style};
use crate::config::Config;
use crate::parse::files::ReadFile;
use crate::parse::text_of;
use crate::source::{Folder, Sources};
use crate::write::replace_file;

/// Finds all that is wrong.
pub fn check(root: &Path, arguments: &CheckArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let printing = arguments.printing;
    use_threads(printing)?;
    let (sources, config, mut found) = settings(root, &arguments.settings)?;
    let bar = Bar::new(quiet);
    let survey = Survey::new(&sources, &config)?;
    let project = Project {
        sources: &sources,
        config: &config,
        survey: &survey,
        kept: Vec::new(),
        shown_before: None,
        searched_before: None,
    };
    let outcome = crate::build::build(project, &CheckOnly, &bar);
    bar.finish();
    let outcome = outcome?;
    found.extend(outcome.found);
    let styled = styled_files(&outcome.kept, &sources, &config)?;
    let findings = styled.iter().flat_map(|file| &file.findings);
    found.extend(findings.map(|finding| finding.diagnostic.clone()));
    let found = found.sorted(&config.silenced);
    if arguments.fix {
        return fix(&styled, &sources, arguments);
    }
    print_found(&found, &sources, printing.format)?;
    if let Some(day) = arguments.as_of {
        let lapsed = outcome.expiring.iter().take_while(|expiry| expiry.last_day < day);
        print_lapsed(lapsed, printing.format)?;
    }
    let failed = found.has_errors() || (printing.strict && !found.is_empty());
    if !quiet || failed {
        let counts = outcome.counts;
        let holds = format!("{} in {}", plural(counts.documents, "document"), plural(counts.issues, "issue"));
        let result = if found.is_empty() { "nothing wrong".to_owned() } else { count_found(&found) };
        let mendable = styled.iter().map(|file| file.edits().len()).sum::<usize>();
        let hint = match mendable {
            0 => String::new(),
            count => format!("; `gongbao check --fix` shows how to mend {count} of them"),
        };
        last_line(&format!("{holds}: {result}; {}{hint}", seconds(start.elapsed())), printing.format)?;
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
        self.findings.iter().filter_map(|finding| finding.edit.clone()).collect()
    }
}

/// The files in which something is against the house style.
fn styled_files(files: &[ReadFile], sources: &Folder, config: &Config) -> io::Result<Vec<StyledFile>> {
    let one = |file: &ReadFile| -> io::Result<Option<StyledFile>> {
        let bytes = sources.read(&file.path)?;
        // A file that is not UTF-8 is an error already.
        let Ok(text) = text_of(&file.path, &bytes) else { return Ok(None) };
        let findings = house_style(file, text, config);
        if findings.is_empty() {
            return Ok(None);
        }
        Ok(Some(StyledFile { path: file.path.clone(), text: text.to_owned(), findings }))
    };
    files.par_iter().filter_map(|file| one(file).transpose()).collect()
}

/// Shows what edits would change, or makes them.
fn fix(styled: &[StyledFile], sources: &Folder, arguments: &CheckArguments) -> anyhow::Result<Ending> {
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
        if arguments.write {
            replace_file(&sources.locate(&file.path), mended.as_bytes())?;
        }
    }
    out.flush()?;
    let places = format!("{} in {}", plural(edits, "place"), plural(files, "file"));
    let line = match (edits, arguments.write) {
        (0, _) => "nothing can be mended without a person".to_owned(),
        (_, true) => format!("mended {places}"),
        (_, false) => format!("{places} can be mended so; nothing was written, add --write to do it"),
    };
    // The changes are for programs too, so the line goes beside them.
    last_line(&line, FormatArgument::Short)?;
    Ok(Ending::Good)
}
