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

/// What the YAML library says, in words that an editor can use. What is rare is told as it says it.
pub(super) fn yaml_problem(said: &str) -> Text {
    match said {
        "mapping values are not allowed in this context" => {
            text!("the value holds a colon and a space, which only stand behind a key")
        }
        "did not find expected key" | "could not find expected ':'" => {
            text!("here should begin a key with a colon and a space")
        }
        "did not find expected ',' or ']'" => text!("a list that begins with `[` does not end"),
        "did not find expected ',' or '}'" => text!("a mapping that begins with `{` does not end"),
        "did not find expected '-' indicator" => {
            text!("an item of the list does not begin with `- ` below the others")
        }
        "block sequence entries are not allowed in this context" => {
            text!("a list of `- ` items begins on the line of its key")
        }
        "found unexpected end of stream" => text!("a quotation mark is opened and not closed"),
        "found unknown escape character" => {
            text!("`\\` between double quotation marks begins a special character, and not this one")
        }
        "found character that cannot start any token"
        | "did not find expected alphabetic or numeric character" => {
            text!("a value cannot begin with this character")
        }
        "unknown anchor" => text!("a value that begins with `*` names another, and there is none"),
        "found a tab character that violates indentation"
        | "found a tab character where an indentation space is expected" => {
            text!("a line begins with a tab")
        }
        "control characters are not allowed" => text!("there is a control character"),
        other => Text::foreign(other),
    }
}

/// The line, counted from 1, on which a value opens a quotation mark and does not close it. What follows is
/// then read as a part of it, and the fault shows lines below.
pub(super) fn open_quotation(block: &str) -> Option<usize> {
    let opens = |line: &str| {
        let value = line.split_once(':').map_or("", |(_, value)| value.trim());
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        mark.is_some_and(|mark| value.matches(mark).count() == 1)
    };
    block.lines().position(opens).map(|index| index + 1)
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
