//! The review page: raw text and result side by side, doubtful places marked, steps from one to the
//! next. One file that needs nothing else and opens from a folder.

use std::fmt::Write as _;

use super::block::{Block, Inline, Placed};
use super::imported::{Imported, ImportedDocument};
use super::lines::{Fate, Line};
use super::markdown::{self, html};

const STYLE: &str = include_str!("review/style.css");
const SCRIPT: &str = include_str!("review/script.js");

/// Confidence below this is marked for a look.
const SURE: u8 = 85;

/// The page.
pub fn page(imported: &Imported, source: &str, language: &str) -> String {
    let mut body = String::new();
    front(&mut body, imported);
    for document in &imported.documents {
        section(&mut body, document, imported);
    }
    let title = html(source);
    let whole = if imported.account.is_whole() {
        "every character is accounted for"
    } else {
        "characters are missing"
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Review: {title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>Review: {title}</h1>\n\
         <p><span id=\"count\"></span> <button id=\"previous\" type=\"button\">Previous (k)</button> \
         <button id=\"next\" type=\"button\">Next (j)</button> {} documents; {whole}.</p></header>\n<main>\n{body}</main>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        imported.documents.len()
    )
}

/// What stands before the first document, and what was found about the issue as a whole.
fn front(body: &mut String, imported: &Imported) {
    let first = imported.documents.first().map_or(imported.lines.len(), |document| document.lines.0);
    body.push_str("<section><h2>Issue</h2>\n");
    for finding in &imported.findings {
        let _ = writeln!(body, "<p class=\"look\" tabindex=\"-1\">{}</p>", html(&finding.message));
    }
    let mut result = String::from("<dl>");
    for field in &imported.issue.fields {
        let _ = write!(result, "<dt>{}</dt><dd>{}</dd>", field.name, html(&field.values.join("; ")));
    }
    result.push_str("</dl>");
    pair(body, &raw(&imported.lines[..first]), &result, false);
    body.push_str("</section>\n");
}

fn section(body: &mut String, document: &ImportedDocument, imported: &Imported) {
    let lines = &imported.lines;
    let _ = writeln!(
        body,
        "<section><h2>{} <small>{}</small></h2>",
        html(document.value("title")),
        html(&document.file)
    );
    for finding in document.doubts.iter().filter(|finding| finding.line.is_none()) {
        let _ = writeln!(body, "<p class=\"look\" tabindex=\"-1\">{}</p>", html(&finding.message));
    }
    let first_block = document.blocks.first().map_or(document.lines.1, |placed| placed.lines.0);
    fields(body, document, &lines[document.lines.0..first_block.max(document.lines.0)]);
    let mut at = first_block;
    for placed in &document.blocks {
        if placed.lines.0 > at {
            // Lines between blocks: a signature, a page number.
            pair(body, &raw(&lines[at..placed.lines.0]), "", false);
        }
        block(body, document, placed, lines);
        at = at.max(placed.lines.1 + 1);
    }
    if at < document.lines.1 {
        pair(body, &raw(&lines[at..document.lines.1]), "", false);
    }
    body.push_str("</section>\n");
}

fn fields(body: &mut String, document: &ImportedDocument, head: &[Line]) {
    let mut result = String::from("<dl>");
    let mut doubtful = false;
    for field in &document.fields {
        let look = field.confidence < SURE;
        doubtful |= look;
        let class = if look { " class=\"unsure\"" } else { "" };
        let _ = write!(
            result,
            "<dt>{} <small>{} %</small></dt><dd{class} title=\"{}\">{}</dd>",
            field.name,
            field.confidence,
            html(&field.because),
            html(&field.values.join("; "))
        );
    }
    result.push_str("</dl>");
    pair(body, &raw(head), &result, doubtful);
}

fn block(body: &mut String, document: &ImportedDocument, placed: &Placed, lines: &[Line]) {
    let mut result = String::new();
    show(&mut result, &placed.block);
    let mut look = placed.confidence < SURE;
    if let Some(doubt) = &placed.doubt {
        look = true;
        let _ = write!(result, "<p class=\"why\">{}</p>", html(doubt));
    }
    let within = |line: usize| (placed.lines.0..=placed.lines.1).contains(&line);
    for seam in document.seams.iter().filter(|seam| within(seam.after)) {
        let _ = write!(
            result,
            "<p class=\"seam\">joined: lines {} + {}, {} %: {}</p>",
            lines[seam.before].number, lines[seam.after].number, seam.confidence, seam.because
        );
    }
    pair(body, &raw(&lines[placed.lines.0..=placed.lines.1]), &result, look);
}

fn pair(body: &mut String, raw: &str, result: &str, look: bool) {
    if raw.is_empty() && result.is_empty() {
        return;
    }
    let class = if look { "pair look\" tabindex=\"-1" } else { "pair" };
    let _ = writeln!(
        body,
        "<div class=\"{class}\"><div class=\"raw\">{raw}</div><div class=\"result\">{result}</div></div>"
    );
}

fn raw(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines.iter().filter(|line| line.fate != Fate::Blank) {
        let (class, note) = match &line.fate {
            Fate::Furniture(kind) => ("furniture", kind.name()),
            Fate::Lifted(field) => ("lifted", *field),
            _ => ("", ""),
        };
        let _ = write!(
            text,
            "<p class=\"{class}\" title=\"{note}\"><b>{}</b> {}</p>",
            line.number,
            html(&line.text)
        );
    }
    text
}

/// A block as a reader will see it.
fn show(text: &mut String, block: &Block) {
    match block {
        Block::Heading { level, words } => {
            let level = level + 2;
            let _ = write!(text, "<h{level}>{}</h{level}>", html(words));
        }
        Block::Paragraph(content) => {
            let _ = write!(text, "<p>{}</p>", inline(content));
        }
        Block::List { first, items } => {
            text.push_str(if first.is_some() { "<ol>" } else { "<ul>" });
            for item in items {
                let _ = write!(text, "<li>{}</li>", inline(item));
            }
            text.push_str(if first.is_some() { "</ol>" } else { "</ul>" });
        }
        Block::Table(table) => markdown::html_table(text, table),
        Block::Page(page) => {
            let _ = write!(text, "<p class=\"page\">page {page}</p>");
        }
    }
}

fn inline(content: &[Inline]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Words(words) => html(words),
            Inline::Bold(words) => format!("<strong>{}</strong>", html(words)),
            Inline::Page(page) => format!("<span class=\"page\">page {page}</span>"),
        })
        .collect()
}
