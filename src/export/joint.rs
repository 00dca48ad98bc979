//! The files that are made of many documents: which there are, what each depends on, and its writing.

use std::io::{self, Write};

use xxhash_rust::xxh3::Xxh3;

use super::{Exporter, Texts, akoma_ntoso, catalogue, epub, feeds, finding, json, sitemap};
use crate::archive::{DocumentIndex, IssueIndex};
use crate::config::Artefact;
use crate::links::Place;
use crate::pages::SitePath;
use crate::pages::data::{FEED_COLLECTIONS, FeedSource, full_text_path};
use crate::render::Fingerprint;
use crate::source::Stamp;

/// A file that is made of many documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointFile {
    /// Where it is.
    pub path: SitePath,
    kind: JointKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JointKind {
    CatalogueJson,
    CatalogueCsv,
    Disclosure,
    CatalogueSchema,
    DocumentSchema,
    FullText(u16),
    IssueXml(IssueIndex),
    Epub(IssueIndex),
    Feed(FeedSource, Option<usize>),
    SitemapIndex(usize),
    /// From which of the listed pages to which.
    Sitemap(usize, usize),
    Robots,
    OpenSearch,
    Manifest,
}

impl Exporter<'_> {
    /// The files that are made of many documents, in the order of their making.
    #[must_use]
    pub fn joint_files(&self) -> Vec<JointFile> {
        let mut files = Vec::new();
        self.list_data(&mut files);
        self.list_issues(&mut files);
        self.list_feeds(&mut files);
        self.list_finding(&mut files);
        files
    }

    fn list_data(&self, files: &mut Vec<JointFile>) {
        use crate::pages::data::{
            CATALOGUE_CSV, CATALOGUE_JSON, CATALOGUE_SCHEMA, DISCLOSURE_CSV, DOCUMENT_SCHEMA,
        };
        let mut add = |path: &str, kind| files.push(JointFile { path: SitePath::new(path), kind });
        if self.plan.makes(Artefact::Catalogue) {
            add(CATALOGUE_JSON, JointKind::CatalogueJson);
            add(CATALOGUE_CSV, JointKind::CatalogueCsv);
            add(DISCLOSURE_CSV, JointKind::Disclosure);
            add(CATALOGUE_SCHEMA, JointKind::CatalogueSchema);
        }
        if self.plan.has_document_schema() {
            add(DOCUMENT_SCHEMA, JointKind::DocumentSchema);
        }
        if self.plan.makes(Artefact::FullText) {
            let years = self.plan.archive().years().into_iter().filter(|year| self.plan.has_open_year(*year));
            years.for_each(|year| add(full_text_path(year).as_str(), JointKind::FullText(year)));
        }
    }

    fn list_issues(&self, files: &mut Vec<JointFile>) {
        let issues = (0..self.plan.archive().issues.len()).map(IssueIndex::new);
        for index in issues.filter(|index| self.plan.has_open_documents(*index)) {
            if self.plan.makes(Artefact::AkomaNtoso) {
                let path = self.plan.issue_xml(index);
                files.push(JointFile { path, kind: JointKind::IssueXml(index) });
            }
            if self.plan.makes(Artefact::Epub) {
                let path = self.plan.issue_epub(index);
                files.push(JointFile { path, kind: JointKind::Epub(index) });
            }
        }
    }

    fn list_feeds(&self, files: &mut Vec<JointFile>) {
        if !self.plan.makes(Artefact::Feeds) {
            return;
        }
        let terms = FEED_COLLECTIONS
            .into_iter()
            .flat_map(|kind| (0..self.plan.terms_in(kind)).map(move |term| FeedSource::Term(kind, term)));
        for source in std::iter::once(FeedSource::Archive).chain(terms) {
            let documents = self.feed_documents(source).len();
            if documents == 0 {
                continue;
            }
            let parts = (0..feeds::finished_parts(documents)).map(Some);
            for part in parts.chain([None]) {
                let path = self.plan.feed_path(source, part);
                files.push(JointFile { path, kind: JointKind::Feed(source, part) });
            }
        }
    }

    fn list_finding(&self, files: &mut Vec<JointFile>) {
        let mut add = |path: String, kind| files.push(JointFile { path: SitePath::new(path), kind });
        if self.plan.makes(Artefact::Sitemap) {
            match &*sitemap::parts(self) {
                [only] => add("sitemap.xml".into(), JointKind::Sitemap(only.0, only.1)),
                parts => {
                    add("sitemap.xml".into(), JointKind::SitemapIndex(parts.len()));
                    for (number, part) in parts.iter().enumerate() {
                        add(sitemap::path(number), JointKind::Sitemap(part.0, part.1));
                    }
                }
            }
        }
        if self.plan.has_robots() {
            add("robots.txt".into(), JointKind::Robots);
        }
        if self.plan.makes(Artefact::OpenSearch) {
            add("opensearch.xml".into(), JointKind::OpenSearch);
        }
        if self.plan.makes(Artefact::Manifest) {
            add("manifest.webmanifest".into(), JointKind::Manifest);
        }
    }

    /// The documents of a feed, in the archive's order.
    pub(super) fn feed_documents(&self, source: FeedSource) -> Vec<DocumentIndex> {
        match source {
            FeedSource::Archive => {
                let all = (0..self.plan.archive().documents.len()).map(DocumentIndex::new);
                all.filter(|index| !self.plan.archive().document(*index).record.draft).collect()
            }
            FeedSource::Term(kind, term) => self.plan.feed_documents(kind, term),
        }
    }

    /// The fingerprint of a file, from those of the pages, in the order of the plan. Documents come
    /// first in it, then issues.
    #[must_use]
    pub fn fingerprint(&self, file: &JointFile, pages: &[Fingerprint]) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.hash.to_le_bytes());
        hasher.update(file.path.as_str().as_bytes());
        let mut add = |page: usize| hasher.update(&pages[page].to_le_bytes());
        match file.kind {
            JointKind::CatalogueJson | JointKind::CatalogueCsv | JointKind::Disclosure => {
                (0..self.plan.archive().documents.len()).for_each(&mut add);
            }
            JointKind::IssueXml(index) | JointKind::Epub(index) => {
                let archive = self.plan.archive();
                add(archive.documents.len() + index.get());
                let documents = archive.issues[index.get()].documents.clone();
                documents.clone().for_each(&mut add);
                for stamp in documents.flat_map(|document| self.picture_stamps(document)) {
                    hasher.update(&stamp.size.to_le_bytes());
                    hasher.update(&stamp.modified.to_le_bytes());
                }
            }
            JointKind::FullText(year) => self.open_documents(year).for_each(|index| add(index.get())),
            JointKind::Feed(source, part) => {
                let documents = self.feed_documents(source);
                for index in feeds::shown(&documents, part) {
                    add(index.get());
                }
                hasher.update(self.feed_title(source).as_bytes());
                hasher.update(&documents.len().to_le_bytes());
            }
            JointKind::SitemapIndex(_) | JointKind::Sitemap(..) => {
                let archive = self.plan.archive();
                (0..archive.documents.len() + archive.issues.len()).for_each(&mut add);
                for planned in &self.plan.pages {
                    hasher.update(planned.path.as_str().as_bytes());
                }
            }
            JointKind::CatalogueSchema
            | JointKind::DocumentSchema
            | JointKind::Robots
            | JointKind::OpenSearch
            | JointKind::Manifest => {}
        }
        hasher.digest128()
    }

    /// Writes a file that is made of many documents.
    ///
    /// # Errors
    /// When `out` fails, or a source cannot be read.
    pub fn write(&self, file: &JointFile, texts: &Texts<'_>, out: &mut dyn Write) -> io::Result<()> {
        match file.kind {
            JointKind::CatalogueJson => catalogue::json(self, out),
            JointKind::CatalogueCsv => catalogue::csv(self, out),
            JointKind::Disclosure => catalogue::disclosure(self, out),
            JointKind::CatalogueSchema => out.write_all(CATALOGUE_SCHEMA.as_bytes()),
            JointKind::DocumentSchema => out.write_all(DOCUMENT_SCHEMA.as_bytes()),
            JointKind::IssueXml(index) => akoma_ntoso::issue(self, index, out),
            JointKind::Epub(index) => epub::write(self, index, texts, out),
            JointKind::FullText(year) => json::year(self, year, texts, out),
            JointKind::Feed(source, part) => feeds::write(self, source, part, out),
            JointKind::SitemapIndex(parts) => sitemap::index(&self.site, parts, out),
            JointKind::Sitemap(start, end) => sitemap::write(self, (start, end), out),
            JointKind::Robots => finding::robots(&self.site, self.plan, out),
            JointKind::OpenSearch => finding::open_search(&self.site, out),
            JointKind::Manifest => finding::manifest(&self.site, out),
        }
    }

    /// The sizes and times of the files that a document's text shows or leads to.
    fn picture_stamps(&self, document: usize) -> impl Iterator<Item = Stamp> {
        let targets = self.plan.links().documents[document].text.iter().flatten();
        targets.filter_map(|target| match target.place {
            Place::Asset(asset) => self.plan.asset(asset).map(|(_, asset)| asset.stamp),
            _ => None,
        })
    }
}

/// What the catalogue looks like (JSON Schema 2020-12).
const CATALOGUE_SCHEMA: &str = include_str!("catalogue.schema.json");
/// What a document looks like (JSON Schema 2020-12).
const DOCUMENT_SCHEMA: &str = include_str!("document.schema.json");
