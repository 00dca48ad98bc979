//! GB/T 15834-2011 (标点符号用法) clause 5: marks among Chinese characters are full-width; GB/T 9704-2012
//! clause 7.3.1: a title ends without one.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Span, text};
use crate::parse::is_han_text;

/// Half-width marks with their full-width forms.
const MARKS: [(char, char); 5] = [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// No full stop at the end of a title.
pub(super) fn title_end(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let title = &subject.record.title;
    let Some(mark) = title.value.chars().next_back().filter(|c| matches!(c, '。' | '，' | '；' | '、'))
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

/// Half-width marks between Han characters, and half-width brackets around them.
pub(super) fn half_width(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    for run in subject.blocks.iter().flat_map(|block| &block.runs) {
        let words = &text[run.clone()];
        let mut previous = ' ';
        for (at, c) in words.char_indices() {
            let rest = &words[at + c.len_utf8()..];
            let next = rest.chars().next().unwrap_or(' ');
            let full = MARKS.iter().find(|(half, _)| *half == c).map(|(_, full)| *full);
            if let Some(full) = full.filter(|_| is_han_text(previous) && is_han_text(next)) {
                push(subject, run.start + at, c, full, findings);
            }
            if c == '('
                && let Some(length) = rest.find(['(', ')']).filter(|length| rest[*length..].starts_with(')'))
                && !rest[..length].is_empty()
                && rest[..length].chars().all(is_han_text)
            {
                push(subject, run.start + at, '(', '（', findings);
                push(subject, run.start + at + 1 + length, ')', '）', findings);
            }
            previous = c;
        }
    }
}

fn push(subject: &Subject<'_>, at: usize, half: char, full: char, findings: &mut Vec<Finding>) {
    let message = text!("`{}` among Chinese characters is half-width", half);
    let diagnostic = subject.in_text(Code::StylePunctuation, at..at + half.len_utf8(), message);
    findings.push(Finding::mended(diagnostic.help(text!("write `{}` (GB/T 15834-2011)", full)), full));
}
