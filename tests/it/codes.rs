//! Content codes: what a printed copy is compared by.

use std::process::{Command, Stdio};

use gongbao::gazette::ContentCode;

use crate::support::{build_memory, built, gongbao, memory, text, texts_of, write_project};

const BUS: &str = "@ content/2018/01/01-bus.md\n---\ntitle: 关于校车的通知\nnumber: 云政发〔2018〕1号\ndate: 2018-01-05\npage: 1\n---\n校车应当检验。\n";
const FORMER: &str =
    "@ content/2017/12/01-old.md\n---\ntitle: 旧的通知\nwithdrawn:\n  date: 2018-12-01\n---\n撤下的正文\n";

/// The code that a document's page prints.
fn code_of(page: &str) -> ContentCode {
    let codes = texts_of(page, ".cite-code .code");
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes[0].parse().unwrap()
}

#[test]
fn a_document_prints_its_code_and_the_list_of_its_year_has_it_too() {
    let built = built(&format!("{BUS}{FORMER}"));
    let expected = ContentCode::of("关于校车的通知\n云政发〔2018〕1号\n2018-01-05\n\n校车应当检验。\n");
    assert_eq!(code_of(&built.page("2018/01/01-bus.html")), expected);
    assert_eq!(texts_of(&built.page("codes/2018.html"), "#\\32 018-01-01-bus .code"), [expected.to_string()]);
    assert_eq!(texts_of(&built.page("2018/01/print.html"), ".imprint-code .code"), [expected.to_string()]);
    assert!(built.page("data/catalogue.json").contains(&format!("\"content_code\":\"{expected}\"")));
    let years = texts_of(&built.page("codes/index.html"), ".text .in-line a");
    assert_eq!(years, ["2018年", "2017年"]);
}

#[test]
fn a_withdrawn_text_has_no_code() {
    let built = built(&format!("{BUS}{FORMER}"));
    assert!(texts_of(&built.page("2017/12/01-old.html"), ".code").is_empty());
    assert!(texts_of(&built.page("codes/2017.html"), ".code").is_empty());
    assert_eq!(texts_of(&built.page("codes/2017.html"), ".row").len(), 1, "it is listed without one");
}

#[test]
fn what_is_not_printed_does_not_count_and_every_word_does() {
    let code = |document: &str| code_of(&built(document).page("2018/01/01-bus.html"));
    let whole = code(BUS);
    for same in [
        BUS.replace("page: 1", "page: 2\ntopics: [教育]"),
        BUS.replace("校车应当检验。", "校车应当检验。<!-- 请核对 -->  "),
        BUS.replace("---\n校车", "---\n\n\n校车"),
        BUS.replace('\n', "\r\n").replace("@ content/2018/01/01-bus.md\r", "@ content/2018/01/01-bus.md"),
    ] {
        assert_eq!(code(&same), whole, "{same}");
    }
    for other in [
        BUS.replace("检验", "检测"),
        BUS.replace("关于校车", "关于班车"),
        BUS.replace("1号", "2号"),
        BUS.replace("01-05", "01-06"),
        BUS.replace("校车应当", "校车\n\n应当"),
    ] {
        assert_ne!(code(&other), whole, "{other}");
    }
}

#[test]
fn a_year_of_many_documents_has_leaves_that_documents_lead_to() {
    let documents: String = (0..260)
        .map(|n| format!("@ content/2018/01/{n:03}.md\n---\ntitle: 第{n}件通知\n---\n正文。\n"))
        .collect();
    let built = built(&documents);
    assert_eq!(texts_of(&built.page("codes/2018.html"), ".row").len(), 250);
    assert_eq!(texts_of(&built.page("codes/2018-2.html"), ".row").len(), 10);
    assert!(built.page("2018/01/255.html").contains("codes/2018-2.html#2018-01-255"));
}

#[test]
fn an_edit_of_a_text_reaches_the_list_of_codes() {
    // Of two archives that differ in one text, the lists differ; that a rebuild makes the same as a clean
    // build is promised for all pages.
    let project =
        |text: &str| format!("\n@ book.toml\n[book]\ntitle = \"甲\"\n{}", BUS.replace("检验", text));
    let list = |text: &str| build_memory(&memory(&project(text))).page("codes/2018.html");
    assert_ne!(list("检验"), list("检测"));
}

#[test]
fn the_command_tells_codes_and_what_they_are_made_of() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("\n@ book.toml\n[book]\ntitle = \"甲\"\n{BUS}{FORMER}"));
    let code = ContentCode::of("关于校车的通知\n云政发〔2018〕1号\n2018-01-05\n\n校车应当检验。\n");
    let all = gongbao(root.path(), &["code"]);
    assert_eq!(text(&all.stdout), format!("{code}  content/2018/01/01-bus.md\n"));
    let made_of = gongbao(root.path(), &["code", "--text", "content/2018/01/01-bus.md"]);
    assert_eq!(ContentCode::of(&text(&made_of.stdout)), code);
    let withdrawn = gongbao(root.path(), &["code", "content/2017/12/01-old.md"]);
    assert_eq!(withdrawn.status.code(), Some(2));
    if let Ok(mut sum) = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        std::io::Write::write_all(sum.stdin.as_mut().unwrap(), &made_of.stdout).unwrap();
        let sum = text(&sum.wait_with_output().unwrap().stdout);
        assert!(sum.starts_with(&code.to_string().replace('-', "")), "{sum}");
    }
}
