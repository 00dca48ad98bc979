//! A Word document as lines: paragraphs, their automatic numbers, tables as cells set apart by tabs,
//! footnotes and pictures.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::gazette::numeral::to_han;

use super::block::{Cell, Row, Table};
use super::docx_parts::{self, Relation};
use super::message::Message;
use super::object::{self, Object, Picture};
use super::source::Read as Found;

/// The largest part of a document that is unpacked, so that a small archive cannot fill the memory.
const PART_SIZE_MAX: u64 = 256 << 20;

/// How deep tables may lie in tables.
const DEPTH_MAX: usize = 16;

/// The endings of pictures that every browser shows.
pub const SHOWN: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif"];

/// A document: its text, a blank line between paragraphs, with its pictures, and what is left out.
/// `stem` is what the names of the pictures begin with.
///
/// # Errors
///
/// In words for the user.
pub fn read(bytes: &[u8], stem: &str) -> Result<Found, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("it is no Word document: {error}"))?;
    let document = part(&mut archive, "word/document.xml")
        .ok_or("it is no Word document: it has no word/document.xml")?;
    let styles = part(&mut archive, "word/styles.xml").map(|xml| headings(&xml)).unwrap_or_default();
    let numbering = part(&mut archive, "word/numbering.xml").map(|xml| numbering(&xml)).unwrap_or_default();
    let mut xml = |name: &str| part(&mut archive, name).unwrap_or_default();
    let mut reading = Reading {
        styles,
        numbering,
        relations: docx_parts::relations(&xml("word/_rels/document.xml.rels")),
        footnotes: docx_parts::notes(&xml("word/footnotes.xml")),
        endnotes: docx_parts::notes(&xml("word/endnotes.xml")),
        stem: stem.to_owned(),
        ..Reading::default()
    };
    let comments = docx_parts::notes(&xml("word/comments.xml"));
    reading.document(&document)?;
    reading.left_out.extend(comments.into_values().map(|words| Message::new("a comment: {}").text(words)));
    docx_parts::page_heads(&mut archive, &mut reading.left_out);
    let pictures = reading.pictures(&mut archive);
    Ok(Found { text: reading.text, encoding: "DOCX", unreadable: 0, pictures, left_out: reading.left_out })
}

/// A part of the document, by its name in the archive.
pub fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    file.take(PART_SIZE_MAX).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

/// A level of a numbered list: how its number looks, and the text around it.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

#[derive(Default)]
struct Reading {
    /// Heading levels by the id of their style.
    styles: BTreeMap<String, usize>,
    numbering: BTreeMap<String, Vec<Level>>,
    counters: BTreeMap<String, Vec<u32>>,
    text: String,
    paragraph: String,
    style: String,
    number: Option<(String, usize)>,
    tables: Vec<OpenTable>,
    skipped: usize,
    relations: BTreeMap<String, Relation>,
    footnotes: BTreeMap<String, String>,
    endnotes: BTreeMap<String, String>,
    /// How many notes were met.
    notes: usize,
    /// The lines of notes and pictures that stand behind the paragraph or table that is open.
    behind: Vec<String>,
    /// What the picture that is open shows, in words.
    words: String,
    stem: String,
    /// The pictures that were met: their part of the archive and their file.
    met: Vec<(String, String)>,
    deleted: String,
    left_out: Vec<Message>,
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<OpenCell>>,
}

#[derive(Clone, Default)]
struct OpenCell {
    paragraphs: Vec<String>,
    columns: usize,
    continues: bool,
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(super::markup::unescape(&found.value))
}

