//! What a sentence says of how long its document applies.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::date::GazetteDate;
use super::find_date::find_date;
use super::numeral::{han_number, is_numeral};

/// From this 自 on a date must come for 起施行 to be about it, in bytes.
const REACH: usize = 60;

/// What a sentence says of how long its document applies. It is a suggestion: a sentence may be about
/// another document, so it is always shown with what rests on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValidityHint {
    /// 自2018年11月1日起施行
    Effective(GazetteDate),
    /// 自印发之日起施行
    EffectiveOnIssue,
    /// 有效期至2023年10月31日
    Expires(GazetteDate),
    /// 有效期5年
    ValidYears(u16),
}

static FROM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("起"));
static TERM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("有效期"));

/// Verbs behind 起: what begins on the day.
const BEGINS: [&str; 7] = ["施行", "实施", "执行", "生效", "试行", "實施", "執行"];

/// Whether a text may hold a hint. Cheap, and never wrong when it says no.
pub fn may_tell_validity(text: &str) -> bool {
    let bytes = text.as_bytes();
    FROM.find_iter(bytes).any(|at| begins(&text[at + '起'.len_utf8()..])) || TERM.find(bytes).is_some()
}

fn begins(after: &str) -> bool {
    let after = after.trim_start_matches(['正', '式']);
    BEGINS.iter().any(|verb| after.starts_with(verb))
}

/// The hints of a sentence, in its order.
pub fn validity_hints(sentence: &str) -> Vec<ValidityHint> {
    let bytes = sentence.as_bytes();
    let mut hints: Vec<(usize, ValidityHint)> = Vec::new();
    for at in FROM.find_iter(bytes) {
        if begins(&sentence[at + '起'.len_utf8()..]) {
            hints.extend(start(&sentence[..at]).map(|hint| (at, hint)));
        }
    }
    for at in TERM.find_iter(bytes) {
        hints.extend(term(&sentence[at + "有效期".len()..]).map(|hint| (at, hint)));
    }
    hints.sort_by_key(|(at, _)| *at);
    hints.into_iter().map(|(_, hint)| hint).collect()
}

/// 自…起: the day from which something begins.
fn start(before: &str) -> Option<ValidityHint> {
    let from = before.rfind(['自', '从'])?;
    // 甲办法自2018年1月1日起施行 is about another document when a title stands before it.
    let clause = before[..from].rsplit(['，', '。', '；', '：']).next().unwrap_or_default();
    if clause.contains('《') {
        return None;
    }
    let day = &before[from + '自'.len_utf8()..];
    if day.len() > REACH || day.contains(['，', '。', '；']) {
        return None;
    }
    if let Some((_, date)) = find_date(day) {
        return Some(ValidityHint::Effective(date));
    }
    let on_issue = ["印发之日", "发布之日", "公布之日", "下发之日", "发文之日", "即日", "發布日", "發布之日"];
    on_issue.iter().any(|word| day.trim().ends_with(word)).then_some(ValidityHint::EffectiveOnIssue)
}

/// What stands behind 有效期: 5年, 为五年, 至2023年10月31日, 自…至….
fn term(after: &str) -> Option<ValidityHint> {
    let clause = after.split(['，', '。', '；']).next().unwrap_or_default();
    if let Some(until) = clause.find('至') {
        return find_date(&clause[until..]).map(|(_, date)| ValidityHint::Expires(date));
    }
    let years =
        clause.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '为' | '限' | '是' | '：'));
    let length = years.find(|c: char| !is_numeral(c))?;
    let counted = years[length..].trim_start();
    let value = u16::try_from(han_number(&years[..length])?).ok()?;
    // 有效期2023年 is a slip for a date, and no term of two thousand years.
    ((1..=50).contains(&value) && counted.starts_with('年')).then_some(ValidityHint::ValidYears(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ValidityHint::{Effective, EffectiveOnIssue, Expires, ValidYears};

    fn date(year: u16, month: u8, day: u8) -> GazetteDate {
        GazetteDate::new(year, month, day).unwrap()
    }

    #[test]
    fn a_day_of_beginning_and_a_term_are_read_off_the_closing_article() {
        assert_eq!(
            validity_hints("本办法自2018年11月1日起施行，有效期5年。"),
            [Effective(date(2018, 11, 1)), ValidYears(5)]
        );
        assert_eq!(validity_hints("本通知自印发之日起施行，有效期为三年"), [EffectiveOnIssue, ValidYears(3)]);
        assert_eq!(
            validity_hints("本规定自二〇一八年一月一日起正式实施，有效期至2023年10月31日。"),
            [Effective(date(2018, 1, 1)), Expires(date(2023, 10, 31))]
        );
        assert_eq!(validity_hints("有效期自2018年1月1日至2022年12月31日"), [Expires(date(2022, 12, 31))]);
    }

    #[test]
    fn other_beginnings_and_terms_tell_nothing() {
        for text in [
            "《甲办法》自2018年11月1日起施行",
            "自公布后三十日起施行",
            "证书有效期届满前",
            "有效期六个月",
            "从今天起执行任务",
            "一起实施",
        ] {
            assert_eq!(validity_hints(text), [], "{text}");
        }
    }

    #[test]
    fn the_quick_look_misses_nothing() {
        for text in ["本办法自2018年11月1日起施行", "有效期5年", "自发布之日起正式执行"]
        {
            assert!(may_tell_validity(text) && !validity_hints(text).is_empty(), "{text}");
        }
        assert!(!may_tell_validity("发起活动，有效推进"));
    }
}
