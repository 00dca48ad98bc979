//! The tables `[[citation]]`: kinds of document numbers for other jurisdictions.

use super::{Reader, Table};
use crate::config::{CitationSettings, FILE_NAME};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::gazette::NumberKindError;

impl Reader {
    /// A kind that can be used; what keeps it from that is reported at its pattern or its key.
    pub(super) fn citation(&mut self, table: &Table<'_>) -> Option<CitationSettings> {
        let name = self.text(table, "name").map(|text| text.value);
        let pattern = self.text(table, "pattern");
        let key = self.text(table, "key");
        if pattern.is_none() {
            let shape = "a regular expression, such as '(?<volume>\\d+) FR (?<page>\\d+)'";
            self.missing(table, "pattern", shape);
        }
        if key.is_none() {
            self.missing(table, "key", "the normalised number, such as \"fr-{volume}-{page}\"");
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
    let in_key = matches!(error, NumberKindError::UnknownGroup { .. } | NumberKindError::Brace);
    let span = if in_key { settings.key.span } else { settings.pattern.span };
    let help = match error {
        NumberKindError::Pattern(_) => {
            "write it between single quotation marks, as '…', so that `\\` stays; the syntax is that of \
             https://docs.rs/regex"
                .to_owned()
        }
        NumberKindError::Empty => "let it begin with a word or character that is always there".to_owned(),
        NumberKindError::UnknownGroup { name, groups } => {
            match nearest(name, groups.iter().map(String::as_str)) {
                Some(near) => format!("the nearest group is `{near}`"),
                None if groups.is_empty() => format!("name a group in the pattern, as (?<{name}>…)"),
                None => format!("its groups are {}", groups.join(", ")),
            }
        }
        NumberKindError::Brace => "write the name of a group between { and }".to_owned(),
    };
    Diagnostic::new(Code::WrongValue, FILE_NAME, span, error.to_string()).help(help)
}
