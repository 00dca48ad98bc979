//! A document that says something else and keeps its place.

use std::sync::Arc;

use super::terms::topics_and_kinds;
use super::{Archive, DocumentIndex, Issue};
use crate::diagnostics::Spanned;
use crate::parse::Document;

impl Archive {
    /// The published document of a file.
    #[must_use]
    pub fn document_at(&self, path: &str) -> Option<DocumentIndex> {
        let folder = path.rsplit_once('/')?.0;
        self.document_in(self.issues.iter().find(|issue| *issue.folder == *folder)?, path)
    }

    /// The document of an issue that has this file.
    pub(super) fn document_in(&self, issue: &Issue, path: &str) -> Option<DocumentIndex> {
        let mut documents = issue.documents.clone();
        documents.find(|index| *self.documents[*index].path == *path).map(DocumentIndex::new)
    }

    /// Puts what a document's file says now in the place of what it said, if nothing that the join looks
    /// at is other than before but topics and kind: everything else in the archive then stays as it is.
    /// Tells whether it did. Where topics or kind are others, [`Archive::refile`] has to follow.
    pub fn replace(&mut self, index: DocumentIndex, record: &Arc<Document>, hash: u64) -> bool {
        let document = &mut self.documents[index.get()];
        let keeps_place = keeps_place(&document.record, record);
        if keeps_place {
            document.record = Arc::clone(record);
            document.hash = hash;
        }
        keeps_place
    }
}

impl Archive {
    /// Files all documents under their topics and kinds again.
    pub fn refile(&mut self) {
        (self.topics, self.kinds) = topics_and_kinds(&self.documents);
    }
}

/// Whether documents that say this are filed under the same topics and kind.
#[must_use]
pub fn is_filed_alike(old: &Document, new: &Document) -> bool {
    old.kind == new.kind && old.topics == new.topics
}

/// Whether two records are the same to the join but for topics and kinds: issue, order, departments and
/// registers.
fn keeps_place(old: &Document, new: &Document) -> bool {
    old.draft == new.draft
        && old.withdrawn.is_some() == new.withdrawn.is_some()
        // Pages show numbers as they are printed, and two that mean the same can be printed otherwise.
        && same(&old.numbers, &new.numbers)
        && printed(old).eq(printed(new))
        && same(&old.departments, &new.departments)
        && same(&old.aliases, &new.aliases)
        && same(old.date.as_slice(), new.date.as_slice())
        && same(old.printed_pages.as_slice(), new.printed_pages.as_slice())
        && same(old.reprint_of.as_slice(), new.reprint_of.as_slice())
}

fn printed(document: &Document) -> impl Iterator<Item = &str> {
    document.numbers.iter().map(|number| number.value.printed())
}

/// Whether the values are the same, wherever they stand in the file.
fn same<T: PartialEq>(old: &[Spanned<T>], new: &[Spanned<T>]) -> bool {
    old.iter().map(|one| &one.value).eq(new.iter().map(|one| &one.value))
}
