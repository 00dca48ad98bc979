//! Reading many files at once, and not reading those that are as they were.

use std::io;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{Parsed, Record, Role, file, role};
use crate::diagnostics::Diagnostic;
use crate::gazette::NumberKinds;
use crate::source::{SourceFile, Sources, Stamp};

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
    let kept_count = kept.len();
    let jobs = jobs(listing, content, kept);
    let results: Vec<(ReadFile, Freshness)> = jobs
        .into_par_iter()
        .map(|job| {
            let result = job.run(sources, kinds);
            read_one();
            result
        })
        .collect::<io::Result<_>>()?;
    let reused = results.iter().filter(|(_, freshness)| *freshness == Freshness::Kept).count();
    let parsed = results.iter().filter(|(_, freshness)| *freshness == Freshness::Parsed).count();
    let changed = reused != results.len() || kept_count != results.len();
    Ok(ReadFiles { files: results.into_iter().map(|(file, _)| file).collect(), parsed, changed })
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

/// One job for each file that plays a part. Both lists are sorted, so they are walked side by side.
fn jobs<'a>(listing: &'a [SourceFile], content: &str, kept: Vec<ReadFile>) -> Vec<Job<'a>> {
    let mut kept = kept.into_iter().peekable();
    let mut jobs = Vec::with_capacity(listing.len());
    for file in listing {
        let role = role(below(&file.path, content));
        if matches!(role, Role::Asset | Role::Misplaced) {
            continue;
        }
        while kept.peek().is_some_and(|old| old.path < file.path) {
            kept.next();
        }
        let old = kept.next_if(|old| old.path == file.path);
        jobs.push(Job { file, role, kept: old });
    }
    jobs
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
            return Ok((ReadFile { stamp: *stamp, ..kept }, Freshness::Touched));
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
        };
        Ok((read, Freshness::Parsed))
    }
}
