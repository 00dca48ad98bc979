//! Finding many documents by their files.

use super::{Archive, DocumentIndex, IssueIndex};

/// The folders of the issues, sorted: a file lies in the folder of its issue, which there are fewer of.
#[derive(Debug)]
pub struct Folders(Vec<IssueIndex>);

impl Folders {
    /// Those of an archive.
    #[must_use]
    pub fn new(archive: &Archive) -> Self {
        let mut issues: Vec<IssueIndex> = (0..archive.issues.len()).map(IssueIndex::new).collect();
        issues.sort_by_key(|index| &archive.issues[index.get()].folder);
        Self(issues)
    }

    /// The published document of a file.
    #[must_use]
    pub fn document_at(&self, archive: &Archive, path: &str) -> Option<DocumentIndex> {
        let folder = path.rsplit_once('/')?.0;
        let issue = |index: &IssueIndex| &archive.issues[index.get()];
        let place = self.0.binary_search_by(|index| (*issue(index).folder).cmp(folder)).ok()?;
        archive.document_in(issue(&self.0[place]), path)
    }
}
