//! The join: everything that the files say, in order, with who belongs to whom.
//!
//! Must not know: Markdown, URLs. It holds small records; no text is kept.

mod buckets;
mod departments;
mod folders;
mod join;
mod moves;
mod numbered;
mod registers;
mod replace;
mod terms;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::config::Coverage;
use crate::gazette::{DocumentNumber, IssueId, NumberKey, SeriesSet};
use crate::parse;

pub use buckets::Buckets;
pub use folders::Folders;
pub use join::{JoinOptions, SourceRecord, join};
pub use moves::Moves;
pub use registers::RegisterYear;
pub use replace::is_filed_alike;

macro_rules! index {
    ($(#[$doc:meta] $name:ident,)*) => {$(
        #[$doc]
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $name(u32);

        impl $name {
            /// The index of the n-th, from 0.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("an archive has fewer than four thousand million parts"))
            }

            /// The same as an index of a list.
            #[must_use]
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// Names an issue of an [`Archive`].
    IssueIndex,
    /// Names a document of an [`Archive`].
    DocumentIndex,
    /// Names a department of an [`Archive`].
    DepartmentIndex,
    /// Names a free page of an [`Archive`].
    FreePageIndex,
    /// Names a copied file of an [`Archive`].
    AssetIndex,
}

/// The whole model.
#[derive(Debug, Default)]
pub struct Archive {
    /// What the gazette is called, as book.toml has it.
    pub gazette: Box<str>,
    /// All issues, the oldest first.
    pub issues: Vec<Issue>,
    /// All published documents, by issue and in the order in which the issue prints them.
    pub documents: Vec<Document>,
    /// All departments, in the order of their lists.
    pub departments: Vec<Department>,
    /// The registers of document numbers, by pinyin.
    pub series: Vec<Series>,
    /// The topics, by pinyin.
    pub topics: Vec<Term>,
    /// The kinds of document, by pinyin.
    pub kinds: Vec<Term>,
    /// The free pages, in the order of the site's foot.
    pub free_pages: Vec<FreePage>,
    /// Files that are copied along, by path.
    pub assets: Vec<Asset>,
    /// Who carries a number: sorted by key, then by document.
    pub numbers: Vec<(NumberKey, DocumentIndex)>,
    number_buckets: Buckets,
    /// The series of document numbers that are known, held or described in book.toml, with their aliases.
    pub known_series: SeriesSet,
    /// The folder of each held register's numbers, sorted by prefix.
    number_folders: Vec<(Box<str>, Box<str>)>,
    /// Documents that are drafts and so not published.
    pub drafts: Vec<Draft>,
}

/// A number of the gazette.
#[derive(Debug)]
pub struct Issue {
    /// The folder, such as `content/2018/10`.
    pub folder: Box<str>,
    /// The year of the folder: a part of its address.
    pub folder_year: u16,
    /// Year and number.
    pub id: IssueId,
    /// What its file says; all defaults when it has none.
    pub record: Arc<parse::Issue>,
    /// The path of its file, when it has one.
    pub path: Option<Box<str>>,
    /// The hash of its file's bytes; 0 when it has none.
    pub hash: u64,
    /// Its documents, a range of the archive's list.
    pub documents: std::ops::Range<usize>,
}

/// An item in an issue.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub path: Box<str>,
    /// What it says.
    pub record: Arc<parse::Document>,
    /// The hash of its file's bytes.
    pub hash: u64,
    /// The issue that it stands in.
    pub issue: IssueIndex,
    /// Who issued it, the lead first.
    pub departments: Vec<DepartmentIndex>,
}

/// Whoever issues or is charged.
#[derive(Debug)]
pub struct Department {
    /// The full name.
    pub name: Box<str>,
    /// Its part of an address.
    pub slug: Box<str>,
    /// What its file says, when it has one.
    pub file: Option<DepartmentFile>,
    /// The department that took over its work.
    pub successor: Option<DepartmentIndex>,
    /// Departments whose work it took over.
    pub predecessors: Vec<DepartmentIndex>,
    /// Documents that it issued alone, in the archive's order.
    pub alone: Vec<DocumentIndex>,
    /// Documents that it issued jointly with others, in the archive's order.
    pub joint: Vec<DocumentIndex>,
}

/// A document that is not published yet.
#[derive(Debug)]
pub struct Draft {
    /// The file.
    pub path: Box<str>,
    /// What it says.
    pub record: Arc<parse::Document>,
}

/// A department's file.
#[derive(Debug)]
pub struct DepartmentFile {
    /// The file.
    pub path: Box<str>,
    /// What it says.
    pub record: Arc<parse::Department>,
    /// The hash of its bytes.
    pub hash: u64,
}

/// A register of document numbers.
#[derive(Debug)]
pub struct Series {
    /// The prefix, as it is printed.
    pub prefix: Box<str>,
    /// Its part of an address.
    pub slug: Box<str>,
    /// The department that keeps it, when book.toml says so.
    pub department: Option<Box<str>>,
    /// How much of it the gazette prints.
    pub coverage: Coverage,
    /// Its documents in serial order: which number of which document. A document with two numbers
    /// of one series is there twice.
    pub entries: Vec<SeriesEntry>,
}

/// A number held in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesEntry {
    /// The year that it counts in.
    pub year: u16,
    /// Whose number it is.
    pub document: DocumentIndex,
    /// Which of the document's numbers.
    pub number: u16,
}

