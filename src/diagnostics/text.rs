//! What is said to the user, in a form that can be said in another language: a template, and what
//! fills its holes. The template is in English, and is what the catalogues of other languages are
//! searched for, as with gettext.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Language;
use crate::gazette::{GazetteDate, PrintedPages};

/// A sentence for the user. Made by `text!`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    template: Cow<'static, str>,
    values: Box<[Value]>,
}

/// What fills a hole of a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// What is the same in every language: the user's own words, a path, a number.
    Plain(Box<str>),
    /// A sentence within the sentence.
    Text(Text),
}

/// A [`Text`] of a template with a `{}` for each value; that there are as many is checked when it is
/// compiled. Every template has its line in the catalogues, which a test makes sure of.
macro_rules! text {
    ($template:literal $(, $value:expr)* $(,)?) => {{
        const VALUES: usize = <[&str]>::len(&[$(stringify!($value)),*]);
        const { assert!($crate::diagnostics::holes($template) == VALUES, "one hole for each value") };
        $crate::diagnostics::Text::new($template, [$($crate::diagnostics::Fill::fill(&$value)),*])
    }};
}

pub(crate) use text;

/// How many `{}` a template has.
#[must_use]
pub const fn holes(template: &str) -> usize {
    let bytes = template.as_bytes();
    let (mut holes, mut at) = (0, 1);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            holes += 1;
        }
        at += 1;
    }
    holes
}

impl Text {
    /// For `text!`, which knows that the holes and the values are as many.
    #[must_use]
    pub fn new<const N: usize>(template: &'static str, values: [Value; N]) -> Self {
        Self { template: Cow::Borrowed(template), values: values.into() }
    }

    /// Words that have no translation of ours, such as what a library says of a template.
    #[must_use]
    pub fn foreign(words: impl Into<String>) -> Self {
        Self { template: Cow::Borrowed("{}"), values: [Value::Plain(words.into().into())].into() }
    }

    /// The sentence in a language; in English where the catalogue does not have it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let template = language.translated(&self.template);
        let mut said = String::with_capacity(template.len() + 16);
        let mut values = self.values.iter();
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            said.push_str(before);
            let Some((hole, length)) = hole(from) else {
                said.push('{');
                rest = &from[1..];
                continue;
            };
            let value = match hole {
                Some(place) => self.values.get(place),
                None => values.next(),
            };
            match value {
                Some(Value::Plain(words)) => said.push_str(words),
                Some(Value::Text(text)) => said.push_str(&text.in_language(language)),
                None => {}
            }
            rest = &from[length..];
        }
        said + rest
    }

    /// Whether one of the values has these words in it.
    #[must_use]
    pub fn names(&self, words: &str) -> bool {
        self.values.iter().any(|value| match value {
            Value::Plain(plain) => plain.contains(words),
            Value::Text(text) => text.names(words),
        })
    }
}

/// The hole that a text begins with, `{}` or `{0}`, and how many bytes it takes.
fn hole(text: &str) -> Option<(Option<usize>, usize)> {
    let inner = &text[1..text.find('}')?];
    match inner {
        "" => Some((None, 2)),
        digit if digit.len() == 1 => Some((Some(digit.parse().ok()?), 3)),
        _ => None,
    }
}

/// In English.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

/// What can stand in a sentence.
pub trait Fill {
    /// As the value of a hole.
    fn fill(&self) -> Value;
}

impl Fill for Text {
    fn fill(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl<T: Fill + ?Sized> Fill for &T {
    fn fill(&self) -> Value {
        (**self).fill()
    }
}

macro_rules! plain {
    ($($kind:ty),*) => {
        $(impl Fill for $kind {
            fn fill(&self) -> Value {
                Value::Plain(self.to_string().into())
            }
        })*
    };
}

plain!(str, String, Box<str>, char, u8, u16, u32, u64, usize, PrintedPages, GazetteDate);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fill_the_holes_in_order_and_braces_of_examples_stay() {
        let text = text!("write { title: … } for `{}`, not `{}`", "甲", 3_usize);
        assert_eq!(text.to_string(), "write { title: … } for `甲`, not `3`");
    }

    #[test]
    fn a_translation_may_turn_the_order_around() {
        let text = Text { template: "{1} before {0}".into(), values: ["a".fill(), "b".fill()].into() };
        assert_eq!(text.to_string(), "b before a");
    }

    #[test]
    fn a_value_may_be_a_sentence_and_is_said_in_the_same_language() {
        let shape = text!("true or false");
        let text = text!("`{}` is to be {}", "draft", shape);
        assert_eq!(text.to_string(), "`draft` is to be true or false");
        assert_eq!(text.in_language(Language::SimplifiedChinese), "`draft` 应当写成 true 或 false");
    }
}
