//! Word files and web pages: what they hold besides words comes along, and what does not is listed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use gongbao::import::import;
use gongbao::import::source::{self, Read, Source};

use crate::corpus::options;

/// The smallest picture that is one: one white dot.
const DOT: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0, 0x2c, 0, 0, 0, 0,
    1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn words(words: &str) -> String {
    paragraph(&format!("<w:r><w:t>{words}</w:t></w:r>"))
}

/// A Word file of a notice with a footnote in its text, one in a table, a picture twice, a picture that
/// no browser shows, a comment, a deleted word, and a head of its pages.
fn word_file() -> Vec<u8> {
    packed(&word_parts())
}

/// The parts of a Word file, each by its name.
type Parts = Vec<(&'static str, Vec<u8>)>;

/// Parts as they are packed into one file; uncompressed, so that one of them can be damaged.
fn packed(parts: &Parts) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn word_parts() -> Parts {
    let picture = |id: &str, said: &str| {
        paragraph(&format!(
            "<w:r><w:drawing><wp:docPr id=\"1\" name=\"p\" descr=\"{said}\"/><a:blip r:embed=\"{id}\"/></w:drawing></w:r>"
        ))
    };
    let note = |id: u8| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let body = [
        words("云溪市人民政府"),
        words("关于公布河道管理范围的通知"),
        words("云政发〔2020〕9号"),
        words("各区县人民政府，市政府各部门："),
        paragraph(&format!(
            "<w:r><w:t>现将河道</w:t></w:r>{}<w:del><w:r><w:delText>旧文</w:delText></w:r></w:del>\
             <w:r><w:t>管理范围公布如下，请遵照执行。</w:t></w:r>",
            note(2)
        )),
        picture("rId4", "东河平面图"),
        picture("rId5", "示意图"),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            words("河道"),
            words("长度"),
            paragraph(&format!("<w:r><w:t>东河</w:t></w:r>{}", note(3))),
            words("12公里")
        ),
        picture("rId4", ""),
        words("云溪市人民政府"),
        words("2020年5月6日"),
    ];
    let footnote = |id: u8, said: &str| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", words(said));
    let part = |name: &str, inner: &str| format!("<w:{name} xmlns:w=\"w\">{inner}</w:{name}>").into_bytes();
    let footnotes = format!(
        "<w:footnote w:id=\"0\" w:type=\"separator\">{}</w:footnote>{}{}",
        words("—"),
        footnote(2, "指市级以上河道。"),
        footnote(3, "含支流。")
    );
    let relations = "<Relationships><Relationship Id=\"rId4\" Target=\"media/image1.gif\"/>\
                     <Relationship Id=\"rId5\" Target=\"media/image2.emf\"/></Relationships>";
    let comment = format!("<w:comment w:id=\"1\">{}</w:comment>", words("待核"));
    vec![
        ("word/document.xml", part("document", &format!("<w:body>{}</w:body>", body.concat()))),
        ("word/footnotes.xml", part("footnotes", &footnotes)),
        ("word/comments.xml", part("comments", &comment)),
        ("word/header1.xml", part("hdr", &words("云溪市人民政府公报"))),
        ("word/_rels/document.xml.rels", relations.into()),
        ("word/media/image1.gif", DOT.to_vec()),
    ]
}

fn text_of(path: &Path) -> Read {
    match source::read(path).unwrap() {
        Source::Text(read) => read,
        other => panic!("{other:?} is no text"),
    }
}

fn left_out(read: &Read) -> Vec<String> {
    read.left_out.iter().map(ToString::to_string).collect()
}

#[test]
fn a_word_file_keeps_its_footnotes_and_pictures_and_what_is_left_out_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("河道.docx");
    fs::write(&path, word_file()).unwrap();
    let read = text_of(&path);
    let imported = import(&read.text, &options("cn"));
    assert!(imported.account.is_whole(), "{:?}", imported.account);
    let [document] = &imported.documents[..] else { panic!("{} documents", imported.documents.len()) };
    assert_eq!(document.value("number"), "云政发〔2020〕9号");
    assert_eq!(document.value("date"), "2020-05-06");
    let text = document.content.split("---\n").last().unwrap().trim();
    assert_eq!(
        text,
        "现将河道[^1]管理范围公布如下，请遵照执行。\n\n[^1]: 指市级以上河道。\n\n![东河平面图](he-dao-1.gif)\n\n\
         | 河道 | 长度 |\n| --- | --- |\n| 东河[^2] | 12公里 |\n\n[^2]: 含支流。\n\n![](he-dao-1.gif)"
    );
    assert_eq!(read.pictures.len(), 1);
    assert_eq!((read.pictures[0].file.as_str(), &read.pictures[0].bytes[..]), ("he-dao-1.gif", DOT));
    assert_eq!(
        left_out(&read),
        [
            "a picture that no browser shows: media/image2.emf",
            "deleted text that Word still keeps: 旧文",
            "a comment: 待核",
            "head or foot of the printed pages: 云溪市人民政府公报",
        ]
    );
}

