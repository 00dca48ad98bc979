//! Documents as JSON: one beside each page with its text block by block, and all of a year line by
//! line with the text in Markdown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::markdown::{self, Seen};
use super::record::{Details, Record};
use super::texts::Texts;
use super::tree::{Element, Node, is_inline, push_words};
use super::{Exporter, Known};

#[derive(Serialize)]
struct WithBlocks<'k> {
    #[serde(flatten)]
    record: &'k Record<'k>,
    #[serde(flatten)]
    details: &'k Details<'k>,
    blocks: Vec<Block>,
}

#[derive(Serialize)]
struct WithText<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    #[serde(flatten)]
    details: Details<'a>,
    text: &'a str,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Block {
    /// What it is: see the schema.
    kind: &'static str,
    /// Its anchor in the page, or that of what it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Of a heading: 1 opens an enclosure.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// Of a footnote: the anchor of what it is a note to.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Its words.
    text: String,
}

/// A document as a file of its own, with the tree of its HTML.
#[must_use]
pub fn document(known: &Known<'_>, tree: &[Node<'_>]) -> Vec<u8> {
    let document = WithBlocks { record: &known.record, details: &known.details, blocks: blocks(tree) };
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

fn blocks(tree: &[Node<'_>]) -> Vec<Block> {
    let mut reading = Reading::default();
    reading.nodes(tree, "paragraph", None);
    reading.blocks
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    in_enclosure: bool,
    /// Where each footnote is mentioned first.
    mentions: BTreeMap<String, String>,
}

impl Reading {
    fn add(&mut self, kind: &'static str, id: Option<&str>, level: Option<u8>, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let to = id.filter(|_| kind == "note").and_then(|id| self.mentions.get(id).cloned());
            self.blocks.push(Block { kind, id: id.map(str::to_owned), level, to, text: text.to_owned() });
        }
    }

    /// The nodes of a block of a kind: words that stand in it directly are one block, and blocks within
    /// it are their own.
    fn nodes(&mut self, nodes: &[Node<'_>], kind: &'static str, id: Option<&str>) {
        let mut words = String::new();
        for node in nodes {
            match node {
                Node::Element(element) if !is_inline(element.name) => {
                    self.add(kind, id, None, &std::mem::take(&mut words));
                    self.element(element, kind, id);
                }
                node => {
                    self.note_marks(node, id);
                    push_words(std::slice::from_ref(node), &mut words);
                }
            }
        }
        self.add(kind, id, None, &words);
    }

    /// The marks of pages and footnotes in a node. That of a page within a paragraph stands before it:
    /// what is cited is the page it begins on or runs over to.
    fn note_marks(&mut self, node: &Node<'_>, id: Option<&str>) {
        let Node::Element(element) = node else { return };
        if element.is_page_mark() {
            let page = element.attribute("id").unwrap_or_default().trim_start_matches('p');
            self.add("page", element.attribute("id"), None, page);
        } else if let (Some(note), Some(id)) = (element.note(), id) {
            self.mentions.entry(note.to_owned()).or_insert_with(|| id.to_owned());
        } else {
            element.children.iter().for_each(|child| self.note_marks(child, id));
        }
    }

    fn element(&mut self, element: &Element<'_>, kind: &'static str, id: Option<&str>) {
        let own = element.attribute("id").or(id);
        if let Some(level) = element.heading_level() {
            let is_title = element.class() == "enclosure-title";
            let level = if is_title { 1 } else { level - u8::from(self.in_enclosure && level > 2) };
            element.children.iter().for_each(|child| self.note_marks(child, own));
            return self.add("heading", own, Some(level), &element.words());
        }
        match element.name {
            "section" if element.class() == "enclosure" => {
                self.in_enclosure = true;
                self.nodes(&element.children, "paragraph", own);
                self.in_enclosure = false;
            }
            "section" if element.class() == "footnotes" => self.nodes(&element.children, "note", None),
            "li" => self.nodes(&element.children, if kind == "note" { kind } else { "item" }, own),
            "blockquote" => self.nodes(&element.children, "quote", own),
            "pre" => self.add("code", own, None, &element.words()),
            "tr" => {
                element.children.iter().for_each(|cell| self.note_marks(cell, id));
                let mut cells = element.children.iter().filter_map(|node| match node {
                    Node::Element(cell) => Some(cell.words().trim().replace(['\n', '\t'], " ")),
                    Node::Text(_) => None,
                });
                let row = cells.by_ref().collect::<Vec<_>>().join("\t");
                self.add("row", id, None, &row);
            }
            _ => self.nodes(&element.children, kind, own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn blocks(html: &str) -> Vec<String> {
        let one = |block: &Block| {
            let level = block.level.map(|level| level.to_string()).unwrap_or_default();
            let to = block.to.as_deref().map(|to| format!("→{to}")).unwrap_or_default();
            format!("{}{level} {}{to} {}", block.kind, block.id.as_deref().unwrap_or("-"), block.text)
        };
        super::blocks(&tree(html)).iter().map(one).collect()
    }

    #[test]
    fn a_text_falls_into_blocks_with_their_anchors() {
        let html = "<p id=\"p_1\">开头<a class=\"printed-page\" id=\"p3\" href=\"#p3\">3</a>。</p>\n<h2 id=\"sec_1\">一<a class=\"printed-page\" id=\"p4\" href=\"#p4\">4</a>、目标<sup class=\"footnote\"><a href=\"#fn_1\">1</a></sup></h2>\n<ul>\n<li id=\"sec_1__p_1\">甲</li>\n</ul>\n<div class=\"table\" id=\"sec_1__tbl_1\"><table><thead><tr><th>单位</th><th>任务</th></tr></thead></table></div><section class=\"enclosure\" id=\"enc_1\">\n<h2 class=\"enclosure-title\">方案</h2>\n<h3 id=\"enc_1__sec_1\">一、总则</h3>\n</section>\n<section class=\"footnotes\"><ol>\n<li id=\"fn_1\"><p>注</p><a class=\"footnote-back\" href=\"#fnref_1\">↩</a></li></ol></section>";
        assert_eq!(
            blocks(html),
            [
                "page p3 3",
                "paragraph p_1 开头。",
                "page p4 4",
                "heading2 sec_1 一、目标",
                "item sec_1__p_1 甲",
                "row sec_1__tbl_1 单位\t任务",
                "heading1 enc_1 方案",
                "heading2 enc_1__sec_1 一、总则",
                "note fn_1→sec_1 注",
            ]
        );
    }
}
