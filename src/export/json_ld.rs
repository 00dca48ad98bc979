//! A document in schema.org's words for legislation, with ELI's where those are finer, as JSON-LD.
//!
//! schema.org took `Legislation` from ELI, so what links documents is the same in both, and said once. What
//! readers of ELI look for first (number, days, place of publication) is written with its prefix as well. A type of JSON in a `script` element is data: no browser runs
//! it, and a content security policy has no say in it.

use serde::Serialize;

use super::record::{Cited, Record, Relation};
use super::{Exporter, Known};
use crate::archive::DocumentIndex;
use crate::config::LegalValue;
use crate::gazette::GazetteDate;
use crate::pages::{SitePath, relative};

/// Where the terms are explained. A day is one of XML Schema, as the ELI ontology wants it.
const CONTEXT: &str = concat!(
    r#"["https://schema.org/",{"eli":"http://data.europa.eu/eli/ontology#","#,
    r#""xsd":"http://www.w3.org/2001/XMLSchema#","#,
    r#""eli:date_document":{"@type":"xsd:date"},"eli:date_publication":{"@type":"xsd:date"},"#,
    r#""eli:first_date_entry_in_force":{"@type":"xsd:date"},"eli:date_no_longer_in_force":{"@type":"xsd:date"}}]"#,
);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Act<'a> {
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
    legislation_date: Option<GazetteDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<GazetteDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_date_of_applicability: Option<GazetteDate>,
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
    #[serde(flatten)]
    eli: Eli<'a>,
}

/// The properties of ELI's own.
#[derive(Serialize)]
struct Eli<'a> {
    #[serde(rename = "eli:id_local", skip_serializing_if = "Vec::is_empty")]
    id_local: Vec<&'a str>,
    #[serde(rename = "eli:date_document", skip_serializing_if = "Option::is_none")]
    date_document: Option<GazetteDate>,
    #[serde(rename = "eli:date_publication", skip_serializing_if = "Option::is_none")]
    date_publication: Option<GazetteDate>,
    #[serde(rename = "eli:first_date_entry_in_force", skip_serializing_if = "Option::is_none")]
    first_date: Option<GazetteDate>,
    #[serde(rename = "eli:date_no_longer_in_force", skip_serializing_if = "Option::is_none")]
    last_date: Option<GazetteDate>,
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
    date_published: Option<GazetteDate>,
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
pub fn push_document(exporter: &Exporter<'_>, known: &Known<'_>, out: &mut String) {
    let addresses = Addresses { exporter, page: exporter.plan.document_path(known.index) };
    let own = addresses.of(addresses.page);
    let document = legislation(&addresses, &own, known);
    let json = serde_json::to_string(&document).expect("a record is plain data");
    out.push_str("<script type=\"application/ld+json\">{\"@context\":");
    out.push_str(CONTEXT);
    out.push(',');
    // In the text of a title `</script` would end the block; JSON has another way to write it.
    out.push_str(&json[1..].replace('<', "\\u003c"));
    out.push_str("</script>");
}

/// Addresses as the block has them: whole ones, or such as are seen from the page, since JSON-LD in HTML
/// reads an address as the page's links are read.
struct Addresses<'e, 'a> {
    exporter: &'e Exporter<'a>,
    page: &'e SitePath,
}

impl Addresses<'_, '_> {
    fn of(&self, path: &SitePath) -> String {
        match self.exporter.site.base_url {
            Some(_) => self.exporter.site.address(path),
            None => relative(self.page, path, None),
        }
    }

    fn of_document(&self, id: &str) -> String {
        self.of(&SitePath::new(format!("{id}.html")))
    }
}

