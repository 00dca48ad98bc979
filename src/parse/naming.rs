//! What a text may say of departments: whom it charges, and whom else it names.
//!
//! This is most of what is found in a text, and it is asked for only once, when departments are looked for
//! in all texts. So it can be taken out of a record and put aside, and is kept apart from it between runs.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::charges::WrittenCharge;
use super::mentions::PackedMentions;

/// What a text may say of departments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// Sentences and rows that charge departments.
    pub charges: Box<[WrittenCharge]>,
    /// What may name departments.
    pub mentions: PackedMentions,
}

/// Where the naming of texts is when departments are looked for: in their records, or put aside.
pub trait Namings: Sync {
    /// In how many parts it comes.
    fn parts(&self) -> usize;

    /// Shows what one part holds: the file of each document, and what its text may say of departments.
    ///
    /// # Errors
    /// When it cannot be read.
    fn visit(&self, part: usize, see: &mut dyn FnMut(&str, &Naming)) -> std::io::Result<()>;
}

impl Naming {
    /// Whether it says nothing of them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.charges.is_empty() && self.mentions.is_empty()
    }

    /// As bytes that [`Self::decode`] understands.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("records are plain data, which always has a binary form")
    }

    /// What these bytes tell; `None` for other bytes.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// Its hash; 0 where it says nothing.
    #[must_use]
    pub fn hash(&self) -> u64 {
        if self.is_empty() { 0 } else { xxh3_64(&self.encode()) }
    }

    /// The numbers of the anchors that lead to what it says.
    pub(super) fn anchors(&self) -> impl Iterator<Item = usize> {
        let charges = self.charges.iter().filter_map(|charge| charge.anchor);
        charges.map(|anchor| anchor as usize).chain(self.mentions.places().filter_map(|(_, anchor)| anchor))
    }
}
