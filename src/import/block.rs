//! What a document's text consists of, between reading it and writing it as Markdown.

use super::message::Message;

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words as they were printed.
    Words(String),
    /// Words that the recognition marked as bold.
    Bold(String),
    /// A printed page begins here.
    Page(u32),
    /// A footnote, by its label.
    Note(String),
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; level 1 opens an enclosure.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        words: String,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; `first` is the number that it starts from, if its items are numbered.
    List {
        /// The first number.
        first: Option<u32>,
        /// The items.
        items: Vec<Vec<Inline>>,
    },
    /// A table.
    Table(Table),
    /// A printed page begins here, between two blocks.
    Page(u32),
    /// The text of a footnote.
    Note {
        /// Its label.
        label: String,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A picture.
    Picture {
        /// The name of its file.
        file: String,
        /// What it shows, in words.
        words: String,
    },
}

/// A block with where it came from and how sure it is.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The block.
    pub block: Block,
    /// The indices of the lines it is made of, first and last.
    pub lines: (usize, usize),
    /// Out of 100.
    pub confidence: u8,
    /// What a person should look at.
    pub doubt: Option<Message>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How many columns it has.
    pub columns: usize,
    /// Its rows, the head first.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells; those that a cell above reaches into are left out.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs; none in an empty cell.
    pub paragraphs: Vec<String>,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
}

impl Table {
    /// Whether Markdown's own tables cannot hold it.
    pub fn needs_html(&self) -> bool {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        cells().any(|cell| cell.columns > 1 || cell.rows > 1 || cell.paragraphs.len() > 1)
    }
}

/// The words of a text, marks of bold type and pages left out.
pub fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Words(words) | Inline::Bold(words) => words.as_str(),
            Inline::Page(_) | Inline::Note(_) => "",
        })
        .collect()
}
