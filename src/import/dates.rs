//! Dates as a profile's gazettes write them.

use crate::gazette::numeral::han_number;
use crate::gazette::{GazetteDate, find_date};

use super::lines::Line;
use super::profile::Profile;

/// The first date in a text: in figures, in Chinese, or with the profile's names of months.
pub fn date_in(text: &str, profile: &Profile) -> Option<GazetteDate> {
    if let Some(date) = with_months(text, profile) {
        return Some(date);
    }
    find_date(&mended(text)).map(|(_, date)| date)
}

/// The first date on a line, whatever blanks stand between its characters.
pub fn date_on(line: &Line, profile: &Profile) -> Option<GazetteDate> {
    date_in(&line.text, profile).or_else(|| date_in(&line.bare, profile).filter(|_| !profile.spaced))
}

/// A text in which what was misread for 〇 among the figures of a year is one. Only the reading is
/// mended, never what is written.
pub fn mended(text: &str) -> String {
    let is_figure = |c: char| "一二三四五六七八九〇○零".contains(c);
    let chars: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in chars.iter().enumerate() {
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let zero = match c {
            'O' | 'o' | 'Ｏ' => true,
            '0' | '０' | '口' => is_figure(before) && (is_figure(after) || "0０OoＯ口年".contains(after)),
            _ => false,
        };
        before = if zero { '〇' } else { *c };
        result.push(before);
    }
    result
}

fn with_months(text: &str, profile: &Profile) -> Option<GazetteDate> {
    let captures = profile.dates.patterns.captures(text)?;
    let number = |group: &str| captures.name(group).and_then(|found| figures(found.as_str()));
    let first = match captures.name("era") {
        Some(era) => *profile.dates.eras.get(era.as_str())?,
        None => 0,
    };
    let year = u16::try_from(first + i32::try_from(number("year")?).ok()?).ok()?;
    let month = number("month").or_else(|| named_month(captures.name("month")?.as_str(), profile))?;
    GazetteDate::new(year, u8::try_from(month).ok()?, u8::try_from(number("day")?).ok()?).ok()
}

/// A number in Arabic figures of any width or in Chinese; 元 is the first year of an era.
fn figures(text: &str) -> Option<u32> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    };
    if text == "元" { Some(1) } else { han_number(&text.chars().map(narrow).collect::<String>()) }
}

/// The month that a name or the beginning of one means.
fn named_month(name: &str, profile: &Profile) -> Option<u32> {
    let name = name.to_lowercase();
    let is_month = |known: &String| {
        let known = known.to_lowercase();
        known == name || (name.chars().count() >= 3 && known.starts_with(name.trim_end_matches('.')))
    };
    u32::try_from(profile.dates.months.iter().position(is_month)? % 12 + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_profiles_own_words() {
        let date =
            |text, profile| date_in(text, &Profile::built_in(profile).unwrap()).map(|date| date.to_string());
        assert_eq!(date("Dated: April 11, 2016.", "en").as_deref(), Some("2016-04-11"));
        assert_eq!(date("the 3rd day of May, 1961", "en").as_deref(), Some("1961-05-03"));
        assert_eq!(date("二00一年一月九日", "cn").as_deref(), Some("2001-01-09"));
        assert_eq!(date("二OO四年八月十二日", "cn").as_deref(), Some("2004-08-12"));
        assert_eq!(date("中華民國103年1月2日", "tw").as_deref(), Some("2014-01-02"));
    }
}