fn legislation<'a>(addresses: &Addresses<'a, '_>, own: &'a str, known: &'a Known<'a>) -> Act<'a> {
    let record = &known.record;
    let site = &addresses.exporter.site;
    let has = |verb: &str| record.effects.iter().any(|effect| effect.verb == verb);
    let organization = |name| Organization { kind: "Organization", name };
    let of_verb = |verb: &str| {
        let relations = record.relations.iter().filter(|relation| relation.verb == verb);
        relations.map(|relation| named(addresses, relation)).collect::<Vec<_>>()
    };
    let numbers: Vec<&str> = record.numbers.iter().map(|number| number.printed).collect();
    Act {
        types: ["Legislation", "eli:LegalResource"],
        id: own,
        url: own,
        name: record.title,
        in_language: record.language,
        legislation_identifier: numbers.clone(),
        identifier: record.index_number,
        legislation_type: record.kind,
        legislation_date: record.date,
        date_published: record.published,
        legislation_date_of_applicability: record.effective,
        temporal_coverage: period(record),
        // Only what another document has done is certain; what a date has done by now, a clock tells.
        legislation_legal_force: (has("repealed_by") || has("replaced_by"))
            .then_some("https://schema.org/NotInForce"),
        legislation_passed_by: record.departments.iter().copied().map(organization).collect(),
        legislation_jurisdiction: &site.jurisdiction,
        publisher: site.publisher.map(organization),
        about: record.topics.clone(),
        is_part_of: issue(addresses, known.index, record),
        legislation_repeals: [of_verb("repeals"), of_verb("replaces")].into_iter().flatten().collect(),
        legislation_amends: of_verb("amends"),
        legislation_corrects: of_verb("corrects"),
        legislation_applies: of_verb("implements"),
        citation: of_verb("forwards")
            .into_iter()
            .chain(known.details.cites.iter().map(|cited| of_cited(addresses, cited)))
            .collect(),
        encoding: encodings(addresses, own, known.index),
        eli: Eli {
            id_local: numbers,
            date_document: record.date,
            date_publication: record.published,
            first_date: record.effective,
            last_date: record.expires,
            published_in: published_in(addresses.exporter, record),
        },
    }
}

/// From when to when it applies. Half a period is open: ISO 8601 as schema.org takes it.
fn period(record: &Record<'_>) -> Option<String> {
    match (record.effective, record.expires) {
        (Some(from), Some(to)) => Some(format!("{from}/{to}")),
        (Some(from), None) => Some(format!("{from}/..")),
        (None, Some(to)) => Some(format!("../{to}")),
        (None, None) => None,
    }
}

fn issue<'a>(
    addresses: &Addresses<'a, '_>,
    index: DocumentIndex,
    record: &'a Record<'a>,
) -> PublicationIssue<'a> {
    let exporter = addresses.exporter;
    let page = exporter.plan.issue_path(exporter.plan.archive().document(index).issue);
    PublicationIssue {
        kind: "PublicationIssue",
        id: addresses.of(page),
        issue_number: record.issue.number,
        date_published: record.issue.date,
        is_part_of: Periodical {
            kind: "Periodical",
            id: addresses.of(&SitePath::new("index.html")),
            name: exporter.site.title,
        },
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

fn named<'a>(addresses: &Addresses<'_, '_>, relation: &Relation<'a>) -> Other<'a> {
    let id = relation.document.as_ref().map(|id| addresses.of_document(id));
    Other { kind: "Legislation", id, name: Some(relation.target), number: None }
}

fn of_cited<'a>(addresses: &Addresses<'_, '_>, cited: &Cited<'a>) -> Other<'a> {
    Other {
        kind: "Legislation",
        id: cited.document.as_ref().map(|id| addresses.of_document(id)),
        name: cited.title,
        number: cited.number.clone(),
    }
}

fn encodings(addresses: &Addresses<'_, '_>, own: &str, index: DocumentIndex) -> Vec<File> {
    let exporter = addresses.exporter;
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
    let mut encodings = vec![encoding("text/html", own.to_owned(), value)];
    for format in exporter.plan.document_formats(index) {
        let address = addresses.of(&exporter.plan.document_file(index, format));
        // What a program made of the text is never the text of the law.
        encodings.push(encoding(format.media_type(), address, "https://schema.org/UnofficialLegalValue"));
    }
    encodings
}
