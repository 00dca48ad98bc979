//! Edits of a file, and what they change.

use crate::diagnostics::Span;

/// What to write instead of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes of the file that go.
    pub span: Span,
    /// What comes in their place.
    pub replacement: String,
}

/// A line that edits change. No edit adds or takes away a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The number of the line, from 1.
    pub line: usize,
    /// As it is.
    pub before: String,
    /// As it would be.
    pub after: String,
}

/// The file with all edits made. Of edits that overlap only the first is made: what the other was
/// about is no longer there.
#[must_use]
pub fn apply(file: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    let mut out = String::with_capacity(file.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at {
            continue;
        }
        out.push_str(&file[at..range.start]);
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(&file[at..]);
    out
}

/// The lines in which two texts of as many lines differ.
#[must_use]
pub fn changed_lines(before: &str, after: &str) -> Vec<LineChange> {
    let pairs = before.lines().zip(after.lines()).enumerate();
    let changed = pairs.filter(|(_, (before, after))| before != after);
    changed
        .map(|(index, (before, after))| LineChange {
            line: index + 1,
            before: before.to_owned(),
            after: after.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_in_the_order_of_the_file_and_line_ends_stay() {
        let edit = |start: u32, end: u32, text: &str| Edit {
            span: Span { start, end },
            replacement: text.to_owned(),
        };
        let file = "a\r\nbcd\r\n";
        let after = apply(file, &[edit(5, 6, "D"), edit(0, 1, "A"), edit(0, 2, "x")]);
        assert_eq!(after, "A\r\nbcD\r\n");
        assert_eq!(changed_lines(file, &after).iter().map(|change| change.line).collect::<Vec<_>>(), [1, 2]);
    }
}
