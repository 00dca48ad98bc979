//! The standards that a text names: GB/T 9704 was issued in 1988, 1999 and 2012. A text that follows
//! another follows none.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, text};

/// The years in which GB/T 9704 was issued, as they are written.
const ISSUED: [&str; 4] = ["1988", "88", "1999", "2012"];

/// GB/T 9704-2022 and the like.
pub(super) fn standards(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    for run in subject.blocks.iter().flat_map(|block| &block.runs) {
        let words = &text[run.clone()];
        for (at, named) in words.match_indices("9704") {
            let is_standard =
                words[..at].trim_end().trim_end_matches("/T").trim_end_matches("／T").ends_with("GB");
            let after = &words[at + named.len()..];
            let dashed = after.trim_start().trim_start_matches(['-', '—', '－', '–', '―']);
            let year: String = dashed.chars().take_while(char::is_ascii_digit).collect();
            if !is_standard || dashed.len() == after.trim_start().len() || year.is_empty() {
                continue;
            }
            if ISSUED.contains(&year.as_str()) {
                continue;
            }
            let start = words[..at].rfind("GB").unwrap_or(at);
            let end = at + named.len() + (after.len() - dashed.len()) + year.len();
            let message = text!("there is no `{}`", words[start..end].to_owned());
            let diagnostic =
                subject.in_text(Code::StyleStandard, run.start + start..run.start + end, message);
            findings.push(Finding::told(diagnostic.help(text!("the one in force is GB/T 9704-2012"))));
        }
    }
}
