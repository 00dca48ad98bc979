//! Dates as a profile's gazettes write them.

use crate::gazette::{GazetteDate, find_date};

use super::profile::Profile;

/// The first date in a text: in figures, in Chinese, or with the profile's names of months.
pub fn date_in(text: &str, profile: &Profile) -> Option<GazetteDate> {
    if let Some(date) = with_months(text, profile) {
        return Some(date);
    }
    // Ｏ and O are usual misreadings of 〇; only the reading is mended, never the text.
    let mended: String = text.chars().map(|c| if matches!(c, 'O' | 'o' | 'Ｏ') { '〇' } else { c }).collect();
    find_date(&mended).map(|(_, date)| date)
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
        assert_eq!(date("二OO四年八月十二日", "cn").as_deref(), Some("2004-08-12"));
        assert_eq!(date("中華民國103年1月2日", "tw").as_deref(), Some("2014-01-02"));
    }
}
