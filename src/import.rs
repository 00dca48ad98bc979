//! From foreign text to content files that an editor would have written: the text of a whole issue, a
//! single document, a Word file, a web page, a PDF with text, or a list of records.
//!
//! The core is pure: text and a [`Profile`] in, an [`Imported`] out, with every field's line and
//! confidence and an account of every character. Only [`store`] and [`source`] touch the disk.
//! Must not know: pages, themes, rendering, the build.

mod account;
mod assemble;
mod attachments;
mod beginning;
mod block;
mod classes;
mod contents;
mod dates;
mod decode;
mod difference;
mod docx;
mod enclosure;
mod fields;
mod findings;
mod form;
mod front;
mod front_matter;
mod furniture;
mod header;
mod heads;
mod imported;
mod inferred;
mod inline;
mod issue;
mod lines;
mod listed;
mod markdown;
mod markup;
mod message;
mod metadata;
mod names;
mod normalised;
mod numbered;
mod object;
mod outline;
mod paragraph;
mod patterns;
mod pdf;
mod printed;
mod profile;
mod records;
mod report;
mod review;
mod seam;
mod segment;
mod signature;
mod structure;
mod table;
mod titles;
mod variants;
mod web;

pub mod source;
pub mod store;

#[cfg(test)]
mod properties;

pub use account::{Account, plain_text};
pub use assemble::{Extent, Options, import};
pub use block::{Block, Placed};
pub use decode::{Decoded, decode};
pub use fields::Field;
pub use front_matter::yaml;
pub use imported::{Finding, Imported, ImportedDocument};
pub use issue::IssueFacts;
pub use lines::{Fate, Furniture, Line};
pub use message::{Message, Words};
pub use object::Picture;
pub use profile::Profile;
pub use records::{Mapping, Record, csv, import_records, json_lines};
pub use report::{json, summary};
pub use review::page as review_page;
pub use structure::Seam;
