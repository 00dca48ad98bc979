//! Lists that offices keep in databases and spreadsheets: JSON Lines and CSV, with a small file that
//! says which column is which field.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::assemble::{Extent, Options, import};
use super::dates::date_in;
use super::fields::Field;
use super::front_matter;
use super::imported::Imported;
use super::message::Message;
use super::profile::Profile;

/// The fields that a column can be.
fn known_fields() -> impl Iterator<Item = &'static str> {
    front_matter::ORDER.iter().copied().chain(["signature"])
}

/// The fields that take a list.
const LISTS: &[&str] = &["number", "department", "topics", "signature"];

/// The fields that are dates.
const DATES: &[&str] = &["date", "published", "effective"];

/// Which column is which field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The name of the profile that the text is read by.
    #[serde(default)]
    pub profile: Option<String>,
    /// What stands between the values of a list within one column.
    #[serde(default)]
    pub split: Option<String>,
    /// The field of each column: `title = "TITLE"`. `text` is the document's text.
    pub fields: BTreeMap<String, String>,
    /// The columns that tell the issue: `year`, `number`, `date`.
    #[serde(default)]
    pub issue: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping from its TOML.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let mapping: Self = toml::from_str(toml).map_err(|error| error.to_string())?;
        let unknown =
            mapping.fields.keys().find(|name| known_fields().all(|known| known != *name) && *name != "text");
        if let Some(name) = unknown {
            return Err(format!(
                "`{name}` is no field; there are {}, text",
                known_fields().collect::<Vec<_>>().join(", ")
            ));
        }
        let unknown = mapping.issue.keys().find(|name| !["year", "number", "date"].contains(&name.as_str()));
        if let Some(name) = unknown {
            return Err(format!("`{name}` is no field of an issue; there are year, number, date"));
        }
        Ok(mapping)
    }
}

/// A record: the text of each column by its name.
pub type Record = BTreeMap<String, String>;

/// Records as issues: those of one issue together, in their order.
///
/// # Errors
///
/// Which record cannot be read, in words.
pub fn import_records(
    records: &[Record],
    mapping: &Mapping,
    options: &Options,
) -> Result<Vec<Imported>, String> {
    let mut issues: BTreeMap<(String, String), Imported> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let column = |name: &String| record.get(name).map_or("", |value| value.trim());
        let missing = mapping.fields.values().find(|column| !record.contains_key(*column));
        if let Some(column) = missing.filter(|_| index == 0) {
            let known: Vec<&str> = record.keys().map(String::as_str).collect();
            return Err(format!("there is no column `{column}`; there are {}", known.join(", ")));
        }
        let date = mapping.issue.get("date").map_or("", column);
        let year = mapping.issue.get("year").map_or("", column);
        let year = if year.is_empty() { date.get(..4).unwrap_or("") } else { year.get(..4).unwrap_or(year) };
        let number = mapping.issue.get("number").map_or("", column);
        let mut options = options.clone();
        options.extent = Extent::Single;
        options.year = options.year.or_else(|| year.parse().ok());
        options.issue = options.issue.or_else(|| Some(number.to_owned()).filter(|number| !number.is_empty()));
        let text = mapping.fields.get("text").map_or("", column);
        let mut one = import(text, &options);
        override_fields(&mut one, record, mapping, &options.profile)?;
        let key = (
            options.year.map_or_else(String::new, |year| year.to_string()),
            options.issue.unwrap_or_default(),
        );
        match issues.get_mut(&key) {
            Some(issue) => issue.append(one),
            None => {
                issues.insert(key, one);
            }
        }
    }
    let mut issues: Vec<Imported> = issues.into_values().collect();
    for issue in &mut issues {
        issue.name_files(0);
    }
    Ok(issues)
}

