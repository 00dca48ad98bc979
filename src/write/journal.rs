//! The list of moves that bring staged files into their places, so that a run that is killed
//! between two of them can be finished by the next.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{MachineError, at, create_parent, remove_empty_folders};

const NAME: &str = "journal";

/// What is left to do when all files are staged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Files and folders to move from the staging into the output, in order.
    moves: Vec<Box<str>>,
    /// Files to remove then.
    removals: Vec<Box<str>>,
}

impl Journal {
    /// What is to be moved, in this order, and what is to be removed then.
    #[must_use]
    pub fn new(moves: Vec<Box<str>>, removals: Vec<Box<str>>) -> Self {
        Self { moves, removals }
    }

    /// The journal that a killed run left in a folder.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn read(beside: &Path) -> Result<Option<Self>, MachineError> {
        let path = beside.join(NAME);
        match fs::read(&path) {
            // It was moved into its place whole; one that cannot be read is from another version.
            Ok(bytes) => Ok(postcard::from_bytes(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&path, "read")(error)),
        }
    }

    /// Writes the journal down, to last through a loss of power.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn write(&self, beside: &Path) -> Result<(), MachineError> {
        let bytes = postcard::to_stdvec(self).expect("paths always have a binary form");
        let (new, path) = (beside.join("journal.new"), beside.join(NAME));
        let mut file = fs::File::create(&new).map_err(at(&new, "write"))?;
        file.write_all(&bytes).map_err(at(&new, "write"))?;
        file.sync_all().map_err(at(&new, "write"))?;
        fs::rename(&new, &path).map_err(at(&path, "write"))
    }

    /// Forgets the journal: all is done.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn remove(beside: &Path) -> Result<(), MachineError> {
        let path = beside.join(NAME);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path, "remove")(error)),
            _ => Ok(()),
        }
    }

    /// Does what is written down. What an earlier run did already is passed over.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn carry_out(&self, output: &Path, staging: &Path) -> Result<(), MachineError> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in &self.moves {
            let (from, to) = (staging.join(&**path), output.join(&**path));
            if folders.insert(path.rsplit_once('/').map_or("", |(folder, _)| folder)) {
                create_parent(&to)?;
            }
            match fs::rename(&from, &to) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&to, "write")(error)),
                _ => {}
            }
        }
        for path in &self.removals {
            let place = output.join(&**path);
            match fs::remove_file(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(at(&place, "remove")(error));
                }
                _ => {}
            }
        }
        remove_empty_folders(output, self.removals.iter().map(|path| &**path));
        Ok(())
    }
}
