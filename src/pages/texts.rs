//! The source texts that pages show, and where what they name leads.

use super::context::{Facsimile, TextCitation, TextContext};
use super::page::{CollectionKind, Page};
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{DepartmentIndex, Document, DocumentIndex, IssueIndex};
use crate::links::{self, Citation, CitationTarget, Place, Target};

/// The file whose text a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceText<'a> {
    /// The file.
    pub path: &'a str,
    /// The hash of its bytes.
    pub hash: u64,
}

/// Where addresses are seen from.
#[derive(Clone, Copy)]
pub(super) struct Viewpoint<'p> {
    /// The page.
    pub path: &'p SitePath,
    /// The issue whose texts all stand on that page: what leads to its documents stays there.
    pub whole: Option<IssueIndex>,
}

impl<'p> Viewpoint<'p> {
    /// A page that shows no text but its own.
    pub(super) fn page(path: &'p SitePath) -> Self {
        Self { path, whole: None }
    }
}

impl<'a> Plan<'a> {
    /// The file whose text is the page's own. A withdrawn document's is not shown, so it has none.
    #[must_use]
    pub fn source_text(&self, page: Page) -> Option<SourceText<'a>> {
        let archive = self.archive;
        match page {
            Page::Document(index) => self.document_text(index),
            Page::Issue(index) | Page::WholeIssue(index) => {
                let issue = &archive.issues[index.get()];
                let path = issue.path.as_deref().filter(|_| issue.record.has_text);
                path.map(|path| SourceText { path, hash: issue.hash })
            }
            Page::FreePage(index) => {
                let page = &archive.free_pages[index.get()];
                Some(SourceText { path: &page.path, hash: page.hash })
            }
            Page::Term(CollectionKind::Departments, index) => {
                let file = archive.departments[index].file.as_ref()?;
                Some(SourceText { path: &file.path, hash: file.hash })
            }
            _ => None,
        }
    }

    /// The files whose texts the page shows besides its own, one for each document in
    /// [`joined`](super::context::Context::joined); none for a document that was withdrawn.
    #[must_use]
    pub fn joined_texts(&self, page: Page) -> Vec<Option<SourceText<'a>>> {
        let Page::WholeIssue(issue) = page else { return Vec::new() };
        self.documents_of(issue).map(|index| self.document_text(index)).collect()
    }

    fn document_text(&self, index: DocumentIndex) -> Option<SourceText<'a>> {
        let document = self.archive.document(index);
        let shown = document.record.withdrawn.is_none();
        shown.then_some(SourceText { path: &document.path, hash: document.hash })
    }

    /// The documents of an issue, in order.
    pub(super) fn documents_of(&self, issue: IssueIndex) -> impl Iterator<Item = DocumentIndex> + use<> {
        self.archive.issues[issue.get()].documents.clone().map(DocumentIndex::new)
    }

    /// What the HTML of a page's own text depends on.
    #[must_use]
    pub fn text_context(&self, path: &SitePath, page: Page) -> TextContext {
        let at = Viewpoint::page(path);
        let place = match page {
            Page::Document(index) => return self.document_text_context(at, index),
            Page::Issue(index) | Page::WholeIssue(index) => Place::Issue(index),
            Page::FreePage(index) => Place::FreePage(index),
            Page::Term(CollectionKind::Departments, index) => Place::Department(DepartmentIndex::new(index)),
            _ => return TextContext::default(),
        };
        let (at, id_prefix) = match page {
            Page::WholeIssue(index) => (Viewpoint { path, whole: Some(index) }, "d0__"),
            _ => (at, ""),
        };
        TextContext {
            id_prefix: id_prefix.into(),
            links: self.urls(at, self.links.text(place)),
            citations: self.text_citations(at, place),
            facsimile: None,
        }
    }

    /// The same for the documents whose texts the page shows besides.
    pub(super) fn joined_contexts(&self, path: &SitePath, page: Page) -> Vec<TextContext> {
        let Page::WholeIssue(issue) = page else { return Vec::new() };
        let at = Viewpoint { path, whole: Some(issue) };
        let one = |index| TextContext {
            id_prefix: format!("{}__", self.id_in_issue(index)),
            ..self.document_text_context(at, index)
        };
        self.documents_of(issue).map(one).collect()
    }

    /// The id of a document's place on the page of its whole issue.
    pub(super) fn id_in_issue(&self, index: DocumentIndex) -> String {
        let issue = self.archive.issue_of(self.archive.document(index));
        format!("d{}", index.get() - issue.documents.start + 1)
    }

    fn document_text_context(&self, at: Viewpoint<'_>, index: DocumentIndex) -> TextContext {
        TextContext {
            id_prefix: String::new(),
            links: self.urls(at, self.links.text(Place::Document(index))),
            citations: self.text_citations(at, Place::Document(index)),
            facsimile: self.facsimile_of_text(at.path, self.archive.document(index)),
        }
    }

    fn facsimile_of_text(&self, from: &SitePath, document: &Document) -> Option<Facsimile> {
        let (path, _) = self.asset(self.links.issues[document.issue.get()].pdf?)?;
        let page_offset = self.archive.issue_of(document).record.page_offset;
        Some(Facsimile { url: relative(from, path, None), page_offset })
    }

    /// What a link of a text leads to: the page or file, and the place in it.
    #[must_use]
    pub fn target_path(&self, target: &Target) -> Option<SitePath> {
        Some(match target.place {
            Place::Document(index) => self.document_path(index).clone(),
            Place::Issue(index) => self.issue_path(index).clone(),
            Place::FreePage(index) => self.free_page_path(index).clone(),
            Place::Asset(index) => self.asset(index)?.0.clone(),
            Place::Department(index) => self.term_path(CollectionKind::Departments, index.get()),
        })
    }

    fn urls(&self, at: Viewpoint<'_>, targets: &[Option<Target>]) -> Vec<Option<String>> {
        targets.iter().map(|target| self.url(at, target.as_ref()?)).collect()
    }

    pub(super) fn url(&self, at: Viewpoint<'_>, target: &Target) -> Option<String> {
        let term;
        let fragment = target.fragment.as_deref();
        let to = match target.place {
            Place::Document(index) => return Some(self.document_url(at, index, fragment)),
            Place::Issue(index) => self.issue_path(index),
            Place::FreePage(index) => self.free_page_path(index),
            Place::Asset(index) => self.asset(index)?.0,
            Place::Department(index) => {
                term = self.term_path(CollectionKind::Departments, index.get());
                &term
            }
        };
        Some(relative(at.path, to, fragment))
    }

    /// The address of a place in a document.
    fn document_url(&self, at: Viewpoint<'_>, index: DocumentIndex, fragment: Option<&str>) -> String {
        let document = self.archive.document(index);
        if at.whole != Some(document.issue) {
            return relative(at.path, self.document_path(index), fragment);
        }
        let id = self.id_in_issue(index);
        match fragment.filter(|_| document.record.withdrawn.is_none()) {
            Some(fragment) => format!("#{id}__{fragment}"),
            None => format!("#{id}"),
        }
    }

    /// The words of a text that name other documents.
    fn text_citations(&self, at: Viewpoint<'_>, place: Place) -> Vec<TextCitation> {
        let Some(facts) = links::facts_of(self.archive, place) else { return Vec::new() };
        let one = |citation: &Citation| {
            let url = self.citation_url(at, citation);
            let passage = facts.passages.passage(citation.passage as usize);
            (url.is_some() || citation.forced).then(|| TextCitation {
                block: passage.block,
                start: passage.start + citation.span.start,
                end: passage.start + citation.span.end,
                forced: citation.forced,
                url,
            })
        };
        self.links.citations(place).iter().filter_map(one).collect()
    }

    pub(super) fn citation_url(&self, at: Viewpoint<'_>, citation: &Citation) -> Option<String> {
        match &citation.target {
            CitationTarget::Held(document, enclosure) => Some(self.held_url(at, *document, *enclosure)),
            CitationTarget::Ambiguous(index) => Some(relative(at.path, &self.ambiguous_path(*index), None)),
            CitationTarget::Issue(index) => Some(relative(at.path, self.issue_path(*index), None)),
            CitationTarget::Missing(_) | CitationTarget::Own => None,
        }
    }

    /// The page of a document, at an enclosure of it.
    pub(super) fn held_url(
        &self,
        at: Viewpoint<'_>,
        document: DocumentIndex,
        enclosure: Option<u16>,
    ) -> String {
        let record = &self.archive.document(document).record;
        let shown = enclosure.filter(|_| record.withdrawn.is_none());
        let id = shown.and_then(|number| record.text.enclosures.get(usize::from(number))).map(|e| &*e.id);
        self.document_url(at, document, id)
    }
}
