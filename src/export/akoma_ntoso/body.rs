//! The text of a document as Akoma Ntoso's hierarchy and blocks.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::hierarchy::{Part, hierarchy, last_part, split_number};
use crate::export::tree::{Element, Node, is_inline};
use crate::export::xml::{escaped, push_escaped};

/// Turns the nodes of a text into Akoma Ntoso. Ids are those of the page; what the schema wants an id
/// for and the page has none gets one that counts on.
pub struct Body<'t, 'h> {
    notes: BTreeMap<&'t str, &'t [Node<'h>]>,
    notes_given: Vec<&'t str>,
    counter: usize,
}

/// The nodes of a text that are shown where they stand: not blanks, and not the footnotes.
pub fn shown<'t, 'h>(nodes: &'t [Node<'h>]) -> impl Iterator<Item = &'t Node<'h>> {
    nodes.iter().filter(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(element) => !(element.name == "section" && element.class() == "footnotes"),
    })
}

impl<'t, 'h> Body<'t, 'h> {
    /// A text, with its footnotes found.
    pub fn new(nodes: &'t [Node<'h>]) -> Self {
        let mut notes = BTreeMap::new();
        collect_notes(nodes, &mut notes);
        Self { notes, notes_given: Vec::new(), counter: 0 }
    }

    /// Appends a text; one that holds nothing is an empty paragraph.
    pub fn push_parts(&mut self, nodes: &[&'t Node<'h>], out: &mut String) {
        let root = hierarchy(nodes);
        let start = out.len();
        self.push_blocks(&root.blocks, out);
        for part in &root.parts {
            self.push_part(part, out);
        }
        if out.len() == start {
            out.push_str("<p/>\n");
        }
    }

    fn push_part(&mut self, part: &Part<'t, 'h>, out: &mut String) {
        let name = if part.name == "hcontainer" { "hcontainer name=\"section\"" } else { part.name };
        let _ = writeln!(out, "<{name} eId=\"{}\">", escaped(part.id));
        self.push_heading(part, out);
        // The schema lets blocks stand before parts as an introduction, else as the content.
        let wrapper = if part.parts.is_empty() { "content" } else { "intro" };
        if part.parts.is_empty() || !part.blocks.is_empty() {
            let _ = writeln!(out, "<{wrapper}>");
            let start = out.len();
            self.push_blocks(&part.blocks, out);
            if out.len() == start {
                out.push_str("<p/>\n");
            }
            let _ = writeln!(out, "</{wrapper}>");
        }
        for part in &part.parts {
            self.push_part(part, out);
        }
        let _ = writeln!(out, "</{}>", part.name);
    }

    /// A heading, its number in an element of its own when the heading begins with it.
    fn push_heading(&mut self, part: &Part<'t, 'h>, out: &mut String) {
        let (first, rest) = match part.heading {
            [Node::Text(first), rest @ ..] => (&**first, rest),
            nodes => ("", nodes),
        };
        let (number, words) = split_number(first, part.name);
        if !number.is_empty() {
            let _ = writeln!(out, "<num>{}</num>", escaped(number));
        }
        let mut line = String::new();
        push_escaped(&mut line, words);
        self.push_line(rest, &mut line);
        if !line.trim().is_empty() {
            let _ = writeln!(out, "<heading>{}</heading>", line.trim());
        }
    }

    fn next_id(&mut self, name: &str) -> String {
        self.counter += 1;
        format!("{name}__{}", self.counter)
    }

    /// Blocks one after the other; words and inline elements between them are paragraphs.
    fn push_blocks(&mut self, nodes: &[&'t Node<'h>], out: &mut String) {
        let mut line = String::new();
        for node in nodes {
            match node {
                Node::Element(element) if !is_inline(element.name) => {
                    flush(&mut line, out);
                    self.push_block(element, out);
                }
                node => self.push_inline(node, &mut line),
            }
        }
        flush(&mut line, out);
    }

    fn push_block(&mut self, element: &'t Element<'h>, out: &mut String) {
        let children: Vec<&Node<'_>> = element.children.iter().collect();
        match element.name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                out.push_str("<p");
                // The first paragraph of an article has its id in the page; here the article has it.
                if !element.attribute("id").is_some_and(|id| last_part(id).starts_with("art_")) {
                    push_id(element, out);
                }
                out.push('>');
                self.push_line(&element.children, out);
                out.push_str("</p>\n");
            }
            "pre" => {
                let _ = writeln!(out, "<block name=\"code\">{}</block>", escaped(&element.words()));
            }
            "ul" | "ol" => {
                let id = element.attribute("id").map_or_else(|| self.next_id("list"), str::to_owned);
                let start = out.len();
                let _ = writeln!(out, "<{} eId=\"{}\">", element.name, escaped(&id));
                let empty = out.len();
                self.push_items(element, out);
                if out.len() == empty {
                    out.truncate(start);
                } else {
                    let _ = writeln!(out, "</{}>", element.name);
                }
            }
            "table" => self.push_table(element, None, out),
            "div" if element.class() == "table" => {
                for child in &element.children {
                    if let Node::Element(table) = child {
                        self.push_table(table, element.attribute("id"), out);
                    }
                }
            }
            "hr" => {}
            _ => self.push_blocks(&children, out),
        }
    }

    fn push_items(&mut self, list: &'t Element<'h>, out: &mut String) {
        for child in &list.children {
            let Node::Element(item) = child else { continue };
            out.push_str("<li");
            push_id(item, out);
            out.push('>');
            self.push_item(&item.children, out);
            out.push_str("</li>\n");
        }
    }

    /// What stands in an item. The schema lets lists and paragraphs stand there, and no other block: of a
    /// quotation its blocks, of a table each row, of others their words.
    fn push_item(&mut self, nodes: &'t [Node<'h>], out: &mut String) {
        for node in nodes {
            match node {
                Node::Element(block) if matches!(block.name, "ul" | "ol" | "p") => {
                    self.push_block(block, out);
                }
                Node::Element(block) if block.name == "pre" => {
                    let _ = write!(out, "<p>{}</p>", escaped(&block.words()));
                }
                Node::Element(row) if row.name == "tr" => {
                    let start = out.len();
                    out.push_str("<p>");
                    let empty = out.len();
                    for cell in &row.children {
                        self.push_inline(cell, out);
                        out.push(' ');
                    }
                    if out[empty..].trim().is_empty() {
                        out.truncate(start);
                    } else {
                        out.push_str("</p>");
                    }
                }
                Node::Element(block) if !is_inline(block.name) => self.push_item(&block.children, out),
                node => self.push_inline(node, out),
            }
        }
    }

    fn push_table(&mut self, table: &'t Element<'h>, id: Option<&str>, out: &mut String) {
        let id = id.or(table.attribute("id")).map_or_else(|| self.next_id("tbl"), str::to_owned);
        let start = out.len();
        let _ = writeln!(out, "<table eId=\"{}\">", escaped(&id));
        let empty = out.len();
        self.push_rows(table, out);
        if out.len() == empty {
            out.truncate(start);
        } else {
            out.push_str("</table>\n");
        }
    }

    fn push_rows(&mut self, of: &'t Element<'h>, out: &mut String) {
        for child in &of.children {
            let Node::Element(child) = child else { continue };
            if child.name != "tr" {
                self.push_rows(child, out);
                continue;
            }
            let start = out.len();
            out.push_str("<tr>");
            let empty = out.len();
            for cell in &child.children {
                let Node::Element(cell) = cell else { continue };
                let name = if cell.name == "th" { "th" } else { "td" };
                let _ = write!(out, "<{name}");
                for span in ["colspan", "rowspan"] {
                    let count = cell.attribute(span).and_then(|count| count.parse::<u16>().ok());
                    if let Some(count) = count.filter(|count| *count > 1) {
                        let _ = write!(out, " {span}=\"{count}\"");
                    }
                }
                out.push('>');
                let before = out.len();
                self.push_blocks(&cell.children.iter().collect::<Vec<_>>(), out);
                if out.len() == before {
                    out.push_str("<p/>");
                }
                let _ = write!(out, "</{name}>");
            }
            if out.len() == empty {
                out.truncate(start);
            } else {
                out.push_str("</tr>\n");
            }
        }
    }

    fn push_line(&mut self, nodes: &'t [Node<'h>], out: &mut String) {
        for node in nodes {
            self.push_inline(node, out);
        }
    }

    fn push_inline(&mut self, node: &'t Node<'h>, out: &mut String) {
        let element = match node {
            Node::Text(text) => return push_escaped(out, text),
            Node::Element(element) => element,
        };
        match element.name {
            "br" => out.push_str("<br/>"),
            "img" => {
                if let Some(source) = element.attribute("src") {
                    let _ = write!(out, "<img src=\"{}\"", escaped(source));
                    if let Some(words) = element.attribute("alt").filter(|words| !words.is_empty()) {
                        let _ = write!(out, " alt=\"{}\"", escaped(words));
                    }
                    out.push_str("/>");
                }
            }
            "a" if element.is_page_mark() => {
                let page = element.attribute("id").unwrap_or_default();
                let _ = write!(
                    out,
                    "<eop eId=\"{}\" number=\"{}\"/>",
                    escaped(page),
                    escaped(page.trim_start_matches('p'))
                );
            }
            "sup" if element.is_note_mention() => self.push_note(element, out),
            "a" => match element.attribute("href").filter(|href| !href.is_empty()) {
                Some(href) => {
                    let id = self.next_id("ref");
                    let _ = write!(out, "<ref eId=\"{id}\" href=\"{}\">", escaped(href));
                    self.push_line(&element.children, out);
                    out.push_str("</ref>");
                }
                None => self.push_line(&element.children, out),
            },
            "b" | "strong" => self.push_wrapped("b", element, out),
            "i" | "em" | "cite" | "dfn" | "var" => self.push_wrapped("i", element, out),
            "u" | "ins" => self.push_wrapped("u", element, out),
            "sub" => self.push_wrapped("sub", element, out),
            "sup" => self.push_wrapped("sup", element, out),
            // Of other elements, and of a block within a line, what stands in them.
            _ => self.push_line(&element.children, out),
        }
    }

    fn push_wrapped(&mut self, name: &str, element: &'t Element<'h>, out: &mut String) {
        let _ = write!(out, "<{name}>");
        self.push_line(&element.children, out);
        let _ = write!(out, "</{name}>");
    }

    /// A footnote where it is mentioned first, and a reference to it after that.
    fn push_note(&mut self, mention: &'t Element<'h>, out: &mut String) {
        let Some((&id, &note)) = mention.note().and_then(|id| self.notes.get_key_value(id)) else {
            return;
        };
        let marker = id.rsplit('_').next().unwrap_or_default();
        if self.notes_given.contains(&id) {
            let _ = write!(out, "<noteRef href=\"#{}\" marker=\"{marker}\"/>", escaped(id));
            return;
        }
        self.notes_given.push(id);
        let _ =
            write!(out, "<authorialNote eId=\"{}\" marker=\"{marker}\" placement=\"bottom\">", escaped(id));
        let start = out.len();
        let blocks: Vec<&Node<'_>> = note.iter().filter(|node| !is_way_back(node)).collect();
        self.push_blocks(&blocks, out);
        if out.len() == start {
            out.push_str("<p/>");
        }
        out.push_str("</authorialNote>");
    }
}

