//! Documents as JSON: one beside each page with all that is known of it and its headings, and all of a
//! year line by line with the text in Markdown. So a text stands once among the data in bulk, and once
//! beside its page: in the document's own Markdown.

use std::io::{self, Write};

use serde::Serialize;

use super::markdown::{self, Seen};
use super::record::{Details, Record};
use super::texts::Texts;
use super::tree::{Element, Node};
use super::{Exporter, Known};

#[derive(Serialize)]
struct WithOutline<'k> {
    #[serde(flatten)]
    record: &'k Record<'k>,
    #[serde(flatten)]
    details: &'k Details<'k>,
    outline: Vec<Heading>,
}

#[derive(Serialize)]
struct WithText<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    #[serde(flatten)]
    details: Details<'a>,
    text: &'a str,
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Heading {
    /// 1 opens an enclosure, others are below it.
    level: u8,
    /// Its anchor in the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Its words.
    text: String,
}

/// A document as a file of its own, with the tree of its HTML.
#[must_use]
pub fn document(known: &Known<'_>, tree: &[Node<'_>]) -> Vec<u8> {
    let document = WithOutline { record: &known.record, details: &known.details, outline: outline(tree) };
    let mut bytes = serde_json::to_vec(&document).expect("a record is plain data");
    bytes.push(b'\n');
    bytes
}

/// Writes the documents of a year, a line each.
///
/// # Errors
/// When a source cannot be read, or `out` fails.
pub fn year(exporter: &Exporter<'_>, year: u16, texts: &Texts<'_>, out: &mut dyn Write) -> io::Result<()> {
    for index in exporter.open_documents(year) {
        let file = texts.file(exporter, index)?;
        let text = markdown::text(exporter, index, &file, Seen::Whole);
        let (record, details) = (exporter.record(index), exporter.details(index));
        serde_json::to_writer(&mut *out, &WithText { record, details, text: text.trim() })?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn outline(tree: &[Node<'_>]) -> Vec<Heading> {
    let mut headings = Vec::new();
    push_headings(tree, None, &mut headings);
    headings
}

/// The headings in some nodes, and the enclosure that they stand in.
fn push_headings(nodes: &[Node<'_>], enclosure: Option<&Element<'_>>, headings: &mut Vec<Heading>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.heading_level() {
            Some(level) => headings.extend(heading(element, level, enclosure)),
            None => {
                let opens = element.name == "section" && element.class() == "enclosure";
                push_headings(&element.children, opens.then_some(element).or(enclosure), headings);
            }
        }
    }
}

/// A heading; one without words is none.
fn heading(element: &Element<'_>, level: u8, enclosure: Option<&Element<'_>>) -> Option<Heading> {
    let is_title = element.class() == "enclosure-title";
    // The anchor of a title is that of what it opens.
    let anchored = if is_title { enclosure.unwrap_or(element) } else { element };
    // In an enclosure the page has all headings a level below those of the text.
    let level = if is_title { 1 } else { level - u8::from(enclosure.is_some() && level > 2) };
    let words = element.words();
    let text = words.trim().to_owned();
    (!text.is_empty()).then(|| Heading { level, id: anchored.attribute("id").map(str::to_owned), text })
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    #[test]
    fn the_headings_of_a_text_are_listed_with_their_anchors() {
        let html = "<p id=\"p_1\">开头</p>\n<h2 id=\"sec_1\">一<a class=\"printed-page\" id=\"p4\" href=\"#p4\">4</a>、目标<sup class=\"footnote\"><a href=\"#fn_1\">1</a></sup></h2>\n<blockquote><h3> </h3></blockquote><section class=\"enclosure\" id=\"enc_1\">\n<h2 class=\"enclosure-title\">方案</h2>\n<h3 id=\"enc_1__sec_1\">一、总则</h3>\n</section>";
        let one = |heading: &Heading| {
            format!("{} {} {}", heading.level, heading.id.as_deref().unwrap_or("-"), heading.text)
        };
        let found: Vec<String> = outline(&tree(html)).iter().map(one).collect();
        assert_eq!(found, ["2 sec_1 一、目标", "1 enc_1 方案", "2 enc_1__sec_1 一、总则"]);
    }
}
