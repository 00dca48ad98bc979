//! What VS Code needs to know of an archive: tasks that build and check it, with their findings as
//! marks in the text, the schemas, and where they belong.

use serde_json::{Value, json};

use super::schema::pretty;
use crate::schema::Subject;

/// The files, by their path in the archive.
pub fn files() -> Vec<(String, String)> {
    let mut files = vec![
        (".vscode/tasks.json".to_owned(), text(&tasks())),
        (".vscode/settings.json".to_owned(), text(&settings())),
        (".vscode/extensions.json".to_owned(), text(&extensions())),
    ];
    files.extend(Subject::ALL.map(|subject| (schema_path(subject), text(&subject.schema()))));
    files
}

fn text(value: &Value) -> String {
    format!("{}\n", pretty(value))
}

fn schema_path(subject: Subject) -> String {
    format!(".vscode/gongbao/{}.schema.json", subject.word())
}

/// `check` and `build`, with what they print in their short form read back: a finding at a place, and one
/// about a whole file.
fn tasks() -> Value {
    let at_place = json!({
        "owner": "gongbao",
        "source": "gongbao",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": "^(.+?):(\\d+):(\\d+): (error|warning)\\[([a-z0-9-]+)\\]: (.*)$",
            "file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6,
        },
    });
    let of_file = json!({
        "owner": "gongbao-files",
        "source": "gongbao",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "kind": "file",
            "regexp": "^([^:]+): (error|warning)\\[([a-z0-9-]+)\\]: (.*)$",
            "file": 1, "severity": 2, "code": 3, "message": 4,
        },
    });
    let task = |name: &str, group: Value| {
        json!({
            "label": format!("gongbao {name}"),
            "type": "process",
            "command": "gongbao",
            "args": [name, "--format", "short"],
            "options": { "cwd": "${workspaceFolder}" },
            "group": group,
            "presentation": { "reveal": "silent", "clear": true },
            "problemMatcher": [at_place.clone(), of_file.clone()],
        })
    };
    json!({
        "version": "2.0.0",
        "tasks": [
            task("check", json!({ "kind": "test", "isDefault": true })),
            task("build", json!({ "kind": "build", "isDefault": true })),
        ],
    })
}

/// The line at the head of book.toml by which editors find its schema.
pub fn book_schema_line() -> String {
    format!("#:schema ./{}\n", schema_path(Subject::Book))
}

/// Which schema belongs to the front matter of which files, for extensions that read it as YAML.
fn settings() -> Value {
    let schema = |subject| format!("./{}", schema_path(subject));
    json!({
        "yaml.schemas": {
            schema(Subject::Document): ["content/[0-9]*/*/!(issue).md"],
            schema(Subject::Issue): ["content/[0-9]*/*/issue.md"],
            schema(Subject::Department): ["content/departments/*.md"],
            schema(Subject::Page): ["content/pages/*.md"],
        },
        "files.encoding": "utf8",
        "[markdown]": { "editor.wordWrap": "on", "files.trimTrailingWhitespace": false },
    })
}

/// Even Better TOML completes and checks book.toml.
fn extensions() -> Value {
    json!({ "recommendations": ["tamasfe.even-better-toml"] })
}
