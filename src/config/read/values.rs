//! Values by their shapes, and what is said of those that have another.

use super::Reader;
use super::table::{Table, Value, value_text};
use crate::config::FILE_NAME;
use crate::config::keys::{Reading, Shape};
use crate::diagnostics::{Code, Diagnostic, Span, Spanned, Text, text};

impl Reader {
    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Spanned<String>> {
        self.text_read_as(table, key, Reading::Text)
    }

    fn text_read_as(&mut self, table: &Table<'_>, key: &str, reading: Reading) -> Option<Spanned<String>> {
        match table.value(key, reading)? {
            Value::Variable(text) => Some(Spanned::new(text.to_owned(), Span::default())),
            Value::Toml(value) => match value.get_ref().as_str() {
                Some(text) => Some(Spanned::new(text.to_owned(), Span::new(value.span()))),
                None => {
                    self.wrong(table, key, &Value::Toml(value), &text!("text between quotation marks"));
                    None
                }
            },
        }
    }

    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<Spanned<String>> {
        let Some(value) = table.value(key, Reading::Texts) else { return Vec::new() };
        if let Value::Variable(text) = value {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            return words.map(|word| Spanned::new(word.to_owned(), Span::default())).collect();
        }
        let texts = match &value {
            Value::Toml(list) => list.get_ref().as_array().and_then(|list| {
                list.iter()
                    .map(|item| {
                        Some(Spanned::new(item.get_ref().as_str()?.to_owned(), Span::new(item.span())))
                    })
                    .collect::<Option<Vec<_>>>()
            }),
            Value::Variable(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.wrong(table, key, &value, &text!("a list of texts, such as [\"a\", \"b\"]"));
            Vec::new()
        })
    }

    pub(super) fn flag(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.value(key, Reading::Flag)?;
        match value_text(&value) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.wrong(table, key, &value, &text!("true or false"));
                None
            }
        }
    }

    pub(super) fn one_of<T: Copy + Default>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> T {
        let listed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        debug_assert!(
            matches!(table.shape(key), Some(Shape::Word(known)) if known == listed),
            "the list of keys has other words for `{key}`"
        );
        let Some(text) = self.text_read_as(table, key, Reading::Word) else { return T::default() };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return *value;
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let message = text!("`{}` is no value of `{}`", text.value, key);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, text.span, message);
        self.found.push(diagnostic.help(text!("it is one of {}", known.join(", "))));
        T::default()
    }

    /// A text of a fixed shape, or a diagnostic with an example.
    pub(super) fn shaped(
        &mut self,
        text: &Spanned<String>,
        good: bool,
        key: &str,
        example: &str,
    ) -> Option<String> {
        if good {
            return Some(text.value.clone());
        }
        let message = text!("`{}` is no value of `{}`", text.value, key);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, text.span, message);
        self.found.push(diagnostic.help(text!("write it like {}", example)));
        None
    }

    pub(super) fn wrong(&mut self, table: &Table<'_>, key: &str, value: &Value<'_>, shape: &Text) {
        let span = match value {
            Value::Toml(value) => Span::new(value.span()),
            Value::Variable(_) => Span::default(),
        };
        let message = text!("`{}` in [{}] is to be {}", key, table.name, shape);
        self.found.push(Diagnostic::new(Code::WrongValue, FILE_NAME, span, message));
    }

    pub(super) fn missing(&mut self, table: &Table<'_>, key: &str, shape: &Text) {
        let message = text!("[[{}]] has no `{}`", table.name, key);
        let span = Span::new(table.span.start..table.span.start);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, span, message);
        self.found.push(diagnostic.help(text!("add `{}`: {}", key, shape)));
    }
}
