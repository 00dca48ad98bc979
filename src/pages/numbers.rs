//! The permanent addresses of numbers, what a name may mean, and what is cited and not held.

use std::borrow::Cow;
use std::cmp::Reverse;

use rayon::prelude::*;

use xxhash_rust::xxh3::xxh3_64;

use serde::{Deserialize, Serialize};

use super::context::{Candidates, Content, Link, Redirect, Wanted, WantedEntry};
use super::path::SitePath;
use super::plan::Plan;
use super::terms::leaf_links;
use super::texts::Viewpoint;
use crate::archive::{Archive, DocumentIndex};
use crate::gazette::{DocumentNumber, NumberForm, slug};
use crate::links::Links;

/// How many entries a leaf of the wanted list has.
const WANTED_LEAF: usize = 200;
/// How many of the citing documents an entry names.
const CITING_SHOWN: usize = 10;

/// A number that is held, with its permanent address.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NumberPage {
    pub path: SitePath,
    /// Who carries it: second printings only where no first one is held.
    document: DocumentIndex,
    /// Its place among the numbers of that document.
    place: usize,
    /// Who else carries it.
    others: Vec<DocumentIndex>,
}

impl NumberPage {
    /// All that carry it.
    fn documents(&self) -> impl Iterator<Item = DocumentIndex> {
        std::iter::once(self.document).chain(self.others.iter().copied())
    }

    /// The number, under the canonical name of its series.
    fn number(&self, archive: &Archive) -> DocumentNumber {
        archive.canonical(&archive.document(self.document).record.numbers[self.place].value)
    }
}

/// A number by its canonical text, whether it is that of a second printing, and who carries it, with its
/// place among the numbers of that.
struct Carried {
    text: Box<str>,
    again: bool,
    document: DocumentIndex,
    place: usize,
    number: DocumentNumber,
}

/// The held numbers, by their address.
pub(super) fn number_pages(archive: &Archive) -> Vec<NumberPage> {
    let of_document = |index: usize| {
        let document = &archive.documents[index];
        document.record.numbers.iter().enumerate().map(move |(place, number)| {
            let number = archive.canonical(&number.value);
            let (text, again) = (number.to_string().into(), !document.is_original());
            Carried { text, again, document: DocumentIndex::new(index), place, number }
        })
    };
    let mut carried: Vec<Carried> =
        (0..archive.documents.len()).into_par_iter().flat_map_iter(of_document).collect();
    carried.par_sort_unstable_by(|a, b| {
        (&a.text, a.again, a.document, a.place).cmp(&(&b.text, b.again, b.document, b.place))
    });
    let one = |same: &[Carried]| {
        let Carried { again, document, place, ref number, .. } = same[0];
        let others = same.iter().filter(|other| other.again == again).map(|other| other.document);
        let mut others: Vec<_> = others.filter(|other| *other != document).collect();
        others.dedup();
        NumberPage { path: number_path(archive, number), document, place, others }
    };
    carried.par_chunk_by(|a, b| a.text == b.text).map(one).collect()
}

/// For each document the page of its first number, by its place among those, if that leads to it alone.
pub(super) fn permanent_pages(archive: &Archive, numbers: &[NumberPage]) -> Vec<Option<u32>> {
    let mut pages = vec![None; archive.documents.len()];
    for (index, page) in numbers.iter().enumerate() {
        if page.place == 0 && page.others.is_empty() {
            pages[page.document.get()] = u32::try_from(index).ok();
        }
    }
    pages
}

/// The address of a canonical number. It depends on the number alone, so it stays when documents come,
/// go and move.
fn number_path(archive: &Archive, number: &DocumentNumber) -> SitePath {
    let Some(folder) = number.series().and_then(|series| archive.number_folder(series)) else {
        let key = number.to_string();
        let plain = slug(&key);
        let name =
            if plain == key { plain } else { format!("{plain}-{:04x}", xxh3_64(key.as_bytes()) & 0xffff) };
        return SitePath::new(format!("n/other/{name}.html"));
    };
    let name = match number.form() {
        NumberForm::Annual { year, serial, .. } => format!("{year}-{serial}"),
        NumberForm::Notice { year, serial, .. } => format!("{year}-{serial}-n"),
        NumberForm::Order { serial, .. } | NumberForm::Term { serial } => serial.to_string(),
        NumberForm::Lettered { serial, .. } => slug(serial),
        NumberForm::Free | NumberForm::Declared { .. } => slug(&number.to_string()),
    };
    SitePath::new(format!("n/{folder}/{name}.html"))
}

