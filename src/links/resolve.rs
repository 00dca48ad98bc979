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
    let mut gatherer = Gatherer::default();
    let mut documents = Vec::with_capacity(archive.documents.len());
    let mut searched = 0;
    // Some at a time: what a text alone shows takes more memory than what is kept of it.
    let mut rest = (0..archive.documents.len()).map(DocumentIndex::new).peekable();
    while rest.peek().is_some() {
        let some: Vec<DocumentIndex> = rest.by_ref().take(AT_A_TIME).collect();
        let each: Vec<_> = some.par_iter().map(|index| resolver.document(*index)).collect();
        for (index, (links, text, diagnostics)) in some.into_iter().zip(each) {
            searched += usize::from(text.is_new);
            let citations = gatherer.add(text.citations, counts_for(archive, index));
            documents.push(DocumentLinks { citations, ..links });
            found.extend(diagnostics);
        }
    }
    let mut page = |path: &str, facts: &TextFacts, place: Place, found: &mut Diagnostics| {
        let text = resolver.citations().text(path, facts, None, found);
        searched += usize::from(text.is_new);
        let citations = gatherer.add_page(text.citations, place);
        PageLinks { text: resolver.text(path, facts, found), citations }
    };
    let mut issues = Vec::with_capacity(archive.issues.len());
    for (index, issue) in archive.issues.iter().enumerate() {
        let path = issue.path.as_deref().unwrap_or(&issue.folder);
        let pdf = issue.record.pdf.as_ref().and_then(|pdf| {
            resolver.file(path, pdf, text!("the facsimile `{}` is not there", pdf.value), found)
        });
        let page = page(path, &issue.record.text, Place::Issue(IssueIndex::new(index)), found);
        issues.push(IssueLinks { page, pdf });
    }
    let mut departments = Vec::with_capacity(archive.departments.len());
    for (index, department) in archive.departments.iter().enumerate() {
        let place = Place::Department(DepartmentIndex::new(index));
        let of_file = department.file.as_ref().map(|file| page(&file.path, &file.record.text, place, found));
        departments.push(of_file.unwrap_or_default());
    }
    let mut free_pages = Vec::with_capacity(archive.free_pages.len());
    for (index, free) in archive.free_pages.iter().enumerate() {
        free_pages.push(page(
            &free.path,
            &free.record.text,
            Place::FreePage(FreePageIndex::new(index)),
            found,
        ));
    }
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
