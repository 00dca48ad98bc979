//! What an Akoma Ntoso document says of itself: work, expression and manifestation after FRBR, when
//! and where it was published, what it is about, what happened to it, and who is meant.

use std::fmt::Write;

use crate::export::Exporter;
use crate::export::record::{Issue, Record, first_day};
use crate::export::xml::escaped;
use crate::gazette::{GazetteDate, slug};

/// The names of a work, and who and when.
pub struct Work<'a> {
    /// The IRI of the work, without component.
    iri: String,
    date: GazetteDate,
    date_name: &'static str,
    authors: Vec<&'a str>,
    number: Option<&'a str>,
    alias: Option<&'a str>,
    subtype: Option<String>,
    language: &'a str,
}

impl<'a> Work<'a> {
    /// A document's.
    pub fn document(exporter: &'a Exporter<'_>, record: &'a Record<'a>) -> Self {
        let issued = record.date.or(record.published).or(record.issue.date);
        let date = issued.unwrap_or_else(|| first_day(record.issue.year));
        let number = record.numbers.first().map(|number| number.printed);
        let subtype = record.kind.map(slug);
        // A work is named by its number; one without is named by the place where it is printed.
        let name = match record.numbers.first() {
            Some(number) => slug(&number.canonical),
            None => record.id.replace('/', "-"),
        };
        let kind = subtype.as_deref().map(|subtype| format!("/{subtype}")).unwrap_or_default();
        Self {
            iri: format!("/akn/{}/doc{kind}/{date}/{name}", exporter.site.jurisdiction),
            date,
            date_name: if record.date.is_some() { "adoption" } else { "publication" },
            authors: record.departments.clone(),
            number,
            alias: record.index_number,
            subtype,
            language: record.language,
        }
    }

    /// An issue's.
    pub fn issue(exporter: &'a Exporter<'_>, issue: &Issue<'a>) -> Self {
        let date = issue.date.unwrap_or_else(|| first_day(issue.year));
        let site = &exporter.site;
        Self {
            iri: format!(
                "/akn/{}/officialGazette/{}/{date}/{}",
                site.jurisdiction,
                slug(site.title),
                issue.id.replace('/', "-")
            ),
            date,
            date_name: "publication",
            authors: site.publisher.into_iter().collect(),
            number: Some(issue.number),
            alias: None,
            subtype: None,
            language: site.language,
        }
    }
}

/// Appends `meta`: of a document with its record, of an issue without, and of a component of a document
/// by the component's id.
pub fn push(
    exporter: &Exporter<'_>,
    work: &Work<'_>,
    record: Option<&Record<'_>>,
    component: Option<&str>,
    out: &mut String,
) {
    out.push_str("<meta>\n");
    push_identification(exporter, work, component, out);
    if let Some(record) = record {
        push_publication(exporter, record, out);
        push_keywords(record, out);
        push_lifecycle(record, out);
    }
    if component.is_none() {
        let has_topics = record.is_some_and(|record| !record.topics.is_empty());
        push_references(exporter, work, has_topics, out);
    }
    out.push_str("</meta>\n");
}

fn push_identification(exporter: &Exporter<'_>, work: &Work<'_>, component: Option<&str>, out: &mut String) {
    let country = exporter.site.jurisdiction.split('-').next().unwrap_or_default().to_owned();
    let language = three_letters(work.language);
    let (date, component) = (work.date, component.unwrap_or("main"));
    let authors = authors(work);
    let iri = escaped(&work.iri);
    let _ = write!(
        out,
        "<identification source=\"#publisher\">\n<FRBRWork>\n<FRBRthis value=\"{iri}/!{component}\"/>\n<FRBRuri value=\"{iri}\"/>\n"
    );
    if let Some(alias) = work.alias {
        let _ = writeln!(out, "<FRBRalias value=\"{}\" name=\"index_number\"/>", escaped(alias));
    }
    let _ = write!(
        out,
        "<FRBRdate date=\"{date}\" name=\"{}\"/>\n{authors}<FRBRcountry value=\"{country}\"/>\n",
        work.date_name
    );
    if let Some(subtype) = &work.subtype {
        let _ = writeln!(out, "<FRBRsubtype value=\"{subtype}\"/>");
    }
    if let Some(number) = work.number {
        let _ = writeln!(out, "<FRBRnumber value=\"{}\"/>", escaped(number));
    }
    let authoritative = exporter.site.legal_value == crate::config::LegalValue::Official;
    let _ = write!(
        out,
        "<FRBRauthoritative value=\"{authoritative}\"/>\n</FRBRWork>\n<FRBRExpression>\n<FRBRthis value=\"{iri}/{language}@/!{component}\"/>\n<FRBRuri value=\"{iri}/{language}@\"/>\n<FRBRdate date=\"{date}\" name=\"{}\"/>\n{authors}<FRBRlanguage language=\"{language}\"/>\n</FRBRExpression>\n",
        work.date_name
    );
    let _ = write!(
        out,
        "<FRBRManifestation>\n<FRBRthis value=\"{iri}/{language}@/!{component}.xml\"/>\n<FRBRuri value=\"{iri}/{language}@.xml\"/>\n<FRBRdate date=\"{date}\" name=\"{}\"/>\n<FRBRauthor href=\"#publisher\" as=\"#editor\"/>\n<FRBRformat value=\"application/akn+xml\"/>\n</FRBRManifestation>\n</identification>\n",
        work.date_name
    );
}

