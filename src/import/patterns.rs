//! Patterns of a profile: regular expressions of which any may match.

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Deserializer, de::Error};

use super::variants::both;

/// The largest compiled pattern in bytes; a profile that asks for more is refused with a message.
const PATTERN_SIZE_MAX: usize = 4 << 20;

/// Patterns of which any may match. All are tried in one pass; each is compiled alone when its groups are
/// first asked for.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    all: RegexSet,
    each: Vec<OnceLock<Regex>>,
}

impl Patterns {
    /// The patterns as they are tried.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.all.patterns().iter().map(String::as_str)
    }

    /// Whether any matches.
    pub fn is_match(&self, text: &str) -> bool {
        !self.each.is_empty() && self.all.is_match(text)
    }

    /// The groups of the first that matches.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.matching(text).next()?.captures(text)
    }

    /// The group `name` of the first pattern that matches and has it.
    pub fn group<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        self.matching(text).find_map(|pattern| Some(pattern.captures(text)?.name(name)?.as_str()))
    }

    /// The patterns that match, in order. Most lines match none, and to be told so costs least.
    fn matching<'p>(&'p self, text: &str) -> impl Iterator<Item = &'p Regex> + use<'p> {
        let found = self.is_match(text).then(|| self.all.matches(text));
        found.into_iter().flatten().map(|place| {
            let written = &self.all.patterns()[place];
            self.each[place].get_or_init(|| compiled(written).expect("it was compiled among the others"))
        })
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        patterns(deserializer, both)
    }
}

/// Patterns that match the script they are written in and no other, to tell profiles apart by.
pub(super) fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Patterns, D::Error> {
    patterns(deserializer, ToOwned::to_owned)
}

fn patterns<'de, D: Deserializer<'de>>(
    deserializer: D,
    widen: fn(&str) -> String,
) -> Result<Patterns, D::Error> {
    let written = Vec::<String>::deserialize(deserializer)?;
    let widened: Vec<String> = written.iter().map(|pattern| widen(pattern)).collect();
    let all = set(widened.iter().map(String::as_str)).map_err(|error| {
        // The set does not tell which of them it is.
        let bad = written.iter().find_map(|pattern| Some((pattern, compiled(&widen(pattern)).err()?)));
        let (pattern, error) =
            bad.map_or((written.concat(), error), |(pattern, error)| (pattern.clone(), error));
        D::Error::custom(format!("the pattern `{pattern}` is not valid: {error}"))
    })?;
    Ok(Patterns { each: vec![OnceLock::new(); written.len()], all })
}

/// Patterns that are tried in one pass.
pub(super) fn set<'p>(patterns: impl Iterator<Item = &'p str>) -> Result<RegexSet, regex::Error> {
    let patterns: Vec<&str> = patterns.collect();
    RegexSetBuilder::new(&patterns)
        .size_limit(PATTERN_SIZE_MAX * patterns.len().max(1))
        .dfa_size_limit(PATTERN_SIZE_MAX)
        .build()
}

fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(PATTERN_SIZE_MAX).build()
}