/// A word that documents are filed under: a topic or a kind.
#[derive(Debug)]
pub struct Term {
    /// The word.
    pub name: Box<str>,
    /// Its part of an address.
    pub slug: Box<str>,
    /// The documents, in the archive's order.
    pub documents: Vec<DocumentIndex>,
}

/// A page about the archive.
#[derive(Debug)]
pub struct FreePage {
    /// The file.
    pub path: Box<str>,
    /// Its name without the ending.
    pub stem: Box<str>,
    /// What it says.
    pub record: Arc<parse::FreePage>,
    /// The hash of its bytes.
    pub hash: u64,
}

/// A file that is copied along.
#[derive(Debug)]
pub struct Asset {
    /// The file.
    pub path: Box<str>,
    /// Its size and time of change.
    pub stamp: crate::source::Stamp,
}

impl Department {
    /// How many documents it issued, alone or with others.
    #[must_use]
    pub fn count(&self) -> usize {
        self.alone.len() + self.joint.len()
    }
}

impl Archive {
    /// A document.
    #[must_use]
    pub fn document(&self, index: DocumentIndex) -> &Document {
        &self.documents[index.get()]
    }

    /// The issue of a document.
    #[must_use]
    pub fn issue_of(&self, document: &Document) -> &Issue {
        &self.issues[document.issue.get()]
    }

    /// The documents that carry a number.
    pub fn with_number(&self, key: NumberKey) -> impl Iterator<Item = DocumentIndex> {
        let alike = &self.numbers[self.number_buckets.range(key.first_bits())];
        alike.iter().filter(move |(number, _)| *number == key).map(|(_, document)| *document)
    }

    /// A number under the canonical name of its series.
    #[must_use]
    pub fn canonical(&self, number: &DocumentNumber) -> DocumentNumber {
        let canonical = number.series().and_then(|series| self.known_series.canonical(series));
        match canonical {
            Some(series) if number.series() != Some(series) => number.with_series(series),
            _ => number.clone(),
        }
    }

    /// The folder of the permanent addresses of a register's numbers.
    #[must_use]
    pub fn number_folder(&self, prefix: &str) -> Option<&str> {
        let index = self.number_folders.binary_search_by(|(known, _)| (**known).cmp(prefix)).ok()?;
        Some(&self.number_folders[index].1)
    }

    /// The years that have issues, ascending.
    #[must_use]
    pub fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.issues.iter().map(|issue| issue.folder_year).collect();
        years.dedup();
        years
    }
}

impl Document {
    /// Whether a citation can mean it: second printings stand behind the first, and a draft is not yet.
    #[must_use]
    pub fn is_original(&self) -> bool {
        self.record.reprint_of.is_none() && !self.record.draft
    }

    /// The date to sort and file by: its own, else the issue's.
    #[must_use]
    pub fn date_in(&self, archive: &Archive) -> Option<crate::gazette::GazetteDate> {
        self.record.date.as_ref().map(|date| date.value).or(archive.issue_of(self).record.date)
    }
}
