//! The way from the home page to a page.

use super::codes::code_years_path;
use super::context::{Label, Link};
use super::frame::text;
use super::listing::{collection_path, year_path};
use super::page::{CollectionKind, Page};
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::validity::expiring_path;

impl<'a> Plan<'a> {
    pub(super) fn breadcrumbs(&self, path: &SitePath, page: Page) -> Vec<Link<'a>> {
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
}
