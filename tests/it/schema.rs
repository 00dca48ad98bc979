//! The schemas that editors complete and check by tell what the program reads.

use std::collections::BTreeSet;

use gongbao::config::{self, keys as settings};
use gongbao::parse::keys::{Key, Shape};
use gongbao::parse::{self, Role};
use gongbao::schema::Subject;
use gongbao::source::{Folder, Sources};
use regex::Regex;
use serde_json::{Value, json};

use crate::support::{built, gongbao, repository, text, write, write_project};

/// Why a value does not fit a schema. It knows the words of JSON Schema that ours use, and no others.
fn misfit(schema: &Value, value: &Value) -> Option<String> {
    let fits = |schema: &Value| misfit(schema, value).is_none();
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        let good = match word.as_str() {
            "$schema" | "title" | "description" | "examples" => true,
            "type" => match rule {
                Value::Array(types) => types.iter().any(|one| is_of_type(value, one.as_str().unwrap())),
                one => is_of_type(value, one.as_str().unwrap()),
            },
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "pattern" => {
                let pattern = Regex::new(rule.as_str().unwrap()).unwrap();
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "required" => value.as_object().is_none_or(|object| {
                rule.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))
            }),
            "anyOf" => rule.as_array().unwrap().iter().any(fits),
            "allOf" => rule.as_array().unwrap().iter().all(fits),
            "not" => !fits(rule),
            "items" => {
                let wrong =
                    value.as_array().and_then(|items| items.iter().find_map(|item| misfit(rule, item)));
                if wrong.is_some() {
                    return wrong;
                }
                true
            }
            "properties" => {
                for (key, rule) in rule.as_object().unwrap() {
                    if let Some(wrong) = value.get(key).and_then(|value| misfit(rule, value)) {
                        return Some(format!("{key}: {wrong}"));
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema["properties"].as_object().unwrap();
                value.as_object().is_none_or(|object| object.keys().all(|key| known.contains_key(key)))
            }
            other => panic!("{other} is a word that this test does not know"),
        };
        if !good {
            return Some(format!("{value} against {word} {rule}"));
        }
    }
    None
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

/// The names that a schema has at its top.
fn names(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_schema_has_each_key_in_both_languages_and_no_other() {
    for subject in Subject::ALL {
        let Some(keys) = subject.keys() else { continue };
        let known: BTreeSet<String> =
            keys.iter().flat_map(|key| [key.name.to_owned(), key.chinese.to_owned()]).collect();
        assert_eq!(names(&subject.schema()), known, "{}", subject.word());
    }
    let book = Subject::Book.schema();
    let tables: BTreeSet<String> = settings::TABLES.iter().map(|table| table.name.to_owned()).collect();
    assert_eq!(names(&book), tables);
    for table in settings::TABLES {
        let schema = &book["properties"][table.name];
        let schema = if table.many { &schema["items"] } else { schema };
        let known: BTreeSet<String> = table.settings.iter().map(|setting| setting.name.to_owned()).collect();
        assert_eq!(names(schema), known, "[{}]", table.name);
    }
}

/// Values of a shape, as YAML.
fn examples(shape: Shape) -> Vec<String> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match shape {
        Shape::Text => texts(&["甲", "2018"]),
        Shape::Texts => texts(&["甲", "[甲, 2018]"]),
        Shape::Date => texts(&["2018-10-08", "2018年10月8日", "二〇一八年十月八日"]),
        Shape::Flag => texts(&["true", "false", "是", "否"]),
        Shape::Years => texts(&["5", "五年"]),
        Shape::Pages => texts(&["12", "12-15"]),
        Shape::Count => texts(&["0", "12", "'12'"]),
        Shape::Whole => texts(&["-4", "4"]),
        Shape::IssueNumber => texts(&["10", "增刊1"]),
        Shape::Anything => texts(&["{ a: [1, x] }"]),
        Shape::Mapping(keys) => one_of_each(keys),
        Shape::Mappings(keys) => {
            let one = one_of_each(keys);
            one.iter().map(|mapping| format!("[{mapping}, {mapping}]")).chain(one.clone()).collect()
        }
    }
}

fn one_of_each(keys: &[Key]) -> Vec<String> {
    let mapping = |name: fn(&Key) -> &'static str| {
        let entry = |key: &Key| format!("{}: {}", name(key), examples(key.shape)[0]);
        format!("{{ {} }}", keys.iter().map(entry).collect::<Vec<_>>().join(", "))
    };
    vec![mapping(|key| key.name), mapping(|key| key.chinese)]
}

