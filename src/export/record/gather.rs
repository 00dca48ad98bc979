//! From the archive to a document's record.

use super::{
    Attachment, Cited, Details, Effect, Format, Issue, Number, Pages, Record, Relation, Withdrawn,
    document_id, id_of, published,
};
use crate::archive::{DocumentIndex, IssueIndex};
use crate::export::Exporter;
use crate::links::{self, CitationTarget};
use crate::pages::data::DocumentFormat;

impl<'a> Exporter<'a> {
    /// A document as data.
    #[must_use]
    pub fn record(&self, index: DocumentIndex) -> Record<'a> {
        let plan = self.plan;
        let archive = plan.archive();
        let document = archive.document(index);
        let record = &document.record;
        let validity = links::validity(archive, index);
        let days = [("effective", validity.effective), ("expires", validity.expires)];
        let suggested = days.iter().filter(|(_, day)| day.is_some_and(|day| day.is_suggested()));
        Record {
            id: document_id(plan, index),
            url: self.site.address(plan.document_path(index)),
            title: &record.title.value,
            numbers: record
                .numbers
                .iter()
                .map(|number| Number {
                    printed: number.value.printed(),
                    canonical: archive.canonical(&number.value).to_string(),
                    series: number.value.series(),
                    year: number.value.year(),
                    serial: number.value.serial(),
                })
                .collect(),
            departments: record.departments.iter().map(|name| &*name.value).collect(),
            date: record.date.as_ref().map(|date| date.value),
            published: published(plan, document),
            effective: validity.effective.map(|day| day.date),
            expires: validity.expires.map(|day| day.date),
            suggested: suggested.map(|(name, _)| *name).collect(),
            effects: self.effects(index),
            kind: record.kind.as_ref().map(|kind| kind.as_str()),
            topics: record.topics.iter().map(|topic| &**topic).collect(),
            recipients: record.recipients.as_deref(),
            index_number: record.index_number.as_deref(),
            issue: self.issue(document.issue),
            part: record.part.as_deref(),
            pages: record
                .printed_pages
                .as_ref()
                .map(|pages| Pages { first: pages.value.first, last: pages.value.last }),
            language: record.language.as_deref().unwrap_or(self.site.language),
            relations: self.relations(index),
            content_code: record.code.map(|code| code.to_string()),
            reprint_of: plan.links().documents[index.get()].reprint_of.map(|index| document_id(plan, index)),
            withdrawn: record
                .withdrawn
                .as_ref()
                .map(|withdrawn| Withdrawn { date: withdrawn.date, reason: withdrawn.reason.as_deref() }),
        }
    }

    /// The issue of a document as data.
    #[must_use]
    pub fn issue(&self, index: IssueIndex) -> Issue<'a> {
        let issue = &self.plan.archive().issues[index.get()];
        Issue {
            id: id_of(self.plan.issue_path(index)),
            year: issue.id.year,
            number: issue.id.number.as_str(),
            total_number: issue.record.total_number,
            date: issue.record.date,
            title: issue.record.title.as_deref(),
        }
    }

    fn effects(&self, index: DocumentIndex) -> Vec<Effect> {
        let stated = self.plan.links().effects_on(index).filter(|effect| effect.citation.is_none());
        let one = |effect: links::Effect| {
            use crate::gazette::CitationVerb::{Amends, Repeals, Replaces};
            let by = self.plan.archive().document(effect.by);
            Effect {
                verb: match effect.verb {
                    Repeals => "repealed_by",
                    Amends => "amended_by",
                    Replaces => "replaced_by",
                    _ => "corrected_by",
                },
                document: document_id(self.plan, effect.by),
                date: by.record.effective.or_else(|| by.date_in(self.plan.archive())),
            }
        };
        stated.map(one).collect()
    }

    fn relations(&self, index: DocumentIndex) -> Vec<Relation<'a>> {
        let targets = &self.plan.links().documents[index.get()].relations;
        let relations = self.plan.archive().document(index).record.relations.iter().zip(targets);
        let one = |(relation, target): (&'a crate::parse::Relation, &Option<DocumentIndex>)| Relation {
            verb: relation.verb.key(),
            target: &relation.target.value,
            document: target.map(|target| document_id(self.plan, target)),
        };
        relations.map(one).collect()
    }

    /// What a document's own file says beyond its record.
    #[must_use]
    pub fn details(&self, index: DocumentIndex) -> Details<'a> {
        let plan = self.plan;
        let document = plan.archive().document(index);
        let links = &plan.links().documents[index.get()];
        let open = plan.is_open(index);
        let attachments = links.attachments.iter().zip(&document.record.attachments).filter(|_| open);
        let facsimile = plan.links().issues[document.issue.get()].pdf.and_then(|pdf| plan.asset(pdf));
        Details {
            characters: document.record.text.characters,
            cites: if open { self.cites(index) } else { Vec::new() },
            attachments: attachments
                .filter_map(|(asset, attachment)| {
                    let (path, asset) = plan.asset((*asset)?)?;
                    let url = self.site.address(path);
                    Some(Attachment { title: &attachment.title, url, bytes: asset.stamp.size })
                })
                .collect(),
            facsimile: facsimile.map(|(path, _)| self.site.address(path)),
            formats: plan
                .document_formats(index)
                .map(|format: DocumentFormat| Format {
                    media_type: format.media_type(),
                    url: self.site.address(&plan.document_file(index, format)),
                })
                .collect(),
        }
    }

    fn cites(&self, index: DocumentIndex) -> Vec<Cited<'a>> {
        let links = self.plan.links();
        let mut cites: Vec<Cited<'a>> = Vec::new();
        for citation in &*links.documents[index.get()].citations {
            let cited = match citation.target {
                CitationTarget::Held(held, _) => {
                    let record = &self.plan.archive().document(held).record;
                    Cited {
                        title: Some(&record.title.value),
                        number: record.numbers.first().map(|number| number.value.printed().to_owned()),
                        document: Some(document_id(self.plan, held)),
                    }
                }
                CitationTarget::Missing(wanted) => {
                    let name = &links.wanted[wanted as usize].name;
                    let number = name.number.as_ref().map(ToString::to_string);
                    Cited { title: name.title.as_deref(), number, document: None }
                }
                CitationTarget::Ambiguous(index) => {
                    let name = &links.ambiguous[index as usize].name;
                    let number = name.number.as_ref().map(|number| number.printed().to_owned());
                    Cited { title: name.title.as_deref(), number, document: None }
                }
                CitationTarget::Own | CitationTarget::Issue(_) => continue,
            };
            if !cites.contains(&cited) {
                cites.push(cited);
            }
        }
        cites
    }
}
