//! Finds issues of a periodical in running text: 2018年第4期, 总第178期. They are never document numbers.

use std::ops::Range;

use super::characters::{is_blank, is_closing, is_han, is_opening, trim};
use super::number_lists::is_joint;
use super::number_tail::{Cursor, written_year};
use super::numeral::{han_number, is_numeral};
use super::title::normalise_title;

/// The longest name before a reference, in characters, that is looked at.
const NAME_LENGTH_MAX: usize = 40;

/// What stands before a reference without being part of a name: 刊登于2018年第4期.
const LEADS: [&str; 14] =
    ["见", "見", "载", "載", "于", "於", "在", "自", "从", "至", "的", "和", "与", "及"];

/// How a gazette calls itself.
const OWN_NAMES: [&str; 4] = ["本公报", "本公報", "本刊", "本报"];

/// What may follow a reference. Anything else makes it part of another name: 2018年第4期储蓄国债.
const FOLLOWERS: &str = "的刊登載载公发發所上和与與及至起止第中以已";

/// What an issue is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssueReference {
    /// The year, and the number within it.
    pub in_year: Option<(u16, u32)>,
    /// The number counted from the first issue (总期号).
    pub total: Option<u32>,
}

/// An issue in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundIssue<'t> {
    /// Where it stands, without the name of the periodical.
    pub span: Range<usize>,
    /// What it is called by.
    pub reference: IssueReference,
    /// Of what it is an issue; `None` where nothing is named, so that the reader's own gazette is meant.
    pub periodical: Option<Periodical<'t>>,
}

/// The name of a periodical as it is written before a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Periodical<'t> {
    /// In marks: 《云溪区人民政府公报》.
    Marked(&'t str),
    /// The run of Han characters that ends in it.
    Bare(&'t str),
}

impl Periodical<'_> {
    /// Whether it is the periodical that is called `name`.
    pub fn is(self, name: &str) -> bool {
        let name = normalise_title(name);
        match self {
            Self::Marked(title) => normalise_title(title) == name,
            Self::Bare(run) => !name.is_empty() && normalise_title(run).ends_with(&name),
        }
    }
}

/// The issues that `text` names, in its order. 第5期 takes the year of what it is joined to
/// (2018年第4期、第5期).
pub fn find_issues(text: &str) -> Vec<FoundIssue<'_>> {
    let mut found: Vec<FoundIssue<'_>> = Vec::new();
    for (at, mark) in text.match_indices('期') {
        let end = at + mark.len();
        let Some((start, number)) = ordinal(text, at) else { continue };
        let before = Cursor { text, at: start };
        if let Some(start) = total_start(before) {
            add_total(text, &mut found, start..end, number);
        } else if let Some((start, year)) = year_before(before) {
            let reference = IssueReference { in_year: Some((year, number)), total: None };
            found.push(FoundIssue { span: start..end, reference, periodical: periodical(text, start) });
        } else if let Some(last) = found.last().filter(|last| is_joint(trim(&text[last.span.end..start]))) {
            let reference = IssueReference {
                in_year: last.reference.in_year.map(|(year, _)| (year, number)),
                total: None,
            };
            found.push(FoundIssue { span: start..end, reference, periodical: last.periodical });
        }
    }
    found.retain(|issue| is_followed_well(&text[issue.span.end..]));
    found
}

/// Whether `text` may name an issue. Never wrong when it says no.
pub fn may_hold_issue(text: &str) -> bool {
    let bytes = text.as_bytes();
    // By the last byte of 期: nearly every sentence is asked.
    memchr::memchr_iter(0x9f, bytes).any(|last| {
        let start = last.saturating_sub(2);
        bytes[start..=last] == *"期".as_bytes() && ordinal(text, start).is_some()
    })
}

/// 第4 before a 期 at `at`: where it begins, and the number.
fn ordinal(text: &str, at: usize) -> Option<(usize, u32)> {
    let mut cursor = Cursor { text, at };
    cursor.spaces();
    let number = han_number(cursor.run(is_numeral))?;
    cursor.spaces();
    cursor.eat(|c| c == '第').then_some((cursor.at, number))
}

/// Where 总 begins that stands before 第178期.
fn total_start(mut cursor: Cursor<'_>) -> Option<usize> {
    cursor.spaces();
    cursor.eat(|c| matches!(c, '总' | '總')).then_some(cursor.at)
}

/// Where 2018年 begins that stands before 第4期, and the year.
fn year_before(mut cursor: Cursor<'_>) -> Option<(usize, u16)> {
    cursor.spaces();
    let year = cursor.peek().filter(|c| *c == '年').and_then(|_| written_year(&mut cursor))?;
    let leading =
        cursor.text[cursor.at..].len() - cursor.text[cursor.at..].trim_start_matches(is_blank).len();
    Some((cursor.at + leading, year))
}

