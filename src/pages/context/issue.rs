//! The pages of a year and of an issue.

use serde::Serialize;

use super::codes::Code;
use super::frame::{File, Label, Link};
use super::lists::{Group, Row};
use crate::gazette::GazetteDate;

/// The page of a year: its issues.
#[derive(Clone, Debug, Serialize)]
pub struct Year<'a> {
    /// The year.
    pub year: u16,
    /// Its issues, the oldest first.
    pub issues: Vec<IssueRow<'a>>,
    /// How many documents they hold.
    pub documents: usize,
    /// The year before that has issues.
    pub previous: Option<Link<'a>>,
    /// The year after that has issues.
    pub next: Option<Link<'a>>,
}

/// An issue in a list.
#[derive(Clone, Debug, Serialize)]
pub struct IssueRow<'a> {
    /// Its title, or year and number.
    pub label: Label<'a>,
    /// Where its page is.
    pub url: String,
    /// When it was published.
    pub date: Option<GazetteDate>,
    /// 总期号.
    pub total_number: Option<u32>,
    /// How many documents.
    pub documents: usize,
}

/// The page of an issue.
#[derive(Clone, Debug, Serialize)]
pub struct Issue<'a> {
    /// The year.
    pub year: u16,
    /// The number in the year.
    pub number: &'a str,
    /// Year and number, also when the issue has a title of its own.
    pub name: Label<'a>,
    /// 总期号.
    pub total_number: Option<u32>,
    /// When it was published.
    pub date: Option<GazetteDate>,
    /// The facsimile.
    pub facsimile: Option<File<'a>>,
    /// The table of contents.
    pub parts: Vec<Group<'a>>,
    /// Whether `print.html` beside its page holds the texts of all its documents.
    pub whole: bool,
    /// How many documents.
    pub documents: usize,
    /// The issue as a book.
    pub epub: Option<String>,
    /// The issue before.
    pub previous: Option<Link<'a>>,
    /// The issue after.
    pub next: Option<Link<'a>>,
}

/// An issue with the texts of all its documents on one page, for paper.
#[derive(Clone, Debug, Serialize)]
pub struct WholeIssue<'a> {
    /// The issue; the entries of its contents lead to places on this page.
    pub issue: Issue<'a>,
    /// The issue's own page.
    pub url: String,
    /// Its documents, in order. A template sees one at a time, beside its text.
    pub documents: Vec<WholeDocument<'a>>,
}

/// A document on the page of a whole issue.
#[derive(Clone, Debug, Serialize)]
pub struct WholeDocument<'a> {
    /// Its place in the issue, from 1.
    pub place: usize,
    /// The id of its place on the page.
    pub id: String,
    /// What lists show of it; `url` is its own page.
    pub row: Row<'a>,
    /// Whom it is addressed to.
    pub recipients: Option<&'a str>,
    /// When it was adopted or signed.
    pub date: Option<GazetteDate>,
    /// Its content code; none when its text was withdrawn.
    pub code: Option<Code>,
}
