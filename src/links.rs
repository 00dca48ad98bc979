//! What every link leads to, and what every named document is.
//!
//! Knows the archive. Must not know: URLs (they are given in `pages`), HTML.

mod address;
mod charges;
mod citation_index;
mod citations;
mod named;
mod places;
mod revise;
#[cfg(test)]
mod tests;
mod titles;
mod validity;

use std::collections::BTreeSet;
use std::io;
use std::sync::OnceLock;

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use crate::archive::{
    Archive, AssetIndex, DepartmentIndex, Document, DocumentIndex, Draft, FreePageIndex, IssueIndex,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Spanned, Text, nearest, text};
use crate::parse::body::WrittenLink;
use crate::parse::{Namings, TextFacts};

use address::{Address, resolve_path};
use citation_index::{Gatherer, counts_for};
use citations::{CitationResolver, ResolvedText};
use places::PlaceIndex;
use titles::{TitleIndex, Titles};

pub use charges::{Charge, ChargeRole};
pub use citation_index::{Ambiguous, CitedBy, CitedOn, Wanted};
pub use citations::{Citation, CitationTarget, Name};
pub use named::{InRecords, Named};
pub use revise::{Revision, is_about};
pub use validity::{Day, Effect, Validity, validity};

/// How many documents are resolved before what they name is put together.
const AT_A_TIME: usize = 4096;

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// A document.
    Document(DocumentIndex),
    /// An issue.
    Issue(IssueIndex),
    /// A department.
    Department(DepartmentIndex),
    /// A free page.
    FreePage(FreePageIndex),
    /// A copied file.
    Asset(AssetIndex),
}

/// A place, and the spot in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The place.
    pub place: Place,
    /// The id of the spot.
    pub fragment: Option<Box<str>>,
}

/// Where the links of the whole archive lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Links {
    /// For each document, in the archive's order.
    pub documents: Vec<DocumentLinks>,
    /// For each issue, in the archive's order.
    pub issues: Vec<IssueLinks>,
    /// For each department; those without a file have none.
    pub departments: Vec<PageLinks>,
    /// For each free page.
    pub free_pages: Vec<PageLinks>,
    /// What is cited and not held, in the order of the first mention.
    pub wanted: Vec<Wanted>,
    /// Names that several documents bear, in the order of the first mention.
    pub ambiguous: Vec<Ambiguous>,
    /// Who cites whom, sorted: the cited document first.
    pub cited_by: Vec<(DocumentIndex, CitedBy)>,
    /// Which pages that are no documents cite whom, sorted: the cited document first.
    pub cited_on: Vec<(DocumentIndex, CitedOn)>,
    /// Who repeals, amends, replaces or corrects whom, sorted: whom it is done to first.
    pub effects: Vec<(DocumentIndex, Effect)>,
    /// What departments are charged with, sorted by department.
    pub charges: Vec<Charge>,
    /// Where else departments are named, sorted by department.
    pub named: Vec<Named>,
    /// For each copied file, whether it is published: what only drafts and withdrawn documents use is not.
    pub published_assets: Vec<bool>,
    /// How many texts had to be searched for citations; what was found in the others was remembered.
    #[serde(skip)]
    pub searched: usize,
    /// What files and titles name, for the next text that asks.
    #[serde(skip)]
    index: Index,
}

/// What files and titles name; each is sorted when it is asked for.
#[derive(Debug, Default)]
struct Index {
    places: OnceLock<PlaceIndex>,
    titles: OnceLock<TitleIndex>,
}

/// Where a document's links lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct DocumentLinks {
    /// The links of its text, in order. `None` only where an error was reported.
    pub text: Vec<Option<Target>>,
    /// The files of its attachments, in order.
    pub attachments: Vec<Option<AssetIndex>>,
    /// The documents that its relations name, in order; `None` for those that the archive does not hold.
    pub relations: Vec<Option<DocumentIndex>>,
    /// The document that it is a second printing of.
    pub reprint_of: Option<DocumentIndex>,
    /// The citations of its text, in order.
    pub citations: Box<[Citation]>,
}