/// Takes 总第178期 to the reference that it explains (2018年第4期（总第178期）), or as one of its own.
fn add_total<'t>(text: &'t str, found: &mut Vec<FoundIssue<'t>>, span: Range<usize>, number: u32) {
    if let Some(last) = found.last_mut().filter(|last| last.reference.total.is_none()) {
        let between = trim(&text[last.span.end..span.start]);
        let opening = between.chars().count() == 1 && between.starts_with(is_opening);
        if opening || matches!(between, "" | "，" | "、") {
            let closing = text[span.end..].chars().next().filter(|c| opening && is_closing(*c));
            last.reference.total = Some(number);
            last.span.end = span.end + closing.map_or(0, char::len_utf8);
            return;
        }
    }
    let periodical = periodical(text, span.start);
    found.push(FoundIssue {
        span,
        reference: IssueReference { in_year: None, total: Some(number) },
        periodical,
    });
}

/// What is named before a reference that begins at `start`.
fn periodical(text: &str, start: usize) -> Option<Periodical<'_>> {
    let before = text[..start].trim_end_matches(is_blank);
    if let Some(marked) = before.strip_suffix('》') {
        let open = marked.rfind('《').map_or(0, |open| open + '《'.len_utf8());
        return Some(Periodical::Marked(&marked[open..]));
    }
    let run = before.char_indices().rev().take(NAME_LENGTH_MAX).take_while(|(_, c)| is_han(*c)).last();
    let run = &before[run.map_or(before.len(), |(at, _)| at)..];
    let ours = LEADS.iter().chain(&OWN_NAMES).any(|lead| run.ends_with(lead));
    (!run.is_empty() && !ours).then_some(Periodical::Bare(run))
}

fn is_followed_well(after: &str) -> bool {
    after.trim_start_matches(is_blank).chars().next().is_none_or(|c| !is_han(c) || FOLLOWERS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Written<'t> = (&'t str, Option<(u16, u32)>, Option<u32>, Option<Periodical<'t>>);

    /// Each issue as written, with year and number, total, and periodical.
    fn found(text: &str) -> Vec<Written<'_>> {
        let issues = find_issues(text).into_iter();
        issues.map(|i| (&text[i.span], i.reference.in_year, i.reference.total, i.periodical)).collect()
    }

    #[test]
    fn an_issue_is_called_by_year_and_number_or_by_its_total_number() {
        assert_eq!(found("见2018年第4期。"), [("2018年第4期", Some((2018, 4)), None, None)]);
        assert_eq!(found("二〇一八年第四期"), [("二〇一八年第四期", Some((2018, 4)), None, None)]);
        assert_eq!(found("（总第178期）"), [("总第178期", None, Some(178), None)]);
        assert_eq!(
            found("本公报 2018 年第 4 期（总第178期）刊登"),
            [("2018 年第 4 期（总第178期）", Some((2018, 4)), Some(178), None)]
        );
    }

    #[test]
    fn a_number_in_a_list_takes_the_year_before_it() {
        let in_years: Vec<_> = found("见2018年第4期、第5期和2019年第1期").into_iter().map(|i| i.1).collect();
        assert_eq!(in_years, [Some((2018, 4)), Some((2018, 5)), Some((2019, 1))]);
        assert_eq!(found("第4期"), []);
    }

    #[test]
    fn the_periodical_is_what_is_named_before_it() {
        let periodical = |text| found(text)[0].3;
        let marked = periodical("《云溪区人民政府公报》2018年第4期");
        assert_eq!(marked, Some(Periodical::Marked("云溪区人民政府公报")));
        assert!(marked.is_some_and(|name| name.is("云溪区人民政府公报") && !name.is("人民政府公报")));
        let bare = periodical("刊于云溪区人民政府公报2018年第4期");
        assert!(bare.is_some_and(|name| name.is("云溪区人民政府公报") && !name.is("国务院公报")));
        assert_eq!(periodical("刊登于2018年第4期"), None);
        assert_eq!(periodical("已在本刊2018年第4期"), None);
    }

    #[test]
    fn what_holds_no_issue_is_told_at_a_glance() {
        assert!(may_hold_issue("学期内见2018年第4期") && may_hold_issue("第四期"));
        for text in ["", "期", "学期", "第2號", "有效期5年", "\u{9f}"] {
            assert!(!may_hold_issue(text), "{text}");
        }
    }

    #[test]
    fn what_goes_on_as_another_name_is_no_issue() {
        for text in ["2018年第4期储蓄国债", "2018年第4期培训班", "第12期", "有效期2018年期"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
