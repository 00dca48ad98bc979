//! What an issue of a gazette is called: its year and its number within it.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::characters::{fold_width, trim};
use super::numeral::{han_number, is_numeral};

/// The number of an issue within its year: 10, 增刊1, 12·13合刊. Digits alone are kept without padding.
///
/// Numeric ones come first, in the order of their numbers; then the others, the numbers within them
/// compared as numbers (增刊2 before 增刊10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IssueNumber(Box<str>);

/// An issue of the gazette: 2018-10 is the tenth of 2018.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IssueId {
    /// The year it belongs to, of the common era.
    pub year: u16,
    /// Its number within the year.
    pub number: IssueNumber,
}

/// Why a text is no issue number: there is nothing in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssueNumberError;

impl IssueNumber {
    /// Reads a number in any digits, with 第 and 期 or 号 around it or not; any other text is a number
    /// as it stands. Blanks at either end are dropped and full-width characters folded. For text that
    /// may be empty there is `FromStr`.
    pub fn new(text: &str) -> Self {
        let text: String = trim(text).chars().map(fold_width).collect();
        let bare = text.strip_prefix('第').unwrap_or(&text);
        let bare = bare.strip_suffix(['期', '号', '號']).unwrap_or(bare);
        match han_number(bare).filter(|_| bare.chars().all(is_numeral)) {
            Some(number) => Self::from(number),
            None => Self(text.into()),
        }
    }

    /// The number, where it is nothing but one.
    pub fn is_numeric(&self) -> Option<u32> {
        if self.0.starts_with(|c: char| c.is_ascii_digit()) { self.0.parse().ok() } else { None }
    }

    /// The text: "10", "增刊1".
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<u32> for IssueNumber {
    fn from(number: u32) -> Self {
        Self(number.to_string().into())
    }
}

/// As [`IssueNumber::new`], for a text that may hold nothing.
impl FromStr for IssueNumber {
    type Err = IssueNumberError;

    fn from_str(text: &str) -> Result<Self, IssueNumberError> {
        if trim(text).is_empty() { Err(IssueNumberError) } else { Ok(Self::new(text)) }
    }
}

impl fmt::Display for IssueNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for IssueNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_numeric(), other.is_numeric()) {
            (Some(one), Some(two)) => one.cmp(&two),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => natural(&self.0, &other.0),
        }
        .then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for IssueNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares runs of digits by their value and everything between them as text.
fn natural(one: &str, two: &str) -> Ordering {
    let (mut one, mut two) = (one, two);
    while !one.is_empty() && !two.is_empty() {
        let ((one_text, one_digits, one_rest), (two_text, two_digits, two_rest)) = (chunk(one), chunk(two));
        let order = (one_text.cmp(two_text))
            .then_with(|| one_digits.len().cmp(&two_digits.len()))
            .then_with(|| one_digits.cmp(two_digits));
        if order.is_ne() {
            return order;
        }
        (one, two) = (one_rest, two_rest);
    }
    one.len().cmp(&two.len())
}

/// Text up to a run of digits, the digits without padding, and what follows.
fn chunk(text: &str) -> (&str, &str, &str) {
    let digits_at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (before, from) = text.split_at(digits_at);
    let digits_end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    let (digits, rest) = from.split_at(digits_end);
    (before, digits.trim_start_matches('0'), rest)
}

impl fmt::Display for IssueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.number)
    }
}

impl fmt::Display for IssueNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an issue number is not empty")
    }
}

impl std::error::Error for IssueNumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> IssueNumber {
        text.parse().unwrap()
    }

    #[test]
    fn digits_of_every_kind_are_one_number() {
        for text in ["10", "010", " 10 ", "１０", "第10期", "第十期", "十"] {
            assert_eq!(number(text), IssueNumber::from(10), "{text}");
        }
    }

    #[test]
    fn other_names_of_issues_stay_as_they_are() {
        for text in ["增刊1", "12·13合刊", "1-2", "special", "期"] {
            assert_eq!(number(text).to_string(), text);
            assert_eq!(number(text).is_numeric(), None);
        }
        assert_eq!("  ".parse::<IssueNumber>(), Err(IssueNumberError));
    }

    #[test]
    fn issues_stand_in_the_order_of_their_numbers() {
        let mut issues: Vec<_> = ["增刊10", "10", "增刊2", "9", "12·13合刊"].map(number).into();
        issues.sort();
        let sorted: Vec<_> = issues.iter().map(IssueNumber::as_str).collect();
        assert_eq!(sorted, ["9", "10", "12·13合刊", "增刊2", "增刊10"]);
    }

    #[test]
    fn an_issue_is_named_by_year_and_number() {
        assert_eq!(IssueId { year: 2018, number: number("010") }.to_string(), "2018-10");
    }
}
