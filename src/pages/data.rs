//! Addresses of what is made besides the pages, and the page that lists it for programmers.

use std::collections::BTreeSet;

use super::context::{Data, DataFile, DocumentFile};
use super::page::{CollectionKind, Page};
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{DocumentIndex, IssueIndex};
use crate::config::Artefact;

/// How many documents a part of a feed holds that is finished.
pub const FEED_LEAF: usize = 100;

/// A form in which each document can be had by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentFormat {
    /// Markdown with front matter.
    Markdown,
    /// JSON.
    Json,
    /// Akoma Ntoso 1.0.
    AkomaNtoso,
}

impl DocumentFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Json, Self::AkomaNtoso];

    /// What switches it on.
    #[must_use]
    pub fn artefact(self) -> Artefact {
        match self {
            Self::Markdown => Artefact::Markdown,
            Self::Json => Artefact::Json,
            Self::AkomaNtoso => Artefact::AkomaNtoso,
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::AkomaNtoso => "xml",
        }
    }

    /// Its media type. Akoma Ntoso's is registered with IANA.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::AkomaNtoso => "application/akn+xml",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Json => "JSON",
            Self::AkomaNtoso => "Akoma Ntoso",
        }
    }
}

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedSource {
    /// The whole archive.
    Archive,
    /// A department, topic or kind, by its place in the collection.
    Term(CollectionKind, usize),
}

/// The collections whose terms have feeds.
pub const FEED_COLLECTIONS: [CollectionKind; 3] =
    [CollectionKind::Departments, CollectionKind::Topics, CollectionKind::Kinds];

/// The same path with another ending.
fn with_ending(path: &SitePath, ending: &str) -> SitePath {
    let stem = path.as_str().rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    SitePath::new(format!("{stem}.{ending}"))
}

