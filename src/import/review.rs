//! The review page: raw text and result side by side, doubtful places marked, steps from one to the
//! next. One file that needs nothing else and opens from a folder, in the language of the archive.

use std::fmt::Write as _;

use super::block::{Block, Inline, Placed};
use super::imported::{Finding, Imported, ImportedDocument};
use super::lines::{Fate, Line};
use super::markdown::{self, html};
use super::message::{Message, Words};
use super::object::{self, Object};
use super::report::issue_field;

const STYLE: &str = include_str!("review/style.css");
const SCRIPT: &str = include_str!("review/script.js");

/// Confidence below this is marked for a look.
const SURE: u8 = 85;

/// The page.
pub fn page(imported: &Imported, source: &str, language: &str) -> String {
    let mut page = Page {
        words: Words::of(language),
        body: String::new(),
        places: 0,
        of_issue: 0,
        contents: Vec::new(),
    };
    page.front(imported);
    for (index, document) in imported.documents.iter().enumerate() {
        page.document(index, document, imported);
    }
    page.whole(imported, source, language)
}

struct Page {
    words: Words,
    body: String,
    /// How many places to look at there are so far.
    places: usize,
    /// How many of them concern the issue as a whole.
    of_issue: usize,
    /// For each document: its title and how many places it has.
    contents: Vec<(String, usize)>,
}

impl Page {
    fn whole(&self, imported: &Imported, source: &str, language: &str) -> String {
        let word = |english| html(self.words.word(english));
        let title = html(&self.words.with("Review: {}", source));
        let count = match self.places {
            0 => word("Nothing is doubtful"),
            1 => word("1 place to look at"),
            count => html(&self.words.with("{} places to look at", count)),
        };
        let whole = if imported.account.is_whole() {
            let said = "{} documents. Every character is accounted for.";
            format!("<p>{}</p>", html(&self.words.with(said, imported.documents.len())))
        } else {
            format!("<p class=\"missing\">{}</p>", word("Characters are missing; the report says which"))
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body data-place=\"{place}\">\n<header>\n<h1>{title}</h1>\n\
             <div class=\"steps\"><p id=\"count\" role=\"status\">{count}</p>\n\
             <p class=\"buttons\" hidden><button id=\"previous\" type=\"button\" aria-keyshortcuts=\"k\">{previous}</button>\n\
             <button id=\"next\" type=\"button\" aria-keyshortcuts=\"j\">{next}</button>\n\
             <label><input id=\"only\" type=\"checkbox\"> {only}</label></p></div>\n</header>\n\
             <nav aria-label=\"{documents_word}\">\n{whole}<p><a href=\"#issue\">{issue}</a>{of_issue}</p>\n<ol>\n{contents}</ol>\n<p class=\"keys\" hidden>{keys}</p>\n</nav>\n\
             <main>\n{body}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            place = word("Place {} of {}"),
            previous = word("Previous"),
            next = word("Next"),
            only = word("Only what is doubtful"),
            documents_word = word("Documents"),
            keys = word("Keys: j or n for the next place, k or p for the one before"),
            issue = word("Issue"),
            of_issue = self.count(self.of_issue),
            contents = self.contents(),
            body = self.body,
        )
    }

    fn contents(&self) -> String {
        let mut text = String::new();
        for (index, (title, places)) in self.contents.iter().enumerate() {
            let count = self.count(*places);
            let _ = writeln!(text, "<li><a href=\"#document-{}\">{}</a>{count}</li>", index + 1, html(title));
        }
        text
    }

    /// How many places to look at a document has, where it has any.
    fn count(&self, places: usize) -> String {
        match places {
            0 => String::new(),
            1 => format!(" <b>{}</b>", html(self.words.word("1 place to look at"))),
            count => format!(" <b>{}</b>", html(&self.words.with("{} places to look at", count))),
        }
    }

