//! GB/T 9704-2012 clause 7.2.5: the year of a document number in full between 〔 〕, its serial with no
//! 第 and no padding, all of it without blanks and in plain digits. So in the document's own number and
//! in those that its text names.

use super::{Finding, Subject};
use crate::config::{Config, HouseStyle};
use crate::diagnostics::{Code, Diagnostic, Span, Text, text};
use crate::gazette::{NumberForm, SeriesSet, find_numbers};

/// The numbers that the document carries.
pub(super) fn numbers(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    for number in &subject.record.numbers {
        if !matches!(number.value.form(), NumberForm::Annual { .. }) {
            continue;
        }
        let (printed, canonical) = (number.value.printed(), number.value.to_string());
        let written = &subject.file[number.span.range()];
        // Quotation marks and blanks around the number stay.
        let replacement = written.replacen(printed, &canonical, 1);
        tell(subject, number.span, printed, &canonical, &replacement, findings);
    }
}

/// The numbers that the text names, but for those of a year before the style's first.
pub(super) fn cited_numbers(subject: &Subject<'_>, config: &Config, findings: &mut Vec<Finding>) {
    let HouseStyle::Gbt9704 { since } = config.house_style else { return };
    let known = SeriesSet::default();
    for run in subject.blocks.iter().flat_map(|block| &block.runs) {
        let words = &subject.text()[run.clone()];
        for found in find_numbers(words, &known) {
            let NumberForm::Annual { year, serial, .. } = found.number.form() else { continue };
            let Some(start) = tail_start(&words[found.span.clone()]) else { continue };
            if *year < since.year() {
                continue;
            }
            let range = found.span.start + start..found.span.end;
            let (printed, canonical) = (&words[range.clone()], format!("〔{year}〕{serial}号"));
            let span = subject.in_file(run.start + range.start..run.start + range.end);
            tell(subject, span, printed, &canonical, &canonical, findings);
        }
    }
}

/// Where the year with its bracket begins, and the blanks before it. The second number of a list has none.
fn tail_start(number: &str) -> Option<usize> {
    let is_year = |rest: &str| rest.trim_start().starts_with(|c: char| plain_digit(c).is_some());
    let opening = number.char_indices().find(|(at, c)| {
        matches!(c, '〔' | '[' | '［' | '(' | '（' | '【' | '{') && is_year(&number[at + c.len_utf8()..])
    });
    opening.map(|(at, _)| number[..at].trim_end().len())
}

/// Tells what of a number is not written as it should be: each once, and all mended at once.
fn tell(
    subject: &Subject<'_>,
    span: Span,
    printed: &str,
    canonical: &str,
    replacement: &str,
    findings: &mut Vec<Finding>,
) {
    for (code, message) in wrong(printed) {
        let diagnostic = Diagnostic::new(code, subject.path, span, message)
            .help(text!("write `{}` (GB/T 9704-2012, 7.2.5)", canonical));
        findings.push(Finding::mended(diagnostic, replacement));
    }
}

fn wrong(printed: &str) -> Vec<(Code, Text)> {
    let bare: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    let plain: String = bare.chars().map(|c| plain_digit(c).unwrap_or(c)).collect();
    let year = plain.char_indices().find(|(at, c)| {
        let digits = plain[*at..].bytes().take_while(u8::is_ascii_digit).count();
        c.is_ascii_digit() && digits == 4 && !plain[..*at].ends_with(|c: char| c.is_ascii_digit())
    });
    let Some((at, _)) = year else { return Vec::new() };
    let (before, after) = (&plain[..at], &plain[at + 4..]);
    let serial = after.trim_start_matches(|c: char| !c.is_ascii_digit());
    let all = [
        (
            !(before.ends_with('〔') && after.starts_with('〕')),
            Code::StyleNumberBrackets,
            text!("the year of a document number stands between 〔 〕"),
        ),
        (after.contains('第'), Code::StyleNumberOrdinal, text!("the serial of a document number has no 第")),
        (
            serial.starts_with('0'),
            Code::StyleNumberPadding,
            text!("the serial of a document number is not padded"),
        ),
        (
            printed.trim().contains(char::is_whitespace),
            Code::StyleNumberSpaces,
            text!("a document number has no blanks"),
        ),
        (plain != bare, Code::StyleNumberDigits, text!("a document number has half-width digits")),
    ];
    all.into_iter().filter(|(is_wrong, ..)| *is_wrong).map(|(_, code, message)| (code, message)).collect()
}

/// The half-width form of a digit; other characters have none.
fn plain_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}
