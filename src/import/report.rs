//! What an import found, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json as object};

use super::fields::Field;
use super::imported::{Finding, Imported, ImportedDocument};
use super::lines::{Fate, Line};
use super::message::{Message, Words};

/// How many examples of one kind of change the report for people shows.
const EXAMPLES_MAX: usize = 3;

/// The report for people, in the language of the archive.
pub fn summary(imported: &Imported, source: &str, encoding: &str, words: &Words) -> String {
    let mut text = String::new();
    let seams: usize = imported.documents.iter().map(|document| document.seams.len()).sum();
    let opening = Message::new("{}: {} lines, {}, profile {}")
        .text(source)
        .text(imported.lines.len())
        .text(encoding)
        .text(&imported.profile);
    let _ = writeln!(text, "{}", words.say(&opening));
    for field in &imported.issue.fields {
        let _ = writeln!(text, "  {}", issue_field_line(field, &imported.lines, words));
    }
    let counted = Message::new("{} documents, {} seams joined").text(imported.documents.len()).text(seams);
    let _ = writeln!(text, "  {}\n", words.say(&counted));
    for document in &imported.documents {
        document_summary(&mut text, document, &imported.lines, words);
    }
    findings(&mut text, "Contents list and issue", &imported.findings, &imported.lines, words);
    findings(&mut text, "Left out", &imported.left_out, &imported.lines, words);
    changes(&mut text, imported, words);
    account(&mut text, imported, words);
    text
}

fn document_summary(text: &mut String, document: &ImportedDocument, lines: &[Line], words: &Words) {
    let heading = Message::new("{} (lines {}-{})")
        .text(&document.file)
        .text(number(lines, document.lines.0))
        .text(document.lines.1);
    let _ = writeln!(text, "{}", words.say(&heading));
    for field in &document.fields {
        let _ = writeln!(text, "  {}", field_line(field, lines, words));
    }
    for seam in &document.seams {
        let (before, after) = (&lines[seam.before], &lines[seam.after]);
        let said = Message::new("seam {} %, lines {} + {}: …{} | {}… ({})")
            .text(seam.confidence)
            .text(before.number)
            .text(after.number)
            .text(last_words(&before.text))
            .text(first_words(&after.text))
            .words(seam.because);
        let _ = writeln!(text, "  {}", words.say(&said));
    }
    for finding in &document.doubts {
        let _ = writeln!(text, "  ▶ {} {}", words.word("look"), finding_line(finding, lines, words));
    }
    text.push('\n');
}

fn field_line(field: &Field, lines: &[Line], words: &Words) -> String {
    let at: Vec<String> = field.lines.iter().map(|index| number(lines, *index).to_string()).collect();
    let because = if at.is_empty() {
        Message::new("({})").words(field.because.clone())
    } else {
        Message::new("({}, line {})").words(field.because.clone()).text(at.join(", "))
    };
    let name = padded(words.word(field.name), 12);
    format!("{name} {:>3} %  {}  {}", field.confidence, field.values.join("; "), words.say(&because))
}

/// A field of the issue, whose number and date are others than those of a document.
fn issue_field_line(field: &Field, lines: &[Line], words: &Words) -> String {
    let name = issue_field(field.name);
    field_line(&Field { name, ..field.clone() }, lines, words)
}

