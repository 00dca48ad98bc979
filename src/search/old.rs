//! The index of the last run, taken up.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::index::{Entry, Files, Indexed, Manifest, Place};
use super::list::{Range, Shape, decode};
use super::postings::{Found, name_path, pair_path, read_names, read_pairs, shape_of};
use super::root::{BigPlace, Root, read_steps};
use super::run::{Posting, RUN_IDS, Run};
use super::script::bytes_of;
use super::store::{self, FOLDER_IDS, id_of, records_of};

/// What the last run indexed, of which some is still as it was.
pub(super) struct Old<'a> {
    manifest: &'a Manifest,
    root: Root,
    place: &'a dyn Place,
    /// The documents that are as they were: fingerprint, and the place in the manifest. Sorted.
    known: Vec<(u64, usize)>,
    /// From an old id to the id now, for documents that are as they were.
    ids: Vec<Option<u32>>,
    /// How many segments each old id has.
    segments: Vec<u8>,
    /// The first id of each file of the store.
    store: Vec<u32>,
}

/// The lists of the last run, without what is gone or changed.
#[derive(Default)]
pub(super) struct OldLists {
    pub pairs: Vec<Run<u64>>,
    pub words: Vec<Run<Box<str>>>,
    pub numbers: Vec<Run<Box<str>>>,
}

impl<'a> Old<'a> {
    /// Takes the last index up; `None` when a file of it is missing or damaged.
    pub fn open(
        manifest: &'a Manifest,
        entries: &[Entry],
        prints: &[u64],
        place: &'a dyn Place,
    ) -> io::Result<Option<(Self, OldLists)>> {
        let Some(file) = previous(manifest, place, "root")? else { return Ok(None) };
        let Some(root) = Root::read(&file) else { return Ok(None) };
        let documents = manifest.documents.iter().enumerate();
        let mut known: Vec<(u64, usize)> = documents.map(|(at, old)| (old.fingerprint, at)).collect();
        known.sort_unstable();
        let old_ids = manifest.documents.last().map_or(0, |document| document.id + 1) as usize;
        let mut ids = vec![None; old_ids];
        let mut segments = vec![0; old_ids];
        for document in &manifest.documents {
            segments[document.id as usize] = document.segments;
        }
        for (entry, print) in entries.iter().zip(prints) {
            if let Ok(at) = known.binary_search_by_key(print, |(print, _)| *print) {
                ids[manifest.documents[known[at].1].id as usize] = Some(entry.id);
            }
        }
        let store = read_steps(&root.store).into_iter().map(|id| id as u32).collect();
        let old = Self { manifest, root, place, known, ids, segments, store };
        let lists = old.lists()?;
        Ok(lists.map(|lists| (old, lists)))
    }

    /// A document that is as it was.
    pub fn find(&self, fingerprint: u64) -> Option<&'a Indexed> {
        let at = self.known.binary_search_by_key(&fingerprint, |(print, _)| *print).ok()?;
        Some(&self.manifest.documents[self.known[at].1])
    }

    fn bytes(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(previous(self.manifest, self.place, path)?.and_then(|file| bytes_of(&file)))
    }

    /// The files of pairs, each with the ids that its lists are of where it is a part of one.
    fn pair_paths(&self, big: &[BigPlace]) -> Vec<(String, Option<Range>)> {
        let files = read_steps(&self.root.pairs).into_iter().map(|first| (pair_path(first, None), None));
        let parts = big.iter().flat_map(|big| {
            let parts = big.parts().enumerate();
            parts.map(|(part, range)| (pair_path(big.key, Some(part)), Some(range)))
        });
        files.chain(parts).collect()
    }

    /// All lists without what is gone or changed; `None` when a file is missing or damaged.
    fn lists(&self) -> io::Result<Option<OldLists>> {
        let whole = Range { first: 0, span: self.manifest.space };
        let big = self.root.big_terms();
        let rests: BTreeMap<u64, Range> =
            big.iter().map(|big| (big.key, big.rest(self.manifest.space))).collect();
        let pairs = self.pair_paths(&big);
        let pairs = pairs.par_iter().map(|(path, part)| {
            let bytes = self.bytes(path)?;
            let terms = bytes.as_deref().and_then(read_pairs);
            let range = |key: &u64| part.or_else(|| rests.get(key).copied()).unwrap_or(whole);
            Ok(terms.map(|terms| self.runs(terms, range, |key| shape_of(*key))))
        });
        let names = |kind: char, firsts: &[String], shape: Shape| {
            let runs = firsts.par_iter().map(|first| {
                let bytes = self.bytes(&name_path(kind, first))?;
                let terms = bytes.as_deref().and_then(read_names);
                Ok(terms.map(|terms| self.runs(terms, |_| whole, |_| shape)))
            });
            runs.collect::<io::Result<Option<Vec<_>>>>()
        };
        let Some(pairs) = pairs.collect::<io::Result<Option<Vec<_>>>>()? else { return Ok(None) };
        let Some(words) = names('w', &self.root.words, Shape::Ranked)? else { return Ok(None) };
        let Some(numbers) = names('n', &self.root.numbers, Shape::Plain)? else { return Ok(None) };
        Ok(Some(OldLists {
            pairs: pairs.into_iter().flatten().collect(),
            words: words.into_iter().flatten().collect(),
            numbers: numbers.into_iter().flatten().collect(),
        }))
    }

    fn runs<K: Ord + Clone>(
        &self,
        terms: Vec<Found<'_, K>>,
        range: impl Fn(&K) -> Range,
        shape: impl Fn(&K) -> Shape,
    ) -> Vec<Run<K>> {
        let mut runs: BTreeMap<u32, Run<K>> = BTreeMap::new();
        for term in terms {
            for posting in decode(term.list, term.head, shape(&term.key), range(&term.key), &self.segments) {
                let Some(Some(id)) = self.ids.get(posting.id as usize) else { continue };
                let base = id / RUN_IDS * RUN_IDS;
                let packed = Posting { id: *id, ..posting }.packed(base);
                runs.entry(base).or_insert_with(|| Run::new(base)).push(term.key.clone(), packed);
            }
        }
        runs.into_values().map(Run::shrunk).collect()
    }

    /// The files of a folder of the store, if it holds the same documents as before and all are there.
    pub fn kept_store(&self, indexed: &[Indexed]) -> io::Result<Option<(Vec<u32>, Files)>> {
        let Some(first) = indexed.first() else { return Ok(None) };
        let folder = first.id / FOLDER_IDS;
        let before = self.manifest.documents.partition_point(|old| old.id < folder * FOLDER_IDS);
        let until = self.manifest.documents.partition_point(|old| old.id < (folder + 1) * FOLDER_IDS);
        if self.manifest.documents[before..until] != *indexed {
            return Ok(None);
        }
        let firsts: Vec<u32> =
            self.store.iter().copied().filter(|first| first / FOLDER_IDS == folder).collect();
        let mut files = Vec::with_capacity(firsts.len());
        for first in &firsts {
            let path = format!("{}.js", store::path(*first));
            let Some(hash) = hash_of(self.manifest, &path) else { return Ok(None) };
            if !self.place.keep(&path, hash)? {
                return Ok(None);
            }
            files.push((path.into_boxed_str(), hash));
        }
        Ok(Some((firsts, files)))
    }

    /// The old store, to take records from.
    pub fn store(&self) -> OldStore<'_> {
        OldStore { old: self, read: None }
    }
}

