//! What the errors of the vocabulary are to the user.

use super::{Text, text};
use crate::gazette::{DateError, PagesError, days_in};

impl From<&DateError> for Text {
    fn from(error: &DateError) -> Self {
        match *error {
            DateError::NotADate => text!("not a date such as 2018-10-08 or 2018年10月8日"),
            DateError::NoSuchYear(year) => text!("years run from 1 to 9999, not to {}", year),
            DateError::NoSuchMonth(month) => text!("a year has 12 months, none is number {}", month),
            DateError::NoSuchDay { day: 0, .. } => text!("the days of a month start at 1"),
            DateError::NoSuchDay { year, month, .. } => {
                text!("{} {} has {} days", month_name(month), year, days_in(year, month))
            }
        }
    }
}

impl From<&PagesError> for Text {
    fn from(error: &PagesError) -> Self {
        match *error {
            PagesError::NotPages => text!("not a page such as 12 or a range such as 1-8"),
            PagesError::PageZero => text!("pages are numbered from 1"),
            PagesError::Backwards { first, last } => text!("page {} comes before page {}", last, first),
        }
    }
}

fn month_name(month: u8) -> Text {
    match month {
        1 => text!("January"),
        2 => text!("February"),
        3 => text!("March"),
        4 => text!("April"),
        5 => text!("May"),
        6 => text!("June"),
        7 => text!("July"),
        8 => text!("August"),
        9 => text!("September"),
        10 => text!("October"),
        11 => text!("November"),
        _ => text!("December"),
    }
}
