//! Nothing lost, nothing invented: the text of a written document, read back, against the lines that
//! it came from.

use crate::parse::words::words;

use super::beginning::without_dash;
use super::block::plain;
use super::inline::inlines;
use super::lines::{Fate, Line, visible};
use super::markup::text_of_html;
use super::names;
use super::object::{self, Object};
use super::profile::Profile;
use super::table::without_tags;

/// What became of the characters of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// All visible characters of the source.
    pub all: usize,
    /// Those of the cover, the contents list, page numbers and the like.
    pub furniture: usize,
    /// Those that went into fields of front matter.
    pub lifted: usize,
    /// Those that stand in the text of documents and of the issue.
    pub text: usize,
    /// Marks that were read as structure: `**`, `<p>`, dashes of lists.
    pub marks: usize,
    /// Where what was written differs from what was read. Empty when the account is whole.
    pub differences: Vec<Difference>,
}

/// A place where what was written differs from the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub file: String,
    /// What the source says.
    pub source: String,
    /// What the file says.
    pub written: String,
}

impl Account {
    /// Whether every character is where it should be.
    pub fn is_whole(&self) -> bool {
        self.differences.is_empty() && self.all == self.furniture + self.lifted + self.text + self.marks
    }

    /// Adds the account of another source.
    pub fn append(&mut self, other: Self) {
        self.all += other.all;
        self.furniture += other.furniture;
        self.lifted += other.lifted;
        self.text += other.text;
        self.marks += other.marks;
        self.differences.extend(other.differences);
    }

    /// Counts the lines of a source.
    pub fn of(lines: &[Line], profile: &Profile) -> Self {
        let mut account = Self::default();
        for line in lines {
            let count = visible(&line.text).count();
            let marks = line.mark.chars().count();
            account.all += count + marks;
            account.marks += marks;
            match &line.fate {
                Fate::Blank => {}
                Fate::Furniture(_) => account.furniture += count,
                Fate::Lifted(_) => account.lifted += count,
                Fate::Text | Fate::Foreword => {
                    let kept = visible(&kept(line, profile)).count();
                    account.text += kept;
                    account.marks += count - kept;
                }
            }
        }
        account
    }

    /// Compares a written text with the lines that it was made of.
    pub fn compare(&mut self, file: &str, lines: &[&Line], profile: &Profile, written: &str) {
        let source: Vec<char> =
            lines.iter().flat_map(|line| visible(&kept(line, profile)).collect::<Vec<_>>()).collect();
        let result: Vec<char> = visible(&plain_text(written)).collect();
        if source == result {
            return;
        }
        let at = source.iter().zip(&result).take_while(|(one, other)| one == other).count();
        let around = |text: &[char]| {
            text[at.saturating_sub(8).min(text.len())..(at + 24).min(text.len())].iter().collect()
        };
        self.differences.push(Difference {
            file: file.to_owned(),
            source: around(&source),
            written: around(&result),
        });
    }
}

/// What of a line is text, marks that were read as structure left out.
pub fn kept(line: &Line, profile: &Profile) -> String {
    if let Some(Object::Note { words, .. } | Object::Picture { words, .. }) = object::of_line(&line.text) {
        return plain(&inlines(words));
    }
    if line.markup {
        return object::without_references(&text_of_html(&line.text));
    }
    if line.is_row() {
        return object::without_references(&without_tags(&line.text));
    }
    if names::is_name(line, profile) {
        return line.text.trim_start_matches(|c: char| "-–·•* ".contains(c)).to_owned();
    }
    plain(&inlines(without_dash(&line.text).0))
}

/// The text of a Markdown text, the numbers of its lists included.
pub fn plain_text(markdown: &str) -> String {
    words(markdown, &text_of_html)
}
