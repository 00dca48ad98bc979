//! Dates as a profile's gazettes write them.

use crate::gazette::{GazetteDate, find_date};

use super::profile::Profile;

/// The first date in a text: in figures, in Chinese, or with the profile's names of months.
pub fn date_in(text: &str, profile: &Profile) -> Option<GazetteDate> {
    if let Some(date) = with_months(text, profile) {
        return Some(date);
    }
    find_date(&mended(text)).map(|(_, date)| date)
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
    let name = captures.name("month")?.as_str().to_lowercase();
    let is_month = |known: &String| {
        let known = known.to_lowercase();
        known == name || (name.chars().count() >= 3 && known.starts_with(name.trim_end_matches('.')))
    };
    let month = profile.dates.months.iter().position(is_month)? % 12 + 1;
    let number = |group: &str| captures.name(group)?.as_str().parse::<u16>().ok();
    GazetteDate::new(number("year")?, u8::try_from(month).ok()?, u8::try_from(number("day")?).ok()?).ok()
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
