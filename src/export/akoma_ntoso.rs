//! Documents and issues in Akoma Ntoso 1.0 (OASIS `LegalDocML`, namespace 3.0).
//!
//! A document is a `doc` with its sections as hierarchy; its enclosures are attachments, each a `doc`
//! of its own. An issue is an `officialGazette` that refers to its documents. Names follow the OASIS
//! naming convention 1.0: `/akn/cn/doc/tong-zhi/2018-10-08/…`.

mod body;
mod hierarchy;
mod meta;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::record::Record;
use super::tree::{Element, Node};
use super::xml::{escaped, push_escaped};
use super::{Exporter, Known};
use crate::archive::{DocumentIndex, IssueIndex};
use crate::pages::data::DocumentFormat;
use crate::pages::relative;

use body::Body;
use meta::Work;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n";

/// A document, from the tree of its HTML.
#[must_use]
pub fn document(exporter: &Exporter<'_>, known: &Known<'_>, tree: &[Node<'_>]) -> String {
    let record = &known.record;
    let work = Work::document(exporter, record);
    let mut out = String::with_capacity(4096 + tree.len() * 256);
    out.push_str(HEAD);
    let _ = writeln!(
        out,
        "<doc name=\"{}\" contains=\"originalVersion\">",
        escaped(record.kind.unwrap_or("doc"))
    );
    meta::push(exporter, &work, Some(record), None, &mut out);
    push_preface(record, &mut out);
    let mut body = Body::new(tree);
    let (main, enclosures): (Vec<&Node<'_>>, Vec<&Node<'_>>) =
        body::shown(tree).partition(|node| enclosure(node).is_none());
    out.push_str("<mainBody>\n");
    body.push_parts(&main, &mut out);
    out.push_str("</mainBody>\n");
    push_attachments(exporter, &work, &mut body, &enclosures, &mut out);
    out.push_str("</doc>\n</akomaNtoso>\n");
    out
}

/// An enclosure of the text.
fn enclosure<'t, 'h>(node: &'t Node<'h>) -> Option<&'t Element<'h>> {
    match node {
        Node::Element(element) if element.name == "section" && element.class() == "enclosure" => {
            Some(element)
        }
        _ => None,
    }
}

fn push_preface(record: &Record<'_>, out: &mut String) {
    out.push_str("<preface>\n");
    if !record.departments.is_empty() {
        let names = record.departments.iter().enumerate();
        let names = names.map(|(index, name)| {
            format!("<docProponent refersTo=\"#org_{}\">{}</docProponent>", index + 1, escaped(name))
        });
        let _ = writeln!(out, "<p>{}</p>", names.collect::<Vec<_>>().join(" "));
    }
    for number in &record.numbers {
        let _ = writeln!(out, "<p><docNumber>{}</docNumber></p>", escaped(number.printed));
    }
    let _ = writeln!(out, "<p><docTitle>{}</docTitle></p>", escaped(record.title));
    if let Some(date) = record.date {
        let _ = writeln!(out, "<p><docDate date=\"{date}\">{date}</docDate></p>");
    }
    if let Some(recipients) = record.recipients {
        let _ = writeln!(out, "<p class=\"recipients\">{}</p>", escaped(recipients));
    }
    out.push_str("</preface>\n");
}

fn push_attachments<'t, 'h>(
    exporter: &Exporter<'_>,
    work: &Work<'_>,
    body: &mut Body<'t, 'h>,
    enclosures: &[&'t Node<'h>],
    out: &mut String,
) {
    if enclosures.is_empty() {
        return;
    }
    out.push_str("<attachments>\n");
    for (number, element) in enclosures.iter().filter_map(|node| enclosure(node)).enumerate() {
        let id = element.attribute("id").map_or_else(|| format!("att_{}", number + 1), str::to_owned);
        let is_title = |node: &&Node<'_>| matches!(node, Node::Element(e) if e.class() == "enclosure-title");
        let title = element.children.iter().find(is_title);
        let title = title.map(|node| match node {
            Node::Element(title) => title.words(),
            Node::Text(_) => String::new(),
        });
        let _ = write!(out, "<attachment eId=\"{}\">\n<heading>", escaped(&id));
        push_escaped(out, title.unwrap_or_default().trim());
        out.push_str("</heading>\n<doc name=\"attachment\" contains=\"originalVersion\">\n");
        meta::push(exporter, work, None, Some(&id), out);
        out.push_str("<mainBody>\n");
        let children: Vec<&Node<'_>> = element.children.iter().filter(|node| !is_title(node)).collect();
        body.push_parts(&children, out);
        out.push_str("</mainBody>\n</doc>\n</attachment>\n");
    }
    out.push_str("</attachments>\n");
}

/// Writes an issue: what it is, and where its documents are.
///
/// # Errors
/// When `out` fails.
pub fn issue(exporter: &Exporter<'_>, index: IssueIndex, out: &mut dyn Write) -> io::Result<()> {
    let plan = exporter.plan;
    let issue = exporter.issue(index);
    let work = Work::issue(exporter, &issue);
    let mut text = String::from(HEAD);
    text.push_str("<officialGazette name=\"gazette\" contains=\"originalVersion\">\n");
    meta::push(exporter, &work, None, None, &mut text);
    let _ = writeln!(
        text,
        "<preface>\n<p><docTitle>{}</docTitle></p>\n<p><docNumber>{}/{}</docNumber></p>\n</preface>\n<collectionBody>",
        escaped(issue.title.unwrap_or(exporter.site.title)),
        issue.year,
        escaped(issue.number)
    );
    let from = plan.issue_xml(index);
    let documents = plan.archive().issues[index.get()].documents.clone().map(DocumentIndex::new);
    for (place, document) in documents.filter(|document| plan.is_open(*document)).enumerate() {
        let record = exporter.record(document);
        let href = relative(&from, &plan.document_file(document, DocumentFormat::AkomaNtoso), None);
        let number = place + 1;
        let _ = writeln!(
            text,
            "<component eId=\"cmp_{number}\">\n<documentRef eId=\"cmp_{number}__ref\" href=\"{}\" showAs=\"{}\"/>\n</component>",
            escaped(&href),
            escaped(record.title)
        );
    }
    text.push_str("</collectionBody>\n</officialGazette>\n</akomaNtoso>\n");
    out.write_all(text.as_bytes())
}
