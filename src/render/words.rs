//! The theme's words, one file a language.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostics::{Text, text};
use crate::gazette::GazetteDate;

/// A word file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    phrases: BTreeMap<String, Phrase>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phrase {
    One(String),
    /// By number, after the plural rules of Unicode CLDR: `one` and `other` are all that the languages
    /// of the default theme need.
    Plural {
        one: String,
        other: String,
    },
    List(Vec<String>),
}

impl Words {
    /// Adds the phrases of a word file over those that are there.
    ///
    /// # Errors
    /// What is wrong with the file, and the range of bytes where.
    pub fn add(&mut self, text: &str) -> Result<(), (Text, std::ops::Range<usize>)> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            (Text::foreign(error.message()), error.span().unwrap_or(0..0))
        })?;
        for (key, value) in table {
            let phrase = match value {
                toml::Value::String(text) => Phrase::One(text),
                toml::Value::Array(items) => {
                    Phrase::List(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
                }
                toml::Value::Table(forms) => {
                    let form = |name: &str| forms.get(name).and_then(toml::Value::as_str).map(str::to_owned);
                    let Some(other) = form("other") else {
                        return Err((text!("`{}` has no form `other`", key), 0..0));
                    };
                    Phrase::Plural { one: form("one").unwrap_or_else(|| other.clone()), other }
                }
                _ => return Err((text!("`{}` is neither text nor a table of forms", key), 0..0)),
            };
            self.phrases.insert(key, phrase);
        }
        Ok(())
    }

    /// The keys, for comparing languages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(String::as_str)
    }

    /// A phrase with its blanks filled. `n` picks the plural form and fills `{n}`.
    #[must_use]
    pub fn phrase(&self, key: &str, n: Option<u64>, values: &[(&str, &str)]) -> Option<String> {
        let text = match self.phrases.get(key)? {
            Phrase::One(text) => text,
            Phrase::Plural { one, .. } if n == Some(1) => one,
            Phrase::Plural { other, .. } => other,
            Phrase::List(items) => return Some(items.join(" ")),
        };
        Some(filled(text, n, values))
    }

    /// A phrase that is the same wherever it stands: without blanks and forms.
    #[must_use]
    pub fn constant(&self, key: &str) -> Option<&str> {
        match self.phrases.get(key)? {
            Phrase::One(text) if !text.contains(['{', '}']) => Some(text),
            _ => None,
        }
    }

    /// A phrase, or its key when the word file lacks it.
    #[must_use]
    pub fn or_key(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.phrase(key, None, values).unwrap_or_else(|| key.to_owned())
    }

    /// A date in the reader's manner.
    #[must_use]
    pub fn date(&self, date: GazetteDate) -> String {
        let Some(Phrase::One(format)) = self.phrases.get("date_format") else { return date.to_string() };
        let mut out = String::with_capacity(format.len() + 8);
        let mut rest = format.as_str();
        while let Some((before, blank)) = rest.split_once('{') {
            let (name, after) = blank.split_once('}').unwrap_or((blank, ""));
            out.push_str(before);
            self.date_part(&mut out, date, name);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn date_part(&self, out: &mut String, date: GazetteDate, name: &str) {
        // Writing to a string cannot fail.
        let _ = match name {
            "year" => write!(out, "{}", date.year()),
            "month" => write!(out, "{}", date.month()),
            "day" => write!(out, "{}", date.day()),
            "month_name" => match self.phrases.get("months") {
                Some(Phrase::List(months)) => {
                    write!(out, "{}", months.get(usize::from(date.month()) - 1).map_or("", String::as_str))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        };
    }
}

/// A text with its blanks filled. One that nothing is given for stays as it is written.
fn filled(text: &str, n: Option<u64>, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, blank)) = rest.split_once('{') {
        out.push_str(before);
        let name = blank.split_once('}').map(|(name, _)| name);
        let value = name.and_then(|name| values.iter().find(|(known, _)| *known == name));
        rest = match (name, n, value) {
            (Some("n"), Some(n), _) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{n}");
                &blank["n}".len()..]
            }
            (Some(name), _, Some((_, value))) => {
                out.push_str(value);
                &blank[name.len() + 1..]
            }
            _ => {
                out.push('{');
                blank
            }
        };
    }
    out.push_str(rest);
    out
}

/// The word files to look for, the best first, for a BCP 47 tag.
#[must_use]
pub fn languages_for(tag: &str) -> Vec<String> {
    let mut wanted = vec![tag.to_owned()];
    let parts: Vec<&str> = tag.split('-').collect();
    for end in (1..parts.len()).rev() {
        wanted.push(parts[..end].join("-"));
    }
    if parts[0] == "zh" {
        let traditional = parts.iter().any(|part| matches!(*part, "Hant" | "TW" | "HK" | "MO"));
        wanted.push(if traditional { "zh-Hant".into() } else { "zh-Hans".into() });
    }
    wanted.push("en".into());
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_nearest_words() {
        assert_eq!(languages_for("zh-TW"), ["zh-TW", "zh", "zh-Hant", "en"]);
        assert_eq!(languages_for("de-AT"), ["de-AT", "de", "en"]);
    }

    #[test]
    fn only_the_blanks_of_a_phrase_are_filled() {
        let values = [("name", "{of}"), ("of", "乙")];
        assert_eq!(filled("{name}、{of}、{n}、{other} {", Some(3), &values), "{of}、乙、3、{other} {");
        assert_eq!(filled("{n}", None, &values), "{n}");
    }

    #[test]
    fn numbers_pick_the_form() {
        let mut words = Words::default();
        words.add("documents = { one = \"{n} document\", other = \"{n} documents\" }\nmonths = [\"January\"]\ndate_format = \"{day} {month_name} {year}\"").unwrap();
        assert_eq!(words.phrase("documents", Some(1), &[]).unwrap(), "1 document");
        assert_eq!(words.phrase("documents", Some(2), &[]).unwrap(), "2 documents");
        assert_eq!(words.date(GazetteDate::new(2018, 1, 3).unwrap()), "3 January 2018");
    }
}
