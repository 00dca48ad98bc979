//! From a finished site to what is handed out: a stick, a zip file, a bag for the long keep, what changed
//! since a release; and the proof that a copy is whole.
//!
//! A package is a folder or a zip file with a manifest at its root, which lists every other file with
//! its size and SHA-256. Everything here is told by paths and bytes. Must not know: gazettes, stages.

#![expect(clippy::disallowed_methods, reason = "reads the site and other packages, and writes packages")]

mod apply;
mod bag;
mod bulletin;
mod bulletin_page;
mod contents;
mod delta;
mod digest;
mod entry;
mod folder;
mod listing;
mod manifest;
mod research_object;
mod signature;
mod stick;
mod target;
mod texts;
mod usb;
mod verify;
mod web;
mod zipped;

pub use apply::{Applied, apply};
pub use bag::{Bag, bag};
pub use bulletin::{Bulletin, Item, Part, StatusFact};
pub use contents::Contents;
pub use delta::{Changes, DELTA, Link, delta};
pub use digest::{Sha256Sum, Sum};
pub use entry::{Bytes, Entry};
pub use manifest::{MANIFEST, Manifest, SIGNATURE};
pub use research_object::Description;
pub use signature::{Keys, SecretKey, Signed, make_keys, open_secret_key, sign, signed};
pub use stick::{Fit, fit};
pub use texts::{Page, Texts};
pub use usb::{Usb, entries, usb};
pub use verify::{Finding, Report, Wrong, verify};
pub use web::web;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// How many files the package has.
    pub files: usize,
    /// How many bytes they hold.
    pub bytes: u64,
    /// How many files had to be written; all of them in a zip file.
    pub written: usize,
}
