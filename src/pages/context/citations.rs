//! What a document cites, what cites it, and what is cited and not held.

use std::borrow::Cow;

use serde::Serialize;

use super::frame::Link;
use crate::gazette::GazetteDate;

/// A document that is cited.
#[derive(Clone, Debug, Serialize)]
pub struct Cited<'a> {
    /// Its title, or the title that it is cited by.
    pub title: Option<Cow<'a, str>>,
    /// The language of its title, when the archive holds it and it is not the site's.
    pub language: Option<&'a str>,
    /// Its number, or the number that it is cited by.
    pub number: Option<Cow<'a, str>>,
    /// What is done with it: a key of the word file.
    pub verb: Option<&'static str>,
    /// Its page, when the archive holds it, or the page of the candidates.
    pub url: Option<String>,
    /// Whether several documents have that name.
    pub ambiguous: bool,
    /// Where in the text it is cited first.
    pub place: String,
}

/// A document that cites another, or a page that cites one.
#[derive(Clone, Debug, Serialize)]
pub struct CitedBy<'a> {
    /// Its title and page.
    pub document: Link<'a>,
    /// What kind of page it is when it is no document: a key of the word file.
    pub origin: Option<&'static str>,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Its date.
    pub date: Option<GazetteDate>,
    /// What it does with the other: a key of the word file.
    pub verb: Option<&'static str>,
    /// The paragraph.
    pub url: String,
    /// The sentence.
    pub sentence: Sentence<'a>,
}

/// A sentence in three parts: what stands before the words that matter, these, and what stands behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sentence<'a> {
    /// What stands before.
    pub before: Cow<'a, str>,
    /// The words that matter.
    pub words: Cow<'a, str>,
    /// What stands behind.
    pub after: Cow<'a, str>,
}

/// What is cited and not held.
#[derive(Clone, Debug, Serialize)]
pub struct Wanted<'a> {
    /// The entries of this leaf, the most cited first.
    pub entries: Vec<WantedEntry<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document that is cited and not held.
#[derive(Clone, Debug, Serialize)]
pub struct WantedEntry<'a> {
    /// The title that it is cited by.
    pub title: Option<Cow<'a, str>>,
    /// The number that it is cited by.
    pub number: Option<Cow<'a, str>>,
    /// How many documents cite it.
    pub documents: usize,
    /// The first of these, each with the paragraph.
    pub cited_by: Vec<Link<'a>>,
    /// How many more cite it.
    pub more: usize,
}
