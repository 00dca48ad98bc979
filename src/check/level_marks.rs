//! GB/T 9704-2012 clause 7.3.3: the levels of a text are marked 一、 （一） 1. （1）.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Text, text};

const HAN_DIGITS: [char; 11] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'];

/// Marks at the beginning of a block with a separator that is not theirs.
pub(super) fn level_marks(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    for block in &subject.blocks {
        let Some(run) = block.runs.first() else { continue };
        let Some(wrong) = wrong_separator(&text[run.clone()]) else { continue };
        let range = run.start + wrong.at..run.start + wrong.at + wrong.length;
        let diagnostic = subject.in_text(Code::StyleLevelMark, range, wrong.message);
        findings.push(Finding::mended(
            diagnostic.help(text!("levels are 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3)")),
            wrong.right,
        ));
    }
}

struct Wrong {
    at: usize,
    length: usize,
    right: &'static str,
    message: Text,
}

fn wrong_separator(words: &str) -> Option<Wrong> {
    let bracketed = words.strip_prefix(['（', '(']).map(|rest| rest.trim_start_matches(is_level_digit));
    if let Some(after) = bracketed.and_then(|rest| rest.strip_prefix(['）', ')'])) {
        let at = words.len() - after.len();
        return after.starts_with('、').then_some(Wrong {
            at,
            length: '、'.len_utf8(),
            right: "",
            message: text!("（一） is followed by no 、"),
        });
    }
    let after_han = words.trim_start_matches(HAN_DIGITS);
    if after_han.len() < words.len() && after_han.starts_with(['.', '．']) {
        let length = after_han.chars().next().map_or(1, char::len_utf8);
        let at = words.len() - after_han.len();
        return Some(Wrong { at, length, right: "、", message: text!("一 is followed by 、") });
    }
    let after_digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = after_digits.strip_prefix('、').filter(|_| after_digits.len() < words.len())?;
    // A blank behind the point would make the paragraph an item of a Markdown list.
    let clear = !rest.starts_with(char::is_whitespace) && !rest.starts_with(|c: char| c.is_ascii_digit());
    clear.then_some(Wrong {
        at: words.len() - after_digits.len(),
        length: '、'.len_utf8(),
        right: ".",
        message: text!("1 is followed by a point"),
    })
}

fn is_level_digit(c: char) -> bool {
    HAN_DIGITS.contains(&c) || c.is_ascii_digit()
}
