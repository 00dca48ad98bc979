//! Reading a date at a place, and finding the first one in running text.

use std::ops::Range;

use super::characters::{fold_width, is_blank};
use super::date::{DateError, GazetteDate};
use super::numeral::{digit, han_number, is_numeral};

/// The first date in running text, in any of the forms that [`GazetteDate`] is read from, and the
/// bytes it stands on. Dates that do not exist are passed over.
pub fn find_date(text: &str) -> Option<(Range<usize>, GazetteDate)> {
    let mut inside_number = false;
    for (start, c) in text.char_indices() {
        let candidate = matches!(c, '民' | '中') || (!inside_number && is_numeral(c));
        inside_number = is_numeral(c);
        if !candidate {
            continue;
        }
        if let Ok((length, date)) = date_at_start(&text[start..]) {
            return Some((start..start + length, date));
        }
    }
    None
}

/// The date that `text` starts with, and how many bytes it takes.
pub(super) fn date_at_start(text: &str) -> Result<(usize, GazetteDate), DateError> {
    let mut scan = Scan { text, at: 0 };
    let republic = ["中華民國", "中华民国", "民國", "民国"].iter().any(|era| scan.word(era));
    scan.blanks();
    let year = scan.year(republic).ok_or(DateError::NotADate)?;
    scan.blanks();
    let (month, day) = match scan.next() {
        Some('年') => {
            let month = scan.counted('月').ok_or(DateError::NotADate)?;
            (month, scan.counted('日').ok_or(DateError::NotADate)?)
        }
        Some(separator @ ('-' | '/' | '.')) => {
            let month = scan.short_number().ok_or(DateError::NotADate)?;
            if scan.next() != Some(separator) {
                return Err(DateError::NotADate);
            }
            (month, scan.short_number().ok_or(DateError::NotADate)?)
        }
        _ => return Err(DateError::NotADate),
    };
    Ok((scan.at, GazetteDate::from_numbers(year, month, day)?))
}

/// A place in a text, moving forward.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(fold_width(c))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn run(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn blanks(&mut self) {
        self.run(|c| is_blank(c) && c != '\n');
    }

    /// Four digits of the common era, or a year of the Republic, whose year 1 (元年) was 1912.
    fn year(&mut self, republic: bool) -> Option<u32> {
        if republic && self.word("元") {
            return Some(1912);
        }
        let run = self.run(is_numeral);
        if republic {
            return han_number(run)?.checked_add(1911);
        }
        let four_digits = run.chars().count() == 4 && run.chars().all(|c| digit(c).is_some());
        if four_digits { han_number(run) } else { None }
    }

    /// A numeral with its unit after it, blanks between allowed: 10月, 十二 月, 元月.
    fn counted(&mut self, unit: char) -> Option<u32> {
        self.blanks();
        let value = if self.word("元") { 1 } else { han_number(self.run(is_numeral))? };
        self.blanks();
        (self.next() == Some(unit)).then_some(value)
    }

    /// One or two Arabic digits, half or full width, that no further digit follows.
    fn short_number(&mut self) -> Option<u32> {
        let run = self.run(|c| fold_width(c).is_ascii_digit());
        if run.chars().count() <= 2 { han_number(run) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, String)> {
        find_date(text).map(|(span, date)| (&text[span], date.to_string()))
    }

    #[test]
    fn the_first_date_of_a_text_is_found_in_any_form() {
        assert_eq!(found("本办法自2018年11月1日起施行。"), Some(("2018年11月1日", "2018-11-01".to_owned())));
        assert_eq!(
            found("依中華民國一百零三年一月二日令及103年"),
            Some(("中華民國一百零三年一月二日", "2014-01-02".to_owned()))
        );
        assert_eq!(found("Published 2018-10-08, see below"), Some(("2018-10-08", "2018-10-08".to_owned())));
        assert_eq!(found("于二〇一八年十月八日印发"), Some(("二〇一八年十月八日", "2018-10-08".to_owned())));
    }

    #[test]
    fn a_date_that_does_not_exist_is_passed_over() {
        assert_eq!(found("2018年2月30日、2018年3月1日").unwrap().0, "2018年3月1日");
    }

    #[test]
    fn numbers_that_look_like_dates_are_none() {
        for text in ["000014349/2018-00110", "2018年第4期", "12018-10-08", "电话2018-8", "1.2.3", "十年", ""]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
