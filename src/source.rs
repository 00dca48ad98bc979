//! The files of a project: walking a folder into a sorted list, and reading them.
//!
//! One of the few modules that touch the disk. Must not know: what a file means.

#![expect(clippy::disallowed_methods, reason = "reads the folder of the sources")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

/// A file as the walk saw it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Relative to the project's root, with `/` on every system.
    pub path: Box<str>,
    /// Its stamp, which changes when the file does.
    pub stamp: Stamp,
}

/// Size and time of the last change: what tells, without reading, that a file is as it was.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Stamp {
    /// Length in bytes.
    pub size: u64,
    /// Nanoseconds since 1970; 0 when the system does not tell.
    pub modified: u64,
}

/// A path that cannot be used, with the reason it is told for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadName {
    /// The path as far as it can be shown.
    pub path: String,
}

/// Everything a walk found.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The files, sorted by path.
    pub files: Vec<SourceFile>,
    /// Names that are not Unicode, sorted.
    pub bad_names: Vec<BadName>,
}

/// Where the sources come from: a folder of the disk, or a map in tests and in the preview.
pub trait Sources: Sync {
    /// All files below a folder of the project, at any depth, sorted by path. What begins with `_`
    /// or `.` is left out. A folder that is not there holds nothing, and a file's own path gives that
    /// file.
    ///
    /// # Errors
    /// When a folder cannot be read.
    fn list(&self, folder: &str) -> io::Result<Listing>;

    /// The bytes of one file.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// A folder of the disk.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// Whether links may lead out of it.
    confined: bool,
}

impl Folder {
    /// The project in this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), confined: false }
    }

    /// The same, but files and folders that links lead to elsewhere count as not there. Only the folders
    /// that are asked for by their names may lie elsewhere themselves.
    pub fn confined(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), confined: true }
    }

    /// Whether a place may be looked at: it lies within the folder of its kind (the first of its path),
    /// wherever that lies. Links are followed to their ends.
    fn is_open(&self, path: &str) -> bool {
        if !self.confined {
            return true;
        }
        let top = match path.split_once('/') {
            // Each theme is a folder of its own.
            Some(("themes", rest)) => format!("themes/{}", rest.split('/').next().unwrap_or_default()),
            Some((top, _)) => top.to_owned(),
            None => return true,
        };
        let real = |path: &str| fs::canonicalize(self.locate(path)).ok();
        match (real(&top), real(path)) {
            (Some(top), Some(place)) => place.starts_with(top),
            // What is not there hides nothing.
            _ => true,
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The place of a file of the project.
    #[must_use]
    pub fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

impl Sources for Folder {
    fn list(&self, folder: &str) -> io::Result<Listing> {
        let start = self.locate(folder);
        let mut listing = Listing::default();
        if !start.exists() || !self.is_open(folder) {
            return Ok(listing);
        }
        let entries = self.entries(&start)?;
        // Asking the system for the stamps takes longer than walking.
        let files = entries.par_iter().filter(|entry| entry.file_type().is_file());
        let found: Vec<Found> = files.map(|entry| self.found(entry)).collect::<io::Result<_>>()?;
        for file in found {
            match file {
                Found::File(file) => listing.files.push(file),
                Found::BadName(name) => listing.bad_names.push(name),
            }
        }
        listing.files.par_sort_unstable();
        listing.bad_names.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(listing)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if !self.is_open(path) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{path} leads out of the folder"),
            ));
        }
        fs::read(self.locate(path))
    }
}

/// What the walk came upon.
enum Found {
    File(SourceFile),
    BadName(BadName),
}

