//! PDF files, made here word by word at known places and read through `pdftotext`.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use gongbao::import::source::{self, Source};
use gongbao::import::{Imported, import};

use crate::corpus::options;

/// The size of the letters, in points.
const SIZE: f64 = 12.0;

/// The left edge of the text, and its width, in points.
const LEFT: f64 = 72.0;
const WIDTH: f64 = 456.0;

/// A page that grows downwards.
struct Page {
    content: String,
    top: f64,
}

impl Page {
    /// A page with its running head and its number.
    fn new(number: u32) -> Self {
        let mut page = Self { content: String::new(), top: 780.0 };
        page.put(200.0, 810.0, "云溪市人民政府公报2019年第2期");
        page.put(280.0, 40.0, &format!("— {number} —"));
        page
    }

    fn put(&mut self, left: f64, top: f64, words: &str) {
        let codes: String = words.encode_utf16().fold(String::new(), |mut codes, code| {
            let _ = write!(codes, "{code:04x}");
            codes
        });
        let _ = writeln!(self.content, "BT /F {SIZE} Tf {left} {top} Td <{codes}> Tj ET");
    }

    /// A line at a distance from the left edge.
    fn line(&mut self, indent: f64, words: &str) {
        self.put(LEFT + indent, self.top, words);
        self.top -= 22.0;
    }

    fn centred(&mut self, words: &str) {
        self.line((WIDTH - SIZE * words.chars().count() as f64) / 2.0, words);
    }

    /// A paragraph wrapped at a width, its first line indented.
    fn paragraph(&mut self, left: f64, width: usize, words: &str) {
        let chars: Vec<char> = words.chars().collect();
        let (first, rest) = chars.split_at(chars.len().min(width - 2));
        self.line(left + 2.0 * SIZE, &first.iter().collect::<String>());
        for line in rest.chunks(width) {
            self.line(left, &line.iter().collect::<String>());
        }
    }
}

/// A PDF of these pages, with a font that is all widths and no shapes: only the places count.
fn pdf(pages: &[Page]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 7 + 2 * page)).collect();
    let ranges: Vec<String> =
        (0..256).map(|high| format!("<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n")).collect();
    let blocks = ranges
        .chunks(100)
        .map(|block| format!("{} beginbfrange\n{}endbfrange\n", block.len(), block.concat()));
    let unicode = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n\
         1 begincodespacerange <0000> <ffff> endcodespacerange\n{}endcmap end end",
        blocks.collect::<String>()
    );
    let stream = |text: &str| format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len());
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>".into(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
         /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 /W [32 126 500] >>".into(),
        stream(&unicode),
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 \
         /Descent -120 /CapHeight 800 /StemV 80 >>".into(),
    ];
    for (index, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            8 + 2 * index
        ));
        objects.push(stream(&page.content));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// Imports the pages, or says that they cannot be.
fn imported(pages: &[Page]) -> Option<Imported> {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        println!("skipped: there is no pdftotext");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("issue.pdf");
    fs::write(&path, pdf(pages)).unwrap();
    let Source::Text(read) = source::read(&path).unwrap() else { panic!("a PDF is text") };
    let imported = import(&read.text, &options("cn"));
    assert!(imported.account.is_whole(), "{:?}\n{}", imported.account, read.text);
    Some(imported)
}

const SENTENCE: &str = "河道是城市的血脉，关系防洪安全、供水安全和生态安全，各级各部门要充分认识加强河道管理的重要意义，\
                        切实增强责任感和紧迫感，把这项工作摆上重要议事日程";

fn first_page() -> Page {
    let mut page = Page::new(2);
    page.centred("云溪市人民政府");
    page.centred("关于加强河道管理的意见");
    page.centred("云政发〔2019〕5号");
    page.line(0.0, "各区县人民政府，市政府各部门：");
    page.paragraph(0.0, 38, "为加强全市河道管理工作，现提出如下意见：");
    page.paragraph(0.0, 38, "一、提高思想认识");
    for number in ["一", "二", "三", "四"] {
        page.paragraph(0.0, 38, &format!("（{number}）{SENTENCE}。"));
    }
    page
}

