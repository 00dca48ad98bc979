//! A calendar date as gazettes print it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::characters::trim;
use super::find_date::date_at_start;

/// A day of the Gregorian calendar, from the year 1 to 9999. It always exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GazetteDate {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text or three numbers are no date. Displays as a phrase, lower case but for names, without a
/// full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// The text is not written as a date.
    NotADate,
    /// The year is not between 1 and 9999.
    NoSuchYear(u32),
    /// The month is not between 1 and 12.
    NoSuchMonth(u32),
    /// That month of that year does not have this day.
    NoSuchDay {
        /// The year, which decides on 29 February.
        year: u16,
        /// The month, between 1 and 12.
        month: u8,
        /// The day that was asked for.
        day: u32,
    },
}

impl GazetteDate {
    /// The date of this year, month (from 1) and day (from 1).
    ///
    /// # Errors
    ///
    /// Names the first of the three that no date has.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        Self::from_numbers(year.into(), month.into(), day.into())
    }

    /// As [`GazetteDate::new`], for numbers as they were read, however large.
    pub(super) fn from_numbers(year: u32, month: u32, day: u32) -> Result<Self, DateError> {
        let Ok(year @ 1..=9999) = u16::try_from(year) else { return Err(DateError::NoSuchYear(year)) };
        let Ok(month @ 1..=12) = u8::try_from(month) else { return Err(DateError::NoSuchMonth(month)) };
        match u8::try_from(day) {
            Ok(day) if (1..=days_in(year, month)).contains(&day) => Ok(Self { year, month, day }),
            _ => Err(DateError::NoSuchDay { year, month, day }),
        }
    }

    /// The year, of the common era even where the text counted years of the Republic.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The same day so many years later, as a term of validity (有效期5年) is counted. From
    /// 29 February it leads to 28 February where the year has no 29th; it stops at the year 9999.
    #[must_use]
    pub fn plus_years(self, years: u16) -> Self {
        let year = self.year.saturating_add(years).min(9999);
        Self { year, month: self.month, day: self.day.min(days_in(year, self.month)) }
    }

    /// So many days later, or earlier when negative. It stops at the first and last date there is.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_day_number(self.day_number() + i64::from(days))
    }

    /// How many days it comes after an earlier date; 0 when that is no earlier.
    pub fn days_from(self, earlier: Self) -> u32 {
        u32::try_from(self.day_number() - earlier.day_number()).unwrap_or(0)
    }

    /// Days since 1 March of the year 0. A year that starts in March has its leap day last, so that
    /// months can be counted without asking which year it is.
    fn day_number(self) -> i64 {
        let (year, month) = match self.month {
            1 | 2 => (i64::from(self.year) - 1, i64::from(self.month) + 9),
            _ => (i64::from(self.year), i64::from(self.month) - 3),
        };
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + i64::from(self.day) - 1
    }

    fn from_day_number(number: i64) -> Self {
        let first = Self { year: 1, month: 1, day: 1 };
        let last = Self { year: 9999, month: 12, day: 31 };
        let number = number.clamp(first.day_number(), last.day_number());
        // The year by its mean length, then corrected: it is off by one at most.
        let estimate = number * 400 / 146_097;
        let year_start = |year: i64| year * 365 + year / 4 - year / 100 + year / 400;
        let year = if year_start(estimate + 1) <= number { estimate + 1 } else { estimate };
        let year = if year_start(year) > number { year - 1 } else { year };
        let day_of_year = number - year_start(year);
        let month = (day_of_year * 5 + 2) / 153;
        let day = day_of_year - (month * 153 + 2) / 5 + 1;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        let narrow = |value: i64| u32::try_from(value).expect("a clamped day number gives small parts");
        Self::from_numbers(narrow(year), narrow(month), narrow(day)).expect("a day number names a day")
    }
}

/// How many days a month has, which for February depends on the year.
pub fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Reads a whole text as one date, blanks around it allowed: 2018-10-08, 2018/10/8, 2018.10.8,
/// 2018年10月8日, full-width digits, 二〇一八年十月八日, and years of the Republic (民國103年1月2日,
/// 中華民國一百零三年一月二日).
impl FromStr for GazetteDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        // Most dates are written so, and each that a page shows is read once more.
        if let Some(date) = iso(text) {
            return Ok(date);
        }
        let text = trim(text);
        let (length, date) = date_at_start(text)?;
        if length == text.len() { Ok(date) } else { Err(DateError::NotADate) }
    }
}

