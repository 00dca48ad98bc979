//! The list of all pages, each with its address.

use crate::archive::{DocumentIndex, FreePageIndex, IssueIndex};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};

use super::codes::{code_years_path, codes_path};
use super::layout::folder;
use super::lookup::{held_path, registers_path};
use super::numbers::wanted_path;
use super::page::{CollectionKind, Page, PlannedPage, SEARCH_PATH};
use super::path::SitePath;
use super::plan::Plan;
use super::validity::expiring_path;

/// Adds a page to a list.
fn add(pages: &mut Vec<PlannedPage>, path: SitePath, page: Page) {
    pages.push(PlannedPage { path, page });
}

impl Plan<'_> {
    pub(super) fn list_pages(&self, pages: &mut Vec<PlannedPage>, found: &mut Diagnostics) {
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

    /// How many leaves the lists have that depend on what texts say.
    pub(super) fn leaves(&self) -> Vec<usize> {
        let departments = 0..self.archive.departments.len();
        let of_department = |index| [self.charges_leaves(index), self.named_leaves(index)];
        std::iter::once(self.wanted_leaves()).chain(departments.flat_map(of_department)).collect()
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
