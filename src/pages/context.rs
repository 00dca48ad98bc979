//! What each kind of page is given: plain values, made here and read by templates.
//!
//! A template sees these and the site's own values, and nothing else, so a page can never depend on
//! what its fingerprint does not cover. Addresses are relative to the page that shows them.

use std::borrow::Cow;

use serde::Serialize;

use crate::gazette::GazetteDate;

/// Words that the theme turns into the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Label<'a> {
    /// Text from the sources, shown as it is.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// Its language, when it is not the site's.
        language: Option<&'a str>,
    },
    /// A word of the theme's word file.
    Word {
        /// Its key.
        word: &'static str,
    },
    /// A year.
    Year {
        /// The year.
        year: u16,
    },
    /// An issue without a title of its own.
    Issue {
        /// The year.
        year: u16,
        /// The number in the year.
        number: &'a str,
    },
    /// A year of a term: 智慧城市 · 2018年.
    TermYear {
        /// The term.
        text: &'a str,
        /// The year.
        year: u16,
    },
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link<'a> {
    /// Its words.
    pub label: Label<'a>,
    /// Where it leads, relative to the page; empty for a number that belongs to no register.
    pub url: String,
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame<'a> {
    /// The page's own address, relative to the site's root.
    pub path: String,
    /// What leads from the page to the site's root: empty, or `../` once or more.
    pub root: String,
    /// The page's title.
    pub title: Label<'a>,
    /// The way from the home page to this one; the page itself is not in it.
    pub breadcrumbs: Vec<Link<'a>>,
    /// Which part of the site it belongs to: a key of the word file.
    pub section: &'static str,
    /// The language of its text, when it is not the site's.
    pub language: Option<&'a str>,
    /// A sentence for search engines.
    pub description: Option<&'a str>,
    /// The feed that the page announces, relative to it.
    pub feed: Option<String>,
}

/// A document as a row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row<'a> {
    /// Its place among the texts of a whole issue, from 1, in the contents of one.
    pub place: Option<usize>,
    /// The title.
    pub title: &'a str,
    /// Where its page is.
    pub url: String,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Who issued it.
    pub departments: Vec<&'a str>,
    /// When it was adopted; else when its issue was published.
    pub date: Option<GazetteDate>,
    /// The printed pages.
    pub printed_pages: Option<String>,
    /// Its kind.
    pub kind: Option<&'a str>,
    /// Its issue.
    pub issue: Label<'a>,
    /// Its language, when it is not the site's.
    pub language: Option<&'a str>,
    /// Whether its text was withdrawn.
    pub withdrawn: bool,
    /// Whether it is a second printing.
    pub reprint: bool,
    /// Whether it is a draft.
    pub draft: bool,
}

/// Documents of one year or one part.
#[derive(Clone, Debug, Serialize)]
pub struct Group<'a> {
    /// The year or the part; `None` for documents without a part.
    pub label: Option<Label<'a>>,
    /// The documents.
    pub rows: Vec<Row<'a>>,
}

/// A link with how much is behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Count<'a> {
    /// Its words.
    pub label: Label<'a>,
    /// Where it leads.
    pub url: String,
    /// How many documents.
    pub documents: usize,
}

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

/// What came before a document and after it, on a line.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline<'a> {
    /// The documents by their dates, the page's own among them.
    pub events: Vec<TimelineEvent<'a>>,
    /// Where the line ends, in units of the drawing.
    pub end: u32,
    /// How many more there are than are shown.
    pub more: usize,
}

/// A document on the line.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent<'a> {
    /// Its place, from 1.
    pub number: usize,
    /// Where its point stands, in units of the drawing.
    pub x: u32,
    /// Its date.
    pub date: GazetteDate,
    /// The document.
    pub document: Link<'a>,
    /// What is done to it, or what it does: a key of the word file.
    pub verb: &'static str,
    /// Whether it is the page's own.
    pub own: bool,
}

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

/// A copied file.
#[derive(Clone, Debug, Serialize)]
pub struct File<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: String,
    /// Its ending in capitals, such as PDF.
    pub format: String,
    /// Its length in bytes.
    pub size: u64,
}

/// A document in a form for machines.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentFile {
    /// The form's name.
    pub format: &'static str,
    /// Where the file is.
    pub url: String,
}

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

/// How long a document applies.
#[derive(Clone, Debug, Serialize)]
pub struct Validity<'a> {
    /// The first day.
    pub effective: Option<ValidityDay>,
    /// The last day.
    pub expires: Option<ValidityDay>,
    /// From when on another document repeals it, by that one's front matter.
    pub repealed: Option<GazetteDate>,
    /// The sentences of its text that the suggested days rest on.
    pub evidence: Vec<Evidence<'a>>,
}

/// A day in the life of a document.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ValidityDay {
    /// The day.
    pub date: GazetteDate,
    /// Whether it is read off the text, and no editor has said it.
    pub suggested: bool,
}

/// A sentence that a suggestion rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence<'a> {
    /// The sentence.
    pub sentence: Cow<'a, str>,
    /// Where it stands.
    pub url: String,
}

