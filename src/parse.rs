//! One file → what it says: front matter as values, and what stands in its text.
//!
//! Each file is read alone, so files can be read in parallel and what was read can be kept. The YAML
//! and Markdown libraries are named only here and in `render`. Must not know: other files, URLs.

mod anchors;
mod blocks;
pub mod body;
mod charges;
pub mod comments;
mod document;
mod emphasis;
mod facts;
pub mod files;
mod front_matter;
pub mod grid;
mod han;
pub mod keys;
mod mentions;
mod naming;
mod numbering;
mod others;
mod passages;
mod prose;
mod raw_html;
mod recognised;
mod role;
mod secrecy;
mod signs;
pub mod words;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, text};
use crate::gazette::NumberKinds;

pub use blocks::Run;
pub use charges::WrittenCharge;
pub use document::{Attachment, Document, Enclosure, Relation, RelationVerb, TextFacts, Withdrawal};
pub use facts::{Facts, KeptTexts};
pub use han::is_han_text;
pub use mentions::PackedMentions;
pub use naming::{Naming, Namings};
pub use others::{Department, FormerName, FreePage, Issue};
pub use passages::{PackedPassages, Passage, WrittenHint};
pub use prose::{ProseBlock, prose};
pub use recognised::{WrittenCitation, WrittenNumber, WrittenTitle};
pub use role::{Role, role};

/// What a content file says. What is known of its text is no part of its binary form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// An item in an issue.
    Document(Arc<Document>),
    /// A number of the gazette.
    Issue(Arc<Issue>),
    /// Whoever issues documents.
    Department(Arc<Department>),
    /// A page about the archive.
    FreePage(Arc<FreePage>),
}

impl Record {
    /// What stands in its text.
    #[must_use]
    pub fn text(&self) -> &Facts {
        match self {
            Self::Document(document) => &document.text,
            Self::Issue(issue) => &issue.text,
            Self::Department(department) => &department.text,
            Self::FreePage(page) => &page.text,
        }
    }

    /// The hash of all that pages of other files can show of this one. While it stays the same, a change
    /// of the file reaches no page but its own.
    pub(crate) fn shown_elsewhere(&mut self) -> u64 {
        match self {
            Self::Document(document) => Arc::make_mut(document).shown_elsewhere(),
            Self::Issue(issue) => hash_of(&(&*issue, &*issue.text)),
            Self::Department(department) => hash_of(&(&*department, &*department.text)),
            Self::FreePage(page) => hash_of(&(&*page, &*page.text)),
        }
    }

    /// Gives it what is known of its text, which is kept beside it.
    pub(crate) fn set_text(&mut self, text: Facts) {
        match self {
            Self::Document(document) => Arc::make_mut(document).text = text,
            Self::Issue(issue) => Arc::make_mut(issue).text = text,
            Self::Department(department) => Arc::make_mut(department).text = text,
            Self::FreePage(page) => Arc::make_mut(page).text = text,
        }
    }
}

fn hash_of(value: &impl Serialize) -> u64 {
    xxh3_64(&postcard::to_allocvec(value).expect("records are plain data, which always has a binary form"))
}

/// A file that was read: what it says, as far as that could be told, and what is wrong in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What it says, unless that could not be told.
    pub record: Option<Record>,
    /// What is wrong in it.
    pub found: Diagnostics,
}

/// Reads a Markdown file that plays a part in the archive, in which document numbers of these kinds may
/// stand besides those that are always known.
#[must_use]
pub fn file(path: &str, role: &Role<'_>, bytes: &[u8], kinds: &NumberKinds) -> Parsed {
    let mut found = Diagnostics::default();
    let record = match text_of(path, bytes) {
        Ok(text) => read(path, role, text, kinds, &mut found),
        Err(diagnostic) => {
            found.push(*diagnostic);
            None
        }
    };
    Parsed { record, found }
}

/// The bytes as text.
///
/// # Errors
/// With the place of the first byte that is not UTF-8.
pub fn text_of<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    // Twice the speed of the standard library's check on Chinese text, which every build pays twice.
    simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line_number = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = text!("this file is not UTF-8 (byte {} of the file, on line {})", at + 1, line_number);
        let diagnostic = Diagnostic::new(Code::NotUtf8, path, Span::new(at..at), message);
        Box::new(diagnostic.help(text!("save it again as UTF-8; old files are often GB18030 or Big5")))
    })
}

/// The text below the front matter.
#[must_use]
pub fn text_below_front_matter(file: &str) -> &str {
    front_matter::split(file).map_or("", |split| &file[split.text_start..])
}

/// Where the text begins below the front matter.
#[must_use]
pub fn text_start(file: &str) -> usize {
    front_matter::split(file).map_or(file.len(), |split| split.text_start)
}

fn read(
    path: &str,
    role: &Role<'_>,
    text: &str,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> Option<Record> {
    let split = match front_matter::split(text) {
        Ok(split) => split,
        Err(span) => {
            let message = text!("the front matter that begins here is never closed");
            let diagnostic = Diagnostic::new(Code::FrontMatterUnclosed, path, span, message);
            found.push(diagnostic.help(text!("close it with a line `---` before the text")));
            return None;
        }
    };
    match role {
        Role::Document { .. } => {
            document::read(path, text, split, kinds, found).map(Arc::new).map(Record::Document)
        }
        Role::Issue { .. } => {
            others::issue(path, text, &split, kinds, found).map(Arc::new).map(Record::Issue)
        }
        Role::Department { .. } => {
            others::department(path, text, &split, kinds, found).map(Arc::new).map(Record::Department)
        }
        Role::FreePage { .. } => {
            others::free_page(path, text, &split, kinds, found).map(Arc::new).map(Record::FreePage)
        }
        Role::Asset | Role::Misplaced => None,
    }
}
