//! A document as data: the one record that all formats are drawn from.

mod gather;

use serde::Serialize;

use crate::archive::{Document, DocumentIndex};
use crate::gazette::GazetteDate;
use crate::pages::{Plan, SitePath};

/// What is known of a document, without its text. Fields that say nothing are left out.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'a> {
    /// Names the document within the archive: its page's address without the ending.
    pub id: String,
    /// Its page: a whole address, or one from the site's root when the site has none.
    pub url: String,
    /// The title.
    pub title: &'a str,
    /// The numbers, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<Number<'a>>,
    /// Who issued it, as it names them, the lead first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<&'a str>,
    /// 成文日期: when it was adopted or signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// 发布日期: when it was published, by itself or in its issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<GazetteDate>,
    /// 施行日期: from when it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<GazetteDate>,
    /// 失效日期: the last day on which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<GazetteDate>,
    /// Which of `effective` and `expires` were read off the text and said by no editor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggested: Vec<&'static str>,
    /// What others do to it, as their editors say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// 文种.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a str>,
    /// 主题.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<&'a str>,
    /// 主送机关.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<&'a str>,
    /// 索引号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_number: Option<&'a str>,
    /// The issue that prints it.
    pub issue: Issue<'a>,
    /// The part of the issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'a str>,
    /// The printed pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// BCP 47 tag of its language.
    pub language: &'a str,
    /// What it says that it does to others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation<'a>>,
    /// The document that it prints again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reprint_of: Option<String>,
    /// The content code, which is printed at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_code: Option<String>,
    /// That its text is no longer published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn<'a>>,
}

/// A document number.
#[derive(Clone, Debug, Serialize)]
pub struct Number<'a> {
    /// As it is printed.
    pub printed: &'a str,
    /// In the one way of writing in which equal numbers are equal.
    pub canonical: String,
    /// The register (机关代字).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<&'a str>,
    /// The year that it counts in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The place in the register's year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
}

/// The issue that prints a document.
#[derive(Clone, Debug, Serialize)]
pub struct Issue<'a> {
    /// Names the issue within the archive.
    pub id: String,
    /// The year.
    pub year: u16,
    /// The number in the year.
    pub number: &'a str,
    /// 总期号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_number: Option<u32>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// Its own title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
}

/// Printed pages, both included.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Pages {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

/// What a document does to another.
#[derive(Clone, Debug, Serialize)]
pub struct Relation<'a> {
    /// What: `repeals`, `amends`, `replaces`, `corrects`, `implements` or `forwards`.
    pub verb: &'static str,
    /// The other, as named.
    pub target: &'a str,
    /// The id of the other, when the archive holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// What another document does to this one.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    /// What: `repealed_by`, `amended_by`, `replaced_by` or `corrected_by`.
    pub verb: &'static str,
    /// The id of the other.
    pub document: String,
    /// From when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
}

/// That a text is no longer published.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawn<'a> {
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// What a document's own file says beyond the record, apart from the text.
#[derive(Clone, Debug, Serialize)]
pub struct Details<'a> {
    /// How many characters the text has, blanks left out.
    pub characters: u32,
    /// Documents that its text names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cited<'a>>,
    /// Files that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment<'a>>,
    /// The printed issue as a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facsimile: Option<String>,
    /// The same document in other forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
}

/// A document that a text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited<'a> {
    /// Its title, or the title that it is cited by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// Its number, or the number that it is cited by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its id, when the archive holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A file that belongs to a document.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A document in another form.
#[derive(Clone, Debug, Serialize)]
pub struct Format {
    /// The media type.
    pub media_type: &'static str,
    /// Where it is.
    pub url: String,
}

/// The name of a page within the archive.
pub fn id_of(path: &SitePath) -> String {
    let path = path.as_str();
    path.strip_suffix("/index.html").or(path.strip_suffix(".html")).unwrap_or(path).to_owned()
}

/// The name of a document within the archive.
pub fn document_id(plan: &Plan<'_>, index: DocumentIndex) -> String {
    id_of(plan.document_path(index))
}

/// The day a document was published: its own, else its issue's.
pub fn published(plan: &Plan<'_>, document: &Document) -> Option<GazetteDate> {
    document.record.published.or(plan.archive().issue_of(document).record.date)
}

/// The day that feeds and sitemaps file it under. There is always one: a document of an issue without
/// a date is as old as its year.
pub fn day_of(plan: &Plan<'_>, index: DocumentIndex) -> GazetteDate {
    let document = plan.archive().document(index);
    let withdrawn = document.record.withdrawn.as_ref().and_then(|withdrawal| withdrawal.date);
    let day = withdrawn.or_else(|| published(plan, document)).or_else(|| document.date_in(plan.archive()));
    day.unwrap_or_else(|| first_day(plan.archive().issue_of(document).folder_year))
}

/// The first day of a year.
pub fn first_day(year: u16) -> GazetteDate {
    GazetteDate::new(year.max(1), 1, 1).expect("every year has a first day")
}
