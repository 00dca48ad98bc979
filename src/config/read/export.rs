//! The table `[export]`.

use super::Reader;
use super::table::Table;
use crate::config::{Artefact, Export};
use crate::diagnostics::Spanned;

impl Reader {
    pub(super) fn export(&mut self, table: &Table<'_>) -> Export {
        let wanted = Artefact::ALL.into_iter().filter(|artefact| {
            let default = Export::default().wanted.contains(artefact);
            self.flag(table, artefact.key()).unwrap_or(default)
        });
        Export {
            wanted: wanted.collect(),
            authority: self.text(table, "authority").and_then(|text| {
                let named = text.value.split_once(',').filter(|(domain, date)| {
                    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@' | '_');
                    let year = date.get(..4).unwrap_or_default();
                    !domain.is_empty()
                        && domain.chars().all(plain)
                        && year.bytes().all(|b| b.is_ascii_digit())
                        && year.len() == 4
                        && date.chars().all(|c| c.is_ascii_digit() || c == '-')
                });
                self.shaped(&text, named.is_some(), "authority", "\"gazette.example,2026\"")
            }),
            jurisdiction: self.text(table, "jurisdiction").and_then(|text| {
                let letters =
                    |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
                let (country, rest) = text.value.split_once('-').unwrap_or((&text.value, "x"));
                let good = country.len() == 2
                    && country.chars().all(|c| c.is_ascii_alphabetic())
                    && rest.split('-').all(letters);
                let lower = Spanned::new(text.value.to_lowercase(), text.span);
                self.shaped(&lower, good, "jurisdiction", "\"cn\" or \"cn-330199\"")
            }),
        }
    }
}
