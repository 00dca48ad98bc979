//! A document as data: the one record that all formats are drawn from.

use serde::Serialize;

use super::Exporter;
use crate::archive::{Document, DocumentIndex, IssueIndex};
use crate::gazette::GazetteDate;
use crate::links::{self, CitationTarget};
use crate::pages::data::DocumentFormat;
use crate::pages::{Plan, SitePath};

/// What is known of a document, without its text. Fields that say nothing are left out.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'a> {
    /// Names the document within the archive: its page's address without the ending.
    pub id: String,
    /// Its page: a whole address, or one from the site's root when the site has none.
    pub url: String,
    /// The title.
    pub title: &'a str,
    /// The numbers, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<Number<'a>>,
    /// Who issued it, as it names them, the lead first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<&'a str>,
    /// 成文日期: when it was adopted or signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// 发布日期: when it was published, by itself or in its issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<GazetteDate>,
    /// 施行日期: from when it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<GazetteDate>,
    /// 失效日期: the last day on which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<GazetteDate>,
    /// Which of `effective` and `expires` were read off the text and said by no editor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggested: Vec<&'static str>,
    /// What others do to it, as their editors say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// 文种.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a str>,
    /// 主题.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<&'a str>,
    /// 主送机关.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<&'a str>,
    /// 索引号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_number: Option<&'a str>,
    /// The issue that prints it.
    pub issue: Issue<'a>,
    /// The part of the issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'a str>,
    /// The printed pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// BCP 47 tag of its language.
    pub language: &'a str,
    /// What it says that it does to others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation<'a>>,
    /// The document that it prints again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reprint_of: Option<String>,
    /// The content code, which is printed at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_code: Option<String>,
    /// That its text is no longer published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn<'a>>,
}

/// A document number.
#[derive(Clone, Debug, Serialize)]
pub struct Number<'a> {
    /// As it is printed.
    pub printed: &'a str,
    /// In the one way of writing in which equal numbers are equal.
    pub canonical: String,
    /// The register (机关代字).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<&'a str>,
    /// The year that it counts in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The place in the register's year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
}

/// The issue that prints a document.
#[derive(Clone, Debug, Serialize)]
pub struct Issue<'a> {
    /// Names the issue within the archive.
    pub id: String,
    /// The year.
    pub year: u16,
    /// The number in the year.
    pub number: &'a str,
    /// 总期号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_number: Option<u32>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// Its own title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
}

/// Printed pages, both included.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Pages {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

/// What a document does to another.
#[derive(Clone, Debug, Serialize)]
pub struct Relation<'a> {
    /// What: `repeals`, `amends`, `replaces`, `corrects`, `implements` or `forwards`.
    pub verb: &'static str,
    /// The other, as named.
    pub target: &'a str,
    /// The id of the other, when the archive holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// What another document does to this one.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    /// What: `repealed_by`, `amended_by`, `replaced_by` or `corrected_by`.
    pub verb: &'static str,
    /// The id of the other.
    pub document: String,
    /// From when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
}

/// That a text is no longer published.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawn<'a> {
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<GazetteDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// What a document's own file says beyond the record, apart from the text.
#[derive(Clone, Debug, Serialize)]
pub struct Details<'a> {
    /// How many characters the text has, blanks left out.
    pub characters: u32,
    /// Documents that its text names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cited<'a>>,
    /// Files that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment<'a>>,
    /// The printed issue as a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facsimile: Option<String>,
    /// The same document in other forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
}

/// A document that a text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited<'a> {
    /// Its title, or the title that it is cited by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// Its number, or the number that it is cited by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its id, when the archive holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A file that belongs to a document.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A document in another form.
#[derive(Clone, Debug, Serialize)]
pub struct Format {
    /// The media type.
    pub media_type: &'static str,
    /// Where it is.
    pub url: String,
}

/// The name of a page within the archive.
pub fn id_of(path: &SitePath) -> String {
    let path = path.as_str();
    path.strip_suffix("/index.html").or(path.strip_suffix(".html")).unwrap_or(path).to_owned()
}

/// The name of a document within the archive.
pub fn document_id(plan: &Plan<'_>, index: DocumentIndex) -> String {
    id_of(plan.document_path(index))
}

/// The day a document was published: its own, else its issue's.
pub fn published(plan: &Plan<'_>, document: &Document) -> Option<GazetteDate> {
    document.record.published.or(plan.archive().issue_of(document).record.date)
}

/// The day that feeds and sitemaps file it under. There is always one: a document of an issue without
/// a date is as old as its year.
pub fn day_of(plan: &Plan<'_>, index: DocumentIndex) -> GazetteDate {
    let document = plan.archive().document(index);
    let withdrawn = document.record.withdrawn.as_ref().and_then(|withdrawal| withdrawal.date);
    let day = withdrawn.or_else(|| published(plan, document)).or_else(|| document.date_in(plan.archive()));
    day.unwrap_or_else(|| first_day(plan.archive().issue_of(document).folder_year))
}

/// The first day of a year.
pub fn first_day(year: u16) -> GazetteDate {
    GazetteDate::new(year.max(1), 1, 1).expect("every year has a first day")
}

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
                CitationTarget::Own => continue,
            };
            if !cites.contains(&cited) {
                cites.push(cited);
            }
        }
        cites
    }
}
