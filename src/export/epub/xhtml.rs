//! The tree of a text as XHTML for a book: only what EPUB 3.3 allows, and links that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::chapter::file_of;
use crate::archive::DocumentIndex;
use crate::export::Exporter;
use crate::export::tree::{Element, Node, is_inline, is_void};
use crate::export::xml::push_escaped;
use crate::pages::SitePath;

/// Where the links of a chapter lead.
pub struct Links<'e, 'a> {
    exporter: &'e Exporter<'a>,
    page: &'e SitePath,
    /// The chapter of each document's page.
    chapters: BTreeMap<&'e str, String>,
    own: String,
}

impl<'e, 'a> Links<'e, 'a> {
    /// The links of a document's chapter, in the book of these documents.
    pub fn new(exporter: &'e Exporter<'a>, index: DocumentIndex, documents: &[DocumentIndex]) -> Self {
        let chapter = |document: &DocumentIndex| {
            Some((exporter.plan.document_path(*document).as_str(), file_of(*document, documents)?))
        };
        Self {
            exporter,
            page: exporter.plan.document_path(index),
            chapters: documents.iter().filter_map(chapter).collect(),
            own: file_of(index, documents).unwrap_or_default(),
        }
    }

    /// An address of the page as the book has it; none when it would lead nowhere.
    fn in_book(&self, href: &str) -> Option<String> {
        if href.starts_with('#') {
            return Some(href.to_owned());
        }
        if href.contains(':') {
            return Some(href.to_owned());
        }
        let (file, fragment) = href.split_once('#').map_or((href, None), |(file, id)| (file, Some(id)));
        let path = resolved(self.page, file);
        let fragment = fragment.map(|id| format!("#{id}")).unwrap_or_default();
        if let Some(chapter) = self.chapters.get(path.as_str()) {
            return Some(if *chapter == self.own && !fragment.is_empty() {
                fragment
            } else {
                format!("{chapter}{fragment}")
            });
        }
        let base = self.exporter.site.base_url?;
        Some(format!("{base}{path}{fragment}"))
    }
}

