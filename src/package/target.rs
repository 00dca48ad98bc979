//! Where a package goes: a folder, or a zip file.

use std::path::Path;

use super::digest::Sum;
use super::folder::FolderTarget;
use super::manifest::{MANIFEST, Manifest};
use super::zipped::ZipTarget;
use super::{Entry, Packed};
use crate::write::MachineError;

/// A package that is being made. It shows when it is whole.
pub enum Target {
    /// A folder.
    Folder(FolderTarget),
    /// A zip file.
    Zip(Box<ZipTarget>),
}

impl Target {
    /// Begins a package: a zip file where the name ends so, else a folder.
    pub fn open(place: &Path) -> Result<Self, MachineError> {
        Ok(if is_zip(place) {
            Self::Zip(Box::new(ZipTarget::open(place)?))
        } else {
            Self::Folder(FolderTarget::open(place)?)
        })
    }

    /// Takes files. Gives their sums, in the same order.
    pub fn put(&mut self, entries: &[Entry]) -> Result<Vec<Sum>, MachineError> {
        match self {
            Self::Folder(folder) => folder.put(entries),
            Self::Zip(zip) => zip.put(entries),
        }
    }

    fn commit(self) -> Result<usize, MachineError> {
        match self {
            Self::Folder(folder) => folder.commit(),
            Self::Zip(zip) => zip.commit(),
        }
    }

    fn abandon(self) -> Result<(), MachineError> {
        match self {
            Self::Folder(folder) => folder.abandon(),
            Self::Zip(zip) => zip.abandon(),
        }
    }
}

/// Whether a package at this place is a zip file.
pub fn is_zip(place: &Path) -> bool {
    place.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Makes a package of these files and their manifest.
pub fn pack(entries: &mut [Entry], place: &Path) -> Result<(Packed, Manifest), MachineError> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut target = Target::open(place)?;
    let put = |target: &mut Target| -> Result<Manifest, MachineError> {
        let sums = target.put(entries)?;
        let files = entries.iter().map(|entry| entry.path.clone()).zip(sums).collect();
        let manifest = Manifest::new(files);
        target.put(&[Entry::here(MANIFEST, manifest.text())])?;
        Ok(manifest)
    };
    match put(&mut target) {
        Ok(manifest) => {
            let written = target.commit()?;
            let packed = Packed { files: manifest.files().len() + 1, bytes: manifest.bytes(), written };
            Ok((packed, manifest))
        }
        Err(error) => {
            target.abandon()?;
            Err(error)
        }
    }
}
