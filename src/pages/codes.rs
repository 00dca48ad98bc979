//! The content codes of all documents, by the year of their issue, for whoever holds a printed copy.

use std::ops::Range;

use super::context::{Code, CodeEntry, CodeYears, Codes, Link};
use super::page::Page;
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::terms::leaf_links;
use super::texts::SourceText;
use crate::archive::DocumentIndex;

/// How many documents a leaf lists.
const CODES_LEAF: usize = 250;

/// The list of the years.
pub(super) fn code_years_path() -> SitePath {
    SitePath::new("codes/index.html")
}

/// A leaf of a year's codes, from 0.
pub(super) fn codes_path(year: u16, leaf: usize) -> SitePath {
    match leaf {
        0 => SitePath::new(format!("codes/{year:04}.html")),
        leaf => SitePath::new(format!("codes/{year:04}-{}.html", leaf + 1)),
    }
}

impl<'a> Plan<'a> {
    /// The documents of a year's issues, which stand together in the archive.
    fn documents_of_year(&self, year: u16) -> Range<usize> {
        let issues = &self.archive.issues;
        let start = issues.partition_point(|issue| issue.folder_year < year);
        let end = issues.partition_point(|issue| issue.folder_year <= year);
        let documents = |issue: usize, otherwise: usize| {
            issues.get(issue).map_or(otherwise, |issue| issue.documents.start)
        };
        let all = self.archive.documents.len();
        documents(start, all)..documents(end, all)
    }

    fn documents_of_leaf(&self, year: u16, leaf: usize) -> Range<usize> {
        let documents = self.documents_of_year(year);
        let start = documents.start + leaf * CODES_LEAF;
        start..documents.end.min(start + CODES_LEAF)
    }

    pub(super) fn codes_leaves(&self, year: u16) -> usize {
        self.documents_of_year(year).len().div_ceil(CODES_LEAF)
    }

    /// The code of a document, with the place where it is listed; none for a document whose text was
    /// withdrawn, since a code would let anybody try what stood there.
    pub(super) fn code(&self, from: &SitePath, index: DocumentIndex) -> Option<Code> {
        let document = self.archive.document(index);
        let year = self.archive.issue_of(document).folder_year;
        let leaf = (index.get() - self.documents_of_year(year).start) / CODES_LEAF;
        let code = document.record.code?.to_string();
        let url = relative(from, &codes_path(year, leaf), Some(&self.code_id(index)));
        Some(Code { code, url })
    }

    fn code_id(&self, index: DocumentIndex) -> String {
        let path = self.document_path(index).as_str();
        path.strip_suffix(".html").unwrap_or(path).replace('/', "-")
    }

    pub(super) fn codes(&self, from: &SitePath, year: u16, leaf: usize) -> Codes<'a> {
        let entry = |index: usize| {
            let index = DocumentIndex::new(index);
            let record = &self.archive.document(index).record;
            CodeEntry {
                id: self.code_id(index),
                code: record.code.map(|code| code.to_string()),
                document: self.document_link(from, index),
                numbers: record.numbers.iter().map(|number| number.value.printed()).collect(),
            }
        };
        Codes {
            entries: self.documents_of_leaf(year, leaf).map(entry).collect(),
            total: self.documents_of_year(year).len(),
            leaf: leaf + 1,
            leaves: leaf_links(from, self.codes_leaves(year), |leaf| codes_path(year, leaf)),
        }
    }

    pub(super) fn code_years(&self, from: &SitePath) -> CodeYears<'a> {
        let years = self.archive.years().into_iter().rev().filter(|year| self.codes_leaves(*year) > 0);
        let link = |year: u16| Link {
            label: super::context::Label::Year { year },
            url: relative(from, &codes_path(year, 0), None),
        };
        CodeYears { years: years.map(link).collect() }
    }

    /// The files whose texts the page tells the codes of. It shows none of the texts.
    #[must_use]
    pub fn told_texts(&self, page: Page) -> Vec<SourceText<'a>> {
        let Page::Codes(year, leaf) = page else { return Vec::new() };
        let documents = self.documents_of_leaf(year, leaf).map(|index| &self.archive.documents[index]);
        documents.map(|document| SourceText { path: &document.path, hash: document.hash }).collect()
    }
}