impl Plan<'_> {
    /// Whether something is made besides the pages.
    #[must_use]
    pub fn makes(&self, artefact: Artefact) -> bool {
        self.options.exports.contains(&artefact)
    }

    /// Whether a document's text is handed out: not that of a draft, nor one that was withdrawn.
    #[must_use]
    pub fn is_open(&self, index: DocumentIndex) -> bool {
        let record = &self.archive.document(index).record;
        !record.draft && record.withdrawn.is_none()
    }

    /// A file of a document in one of its forms.
    #[must_use]
    pub fn document_file(&self, index: DocumentIndex, format: DocumentFormat) -> SitePath {
        with_ending(self.document_path(index), format.ending())
    }

    /// The forms in which a document can be had.
    pub fn document_formats(&self, index: DocumentIndex) -> impl Iterator<Item = DocumentFormat> {
        let open = self.is_open(index);
        DocumentFormat::ALL.into_iter().filter(move |format| open && self.makes(format.artefact()))
    }

    /// The issue in Akoma Ntoso.
    #[must_use]
    pub fn issue_xml(&self, index: IssueIndex) -> SitePath {
        with_ending(self.issue_path(index), "xml")
    }

    /// The issue as a book, under a name that tells which it is: `2018/10/2018-10.epub`.
    #[must_use]
    pub fn issue_epub(&self, index: IssueIndex) -> SitePath {
        let page = self.issue_path(index).as_str();
        let folder = page.strip_suffix("/index.html").unwrap_or(page);
        SitePath::new(format!("{folder}/{}.epub", folder.replace('/', "-")))
    }

    pub(super) fn epub_link(&self, from: &SitePath, index: IssueIndex) -> Option<String> {
        let there = self.makes(Artefact::Epub) && self.has_open_documents(index);
        there.then(|| relative(from, &self.issue_epub(index), None))
    }

    /// Whether an issue has documents that a book or a collection can hold.
    #[must_use]
    pub fn has_open_documents(&self, index: IssueIndex) -> bool {
        self.archive.issues[index.get()].documents.clone().any(|d| self.is_open(DocumentIndex::new(d)))
    }

    /// A feed, or a finished part of it, from 0.
    #[must_use]
    pub fn feed_path(&self, source: FeedSource, part: Option<usize>) -> SitePath {
        let page = match source {
            FeedSource::Archive => SitePath::new("feed.html"),
            FeedSource::Term(kind, term) => self.term_path(kind, term),
        };
        match part {
            None => with_ending(&page, "xml"),
            // A slug has no dot, so a part meets no feed of another term.
            Some(part) => with_ending(&page, &format!("{}.xml", part + 1)),
        }
    }

    /// The feed of the term that a page is about.
    fn feed_of(page: Page) -> Option<FeedSource> {
        match page {
            Page::Home => Some(FeedSource::Archive),
            Page::Term(kind, term) if FEED_COLLECTIONS.contains(&kind) => Some(FeedSource::Term(kind, term)),
            _ => None,
        }
    }

    /// The feed that a page announces, relative to it.
    pub(super) fn feed_link(&self, from: &SitePath, page: Page) -> Option<String> {
        let source = Self::feed_of(page).filter(|_| self.makes(Artefact::Feeds))?;
        let documents = match source {
            FeedSource::Archive => self.archive.documents.len(),
            FeedSource::Term(kind, term) => self.feed_documents(kind, term).len(),
        };
        (documents > 0).then(|| relative(from, &self.feed_path(source, None), None))
    }

    /// The documents of a term in the archive's order.
    #[must_use]
    pub fn feed_documents(&self, kind: CollectionKind, term: usize) -> Vec<DocumentIndex> {
        let archive = self.archive;
        let mut documents = match kind {
            CollectionKind::Departments => {
                let department = &archive.departments[term];
                [&*department.alone, &department.joint].concat()
            }
            CollectionKind::Topics => archive.topics[term].documents.clone(),
            CollectionKind::Kinds => archive.kinds[term].documents.clone(),
            CollectionKind::Numbers => archive.series[term].entries.iter().map(|e| e.document).collect(),
        };
        documents.sort_unstable();
        documents.dedup();
        documents.retain(|index| !archive.document(*index).record.draft);
        documents
    }

    /// The forms of a document as its page lists them.
    pub(super) fn document_files(&self, from: &SitePath, index: DocumentIndex) -> Vec<DocumentFile> {
        let file = |format: DocumentFormat| DocumentFile {
            format: format.name(),
            url: relative(from, &self.document_file(index, format), None),
        };
        self.document_formats(index).map(file).collect()
    }

    /// What programmers can have.
    pub(super) fn data(&self, from: &SitePath) -> Data {
        let file = |name: &'static str, path: &str| DataFile {
            name,
            url: relative(from, &SitePath::new(path), None),
            path: path.to_owned(),
        };
        let mut files = Vec::new();
        if self.makes(Artefact::Catalogue) {
            files.push(file("data_catalogue_json", CATALOGUE_JSON));
            files.push(file("data_catalogue_csv", CATALOGUE_CSV));
            files.push(file("data_disclosure", DISCLOSURE_CSV));
        }
        let mut schemas = Vec::new();
        if self.makes(Artefact::Catalogue) {
            schemas.push(file("data_schema_catalogue", CATALOGUE_SCHEMA));
        }
        if self.has_document_schema() {
            schemas.push(file("data_schema_document", DOCUMENT_SCHEMA));
        }
        if self.makes(Artefact::Feeds) && !self.archive.documents.is_empty() {
            files.push(file("data_feed", self.feed_path(FeedSource::Archive, None).as_str()));
        }
        if self.makes(Artefact::Sitemap) {
            files.push(file("data_sitemap", "sitemap.xml"));
        }
        if self.has_robots() {
            files.push(file("data_robots", "robots.txt"));
        }
        if self.makes(Artefact::OpenSearch) {
            files.push(file("data_opensearch", "opensearch.xml"));
        }
        if self.makes(Artefact::Manifest) {
            files.push(file("data_manifest", "manifest.webmanifest"));
        }
        let years: BTreeSet<u16> = if self.makes(Artefact::FullText) {
            self.archive.years().into_iter().collect()
        } else {
            BTreeSet::new()
        };
        let texts = years.into_iter().rev().filter(|year| self.has_open_year(*year));
        Data {
            files,
            texts: texts
                .map(|year| super::context::YearFile {
                    year,
                    url: relative(from, &full_text_path(year), None),
                })
                .collect(),
            schemas,
            formats: DocumentFormat::ALL
                .into_iter()
                .filter(|format| self.makes(format.artefact()))
                .map(|format| super::context::FormatNote { name: format.name(), ending: format.ending() })
                .collect(),
            epub: self.makes(Artefact::Epub),
            issue_xml: self.makes(Artefact::AkomaNtoso),
            metadata: self.makes(Artefact::Metadata),
            term_feeds: self.makes(Artefact::Feeds),
        }
    }

    /// Whether a file of the form that the document's schema describes is made.
    #[must_use]
    pub fn has_document_schema(&self) -> bool {
        self.makes(Artefact::Json) || self.makes(Artefact::FullText)
    }

    /// Whether there is a robots.txt. A crawler asks the host's root for it, and nowhere else.
    #[must_use]
    pub fn has_robots(&self) -> bool {
        self.makes(Artefact::Robots) && self.options.base_path == Some("/")
    }

    /// Whether a year has a text that is handed out.
    #[must_use]
    pub fn has_open_year(&self, year: u16) -> bool {
        let issues = self.archive.issues.iter().enumerate();
        issues
            .filter(|(_, issue)| issue.folder_year == year)
            .any(|(index, _)| self.has_open_documents(IssueIndex::new(index)))
    }

    /// Whether there is a page for programmers.
    #[must_use]
    pub fn has_data_page(&self) -> bool {
        !self.options.exports.is_empty()
    }

    /// The addresses of copied files and of stubs that a data file needs too.
    pub(super) fn taken_data_paths(&self) -> Vec<&str> {
        let stubs = self.pages.iter().filter(|planned| matches!(planned.page, Page::Redirect(_)));
        let copied = self.copied_files().map(|file| file.path.as_str());
        let ours = |path: &&str| DATA_ENDINGS.iter().any(|ending| path.ends_with(ending));
        let like_data: Vec<&str> = stubs.map(|stub| stub.path.as_str()).chain(copied).filter(ours).collect();
        if like_data.is_empty() || self.options.exports.is_empty() {
            return Vec::new();
        }
        let pages: BTreeSet<&str> = self.pages.iter().map(|planned| planned.path.as_str()).collect();
        like_data.into_iter().filter(|path| is_data_path(path, &pages)).collect()
    }
}

