//! What every link leads to, and what every named document is.
//!
//! Knows the archive. Must not know: URLs (they are given in `pages`), HTML.

mod address;
mod charges;
mod citation_index;
mod citations;
mod messages;
mod named;
mod places;
mod resolve;
mod resolver;
mod revise;
#[cfg(test)]
mod tests;
mod titles;
mod validity;

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::archive::{Archive, AssetIndex, DepartmentIndex, DocumentIndex, FreePageIndex, IssueIndex};
use crate::parse::TextFacts;
use places::PlaceIndex;
use titles::TitleIndex;

pub use charges::{Charge, ChargeRole};
pub use citation_index::{Ambiguous, CitedBy, CitedOn, Wanted};
pub use citations::{Citation, CitationTarget, Name};
pub use named::{InRecords, Named};
pub use resolve::{resolve, resolve_with};
pub use revise::{Revision, is_about};
pub use validity::{Day, Effect, Validity, validity};

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// A document.
    Document(DocumentIndex),
    /// An issue.
    Issue(IssueIndex),
    /// A department.
    Department(DepartmentIndex),
    /// A free page.
    FreePage(FreePageIndex),
    /// A copied file.
    Asset(AssetIndex),
}

/// A place, and the spot in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The place.
    pub place: Place,
    /// The id of the spot.
    pub fragment: Option<Box<str>>,
}

/// Where the links of the whole archive lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Links {
    /// For each document, in the archive's order.
    pub documents: Vec<DocumentLinks>,
    /// For each issue, in the archive's order.
    pub issues: Vec<IssueLinks>,
    /// For each department; those without a file have none.
    pub departments: Vec<PageLinks>,
    /// For each free page.
    pub free_pages: Vec<PageLinks>,
    /// What is cited and not held, in the order of the first mention.
    pub wanted: Vec<Wanted>,
    /// Names that several documents bear, in the order of the first mention.
    pub ambiguous: Vec<Ambiguous>,
    /// Who cites whom, sorted: the cited document first.
    pub cited_by: Vec<(DocumentIndex, CitedBy)>,
    /// Which pages that are no documents cite whom, sorted: the cited document first.
    pub cited_on: Vec<(DocumentIndex, CitedOn)>,
    /// Who repeals, amends, replaces or corrects whom, sorted: whom it is done to first.
    pub effects: Vec<(DocumentIndex, Effect)>,
    /// What departments are charged with, sorted by department.
    pub charges: Vec<Charge>,
    /// Where else departments are named, sorted by department.
    pub named: Vec<Named>,
    /// For each copied file, whether it is published: what only drafts and withdrawn documents use is not.
    pub published_assets: Vec<bool>,
    /// How many texts had to be searched for citations; what was found in the others was remembered.
    #[serde(skip)]
    pub searched: usize,
    /// What files and titles name, for the next text that asks.
    #[serde(skip)]
    index: Index,
}

/// What files and titles name; each is sorted when it is asked for.
#[derive(Debug, Default)]
struct Index {
    places: OnceLock<PlaceIndex>,
    titles: OnceLock<TitleIndex>,
}

/// Where a document's links lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct DocumentLinks {
    /// The links of its text, in order. `None` only where an error was reported.
    pub text: Vec<Option<Target>>,
    /// The files of its attachments, in order.
    pub attachments: Vec<Option<AssetIndex>>,
    /// The documents that its relations name, in order; `None` for those that the archive does not hold.
    pub relations: Vec<Option<DocumentIndex>>,
    /// The document that it is a second printing of.
    pub reprint_of: Option<DocumentIndex>,
    /// The citations of its text, in order.
    pub citations: Box<[Citation]>,
}

/// Where the links of a page lead that is no document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PageLinks {
    /// The links of its text, in order.
    pub text: Vec<Option<Target>>,
    /// The citations of its text, in order.
    pub citations: Box<[Citation]>,
}

/// Where an issue's links lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct IssueLinks {
    /// Those of its text.
    pub page: PageLinks,
    /// The facsimile.
    pub pdf: Option<AssetIndex>,
}

impl Links {
    /// Where the links of a text lead, in order.
    #[must_use]
    pub fn text(&self, place: Place) -> &[Option<Target>] {
        match place {
            Place::Document(index) => &self.documents[index.get()].text,
            Place::Issue(index) => &self.issues[index.get()].page.text,
            Place::Department(index) => &self.departments[index.get()].text,
            Place::FreePage(index) => &self.free_pages[index.get()].text,
            Place::Asset(_) => &[],
        }
    }

    /// The citations of a text, in order.
    #[must_use]
    pub fn citations(&self, place: Place) -> &[Citation] {
        match place {
            Place::Document(index) => &self.documents[index.get()].citations,
            Place::Issue(index) => &self.issues[index.get()].page.citations,
            Place::Department(index) => &self.departments[index.get()].citations,
            Place::FreePage(index) => &self.free_pages[index.get()].citations,
            Place::Asset(_) => &[],
        }
    }

    /// Which pages that are no documents cite a document: each page once, by its first citation.
    pub fn cited_on(&self, document: DocumentIndex) -> Vec<CitedOn> {
        let start = self.cited_on.partition_point(|(cited, _)| *cited < document);
        let of_document = self.cited_on[start..].iter().take_while(|(cited, _)| *cited == document);
        let mut pages: Vec<CitedOn> = of_document.map(|(_, on)| *on).collect();
        pages.dedup_by_key(|on| on.place);
        pages
    }

    /// Who cites a document, in the archive's order.
    pub fn citing(&self, document: DocumentIndex) -> impl Iterator<Item = CitedBy> {
        let start = self.cited_by.partition_point(|(cited, _)| *cited < document);
        self.cited_by[start..].iter().take_while(move |(cited, _)| *cited == document).map(|(_, by)| *by)
    }
}

/// What is known of a place's text; nothing is known of a file that is only copied.
#[must_use]
pub fn facts_of(archive: &Archive, place: Place) -> Option<&TextFacts> {
    match place {
        Place::Document(index) => Some(&archive.document(index).record.text),
        Place::Issue(index) => Some(&archive.issues[index.get()].record.text),
        Place::Department(index) => {
            archive.departments[index.get()].file.as_ref().map(|file| &*file.record.text)
        }
        Place::FreePage(index) => Some(&archive.free_pages[index.get()].record.text),
        Place::Asset(_) => None,
    }
}

/// Whether every place of a text that a link leads to is there. What pages of other texts show of a text
/// does not say so of the ids that only links lead to.
#[must_use]
pub fn anchors_hold(archive: &Archive, links: &Links) -> bool {
    let holds = |target: &Target| match &target.fragment {
        None => true,
        Some(id) => facts_of(archive, target.place).is_none_or(|facts| facts.has_anchor(id)),
    };
    let pages = links.issues.iter().map(|links| &links.page).chain(&links.departments);
    let mut pages = pages.chain(&links.free_pages).flat_map(|page| &page.text).flatten();
    pages.all(holds) && links.documents.par_iter().all(|links| links.text.iter().flatten().all(holds))
}
