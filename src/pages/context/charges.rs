//! What a department is charged with, and where else it is named.

use std::borrow::Cow;

use serde::Serialize;

use super::frame::Link;
use super::lists::Row;

/// What a department is charged with, or where else it is named.
#[derive(Clone, Debug, Serialize)]
pub struct Charges<'a> {
    /// Which of both: a key of the word file, `charges` or `named`.
    pub word: &'static str,
    /// The documents of this leaf, the newest first.
    pub documents: Vec<ChargedDocument<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// A document that sets a department tasks, or names it.
#[derive(Clone, Debug, Serialize)]
pub struct ChargedDocument<'a> {
    /// The document.
    pub row: Row<'a>,
    /// The tasks, in its order.
    pub tasks: Vec<Task<'a>>,
    /// How many more there are than are shown.
    pub more: usize,
}

/// A sentence or row that sets a department a task, or words that name it.
#[derive(Clone, Debug, Serialize)]
pub struct Task<'a> {
    /// The department's part: a key of the word file. None where it is only named.
    pub role: Option<&'static str>,
    /// The words.
    pub text: Cow<'a, str>,
    /// Where they stand.
    pub url: String,
}
