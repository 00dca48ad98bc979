//! How long documents apply, what others do to them, and what happened when.

use std::borrow::Cow;

use serde::Serialize;

use super::citations::Sentence;
use super::frame::Link;
use super::lists::Row;
use crate::gazette::GazetteDate;

/// How long a document applies.
#[derive(Clone, Debug, Serialize)]
pub struct Validity<'a> {
    /// The first day.
    pub effective: Option<ValidityDay>,
    /// The last day.
    pub expires: Option<ValidityDay>,
    /// From when on another document repeals it, by that one's front matter.
    pub repealed: Option<GazetteDate>,
    /// The sentences of its text that the suggested days rest on.
    pub evidence: Vec<Evidence<'a>>,
}

/// A day in the life of a document.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ValidityDay {
    /// The day.
    pub date: GazetteDate,
    /// Whether it is read off the text, and no editor has said it.
    pub suggested: bool,
}

/// A sentence that a suggestion rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence<'a> {
    /// The sentence.
    pub sentence: Cow<'a, str>,
    /// Where it stands.
    pub url: String,
}

/// What another document does to one.
#[derive(Clone, Debug, Serialize)]
pub struct EffectNotice<'a> {
    /// What: a key of the word file, such as `repealed_by`.
    pub verb: &'static str,
    /// The other document.
    pub document: Link<'a>,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// From when on.
    pub date: Option<GazetteDate>,
    /// Where it says so.
    pub url: String,
    /// The sentence that it is read off; none when its front matter says it.
    pub sentence: Option<Sentence<'a>>,
}

/// A day in the life of a document, and what happened on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LifeEvent<'a> {
    /// The day.
    pub date: GazetteDate,
    /// What happened: a key of the word file, such as `life_adopted`.
    pub what: &'static str,
    /// The document that did it.
    pub document: Option<Link<'a>>,
}

/// What came before a document and after it, on a line.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline<'a> {
    /// The documents by their dates, the page's own among them.
    pub events: Vec<TimelineEvent<'a>>,
    /// Where the line ends, in units of the drawing.
    pub end: u32,
    /// How many more there are than are shown.
    pub more: usize,
}

/// A document on the line.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent<'a> {
    /// Its place, from 1.
    pub number: usize,
    /// Where its point stands, in units of the drawing.
    pub x: u32,
    /// Its date.
    pub date: GazetteDate,
    /// The document.
    pub document: Link<'a>,
    /// What is done to it, or what it does: a key of the word file.
    pub verb: &'static str,
    /// Whether it is the page's own.
    pub own: bool,
}

/// What expires when.
#[derive(Clone, Debug, Serialize)]
pub struct Expiring<'a> {
    /// The entries of this leaf, the earliest first.
    pub entries: Vec<ExpiringEntry<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document with a last day.
#[derive(Clone, Debug, Serialize)]
pub struct ExpiringEntry<'a> {
    /// The last day.
    pub date: GazetteDate,
    /// Whether it is read off the text.
    pub suggested: bool,
    /// Whether another document repeals it.
    pub repealed: bool,
    /// The document.
    pub row: Row<'a>,
}
