//! What a page can be about, and what is copied beside the pages.

use crate::archive::{DocumentIndex, FreePageIndex, IssueIndex};
use crate::source::Stamp;

use super::path::SitePath;

/// The address of the search page.
pub const SEARCH_PATH: &str = "search/index.html";

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The home page.
    Home,
    /// All years.
    Years,
    /// The issues of a year.
    Year(u16),
    /// An issue.
    Issue(IssueIndex),
    /// An issue with the texts of all its documents, for paper.
    WholeIssue(IssueIndex),
    /// A document.
    Document(DocumentIndex),
    /// A leaf of the list of a collection's terms, from 0.
    Collection(CollectionKind, usize),
    /// A term, by its place in the collection.
    Term(CollectionKind, usize),
    /// A leaf of a year of a term: the term, the place of the year among the term's, the leaf from 0.
    TermYear(CollectionKind, usize, usize, usize),
    /// A free page.
    FreePage(FreePageIndex),
    /// What a host shows for an address that leads nowhere.
    NotFound,
    /// A stub that leads from an old address to a document.
    Redirect(DocumentIndex),
    /// The permanent address of a number, by its place among the numbers that are held.
    Number(usize),
    /// What an ambiguous title may mean, by its place in [`Links::ambiguous`](crate::links::Links::ambiguous).
    Candidates(usize),
    /// A leaf of the list of what is cited and not held, from 0.
    Wanted(usize),
    /// A leaf of the list of what expires when, from 0.
    Expiring(usize),
    /// A leaf of what a department is charged with, from 0.
    Charges(usize, usize),
    /// The years that have lists of content codes.
    CodeYears,
    /// A leaf of the content codes of a year, from 0.
    Codes(u16, usize),
    /// What programmers can have.
    Data,
    /// The search page.
    Search,
    /// A leaf of where else a department is named, from 0.
    Named(usize, usize),
    /// The script that lists the registers for the number box.
    RegistersScript,
    /// The script that lists the numbers of a register, by its place among the folders.
    HeldScript(usize),
}

/// What documents are filed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CollectionKind {
    /// Who issued them.
    Departments,
    /// What they are about.
    Topics,
    /// What kind of document they are.
    Kinds,
    /// The register of their number.
    Numbers,
}

impl CollectionKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Departments, Self::Topics, Self::Kinds, Self::Numbers];

    /// Its folder in the site, which is also its key in the word file.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::Topics => "topics",
            Self::Kinds => "kinds",
            Self::Numbers => "numbers",
        }
    }
}

/// A page with its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPage {
    /// Where it is.
    pub path: SitePath,
    /// What it is about.
    pub page: Page,
}

/// A file that is copied into the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedFile<'a> {
    /// Where it goes.
    pub path: &'a SitePath,
    /// Where it comes from.
    pub source: &'a str,
    /// Its size and time of change.
    pub stamp: Stamp,
}
