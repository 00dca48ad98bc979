//! 《党政机关公文处理工作条例》 article 9 (2): a document with a secrecy mark is no matter for a gazette.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, text};

const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];

/// A mark stands in a block of its own, which is no longer than this many characters.
const LENGTH_MAX: usize = 16;

/// 机密, 机密★10年 and 密级：机密 in a block of their own.
pub(super) fn marked_secret(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    let text = subject.text();
    for block in &subject.blocks {
        let words: String = block.words(text).chars().filter(|c| !c.is_whitespace()).collect();
        if words.chars().count() > LENGTH_MAX || !is_mark(&words) {
            continue;
        }
        let (Some(first), Some(last)) = (block.runs.first(), block.runs.last()) else { continue };
        let message = text!("this document is marked secret");
        let diagnostic = subject.in_text(Code::StyleSecrecy, first.start..last.end, message);
        findings.push(Finding::told(diagnostic.help(text!(
            "make sure that it was declassified; if so leave the mark out, if not take the file away"
        ))));
    }
}

fn is_mark(words: &str) -> bool {
    let level = |text: &str| LEVELS.iter().find_map(|level| text.strip_prefix(level)).map(str::to_owned);
    match words.strip_prefix("密级") {
        Some(rest) => level(rest.trim_start_matches(['：', ':'])).is_some(),
        None => level(words).is_some_and(|rest| rest.is_empty() || rest.starts_with('★')),
    }
}
