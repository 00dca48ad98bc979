//! How a document is cited, in the words of the site's language: 机关：《题名》（文号），《公报》2018年第4期，第12页.

use super::words::Words;
use crate::pages::context::{Document, Label, Link};

/// A citation, and what its pages become where a paragraph is cited.
#[derive(Debug, PartialEq, Eq)]
pub struct CitationForm {
    /// All but the printed pages.
    pub document: String,
    /// The printed pages of the whole document, with what stands around them; may be empty.
    pub pages: String,
    /// The same for one page, which is to be put in for `{pages}`.
    pub one_page: String,
}

/// The citation of a document of a gazette.
pub fn citation(words: &Words, gazette: &str, title: &Label<'_>, document: &Document<'_>) -> CitationForm {
    let mut out = String::with_capacity(256);
    if let Some(department) = document.departments.first().and_then(text) {
        out.push_str(&words.or_key("cite_department", &[("name", department)]));
    }
    if let Label::Text { text, .. } = title {
        out.push_str(&words.or_key("cite_title", &[("title", &quoted(text))]));
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
        document: out,
        pages: pages.map_or_else(String::new, |pages| words.or_key("cite_pages", &[("pages", pages)])),
        one_page: words.or_key("cite_pages", &[]),
    }
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
    use super::quoted;

    #[test]
    fn title_marks_within_title_marks_are_single() {
        assert_eq!(quoted("关于修改《校车办法》的决定"), "关于修改〈校车办法〉的决定");
    }
}
