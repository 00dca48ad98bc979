//! Which lines are of which class of the profile, told once for all that look for heads.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::Line;
use super::patterns::Patterns;
use super::profile::Profile;

/// Lines longer than this in bytes belong to no head.
const HEAD_LINE_MAX: usize = 1200;

/// Which lines are of which class, told once.
pub struct Classes<'a> {
    /// All lines.
    pub lines: &'a [Line],
    /// What the issue looks like.
    pub profile: &'a Profile,
    /// The lines that are text, in order.
    pub text: Vec<usize>,
    of: BTreeMap<&'a str, Vec<bool>>,
    /// How many lines end a document, where documents end in lines of their own.
    pub endings: usize,
    /// Whether blank lines set paragraphs apart that take several lines: words set apart by blanks only.
    pub paragraphed: bool,
}

impl<'a> Classes<'a> {
    /// Tells the classes of all lines of text from one on.
    pub fn new(lines: &'a [Line], profile: &'a Profile, from: usize) -> Self {
        let text: Vec<usize> = (from..lines.len()).filter(|index| lines[*index].is_text()).collect();
        // Whether a line is something else than a title is asked for several classes.
        let others = Others::of(profile);
        let heads: Vec<(bool, bool)> = text
            .iter()
            .map(|index| (may_be_in_head(&lines[*index]), others.hold(&lines[*index].bare)))
            .collect();
        let tell = |class: &str, patterns: &Patterns| -> Vec<bool> {
            let not = profile.lines.get(&format!("not_{class}"));
            let is_part = |bare: &str| profile.part_of(bare).is_some();
            let is_class = |(index, (in_head, is_other)): (&usize, &(bool, bool))| {
                let bare = &lines[*index].bare;
                *in_head
                    && patterns.is_match(bare)
                    && !not.is_some_and(|not| not.is_match(bare))
                    && match class {
                        // A title is what is left when it is nothing else.
                        "opening" => !is_other && !profile.text.remark.is_match(bare) && !is_part(bare),
                        "title" => !is_other,
                        "department" | "office" | "subject_line" => !is_part(bare),
                        _ => true,
                    }
            };
            text.iter().zip(&heads).map(is_class).collect()
        };
        let of: BTreeMap<&str, Vec<bool>> =
            profile.lines.iter().map(|(class, patterns)| (class.as_str(), tell(class, patterns))).collect();
        let paragraphed = profile.spaced && is_paragraphed(&text);
        let mut classes = Self { lines, profile, text, of, endings: 0, paragraphed };
        // Two lines may end one document; both count as one end.
        classes.endings = (0..classes.text.len())
            .filter(|position| classes.is(*position, "ending") && !classes.is(position + 1, "ending"))
            .count();
        classes
    }

    /// The lines that are text among those of a range.
    pub fn text_within(&self, range: Range<usize>) -> &[usize] {
        let at = |line: usize| self.text.partition_point(|index| *index < line);
        &self.text[at(range.start)..at(range.end)]
    }

    /// Whether the line at a position of `text` is of a class.
    pub fn is(&self, position: usize, class: &str) -> bool {
        self.of.get(class).is_some_and(|of| of.get(position).copied().unwrap_or(false))
    }
}

/// Whether many lines follow one another and many have a blank line between them.
fn is_paragraphed(text: &[usize]) -> bool {
    let close = text.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    let pairs = text.len().saturating_sub(1);
    close * 10 >= pairs * 2 && (pairs - close) * 10 >= pairs
}

/// Whether a line may stand in the head of a document at all.
fn may_be_in_head(line: &Line) -> bool {
    line.text.len() <= HEAD_LINE_MAX && !line.is_row() && !line.markup && !line.is_object()
}

/// What a line may be that is no title.
struct Others<'a> {
    patterns: Vec<&'a Patterns>,
}

impl<'a> Others<'a> {
    fn of(profile: &'a Profile) -> Self {
        let classes =
            ["number", "date", "dated_number", "recipients", "order", "numbered_order", "dated_order"];
        let lines = classes.iter().filter_map(|class| profile.lines.get(*class));
        let headings =
            profile.text.headings.rules.iter().filter(|rule| rule.always).map(|rule| &rule.pattern);
        let attached = [&profile.text.attachment_label, &profile.text.attachment_note];
        Self { patterns: lines.chain(headings).chain(attached).collect() }
    }

    fn hold(&self, bare: &str) -> bool {
        self.patterns.iter().any(|patterns| patterns.is_match(bare))
    }
}
