//! How a document is cited, in the words of the site's language: 机关：《题名》（文号），《公报》2018年第4期，第12页.

use super::fold::escaped;
use super::functions::passage_in;
use super::words::Words;
use crate::pages::context::{Document, Label, Link};

/// A citation, and what its pages become where a paragraph is cited.
#[derive(Debug, PartialEq, Eq)]
pub struct CitationForm {
    /// All but the printed pages.
    pub document: String,
    /// The same as HTML, in which a title in another language says which it is.
    pub marked: String,
    /// The printed pages of the whole document, with what stands around them; may be empty.
    pub pages: String,
    /// The same for one page, which is to be put in for `{pages}`.
    pub one_page: String,
}

/// The citation of a document of a gazette.
/// The title is in `language` where that is not the site's.
pub fn citation(
    words: &Words,
    gazette: &str,
    title: &Label<'_>,
    language: Option<&str>,
    document: &Document<'_>,
) -> CitationForm {
    let mut out = String::with_capacity(256);
    if let Some(department) = document.departments.first().and_then(text) {
        out.push_str(&words.or_key("cite_department", &[("name", department)]));
    }
    let mut foreign = None;
    if let Label::Text { text, .. } = title {
        let title = quoted(text);
        let cited = words.or_key("cite_title", &[("title", &title)]);
        foreign = language.and_then(|tag| Some((out.len() + cited.find(&title)?, title, tag)));
        out.push_str(&cited);
    }
    if let Some(number) = document.numbers.first().and_then(text) {
        out.push_str(&words.or_key("cite_number", &[("number", number)]));
    }
    if let Label::Issue { year, number } = document.issue_name {
        let issue = words.issue_name(&year.to_string(), number);
        out.push_str(&words.or_key("cite_issue", &[("gazette", gazette), ("issue", &issue)]));
    }
    let pages = document.printed_pages.as_deref();
    CitationForm {
        marked: foreign.map_or_else(|| escaped(&out), |(at, title, tag)| marked(&out, at, &title, tag)),
        document: out,
        pages: pages.map_or_else(String::new, |pages| words.or_key("cite_pages", &[("pages", pages)])),
        one_page: words.or_key("cite_pages", &[]),
    }
}

/// A citation as HTML, whose title begins at `at` and is in the language `tag`.
fn marked(citation: &str, at: usize, title: &str, tag: &str) -> String {
    let (before, after) = (&citation[..at], &citation[at + title.len()..]);
    [escaped(before), passage_in(tag, title), escaped(after)].concat()
}

/// The words of a link that are a text.
pub fn text<'l>(link: &'l Link<'_>) -> Option<&'l str> {
    match &link.label {
        Label::Text { text, .. } => Some(text),
        _ => None,
    }
}

/// A title that will stand between title marks itself (GB/T 15834-2011, 4.15.3.4).
fn quoted(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

#[cfg(test)]
mod tests {
    use super::{marked, quoted};

    #[test]
    fn a_title_in_another_language_says_which() {
        let html = marked("甲局：《A & B》（1号）", "甲局：《".len(), "A & B", "en");
        assert_eq!(html, "甲局：《<span lang=\"en\" dir=\"ltr\">A &amp; B</span>》（1号）");
    }

    #[test]
    fn title_marks_within_title_marks_are_single() {
        assert_eq!(quoted("关于修改《校车办法》的决定"), "关于修改〈校车办法〉的决定");
    }
}
