//! What raw HTML in a text refers to: addresses and ids in its tags. It is not made safe here; that
//! is done when a page is rendered.

use std::ops::Range;

/// An attribute of interest in a piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What the attribute does.
    pub kind: AttributeKind,
    /// Its value, with the usual entities resolved.
    pub value: String,
    /// The place of the value in the piece.
    pub range: Range<usize>,
}

/// What an attribute does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// `href`: leads to a place.
    Link,
    /// `src`: shows a file.
    Image,
    /// `id`: can be led to.
    Id,
}

/// The attributes of interest, in order.
#[must_use]
pub fn attributes(html: &str) -> Vec<Attribute> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        let start = at + open + 1;
        if html[start..].starts_with("!--") {
            at = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
            continue;
        }
        at = tag_attributes(html, start, &mut found).max(start);
    }
    found
}

/// Reads one tag from behind its `<`, and gives the place behind it.
fn tag_attributes(html: &str, start: usize, found: &mut Vec<Attribute>) -> usize {
    let bytes = html.as_bytes();
    let mut at = start;
    while at < bytes.len() && bytes[at] != b'>' {
        if !bytes[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let name_start = at;
        while at < bytes.len() && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace()
        {
            at += 1;
        }
        let name = html[name_start..at].to_ascii_lowercase();
        let equals = at + blanks(bytes, at);
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        let value_start = equals + 1 + blanks(bytes, equals + 1);
        let (range, after) = value_range(bytes, value_start);
        let kind = match name.as_str() {
            "href" => Some(AttributeKind::Link),
            "src" => Some(AttributeKind::Image),
            "id" => Some(AttributeKind::Id),
            _ => None,
        };
        if let Some(kind) = kind {
            found.push(Attribute { kind, value: html[range.clone()].replace("&amp;", "&"), range });
        }
        at = after;
    }
    at
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The range of a value that is quoted or ends at a blank, and the place behind it.
fn value_range(bytes: &[u8], start: usize) -> (Range<usize>, usize) {
    let rest = &bytes[start.min(bytes.len())..];
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let len = rest[1..].iter().position(|byte| byte == quote).unwrap_or(rest.len() - 1);
            (start + 1..start + 1 + len, (start + len + 2).min(bytes.len()))
        }
        _ => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            let len = rest.iter().position(ends).unwrap_or(rest.len());
            (start..start + len, start + len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ids_are_found_however_they_are_quoted() {
        let html = r#"<table id=t1><tr><td colspan="2"><a HREF='a.md'>x</a><img src = "b.png"></td></tr><!-- <a href="c"> -->"#;
        let values: Vec<_> = attributes(html).into_iter().map(|a| (a.kind, a.value)).collect();
        assert_eq!(
            values,
            [
                (AttributeKind::Id, "t1".into()),
                (AttributeKind::Link, "a.md".into()),
                (AttributeKind::Image, "b.png".into()),
            ]
        );
    }

    #[test]
    fn a_tag_that_never_ends_is_no_trouble() {
        for html in ["<a href", "<a href=", "<a href='", "<a href=\"公", "<", "<公报 href=\"x"] {
            let _ = attributes(html);
        }
    }
}
