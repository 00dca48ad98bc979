//! The one-way arrows between modules: a module uses those above it in `lib.rs`, never those below.

use std::fs;
use std::path::Path;

use crate::support::{repository, rust_files};

/// The modules in the order of `lib.rs`, which is the order of data.
fn order() -> Vec<String> {
    let text = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect()
}

/// A file's path below `src/`, and the module that it belongs to.
fn named(file: &Path) -> (String, String) {
    let relative = file.strip_prefix(repository().join("src")).unwrap().to_str().unwrap().replace('\\', "/");
    let module = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
    (relative, module)
}

/// The modules of ours that a file names, with the line.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut uses = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or(line);
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            assert!(
                !rest.starts_with('{'),
                "write one `use crate::…` a module, so that arrows can be seen: {line}"
            );
            let module: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            uses.push((index + 1, module));
        }
    }
    uses
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let order = order();
    assert!(order.len() >= 10, "{order:?}");
    let place = |module: &str| order.iter().position(|known| known == module);
    let mut files = Vec::new();
    rust_files(&repository().join("src"), &mut files);
    files.sort();
    let mut forbidden = Vec::new();
    for file in files {
        let (relative, first) = named(&file);
        let Some(own) = place(&first) else { continue };
        for (line, used) in uses(&fs::read_to_string(&file).unwrap()) {
            if place(&used).is_some_and(|used| used > own) {
                forbidden.push(format!("src/{}:{line}: {first} must not use {used}", relative));
            }
        }
    }
    assert!(forbidden.is_empty(), "{}", forbidden.join("\n"));
}

#[test]
fn only_the_outer_modules_touch_the_disk() {
    let outer = ["source", "write", "cli", "import", "package", "serve"];
    let mut files = Vec::new();
    rust_files(&repository().join("src"), &mut files);
    for file in files {
        let (relative, first) = named(&file);
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let touches = ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now"];
        let found = touches.iter().find(|word| code.contains(**word));
        let allowed = outer.contains(&first.as_str()) || first == "main";
        assert!(found.is_none() || allowed, "src/{} uses {}", relative, found.unwrap());
    }
}

#[test]
fn the_yaml_and_markdown_libraries_are_named_in_their_rooms_only() {
    let mut files = Vec::new();
    rust_files(&repository().join("src"), &mut files);
    for file in files {
        let (relative, _) = named(&file);
        let text = fs::read_to_string(&file).unwrap();
        let names = |library: &str| text.contains(&format!("{library}::"));
        let front_matter = relative.starts_with("parse/front_matter");
        assert!(!names("serde_yaml") || front_matter, "{relative} names serde_yaml");
        let markdown = relative.starts_with("parse/") || relative.starts_with("render/");
        assert!(!names("pulldown_cmark") || markdown, "{relative} names pulldown_cmark");
    }
}
