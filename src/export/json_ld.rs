//! A document in schema.org's words for legislation, with ELI's where those are finer, as JSON-LD.
//!
//! schema.org took `Legislation` from ELI, so each property of the one is one of the other; those of
//! ELI alone are written with its prefix. A type of JSON in a `script` element is data: no browser runs
//! it, and a content security policy has no say in it.

use serde::Serialize;
use serde_json::Value;

use super::Exporter;
use super::record::{Record, Relation};
use crate::archive::DocumentIndex;
use crate::config::LegalValue;
use crate::pages::SitePath;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Act<'a> {
    #[serde(rename = "@context")]
    context: Value,
    #[serde(rename = "@type")]
    types: [&'static str; 2],
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    name: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_identifier: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_date_of_applicability: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_legal_force: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_passed_by: Vec<Organization<'a>>,
    legislation_jurisdiction: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<&'a str>,
    is_part_of: PublicationIssue<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_repeals: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_amends: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_corrects: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legislation_applies: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Other<'a>>,
    encoding: Vec<File>,
    #[serde(rename = "eli:first_date_entry_in_force", skip_serializing_if = "Option::is_none")]
    first_date: Option<String>,
    #[serde(rename = "eli:date_no_longer_in_force", skip_serializing_if = "Option::is_none")]
    last_date: Option<String>,
    #[serde(rename = "eli:published_in")]
    published_in: String,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PublicationIssue<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    issue_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    is_part_of: Periodical<'a>,
}

#[derive(Serialize)]
struct Periodical<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
}

/// Another document: by its address when the archive holds it, else by its name.
#[derive(Serialize)]
struct Other<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(rename = "legislationIdentifier", skip_serializing_if = "Option::is_none")]
    number: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(rename = "@type")]
    kind: &'static str,
    encoding_format: &'static str,
    content_url: String,
    legislation_legal_value: &'static str,
}

/// Appends the document as a block of data in the head.
pub fn push_document(exporter: &Exporter<'_>, index: DocumentIndex, record: &Record<'_>, out: &mut String) {
    let document = legislation(exporter, index, record);
    let json = serde_json::to_string(&document).expect("a record is plain data");
    out.push_str("<script type=\"application/ld+json\">");
    // In the text of a title `</script` would end the block; JSON has another way to write it.
    out.push_str(&json.replace('<', "\\u003c"));
    out.push_str("</script>");
}

fn legislation<'a>(exporter: &'a Exporter<'_>, index: DocumentIndex, record: &'a Record<'a>) -> Act<'a> {
    let site = &exporter.site;
    let iso = |day: Option<crate::gazette::GazetteDate>| day.map(|day| day.to_string());
    let has = |verb: &str| record.effects.iter().any(|effect| effect.verb == verb);
    let organization = |name| Organization { kind: "Organization", name };
    let of_verb = |verb: &str| {
        let relations = record.relations.iter().filter(|relation| relation.verb == verb);
        relations.map(|relation| named(exporter, relation)).collect::<Vec<_>>()
    };
    let issue_page = exporter.plan.issue_path(exporter.plan.archive().document(index).issue);
    Act {
        context: serde_json::json!(["https://schema.org/", { "eli": "http://data.europa.eu/eli/ontology#" }]),
        types: ["Legislation", "eli:LegalResource"],
        id: &record.url,
        url: &record.url,
        name: record.title,
        in_language: record.language,
        legislation_identifier: record.numbers.iter().map(|number| number.printed).collect(),
        identifier: record.index_number,
        legislation_type: record.kind,
        legislation_date: iso(record.date),
        date_published: iso(record.published),
        legislation_date_of_applicability: iso(record.effective),
        // Half a period is open: ISO 8601 as schema.org takes it.
        temporal_coverage: match (record.effective, record.expires) {
            (Some(from), Some(to)) => Some(format!("{from}/{to}")),
            (Some(from), None) => Some(format!("{from}/..")),
            (None, Some(to)) => Some(format!("../{to}")),
            (None, None) => None,
        },
        // Only what another document has done is certain; what a date has done by now, a clock tells.
        legislation_legal_force: match () {
            () if has("repealed_by") || has("replaced_by") => Some("https://schema.org/NotInForce"),
            () => None,
        },
        legislation_passed_by: record.departments.iter().copied().map(organization).collect(),
        legislation_jurisdiction: &site.jurisdiction,
        publisher: site.publisher.map(organization),
        about: record.topics.clone(),
        is_part_of: PublicationIssue {
            kind: "PublicationIssue",
            id: site.address(issue_page),
            issue_number: record.issue.number,
            date_published: iso(record.issue.date),
            is_part_of: Periodical { kind: "Periodical", id: exporter.home_address(), name: site.title },
        },
        legislation_repeals: [of_verb("repeals"), of_verb("replaces")].into_iter().flatten().collect(),
        legislation_amends: of_verb("amends"),
        legislation_corrects: of_verb("corrects"),
        legislation_applies: of_verb("implements"),
        citation: of_verb("forwards").into_iter().chain(cited(exporter, index)).collect(),
        encoding: encodings(exporter, index, record),
        first_date: iso(record.effective),
        last_date: iso(record.expires),
        published_in: published_in(exporter, record),
    }
}

/// Where it is printed, in words: schema.org has no property for the pages of legislation.
fn published_in(exporter: &Exporter<'_>, record: &Record<'_>) -> String {
    let issue = &record.issue;
    let pages = match record.pages {
        Some(pages) if pages.first == pages.last => format!(", p. {}", pages.first),
        Some(pages) => format!(", pp. {}-{}", pages.first, pages.last),
        None => String::new(),
    };
    format!("{} {}/{}{pages}", exporter.site.title, issue.year, issue.number)
}

fn named<'a>(exporter: &Exporter<'_>, relation: &Relation<'a>) -> Other<'a> {
    let id = relation.document.as_ref().map(|id| exporter.site.address(&SitePath::new(format!("{id}.html"))));
    Other { kind: "Legislation", id, name: Some(relation.target), number: None }
}

fn cited<'a>(exporter: &'a Exporter<'_>, index: DocumentIndex) -> impl Iterator<Item = Other<'a>> {
    exporter.details(index).cites.into_iter().map(|cited| Other {
        kind: "Legislation",
        id: cited.document.map(|id| exporter.site.address(&SitePath::new(format!("{id}.html")))),
        name: cited.title,
        number: cited.number,
    })
}

fn encodings(exporter: &Exporter<'_>, index: DocumentIndex, record: &Record<'_>) -> Vec<File> {
    let value = match exporter.site.legal_value {
        LegalValue::Official => "https://schema.org/OfficialLegalValue",
        LegalValue::Authoritative => "https://schema.org/AuthoritativeLegalValue",
        LegalValue::Reproduction => "https://schema.org/UnofficialLegalValue",
    };
    let encoding = |encoding_format, content_url, legislation_legal_value| File {
        kind: "LegislationObject",
        encoding_format,
        content_url,
        legislation_legal_value,
    };
    let mut encodings = vec![encoding("text/html", record.url.clone(), value)];
    for format in exporter.plan.document_formats(index) {
        let address = exporter.site.address(&exporter.plan.document_file(index, format));
        // What a program made of the text is never the text of the law.
        encodings.push(encoding(format.media_type(), address, "https://schema.org/UnofficialLegalValue"));
    }
    encodings
}