/// What another document does to one.
#[derive(Clone, Debug, Serialize)]
pub struct EffectNotice<'a> {
    /// What: a key of the word file, such as `repealed_by`.
    pub verb: &'static str,
    /// The other document.
    pub document: Link<'a>,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// From when on.
    pub date: Option<GazetteDate>,
    /// Where it says so.
    pub url: String,
    /// The sentence that it is read off; none when its front matter says it.
    pub sentence: Option<Sentence<'a>>,
}

/// A day in the life of a document, and what happened on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LifeEvent<'a> {
    /// The day.
    pub date: GazetteDate,
    /// What happened: a key of the word file, such as `life_adopted`.
    pub what: &'static str,
    /// The document that did it.
    pub document: Option<Link<'a>>,
}

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

/// What expires when.
#[derive(Clone, Debug, Serialize)]
pub struct Expiring<'a> {
    /// The entries of this leaf, the earliest first.
    pub entries: Vec<ExpiringEntry<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document with a last day.
#[derive(Clone, Debug, Serialize)]
pub struct ExpiringEntry<'a> {
    /// The last day.
    pub date: GazetteDate,
    /// Whether it is read off the text.
    pub suggested: bool,
    /// Whether another document repeals it.
    pub repealed: bool,
    /// The document.
    pub row: Row<'a>,
}

/// A document that is cited.
#[derive(Clone, Debug, Serialize)]
pub struct Cited<'a> {
    /// Its title, or the title that it is cited by.
    pub title: Option<Cow<'a, str>>,
    /// The language of its title, when the archive holds it and it is not the site's.
    pub language: Option<&'a str>,
    /// Its number, or the number that it is cited by.
    pub number: Option<Cow<'a, str>>,
    /// What is done with it: a key of the word file.
    pub verb: Option<&'static str>,
    /// Its page, when the archive holds it, or the page of the candidates.
    pub url: Option<String>,
    /// Whether several documents have that name.
    pub ambiguous: bool,
    /// Where in the text it is cited first.
    pub place: String,
}

/// A document that cites another, or a page that cites one.
#[derive(Clone, Debug, Serialize)]
pub struct CitedBy<'a> {
    /// Its title and page.
    pub document: Link<'a>,
    /// What kind of page it is when it is no document: a key of the word file.
    pub origin: Option<&'static str>,
    /// Its numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Its date.
    pub date: Option<GazetteDate>,
    /// What it does with the other: a key of the word file.
    pub verb: Option<&'static str>,
    /// The paragraph.
    pub url: String,
    /// The sentence.
    pub sentence: Sentence<'a>,
}

/// A sentence in three parts: what stands before the words that matter, these, and what stands behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence<'a> {
    /// What stands before.
    pub before: Cow<'a, str>,
    /// The words that matter.
    pub words: Cow<'a, str>,
    /// What stands behind.
    pub after: Cow<'a, str>,
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

/// The page of a collection: all departments, topics, kinds or registers.
#[derive(Clone, Debug, Serialize)]
pub struct Collection<'a> {
    /// The entries, in the order of the list.
    pub entries: Vec<Count<'a>>,
    /// Which leaf of the list this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// The page of a term: a topic, a kind, a register or a department.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Term<'a> {
    /// How many documents it has in all.
    pub documents: usize,
    /// All its documents by year; empty when they are too many for one page.
    pub groups: Vec<Group<'a>>,
    /// Its years with a page of their own; empty when one page holds all.
    pub years: Vec<Count<'a>>,
    /// More about a department.
    pub department: Option<Box<Department<'a>>>,
    /// More about a register.
    pub series: Option<Series<'a>>,
}

/// More about a department.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Department<'a> {
    /// Other names that mean it.
    pub aliases: Vec<&'a str>,
    /// Names it had before.
    pub former: Vec<FormerName<'a>>,
    /// When it was established.
    pub established: Option<GazetteDate>,
    /// When it was abolished.
    pub abolished: Option<GazetteDate>,
    /// Who took over its work.
    pub successor: Option<Link<'a>>,
    /// Whose work it took over.
    pub predecessors: Vec<Link<'a>>,
    /// The documents that it issued with others; those in `groups` it issued alone.
    pub joint: Vec<Group<'a>>,
    /// The way to what it is charged with, if it is charged with anything.
    pub charges: Option<Count<'a>>,
    /// The way to where else it is named, if it is.
    pub named: Option<Count<'a>>,
    /// How many it issued alone.
    pub documents_alone: usize,
    /// How many it issued with others.
    pub documents_joint: usize,
}

/// A name that a department had.
#[derive(Clone, Debug, Serialize)]
pub struct FormerName<'a> {
    /// The name.
    pub name: &'a str,
    /// Its last day.
    pub until: Option<GazetteDate>,
}

/// More about a register.
#[derive(Clone, Debug, Serialize)]
pub struct Series<'a> {
    /// The department that keeps it.
    pub department: Option<&'a str>,
    /// How much of it the gazette prints: a key of the word file.
    pub coverage: &'static str,
    /// What of it is held, the newest year first.
    pub years: Vec<RegisterYear>,
}

