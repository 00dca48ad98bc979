//! The citations of all texts put together: who cites whom, what is wanted, what is ambiguous.

use std::collections::BTreeMap;

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use super::Place;
use super::citations::{Citation, CitationTarget, Name, Resolved};
use super::titles::Titled;
use crate::archive::{Archive, DocumentIndex};

/// A document that is cited and not held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its name.
    pub name: Name,
    /// Who cites it: each document once, by its first citation, in the archive's order.
    pub cited_by: Vec<CitedBy>,
}

/// A citation, by the document that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CitedBy {
    /// The document that cites.
    pub document: DocumentIndex,
    /// The number of the citation in it.
    pub citation: u32,
}

/// A citation that stands in no document: in an issue's foreword, on a department's page or a free page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CitedOn {
    /// The page that cites.
    pub place: Place,
    /// The number of the citation on it.
    pub citation: u32,
}

/// A name that several documents bear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguous {
    /// The name.
    pub name: Name,
    /// What it may mean: document, and number of the enclosure.
    pub candidates: Vec<(DocumentIndex, Option<u16>)>,
}

/// What the citations of all texts come to.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub wanted: Vec<Wanted>,
    pub ambiguous: Vec<Ambiguous>,
    /// Who cites whom, sorted: the cited document first.
    pub cited_by: Vec<(DocumentIndex, CitedBy)>,
    /// Which pages cite whom, sorted: the cited document first.
    pub cited_on: Vec<(DocumentIndex, CitedOn)>,
}

/// Gathers citations while texts are added in the archive's order.
#[derive(Default)]
pub(super) struct Gatherer {
    wanted: BTreeMap<Box<str>, (u32, Wanted)>,
    ambiguous: BTreeMap<Box<str>, (u32, Ambiguous)>,
    cited_by: Vec<(DocumentIndex, CitedBy)>,
    cited_on: Vec<(DocumentIndex, CitedOn)>,
}

impl Gatherer {
    /// Takes the citations of a page that is no document. What it names and the archive does not hold
    /// is not wanted for its sake.
    pub fn add_page(&mut self, resolved: Vec<Resolved>, place: Place) -> Box<[Citation]> {
        let citations = self.add(resolved, None);
        for (number, citation) in citations.iter().enumerate() {
            if let CitationTarget::Held(held, _) = citation.target {
                let citation = u32::try_from(number).unwrap_or(u32::MAX);
                self.cited_on.push((held, CitedOn { place, citation }));
            }
        }
        citations
    }

    /// Takes the citations of one text. `document` is whom they count for: neither a second printing
    /// nor a page without a document adds to what is cited.
    pub fn add(&mut self, resolved: Vec<Resolved>, document: Option<DocumentIndex>) -> Box<[Citation]> {
        let mut citations = Vec::with_capacity(resolved.len());
        for Resolved { mut citation, name, candidates } in resolved {
            let by = document.map(|document| CitedBy {
                document,
                citation: u32::try_from(citations.len()).unwrap_or(u32::MAX),
            });
            match (&citation.target, name) {
                (CitationTarget::Missing(_), Some(name)) => {
                    citation.target = CitationTarget::Missing(self.missing(*name, by));
                }
                (CitationTarget::Ambiguous(_), Some(name)) => {
                    citation.target = CitationTarget::Ambiguous(self.ambiguous(*name, &candidates));
                }
                (CitationTarget::Held(held, _), _) => self.cited_by.extend(by.map(|by| (*held, by))),
                _ => {}
            }
            citations.push(citation);
        }
        citations.into()
    }

    fn missing(&mut self, name: Name, by: Option<CitedBy>) -> u32 {
        let next = u32::try_from(self.wanted.len()).unwrap_or(u32::MAX);
        let entry = self.wanted.entry(name.key.clone());
        let (index, wanted) =
            entry.or_insert_with(|| (next, Wanted { name: name.clone(), cited_by: Vec::new() }));
        if wanted.name.title.is_none() {
            wanted.name.title = name.title;
        }
        let known =
            by.is_some_and(|by| wanted.cited_by.last().is_some_and(|last| last.document == by.document));
        wanted.cited_by.extend(by.filter(|_| !known));
        *index
    }

    fn ambiguous(&mut self, name: Name, candidates: &[Titled]) -> u32 {
        let next = u32::try_from(self.ambiguous.len()).unwrap_or(u32::MAX);
        let candidates = candidates.iter().map(|titled| (titled.document, titled.enclosure));
        let entry = self.ambiguous.entry(name.key.clone());
        entry.or_insert_with(|| (next, Ambiguous { name, candidates: candidates.collect() })).0
    }

    /// All that was gathered.
    pub fn finish(mut self) -> Gathered {
        self.cited_by.par_sort_unstable();
        self.cited_on.sort_unstable();
        Gathered {
            wanted: in_order_of_number(self.wanted),
            ambiguous: in_order_of_number(self.ambiguous),
            cited_by: self.cited_by,
            cited_on: self.cited_on,
        }
    }
}

/// The values by the number that citations know them by.
fn in_order_of_number<T>(entries: BTreeMap<Box<str>, (u32, T)>) -> Vec<T> {
    let mut entries: Vec<(u32, T)> = entries.into_values().collect();
    entries.sort_by_key(|(number, _)| *number);
    entries.into_iter().map(|(_, value)| value).collect()
}

/// Whom the citations of a document count for.
pub(super) fn counts_for(archive: &Archive, index: DocumentIndex) -> Option<DocumentIndex> {
    archive.document(index).is_original().then_some(index)
}
