//! What a run made, while it makes it: most files stay as the last run left them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::state::{Made, State};

/// What is made, noted from many threads at once.
#[derive(Debug, Default)]
pub struct Making {
    /// For each file of the last run, whether it stays.
    stays: Box<[AtomicBool]>,
    /// The others.
    made: Mutex<Vec<Made>>,
}

impl Making {
    /// Nothing yet, after that run.
    pub fn after(previous: &State) -> Self {
        let stays = previous.made().iter().map(|_| AtomicBool::new(false)).collect();
        Self { stays, made: Mutex::default() }
    }

    /// A file of the last run stays, by its place in it.
    pub fn stay(&self, position: usize) {
        self.stays[position].store(true, Ordering::Relaxed);
    }

    /// A file was made, or compared and found to be as it should.
    pub fn note(&self, made: Made) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(made);
    }

    /// All that the run came to.
    pub fn finish(self, previous: &State) -> MadeFiles<'_> {
        let mut made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.sort_by(|a, b| a.path.cmp(&b.path));
        let is_made = |old: &Made| made.binary_search_by(|new| new.path.cmp(&old.path)).is_ok();
        let others =
            previous.made().iter().zip(self.stays).filter(|(old, _)| made.is_empty() || !is_made(old));
        let (stay, removed): (Vec<_>, Vec<_>) = others.partition(|(_, stays)| stays.load(Ordering::Relaxed));
        let is_as_before = removed.is_empty() && made.iter().all(|new| previous.find(&new.path) == Some(new));
        MadeFiles {
            stay: stay.into_iter().map(|(old, _)| old).collect(),
            removed: removed.into_iter().map(|(old, _)| old).collect(),
            made,
            is_as_before,
        }
    }
}

/// What a run came to, each list sorted by path.
#[derive(Debug)]
pub struct MadeFiles<'p> {
    /// Files of the last run that stay as they are.
    pub stay: Vec<&'p Made>,
    /// Files of the last run that this one did not make.
    pub removed: Vec<&'p Made>,
    /// Files that were made, or compared.
    pub made: Vec<Made>,
    /// Whether the next run would see what this one saw.
    pub is_as_before: bool,
}

impl MadeFiles<'_> {
    /// Every file that is there now, sorted by path.
    pub fn all(&self) -> Vec<&Made> {
        let mut all: Vec<&Made> = Vec::with_capacity(self.stay.len() + self.made.len());
        let mut rest = self.stay.as_slice();
        for new in &self.made {
            let (before, after) = rest.split_at(rest.partition_point(|old| old.path < new.path));
            all.extend_from_slice(before);
            all.push(new);
            rest = after;
        }
        all.extend_from_slice(rest);
        all
    }
}
