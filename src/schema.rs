//! JSON Schemas of front matter and of book.toml, for editors that complete and check them.
//!
//! Made from the lists of keys that reading goes by, so that they cannot tell another story. Must not
//! know: content, disk.

use serde_json::{Map, Value, json};

use crate::config::keys::{self as settings, Setting, TableKeys};
use crate::parse::keys::{self, Key, Shape};

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The front matter of a document.
    Document,
    /// The front matter of an issue.
    Issue,
    /// The front matter of a department.
    Department,
    /// The front matter of a free page.
    Page,
    /// book.toml.
    Book,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Document, Self::Issue, Self::Department, Self::Page, Self::Book];

    /// The word for it on the command line and in names of files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Issue => "issue",
            Self::Department => "department",
            Self::Page => "page",
            Self::Book => "book",
        }
    }

    /// The keys of a front matter; `None` for book.toml.
    #[must_use]
    pub fn keys(self) -> Option<&'static [Key]> {
        match self {
            Self::Document => Some(keys::DOCUMENT),
            Self::Issue => Some(keys::ISSUE),
            Self::Department => Some(keys::DEPARTMENT),
            Self::Page => Some(keys::PAGE),
            Self::Book => None,
        }
    }

    /// The schema (JSON Schema, draft 7, which the editors' extensions know).
    #[must_use]
    pub fn schema(self) -> Value {
        let mut schema = match self.keys() {
            Some(keys) => mapping(keys),
            None => book(),
        };
        // An issue's file may say nothing: the folder tells the rest. All else has a title.
        if matches!(self, Self::Document | Self::Department | Self::Page) {
            let title = self.keys().and_then(|keys| keys::find(keys, "title"));
            let named = |key: &Key| json!([{ "required": [key.name] }, { "required": [key.chinese] }]);
            schema["anyOf"] = title.map(named).unwrap_or_default();
        }
        schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
        schema["title"] = json!(format!("gongbao: {}", self.word()));
        schema
    }
}

/// A mapping with these keys, in either language but not in both.
fn mapping(keys: &'static [Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        properties
            .insert(key.name.into(), described(key.shape, key.meaning, key.chinese, key.chinese_meaning));
        properties
            .insert(key.chinese.into(), described(key.shape, key.chinese_meaning, key.name, key.meaning));
    }
    let twice = |key: &Key| json!({ "not": { "required": [key.name, key.chinese] } });
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "allOf": keys.iter().map(twice).collect::<Vec<_>>(),
    })
}

/// A value with what it means: in the language of its key, then the other name and what that means.
fn described(shape: Shape, meaning: &str, other: &str, other_meaning: &str) -> Value {
    let mut value = shape_schema(shape);
    value["description"] = json!(format!("{meaning}\n\n{other}: {other_meaning}"));
    value
}

/// What YAML may give for a shape. A key without a value counts as left out, and a number or a word that
/// YAML takes for something else is read as the text that it is written with.
fn shape_schema(shape: Shape) -> Value {
    let scalar = json!(["string", "number", "boolean", "null"]);
    match shape {
        Shape::Text => json!({ "type": scalar }),
        Shape::Texts => json!({
            "type": ["string", "number", "boolean", "null", "array"],
            "items": { "type": scalar },
        }),
        Shape::Date => json!({
            "type": ["string", "number", "null"],
            "examples": ["2018-10-08", "2018年10月8日", "二〇一八年十月八日"],
        }),
        Shape::Flag => json!({ "enum": [true, false, "是", "否", null] }),
        Shape::Years => json!({ "type": ["integer", "string", "null"], "examples": [5, "五年"] }),
        Shape::Pages => json!({
            "type": ["integer", "string", "null"],
            "minimum": 1,
            "examples": [12, "12-15"],
        }),
        Shape::Count => {
            json!({ "type": ["integer", "string", "null"], "minimum": 0, "pattern": "^\\s*[0-9]+\\s*$" })
        }
        Shape::Whole => json!({ "type": ["integer", "string", "null"], "pattern": "^\\s*[+-]?[0-9]+\\s*$" }),
        Shape::IssueNumber => {
            json!({ "type": ["integer", "string", "null"], "examples": [10, "增刊1"] })
        }
        Shape::Mapping(keys) => json!({ "anyOf": [{ "type": "null" }, mapping(keys)] }),
        Shape::Mappings(keys) => {
            let one = mapping(keys);
            json!({ "anyOf": [{ "type": "null" }, one.clone(), { "type": "array", "items": one }] })
        }
        Shape::Anything => json!({}),
    }
}

fn book() -> Value {
    let mut properties = Map::new();
    for table in settings::TABLES {
        properties.insert(table.name.into(), table_schema(table));
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": ["book"],
        "additionalProperties": false,
    })
}

fn table_schema(table: &TableKeys) -> Value {
    let mut properties = Map::new();
    for setting in table.settings {
        let mut value = setting_schema(setting);
        value["description"] = json!(format!("{}\n\n{}", setting.meaning, setting.chinese_meaning));
        properties.insert(setting.name.into(), value);
    }
    let required: Vec<&str> =
        table.settings.iter().filter(|setting| setting.required).map(|setting| setting.name).collect();
    let description = format!("{}\n\n{}", table.meaning, table.chinese_meaning);
    let mut one = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        one["required"] = json!(required);
    }
    if table.many {
        return json!({ "type": "array", "items": one, "description": description });
    }
    one["description"] = json!(description);
    one
}

fn setting_schema(setting: &Setting) -> Value {
    match setting.shape {
        settings::Shape::Text => json!({ "type": "string" }),
        settings::Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        settings::Shape::Warnings => {
            json!({ "type": "array", "items": { "enum": settings::warnings() } })
        }
        settings::Shape::Flag => json!({ "enum": [true, false, "true", "false"] }),
        settings::Shape::Word(words) => json!({ "enum": words }),
        settings::Shape::FlagOrWord(words) => {
            let flags = [json!(true), json!(false), json!("true"), json!("false")];
            let words = words.iter().map(|word| json!(word));
            json!({ "enum": flags.into_iter().chain(words).collect::<Vec<_>>() })
        }
    }
}
