//! Documents by their exact title.

use crate::archive::{Archive, DocumentIndex};
use crate::gazette::normalise_title;

/// The titles of an archive, normalised. Never looked up by a part: a title that contains another
/// one's words is another document.
pub struct Titles<'a> {
    sorted: std::sync::OnceLock<Vec<(String, DocumentIndex)>>,
    archive: &'a Archive,
}

impl<'a> Titles<'a> {
    /// The titles of this archive; they are sorted when the first is asked for.
    pub fn new(archive: &'a Archive) -> Self {
        Self { sorted: std::sync::OnceLock::new(), archive }
    }

    /// The one document that has this title; `None` when there is none or more than one. Second
    /// printings do not count.
    pub fn only(&self, title: &str) -> Option<DocumentIndex> {
        let inner = title.trim().strip_prefix('《').and_then(|title| title.strip_suffix('》'));
        self.exactly(title).or_else(|| self.exactly(inner?))
    }

    fn exactly(&self, title: &str) -> Option<DocumentIndex> {
        let sorted = self.sorted.get_or_init(|| self.sort());
        let title = normalise_title(title);
        let start = sorted.partition_point(|(known, _)| *known < title);
        match &sorted[start..] {
            [(first, _), (second, _), ..] if *first == title && *second == title => None,
            [(first, index), ..] if *first == title => Some(*index),
            _ => None,
        }
    }

    fn sort(&self) -> Vec<(String, DocumentIndex)> {
        let documents = self.archive.documents.iter().enumerate();
        let originals = documents.filter(|(_, document)| document.record.reprint_of.is_none());
        let mut titles: Vec<_> = originals
            .map(|(index, document)| {
                (normalise_title(&document.record.title.value), DocumentIndex::new(index))
            })
            .collect();
        titles.sort();
        titles
    }
}
