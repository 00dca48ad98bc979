//! Documents by their exact title, and the texts that they print by theirs.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::archive::{Archive, Buckets, Document, DocumentIndex, Moves};
use crate::gazette::TitleKey;

/// The titles of an archive. Never looked up by a part: a title that contains another one's words is
/// another document.
pub struct Titles<'a> {
    sorted: &'a OnceLock<TitleIndex>,
    archive: &'a Archive,
}

/// What titles name, sorted by title.
#[derive(Debug, Default)]
pub struct TitleIndex {
    entries: Vec<Entry>,
    buckets: Buckets,
}

impl TitleIndex {
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.par_sort_unstable();
        let buckets = Buckets::new(entries.iter().map(|entry| entry.title.first_bits()));
        Self { entries, buckets }
    }

    /// That of an archive in which documents came, went, and changed since.
    pub fn carried(&self, archive: &Archive, moves: &Moves) -> Self {
        let touched = moves.touched();
        let carried = self.entries.iter().filter_map(|entry| {
            let document = moves.to(entry.titled.document).filter(|index| !touched.contains(index))?;
            Some(Entry { titled: Titled { document, ..entry.titled }, ..*entry })
        });
        let mut entries: Vec<Entry> = carried.collect();
        for index in touched.iter().filter(|index| archive.document(**index).is_original()) {
            add(&mut entries, *index, archive.document(*index));
        }
        Self::new(entries)
    }

    /// Takes up that a document has other titles now.
    pub fn replace(&mut self, index: DocumentIndex, document: &Document) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|entry| entry.titled.document != index);
        if document.is_original() {
            add(&mut entries, index, document);
        }
        *self = Self::new(entries);
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
        let sorted = self.sorted.get_or_init(|| self.index());
        let alike = &sorted.entries[sorted.buckets.range(title.first_bits())];
        let mut same = alike.iter().filter(|entry| entry.title == title);
        let Some(first) = same.next() else { return Vec::new() };
        let same = same.take_while(|entry| entry.rank == first.rank);
        let mut found: Vec<Titled> = std::iter::once(first).chain(same).map(|entry| entry.titled).collect();
        found.dedup_by_key(|titled| titled.document);
        found
    }

    fn index(&self) -> TitleIndex {
        let mut entries = Vec::with_capacity(self.archive.documents.len() * 2);
        for (index, document) in self.archive.documents.iter().enumerate() {
            if document.is_original() {
                add(&mut entries, DocumentIndex::new(index), document);
            }
        }
        TitleIndex::new(entries)
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
