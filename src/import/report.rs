//! What an import found, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json as object};

use super::fields::Field;
use super::imported::{Finding, Imported, ImportedDocument};
use super::lines::{Fate, Line};

/// How many examples of one kind of change the report for people shows.
const EXAMPLES_MAX: usize = 3;

/// The report for people.
pub fn summary(imported: &Imported, source: &str, encoding: &str) -> String {
    let mut text = String::new();
    let seams: usize = imported.documents.iter().map(|document| document.seams.len()).sum();
    let _ =
        writeln!(text, "{source}: {} lines, {encoding}, profile {}", imported.lines.len(), imported.profile);
    for field in &imported.issue.fields {
        let _ = writeln!(text, "  {}", field_line(field, &imported.lines));
    }
    let _ = writeln!(text, "  {} documents, {seams} seams joined\n", imported.documents.len());
    for document in &imported.documents {
        document_summary(&mut text, document, &imported.lines);
    }
    findings(&mut text, "Contents list and issue", &imported.findings, &imported.lines);
    changes(&mut text, imported);
    account(&mut text, imported);
    text
}

fn document_summary(text: &mut String, document: &ImportedDocument, lines: &[Line]) {
    let _ =
        writeln!(text, "{} (lines {}-{})", document.file, number(lines, document.lines.0), document.lines.1);
    for field in &document.fields {
        let _ = writeln!(text, "  {}", field_line(field, lines));
    }
    for seam in &document.seams {
        let (before, after) = (&lines[seam.before], &lines[seam.after]);
        let _ = writeln!(
            text,
            "  seam {:>3} %  lines {} + {}: …{} | {}…  ({})",
            seam.confidence,
            before.number,
            after.number,
            last_words(&before.text),
            first_words(&after.text),
            seam.because
        );
    }
    for finding in &document.doubts {
        let _ = writeln!(text, "  LOOK  {}", finding_line(finding, lines));
    }
    text.push('\n');
}

fn field_line(field: &Field, lines: &[Line]) -> String {
    let at: Vec<String> = field.lines.iter().map(|index| number(lines, *index).to_string()).collect();
    let at = if at.is_empty() { String::new() } else { format!(", line {}", at.join(", ")) };
    format!(
        "{:<12} {:>3} %  {}  ({}{at})",
        field.name,
        field.confidence,
        field.values.join("; "),
        field.because
    )
}

fn number(lines: &[Line], index: usize) -> usize {
    lines.get(index).map_or(index + 1, |line| line.number)
}

fn finding_line(finding: &Finding, lines: &[Line]) -> String {
    finding.line.map_or_else(
        || finding.message.clone(),
        |index| format!("line {}: {}", number(lines, index), finding.message),
    )
}

fn findings(text: &mut String, heading: &str, found: &[Finding], lines: &[Line]) {
    if found.is_empty() {
        return;
    }
    let _ = writeln!(text, "{heading}");
    for finding in found {
        let _ = writeln!(text, "  {}", finding_line(finding, lines));
    }
    text.push('\n');
}

fn changes(text: &mut String, imported: &Imported) {
    let mut kinds: Vec<&str> = imported.changes.iter().map(|change| change.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return;
    }
    let _ = writeln!(text, "What was changed");
    for kind in kinds {
        let of_kind: Vec<_> = imported.changes.iter().filter(|change| change.what == kind).collect();
        let _ = writeln!(text, "  {kind}: {} times", of_kind.len());
        for change in of_kind.iter().take(EXAMPLES_MAX) {
            let line = number(&imported.lines, change.line);
            let _ = writeln!(
                text,
                "    line {line}: {} → {}",
                first_words(&change.before),
                first_words(&change.after)
            );
        }
    }
    text.push('\n');
}

fn account(text: &mut String, imported: &Imported) {
    let account = &imported.account;
    let _ = writeln!(
        text,
        "Characters: {} read = {} in the text + {} in fields + {} furniture + {} marks",
        account.all, account.text, account.lifted, account.furniture, account.marks
    );
    if account.is_whole() {
        let _ = writeln!(text, "Every character is accounted for.");
    }
    for difference in &account.differences {
        let _ = writeln!(
            text,
            "NOT WHOLE: {}: the source says `{}`, the file `{}`",
            difference.file, difference.source, difference.written
        );
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
        "because": field.because,
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
    object!({ "line": finding.line.map(|index| number(lines, index)), "message": finding.message })
}