fn role(subject: Subject) -> Role<'static> {
    match subject {
        Subject::Document => Role::Document { year: 2018, folder: "10", stem: "01" },
        Subject::Issue => Role::Issue { year: 2018, folder: "10" },
        Subject::Department => Role::Department { stem: "jyj" },
        Subject::Page => Role::FreePage { stem: "about" },
        Subject::Book => unreachable!("book.toml has no role"),
    }
}

/// The front matter of a file as JSON.
fn front_matter(file: &str) -> Value {
    let yaml =
        file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or("", |(yaml, _)| yaml);
    let value: serde_yaml::Value = serde_yaml::from_str(yaml).unwrap();
    match serde_json::to_value(value).unwrap() {
        Value::Null => json!({}),
        value => value,
    }
}

#[test]
fn what_the_schema_allows_is_read_without_a_complaint() {
    for subject in Subject::ALL {
        let Some(keys) = subject.keys() else { continue };
        let schema = subject.schema();
        for key in keys {
            for (name, value) in [key.name, key.chinese]
                .iter()
                .flat_map(|name| examples(key.shape).into_iter().map(move |v| (name, v)))
            {
                let title = if key.name == "title" { "" } else { "title: 甲\n" };
                let file = format!("---\n{title}{name}: {value}\n---\n");
                assert_eq!(misfit(&schema, &front_matter(&file)), None, "{file}");
                let parsed = parse::file("a.md", &role(subject), file.as_bytes(), &Default::default());
                assert!(parsed.found.is_empty(), "{file}{:?}", parsed.found);
            }
        }
    }
}

#[test]
fn what_the_program_refuses_the_schema_refuses_too() {
    let document = Subject::Document.schema();
    for yaml in [
        "title: 甲\nnunber: 云政发〔2018〕8号",
        "title: 甲\n标题: 乙",
        "number: 云政发〔2018〕8号",
        "title: [甲]",
        "title: 甲\ndraft: maybe",
        "title: 甲\nattachments: tasks.xlsx",
        "title: 甲\nattachments: [{ file: a.xlsx, name: 甲 }]",
    ] {
        let file = format!("---\n{yaml}\n---\n");
        assert!(misfit(&document, &front_matter(&file)).is_some(), "{yaml}");
        assert!(!built(&format!("@ content/2018/10/01.md\n{file}")).printed.is_empty(), "{yaml}");
    }
    let book = Subject::Book.schema();
    for text in [
        "[book]\ntitle = 1\n",
        "[book]\ntitle = \"甲\"\n[build]\noutptu = \"x\"\n",
        "[book]\ntitle = \"甲\"\nlegal_value = \"none\"\n",
        "[book]\ntitle = \"甲\"\n[check]\nsilence = [\"dead-link\"]\n",
        "[book]\ntitle = \"甲\"\n[[series]]\nslug = \"x\"\n",
        "[book]\ntitle = \"甲\"\n[[citation]]\nkey = \"x\"\n",
    ] {
        assert!(misfit(&book, &toml::from_str::<Value>(text).unwrap()).is_some(), "{text}");
        assert!(config::read(text, &[]).1.has_errors(), "{text}");
    }
}

#[test]
fn the_sample_fits_the_schemas() {
    let sources = Folder::new(repository());
    let mut seen = BTreeSet::new();
    for file in sources.list("content").unwrap().files {
        let subject = match parse::role(file.path.strip_prefix("content/").unwrap()) {
            Role::Document { .. } => Subject::Document,
            Role::Issue { .. } => Subject::Issue,
            Role::Department { .. } => Subject::Department,
            Role::FreePage { .. } => Subject::Page,
            Role::Asset | Role::Misplaced => continue,
        };
        seen.insert(subject.word());
        let value = front_matter(&text(&sources.read(&file.path).unwrap()));
        assert_eq!(misfit(&subject.schema(), &value), None, "{}", file.path);
    }
    assert_eq!(seen.len(), 4, "the sample has files of each kind");
    let book: Value = toml::from_str(&text(&sources.read("book.toml").unwrap())).unwrap();
    assert_eq!(misfit(&Subject::Book.schema(), &book), None);
}

#[test]
fn the_program_prints_one_schema_or_all_of_them() {
    let here = tempfile::tempdir().unwrap();
    let one = gongbao(here.path(), &["schema", "issue"]);
    assert_eq!(serde_json::from_slice::<Value>(&one.stdout).unwrap(), Subject::Issue.schema());
    let all: Value = serde_json::from_slice(&gongbao(here.path(), &["schema"]).stdout).unwrap();
    assert_eq!(all["book"], Subject::Book.schema());
    assert_eq!(all.as_object().unwrap().len(), 5);
}

