//! What is made besides the pages: data for programs, feeds, books. One file a format.
//!
//! Pure: from the plan and the texts to bytes. Must not know: templates, disk.
//!
//! What is made of one document stands beside its page and is made with it, from the same text. What
//! is made of many, a [`JointFile`], is written into a stream, one document after the other, so that
//! memory does not grow with the archive.

mod address;
mod akoma_ntoso;
mod catalogue;
mod epub;
mod feeds;
mod finding;
mod joint;
mod json;
mod json_ld;
mod markdown;
mod metadata;
mod record;
mod sitemap;
mod texts;
mod tree;
mod xml;

use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use crate::archive::DocumentIndex;
use crate::config::{Artefact, Config};
use crate::pages::data::DocumentFormat;
use crate::pages::{CopiedFile, Plan};
use crate::render::Fingerprint;

use record::{Details, Record};

pub use address::Site;
pub use joint::JointFile;
pub use texts::Texts;

/// Makes what is made besides the pages.
pub struct Exporter<'a> {
    plan: &'a Plan<'a>,
    site: Site<'a>,
    /// The pictures that are published: source file by path in the site.
    pictures: BTreeMap<&'a str, &'a str>,
    /// Hash of all that everything here depends on besides the archive.
    hash: u64,
}

/// What is known of a document.
pub struct Known<'a> {
    index: DocumentIndex,
    record: Record<'a>,
    details: Details<'a>,
}

impl<'a> Exporter<'a> {
    /// What is made of a plan besides its pages.
    #[must_use]
    pub fn new(plan: &'a Plan<'a>, config: &'a Config) -> Self {
        let site = Site::new(config);
        let mut hasher = Xxh3::new();
        // Registers and kinds of citation decide on the canonical form of numbers.
        let numbers = (&config.series, &config.citations);
        hasher.update(format!("{site:?}{:?}{numbers:?}", config.exports()).as_bytes());
        let picture = |file: &CopiedFile<'_>| epub::picture_type(file.path.as_str()).is_some();
        let pictures = plan.copied_files().filter(|file| plan.makes(Artefact::Epub) && picture(file));
        let pictures = pictures.map(|file| (file.path.as_str(), file.source)).collect();
        Self { plan, site, pictures, hash: hasher.digest() }
    }

    /// The hash of all that is made here depends on besides the archive.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The fingerprint of a document's file, from that of its page.
    #[must_use]
    pub fn document_fingerprint(&self, page: Fingerprint, format: DocumentFormat) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.hash.to_le_bytes());
        hasher.update(&page.to_le_bytes());
        hasher.update(format.ending().as_bytes());
        hasher.digest128()
    }

    /// What is known of a document, to be asked for once for all that is made of it.
    #[must_use]
    pub fn known(&self, index: DocumentIndex) -> Known<'a> {
        Known { index, record: self.record(index), details: self.details(index) }
    }

    /// A document in several forms, from its source file and the HTML of its text, in their order.
    #[must_use]
    pub fn document(
        &self,
        known: &Known<'_>,
        file: &str,
        html: &str,
        formats: &[DocumentFormat],
    ) -> Vec<Vec<u8>> {
        let reads_html = formats.iter().any(|format| *format != DocumentFormat::Markdown);
        let tree = if reads_html { tree::tree(html) } else { Vec::new() };
        let one = |format: &DocumentFormat| match format {
            DocumentFormat::Markdown => markdown::document(self, known.index, file).into_bytes(),
            DocumentFormat::Json => json::document(known, &tree),
            DocumentFormat::AkomaNtoso => akoma_ntoso::document(self, known, &tree).into_bytes(),
        };
        formats.iter().map(one).collect()
    }

    /// The documents of a year's issues whose texts are handed out.
    fn open_documents(&self, year: u16) -> impl Iterator<Item = DocumentIndex> {
        let issues = &self.plan.archive().issues;
        let start = issues.partition_point(|issue| issue.folder_year < year);
        let end = issues.partition_point(|issue| issue.folder_year <= year);
        let documents = issues[start..end].iter().flat_map(|issue| issue.documents.clone());
        documents.map(DocumentIndex::new).filter(|index| self.plan.is_open(*index))
    }

    /// All documents but drafts.
    fn documents(&self) -> impl Iterator<Item = DocumentIndex> {
        let archive = self.plan.archive();
        let all = (0..archive.documents.len()).map(DocumentIndex::new);
        all.filter(move |index| !archive.document(*index).record.draft)
    }
}