const DATA_ENDINGS: [&str; 8] = [".md", ".json", ".xml", ".epub", ".csv", ".jsonl", ".txt", ".webmanifest"];

/// Whether a data file may lie there: one of the archive's own, or one beside a page. `path` has one of
/// the endings of data files.
fn is_data_path(path: &str, pages: &BTreeSet<&str>) -> bool {
    let of_archive = path.starts_with("data/")
        || ["feed.", "sitemap", "robots.txt", "opensearch.xml", "manifest.webmanifest"]
            .iter()
            .any(|start| path.starts_with(start));
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    // A part of a feed has a number between: departments/education.2.xml.
    let whole = stem.rsplit_once('.').filter(|(_, part)| part.bytes().all(|b| b.is_ascii_digit()));
    let page = format!("{}.html", whole.map_or(stem, |(whole, _)| whole));
    let book = path.strip_suffix(".epub").and_then(|book| book.rsplit_once('/'));
    let is_book = book.is_some_and(|(folder, name)| name == folder.replace('/', "-"));
    of_archive || pages.contains(page.as_str()) || is_book
}

/// The list of all documents.
pub const CATALOGUE_JSON: &str = "data/catalogue.json";
/// The same for a spreadsheet.
pub const CATALOGUE_CSV: &str = "data/catalogue.csv";
/// The record of information disclosure (政府信息公开目录), for a spreadsheet.
pub const DISCLOSURE_CSV: &str = "data/disclosure.csv";
/// What the catalogue looks like.
pub const CATALOGUE_SCHEMA: &str = "data/catalogue.schema.json";
/// What a document's JSON looks like.
pub const DOCUMENT_SCHEMA: &str = "data/document.schema.json";

/// The texts of a year.
#[must_use]
pub fn full_text_path(year: u16) -> SitePath {
    SitePath::new(format!("data/text/{year:04}.jsonl"))
}
