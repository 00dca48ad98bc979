//! RO-Crate 1.1 metadata: what a bag holds, as JSON-LD that repositories read.

use std::fmt::Write;

use serde_json::{Value, json};

use super::digest::Sum;
use super::usb::{SITE, SOURCES};

/// What is said of an archive.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// Its name.
    pub title: &'a str,
    /// BCP 47 tag of its language.
    pub language: &'a str,
    /// Who publishes it.
    pub publisher: Option<&'a str>,
    /// A sentence or two about it.
    pub about: Option<&'a str>,
    /// The address of the published site.
    pub base_url: Option<&'a str>,
    /// The day of its state (ISO 8601): the newest of its content, or one that is given.
    pub day: Option<&'a str>,
    /// What the text is worth in law, and how it may be used, in words.
    pub terms: &'a str,
    /// The address of the licence.
    pub licence: Option<&'a str>,
}

/// The metadata of a payload. Paths begin with `data/`, the root of the crate.
pub fn metadata(description: &Description<'_>, files: &[(&str, Sum)]) -> String {
    let files: Vec<(&str, Sum)> =
        files.iter().map(|(path, sum)| (path.strip_prefix("data/").unwrap_or(path), *sum)).collect();
    let folders: Vec<&str> = [SITE, SOURCES]
        .into_iter()
        .filter(|folder| files.iter().any(|(path, _)| is_in(path, folder)))
        .collect();
    let licence = description.licence.unwrap_or("#terms");
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": description.title,
        "description": description.about.unwrap_or(description.title),
        "inLanguage": description.language,
        "license": { "@id": licence },
        "hasPart": folders.iter().map(|folder| json!({ "@id": format!("{folder}/") })).collect::<Vec<_>>(),
    });
    let optional = [
        ("datePublished", description.day.map(Value::from)),
        ("url", description.base_url.map(Value::from)),
        ("publisher", description.publisher.map(|_| json!({ "@id": "#publisher" }))),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            root[name] = value;
        }
    }
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
        }),
        root,
        json!({
            "@id": licence,
            "@type": "CreativeWork",
            "name": description.terms,
            "description": description.terms,
        }),
    ];
    if let Some(publisher) = description.publisher {
        graph.push(json!({ "@id": "#publisher", "@type": "Organization", "name": publisher }));
    }
    for folder in folders {
        let parts = files.iter().filter(|(path, _)| is_in(path, folder));
        let name = if folder == SITE { "Pages and data" } else { "Markdown sources" };
        graph.push(json!({
            "@id": format!("{folder}/"),
            "@type": "Dataset",
            "name": name,
            "hasPart": parts.map(|(path, _)| json!({ "@id": reference(path) })).collect::<Vec<_>>(),
        }));
    }
    graph.extend(files.iter().map(|(path, sum)| file(path, *sum)));
    let context = json!(["https://w3id.org/ro/crate/1.1/context", { "sha256": "https://schema.org/sha256" }]);
    written(&context, &graph)
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn file(path: &str, sum: Sum) -> Value {
    let mut file = json!({
        "@id": reference(path),
        "@type": "File",
        "name": path,
        "contentSize": sum.size.to_string(),
        "sha256": sum.sha256.to_string(),
    });
    if let Some(format) = media_type(path) {
        file["encodingFormat"] = format.into();
    }
    file
}

/// An entity a line, so that two states can be compared by line.
fn written(context: &Value, graph: &[Value]) -> String {
    let entities: Vec<String> = graph.iter().map(Value::to_string).collect();
    format!("{{\n\"@context\": {context},\n\"@graph\": [\n{}\n]\n}}\n", entities.join(",\n"))
}

/// A path as a reference (RFC 3987): letters of all scripts stay, what has a meaning there does not.
fn reference(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' | '%' | '#' | '?' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1;
    Some(match ending {
        "html" => "text/html",
        "css" => "text/css",
        "js" => "text/javascript",
        "json" | "webmanifest" => "application/json",
        "jsonl" => "application/jsonl",
        "csv" => "text/csv",
        "md" => "text/markdown",
        "toml" => "application/toml",
        "txt" => "text/plain",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_reference_keeps_letters_and_escapes_what_has_a_meaning() {
        assert_eq!(reference("sources/公告 1.md"), "sources/公告%201.md");
        assert_eq!(reference("a#b?c%d"), "a%23b%3Fc%25d");
    }
}
