//! The front matter that a text in Markdown may begin with: names and values between two lines of dashes,
//! or above one.

use super::lines::{Fate, Furniture, Line};
use super::metadata::Metadata;
use super::profile::Profile;

/// The longest name in characters.
const NAME_LENGTH_MAX: usize = 32;

/// How many names make a header that no line of dashes opens.
const NAMES_MIN: usize = 2;

/// How many lines it takes at most.
const LINES_MAX: usize = 200;

/// Finds the header and takes its lines out of the text.
pub fn mark(lines: &mut [Line], profile: &Profile) -> Option<Metadata> {
    let start = lines.iter().position(|line| line.fate != Fate::Blank)?;
    let opened = is_rule(&lines[start]);
    let first = start + usize::from(opened);
    let close = (first..lines.len().min(start + LINES_MAX)).find(|index| is_rule(&lines[*index]))?;
    let named = names(lines, first, close)?;
    if named.len() < if opened { 1 } else { NAMES_MIN } {
        return None;
    }
    for line in lines[start..=close].iter_mut().filter(|line| line.fate != Fate::Blank) {
        line.fate = if is_rule(line) { Fate::Furniture(Furniture::Noise) } else { Fate::Lifted("metadata") };
    }
    Some(Metadata::new((start, close + 1), named, profile))
}

fn is_rule(line: &Line) -> bool {
    line.text == "---" || line.text == "..."
}

/// The names with their values and lines, or `None` where a line is neither a name nor a value that goes on.
fn names(lines: &[Line], first: usize, close: usize) -> Option<Vec<(String, String, usize)>> {
    let mut found: Vec<(String, String, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(close).skip(first) {
        if line.fate == Fate::Blank {
            continue;
        }
        match named(line) {
            Some((name, value)) => found.push((name.to_owned(), unquoted(value).to_owned(), index)),
            None => {
                let (_, value, _) = found.last_mut().filter(|_| line.indent > 0)?;
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(line.text.trim());
            }
        }
    }
    Some(found)
}

/// `title: …`; the name is a word or two, and a blank or nothing follows the colon.
fn named(line: &Line) -> Option<(&str, &str)> {
    let (name, value) = line.text.split_once(':').filter(|_| line.indent == 0 && line.mark.is_empty())?;
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().count() <= NAME_LENGTH_MAX
        && name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    (is_name && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// A value without the quotation marks of YAML around it.
fn unquoted(value: &str) -> &str {
    let within = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    fn header(text: &str) -> Option<Metadata> {
        let profile = Profile::built_in("de").unwrap();
        mark(&mut split(text, &profile), &profile)
    }

    #[test]
    fn a_header_with_and_without_its_first_rule_is_read_over_wrapped_values() {
        for text in [
            "---\nTitle: Gesetz über\n  Brücken\nslug: g\n---\nText\n",
            "Title: 'Gesetz über\n  Brücken'\nslug: g\n\n---\nText\n",
        ] {
            let found = header(text).unwrap();
            assert_eq!(
                found.value("title").map(|title| title.trim_matches('\'')),
                Some("Gesetz über Brücken")
            );
        }
    }

    #[test]
    fn what_is_no_header_stays_text() {
        for text in ["Text\n---\n", "Note: eins\nText\n---\n", "Note: eins\n---\n", "title: a\nslug: b\n"] {
            assert!(header(text).is_none(), "{text}");
        }
    }
}
