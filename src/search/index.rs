//! From documents to the files of the index.
//!
//! What the last run indexed is taken up: its lists are read, the documents that are gone or changed are
//! left out of them, and those that are new or changed are put in. So a run reads the texts of those alone,
//! and nothing but the index itself is kept. Lists, cuts and columns come out as from nothing, because each
//! is a function of what it holds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::blocks::{Block, written};
use super::coding::coded;
use super::columns::{Facets, facet_files, ranking_files, weights};
use super::fold;
use super::list::Shape;
use super::old::{Old, OldLists, OldStore};
use super::postings::{Space, name_files, name_path, pair_files, pair_path};
use super::root::{FORMAT, Root, steps, written_big};
use super::run::Run;
use super::script::{base36, bytes_file, json_file};
use super::store::{self, FOLDER_IDS, IssueOf, Lengths, Packer, Record};
use super::terms::{Collector, Measures};

/// Changes with every change of the program's own source.
const PROGRAM: &str = env!("GONGBAO_SOURCE_HASH");

/// A document that is to be found.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: u32,
    /// The hash of its source file.
    pub source: u64,
    /// Its address, relative to the site.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its numbers, as printed.
    pub numbers: Vec<String>,
    /// The keys that it is looked up by.
    pub keys: Vec<String>,
    /// The departments, as the document names them.
    pub departments: Vec<String>,
    /// Its date, or nothing.
    pub date: String,
    /// Its kind, or nothing.
    pub kind: String,
    /// Its issue.
    pub issue: IssueOf,
    /// Further words of its page.
    pub more: Vec<String>,
    /// Its language where that is not the site's, or nothing.
    pub language: String,
    /// What it is filtered by.
    #[serde(skip)]
    pub facets: Facets,
}

impl Entry {
    /// Names all that the index holds of the document, but for its id and facets.
    fn fingerprint(&self) -> u64 {
        let known = (
            self.source,
            (&self.url, &self.title, &self.numbers, &self.keys, &self.departments),
            (&self.date, &self.kind, &self.issue, &self.more, &self.language),
        );
        xxh3_64(&postcard::to_stdvec(&known).expect("texts and numbers always have a binary form"))
    }

    fn record(&self, body: String) -> String {
        let record = Record(
            self.id,
            self.url.clone(),
            self.title.clone(),
            self.numbers.clone(),
            self.departments.clone(),
            self.date.clone(),
            self.kind.clone(),
            self.issue.clone(),
            self.more.clone(),
            body,
            self.language.clone(),
        );
        serde_json::to_string(&record).expect("texts and numbers always have a JSON form")
    }
}

/// The names that facets stand for, and where each issue begins.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Names {
    /// Departments.
    pub departments: Vec<String>,
    /// Kinds.
    pub kinds: Vec<String>,
    /// Topics.
    pub topics: Vec<String>,
    /// Issues: the id that each begins with, ascending, and its folder.
    pub issues: Vec<(u32, String)>,
}

/// What the last run indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The hash of the program's source: what another version indexed is not taken up.
    made_by: Box<str>,
    /// The documents, by id.
    pub(super) documents: Vec<Indexed>,
    /// The hash of facets and names.
    facets: u64,
    /// The space that lists were encoded in.
    pub(super) space: u32,
    /// Every file below `search/`, with the hash of its bytes, sorted.
    pub(super) files: Vec<(Box<str>, u64)>,
}

/// What is known of a document that was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Indexed {
    pub id: u32,
    pub fingerprint: u64,
    /// The length of its record in the store.
    pub record: Lengths,
    pub segments: u8,
    pub length: u32,
    pub title_length: u32,
}

impl Manifest {
    /// How many files the index has.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.files.len()
    }
}

/// Where the files of an index lie. Paths are those below `search/`, with their ending.
pub trait Place: Sync {
    /// A file as the last run left it, if it is there.
    ///
    /// # Errors
    /// When the disk fails.
    fn previous(&self, path: &str, hash: u64) -> io::Result<Option<Vec<u8>>>;

    /// Lets a file of the last run stay; whether it is there.
    ///
    /// # Errors
    /// When the disk fails.
    fn keep(&self, path: &str, hash: u64) -> io::Result<bool>;

