//! What every page has, and the pieces that pages of every kind are made of.

use std::borrow::Cow;

use serde::Serialize;

/// Words that the theme turns into the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Label<'a> {
    /// Text from the sources, shown as it is.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// Its language, when it is not the site's.
        language: Option<&'a str>,
    },
    /// A word of the theme's word file.
    Word {
        /// Its key.
        word: &'static str,
    },
    /// A year.
    Year {
        /// The year.
        year: u16,
    },
    /// An issue without a title of its own.
    Issue {
        /// The year.
        year: u16,
        /// The number in the year.
        number: &'a str,
    },
    /// A year of a term: 智慧城市 · 2018年.
    TermYear {
        /// The term.
        text: &'a str,
        /// The year.
        year: u16,
    },
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link<'a> {
    /// Its words.
    pub label: Label<'a>,
    /// Where it leads, relative to the page; empty for a number that belongs to no register.
    pub url: String,
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame<'a> {
    /// The page's own address, relative to the site's root.
    pub path: String,
    /// What leads from the page to the site's root: empty, or `../` once or more.
    pub root: String,
    /// The page's title.
    pub title: Label<'a>,
    /// The way from the home page to this one; the page itself is not in it.
    pub breadcrumbs: Vec<Link<'a>>,
    /// Which part of the site it belongs to: a key of the word file.
    pub section: &'static str,
    /// The language of its text, when it is not the site's.
    pub language: Option<&'a str>,
    /// A sentence for search engines.
    pub description: Option<&'a str>,
    /// The feed that the page announces, relative to it.
    pub feed: Option<String>,
}

/// A copied file.
#[derive(Clone, Debug, Serialize)]
pub struct File<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is.
    pub url: String,
    /// Its ending in capitals, such as PDF.
    pub format: String,
    /// Its length in bytes.
    pub size: u64,
}
