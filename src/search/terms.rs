//! What a document is found by: pairs, single characters and words, with how often and where they occur.

use std::collections::{BTreeMap, BTreeSet};

use super::class::{Class, class};
use super::counts::{Count, Counts};
use super::normal::{read, text_of, with_digits};
use super::run::{Posting, Run};
use super::script::fnv;

/// Behind the first character of a pair's key come so many bits for the second.
pub const SECOND_BITS: u32 = 18;
/// Words are known by so many of their first characters.
pub const WORD_LENGTH: usize = 24;
/// A document shorter than this has one segment; from here on each doubling doubles them.
const SEGMENT_LENGTH: u32 = 400;
/// A document has at most so many segments.
const SEGMENTS: u32 = 8;
/// A block is cut into pieces before the first sentence that begins so many characters behind.
const PIECE_LENGTH: u32 = 300;
/// A piece is known by so many of its first characters.
const PIECE_NAME: usize = 8;

/// The key of a pair of characters; of one alone, with 0 as the second.
#[must_use]
pub fn pair_key(first: u32, second: u32) -> u64 {
    u64::from(first) << SECOND_BITS | u64::from(second)
}

/// From this key on lists have ids alone: see [`key_over_marks`] and [`mention_key`].
pub const PLAIN_KEYS: u64 = (OVER_MARKS as u64) << SECOND_BITS;
/// What the first character of a pair over marks is raised by.
const OVER_MARKS: u32 = 0x2_0000;
/// So many kinds of second characters are told apart in pairs over marks that no digit begins. Most such pairs
/// are in one document only: each with a list of its own, they would be a fifth of the index.
const KINDS_OVER_MARKS: u32 = 32;
/// So many lists there are for mentions of numbers.
const MENTIONS: u32 = 1 << 16;

fn is_digit(code: u32) -> bool {
    (0x30..=0x39).contains(&code)
}

/// The key of two characters with marks between them; none where both are no dense ones, or both digits.
/// Several pairs share it, and one that begins with a very rare character may: the texts tell them apart. Behind
/// a digit each character has its own, since headings begin so: 一、 (1).
#[must_use]
pub fn key_over_marks(first: u32, second: u32) -> Option<u64> {
    let are_words = (is_dense(first) || is_dense(second)) && !(is_digit(first) && is_digit(second));
    let is_term = first < OVER_MARKS && are_words;
    let kind = if is_digit(first) { second } else { second % KINDS_OVER_MARKS };
    is_term.then(|| pair_key(first + OVER_MARKS, kind))
}

/// The key of a mention of a number, 政发(2018)8, by the two characters before its year, the year, and what it
/// begins with behind its bracket. Others may share it.
#[must_use]
pub fn mention_key(before: [u32; 2], year: &[u32], number: &[u32]) -> u64 {
    let codes: Vec<u32> = before.iter().chain(year).chain(&[0x29]).chain(number).copied().collect();
    pair_key(OVER_MARKS, fnv(text_of(&codes).as_bytes()) % MENTIONS)
}

/// The digits that codes begin with.
#[must_use]
pub fn leading_digits(codes: &[u32]) -> &[u32] {
    &codes[..codes.iter().take_while(|code| is_digit(**code)).count()]
}

/// Whether a folded character closes a bracket.
#[must_use]
pub fn closes_bracket(code: u32) -> bool {
    code == 0x29
}

/// Whether a sentence ends behind a folded character.
#[must_use]
pub fn ends_sentence(code: u32) -> bool {
    matches!(char::from_u32(code), Some('。' | '!' | '?' | ';'))
}

/// The first characters of a word.
#[must_use]
pub fn word_of(letters: &[u32]) -> String {
    text_of(&letters[..letters.len().min(WORD_LENGTH)])
}

/// What a document's place in the order depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// In how many segments it is cut.
    pub segments: u8,
    /// How many characters its runs have.
    pub length: u32,
    /// How many characters its title's runs have.
    pub title_length: u32,
}

/// A run of characters without marks and blanks.
struct Span {
    start: usize,
    end: usize,
    /// The hash of the beginning of its piece.
    piece: u32,
    title: bool,
    /// Whether the title begins with it.
    begins: bool,
    /// Whether a run of the same block stands before it.
    follows: bool,
}

/// The last two characters of a run, of which the first may be missing.
type Tail = [Option<u32>; 2];

