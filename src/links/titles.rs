//! Documents by their exact title, and the texts that they print by theirs.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::archive::{Archive, Document, DocumentIndex};
use crate::gazette::TitleKey;

/// The titles of an archive. Never looked up by a part: a title that contains another one's words is
/// another document.
pub struct Titles<'a> {
    sorted: &'a OnceLock<TitleIndex>,
    archive: &'a Archive,
}

/// What titles name, sorted by title.
#[derive(Debug, Default)]
pub struct TitleIndex(Vec<Entry>);

impl TitleIndex {
    /// Takes up that a document has other titles now.
    pub fn replace(&mut self, index: DocumentIndex, document: &Document) {
        self.0.retain(|entry| entry.titled.document != index);
        let mut new = Vec::new();
        if document.is_original() {
            add(&mut new, index, document);
        }
        for entry in new {
            let at = self.0.partition_point(|other| *other < entry);
            self.0.insert(at, entry);
        }
    }
}

/// What a title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Titled {
    /// The document.
    pub document: DocumentIndex,
    /// The number of the enclosure that has the title, if it is not the document's own.
    pub enclosure: Option<u16>,
}

/// Sorted by title; then what has it as its own title comes before what only prints a text so called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    title: TitleKey,
    rank: Rank,
    titled: Titled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The document's own title.
    Own,
    /// The heading of an enclosure.
    Enclosure,
    /// What the document's own title says that it carries: 关于印发《…》的通知.
    Carried,
}

impl<'a> Titles<'a> {
    /// The titles of this archive; they are sorted when the first is asked for.
    pub fn new(archive: &'a Archive, sorted: &'a OnceLock<TitleIndex>) -> Self {
        Self { sorted, archive }
    }

    /// The one document that has this title; `None` when there is none or more than one. Second
    /// printings and drafts do not count.
    pub fn only(&self, title: &str) -> Option<DocumentIndex> {
        let inner = title.trim().strip_prefix('《').and_then(|title| title.strip_suffix('》'));
        let one = |title| match self.exactly(TitleKey::of(title)).as_slice() {
            [titled] => Some(titled.document),
            _ => None,
        };
        one(title).or_else(|| one(inner?))
    }

    /// All that has exactly this title. What has it as its own hides what only prints a text so called.
    pub fn exactly(&self, title: TitleKey) -> Vec<Titled> {
        let sorted = &self.sorted.get_or_init(|| TitleIndex(self.sort())).0;
        let start = sorted.partition_point(|entry| entry.title < title);
        let Some(first) = sorted.get(start).filter(|entry| entry.title == title) else { return Vec::new() };
        let same = sorted[start..].iter().take_while(|e| e.title == first.title && e.rank == first.rank);
        let mut found: Vec<Titled> = same.map(|entry| entry.titled).collect();
        found.dedup_by_key(|titled| titled.document);
        found
    }

    fn sort(&self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.archive.documents.len() * 2);
        for (index, document) in self.archive.documents.iter().enumerate() {
            if document.is_original() {
                add(&mut entries, DocumentIndex::new(index), document);
            }
        }
        entries.par_sort_unstable();
        entries
    }
}

fn add(entries: &mut Vec<Entry>, document: DocumentIndex, of: &Document) {
    let record = &of.record;
    let entry = |title: TitleKey, rank: Rank, enclosure: Option<u16>| Entry {
        title,
        rank,
        titled: Titled { document, enclosure },
    };
    entries.push(entry(record.title_key, Rank::Own, None));
    for (number, enclosure) in record.text.enclosures.iter().enumerate() {
        entries.extend(enclosure.key.map(|key| entry(key, Rank::Enclosure, u16::try_from(number).ok())));
    }
    entries.extend(record.carried.map(|key| entry(key, Rank::Carried, None)));
}
