//! What templates are given, written down from the types: `docs/theme-contexts.md` is made here and
//! cannot differ from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use crate::support::repository;

/// A struct or enum of the contexts, as its source says.
#[derive(Default)]
struct Type {
    name: String,
    documentation: String,
    /// Fields of a struct, variants of an enum.
    members: Vec<Member>,
    is_enum: bool,
}

#[derive(Default)]
struct Member {
    name: String,
    documentation: String,
    /// The type of a field, or the fields of a variant in braces.
    of: String,
}

/// Reads the types of a file that rustfmt has laid out: one member a line, its documentation above it.
fn types(path: &str) -> Vec<Type> {
    let text = fs::read_to_string(repository().join(path)).unwrap();
    let mut types: Vec<Type> = Vec::new();
    let mut open: Option<Type> = None;
    let mut documentation = String::new();
    for line in text.lines() {
        let inner = line.trim();
        if let Some(words) = inner.strip_prefix("///") {
            documentation.push_str(words);
        } else if let Some(kind) = opens(line) {
            let name: String = kind.1.chars().take_while(|character| character.is_alphanumeric()).collect();
            let documentation = std::mem::take(&mut documentation).trim().to_owned();
            open = Some(Type { name, documentation, is_enum: kind.0, members: Vec::new() });
            if line.ends_with('}') {
                types.extend(open.take());
            }
        } else if line == "}" {
            types.extend(open.take());
        } else if inner.starts_with("#[serde(") {
            let known = ["#[serde(tag = \"is\", rename_all = \"snake_case\")]", "#[serde(untagged)]"];
            assert!(
                known.contains(&inner),
                "{path}: the guide does not know what `{inner}` does to a template"
            );
        } else if let Some(of) = &mut open {
            // Members stand one step in; what stands further in are the fields of a variant.
            let depth = line.len() - line.trim_start().len();
            if depth == 4 && inner != "}," {
                let member = inner.trim_start_matches("pub ").trim_end_matches([',', '{', ' ']);
                let (name, kind) = member.split_once(": ").unwrap_or((member, ""));
                let documentation = std::mem::take(&mut documentation).trim().to_owned();
                of.members.push(Member { name: name.into(), documentation, of: kind.into() });
            } else if let Some((name, kind)) = inner.trim_end_matches(',').split_once(": ") {
                let member = of.members.last_mut().expect("fields of a variant follow its name");
                write!(
                    member.of,
                    "{}`{name}`: {}",
                    if member.of.is_empty() { "" } else { ", " },
                    words(kind).1
                )
                .unwrap();
                documentation.clear();
            }
        } else if !inner.starts_with("#[") {
            documentation.clear();
        }
    }
    types
}

/// Whether a line opens an enum or a struct, and what follows the keyword.
fn opens(line: &str) -> Option<(bool, &str)> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let of = |keyword: &str| line.strip_prefix(keyword);
    of("struct ").map(|rest| (false, rest)).or_else(|| of("enum ").map(|rest| (true, rest)))
}

/// A type in words, and whether it may be none.
fn words(of: &str) -> (bool, String) {
    let inside = |name: &str| of.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(inner) = inside("Option") {
        return (true, words(inner).1);
    }
    if let Some(inner) = inside("Box") {
        return words(inner);
    }
    if let Some(inner) = inside("Vec") {
        return (false, format!("list of {}", words(inner).1));
    }
    let told = match of {
        "String" | "&'a str" | "&'static str" | "Cow<'a, str>" => "text".to_owned(),
        "bool" => "true or false".into(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" => "number".into(),
        "(u16, u16)" => "two numbers".into(),
        "GazetteDate" => "date".into(),
        "serde_json::Value" => "anything".into(),
        named => {
            let name = named.trim_end_matches("<'a>");
            assert!(name.chars().all(char::is_alphanumeric), "the guide has no words for `{of}`");
            format!("[{}](#{})", spaced(name), spaced(name).replace(' ', "-"))
        }
    };
    (false, told)
}

/// `IssueRow` as `issue row`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(character.to_lowercase());
    }
    out
}

