//! The documents of the repository lead to what there is.

use std::fs;
use std::path::PathBuf;

use crate::support::repository;

fn documents() -> Vec<PathBuf> {
    let markdown = |folder: &str| {
        let entries = fs::read_dir(repository().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md"))
    };
    markdown("").chain(markdown("docs")).chain(markdown("benches")).collect()
}

/// A document without the examples in it.
fn prose(text: &str) -> String {
    let fences = text.split("```").step_by(2);
    fences.flat_map(|prose| prose.lines()).flat_map(|line| line.split('`').step_by(2)).collect()
}

#[test]
fn every_link_in_the_documents_leads_to_a_file() {
    let documents = documents();
    assert!(documents.len() > 10, "{documents:?}");
    for document in documents {
        let prose = prose(&fs::read_to_string(&document).unwrap());
        for link in prose.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            let is_ours = !target.is_empty() && !target.contains(':');
            let place = document.parent().unwrap().join(target);
            assert!(!is_ours || place.exists(), "{}: {target}", document.display());
        }
    }
}
