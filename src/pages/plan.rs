//! Which pages there are, and where.

use std::collections::BTreeSet;

use crate::archive::{Archive, Asset, AssetIndex, DocumentIndex, FreePageIndex, IssueIndex};
use crate::config::Artefact;
use crate::links::Links;

use super::context::{Label, Link};
use super::layout::Layout;
use super::page::CopiedFile;
use super::path::{SitePath, relative};

/// What the plan takes from the settings and the theme.
#[derive(Clone, Copy, Debug)]
pub struct PlanOptions<'a> {
    /// The content folder, without a slash at its end.
    pub content: &'a str,
    /// A sentence about the archive, for search engines.
    pub description: Option<&'a str>,
    /// Paths that the theme's own files take.
    pub theme_files: &'a [String],
    /// The path of the published site's address, with a slash at both ends, when it has one.
    pub base_path: Option<&'a str>,
    /// What is made besides the pages.
    pub exports: &'a BTreeSet<Artefact>,
    /// Whether each issue has a page with all its texts.
    pub whole_issues: bool,
    /// Whether the archive can be searched.
    pub search: bool,
}

/// Every page of the site: what was laid out, and what it was laid out from. It is a view, made in no
/// time, so that whoever keeps archive, links and layout can have one whenever a page is wanted.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    pub(super) archive: &'a Archive,
    pub(super) links: &'a Links,
    pub(super) options: PlanOptions<'a>,
    layout: &'a Layout,
}

impl std::ops::Deref for Plan<'_> {
    type Target = Layout;

    fn deref(&self) -> &Layout {
        self.layout
    }
}

impl<'a> Plan<'a> {
    /// The pages of a layout. It has to be that of this archive and these links, by these options.
    #[must_use]
    pub fn new(archive: &'a Archive, links: &'a Links, options: PlanOptions<'a>, layout: &'a Layout) -> Self {
        Self { archive, links, options, layout }
    }

    /// The files to copy, by path.
    pub fn copied_files(&self) -> impl Iterator<Item = CopiedFile<'_>> {
        self.archive.assets.iter().zip(&self.assets).filter_map(|(asset, path)| {
            Some(CopiedFile { path: path.as_ref()?, source: &asset.path, stamp: asset.stamp })
        })
    }

    /// The free pages in the order of the site's foot: title, and path from the root.
    pub fn footer(&self) -> impl Iterator<Item = (&str, &SitePath)> {
        let pages = self.archive.free_pages.iter().zip(&self.free_pages);
        pages.map(|(page, path)| (&*page.record.title.value, path))
    }

    /// The archive that is planned.
    #[must_use]
    pub fn archive(&self) -> &'a Archive {
        self.archive
    }

    /// Where its links lead.
    #[must_use]
    pub fn links(&self) -> &'a Links {
        self.links
    }

    /// A copied file with its address; none when it is not published.
    #[must_use]
    pub fn asset(&self, index: AssetIndex) -> Option<(&SitePath, &'a Asset)> {
        Some((self.assets[index.get()].as_ref()?, &self.archive.assets[index.get()]))
    }

    /// The page of a document.
    #[must_use]
    pub fn document_path(&self, index: DocumentIndex) -> &SitePath {
        &self.documents[index.get()]
    }

    pub(super) fn free_page_path(&self, index: FreePageIndex) -> &SitePath {
        &self.free_pages[index.get()]
    }

    pub(super) fn document_link(&self, from: &SitePath, index: DocumentIndex) -> Link<'a> {
        let record = &self.archive.document(index).record;
        let label = Label::Text { text: (&*record.title.value).into(), language: record.language.as_deref() };
        Link { label, url: relative(from, self.document_path(index), None) }
    }

    /// The page of an issue.
    #[must_use]
    pub fn issue_path(&self, index: IssueIndex) -> &SitePath {
        &self.issues[index.get()]
    }

    pub(super) fn issue_link(&self, from: &SitePath, index: IssueIndex) -> Link<'a> {
        Link { label: self.issue_label(index), url: relative(from, self.issue_path(index), None) }
    }

    /// The later printings of a document.
    pub(super) fn reprints_of(&self, index: DocumentIndex) -> impl Iterator<Item = DocumentIndex> {
        let start = self.reprints.partition_point(|(original, _)| *original < index);
        self.reprints[start..]
            .iter()
            .take_while(move |(original, _)| *original == index)
            .map(|(_, reprint)| *reprint)
    }
}
