//! Which lines are of which class of the profile, told once for all that look for heads.

use std::collections::BTreeMap;

use super::lines::Line;
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
}

impl<'a> Classes<'a> {
    /// Tells the classes of all lines of text from one on.
    pub fn new(lines: &'a [Line], profile: &'a Profile, from: usize) -> Self {
        let text: Vec<usize> = (from..lines.len()).filter(|index| lines[*index].is_text()).collect();
        let mut classes = Self { lines, profile, text, of: BTreeMap::new(), endings: 0 };
        for class in profile.lines.keys() {
            let of = classes.text.iter().map(|index| classes.tell(class, &lines[*index])).collect();
            classes.of.insert(class, of);
        }
        // Two lines may end one document; both count as one end.
        classes.endings = (0..classes.text.len())
            .filter(|position| classes.is(*position, "ending") && !classes.is(position + 1, "ending"))
            .count();
        classes
    }

    fn tell(&self, class: &str, line: &Line) -> bool {
        if line.text.len() > HEAD_LINE_MAX
            || line.is_row()
            || line.markup
            || line.is_object()
            || !self.profile.is_class(class, &line.bare)
        {
            return false;
        }
        if self.profile.is_class(&format!("not_{class}"), &line.bare) {
            return false;
        }
        match class {
            // A title is what is left when it is nothing else.
            "opening" => {
                !self.is_other(line)
                    && !self.profile.text.remark.is_match(&line.bare)
                    && self.profile.part_of(&line.bare).is_none()
            }
            "title" => !self.is_other(line),
            "department" => self.profile.part_of(&line.bare).is_none(),
            _ => true,
        }
    }

    fn is_other(&self, line: &Line) -> bool {
        ["number", "date", "dated_number", "recipients", "order", "numbered_order", "dated_order"]
            .iter()
            .any(|class| self.profile.is_class(class, &line.bare))
            || self.profile.text.headings.iter().any(|rule| rule.always && rule.pattern.is_match(&line.bare))
            || self.profile.text.attachment_label.is_match(&line.bare)
            || self.profile.text.attachment_note.is_match(&line.bare)
    }

    /// Whether the line at a position of `text` is of a class.
    pub fn is(&self, position: usize, class: &str) -> bool {
        self.of.get(class).is_some_and(|of| of.get(position).copied().unwrap_or(false))
    }
}
