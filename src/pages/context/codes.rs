//! The lists of content codes.

use serde::Serialize;

use super::frame::Link;

/// A content code.
#[derive(Clone, Debug, Serialize)]
pub struct Code {
    /// The code.
    pub code: String,
    /// The place in the list of codes.
    pub url: String,
}

/// The years that have lists of content codes.
#[derive(Clone, Debug, Serialize)]
pub struct CodeYears<'a> {
    /// The years, the newest first.
    pub years: Vec<Link<'a>>,
}

/// The content codes of a year's documents.
#[derive(Clone, Debug, Serialize)]
pub struct Codes<'a> {
    /// The documents of this leaf, in the archive's order.
    pub entries: Vec<CodeEntry<'a>>,
    /// How many documents the year has.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document with its content code.
#[derive(Clone, Debug, Serialize)]
pub struct CodeEntry<'a> {
    /// The id of its place on the page.
    pub id: String,
    /// The code; none when the text was withdrawn.
    pub code: Option<String>,
    /// The document.
    pub document: Link<'a>,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
}
