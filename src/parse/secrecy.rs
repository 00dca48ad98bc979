//! 《党政机关公文处理工作条例》 article 9 (2) and GB/T 9704-2012 clause 7.2.2: a document of state secrecy
//! has its level and term at the head of its first page. It is no matter for a gazette, so that a file
//! with such a mark is refused until it says when it was declassified.

use std::ops::Range;

const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];

/// The mark stands at the head of the text: in one of its first lines that are not empty.
const HEAD_LINES: usize = 8;

/// A mark stands alone in its line, which is no longer than this many characters.
const LENGTH_MAX: usize = 16;

/// Where a text has its secrecy mark: 机密, 机密★10年 or 密级：机密, alone in a line. The levels in a table
/// or a list are those that a document speaks of.
pub fn mark(text: &str) -> Option<Range<usize>> {
    memchr::memmem::find(text.as_bytes(), "密".as_bytes())?;
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        range
    });
    let filled = lines.filter(|range| !text[range.clone()].trim().is_empty());
    filled.take(HEAD_LINES).find(|range| is_mark(&text[range.clone()]))
}

fn is_mark(line: &str) -> bool {
    let words: String = line.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    if words.chars().count() > LENGTH_MAX {
        return false;
    }
    let rest = |text: &str| LEVELS.iter().find_map(|level| text.strip_prefix(level)).map(str::to_owned);
    match words.strip_prefix("密级") {
        Some(level) => rest(level.trim_start_matches(['：', ':'])).is_some(),
        None => rest(&words).is_some_and(|rest| rest.is_empty() || rest.starts_with('★')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_alone_at_the_head() {
        let found = |text: &str| mark(text).map(|range| text[range].to_owned());
        assert_eq!(found("\n机密★10年\n\n甲\n").as_deref(), Some("机密★10年"));
        assert_eq!(found("**秘　密**\n\n甲\n").as_deref(), Some("**秘　密**"));
        assert_eq!(found("密级：绝密\n甲\n").as_deref(), Some("密级：绝密"));
        for fine in [
            "各单位要保守秘密。\n",
            "| 密级 |\n|---|\n| 机密 |\n",
            "- 机密\n- 秘密\n",
            "## 机密\n",
            "甲\n乙\n丙\n丁\n戊\n己\n庚\n辛\n机密\n",
            "机密级国家秘密的保密期限不超过二十年。\n",
        ] {
            assert_eq!(found(fine), None, "{fine}");
        }
    }
}