/// The end of the run before: what a term over the marks between two runs depends on.
#[derive(Clone, Copy)]
struct RunEnd {
    /// As it is, and in its numeral form.
    tails: [Tail; 2],
    /// Whether the title begins with this run, and it is no longer than its last character.
    begins: bool,
    /// Where it is of digits alone, and may be the year of a number: how the run before it ends.
    before_year: Option<[Tail; 2]>,
}

/// The last two of some codes.
fn tail(codes: &[u32]) -> Tail {
    [codes.len().checked_sub(2).map(|at| codes[at]), codes.last().copied()]
}

/// Gathers the terms of documents with near ids.
pub struct Collector {
    base: u32,
    codes: Vec<u32>,
    spans: Vec<Span>,
    counts: Counts,
    words: BTreeMap<String, Count>,
    pairs: Vec<u64>,
    word_postings: Vec<(Box<str>, u32)>,
    numbers: Vec<(Box<str>, u32)>,
}

impl Collector {
    /// For documents with ids from `base` on.
    #[must_use]
    pub fn new(base: u32) -> Self {
        Self {
            base,
            codes: Vec::new(),
            spans: Vec::new(),
            counts: Counts::default(),
            words: BTreeMap::new(),
            pairs: Vec::new(),
            word_postings: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Adds a document by its blocks, the title first, and the keys of its numbers.
    pub fn add<'b>(
        &mut self,
        id: u32,
        blocks: impl Iterator<Item = &'b str>,
        keys: impl Iterator<Item = &'b str>,
    ) -> Measures {
        let measures = self.measure(blocks);
        let mut before = None;
        for index in 0..self.spans.len() {
            let segment = self.spans[index].piece % u32::from(measures.segments);
            before = Some(self.count_span(index, segment as u8, before));
        }
        let local = |posting: Posting| posting.packed(self.base);
        let pairs = &mut self.pairs;
        self.counts.drain(|key, count| pairs.push(key << 23 | u64::from(local(count.posting(id)))));
        for (word, count) in std::mem::take(&mut self.words) {
            self.word_postings.push((word.into(), local(count.posting(id))));
        }
        let plain = Posting { id, class: 0, mask: 1, title: false, begins: false };
        self.numbers.extend(keys.map(|key| (key.into(), local(plain))));
        measures
    }

    /// Everything as runs: of pairs and single characters, of words, of number keys.
    #[must_use]
    pub fn finish(mut self) -> (Run<u64>, Run<Box<str>>, Run<Box<str>>) {
        self.pairs.sort_unstable();
        let mut pairs = Run::new(self.base);
        for packed in &self.pairs {
            pairs.push(packed >> 23, (packed & 0x7f_ffff) as u32);
        }
        drop(self.pairs);
        let named = |mut postings: Vec<(Box<str>, u32)>| {
            postings.sort_unstable();
            postings.dedup();
            let mut run = Run::new(self.base);
            for (name, packed) in postings {
                run.push(name, packed);
            }
            run.shrunk()
        };
        (pairs.shrunk(), named(self.word_postings), named(self.numbers))
    }

    /// Reads the blocks into runs.
    fn measure<'b>(&mut self, blocks: impl Iterator<Item = &'b str>) -> Measures {
        self.codes.clear();
        self.spans.clear();
        let (mut length, mut title_length) = (0, 0);
        for (index, block) in blocks.enumerate() {
            let title = index == 0;
            let first_span = self.spans.len();
            let mut at = self.codes.len();
            let codes = &mut self.codes;
            read(block, |code, _, _| codes.push(code));
            let mut begins = title;
            // Where the piece and its sentence begin, in spans and in characters.
            let (mut piece, mut piece_length, mut sentence_ended) = (self.spans.len(), 0, false);
            while at < self.codes.len() {
                let run = self.codes[at..].iter().take_while(|code| class(**code).is_in_run()).count();
                if run == 0 {
                    sentence_ended |= ends_sentence(self.codes[at]);
                    at += 1;
                    continue;
                }
                if sentence_ended && piece_length >= PIECE_LENGTH {
                    self.name_piece(piece);
                    (piece, piece_length) = (self.spans.len(), 0);
                }
                let follows = self.spans.len() > first_span;
                sentence_ended = false;
                self.spans.push(Span { start: at, end: at + run, piece: 0, title, begins, follows });
                begins = false;
                at += run;
                piece_length += run as u32;
                length += run as u32;
            }
            self.name_piece(piece);
            if title {
                title_length = length;
            }
        }
        let segments = match length / SEGMENT_LENGTH {
            0 => 1,
            times => (2 << times.ilog2()).min(SEGMENTS) as u8,
        };
        Measures { segments, length, title_length }
    }