/// What a column says goes before what was read from the text.
fn override_fields(
    one: &mut Imported,
    record: &Record,
    mapping: &Mapping,
    profile: &Profile,
) -> Result<(), String> {
    let Some(document) = one.documents.first_mut() else {
        let title =
            mapping.fields.get("title").and_then(|column| record.get(column)).map_or("", String::as_str);
        return Err(format!("the record `{title}` has no text"));
    };
    for name in known_fields() {
        let Some(column) = mapping.fields.get(name) else { continue };
        let value = record.get(column).map_or("", |value| value.trim());
        if value.is_empty() {
            continue;
        }
        let values: Vec<String> = match mapping.split.as_deref().filter(|_| LISTS.contains(&name)) {
            Some(mark) => {
                value.split(mark).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
            }
            // Spreadsheets print dates as each office does; the format has one way.
            None if DATES.contains(&name) => vec![in_order(value, profile)],
            None => vec![value.to_owned()],
        };
        let lines = document
            .fields
            .iter()
            .find(|field| field.name == name)
            .map_or_else(Vec::new, |field| field.lines.clone());
        document.fields.retain(|field| field.name != name);
        let because = Message::new("the column {}").text(column);
        document.fields.push(Field { name, values, lines, confidence: 100, because });
    }
    document.doubts.retain(|finding| !super::findings::is_of_field(finding));
    let body = crate::parse::text_below_front_matter(&document.content).to_owned();
    let fields = super::fields::Fields { all: document.fields.clone(), ..Default::default() };
    document.content = format!("{}\n{}", front_matter::write(&fields), body.trim_start_matches('\n'));
    if let Some(part) = fields.get("part").and_then(|field| field.values.first()) {
        one.issue.parts = vec![part.clone()];
    }
    Ok(())
}

/// A date as the format writes it; what is no date is kept for the build to tell of.
fn in_order(value: &str, profile: &Profile) -> String {
    date_in(value, profile).map_or_else(|| value.to_owned(), |date| date.to_string())
}

/// The records of JSON Lines.
///
/// # Errors
///
/// Which line is no JSON object.
pub fn json_lines(text: &str) -> Result<Vec<Record>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let value: Value =
                serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?;
            let Value::Object(object) = value else {
                return Err(format!("line {} is no JSON object", index + 1));
            };
            Ok(object.into_iter().map(|(name, value)| (name, as_text(&value))).collect())
        })
        .collect()
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(as_text).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

/// The records of a CSV file, whose first row names the columns. Commas, semicolons or tabs stand
/// between the cells, whichever the first row has most of.
///
/// # Errors
///
/// When there is no head, or a quotation mark is never closed.
pub fn csv(text: &str) -> Result<Vec<Record>, String> {
    let head = text.lines().next().ok_or("the file is empty")?;
    let count = |mark: char| head.matches(mark).count();
    let mark = [',', ';', '\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == ',')).unwrap_or(',');
    let mut rows = rows(text, mark)?.into_iter();
    let head = rows.next().ok_or("the file is empty")?;
    Ok(rows
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .map(|row| {
            head.iter().cloned().zip(row.into_iter().chain(std::iter::repeat(String::new()))).collect()
        })
        .collect())
}

fn rows(text: &str, mark: char) -> Result<Vec<Vec<String>>, String> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("there is always an open row");
        let cell = row.last_mut().expect("there is always an open cell");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ if c == mark && !quoted => row.push(String::new()),
            _ => cell.push(c),
        }
    }
    if quoted { Err("a quotation mark is never closed".into()) } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::profile::Profile;

    #[test]
    fn a_spreadsheet_is_read_with_its_quotation_marks() {
        let records = csv("题,文\r\n\"甲,乙\",\"说\"\"话\"\"\n第二行\"\r\n丙,丁\r\n").unwrap();
        assert_eq!(records[0]["题"], "甲,乙");
        assert_eq!(records[0]["文"], "说\"话\"\n第二行");
        assert_eq!(records.len(), 2);
        assert!(csv("a,b\n\"x").is_err());
    }

    #[test]
    fn a_record_becomes_a_document_with_what_its_columns_say() {
        let mapping = Mapping::parse(
            "profile = 'tw'\nsplit = ';'\n[fields]\ntitle = 't'\nnumber = 'n'\ndate = 'd'\ntext = 'x'\n[issue]\nyear = 'd'\n",
        )
        .unwrap();
        let line = "{\"t\":\"雲溪部令\",\"n\":\"雲字第1號;溪字第2號\",\"d\":\"2014-01-02\",\"x\":\"正文一。\\n\\n正文二。\"}";
        let options = Options {
            profile: Profile::built_in("tw").unwrap(),
            year: None,
            issue: Some("1".into()),
            extent: Extent::Any,
        };
        let issues = import_records(&json_lines(line).unwrap(), &mapping, &options).unwrap();
        assert_eq!(issues.len(), 1);
        let document = &issues[0].documents[0];
        assert_eq!(document.values("number"), ["雲字第1號", "溪字第2號"]);
        assert!(document.content.contains("date: 2014-01-02\n"), "{}", document.content);
        assert!(Mapping::parse("[fields]\nheadline = 'x'\n").unwrap_err().contains("headline"));
    }
}
