//! Which pages there are, and where.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::archive::{Archive, AssetIndex, DocumentIndex, FreePageIndex, IssueIndex, RegisterYear};
use crate::config::Artefact;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::gazette::{GazetteDate, file_slug, slug};
use crate::links::Links;
use crate::source::Stamp;

use super::addresses::Owner;
use super::codes::{code_years_path, codes_path};
use super::context::{Content, Context, Frame, Home, Label, Link, Redirect};
use super::lookup::{held_path, number_folders, registers_path};
use super::numbers::{NumberPage, ambiguous_name, number_pages, wanted_order, wanted_path};
use super::path::{SitePath, relative};
use super::terms::{TermYears, term_years, terms_by_name};
use super::validity::{expiring_order, expiring_path};

/// The address of the search page.
pub const SEARCH_PATH: &str = "search/index.html";

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// The home page.
    Home,
    /// All years.
    Years,
    /// The issues of a year.
    Year(u16),
    /// An issue.
    Issue(IssueIndex),
    /// An issue with the texts of all its documents, for paper.
    WholeIssue(IssueIndex),
    /// A document.
    Document(DocumentIndex),
    /// A leaf of the list of a collection's terms, from 0.
    Collection(CollectionKind, usize),
    /// A term, by its place in the collection.
    Term(CollectionKind, usize),
    /// A leaf of a year of a term: the term, the place of the year among the term's, the leaf from 0.
    TermYear(CollectionKind, usize, usize, usize),
    /// A free page.
    FreePage(FreePageIndex),
    /// What a host shows for an address that leads nowhere.
    NotFound,
    /// A stub that leads from an old address to a document.
    Redirect(DocumentIndex),
    /// The permanent address of a number, by its place among the numbers that are held.
    Number(usize),
    /// What an ambiguous title may mean, by its place in [`Links::ambiguous`].
    Candidates(usize),
    /// A leaf of the list of what is cited and not held, from 0.
    Wanted(usize),
    /// A leaf of the list of what expires when, from 0.
    Expiring(usize),
    /// A leaf of what a department is charged with, from 0.
    Charges(usize, usize),
    /// The years that have lists of content codes.
    CodeYears,
    /// A leaf of the content codes of a year, from 0.
    Codes(u16, usize),
    /// What programmers can have.
    Data,
    /// The search page.
    Search,
    /// A leaf of where else a department is named, from 0.
    Named(usize, usize),
    /// The script that lists the registers for the number box.
    RegistersScript,
    /// The script that lists the numbers of a register, by its place among the folders.
    HeldScript(usize),
}

/// What documents are filed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CollectionKind {
    /// Who issued them.
    Departments,
    /// What they are about.
    Topics,
    /// What kind of document they are.
    Kinds,
    /// The register of their number.
    Numbers,
}

impl CollectionKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Departments, Self::Topics, Self::Kinds, Self::Numbers];

    /// Its folder in the site, which is also its key in the word file.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::Topics => "topics",
            Self::Kinds => "kinds",
            Self::Numbers => "numbers",
        }
    }
}

/// A page with its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPage {
    /// Where it is.
    pub path: SitePath,
    /// What it is about.
    pub page: Page,
}

/// A file that is copied into the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedFile<'a> {
    /// Where it goes.
    pub path: &'a SitePath,
    /// Where it comes from.
    pub source: &'a str,
    /// Its size and time of change.
    pub stamp: Stamp,
}

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

/// What pages there are and where, with what is worked out once for many of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Layout {
    /// All pages; those with a text of their own first, in the archive's order.
    pub pages: Vec<PlannedPage>,
    documents: Vec<SitePath>,
    issues: Vec<SitePath>,
    free_pages: Vec<SitePath>,
    pub(super) assets: Vec<Option<SitePath>>,
    /// For each collection and term, its years, where it has pages by year.
    pub(super) years_of_terms: [Vec<Option<TermYears>>; 4],
    /// For each collection, its terms in the order of their names.
    pub(super) terms_by_name: [Vec<usize>; 4],
    /// What each register holds, year by year: counted once, for its many pages.
    pub(super) register_years: Vec<Vec<RegisterYear>>,
    /// The numbers that are held, with their permanent addresses.
    pub(super) number_pages: Vec<NumberPage>,
    /// The folders of these addresses, with the places of their numbers.
    pub(super) number_folders: Vec<(Box<str>, Vec<usize>)>,
    /// What is cited and not held, the most cited first.
    pub(super) wanted_order: Vec<usize>,
    /// The documents that have a last day, by that day.
    pub(super) expiring_order: Vec<(GazetteDate, DocumentIndex)>,
    /// First printings with their later ones, sorted.
    reprints: Vec<(DocumentIndex, DocumentIndex)>,
    /// Who takes each address, sorted by the address's hash: faster than by the address itself, and equal
    /// ones come together just as well.
    pub(super) addresses: Vec<(u64, Owner)>,
    /// How many leaves the lists have that depend on what texts say.
    leaves: Vec<usize>,
}