fn authors(work: &Work<'_>) -> String {
    if work.authors.is_empty() {
        return "<FRBRauthor href=\"#publisher\" as=\"#author\"/>\n".to_owned();
    }
    let mut out = String::new();
    for number in 1..=work.authors.len() {
        let _ = writeln!(out, "<FRBRauthor href=\"#org_{number}\" as=\"#author\"/>");
    }
    out
}

fn push_publication(exporter: &Exporter<'_>, record: &Record<'_>, out: &mut String) {
    let Some(date) = record.published else { return };
    let issue = &record.issue;
    let _ = writeln!(
        out,
        "<publication date=\"{date}\" name=\"gazette\" showAs=\"{}\" number=\"{}/{}\"/>",
        escaped(exporter.site.title),
        issue.year,
        escaped(issue.number)
    );
}

fn push_keywords(record: &Record<'_>, out: &mut String) {
    if record.topics.is_empty() {
        return;
    }
    out.push_str("<classification source=\"#publisher\">\n");
    for topic in &record.topics {
        let _ = writeln!(
            out,
            "<keyword value=\"{}\" showAs=\"{}\" dictionary=\"#topics\"/>",
            slug(topic),
            escaped(topic)
        );
    }
    out.push_str("</classification>\n");
}

fn push_lifecycle(record: &Record<'_>, out: &mut String) {
    let repealed = record.effects.iter().find(|effect| effect.verb == "repealed_by");
    let amended = record.effects.iter().filter(|effect| effect.verb == "amended_by");
    // The schema has no type of its own for entry into force, and counts it to the generation.
    let mut events = vec![("generation", record.date), ("generation", record.effective)];
    events.extend(amended.map(|effect| ("amendment", effect.date)));
    // The last day and a repeal may be one and the same end.
    events.push(("repeal", repealed.and_then(|effect| effect.date).or(record.expires)));
    let events: Vec<_> = events.into_iter().filter_map(|(kind, date)| Some((kind, date?))).collect();
    if events.is_empty() {
        return;
    }
    out.push_str("<lifecycle source=\"#publisher\">\n");
    for (place, (kind, date)) in events.iter().enumerate() {
        let number = place + 1;
        let _ = writeln!(
            out,
            "<eventRef eId=\"evn_{number}\" date=\"{date}\" source=\"#original\" type=\"{kind}\"/>"
        );
    }
    out.push_str("</lifecycle>\n");
}

fn push_references(exporter: &Exporter<'_>, work: &Work<'_>, has_topics: bool, out: &mut String) {
    let site = &exporter.site;
    let _ = writeln!(
        out,
        "<references source=\"#publisher\">\n<original eId=\"original\" href=\"{}\" showAs=\"{}\"/>",
        escaped(&work.iri),
        escaped(site.title)
    );
    let organisations = work.authors.iter().enumerate().map(|(n, name)| (format!("org_{}", n + 1), *name));
    let publisher = ("publisher".to_owned(), site.publisher.unwrap_or(site.title));
    for (id, name) in organisations.chain([publisher]) {
        let _ = writeln!(
            out,
            "<TLCOrganization eId=\"{id}\" href=\"/akn/ontology/organization/{}/{}\" showAs=\"{}\"/>",
            site.jurisdiction,
            slug(name),
            escaped(name)
        );
    }
    if has_topics {
        // The schema wants a name of the dictionary that keywords are taken from.
        out.push_str("<TLCReference eId=\"topics\" name=\"dictionary\" href=\"/akn/ontology/concept/topics\" showAs=\"topics\"/>\n");
    }
    for role in ["author", "editor"] {
        let _ =
            writeln!(out, "<TLCRole eId=\"{role}\" href=\"/akn/ontology/role/{role}\" showAs=\"{role}\"/>");
    }
    out.push_str("</references>\n");
}

/// The ISO 639-2 code that the naming convention wants, of a BCP 47 tag.
fn three_letters(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or(tag);
    match primary {
        "zh" => "zho",
        "en" => "eng",
        "bo" => "bod",
        "mn" => "mon",
        "ug" => "uig",
        "za" => "zha",
        "ii" => "iii",
        "kk" => "kaz",
        "ko" => "kor",
        "ja" => "jpn",
        "ru" => "rus",
        "pt" => "por",
        "fr" => "fra",
        "de" => "deu",
        "es" => "spa",
        "it" => "ita",
        other if other.len() == 3 => other,
        _ => "und",
    }
}
