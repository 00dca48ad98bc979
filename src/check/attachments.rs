//! GB/T 9704-2012 clauses 7.3.4 and 7.3.7: the note 附件：1. … names each attachment as it is titled, with
//! no mark behind the name.

use std::ops::Range;

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Text, text};
use crate::gazette::{heading_title, normalise_title};

/// An attachment that the note names.
struct Noted {
    name: String,
    /// Its line in the text.
    line: Range<usize>,
}

/// The note against the attachments that the document has: texts below a heading 附件, and files.
pub(super) fn attachment_note(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    let noted = noted(subject);
    marks_behind_names(subject, &noted, findings);
    let headings: Vec<(String, Range<usize>)> = subject
        .blocks
        .iter()
        .filter(|block| block.heading == Some(1))
        .map(|block| (block.words(text), block.runs.first().cloned().unwrap_or_default()))
        .filter(|(words, _)| words.trim_start().starts_with("附件"))
        .collect();
    let files = subject.record.attachments.iter().map(|attachment| comparable(&attachment.title));
    let held: Vec<String> = headings.iter().map(|(words, _)| comparable(words)).chain(files).collect();
    let Some(first) = noted.first() else {
        if let Some((words, range)) = headings.first().filter(|_| !is_announced(subject)) {
            let message = text!("no note 附件：… announces `{}`", words.trim());
            findings.push(told(subject, range.clone(), message));
        }
        return;
    };
    if held.is_empty() {
        return;
    }
    if held.len() != noted.len() {
        let message =
            text!("the note names {} attachments, and the document has {}", noted.len(), held.len());
        findings.push(told(subject, first.line.clone(), message));
        return;
    }
    let strange = noted.iter().filter(|noted| {
        let name = comparable(&noted.name);
        !held.iter().any(|held| held.is_empty() || *held == name)
    });
    for noted in strange {
        let message = text!("no attachment is titled `{}`", noted.name);
        findings.push(told(subject, noted.line.clone(), message));
    }
}

/// Whether the text itself leads to what it prints: 目录见附件1.
fn is_announced(subject: &Subject<'_>) -> bool {
    let text = subject.text();
    subject.blocks.iter().any(|block| block.heading.is_none() && block.words(text).contains("附件"))
}

fn told(subject: &Subject<'_>, range: Range<usize>, message: Text) -> Finding {
    let diagnostic: Diagnostic = subject.in_text(Code::StyleAttachmentNote, range, message);
    Finding::told(diagnostic.help(text!(
        "the note names each attachment in order and as it is titled (GB/T 9704-2012, 7.3.4 and 7.3.7)"
    )))
}

fn comparable(title: &str) -> String {
    normalise_title(heading_title(title)).trim_end_matches(['.', ',', ';']).to_owned()
}

/// What the note names: `附件：` and a name, or numbered names line by line.
fn noted(subject: &Subject<'_>) -> Vec<Noted> {
    let text = subject.text();
    let mut noted = Vec::new();
    let mut in_note = false;
    for block in &subject.blocks {
        if block.heading.is_some() {
            in_note = false;
            continue;
        }
        for (number, run) in block.runs.iter().enumerate() {
            // Below its first line a note may be a numbered list, whose numbers are no words.
            let line = text[..run.start].rfind('\n').map_or(0, |end| end + 1);
            let words = if number == 0 { text[line..run.end].trim() } else { text[run.clone()].trim() };
            let opening =
                words.strip_prefix("附件").and_then(|rest| rest.trim_start().strip_prefix(['：', ':']));
            if let Some(name) = opening.filter(|_| number == 0) {
                in_note = true;
                noted.push(Noted {
                    name: unnumbered(name).unwrap_or(name.trim()).to_owned(),
                    line: run.clone(),
                });
            } else if let Some(name) = unnumbered(words).filter(|_| in_note) {
                noted.push(Noted { name: name.to_owned(), line: run.clone() });
            } else {
                in_note = false;
            }
        }
    }
    noted
}

/// The name behind `1. `, `2．` or `3、`.
fn unnumbered(words: &str) -> Option<&str> {
    let words = words.trim();
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = rest.strip_prefix(['.', '．', '、']).filter(|_| rest.len() < words.len())?;
    Some(name.trim())
}

fn marks_behind_names(subject: &Subject<'_>, noted: &[Noted], findings: &mut Vec<Finding>) {
    let text = subject.text();
    for noted in noted {
        let line = text[noted.line.clone()].trim_end();
        let Some(mark) = line.chars().next_back().filter(|c| matches!(c, '。' | '；' | '，' | ';' | ','))
        else {
            continue;
        };
        let end = noted.line.start + line.len();
        let message = text!("the name of an attachment ends with `{}`", mark);
        let diagnostic = subject.in_text(Code::StyleAttachmentMark, end - mark.len_utf8()..end, message);
        findings.push(Finding::mended(diagnostic.help(text!("leave it out (GB/T 9704-2012, 7.3.4)")), ""));
    }
}
