//! What Word files and web pages hold besides words: pictures and footnotes. A reader sets marks for
//! them into its text, which are noncharacters of Unicode, so that no text of a source can be taken
//! for one.

use super::block::Inline;

const NOTE: char = '\u{fdd0}';
const NOTE_TEXT: char = '\u{fdd1}';
const PICTURE: char = '\u{fdd2}';
const END: char = '\u{fdd3}';

/// A picture taken out of a file, to be put beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The name under which it is written.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a line is that holds no running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object<'t> {
    /// The text of a footnote.
    Note {
        /// Its label.
        label: &'t str,
        /// Its words.
        words: &'t str,
    },
    /// A picture.
    Picture {
        /// The name of its file.
        file: &'t str,
        /// What it shows, in words.
        words: &'t str,
    },
}

/// The mark of a reference to a footnote.
pub fn note(label: &str) -> String {
    format!("{NOTE}{label}{END}")
}

/// The line of a footnote's text.
pub fn note_text(label: &str, words: &str) -> String {
    format!("{NOTE_TEXT}{label}{END}{words}")
}

/// The line of a picture.
pub fn picture(file: &str, words: &str) -> String {
    format!("{PICTURE}{file}{END}{words}")
}

/// The object that a line is, if it is one.
pub fn of_line(text: &str) -> Option<Object<'_>> {
    let first = text.chars().next().filter(|c| [NOTE_TEXT, PICTURE].contains(c))?;
    let (name, words) = text[first.len_utf8()..].split_once(END)?;
    Some(match first {
        NOTE_TEXT => Object::Note { label: name, words },
        _ => Object::Picture { file: name, words },
    })
}

/// Running text in which the marks of references are references.
pub fn references(words: &str, found: &mut Vec<Inline>) {
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once(NOTE) {
        let Some((label, after)) = behind.split_once(END) else { break };
        if !before.is_empty() {
            found.push(Inline::Words(before.to_owned()));
        }
        found.push(Inline::Note(label.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Inline::Words(rest.to_owned()));
    }
}

/// A text without the marks of references and what they name.
pub fn without_references(text: &str) -> String {
    if !text.contains(NOTE) {
        return text.to_owned();
    }
    let mut found = Vec::new();
    references(text, &mut found);
    super::block::plain(&found)
}

/// Text of a source, in which no mark of ours may stand.
pub fn cleaned(text: String) -> String {
    let is_mark = |c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c);
    if text.contains(is_mark) { text.replace(is_mark, "\u{fffd}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_set() {
        let line = note_text("3", "见附表。");
        assert_eq!(of_line(&line), Some(Object::Note { label: "3", words: "见附表。" }));
        assert_eq!(of_line("见附表。"), None);
        let mut found = Vec::new();
        references(&format!("甲{}乙", note("3")), &mut found);
        assert_eq!(found, [Inline::Words("甲".into()), Inline::Note("3".into()), Inline::Words("乙".into())]);
        assert_eq!(without_references(&format!("甲{}乙", note("3"))), "甲乙");
        assert_eq!(cleaned(note("3")), "\u{fffd}3\u{fffd}");
    }
}