/// A date of the calendar that is written as 2018-10-08, with nothing around it.
fn iso(text: &str) -> Option<GazetteDate> {
    let number = |range: std::ops::Range<usize>| {
        let digits = text.as_bytes().get(range)?;
        let digit = |sum: u16, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0'));
        digits.iter().try_fold(0, digit)
    };
    let dashed = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    GazetteDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        .ok()
        .filter(|_| dashed && year >= 1000)
}

/// ISO 8601: 2018-10-08.
impl fmt::Display for GazetteDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        match *self {
            Self::NotADate => f.write_str("not a date such as 2018-10-08 or 2018年10月8日"),
            Self::NoSuchYear(year) => write!(f, "years run from 1 to 9999, not to {year}"),
            Self::NoSuchMonth(month) => write!(f, "a year has 12 months, none is number {month}"),
            Self::NoSuchDay { day: 0, .. } => f.write_str("the days of a month start at 1"),
            Self::NoSuchDay { year, month, .. } => {
                let name = MONTHS[usize::from(month) - 1];
                write!(f, "{name} {year} has {} days", days_in(year, month))
            }
        }
    }
}

impl std::error::Error for DateError {}

/// ISO 8601 where people read it, three numbers where programs do.
impl Serialize for GazetteDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.year, self.month, self.day).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for GazetteDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
        } else {
            let (year, month, day) = Deserialize::deserialize(deserializer)?;
            Self::new(year, month, day).map_err(serde::de::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> GazetteDate {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_writing_of_a_date_is_the_same_date() {
        for text in [
            "2018-10-08",
            "2018-10-8",
            "2018/10/8",
            "2018.10.8",
            "2018年10月8日",
            " 2018 年 10 月 8 日 ",
            "２０１８年１０月８日",
            "二〇一八年十月八日",
            "二○一八年十月八日",
            "二O一八年十月八日",
            "二零一八年十月八日",
            "民國107年10月8日",
            "中華民國一百零七年十月八日",
            "中华民国107年10月08日",
        ] {
            assert_eq!(date(text).to_string(), "2018-10-08", "{text}");
        }
    }

    #[test]
    fn chinese_months_and_days_reach_the_end_of_the_year() {
        assert_eq!(date("二〇一八年十二月二十九日").to_string(), "2018-12-29");
        assert_eq!(date("二〇一八年十二月三十一日").to_string(), "2018-12-31");
        assert_eq!(date("二〇一八年十二月廿九日").to_string(), "2018-12-29");
    }

    #[test]
    fn a_date_that_does_not_exist_says_why() {
        let message = |text: &str| text.parse::<GazetteDate>().unwrap_err().to_string();
        assert_eq!(message("2018年9月31日"), "September 2018 has 30 days");
        assert_eq!(message("2018-02-29"), "February 2018 has 28 days");
        assert_eq!(message("2018-13-01"), "a year has 12 months, none is number 13");
        assert_eq!(message("2018-10-00"), "the days of a month start at 1");
        assert_eq!(message("next week"), "not a date such as 2018-10-08 or 2018年10月8日");
        assert_eq!(message("2018-10-08 or so"), "not a date such as 2018-10-08 or 2018年10月8日");
    }

    #[test]
    fn a_term_that_starts_on_a_leap_day_ends_on_28_february() {
        assert_eq!(date("2016-02-29").plus_years(5).to_string(), "2021-02-28");
        assert_eq!(date("2016-02-29").plus_years(4).to_string(), "2020-02-29");
        assert_eq!(date("2018-11-01").plus_years(u16::MAX).to_string(), "9999-11-01");
    }

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        assert_eq!(date("2018-12-31").plus_days(1).to_string(), "2019-01-01");
        assert_eq!(date("2016-02-28").plus_days(1).to_string(), "2016-02-29");
        assert_eq!(date("2000-03-01").plus_days(-1).to_string(), "2000-02-29");
        assert_eq!(date("1900-03-01").plus_days(-1).to_string(), "1900-02-28");
        assert_eq!(date("2016-03-01").days_from(date("2015-03-01")), 366);
        assert_eq!(date("2015-03-01").days_from(date("2016-03-01")), 0);
        assert_eq!(date("0001-01-01").plus_days(-5).to_string(), "0001-01-01");
        assert_eq!(date("9999-12-31").plus_days(i32::MAX).to_string(), "9999-12-31");
    }

    #[test]
    fn one_day_after_another_visits_every_day_once() {
        let mut day = date("1896-01-01");
        for _ in 0..150_000 {
            let next = day.plus_days(1);
            assert!(next > day && next.plus_days(-1) == day, "{day}");
            day = next;
        }
        assert_eq!(day.to_string(), "2306-09-09");
    }
}
