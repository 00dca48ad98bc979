//! GB/T 9704-2012 clause 7.3.5.4: months and days are not padded.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, text};

/// 2018年03月05日.
pub(super) fn padding(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    for run in subject.blocks.iter().flat_map(|block| &block.runs) {
        let words = &text[run.clone()];
        for (at, _) in words.match_indices('0') {
            let before = words[..at].chars().next_back();
            let mut after = words[at + 1..].chars();
            let digit = after.next().is_some_and(|c| c.is_ascii_digit() && c != '0');
            let unit = match before {
                Some('年') => '月',
                Some('月') => '日',
                _ => continue,
            };
            if digit && after.next() == Some(unit) {
                let range = run.start + at..run.start + at + 1;
                let message =
                    if unit == '月' { text!("the month is padded") } else { text!("the day is padded") };
                let diagnostic = subject.in_text(Code::StyleDatePadding, range, message);
                findings.push(Finding::mended(
                    diagnostic.help(text!("leave the 0 out (GB/T 9704-2012, 7.3.5.4)")),
                    "",
                ));
            }
        }
    }
}
