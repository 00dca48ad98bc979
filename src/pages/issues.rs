//! The pages of years and issues, and documents as rows.

use super::context::{File, Group, Issue, IssueRow, Label, LatestIssue, Link, Row, Year, YearCount};
use super::frame::text;
use super::listing::year_path;
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{AssetIndex, DocumentIndex, IssueIndex};

/// How many documents of the newest issue the home page shows.
const LATEST_ROWS: usize = 20;

impl<'a> Plan<'a> {
    pub(super) fn years(&self, from: &SitePath) -> Vec<YearCount> {
        let mut years: Vec<YearCount> = Vec::new();
        for issue in self.archive.issues.iter().rev() {
            let documents = issue.documents.len();
            match years.last_mut().filter(|last| last.year == issue.folder_year) {
                Some(last) => {
                    last.issues += 1;
                    last.documents += documents;
                }
                None => {
                    let url = relative(from, &year_path(issue.folder_year), None);
                    years.push(YearCount { year: issue.folder_year, url, issues: 1, documents });
                }
            }
        }
        years
    }

    pub(super) fn year(&self, from: &SitePath, year: u16) -> Year<'a> {
        let all = &self.archive.issues;
        let start = all.partition_point(|issue| issue.folder_year < year);
        let end = all.partition_point(|issue| issue.folder_year <= year);
        let neighbour = |issue: Option<&crate::archive::Issue>| {
            let year = issue?.folder_year;
            Some(Link { label: Label::Year { year }, url: relative(from, &year_path(year), None) })
        };
        Year {
            year,
            issues: (start..end).map(|index| self.issue_row(from, IssueIndex::new(index))).collect(),
            documents: all[start..end].iter().map(|issue| issue.documents.len()).sum(),
            previous: neighbour(all[..start].last()),
            next: neighbour(all.get(end)),
        }
    }

    fn issue_row(&self, from: &SitePath, index: IssueIndex) -> IssueRow<'a> {
        let issue = &self.archive.issues[index.get()];
        IssueRow {
            label: self.issue_label(index),
            url: relative(from, self.issue_path(index), None),
            date: issue.record.date,
            total_number: issue.record.total_number,
            documents: issue.documents.len(),
        }
    }

    pub(super) fn issue_label(&self, index: IssueIndex) -> Label<'a> {
        let issue = &self.archive.issues[index.get()];
        match &issue.record.title {
            Some(title) => text(title),
            None => self.issue_name(index),
        }
    }

    pub(super) fn issue_name(&self, index: IssueIndex) -> Label<'a> {
        let id = &self.archive.issues[index.get()].id;
        Label::Issue { year: id.year, number: id.number.as_str() }
    }

    pub(super) fn latest(&self, from: &SitePath, index: IssueIndex) -> LatestIssue<'a> {
        let documents = self.archive.issues[index.get()].documents.clone();
        let shown = documents.clone().take(LATEST_ROWS);
        LatestIssue {
            issue: self.issue_row(from, index),
            rows: shown.map(|document| self.row(from, DocumentIndex::new(document))).collect(),
            more: documents.len().saturating_sub(LATEST_ROWS),
        }
    }

    pub(super) fn issue(&self, from: &SitePath, index: IssueIndex) -> Issue<'a> {
        let issue = &self.archive.issues[index.get()];
        let neighbour = |index: Option<usize>| {
            let index = index.filter(|index| *index < self.archive.issues.len())?;
            Some(self.issue_link(from, IssueIndex::new(index)))
        };
        let pdf = self.links.issues[index.get()].pdf;
        Issue {
            year: issue.id.year,
            number: issue.id.number.as_str(),
            name: self.issue_name(index),
            total_number: issue.record.total_number,
            date: issue.record.date,
            facsimile: pdf.and_then(|pdf| self.file(from, pdf, None, None)),
            parts: self.parts(index, |document| self.row(from, document)),
            whole: self.options.whole_issues && !issue.documents.is_empty(),
            documents: issue.documents.len(),
            epub: self.epub_link(from, index),
            previous: neighbour(index.get().checked_sub(1)),
            next: neighbour(Some(index.get() + 1)),
        }
    }

    /// The table of contents: the parts that the issue names, in its order, then those that it does
    /// not, as they first appear.
    pub(super) fn parts(&self, index: IssueIndex, row: impl Fn(DocumentIndex) -> Row<'a>) -> Vec<Group<'a>> {
        let issue = &self.archive.issues[index.get()];
        let mut names: Vec<Option<&str>> = issue.record.parts.iter().map(|part| Some(&**part)).collect();
        for document in &self.archive.documents[issue.documents.clone()] {
            let part = document.record.part.as_deref();
            if !names.contains(&part) {
                names.push(part);
            }
        }
        let group = |name: Option<&'a str>| {
            let of_part = |index: &usize| self.archive.documents[*index].record.part.as_deref() == name;
            let rows = issue.documents.clone().filter(of_part);
            Group { label: name.map(text), rows: rows.map(|index| row(DocumentIndex::new(index))).collect() }
        };
        names.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect()
    }

    pub(super) fn row(&self, from: &SitePath, index: DocumentIndex) -> Row<'a> {
        let document = self.archive.document(index);
        let record = &document.record;
        Row {
            place: None,
            title: &record.title.value,
            url: relative(from, self.document_path(index), None),
            numbers: record.numbers.iter().map(|number| number.value.printed()).collect(),
            departments: record.departments.iter().map(|name| &*name.value).collect(),
            date: document.date_in(self.archive),
            printed_pages: record.printed_pages.as_ref().map(|pages| pages.value.to_string()),
            kind: record.kind.as_ref().map(|kind| kind.as_str()),
            issue: self.issue_label(document.issue),
            language: record.language.as_deref(),
            withdrawn: record.withdrawn.is_some(),
            reprint: record.reprint_of.is_some(),
            draft: record.draft,
        }
    }

    /// A copied file as a link. `printed_page` opens a facsimile there.
    pub(super) fn file(
        &self,
        from: &SitePath,
        index: AssetIndex,
        title: Option<&'a str>,
        facsimile_page: Option<i64>,
    ) -> Option<File<'a>> {
        let (path, asset) = self.asset(index)?;
        let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
        let fragment = facsimile_page.map(|page| format!("page={page}"));
        Some(File {
            title: title.unwrap_or(name),
            url: relative(from, path, fragment.as_deref()),
            format: name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_uppercase()),
            size: asset.stamp.size,
        })
    }
}
