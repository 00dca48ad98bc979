//! The page of a whole issue: the texts of all its documents one after another, for paper.

use super::context::{WholeDocument, WholeIssue};
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{DocumentIndex, IssueIndex};

impl<'a> Plan<'a> {
    /// Its contents lead to places on the page; the rows of its documents lead to their own pages.
    pub(super) fn whole_issue(&self, from: &SitePath, index: IssueIndex) -> WholeIssue<'a> {
        let mut issue = self.issue(from, index);
        issue.parts = self.parts(index, |document| {
            let mut row = self.row(from, document);
            row.url = format!("#{}", self.id_in_issue(document));
            row.place = Some(document.get() - self.archive.issues[index.get()].documents.start + 1);
            row
        });
        WholeIssue {
            issue,
            url: relative(from, self.issue_path(index), None),
            documents: self
                .documents_of(index)
                .enumerate()
                .map(|(before, document)| self.whole_document(from, before + 1, document))
                .collect(),
        }
    }

    fn whole_document(&self, from: &SitePath, place: usize, index: DocumentIndex) -> WholeDocument<'a> {
        let record = &self.archive.document(index).record;
        WholeDocument {
            place,
            id: self.id_in_issue(index),
            row: self.row(from, index),
            recipients: record.recipients.as_deref(),
            date: record.date.as_ref().map(|date| date.value),
            code: self.code(from, index),
        }
    }
}
