//! The page of a document.

use super::citations::CITED_BY_SHOWN;
use super::context::{Document, Label, Link, Relation, Withdrawn};
use super::frame::text;
use super::page::CollectionKind;
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{self, DocumentIndex};
use crate::parse;

impl<'a> Plan<'a> {
    pub(super) fn document(&self, from: &SitePath, index: DocumentIndex) -> Document<'a> {
        let document = self.archive.document(index);
        let record = &document.record;
        let issue = self.archive.issue_of(document);
        let links = &self.links.documents[index.get()];
        let place = index.get() - issue.documents.start;
        let neighbour = |place: Option<usize>| {
            let place = place.filter(|place| *place < issue.documents.len())?;
            Some(self.document_link(from, DocumentIndex::new(issue.documents.start + place)))
        };
        let attachments = if record.withdrawn.is_some() { &[][..] } else { &links.attachments };
        Document {
            numbers: self.number_links(from, record),
            departments: self.department_links(from, document),
            date: record.date.as_ref().map(|date| date.value),
            published: record.published.or(issue.record.date),
            effective: record.effective,
            expires: record.expires,
            valid_years: record.valid_years,
            kind: record
                .kind
                .as_ref()
                .and_then(|kind| self.term_link(from, CollectionKind::Kinds, kind.as_str())),
            topics: record
                .topics
                .iter()
                .filter_map(|topic| self.term_link(from, CollectionKind::Topics, topic))
                .collect(),
            recipients: record.recipients.as_deref(),
            index_number: record.index_number.as_deref(),
            issue: self.issue_link(from, document.issue),
            issue_name: self.issue_name(document.issue),
            permanent: self.permanent_path(index).unwrap_or(from).to_string(),
            life: self.life(from, index),
            code: self.code(from, index),
            part: record.part.as_deref(),
            printed_pages: record.printed_pages.as_ref().map(|pages| pages.value.to_string()),
            facsimile: self.facsimile(from, document),
            page_offset: issue.record.page_offset,
            attachments: attachments
                .iter()
                .zip(&record.attachments)
                .filter_map(|(asset, attachment)| self.file(from, (*asset)?, Some(&attachment.title), None))
                .collect(),
            files: self.document_files(from, index),
            relations: self.relations(from, index),
            validity: self.validity(index),
            effects: self.effects(from, index),
            timeline: self.timeline(from, index),
            cites: self.cites(from, index),
            cites_missing: self.cites_missing(index),
            cited_by: self.cited_by(from, index),
            cited_by_more: self.citing_documents(index).len().saturating_sub(CITED_BY_SHOWN),
            reprint_of: links.reprint_of.map(|original| self.printing(from, original)),
            reprints: self.reprints_of(index).map(|reprint| self.printing(from, reprint)).collect(),
            withdrawn: record
                .withdrawn
                .as_ref()
                .map(|withdrawal| Withdrawn { date: withdrawal.date, reason: withdrawal.reason.as_deref() }),
            draft: record.draft,
            previous: neighbour(place.checked_sub(1)),
            next: neighbour(Some(place + 1)),
            position: place + 1,
            of: issue.documents.len(),
            extra: record.extra.as_deref().and_then(|json| serde_json::from_str(json).ok()),
        }
    }

    fn number_links(&self, from: &SitePath, record: &'a parse::Document) -> Vec<Link<'a>> {
        let link = |number: &'a crate::gazette::DocumentNumber| {
            let printed = number.printed();
            let series =
                number.series().and_then(|series| self.term_link(from, CollectionKind::Numbers, series));
            Link { label: text(printed), url: series.map_or_else(String::new, |series| series.url) }
        };
        record.numbers.iter().map(|number| link(&number.value)).collect()
    }

    /// The departments under the names that the document gives them.
    fn department_links(&self, from: &SitePath, document: &'a archive::Document) -> Vec<Link<'a>> {
        let departments = document.departments.iter();
        let link = |department: &archive::DepartmentIndex| {
            let known = &self.archive.departments[department.get()];
            let path = self.term_path(CollectionKind::Departments, department.get());
            Link { label: text(&known.name), url: relative(from, &path, None) }
        };
        let mut links: Vec<Link> = departments.map(link).collect();
        if links.len() == document.record.departments.len() {
            for (link, name) in links.iter_mut().zip(&document.record.departments) {
                link.label = text(&name.value);
            }
        }
        links
    }

    fn facsimile(&self, from: &SitePath, document: &archive::Document) -> Option<super::context::File<'a>> {
        let issue = self.archive.issue_of(document);
        let pdf = self.links.issues[document.issue.get()].pdf?;
        let first = document.record.printed_pages.as_ref().map(|pages| i64::from(pages.value.first));
        let page = first.map(|first| (first + i64::from(issue.record.page_offset)).max(1));
        self.file(from, pdf, None, page)
    }

    fn relations(&self, from: &SitePath, index: DocumentIndex) -> Vec<Relation<'a>> {
        let targets = self.links.documents[index.get()].relations.iter();
        let relations = self.archive.document(index).record.relations.iter().zip(targets);
        let one = |(relation, target): (&'a parse::Relation, &Option<DocumentIndex>)| Relation {
            verb: relation.verb.key(),
            target: &relation.target.value,
            url: target.map(|target| relative(from, self.document_path(target), None)),
            title: target.map(|target| self.archive.document(target).record.title.value.as_ref()),
            language: target.and_then(|target| self.archive.document(target).record.language.as_deref()),
        };
        relations.map(one).collect()
    }

    /// A printing of a document, named by its issue.
    fn printing(&self, from: &SitePath, index: DocumentIndex) -> Link<'a> {
        let label: Label = self.issue_label(self.archive.document(index).issue);
        Link { label, url: relative(from, self.document_path(index), None) }
    }
}
