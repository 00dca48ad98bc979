//! The pages of collections and their terms: departments, topics, kinds, registers.
//!
//! A term with few documents has one page. One with many has a page for each year, and a year with
//! many has leaves, so that no page grows with the archive.

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use super::context::{
    Collection, Count, Department, FormerName, Group, Label, Link, RegisterYear, Series, Term, TermYear,
};
use super::frame::text;
use super::listing::collection_path;
use super::page::CollectionKind;
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{Archive, DepartmentIndex, DocumentIndex};
use crate::config::Coverage;

/// How many documents a term shows on its own page; with more, it is split by year.
const ONE_PAGE: usize = 200;
/// How many rows a leaf has.
const LEAF: usize = 250;
/// How many terms a leaf of a collection has.
const COLLECTION_LEAF: usize = 1000;
/// How many departments the home page names and the drawing of all years shows.
const TOP_DEPARTMENTS: usize = 12;

/// A document in the list of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    document: DocumentIndex,
    /// Issued with others; only departments tell.
    joint: bool,
}

/// The documents of a term by year, the newest year first.
#[derive(Debug, Serialize, Deserialize)]
pub struct TermYears(Vec<(u16, Vec<Entry>)>);

impl TermYears {
    /// How many leaves each year has.
    pub fn leaves_by_year(&self) -> Vec<usize> {
        self.0.iter().map(|(_, entries)| entries.len().div_ceil(LEAF)).collect()
    }
}

/// The years of each term that is split by year.
pub fn term_years(archive: &Archive, kind: CollectionKind) -> Vec<Option<TermYears>> {
    let split = |entries: Vec<(u16, Entry)>| (entries.len() > ONE_PAGE).then(|| TermYears(by_year(entries)));
    let terms = (0..count(archive, kind)).into_par_iter();
    terms
        .map(|term| {
            if documents(archive, kind, term) > ONE_PAGE { split(entries(archive, kind, term)) } else { None }
        })
        .collect()
}

fn count(archive: &Archive, kind: CollectionKind) -> usize {
    match kind {
        CollectionKind::Departments => archive.departments.len(),
        CollectionKind::Topics => archive.topics.len(),
        CollectionKind::Kinds => archive.kinds.len(),
        CollectionKind::Numbers => archive.series.len(),
    }
}

fn documents(archive: &Archive, kind: CollectionKind, term: usize) -> usize {
    match kind {
        CollectionKind::Departments => archive.departments[term].count(),
        CollectionKind::Topics => archive.topics[term].documents.len(),
        CollectionKind::Kinds => archive.kinds[term].documents.len(),
        CollectionKind::Numbers => archive.series[term].entries.len(),
    }
}

/// The documents of a term in the order of its lists, each with its year. Registers count up; the
/// others begin with the newest.
fn entries(archive: &Archive, kind: CollectionKind, term: usize) -> Vec<(u16, Entry)> {
    let dated = |document: &DocumentIndex, joint: bool| {
        let document = *document;
        (filing_year(archive, document), Entry { document, joint })
    };
    let newest_first = |documents: &[DocumentIndex]| {
        let mut documents: Vec<DocumentIndex> = documents.to_vec();
        documents.sort_by_key(|index| std::cmp::Reverse((archive.document(*index).date_in(archive), *index)));
        documents
    };
    match kind {
        CollectionKind::Departments => {
            let department = &archive.departments[term];
            let alone = newest_first(&department.alone).into_iter().map(|document| dated(&document, false));
            let joint = newest_first(&department.joint).into_iter().map(|document| dated(&document, true));
            alone.chain(joint.collect::<Vec<_>>()).collect()
        }
        CollectionKind::Topics => {
            newest_first(&archive.topics[term].documents).iter().map(|d| dated(d, false)).collect()
        }
        CollectionKind::Kinds => {
            newest_first(&archive.kinds[term].documents).iter().map(|d| dated(d, false)).collect()
        }
        CollectionKind::Numbers => {
            let of_series = archive.series[term].entries.iter();
            of_series.map(|entry| (entry.year, Entry { document: entry.document, joint: false })).collect()
        }
    }
}

