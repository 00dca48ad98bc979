//! Reading many files at once, and not reading those that are as they were.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{Parsed, Record, Role, TextFacts, file, role};
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
        self.is_new || self.record.as_ref().is_some_and(|record| record.text().differs_from_kept())
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

/// The files of a list that play a part, matched with what an earlier run read.
#[derive(Debug)]
pub(crate) struct Matched<'a> {
    /// Those that are as they were, sorted by path.
    pub as_before: Vec<ReadFile>,
    /// Those that have to be looked at.
    pub jobs: Vec<Job<'a>>,
    /// The files that were kept and are gone.
    pub gone: Vec<Box<str>>,
}

impl<'a> Matched<'a> {
    /// Matches a list of files with those that were kept; both are sorted by path, so they are walked side by
    /// side. `content` is the folder's name, and `kinds` are the kinds of document numbers that are declared.
    #[must_use]
    pub fn new(
        listing: &'a [SourceFile],
        content: &str,
        kinds: &NumberKinds,
        kept: impl IntoIterator<Item = ReadFile>,
    ) -> Self {
        let as_before = Vec::with_capacity(listing.len());
        let mut matched = Self { as_before, jobs: Vec::new(), gone: Vec::new() };
        let mut kept = kept.into_iter().peekable();
        for file in listing {
            let role = role(below(&file.path, content));
            if matches!(role, Role::Asset | Role::Misplaced) {
                continue;
            }
            while kept.peek().is_some_and(|old| old.path < file.path) {
                matched.gone.extend(kept.next().map(|old| old.path));
            }
            let old = kept.next_if(|old| old.path == file.path);
            match old.filter(|old| old.kinds == kinds.fingerprint()) {
                Some(old) if old.stamp == file.stamp => matched.as_before.push(old),
                old => matched.jobs.push(Job { file, role, kept: old }),
            }
        }
        matched.gone.extend(kept.map(|old| old.path));
        matched
    }
}

/// Reads the Markdown files of a list, which is sorted by path. `kept` is what an earlier run read,
/// sorted by path; what has not changed since is taken from there. `content` is the folder's name, and
/// `kinds` are the kinds of document numbers that are declared. `read` is told how many files are done.
///
/// # Errors
/// When a file cannot be read.
pub fn files(
    sources: &dyn Sources,
    listing: &[SourceFile],
    content: &str,
    kinds: &NumberKinds,
    kept: impl IntoIterator<Item = ReadFile>,
    read: &(dyn Fn(usize) + Sync),
) -> io::Result<ReadFiles> {
    let matched = Matched::new(listing, content, kinds, kept);
    let mut all = ReadFiles::of(matched.as_before, matched.gone, read);
    all.add(run(matched.jobs, sources, kinds, read)?);
    Ok(all.sorted())
}

/// Looks at files, in parallel.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(
    jobs: Vec<Job<'_>>,
    sources: &dyn Sources,
    kinds: &NumberKinds,
    read: &(dyn Fn(usize) + Sync),
) -> io::Result<Vec<(ReadFile, Freshness)>> {
    let one = |job: Job<'_>| {
        let result = job.run(sources, kinds);
        read(1);
        result
    };
    jobs.into_par_iter().with_max_len(AT_ONCE).map(one).collect()
}

impl ReadFiles {
    /// Files that are as they were, sorted by path, and those that are gone.
    #[must_use]
    pub(crate) fn of(as_before: Vec<ReadFile>, gone: Vec<Box<str>>, read: &(dyn Fn(usize) + Sync)) -> Self {
        read(as_before.len());
        Self { files: as_before, parsed: 0, changed: !gone.is_empty(), gone }
    }

    /// Adds files that were looked at.
    pub(crate) fn add(&mut self, looked_at: Vec<(ReadFile, Freshness)>) {
        self.parsed += looked_at.iter().filter(|(_, freshness)| *freshness == Freshness::Parsed).count();
        self.changed |= !looked_at.is_empty();
        self.files.extend(looked_at.into_iter().map(|(file, _)| file));
    }

    /// The same, with the files in order.
    #[must_use]
    pub(crate) fn sorted(mut self) -> Self {
        // Stable, for few sorted lists are then merged.
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }
}

/// Reads files once more that were read before, where what was kept of them is lost.
pub struct Again {
    sources: Box<dyn Sources + Send>,
    /// The content folder's name.
    content: String,
    kinds: NumberKinds,
    /// Whether any was read.
    is_needed: AtomicBool,
    /// The first that says something else by now.
    changed: OnceLock<Box<str>>,
}

impl Again {
    /// For the files of a content folder, in which document numbers of these kinds may stand.
    #[must_use]
    pub fn new(sources: impl Sources + Send + 'static, content: &str, kinds: NumberKinds) -> Self {
        let (content, is_needed) = (content.to_owned(), AtomicBool::new(false));
        Self { sources: Box::new(sources), content, kinds, is_needed, changed: OnceLock::new() }
    }

    /// What is known of the text of a file whose bytes have this hash. Where it has changed since it was
    /// looked at, or is gone, that is noted, and nothing is known.
    #[must_use]
    pub fn text(&self, path: &str, hash: u64) -> TextFacts {
        self.is_needed.store(true, Ordering::Relaxed);
        let bytes = self.sources.read(path).ok().filter(|bytes| xxh3_64(bytes) == hash);
        let role = role(below(path, &self.content));
        let record = bytes.and_then(|bytes| file(path, &role, &bytes, &self.kinds).record);
        if record.is_none() {
            let _ = self.changed.set(path.into());
        }
        record.map(|record| TextFacts::clone(record.text()).without_naming()).unwrap_or_default()
    }

    /// Whether anything was read.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.is_needed.load(Ordering::Relaxed)
    }

    /// A file that has changed since it was looked at. Whoever asked for its text knows nothing of it, so what
    /// was made is of no use.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        self.changed.get().map(|path| &**path)
    }
}

/// What became of a file that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Its stamp is new and its bytes are not.
    Touched,
    /// It says something else, or was not known.
    Parsed,
}

/// A file that has to be looked at.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    /// The file.
    pub file: &'a SourceFile,
    role: Role<'a>,
    /// What an earlier run read in it, looking for the same kinds of numbers.
    kept: Option<ReadFile>,
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
        let bytes = sources.read(path)?;
        let hash = xxh3_64(&bytes);
        if let Some(kept) = self.kept.filter(|kept| kept.hash == hash) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_file_is_read_again_only_where_it_says_what_it_said() {
        let text = "---\ntitle: 甲\n---\n## 一、目标\n\n正文。\n";
        let sources = Memory::new();
        sources.put("content/2018/10/01.md", text);
        let again = Again::new(sources, "content", NumberKinds::default());
        assert!(!again.is_needed());
        assert!(again.text("content/2018/10/01.md", xxh3_64(text.as_bytes())).has_anchor("sec_1"));
        assert!(again.is_needed() && again.changed().is_none());
        for (path, hash) in [("content/2018/10/01.md", 7), ("content/2018/10/02.md", 7)] {
            assert_eq!(again.text(path, hash), TextFacts::default());
        }
        assert_eq!(again.changed(), Some("content/2018/10/01.md"));
    }
}