fn hash_of(manifest: &Manifest, path: &str) -> Option<u64> {
    let at = manifest.files.binary_search_by(|(known, _)| (**known).cmp(path)).ok()?;
    Some(manifest.files[at].1)
}

fn previous(manifest: &Manifest, place: &dyn Place, path: &str) -> io::Result<Option<Vec<u8>>> {
    let path = format!("{path}.js");
    match hash_of(manifest, &path) {
        Some(hash) => place.previous(&path, hash),
        None => Ok(None),
    }
}

/// The old store. The file that was read last is held.
pub(super) struct OldStore<'o> {
    old: &'o Old<'o>,
    read: Option<OldFile>,
}

/// A file of the store.
struct OldFile {
    /// Its first id.
    first: u32,
    bytes: Vec<u8>,
    records: Vec<String>,
}

impl OldStore<'_> {
    /// The file with an old id.
    fn file_of(&mut self, id: u32) -> io::Result<Option<&OldFile>> {
        let Some(place) = self.old.store.partition_point(|first| *first <= id).checked_sub(1) else {
            return Ok(None);
        };
        let first = self.old.store[place];
        if self.read.as_ref().is_none_or(|read| read.first != first) {
            let bytes = self.old.bytes(&store::path(first))?;
            let records = bytes.as_deref().and_then(records_of);
            self.read = bytes.zip(records).map(|(bytes, records)| OldFile { first, bytes, records });
        }
        Ok(self.read.as_ref())
    }

    /// The old file that begins with the first of these documents, and how many it holds, if all that its
    /// end depends on is as it was: these documents, and whether others follow.
    pub fn file(&mut self, seen: &[Indexed], is_last: bool) -> io::Result<Option<(usize, Vec<u8>)>> {
        let documents = &self.old.manifest.documents;
        let start = documents.partition_point(|document| document.id < seen[0].id);
        let Some(before) = documents.get(start..start + seen.len()).filter(|before| *before == seen) else {
            return Ok(None);
        };
        let last = before[before.len() - 1].id;
        let next = documents.get(start + seen.len()).map(|next| next.id / FOLDER_IDS);
        let was_last = next != Some(last / FOLDER_IDS);
        if (is_last && !was_last) || self.old.store.binary_search(&seen[0].id).is_err() {
            return Ok(None);
        }
        Ok(self.file_of(seen[0].id)?.map(|file| (file.records.len(), file.bytes.clone())))
    }

    /// The record of a document that is as it was but for its id.
    pub fn record(&mut self, document: &Indexed) -> io::Result<Option<String>> {
        let Some(old) = self.old.find(document.fingerprint) else { return Ok(None) };
        let Some(file) = self.file_of(old.id)? else { return Ok(None) };
        let record = file.records.iter().find(|record| id_of(record) == Some(old.id));
        // The id is the first thing that a record says.
        let rest = record.and_then(|record| record.split_once(','));
        Ok(rest.map(|(_, rest)| format!("[{},{rest}", document.id)))
    }
}