/// What a field of an issue is called.
pub fn issue_field(name: &'static str) -> &'static str {
    match name {
        "number" => "issue",
        "date" => "printed on",
        other => other,
    }
}

/// A word filled up to a width in columns, of which a Han character takes two.
fn padded(word: &str, width: usize) -> String {
    let taken: usize = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{word}{}", " ".repeat(width.saturating_sub(taken)))
}

fn number(lines: &[Line], index: usize) -> usize {
    lines.get(index).map_or(index + 1, |line| line.number)
}

fn finding_line(finding: &Finding, lines: &[Line], words: &Words) -> String {
    let said = words.say(&finding.message);
    finding.line.map_or_else(
        || said.clone(),
        |index| format!("{}: {said}", words.with("line {}", number(lines, index))),
    )
}

fn findings(text: &mut String, heading: &str, found: &[Finding], lines: &[Line], words: &Words) {
    if found.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", words.word(heading));
    for finding in found {
        let _ = writeln!(text, "  {}", finding_line(finding, lines, words));
    }
    text.push('\n');
}

fn changes(text: &mut String, imported: &Imported, words: &Words) {
    let mut kinds: Vec<&'static str> = imported.changes.iter().map(|change| change.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", words.word("What was changed"));
    for kind in kinds {
        let of_kind: Vec<_> = imported.changes.iter().filter(|change| change.what == kind).collect();
        let counted = Message::new("{}: {} times").words(kind).text(of_kind.len());
        let _ = writeln!(text, "  {}", words.say(&counted));
        for change in of_kind.iter().take(EXAMPLES_MAX) {
            let line = words.with("line {}", number(&imported.lines, change.line));
            let (before, after) = (first_words(&change.before), first_words(&change.after));
            let _ = writeln!(text, "    {line}: {before} → {after}");
        }
    }
    text.push('\n');
}

fn account(text: &mut String, imported: &Imported, words: &Words) {
    let account = &imported.account;
    let sum = Message::new("Characters: {} read = {} in the text + {} in fields + {} furniture + {} marks")
        .text(account.all)
        .text(account.text)
        .text(account.lifted)
        .text(account.furniture)
        .text(account.marks);
    let _ = writeln!(text, "{}", words.say(&sum));
    if account.is_whole() {
        let _ = writeln!(text, "{}", words.word("Every character is accounted for."));
    }
    for difference in &account.differences {
        let said = Message::new("NOT WHOLE: {}: the source says `{}`, the file `{}`")
            .text(&difference.file)
            .text(&difference.source)
            .text(&difference.written);
        let _ = writeln!(text, "{}", words.say(&said));
    }
}

fn last_words(text: &str) -> String {
    let mut words: Vec<char> = text.chars().rev().take(12).collect();
    words.reverse();
    words.into_iter().collect()
}

fn first_words(text: &str) -> String {
    text.chars().take(24).collect()
}

/// The report for programs.
pub fn json(imported: &Imported, source: &str, encoding: &str) -> Value {
    let lines = &imported.lines;
    let furniture: Vec<Value> = lines
        .iter()
        .filter_map(|line| match &line.fate {
            Fate::Furniture(kind) => {
                Some(object!({ "line": line.number, "kind": kind.name(), "text": line.text }))
            }
            _ => None,
        })
        .collect();
    let account = &imported.account;
    object!({
        "source": source,
        "encoding": encoding,
        "profile": imported.profile,
        "issue": imported.issue.fields.iter().map(|field| field_json(field, lines)).collect::<Vec<_>>(),
        "documents": imported.documents.iter().map(|document| document_json(document, lines)).collect::<Vec<_>>(),
        "findings": imported.findings.iter().map(|finding| finding_json(finding, lines)).collect::<Vec<_>>(),
        "left_out": imported.left_out.iter().map(|finding| finding_json(finding, lines)).collect::<Vec<_>>(),
        "furniture": furniture,
        "changes": imported.changes.iter().map(|change| object!({
            "line": number(lines, change.line), "what": change.what, "before": change.before, "after": change.after,
        })).collect::<Vec<_>>(),
        "characters": {
            "read": account.all, "text": account.text, "fields": account.lifted,
            "furniture": account.furniture, "marks": account.marks, "whole": account.is_whole(),
        },
    })
}

fn field_json(field: &Field, lines: &[Line]) -> Value {
    object!({
        "name": field.name,
        "values": field.values,
        "lines": field.lines.iter().map(|index| number(lines, *index)).collect::<Vec<_>>(),
        "confidence": field.confidence,
        "because": field.because.to_string(),
    })
}

fn document_json(document: &ImportedDocument, lines: &[Line]) -> Value {
    object!({
        "file": document.file,
        "first_line": number(lines, document.lines.0),
        "last_line": document.lines.1,
        "fields": document.fields.iter().map(|field| field_json(field, lines)).collect::<Vec<_>>(),
        "seams": document.seams.iter().map(|seam| object!({
            "before": number(lines, seam.before), "after": number(lines, seam.after),
            "confidence": seam.confidence, "because": seam.because,
        })).collect::<Vec<_>>(),
        "doubts": document.doubts.iter().map(|finding| finding_json(finding, lines)).collect::<Vec<_>>(),
    })
}

fn finding_json(finding: &Finding, lines: &[Line]) -> Value {
    object!({ "line": finding.line.map(|index| number(lines, index)), "message": finding.message.to_string() })
}
