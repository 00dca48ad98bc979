//! Code in colours. The syntaxes are loaded when the first document with code is rendered, which in
//! most archives is never.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The class of every span begins so.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "s-" };

/// Code as HTML with classes; `None` when the language is not known, so that the code is shown plain.
#[must_use]
pub fn highlight(code: &str, language: &str) -> Option<String> {
    if language.is_empty() {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_language_gets_classes_and_an_unknown_one_none() {
        assert!(highlight("title: 甲\n", "yaml").unwrap().contains("s-"));
        assert_eq!(highlight("x", "no-such-language"), None);
    }
}
