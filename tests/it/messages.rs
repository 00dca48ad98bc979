//! What the program says is said in the language of the archive's editors.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{gongbao_in, repository, rust_files, write_project};

/// The templates of all messages, read off the source.
fn templates() -> Vec<String> {
    let mut files = Vec::new();
    rust_files(&repository().join("src"), &mut files);
    let mut templates = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (at, _) in code.match_indices("text!(") {
            let rest = code[at + "text!(".len()..].trim_start();
            let Some(literal) = rest.strip_prefix('"') else { continue };
            let mut end = 0;
            while !literal[end..].starts_with('"') {
                end += if literal[end..].starts_with('\\') { 2 } else { 1 };
                while !literal.is_char_boundary(end) {
                    end += 1;
                }
            }
            templates.push(literal[..end].replace("\\\"", "\"").replace("\\\\", "\\"));
        }
    }
    templates
}

#[test]
fn every_message_is_there_in_simplified_and_traditional_chinese() {
    let templates = templates();
    assert!(templates.len() > 200, "{}", templates.len());
    for tag in ["zh-Hans", "zh-Hant"] {
        let text =
            fs::read_to_string(repository().join(format!("src/diagnostics/words/{tag}.toml"))).unwrap();
        let catalogue: BTreeMap<String, String> = toml::from_str(&text).unwrap();
        let missing: Vec<&String> =
            templates.iter().filter(|template| !catalogue.contains_key(*template)).collect();
        assert!(missing.is_empty(), "{tag} lacks {missing:#?}");
        let unused: Vec<&String> = catalogue.keys().filter(|known| !templates.contains(known)).collect();
        assert!(unused.is_empty(), "{tag} translates what nobody says: {unused:#?}");
    }
}

/// An archive in Chinese with a key that is misspelt.
const MISSPELT: &str = "\
@ book.toml\n[book]\ntitle = \"云溪区人民政府公报\"\nlanguage = \"zh-Hans\"\n\
@ content/2025/01/01.md\n---\ntitle: 甲\nnunber: 云政发〔2025〕1号\n---\n正文。\n";

#[test]
fn mistakes_in_a_chinese_archive_are_told_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    write_project(folder.path(), MISSPELT);
    let run = gongbao_in(folder.path(), &["check"], None);
    expect_test::expect![[r"
        错误[unknown-key]: 没有 `nunber` 这个键
         --> content/2025/01/01.md:3:1
          |
        3 | nunber: 云政发〔2025〕1号
          | ^^^^^^
          |
          = 提示: 最接近的键是 `number`

    "]]
    .assert_eq(&String::from_utf8(run.stderr).unwrap());
}

#[test]
fn whoever_prefers_english_says_so() {
    let folder = tempfile::tempdir().unwrap();
    write_project(folder.path(), MISSPELT);
    let run = gongbao_in(folder.path(), &["check", "--format", "short"], Some("en"));
    assert_eq!(
        String::from_utf8(run.stdout).unwrap(),
        "content/2025/01/01.md:3:1: error[unknown-key]: no key is called `nunber`\n"
    );
}
