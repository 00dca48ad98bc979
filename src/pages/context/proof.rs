//! The proof of an issue in progress, which only the preview shows.

use serde::Serialize;

use super::frame::{Label, Link};
use crate::gazette::GazetteDate;

/// An issue in progress, which only the preview shows: what is in it, how much room it takes, and what is
/// missing.
#[derive(Clone, Debug, Serialize)]
pub struct Proof<'a> {
    /// The issue's own page, when it has one: an issue of drafts alone has none.
    pub url: Option<String>,
    /// When it is published.
    pub date: Option<GazetteDate>,
    /// 总期号.
    pub total_number: Option<u32>,
    /// What the issue lacks, as keys of the word file.
    pub missing: Vec<&'static str>,
    /// How many of its documents are drafts.
    pub drafts: usize,
    /// How many documents it has, drafts among them.
    pub documents: usize,
    /// How many characters, blanks left out.
    pub characters: u64,
    /// How many pages it takes if each document begins a new one: 22 lines of 28 characters each.
    pub pages: u32,
    /// How many if they run on.
    pub pages_run_on: u32,
    /// The last page that a document stands on, stated or forecast.
    pub last_page: Option<u32>,
    /// The contents as they will print.
    pub parts: Vec<ProofPart<'a>>,
    /// The registers that its documents count in.
    pub registers: Vec<ProofRegister>,
    /// Other issues, the newest first.
    pub others: Vec<Link<'a>>,
}

/// A part of an issue in progress.
#[derive(Clone, Debug, Serialize)]
pub struct ProofPart<'a> {
    /// The part; `None` for documents without one.
    pub label: Option<Label<'a>>,
    /// Its documents, in the order in which they print.
    pub documents: Vec<ProofDocument<'a>>,
}

/// A document of an issue in progress.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "a template asks for each by its name")]
pub struct ProofDocument<'a> {
    /// The title.
    pub title: &'a str,
    /// Its language where that is not the site's.
    pub language: Option<&'a str>,
    /// Its page; a draft has none while drafts are not published.
    pub url: Option<String>,
    /// Its file.
    pub file: &'a str,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Who issued it.
    pub departments: Vec<&'a str>,
    /// When it was adopted.
    pub date: Option<GazetteDate>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether its text was withdrawn.
    pub withdrawn: bool,
    /// How many characters, blanks left out.
    pub characters: u32,
    /// How many lines it takes, from its title to its date.
    pub lines: u32,
    /// How many pages that is.
    pub pages: u32,
    /// The page that it begins on.
    pub first_page: u32,
    /// The page that it ends on.
    pub last_page: u32,
    /// Whether its front matter says so; else it is a forecast.
    pub stated: bool,
    /// Whether it needs clearly more pages than it has, by its front matter and that of the next.
    pub differs: bool,
    /// What it lacks, as keys of the word file.
    pub missing: Vec<&'static str>,
}

/// A register that documents of an issue in progress count in.
#[derive(Clone, Debug, Serialize)]
pub struct ProofRegister {
    /// The prefix.
    pub series: String,
    /// The year.
    pub year: u16,
    /// The next number behind the highest that is used.
    pub next: u32,
    /// What lies below it and nobody carries.
    pub unused: Vec<NumberRange>,
    /// How many ranges before these are not listed.
    pub more: usize,
}

/// Serials of a register, one after the other.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NumberRange {
    /// The first.
    pub first: u32,
    /// The last, where there are several.
    pub last: Option<u32>,
}
