//! Reads a text that is one document number as a whole. See [`DocumentNumber::parse`].
//!
//! [`DocumentNumber::parse`]: super::DocumentNumber::parse

use super::characters::{fold_width, is_blank, is_closing, is_han, is_opening, trim};
use super::number::NumberForm;
use super::number_tail::{Tail, TailKind, lettered_serial, read_tail};
use super::numeral::{han_number, is_numeral};
use super::series_words::{is_court_series, is_organ_end};

/// A 代字 has at most 14 characters in the registers we saw, but a joint order names its issuers.
const SERIES_LENGTH_MAX: usize = 80;

/// What the whole of `text` means.
pub(super) fn parse_form(text: &str) -> NumberForm {
    let text = unwrap_brackets(trim(text));
    let text = trim(text.trim_end_matches(['。', '；', ';']));
    let (body, issued) = split_issued_kind(text);
    let read = match body.char_indices().next_back() {
        Some((end, '号' | '號' | '寻')) => read_form(body, end, body.ends_with('號'), issued),
        Some((end, c)) if is_closing(c) => read_enclosed_ordinal(body, end),
        // Without 号, only a year in brackets makes it clear what the digits are.
        Some(_) if issued.is_empty() => read_form(body, body.len(), true, issued)
            .filter(|form| matches!(form, NumberForm::Annual { .. }) && has_han(body)),
        _ => None,
    };
    read.unwrap_or(NumberForm::Free)
}

/// The form that a tail has after these words before it, given as printed. `issued` is what stood
/// behind 号 (第69号令). `None` where the words make no series.
pub(super) fn form_of(kind: &TailKind<'_>, before: &str, serial: u32, issued: &str) -> Option<NumberForm> {
    let series = || series_text(before).filter(|series| has_han(series));
    Some(match kind {
        TailKind::Bracketed { year, .. } => {
            NumberForm::Annual { series: series()?.into(), year: *year, serial }
        }
        TailKind::Written { year, .. } => {
            NumberForm::Notice { issuer: issuer_text(before, issued)?.into(), year: *year, serial }
        }
        TailKind::Ordinal { .. } if before.is_empty() && issued.is_empty() => NumberForm::Term { serial },
        // Several serials after 字 have no form of their own.
        TailKind::Ordinal { .. } if before.ends_with('字') => return None,
        TailKind::Ordinal { .. } => NumberForm::Order { issuer: issuer_text(before, issued)?.into(), serial },
        TailKind::Lettered { serial } => {
            let series = series().map(with_arabic_year).filter(|series| *series != "字")?;
            NumberForm::Lettered { series: series.into(), serial: lettered_serial(serial).into() }
        }
        TailKind::Bare { .. } => return None,
    })
}

/// (94)财税字第89号, an older order of 财税字〔1994〕89号: the same number, so it has the same form.
/// In Taiwan's (81)公參字第00652號 the year is of the Republic, and part of the series.
pub(super) fn year_first(before: &str, serial: &str) -> Option<NumberForm> {
    let inner = before.strip_prefix(is_opening)?;
    let close = inner.find(is_closing)?;
    let year: String = inner[..close].chars().filter(|c| !is_blank(*c)).map(fold_width).collect();
    let year = match (year.len(), year.parse().ok()?) {
        (2, year @ 49..=99) => 1900 + year,
        (4, year @ 1900..=2099) => year,
        _ => return None,
    };
    let series = inner[close..].strip_prefix(is_closing).and_then(series_text)?;
    let serial = lettered_serial(serial).parse().ok().filter(|serial| (1..1_000_000).contains(serial))?;
    let known = has_han(&series) && series != "字" && !is_court_series(&series);
    known.then(|| NumberForm::Annual { series: series.into(), year, serial })
}

/// (七八) and 台八十三 at the head of a Taiwanese series as (78) and 台83: a year of the Republic that was
/// written out. A numeral of one character, as in 高(三), tells a section.
fn with_arabic_year(series: String) -> String {
    let Some(at) = series.find(['(', '台', '臺']) else { return series };
    let head = &series[..at];
    let mark = series[at..].chars().next().map_or(0, char::len_utf8);
    let rest = &series[at + mark..];
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let opened = series.len() - rest.len();
    let length = rest.find(|c| !is_numeral(c)).unwrap_or(rest.len());
    let (year, behind) = rest.split_at(length);
    let bracketed = series[..opened].ends_with('(');
    let is_year =
        year.chars().count() > 1 && (head.is_empty() || bracketed) && (!bracketed || behind.starts_with(')'));
    match han_number(year).filter(|_| is_year) {
        Some(year) => format!("{}{year}{behind}", &series[..opened]),
        None => series,
    }
}

