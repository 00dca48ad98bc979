//! What programmers can have.

use serde::Serialize;

/// What programmers can have.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "a template asks for each by its name")]
pub struct Data {
    /// Files about the archive as a whole.
    pub files: Vec<DataFile>,
    /// The texts, a file for each year, the newest first.
    pub texts: Vec<YearFile>,
    /// What the JSON files look like.
    pub schemas: Vec<DataFile>,
    /// The forms in which each document can be had.
    pub formats: Vec<FormatNote>,
    /// Whether each issue is there as a book.
    pub epub: bool,
    /// Whether each issue is there in Akoma Ntoso.
    pub issue_xml: bool,
    /// Whether the heads of pages are for machines too.
    pub metadata: bool,
    /// Whether departments, topics and kinds have feeds.
    pub term_feeds: bool,
}

/// A file for programmers.
#[derive(Clone, Debug, Serialize)]
pub struct DataFile {
    /// What it is: a key of the word file.
    pub name: &'static str,
    /// Where it is.
    pub url: String,
    /// Its path from the site's root.
    pub path: String,
}

/// The texts of a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearFile {
    /// The year.
    pub year: u16,
    /// Where the file is.
    pub url: String,
}

/// A form in which each document can be had.
#[derive(Clone, Debug, Serialize)]
pub struct FormatNote {
    /// The form's name.
    pub name: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
}
