//! What a query asks for: phrases, and the terms that a document must have to hold them.

use super::class::{Class, class};
use super::normal::{Normal, number_key, text_of, with_digits};
use super::terms::{
    closes_bracket, ends_sentence, is_dense, key_over_marks, leading_digits, mention_key, pair_key, word_of,
};

/// The quotation marks that a phrase may stand in: opening and closing.
const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('＂', '＂')];

/// A phrase of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Whether documents that hold it are left out.
    pub excluded: bool,
    /// Whether it has a character of a script without blanks between words.
    pub dense: bool,
    /// Its normal text.
    pub text: String,
    /// Its numeral form, where that differs.
    pub numerals: Option<String>,
    /// How many characters its runs have.
    pub length: usize,
    /// What it is looked up by: one or two forms, each of parts that a sentence's end divides.
    pub forms: Vec<Vec<Vec<Term>>>,
}

/// What is looked up in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where in its form it begins.
    pub at: usize,
    /// Where in its form its last character is.
    pub last: usize,
    /// What it is.
    pub kind: TermKind,
}

/// What is looked up in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A pair of characters, or one alone, by its key.
    Pair(u64),
    /// A word.
    Word(String),
    /// All words that begin so.
    Beginning(String),
}

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Its phrases.
    pub phrases: Vec<Phrase>,
    /// The key of a document number that it may be.
    pub number: Option<String>,
}

impl Query {
    /// Reads a query.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let phrases = phrases(source);
        let plain =
            !source.contains(QUOTES.map(|(open, _)| open)) && phrases.iter().all(|phrase| !phrase.excluded);
        let number =
            plain.then(|| number_key(source)).filter(|key| key.contains(|c: char| c.is_ascii_digit()));
        Self { phrases, number }
    }

    /// The phrases that a document must hold.
    pub fn wanted(&self) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(|phrase| !phrase.excluded)
    }

    /// Whether it asks for nothing, so that everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted().next().is_none() && self.number.is_none()
    }
}

fn is_blank(c: char) -> bool {
    class(c.into()) == Class::Blank
}

fn phrases(query: &str) -> Vec<Phrase> {
    let characters: Vec<char> = query.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if is_blank(characters[at]) {
            at += 1;
            continue;
        }
        let excluded = matches!(characters[at], '-' | '－')
            && characters.get(at + 1).is_some_and(|next| !is_blank(*next));
        at += usize::from(excluded);
        let close = QUOTES.iter().find(|(open, _)| *open == characters[at]).map(|(_, close)| *close);
        let end = close.and_then(|close| {
            characters[at + 1..].iter().position(|c| *c == close).map(|length| at + 1 + length)
        });
        let (start, end, next) = match end {
            Some(end) => (at + 1, end, end + 1),
            None => {
                let ends = |c: &char| is_blank(*c) || QUOTES.iter().any(|(open, _)| open == c);
                let length = characters[at + 1..].iter().position(ends);
                let end = length.map_or(characters.len(), |length| at + 1 + length);
                (at, end, end)
            }
        };
        let source: String = characters[start..end].iter().collect();
        found.extend(phrase(&source, close.is_some() && start > at, excluded));
        at = next;
    }
    found
}

fn phrase(source: &str, quoted: bool, excluded: bool) -> Option<Phrase> {
    let normal = Normal::new(source).codes;
    let in_run = |code: &u32| class(*code).is_in_run();
    let first = normal.iter().position(in_run)?;
    let last = normal.iter().rposition(in_run)?;
    let codes = &normal[first..=last];
    let numerals = with_digits(codes);
    let dense = codes.iter().any(|code| class(*code) == Class::Dense);
    let forms = std::iter::once(codes).chain(numerals.as_deref());
    Some(Phrase {
        quoted,
        excluded,
        dense,
        text: text_of(codes),
        length: codes.iter().filter(|code| in_run(code)).count(),
        forms: forms.map(|form| terms(form, dense, quoted)).collect(),
        numerals: numerals.as_deref().map(text_of),
    })
}