/// The contexts' types by their names: those of the pages, and those that rendering adds.
fn all_types() -> Vec<Type> {
    let not_seen = ["Context", "TextContext", "TextCitation", "Facsimile", "Renderer", "ShownText", "Opened"];
    let mut all = types("src/render.rs");
    all.extend(types("src/pages/context.rs"));
    let contexts = fs::read_to_string(repository().join("src/pages/context.rs")).unwrap();
    for subject in contexts.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')) {
        all.extend(types(&format!("src/pages/context/{subject}.rs")));
    }
    all.retain(|found| !not_seen.contains(&found.name.as_str()));
    all
}

/// The template of each kind of page, with the name of its variant of `Content`.
fn templates() -> Vec<(String, String)> {
    let text = fs::read_to_string(repository().join("src/render.rs")).unwrap();
    let of = |line: &str| {
        let (variant, template) = line.trim().strip_prefix("Content::")?.split_once(" => \"")?;
        let template = template.strip_suffix("\",").filter(|template| !template.is_empty())?;
        Some((variant.trim_end_matches("(_)").trim_end_matches(" {}").to_owned(), template.to_owned()))
    };
    text.lines().filter_map(of).collect()
}

fn guide() -> String {
    let all = all_types();
    let content = all.iter().find(|found| found.name == "Content").expect("pages have a content");
    let variants: BTreeMap<&str, &str> = content
        .members
        .iter()
        .map(|variant| variant.name.split_once('(').unwrap_or((&variant.name, "")))
        .map(|(name, of)| (name.trim_end_matches(" {}"), of.trim_end_matches(')')))
        .collect();
    let mut out = String::from(
        "# What templates are given\n\nMade from the types of the program; `gongbao theme docs` prints it. [Themes](themes.md) says how to use it.\n\nA `?` behind a name: it may be none, which prints as nothing and counts as false. A field below such a value is asked for with a question mark, `content.department?.joint`. Dates are ISO text, such as `2018-10-08`. Addresses are relative to the page.\n\nEvery template has `site`: [site](#site), and `page`: [frame](#frame).\n\n| template | `content` |\n|---|---|\n",
    );
    for (variant, template) in templates() {
        let of = variants[variant.as_str()];
        let told = if of.is_empty() { "nothing".into() } else { words(of).1 };
        writeln!(out, "| `{template}` | {told} |").unwrap();
    }
    out.push_str("| `whole-issue-document.html` | `document`: [whole document](#whole-document), in place of `content` |\n");
    for found in all.iter().filter(|found| found.name != "Content" && !found.members.is_empty()) {
        write!(out, "\n## {}\n\n{}\n\n", spaced(&found.name), found.documentation).unwrap();
        let (first, second) = if found.is_enum { ("`is`", "fields") } else { ("field", "is") };
        writeln!(out, "| {first} | {second} | meaning |\n|---|---|---|").unwrap();
        for member in &found.members {
            let (optional, of) = if found.is_enum { (false, member.of.clone()) } else { words(&member.of) };
            let name =
                if found.is_enum { spaced(&member.name).replace(' ', "_") } else { member.name.clone() };
            let mark = if optional { "?" } else { "" };
            writeln!(out, "| `{name}{mark}` | {of} | {} |", member.documentation).unwrap();
        }
    }
    out
}

#[test]
fn the_guide_to_what_templates_are_given_is_that_of_the_types() {
    let guide = guide();
    for name in guide.lines().filter_map(|line| line.strip_prefix("## ")) {
        assert!(!name.is_empty());
    }
    // Every piece that is named has its section.
    for link in guide.split("](#").skip(1) {
        let name = link.split(')').next().unwrap().replace('-', " ");
        assert!(guide.contains(&format!("\n## {name}\n")), "nothing says what a `{name}` is");
    }
    expect_test::expect_file!["../../docs/theme-contexts.md"].assert_eq(&guide);
}

#[test]
fn every_value_that_rendering_adds_is_in_the_guide_to_themes() {
    let source = fs::read_to_string(repository().join("src/render.rs")).unwrap();
    let guide = fs::read_to_string(repository().join("docs/themes.md")).unwrap();
    let names: BTreeSet<&str> = ["values.insert(\"", "values.insert_value(\""]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("`{name}")), "docs/themes.md does not tell of `{name}`");
    }
}
