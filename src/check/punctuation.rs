//! GB/T 15834-2011 (标点符号用法) clause 5: marks among Chinese characters are full-width; GB/T 9704-2012
//! clause 7.3.1: a title ends without one.

use super::{Edit, Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Span, Text, text};
use crate::parse::{ProseBlock, is_han_text};

/// Half-width marks with their full-width forms.
const MARKS: [(char, char); 5] = [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// No full stop at the end of a title.
pub(super) fn title_end(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let title = &subject.record.title;
    let Some(mark) = title
        .value
        .chars()
        .next_back()
        .filter(|c| matches!(c, '。' | '，' | '；' | '、' | '：' | '.' | ',' | ';' | ':'))
    else {
        return;
    };
    let written = &subject.file[title.span.range()];
    let Some(at) = written.rfind(mark).map(|at| title.span.start as usize + at) else { return };
    let span = Span::new(at..at + mark.len_utf8());
    let message = text!("a title ends without a mark");
    let diagnostic = Diagnostic::new(Code::StyleTitleMark, subject.path, span, message);
    findings.push(Finding::mended(diagnostic.help(text!("leave it out (GB/T 9704-2012, 7.3.1)")), ""));
}

/// So many are told one by one; what has more has them throughout, and is told so once.
const TOLD_MAX: usize = 5;

/// A half-width mark, and what is to stand there.
struct Mark {
    at: usize,
    half: char,
    full: char,
}

/// Half-width marks between Han characters or behind one at the end of a line, and half-width brackets
/// around them.
pub(super) fn half_width(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    let marks: Vec<Mark> = subject.blocks.iter().flat_map(|block| marks(block, text)).collect();
    let told = |mark: &Mark, message: Text| {
        let range = mark.at..mark.at + mark.half.len_utf8();
        let diagnostic = subject.in_text(Code::StylePunctuation, range, message);
        Finding::mended(diagnostic.help(text!("write `{}` (GB/T 15834-2011)", mark.full)), mark.full)
    };
    if marks.len() <= TOLD_MAX {
        let one = |mark| told(mark, text!("`{}` among Chinese characters is half-width", mark.half));
        findings.extend(marks.iter().map(one));
    } else if let Some(first) = marks.first() {
        let message = text!(
            "{} marks among Chinese characters are half-width; `{}` here is the first",
            marks.len(),
            first.half
        );
        let mut finding = told(first, message);
        let edit = |mark: &Mark| Edit {
            span: subject.in_file(mark.at..mark.at + mark.half.len_utf8()),
            replacement: mark.full.to_string(),
        };
        finding.edits = marks.iter().map(edit).collect();
        findings.push(finding);
    }
}

fn marks(block: &ProseBlock, text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for run in &block.runs {
        let words = &text[run.clone()];
        // A run that ends its line is not carried on by code, a link or other words.
        let ends_line = text[run.end..].chars().next().is_none_or(|c| matches!(c, '\n' | '\r'));
        let mut previous = ' ';
        for (at, c) in words.char_indices() {
            let rest = &words[at + c.len_utf8()..];
            let is_among = is_han_text(previous) && rest.chars().next().map_or(ends_line, is_han_text);
            if let Some((half, full)) = MARKS.iter().find(|(half, _)| *half == c).filter(|_| is_among) {
                marks.push(Mark { at: run.start + at, half: *half, full: *full });
            }
            if c == '('
                && let Some(length) = rest.find(['(', ')']).filter(|length| rest[*length..].starts_with(')'))
                && !rest[..length].is_empty()
                && rest[..length].chars().all(is_han_text)
            {
                marks.push(Mark { at: run.start + at, half: '(', full: '（' });
                marks.push(Mark { at: run.start + at + 1 + length, half: ')', full: '）' });
            }
            previous = c;
        }
    }
    marks.sort_by_key(|mark| mark.at);
    marks
}
