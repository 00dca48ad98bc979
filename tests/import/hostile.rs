//! Input that no gazette ever was.

use std::fs;
use std::io::Cursor;
use std::time::{Duration, Instant};

use gongbao::import::source::{self, Source};
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

/// Reads a file of these bytes as the import does.
fn source(name: &str, bytes: &[u8]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    source::read(&path).map(|source| match source {
        Source::Text(read) => read.text,
        other => panic!("{other:?} is no text"),
    })
}

fn word_file(document: &dyn Fn(&mut dyn std::io::Write)) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    document(&mut writer);
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_that_fills_the_memory_when_unpacked_is_refused_in_words() {
    let bomb = word_file(&|file| {
        let paragraph = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(1 << 20));
        file.write_all(b"<w:document xmlns:w=\"w\"><w:body>").unwrap();
        for _ in 0..65 {
            file.write_all(paragraph.as_bytes()).unwrap();
        }
        file.write_all(b"</w:body></w:document>").unwrap();
    });
    assert!(bomb.len() < 200_000);
    let error = source("bomb.docx", &bomb).unwrap_err();
    assert!(error.contains("more than 64 MB when unpacked"), "{error}");
    // Below that size a paragraph may still be longer than any gazette's.
    let long = word_file(&|file| {
        let text = "长".repeat(400_000);
        write!(file, "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>")
            .unwrap();
    });
    let error = source("long.docx", &long).unwrap_err();
    assert!(error.contains("line 1 is longer"), "{error}");
}

#[test]
fn a_word_file_that_is_cut_off_or_ill_formed_is_refused_in_words() {
    let whole = word_file(&|file| file.write_all(b"<w:document><w:p/></w:document>").unwrap());
    let error = source("cut.docx", &whole[..whole.len() / 2]).unwrap_err();
    assert!(error.contains("no Word document"), "{error}");
    let deep = word_file(&|file| file.write_all("<w:tbl><w:tr><w:tc>".repeat(50_000).as_bytes()).unwrap());
    source("deep.docx", &deep).map_or_else(|error| assert!(error.contains("damaged"), "{error}"), |_| ());
}

#[test]
fn web_pages_nested_without_end_are_read() {
    for (open, close) in [("<div>", "</div>"), ("<table><tr><td>", ""), ("<b>", ""), ("<ul><li>", "")] {
        let page = format!("{}文{}", open.repeat(20_000), close.repeat(20_000));
        let text = source("deep.html", page.as_bytes()).unwrap();
        assert!(import(&text, &options("cn")).account.is_whole(), "{open}");
    }
}

#[test]
fn zero_bytes_and_lone_surrogates_are_refused_or_counted() {
    let mut bytes = "关于甲的通知\n正文。\n".repeat(100).into_bytes();
    bytes.extend([0; 10]);
    assert!(decode(&bytes).unwrap_err().contains("no text"));
    let mut wide: Vec<u8> = vec![0xff, 0xfe];
    let units =
        "关于甲的通知\n".encode_utf16().chain([0xd800, u16::from(b'\n')]).chain("正文。\n".encode_utf16());
    wide.extend(units.flat_map(u16::to_le_bytes));
    let decoded = decode(&wide).unwrap();
    assert_eq!((decoded.unreadable, decoded.text.as_str()), (1, "关于甲的通知\n\u{FFFD}\n正文。\n"));
}

/// The least time of a few turns that an import of a text takes.
fn time(text: &str) -> Duration {
    let options = options("cn");
    let turn = || {
        let start = Instant::now();
        assert!(import(text, &options).account.is_whole());
        start.elapsed()
    };
    turn().min(turn())
}

#[test]
#[ignore = "measures time, so it wants a machine to itself: cargo test --test import -- --ignored"]
fn the_time_grows_with_the_length_of_the_text_and_not_with_its_square() {
    let listed = |count: usize| {
        let entries: String = (0..count)
            .map(|n| format!("关于第{n}件事项的通知……{}\n", n / 10 + 1))
            .collect::<Vec<_>>()
            .concat();
        let lines: String =
            (0..count * 4).map(|n| format!("关于别的{n}事的报告\n正文某某。\n")).collect::<Vec<_>>().concat();
        format!("云溪区公报\n目录\n{entries}{lines}")
    };
    let short = |count: usize| "甲乙\n".repeat(count * 30);
    let headed = |count: usize| "云溪区人民政府\n关于甲的通知\n云政发〔2018〕8号\n".repeat(count * 4);
    for (what, text) in
        [("entries", &listed as &dyn Fn(usize) -> String), ("lines", &short), ("heads", &headed)]
    {
        let (one, four) = (time(&text(150)), time(&text(600)));
        let times = four.as_secs_f64() / one.as_secs_f64();
        println!("{what}: {times:.1} times the time for four times the text");
        assert!(times < 10.0, "{what}: {times:.1} times the time for four times the text");
    }
}
