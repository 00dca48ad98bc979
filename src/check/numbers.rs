//! GB/T 9704-2012 clause 7.2.5: the year of a document number in full between 〔 〕, its serial with no
//! 第 and no padding.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Spanned, text};
use crate::gazette::{DocumentNumber, NumberForm};

pub(super) fn numbers(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    for number in &subject.record.numbers {
        if matches!(number.value.form(), NumberForm::Annual { .. }) {
            annual(subject, number, findings);
        }
    }
}

fn annual(subject: &Subject<'_>, number: &Spanned<DocumentNumber>, findings: &mut Vec<Finding>) {
    let printed = number.value.printed();
    let written = &subject.file[number.span.range()];
    let Some(year) = number.value.year().map(|year| year.to_string()) else { return };
    let Some((before, after)) = printed.split_once(&year) else { return };
    let serial = after.trim_start_matches(|c: char| !c.is_ascii_digit());
    let wrong = [
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
    ];
    let canonical = number.value.to_string();
    for (_, code, message) in wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
        let diagnostic = Diagnostic::new(code, subject.path, number.span, message)
            .help(text!("write `{}` (GB/T 9704-2012, 7.2.5)", canonical));
        // Quotation marks and blanks around the number stay.
        let replacement = written.replacen(printed, &canonical, 1);
        findings.push(Finding::mended(diagnostic, replacement));
    }
}
