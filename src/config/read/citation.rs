//! The tables `[[citation]]`: kinds of document numbers for other jurisdictions.

use super::Reader;
use super::table::Table;
use crate::config::{CitationSettings, FILE_NAME};
use crate::diagnostics::{Code, Diagnostic, nearest, text};
use crate::gazette::NumberKindError;

impl Reader {
    /// A kind that can be used; what keeps it from that is reported at its pattern or its key.
    pub(super) fn citation(&mut self, table: &Table<'_>) -> Option<CitationSettings> {
        let name = self.text(table, "name").map(|text| text.value);
        let pattern = self.text(table, "pattern");
        let key = self.text(table, "key");
        if pattern.is_none() {
            let shape = text!("a regular expression, such as '(?<volume>\\d+) FR (?<page>\\d+)'");
            self.missing(table, "pattern", &shape);
        }
        if key.is_none() {
            self.missing(table, "key", &text!("the normalised number, such as \"fr-{volume}-{page}\""));
        }
        let settings = CitationSettings { name: name.unwrap_or_default(), pattern: pattern?, key: key? };
        match settings.kind() {
            Ok(_) => Some(settings),
            Err(error) => {
                self.found.push(wrong(&settings, &error));
                None
            }
        }
    }
}

fn wrong(settings: &CitationSettings, error: &NumberKindError) -> Diagnostic {
    let (span, message, help) = match error {
        NumberKindError::Pattern(reason) => (
            settings.pattern.span,
            text!("this pattern is no regular expression: {}", reason),
            text!("write it between single quotation marks; the syntax is that of https://docs.rs/regex"),
        ),
        NumberKindError::Empty => (
            settings.pattern.span,
            text!("this pattern also fits a text without characters"),
            text!("let it begin with a word or character that is always there"),
        ),
        NumberKindError::Brace => (
            settings.key.span,
            text!("a brace of this key has no partner"),
            text!("write the name of a group between { and }"),
        ),
        NumberKindError::UnknownGroup { name, groups } => (
            settings.key.span,
            text!("the pattern has no group `{}`", name),
            match nearest(name, groups.iter().map(String::as_str)) {
                Some(near) => text!("the nearest group is `{}`", near),
                None if groups.is_empty() => text!("name a group in the pattern, as (?<{}>…)", name),
                None => text!("its groups are {}", groups.join(", ")),
            },
        ),
    };
    Diagnostic::new(Code::WrongValue, FILE_NAME, span, message).help(help)
}
