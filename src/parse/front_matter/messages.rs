//! What is said of keys, dates and YAML that cannot be read.

use super::super::keys::{self, Key};
use crate::diagnostics::{Code, Diagnostic, Span, Text, nearest, text};
use crate::gazette::DateError;

/// The key that a name was probably meant to be, compared in its own language.
pub(super) fn nearest_key(name: &str, keys: &'static [Key]) -> Option<&'static Key> {
    let names = keys.iter().map(|key| if name.is_ascii() { key.name } else { key.chinese });
    keys::find(keys, nearest(&name.to_lowercase(), names)?)
}

pub(super) fn unknown_key(path: &str, span: Span, name: &str, keys: &'static [Key]) -> Diagnostic {
    let near = nearest_key(name, keys).map(|key| if name.is_ascii() { key.name } else { key.chinese });
    let help = match near {
        Some(near) => text!("the nearest key is `{}`", near),
        None if keys.iter().any(|key| key.name == "extra") => {
            text!("keys of your own go under `extra`, where a theme can read them")
        }
        None => {
            text!("the keys here are {}", keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", "))
        }
    };
    Diagnostic::new(Code::UnknownKey, path, span, text!("no key is called `{}`", name)).help(help)
}

pub(super) fn impossible_date(path: &str, span: Span, text: &str, error: &DateError) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::ImpossibleDate,
        path,
        span,
        text!("`{}` is no date: {}", text.trim(), Text::from(error)),
    );
    diagnostic.help(text!("write it as 2018-10-08, 2018年10月8日 or 二〇一八年十月八日"))
}

/// What most often is behind YAML that does not parse, judged by its line.
pub(super) fn advice_on_line(line: &str) -> Option<Text> {
    let value = line.split_once(':').map_or("", |(_, value)| value.trim());
    if line.starts_with('\t') {
        Some(text!("YAML allows no tab at the head of a line; use spaces"))
    } else if !line.contains(':') && line.contains('：') {
        Some(text!("after a key stands a half-width colon and a space: `key: value`"))
    } else if value.starts_with('[') && !value.contains(']') {
        Some(text!("close the list with `]`"))
    } else if value.starts_with(['{', '"', '\'', '*', '&', '!', '%', '@', '`']) || value.contains(": ") {
        Some(text!("put the value between quotation marks: `key: \"value\"`"))
    } else {
        None
    }
}