/// A relative address, from the root.
fn resolved(page: &SitePath, href: &str) -> String {
    let mut parts: Vec<&str> = page.as_str().split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The media type of a picture that every reader of EPUB shows (EPUB 3.3, core media types).
pub fn picture_type(name: &str) -> Option<&'static str> {
    match name.rsplit('.').next().unwrap_or_default() {
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// Writes nodes as XHTML.
pub struct Xhtml<'e, 'a, 'p> {
    links: Links<'e, 'a>,
    /// The pictures of the book: source file by name.
    pictures: &'p mut BTreeMap<String, &'e str>,
    ids: BTreeSet<String>,
    /// The printed pages that began so far.
    pub pages: Vec<u32>,
}

impl<'e, 'a, 'p> Xhtml<'e, 'a, 'p> {
    /// A writer for one chapter.
    pub fn new(links: Links<'e, 'a>, pictures: &'p mut BTreeMap<String, &'e str>) -> Self {
        Self { links, pictures, ids: BTreeSet::new(), pages: Vec::new() }
    }

    /// Appends the nodes of a text. Words between its blocks become paragraphs.
    pub fn push_all(&mut self, nodes: &[Node<'_>], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) if text.trim().is_empty() => out.push('\n'),
                Node::Text(_) => {
                    out.push_str("<p>");
                    self.push(node, "p", out);
                    out.push_str("</p>");
                }
                Node::Element(element) if is_inline(element.name) => {
                    out.push_str("<p>");
                    self.push(node, "p", out);
                    out.push_str("</p>\n");
                }
                node @ Node::Element(_) => self.push(node, "div", out),
            }
        }
    }

    fn push_children(&mut self, element: &Element<'_>, name: &str, out: &mut String) {
        element.children.iter().for_each(|child| self.push(child, name, out));
    }

    fn push(&mut self, node: &Node<'_>, parent: &str, out: &mut String) {
        let element = match node {
            Node::Text(text) => return push_escaped(out, text),
            Node::Element(element) => element,
        };
        match element.name {
            "a" if element.is_page_mark() => self.push_page_mark(element, out),
            "a" => self.push_link(element, parent, out),
            "img" => self.push_picture(element, out),
            "map" | "area" | "rtc" => {}
            name => match name_in_book(element, parent) {
                Some(shown) => self.push_element(element, shown, out),
                None if is_inline(name) || parent == "p" => self.push_children(element, parent, out),
                None => self.push_element(element, "div", out),
            },
        }
    }

    fn push_element(&mut self, element: &Element<'_>, name: &str, out: &mut String) {
        out.push('<');
        out.push_str(name);
        for (key, value) in &element.attributes {
            let keep = match *key {
                "id" => {
                    !value.is_empty()
                        && !value.contains(char::is_whitespace)
                        && self.ids.insert(value.to_string())
                }
                "class" => !value.is_empty(),
                "dir" => matches!(&**value, "ltr" | "rtl" | "auto"),
                "colspan" | "rowspan" => name.starts_with('t') && is_number(value) && *value != "0",
                "scope" => name == "th" && matches!(&**value, "row" | "col" | "rowgroup" | "colgroup"),
                "start" => name == "ol" && is_number(value),
                "type" => name == "ol" && matches!(&**value, "1" | "a" | "A" | "i" | "I"),
                _ => false,
            };
            if keep {
                push_attribute(key, value, out);
            }
        }
        push_role(element, out);
        if let Some(language) = element.attribute("lang").filter(|language| !language.is_empty()) {
            push_attribute("lang", language, out);
            push_attribute("xml:lang", language, out);
        }
        if is_void(name) {
            out.push_str("/>");
            return;
        }
        out.push('>');
        self.push_children(element, name, out);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }

    /// A printed page begins: for the list of pages, and for the eye.
    fn push_page_mark(&mut self, mark: &Element<'_>, out: &mut String) {
        let id = mark.attribute("id").unwrap_or_default();
        let Ok(page) = id.trim_start_matches('p').parse::<u32>() else { return };
        if !self.ids.insert(id.to_owned()) {
            return;
        }
        self.pages.push(page);
        let page = page.to_string();
        out.push_str("<span class=\"printed-page\" epub:type=\"pagebreak\" role=\"doc-pagebreak\"");
        push_attribute("id", id, out);
        push_attribute("aria-label", &page, out);
        out.push('>');
        out.push_str(&page);
        out.push_str("</span>");
    }

    fn push_link(&mut self, link: &Element<'_>, parent: &str, out: &mut String) {
        let href = link.attribute("href").filter(|href| !href.is_empty());
        let Some(href) = href.and_then(|href| self.links.in_book(href)) else {
            return self.push_children(link, parent, out);
        };
        out.push_str("<a");
        if let Some(id) = link.attribute("id").filter(|id| self.ids.insert((*id).to_owned())) {
            push_attribute("id", id, out);
        }
        push_attribute("href", &href, out);
        if link.is_way_back() {
            out.push_str(" role=\"doc-backlink\"");
            push_attribute("aria-label", link.attribute("aria-label").unwrap_or("↩"), out);
        } else if parent == "sup" && href.starts_with("#fn_") {
            out.push_str(" epub:type=\"noteref\" role=\"doc-noteref\"");
        }
        out.push('>');
        self.push_children(link, "a", out);
        out.push_str("</a>");
    }

    /// A picture of the content, which the book takes along. One that readers need not show is its
    /// words.
    fn push_picture(&mut self, picture: &Element<'_>, out: &mut String) {
        let words = picture.attribute("alt").unwrap_or_default();
        let path = picture.attribute("src").map(|source| resolved(self.links.page, source));
        let source = path.as_deref().and_then(|path| self.links.exporter.pictures.get(path).copied());
        let (Some(path), Some(source)) = (path, source) else {
            return push_escaped(out, words);
        };
        let name = path.replace('/', "-");
        out.push_str("<img");
        push_attribute("src", &format!("pictures/{name}"), out);
        push_attribute("alt", words, out);
        for side in ["width", "height"] {
            if let Some(size) = picture.attribute(side).filter(|size| is_number(size)) {
                push_attribute(side, size, out);
            }
        }
        out.push_str("/>");
        self.pictures.insert(name, source);
    }
}

/// What footnotes are, for readers that show them where they are mentioned.
fn push_role(element: &Element<'_>, out: &mut String) {
    if element.name == "section" && element.class() == "footnotes" {
        out.push_str(" epub:type=\"endnotes\" role=\"doc-endnotes\"");
    } else if element.name == "li" && element.attribute("id").is_some_and(|id| id.starts_with("fn_")) {
        out.push_str(" epub:type=\"endnote\"");
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
    out.push('"');
}

/// Elements that stay as they are.
const KEPT: &str = "\
    abbr b bdi blockquote br caption cite code col colgroup del dfn div dl em h2 h3 h4 h5 h6 hr i \
    ins kbd mark ol p pre q rp rt ruby s samp section small span strong sub sup table tbody td th \
    thead tr u";

/// The element under which the book has an element; none when it has it under none. What HTML knows
/// from old times is written in today's words.
fn name_in_book(element: &Element<'_>, parent: &str) -> Option<&'static str> {
    let name = element.name;
    match name {
        "h1" => Some("h2"),
        "tfoot" => Some("tfoot"),
        "ul" => Some("ul"),
        "var" => Some("var"),
        "wbr" => Some("wbr"),
        "li" if matches!(parent, "ul" | "ol") => Some("li"),
        "dt" if parent == "dl" => Some("dt"),
        "dd" if parent == "dl" => Some("dd"),
        "strike" => Some("s"),
        "tt" => Some("code"),
        "acronym" => Some("abbr"),
        _ => KEPT.split(' ').find(|kept| *kept == name),
    }
}