/// What is cited and not held, the most cited first.
pub(super) fn wanted_order(links: &Links) -> Vec<usize> {
    let cited = |index: &usize| !links.wanted[*index].cited_by.is_empty();
    let mut order: Vec<usize> = (0..links.wanted.len()).filter(cited).collect();
    order.sort_by_key(|index| {
        let wanted = &links.wanted[*index];
        (Reverse(wanted.cited_by.len()), &wanted.name.key)
    });
    order
}

/// A leaf of the wanted list.
pub(super) fn wanted_path(leaf: usize) -> SitePath {
    match leaf {
        0 => SitePath::new("numbers/wanted.html"),
        leaf => SitePath::new(format!("numbers/wanted-{}.html", leaf + 1)),
    }
}

impl<'a> Plan<'a> {
    /// The permanent address of a document: that of its first number, if that leads to it alone.
    pub(super) fn permanent_path(&self, index: DocumentIndex) -> Option<&SitePath> {
        Some(&self.number_pages[self.permanent_pages[index.get()]? as usize].path)
    }

    /// A number that is held, as its page is titled.
    pub(super) fn number_shown(&self, index: usize) -> String {
        self.number_pages[index].number(self.archive).shown()
    }

    /// The canonical text of a number that is held.
    pub(super) fn number_text(&self, index: usize) -> String {
        self.number_pages[index].number(self.archive).to_string()
    }

    /// The page of a name that several documents bear.
    pub(super) fn ambiguous_path(&self, index: u32) -> SitePath {
        let name = &self.links.ambiguous[index as usize].name;
        match &name.number {
            Some(number) => number_path(self.archive, &self.archive.canonical(number)),
            None => SitePath::new(format!("n/titles/{:016x}.html", xxh3_64(name.key.as_bytes()))),
        }
    }

    /// A number's own page leads to its document, or lists those that carry it.
    pub(super) fn number_page(&self, from: &SitePath, index: usize) -> Content<'a> {
        let page = &self.number_pages[index];
        if page.others.is_empty() {
            return Content::Redirect(Redirect { to: self.document_link(from, page.document) });
        }
        let documents = page.documents().map(|document| self.row(from, document)).collect();
        Content::Candidates(Candidates { documents })
    }

    pub(super) fn candidates(&self, from: &SitePath, index: usize) -> Candidates<'a> {
        let candidates = &self.links.ambiguous[index].candidates;
        let row = |(document, enclosure): &(DocumentIndex, Option<u16>)| {
            let mut row = self.row(from, *document);
            row.url = self.held_url(Viewpoint::page(from), *document, *enclosure);
            row
        };
        Candidates { documents: candidates.iter().map(row).collect() }
    }

    pub(super) fn wanted_leaves(&self) -> usize {
        self.wanted_order.len().div_ceil(WANTED_LEAF).max(1)
    }

    pub(super) fn wanted(&self, from: &SitePath, leaf: usize) -> Wanted<'a> {
        let shown = self.wanted_order.iter().skip(leaf * WANTED_LEAF).take(WANTED_LEAF);
        Wanted {
            entries: shown.map(|index| self.wanted_entry(from, *index)).collect(),
            total: self.wanted_order.len(),
            leaf: leaf + 1,
            leaves: leaf_links(from, self.wanted_leaves(), wanted_path),
        }
    }

    fn wanted_entry(&self, from: &SitePath, index: usize) -> WantedEntry<'a> {
        let wanted = &self.links.wanted[index];
        let citing = wanted.cited_by.iter().take(CITING_SHOWN);
        WantedEntry {
            title: wanted.name.title.as_deref().map(super::excerpt::plain),
            number: wanted.name.number.as_ref().map(|number| Cow::Owned(number.shown())),
            documents: wanted.cited_by.len(),
            cited_by: citing
                .map(|by| {
                    let citing = self.citing(from, *by);
                    Link { label: citing.document.label, url: citing.url }
                })
                .collect(),
            more: wanted.cited_by.len().saturating_sub(CITING_SHOWN),
        }
    }

    /// The ambiguous names that are titles; numbers have pages anyway.
    pub(super) fn ambiguous_titles(&self) -> impl Iterator<Item = (usize, SitePath)> {
        let titles = self.links.ambiguous.iter().enumerate().filter(|(_, a)| a.name.number.is_none());
        titles.map(|(index, _)| (index, self.ambiguous_path(u32::try_from(index).unwrap_or(u32::MAX))))
    }
}

/// The name of an ambiguous citation, as a page's title.
pub(super) fn ambiguous_name(links: &Links, index: usize) -> &str {
    let name = &links.ambiguous[index].name;
    name.title.as_deref().unwrap_or(&name.key)
}
