//! Where everything lies: what is worked out once for all pages.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::archive::{Archive, Asset, Document, DocumentIndex, Issue, RegisterYear};
use crate::diagnostics::Diagnostics;
use crate::gazette::{GazetteDate, file_slug, slug};
use crate::links::Links;

use super::addresses::Owner;
use super::lookup::number_folders;
use super::numbers::{NumberPage, number_pages, permanent_pages, wanted_order};
use super::page::{CollectionKind, PlannedPage};
use super::path::SitePath;
use super::plan::{Plan, PlanOptions};
use super::terms::{TermYears, term_years, terms_by_name};
use super::validity::expiring_order;

/// What pages there are and where, with what is worked out once for many of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Layout {
    /// All pages; those with a text of their own first, in the archive's order. In what is remembered they
    /// are left out, since the other lists say where they are.
    #[serde(skip)]
    pub pages: Vec<PlannedPage>,
    pub(super) documents: Vec<SitePath>,
    pub(super) issues: Vec<SitePath>,
    pub(super) free_pages: Vec<SitePath>,
    pub(super) assets: Vec<Option<SitePath>>,
    /// For each collection and term, its years, where it has pages by year.
    pub(super) years_of_terms: [Vec<Option<TermYears>>; 4],
    /// For each collection, its terms in the order of their names.
    pub(super) terms_by_name: [Vec<usize>; 4],
    /// What each register holds, year by year: counted once, for its many pages.
    pub(super) register_years: Vec<Vec<RegisterYear>>,
    /// The numbers that are held, with their permanent addresses.
    pub(super) number_pages: Vec<NumberPage>,
    /// For each document its permanent address, by its place among these.
    #[serde(skip)]
    pub(super) permanent_pages: Vec<Option<u32>>,
    /// The folders of these addresses, with the places of their numbers.
    pub(super) number_folders: Vec<(Box<str>, Vec<usize>)>,
    /// What is cited and not held, the most cited first.
    pub(super) wanted_order: Vec<usize>,
    /// The documents that have a last day, by that day.
    pub(super) expiring_order: Vec<(GazetteDate, DocumentIndex)>,
    /// First printings with their later ones, sorted.
    pub(super) reprints: Vec<(DocumentIndex, DocumentIndex)>,
    /// Who takes each address, sorted by the address's hash: faster than by the address itself, and equal
    /// ones come together just as well. Of what is remembered it is made when somebody asks.
    #[serde(skip)]
    pub(super) addresses: OnceLock<Vec<(u64, Owner)>>,
    /// How many leaves the lists have that depend on what texts say.
    pub(super) leaves: Vec<usize>,
}

/// Lays the site out: every page gets its address, and two files at one address are reported.
#[must_use]
pub fn lay_out(
    archive: &Archive,
    links: &Links,
    options: PlanOptions<'_>,
    found: &mut Diagnostics,
) -> Layout {
    let (number_pages, documents) = rayon::join(
        || number_pages(archive),
        || archive.documents.par_iter().map(|document| document_path(archive, document)).collect(),
    );
    let mut layout = Layout {
        pages: Vec::new(),
        documents,
        issues: archive
            .issues
            .iter()
            .map(|issue| SitePath::new(format!("{}/index.html", folder(issue))))
            .collect(),
        free_pages: archive
            .free_pages
            .iter()
            .map(|page| SitePath::new(format!("pages/{}.html", slug(&page.stem))))
            .collect(),
        assets: asset_paths(archive, links, options.content),
        years_of_terms: CollectionKind::ALL.map(|kind| term_years(archive, kind)),
        terms_by_name: CollectionKind::ALL.map(|kind| terms_by_name(archive, kind)),
        register_years: archive.series.par_iter().map(|series| archive.register_years(series)).collect(),
        number_folders: number_folders(&number_pages),
        permanent_pages: permanent_pages(archive, &number_pages),
        number_pages,
        wanted_order: wanted_order(links),
        expiring_order: expiring_order(archive),
        reprints: reprints(links),
        addresses: OnceLock::new(),
        leaves: Vec::new(),
    };
    layout.list(archive, links, options, found);
    layout
}

