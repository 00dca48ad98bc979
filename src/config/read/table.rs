//! Tables: finding them, and the keys that they may not have.

use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::{ENVIRONMENT_PREFIX, Reader};
use crate::config::FILE_NAME;
use crate::config::keys::{self, Reading, Shape};
use crate::diagnostics::{Code, Diagnostic, Span, nearest, text};

/// One table of the file, or an empty one that stands for a missing table.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) values: Option<&'a DeTable<'a>>,
    pub(super) span: Range<usize>,
    pub(super) overrides: Vec<(String, &'a str)>,
}

impl<'a> Table<'a> {
    pub(super) fn shape(&self, key: &str) -> Option<Shape> {
        let settings = keys::table(self.name)?.settings;
        settings.iter().find(|setting| setting.name == key).map(|setting| setting.shape)
    }

    /// The value of a key, which is read in the way that the list of keys promises.
    pub(super) fn value(&self, key: &str, reading: Reading) -> Option<Value<'a>> {
        debug_assert!(
            self.shape(key).is_some_and(|shape| shape.is_read_as(reading)),
            "the list of keys says otherwise of `{key}` in [{}]",
            self.name
        );
        let overridden = self.overrides.iter().find(|(name, _)| name == key);
        match overridden {
            Some((_, text)) => Some(Value::Variable(text)),
            None => self.values?.get(key).map(Value::Toml),
        }
    }
}

/// A value from the file or, with no place of its own, from the environment.
pub(super) enum Value<'a> {
    Toml(&'a TomlSpanned<DeValue<'a>>),
    Variable(&'a str),
}

/// The text of a word, `true` and `false` included, so that a variable and the file can say the same.
pub(super) fn value_text<'a>(value: &Value<'a>) -> Option<&'a str> {
    match value {
        Value::Variable(text) => Some(text),
        Value::Toml(value) => match value.get_ref() {
            DeValue::Boolean(true) => Some("true"),
            DeValue::Boolean(false) => Some("false"),
            other => other.as_str(),
        },
    }
}

impl Reader {
    // The shapes of values.

    pub(super) fn table<'a>(
        &mut self,
        root: &'a DeTable<'a>,
        name: &'static str,
        environment: &'a [(String, String)],
    ) -> Table<'a> {
        let prefix = format!("{ENVIRONMENT_PREFIX}{}__", name.to_ascii_uppercase());
        let overrides = environment
            .iter()
            .filter_map(|(key, value)| {
                Some((key.strip_prefix(&prefix)?.to_ascii_lowercase(), value.as_str()))
            })
            .collect();
        let Some(value) = root.get(name) else {
            return Table { name, values: None, span: 0..0, overrides };
        };
        let values = value.get_ref().as_table();
        match values {
            Some(values) => self.unknown_keys(values, &keys::names(name), &format!("[{name}]")),
            None => self.not_a_table(name, value.span()),
        }
        Table { name, values, span: value.span(), overrides }
    }

    pub(super) fn tables<'a>(&mut self, root: &'a DeTable<'a>, name: &'static str) -> Vec<Table<'a>> {
        let Some(value) = root.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.not_a_table(name, value.span());
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array {
            let Some(values) = item.get_ref().as_table() else {
                self.not_a_table(name, item.span());
                continue;
            };
            self.unknown_keys(values, &keys::names(name), &format!("[[{name}]]"));
            tables.push(Table { name, values: Some(values), span: item.span(), overrides: Vec::new() });
        }
        tables
    }

    fn not_a_table(&mut self, name: &str, span: Range<usize>) {
        let many = keys::table(name).is_some_and(|table| table.many);
        let header = if many { format!("[[{name}]]") } else { format!("[{name}]") };
        let message = text!("`{}` is a table", name);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, Span::new(span), message);
        self.found.push(diagnostic.help(text!("begin it with a line {}", header)));
    }

    pub(super) fn unknown_keys(&mut self, values: &DeTable<'_>, known: &[&str], place: &str) {
        for key in values.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => text!("the nearest key is `{}`", near),
                None => text!("the keys here are {}", known.join(", ")),
            };
            let message = text!("{} has no key `{}`", place, name);
            let span = Span::new(key.span());
            self.found.push(Diagnostic::new(Code::UnknownKey, FILE_NAME, span, message).help(help));
        }
    }
}
