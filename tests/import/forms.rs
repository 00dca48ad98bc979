//! Issues of other places, times and scripts, made up for these tests: what a person sees in them is
//! what the import must find.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::import::{Block, Extent, Imported, Options, Profile, import};

use crate::corpus::options;

/// What was found: title, number, department, date, part and page of each document.
fn found(text: &str, profile: &str) -> (Imported, Vec<String>) {
    let imported = import(text, &options(profile));
    assert!(imported.account.is_whole(), "{:?}", imported.account.differences.first());
    let one = |document: &gongbao::import::ImportedDocument| {
        ["title", "number", "department", "date", "part", "page"]
            .map(|name| document.values(name).join("+"))
            .join(" | ")
    };
    let documents = imported.documents.iter().map(one).collect();
    (imported, documents)
}

#[test]
fn an_order_and_what_it_promulgates_are_one_document_in_wrapped_text() {
    let (issue, documents) = found(include_str!("issues/city-2009.txt"), "cn");
    assert_eq!(
        documents,
        [
            "云溪市城市供水管理办法 | 云溪市人民政府令第45号 | 云溪市人民政府 | 2009-03-02 | 市政府令 | 3-11",
            "云溪市人民政府关于加强消防工作的意见 | 云政发〔2009〕12号 | 云溪市人民政府 | 2009-03-05 | 市政府文件 | 12-13",
            "云溪市人民政府关于李明等同志任免职务的通知 | 云政任〔2009〕2号 | 云溪市人民政府 | 2009-03-10 | 人事任免 | 15-16",
        ]
    );
    assert!(
        issue.documents[0]
            .content
            .contains("\n\n第二条　本市行政区域内从事城市供水和使用城市供水的单位和个人，应当")
    );
    assert!(issue.documents[1].content.contains("\n\n# 附件1 消防安全责任书\n"));
    assert!(issue.issue.text.starts_with("主办："));
}

#[test]
fn an_issue_in_traditional_characters_with_han_page_numbers_is_read() {
    let (issue, documents) = found(include_str!("issues/central-1952.txt"), "cn");
    assert_eq!(
        documents,
        [
            "政務院關於加強老解放區工作的指示 |  | 政務院 | 1952-02-01 |  | 3",
            "政務院關於任命趙某等職務的通知 | （52）政人字第12號 | 政務院 | 1952-02-10 |  | 5",
        ]
    );
    // Who adopted it is said by no field, so the line stays in the text as well.
    assert!(issue.documents[0].content.contains("第一百二十二次政務會議通過）"));
}

#[test]
fn joint_documents_attachments_and_chronicles_are_told_apart_without_a_contents_list() {
    let (issue, documents) = found(include_str!("issues/county-2023.txt"), "cn");
    assert_eq!(
        documents,
        [
            "云溪县人民政府关于公布行政规范性文件清理结果的通知 | 云政发〔2023〕7号 | 云溪县人民政府 | 2023-03-01 | 县政府文件 | ",
            "云溪县财政局 云溪县教育局关于印发云溪县教育经费管理办法的通知 | 云财教〔2023〕15号 | 云溪县财政局+云溪县教育局 | 2023-02-10 | 县政府文件 | ",
            "云溪县人民政府办公室关于成立云溪县防汛指挥部的通知 | 云政办发〔2023〕9号 | 云溪县人民政府办公室 | 2023-04-02 | 县政府文件 | ",
            "大事记 |  |  |  | 县政府文件 | ",
        ]
    );
    assert!(issue.documents[2].content.contains("- 指挥长：王五 县长\n- 副指挥长：赵六 副县长\n"));
}

#[test]
fn an_english_gazette_is_read_by_its_notices() {
    let (_, documents) = found(include_str!("issues/english-1961.txt"), "en");
    assert_eq!(
        documents,
        [
            "Appointment of Registrar | GENERAL NOTICE No. 1201 | MINISTRY OF LOCAL GOVERNMENT | 1961-05-03 |  | 501",
            "Water Supply (Amendment) Rules | GENERAL NOTICE No. 1202 | MINISTRY OF WORKS | 1961-05-05 |  | 502",
        ]
    );
}

/// Each issue in `issues/` that has a file of what a person sees in it: the profile that fits best and
/// the cover, then each document with its outline. `UPDATE_EXPECT=1` writes what is found.
#[test]
fn issues_of_all_times_and_offices_are_read_as_a_person_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/issues");
    let mut expectations: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "expected"))
        .collect();
    expectations.sort();
    assert!(expectations.len() >= 10);
    let mut wrong = Vec::new();
    for path in expectations {
        let text = fs::read_to_string(path.with_extension("txt")).unwrap();
        let seen = outline(&text);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &seen).unwrap();
        }
        if fs::read_to_string(&path).unwrap() != seen {
            wrong.push(format!("{}:\n{seen}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn outline(text: &str) -> String {
    // 官報 has no profile of ours: it is read with one that a user would write.
    let profile = if text.starts_with("官報") {
        Profile::parse(include_str!("profiles/kanpo.toml")).unwrap()
    } else {
        Profile::guess(&text.lines())
    };
    let options = Options { profile, year: None, issue: None, extent: Extent::Any };
    let issue = import(text, &options);
    assert!(issue.account.is_whole(), "{:?}", issue.account.differences.first());
    let cover = ["gazette", "year", "number", "total_number", "date"]
        .map(|name| issue.issue.value(name).unwrap_or("-").to_owned());
    let mut seen = format!("{}: {}\n", issue.profile, cover.join(" | "));
    for document in &issue.documents {
        let fields = ["title", "number", "department", "date", "part", "page", "attachments", "signature"]
            .map(|name| document.values(name).join("+"));
        let _ = writeln!(seen, "\n{}", fields.join(" | "));
        for placed in &document.blocks {
            let _ = match &placed.block {
                Block::Heading { level, words } => {
                    writeln!(seen, "  {} {words}", "#".repeat(usize::from(*level)))
                }
                Block::List { items, .. } => writeln!(seen, "  list of {}", items.len()),
                Block::Table(table) => {
                    writeln!(seen, "  table of {} rows, {} columns", table.rows.len(), table.columns)
                }
                Block::Paragraph(_) => writeln!(seen, "  ¶"),
                Block::Page(page) => writeln!(seen, "  page {page}"),
                Block::Note { label, .. } => writeln!(seen, "  note {label}"),
                Block::Picture { file, .. } => writeln!(seen, "  picture {file}"),
            };
        }
    }
    seen
}
