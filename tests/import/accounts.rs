//! Nothing lost and nothing invented, on every text of the corpora, each read with the profile of its
//! country.

use std::fs;
use std::path::{Path, PathBuf};

use gongbao::import::{Extent, Options, Profile, import};

use crate::corpus::{figure, folder};

/// Folder, ending of its texts, profile, and of how many files each is tried: all, or each hundredth.
const TEXTS: &[(&str, &str, &str, usize)] = &[
    ("linzi-2018-10", "txt", "cn", 1),
    ("cn-state-council", "txt", "cn", 1),
    ("cn-laws-markdown", "md", "cn", 20),
    ("de-gesetze", "md", "de", 6),
    ("mx-dof-2025-01", "md", "es", 1),
    ("us-federal-register-2016-04-15", "xml", "en", 1),
];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|known| known == ending) && !path.ends_with("SOURCE.md") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn every_character_of_every_corpus_is_accounted_for() {
    let Some(root) = folder() else { return };
    for (name, ending, profile, step) in TEXTS {
        if !root.join(name).is_dir() {
            println!("skipped: there is no {name} in the corpora");
            continue;
        }
        let mut paths = Vec::new();
        files(&root.join(name), ending, &mut paths);
        let options = Options {
            profile: Profile::built_in(profile).unwrap(),
            year: None,
            issue: None,
            extent: Extent::Any,
        };
        let (mut whole, mut all, mut characters) = (0, 0, 0);
        for path in paths.iter().step_by(*step) {
            let imported = import(&fs::read_to_string(path).unwrap(), &options);
            all += 1;
            characters += imported.account.all;
            whole += usize::from(imported.account.is_whole());
            for difference in &imported.account.differences {
                println!("  {}: {difference:?}", path.display());
            }
        }
        assert!(all > 0, "{name} has no texts");
        figure(&format!("{name}: {characters} characters, texts whole"), whole, all, 100.0);
    }
}
