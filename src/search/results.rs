//! Results: candidates looked at in order, each with what it shows of the query.

use super::blocks;
use super::holding::Prepared;
use super::query::{Phrase, Query};
use super::reader::{Found, Index};
use super::store::Record;

/// A snippet has so many characters.
const SNIPPET: usize = 90;
/// So many of them stand before the first place.
const BEFORE: usize = 30;

/// A document that holds what a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What is known of it.
    pub record: Record,
    /// The id in its page that leads to the place; empty where nothing does.
    pub anchor: String,
    /// A piece of its text around the first place.
    pub snippet: String,
}

/// The results of a query, one after the other.
pub struct Results<'i> {
    index: &'i Index<'i>,
    query: &'i Query,
    found: Found,
    next: usize,
}

impl<'i> Results<'i> {
    /// Looks a query up; one that asks for nothing finds everything.
    #[must_use]
    pub fn new(index: &'i Index<'i>, query: &'i Query) -> Self {
        let found = if query.is_empty() { index.everything() } else { index.find(query) };
        Self { index, query, found, next: 0 }
    }

    /// Leaves out all documents but some.
    pub fn only(&mut self, keep: impl Fn(u32) -> bool) {
        self.found.ids.retain(|id| keep(*id));
    }

    /// How many candidates there are.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.found.ids.len()
    }
}

impl Iterator for Results<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        while let Some(id) = self.found.ids.get(self.next).copied() {
            self.next += 1;
            let Some(record) = self.index.record(id) else { continue };
            let by_number = self.found.numbers.contains_key(&id);
            if let Some(hit) = look(record, self.query, by_number) {
                return Some(hit);
            }
        }
        None
    }
}

/// What a document shows of a query; `None` if it does not hold it.
fn look(record: Record, query: &Query, by_number: bool) -> Option<Hit> {
    let heads = std::iter::once(&record.2).chain(&record.3).chain(&record.4).chain(&record.8);
    let heads: Vec<Prepared> = heads.map(|text| Prepared::new(text)).collect();
    let blocks = blocks::read(&record.9);
    let texts: Vec<Prepared> = blocks.iter().map(|block| Prepared::new(&block.text)).collect();
    let holds = |phrase: &Phrase| heads.iter().chain(&texts).any(|block| block.holds(phrase));
    if !by_number && !query.wanted().all(holds) {
        return None;
    }
    if query.phrases.iter().any(|phrase| phrase.excluded && holds(phrase)) {
        return None;
    }
    let count = |text: &Prepared| query.wanted().filter(|phrase| text.holds(phrase)).count();
    let mut best: Option<(usize, usize)> = None;
    for (at, text) in texts.iter().enumerate() {
        let count = count(text);
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, at));
        }
    }
    let (anchor, snippet) = match best {
        Some((_, at)) => {
            let places = query.wanted().flat_map(|phrase| texts[at].places(phrase));
            let first = places.map(|(from, _)| from).min().unwrap_or(0);
            (blocks[at].anchor.clone(), snippet(&blocks[at].text, first))
        }
        None => {
            let shown = blocks.iter().find(|block| !block.text.is_empty());
            (String::new(), shown.map_or_else(String::new, |block| snippet(&block.text, 0)))
        }
    };
    Some(Hit { record, anchor, snippet })
}

/// A piece of a text around a place.
fn snippet(text: &str, place: usize) -> String {
    let start = text[..place].char_indices().rev().take(BEFORE).last().map_or(place, |(at, _)| at);
    let end = text[start..].char_indices().nth(SNIPPET).map_or(text.len(), |(at, _)| start + at);
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    format!("{before}{}{after}", &text[start..end])
}
