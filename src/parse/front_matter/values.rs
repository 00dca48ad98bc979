//! The values of a front matter, each taken in the shape that its key has.

use std::str::FromStr;

use serde_yaml::Value;

use super::super::han::is_han_text;
use super::super::keys::{self, Key, Reading};
use super::messages::{impossible_date, unknown_key};
use super::{Entry, FrontMatter};
use crate::diagnostics::{Code, Diagnostic, Span, Spanned, Text, text};
use crate::gazette::GazetteDate;

impl FrontMatter<'_> {
    /// A text on one line.
    pub fn text(&mut self, key: &str) -> Option<Spanned<Box<str>>> {
        let entry = self.take(key, Reading::Text)?;
        let Some(text) = scalar(&entry.value) else {
            self.wrong(&entry, &text!("one text"));
            return None;
        };
        let text = without_folding_spaces(one_line(&text), &self.file[entry.range.clone()]);
        let span = self.value_span(&entry, &text);
        (!text.is_empty()).then(|| Spanned::new(text.into(), span))
    }

    /// The title, which must be there. When it is not, `message` says so, unless it was probably meant by
    /// a misspelt key: one mistake gives one message. It is empty then, so that what else is wrong with the
    /// file is found in the same run.
    pub fn title(&mut self, message: Text) -> Spanned<Box<str>> {
        let place = self.key_span("title");
        let found_before = self.found.errors();
        let title = self.text("title");
        if title.is_none() && self.found.errors() == found_before && !self.meant.contains(&"title") {
            let missing = Diagnostic::new(Code::MissingTitle, self.path, place, message);
            self.found.push(missing.help(text!("add a line `title: …`")));
        }
        title.unwrap_or_else(|| Spanned::new("".into(), place))
    }

    /// One text or a list of texts.
    pub fn texts(&mut self, key: &str) -> Vec<Spanned<Box<str>>> {
        let Some(entry) = self.take(key, Reading::Texts) else { return Vec::new() };
        let items: Option<Vec<String>> = match &entry.value {
            Value::Sequence(items) => items.iter().map(scalar).collect(),
            other => scalar(other).map(|text| vec![text]),
        };
        let Some(items) = items else {
            self.wrong(&entry, &text!("one text or a list of texts"));
            return Vec::new();
        };
        let texts = items.iter().map(|text| one_line(text)).filter(|text| !text.is_empty());
        texts.map(|text| Spanned::new(text.as_str().into(), self.value_span(&entry, &text))).collect()
    }

    /// A value with a written form of its own, such as a range of pages. `shape` says what is
    /// expected, for the message.
    pub fn parsed<T: FromStr>(&mut self, key: &str, shape: &Text) -> Option<Spanned<T>> {
        let entry = self.take(key, Reading::Parsed)?;
        let text = scalar(&entry.value).map(|text| one_line(&text));
        let Some(value) = text.as_deref().and_then(|text| text.parse().ok()) else {
            self.wrong(&entry, shape);
            return None;
        };
        let span = self.value_span(&entry, text.as_deref().unwrap_or_default());
        Some(Spanned::new(value, span))
    }

    /// A date in any of its forms.
    pub fn date(&mut self, key: &str) -> Option<Spanned<GazetteDate>> {
        let entry = self.take(key, Reading::Date)?;
        let text = scalar(&entry.value).unwrap_or_default();
        self.date_of(&entry, &text)
    }

    fn date_of(&mut self, entry: &Entry, text: &str) -> Option<Spanned<GazetteDate>> {
        let span = self.value_span(entry, text.trim());
        match text.parse::<GazetteDate>() {
            Ok(date) => Some(Spanned::new(date, span)),
            Err(error) => {
                self.found.push(impossible_date(self.path, span, text, &error));
                None
            }
        }
    }

    /// True or false.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let entry = self.take(key, Reading::Flag)?;
        let flag = match (&entry.value, scalar(&entry.value).as_deref()) {
            (Value::Bool(flag), _) => Some(*flag),
            (_, Some("是")) => Some(true),
            (_, Some("否")) => Some(false),
            _ => None,
        };
        if flag.is_none() {
            self.wrong(&entry, &text!("true or false"));
        }
        flag
    }

    /// A list of small mappings, such as attachments; a single mapping is a list of one.
    pub fn mappings(&mut self, key: &str, keys: &'static [Key]) -> Vec<Mapping> {
        let Some(entry) = self.take(key, Reading::Mappings) else { return Vec::new() };
        let items = match &entry.value {
            Value::Sequence(items) => items.clone(),
            other => vec![other.clone()],
        };
        let mut mappings = Vec::new();
        for item in items {
            match item {
                Value::Mapping(mapping) => mappings.push(self.mapping(&entry, mapping, keys)),
                _ => {
                    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                    self.wrong(&entry, &text!("{ {} }, or a list of these", names.join(", ")));
                    return Vec::new();
                }
            }
        }
        mappings
    }

    pub(super) fn mapping(
        &mut self,
        entry: &Entry,
        mapping: serde_yaml::Mapping,
        keys: &'static [Key],
    ) -> Mapping {
        let mut fields = Vec::new();
        for (name, value) in mapping {
            let name = scalar(&name).unwrap_or_default();
            let Some(key) = keys::find(keys, &name) else {
                let span = self.value_span(entry, &name);
                self.found.push(unknown_key(self.path, span, &name, keys));
                continue;
            };
            let text = one_line(&scalar(&value).unwrap_or_default());
            let span = self.value_span(entry, &text);
            if key.name == "date" || key.name == "until" {
                let date = self.date_of(entry, &text);
                fields.push((key.name, Spanned::new(text.into(), span), date.map(|date| date.value)));
            } else if !text.is_empty() {
                fields.push((key.name, Spanned::new(text.into(), span), None));
            }
        }
        Mapping { span: entry.key_span, fields }
    }

    /// The value as JSON text, for what only themes read. Its keys keep their order.
    pub fn json(&mut self, key: &str) -> Option<Box<str>> {
        let entry = self.take(key, Reading::Json)?;
        let json = serde_json::to_string(&entry.value).ok();
        if json.is_none() {
            self.wrong(&entry, &text!("plain data"));
        }
        json.map(Into::into)
    }
}

/// A field of a small mapping: key, value as text, and as date where the key asks for one.
type Field = (&'static str, Spanned<Box<str>>, Option<GazetteDate>);

/// A small mapping inside the front matter.
pub struct Mapping {
    /// The place of the key that holds it.
    pub span: Span,
    fields: Vec<Field>,
}

impl Mapping {
    /// A field as text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Spanned<Box<str>>> {
        self.fields.iter().find(|(name, ..)| *name == key).map(|(_, text, _)| text.clone())
    }

    /// A field as date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<GazetteDate> {
        self.fields.iter().find(|(name, ..)| *name == key).and_then(|(.., date)| *date)
    }
}

pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some(String::new()),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

/// A value folded over several lines is one line.
fn one_line(text: &str) -> String {
    text.trim().lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// YAML folds a line break into a space, which between Han characters nobody wrote. Spaces that were
/// written stay: titles of joint documents have them between the issuers.
fn without_folding_spaces(mut text: String, written: &str) -> String {
    let lines: Vec<&str> = written.trim_end().lines().map(str::trim).collect();
    for pair in lines.windows(2) {
        let [before, after] = pair else { continue };
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { continue };
        if is_han_text(last) && is_han_text(first) {
            let tail: String = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
            let head: String = after.chars().take(4).collect();
            text = text.replacen(&format!("{tail} {head}"), &format!("{tail}{head}"), 1);
        }
    }
    text
}
