//! The running text of a document, block by block: what citations are looked for in.
//!
//! A block is a paragraph, a list item, a heading, a row of a table or a footnote. Reading a file and
//! rendering its page walk the same blocks, so that a place in one is a place in the other.

use std::ops::Range;

use super::charges;
use super::passages::Passages;
use super::signs::Signs;
use crate::gazette::{
    NumberKinds, may_hold_issue, may_hold_number, may_hold_title, may_tell_validity, sentences,
    sentences_around, validity_hints,
};

/// Stands in a block's text for what is no running text: code, links, raw HTML.
const GAP: char = '\u{fffc}';
/// Stands between the cells of a row.
const CELL: &str = " · ";

/// How many characters are kept of a sentence that tells how long a document applies.
const HINT_LENGTH: usize = 160;

/// Where a piece of text stands in the running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The index of the piece.
    pub piece: usize,
    /// The block, counted from 0.
    pub block: u32,
    /// The byte of the block's text that it begins at.
    pub start: u32,
}

/// What a block is led to by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: a text before the first anchor.
    #[default]
    None,
    /// The n-th anchor of the text.
    Number(u32),
    /// The footnote with this label.
    Footnote(Box<str>),
}

impl Anchor {
    /// Its number among the ids of a text: footnotes count after its `anchors`.
    pub(super) fn number(&self, anchors: usize, footnotes: &[Box<str>]) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Number(number) => Some(*number),
            Self::Footnote(label) => {
                let note = footnotes.iter().position(|known| known == label)?;
                u32::try_from(anchors + note).ok()
            }
        }
    }
}

/// The blocks of a text, while it is read.
#[derive(Debug, Default)]
pub struct Blocks<'k> {
    /// The open block's text.
    text: String,
    /// Where in the open block each run begins, with its place in the source.
    sources: Vec<(usize, usize)>,
    /// How many blocks there were.
    count: u32,
    /// Whether sentences are kept; a page needs none.
    keeps: bool,
    /// The kinds of numbers that are declared; none where no sentences are kept.
    kinds: Option<&'k NumberKinds>,
    /// The heads of the open table's columns, if they speak of charges.
    heads: Vec<String>,
    /// Where in the open block the ending of a department's name may begin.
    bodies: Vec<u32>,
    /// How many charges there were before the open block.
    charges_before: usize,
    /// What leads to the open block.
    pub anchor: Anchor,
    /// Links, pictures and raw links that are open.
    pub silent: usize,
    /// Where the running text stands.
    pub runs: Vec<Run>,
    /// The sentences to be kept.
    pub passages: Passages,
}

impl<'k> Blocks<'k> {
    /// Blocks whose sentences are kept where they may name documents, by numbers of these kinds too.
    pub fn keeping_passages(kinds: &'k NumberKinds) -> Self {
        Self { keeps: true, kinds: Some(kinds), ..Self::default() }
    }

    /// Whether sentences are kept: the text is read for what others must know of it, not for its page.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// Words of running text, with the index of their piece and their place in the source.
    pub fn words(&mut self, words: &str, piece: usize, source: usize) {
        if self.silent > 0 {
            return self.gap();
        }
        if self.keeps {
            self.sources.push((self.text.len(), source));
        }
        self.runs.push(Run { piece, block: self.count, start: offset(self.text.len()) });
        self.text.push_str(words);
    }

    /// A line break that stays.
    pub fn line_break(&mut self) {
        self.text.push('\n');
    }

    /// Something that is no running text.
    pub fn gap(&mut self) {
        self.text.push(GAP);
    }

    /// Raw HTML within a block; a link of its own is silent until it closes.
    pub fn raw_html(&mut self, html: &str) {
        let html = html.trim_start().to_ascii_lowercase();
        if html.starts_with("<a ") {
            self.silent += 1;
        } else if html.starts_with("</a") {
            self.silent = self.silent.saturating_sub(1);
        }
        self.gap();
    }

