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
        let (path, page) = (&planned.path, planned.page);
        let frame = Frame {
            path: path.to_string(),
            root: self.root(planned),
            title: self.title(path, page),
            breadcrumbs: self.breadcrumbs(path, page),
            section: section(page),
            language: self.language(page),
            description: self.options.description.filter(|_| page == Page::Home),
            feed: self.feed_link(path, page),
        };
        let content = self.content(path, page);
        let text = self.text_context(path, page);
        let joined = self.joined_contexts(path, page);
        Context { frame, content, text, joined, facts: self.facts(page) }
    }

    /// What a page is called.
    fn title(&self, path: &SitePath, page: Page) -> Label<'a> {
        match page {
            Page::Home => Label::Word { word: "home" },
            Page::Years => Label::Word { word: "issues" },
            Page::Year(year) | Page::Codes(year, _) => Label::Year { year },
            Page::Issue(index) | Page::WholeIssue(index) => self.issue_label(index),
            Page::Document(index) => text(&self.archive.document(index).record.title.value),
            Page::Collection(kind, _) => Label::Word { word: kind.folder() },
            Page::Term(kind, index) => text(self.term_name(kind, index)),
            Page::TermYear(kind, index, year, _) => Label::TermYear {
                text: self.term_name(kind, index),
                year: self.year_of_term(kind, index, year),
            },
            Page::FreePage(index) => text(&self.archive.free_pages[index.get()].record.title.value),
            Page::NotFound => Label::Word { word: "not_found" },
            Page::Redirect(index) => self.document_link(path, index).label,
            Page::Number(index) => Label::Text { text: self.number_shown(index).into(), language: None },
            Page::Candidates(index) => text(ambiguous_name(self.links, index)),
            Page::Charges(department, _) | Page::Named(department, _) => {
                text(self.term_name(CollectionKind::Departments, department))
            }
            Page::CodeYears => Label::Word { word: "codes" },
            Page::Data => Label::Word { word: "data" },
            Page::Search => Label::Word { word: "search" },
            Page::RegistersScript | Page::HeldScript(_) => text(""),
            Page::Expiring(_) => Label::Word { word: "validity" },
            Page::Wanted(_) => Label::Word { word: "wanted" },
        }
    }

    /// What a page shows.
    fn content(&self, path: &SitePath, page: Page) -> Content<'a> {
        match page {
            Page::Home => Content::Home(Box::new(self.home(path))),
            Page::Years => Content::Years(self.years_page(path)),
            Page::Year(year) => Content::Year(self.year(path, year)),
            Page::Issue(index) => Content::Issue(Box::new(self.issue(path, index))),
            Page::WholeIssue(index) => Content::WholeIssue(Box::new(self.whole_issue(path, index))),
            Page::Document(index) => Content::Document(Box::new(self.document(path, index))),
            Page::Collection(kind, leaf) => Content::Collection(self.collection(path, kind, leaf)),
            Page::Term(kind, index) => Content::Term(self.term(path, kind, index)),
            Page::TermYear(kind, index, year, leaf) => {
                Content::TermYear(self.term_year(path, kind, index, year, leaf))
            }
            Page::FreePage(_) => Content::FreePage {},
            Page::NotFound => Content::NotFound {},
            Page::Redirect(index) => Content::Redirect(Redirect { to: self.document_link(path, index) }),
            Page::Number(index) => self.number_page(path, index),
            Page::Candidates(index) => Content::Candidates(self.candidates(path, index)),
            Page::Charges(department, leaf) => Content::Charges(self.charges(path, department, leaf)),
            Page::Named(department, leaf) => Content::Charges(self.named(path, department, leaf)),
            Page::CodeYears => Content::CodeYears(self.code_years(path)),
            Page::Codes(year, leaf) => Content::Codes(self.codes(path, year, leaf)),
            Page::Data => Content::Data(self.data(path)),
            Page::Search => Content::Search {},
            Page::RegistersScript => Content::Script(self.registers_script()),
            Page::HeldScript(index) => Content::Script(self.held_script(index)),
            Page::Expiring(leaf) => Content::Expiring(self.expiring(path, leaf)),
            Page::Wanted(leaf) => Content::Wanted(self.wanted(path, leaf)),
        }
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

/// The part of the site that a page belongs to, as its head marks it.
fn section(page: Page) -> &'static str {
    match page {
        Page::Home => "home",
        Page::Years
        | Page::Year(_)
        | Page::Issue(_)
        | Page::WholeIssue(_)
        | Page::Document(_)
        | Page::Redirect(_) => "issues",
        Page::CodeYears | Page::Codes(..) => "codes",
        Page::Expiring(_) => "validity",
        Page::Collection(kind, _) | Page::Term(kind, _) | Page::TermYear(kind, ..) => kind.folder(),
        Page::Charges(..) | Page::Named(..) => CollectionKind::Departments.folder(),
        Page::FreePage(_) | Page::NotFound | Page::Data => "pages",
        Page::Number(_)
        | Page::Candidates(_)
        | Page::RegistersScript
        | Page::HeldScript(_)
        | Page::Wanted(_) => "numbers",
        Page::Search => "search",
    }
}
