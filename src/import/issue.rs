//! What the cover says of the issue, and its file.

use std::fmt::Write as _;

use crate::gazette::numeral::han_number;

use super::contents::Contents;
use super::dates::{date_in, date_on};
use super::fields::Field;
use super::front_matter::yaml;
use super::lines::{Fate, Furniture, Line};
use super::profile::Profile;

/// A page number's line that is longer in bytes says more than the number.
const HEAD_LENGTH_MIN: usize = 24;

/// How many lines from the top a head may tell the day of the issue.
const COVER_LINES_MAX: usize = 6;

/// What is known of an issue.
#[derive(Clone, Debug, Default)]
pub struct IssueFacts {
    /// The fields, each with its line: `gazette`, `year`, `number`, `total_number`, `date`.
    pub fields: Vec<Field>,
    /// Its parts, in order.
    pub parts: Vec<String>,
    /// Text that belongs to no document: a foreword, a colophon.
    pub text: String,
}

impl IssueFacts {
    /// A field's value.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name)?.values.first().map(String::as_str)
    }

    fn set(&mut self, name: &'static str, value: String, line: usize, confidence: u8, because: &'static str) {
        if self.value(name).is_none() && !value.is_empty() {
            let because = because.into();
            self.fields.push(Field { name, values: vec![value], lines: vec![line], confidence, because });
        }
    }

    /// The issue's file.
    pub fn file(&self) -> String {
        let mut text = String::from("---\n");
        for (key, name) in
            [("year", "year"), ("number", "number"), ("total_number", "total_number"), ("date", "date")]
        {
            if let Some(value) = self.value(name) {
                let plain = name == "date" || value.parse::<u32>().is_ok();
                writeln!(text, "{key}: {}", if plain { value.to_owned() } else { yaml(value, false) })
                    .expect("a string takes all");
            }
        }
        if !self.parts.is_empty() {
            let parts: Vec<String> = self.parts.iter().map(|part| yaml(part, true)).collect();
            writeln!(text, "parts: [{}]", parts.join(", ")).expect("a string takes all");
        }
        text.push_str("---\n");
        if !self.text.is_empty() {
            text.push('\n');
            text.push_str(&self.text);
        }
        text
    }
}

/// Reads the cover and the running heads.
pub fn read(lines: &[Line], profile: &Profile, contents: Option<&Contents>) -> IssueFacts {
    let mut facts = IssueFacts {
        parts: contents.map_or_else(Vec::new, |contents| contents.parts.clone()),
        ..IssueFacts::default()
    };
    let cover = |line: &&Line| {
        // A head may hold the page beside the number of the issue: Núm. 57 … Pág. 10431.
        let is_head =
            line.fate == Fate::Furniture(Furniture::PageNumber) && line.bare.len() > HEAD_LENGTH_MIN;
        is_head
            || matches!(line.fate, Fate::Furniture(Furniture::Cover | Furniture::RunningHead))
            || line.fate == Fate::Foreword
    };
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| cover(line)) {
        let is_cover = line.fate == Fate::Furniture(Furniture::Cover);
        if profile.cover.gazette.is_match(&line.bare) {
            let name = profile.cover.gazette.group("gazette", &line.bare).unwrap_or(&line.bare);
            let next =
                lines.get(index + 1).filter(|next| cover(next) && profile.cover.goes_on.is_match(&next.bare));
            let name = profile.join(&[name, next.map_or("", |next| &next.bare)]);
            facts.set("gazette", name, index, 95, "a line of the cover");
        }
        // Where words are set apart, the line of volume, place and day is a long one.
        if line.bare.chars().count() > if profile.spaced { 160 } else { 60 } {
            continue;
        }
        let sure = if is_cover { 95 } else { 85 };
        for (group, name) in [("year", "year"), ("number", "number"), ("total", "total_number")] {
            if let Some(found) = profile.cover.issue.group(group, &line.bare) {
                let value = if name == "year" { full_year(found, profile) } else { arabic(found) };
                facts.set(name, value, index, sure, "a line of the cover");
            }
        }
        if let Some(date) = date_on(line, profile).filter(|_| is_cover || index < COVER_LINES_MAX) {
            facts.set("date", date.to_string(), index, 93, "a date on the cover");
        }
    }
    complete_date(lines, profile, &mut facts);
    facts
}

/// What the year tells of the day on the cover, and the date of the year.
fn complete_date(lines: &[Line], profile: &Profile, facts: &mut IssueFacts) {
    // 8月10日出版: the year stands on another line.
    if let Some(year) = facts.value("year").map(ToOwned::to_owned) {
        let covers =
            lines.iter().enumerate().filter(|(_, line)| line.fate == Fate::Furniture(Furniture::Cover));
        let found = covers.into_iter().find_map(|(index, line)| {
            let begins = line.bare.starts_with(|c: char| c.is_ascii_digit()) && line.bare.contains('月');
            Some((index, date_in(&format!("{year}年{}", line.bare), profile).filter(|_| begins)?))
        });
        if let Some((index, date)) = found {
            facts.set("date", date.to_string(), index, 88, "a day on the cover, and its year");
        }
    }
    if let Some(year) = facts.value("date").and_then(|date| date.get(..4)).map(ToOwned::to_owned) {
        let line = facts.fields.iter().find(|field| field.name == "date").map_or(0, |field| field.lines[0]);
        facts.set(
            "year",
            year.trim_start_matches('0').to_owned(),
            line,
            90,
            "the year of the date on the cover",
        );
    }
}

/// A year; one of two or three figures is counted from the profile's era that is not named.
fn full_year(text: &str, profile: &Profile) -> String {
    let year = arabic(text);
    match (year.parse::<i32>(), profile.dates.eras.get("")) {
        (Ok(year), Some(before)) if year < 1000 => (year + before).to_string(),
        _ => year,
    }
}

/// 十 → 10, ○ as a digit; what is no number stays as it is. A year of the Republic becomes one of
/// the common era.
fn arabic(text: &str) -> String {
    if let Some(year) = text.strip_prefix("民國").and_then(|year| year.parse::<u32>().ok()) {
        return (year + 1911).to_string();
    }
    han_number(text).map_or_else(|| text.replace(',', ""), |number| number.to_string())
}
