//! Heading ids that follow the printed numbering, after the naming convention of Akoma Ntoso
//! (OASIS LegalDocML Naming Convention 1.0, section 5): 第二章 → `chp_2`, 三、 → `sec_3`.

use crate::gazette::numeral::han_number;

/// What a heading or the head of a paragraph says of its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// The abbreviation of the level, such as `chp`.
    pub level: &'static str,
    /// Its number in ASCII.
    pub number: String,
}

impl Numbering {
    /// The part of an id.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}_{}", self.level, self.number)
    }
}

/// The units of `第…章` and the like, with their levels.
const UNITS: &[(char, &str)] = &[
    ('编', "part"),
    ('編', "part"),
    ('篇', "part"),
    ('章', "chp"),
    ('节', "sec"),
    ('節', "sec"),
    ('条', "art"),
    ('條', "art"),
    ('款', "para"),
    ('项', "point"),
    ('項', "point"),
];

/// The words before a number in other languages.
const WORDS: &[(&str, &str)] = &[
    ("part", "part"),
    ("title", "title"),
    ("chapter", "chp"),
    ("section", "sec"),
    ("article", "art"),
    ("artículo", "art"),
    ("capítulo", "chp"),
    ("título", "title"),
    ("sección", "sec"),
    ("teil", "part"),
    ("kapitel", "chp"),
    ("abschnitt", "sec"),
    ("artikel", "art"),
    ("§", "sec"),
    ("sec.", "sec"),
    ("art.", "art"),
];

/// The numbering at the head of a heading's text.
#[must_use]
pub fn numbering(text: &str) -> Option<Numbering> {
    let text = text.trim_start();
    ordinal_unit(text).or_else(|| bracketed(text)).or_else(|| counted(text)).or_else(|| worded(text))
}

/// `附件2` or `附件` at the head of an enclosure's heading: its number, 1 when it has none.
#[must_use]
pub fn attachment_number(text: &str) -> Option<String> {
    let rest = text.trim_start().strip_prefix("附件").or_else(|| text.trim_start().strip_prefix("附表"))?;
    let digits: String = rest.trim_start().chars().take_while(|c| is_number_char(*c)).collect();
    Some(han_number(&digits).map_or_else(|| "1".into(), |number| number.to_string()))
}

/// The number of an article that a paragraph begins with: `第五条　` or `第五条 `.
#[must_use]
pub fn article(text: &str) -> Option<String> {
    let found = ordinal_unit(text).filter(|found| found.level == "art")?;
    let after = text.split_once(['条', '條'])?.1;
    let after = after.strip_prefix('之').map_or(after, |rest| rest.trim_start_matches(is_number_char));
    after.starts_with([' ', '\u{3000}', '\t', '【', '（', '(']).then_some(found.number)
}

fn is_number_char(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零○一二三四五六七八九十百千廿卅两".contains(c)
}

fn ordinal_unit(text: &str) -> Option<Numbering> {
    let rest = text.strip_prefix('第')?.trim_start();
    let digits: String = rest.chars().take_while(|c| is_number_char(*c)).collect();
    let number = han_number(&digits)?;
    let rest = rest[digits.len()..].trim_start();
    let unit = rest.chars().next()?;
    let level = UNITS.iter().find(|(han, _)| *han == unit)?.1;
    // 第五条之一: an article put between two others (立法技术规范).
    let inserted = rest[unit.len_utf8()..].strip_prefix('之').and_then(|rest| {
        let digits: String = rest.chars().take_while(|c| is_number_char(*c)).collect();
        han_number(&digits)
    });
    let number = inserted.map_or_else(|| number.to_string(), |inserted| format!("{number}-{inserted}"));
    Some(Numbering { level, number })
}

/// （一） and (1): the second and fourth level of GB/T 9704-2012, clause 7.3.3.
fn bracketed(text: &str) -> Option<Numbering> {
    let inner = text.strip_prefix(['（', '('])?;
    let (digits, _) = inner.split_once(['）', ')'])?;
    if digits.is_empty() || !digits.trim().chars().all(is_number_char) {
        return None;
    }
    let level = if digits.trim().chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        "subpara"
    } else {
        "subsec"
    };
    Some(Numbering { level, number: han_number(digits.trim())?.to_string() })
}

/// 一、 and 1.: the first and third level of GB/T 9704-2012, clause 7.3.3.
fn counted(text: &str) -> Option<Numbering> {
    let digits: String = text.chars().take_while(|c| is_number_char(*c)).collect();
    let after = text[digits.len()..].chars().next()?;
    if !matches!(after, '、' | '.' | '．' | '，' | ',') {
        return None;
    }
    let arabic = digits.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let level = if arabic { "para" } else { "sec" };
    Some(Numbering { level, number: han_number(&digits)?.to_string() })
}

fn worded(text: &str) -> Option<Numbering> {
    let (word, rest) = text.split_once([' ', '\u{a0}'])?;
    let word = word.to_lowercase();
    let level = WORDS.iter().find(|(known, _)| *known == word)?.1;
    let number: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect();
    let numeric = number.starts_with(|c: char| c.is_ascii_digit());
    let roman = !number.is_empty() && number.chars().all(|c| "IVXLCDM".contains(c));
    (numeric || roman).then(|| Numbering { level, number: number.to_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<String> {
        numbering(text).map(|found| found.id())
    }

    #[test]
    fn the_printed_numbering_makes_the_id() {
        for (text, expected) in [
            ("第二章 总则", "chp_2"),
            ("第十二节　附则", "sec_12"),
            ("第一編 通則", "part_1"),
            ("三、保障措施", "sec_3"),
            ("（二）加强领导", "subsec_2"),
            ("1. 目标", "para_1"),
            ("3．任务", "para_3"),
            ("（4）其他", "subpara_4"),
            ("第五条之一 补充", "art_5-1"),
            ("Section 4 Fees", "sec_4"),
            ("Part IV", "part_iv"),
            ("§ 3 Anwendung", "sec_3"),
            ("CAPÍTULO II De las", "chp_ii"),
        ] {
            assert_eq!(id(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn words_without_a_number_have_none() {
        for text in ["总则", "2018年工作要点", "一般规定", "（试行）", "Section", "Parting words"]
        {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn an_article_is_known_by_the_blank_behind_it() {
        assert_eq!(article("第五条　本办法所称").as_deref(), Some("5"));
        assert_eq!(article("第十条之二 增加的").as_deref(), Some("10-2"));
        assert_eq!(article("第五条规定的情形"), None);
    }

    #[test]
    fn attachments_count_from_one() {
        assert_eq!(attachment_number("附件2 任务表").as_deref(), Some("2"));
        assert_eq!(attachment_number("附件").as_deref(), Some("1"));
        assert_eq!(attachment_number("实施方案"), None);
    }
}
