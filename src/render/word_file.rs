//! One word file: its phrases, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::plural::{Form, Plurals};
use crate::diagnostics::{Text, nearest, text};

/// What a word file has for a key.
#[derive(Clone, Debug)]
pub enum Phrase {
    /// The same for all numbers.
    One(String),
    /// By number, after the rules of the language that the file is in.
    Plural {
        /// The rules.
        rules: Plurals,
        /// The forms that the file has.
        forms: BTreeMap<Form, String>,
    },
    /// Several words in order, such as the months.
    List(Vec<String>),
}

impl Phrase {
    /// Its words in every form.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, forms, list) = match self {
            Self::One(text) => (Some(text), None, None),
            Self::Plural { forms, .. } => (None, Some(forms.values()), None),
            Self::List(items) => (None, None, Some(items.iter())),
        };
        one.into_iter()
            .chain(forms.into_iter().flatten())
            .chain(list.into_iter().flatten())
            .map(String::as_str)
    }

    /// The names of the blanks that are filled in, `{n}` and so on.
    pub fn blanks(&self) -> BTreeSet<&str> {
        self.texts().flat_map(blanks).collect()
    }
}

fn blanks(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// A mistake in a word file, and the bytes that are meant.
pub type Mistake = (Text, Range<usize>);

/// The phrases of a word file, each with its place and what is written there.
pub type Entries = BTreeMap<String, (Range<usize>, Phrase)>;

/// Reads a word file of a language.
///
/// # Errors
/// All that is wrong with it.
pub fn read(text: &str, tag: &str) -> Result<Entries, Vec<Mistake>> {
    let table = DeTable::parse(text).map_err(|error| {
        let said = error.message().lines().next().unwrap_or_default();
        vec![(text!("this cannot be read as TOML: {}", said), error.span().unwrap_or(0..0))]
    })?;
    let rules = Plurals::of_language(tag);
    let mut entries = Entries::new();
    let mut wrong = Vec::new();
    for (key, value) in table.get_ref() {
        match phrase(key.get_ref(), value.get_ref(), rules, &value.span()) {
            Ok(phrase) => drop(entries.insert(key.get_ref().to_string(), (value.span(), phrase))),
            Err(mistake) => wrong.push(mistake),
        }
    }
    if wrong.is_empty() { Ok(entries) } else { Err(wrong) }
}

fn phrase(key: &str, value: &DeValue<'_>, rules: Plurals, span: &Range<usize>) -> Result<Phrase, Mistake> {
    match value {
        DeValue::String(text) => Ok(Phrase::One(text.to_string())),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                _ => Err((text!("`{}` is to be a list of texts", key), item.span())),
            });
            Ok(Phrase::List(texts.collect::<Result<_, _>>()?))
        }
        DeValue::Table(table) => forms(key, table, rules, span),
        _ => Err((text!("`{}` is neither text nor a table of forms", key), span.clone())),
    }
}

/// The forms of a phrase: all that whole numbers take in the language, and none that no language has.
fn forms(key: &str, table: &DeTable<'_>, rules: Plurals, span: &Range<usize>) -> Result<Phrase, Mistake> {
    let mut forms = BTreeMap::new();
    for (name, value) in table {
        let (name, place): (&str, _) = (name.get_ref(), name.span());
        let Some(form) = Form::ALL.into_iter().find(|form| form.key() == name) else {
            let message = match nearest(name, Form::ALL.map(Form::key)) {
                Some(near) => text!("no plural form is called `{}`; the nearest is `{}`", name, near),
                None => text!("no plural form is called `{}`", name),
            };
            return Err((message, place));
        };
        let DeValue::String(text) = value.get_ref() else {
            return Err((text!("`{}` is neither text nor a table of forms", key), value.span()));
        };
        forms.insert(form, text.to_string());
    }
    match rules.forms.iter().find(|form| !forms.contains_key(form)) {
        Some(form) => Err((
            text!("`{}` has no form `{}`, which this language counts with", key, form.key()),
            span.clone(),
        )),
        None => Ok(Phrase::Plural { rules, forms }),
    }
}