#[test]
fn a_new_archive_has_what_vs_code_needs_and_what_was_there_stays() {
    let here = tempfile::tempdir().unwrap();
    write(here.path(), "a/.vscode/settings.json", "{ \"mine\": true }");
    assert!(gongbao(here.path(), &["init", "a"]).status.success());
    let read = |path: &str| std::fs::read_to_string(here.path().join("a").join(path)).unwrap();
    assert_eq!(read(".vscode/settings.json"), "{ \"mine\": true }");
    let tasks: Value = serde_json::from_str(&read(".vscode/tasks.json")).unwrap();
    assert_eq!(tasks["tasks"][0]["args"], json!(["check", "--format", "short"]));
    assert!(read("book.toml").starts_with("#:schema ./.vscode/gongbao/book.schema.json\n"));
    assert!(read(".vscode/gongbao/book.schema.json").contains("draft-07"));
    assert!(gongbao(here.path(), &["check", "-C", "a", "--strict"]).status.success());
}

#[test]
fn an_archive_that_is_there_gets_the_files_for_vs_code_and_keeps_its_own() {
    let here = tempfile::tempdir().unwrap();
    assert_eq!(
        gongbao(here.path(), &["init", ".", "--editor"]).status.code(),
        Some(2),
        "there is no archive"
    );
    write_project(
        here.path(),
        "@ book.toml\n[book]\ntitle = \"x\"\nlanguage = \"en\"\n@ .vscode/tasks.json\nmine\n",
    );
    let run = gongbao(here.path(), &["init", ".", "--editor"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let said = text(&run.stdout);
    assert!(said.contains(".vscode/tasks.json is there already and stays as it is"), "{said}");
    assert!(said.contains("made .vscode/settings.json"), "{said}");
    assert_eq!(std::fs::read_to_string(here.path().join(".vscode/tasks.json")).unwrap(), "mine\n");
    assert!(here.path().join(".vscode/gongbao/document.schema.json").exists());
}

/// What VS Code makes of the lines that the task prints.
#[test]
fn the_problem_matchers_read_what_check_prints() {
    let here = tempfile::tempdir().unwrap();
    assert!(gongbao(here.path(), &["init", "a"]).status.success());
    write(&here.path().join("a"), "content/2025/01/05-甲.md", "---\ntitle: 甲\nnunber: 1\n---\n");
    write(&here.path().join("a"), "content/notes.md", "x\n");
    let tasks: Value =
        serde_json::from_slice(&std::fs::read(here.path().join("a/.vscode/tasks.json")).unwrap()).unwrap();
    let task = &tasks["tasks"][0];
    let arguments: Vec<&str> = task["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
    let printed = text(&gongbao(&here.path().join("a"), &arguments).stdout);
    let matched = |line: &str| -> Vec<Vec<String>> {
        let matchers = task["problemMatcher"].as_array().unwrap().iter().map(|matcher| &matcher["pattern"]);
        let read = |pattern: &Value| {
            let found = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
            let found = found.captures(line)?;
            let part = |name: &str| {
                pattern[name].as_u64().map_or(String::new(), |group| found[group as usize].to_owned())
            };
            Some(["file", "line", "column", "severity", "code"].map(part).to_vec())
        };
        matchers.filter_map(read).collect()
    };
    let all: Vec<Vec<String>> = printed.lines().flat_map(matched).collect();
    assert_eq!(
        all,
        [
            vec!["content/2025/01/05-甲.md", "3", "1", "error", "unknown-key"],
            vec!["content/notes.md", "", "", "warning", "misplaced-file"],
        ]
    );
}

#[test]
fn the_manual_tells_of_every_key() {
    let manual = std::fs::read_to_string(repository().join("docs/content-format.md")).unwrap();
    let mut missing = Vec::new();
    for table in settings::TABLES {
        let head = if table.many { format!("[[{}]]", table.name) } else { format!("[{}]", table.name) };
        let described = manual.split(&format!("\n{head}")).nth(1).and_then(|rest| rest.split("\n\n").next());
        let described = described.unwrap_or_else(|| panic!("{head} is not there"));
        let keys = described.lines().filter_map(|line| line.split('=').next()).map(str::trim);
        let keys: BTreeSet<&str> = keys.collect();
        let left_out = table.settings.iter().filter(|setting| !keys.contains(setting.name));
        missing.extend(left_out.map(|setting| format!("{head} {}", setting.name)));
    }
    for key in
        [parse::keys::DOCUMENT, parse::keys::ISSUE, parse::keys::DEPARTMENT, parse::keys::PAGE].concat()
    {
        missing.extend((!manual.contains(&format!("`{}`", key.name))).then(|| key.name.to_owned()));
        missing.extend((!manual.contains(key.chinese)).then(|| key.chinese.to_owned()));
    }
    assert_eq!(missing, Vec::<String>::new());
}