pub(super) fn folder(issue: &Issue) -> String {
    let name = issue.folder.rsplit('/').next().unwrap_or(&issue.folder);
    format!("{:04}/{}", issue.folder_year, slug(name))
}

pub(super) fn document_path(archive: &Archive, document: &Document) -> SitePath {
    let name = document.path.rsplit('/').next().unwrap_or(&document.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    SitePath::new(format!("{}/{}.html", folder(archive.issue_of(document)), slug(stem)))
}

fn asset_paths(archive: &Archive, links: &Links, content: &str) -> Vec<Option<SitePath>> {
    let path = |(asset, published): (&Asset, &bool)| {
        let below = asset.path.strip_prefix(content)?.strip_prefix('/')?;
        let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
        let mut parts: Vec<String> = folders.split('/').filter(|part| !part.is_empty()).map(slug).collect();
        parts.push(file_slug(name));
        published.then(|| SitePath::new(parts.join("/")))
    };
    archive.assets.iter().zip(&links.published_assets).map(path).collect()
}

pub(super) fn reprints(links: &Links) -> Vec<(DocumentIndex, DocumentIndex)> {
    let documents = links.documents.iter().enumerate();
    let mut reprints: Vec<_> =
        documents.filter_map(|(index, links)| Some((links.reprint_of?, DocumentIndex::new(index)))).collect();
    reprints.sort_unstable();
    reprints
}

impl Layout {
    /// Takes up that documents are filed under other topics and kinds, which may have other pages then.
    pub fn refile(
        &mut self,
        archive: &Archive,
        links: &Links,
        options: PlanOptions<'_>,
        found: &mut Diagnostics,
    ) {
        for kind in [CollectionKind::Topics, CollectionKind::Kinds] {
            self.years_of_terms[kind as usize] = term_years(archive, kind);
            self.terms_by_name[kind as usize] = terms_by_name(archive, kind);
        }
        self.list(archive, links, options, found);
    }

    /// Lists the pages, each with its address.
    fn list(&mut self, archive: &Archive, links: &Links, options: PlanOptions<'_>, found: &mut Diagnostics) {
        self.pages.clear();
        self.list_pages(archive, links, options, found);
        let plan = Plan::new(archive, links, options, self);
        let addresses = plan.addresses();
        plan.check_addresses(&addresses, found);
        let leaves = plan.leaves();
        self.addresses = addresses.into();
        self.leaves = leaves;
    }

    fn list_pages(
        &mut self,
        archive: &Archive,
        links: &Links,
        options: PlanOptions<'_>,
        found: &mut Diagnostics,
    ) {
        let mut pages = std::mem::take(&mut self.pages);
        pages.reserve(archive.documents.len() + archive.issues.len() + self.number_pages.len() + 64);
        Plan::new(archive, links, options, self).list_pages(&mut pages, found);
        self.pages = pages;
    }

    /// The same, with what is left out of it where it is remembered. It has to be that of this archive and
    /// these links, by these options.
    #[must_use]
    pub fn whole(mut self, archive: &Archive, links: &Links, options: PlanOptions<'_>) -> Self {
        self.permanent_pages = permanent_pages(archive, &self.number_pages);
        // What is wrong with addresses is remembered too.
        self.list_pages(archive, links, options, &mut Diagnostics::default());
        self
    }

    /// The documents that have a last day, with it, in its order.
    pub fn expiring(&self) -> impl Iterator<Item = (GazetteDate, DocumentIndex)> {
        self.expiring_order.iter().copied()
    }

    /// Takes up a revision of links, if it leaves every page in its place. Tells whether it did. `wanted`
    /// says whether what is cited and not held may have changed.
    #[must_use]
    pub fn revise(
        &mut self,
        archive: &Archive,
        links: &Links,
        options: PlanOptions<'_>,
        wanted: bool,
    ) -> bool {
        if wanted {
            self.wanted_order = wanted_order(links);
        }
        Plan::new(archive, links, options, self).leaves() == self.leaves
    }
}