/// The terms of a form, in the parts that a sentence's end divides it into.
fn terms(codes: &[u32], dense: bool, quoted: bool) -> Vec<Vec<Term>> {
    let is_letter = |code: u32| class(code) == Class::Letter;
    let mut parts: Vec<Vec<Term>> = vec![Vec::new()];
    for (at, code) in codes.iter().enumerate() {
        let code = *code;
        if ends_sentence(code) {
            if parts.last().is_some_and(|part| !part.is_empty()) {
                parts.push(Vec::new());
            }
            continue;
        }
        let Some(part) = parts.last_mut().filter(|_| class(code).is_in_run()) else { continue };
        let (before, behind) = (pair_before(codes, at), pair_behind(codes, at));
        if is_dense(code) && before.is_none() && behind.is_none() {
            part.push(Term { at, last: at, kind: TermKind::Pair(pair_key(code, 0)) });
        }
        if is_letter(code) && (at == 0 || !is_letter(codes[at - 1])) {
            let letters = codes[at..].iter().take_while(|code| is_letter(**code)).count();
            let begins = at > 0 || !dense;
            let ends = at + letters < codes.len() || (!dense && quoted);
            if begins && (ends || !dense) {
                let kind = word(&codes[at..at + letters], !ends);
                part.push(Term { at, last: at + letters - 1, kind });
            }
        }
        let last = at + 1 + marks_before(&codes[at + 1..]);
        let keys = behind.into_iter().chain(mention_behind(codes, at));
        part.extend(keys.map(|key| Term { at, last, kind: TermKind::Pair(key) }));
    }
    if parts.len() > 1 && parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

/// The key of a character and the next one, over marks or not, if that is a term.
fn pair_behind(codes: &[u32], at: usize) -> Option<u64> {
    let (first, rest) = (codes[at], &codes[at + 1..]);
    let marks = marks_before(rest);
    let second = *rest.get(marks)?;
    match marks {
        0 => (is_dense(first) || is_dense(second)).then(|| pair_key(first, second)),
        _ => key_over_marks(first, second),
    }
}

/// How many marks and blanks codes begin with.
fn marks_before(codes: &[u32]) -> usize {
    codes.iter().take_while(|code| !class(**code).is_in_run()).count()
}

/// The key of the mention of a number whose year stands behind a character, if both are known whole:
/// 政发(2018)8号, but not 发(2018)8, which may go on.
fn mention_behind(codes: &[u32], at: usize) -> Option<u64> {
    let before = [*codes.get(at.checked_sub(1)?)?, codes[at]];
    let rest = &codes[at + 1..];
    let opening = marks_before(rest);
    let year = leading_digits(&rest[opening..]);
    let rest = &rest[opening + year.len()..];
    let closing = marks_before(rest);
    let number = leading_digits(&rest[closing..]);
    let is_whole = rest.len() > closing + number.len();
    let is_mention = opening > 0 && !year.is_empty() && !number.is_empty() && is_whole;
    let is_mention = is_mention && class(before[0]).is_in_run() && closes_bracket(*rest[..closing].last()?);
    is_mention.then(|| mention_key(before, year, number))
}

/// The key of the character before one and itself, if that is a term.
fn pair_before(codes: &[u32], at: usize) -> Option<u64> {
    let before = codes[..at].iter().rposition(|code| class(*code).is_in_run())?;
    pair_behind(codes, before)
}

fn word(letters: &[u32], beginning: bool) -> TermKind {
    match letters {
        [letter] if beginning => TermKind::Pair(pair_key(*letter, 0)),
        letters if beginning => TermKind::Beginning(word_of(letters)),
        letters => TermKind::Word(word_of(letters)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<String> {
        let show = |phrase: Phrase| {
            let sign = if phrase.excluded { "-" } else { "" };
            let quote = if phrase.quoted { "\"" } else { "" };
            format!("{sign}{quote}{}", phrase.text)
        };
        phrases(query).into_iter().map(show).collect()
    }

    #[test]
    fn blanks_part_a_query_and_quotation_marks_hold_it_together() {
        assert_eq!(read("校车　安全 "), ["校车", "安全"]);
        assert_eq!(read("“school bus” 「甲 乙」"), ["\"school bus", "\"甲乙"]);
        assert_eq!(read("甲\"乙 丙\""), ["甲", "\"乙丙"]);
        assert_eq!(read("甲“乙"), ["甲", "乙"]);
        assert_eq!(read("甲 -乙 －“丙 丁” - 戊-己"), ["甲", "-乙", "-\"丙丁", "戊-己"]);
        assert_eq!(read("《》 ，"), [""; 0]);
    }

    #[test]
    fn the_last_word_of_an_open_phrase_is_a_beginning() {
        let kinds = |query: &str| -> Vec<TermKind> {
            phrases(query)[0].forms[0].iter().flatten().map(|term| term.kind.clone()).collect()
        };
        assert_eq!(kinds("sch"), [TermKind::Beginning("sch".into())]);
        assert_eq!(kinds("\"sch\""), [TermKind::Word("sch".into())]);
        assert_eq!(kinds("a"), [TermKind::Pair(pair_key(0x61, 0))]);
        assert_eq!(kinds("“school bus”"), [TermKind::Word("school".into()), TermKind::Word("bus".into())]);
        // What stands before and behind is not known.
        assert_eq!(
            kinds("d打印"),
            [TermKind::Pair(pair_key(0x64, 0x6253)), TermKind::Pair(pair_key(0x6253, 0x5370))]
        );
    }

    #[test]
    fn pairs_reach_over_marks() {
        let parts = |query: &str| -> Vec<Vec<TermKind>> {
            let kinds = |part: &Vec<Term>| part.iter().map(|term| term.kind.clone()).collect();
            phrases(query)[0].forms[0].iter().map(kinds).collect()
        };
        let pair = |pair: &str| {
            let codes: Vec<u32> = pair.chars().map(u32::from).collect();
            TermKind::Pair(pair_key(codes[0], codes[1]))
        };
        let over =
            |first: char, second: char| TermKind::Pair(key_over_marks(first.into(), second.into()).unwrap());
        let single = |only: char| TermKind::Pair(pair_key(only.into(), 0));
        assert_eq!(parts("甲，乙"), [[over('甲', '乙')]]);
        assert_eq!(parts("甲、《乙丙"), [[over('甲', '乙'), pair("乙丙")]]);
        assert_eq!(parts("甲。乙丙"), [[over('甲', '乙')], [pair("乙丙")]]);
        assert_eq!(parts("甲"), [[single('甲')]]);
    }

    #[test]
    fn a_mention_is_looked_up_where_it_is_known_whole() {
        let has_mention = |query: &str| {
            let codes = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
            let key = mention_key([u32::from('政'), u32::from('发')], &codes("2018"), &codes("8"));
            phrases(query)[0].forms.iter().flatten().flatten().any(|term| term.kind == TermKind::Pair(key))
        };
        for query in ["云政发〔2018〕8号", "政发[二〇一八]八号文", "“政发（2018）8 号”"]
        {
            assert!(has_mention(query), "{query}");
        }
        for query in ["发〔2018〕8号", "云政发〔2018〕8", "云政发2018，8号", "018〕8号", "政发〔2018〕18号"]
        {
            assert!(!has_mention(query), "{query}");
        }
    }

    #[test]
    fn a_number_has_a_digit_and_nothing_quoted_or_left_out() {
        assert_eq!(Query::new("临政发〔2018〕8号").number.as_deref(), Some("临政发|2018|8"));
        assert_eq!(Query::new("“临政发〔2018〕8号”").number, None);
        assert_eq!(Query::new("校车").number, None);
        assert!(Query::new(" -甲 ").is_empty());
    }
}
