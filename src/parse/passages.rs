//! The sentences of a text that name documents, packed: many are kept, and all are small.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::blocks::Anchor;
use super::charges::WrittenCharge;
use super::mentions::Mentions;
use super::naming::Naming;
use super::recognised::Memory;
use crate::diagnostics::Span;
use crate::gazette::ValidityHint;

/// Sentences that may name documents, while a text is read.
#[derive(Debug, Default)]
pub struct Passages {
    text: String,
    marks: Vec<(Anchor, Mark)>,
    /// Where `[[…]]` stand in the source, in order.
    pub forced: Vec<Range<usize>>,
    /// What sentences say of how long the document applies.
    pub hints: Vec<(Anchor, ValidityHint, Box<str>)>,
    /// Sentences and rows that charge departments.
    pub charges: Vec<(Anchor, Box<str>)>,
    /// What may name departments.
    pub mentions: Mentions<Anchor>,
}

/// What a sentence says of how long its document applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenHint {
    /// What it says.
    pub hint: ValidityHint,
    /// The number of the anchor that leads to it, among those of its text.
    pub anchor: Option<u32>,
    /// The sentence.
    pub sentence: Box<str>,
}

/// Sentences that may name documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedPassages {
    text: Box<str>,
    marks: Box<[Mark]>,
    /// Where `[[…]]` stand in the file, in order.
    pub forced: Box<[Span]>,
    /// What sentences say of how long the document applies.
    pub hints: Box<[WrittenHint]>,
    /// The citations that were found in them.
    pub(super) memory: Memory,
}

/// A sentence, with its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Its words.
    pub text: &'a str,
    /// The number of the anchor that leads to its block, among those of its text.
    pub anchor: Option<usize>,
    /// The block, counted from 0.
    pub block: u32,
    /// The byte of the block's text that it begins at.
    pub start: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Where its words end in the packed text.
    end: u32,
    /// The anchor's number; [`NO_ANCHOR`] when there is none.
    anchor: u32,
    block: u32,
    start: u32,
}

const NO_ANCHOR: u32 = u32::MAX;

impl Passages {
    /// Adds a sentence.
    pub fn push(&mut self, sentence: &str, anchor: &Anchor, block: u32, start: u32) {
        self.text.push_str(sentence);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.marks.push((anchor.clone(), Mark { end, anchor: NO_ANCHOR, block, start }));
    }

    /// The sentences to be kept. Footnotes count after the `anchors` of the text; places in the text
    /// become places in the file by `text_start`.
    #[must_use]
    pub fn packed(&self, anchors: usize, footnotes: &[Box<str>], text_start: usize) -> PackedPassages {
        let number = |anchor: &Anchor| anchor.number(anchors, footnotes);
        let marks = self.marks.iter();
        let in_file = |range: &Range<usize>| Span::new(range.start + text_start..range.end + text_start);
        PackedPassages {
            text: self.text.as_str().into(),
            marks: marks
                .map(|(anchor, mark)| Mark { anchor: number(anchor).unwrap_or(NO_ANCHOR), ..*mark })
                .collect(),
            forced: self.forced.iter().map(in_file).collect(),
            hints: self
                .hints
                .iter()
                .map(|(anchor, hint, sentence)| WrittenHint {
                    hint: *hint,
                    anchor: number(anchor),
                    sentence: sentence.clone(),
                })
                .collect(),
            memory: Memory::default(),
        }
    }

    /// What the text may say of departments. Anchors are counted as in [`Self::packed`].
    #[must_use]
    pub fn naming(&self, anchors: usize, footnotes: &[Box<str>]) -> Naming {
        let number = |anchor: &Anchor| anchor.number(anchors, footnotes);
        let charge = |(anchor, text): &(Anchor, Box<str>)| WrittenCharge {
            anchor: number(anchor),
            text: text.clone(),
        };
        Naming { charges: self.charges.iter().map(charge).collect(), mentions: self.mentions.packed(number) }
    }
}

impl PackedPassages {
    /// The sentences, in order.
    pub fn iter(&self) -> impl Iterator<Item = Passage<'_>> {
        (0..self.marks.len()).map(|index| self.passage(index))
    }

    /// The numbers of the anchors that lead to what is kept.
    pub(super) fn anchors(&self) -> impl Iterator<Item = usize> {
        let marks = self.marks.iter().map(|mark| mark.anchor).filter(|anchor| *anchor != NO_ANCHOR);
        let hints = self.hints.iter().filter_map(|hint| hint.anchor);
        marks.chain(hints).map(|anchor| anchor as usize)
    }

    /// A sentence, by its number. There is none where the file changed while it was read: a citation may be
    /// remembered that is no longer there. Nothing is kept of such a run.
    #[must_use]
    pub fn passage(&self, index: usize) -> Passage<'_> {
        let Some(mark) = self.marks.get(index) else { return Passage::default() };
        let start = index.checked_sub(1).map_or(0, |before| self.marks[before].end);
        Passage {
            text: &self.text[start as usize..mark.end as usize],
            anchor: (mark.anchor != NO_ANCHOR).then_some(mark.anchor as usize),
            block: mark.block,
            start: mark.start,
        }
    }
}
