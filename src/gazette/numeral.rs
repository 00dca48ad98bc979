//! Chinese numerals: 一百零三, 二〇一八, 廿三, and the Arabic and full-width digits beside them.

use super::characters::{fold_width, is_blank, trim};

/// The value of a whole numeral: positional (二〇一八, 一一七), with units (一百零三, 十二, 廿三, 两万),
/// or in Arabic or full-width digits. `None` for anything else, for an empty text, and beyond `u32`.
///
/// 〇 ○ ◯ O 零 are all read as zero, since type and text recognition do not keep them apart.
pub fn han_number(text: &str) -> Option<u32> {
    let text = trim(text);
    // Twelve characters write any number below a hundred million, 九千九百九十九万 … included.
    if text.is_empty() || text.chars().count() > 16 {
        return None;
    }
    let value = if text.chars().all(|c| digit(c).is_some()) { positional(text) } else { with_units(text) };
    u32::try_from(value?).ok()
}

/// The numeral for `number` as it is read aloud: 12 → 十二, 103 → 一百零三, 20000 → 二万, 0 → 零.
pub fn to_han(number: u32) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut pending_zero = false;
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let section = number / unit % 10_000;
        if section == 0 {
            pending_zero |= !text.is_empty();
            continue;
        }
        if pending_zero || (section < 1000 && !text.is_empty()) {
            text.push('零');
        }
        pending_zero = false;
        push_section(&mut text, section);
        text.push_str(name);
    }
    text
}

/// The value of one digit in any script: Arabic, full-width, Chinese, formal Chinese (壹), 两, and the
/// look-alikes of zero.
pub(super) fn digit(c: char) -> Option<u32> {
    Some(match fold_width(c) {
        '〇' | '○' | '◯' | 'O' | '零' | '0' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        other => return other.to_digit(10),
    })
}

/// Characters that a numeral may consist of.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// 十百千万 and the contracted tens 廿卅卌: (value, whether a digit may multiply it).
fn unit(c: char) -> Option<(u64, bool)> {
    Some(match c {
        '十' | '拾' => (10, true),
        '百' | '佰' => (100, true),
        '千' | '仟' => (1000, true),
        '万' | '萬' => (10_000, true),
        '廿' => (20, false),
        '卅' => (30, false),
        '卌' => (40, false),
        _ => return None,
    })
}

fn positional(text: &str) -> Option<u64> {
    text.chars().try_fold(0_u64, |value, c| value.checked_mul(10)?.checked_add(u64::from(digit(c)?)))
}

fn with_units(text: &str) -> Option<u64> {
    let mut total = 0;
    let mut section = 0;
    let mut pending = None;
    // Units must fall within a section of four places: 百十 is no numeral, 十百 neither.
    let mut ceiling = u64::MAX;
    for c in text.chars().filter(|c| !is_blank(*c)) {
        if let Some(value) = digit(c) {
            match pending {
                None | Some(0) => pending = Some(u64::from(value)),
                Some(_) => return None,
            }
            continue;
        }
        let (value, multiplied) = unit(c)?;
        if value == 10_000 {
            total = (section + pending.take().unwrap_or(0))
                .checked_mul(value)
                .filter(|n| *n > 0 && total == 0)?;
            section = 0;
            ceiling = u64::MAX;
            continue;
        }
        let place = if multiplied { value } else { 10 };
        if place >= ceiling || (!multiplied && pending.is_some_and(|n| n != 0)) {
            return None;
        }
        ceiling = place;
        let times = pending.take().filter(|n| *n > 0 && multiplied).unwrap_or(1);
        section += times * value;
    }
    Some(total + section + pending.unwrap_or(0))
}

/// Writes 1..=9999; a leading 一 before 十 is left out only at the very start (十二, but 一百一十二).
fn push_section(text: &mut String, section: u32) {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let at_start = text.is_empty();
    let mut started = false;
    let mut zero = false;
    for (place, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = section / place % 10;
        if value == 0 {
            zero = started;
            continue;
        }
        if zero {
            text.push('零');
            zero = false;
        }
        if !(place == 10 && value == 1 && !started && at_start) {
            text.push(DIGITS[value as usize]);
        }
        text.push_str(name);
        started = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_every_writing_have_one_value() {
        for (text, value) in [
            ("一百零三", 103),
            ("二〇一八", 2018),
            ("一九八○", 1980),
            ("二O一八", 2018),
            ("十二", 12),
            ("十", 10),
            ("二十", 20),
            ("廿三", 23),
            ("卅一", 31),
            ("一一七", 117),
            ("两", 2),
            ("两万三千", 23_000),
            ("一千零五", 1005),
            ("331", 331),
            ("３３１", 331),
            ("〇〇七", 7),
            ("一万零一十", 10_010),
        ] {
            assert_eq!(han_number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_numeral_has_no_value() {
        for text in ["", "号", "十百", "一二十", "百十百", "99999999999", "八点", "-3", "万"] {
            assert_eq!(han_number(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for (value, text) in [
            (0, "零"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (1005, "一千零五"),
            (10_010, "一万零一十"),
            (200_000, "二十万"),
        ] {
            assert_eq!(to_han(value), text);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for value in (1..12_000).chain([20_000, 99_999, 100_000, 1_000_001, 99_999_999]) {
            assert_eq!(han_number(&to_han(value)), Some(value));
        }
    }
}