    /// Takes a file.
    ///
    /// # Errors
    /// When the disk fails.
    fn put(&self, path: &str, hash: u64, bytes: &[u8]) -> io::Result<()>;
}

/// Gives the blocks of a document's text, by its place among the entries.
pub type TextOf<'t> = dyn Fn(usize) -> io::Result<Vec<Block>> + Sync + 't;

/// Makes the index of documents, which are sorted by id.
///
/// # Errors
/// When a text cannot be read, or the place cannot take a file.
pub fn build(
    entries: &[Entry],
    names: &Names,
    last: Option<&Manifest>,
    texts: &TextOf<'_>,
    place: &dyn Place,
) -> io::Result<Manifest> {
    let last = last.filter(|last| *last.made_by == *PROGRAM);
    let prints: Vec<u64> = entries.par_iter().map(Entry::fingerprint).collect();
    let facets = hash_of_facets(entries, names);
    if let Some(last) = last
        && last.facets == facets
        && last.documents.len() == entries.len()
        && last
            .documents
            .iter()
            .zip(entries.iter().zip(&prints))
            .all(|(old, (entry, print))| old.id == entry.id && old.fingerprint == *print)
        && keep_all(place, &last.files)?
    {
        return Ok(last.clone());
    }
    let old = match last {
        Some(last) => Old::open(last, entries, &prints, place)?,
        None => None,
    };
    let (old, lists) = old.unzip();
    let builder = Builder { entries, prints: &prints, old: old.as_ref(), texts, place };
    builder.build(names, facets, lists.unwrap_or_default())
}

/// Lets all files of the last run stay, if all are there.
fn keep_all(place: &dyn Place, files: &[(Box<str>, u64)]) -> io::Result<bool> {
    let mut all = true;
    for (path, hash) in files {
        all &= place.keep(path, *hash)?;
    }
    Ok(all)
}

fn hash_of_facets(entries: &[Entry], names: &Names) -> u64 {
    let facets: Vec<&Facets> = entries.iter().map(|entry| &entry.facets).collect();
    xxh3_64(&postcard::to_stdvec(&(facets, names)).expect("texts and numbers always have a binary form"))
}

struct Builder<'a> {
    entries: &'a [Entry],
    prints: &'a [u64],
    old: Option<&'a Old<'a>>,
    texts: &'a TextOf<'a>,
    place: &'a dyn Place,
}

/// What was made of the documents of one folder of the store.
struct Folder {
    indexed: Vec<Indexed>,
    runs: (Run<u64>, Run<Box<str>>, Run<Box<str>>),
    /// The first id of each file.
    store: Vec<u32>,
    files: Files,
}

/// Files with the hashes of their bytes.
pub(super) type Files = Vec<(Box<str>, u64)>;

