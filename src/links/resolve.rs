//! The join: every link and citation of the archive, followed at once.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use super::citation_index::{Gatherer, counts_for};
use super::resolver::Resolver;
use super::{DocumentLinks, InRecords, Index, IssueLinks, Links, PageLinks, Place, Target, named, validity};
use crate::archive::{Archive, AssetIndex, DepartmentIndex, DocumentIndex, FreePageIndex, IssueIndex};
use crate::diagnostics::{Diagnostics, text};
use crate::parse::{Namings, TextFacts};

/// How many documents are resolved before what they name is put together.
const AT_A_TIME: usize = 4096;

/// Resolves every link and citation, and reports those that lead nowhere. What texts may say of departments
/// has to stand in their records.
#[must_use]
pub fn resolve(archive: &Archive, content: &str, found: &mut Diagnostics) -> Links {
    let links = resolve_with(archive, content, &InRecords(archive), found);
    links.expect("what stands in records can be read")
}

/// The same, where what the texts may say of departments is elsewhere.
///
/// # Errors
/// When `namings` cannot be read.
pub fn resolve_with(
    archive: &Archive,
    content: &str,
    namings: &dyn Namings,
    found: &mut Diagnostics,
) -> io::Result<Links> {
    let index = Index::default();
    let resolver = Resolver::new(archive, content, &index);
    let mut following = Following { resolver: &resolver, gatherer: Gatherer::default(), searched: 0, found };
    // What is wanted and ambiguous is numbered in this order.
    let documents = following.documents();
    let issues = following.issues();
    let departments = following.departments();
    let free_pages = following.free_pages();
    let Following { gatherer, searched, .. } = following;
    let put_together = gatherer.finish();
    let said = named::said(archive, namings)?;
    let mut links = Links {
        documents,
        issues,
        departments,
        free_pages,
        wanted: put_together.wanted,
        ambiguous: put_together.ambiguous,
        cited_by: put_together.cited_by,
        cited_on: put_together.cited_on,
        effects: Vec::new(),
        charges: said.charges,
        named: said.named,
        published_assets: Vec::new(),
        searched,
        index: Index::default(),
    };
    links.effects = validity::effects(archive, &links);
    let of_drafts = archive.drafts.iter().flat_map(|draft| resolver.assets_of_draft(draft)).collect();
    links.published_assets = published_assets(archive, &links, of_drafts);
    links.index = index;
    Ok(links)
}

/// What follows the links of one text after another, and puts together what they cite.
struct Following<'a> {
    resolver: &'a Resolver<'a>,
    gatherer: Gatherer,
    /// How many texts had to be searched for citations.
    searched: usize,
    found: &'a mut Diagnostics,
}

impl Following<'_> {
    fn documents(&mut self) -> Vec<DocumentLinks> {
        let archive = self.resolver.archive;
        let mut documents = Vec::with_capacity(archive.documents.len());
        // Some at a time: what a text alone shows takes more memory than what is kept of it.
        let mut rest = (0..archive.documents.len()).map(DocumentIndex::new).peekable();
        while rest.peek().is_some() {
            let some: Vec<DocumentIndex> = rest.by_ref().take(AT_A_TIME).collect();
            let each: Vec<_> = some.par_iter().map(|index| self.resolver.document(*index)).collect();
            for (index, (links, text, diagnostics)) in some.into_iter().zip(each) {
                self.searched += usize::from(text.is_new);
                let citations = self.gatherer.add(text.citations, counts_for(archive, index));
                documents.push(DocumentLinks { citations, ..links });
                self.found.extend(diagnostics);
            }
        }
        documents
    }

    fn issues(&mut self) -> Vec<IssueLinks> {
        let issues = self.resolver.archive.issues.iter().enumerate();
        let links = issues.map(|(index, issue)| {
            let path = issue.path.as_deref().unwrap_or(&issue.folder);
            let pdf = issue.record.pdf.as_ref().and_then(|pdf| {
                let message = text!("the facsimile `{}` is not there", pdf.value);
                self.resolver.file(path, pdf, message, self.found)
            });
            let place = Place::Issue(IssueIndex::new(index));
            IssueLinks { page: self.page(path, &issue.record.text, place), pdf }
        });
        links.collect()
    }

    fn departments(&mut self) -> Vec<PageLinks> {
        let departments = self.resolver.archive.departments.iter().enumerate();
        let links = departments.map(|(index, department)| {
            let place = Place::Department(DepartmentIndex::new(index));
            let file = department.file.as_ref();
            file.map(|file| self.page(&file.path, &file.record.text, place)).unwrap_or_default()
        });
        links.collect()
    }

    fn free_pages(&mut self) -> Vec<PageLinks> {
        let pages = self.resolver.archive.free_pages.iter().enumerate();
        let links = pages.map(|(index, page)| {
            self.page(&page.path, &page.record.text, Place::FreePage(FreePageIndex::new(index)))
        });
        links.collect()
    }

    /// The links of a page that is no document.
    fn page(&mut self, path: &str, facts: &TextFacts, place: Place) -> PageLinks {
        let text = self.resolver.citations().text(path, facts, None, self.found);
        self.searched += usize::from(text.is_new);
        let citations = self.gatherer.add_page(text.citations, place);
        PageLinks { text: self.resolver.text(path, facts, self.found), citations }
    }
}

/// All assets but those that only drafts and withdrawn documents use.
pub(super) fn published_assets(
    archive: &Archive,
    links: &Links,
    of_drafts: BTreeSet<AssetIndex>,
) -> Vec<bool> {
    let mut open = BTreeSet::new();
    let mut held_back = of_drafts;
    let assets_of = |targets: &[Option<Target>]| -> Vec<AssetIndex> {
        let asset = |target: &Option<Target>| match target.as_ref()?.place {
            Place::Asset(asset) => Some(asset),
            _ => None,
        };
        targets.iter().filter_map(asset).collect()
    };
    for (document, of_document) in archive.documents.iter().zip(&links.documents) {
        let used = if document.record.withdrawn.is_some() { &mut held_back } else { &mut open };
        used.extend(of_document.attachments.iter().flatten().copied());
        used.extend(assets_of(&of_document.text));
    }
    for issue in &links.issues {
        open.extend(issue.pdf);
        open.extend(assets_of(&issue.page.text));
    }
    for page in links.departments.iter().chain(&links.free_pages) {
        open.extend(assets_of(&page.text));
    }
    let published = |index| !held_back.contains(&index) || open.contains(&index);
    (0..archive.assets.len()).map(AssetIndex::new).map(published).collect()
}
