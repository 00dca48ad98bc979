//! The numbers that Word sets in front of paragraphs.

use std::collections::BTreeMap;

use super::Reading;
use super::xml::{attribute, each};
use crate::gazette::numeral::to_han;

/// A level of a numbered list: how its number looks, and the text around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    pub(super) format: String,
    pub(super) text: String,
    pub(super) start: u32,
}

impl Reading {
    /// The number that Word would set in front of a paragraph.
    pub(super) fn label(&mut self, id: &str, level: usize) -> String {
        let Some(levels) = self.numbering.get(id) else { return String::new() };
        let Some(rule) = levels.get(level) else { return String::new() };
        let counters = self.counters.entry(id.to_owned()).or_insert_with(|| vec![0; 9]);
        if level >= counters.len() {
            return String::new();
        }
        counters[level] =
            if counters[level] == 0 { rule.start.max(1) } else { counters[level].saturating_add(1) };
        counters[level + 1..].fill(0);
        if rule.format == "bullet" {
            return "- ".into();
        }
        let mut label = rule.text.clone();
        for (index, counter) in counters.iter().enumerate().take(level + 1) {
            let format = levels.get(index).map_or("decimal", |level| level.format.as_str());
            label = label.replace(&format!("%{}", index + 1), &counted(*counter, format));
        }
        label
    }
}

fn counted(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => to_han(number),
        "lowerLetter" => letter(number, 'a'),
        "upperLetter" => letter(number, 'A'),
        _ => number.to_string(),
    }
}

fn letter(number: u32, first: char) -> String {
    char::from_u32(first as u32 + (number.saturating_sub(1) % 26)).map_or_else(String::new, String::from)
}

/// The levels of each numbered list, and whether that is all.
pub(super) fn numbering(xml: &str) -> (BTreeMap<String, Vec<Level>>, bool) {
    let mut abstracts: BTreeMap<String, Vec<Level>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    let (mut open, mut number) = (String::new(), String::new());
    let whole = each(xml, |name, start| {
        let value = || attribute(start, "val").unwrap_or_default();
        let levels = abstracts.entry(open.clone()).or_default();
        match name {
            "abstractNum" => open = attribute(start, "abstractNumId").unwrap_or_default(),
            "lvl" => levels.push(Level { start: 1, format: "decimal".into(), ..Level::default() }),
            "start" => {
                levels.last_mut().into_iter().for_each(|level| level.start = value().parse().unwrap_or(1));
            }
            "numFmt" => levels.last_mut().into_iter().for_each(|level| level.format = value()),
            "lvlText" => levels.last_mut().into_iter().for_each(|level| level.text = value()),
            "num" => number = attribute(start, "numId").unwrap_or_default(),
            "abstractNumId" => {
                if let Some(levels) = abstracts.get(&value()) {
                    found.insert(number.clone(), levels.clone());
                }
            }
            _ => {}
        }
    });
    (found, whole)
}
