//! The search index of the preview: made when somebody searches, and then brought up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::build::{Sink, search_index};
use crate::pages::Plan;
use crate::render::{Fingerprint, Renderer};
use crate::search::Manifest;
use crate::source::{Sources, Stamp};

/// Where the files of the index are.
pub const FOLDER: &str = "search/";
/// Of larger archives the index would take too much memory, and too long: `gongbao build` makes it.
pub const MOST_DOCUMENTS: usize = 20_000;

/// The index as it was made last.
#[derive(Default)]
pub struct Searched {
    version: Option<u64>,
    manifest: Option<Manifest>,
    files: Files,
}

type Files = BTreeMap<String, (Fingerprint, Arc<[u8]>)>;

impl Searched {
    /// A file of the index; `None` when it has none there, or is not made.
    ///
    /// # Errors
    /// When a text cannot be read.
    pub fn file(
        &mut self,
        address: &str,
        version: u64,
        plan: &Plan<'_>,
        renderer: &Renderer,
        sources: &dyn Sources,
    ) -> io::Result<Option<Arc<[u8]>>> {
        if plan.archive().documents.len() > MOST_DOCUMENTS {
            return Ok(None);
        }
        if self.version != Some(version) {
            let sink = Kept { files: Mutex::new(std::mem::take(&mut self.files)), settled: Mutex::default() };
            let manifest = search_index(plan, renderer, sources, &sink, self.manifest.as_ref())?;
            let settled = sink.settled.into_inner().unwrap_or_else(PoisonError::into_inner);
            self.files = sink.files.into_inner().unwrap_or_else(PoisonError::into_inner);
            self.files.retain(|path, _| settled.contains(path));
            (self.manifest, self.version) = (Some(manifest), Some(version));
        }
        Ok(self.files.get(address).map(|(_, bytes)| Arc::clone(bytes)))
    }
}

/// Takes the files of the index, and has those of the last time.
struct Kept {
    files: Mutex<Files>,
    /// Those that the index has now.
    settled: Mutex<BTreeSet<String>>,
}

impl Kept {
    fn there(&self, path: &str, fingerprint: Fingerprint) -> Option<Arc<[u8]>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(path).filter(|(of, _)| *of == fingerprint).map(|(_, bytes)| Arc::clone(bytes))
    }

    fn settle(&self, path: &str) {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    }
}

impl Sink for Kept {
    fn is_current(&self, path: &str, fingerprint: Fingerprint) -> io::Result<bool> {
        let there = self.there(path, fingerprint).is_some();
        if there {
            self.settle(path);
        }
        Ok(there)
    }

    fn previous(&self, path: &str, fingerprint: Fingerprint) -> io::Result<Option<Vec<u8>>> {
        Ok(self.there(path, fingerprint).map(|bytes| bytes.to_vec()))
    }

    fn put(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), (fingerprint, bytes.into()));
        drop(files);
        self.settle(path);
        Ok(())
    }

    fn copy(&self, _: &str, _: &str, _: Stamp) -> io::Result<()> {
        Ok(())
    }
}
