//! Where pages go.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use crate::render::Fingerprint;
use crate::source::Stamp;

/// Takes the files of a site, from many threads at once.
pub trait Sink: Sync {
    /// Whether the file is there already, made from the same fingerprint. If so it stays.
    ///
    /// # Errors
    /// When that cannot be told.
    fn is_current(&self, path: &str, fingerprint: Fingerprint) -> io::Result<bool>;

    /// The fingerprint of the file, if it is there already, made from this source text and from whatever
    /// context. If so it stays. Asked only where the context is known to be the same.
    ///
    /// # Errors
    /// When that cannot be told.
    fn made_from(&self, _path: &str, _source: u64) -> io::Result<Option<Fingerprint>> {
        Ok(None)
    }

    /// Looks at the files that are there already, while the archive is read and joined. Nothing but speed
    /// depends on it.
    fn look_ahead(&self) {}

    /// A file as the last run left it, if it is there and was made from this fingerprint.
    ///
    /// # Errors
    /// When it cannot be read.
    fn previous(&self, _path: &str, _fingerprint: Fingerprint) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    /// Whether it has a use for files in which nothing can be wrong.
    fn keeps(&self) -> bool {
        true
    }

    /// Takes a file.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn put(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> io::Result<()>;

    /// Takes a file that may be too long to hold. `write` is called once, and writes all of it.
    ///
    /// # Errors
    /// When it cannot be made or kept.
    fn stream(
        &self,
        path: &str,
        fingerprint: Fingerprint,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.put(path, fingerprint, &bytes)
    }

    /// Takes a copy of a source file, by its path in the project.
    ///
    /// # Errors
    /// When it cannot be read or kept.
    fn copy(&self, path: &str, source: &str, stamp: Stamp) -> io::Result<()>;
}

/// Keeps nothing: for finding what is wrong, templates included.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckOnly;

impl Sink for CheckOnly {
    fn keeps(&self) -> bool {
        false
    }

    fn is_current(&self, _: &str, _: Fingerprint) -> io::Result<bool> {
        Ok(false)
    }

    fn put(&self, _: &str, _: Fingerprint, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn stream(
        &self,
        _: &str,
        _: Fingerprint,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write(&mut io::sink())
    }

    fn copy(&self, _: &str, _: &str, _: Stamp) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps the site in memory; copies are kept as the path that they come from.
#[derive(Debug, Default)]
pub struct MemorySink {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemorySink {
    /// The files by path.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn insert(&self, path: &str, bytes: &[u8]) {
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.insert(path.to_owned(), bytes.to_vec());
    }
}

impl Sink for MemorySink {
    fn is_current(&self, _: &str, _: Fingerprint) -> io::Result<bool> {
        Ok(false)
    }

    fn put(&self, path: &str, _: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        self.insert(path, bytes);
        Ok(())
    }

    fn copy(&self, path: &str, source: &str, _: Stamp) -> io::Result<()> {
        self.insert(path, source.as_bytes());
        Ok(())
    }
}
