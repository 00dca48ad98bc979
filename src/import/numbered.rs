//! The number at the head of a line, and which level of the profile's headings it is.

use crate::gazette::numeral::han_number;

use super::profile::Profile;

/// What stands at the head of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The place of its level among the profile's headings, the highest 0.
    pub rank: usize,
    /// Its number; 0 where it is none that counts.
    pub number: u32,
    /// The words behind it.
    pub rest: String,
    /// Whether such a line is a heading whatever its words are.
    pub always: bool,
    /// The number as printed, with its marks.
    pub label: String,
}

impl Numbered {
    /// Whether it is written in Arabic figures.
    pub fn is_arabic(&self) -> bool {
        self.label.chars().any(|c| c.is_ascii_digit())
    }
}

/// The number at the head of a line, if the profile's headings know it.
pub fn numbered(text: &str, profile: &Profile) -> Option<Numbered> {
    let bare = profile.bare(text);
    let (rank, rule) = profile.text.headings.of(&bare, text)?;
    let seen = if rule.as_printed { text } else { &bare };
    let captures = rule.pattern.captures(seen)?;
    let rest = captures.name("rest").map_or("", |rest| rest.as_str()).to_owned();
    let label = seen[..seen.len() - rest.len()].to_owned();
    let digits: String =
        label.chars().filter(|c| han_number(&c.to_string()).is_some() || "十百千".contains(*c)).collect();
    let number = han_number(&digits).unwrap_or(0);
    Some(Numbered { rank, number, rest, always: rule.always, label })
}
