//! The citations of a text as they are written, remembered with it.
//!
//! Where a number begins in a sentence depends on the series that the whole archive knows, so citations
//! cannot be found when a file is read alone. They are found when they are first asked for, and kept
//! with the record between runs: an archive in which nothing changed looks at no sentence again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::passages::PackedPassages;
use crate::diagnostics::Span;
use crate::gazette::{
    CitationVerb, FoundCitation, NumberForm, NumberKey, SeriesSet, TitleKey, find_citations,
};

/// Words that name a document or an issue, small enough to be kept by the million. Spans are those in its
/// passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenCitation {
    /// The number of the passage that it stands in.
    pub passage: u32,
    /// Where it stands.
    pub span: Span,
    /// The title, if one is given.
    pub title: Option<WrittenTitle>,
    /// The number, if one is given.
    pub number: Option<WrittenNumber>,
    /// Whether it was marked with `[[…]]`.
    pub forced: bool,
    /// What the sentence says is done with the document.
    pub verb: Option<CitationVerb>,
}

impl WrittenCitation {
    /// Whether it is an issue that is named. Which one is read from its words again: few are.
    #[must_use]
    pub fn names_issue(&self) -> bool {
        self.title.is_none() && self.number.is_none()
    }
}

/// A title in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenTitle {
    /// Where it stands.
    pub span: Span,
    /// Its key.
    pub key: TitleKey,
}

/// A document number in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenNumber {
    /// Its key.
    pub key: NumberKey,
    /// Whether it has none of the known forms.
    pub is_free: bool,
}

/// What was found in a text the last time. It is no part of what the text says: two records are equal
/// whatever is remembered of them.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Option<Arc<Recognised>>>, AtomicBool);

#[derive(Debug, Serialize, Deserialize)]
struct Recognised {
    /// The fingerprint of the series that were known then.
    known: u64,
    citations: Box<[WrittenCitation]>,
}

/// The citations of a text.
pub struct Citations {
    recognised: Arc<Recognised>,
    /// Whether they had to be looked for.
    pub is_new: bool,
}

impl Citations {
    /// The citations, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &WrittenCitation> {
        self.recognised.citations.iter()
    }
}

impl PackedPassages {
    /// What the passages name, in their order, where `known` names series.
    pub fn citations(&self, known: &SeriesSet) -> Citations {
        let mut memory = self.memory.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |there: &&Arc<Recognised>| there.known == known.fingerprint();
        if let Some(recognised) = memory.as_ref().filter(same).cloned() {
            return Citations { recognised, is_new: false };
        }
        let citations = self.recognise(known);
        let is_new = memory.is_some() || !citations.is_empty();
        self.memory.1.fetch_or(is_new, Ordering::Relaxed);
        let recognised = Arc::new(Recognised { known: known.fingerprint(), citations });
        *memory = Some(recognised.clone());
        Citations { recognised, is_new }
    }

    /// Whether they were looked for since this was read or taken from what was kept.
    pub(super) fn is_recognised_anew(&self) -> bool {
        self.memory.1.load(Ordering::Relaxed)
    }

    /// A citation with its number in full.
    pub fn in_full(&self, citation: &WrittenCitation, known: &SeriesSet) -> Option<FoundCitation> {
        let text = self.passage(citation.passage as usize).text;
        let number = |found: &FoundCitation| found.number.as_ref().map(|number| number.key());
        let same = |found: &FoundCitation| {
            Span::new(found.span.clone()) == citation.span && number(found) == citation.number.map(|n| n.key)
        };
        find_citations(text, known).into_iter().find(same)
    }

    fn recognise(&self, known: &SeriesSet) -> Box<[WrittenCitation]> {
        let in_passage = |(index, text): (usize, &str)| {
            let written = |found: FoundCitation| written(index, text, &found);
            find_citations(text, known).into_iter().map(written).collect::<Vec<_>>()
        };
        self.iter().map(|passage| passage.text).enumerate().flat_map(in_passage).collect()
    }
}

fn written(passage: usize, text: &str, found: &FoundCitation) -> WrittenCitation {
    let title = |range: &std::ops::Range<usize>| WrittenTitle {
        span: Span::new(range.clone()),
        key: TitleKey::of(&text[range.clone()]),
    };
    WrittenCitation {
        passage: u32::try_from(passage).unwrap_or(u32::MAX),
        span: Span::new(found.span.clone()),
        title: found.title.as_ref().map(title),
        number: found
            .number
            .as_ref()
            .map(|number| WrittenNumber { key: number.key(), is_free: *number.form() == NumberForm::Free }),
        forced: found.forced,
        verb: found.verb,
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self(Mutex::new(remembered), AtomicBool::new(self.1.load(Ordering::Relaxed)))
    }
}

impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memory {}

impl Serialize for Memory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_deref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Memory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let recognised = Option::<Recognised>::deserialize(deserializer)?;
        Ok(Self(Mutex::new(recognised.map(Arc::new)), AtomicBool::new(false)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::body::Prepared;

    fn passages(text: &str) -> PackedPassages {
        let prepared = Prepared::new(text);
        let body = prepared.body_with_passages(&NumberKinds::default());
        body.passages.packed(body.anchors.len(), &body.footnotes, 0)
    }

    fn series(names: &[&str]) -> SeriesSet {
        SeriesSet::new(names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())))
    }

    #[test]
    fn what_was_found_is_remembered_until_other_series_are_known() {
        let passages = passages("精心组织云政发〔2018〕8号。");
        let spans = |known: &SeriesSet| {
            let found = passages.citations(known);
            let spans: Vec<&str> =
                found.iter().map(|c| &passages.passage(c.passage as usize).text[c.span.range()]).collect();
            (spans.join(" "), found.is_new)
        };
        assert_eq!(spans(&series(&[])), ("精心组织云政发〔2018〕8号".to_owned(), true));
        assert!(!spans(&series(&[])).1);
        assert_eq!(spans(&series(&["云政发"])), ("云政发〔2018〕8号".to_owned(), true));
    }

    #[test]
    fn what_is_remembered_outlives_a_run() {
        let before = passages("根据《某办法》（云政发〔2018〕8号）。");
        let known = series(&["云政发"]);
        assert!(before.citations(&known).is_new);
        let bytes = postcard::to_allocvec(&before).expect("records are plain data");
        let after: PackedPassages = postcard::from_bytes(&bytes).expect("what was kept comes back");
        let found = after.citations(&known);
        assert!(!found.is_new);
        let citation = found.iter().next().expect("it names a document");
        let number = after.in_full(citation, &known).and_then(|found| found.number);
        assert_eq!(number.map(|number| number.to_string()).as_deref(), Some("云政发〔2018〕8号"));
    }
}
