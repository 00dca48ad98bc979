//! What the number box looks numbers up in: small scripts, since a page opened from a disk can load
//! nothing else. The first lists the registers; each register's own is loaded when it is asked for.

use std::collections::BTreeMap;

use super::numbers::NumberPage;
use super::path::SitePath;
use super::plan::Plan;
use crate::gazette::NumberKind;

/// The folder of numbers that no register counts.
const OTHER: &str = "other";

/// The registers that have numbers: the folder, and the places of its numbers among all.
pub(super) fn number_folders(numbers: &[NumberPage]) -> Vec<(Box<str>, Vec<usize>)> {
    let mut folders: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    for (index, number) in numbers.iter().enumerate() {
        let (folder, _) = folder_and_name(&number.path);
        match folders.get_mut(folder) {
            Some(numbers) => numbers.push(index),
            None => {
                folders.insert(folder.into(), vec![index]);
            }
        }
    }
    folders.into_iter().collect()
}

/// `n/<folder>/<name>.html` in two.
fn folder_and_name(path: &SitePath) -> (&str, &str) {
    let path = path.as_str().trim_start_matches("n/").trim_end_matches(".html");
    path.rsplit_once('/').unwrap_or((OTHER, path))
}

/// The script that lists the registers.
pub(super) fn registers_path() -> SitePath {
    SitePath::new("n/registers.js")
}

/// The script that lists the numbers of a register.
pub(super) fn held_path(folder: &str) -> SitePath {
    SitePath::new(format!("n/{folder}/held.js"))
}

impl Plan<'_> {
    /// Every name of every register, with its folder.
    pub(super) fn registers_script(&self) -> String {
        let names: Vec<(&str, &str)> = self
            .archive
            .known_series
            .names()
            .filter_map(|(name, canonical)| Some((name, self.archive.number_folder(canonical)?)))
            .collect();
        let kinds: Vec<[String; 3]> = self.archive.known_series.kinds().iter().map(declared).collect();
        let mut arguments = vec![serde_json::json!(names)];
        arguments.extend((!kinds.is_empty()).then(|| serde_json::json!(kinds)));
        call("registers", &arguments)
    }

    /// The numbers of a register: their names in its folder. Those of no register have their own text too.
    pub(super) fn held_script(&self, index: usize) -> String {
        let (folder, numbers) = &self.number_folders[index];
        let held = numbers.iter().map(|number| {
            let (_, name) = folder_and_name(&self.number_pages[*number].path);
            if **folder == *OTHER {
                serde_json::json!([name, self.number_text(*number)])
            } else {
                name.into()
            }
        });
        let held: Vec<serde_json::Value> = held.collect();
        call("held", &[serde_json::json!([&**folder, held])])
    }
}

/// A declared kind for the script: pattern, flags and template. Browsers read the syntax of patterns but
/// for how groups are named in older ones, and for flags within. What a browser cannot read, it skips.
fn declared(kind: &NumberKind) -> [String; 3] {
    let pattern = kind.pattern().replace("(?P<", "(?<");
    let (pattern, flags) = match pattern.strip_prefix("(?i)") {
        Some(rest) => (rest.to_owned(), "i".to_owned()),
        None => (pattern, String::new()),
    };
    [pattern, flags, kind.template().to_owned()]
}

/// A call of the number box's script.
fn call(function: &str, arguments: &[serde_json::Value]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    format!("gongbaoNumbers.{function}({});\n", arguments.join(","))
}
