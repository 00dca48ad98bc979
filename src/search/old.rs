//! The index of the last run, taken up.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::index::{Entry, Files, Indexed, Manifest, Place};
use super::list::{Range, Shape, decode};
use super::postings::{Found, name_path, pair_path, read_names, read_pairs, shape_of};
use super::root::{Root, read_steps};
use super::run::{Posting, RUN_IDS, Run};
use super::script::bytes_of;
use super::store::{self, Chunk, FOLDER_IDS, chunks_of, records_of};

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

    /// The files of pairs, each with the ids that its lists are of.
    fn pair_paths(&self) -> Vec<(String, Range)> {
        let whole = Range { first: 0, span: self.manifest.space };
        let files = read_steps(&self.root.pairs).into_iter().map(|first| (pair_path(first, None), whole));
        let parts = self.root.big_terms().into_iter().flat_map(|big| {
            let range = move |part: usize| Range { first: (part as u32) << big.width, span: 1 << big.width };
            let parts: Vec<usize> = (0..big.parts.len()).filter(|part| big.parts[*part]).collect();
            parts.into_iter().map(move |part| (pair_path(big.key, Some(part)), range(part)))
        });
        files.chain(parts).collect()
    }

    /// All lists without what is gone or changed; `None` when a file is missing or damaged.
    fn lists(&self) -> io::Result<Option<OldLists>> {
        let whole = Range { first: 0, span: self.manifest.space };
        let pairs = self.pair_paths();
        let pairs = pairs.par_iter().map(|(path, range)| {
            let bytes = self.bytes(path)?;
            let terms = bytes.as_deref().and_then(read_pairs);
            Ok(terms.map(|terms| self.runs(terms, *range, |key| shape_of(*key))))
        });
        let names = |kind: char, firsts: &[String], shape: Shape| {
            let runs = firsts.par_iter().map(|first| {
                let bytes = self.bytes(&name_path(kind, first))?;
                let terms = bytes.as_deref().and_then(read_names);
                Ok(terms.map(|terms| self.runs(terms, whole, |_| shape)))
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
        range: Range,
        shape: impl Fn(&K) -> Shape,
    ) -> Vec<Run<K>> {
        let mut runs: BTreeMap<u32, Run<K>> = BTreeMap::new();
        for term in terms {
            for posting in decode(term.list, term.head, shape(&term.key), range, &self.segments) {
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
        OldStore { old: self, chunks: RefCell::default() }
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

/// The old store; files that were read are held.
pub(super) struct OldStore<'o> {
    old: &'o Old<'o>,
    /// The chunks of each file that was read, by its first id.
    chunks: RefCell<BTreeMap<u32, Vec<Chunk>>>,
}

impl OldStore<'_> {
    /// The chunk with an old id, and the ids of all its documents.
    fn chunk_of(&self, id: u32) -> io::Result<Option<(Chunk, Vec<u32>)>> {
        let Some(place) = self.old.store.partition_point(|first| *first <= id).checked_sub(1) else {
            return Ok(None);
        };
        let first = self.old.store[place];
        if !self.chunks.borrow().contains_key(&first) {
            let bytes = self.old.bytes(&store::path(first))?;
            let chunks = bytes.and_then(|bytes| chunks_of(&bytes)).unwrap_or_default();
            self.chunks.borrow_mut().insert(first, chunks);
        }
        let files = self.chunks.borrow();
        let chunks = &files[&first];
        let Some(at) = chunks.partition_point(|chunk| chunk.first <= id).checked_sub(1) else {
            return Ok(None);
        };
        let folder_end = (id / FOLDER_IDS + 1) * FOLDER_IDS;
        let next_file = self.old.store.get(place + 1).copied().unwrap_or(folder_end).min(folder_end);
        let end = chunks.get(at + 1).map_or(next_file, |next| next.first);
        let documents = &self.old.manifest.documents;
        let start = documents.partition_point(|document| document.id < chunks[at].first);
        let ids = documents[start..].iter().map(|document| document.id).take_while(|id| *id < end).collect();
        Ok(Some((chunks[at].clone(), ids)))
    }

    /// A chunk that has these documents and no others, all of them as they were and with the same ids.
    pub fn chunk(&self, documents: &[Indexed], new: &BTreeMap<u32, String>) -> io::Result<Option<Chunk>> {
        let same = |document: &Indexed| {
            !new.contains_key(&document.id)
                && self.old.find(document.fingerprint).is_some_and(|old| old.id == document.id)
        };
        if !documents.iter().all(same) {
            return Ok(None);
        }
        let found = self.chunk_of(documents[0].id)?;
        let wanted: Vec<u32> = documents.iter().map(|document| document.id).collect();
        Ok(found.filter(|(_, ids)| *ids == wanted).map(|(chunk, _)| chunk))
    }

    /// The record of a document that is as it was but for its id.
    pub fn record(&self, document: &Indexed) -> io::Result<Option<String>> {
        let Some(old) = self.old.find(document.fingerprint) else { return Ok(None) };
        let Some((chunk, ids)) = self.chunk_of(old.id)? else { return Ok(None) };
        let place = ids.iter().position(|id| *id == old.id);
        let records = records_of(&chunk).filter(|records| records.len() == ids.len());
        let record = records.zip(place).map(|(mut records, place)| records.swap_remove(place));
        // The id is the first thing that a record says.
        let record =
            record.and_then(|record| Some(format!("[{},{}", document.id, record.split_once(',')?.1)));
        Ok(record)
    }
}
