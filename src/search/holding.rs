//! Where a text holds a phrase.

use super::class::{Class, class};
use super::normal::{Normal, text_of};
use super::query::Phrase;

/// A block of text, ready to be looked at.
pub struct Prepared {
    /// Its normal text and, where that differs, its numeral form.
    forms: Vec<(String, Normal)>,
}

impl Prepared {
    /// A block's text.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let normal = Normal::new(source);
        let other = normal.numeral_form();
        let forms = std::iter::once(normal).chain(other);
        Self { forms: forms.map(|form| (text_of(&form.codes), form)).collect() }
    }

    /// Whether the block holds a phrase.
    #[must_use]
    pub fn holds(&self, phrase: &Phrase) -> bool {
        self.searched(phrase).any(|(text, _, words)| find(text, words, phrase, 0).is_some())
    }

    /// Every place of a phrase, as bytes of the source: by where they begin, the longest first.
    #[must_use]
    pub fn places(&self, phrase: &Phrase) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (text, form, words) in self.searched(phrase) {
            let length = words.chars().count();
            let mut start = 0;
            while let Some(at) = find(text, words, phrase, start) {
                let first = text[..at].chars().count();
                found.push((form.from[first], form.until[first + length - 1]));
                start = at + words.len();
            }
        }
        found.sort_by_key(|(from, until)| (*from, std::cmp::Reverse(*until)));
        found
    }

    /// Each form of the block with the words to look for in it.
    fn searched<'s>(&'s self, phrase: &'s Phrase) -> impl Iterator<Item = (&'s str, &'s Normal, &'s str)> {
        // A block without numerals is its own numeral form.
        let last = self.forms.len() - 1;
        self.forms.iter().enumerate().flat_map(move |(which, (text, form))| {
            let numerals = phrase.numerals.as_deref().filter(|_| which == last);
            std::iter::once(phrase.text.as_str())
                .chain(numerals)
                .map(move |words| (text.as_str(), form, words))
        })
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| class(c.into()) == Class::Letter)
}

/// Where a text holds words, from a place on: a word is not found within another.
fn find(text: &str, words: &str, phrase: &Phrase, start: usize) -> Option<usize> {
    let bare = !phrase.dense && is_letter(words.chars().next());
    let mut from = start;
    loop {
        let at = from + text.get(from..)?.find(words)?;
        let behind = &text[at + words.len()..];
        let within = bare
            && (is_letter(text[..at].chars().next_back())
                || phrase.quoted && is_letter(behind.chars().next()));
        if !within {
            return Some(at);
        }
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use super::*;

    fn found(text: &str, query: &str) -> Vec<String> {
        let phrase = &Query::new(query).phrases[0];
        let prepared = Prepared::new(text);
        let places = prepared.places(phrase);
        assert_eq!(prepared.holds(phrase), !places.is_empty());
        places.into_iter().map(|(from, until)| text[from..until].to_owned()).collect()
    }

    #[test]
    fn a_phrase_is_found_in_whatever_form_it_is_written() {
        for (text, query, expected) in [
            ("臺灣之國務　院", "国务院", &["國務　院"][..]),
            ("第十二条", "第12条", &["第十二条"]),
            ("第12条", "第十二条", &["第12条"]),
            ("云政发〔2018〕8号", "云政发[2018]8号", &["云政发〔2018〕8号"]),
            ("Ｗｏｒｄ文档", "word", &["Ｗｏｒｄ"]),
            ("甲，乙", "甲，乙", &["甲，乙"]),
            ("甲，乙", "甲乙", &[]),
        ] {
            assert_eq!(found(text, query), expected, "{query} in {text}");
        }
    }

    #[test]
    fn a_word_is_found_by_its_beginning_and_a_quoted_one_whole() {
        assert_eq!(found("preschool schools", "school"), ["school"]);
        assert!(found("preschool schools", "\"school\"").is_empty());
        assert_eq!(found("School bus", "\"school bus\""), ["School bus"]);
    }
}