/// The year that a document is filed under: that of its date, else that of its issue.
pub(super) fn filing_year(archive: &Archive, index: DocumentIndex) -> u16 {
    let document = archive.document(index);
    document.date_in(archive).map_or(archive.issue_of(document).folder_year, |date| date.year())
}

fn by_year(entries: Vec<(u16, Entry)>) -> Vec<(u16, Vec<Entry>)> {
    let mut years: std::collections::BTreeMap<u16, Vec<Entry>> = std::collections::BTreeMap::new();
    for (year, entry) in entries {
        years.entry(year).or_default().push(entry);
    }
    years.into_iter().rev().collect()
}

/// A collection's terms in the order of their names.
pub fn terms_by_name(archive: &Archive, kind: CollectionKind) -> Vec<usize> {
    let mut terms: Vec<usize> = (0..count(archive, kind)).collect();
    terms.sort_unstable_by_key(|term| name(archive, kind, *term));
    terms
}

fn name(archive: &Archive, kind: CollectionKind, term: usize) -> &str {
    match kind {
        CollectionKind::Departments => &archive.departments[term].name,
        CollectionKind::Topics => &archive.topics[term].name,
        CollectionKind::Kinds => &archive.kinds[term].name,
        CollectionKind::Numbers => &archive.series[term].prefix,
    }
}

impl<'a> Plan<'a> {
    /// How many terms a collection has.
    #[must_use]
    pub fn terms_in(&self, kind: CollectionKind) -> usize {
        count(self.archive, kind)
    }

    pub(super) fn collection_leaves(&self, kind: CollectionKind) -> usize {
        self.terms_in(kind).div_ceil(COLLECTION_LEAF).max(1)
    }

