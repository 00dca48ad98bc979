//! The context of a page: its frame, and which of the kinds of content it has.

use crate::archive::IssueIndex;

use super::context::{Content, Context, Frame, Home, Label, Redirect};
use super::numbers::ambiguous_name;
use super::page::{CollectionKind, Page, PlannedPage};
use super::path::SitePath;
use super::plan::Plan;

impl<'a> Plan<'a> {
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
    pub(super) fn root(&self, planned: &PlannedPage) -> String {
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

    fn language(&self, page: Page) -> Option<&'a str> {
        match page {
            Page::Document(index) => self.archive.document(index).record.language.as_deref(),
            _ => None,
        }
    }

    pub(super) fn home(&self, path: &SitePath) -> Home<'a> {
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

pub(super) fn text(words: &str) -> Label<'_> {
    Label::Text { text: words.into(), language: None }
}