/// Where the links of a page lead that is no document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PageLinks {
    /// The links of its text, in order.
    pub text: Vec<Option<Target>>,
    /// The citations of its text, in order.
    pub citations: Box<[Citation]>,
}

/// Where an issue's links lead.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct IssueLinks {
    /// Those of its text.
    pub page: PageLinks,
    /// The facsimile.
    pub pdf: Option<AssetIndex>,
}

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

impl Links {
    /// Where the links of a text lead, in order.
    #[must_use]
    pub fn text(&self, place: Place) -> &[Option<Target>] {
        match place {
            Place::Document(index) => &self.documents[index.get()].text,
            Place::Issue(index) => &self.issues[index.get()].page.text,
            Place::Department(index) => &self.departments[index.get()].text,
            Place::FreePage(index) => &self.free_pages[index.get()].text,
            Place::Asset(_) => &[],
        }
    }

    /// The citations of a text, in order.
    #[must_use]
    pub fn citations(&self, place: Place) -> &[Citation] {
        match place {
            Place::Document(index) => &self.documents[index.get()].citations,
            Place::Issue(index) => &self.issues[index.get()].page.citations,
            Place::Department(index) => &self.departments[index.get()].citations,
            Place::FreePage(index) => &self.free_pages[index.get()].citations,
            Place::Asset(_) => &[],
        }
    }

    /// Which pages that are no documents cite a document: each page once, by its first citation.
    pub fn cited_on(&self, document: DocumentIndex) -> Vec<CitedOn> {
        let start = self.cited_on.partition_point(|(cited, _)| *cited < document);
        let of_document = self.cited_on[start..].iter().take_while(|(cited, _)| *cited == document);
        let mut pages: Vec<CitedOn> = of_document.map(|(_, on)| *on).collect();
        pages.dedup_by_key(|on| on.place);
        pages
    }

    /// Who cites a document, in the archive's order.
    pub fn citing(&self, document: DocumentIndex) -> impl Iterator<Item = CitedBy> {
        let start = self.cited_by.partition_point(|(cited, _)| *cited < document);
        self.cited_by[start..].iter().take_while(move |(cited, _)| *cited == document).map(|(_, by)| *by)
    }
}

/// What is known of a place's text; nothing is known of a file that is only copied.
#[must_use]
pub fn facts_of(archive: &Archive, place: Place) -> Option<&TextFacts> {
    match place {
        Place::Document(index) => Some(&archive.document(index).record.text),
        Place::Issue(index) => Some(&archive.issues[index.get()].record.text),
        Place::Department(index) => {
            archive.departments[index.get()].file.as_ref().map(|file| &file.record.text)
        }
        Place::FreePage(index) => Some(&archive.free_pages[index.get()].record.text),
        Place::Asset(_) => None,
    }
}

/// Whether every place of a text that a link leads to is there. What pages of other texts show of a text
/// does not say so of the ids that only links lead to.
#[must_use]
pub fn anchors_hold(archive: &Archive, links: &Links) -> bool {
    let holds = |target: &Target| match &target.fragment {
        None => true,
        Some(id) => facts_of(archive, target.place).is_none_or(|facts| facts.has_anchor(id)),
    };
    let pages = links.issues.iter().map(|links| &links.page).chain(&links.departments);
    let mut pages = pages.chain(&links.free_pages).flat_map(|page| &page.text).flatten();
    pages.all(holds) && links.documents.par_iter().all(|links| links.text.iter().flatten().all(holds))
}

/// All assets but those that only drafts and withdrawn documents use.
fn published_assets(archive: &Archive, links: &Links, of_drafts: BTreeSet<AssetIndex>) -> Vec<bool> {
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

struct Resolver<'a> {
    archive: &'a Archive,
    content: &'a str,
    /// Every file and issue folder; sorted when the first link is followed.
    places: &'a OnceLock<PlaceIndex>,
    titles: Titles<'a>,
}

