//! Which pages there are, and where.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{Archive, AssetIndex, DocumentIndex, FreePageIndex, IssueIndex, RegisterYear};
use crate::config::Artefact;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Text, text};
use crate::gazette::{GazetteDate, file_slug, slug};
use crate::links::Links;
use crate::source::Stamp;

use super::context::{Content, Context, Frame, Home, Label, Link, Redirect};
use super::lookup::{held_path, number_folders, registers_path};
use super::numbers::{NumberPage, ambiguous_name, number_pages, wanted_order, wanted_path};
use super::path::{SitePath, relative};
use super::terms::{TermYears, term_names, term_years};
use super::validity::{expiring_order, expiring_path};

/// The address of the search page.
pub const SEARCH_PATH: &str = "search/index.html";

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Who takes an address.
#[derive(Clone, Copy)]
enum Owner<'p> {
    Page(Page),
    Asset(&'p str),
    Theme(&'p str),
    Data,
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

/// Every page of the site.
pub struct Plan<'a> {
    pub(super) archive: &'a Archive,
    pub(super) links: &'a Links,
    description: Option<&'a str>,
    base_path: Option<&'a str>,
    pub(super) exports: &'a BTreeSet<Artefact>,
    pub(super) whole_issues: bool,
    /// All pages; those with a text of their own first, in the archive's order.
    pub pages: Vec<PlannedPage>,
    documents: Vec<SitePath>,
    issues: Vec<SitePath>,
    free_pages: Vec<SitePath>,
    assets: Vec<Option<SitePath>>,
    /// For each collection and term, its years, where it has pages by year.
    pub(super) years_of_terms: [Vec<Option<TermYears>>; 4],
    /// For each collection, the names of its terms, sorted.
    pub(super) term_names: [Vec<(&'a str, usize)>; 4],
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
}

/// Plans the site.
#[must_use]
pub fn plan<'a>(
    archive: &'a Archive,
    links: &'a Links,
    options: PlanOptions<'a>,
    found: &mut Diagnostics,
) -> Plan<'a> {
    let number_pages = number_pages(archive);
    let mut plan = Plan {
        archive,
        links,
        description: options.description,
        base_path: options.base_path,
        exports: options.exports,
        whole_issues: options.whole_issues,
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
        term_names: CollectionKind::ALL.map(|kind| term_names(archive, kind)),
        register_years: archive.series.iter().map(|series| archive.register_years(series)).collect(),
        number_folders: number_folders(&number_pages),
        number_pages,
        wanted_order: wanted_order(links),
        expiring_order: expiring_order(archive),
        reprints: reprints(links),
    };
    plan.add_pages();
    if options.search {
        plan.add(SEARCH_PATH, Page::Search);
    }
    plan.add_number_pages();
    plan.add_redirects(found);
    plan.check_addresses(options.theme_files, found);
    plan
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

impl<'a> Plan<'a> {
    fn add(&mut self, path: impl Into<Box<str>>, page: Page) {
        self.pages.push(PlannedPage { path: SitePath::new(path), page });
    }

    fn add_pages(&mut self) {
        for (index, path) in self.documents.iter().enumerate() {
            let page = Page::Document(DocumentIndex::new(index));
            self.pages.push(PlannedPage { path: path.clone(), page });
        }
        for (index, path) in self.issues.iter().enumerate() {
            let page = Page::Issue(IssueIndex::new(index));
            self.pages.push(PlannedPage { path: path.clone(), page });
        }
        if self.whole_issues {
            for (index, issue) in
                self.archive.issues.iter().enumerate().filter(|(_, issue)| !issue.documents.is_empty())
            {
                let page = Page::WholeIssue(IssueIndex::new(index));
                self.pages
                    .push(PlannedPage { path: SitePath::new(format!("{}/print.html", folder(issue))), page });
            }
        }
        for (index, path) in self.free_pages.iter().enumerate() {
            let page = Page::FreePage(FreePageIndex::new(index));
            self.pages.push(PlannedPage { path: path.clone(), page });
        }
        self.add("index.html", Page::Home);
        self.add("404.html", Page::NotFound);
        self.add("issues/index.html", Page::Years);
        if self.has_data_page() {
            self.add("data/index.html", Page::Data);
        }
        for year in self.archive.years() {
            self.add(year_path(year).as_str(), Page::Year(year));
        }
        for kind in CollectionKind::ALL {
            self.add_collection(kind);
        }
    }

    fn add_number_pages(&mut self) {
        for index in 0..self.number_pages.len() {
            let path = self.number_pages[index].path.clone();
            self.pages.push(PlannedPage { path, page: Page::Number(index) });
        }
        let titles: Vec<(usize, SitePath)> = self.ambiguous_titles().collect();
        self.pages.extend(
            titles.into_iter().map(|(index, path)| PlannedPage { path, page: Page::Candidates(index) }),
        );
        for leaf in 0..self.wanted_leaves() {
            self.pages.push(PlannedPage { path: wanted_path(leaf), page: Page::Wanted(leaf) });
        }
        self.pages.push(PlannedPage { path: registers_path(), page: Page::RegistersScript });
        for index in 0..self.number_folders.len() {
            let path = held_path(&self.number_folders[index].0);
            self.pages.push(PlannedPage { path, page: Page::HeldScript(index) });
        }
        for department in 0..self.archive.departments.len() {
            for leaf in 0..self.charges_leaves(department) {
                let path = self.charges_path(department, leaf);
                self.pages.push(PlannedPage { path, page: Page::Charges(department, leaf) });
            }
            for leaf in 0..self.named_leaves(department) {
                let path = self.named_path(department, leaf);
                self.pages.push(PlannedPage { path, page: Page::Named(department, leaf) });
            }
        }
        for leaf in 0..self.expiring_leaves() {
            self.pages.push(PlannedPage { path: expiring_path(leaf), page: Page::Expiring(leaf) });
        }
    }

    fn add_collection(&mut self, kind: CollectionKind) {
        for leaf in 0..self.collection_leaves(kind) {
            self.add(collection_path(kind, leaf).as_str(), Page::Collection(kind, leaf));
        }
        for term in 0..self.terms_in(kind) {
            self.add(self.term_path(kind, term).as_str(), Page::Term(kind, term));
            let years = self.years_of_terms[kind as usize][term].as_ref();
            let leaves: Vec<usize> = years.map_or_else(Vec::new, |years| years.leaves_by_year());
            for (year, leaves) in leaves.into_iter().enumerate() {
                for leaf in 0..leaves {
                    let path = self.term_year_path(kind, term, year, leaf);
                    self.add(path.as_str(), Page::TermYear(kind, term, year, leaf));
                }
            }
        }
    }

    fn add_redirects(&mut self, found: &mut Diagnostics) {
        for (index, document) in self.archive.documents.iter().enumerate() {
            for alias in &document.record.aliases {
                match SitePath::from_written(&alias.value) {
                    Some(path) => {
                        let page = Page::Redirect(DocumentIndex::new(index));
                        self.pages.push(PlannedPage { path, page });
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

    /// No two files at one address, also where capitals do not count.
    fn check_addresses(&self, theme_files: &[String], found: &mut Diagnostics) {
        let pages = self.pages.iter().map(|page| (page.path.as_str(), Owner::Page(page.page)));
        let assets = self.copied_files().map(|file| (file.path.as_str(), Owner::Asset(file.source)));
        let theme = theme_files.iter().map(|path| (path.as_str(), Owner::Theme(path)));
        let all = pages.chain(assets).chain(theme);
        let all = all.chain(self.taken_data_paths().into_iter().map(|path| (path, Owner::Data)));
        let paths: Vec<(&str, Owner<'_>)> = all.collect();
        // Sorted by hash, which is faster than by path and brings equal ones together just as well.
        let mut taken: Vec<(u64, usize)> = paths
            .par_iter()
            .enumerate()
            .map(|(index, (path, _))| (xxh3_64(lower_case(path).as_bytes()), index))
            .collect();
        taken.par_sort_unstable();
        for pair in taken.windows(2) {
            let [(hash, first), (other, second)] = *pair else { continue };
            if hash != other {
                continue;
            }
            let path = lower_case(paths[first].0);
            if path == lower_case(paths[second].0) {
                found.push(self.address_taken(&path, paths[first].1, paths[second].1));
            }
        }
    }

    /// Blames the file that an editor can rename.
    fn address_taken(&self, path: &str, first: Owner<'_>, second: Owner<'_>) -> Diagnostic {
        let is_file = |owner| self.file_of(owner).is_some();
        let (blamed, with) =
            if is_file(second) || !is_file(first) { (second, first) } else { (first, second) };
        let file = self.file_of(blamed).map_or_else(|| self.owner_name(blamed).to_string(), str::to_owned);
        let message = text!("this file and {} would both be published as {}", self.owner_name(with), path);
        let diagnostic = Diagnostic::about_file(Code::AddressTaken, &file, message);
        diagnostic.help(text!(
            "rename one of them; addresses are lower-case ASCII, so names that sound alike can meet"
        ))
    }

    /// The file of the content that something published is made of.
    fn file_of<'s>(&'s self, owner: Owner<'s>) -> Option<&'s str> {
        match owner {
            Owner::Asset(source) => Some(source),
            Owner::Page(Page::Document(index) | Page::Redirect(index)) => {
                Some(&self.archive.document(index).path)
            }
            Owner::Page(Page::FreePage(index)) => Some(&self.archive.free_pages[index.get()].path),
            Owner::Page(Page::Term(CollectionKind::Departments, index)) => {
                self.archive.departments[index].file.as_ref().map(|file| &*file.path)
            }
            _ => None,
        }
    }

    fn owner_name(&self, owner: Owner<'_>) -> Text {
        if let Some(file) = self.file_of(owner) {
            return text!("{}", file);
        }
        let Owner::Page(page) = owner else {
            return match owner {
                Owner::Theme(path) => text!("the theme's {}", path),
                _ => text!("a file for programmers (see [export] in book.toml)"),
            };
        };
        match page {
            Page::Number(index) => text!("the address of {}", self.number_pages[index].shown),
            Page::Issue(index) => text!("{}", self.archive.issues[index.get()].folder),
            Page::WholeIssue(index) => {
                text!("the whole issue of {}", self.archive.issues[index.get()].folder)
            }
            Page::Term(kind, index) => {
                text!("the page of {} in {}", self.term_name(kind, index), kind.folder())
            }
            _ => text!("a page of the archive's own"),
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
                let number = Label::Text { text: self.number_pages[index].shown.to_string().into() };
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
            description: self.description.filter(|_| planned.page == Page::Home),
            feed: self.feed_link(path, planned.page),
        };
        let text = self.text_context(path, planned.page);
        let joined = self.joined_contexts(path, planned.page);
        Context { frame, content, text, joined, facts: self.facts(planned.page) }
    }

    /// What leads from a page to the root. A host shows the page for dead addresses at any address, so
    /// that one begins with a slash where the site's address is known.
    fn root(&self, planned: &PlannedPage) -> String {
        match self.base_path.filter(|_| planned.page == Page::NotFound) {
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
                if let Some(base) = self.base_path {
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
            Page::Expiring(leaf) if leaf > 0 => {
                crumbs.push(to(Label::Word { word: "validity" }, &expiring_path(0)));
            }
            Page::Search
            | Page::RegistersScript
            | Page::HeldScript(_)
            | Page::Years
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
        let label = text(&self.archive.document(index).record.title.value);
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

/// Only aliases are written by hand; all other addresses are lower-case already.
fn lower_case(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
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
    Label::Text { text: words.into() }
}
