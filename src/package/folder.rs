//! Making a folder equal to a package.
//!
//! New and changed files are staged within the folder, since a stick is a file system of its own, and
//! moved into their places when all are there. The moves are written down first, so that a run that is
//! killed between two of them is finished by the next.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Entry;
use super::bag::{AGENT, PAYLOAD_LIST, TAG_LIST, listed};
use super::digest::Sum;
use super::listing::{is_litter, list};
use super::manifest::{MANIFEST, Manifest, SIGNATURE};
use crate::write::{Journal, MachineError, at, create_parent, remove_tree, same_bytes};

/// The folder within a package that holds what is not finished.
pub const WORK: &str = ".gongbao-work";

/// A folder that is being made.
pub struct FolderTarget {
    folder: PathBuf,
    /// The files that an earlier run made there, sorted.
    ours: Vec<String>,
    placed: Vec<Placed>,
    _lock: fs::File,
}

/// What became of an entry.
struct Placed {
    path: String,
    /// Whether it waits in the staging; else the file is there already.
    staged: bool,
    is_new: bool,
}

impl FolderTarget {
    /// Takes a folder in hand: finishes what a killed run began, and refuses a folder that holds files
    /// and is no package of ours.
    pub fn open(folder: &Path) -> Result<Self, MachineError> {
        let work = folder.join(WORK);
        fs::create_dir_all(&work).map_err(at(&work, "make the folder"))?;
        let lock = lock(&work, folder)?;
        finish(folder)?;
        let ours = match owned_files(folder)? {
            Some(ours) => ours,
            None if is_free(folder)? => Vec::new(),
            None => {
                drop(lock);
                remove_tree(&work)?;
                return Err(MachineError::new(format!(
                    "{} holds files and is no package of gongbao, so nothing is written there; name another folder, or empty it yourself",
                    folder.display()
                )));
            }
        };
        Ok(Self { folder: folder.to_owned(), ours, placed: Vec::new(), _lock: lock })
    }

    /// Takes files. Gives their sums, in the same order.
    pub fn put(&mut self, entries: &[Entry]) -> Result<Vec<Sum>, MachineError> {
        let staging = staging(&self.folder);
        let mut folders = BTreeSet::new();
        for entry in entries {
            if let Some((folder, _)) = entry.path.rsplit_once('/') {
                folders.insert(folder);
            }
        }
        for folder in std::iter::once("").chain(folders) {
            let folder = staging.join(folder);
            fs::create_dir_all(&folder).map_err(at(&folder, "make the folder"))?;
        }
        let put: Vec<(Placed, Sum)> =
            entries.par_iter().map(|entry| self.place(&staging, entry)).collect::<Result<_, _>>()?;
        let (placed, sums): (Vec<_>, Vec<_>) = put.into_iter().unzip();
        self.placed.extend(placed);
        Ok(sums)
    }

    /// Lets a file stay that is there already and belongs to the package.
    pub fn keep(&mut self, path: &str) {
        self.placed.push(Placed { path: path.to_owned(), staged: false, is_new: false });
    }

    fn place(&self, staging: &Path, entry: &Entry) -> Result<(Placed, Sum), MachineError> {
        let place = self.folder.join(&entry.path);
        let there = fs::symlink_metadata(&place).ok();
        let is_new = there.is_none();
        let placed = |staged| Placed { path: entry.path.clone(), staged, is_new };
        let staged = staging.join(&entry.path);
        let mut copy = fs::File::create(&staged).map_err(at(&staged, "write"))?;
        let sum = entry.copy(&mut copy)?;
        drop(copy);
        if let Some(there) = there {
            let same = there.is_file()
                && there.len() == sum.size
                && same_bytes(&staged, &place).map_err(at(&place, "read"))?;
            if same {
                fs::remove_file(&staged).map_err(at(&staged, "remove"))?;
                return Ok((placed(false), sum));
            }
            if self.ours.binary_search(&entry.path).is_err() {
                return Err(MachineError::new(format!(
                    "{} is there and was not made by gongbao, so it stays; move it away first",
                    place.display()
                )));
            }
        }
        Ok((placed(true), sum))
    }

    /// Brings the folder to what was put in. Gives how many files were written.
    pub fn commit(self) -> Result<usize, MachineError> {
        let written = self.placed.iter().filter(|placed| placed.staged).count();
        let removed = self.removed();
        if written + removed.len() > 0 {
            let journal = Journal::new(self.moves(), removed);
            journal.write(&self.folder.join(WORK))?;
            carry_out(&self.folder, &journal)?;
        }
        self.end()?;
        Ok(written)
    }

    /// Leaves the folder as it was.
    pub fn abandon(self) -> Result<(), MachineError> {
        self.end()
    }

    fn end(self) -> Result<(), MachineError> {
        let Self { folder, _lock: lock, .. } = self;
        drop(lock);
        remove_tree(&folder.join(WORK))
    }

