//! What became of the documents of an archive in one that was joined later.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Archive, Department, Document, DocumentIndex, Issue};

/// Where the documents of an archive are in a later one that differs in documents alone.
#[derive(Debug, Default)]
pub struct Moves {
    /// For each document before, where it is now.
    to: Vec<Option<DocumentIndex>>,
    /// Those that say something else, before and now.
    pub changed: Vec<(DocumentIndex, DocumentIndex)>,
    /// Those that were not there before.
    pub added: Vec<DocumentIndex>,
    /// Those that are no longer there, by their places before.
    pub removed: Vec<DocumentIndex>,
}

impl Moves {
    /// `None` where more than documents differs: issues, departments, registers, free pages or copied
    /// files.
    #[must_use]
    pub fn between(before: &Archive, after: &Archive) -> Option<Self> {
        if !same_besides_documents(before, after) {
            return None;
        }
        let mut moves = Self { to: Vec::with_capacity(before.documents.len()), ..Self::default() };
        for (old, new) in before.issues.iter().zip(&after.issues) {
            moves.add_issue((before, old), (after, new));
        }
        Some(moves)
    }

    fn add_issue(&mut self, (before, old): (&Archive, &Issue), (after, new): (&Archive, &Issue)) {
        let there = || (new.documents.clone()).map(DocumentIndex::new);
        let olds = &before.documents[old.documents.clone()];
        let news = &after.documents[new.documents.clone()];
        if olds.len() == news.len() && olds.iter().zip(news).all(|(old, new)| is_same(old, new)) {
            self.to.extend(there().map(Some));
            return;
        }
        let mut by_path: BTreeMap<&str, DocumentIndex> =
            news.iter().zip(there()).map(|(document, index)| (&*document.path, index)).collect();
        for (document, index) in olds.iter().zip(old.documents.clone().map(DocumentIndex::new)) {
            let to = by_path.remove(&*document.path);
            match to {
                None => self.removed.push(index),
                Some(to) if !is_same(document, after.document(to)) => self.changed.push((index, to)),
                Some(_) => {}
            }
            self.to.push(to);
        }
        self.added.extend(by_path.into_values());
    }

    /// Where a document is now.
    #[must_use]
    pub fn to(&self, before: DocumentIndex) -> Option<DocumentIndex> {
        self.to[before.get()]
    }

    /// For each document now, where it was before.
    #[must_use]
    pub fn from(&self) -> Vec<Option<DocumentIndex>> {
        let mut from = vec![None; self.to.len() - self.removed.len() + self.added.len()];
        for (before, to) in self.to.iter().enumerate() {
            if let Some(to) = to {
                from[to.get()] = Some(DocumentIndex::new(before));
            }
        }
        from
    }

    /// The documents, by their places now, that are new or say something else.
    #[must_use]
    pub fn touched(&self) -> BTreeSet<DocumentIndex> {
        self.changed.iter().map(|(_, to)| *to).chain(self.added.iter().copied()).collect()
    }
}

fn is_same(before: &Document, after: &Document) -> bool {
    Arc::ptr_eq(&before.record, &after.record) && before.path == after.path
}

fn same_besides_documents(before: &Archive, after: &Archive) -> bool {
    let same_issue = |(before, after): (&Issue, &Issue)| {
        before.folder == after.folder
            && before.id == after.id
            && before.path == after.path
            && before.record == after.record
    };
    let file = |department: &Department| {
        department.file.as_ref().map(|file| (file.path.clone(), Arc::clone(&file.record)))
    };
    let same_department = |(before, after): (&Department, &Department)| {
        before.name == after.name && file(before) == file(after)
    };
    let pages = |archive: &Archive| -> Vec<_> {
        archive.free_pages.iter().map(|page| (page.path.clone(), Arc::clone(&page.record))).collect()
    };
    before.issues.len() == after.issues.len()
        && before.departments.len() == after.departments.len()
        && before.issues.iter().zip(&after.issues).all(same_issue)
        && before.departments.iter().zip(&after.departments).all(same_department)
        && before.known_series.names().eq(after.known_series.names())
        && pages(before) == pages(after)
        && before.assets.iter().map(|asset| &asset.path).eq(after.assets.iter().map(|asset| &asset.path))
}