impl std::ops::Deref for Plan<'_> {
    type Target = Layout;

    fn deref(&self) -> &Layout {
        self.layout
    }
}

/// Lays the site out: every page gets its address, and two files at one address are reported.
#[must_use]
pub fn lay_out(
    archive: &Archive,
    links: &Links,
    options: PlanOptions<'_>,
    found: &mut Diagnostics,
) -> Layout {
    let number_pages = number_pages(archive);
    let mut layout = Layout {
        pages: Vec::with_capacity(archive.documents.len() + archive.issues.len() + 64),
        documents: archive.documents.iter().map(|document| document_path(archive, document)).collect(),
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
        register_years: archive.series.iter().map(|series| archive.register_years(series)).collect(),
        number_folders: number_folders(&number_pages),
        number_pages,
        wanted_order: wanted_order(links),
        expiring_order: expiring_order(archive),
        reprints: reprints(links),
        addresses: Vec::new(),
        leaves: Vec::new(),
    };
    let mut pages = std::mem::take(&mut layout.pages);
    let plan = Plan::new(archive, links, options, &layout);
    plan.list_pages(&mut pages, found);
    layout.pages = pages;
    let plan = Plan::new(archive, links, options, &layout);
    let addresses = plan.addresses();
    plan.check_addresses(&addresses, found);
    let leaves = plan.leaves();
    layout.addresses = addresses;
    layout.leaves = leaves;
    layout
}

fn folder(issue: &crate::archive::Issue) -> String {
    let name = issue.folder.rsplit('/').next().unwrap_or(&issue.folder);
    format!("{:04}/{}", issue.folder_year, slug(name))
}

