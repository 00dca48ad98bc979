//! Questions about an archive that a build does not ask: whether its documents keep the house style of
//! Chinese official documents.
//!
//! Each rule is a function of one document and gives findings, with the edit that mends it where there
//! is only one way to. Must not know: disk, pages.

mod attachments;
mod contents;
mod dates;
mod edit;
mod kinds;
mod level_marks;
mod numbers;
mod punctuation;
mod registers;
mod standards;

use crate::config::{Config, HouseStyle, is_simplified};
use crate::diagnostics::{Code, Diagnostic, Severity, Span, Text};
use crate::gazette::GazetteDate;
use crate::parse::files::ReadFile;
use crate::parse::{self, ProseBlock, Record};

pub use contents::contents;
pub use edit::{Edit, LineChange, apply, changed_lines};

/// A finding, and how to mend it where that is beyond doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// What to write instead; empty where a person has to decide. A finding that stands for many of its
    /// kind has the edits of all.
    pub edits: Vec<Edit>,
}

/// A document that is looked at.
struct Subject<'a> {
    path: &'a str,
    /// The whole file.
    file: &'a str,
    /// Where the text below the front matter begins.
    text_start: usize,
    record: &'a parse::Document,
    blocks: Vec<ProseBlock>,
}

type Rule = fn(&Subject<'_>, &Config, &mut Vec<Finding>);

/// Every rule, in the order of the manual.
const RULES: [Rule; 11] = [
    numbers::numbers,
    numbers::cited_numbers,
    registers::departments,
    kinds::title_kind,
    kinds::request_in_a_report,
    punctuation::title_end,
    punctuation::half_width,
    level_marks::level_marks,
    dates::padding,
    attachments::attachment_note,
    standards::standards,
];

/// What in a document's file is against the house style, in the order of the file. `text` is the whole
/// file that the record was read from. Documents from before the style's first day are left alone, as
/// are archives that keep another style.
#[must_use]
pub fn house_style(file: &ReadFile, text: &str, config: &Config) -> Vec<Finding> {
    let HouseStyle::Gbt9704 { since } = config.house_style else { return Vec::new() };
    let Some(Record::Document(record)) = &file.record else { return Vec::new() };
    // What is wrong with the front matter comes first: half of it may not be known yet.
    let is_wrong = file.found.iter().any(|found| found.code.severity() == Severity::Error);
    let is_foreign = record.language.as_deref().is_some_and(|tag| !is_simplified(tag));
    if is_wrong || is_foreign || record.withdrawn.is_some() || !applies(record, since) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let below = parse::text_below_front_matter(text);
    let subject = Subject {
        path: &file.path,
        file: text,
        text_start: text.len() - below.len(),
        record,
        blocks: parse::prose(below),
    };
    for rule in RULES {
        rule(&subject, config, &mut findings);
    }
    for finding in &mut findings {
        finding.diagnostic.raise(&config.raised);
    }
    findings.retain(|finding| !config.silenced.contains(&finding.diagnostic.code));
    findings.sort_by(|a, b| a.diagnostic.cmp(&b.diagnostic));
    findings
}

/// An undated document is taken for a new one.
fn applies(record: &parse::Document, since: GazetteDate) -> bool {
    record.date.as_ref().is_none_or(|date| date.value >= since)
}

impl Subject<'_> {
    /// A finding at a place of the text below the front matter.
    fn in_text(&self, code: Code, range: std::ops::Range<usize>, message: Text) -> Diagnostic {
        Diagnostic::new(code, self.path, self.in_file(range), message)
    }

    fn in_file(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start + self.text_start..range.end + self.text_start)
    }

    fn text(&self) -> &str {
        &self.file[self.text_start..]
    }
}