    /// A cell of a row begins.
    pub fn cell(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(CELL);
        }
    }

    /// The block ends.
    pub fn close(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.charges_before = self.passages.charges.len();
        if self.keeps {
            self.look_over();
        }
        self.text.clear();
        self.sources.clear();
        self.silent = 0;
        self.count += 1;
    }

    /// Keeps what the open block tells.
    fn look_over(&mut self) {
        self.bodies.clear();
        let signs = Signs::of(&self.text, &mut self.bodies);
        let declared = self.declared();
        if !declared.is_empty() || (signs.may_name_document() && is_of_interest(&self.text)) {
            self.keep(&declared);
        }
        if signs.may_tell_validity() && may_tell_validity(&self.text) {
            self.keep_hints();
        }
        if signs.may_charge() || !self.heads.is_empty() {
            self.keep_charges();
        }
        self.passages.mentions.add(&self.text, &self.bodies, &self.anchor);
    }

    /// Where numbers of declared kinds stand in the open block.
    fn declared(&self) -> Vec<Range<usize>> {
        self.kinds.map(|kinds| kinds.spans(&self.text)).unwrap_or_default()
    }

    fn keep(&mut self, declared: &[Range<usize>]) {
        let text = std::mem::take(&mut self.text);
        for range in sentences_around(&text, declared) {
            let sentence = &text[range.clone()];
            let names_declared = declared.iter().any(|d| range.start <= d.start && d.end <= range.end);
            if names_declared || is_of_interest(sentence) {
                self.passages.push(sentence, &self.anchor, self.count, offset(range.start));
                self.keep_forced(range.start, sentence);
            }
        }
        self.text = text;
    }

    /// What the block says of how long the document applies.
    fn keep_hints(&mut self) {
        for range in sentences(&self.text) {
            let sentence = &self.text[range];
            for hint in validity_hints(sentence) {
                let shown = sentence.chars().take(HINT_LENGTH).collect::<String>();
                self.passages.hints.push((self.anchor.clone(), hint, shown.into()));
            }
        }
    }

    /// The head of a table is complete: its rows are kept if it speaks of charges.
    pub fn close_head(&mut self) {
        let charging = self.keeps && charges::speaks_of_charges(&self.text);
        let heads = self.text.split(CELL).map(str::to_owned).collect();
        self.close();
        // The head itself charges nobody.
        self.passages.charges.truncate(self.charges_before);
        if charging {
            self.heads = heads;
        }
    }

    /// The table is over.
    pub fn close_table(&mut self) {
        self.heads.clear();
    }

    /// A block of raw HTML, for the rows of its tables.
    pub fn html_block(&mut self, html: &str) {
        if self.keeps {
            for row in charges::html_rows(html) {
                self.passages.charges.push((self.anchor.clone(), row));
            }
        }
    }

    fn keep_charges(&mut self) {
        if !self.heads.is_empty() {
            let cells: Vec<&str> = self.text.split(CELL).collect();
            let row = charges::row(&self.heads, cells.into_iter());
            self.passages.charges.extend(row.map(|row| (self.anchor.clone(), row)));
        } else if charges::speaks_of_charges(&self.text) {
            for range in sentences(&self.text) {
                let charge = charges::sentence(&self.text[range]);
                self.passages.charges.extend(charge.map(|charge| (self.anchor.clone(), charge)));
            }
        }
    }

    /// The places of `[[…]]` in the source, for saying where a miss is.
    fn keep_forced(&mut self, start: usize, sentence: &str) {
        for (at, _) in sentence.match_indices("[[") {
            let run = self.sources.partition_point(|(run, _)| *run <= start + at);
            let Some((run, source)) = run.checked_sub(1).map(|run| self.sources[run]) else { continue };
            let length = sentence[at..].find("]]").map_or(2, |end| end + 2);
            let source = source + (start + at - run);
            self.passages.forced.push(source..source + length);
        }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a text may name a document. Cheap: most text names none.
fn is_of_interest(text: &str) -> bool {
    may_hold_title(text) || text.contains("[[") || may_hold_number(text) || may_hold_issue(text)
}
