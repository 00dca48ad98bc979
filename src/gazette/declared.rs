//! Kinds of document numbers that an archive declares, for jurisdictions whose numbers are not known
//! here: a pattern that recognises them, and a template that gives what they mean.

use std::ops::Range;
use std::sync::Arc;

use regex::{Captures, Regex, RegexSet};
use xxhash_rust::xxh3::Xxh3;

use super::find_numbers::FoundNumber;
use super::number::DocumentNumber;

/// The group that a link stands on, where the pattern needs words around the number to tell its meaning:
/// `vom \d+\. \w+ (?<year>\d{4}) \((?<link>BGBl\. I S\. (?<page>\d+))\)`.
const LINK: &str = "link";

/// One kind of document number: how it is written, and what it means.
#[derive(Clone, Debug)]
pub struct NumberKind {
    pattern: Regex,
    /// The pattern, for a text that is a number and nothing else.
    whole: Regex,
    key: Vec<KeyPart>,
    template: Box<str>,
}

#[derive(Clone, Debug)]
enum KeyPart {
    Text(Box<str>),
    Group(Box<str>),
}

/// The kinds that an archive declares. Cheap to clone; with none declared, nothing is looked for.
#[derive(Clone, Debug, Default)]
pub struct NumberKinds {
    kinds: Arc<[NumberKind]>,
    /// Tells in one pass whether a text holds any; `None` where no kind is declared.
    any: Option<RegexSet>,
    fingerprint: u64,
}

/// Why a kind cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberKindError {
    /// The pattern is no regular expression: what is wrong with it.
    Pattern(String),
    /// The pattern would be found everywhere, since it recognises a text without characters.
    Empty,
    /// The template names a group that the pattern does not have.
    UnknownGroup {
        /// The name.
        name: String,
        /// Those that the pattern has.
        groups: Vec<String>,
    },
    /// A brace of the template has no partner.
    Brace,
}

impl NumberKind {
    /// A kind with this pattern, a regular expression with named groups, and this template, in which
    /// the names of groups stand in braces.
    ///
    /// # Errors
    /// When one of them cannot be read, or they do not fit.
    pub fn new(pattern: &str, template: &str) -> Result<Self, NumberKindError> {
        let wrong = |error: &regex::Error| NumberKindError::Pattern(reason(error));
        let compiled = Regex::new(pattern).map_err(|error| wrong(&error))?;
        if compiled.is_match("") {
            return Err(NumberKindError::Empty);
        }
        // A pattern in verbose mode may end in a comment, which only a line break ends.
        let whole = Regex::new(&format!(r"\A(?:{pattern})\z"))
            .or_else(|_| Regex::new(&format!("\\A(?:{pattern}\n)\\z")))
            .map_err(|error| wrong(&error))?;
        let key = key_parts(template)?;
        let groups: Vec<&str> = compiled.capture_names().flatten().collect();
        for part in &key {
            if let KeyPart::Group(name) = part
                && !groups.contains(&&**name)
            {
                let groups = groups.iter().map(|group| (*group).to_owned()).collect();
                return Err(NumberKindError::UnknownGroup { name: name.to_string(), groups });
            }
        }
        Ok(Self { pattern: compiled, whole, key, template: template.into() })
    }

    /// The pattern as it was declared.
    #[must_use]
    pub fn pattern(&self) -> &str {
        self.pattern.as_str()
    }

    /// The template as it was declared.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    fn number(&self, found: &Captures<'_>) -> DocumentNumber {
        let mut key = String::new();
        for part in &self.key {
            match part {
                KeyPart::Text(text) => key.push_str(text),
                // A group that took no part in the match is empty.
                KeyPart::Group(name) => key.push_str(found.name(name).map_or("", |group| group.as_str())),
            }
        }
        DocumentNumber::declared(&found[0], &key)
    }
}

impl NumberKinds {
    /// These kinds. Where a text fits two, the one that stands first gives the meaning.
    #[must_use]
    pub fn new(kinds: Vec<NumberKind>) -> Self {
        if kinds.is_empty() {
            return Self::default();
        }
        let mut hash = Xxh3::new();
        for kind in &kinds {
            for text in [kind.pattern(), kind.template()] {
                hash.update(&text.len().to_le_bytes());
                hash.update(text.as_bytes());
            }
        }
        let any = RegexSet::new(kinds.iter().map(NumberKind::pattern));
        let any = any.expect("each of the patterns has been compiled");
        Self { kinds: kinds.into(), any: Some(any), fingerprint: hash.digest() }
    }

