//! What the HTML of a source text depends on, besides the text.

use serde::Serialize;

/// What the HTML of a source text depends on, besides the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextContext {
    /// Stands before every id of the text, so that several texts share a page; empty for a text that
    /// has its page to itself.
    pub id_prefix: String,
    /// Where its links lead, in order.
    pub links: Vec<Option<String>>,
    /// What of its running text names other documents, in order.
    pub citations: Vec<TextCitation>,
    /// The scan that its printed pages are linked to.
    pub facsimile: Option<Facsimile>,
}

/// The scan of a printed issue, as the marks of printed pages need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facsimile {
    /// Its address.
    pub url: String,
    /// What to add to a printed page to get its page.
    pub page_offset: i32,
}

/// Words of a text that name another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextCitation {
    /// The block of running text, counted from 0.
    pub block: u32,
    /// The first byte in the block's text.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// Whether `[[` and `]]` stand around it, which are not shown.
    pub forced: bool,
    /// Where it leads; nowhere when the archive does not hold the document.
    pub url: Option<String>,
}
