//! The home page, and the page of all years with what the archive holds and lacks.

use serde::Serialize;

use super::issue::IssueRow;
use super::lists::{Count, Row};

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct Home<'a> {
    /// How many documents the archive holds.
    pub documents: usize,
    /// How many issues.
    pub issues: usize,
    /// How many departments.
    pub departments: usize,
    /// The first and last year.
    pub years: Option<(u16, u16)>,
    /// The newest issue.
    pub latest: Option<Box<LatestIssue<'a>>>,
    /// The years, the newest first.
    pub by_year: Vec<YearCount>,
    /// The departments with the most documents, at most twelve.
    pub top_departments: Vec<Count<'a>>,
}

/// The newest issue on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct LatestIssue<'a> {
    /// The issue.
    pub issue: IssueRow<'a>,
    /// Its first documents, at most twenty.
    pub rows: Vec<Row<'a>>,
    /// How many more it has.
    pub more: usize,
}

/// A year with how much it holds.
#[derive(Clone, Debug, Serialize)]
pub struct YearCount {
    /// The year.
    pub year: u16,
    /// Its page.
    pub url: String,
    /// How many issues.
    pub issues: usize,
    /// How many documents.
    pub documents: usize,
}

/// The page of all years.
#[derive(Clone, Debug, Serialize)]
pub struct Years<'a> {
    /// The years, the newest first.
    pub years: Vec<YearCount>,
    /// What is held of them, when they are several.
    pub holdings: Option<Holdings<'a>>,
}

/// What the archive holds and lacks, with the measures of its drawing: bars stand on 120, and years are
/// 38 apart.
#[derive(Clone, Debug, Serialize)]
pub struct Holdings<'a> {
    /// The years from the first to the last, those without documents too.
    pub years: Vec<HeldYear>,
    /// How many numbers the registers that are declared complete lack in all.
    pub missing: usize,
    /// Whether any register is declared complete. Where none is, nobody knows what is missing.
    pub complete: bool,
    /// How wide the drawing of the years is.
    pub width: usize,
    /// The departments with the most documents, at most twelve.
    pub departments: Vec<HoldingsRow<'a>>,
}

/// What is held of a year, by the dates of the documents.
#[derive(Clone, Debug, Serialize)]
pub struct HeldYear {
    /// The year.
    pub year: u16,
    /// Its page, when issues of that year are held.
    pub url: Option<String>,
    /// How many documents are held.
    pub documents: usize,
    /// How many numbers of that year complete registers lack.
    pub missing: usize,
    /// The left edge of its bar.
    pub x: usize,
    /// The upper edge of what is held.
    pub y: usize,
    /// The height of what is held.
    pub height: usize,
    /// The upper edge of what is missing.
    pub missing_y: usize,
    /// The height of what is missing.
    pub missing_height: usize,
}

/// A department, year by year.
#[derive(Clone, Debug, Serialize)]
pub struct HoldingsRow<'a> {
    /// Its name.
    pub department: &'a str,
    /// Its page.
    pub url: String,
    /// Its years, the same as those of the whole.
    pub cells: Vec<HoldingsCell>,
}

/// What a department issued in a year.
#[derive(Clone, Debug, Serialize)]
pub struct HoldingsCell {
    /// The year.
    pub year: u16,
    /// How many documents are held.
    pub documents: usize,
    /// The radius of a dot whose area tells it.
    pub radius: usize,
}