/// A 代字 as it is compared: blanks dropped, width folded, brackets within it as ( ). `None` where a
/// character stands that no 代字 has.
pub(super) fn series_text(before: &str) -> Option<String> {
    let mut series = String::with_capacity(before.len());
    let mut depth = 0_usize;
    for c in before.chars().filter(|c| !is_blank(*c)).map(fold_width) {
        match c {
            _ if is_opening(c) => {
                depth += 1;
                series.push('(');
            }
            _ if is_closing(c) => {
                depth = depth.checked_sub(1)?;
                series.push(')');
            }
            '、' | '·' | '-' => series.push(c),
            _ if is_han(c) || c.is_ascii_alphanumeric() => series.push(c),
            _ => return None,
        }
    }
    let fits = depth == 0 && !series.is_empty() && series.chars().count() <= SERIES_LENGTH_MAX;
    fits.then_some(series)
}

/// An issuer as it is compared: as [`series_text`], joint issuers parted by 、 whatever parts them in
/// print, and without 中华人民共和国, which is written or left out at will.
pub(super) fn issuer_text(before: &str, issued: &str) -> Option<String> {
    let mut name = String::with_capacity(before.len() + issued.len());
    for part in trim(before).split([' ', '　', '\u{a0}', '，', ',']).filter(|part| !part.is_empty()) {
        let joint = name.chars().next_back().is_some_and(is_organ_end)
            && !["令", "公告", "通告", "办公", "命令"].iter().any(|word| part.starts_with(word));
        if joint {
            name.push('、');
        }
        name.push_str(part);
    }
    name.push_str(issued);
    if name.is_empty() {
        return Some(name);
    }
    let name = without_country(series_text(&name)?);
    // A digit at the end would run into the year or serial that follows.
    name.ends_with(|c| is_han(c) && !is_numeral(c)).then_some(name)
}

/// Without 中华人民共和国, unless nothing but 令 or 公告 is left.
fn without_country(name: String) -> String {
    let mut short = name.clone();
    for country in ["中华人民共和国", "中華人民共和國"] {
        // Taking one out may join the halves of another.
        while short.contains(country) {
            short = short.replace(country, "");
        }
    }
    if matches!(short.as_str(), "" | "令" | "公告" | "通告") { name } else { short }
}

fn has_han(text: &str) -> bool {
    text.contains(is_han)
}

fn read_form(body: &str, end: usize, traditional: bool, issued: &str) -> Option<NumberForm> {
    let Tail { start, kind } = read_tail(body, end)?;
    let before = trim(&body[..start]);
    match &kind {
        TailKind::Bracketed { serials, .. }
        | TailKind::Written { serials, .. }
        | TailKind::Ordinal { serials } => {
            let [(_, serial)] = serials[..] else { return None };
            form_of(&kind, before, serial, issued)
        }
        TailKind::Lettered { serial } if issued.is_empty() => (!traditional)
            .then(|| year_first(before, serial))
            .flatten()
            .or_else(|| form_of(&kind, before, 0, "")),
        TailKind::Lettered { .. } | TailKind::Bare { .. } => None,
    }
}

/// 国务院令（第517号）, where 第517号 has its own brackets.
fn read_enclosed_ordinal(body: &str, close: usize) -> Option<NumberForm> {
    let open = body.rfind(is_opening)?;
    let issuer = &body[..open];
    let inner = body[open..close].trim_start_matches(is_opening);
    let encloses = trim(inner).starts_with('第') && !issuer.contains(is_opening) && has_han(issuer);
    let whole = encloses.then(|| format!("{issuer}{inner}"))?;
    match parse_form(&whole) {
        form @ (NumberForm::Order { .. } | NumberForm::Notice { .. }) => Some(form),
        _ => None,
    }
}

/// Takes off what may follow 号: the kind in 第69号令, which belongs to the issuer, and 文 or 文件.
fn split_issued_kind(text: &str) -> (&str, &str) {
    for (suffix, kind) in [("文件", ""), ("文", ""), ("令", "令"), ("公告", "公告"), ("通告", "通告")]
    {
        if let Some(body) = text.strip_suffix(suffix).map(trim)
            && body.ends_with(['号', '號'])
        {
            return (body, kind);
        }
    }
    (text, "")
}

/// （云政发〔2018〕8号）, the whole of it in brackets, as it stands below a title.
fn unwrap_brackets(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        }
        let last = at + c.len_utf8() == text.len();
        if depth == 0 {
            let wrapped = last && at > 0 && is_closing(c);
            return if wrapped { unwrap_brackets(trim(inside(text))) } else { text };
        }
    }
    text
}