impl Reading {
    fn document(&mut self, xml: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(xml);
        let mut in_text = false;
        let mut in_deleted = false;
        loop {
            match reader.read_event().map_err(|error| format!("the document is damaged: {error}"))? {
                Event::Start(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    in_text = name == "t";
                    in_deleted = name == "delText";
                    self.start(&name, &start);
                }
                Event::Empty(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    self.start(&name, &start);
                    self.end(&name);
                }
                Event::Text(words) if in_text && self.skipped == 0 => {
                    self.paragraph.push_str(&words);
                }
                Event::Text(words) if in_deleted => self.deleted.push_str(&words),
                Event::GeneralRef(name) if in_text && self.skipped == 0 => {
                    self.paragraph.push_str(&super::markup::unescape(&format!("&{};", &*name)));
                }
                Event::End(end) => {
                    in_text = false;
                    in_deleted = false;
                    self.end(end.local_name().as_ref());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if !self.deleted.is_empty() {
            let deleted = std::mem::take(&mut self.deleted);
            self.left_out.push(Message::new("deleted text that Word still keeps: {}").text(deleted));
        }
        Ok(())
    }

    fn start(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            // The older twin of what stands in AlternateContent.
            "Fallback" => self.skipped += 1,
            _ if self.skipped > 0 => {}
            "footnoteReference" | "endnoteReference" => self.note(name, start),
            "docPr" => {
                let said = |key| attribute(start, key).filter(|words| !words.trim().is_empty());
                self.words =
                    said("descr").or_else(|| said("title")).unwrap_or_default().replace(['\n', '\t'], " ");
            }
            "blip" => self.picture(attribute(start, "embed").or_else(|| attribute(start, "link"))),
            "imagedata" => self.picture(attribute(start, "id")),
            "chart" | "relIds" | "OLEObject" => {
                let words = std::mem::take(&mut self.words);
                self.left_out.push(Message::new("a chart, diagram or embedded file: {}").text(words));
            }
            "pStyle" => self.style = attribute(start, "val").unwrap_or_default(),
            "numId" => {
                let id = attribute(start, "val").unwrap_or_default();
                let level = self.number.as_ref().map_or(0, |(_, level)| *level);
                self.number = Some((id, level));
            }
            "ilvl" => {
                let level = attribute(start, "val").and_then(|level| level.parse().ok()).unwrap_or(0);
                self.number = Some((String::new(), level));
            }
            "tab" if !self.paragraph.is_empty() => self.paragraph.push(' '),
            "br" | "cr" => self.paragraph.push('\n'),
            "tbl" if self.tables.len() < DEPTH_MAX => self.tables.push(OpenTable::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "tc" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(OpenCell { columns: 1, ..OpenCell::default() });
                }
            }
            "gridSpan" => {
                let span = attribute(start, "val").and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                self.cell(|cell| cell.columns = span.clamp(1, 100));
            }
            "vMerge" => {
                let continues = attribute(start, "val").is_none_or(|value| value != "restart");
                self.cell(|cell| cell.continues = continues);
            }
            _ => {}
        }
    }

    /// A reference to a note: its mark in the paragraph, its text behind it.
    fn note(&mut self, name: &str, start: &BytesStart<'_>) {
        let id = attribute(start, "id").unwrap_or_default();
        let notes = if name == "footnoteReference" { &self.footnotes } else { &self.endnotes };
        let Some(words) = notes.get(&id) else { return };
        self.notes += 1;
        let label = self.notes.to_string();
        self.behind.push(object::note_text(&label, words));
        self.paragraph.push_str(&object::note(&label));
    }

    /// A picture, by the name of its relation.
    fn picture(&mut self, relation: Option<String>) {
        let words = std::mem::take(&mut self.words);
        let Some(relation) = relation.and_then(|id| self.relations.get(&id)) else { return };
        if relation.external {
            let target = relation.target.clone();
            self.left_out.push(Message::new("a picture that is not in the file: {}").text(target));
            return;
        }
        let ending = relation.target.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !SHOWN.contains(&ending.as_str()) {
            let target = relation.target.clone();
            self.left_out.push(Message::new("a picture that no browser shows: {}").text(target));
            return;
        }
        let target = relation.target.trim_start_matches('/');
        let target = if target.starts_with("word/") { target.to_owned() } else { format!("word/{target}") };
        let known = self.met.iter().find(|(part, _)| *part == target).map(|(_, file)| file.clone());
        let file = known.unwrap_or_else(|| {
            let file = format!("{}-{}.{ending}", self.stem, self.met.len() + 1);
            self.met.push((target, file.clone()));
            file
        });
        self.behind.push(object::picture(&file, &words));
    }

    /// The pictures that were met, out of the archive.
    fn pictures(&mut self, archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> Vec<Picture> {
        let mut pictures = Vec::new();
        for (name, file) in &self.met {
            let mut bytes = Vec::new();
            let read =
                archive.by_name(name).ok().map(|part| part.take(PART_SIZE_MAX).read_to_end(&mut bytes));
            if matches!(read, Some(Ok(_))) {
                pictures.push(Picture { file: file.clone(), bytes });
            } else {
                self.left_out.push(Message::new("a picture that is not in the file: {}").text(name));
            }
        }
        pictures
    }

    /// Writes the notes and pictures that stand behind what was written last.
    fn put_behind(&mut self) {
        for line in std::mem::take(&mut self.behind) {
            self.text.push_str(&line);
            self.text.push_str("\n\n");
        }
    }

    fn cell(&mut self, change: impl FnOnce(&mut OpenCell)) {
        let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
        if let Some(cell) = row.and_then(|row| row.last_mut()) {
            change(cell);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" => self.skipped = self.skipped.saturating_sub(1),
            "p" => self.end_paragraph(),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let words = std::mem::take(&mut self.paragraph);
        let style = std::mem::take(&mut self.style);
        let label = self.number.take().map(|(id, level)| self.label(&id, level)).unwrap_or_default();
        if self.skipped > 0 {
            return;
        }
        if words.trim().is_empty() {
            if self.tables.is_empty() {
                self.put_behind();
            }
            return;
        }
        let words = format!("{label}{}", words.trim());
        if self.tables.is_empty() {
            if let Some(level) = self.styles.get(&style) {
                self.text.push_str(&"#".repeat(*level));
                self.text.push(' ');
            }
            self.text.push_str(&words);
            self.text.push_str("\n\n");
            self.put_behind();
        } else {
            self.cell(|cell| cell.paragraphs.push(words.replace(['\n', '\t'], " ")));
        }
    }

    /// The number that Word would set in front of a paragraph.
    fn label(&mut self, id: &str, level: usize) -> String {
        let Some(levels) = self.numbering.get(id) else { return String::new() };
        let Some(rule) = levels.get(level) else { return String::new() };
        let counters = self.counters.entry(id.to_owned()).or_insert_with(|| vec![0; 9]);
        if level >= counters.len() {
            return String::new();
        }
        counters[level] =
            if counters[level] == 0 { rule.start.max(1) } else { counters[level].saturating_add(1) };
        counters[level + 1..].fill(0);
        if rule.format == "bullet" {
            return "- ".into();
        }
        let mut label = rule.text.clone();
        for (index, counter) in counters.iter().enumerate().take(level + 1) {
            let format = levels.get(index).map_or("decimal", |level| level.format.as_str());
            label = label.replace(&format!("%{}", index + 1), &counted(*counter, format));
        }
        label
    }

    fn end_table(&mut self) {
        let Some(open) = self.tables.pop() else { return };
        let table = merged(open);
        let mut written = String::new();
        if table.needs_html() {
            super::markdown::html_table(&mut written, &table);
            written = written.replace('\n', "");
            // No mark within HTML leads to a footnote, so its text follows as a paragraph.
            for line in &mut self.behind {
                if let Some(Object::Note { words, .. }) = object::of_line(line) {
                    *line = words.to_owned();
                }
            }
        } else {
            for row in &table.rows {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.paragraphs.concat()).collect();
                written.push_str(&cells.join("\t"));
                written.push('\n');
            }
        }
        if self.tables.is_empty() {
            self.text.push_str(written.trim_end_matches('\n'));
            self.text.push_str("\n\n");
            self.put_behind();
        } else {
            let words = super::markup::text_of_html(&written.replace(['\t', '\n'], " "));
            self.cell(|cell| cell.paragraphs.push(words));
        }
    }
}

fn counted(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => to_han(number),
        "lowerLetter" => letter(number, 'a'),
        "upperLetter" => letter(number, 'A'),
        _ => number.to_string(),
    }
}

fn letter(number: u32, first: char) -> String {
    char::from_u32(first as u32 + (number.saturating_sub(1) % 26)).map_or_else(String::new, String::from)
}

/// Cells that go on from the row above become part of it.
fn merged(open: OpenTable) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    // The cell above each column: its row and its place there.
    let mut above: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for cells in open.rows {
        let mut row = Row::default();
        let mut column = 0;
        for cell in cells {
            let upper = above.get(&column).copied().filter(|_| cell.continues && cell.paragraphs.is_empty());
            if let Some((row, place)) = upper {
                rows[row].cells[place].rows += 1;
            } else {
                above.insert(column, (rows.len(), row.cells.len()));
                row.cells.push(Cell { paragraphs: cell.paragraphs, columns: cell.columns, rows: 1 });
            }
            column += cell.columns;
        }
        rows.push(row);
    }
    let columns = rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0);
    Table { columns, rows }
}

