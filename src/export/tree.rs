//! The HTML of a text as a tree, to be written in other forms.
//!
//! The HTML is our own: it comes from Markdown or was made safe, so it has few elements and all of
//! them are closed, void ones excepted.

use std::borrow::Cow;

/// An element or the text between elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'h> {
    /// An element.
    Element(Element<'h>),
    /// Text, unescaped.
    Text(Cow<'h, str>),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element<'h> {
    /// Its name, such as `p`.
    pub name: &'h str,
    /// Its attributes, values unescaped, in order.
    pub attributes: Vec<(&'h str, Cow<'h, str>)>,
    /// What stands in it.
    pub children: Vec<Node<'h>>,
}

impl Element<'_> {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// The class, when it has but one.
    #[must_use]
    pub fn class(&self) -> &str {
        self.attribute("class").unwrap_or_default()
    }

    /// The level of a heading, from 1.
    #[must_use]
    pub fn heading_level(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }

    /// Whether it is the mark of a printed page.
    #[must_use]
    pub fn is_page_mark(&self) -> bool {
        self.name == "a" && self.class() == "printed-page"
    }

    /// Whether it is the mark that a text has a footnote here.
    #[must_use]
    pub fn is_note_mention(&self) -> bool {
        self.name == "sup" && self.class() == "footnote"
    }

    /// Whether it leads from a footnote back to its mention.
    #[must_use]
    pub fn is_way_back(&self) -> bool {
        self.name == "a" && self.class() == "footnote-back"
    }

    /// The id of the footnote that a mention leads to.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        let href = self.children.iter().find_map(|child| match child {
            Node::Element(link) => link.attribute("href"),
            Node::Text(_) => None,
        });
        href.map(|href| href.trim_start_matches('#')).filter(|_| self.is_note_mention())
    }

    /// All words of the text in it: see [`push_words`].
    #[must_use]
    pub fn words(&self) -> String {
        let mut out = String::new();
        push_words(&self.children, &mut out);
        out
    }
}

/// Appends the words of nodes; a line break is one. Marks of printed pages and of footnotes are no words
/// of the text.
pub fn push_words(nodes: &[Node<'_>], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if element.name == "br" => out.push('\n'),
            Node::Element(element)
                if element.is_page_mark() || element.is_note_mention() || element.is_way_back() => {}
            Node::Element(element) => push_words(&element.children, out),
        }
    }
}

/// Whether an element never has content, and so is not closed in HTML.
#[must_use]
pub fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "col" | "wbr" | "area")
}

/// Whether an element stands within a line.
#[must_use]
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "br"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "rtc"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// The tree of a text's HTML.
#[must_use]
pub fn tree(html: &str) -> Vec<Node<'_>> {
    let mut open: Vec<Element<'_>> = vec![Element::default()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            push(&mut open, Node::Text(unescaped(&rest[..at])));
        }
        let Some(length) = tag_length(&rest[at..]) else {
            rest = &rest[at..];
            break;
        };
        let tag = &rest[at + 1..at + length - 1];
        rest = &rest[at + length..];
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim());
            continue;
        }
        let empty = tag.ends_with('/');
        let element = element(tag.strip_suffix('/').unwrap_or(tag));
        if empty || is_void(element.name) {
            push(&mut open, Node::Element(element));
        } else {
            open.push(element);
        }
    }
    if !rest.is_empty() {
        push(&mut open, Node::Text(unescaped(rest)));
    }
    while open.len() > 1 {
        let Some(element) = open.pop() else { break };
        push(&mut open, Node::Element(element));
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

/// The length of the tag that a text begins with; a `>` in a value does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn element(tag: &str) -> Element<'_> {
    let (name, mut rest) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        attributes.push((key.trim(), unescaped(value)));
        rest = after;
    }
    Element { name, attributes, children: Vec::new() }
}

fn push<'h>(open: &mut [Element<'h>], node: Node<'h>) {
    if let Some(element) = open.last_mut() {
        element.children.push(node);
    }
}

/// Closes the innermost element of this name, and what was left open in it.
fn close(open: &mut Vec<Element<'_>>, name: &str) {
    let Some(at) = open.iter().rposition(|element| element.name == name).filter(|at| *at > 0) else {
        return;
    };
    while open.len() > at {
        let Some(element) = open.pop() else { return };
        push(open, Node::Element(element));
    }
}

/// Text with the references replaced that our own HTML has.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&#x27;", '\''),
            ("&#39;", '\''),
        ];
        let known = known.into_iter().chain([("&nbsp;", '\u{a0}')]);
        match known.into_iter().find(|(reference, _)| rest.starts_with(reference)) {
            Some((reference, c)) => {
                out.push(c);
                rest = &rest[reference.len()..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree in a short form: `p#p_1[words]`.
    fn short(nodes: &[Node<'_>]) -> String {
        let one = |node: &Node<'_>| match node {
            Node::Text(text) => text.to_string(),
            Node::Element(element) => {
                let id = element.attribute("id").map(|id| format!("#{id}")).unwrap_or_default();
                format!("{}{id}[{}]", element.name, short(&element.children))
            }
        };
        nodes.iter().map(one).collect()
    }

    #[test]
    fn html_becomes_a_tree() {
        for (html, expected) in [
            ("<p id=\"p_1\">甲<br>乙 &amp; <b>丙</b></p>\n", "p#p_1[甲br[]乙 & b[丙]]\n"),
            ("<img src=\"a.png\" alt=\"a > b\" />丁", "img[]丁"),
            ("<ul><li>甲<p>乙</ul>", "ul[li[甲p[乙]]]"),
            ("甲&nbsp;&copy;", "甲\u{a0}&copy;"),
            ("</p>甲<", "甲<"),
        ] {
            assert_eq!(short(&tree(html)), expected, "{html}");
        }
        assert_eq!(
            tree("<td colspan=\"2\" class=\"\">"),
            [Node::Element(Element {
                name: "td",
                attributes: vec![("colspan", "2".into()), ("class", "".into())],
                children: Vec::new(),
            })]
        );
    }
}