/// Without the first and last character.
fn inside(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.next_back();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::super::DocumentNumber;
    use super::*;

    fn key(text: &str) -> String {
        DocumentNumber::parse(text).to_string()
    }

    fn annual(text: &str) -> (String, u16, u32) {
        match parse_form(text) {
            NumberForm::Annual { series, year, serial } => (series.into(), year, serial),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn brackets_of_every_kind_give_one_key() {
        for text in [
            "云政发〔2018〕8号",
            "云政发[2018]08号",
            "云政发［2018］第8号",
            "云政发（2018） 8 号",
            "云 政 发 【２０１８】 ８ 號",
            "（云政发〔2018〕8号）",
            "云政发〔2018〕8寻",
            "云政发I2018I8号",
            "云政发〔2018〕8",
            "云政发〔2018〕8号文件",
            "云政发\u{3000}〔2018年〕\u{a0}8号。",
        ] {
            assert_eq!(key(text), "云政发〔2018〕8号", "{text}");
        }
    }

    #[test]
    fn annual_numbers_of_the_test_vectors() {
        assert_eq!(annual("临政发〔2018〕8号"), ("临政发".into(), 2018, 8));
        assert_eq!(annual("发改价格〔2026〕413号"), ("发改价格".into(), 2026, 413));
        assert_eq!(annual("工信部联科〔2024〕113号"), ("工信部联科".into(), 2024, 113));
        assert_eq!(annual("临政办发[2018]08号"), ("临政办发".into(), 2018, 8));
        assert_eq!(annual("财税［2018］第5号"), ("财税".into(), 2018, 5));
        assert_eq!(annual("深府（2001） 186 号"), ("深府".into(), 2001, 186));
        assert_eq!(annual("深府[1905]139号"), ("深府".into(), 1905, 139));
        assert_ne!(key("深府办函〔2015〕152号"), key("深府办〔2015〕152号"));
    }

    #[test]
    fn an_order_is_the_same_wherever_ling_stands() {
        for text in [
            "云溪部令第69号",
            "云溪部第69号令",
            "云溪部令（第69号）",
            "云溪部令 第六十九号",
            "中华人民共和国云溪部令第69号",
        ] {
            assert_eq!(key(text), "云溪部令第69号", "{text}");
        }
        assert_eq!(DocumentNumber::parse("市政府令第331号").series(), Some("市政府令"));
        assert_eq!(DocumentNumber::parse("市政府令第331号").serial(), Some(331));
    }

    #[test]
    fn a_notice_counts_within_the_year_it_writes_out() {
        for text in ["公告2019年第1号", "公告２０１９年 第01号", "公告二〇一九年第一号", "2019年第1号公告"]
        {
            assert_eq!(key(text), "公告2019年第1号", "{text}");
        }
        assert_eq!(key("甲部 乙总局公告2023年第7号"), "甲部、乙总局公告2023年第7号");
        assert_eq!(key("甲部公告〔2019〕第1号"), "甲部公告〔2019〕1号");
        assert_eq!(DocumentNumber::parse("2019年第1号").series(), None);
    }

    #[test]
    fn a_number_of_a_term_names_no_series() {
        for text in ["第一一七号", "第117号", "（第117号）"] {
            assert_eq!(parse_form(text), NumberForm::Term { serial: 117 }, "{text}");
        }
    }

    #[test]
    fn taiwanese_numbers_keep_padding_and_letters() {
        for (text, expected) in [
            ("院授主基法字第1020201348A號", "院授主基法字第1020201348A號"),
            ("臺教高（三）字第1020169180a號", "臺教高(三)字第1020169180A號"),
            ("金管保財字第○九八○○一○一○○二號", "金管保財字第09800101002號"),
            ("發法字第1032000080-2號", "發法字第1032000080-2號"),
            ("勞動福3字第1030135024號", "勞動福3字第1030135024號"),
            ("（81）公參字第00652號", "(81)公參字第00652號"),
            ("院授主基綜字第 1030200540A 號", "院授主基綜字第1030200540A號"),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn a_year_before_the_series_is_the_same_annual_number() {
        assert_eq!(key("(94)云税字第089号"), "云税字〔1994〕89号");
        assert_eq!(key("〔1994〕云税字第89号"), "云税字〔1994〕89号");
    }

    #[test]
    fn what_is_no_number_of_ours_is_free() {
        for text in [
            "2016-08713",
            "BGBl I 2006, 1897",
            "000014349/2018-00110",
            "GB/T 9704-2012",
            "（2018）粤01民终8号",
            "20180005号",
            "总第178期",
            "2018年第4期",
            "〔2018〕8号",
            "[2018] UKSC 5",
            "电话2018-8",
            "云政发〔2018〕0号",
            "",
        ] {
            assert_eq!(parse_form(text), NumberForm::Free, "{text}");
        }
    }
}