    /// Gives the spans from one on the hash of what they begin with. It says nothing of where they stand, so
    /// that a change of other pieces moves none of them into another segment.
    fn name_piece(&mut self, first: usize) {
        let codes = self.spans[first..].iter().flat_map(|span| &self.codes[span.start..span.end]);
        let name: Vec<u32> = codes.take(PIECE_NAME).copied().collect();
        let hash = fnv(text_of(&name).as_bytes());
        for span in &mut self.spans[first..] {
            span.piece = hash;
        }
    }

    /// Counts what is in a run, and what reaches over the marks between it and the run before.
    fn count_span(&mut self, index: usize, segment: u8, before: Option<RunEnd>) -> RunEnd {
        let Span { start, end, title, begins, follows, .. } = self.spans[index];
        let run = &self.codes[start..end];
        let mut at = 0;
        while at < run.len() {
            let first = begins && at == 0;
            let dense = is_dense(run[at]);
            let next = run.get(at + 1);
            if dense {
                self.counts.at(pair_key(run[at], 0)).add(segment, title, first);
            } else if at == 0 || class(run[at - 1]) == Class::Dense {
                self.counts.at(pair_key(run[at], 0)).add(segment, title, first);
                let letters = run[at..].iter().take_while(|code| class(**code) == Class::Letter).count();
                let word = word_of(&run[at..at + letters]);
                self.words.entry(word).or_default().add(segment, title, first);
            }
            if let Some(next) = next
                && (dense || class(*next) == Class::Dense)
            {
                self.counts.at(pair_key(run[at], *next)).add(segment, title, first);
            }
            at += 1;
        }
        let form = with_digits(run);
        if let Some(form) = &form {
            let own: Vec<u64> = dense_keys(run).map(|(_, key)| key).collect();
            for (at, key) in dense_keys(form).filter(|(_, key)| !own.contains(key)) {
                self.counts.at(key).add(segment, title, begins && at == 0);
            }
        }
        let forms = [run, form.as_deref().unwrap_or(run)];
        let before = before.filter(|_| follows);
        if let Some(before) = before {
            let last_span = &self.spans[index - 1];
            let is_number = closes_bracket(self.codes[start - 1]);
            let year = is_number.then(|| &self.codes[last_span.start..last_span.end]);
            for key in over_marks(before, forms, year) {
                self.counts.at(key).add(segment, title, before.begins);
            }
        }
        let is_year = run.iter().all(|code| is_digit(*code));
        RunEnd {
            tails: forms.map(tail),
            begins: begins && run.len() == 1,
            before_year: before.filter(|_| is_year).map(|before| before.tails),
        }
    }
}

/// The keys of what reaches over the marks between a run and the one before it, in both forms; `year` is that
/// run, where a bracket closes before this one.
fn over_marks(before: RunEnd, forms: [&[u32]; 2], year: Option<&[u32]>) -> BTreeSet<u64> {
    let mut keys = BTreeSet::new();
    for (form, run) in forms.into_iter().enumerate() {
        keys.extend(before.tails[form][1].and_then(|last| key_over_marks(last, run[0])));
        let number = leading_digits(run);
        if let (Some(year), Some(tails)) = (year, before.before_year)
            && let [Some(first), Some(last)] = tails[form]
            && !number.is_empty()
        {
            keys.insert(mention_key([first, last], year, number));
        }
    }
    keys
}

/// Whether a folded character is dense.
#[must_use]
pub fn is_dense(code: u32) -> bool {
    class(code) == Class::Dense
}