    /// What stands before the first document, and what was found about the issue as a whole.
    fn front(&mut self, imported: &Imported) {
        let first = imported.documents.first().map_or(imported.lines.len(), |document| document.lines.0);
        let _ = writeln!(
            self.body,
            "<section aria-labelledby=\"issue\"><h2 id=\"issue\">{}</h2>",
            html(self.words.word("Issue"))
        );
        self.columns();
        let mut result = String::from("<dl>");
        for field in &imported.issue.fields {
            let name = html(self.words.word(issue_field(field.name)));
            let _ = write!(result, "<dt>{name}</dt><dd>{}</dd>", html(&field.values.join("; ")));
        }
        result.push_str("</dl>");
        self.pair(&self.raw(&imported.lines[..first]), &result, &[]);
        for finding in imported.findings.iter().chain(&imported.left_out) {
            let at = finding.line.and_then(|index| imported.lines.get(index));
            let raw = at.map_or_else(String::new, |line| self.raw(std::slice::from_ref(line)));
            self.pair(&raw, "", &[self.words.say(&finding.message)]);
        }
        self.body.push_str("</section>\n");
        self.of_issue = self.places;
    }

    fn document(&mut self, index: usize, document: &ImportedDocument, imported: &Imported) {
        let (lines, before) = (&imported.lines, self.places);
        let _ = writeln!(
            self.body,
            "<section aria-labelledby=\"document-{number}\"><h2 id=\"document-{number}\" tabindex=\"-1\">{} <small>{}</small></h2>",
            html(document.value("title")),
            html(&document.file),
            number = index + 1
        );
        self.columns();
        let first_block = document.blocks.first().map_or(document.lines.1, |placed| placed.lines.0);
        self.fields(document, &lines[document.lines.0..first_block.max(document.lines.0)]);
        let mut at = first_block;
        for placed in &document.blocks {
            if placed.lines.0 > at {
                // Lines between blocks: a signature, a page number.
                self.pair(&self.raw(&lines[at..placed.lines.0]), "", &[]);
            }
            self.block(document, placed, lines);
            at = at.max(placed.lines.1 + 1);
        }
        if at < document.lines.1 {
            self.pair(&self.raw(&lines[at..document.lines.1]), "", &[]);
        }
        self.body.push_str("</section>\n");
        self.contents.push((document.value("title").to_owned(), self.places - before));
    }

    fn columns(&mut self) {
        let (source, result) = (html(self.words.word("Source")), html(self.words.word("Result")));
        let _ = writeln!(
            self.body,
            "<p class=\"columns\" aria-hidden=\"true\"><span>{source}</span><span>{result}</span></p>"
        );
    }

    fn fields(&mut self, document: &ImportedDocument, head: &[Line]) {
        let mut result = String::from("<dl>");
        for field in &document.fields {
            let because = Message::new("{} %: {}").text(field.confidence).words(field.because.clone());
            let class = if field.confidence < SURE { " class=\"unsure\"" } else { "" };
            let _ = write!(
                result,
                "<dt>{}</dt><dd{class}>{} <small>{}</small></dd>",
                html(self.words.word(field.name)),
                html(&field.values.join("; ")),
                html(&self.words.say(&because))
            );
        }
        result.push_str("</dl>");
        let of_block = |finding: &&Finding| {
            document.blocks.iter().any(|placed| placed.doubt.as_ref() == Some(&finding.message))
        };
        let doubts = document.doubts.iter().filter(|finding| !of_block(finding));
        let doubts: Vec<String> = doubts.map(|finding| self.words.say(&finding.message)).collect();
        self.pair(&self.raw(head), &result, &doubts);
    }

    fn block(&mut self, document: &ImportedDocument, placed: &Placed, lines: &[Line]) {
        let mut result = String::new();
        self.show(&mut result, &placed.block);
        // The seams of a document stand in the order of its lines.
        let from = document.seams.partition_point(|seam| seam.after < placed.lines.0);
        for seam in document.seams[from..].iter().take_while(|seam| seam.after <= placed.lines.1) {
            let said = Message::new("joined: lines {} + {}, {} %: {}")
                .text(lines[seam.before].number)
                .text(lines[seam.after].number)
                .text(seam.confidence)
                .words(seam.because);
            let _ = write!(result, "<p class=\"note\">{}</p>", html(&self.words.say(&said)));
        }
        let mut doubts: Vec<String> = placed.doubt.iter().map(|doubt| self.words.say(doubt)).collect();
        if doubts.is_empty() && placed.confidence < SURE {
            doubts.push(format!("{} %", placed.confidence));
        }
        self.pair(&self.raw(&lines[placed.lines.0..=placed.lines.1]), &result, &doubts);
    }