impl<'a> Resolver<'a> {
    fn new(archive: &'a Archive, content: &'a str, index: &'a Index) -> Self {
        let titles = Titles::new(archive, &index.titles);
        Self { archive, content, places: &index.places, titles }
    }

    fn places(&self) -> &PlaceIndex {
        self.places.get_or_init(|| PlaceIndex::new(self.archive))
    }

    fn place(&self, path: &str) -> Option<Place> {
        self.places().find(self.archive, path)
    }

    fn citations(&self) -> CitationResolver<'_> {
        CitationResolver { archive: self.archive, titles: &self.titles }
    }

    fn document(&self, index: DocumentIndex) -> (DocumentLinks, ResolvedText, Diagnostics) {
        let document = self.archive.document(index);
        let mut found = Diagnostics::default();
        let record = &document.record;
        let path = &document.path;
        // A withdrawn text's links are followed only to know what files go with it.
        let mut unheard = Diagnostics::default();
        let for_text = if record.withdrawn.is_some() { &mut unheard } else { &mut found };
        let links = DocumentLinks {
            text: self.text(path, &record.text, for_text),
            attachments: record
                .attachments
                .iter()
                .map(|attachment| {
                    self.file(
                        path,
                        &attachment.file,
                        text!("the attachment `{}` is not there", attachment.file.value),
                        for_text,
                    )
                })
                .collect(),
            relations: record
                .relations
                .iter()
                .map(|relation| {
                    self.named_document(&relation.target.value)
                        .filter(|named| !std::ptr::eq(self.archive.document(*named), document))
                })
                .collect(),
            reprint_of: record
                .reprint_of
                .as_ref()
                .and_then(|named| self.original(document, named, &mut found)),
            citations: Box::default(),
        };
        let citations = self.citations().text(path, &record.text, Some(index), &mut found);
        (links, citations, found)
    }

    /// The files that a draft uses. Where its links lead nowhere is no news while it is not published.
    fn assets_of_draft(&self, draft: &Draft) -> Vec<AssetIndex> {
        let files = draft.record.attachments.iter().map(|attachment| &*attachment.file.value);
        let linked = draft.record.text.links.iter().map(|link| &*link.address);
        let place = |address: &str| {
            self.place(&resolve_path(&draft.path, &Address::parse(address).path, self.content)?)
        };
        files
            .chain(linked)
            .filter_map(|address| match place(address) {
                Some(Place::Asset(asset)) => Some(asset),
                _ => None,
            })
            .collect()
    }

    fn text(&self, path: &str, text: &TextFacts, found: &mut Diagnostics) -> Vec<Option<Target>> {
        text.links.iter().map(|link| self.link(path, text, link, found)).collect()
    }

    fn link(
        &self,
        from: &str,
        own: &TextFacts,
        link: &WrittenLink,
        found: &mut Diagnostics,
    ) -> Option<Target> {
        let address = Address::parse(&link.address);
        let target_path = if address.path.is_empty() {
            from.to_owned()
        } else {
            match resolve_path(from, &address.path, self.content) {
                Some(path) => path,
                None => {
                    found.push(Self::dead_link(
                        from,
                        link,
                        text!("`{}` leads out of the content folder", link.address),
                    ));
                    return None;
                }
            }
        };
        let Some(place) = self.place(&target_path) else {
            found.push(
                Self::dead_link(from, link, text!("`{}` leads to no file", link.address))
                    .help_if(self.dead_link_help(from, &target_path)),
            );
            return None;
        };
        let fragment = address.fragment.filter(|fragment| !fragment.is_empty());
        if let Some(fragment) = &fragment {
            let facts = if address.path.is_empty() { Some(own) } else { facts_of(self.archive, place) };
            if let Some(facts) = facts
                && !facts.has_anchor(fragment)
            {
                found.push(dead_anchor(from, link, fragment, facts));
                return None;
            }
        }
        Some(Target { place, fragment: fragment.map(Into::into) })
    }

    fn dead_link(from: &str, link: &WrittenLink, message: Text) -> Diagnostic {
        Diagnostic::new(Code::DeadLink, from, link.span, message)
    }

    fn dead_link_help(&self, from: &str, target: &str) -> Option<Text> {
        if self.archive.drafts.iter().any(|draft| *draft.path == *target) {
            return Some(text!("that document is a draft and is not published"));
        }
        if let Some(stem) = target.strip_suffix(".html")
            && self.place(&format!("{stem}.md")).is_some()
        {
            return Some(text!("link to the source file, with the ending .md"));
        }
        let (folder, name) = target.rsplit_once('/')?;
        let beside = self.places().beginning(self.archive, folder);
        let names = beside.filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        match nearest(name, names) {
            Some(near) => Some(text!("`{}` is there", near)),
            None => Some(text!("the address is read from the folder of {}", from)),
        }
    }

    fn file(
        &self,
        from: &str,
        file: &Spanned<Box<str>>,
        missing: Text,
        found: &mut Diagnostics,
    ) -> Option<AssetIndex> {
        let path = resolve_path(from, &file.value, self.content);
        if let Some(Place::Asset(asset)) = path.as_deref().and_then(|path| self.place(path)) {
            return Some(asset);
        }
        let help = path.and_then(|path| self.dead_link_help(from, &path));
        found.push(Diagnostic::new(Code::MissingFile, from, file.span, missing).help_if(help));
        None
    }

    /// The document that a number or an exact title names, when it is one.
    fn named_document(&self, name: &str) -> Option<DocumentIndex> {
        let key = self.archive.known_series.kinds().parse(name).key();
        let mut with_number = self.archive.with_number(key);
        if let Some(first) =
            with_number.find(|index| self.archive.document(*index).record.reprint_of.is_none())
        {
            return Some(first);
        }
        self.titles.only(name)
    }

    fn original(
        &self,
        document: &Document,
        named: &Spanned<Box<str>>,
        found: &mut Diagnostics,
    ) -> Option<DocumentIndex> {
        let by_path = resolve_path(&document.path, &named.value, self.content)
            .or_else(|| Some(format!("{}/{}", self.content, named.value)))
            .and_then(|path| self.place(&path))
            .or_else(|| self.place(&format!("{}/{}", self.content, named.value)));
        let by_path = match by_path {
            Some(Place::Document(index)) => Some(index),
            _ => None,
        };
        let original = by_path
            .or_else(|| self.named_document(&named.value))
            .filter(|index| !std::ptr::eq(self.archive.document(*index), document));
        if original.is_none() {
            let message = text!("the archive holds no document `{}` to be a second printing of", named.value);
            let diagnostic = Diagnostic::new(Code::UnknownDocument, &document.path, named.span, message);
            found.push(
                diagnostic.help(text!("write the number of the first printing, or the path of its file")),
            );
        }
        original
    }
}

fn dead_anchor(from: &str, link: &WrittenLink, fragment: &str, facts: &TextFacts) -> Diagnostic {
    let anchors = facts.anchors();
    let anchors = || anchors.iter().map(String::as_str);
    let near = nearest(fragment, anchors());
    let headings = || anchors().filter(|id| !id.contains("p_")).take(8).collect::<Vec<_>>().join(", ");
    let help = match near {
        Some(near) => text!("the nearest place there is `#{}`", near),
        None if anchors().next().is_none() => text!("that text has no places to lead to"),
        None => text!("places there are {}", headings()),
    };
    let message = text!("`{}` leads to a place that its target does not have", link.address);
    Diagnostic::new(Code::DeadAnchor, from, link.span, message).help(help)
}
