//! A document as a chapter.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::xhtml::{Links, Xhtml};
use super::xhtml_head;
use crate::archive::DocumentIndex;
use crate::export::Exporter;
use crate::export::tree::{Node, tree};
use crate::export::xml::escaped;
use crate::render::Words;

/// A chapter of a book.
pub struct Chapter<'a> {
    /// Its file in the book's folder.
    pub file: String,
    /// The document's title.
    pub title: &'a str,
    /// The part of the issue that it stands in.
    pub part: Option<&'a str>,
    /// Its enclosures: id and title.
    pub enclosures: Vec<(String, String)>,
    /// The printed pages that begin in it.
    pub pages: Vec<u32>,
    /// The whole file.
    pub xhtml: String,
}

/// The file of a document's chapter, by its place among those of the book.
pub fn file_of(document: DocumentIndex, documents: &[DocumentIndex]) -> Option<String> {
    let place = documents.iter().position(|known| *known == document)?;
    Some(format!("d{}.xhtml", place + 1))
}

/// Makes the chapter of a document from the HTML of its text.
pub fn chapter<'a>(
    exporter: &'a Exporter<'_>,
    words: &Words,
    index: DocumentIndex,
    documents: &[DocumentIndex],
    html: &str,
    pictures: &mut BTreeMap<String, &'a str>,
) -> Chapter<'a> {
    let record = exporter.record(index);
    let tree = tree(html);
    let links = Links::new(exporter, index, documents);
    let mut xhtml = Xhtml::new(links, pictures);
    let mut out = xhtml_head(record.title, record.language);
    out.push_str("<body epub:type=\"bodymatter\">\n<section epub:type=\"chapter\">\n");
    let centred = |class: &str, text: &str| format!("<p class=\"{class}\">{}</p>\n", escaped(text));
    if !record.departments.is_empty() {
        out.push_str(&centred("issuer", &record.departments.join(" ")));
    }
    for number in &record.numbers {
        out.push_str(&centred("number", number.printed));
    }
    let _ = writeln!(out, "<h1>{}</h1>", escaped(record.title));
    out.push_str("<div class=\"text\">\n");
    if let Some(recipients) = record.recipients {
        out.push_str(&centred("recipients", recipients));
    }
    xhtml.push_all(&tree, &mut out);
    out.push_str("</div>\n");
    if let Some(date) = record.date {
        out.push_str(&centred("date", &words.date(date)));
    }
    if exporter.site.base_url.is_some() {
        let url = escaped(&record.url);
        let _ = writeln!(out, "<p class=\"source\"><a href=\"{url}\">{url}</a></p>");
    }
    out.push_str("</section>\n</body>\n</html>\n");
    let title: &'a str = &exporter.plan.archive().document(index).record.title.value;
    Chapter {
        file: file_of(index, documents).unwrap_or_default(),
        title,
        part: exporter.plan.archive().document(index).record.part.as_deref(),
        enclosures: enclosures(&tree),
        pages: xhtml.pages,
        xhtml: out,
    }
}

fn enclosures(tree: &[Node<'_>]) -> Vec<(String, String)> {
    let one = |node: &Node<'_>| {
        let Node::Element(section) = node else { return None };
        let is_enclosure = section.name == "section" && section.class() == "enclosure";
        let id = section.attribute("id").filter(|_| is_enclosure)?;
        let title = section.children.iter().find_map(|child| match child {
            Node::Element(title) if title.class() == "enclosure-title" => Some(title.words()),
            _ => None,
        });
        Some((id.to_owned(), title?.trim().to_owned()))
    };
    tree.iter().filter_map(one).filter(|(_, title)| !title.is_empty()).collect()
}
