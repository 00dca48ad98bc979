//! The theme's words, one file a language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use super::plural::Form;
use super::word_file::{Mistake, Phrase, read};
use crate::diagnostics::text;
use crate::gazette::GazetteDate;
use crate::pages::context::Label;

/// The words of a language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    phrases: BTreeMap<String, Phrase>,
}

/// The blanks of `date_format`; each language uses those that it needs.
const DATE_BLANKS: [&str; 4] = ["year", "month", "day", "month_name"];

impl Words {
    /// Lays the phrases of a word file over those that are there; `tag` is the language of the file.
    /// Gives the keys that nothing was there for, with their places.
    ///
    /// # Errors
    /// All that is wrong with the file, each with the bytes where. A phrase that has a blank which nobody
    /// fills is among that.
    pub fn add(&mut self, text: &str, tag: &str) -> Result<Vec<(String, Range<usize>)>, Vec<Mistake>> {
        let mut wrong = Vec::new();
        let mut new = Vec::new();
        for (key, (span, phrase)) in read(text, tag)? {
            let known: Option<BTreeSet<&str>> = match self.phrases.get(&key) {
                _ if key == "date_format" => Some(DATE_BLANKS.into()),
                known => known.map(|known| known.blanks().into_iter().chain(["n"]).collect()),
            };
            let stray =
                known.and_then(|known| phrase.blanks().into_iter().find(|blank| !known.contains(blank)));
            match stray {
                Some(blank) => wrong.push((text!("`{}` has no blank `{{}}`", key, blank), span)),
                None => {
                    if self.phrases.insert(key.clone(), phrase).is_none() {
                        new.push((key, span));
                    }
                }
            }
        }
        if wrong.is_empty() { Ok(new) } else { Err(wrong) }
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
            Phrase::Plural { rules, forms } => {
                let form = n.map_or(Form::Other, |n| rules.form(n));
                forms.get(&form).or_else(|| forms.values().last())?
            }
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

    /// A label in the reader's language.
    #[must_use]
    pub fn label(&self, label: &Label<'_>) -> String {
        match label {
            Label::Text { text, .. } => text.to_string(),
            Label::Word { word } => self.or_key(word, &[]),
            Label::Year { year } => self.or_key("year_label", &[("year", &year.to_string())]),
            Label::Issue { year, number } => self.issue_name(&year.to_string(), number),
            Label::TermYear { text, year } => {
                self.or_key("term_year_label", &[("text", text), ("year", &year.to_string())])
            }
        }
    }

    /// Year and number of an issue.
    #[must_use]
    pub fn issue_name(&self, year: &str, number: &str) -> String {
        let numeric = number.bytes().all(|byte| byte.is_ascii_digit());
        let key = if numeric { "issue_label" } else { "issue_label_other" };
        self.or_key(key, &[("year", year), ("number", number)])
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
        words.add("documents = { one = \"{n} document\", other = \"{n} documents\" }\nmonths = [\"January\"]\ndate_format = \"{day} {month_name} {year}\"", "en").unwrap();
        assert_eq!(words.phrase("documents", Some(1), &[]).unwrap(), "1 document");
        assert_eq!(words.phrase("documents", Some(2), &[]).unwrap(), "2 documents");
        assert_eq!(words.date(GazetteDate::new(2018, 1, 3).unwrap()), "3 January 2018");
    }

    #[test]
    fn a_phrase_counts_as_the_language_of_its_file_does() {
        let mut words = Words::default();
        words.add("a = { one = \"{n} day\", other = \"{n} days\" }\nb = { one = \"{n} year\", other = \"{n} years\" }", "en").unwrap();
        words.add("a = { one = \"{n} день\", few = \"{n} дня\", many = \"{n} дней\" }", "ru").unwrap();
        let told = |n| words.phrase("a", Some(n), &[]).unwrap();
        assert_eq!([told(1), told(3), told(5), told(21)], ["1 день", "3 дня", "5 дней", "21 день"]);
        assert_eq!(words.phrase("b", Some(21), &[]).unwrap(), "21 years");
    }
}