#[test]
fn wrapped_lines_heads_of_pages_and_a_sentence_cut_by_a_page_are_read() {
    let mut first = first_page();
    // The last paragraph of the first page goes on on the second.
    first.line(2.0 * SIZE, "（五）加强河道管理，事关全市经济社会发展大局，各级各部门要密切配合，形成");
    let mut second = Page::new(3);
    second.line(0.0, "合力，确保各项措施落到实处。");
    second.line(330.0, "云溪市人民政府");
    second.line(330.0, "2019年3月5日");
    let Some(issue) = imported(&[first, second]) else { return };
    let [document] = &issue.documents[..] else { panic!("{:?}", issue.documents) };
    assert_eq!(
        ["title", "number", "department", "date", "page"].map(|name| document.value(name)),
        ["云溪市人民政府关于加强河道管理的意见", "云政发〔2019〕5号", "云溪市人民政府", "2019-03-05", "2-3"]
    );
    assert!(document.content.contains("\n\n## 一、提高思想认识\n\n"), "{}", document.content);
    assert!(document.content.contains(&format!("\n\n（四）{SENTENCE}。\n\n")), "{}", document.content);
    assert!(
        document.content.contains("密切配合，形成<!-- p3 -->合力，确保各项措施落到实处。"),
        "{}",
        document.content
    );
    assert!(!document.content.contains("公报"), "{}", document.content);
}

#[test]
fn two_columns_and_a_table_are_read_in_their_order() {
    let mut first = first_page();
    first.line(330.0, "云溪市人民政府");
    first.line(330.0, "2019年3月5日");
    let mut second = Page::new(3);
    second.line(0.0, "附件");
    second.centred("河道管理范围表");
    let head = ["序号", "河道", "管理单位"];
    rows(
        &mut second,
        &[head, ["1", "东河", "市水利局"], ["2", "西河", "市城管局"], ["3", "南河", "县水利局"]],
    );
    let mut third = Page::new(4);
    third.line(0.0, "附件2");
    third.centred("名词解释");
    let top = third.top;
    for (left, words) in [(0.0, "甲"), (240.0, "乙")] {
        third.top = top;
        for number in 0..5 {
            third.paragraph(left, 18, &format!("{words}{number}{SENTENCE}。"));
        }
    }
    let Some(issue) = imported(&[first, second, third]) else { return };
    let [document] = &issue.documents[..] else { panic!("{:?}", issue.documents) };
    let content = &document.content;
    assert!(
        content.contains("| 序号 | 河道 | 管理单位 |\n| --- | --- | --- |\n| 1 | 东河 | 市水利局 |\n| 2 | 西河 | 市城管局 |\n"),
        "{content}"
    );
    for words in ["甲", "乙"] {
        for number in 0..5 {
            assert!(content.contains(&format!("\n\n{words}{number}{SENTENCE}。\n")), "{content}");
        }
    }
    assert!(content.find("甲4") < content.find("乙0"), "{content}");
}

/// Rows of a table with three columns.
fn rows(page: &mut Page, rows: &[[&str; 3]]) {
    for row in rows {
        for (cell, left) in row.iter().zip([10.0, 90.0, 260.0]) {
            page.put(LEFT + left, page.top, cell);
        }
        page.top -= 24.0;
    }
}

#[test]
fn a_table_goes_on_below_the_running_head_of_the_next_page_and_its_head_stands_once() {
    let mut first = first_page();
    first.line(330.0, "云溪市人民政府");
    first.line(330.0, "2019年3月5日");
    let head = ["序号", "河道", "管理单位"];
    let mut second = Page::new(3);
    second.line(0.0, "附件");
    second.centred("河道管理范围表");
    rows(
        &mut second,
        &[head, ["1", "东河", "市水利局"], ["2", "西河", "市城管局"], ["3", "南河", "县水利局"]],
    );
    let mut third = Page::new(4);
    rows(
        &mut third,
        &[head, ["4", "北河", "市水利局"], ["5", "中河", "市城管局"], ["6", "小河", "县水利局"]],
    );
    let mut fourth = Page::new(5);
    rows(&mut fourth, &[["7", "大河", "市水利局"]]);
    let Some(issue) = imported(&[first, second, third, fourth]) else { return };
    let [document] = &issue.documents[..] else { panic!("{:?}", issue.documents) };
    let content = &document.content;
    let expected: String = [
        "| 序号 | 河道 | 管理单位 |\n| --- | --- | --- |\n",
        "| 1 | 东河 | 市水利局 |\n| 2 | 西河 | 市城管局 |\n| 3 | 南河 | 县水利局 |\n",
        "| 4 | 北河 | 市水利局 |\n| 5 | 中河 | 市城管局 |\n| 6 | 小河 | 县水利局 |\n",
        "| 7 | 大河 | 市水利局 |\n",
    ]
    .concat();
    assert!(content.contains(&expected), "{content}");
    assert!(!content.contains("公报"), "{content}");
}

#[test]
fn without_pdftotext_the_message_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("issue.pdf"), pdf(&[first_page()])).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["import", "issue.pdf", "--into", "archive"])
        .current_dir(folder.path())
        .env("PATH", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("install poppler") && said.contains("issue.pdf"), "{said}");
}