/// The styles that are headings, whatever language Word was in: by the name it keeps.
fn headings(xml: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let mut id = String::new();
    each(xml, |name, start| match name {
        "style" => id = attribute(start, "styleId").unwrap_or_default(),
        "name" => {
            let name = attribute(start, "val").unwrap_or_default().to_lowercase();
            if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse::<usize>().ok()) {
                found.insert(id.clone(), level.clamp(1, 5) + 1);
            }
        }
        _ => {}
    });
    found
}

/// The levels of each numbered list.
fn numbering(xml: &str) -> BTreeMap<String, Vec<Level>> {
    let mut abstracts: BTreeMap<String, Vec<Level>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    let (mut open, mut number) = (String::new(), String::new());
    each(xml, |name, start| {
        let value = || attribute(start, "val").unwrap_or_default();
        let levels = abstracts.entry(open.clone()).or_default();
        match name {
            "abstractNum" => open = attribute(start, "abstractNumId").unwrap_or_default(),
            "lvl" => levels.push(Level { start: 1, format: "decimal".into(), ..Level::default() }),
            "start" => {
                levels.last_mut().into_iter().for_each(|level| level.start = value().parse().unwrap_or(1));
            }
            "numFmt" => levels.last_mut().into_iter().for_each(|level| level.format = value()),
            "lvlText" => levels.last_mut().into_iter().for_each(|level| level.text = value()),
            "num" => number = attribute(start, "numId").unwrap_or_default(),
            "abstractNumId" => {
                if let Some(levels) = abstracts.get(&value()) {
                    found.insert(number.clone(), levels.clone());
                }
            }
            _ => {}
        }
    });
    found
}