    /// The name of a term.
    #[must_use]
    pub fn term_name(&self, kind: CollectionKind, term: usize) -> &'a str {
        name(self.archive, kind, term)
    }

    fn term_slug(&self, kind: CollectionKind, term: usize) -> &str {
        match kind {
            CollectionKind::Departments => &self.archive.departments[term].slug,
            CollectionKind::Topics => &self.archive.topics[term].slug,
            CollectionKind::Kinds => &self.archive.kinds[term].slug,
            CollectionKind::Numbers => &self.archive.series[term].slug,
        }
    }

    /// The page of a term.
    #[must_use]
    pub fn term_path(&self, kind: CollectionKind, term: usize) -> SitePath {
        SitePath::new(format!("{}/{}.html", kind.folder(), self.term_slug(kind, term)))
    }

    /// The year of a list that is one of several of a term.
    pub(super) fn year_of_term(&self, kind: CollectionKind, term: usize, year: usize) -> u16 {
        self.years_of_terms[kind as usize][term].as_ref().map_or(0, |years| years.0[year].0)
    }

    pub(super) fn term_year_path(
        &self,
        kind: CollectionKind,
        term: usize,
        year: usize,
        leaf: usize,
    ) -> SitePath {
        let year = self.year_of_term(kind, term, year);
        let folder = format!("{}/{}", kind.folder(), self.term_slug(kind, term));
        match leaf {
            0 => SitePath::new(format!("{folder}/{year:04}.html")),
            leaf => SitePath::new(format!("{folder}/{year:04}-{}.html", leaf + 1)),
        }
    }

    /// A term, by its name.
    #[must_use]
    pub fn term_named(&self, kind: CollectionKind, name: &str) -> Option<usize> {
        let terms = &self.terms_by_name[kind as usize];
        let found = terms.binary_search_by(|term| self.term_name(kind, *term).cmp(name)).ok()?;
        Some(terms[found])
    }

    /// The page of a term, by its name.
    pub(super) fn term_link(&self, from: &SitePath, kind: CollectionKind, name: &'a str) -> Option<Link<'a>> {
        let path = self.term_path(kind, self.term_named(kind, name)?);
        Some(Link { label: text(name), url: relative(from, &path, None) })
    }

    /// The departments that issued the most documents, those with the most first.
    pub(super) fn most_issuing(&self) -> Vec<usize> {
        let mut departments: Vec<usize> = (0..self.archive.departments.len()).collect();
        departments
            .sort_by_key(|index| (std::cmp::Reverse(self.archive.departments[*index].count()), *index));
        departments.retain(|index| self.archive.departments[*index].count() > 0);
        departments.truncate(TOP_DEPARTMENTS);
        departments
    }

    pub(super) fn top_departments(&self, from: &SitePath) -> Vec<Count<'a>> {
        self.most_issuing()
            .into_iter()
            .map(|index| self.term_count(from, CollectionKind::Departments, index))
            .collect()
    }

    fn term_count(&self, from: &SitePath, kind: CollectionKind, term: usize) -> Count<'a> {
        Count {
            label: text(self.term_name(kind, term)),
            url: relative(from, &self.term_path(kind, term), None),
            documents: documents(self.archive, kind, term),
        }
    }

    pub(super) fn collection(&self, from: &SitePath, kind: CollectionKind, leaf: usize) -> Collection<'a> {
        let start = leaf * COLLECTION_LEAF;
        let end = (start + COLLECTION_LEAF).min(self.terms_in(kind));
        let leaves = self.collection_leaves(kind);
        Collection {
            entries: (start..end).map(|term| self.term_count(from, kind, term)).collect(),
            leaf: leaf + 1,
            leaves: leaf_links(from, leaves, |leaf| collection_path(kind, leaf)),
        }
    }

    pub(super) fn term(&self, from: &SitePath, kind: CollectionKind, term: usize) -> Term<'a> {
        let mut page = Term { documents: documents(self.archive, kind, term), ..Term::default() };
        let mut joint = Vec::new();
        match &self.years_of_terms[kind as usize][term] {
            Some(years) => {
                let year_counts = years.0.iter().enumerate().map(|(index, (year, entries))| Count {
                    label: Label::Year { year: *year },
                    url: relative(from, &self.term_year_path(kind, term, index, 0), None),
                    documents: entries.len(),
                });
                page.years = year_counts.collect();
            }
            None => {
                let entries = entries(self.archive, kind, term);
                let (with_others, alone): (Vec<_>, Vec<_>) =
                    entries.into_iter().partition(|(_, entry)| entry.joint);
                page.groups = self.year_groups(from, alone);
                joint = self.year_groups(from, with_others);
            }
        }
        match kind {
            CollectionKind::Departments => {
                page.department = Some(Box::new(self.department(from, term, joint)));
            }
            CollectionKind::Numbers => page.series = Some(self.series(term)),
            CollectionKind::Topics | CollectionKind::Kinds => {}
        }
        page
    }

    fn year_groups(&self, from: &SitePath, entries: Vec<(u16, Entry)>) -> Vec<Group<'a>> {
        let group = |(year, entries): (u16, Vec<Entry>)| Group {
            label: Some(Label::Year { year }),
            rows: entries.into_iter().map(|entry| self.row(from, entry.document)).collect(),
        };
        by_year(entries).into_iter().map(group).collect()
    }

    fn department(&self, from: &SitePath, index: usize, joint: Vec<Group<'a>>) -> Department<'a> {
        let department = &self.archive.departments[index];
        let link = |index: DepartmentIndex| {
            let path = self.term_path(CollectionKind::Departments, index.get());
            Link {
                label: text(&self.archive.departments[index.get()].name),
                url: relative(from, &path, None),
            }
        };
        let mut page = Department {
            successor: department.successor.map(link),
            predecessors: department.predecessors.iter().copied().map(link).collect(),
            joint,
            charges: self.charges_link(from, index),
            named: self.named_link(from, index),
            documents_alone: department.alone.len(),
            documents_joint: department.joint.len(),
            ..Department::default()
        };
        if let Some(file) = &department.file {
            let record = &file.record;
            page.aliases = record.aliases.iter().map(|alias| &**alias).collect();
            let former = record.former.iter();
            page.former = former.map(|name| FormerName { name: &name.name, until: name.until }).collect();
            page.established = record.established;
            page.abolished = record.abolished;
        }
        page
    }

    fn series(&self, index: usize) -> Series<'a> {
        let series = &self.archive.series[index];
        Series {
            department: series.department.as_deref(),
            coverage: match series.coverage {
                Coverage::Complete => "coverage_complete",
                Coverage::Selective => "coverage_selective",
                Coverage::Unknown => "coverage_unknown",
            },
            years: self.register_years[index].iter().rev().map(|y| register_year(series, y)).collect(),
        }
    }

    /// What of a register is held in a year.
    fn register_year(&self, index: usize, year: u16) -> Option<RegisterYear> {
        let series = &self.archive.series[index];
        self.register_years[index]
            .iter()
            .find(|counted| counted.year == Some(year))
            .map(|year| register_year(series, year))
    }

    pub(super) fn term_year(
        &self,
        from: &SitePath,
        kind: CollectionKind,
        term: usize,
        year_index: usize,
        leaf: usize,
    ) -> TermYear<'a> {
        let years = self.years_of_terms[kind as usize][term].as_ref().map_or(&[][..], |years| &years.0);
        let (year, entries) = &years[year_index];
        let neighbour = |index: Option<usize>| {
            let index = index.filter(|index| *index < years.len())?;
            let url = relative(from, &self.term_year_path(kind, term, index, 0), None);
            Some(Link { label: Label::Year { year: years[index].0 }, url })
        };
        let shown = &entries[leaf * LEAF..entries.len().min((leaf + 1) * LEAF)];
        let joint_starts = shown.partition_point(|entry| !entry.joint);
        let (alone, joint) = shown.split_at(joint_starts);
        let group = |entries: &[Entry], word: &'static str| Group {
            label: (kind == CollectionKind::Departments).then_some(Label::Word { word }),
            rows: entries.iter().map(|entry| self.row(from, entry.document)).collect(),
        };
        let groups = [group(alone, "issued_alone"), group(joint, "issued_jointly")];
        TermYear {
            year: *year,
            documents: entries.len(),
            groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
            register: (kind == CollectionKind::Numbers).then(|| self.register_year(term, *year)).flatten(),
            leaf: leaf + 1,
            leaves: leaf_links(from, entries.len().div_ceil(LEAF), |leaf| {
                self.term_year_path(kind, term, year_index, leaf)
            }),
            // Years are listed newest first, so the year before comes after.
            previous: neighbour(Some(year_index + 1)),
            next: neighbour(year_index.checked_sub(1)),
        }
    }
}

