//! Text in XML.

use std::borrow::Cow;
use std::fmt::Write;

/// Text for an element or an attribute. What XML 1.0 (production 2, Char) cannot hold, such as control
/// characters that a scan left behind, becomes U+FFFD: an XML file with one is none.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text);
    Cow::Owned(out)
}

/// Appends text as [`escaped`] gives it.
pub fn push_escaped(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (length, written) = match byte {
            b'&' => (1, "&amp;"),
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'"' => (1, "&quot;"),
            b'\t' | b'\n' | b'\r' => continue,
            0..b' ' => (1, "\u{fffd}"),
            // U+FFFE and U+FFFF are no characters of XML.
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => (3, "\u{fffd}"),
            _ => continue,
        };
        out.extend([&text[done..at], written]);
        done = at + length;
    }
    out.push_str(&text[done..]);
}

fn is_plain(c: char) -> bool {
    !matches!(c, '&' | '<' | '>' | '"') && is_allowed(c)
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Appends an element that holds text.
pub fn push_element(out: &mut String, name: &str, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(escaped("甲 & <乙>\u{b}\u{fffe}\n"), "甲 &amp; &lt;乙&gt;\u{fffd}\u{fffd}\n");
        assert!(matches!(escaped("甲"), std::borrow::Cow::Borrowed(_)));
    }
}
