//! Rows, groups and counts: what lists of documents are made of.

use serde::Serialize;

use super::frame::{Label, Link};
use crate::gazette::GazetteDate;

/// A document as a row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row<'a> {
    /// Its place among the texts of a whole issue, from 1, in the contents of one.
    pub place: Option<usize>,
    /// The title.
    pub title: &'a str,
    /// Where its page is.
    pub url: String,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Who issued it.
    pub departments: Vec<&'a str>,
    /// When it was adopted; else when its issue was published.
    pub date: Option<GazetteDate>,
    /// The printed pages.
    pub printed_pages: Option<String>,
    /// Its kind.
    pub kind: Option<&'a str>,
    /// Its issue.
    pub issue: Label<'a>,
    /// Its language, when it is not the site's.
    pub language: Option<&'a str>,
    /// Whether its text was withdrawn.
    pub withdrawn: bool,
    /// Whether it is a second printing.
    pub reprint: bool,
    /// Whether it is a draft.
    pub draft: bool,
}

/// Documents of one year or one part.
#[derive(Clone, Debug, Serialize)]
pub struct Group<'a> {
    /// The year or the part; `None` for documents without a part.
    pub label: Option<Label<'a>>,
    /// The documents.
    pub rows: Vec<Row<'a>>,
}

/// A link with how much is behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Count<'a> {
    /// Its words.
    pub label: Label<'a>,
    /// Where it leads.
    pub url: String,
    /// How many documents.
    pub documents: usize,
}

/// What a name may mean, when several documents bear it.
#[derive(Clone, Debug, Serialize)]
pub struct Candidates<'a> {
    /// The documents.
    pub documents: Vec<Row<'a>>,
}

/// A stub at an old address.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect<'a> {
    /// Where the document is now.
    pub to: Link<'a>,
}