impl Finding {
    /// A finding that a person has to mend.
    fn told(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, edits: Vec::new() }
    }

    /// A finding that is mended by writing `replacement` on its place.
    fn mended(diagnostic: Diagnostic, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        let edits = diagnostic.span.map(|span| Edit { span, replacement }).into_iter().collect();
        Self { diagnostic, edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::{Role, file};
    use crate::source::Stamp;

    /// What is found in a document, as `code: place` with the edit, and the file when all is mended.
    fn style(front: &str, text: &str, book: &str) -> (Vec<String>, String) {
        let source = format!("---\n{front}\n---\n{text}\n");
        let role = Role::Document { year: 2018, folder: "10", stem: "01" };
        let parsed = file("01.md", &role, source.as_bytes(), &NumberKinds::default());
        let read = ReadFile {
            kinds: 0,
            path: "01.md".into(),
            stamp: Stamp::default(),
            hash: 0,
            record: parsed.record,
            shown: 0,
            found: Vec::new(),
            is_new: false,
        };
        let (config, _) = crate::config::read(&format!("[book]\ntitle = \"甲\"\n{book}"), &[]);
        let findings = house_style(&read, &source, &config);
        let place = |finding: &Finding| finding.diagnostic.span.map_or("", |span| &source[span.range()]);
        let told = findings.iter().map(|f| format!("{}: {}", f.diagnostic.code, place(f))).collect();
        let edits: Vec<Edit> = findings.iter().flat_map(|finding| finding.edits.iter().cloned()).collect();
        (told, apply(&source, &edits))
    }

    fn told(front: &str, text: &str) -> Vec<String> {
        style(front, text, "").0
    }

    /// The text of a notice when all that can be mended is.
    fn mended(text: &str) -> String {
        let (_, file) = style(NOTICE, text, "");
        file.trim_start_matches(&format!("---\n{NOTICE}\n---\n")).trim_end().to_owned()
    }

    const NOTICE: &str = "title: 关于校车的通知\nnumber: 云政发〔2018〕8号\ndate: 2018-10-08";

    #[test]
    fn a_document_in_style_is_left_alone() {
        let text = "各镇人民政府：\n\n## 一、目标\n\n（一）甲。见 GB/T 9704-2012，时间为10:30。\n\n附件：1. 任务表\n\n2018年10月8日\n\n# 附件1 任务表\n\n甲\n";
        assert_eq!(told(NOTICE, text), Vec::<String>::new());
    }

    #[test]
    fn numbers_have_their_brackets_and_no_padding() {
        let (told, file) = style("title: 甲的通知\nnumber: 云政发[2018]第08号", "", "");
        assert_eq!(
            told,
            [
                "style-number-brackets: 云政发[2018]第08号",
                "style-number-ordinal: 云政发[2018]第08号",
                "style-number-padding: 云政发[2018]第08号"
            ]
        );
        assert!(file.contains("number: 云政发〔2018〕8号\n"), "{file}");
    }

    #[test]
    fn historic_documents_and_other_styles_are_exempt() {
        assert!(told("title: 甲的通知\nnumber: 云政发[1998]8号\ndate: 1998-01-01", "甲,乙").is_empty());
        let since = "[check]\nhouse_style_since = \"1990-01-01\"\n";
        assert!(!style("title: 甲的通知\nnumber: 云政发[1998]8号\ndate: 1998-01-01", "", since).0.is_empty());
        let none = "[check]\nhouse_style = \"none\"\n";
        assert!(style("title: 甲的通知\nnumber: 云政发[2018]8号", "甲,乙", none).0.is_empty());
        let silenced = "[check]\nsilence = [\"style-punctuation\"]\n";
        assert!(style(NOTICE, "甲,乙", silenced).0.is_empty());
    }

    #[test]
    fn levels_have_their_own_marks() {
        assert_eq!(mended("## （一）、目标\n\n一.甲\n\n1、乙"), "## （一）目标\n\n一、甲\n\n1.乙");
        assert_eq!(mended("甲有1、2两项"), "甲有1、2两项");
    }

    #[test]
    fn punctuation_between_han_is_full_width() {
        assert_eq!(mended("甲,乙;丙:丁(戊)己?庚!辛"), "甲，乙；丙：丁（戊）己？庚！辛");
        for fine in ["见 a,b", "10:30", "f(x)", "`甲,乙`", "[甲,乙](a.md)", "1,000元", "甲(a)"] {
            assert_eq!(mended(fine), fine);
        }
    }

    #[test]
    fn days_and_months_are_not_padded() {
        assert_eq!(mended("自2018年03月05日起"), "自2018年3月5日起");
        assert_eq!(mended("2018年10月20日"), "2018年10月20日");
    }

    #[test]
    fn a_title_has_its_kind_and_no_full_stop() {
        assert_eq!(told("title: 关于校车", ""), ["style-title-kind: 关于校车"]);
        assert!(told("title: 关于校车\nkind: 通知", "").is_empty());
        let (told, file) = style("title: 关于校车的通知。", "", "");
        assert_eq!(told, ["style-title-mark: 。"]);
        assert!(file.contains("title: 关于校车的通知\n"));
    }

    #[test]
    fn a_report_asks_for_nothing() {
        assert_eq!(
            told("title: 关于校车的报告", "甲。\n\n以上报告当否，请批示。"),
            ["style-report-request: 以上报告当否，请批示。"]
        );
        assert!(told("title: 关于校车的请示", "以上当否，请批示。").is_empty());
    }

    #[test]
    fn attachments_are_those_of_the_note() {
        let text = |note: &str| format!("甲。\n\n{note}\n\n# 附件1 任务表\n\n甲\n\n# 附件2 名单\n\n乙\n");
        assert!(told(NOTICE, &text("附件：1. 任务表\n2. 名单")).is_empty());
        assert!(
            told(NOTICE, &text("附件：1. 任务表\n\n2. 名单")).is_empty(),
            "the second line may be a list"
        );
        assert_eq!(told(NOTICE, &text("附件：1. 任务表")), ["style-attachment-note: 附件：1. 任务表"]);
        assert_eq!(
            told(NOTICE, &text("附件：1. 任务表\n2. 名册")),
            ["style-attachment-note: 2. 名册"],
            "a name that no attachment has"
        );
        assert_eq!(told(NOTICE, &text("乙。")), ["style-attachment-note: 附件1 任务表"]);
        assert!(told(NOTICE, &text("任务见附件1，名单见附件2。")).is_empty());
        assert_eq!(mended("附件：任务表。\n\n# 附件 任务表\n\n甲"), "附件：任务表\n\n# 附件 任务表\n\n甲");
    }

    #[test]
    fn a_code_belongs_to_its_department() {
        let book = "[[series]]\nprefix = \"云政发\"\ndepartment = \"云溪区人民政府\"\n";
        let front = |department: &str| format!("{NOTICE}\ndepartment: {department}");
        assert_eq!(style(&front("云溪区教育局"), "", book).0, ["style-number-department: 云政发〔2018〕8号"]);
        assert!(style(&front("[云溪区教育局, 云溪区人民政府]"), "", book).0.is_empty());
    }

    #[test]
    fn numbers_have_no_blanks_and_plain_digits() {
        let (told, file) = style("title: 甲的通知\nnumber: 云政发〔２０１８〕 8号", "", "");
        assert_eq!(
            told,
            ["style-number-spaces: 云政发〔２０１８〕 8号", "style-number-digits: 云政发〔２０１８〕 8号"]
        );
        assert!(file.contains("number: 云政发〔2018〕8号\n"), "{file}");
    }

    #[test]
    fn numbers_in_the_text_are_written_like_any_other() {
        assert_eq!(
            mended("按照《某办法》（云政发[2018]第08号）和国发〔2018〕9号、10号执行。"),
            "按照《某办法》（云政发〔2018〕8号）和国发〔2018〕9号、10号执行。"
        );
        let old = "按照云政发[1998]8号执行。";
        assert_eq!(mended(old), old, "a number of a year before the style's first is printed as it was");
        for fine in ["（2018）粤01民终8号", "总第178期", "GB 24407-2012", "`云政发[2018]8号`"] {
            assert_eq!(mended(fine), fine);
        }
    }

    #[test]
    fn a_standard_that_was_never_issued_is_told() {
        assert_eq!(told(NOTICE, "按照 GB/T 9704-2022 执行。"), ["style-standard: GB/T 9704-2022"]);
        assert_eq!(told(NOTICE, "按照GB/T9704—2019执行。"), ["style-standard: GB/T9704—2019"]);
        for fine in ["GB/T 9704-2012", "GB/T 9704—1999", "GB 9704-88", "邮编 9704-2022", "GB/T 9704"] {
            assert!(told(NOTICE, fine).is_empty(), "{fine}");
        }
    }

    #[test]
    fn many_marks_of_one_kind_are_one_finding() {
        let many = "甲,".repeat(40) + "乙";
        let (told, file) = style(NOTICE, &many, "");
        assert_eq!(told, ["style-punctuation: ,"]);
        assert!(!file.contains(','), "all of them are mended");
    }

    #[test]
    fn a_mark_at_the_end_of_a_line_is_full_width_too() {
        assert_eq!(mended("各镇人民政府:\n\n甲;\n乙"), "各镇人民政府：\n\n甲；\n乙");
    }

    #[test]
    fn a_document_in_another_language_has_another_style() {
        assert!(told("title: Notice on 校车\nlanguage: en", "甲,乙").is_empty());
        assert!(!told("title: 甲的通知\nlanguage: zh-Hans", "甲,乙").is_empty());
    }
}
