//! A file that is to be in a package, and where its bytes come from.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::contents::Contents;
use super::digest::Sum;
use crate::write::{MachineError, at};

/// A file that is to be in a package.
#[derive(Clone)]
pub struct Entry {
    /// Where, from the package's root, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// Where the bytes of a file come from.
#[derive(Clone)]
pub enum Bytes {
    /// They are here.
    Here(Vec<u8>),
    /// They are those of a file on disk.
    OnDisk(PathBuf),
    /// They are those of a file of another package, at this path there.
    Within(Arc<Contents>, String),
}

impl Entry {
    /// A file whose bytes are here.
    pub fn here(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: Bytes::Here(bytes.into()) }
    }

    /// A copy of a file on disk.
    pub fn on_disk(path: impl Into<String>, from: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), bytes: Bytes::OnDisk(from.into()) }
    }

    /// How many bytes it has.
    pub(super) fn size(&self) -> Result<u64, MachineError> {
        match &self.bytes {
            Bytes::Here(bytes) => Ok(bytes.len() as u64),
            Bytes::OnDisk(from) => Ok(fs::metadata(from).map_err(at(from, "read"))?.len()),
            Bytes::Within(package, path) => package.size(path).ok_or_else(|| self.gone()),
        }
    }

    /// All its bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, MachineError> {
        match &self.bytes {
            Bytes::Here(bytes) => Ok(bytes.clone()),
            Bytes::OnDisk(from) => fs::read(from).map_err(at(from, "read")),
            Bytes::Within(package, path) => package.read(path)?.ok_or_else(|| self.gone()),
        }
    }

    /// Writes its bytes, and gives the sum of what was written.
    pub(super) fn copy(&self, to: &mut dyn Write) -> Result<Sum, MachineError> {
        let failed = |error: io::Error| MachineError::new(format!("cannot copy {}: {error}", self.path));
        match &self.bytes {
            Bytes::Here(bytes) => {
                to.write_all(bytes).map_err(failed)?;
                Ok(Sum::of(bytes))
            }
            Bytes::OnDisk(from) => {
                let mut source = fs::File::open(from).map_err(at(from, "read"))?;
                Sum::copy(&mut source, to, &|_| ()).map_err(failed)
            }
            Bytes::Within(package, path) => {
                package.copy(path, to).ok_or_else(|| self.gone())?.map_err(failed)
            }
        }
    }

    /// The sum of its bytes.
    pub(super) fn sum(&self) -> Result<Sum, MachineError> {
        match &self.bytes {
            Bytes::Here(bytes) => Ok(Sum::of(bytes)),
            _ => self.copy(&mut io::sink()),
        }
    }

    fn gone(&self) -> MachineError {
        MachineError::new(format!("{} is gone from the package that it is copied from", self.path))
    }
}