/// Visits each element that opens.
pub fn each(xml: &str, mut visit: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) | Event::Empty(start) => visit(start.local_name().as_ref(), &start),
            Event::Eof => break,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn document(body: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let mut add = |name: &str, xml: &str| {
            writer.start_file(name, options).unwrap();
            writer.write_all(xml.as_bytes()).unwrap();
        };
        add("word/document.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"));
        add(
            "word/numbering.xml",
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
             <w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum>\
             <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>",
        );
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_numbers_and_merged_cells_are_read() {
        let numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>甲&amp;乙</w:t></w:r></w:p>";
        let cell = |properties: &str, words: &str| {
            format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
        };
        let table = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("<w:vMerge w:val=\"restart\"/>", "类"),
            cell("", "一"),
            cell("<w:vMerge/>", ""),
            cell("", "二")
        );
        let text = read(&document(&format!("{numbered}{numbered}{table}")), "d").unwrap().text;
        assert_eq!(
            text,
            "一、甲&乙\n\n二、甲&乙\n\n<table><tr><td rowspan=\"2\">类</td><td>一</td></tr><tr><td>二</td></tr></table>\n\n"
        );
    }

    #[test]
    fn what_is_no_document_is_refused_in_words() {
        assert!(read(b"PK\x03\x04 nothing", "d").map(|_| ()).unwrap_err().contains("no Word document"));
    }
}