fn is_way_back(node: &Node<'_>) -> bool {
    matches!(node, Node::Element(element) if element.is_way_back())
}

fn push_id(element: &Element<'_>, out: &mut String) {
    if let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) {
        let _ = write!(out, " eId=\"{}\"", escaped(id));
    }
}

fn flush(line: &mut String, out: &mut String) {
    if !line.trim().is_empty() {
        let _ = writeln!(out, "<p>{}</p>", line.trim());
    }
    line.clear();
}

fn collect_notes<'t, 'h>(nodes: &'t [Node<'h>], notes: &mut BTreeMap<&'t str, &'t [Node<'h>]>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.name == "li"
            && let Some(id) = element.attribute("id").filter(|id| id.starts_with("fn_"))
        {
            notes.insert(id, &element.children);
        } else if matches!(element.name, "section" | "ol") {
            collect_notes(&element.children, notes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tree::tree;
    use super::*;

    fn body(html: &str) -> String {
        let tree = tree(html);
        let mut out = String::new();
        let nodes: Vec<&Node<'_>> = shown(&tree).collect();
        Body::new(&tree).push_parts(&nodes, &mut out);
        out.replace('\n', "")
    }

    #[test]
    fn headings_become_a_hierarchy_with_numbers() {
        assert_eq!(
            body(
                "<p id=\"p_1\">开头</p><h2 id=\"sec_1\">一、目标</h2><p id=\"sec_1__p_1\">甲</p><h3 id=\"sec_1__subsec_1\">（一）分工</h3><p>乙</p>"
            ),
            "<p eId=\"p_1\">开头</p><section eId=\"sec_1\"><num>一、</num><heading>目标</heading><intro><p eId=\"sec_1__p_1\">甲</p></intro><subsection eId=\"sec_1__subsec_1\"><num>（一）</num><heading>分工</heading><content><p>乙</p></content></subsection></section>"
        );
    }

    #[test]
    fn a_heading_keeps_its_marks_and_an_item_its_table() {
        assert_eq!(
            body(
                "<h2 id=\"sec_1\">一、目<b>标</b><a class=\"printed-page\" id=\"p4\" href=\"#p4\">4</a></h2><ul><li>甲<table><tr><td>乙</td><td>丙</td></tr></table></li></ul>"
            ),
            "<section eId=\"sec_1\"><num>一、</num><heading>目<b>标</b><eop eId=\"p4\" number=\"4\"/></heading><content><ul eId=\"list__1\"><li>甲<p>乙 丙 </p></li></ul></content></section>"
        );
    }

    #[test]
    fn articles_end_where_the_next_begins() {
        assert_eq!(
            body(
                "<h2 id=\"chp_1\">第一章 总则</h2><p id=\"art_1\">第一条 甲</p><p id=\"art_1__p_2\">乙</p><p id=\"art_2\">第二条 丙</p>"
            ),
            "<chapter eId=\"chp_1\"><num>第一章</num><heading>总则</heading><article eId=\"art_1\"><content><p>第一条 甲</p><p eId=\"art_1__p_2\">乙</p></content></article><article eId=\"art_2\"><content><p>第二条 丙</p></content></article></chapter>"
        );
    }

    #[test]
    fn a_footnote_stands_where_it_is_mentioned() {
        assert_eq!(
            body(
                "<p>甲<sup class=\"footnote\" id=\"fnref_1\"><a href=\"#fn_1\">1</a></sup></p><section class=\"footnotes\"><ol><li id=\"fn_1\"><p>注</p><a class=\"footnote-back\" href=\"#fnref_1\">↩</a></li></ol></section>"
            ),
            "<p>甲<authorialNote eId=\"fn_1\" marker=\"1\" placement=\"bottom\"><p>注</p></authorialNote></p>"
        );
    }

    #[test]
    fn what_has_nothing_in_it_is_left_out_or_an_empty_paragraph() {
        assert_eq!(body(""), "<p/>");
        assert_eq!(body("<table></table><ul></ul>"), "<p/>");
        assert_eq!(
            body("<table><tr><td rowspan=\"2\"></td></tr></table>"),
            "<table eId=\"tbl__1\"><tr><td rowspan=\"2\"><p/></td></tr></table>"
        );
    }
}
