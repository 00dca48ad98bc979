//! The files of the default theme.

macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../themes/default/", $path)))),*]
    };
}

/// The default theme, part of the program: paths within the theme, and texts.
pub(super) const BUILT_IN: &[(&str, &str)] = files! {
    "assets/aloud.js"
    "assets/contents.css"
    "assets/document.css"
    "assets/early.js"
    "assets/icon.svg"
    "assets/lists.css"
    "assets/marks.js"
    "assets/notes.js"
    "assets/numbers.js"
    "assets/page.js"
    "assets/print.css"
    "assets/reader.js"
    "assets/search-index.js"
    "assets/search-inflate.js"
    "assets/search-page.js"
    "assets/search-text.js"
    "assets/search.css"
    "assets/status.js"
    "assets/style.css"
    "assets/text.css"
    "templates/404.html"
    "templates/base.html"
    "templates/candidates.html"
    "templates/charges.html"
    "templates/citations.html"
    "templates/code-years.html"
    "templates/codes.html"
    "templates/collection.html"
    "templates/components.html"
    "templates/data.html"
    "templates/department-facts.html"
    "templates/document-after.html"
    "templates/document-facts.html"
    "templates/document.html"
    "templates/expiring.html"
    "templates/holdings.html"
    "templates/home.html"
    "templates/issue.html"
    "templates/page.html"
    "templates/proof.html"
    "templates/redirect.html"
    "templates/register.html"
    "templates/search-lists.html"
    "templates/search.html"
    "templates/term-year.html"
    "templates/term.html"
    "templates/timeline.html"
    "templates/validity.html"
    "templates/wanted.html"
    "templates/whole-issue-document.html"
    "templates/whole-issue.html"
    "templates/year.html"
    "templates/years.html"
    "words/ar.toml"
    "words/en.toml"
    "words/ru.toml"
    "words/zh-Hans.toml"
    "words/zh-Hant.toml"
};

/// The paths of the default theme's files, in order.
pub fn built_in_files() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(path, _)| *path)
}

/// The text of a file of the default theme.
#[must_use]
pub fn built_in_file(path: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}
