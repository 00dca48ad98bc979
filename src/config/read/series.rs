//! The tables `[[series]]`: the registers of document numbers.

use super::Reader;
use super::table::Table;
use crate::config::{Coverage, FILE_NAME, SeriesSettings};
use crate::diagnostics::{Code, Diagnostic, Spanned, text};

impl Reader {
    pub(super) fn series(&mut self, table: &Table<'_>) -> Option<SeriesSettings> {
        let Some(prefix) = self.text(table, "prefix") else {
            self.missing(table, "prefix", &text!("the letters before the year, such as \"云政发\""));
            return None;
        };
        Some(SeriesSettings {
            prefix,
            department: self.text(table, "department").map(|text| text.value),
            coverage: self.one_of(
                table,
                "coverage",
                &[
                    ("complete", Coverage::Complete),
                    ("selective", Coverage::Selective),
                    ("unknown", Coverage::Unknown),
                ],
            ),
            slug: self.slug(table),
            aliases: self.texts(table, "aliases").into_iter().map(|text| text.value).collect(),
        })
    }

    fn slug(&mut self, table: &Table<'_>) -> Option<Spanned<String>> {
        let slug = self.text(table, "slug")?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.value.is_empty() || !slug.value.chars().all(plain) {
            let message = text!("`{}` cannot be part of an address", slug.value);
            let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, slug.span, message);
            self.found.push(diagnostic.help(text!("use small letters a to z, digits and `-`")));
            return None;
        }
        Some(slug)
    }
}