    /// Raw text and result; with doubts it is a place to look at.
    fn pair(&mut self, raw: &str, result: &str, doubts: &[String]) {
        if raw.is_empty() && result.is_empty() && doubts.is_empty() {
            return;
        }
        if doubts.is_empty() {
            let _ = writeln!(
                self.body,
                "<div class=\"pair\"><div class=\"raw\">{raw}</div><div class=\"result\">{result}</div></div>"
            );
            return;
        }
        self.places += 1;
        let place = self.places;
        let why: Vec<String> = doubts.iter().map(|doubt| html(doubt)).collect();
        let why = why.join("</p><p>");
        let _ = writeln!(
            self.body,
            "<div class=\"pair look\" id=\"place-{place}\" tabindex=\"-1\" role=\"group\" aria-labelledby=\"why-{place}\">\
             <div class=\"why\" id=\"why-{place}\"><p>{why}</p></div>\
             <div class=\"raw\">{raw}</div><div class=\"result\">{result}</div></div>"
        );
    }

    fn raw(&self, lines: &[Line]) -> String {
        let mut text = String::new();
        for line in lines.iter().filter(|line| line.fate != Fate::Blank) {
            let (class, note) = match &line.fate {
                Fate::Furniture(kind) => (" class=\"furniture\"", self.words.word(kind.name())),
                Fate::Lifted(field) => (" class=\"lifted\"", self.words.word(field)),
                _ => ("", ""),
            };
            let note = if note.is_empty() { String::new() } else { format!(" <i>{}</i>", html(note)) };
            let _ = write!(text, "<p{class}><b>{}</b> {}{note}</p>", line.number, html(&shown(line)));
        }
        text
    }

    /// A block as a reader will see it.
    fn show(&self, text: &mut String, block: &Block) {
        match block {
            Block::Heading { level, words } => {
                // The page's own headings are its documents; those within them are shown, not listed.
                let _ = write!(text, "<p class=\"heading level-{level}\">{}</p>", html(words));
            }
            Block::Paragraph(content) => {
                let _ = write!(text, "<p>{}</p>", self.inline(content));
            }
            Block::List { first, items } => {
                text.push_str(if first.is_some() { "<ol>" } else { "<ul>" });
                for item in items {
                    let _ = write!(text, "<li>{}</li>", self.inline(item));
                }
                text.push_str(if first.is_some() { "</ol>" } else { "</ul>" });
            }
            Block::Table(table) => {
                text.push_str("<div class=\"table\" tabindex=\"0\">");
                markdown::html_table(text, table);
                text.push_str("</div>");
            }
            Block::Note { label, content } => {
                let _ = write!(text, "<p><sup>{}</sup> {}</p>", html(label), self.inline(content));
            }
            Block::Picture { file, words } => {
                let _ = write!(text, "<p><img src=\"{}\" alt=\"{}\"></p>", html(file), html(words));
            }
            Block::Page(page) => {
                let _ = write!(text, "<p class=\"note\">{}</p>", html(&self.words.with("page {}", page)));
            }
        }
    }

    fn inline(&self, content: &[Inline]) -> String {
        content
            .iter()
            .map(|piece| match piece {
                Inline::Words(words) => html(words),
                Inline::Bold(words) => format!("<strong>{}</strong>", html(words)),
                Inline::Note(label) => format!("<sup>{}</sup>", html(label)),
                Inline::Page(page) => {
                    format!("<span class=\"note\">{}</span>", html(&self.words.with("page {}", page)))
                }
            })
            .collect()
    }
}

/// A line as a person may read it: the marks of pictures and notes as their names.
fn shown(line: &Line) -> String {
    match object::of_line(&line.text) {
        Some(Object::Note { label, words }) => format!("[{label}] {}", object::without_references(words)),
        Some(Object::Picture { file, words }) => format!("[{file}] {words}"),
        None => object::without_references(&line.text),
    }
}
