//! Small acts on the disk, with errors that name the path and the act.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

/// The machine failed, or will not do what was asked: a message for people, with the path.
#[derive(Debug)]
pub struct MachineError {
    message: String,
    source: Option<io::Error>,
}

impl MachineError {
    /// An error with no cause of its own.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

impl fmt::Display for MachineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for MachineError {}

/// Ties an input or output error to a path and what was tried.
pub fn at<'p>(path: &'p Path, act: &'p str) -> impl Fn(io::Error) -> MachineError + 'p {
    move |source| MachineError { message: format!("cannot {act} {}", path.display()), source: Some(source) }
}

/// Makes the folder that a file is to lie in.
///
/// # Errors
/// When the disk fails.
pub fn create_parent(path: &Path) -> Result<(), MachineError> {
    match path.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(at(folder, "make the folder")),
        None => Ok(()),
    }
}

/// Gives a file other bytes in one step: a reader sees the old ones or the new ones.
///
/// # Errors
/// When the disk fails; the file is then as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), MachineError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    fs::write(&new, bytes).map_err(at(&new, "write"))?;
    fs::rename(&new, path).map_err(at(path, "write"))
}

/// Removes a folder of ours with all that is in it.
///
/// # Errors
/// When the disk fails.
pub fn remove_tree(folder: &Path) -> Result<(), MachineError> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(at(folder, "remove")(error)),
    }
}

/// Removes the folders of removed files that are empty now, the deepest first. One that is not empty
/// stays, and that is no error.
pub fn remove_empty_folders<'p>(root: &Path, removed: impl Iterator<Item = &'p str>) {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in removed {
        folders.extend(
            Path::new(path)
                .ancestors()
                .skip(1)
                .filter(|folder| !folder.as_os_str().is_empty())
                .map(Path::to_owned),
        );
    }
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(root.join(folder));
    }
}

/// Whether two files hold the same bytes.
///
/// # Errors
/// When one cannot be read.
pub fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (fs::File::open(a)?, fs::File::open(b)?);
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = a.read(&mut left)?;
        if read == 0 {
            return Ok(b.read(&mut right)? == 0);
        }
        match b.read_exact(&mut right[..read]) {
            Ok(()) if left[..read] == right[..read] => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

/// A writer that hashes what goes through it.
pub struct Hashing<W> {
    to: W,
    hasher: Xxh3,
}

impl<W: Write> Hashing<W> {
    pub fn new(to: W) -> Self {
        Self { to, hasher: Xxh3::new() }
    }

    /// The hash of all that was written, and where it went.
    pub fn finish(self) -> (u64, W) {
        (self.hasher.digest(), self.to)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