impl Builder<'_> {
    fn build(&self, names: &Names, facets: u64, old: OldLists) -> io::Result<Manifest> {
        let folders: Vec<&[Entry]> =
            self.entries.chunk_by(|a, b| a.id / FOLDER_IDS == b.id / FOLDER_IDS).collect();
        let mut start = 0;
        let starts: Vec<(usize, usize)> = folders
            .iter()
            .map(|folder| {
                start += folder.len();
                (start - folder.len(), start)
            })
            .collect();
        let folders: Vec<Folder> =
            starts.par_iter().map(|(start, end)| self.folder(*start, *end)).collect::<io::Result<_>>()?;

        let ids = self.entries.last().map_or(0, |entry| entry.id + 1);
        let mut measures = vec![Measures::default(); ids as usize];
        let mut indexed = Vec::with_capacity(self.entries.len());
        let OldLists { mut pairs, mut words, mut numbers } = old;
        let (mut store, mut files) = (Vec::new(), Files::new());
        for folder in folders {
            for document in &folder.indexed {
                let Indexed { segments, length, title_length, .. } = *document;
                measures[document.id as usize] = Measures { segments, length, title_length };
            }
            indexed.extend(folder.indexed);
            pairs.push(folder.runs.0);
            words.push(folder.runs.1);
            numbers.push(folder.runs.2);
            store.extend(folder.store);
            files.extend(folder.files);
        }
        let segments: Vec<u8> = measures.iter().map(|measures| measures.segments).collect();
        let space = Space { span: space_for(ids), segments: &segments };
        let mut root = Root {
            format: FORMAT,
            documents: self.entries.len() as u32,
            ids,
            space: space.span,
            store: steps(store.into_iter().map(u64::from)),
            weights: weights(mean_length(&indexed)),
            ..Root::default()
        };
        files.extend(self.pairs(pairs, space, &mut root)?);
        (root.words, files) = self.names('w', &words, Shape::Ranked, space, files)?;
        (root.numbers, files) = self.names('n', &numbers, Shape::Plain, space, files)?;
        files.extend(self.columns(&measures, &mut root)?);
        files.push(self.put("facets", &json_file("facets", names))?);
        files.push(self.put("fold", &fold::file())?);
        files.sort_unstable();
        root.version = version(&root, &files);
        files.push(self.put("root", &root.file())?);
        files.sort_unstable();
        Ok(Manifest { made_by: PROGRAM.into(), documents: indexed, facets, space: space.span, files })
    }

    fn put(&self, path: &str, file: &[u8]) -> io::Result<(Box<str>, u64)> {
        let (path, hash) = (format!("{path}.js"), xxh3_64(file));
        self.place.put(&path, hash, file)?;
        Ok((path.into(), hash))
    }

    fn put_bytes(&self, path: &str, bytes: &[u8]) -> io::Result<(Box<str>, u64)> {
        self.put(path, &bytes_file(path, bytes))
    }

    /// The documents of a folder of the store: reads those that are new or changed, and stores all.
    fn folder(&self, start: usize, end: usize) -> io::Result<Folder> {
        let mut collector = Collector::new(self.entries[start].id / FOLDER_IDS * FOLDER_IDS);
        let mut records: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
        let mut indexed = Vec::with_capacity(end - start);
        for at in start..end {
            let (entry, fingerprint) = (&self.entries[at], self.prints[at]);
            if let Some(old) = self.old.and_then(|old| old.find(fingerprint)) {
                indexed.push(Indexed { id: entry.id, ..*old });
                continue;
            }
            let blocks = (self.texts)(at)?;
            let heads = std::iter::once(&entry.title)
                .chain(&entry.numbers)
                .chain(&entry.departments)
                .chain(&entry.more)
                .map(String::as_str);
            let all = heads.chain(blocks.iter().map(|block| block.text.as_str()));
            let Measures { segments, length, title_length } =
                collector.add(entry.id, all, entry.keys.iter().map(String::as_str));
            let record = entry.record(written(&blocks));
            let stored = coded(&record);
            let lengths = Lengths::of(entry.id, stored.len(), record.len());
            records.insert(entry.id, stored);
            indexed.push(Indexed {
                id: entry.id,
                fingerprint,
                record: lengths,
                segments,
                length,
                title_length,
            });
        }
        let (store, files) = self.store(&indexed, &records)?;
        Ok(Folder { indexed, runs: collector.finish(), store, files })
    }

    /// The files of a folder of the store.
    fn store(&self, indexed: &[Indexed], new: &BTreeMap<u32, Vec<u8>>) -> io::Result<(Vec<u32>, Files)> {
        if new.is_empty()
            && let Some(old) = self.old
            && let Some(kept) = old.kept_store(indexed)?
        {
            return Ok(kept);
        }
        let lengths: Vec<Lengths> = indexed.iter().map(|document| document.record).collect();
        let mut old = self.old.map(Old::store);
        let mut packer = Packer::new();
        let (mut files, mut firsts) = (Files::new(), Vec::new());
        let mut start = 0;
        while start < indexed.len() {
            let end = start + store::horizon(&lengths[start..]);
            // One more, which did not fit.
            let seen = &indexed[start..(end + 1).min(indexed.len())];
            let (count, bytes) =
                match old.as_mut().map(|old| old.file(seen, end == indexed.len())).transpose()? {
                    Some(Some(kept)) => kept,
                    _ => {
                        let records = self.records(&indexed[start..end], new, old.as_mut())?;
                        packer.file(&records, &lengths[start..end])
                    }
                };
            let first = indexed[start].id;
            firsts.push(first);
            files.push(self.put_bytes(&store::path(first), &bytes)?);
            start += count;
        }
        Ok((firsts, files))
    }

    /// The records of documents, coded and in order: those that are new or changed, and others from the old
    /// store.
    fn records<'n>(
        &self,
        documents: &[Indexed],
        new: &'n BTreeMap<u32, Vec<u8>>,
        mut old: Option<&mut OldStore<'_>>,
    ) -> io::Result<Vec<Cow<'n, [u8]>>> {
        let one = |document: &Indexed| {
            if let Some(record) = new.get(&document.id) {
                return Ok(Cow::Borrowed(record.as_slice()));
            }
            let known = old.as_mut().map(|old| old.record(document)).transpose()?.flatten();
            let record = known.map_or_else(|| self.read_again(document.id), Ok)?;
            Ok(Cow::Owned(coded(&record)))
        };
        documents.iter().map(one).collect()
    }

    /// The record of a document whose place in the old store is lost.
    fn read_again(&self, id: u32) -> io::Result<String> {
        let at = self.entries.partition_point(|entry| entry.id < id);
        Ok(self.entries[at].record(written(&(self.texts)(at)?)))
    }

    fn pairs(&self, runs: Vec<Run<u64>>, space: Space<'_>, root: &mut Root) -> io::Result<Files> {
        let (files, big) = pair_files(runs, space);
        root.pairs = steps(files.iter().map(|(first, _)| *first));
        root.big = written_big(big.iter().map(|big| &big.place));
        let parts = big.iter().flat_map(|big| {
            let parts = big.parts.iter().enumerate();
            parts.map(|(part, bytes)| (pair_path(big.place.key, Some(part)), bytes.as_slice()))
        });
        let whole = files.iter().map(|(first, bytes)| (pair_path(*first, None), bytes.as_slice()));
        let all: Vec<(String, &[u8])> = whole.chain(parts).collect();
        all.par_iter().map(|(path, bytes)| self.put_bytes(path, bytes)).collect()
    }

    fn names(
        &self,
        kind: char,
        runs: &[Run<Box<str>>],
        shape: Shape,
        space: Space<'_>,
        mut files: Files,
    ) -> io::Result<(Vec<String>, Files)> {
        let made = name_files(runs, shape, space);
        let put = |(first, bytes): &(Box<str>, Vec<u8>)| self.put_bytes(&name_path(kind, first), bytes);
        files.extend(made.par_iter().map(put).collect::<io::Result<Vec<_>>>()?);
        Ok((made.into_iter().map(|(first, _)| first.into()).collect(), files))
    }

    fn columns(&self, measures: &[Measures], root: &mut Root) -> io::Result<Files> {
        let ranking = ranking_files(measures);
        let mut facets: Vec<Option<&Facets>> = vec![None; measures.len()];
        for entry in self.entries {
            facets[entry.id as usize] = Some(&entry.facets);
        }
        let facets = facet_files(&facets);
        (root.ranking, root.facets) = (ranking.len() as u32, facets.len() as u32);
        let name =
            |kind: char| move |(k, bytes): (usize, Vec<u8>)| (format!("{kind}/{}", base36(k as u64)), bytes);
        let ranking = ranking.into_iter().enumerate().map(name('r'));
        let facets = facets.into_iter().enumerate().map(name('f'));
        ranking.chain(facets).map(|(path, bytes)| self.put_bytes(&path, &bytes)).collect()
    }
}

fn mean_length(indexed: &[Indexed]) -> u64 {
    let sum: u64 = indexed.iter().map(|document| u64::from(document.length)).sum();
    sum.checked_div(indexed.len() as u64).unwrap_or(0)
}

/// A number from the ids on that changes seldom: four steps a doubling.
fn space_for(ids: u32) -> u32 {
    let step = 1 << ids.max(1).ilog2().saturating_sub(2);
    ids.max(1).div_ceil(step) * step
}

fn version(root: &Root, files: &[(Box<str>, u64)]) -> String {
    let mut hasher = Xxh3::new();
    hasher.update(&root.file());
    for (path, hash) in files {
        hasher.update(path.as_bytes());
        hasher.update(&hash.to_le_bytes());
    }
    format!("{:016x}", hasher.digest())
}