fn document_path(archive: &Archive, document: &crate::archive::Document) -> SitePath {
    let name = document.path.rsplit('/').next().unwrap_or(&document.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    SitePath::new(format!("{}/{}.html", folder(archive.issue_of(document)), slug(stem)))
}

fn asset_paths(archive: &Archive, links: &Links, content: &str) -> Vec<Option<SitePath>> {
    let path = |(asset, published): (&crate::archive::Asset, &bool)| {
        let below = asset.path.strip_prefix(content)?.strip_prefix('/')?;
        let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
        let mut parts: Vec<String> = folders.split('/').filter(|part| !part.is_empty()).map(slug).collect();
        parts.push(file_slug(name));
        published.then(|| SitePath::new(parts.join("/")))
    };
    archive.assets.iter().zip(&links.published_assets).map(path).collect()
}

fn reprints(links: &Links) -> Vec<(DocumentIndex, DocumentIndex)> {
    let documents = links.documents.iter().enumerate();
    let mut reprints: Vec<_> =
        documents.filter_map(|(index, links)| Some((links.reprint_of?, DocumentIndex::new(index)))).collect();
    reprints.sort_unstable();
    reprints
}

impl Layout {
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

/// Adds a page to a list.
fn add(pages: &mut Vec<PlannedPage>, path: SitePath, page: Page) {
    pages.push(PlannedPage { path, page });
}

impl<'a> Plan<'a> {
    /// The pages of a layout. It has to be that of this archive and these links, by these options.
    #[must_use]
    pub fn new(archive: &'a Archive, links: &'a Links, options: PlanOptions<'a>, layout: &'a Layout) -> Self {
        Self { archive, links, options, layout }
    }

    /// How many leaves the lists have that depend on what texts say.
    fn leaves(&self) -> Vec<usize> {
        let departments = 0..self.archive.departments.len();
        let of_department = |index| [self.charges_leaves(index), self.named_leaves(index)];
        std::iter::once(self.wanted_leaves()).chain(departments.flat_map(of_department)).collect()
    }

    fn list_pages(&self, pages: &mut Vec<PlannedPage>, found: &mut Diagnostics) {
        self.add_pages(pages);
        if self.options.search {
            add(pages, SitePath::new(SEARCH_PATH), Page::Search);
        }
        self.add_number_pages(pages);
        self.add_redirects(pages, found);
    }

    fn add_pages(&self, pages: &mut Vec<PlannedPage>) {
        for (index, path) in self.documents.iter().enumerate() {
            let page = Page::Document(DocumentIndex::new(index));
            add(pages, path.clone(), page);
        }
        for (index, path) in self.issues.iter().enumerate() {
            let page = Page::Issue(IssueIndex::new(index));
            add(pages, path.clone(), page);
        }
        if self.options.whole_issues {
            for (index, issue) in
                self.archive.issues.iter().enumerate().filter(|(_, issue)| !issue.documents.is_empty())
            {
                let page = Page::WholeIssue(IssueIndex::new(index));
                add(pages, SitePath::new(format!("{}/print.html", folder(issue))), page);
            }
        }
        for (index, path) in self.free_pages.iter().enumerate() {
            let page = Page::FreePage(FreePageIndex::new(index));
            add(pages, path.clone(), page);
        }
        add(pages, SitePath::new("index.html"), Page::Home);
        add(pages, SitePath::new("404.html"), Page::NotFound);
        add(pages, SitePath::new("issues/index.html"), Page::Years);
        if self.has_data_page() {
            add(pages, SitePath::new("data/index.html"), Page::Data);
        }
        for year in self.archive.years() {
            add(pages, year_path(year), Page::Year(year));
        }
        add(pages, code_years_path(), Page::CodeYears);
        for year in self.archive.years() {
            for leaf in 0..self.codes_leaves(year) {
                add(pages, codes_path(year, leaf), Page::Codes(year, leaf));
            }
        }
        for kind in CollectionKind::ALL {
            self.add_collection(pages, kind);
        }
    }

    fn add_number_pages(&self, pages: &mut Vec<PlannedPage>) {
        for index in 0..self.number_pages.len() {
            let path = self.number_pages[index].path.clone();
            add(pages, path, Page::Number(index));
        }
        let titles: Vec<(usize, SitePath)> = self.ambiguous_titles().collect();
        pages.extend(
            titles.into_iter().map(|(index, path)| PlannedPage { path, page: Page::Candidates(index) }),
        );
        for leaf in 0..self.wanted_leaves() {
            add(pages, wanted_path(leaf), Page::Wanted(leaf));
        }
        add(pages, registers_path(), Page::RegistersScript);
        for index in 0..self.number_folders.len() {
            let path = held_path(&self.number_folders[index].0);
            add(pages, path, Page::HeldScript(index));
        }
        for department in 0..self.archive.departments.len() {
            for leaf in 0..self.charges_leaves(department) {
                let path = self.charges_path(department, leaf);
                add(pages, path, Page::Charges(department, leaf));
            }
            for leaf in 0..self.named_leaves(department) {
                let path = self.named_path(department, leaf);
                add(pages, path, Page::Named(department, leaf));
            }
        }
        for leaf in 0..self.expiring_leaves() {
            add(pages, expiring_path(leaf), Page::Expiring(leaf));
        }
    }

    fn add_collection(&self, pages: &mut Vec<PlannedPage>, kind: CollectionKind) {
        for leaf in 0..self.collection_leaves(kind) {
            add(pages, collection_path(kind, leaf), Page::Collection(kind, leaf));
        }
        for term in 0..self.terms_in(kind) {
            add(pages, self.term_path(kind, term), Page::Term(kind, term));
            let years = self.years_of_terms[kind as usize][term].as_ref();
            let leaves: Vec<usize> = years.map_or_else(Vec::new, |years| years.leaves_by_year());
            for (year, leaves) in leaves.into_iter().enumerate() {
                for leaf in 0..leaves {
                    let path = self.term_year_path(kind, term, year, leaf);
                    add(pages, path, Page::TermYear(kind, term, year, leaf));
                }
            }
        }
    }

    fn add_redirects(&self, pages: &mut Vec<PlannedPage>, found: &mut Diagnostics) {
        for (index, document) in self.archive.documents.iter().enumerate() {
            for alias in &document.record.aliases {
                match SitePath::from_written(&alias.value) {
                    Some(path) => {
                        let page = Page::Redirect(DocumentIndex::new(index));
                        add(pages, path, page);
                    }
                    None => {
                        let message = text!("`{}` is no address within the site", alias.value);
                        let diagnostic =
                            Diagnostic::new(Code::WrongValue, &document.path, alias.span, message);
                        found.push(
                            diagnostic.help(text!("write it from the root, such as 2018/10/old-name.html")),
                        );
                    }
                }
            }
        }
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

    /// What a page is made of.
    #[must_use]
    pub fn context(&self, planned: &PlannedPage) -> Context<'a> {
        let path = &planned.path;
        let (title, section, content) = match planned.page {
            Page::Home => (Label::Word { word: "home" }, "home", Content::Home(Box::new(self.home(path)))),
            Page::Years => (Label::Word { word: "issues" }, "issues", Content::Years(self.years_page(path))),
            Page::Year(year) => (Label::Year { year }, "issues", Content::Year(self.year(path, year))),
            Page::Issue(index) => {
                (self.issue_label(index), "issues", Content::Issue(Box::new(self.issue(path, index))))
            }
            Page::WholeIssue(index) => (
                self.issue_label(index),
                "issues",
                Content::WholeIssue(Box::new(self.whole_issue(path, index))),
            ),
            Page::Document(index) => {
                let title = text(&self.archive.document(index).record.title.value);
                (title, "issues", Content::Document(Box::new(self.document(path, index))))
            }
            Page::Collection(kind, leaf) => (
                Label::Word { word: kind.folder() },
                kind.folder(),
                Content::Collection(self.collection(path, kind, leaf)),
            ),
            Page::Term(kind, index) => (
                text(self.term_name(kind, index)),
                kind.folder(),
                Content::Term(self.term(path, kind, index)),
            ),
            Page::TermYear(kind, index, year, leaf) => {
                let content = self.term_year(path, kind, index, year, leaf);
                let title = Label::TermYear { text: self.term_name(kind, index), year: content.year };
                (title, kind.folder(), Content::TermYear(content))
            }
            Page::FreePage(index) => (
                text(&self.archive.free_pages[index.get()].record.title.value),
                "pages",
                Content::FreePage {},
            ),
            Page::NotFound => (Label::Word { word: "not_found" }, "pages", Content::NotFound {}),
            Page::Redirect(index) => {
                let to = self.document_link(path, index);
                (to.label.clone(), "issues", Content::Redirect(Redirect { to }))
            }
            Page::Number(index) => {
                let number =
                    Label::Text { text: self.number_pages[index].shown.to_string().into(), language: None };
                (number, "numbers", self.number_page(path, index))
            }
            Page::Candidates(index) => (
                text(ambiguous_name(self.links, index)),
                "numbers",
                Content::Candidates(self.candidates(path, index)),
            ),
            Page::Charges(department, leaf) => (
                text(self.term_name(CollectionKind::Departments, department)),
                "departments",
                Content::Charges(self.charges(path, department, leaf)),
            ),
            Page::Named(department, leaf) => (
                text(self.term_name(CollectionKind::Departments, department)),
                "departments",
                Content::Charges(self.named(path, department, leaf)),
            ),
            Page::CodeYears => {
                (Label::Word { word: "codes" }, "issues", Content::CodeYears(self.code_years(path)))
            }
            Page::Codes(year, leaf) => {
                (Label::Year { year }, "issues", Content::Codes(self.codes(path, year, leaf)))
            }
            Page::Data => (Label::Word { word: "data" }, "pages", Content::Data(self.data(path))),
            Page::Search => (Label::Word { word: "search" }, "search", Content::Search {}),
            Page::RegistersScript => (text(""), "numbers", Content::Script(self.registers_script())),
            Page::HeldScript(index) => (text(""), "numbers", Content::Script(self.held_script(index))),
            Page::Expiring(leaf) => {
                (Label::Word { word: "validity" }, "issues", Content::Expiring(self.expiring(path, leaf)))
            }
            Page::Wanted(leaf) => {
                (Label::Word { word: "wanted" }, "numbers", Content::Wanted(self.wanted(path, leaf)))
            }
        };
        let frame = Frame {
            path: path.to_string(),
            root: self.root(planned),
            title,
            breadcrumbs: self.breadcrumbs(path, planned.page),
            section,
            language: self.language(planned.page),
            description: self.options.description.filter(|_| planned.page == Page::Home),
            feed: self.feed_link(path, planned.page),
        };
        let text = self.text_context(path, planned.page);
        let joined = self.joined_contexts(path, planned.page);
        Context { frame, content, text, joined, facts: self.facts(planned.page) }
    }

    /// What leads from a page to the root. A host shows the page for dead addresses at any address, so
    /// that one begins with a slash where the site's address is known.
    fn root(&self, planned: &PlannedPage) -> String {
        match self.options.base_path.filter(|_| planned.page == Page::NotFound) {
            Some(base) => base.to_owned(),
            None => planned.path.to_root(),
        }
    }

    fn facts(&self, page: Page) -> u64 {
        let Page::Document(index) = page else { return 0 };
        let document = self.archive.document(index);
        document.hash ^ self.archive.issue_of(document).hash.rotate_left(32)
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

    fn language(&self, page: Page) -> Option<&'a str> {
        match page {
            Page::Document(index) => self.archive.document(index).record.language.as_deref(),
            _ => None,
        }
    }

    fn breadcrumbs(&self, path: &SitePath, page: Page) -> Vec<Link<'a>> {
        let to = |label: Label<'a>, target: &SitePath| Link { label, url: relative(path, target, None) };
        let mut crumbs = vec![to(Label::Word { word: "home" }, &SitePath::new("index.html"))];
        let issues = || to(Label::Word { word: "issues" }, &SitePath::new("issues/index.html"));
        let year = |year: u16| to(Label::Year { year }, &year_path(year));
        let collection =
            |kind: CollectionKind| to(Label::Word { word: kind.folder() }, &collection_path(kind, 0));
        match page {
            Page::Home => crumbs.clear(),
            Page::NotFound => {
                if let Some(base) = self.options.base_path {
                    crumbs[0].url.insert_str(0, base);
                }
            }
            Page::Year(_) => crumbs.push(issues()),
            Page::Issue(index) => {
                crumbs.extend([issues(), year(self.archive.issues[index.get()].folder_year)]);
            }
            Page::WholeIssue(index) => {
                let folder_year = self.archive.issues[index.get()].folder_year;
                crumbs.extend([issues(), year(folder_year), self.issue_link(path, index)]);
            }
            Page::Document(index) => {
                let issue = self.archive.document(index).issue;
                let folder_year = self.archive.issues[issue.get()].folder_year;
                crumbs.extend([issues(), year(folder_year), self.issue_link(path, issue)]);
            }
            Page::Collection(kind, leaf) if leaf > 0 => crumbs.push(collection(kind)),
            Page::Term(kind, _) => crumbs.push(collection(kind)),
            Page::TermYear(kind, index, ..) => {
                let term = to(text(self.term_name(kind, index)), &self.term_path(kind, index));
                crumbs.extend([collection(kind), term]);
            }
            Page::Charges(index, _) | Page::Named(index, _) => {
                let term = self.term_path(CollectionKind::Departments, index);
                let term = to(text(self.term_name(CollectionKind::Departments, index)), &term);
                crumbs.extend([collection(CollectionKind::Departments), term]);
            }
            Page::Number(_) | Page::Candidates(_) | Page::Wanted(_) => {
                crumbs.push(collection(CollectionKind::Numbers));
            }
            Page::Codes(..) => crumbs.push(to(Label::Word { word: "codes" }, &code_years_path())),
            Page::Expiring(leaf) if leaf > 0 => {
                crumbs.push(to(Label::Word { word: "validity" }, &expiring_path(0)));
            }
            Page::Search
            | Page::RegistersScript
            | Page::HeldScript(_)
            | Page::Years
            | Page::CodeYears
            | Page::Data
            | Page::Collection(..)
            | Page::Expiring(_)
            | Page::FreePage(_)
            | Page::Redirect(_) => {}
        }
        crumbs
    }

    /// A copied file with its address; none when it is not published.
    #[must_use]
    pub fn asset(&self, index: AssetIndex) -> Option<(&SitePath, &'a crate::archive::Asset)> {
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

    fn home(&self, path: &SitePath) -> Home<'a> {
        let archive = self.archive;
        let years = archive.years();
        Home {
            documents: archive.documents.len(),
            issues: archive.issues.len(),
            departments: archive.departments.iter().filter(|department| department.count() > 0).count(),
            years: years.first().copied().zip(years.last().copied()),
            latest: archive
                .issues
                .len()
                .checked_sub(1)
                .map(|last| Box::new(self.latest(path, IssueIndex::new(last)))),
            by_year: self.years(path),
            top_departments: self.top_departments(path),
        }
    }
}

/// The page of a year.
pub(super) fn year_path(year: u16) -> SitePath {
    SitePath::new(format!("{year:04}/index.html"))
}

/// A leaf of the list of a collection's terms.
pub(super) fn collection_path(kind: CollectionKind, leaf: usize) -> SitePath {
    match leaf {
        0 => SitePath::new(format!("{}/index.html", kind.folder())),
        // A term is never a number alone, so a leaf cannot meet one.
        leaf => SitePath::new(format!("{}/index-{}.html", kind.folder(), leaf + 1)),
    }
}

pub(super) fn text(words: &str) -> Label<'_> {
    Label::Text { text: words.into(), language: None }
}
