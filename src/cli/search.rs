//! `search`: what the search page finds, in the same order, from the built archive.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::{FormatArgument, SearchArguments};
use super::report::Speaker;
use super::{Ending, output_folder, settings};
use crate::diagnostics::{Text, text};
use crate::search::{Files, Hit, Index, Query, Results};

/// The files of a built index.
struct Built(PathBuf);

impl Files for Built {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.0.join(path)).ok()
    }
}

/// A result as JSON.
#[derive(Serialize)]
struct Result<'h> {
    url: &'h str,
    anchor: &'h str,
    title: &'h str,
    number: String,
    department: String,
    date: &'h str,
    snippet: &'h str,
}

/// Searches the built archive.
pub fn search(root: &Path, arguments: &SearchArguments, quiet: bool) -> anyhow::Result<Ending> {
    let (_, config, _) = settings(root, &arguments.settings)?;
    let output = output_folder(root, &config)?;
    let files = Built(output.join("search"));
    let Some(index) = Index::open(&files) else {
        anyhow::ensure!(
            config.search,
            "searching is turned off by `enabled = false` under [search] in book.toml"
        );
        anyhow::bail!(
            "there is no search index of this version in {}; make it with `gongbao build`",
            output.display()
        );
    };
    let format = if arguments.json { FormatArgument::Json } else { FormatArgument::Human };
    let speaker = Speaker::of(&config, format);
    let query = Query::new(&arguments.words.join(" "));
    let mut results = Results::new(&index, &query);
    if let Some(department) = &arguments.department {
        let issued = index.issued_by(department);
        results.only(|id| issued.contains(&id));
    }
    let candidates = results.candidates();
    let hits: Vec<Hit> = results.take(arguments.limit).collect();
    for path in index.missing() {
        let lost = text!("search/{} is missing or damaged, so results may be missing", path);
        writeln!(io::stderr(), "{}", speaker.say(&lost))?;
    }
    let mut out = io::stdout().lock();
    if arguments.json {
        let results: Vec<Result<'_>> = hits.iter().map(result).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&results)?)?;
        return Ok(Ending::Good);
    }
    for hit in &hits {
        print(&mut out, hit)?;
    }
    if !quiet {
        writeln!(out, "{}", speaker.say(&count(hits.len(), arguments.limit, candidates)))?;
    }
    Ok(Ending::Good)
}

/// How many there are. With fewer hits than asked for, all candidates were looked at.
fn count(shown: usize, limit: usize, candidates: usize) -> Text {
    match shown {
        shown if shown == limit && shown < candidates => {
            text!("the first {} of about {} documents", shown, candidates)
        }
        0 => text!("nothing was found"),
        1 => text!("1 document was found"),
        shown => text!("{} documents were found", shown),
    }
}

fn result(hit: &Hit) -> Result<'_> {
    let record = &hit.record;
    Result {
        url: &record.1,
        anchor: &hit.anchor,
        title: &record.2,
        number: record.3.join("、"),
        department: record.4.join("、"),
        date: &record.5,
        snippet: &hit.snippet,
    }
}

fn print(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    let Result { url, anchor, title, number, department, date, snippet } = result(hit);
    writeln!(out, "{title}")?;
    let facts = [&number, &department, date];
    let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    if !facts.is_empty() {
        writeln!(out, "  {}", facts.join("  "))?;
    }
    if !snippet.is_empty() {
        writeln!(out, "  {snippet}")?;
    }
    let mark = if anchor.is_empty() { "" } else { "#" };
    writeln!(out, "  {url}{mark}{anchor}\n")
}
