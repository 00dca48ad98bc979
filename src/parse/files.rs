//! Reading many files at once, and not reading those that are as they were.

use std::io;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{Parsed, Record, Role, file, role};
use crate::diagnostics::Diagnostic;
use crate::gazette::NumberKinds;
use crate::source::{SourceFile, Sources, Stamp};

/// How many files a thread takes at once. Few, so that none is left with many when the others are done.
const AT_ONCE: usize = 32;

/// A file that was read, now or in an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFile {
    /// The file.
    pub path: Box<str>,
    /// Its size and time of change when it was read.
    pub stamp: Stamp,
    /// The hash of its bytes.
    pub hash: u64,
    /// The fingerprint of the kinds of numbers that were looked for in it.
    pub kinds: u64,
    /// What it says.
    pub record: Option<Record>,
    /// The hash of what pages of other files can show of it; 0 when it could not be read.
    pub shown: u64,
    /// What is wrong in it.
    pub found: Vec<Diagnostic>,
    /// Whether this is not what was kept of an earlier run.
    #[serde(skip)]
    pub is_new: bool,
}

impl ReadFile {
    /// Whether the next run would not find this as it is now in what was kept: it was read, or searched for
    /// citations.
    #[must_use]
    pub fn differs_from_kept(&self) -> bool {
        self.is_new || self.record.as_ref().is_some_and(|record| record.text().passages.is_recognised_anew())
    }
}

/// What became of a list of files.
#[derive(Debug, Default)]
pub struct ReadFiles {
    /// The files that play a part, sorted by path.
    pub files: Vec<ReadFile>,
    /// How many of them had to be parsed.
    pub parsed: usize,
    /// Whether any differs from what was kept, or is gone.
    pub changed: bool,
    /// The files that were kept and are gone.
    pub gone: Vec<Box<str>>,
}

/// Reads the Markdown files of a list, which is sorted by path. `kept` is what an earlier run read,
/// sorted by path; what has not changed since is taken from there. `content` is the folder's name, and
/// `kinds` are the kinds of document numbers that are declared.
///
/// # Errors
/// When a file cannot be read.
pub fn files(
    sources: &dyn Sources,
    listing: &[SourceFile],
    content: &str,
    kinds: &NumberKinds,
    kept: Vec<ReadFile>,
    read_one: &(dyn Fn() + Sync),
) -> io::Result<ReadFiles> {
    let (jobs, gone) = jobs(listing, content, kept);
    let results: Vec<(ReadFile, Freshness)> = jobs
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|job| {
            let result = job.run(sources, kinds);
            read_one();
            result
        })
        .collect::<io::Result<_>>()?;
    let reused = results.iter().filter(|(_, freshness)| *freshness == Freshness::Kept).count();
    let parsed = results.iter().filter(|(_, freshness)| *freshness == Freshness::Parsed).count();
    let changed = reused != results.len() || !gone.is_empty();
    Ok(ReadFiles { files: results.into_iter().map(|(file, _)| file).collect(), parsed, changed, gone })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Freshness {
    Kept,
    /// Its stamp is new and its bytes are not.
    Touched,
    Parsed,
}

struct Job<'a> {
    file: &'a SourceFile,
    role: Role,
    kept: Option<ReadFile>,
}

/// One job for each file that plays a part, and the files that were kept and are gone. Both lists are
/// sorted, so they are walked side by side.
fn jobs<'a>(listing: &'a [SourceFile], content: &str, kept: Vec<ReadFile>) -> (Vec<Job<'a>>, Vec<Box<str>>) {
    let mut gone = Vec::new();
    let mut kept = kept.into_iter().peekable();
    let mut jobs = Vec::with_capacity(listing.len());
    for file in listing {
        let role = role(below(&file.path, content));
        if matches!(role, Role::Asset | Role::Misplaced) {
            continue;
        }
        while kept.peek().is_some_and(|old| old.path < file.path) {
            gone.extend(kept.next().map(|old| old.path));
        }
        let old = kept.next_if(|old| old.path == file.path);
        jobs.push(Job { file, role, kept: old });
    }
    gone.extend(kept.map(|old| old.path));
    (jobs, gone)
}

/// Whether a file is read, by its path: others are copied along or misplaced. `content` is the folder's
/// name.
#[must_use]
pub fn plays_a_part(path: &str, content: &str) -> bool {
    !matches!(role(below(path, content)), Role::Asset | Role::Misplaced)
}

/// The path below the content folder.
#[must_use]
pub fn below<'a>(path: &'a str, content: &str) -> &'a str {
    path.strip_prefix(content).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

impl Job<'_> {
    fn run(self, sources: &dyn Sources, kinds: &NumberKinds) -> io::Result<(ReadFile, Freshness)> {
        let SourceFile { path, stamp } = self.file;
        let kept = match self.kept.filter(|kept| kept.kinds == kinds.fingerprint()) {
            Some(kept) if kept.stamp == *stamp => return Ok((kept, Freshness::Kept)),
            kept => kept,
        };
        let bytes = sources.read(path)?;
        let hash = xxh3_64(&bytes);
        if let Some(kept) = kept.filter(|kept| kept.hash == hash) {
            return Ok((ReadFile { stamp: *stamp, is_new: true, ..kept }, Freshness::Touched));
        }
        let Parsed { mut record, found } = file(path, &self.role, &bytes, kinds);
        let found = found.into_iter().collect();
        let shown = record.as_mut().map_or(0, Record::shown_elsewhere);
        let read = ReadFile {
            path: path.clone(),
            stamp: *stamp,
            hash,
            kinds: kinds.fingerprint(),
            record,
            shown,
            found,
            is_new: true,
        };
        Ok((read, Freshness::Parsed))
    }
}