impl Folder {
    /// All that lies in a folder and may be seen. The folders right in it are walked side by side.
    fn entries(&self, start: &Path) -> io::Result<Vec<DirEntry>> {
        let walk = |folder: WalkDir| {
            let entries = folder.follow_links(true).into_iter();
            entries.filter_entry(|entry| self.is_visible(entry)).collect::<Result<Vec<_>, _>>()
        };
        let first = walk(WalkDir::new(start).max_depth(1))?;
        let (folders, mut entries): (Vec<_>, Vec<_>) =
            first.into_iter().partition(|entry| entry.depth() == 1 && entry.file_type().is_dir());
        let folders = folders.par_iter().with_max_len(1).map(|folder| walk(WalkDir::new(folder.path())));
        entries.extend(folders.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
        Ok(entries)
    }

    fn is_visible(&self, entry: &DirEntry) -> bool {
        entry.depth() == 0
            || !entry.file_name().as_encoded_bytes().starts_with(b"_")
                && !entry.file_name().as_encoded_bytes().starts_with(b".")
                && (!entry.path_is_symlink() || self.is_open_entry(entry))
    }

    fn is_open_entry(&self, entry: &DirEntry) -> bool {
        let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        project_path(relative).is_none_or(|path| self.is_open(&path))
    }

    fn found(&self, entry: &DirEntry) -> io::Result<Found> {
        let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        Ok(match project_path(relative) {
            Some(path) => Found::File(SourceFile { path, stamp: stamp(&entry.metadata()?) }),
            None => Found::BadName(BadName { path: relative.to_string_lossy().replace('\\', "/") }),
        })
    }
}

/// The path with `/` between its parts, or `None` when a part is not Unicode.
fn project_path(relative: &Path) -> Option<Box<str>> {
    let mut path = String::with_capacity(relative.as_os_str().len());
    for part in relative {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part.to_str()?);
    }
    Some(path.into())
}

/// The stamp of a file's metadata.
#[must_use]
pub fn stamp(metadata: &fs::Metadata) -> Stamp {
    let since_1970 = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since_1970.map_or(0, |duration| u64::try_from(duration.as_nanos()).unwrap_or(0));
    Stamp { size: metadata.len(), modified }
}

/// Files in memory. Each change gives a file a new stamp.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<String, (Vec<u8>, Stamp)>>,
    changes: Mutex<u64>,
    /// How often [`Sources::read`] was asked, by path: tests ask it whether a body was read.
    reads: Mutex<BTreeMap<String, usize>>,
}

impl Memory {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file there, or changes it.
    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        let modified = {
            let mut changes = lock(&self.changes);
            *changes += 1;
            *changes
        };
        let stamp = Stamp { size: bytes.len() as u64, modified };
        lock(&self.files).insert(path.to_owned(), (bytes, stamp));
    }

    /// Takes a file away.
    pub fn remove(&self, path: &str) {
        lock(&self.files).remove(path);
    }

    /// The paths of all files.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        lock(&self.files).keys().cloned().collect()
    }

    /// Which files were read since the last call, and how often.
    #[must_use]
    pub fn take_reads(&self) -> BTreeMap<String, usize> {
        std::mem::take(&mut lock(&self.reads))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Sources for Memory {
    fn list(&self, folder: &str) -> io::Result<Listing> {
        let prefix = format!("{folder}/");
        let hidden = |path: &str| path.split('/').any(|part| part.starts_with(['_', '.']));
        let files = lock(&self.files)
            .iter()
            .filter(|(path, _)| {
                *path == folder || path.strip_prefix(&prefix).is_some_and(|rest| !hidden(rest))
            })
            .map(|(path, (_, stamp))| SourceFile { path: path.as_str().into(), stamp: *stamp })
            .collect();
        Ok(Listing { files, bad_names: Vec::new() })
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        *lock(&self.reads).entry(path.to_owned()).or_default() += 1;
        let files = lock(&self.files);
        let found = files.get(path).map(|(bytes, _)| bytes.clone());
        found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("{path} is not there")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_in_the_order_of_paths_without_hidden_files() {
        let root = tempfile::tempdir().unwrap();
        for path in ["content/2018/10/b.md", "content/2018/10/a.md", "content/_notes/x.md", "content/.git/y"]
        {
            let place = root.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, "text").unwrap();
        }
        let listing = Folder::new(root.path()).list("content").unwrap();
        let paths: Vec<&str> = listing.files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths, ["content/2018/10/a.md", "content/2018/10/b.md"]);
        assert_eq!(listing.files[0].stamp.size, 4);
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        let root = tempfile::tempdir().unwrap();
        assert!(Folder::new(root.path()).list("content").unwrap().files.is_empty());
    }
}
