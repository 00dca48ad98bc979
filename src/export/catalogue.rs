//! The list of all documents: JSON, CSV for a spreadsheet, and the record of information disclosure.

use std::io::{self, Write};

use super::Exporter;
use super::record::Record;

/// Writes the catalogue as JSON, a document a line.
pub fn json(exporter: &Exporter<'_>, out: &mut dyn Write) -> io::Result<()> {
    let site = &exporter.site;
    let head = [("title", Some(site.title)), ("publisher", site.publisher), ("url", site.base_url)];
    out.write_all(b"{\n")?;
    for (key, value) in head {
        if let Some(value) = value {
            writeln!(out, "\"{key}\": {},", serde_json::Value::from(value))?;
        }
    }
    writeln!(out, "\"language\": {},", serde_json::Value::from(site.language))?;
    writeln!(out, "\"legal_value\": {},", serde_json::Value::from(site.legal_value.word()))?;
    out.write_all(b"\"documents\": [")?;
    let mut between: &[u8] = b"\n";
    for index in exporter.documents() {
        out.write_all(between)?;
        between = b",\n";
        serde_json::to_writer(&mut *out, &exporter.record(index))?;
    }
    out.write_all(b"\n]\n}\n")
}

const COLUMNS: [&str; 24] = [
    "id",
    "title",
    "number",
    "department",
    "date",
    "published",
    "effective",
    "expires",
    "repealed_by",
    "kind",
    "topics",
    "recipients",
    "index_number",
    "year",
    "issue",
    "total_number",
    "issue_date",
    "part",
    "first_page",
    "last_page",
    "language",
    "withdrawn",
    "content_code",
    "url",
];

/// Writes the catalogue as CSV (RFC 4180) that spreadsheets open rightly.
pub fn csv(exporter: &Exporter<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::begin(out, &COLUMNS)?;
    for index in exporter.documents() {
        let record = exporter.record(index);
        let repealing = record.effects.iter().filter(|effect| effect.verb == "repealed_by");
        let repealing: Vec<&str> = repealing.map(|effect| effect.document.as_str()).collect();
        sheet.row(&[
            &record.id,
            record.title,
            &numbers(&record),
            &record.departments.join("; "),
            &text_of(record.date.as_ref()),
            &text_of(record.published.as_ref()),
            &text_of(record.effective.as_ref()),
            &text_of(record.expires.as_ref()),
            &repealing.join("; "),
            record.kind.unwrap_or_default(),
            &record.topics.join("; "),
            record.recipients.unwrap_or_default(),
            record.index_number.unwrap_or_default(),
            &record.issue.year.to_string(),
            record.issue.number,
            &text_of(record.issue.total_number.as_ref()),
            &text_of(record.issue.date.as_ref()),
            record.part.unwrap_or_default(),
            &text_of(record.pages.map(|pages| pages.first).as_ref()),
            &text_of(record.pages.map(|pages| pages.last).as_ref()),
            record.language,
            if record.withdrawn.is_some() { "true" } else { "" },
            record.content_code.as_deref().unwrap_or_default(),
            &record.url,
        ])?;
    }
    Ok(())
}

/// Names of the elements of an entry in the catalogue of government information (政府信息公开目录).
const DISCLOSURE_COLUMNS: [&str; 12] = [
    "索引号",
    "主题分类",
    "发文机关",
    "成文日期",
    "标题",
    "发文字号",
    "发布日期",
    "施行日期",
    "失效日期",
    "有效性",
    "文种",
    "网址",
];

/// Writes the record of information disclosure. There is no clock here, so that a document has lapsed
/// by now is for the reader of the dates to say; that it was repealed or amended, another document does.
pub fn disclosure(exporter: &Exporter<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::begin(out, &DISCLOSURE_COLUMNS)?;
    for index in exporter.documents() {
        let record = exporter.record(index);
        let has = |verb: &str| record.effects.iter().any(|effect| effect.verb == verb);
        let status = match () {
            () if has("repealed_by") || has("replaced_by") => "废止",
            () if has("amended_by") => "已修改",
            () => "",
        };
        sheet.row(&[
            record.index_number.unwrap_or_default(),
            &record.topics.join("; "),
            &record.departments.join("; "),
            &text_of(record.date.as_ref()),
            record.title,
            &numbers(&record),
            &text_of(record.published.as_ref()),
            &text_of(record.effective.as_ref()),
            &text_of(record.expires.as_ref()),
            status,
            record.kind.unwrap_or_default(),
            &record.url,
        ])?;
    }
    Ok(())
}

fn numbers(record: &Record<'_>) -> String {
    let printed: Vec<&str> = record.numbers.iter().map(|number| number.printed).collect();
    printed.join("; ")
}

fn text_of(value: Option<&impl ToString>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

/// A table as CSV: UTF-8 with the mark by which Excel knows it, lines ended as RFC 4180 wants them.
struct Sheet<'w> {
    out: &'w mut dyn Write,
    line: String,
}

impl<'w> Sheet<'w> {
    fn begin(out: &'w mut dyn Write, columns: &[&str]) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut sheet = Self { out, line: String::new() };
        sheet.row(columns)?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        self.line.clear();
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.line.push(',');
            }
            push_cell(&mut self.line, cell);
        }
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())
    }
}

/// A cell. One that a spreadsheet would take for a formula and carry out begins with an apostrophe,
/// as OWASP advises against CSV injection; the full-width signs count, since Excel folds them.
fn push_cell(line: &mut String, cell: &str) {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let guard = if runs { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(guard);
        line.push_str(&cell.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(guard);
        line.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_always_one_cell() {
        let cell = |text: &str| {
            let mut line = String::new();
            push_cell(&mut line, text);
            line
        };
        assert_eq!(cell("通知"), "通知");
        assert_eq!(cell("甲,\"乙\"\n丙"), "\"甲,\"\"乙\"\"\n丙\"");
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for start in ["=", "+", "-", "@", "＝", "\t"] {
            assert!(cell(&format!("{start}1")).starts_with('\''), "{start:?}");
        }
    }
}