    /// The kinds, in the order in which they were declared.
    pub fn iter(&self) -> impl Iterator<Item = &NumberKind> {
        self.kinds.iter()
    }

    /// Equal for the same kinds; 0 where there are none.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether `text` holds a number of any kind.
    #[must_use]
    pub fn may_hold(&self, text: &str) -> bool {
        self.any.as_ref().is_some_and(|any| any.is_match(text))
    }

    /// The numbers in `text`, in its order, not overlapping. Of two that begin together, the longer one
    /// is meant.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<FoundNumber> {
        let found = self.matches(text).into_iter();
        found
            .map(|(kind, captures)| FoundNumber { span: link(&captures), number: kind.number(&captures) })
            .collect()
    }

    /// Where the numbers stand that [`NumberKinds::find`] gives, with the words around them that the
    /// pattern needs: a text cut between these no longer fits.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        self.matches(text).into_iter().map(|(_, captures)| captures.get_match().range()).collect()
    }

    fn matches<'t>(&self, text: &'t str) -> Vec<(&NumberKind, Captures<'t>)> {
        if !self.may_hold(text) {
            return Vec::new();
        }
        let of_kind = |kind| move |captures| (kind, captures);
        let mut found: Vec<(&NumberKind, Captures<'t>)> =
            self.kinds.iter().flat_map(|kind| kind.pattern.captures_iter(text).map(of_kind(kind))).collect();
        // The sort is stable: of two with one span, that of the kind declared first stays.
        found.sort_by_key(|(_, captures)| {
            let span = captures.get_match().range();
            (span.start, std::cmp::Reverse(span.end))
        });
        let mut end = 0;
        found.retain(|(_, captures)| {
            let span = captures.get_match().range();
            let free = span.start >= end && !span.is_empty();
            if free {
                end = span.end;
            }
            free
        });
        found
    }

    /// Reads a text that is a document number and nothing else: of the first kind that it fits, else as
    /// [`DocumentNumber::parse`] does.
    #[must_use]
    pub fn parse(&self, text: &str) -> DocumentNumber {
        let trimmed = text.trim();
        let declared = self.kinds.iter().find_map(|kind| Some(kind.number(&kind.whole.captures(trimmed)?)));
        declared.unwrap_or_else(|| DocumentNumber::parse(text))
    }
}

/// What of a match becomes the link: the group that is called so, else all of it.
fn link(captures: &Captures<'_>) -> Range<usize> {
    captures.name(LINK).unwrap_or_else(|| captures.get_match()).range()
}

/// A template in parts.
fn key_parts(template: &str) -> Result<Vec<KeyPart>, NumberKindError> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{', '}']) {
        let (text, from_brace) = rest.split_at(open);
        let named = from_brace.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = named.filter(|(name, _)| !name.contains('{')) else {
            return Err(NumberKindError::Brace);
        };
        parts.push(KeyPart::Text(text.into()));
        parts.push(KeyPart::Group(name.trim().into()));
        rest = after;
    }
    parts.push(KeyPart::Text(rest.into()));
    Ok(parts)
}

