//! The page of a document.

use serde::Serialize;

use super::citations::{Cited, CitedBy};
use super::codes::Code;
use super::frame::{File, Label, Link};
use super::validity::{EffectNotice, LifeEvent, Timeline, Validity};
use crate::gazette::GazetteDate;

/// The page of a document. Its text and contents are added when it is rendered.
#[derive(Clone, Debug, Serialize)]
pub struct Document<'a> {
    /// The numbers, as printed.
    pub numbers: Vec<Link<'a>>,
    /// Who issued it.
    pub departments: Vec<Link<'a>>,
    /// 成文日期: when it was adopted or signed.
    pub date: Option<GazetteDate>,
    /// 发布日期: when it was published, by itself or in its issue.
    pub published: Option<GazetteDate>,
    /// 施行日期: from when it applies.
    pub effective: Option<GazetteDate>,
    /// 失效日期: the last day on which it applies.
    pub expires: Option<GazetteDate>,
    /// 有效期: for how many years it applies.
    pub valid_years: Option<u16>,
    /// Its kind.
    pub kind: Option<Link<'a>>,
    /// Its topics.
    pub topics: Vec<Link<'a>>,
    /// Whom it is addressed to.
    pub recipients: Option<&'a str>,
    /// 索引号.
    pub index_number: Option<&'a str>,
    /// Its issue.
    pub issue: Link<'a>,
    /// Year and number of its issue, also when that has a title of its own.
    pub issue_name: Label<'a>,
    /// Its permanent address from the site's root: that of its number, which stays when files are
    /// renamed, or else that of its page.
    pub permanent: String,
    /// What happened to it, by date; empty when nothing did since it was published.
    pub life: Vec<LifeEvent<'a>>,
    /// Its content code; none when its text was withdrawn.
    pub code: Option<Code>,
    /// The part of the issue.
    pub part: Option<&'a str>,
    /// Its printed pages.
    pub printed_pages: Option<String>,
    /// The facsimile of the issue, opened at the document's page.
    pub facsimile: Option<File<'a>>,
    /// What to add to the printed page to get the facsimile's, when there is one.
    pub page_offset: i32,
    /// Files that belong to it.
    pub attachments: Vec<File<'a>>,
    /// The same document in forms for machines.
    pub files: Vec<DocumentFile>,
    /// What it says that it does to others.
    pub relations: Vec<Relation<'a>>,
    /// How long it applies, as far as that is said.
    pub validity: Option<Validity<'a>>,
    /// What others do to it: repeal, amend, replace or correct it.
    pub effects: Vec<EffectNotice<'a>>,
    /// What it changes and what changes it, by date, when there is any.
    pub timeline: Option<Timeline<'a>>,
    /// The documents that it cites and the archive holds, in the order of their first mention.
    pub cites: Vec<Cited<'a>>,
    /// The documents that it cites and the archive does not hold.
    pub cites_missing: Vec<Cited<'a>>,
    /// The documents that cite it, the newest first.
    pub cited_by: Vec<CitedBy<'a>>,
    /// How many more cite it than are shown.
    pub cited_by_more: usize,
    /// The first printing, when this is another.
    pub reprint_of: Option<Link<'a>>,
    /// Later printings.
    pub reprints: Vec<Link<'a>>,
    /// When and why its text was withdrawn.
    pub withdrawn: Option<Withdrawn<'a>>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The document before in the issue.
    pub previous: Option<Link<'a>>,
    /// The document after in the issue.
    pub next: Option<Link<'a>>,
    /// Its place in the issue, from 1.
    pub position: usize,
    /// How many documents the issue has.
    pub of: usize,
    /// What a theme may read, as the editor wrote it.
    pub extra: Option<serde_json::Value>,
}

/// A document in a form for machines.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentFile {
    /// The form's name.
    pub format: &'static str,
    /// Where the file is.
    pub url: String,
}

/// That a text is no longer published.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawn<'a> {
    /// Since when.
    pub date: Option<GazetteDate>,
    /// Why.
    pub reason: Option<&'a str>,
}

/// What a document does to another.
#[derive(Clone, Debug, Serialize)]
pub struct Relation<'a> {
    /// What: a key of the word file, such as `repeals`.
    pub verb: &'static str,
    /// The other document, as named.
    pub target: &'a str,
    /// Its page, when the archive holds it.
    pub url: Option<String>,
    /// Its title, when the archive holds it.
    pub title: Option<&'a str>,
    /// The language of its title, when that is not the site's.
    pub language: Option<&'a str>,
}
