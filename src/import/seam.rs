//! Whether a paragraph goes on in the next one, cut by the end of a printed page.

use super::profile::Profile;

/// Paragraphs shorter than this that hold no comma are headings, captions or items, not cut sentences.
const CUT_LENGTH_MIN: usize = 22;

/// The same where a printed page begins between the two.
const CUT_OVER_PAGE_MIN: usize = 16;

/// The marks that end a sentence.
const SENTENCE_ENDS: &str = "。！？!?；;：:…";

/// What begins a sentence of its own in official language.
const OPENINGS: &[&str] = &[
    "希望",
    "特此",
    "以上",
    "现将",
    "现就",
    "请各",
    "附件",
    "附：",
    "为此",
    "為此",
    "各级各部门要",
    "鉴于",
    "對於",
];

/// What cannot begin a paragraph.
const NEVER_FIRST: &str = "，,、。；;：:！!？?）)》〉」』】〕”’％%·";

/// What opens, with what closes it.
const PAIRS: &[(char, char)] = &[
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('〔', '〕'),
    ('【', '】'),
];

/// How sure it is that `next` goes on where `before` stops, out of 100, and why. `None` where it
/// does not. `over_page`: whether a printed page begins between them. What is numbered, a list or a table never comes here.
pub fn joins(before: &str, next: &str, over_page: bool, profile: &Profile) -> Option<(u8, &'static str)> {
    let before = before.trim_end();
    let (last, first) = (before.chars().next_back()?, next.chars().next()?);
    if NEVER_FIRST.contains(first) {
        return Some((98, "the second begins with a mark that begins no sentence"));
    }
    if unclosed(before).is_some_and(|close| closes_first(next, close)) {
        return Some((97, "a bracket or quotation is still open"));
    }
    if SENTENCE_ENDS.contains(last) || (profile.spaced && last == '.') {
        return None;
    }
    if profile.spaced && (first.is_uppercase() || !first.is_alphabetic() || ends_in_note(before)) {
        return None;
    }
    let length = before.chars().count();
    let has_clause = before.contains(['，', ',', '。', '；', ';', '、', '：', ':']);
    // Where a printed page begins in between, less is needed.
    let long = if over_page { CUT_LENGTH_MIN } else { 2 * CUT_LENGTH_MIN };
    let least = if over_page { CUT_OVER_PAGE_MIN } else { CUT_LENGTH_MIN };
    if length < least || !(has_clause || length >= long) {
        return None;
    }
    if OPENINGS.iter().any(|opening| next.starts_with(opening)) && !matches!(last, '，' | ',' | '、') {
        return None;
    }
    match last {
        '，' | ',' | '、' | '—' | '-' | '(' | '（' => {
            Some((96, "the first ends in a mark that ends no sentence"))
        }
        '）' | ')' | '】' | '〕' => {
            in_sentence(before).then_some((78, "a sentence is not finished at the bracket"))
        }
        '”' | '’' | '」' | '》' | '"' => {
            in_sentence(before).then_some((82, "a sentence is not finished at the quotation"))
        }
        _ if profile.spaced && !last.is_alphanumeric() => None,
        _ => Some((if ends_well(next) { 95 } else { 88 }, "the first ends without a full stop")),
    }
}

/// `…of the review.3`: a full stop and the number of a note.
fn ends_in_note(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['.', '”', '"', ')'])
}

/// Whether a text ends with a mark that ends a sentence or a clause.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(|c| SENTENCE_ENDS.contains(c) || c == '.')
}

fn ends_well(next: &str) -> bool {
    next.trim_end_matches(['）', ')', '”', '"']).ends_with(['。', '；', '.', ';', '！', '？'])
}

/// Whether what stands behind the last full stop has begun a sentence before its last bracket.
fn in_sentence(before: &str) -> bool {
    let tail = before.rsplit(['。', '；', '！', '？']).next().unwrap_or(before);
    // A bracket right behind a full stop, as （责任单位：…）, is a remark of its own.
    let opens_with_bracket = tail.trim_start().starts_with(['（', '(']);
    // 。” ends a sentence within the quotation.
    let ended_within = tail.chars().filter(|c| c.is_alphanumeric()).count() == 0;
    !opens_with_bracket
        && !ended_within
        && (tail.contains(['，', ',', '、']) || tail.chars().count() >= CUT_LENGTH_MIN)
}

/// Whether `next` closes a pair before it opens another of its kind.
fn closes_first(next: &str, close: char) -> bool {
    let half = match close {
        '）' => ')',
        '〕' => ']',
        _ => close,
    };
    let open = PAIRS.iter().find(|(_, closing)| *closing == close).map_or(close, |(open, _)| *open);
    let half_open = if open == '（' { '(' } else { open };
    let mark = next.chars().find(|c| [close, half, open, half_open].contains(c));
    mark.is_some_and(|mark| mark == close || mark == half)
}

/// The mark that would close what is still open at the end.
fn unclosed(text: &str) -> Option<char> {
    // Half-width and full-width brackets are mixed within one pair: both count as one kind.
    let round = |c: char| match c {
        '(' => '（',
        ')' => '）',
        '[' => '〔',
        ']' => '〕',
        _ => c,
    };
    let mut open = Vec::new();
    for c in text.chars().map(round) {
        if let Some((_, close)) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push(*close);
        } else if PAIRS.iter().any(|(_, close)| *close == c) && open.last() == Some(&c) {
            open.pop();
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(before: &str, next: &str) -> u8 {
        joins(before, next, false, &Profile::built_in("cn").unwrap()).map_or(0, |(sure, _)| sure)
    }

    #[test]
    fn over_the_end_of_a_page_a_shorter_piece_is_a_cut_sentence() {
        let profile = Profile::built_in("cn").unwrap();
        let before = "第二条 补助费按照省人民政府公布的综合区片地";
        assert!(joins(before, "价标准执行。", true, &profile).is_some());
        assert!(joins(before, "价标准执行。", false, &profile).is_none());
    }

    #[test]
    fn a_cut_sentence_is_joined() {
        let long = "各部门要认真贯彻落实本办法的各项要求，把工作抓紧抓好抓实";
        assert!(sure(&format!("{long}并"), "按时报告。") >= 90);
        assert!(sure("根据《云溪区道路", "管理办法》，制定本细则。") >= 95);
        assert!(sure("甲", "，乙") >= 95);
        assert!(sure(&format!("{long}，推进“数字政府”"), "建设。") >= 80);
    }

    #[test]
    fn what_ends_or_is_short_is_not_joined() {
        assert_eq!(sure("各部门要认真贯彻落实，把工作抓紧抓好抓实，按时完成。", "区财政局要支持。"), 0);
        assert_eq!(sure("组织领导", "各部门要支持。"), 0);
        assert_eq!(sure("主要包括以下各项内容，请各单位认真准备有关材料：", "一是。"), 0);
        assert_eq!(sure("做好各项工作，确保完成任务。（责任单位：区教育局、区公安局等部门）", "乙事。"), 0);
    }
}