    /// Files of ours that the package no longer has. A signature stays as long as what it signs.
    fn removed(&self) -> Vec<Box<str>> {
        let placed: BTreeSet<&str> = self.placed.iter().map(|placed| placed.path.as_str()).collect();
        let same_manifest = self.placed.iter().any(|placed| placed.path == MANIFEST && !placed.staged);
        let gone = |path: &&String| {
            let stays = same_manifest && path.as_str() == SIGNATURE;
            !stays && !placed.contains(path.as_str())
        };
        self.ours.iter().filter(gone).map(|path| path.as_str().into()).collect()
    }

    /// What is to be moved: whole folders where there is none yet. What lists the files comes last, so
    /// that a copy with a true manifest is whole.
    fn moves(&self) -> Vec<Box<str>> {
        let staged = |is_new: bool| {
            let staged = self.placed.iter().filter(move |placed| placed.staged && placed.is_new == is_new);
            staged.filter(|placed| !lists_others(&placed.path)).map(|placed| placed.path.as_str())
        };
        let mut moves: Vec<&str> = Vec::new();
        let mut whole: BTreeSet<&str> = BTreeSet::new();
        for path in staged(true) {
            match path.split_once('/') {
                Some((top, _)) if whole.contains(top) => {}
                Some((top, _)) if !self.folder.join(top).exists() => {
                    whole.insert(top);
                    moves.push(top);
                }
                _ => moves.push(path),
            }
        }
        moves.extend(staged(false));
        let lists = self.placed.iter().filter(|placed| placed.staged && lists_others(&placed.path));
        moves.extend(lists.map(|placed| placed.path.as_str()));
        moves.into_iter().map(Into::into).collect()
    }
}

/// Whether a file at the root says what the others are.
fn lists_others(path: &str) -> bool {
    matches!(path, MANIFEST | SIGNATURE) || path.starts_with("manifest-") || path.starts_with("tagmanifest-")
}

/// Finishes what a killed run began to move, and throws away what one began to stage.
pub fn finish(folder: &Path) -> Result<bool, MachineError> {
    let journal = Journal::read(&folder.join(WORK))?;
    if let Some(journal) = &journal {
        carry_out(folder, journal)?;
    }
    remove_tree(&staging(folder))?;
    Ok(journal.is_some())
}

fn carry_out(folder: &Path, journal: &Journal) -> Result<(), MachineError> {
    journal.carry_out(folder, &staging(folder))?;
    Journal::remove(&folder.join(WORK))
}

fn staging(folder: &Path) -> PathBuf {
    folder.join(WORK).join("staging")
}

/// The files of a package or a bag that stands in a folder, sorted, its lists included; `None` when
/// there is none.
fn owned_files(folder: &Path) -> Result<Option<Vec<String>>, MachineError> {
    let ours = match files_of_package(folder)? {
        Some(ours) => Some(ours),
        None => files_of_bag(folder)?,
    };
    Ok(ours.map(|mut ours| {
        ours.sort();
        ours
    }))
}

/// The files of a bag that this program made.
fn files_of_bag(folder: &Path) -> Result<Option<Vec<String>>, MachineError> {
    let read = |name: &str| match fs::read_to_string(folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&folder.join(name), "read")(error)),
    };
    if !read("bag-info.txt")?.is_some_and(|info| info.lines().any(|line| line.starts_with(AGENT))) {
        return Ok(None);
    }
    let lists = [read(PAYLOAD_LIST)?.unwrap_or_default(), read(TAG_LIST)?.unwrap_or_default()];
    let listed = lists.iter().flat_map(|list| listed(list)).filter(|path| is_below(path));
    let own = ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"];
    Ok(Some(listed.chain(own).map(str::to_owned).collect()))
}

/// The files of a package with a manifest.
fn files_of_package(folder: &Path) -> Result<Option<Vec<String>>, MachineError> {
    let path = folder.join(MANIFEST);
    let text = match fs::read(&path) {
        Ok(bytes) if Manifest::is_meant(&bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(&path, "read")(error)),
    };
    let manifest = Manifest::parse(&text).map_err(|line| {
        MachineError::new(format!(
            "{} is damaged in line {line}, so it cannot be told what is ours there; name another folder",
            path.display()
        ))
    })?;
    let listed = manifest.files().iter().map(|(path, _)| path.clone()).filter(|path| is_below(path));
    Ok(Some(listed.chain([MANIFEST.to_owned(), SIGNATURE.to_owned()]).collect()))
}

/// Whether a path that a file names stays within the folder that it is looked for in.
pub fn is_below(path: &str) -> bool {
    !path.contains(['\\', ':']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether there is nothing but what systems leave.
fn is_free(folder: &Path) -> Result<bool, MachineError> {
    let listing = list(folder)?;
    let counts = |path: &str| !is_litter(path) && !path.starts_with(WORK);
    Ok(!listing.files.iter().any(|(path, _)| counts(path))
        && !listing.strange.iter().any(|path| counts(path)))
}

fn lock(work: &Path, folder: &Path) -> Result<fs::File, MachineError> {
    let path = work.join("lock");
    create_parent(&path)?;
    let file = fs::File::create(&path).map_err(at(&path, "write"))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(MachineError::new(format!(
            "another gongbao is writing {} just now; try again when it is done",
            folder.display()
        ))),
        // Some network folders know no locks; one run at a time is then up to the user.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(file),
    }
}
