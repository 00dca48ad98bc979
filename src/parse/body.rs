//! The text of a document: Markdown as a stream of pieces with ids, and what stands in it.
//!
//! Reading a file and rendering its page use this one stream, so that an id or a link counted here is
//! the one that the page has.

mod address;
mod ids;
mod reader;
#[cfg(test)]
mod tests;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::blocks::{Blocks, Run};
use super::emphasis::{self, Marked};
use super::passages::Passages;
use crate::diagnostics::Span;
use crate::gazette::NumberKinds;
use reader::Reader;

pub use address::is_local;

/// The Markdown that the format promises: `CommonMark` with tables, footnotes and heading attributes.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_HEADING_ATTRIBUTES);

/// How many bytes a piece of a text has, more or less: only a guess of how many pieces there will be.
const PIECE_LENGTH: usize = 64;

/// One piece of a text, in order.
#[derive(Debug)]
pub enum Piece<'a> {
    /// Markdown as it is.
    Event(Event<'a>),
    /// The start of a paragraph, list item or table, with the id that a link can lead to.
    Anchored(Tag<'a>, Box<str>),
    /// A printed page begins here.
    PrintedPage(u32),
}

/// A headed piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 opens an enclosure; 2 to 6 are the levels below.
    pub level: u8,
    /// The id, ASCII unless the editor wrote another.
    pub id: Box<str>,
    /// Its words.
    pub text: String,
}

/// A link or picture whose address is a file of the project or a place in this text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WrittenLink {
    /// The address as written.
    pub address: Box<str>,
    /// Its place in the text (not in the file).
    pub span: Span,
    /// Whether it is a picture, which is shown rather than led to.
    pub is_image: bool,
}

/// A text that is ready to be read as pieces.
pub struct Prepared<'t> {
    text: &'t str,
    marked: Option<Marked>,
}

/// A text as pieces, with what was found on the way.
#[derive(Debug, Default)]
pub struct Body<'a> {
    /// The pieces, in order.
    pub pieces: Vec<Piece<'a>>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// All ids, in order.
    pub anchors: Vec<Box<str>>,
    /// The links within the project, in order.
    pub links: Vec<WrittenLink>,
    /// Links that lead out by a scheme that runs something, and pictures from elsewhere.
    pub refused: Vec<WrittenLink>,
    /// The printed pages that are marked.
    pub printed_pages: Vec<u32>,
    /// Labels of the footnotes, in the order of their first mention.
    pub footnotes: Vec<Box<str>>,
    /// Whether the text has HTML of its own that must be made safe.
    pub has_raw_html: bool,
    /// How many characters it has, blanks left out; 0 when it is read for its page, which does not tell.
    pub characters: u32,
    /// Where the pieces stand in the running text, in order.
    pub runs: Vec<Run>,
    /// The sentences that may name documents.
    pub passages: Passages,
}

impl<'t> Prepared<'t> {
    /// Looks for what the parser would misread.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, marked: emphasis::mark(text) }
    }

    /// Reads the text for its page: no sentences are kept.
    #[must_use]
    pub fn body(&self) -> Body<'_> {
        self.read(Blocks::default())
    }

    /// Reads the text with the sentences that may name documents, by numbers of these kinds too.
    #[must_use]
    pub fn body_with_passages(&self, kinds: &NumberKinds) -> Body<'_> {
        self.read(Blocks::keeping_passages(kinds))
    }

    fn read(&self, blocks: Blocks<'_>) -> Body<'_> {
        let source = self.marked.as_ref().map_or(self.text, |marked| &marked.text);
        let body = Body { pieces: Vec::with_capacity(source.len() / PIECE_LENGTH), ..Body::default() };
        let mut reader = Reader { body, marked: self.marked.as_ref(), source, blocks, ..Reader::default() };
        for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
            reader.event(event, range);
        }
        reader.finish()
    }
}