/// The pairs and single characters of a run, but for the first letters of words.
fn dense_keys(run: &[u32]) -> impl Iterator<Item = (usize, u64)> {
    let single = move |at: usize| is_dense(run[at]).then(|| (at, pair_key(run[at], 0)));
    let pair = move |at: usize| {
        let next = *run.get(at + 1)?;
        (is_dense(run[at]) || is_dense(next)).then(|| (at, pair_key(run[at], next)))
    };
    (0..run.len()).flat_map(move |at| single(at).into_iter().chain(pair(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(blocks: &[&str]) -> Vec<String> {
        let mut collector = Collector::new(0);
        collector.add(3, blocks.iter().copied(), std::iter::empty());
        let (pairs, ..) = collector.finish();
        let name = |key: u64| {
            let (first, second) = ((key >> SECOND_BITS) as u32, (key & 0x3_ffff) as u32);
            match first.checked_sub(OVER_MARKS) {
                Some(first) => format!("{},{second}", text_of(&[first])),
                None => text_of(&[first, second]).replace('\0', ""),
            }
        };
        let parts = super::super::run::join(&[pairs], Vec::new, |out: &mut Vec<String>, key, list| {
            let posting = list[0];
            out.push(format!(
                "{}{}{}",
                name(*key),
                "'".repeat(posting.class.into()),
                if posting.begins { "^" } else { "" }
            ));
        });
        parts.into_iter().flatten().collect()
    }

    #[test]
    fn the_terms_of_a_run_are_pairs_singles_and_words() {
        // A stroke for each class of frequency, and a hat for the beginning of the title.
        assert_eq!(pairs(&["甲乙，甲乙ab"]).join(" "), format!("a 乙' 乙a 甲'^ 甲乙'^ {}", over('乙', '甲')));
    }

    /// As a pair over marks is shown here.
    fn over(first: char, second: char) -> String {
        format!("{first},{}", u32::from(second) % KINDS_OVER_MARKS)
    }

    #[test]
    fn pairs_reach_over_marks_within_a_block() {
        let expected = format!("丙 乙 甲^ {} {}^", over('乙', '丙'), over('甲', '乙'));
        assert_eq!(pairs(&["《甲》“乙”。丙"]).join(" "), expected);
        assert_eq!(pairs(&["题", "a, 甲", "乙"]).join(" "), format!("a 乙 甲 题^ {}", over('a', '甲')));
        let found = pairs(&["x", "第十，第十一"]);
        for term in [over('十', '第'), format!("0,{}", u32::from('第'))] {
            assert!(found.contains(&term), "{term}: {found:?}");
        }
    }

    #[test]
    fn a_mention_of_a_number_is_a_term_whatever_its_brackets_and_numerals() {
        let mention = |before: &str, year: &str, number: &str| {
            let codes = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
            let before = codes(before);
            let key = mention_key([before[0], before[1]], &codes(year), &codes(number));
            format!("\0,{}", key & 0x3_ffff)
        };
        for text in ["依云政发〔2018〕12号", "云政发（二〇一八）十二号。", "云政发[2018] 12"]
        {
            let found = pairs(&["x", text]);
            assert!(found.contains(&mention("政发", "2018", "12")), "{text}: {found:?}");
        }
        for text in ["政发2018、12号", "发〔2018〕12号", "政发〔2018〕第12号"] {
            let found = pairs(&["x", text]);
            assert!(!found.iter().any(|term| term.starts_with('\0')), "{text}: {found:?}");
        }
    }

    #[test]
    fn numerals_are_found_in_digits_too() {
        let found = pairs(&["x", "十二月"]);
        for term in ["十2", "2月", "12", "1"] {
            assert!(found.iter().any(|found| found == term), "{term}: {found:?}");
        }
        assert!(
            !found.iter().any(|found| found == "2月'"),
            "what the run has is not counted again: {found:?}"
        );
    }

    #[test]
    fn a_long_document_is_cut_into_segments() {
        for (sentences, segments) in [(3, 1), (4, 2), (7, 2), (8, 4), (16, 8), (400, 8)] {
            let text = ("甲".repeat(100) + "。").repeat(sentences);
            let measures = Collector::new(0).add(1, ["题", &text].into_iter(), std::iter::empty());
            assert_eq!(measures.segments, segments, "{sentences} sentences");
            assert_eq!((measures.length, measures.title_length), (sentences as u32 * 100 + 1, 1));
        }
    }

    #[test]
    fn what_is_put_in_moves_nothing_else_into_another_segment() {
        let masks = |blocks: &[&str]| {
            let mut collector = Collector::new(0);
            collector.add(1, blocks.iter().copied(), std::iter::empty());
            let (pairs, ..) = collector.finish();
            let list = |out: &mut Vec<(u64, u8)>, key: &u64, list: &[Posting]| out.push((*key, list[0].mask));
            super::super::run::join(&[pairs], Vec::new, list).concat()
        };
        let texts: Vec<String> = (0..20u32)
            .map(|n| (0..100).filter_map(|at| char::from_u32(0x4e00 + n * 100 + at)).collect())
            .collect();
        let mut blocks: Vec<&str> = texts.iter().map(String::as_str).collect();
        let before = masks(&blocks);
        blocks.insert(3, "新增");
        let after = masks(&blocks);
        assert!(before.iter().all(|mask| after.contains(mask)));
    }
}
