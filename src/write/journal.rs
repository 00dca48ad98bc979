//! The list of moves that bring the staged files into their places, so that a run that is killed
//! between two of them can be finished by the next.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{MachineError, at, create_parent, remove_empty_folders};
use super::state::{MARKER, Made};

const NAME: &str = "journal";

/// What is left to do when all files are staged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Files to move from the staging into the output. New ones come first, so that a page that leads
    /// to a new page never comes before it.
    moves: Vec<Box<str>>,
    /// Files to remove then.
    removals: Vec<Box<str>>,
}

impl Journal {
    /// The moves for the files of a run, and the removals.
    pub fn new(made: &[Made], removals: Vec<Box<str>>) -> Self {
        let staged = |is_new: bool| made.iter().filter(move |made| made.staged && made.is_new == is_new);
        let mut moves: Vec<Box<str>> =
            staged(true).chain(staged(false)).map(|made| made.path.clone()).collect();
        // The mark lists new files too, so it goes before them: none can be left behind unlisted.
        moves.insert(0, MARKER.into());
        Self { moves, removals }
    }

    /// The journal that a killed run left.
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
    pub fn write(&self, beside: &Path) -> Result<(), MachineError> {
        let bytes = postcard::to_stdvec(self).expect("paths always have a binary form");
        let (new, path) = (beside.join("journal.new"), beside.join(NAME));
        let mut file = fs::File::create(&new).map_err(at(&new, "write"))?;
        file.write_all(&bytes).map_err(at(&new, "write"))?;
        file.sync_all().map_err(at(&new, "write"))?;
        fs::rename(&new, &path).map_err(at(&path, "write"))
    }

    /// Forgets the journal: all is done.
    pub fn remove(beside: &Path) -> Result<(), MachineError> {
        let path = beside.join(NAME);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path, "remove")(error)),
            _ => Ok(()),
        }
    }

    /// Does what is written down. What an earlier run did already is passed over.
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
