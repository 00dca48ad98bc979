//! The flat nodes of a text as parts within parts, after headings and the articles that paragraphs open.

use crate::export::tree::Node;

/// The level of an article that opens with a paragraph: below every heading.
const ARTICLE: u8 = 7;

/// A headed piece of a text, and what stands in it.
pub struct Part<'t, 'h> {
    /// The level of its heading; that of an article is below all.
    pub level: u8,
    /// Its element.
    pub name: &'static str,
    /// Its id in the page.
    pub id: &'t str,
    /// What stands in the heading.
    pub heading: &'t [Node<'h>],
    /// What stands in it before its parts.
    pub blocks: Vec<&'t Node<'h>>,
    /// Its parts.
    pub parts: Vec<Part<'t, 'h>>,
}

/// Flat nodes as parts within parts, by their headings.
pub fn hierarchy<'t, 'h>(nodes: &[&'t Node<'h>]) -> Part<'t, 'h> {
    let part = |level, name, id, heading: &'t [Node<'h>]| Part {
        level,
        name,
        id,
        heading,
        blocks: Vec::new(),
        parts: Vec::new(),
    };
    let mut open = vec![part(0, "", "", &[])];
    for node in nodes {
        let opened = match node {
            Node::Element(element) => element.attribute("id").and_then(|id| match element.heading_level() {
                Some(level) => Some(part(level, part_name(id), id, &element.children)),
                None if element.name == "p" && last_part(id).starts_with("art_") => {
                    Some(part(ARTICLE, "article", id, &[]))
                }
                None => None,
            }),
            Node::Text(_) => None,
        };
        let Some(opened) = opened else {
            open.last_mut().expect("the root stays").blocks.push(node);
            continue;
        };
        close_to(opened.level, &mut open);
        let is_article = opened.level == ARTICLE;
        open.push(opened);
        if is_article {
            // The article's number is the beginning of its first paragraph, and stays there.
            open.last_mut().expect("it was just pushed").blocks.push(node);
        }
    }
    close_to(1, &mut open);
    open.pop().expect("the root stays")
}

fn close_to(level: u8, open: &mut Vec<Part<'_, '_>>) {
    while open.len() > 1 && open.last().is_some_and(|part| part.level >= level) {
        let Some(closed) = open.pop() else { return };
        if let Some(parent) = open.last_mut() {
            parent.parts.push(closed);
        }
    }
}

/// The part of an id that is the element's own.
pub fn last_part(id: &str) -> &str {
    id.rsplit("__").next().unwrap_or(id)
}

/// The element that an id's last part speaks of.
fn part_name(id: &str) -> &'static str {
    let own = last_part(id);
    let kind = own.rsplit_once('_').filter(|(_, n)| n.starts_with(|c: char| c.is_ascii_digit()));
    match kind.map(|(kind, _)| kind) {
        Some("part") => "part",
        Some("title") => "title",
        Some("chp") => "chapter",
        Some("sec") => "section",
        Some("subsec") => "subsection",
        Some("art") => "article",
        Some("para") => "paragraph",
        Some("subpara") => "subparagraph",
        Some("point") => "point",
        _ => "hcontainer",
    }
}

/// A heading's number with what closes it, and its words.
pub fn split_number<'w>(heading: &'w str, name: &str) -> (&'w str, &'w str) {
    let heading = heading.trim_start();
    if name == "hcontainer" {
        return ("", heading);
    }
    let closing: &[char] = match heading.chars().next() {
        Some('第') => &['编', '編', '篇', '章', '节', '節', '条', '條', '款', '项', '項'],
        Some('（' | '(') => &['）', ')'],
        _ => &['、', '.', '．', ' '],
    };
    let end = heading.char_indices().take(16).find(|(_, c)| closing.contains(c));
    let end = end.map_or(0, |(at, c)| at + c.len_utf8());
    (heading[..end].trim(), heading[end..].trim_start())
}
