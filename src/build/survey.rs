//! What a run works on, before anything is read.

use std::io;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::keep::FORMAT;
use super::{Counts, Outcome};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::search::Manifest;
use crate::source::{Listing, Sources, Stamp};

/// Every file that a run may read, as the walk saw it.
#[derive(Debug, Default)]
pub struct Survey {
    /// The files of the content folder.
    pub(super) content: Listing,
    /// The files of the project's own theme; none for the built-in one.
    pub(super) theme: Listing,
    inputs: u128,
}

/// What the last run came to. A run with the same inputs comes to the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastRun {
    /// What it worked on; unknown when a file had changed so shortly before that it may have changed
    /// again without its stamp telling.
    inputs: Option<u128>,
    /// What its pages showed of one another's sources: see [`super::Outcome::shown`].
    pub shown: u64,
    /// What its search index holds.
    pub searched: Option<Manifest>,
    /// What was wrong with the sources.
    pub found: Vec<Diagnostic>,
    /// What the archive holds.
    pub counts: Counts,
}

impl Survey {
    /// Walks the folders of a project.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn new(sources: &dyn Sources, config: &Config) -> io::Result<Self> {
        let content = sources.list(&config.build.content)?;
        let theme = sources.list(&theme_folder(config))?;
        let mut hash = Xxh3::new();
        hash.update(FORMAT.as_bytes());
        hash.update(format!("{config:?}").as_bytes());
        for listing in [&content, &theme] {
            hash.update(&listing.files.len().to_le_bytes());
            for file in &listing.files {
                hash.update(file.path.as_bytes());
                hash.update(&[0]);
                hash.update(&file.stamp.size.to_le_bytes());
                hash.update(&file.stamp.modified.to_le_bytes());
            }
            for bad in &listing.bad_names {
                hash.update(bad.path.as_bytes());
                hash.update(&[0]);
            }
        }
        Ok(Self { content, theme, inputs: hash.digest128() })
    }

    /// Whether a run on these files would do what that one did.
    #[must_use]
    pub fn is_of(&self, last: &LastRun) -> bool {
        Some(self.inputs) == last.inputs
    }

    /// When each file last changed.
    pub fn stamps(&self) -> impl Iterator<Item = Stamp> {
        self.content.files.iter().chain(&self.theme.files).map(|file| file.stamp)
    }

    /// What a run on these files came to, to be known by the next. `settled` tells whether any later
    /// change of them will show in their stamps.
    #[must_use]
    pub fn came_to(&self, outcome: Outcome, settled: bool) -> LastRun {
        LastRun {
            inputs: settled.then_some(self.inputs),
            shown: outcome.shown,
            searched: outcome.searched,
            found: outcome.found.into_iter().collect(),
            counts: outcome.counts,
        }
    }
}

impl LastRun {
    /// As bytes that another run can take up.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("counts and diagnostics always have a binary form")
    }

    /// The run that these bytes tell of; `None` for other bytes.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// The folder of the project's own theme.
#[must_use]
pub fn theme_folder(config: &Config) -> String {
    format!("themes/{}", config.build.theme)
}