/// What of a register is held in one year.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterYear {
    /// The year; `None` for a register that counts on without regard to it.
    pub year: Option<u16>,
    /// How many numbers are held.
    pub held: u32,
    /// The highest of them.
    pub highest: u32,
    /// The lowest, where the archive begins within a complete register's year.
    pub from: Option<u32>,
    /// The share held, in per cent; only of a register that is printed in part.
    pub share: Option<u32>,
    /// The numbers that are missing; only of a register that is declared complete.
    pub gaps: Option<String>,
    /// Numbers that several documents carry.
    pub duplicates: Vec<u32>,
}

/// One year of a term, when its documents are too many for one page.
#[derive(Clone, Debug, Serialize)]
pub struct TermYear<'a> {
    /// The year.
    pub year: u16,
    /// How many documents the year has.
    pub documents: usize,
    /// The documents of this leaf.
    pub groups: Vec<Group<'a>>,
    /// What of the register is held in this year.
    pub register: Option<RegisterYear>,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
    /// The year before.
    pub previous: Option<Link<'a>>,
    /// The year after.
    pub next: Option<Link<'a>>,
}

/// A stub at an old address.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect<'a> {
    /// Where the document is now.
    pub to: Link<'a>,
}

/// What a name may mean, when several documents bear it.
#[derive(Clone, Debug, Serialize)]
pub struct Candidates<'a> {
    /// The documents.
    pub documents: Vec<Row<'a>>,
}

/// What is cited and not held.
#[derive(Clone, Debug, Serialize)]
pub struct Wanted<'a> {
    /// The entries of this leaf, the most cited first.
    pub entries: Vec<WantedEntry<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document that is cited and not held.
#[derive(Clone, Debug, Serialize)]
pub struct WantedEntry<'a> {
    /// The title that it is cited by.
    pub title: Option<Cow<'a, str>>,
    /// The number that it is cited by.
    pub number: Option<Cow<'a, str>>,
    /// How many documents cite it.
    pub documents: usize,
    /// The first of these, each with the paragraph.
    pub cited_by: Vec<Link<'a>>,
    /// How many more cite it.
    pub more: usize,
}

/// What a department is charged with, or where else it is named.
#[derive(Clone, Debug, Serialize)]
pub struct Charges<'a> {
    /// Which of both: a key of the word file, `charges` or `named`.
    pub word: &'static str,
    /// The documents of this leaf, the newest first.
    pub documents: Vec<ChargedDocument<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document that sets a department tasks, or names it.
#[derive(Clone, Debug, Serialize)]
pub struct ChargedDocument<'a> {
    /// The document.
    pub row: Row<'a>,
    /// The tasks, in its order.
    pub tasks: Vec<Task<'a>>,
    /// How many more there are than are shown.
    pub more: usize,
}

/// A sentence or row that sets a department a task, or words that name it.
#[derive(Clone, Debug, Serialize)]
pub struct Task<'a> {
    /// The department's part: a key of the word file. None where it is only named.
    pub role: Option<&'static str>,
    /// The words.
    pub text: Cow<'a, str>,
    /// Where they stand.
    pub url: String,
}

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

/// The values of a page's own kind.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Content<'a> {
    /// The home page.
    Home(Box<Home<'a>>),
    /// All years.
    Years(Years<'a>),
    /// A year.
    Year(Year<'a>),
    /// An issue.
    Issue(Box<Issue<'a>>),
    /// An issue with the texts of all its documents.
    WholeIssue(Box<WholeIssue<'a>>),
    /// A document.
    Document(Box<Document<'a>>),
    /// A collection.
    Collection(Collection<'a>),
    /// A term.
    Term(Term<'a>),
    /// A year of a term.
    TermYear(TermYear<'a>),
    /// A free page has nothing but its text.
    FreePage {},
    /// The page for addresses that lead nowhere.
    NotFound {},
    /// A stub at an old address.
    Redirect(Redirect<'a>),
    /// What a name may mean.
    Candidates(Candidates<'a>),
    /// What is cited and not held.
    Wanted(Wanted<'a>),
    /// What expires when.
    Expiring(Expiring<'a>),
    /// What a department is charged with.
    Charges(Charges<'a>),
    /// The years that have lists of content codes.
    CodeYears(CodeYears<'a>),
    /// The content codes of a year's documents.
    Codes(Codes<'a>),
    /// What programmers can have.
    Data(Data),
    /// The proof of an issue in progress.
    Proof(Box<Proof<'a>>),
    /// The search page; its results are made by its script.
    Search {},
    /// A script with data; no template makes it.
    Script(String),
}

/// All that a page is made of, apart from its source texts and the theme.
#[derive(Clone, Debug, Serialize)]
pub struct Context<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// What its kind has.
    pub content: Content<'a>,
    /// What the HTML of its own text depends on; templates do not see it.
    pub text: TextContext,
    /// The same for each document whose text it shows besides, in their order.
    pub joined: Vec<TextContext>,
    /// The hash of the files that say what the page's document is: its own and its issue's. Templates
    /// do not see it; what is made of the document besides its page depends on it.
    pub facts: u64,
}

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
