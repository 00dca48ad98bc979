//! Text in XML.

use std::borrow::Cow;
use std::fmt::Write;

/// Text for an element or an attribute. What XML 1.0 (production 2, Char) cannot hold, such as control
/// characters that a scan left behind, becomes U+FFFD: an XML file with one is none.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if special(text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text);
    Cow::Owned(out)
}

/// Appends text as [`escaped`] gives it.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((at, length, instead)) = special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(instead);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
}

/// The first character that cannot stand as it is: where, how many bytes, and what stands instead.
fn special(bytes: &[u8]) -> Option<(usize, usize, &'static str)> {
    const GONE: &str = "\u{fffd}";
    let mut from = 0;
    while let Some(found) = bytes[from..].iter().position(|byte| IS_SUSPECT[usize::from(*byte)]) {
        let at = from + found;
        match bytes[at] {
            b'&' => return Some((at, 1, "&amp;")),
            b'<' => return Some((at, 1, "&lt;")),
            b'>' => return Some((at, 1, "&gt;")),
            b'"' => return Some((at, 1, "&quot;")),
            // U+FFFE and U+FFFF; much else in Chinese texts begins with the same byte.
            0xef if matches!(bytes[at..], [_, 0xbf, 0xbe | 0xbf, ..]) => return Some((at, 3, GONE)),
            0xef => from = at + 3,
            _ => return Some((at, 1, GONE)),
        }
    }
    None
}

/// The bytes with which something begins that may not stand as it is.
const IS_SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = !matches!(byte as u8, b'\t' | b'\n' | b'\r');
        byte += 1;
    }
    let marks = [b'&', b'<', b'>', b'"', 0xef];
    let mut mark = 0;
    while mark < marks.len() {
        table[marks[mark] as usize] = true;
        mark += 1;
    }
    table
};

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
        assert_eq!(
            escaped("甲，& <乙>\u{b}\u{fffe}\u{fffd}！\n"),
            "甲，&amp; &lt;乙&gt;\u{fffd}\u{fffd}\u{fffd}！\n"
        );
        assert!(matches!(escaped("甲，\t"), std::borrow::Cow::Borrowed(_)));
    }
}
