//! Input that no gazette ever was.

use gongbao::import::{decode, import, plain_text};

use crate::corpus::options;

#[test]
fn ten_megabytes_without_a_line_break_are_refused_in_words() {
    let error = decode("长".repeat(3_500_000).as_bytes()).unwrap_err();
    assert!(error.contains("line 1 is longer"), "{error}");
}

#[test]
fn binary_files_are_refused_in_words() {
    let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(decode(&bytes).unwrap_err().contains("no text"));
}

#[test]
fn nested_brackets_and_marks_come_through_whole() {
    let options = options("cn");
    for text in [
        "（".repeat(50_000),
        "《".repeat(20_000) + &"》".repeat(20_000),
        "> ".repeat(5_000),
        "* ".repeat(20_000),
        "[".repeat(20_000),
        "<p".repeat(20_000),
        "\t".repeat(50_000),
        "**".repeat(20_001),
        "关于".repeat(5_000),
        "一、\n".repeat(5_000),
        "甲\t乙\n\n".repeat(3_000),
        "云溪区人民政府\n2018年10月8日\n".repeat(2_000),
        "<table>".repeat(5_000),
    ] {
        let imported = import(&text, &options);
        assert!(imported.account.is_whole(), "{:?}", imported.account.differences.first());
        for document in &imported.documents {
            plain_text(&document.content);
        }
    }
}