/// What a pattern's error says, without the picture of the pattern above it.
fn reason(error: &regex::Error) -> String {
    let whole = error.to_string();
    let last = whole.lines().rev().find_map(|line| line.strip_prefix("error: "));
    last.or_else(|| whole.lines().next()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(declared: &[(&str, &str)]) -> NumberKinds {
        NumberKinds::new(
            declared.iter().map(|(pattern, key)| NumberKind::new(pattern, key).unwrap()).collect(),
        )
    }

    fn found(kinds: &NumberKinds, text: &str) -> Vec<(String, String)> {
        let found = kinds.find(text).into_iter();
        found.map(|found| (text[found.span].to_owned(), found.number.to_string())).collect()
    }

    #[test]
    fn the_template_gives_the_normalised_key() {
        let kinds = kinds(&[(r"(?<volume>\d+)\s+(?:FR|Fed\.\s?Reg\.)\s+(?<page>\d+)", "fr-{volume}-{page}")]);
        assert_eq!(
            found(&kinds, "See 81 FR 20617 and 37 Fed. Reg. 4699."),
            [
                ("81 FR 20617".to_owned(), "fr-81-20617".to_owned()),
                ("37 Fed. Reg. 4699".to_owned(), "fr-37-4699".to_owned()),
            ]
        );
        assert_eq!(kinds.parse(" 81 Fed. Reg. 20617 "), kinds.parse("81 FR 20617"));
        assert_eq!(kinds.parse("81 FR 20617").printed(), "81 FR 20617");
    }

    #[test]
    fn a_key_names_the_same_document_as_the_number_that_it_is_made_of() {
        let kinds = kinds(&[(r"§ \d+ (?<law>[A-Z]\w*G)\b", "{law}")]);
        assert_eq!(kinds.parse("§ 5 WasG"), kinds.parse("WasG"));
        assert_eq!(kinds.parse("§ 5 WasG").key(), DocumentNumber::parse("WasG").key());
    }

    #[test]
    fn a_key_may_be_a_number_of_a_known_form() {
        let kinds = kinds(&[(r"Document No\. (?<n>\d+) of (?<y>\d{4})", "云政发〔{y}〕{n}号")]);
        let number = kinds.parse("Document No. 8 of 2018");
        assert_eq!(number.series(), Some("云政发"));
        assert_eq!(number, DocumentNumber::parse("云政发[2018]08号"));
    }

    #[test]
    fn of_two_kinds_the_longer_match_and_then_the_first_declared_counts() {
        let kinds =
            kinds(&[(r"A (?<n>\d+)", "one-{n}"), (r"A (?<n>\d+)/(?<m>\d+)", "two-{n}-{m}"), (r"A \d+", "x")]);
        assert_eq!(
            found(&kinds, "A 1, A 2/3"),
            [("A 1".to_owned(), "one-1".to_owned()), ("A 2/3".to_owned(), "two-2-3".to_owned())]
        );
    }

    #[test]
    fn the_group_link_is_what_the_link_stands_on() {
        let kinds = kinds(&[(
            r"vom \d+\. \w+ (?<year>\d{4}) \((?<link>BGBl\. I S\. (?<page>\d+))\)",
            "{year}-{page}",
        )]);
        let text = "Gesetz vom 8. Dezember 2010 (BGBl. I S. 1768) gilt";
        assert_eq!(found(&kinds, text), [("BGBl. I S. 1768".to_owned(), "2010-1768".to_owned())]);
        assert_eq!(&text[kinds.spans(text)[0].clone()], "vom 8. Dezember 2010 (BGBl. I S. 1768)");
    }

    #[test]
    fn a_kind_that_cannot_be_used_says_why() {
        let wrong = |pattern, key| NumberKind::new(pattern, key).unwrap_err();
        assert_eq!(wrong(r"(\d+", "x"), NumberKindError::Pattern("unclosed group".into()));
        assert_eq!(wrong(r"\d*", "x"), NumberKindError::Empty);
        assert_eq!(wrong(r"(?<a>\d+)", "{a"), NumberKindError::Brace);
        assert_eq!(wrong(r"(?<a>\d+)", "a}"), NumberKindError::Brace);
        assert_eq!(
            wrong(r"(?<a>\d+)", "{b}"),
            NumberKindError::UnknownGroup { name: "b".into(), groups: vec!["a".into()] }
        );
    }

    #[test]
    fn a_pattern_with_comments_reads_whole_texts_too() {
        let kinds = kinds(&[("(?x) (?<n>\\d+) \\s FR  # the volume", "{n}")]);
        assert_eq!(kinds.parse("81 FR").to_string(), "81");
    }

    #[test]
    fn without_kinds_nothing_is_found_and_numbers_are_read_as_ever() {
        let none = NumberKinds::default();
        assert!(!none.may_hold("81 FR 1") && none.find("81 FR 1").is_empty());
        assert_eq!(none.fingerprint(), 0);
        assert_eq!(none.parse("云政发〔2018〕8号").series(), Some("云政发"));
    }
}
