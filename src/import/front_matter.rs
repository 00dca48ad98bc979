//! Front matter as YAML.

use std::fmt::Write as _;

use super::fields::{Field, Fields};

/// The keys that a field can be, in the order in which they are written.
pub const ORDER: &[&str] = &[
    "title",
    "number",
    "department",
    "date",
    "published",
    "effective",
    "part",
    "page",
    "kind",
    "topics",
    "recipients",
    "index_number",
    "language",
];

/// The fields that the format has no key for.
const EXTRA: &[&str] = &["signature", "label", "attachments"];

/// A document's front matter with its fences.
pub fn write(fields: &Fields) -> String {
    let mut text = String::from("---\n");
    for name in ORDER {
        if let Some(field) = fields.get(name) {
            writeln!(text, "{name}: {}", values(field)).expect("a string takes all");
        }
    }
    let extra: Vec<String> = EXTRA
        .iter()
        .filter_map(|name| fields.get(name))
        .map(|field| format!("  {}: {}\n", field.name, values(field)))
        .collect();
    if !extra.is_empty() {
        text.push_str("extra:\n");
        text.push_str(&extra.concat());
    }
    text.push_str("---\n");
    text
}

fn values(field: &Field) -> String {
    match &field.values[..] {
        [only] if field.name != "attachments" && field.name != "topics" => value(field.name, only),
        many => format!("[{}]", many.iter().map(|one| yaml(one, true)).collect::<Vec<_>>().join(", ")),
    }
}

fn value(name: &str, text: &str) -> String {
    // Dates and pages are no texts to YAML.
    let is_plain = matches!(name, "date" | "published" | "effective")
        || (name == "page" && text.chars().all(|c| c.is_ascii_digit()));
    if is_plain { text.to_owned() } else { yaml(text, false) }
}

/// A text as a YAML value, in quotation marks where a plain one would be read otherwise.
pub fn yaml(text: &str, in_list: bool) -> String {
    let first_is_plain = text.chars().next().is_some_and(|c| c.is_alphabetic() || "（《〈“〔".contains(c));
    let has_marks = text.contains(": ")
        || text.contains(" #")
        || text.contains(['\t', '\n', '"', '\\'])
        || text.ends_with([':', ' ']);
    let has_marks_of_lists = in_list && text.contains([',', '[', ']', '{', '}']);
    let is_plain = first_is_plain
        && !has_marks
        && !has_marks_of_lists
        && !text.chars().any(|c| c.is_control() || c == '\u{feff}')
        && !is_word_of_yaml(text);
    if is_plain { text.to_owned() } else { serde_json::Value::String(text.to_owned()).to_string() }
}

fn is_word_of_yaml(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan"
    ) || text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::{Record, file, role};

    #[test]
    fn every_text_is_read_back_from_its_yaml() {
        for text in [
            "关于甲",
            "a: b",
            "a #b",
            "true",
            "12",
            "- x",
            "\"引\"",
            "各部门：",
            "云政发[2018]8号",
            "x,y",
            "*甲",
            "Nan",
            "{甲}",
            "@甲",
            "%甲",
        ] {
            let path = "2018/10/01-x.md";
            let document =
                format!("---\ntitle: {}\ntopics: [{}]\n---\n", yaml(text, false), yaml(text, true));
            let parsed = file(path, &role(path), document.as_bytes(), &NumberKinds::default());
            let Some(Record::Document(read)) = parsed.record else { panic!("{document}") };
            assert_eq!(&*read.title.value, text, "{document}");
            assert_eq!(&*read.topics[0], text, "{document}");
        }
    }
}