/// A complete register shows its gaps, a selective one the share that is held, neither the other.
fn register_year(series: &crate::archive::Series, year: &crate::archive::RegisterYear) -> RegisterYear {
    let complete = series.coverage == Coverage::Complete;
    let selective = series.coverage == Coverage::Selective;
    RegisterYear {
        year: year.year,
        held: year.held,
        highest: year.highest,
        from: (complete && year.gaps.first().is_none_or(|gap| gap.0 > year.lowest) && year.lowest > 1)
            .then_some(year.lowest),
        share: selective.then(|| (year.held * 100 + year.highest / 2) / year.highest.max(1)),
        gaps: (complete && !year.gaps.is_empty()).then(|| year.gaps_printed("、")),
        duplicates: year.duplicates.clone(),
    }
}

/// Links to all leaves, when there is more than one.
pub(super) fn leaf_links<'a>(
    from: &SitePath,
    leaves: usize,
    path: impl Fn(usize) -> SitePath,
) -> Vec<Link<'a>> {
    if leaves < 2 {
        return Vec::new();
    }
    let link = |leaf: usize| {
        let label = Label::Text { text: (leaf + 1).to_string().into(), language: None };
        Link { label, url: relative(from, &path(leaf), None) }
    };
    (0..leaves).map(link).collect()
}