/// The Word file with some of its parts changed, as it is read and imported.
fn changed(change: impl FnOnce(&mut BTreeMap<&'static str, Vec<u8>>)) -> (Read, String) {
    let mut parts: BTreeMap<&'static str, Vec<u8>> = word_parts().into_iter().collect();
    change(&mut parts);
    imported_word(&packed(&parts.into_iter().collect()))
}

fn imported_word(bytes: &[u8]) -> (Read, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("河道.docx");
    fs::write(&path, bytes).unwrap();
    let read = text_of(&path);
    let imported = import(&read.text, &options("cn"));
    assert!(imported.account.is_whole(), "{:?}", imported.account);
    let content = imported.documents[0].content.clone();
    (read, content)
}

const DAMAGED: &str = "a part of the Word file that is damaged; what is read of it may not be all: ";

#[test]
fn each_side_part_of_a_word_file_that_breaks_off_is_named() {
    for name in
        ["word/footnotes.xml", "word/comments.xml", "word/header1.xml", "word/_rels/document.xml.rels"]
    {
        let (read, content) = changed(|parts| {
            let bytes = parts.get_mut(name).unwrap();
            bytes.truncate(bytes.len() - 20);
        });
        assert!(left_out(&read).contains(&format!("{DAMAGED}{name}")), "{name}: {:?}", left_out(&read));
        assert!(content.contains("管理范围公布如下，请遵照执行。"), "{content}");
    }
    for name in ["word/styles.xml", "word/numbering.xml", "word/endnotes.xml", "word/footer2.xml"] {
        let (read, _) = changed(|parts| {
            parts.insert(name, b"\xff\xfe".to_vec());
        });
        assert!(left_out(&read).contains(&format!("{DAMAGED}{name}")), "{name}: {:?}", left_out(&read));
    }
}

#[test]
fn notes_and_pictures_that_are_gone_are_named_and_leave_no_mark_in_the_text() {
    let (read, content) = changed(|parts| {
        parts.remove("word/footnotes.xml");
        parts.remove("word/media/image1.gif");
    });
    let said = left_out(&read);
    for gone in ["2", "3"] {
        let said_of = format!("a note that the text refers to and that is not in the file: {gone}");
        assert!(said.contains(&said_of), "{said:?}");
    }
    assert!(
        said.contains(&"a picture that is not in the file: word/media/image1.gif".to_owned()),
        "{said:?}"
    );
    assert!(!content.contains("[^") && !content.contains("!["), "{content}");
    // Where nothing tells which picture is meant, its name in the text is told.
    let (read, _) = changed(|parts| {
        parts.remove("word/_rels/document.xml.rels");
    });
    assert!(left_out(&read).contains(&"a picture that is not in the file: rId4".to_owned()));
}

#[test]
fn a_picture_whose_bytes_do_not_add_up_is_named_and_not_written() {
    let mut bytes = word_file();
    let at = bytes.windows(DOT.len()).position(|found| found == DOT).unwrap();
    bytes[at + 20] ^= 1;
    let (read, content) = imported_word(&bytes);
    assert!(left_out(&read).contains(&"a picture that is damaged: word/media/image1.gif".to_owned()));
    assert!(read.pictures.is_empty());
    assert!(!content.contains("!["), "{content}");
}

#[test]
fn a_side_part_that_fills_the_memory_when_unpacked_is_named() {
    let (read, content) = changed(|parts| {
        parts.insert("word/endnotes.xml", vec![b' '; (64 << 20) + 1]);
    });
    let said = "a part of the Word file that is too large to be read: word/endnotes.xml".to_owned();
    assert!(left_out(&read).contains(&said), "{:?}", left_out(&read));
    assert!(content.contains("[^1]: 指市级以上河道。"), "{content}");
}

#[test]
fn a_web_page_keeps_the_pictures_beside_it_and_its_menus_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("map.gif"), DOT).unwrap();
    let path = folder.path().join("page.html");
    fs::write(
        &path,
        "<html><body><nav><a>首页</a> <a>公报</a></nav><p>见图。<img src=map.gif alt=图><img src='http://x/y.png'></p>\
         <table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table></body></html>",
    )
    .unwrap();
    let read = text_of(&path);
    let mut single = options("cn");
    single.extent = gongbao::import::Extent::Single;
    let imported = import(&read.text, &single);
    assert!(imported.account.is_whole(), "{:?}", imported.account);
    let content = &imported.documents[0].content;
    assert!(content.contains("![图](page-1.gif)\n"), "{content}");
    assert!(content.contains("<td rowspan=\"2\">甲</td>"), "{content}");
    assert_eq!(read.pictures[0].bytes, DOT);
    assert_eq!(
        left_out(&read),
        [
            "a menu, head, foot or form of the page: 首页 公报",
            "a picture that is not in the file: http://x/y.png"
        ]
    );
}

#[test]
fn what_was_imported_from_a_word_file_builds_with_its_picture() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("river.docx");
    fs::write(&file, word_file()).unwrap();
    let archive = folder.path().join("archive");
    let gongbao = |arguments: &[&str], within: &Path| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_gongbao")).args(arguments).current_dir(within).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        said
    };
    let arguments = ["import", "river.docx", "--into", "archive", "--year", "2020", "--issue", "5"];
    let said = gongbao(&arguments, folder.path());
    assert!(said.contains("river-1.gif: new") && said.contains("批注：待核"), "{said}");
    assert!(gongbao(&arguments, folder.path()).contains("river-1.gif: unchanged"));
    gongbao(&["build"], &archive);
    assert_eq!(fs::read(archive.join("public/2020/05/river-1.gif")).unwrap(), DOT);
    // A picture that a person has changed stays.
    let picture = archive.join("content/2020/05/river-1.gif");
    fs::write(&picture, b"GIF89a mine").unwrap();
    assert!(gongbao(&arguments, folder.path()).contains("river-1.gif: edited by hand and kept"));
    assert_eq!(fs::read(&picture).unwrap(), b"GIF89a mine");
}
