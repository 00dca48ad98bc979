//! A Word document as lines: paragraphs, their automatic numbers, tables as cells set apart by tabs,
//! footnotes and pictures.

mod numbering;
mod objects;
mod parts;
mod tables;
mod xml;

use std::collections::BTreeMap;
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::message::Message;
use super::source::Read as Found;
use numbering::{Level, numbering};
use parts::Relation;
use tables::{DEPTH_MAX, OpenCell, OpenTable};
use xml::{attribute, each, main_part, side_part};

pub use objects::SHOWN;

/// A document: its text, a blank line between paragraphs, with its pictures, and what is left out.
/// `stem` is what the names of the pictures begin with.
///
/// # Errors
///
/// In words for the user.
pub fn read(bytes: &[u8], stem: &str) -> Result<Found, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("it is no Word document: {error}"))?;
    let document = main_part(&mut archive, "word/document.xml")?;
    let mut left_out = Vec::new();
    let mut side = |name: &str| side_part(&mut archive, name, &mut left_out, parts::notes);
    let (footnotes, endnotes, comments) =
        (side("word/footnotes.xml"), side("word/endnotes.xml"), side("word/comments.xml"));
    let mut reading = Reading {
        styles: side_part(&mut archive, "word/styles.xml", &mut left_out, headings),
        numbering: side_part(&mut archive, "word/numbering.xml", &mut left_out, numbering),
        relations: side_part(&mut archive, "word/_rels/document.xml.rels", &mut left_out, parts::relations),
        footnotes,
        endnotes,
        stem: stem.to_owned(),
        left_out,
        ..Reading::default()
    };
    reading.document(&document)?;
    let comments = comments.into_values().filter(|words| !words.is_empty());
    reading.left_out.extend(comments.map(|words| Message::new("a comment: {}").text(words)));
    parts::page_heads(&mut archive, &mut reading.left_out);
    let pictures = reading.pictures(&mut archive);
    Ok(Found { text: reading.text, encoding: "DOCX", unreadable: 0, pictures, left_out: reading.left_out })
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
}

/// The styles that are headings, whatever language Word was in: by the name it keeps. And whether that is all.
fn headings(xml: &str) -> (BTreeMap<String, usize>, bool) {
    let mut found = BTreeMap::new();
    let mut id = String::new();
    let whole = each(xml, |name, start| match name {
        "style" => id = attribute(start, "styleId").unwrap_or_default(),
        "name" => {
            let name = attribute(start, "val").unwrap_or_default().to_lowercase();
            if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse::<usize>().ok()) {
                found.insert(id.clone(), level.clamp(1, 5) + 1);
            }
        }
        _ => {}
    });
    (found, whole)
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
