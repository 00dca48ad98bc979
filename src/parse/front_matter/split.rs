//! Where the front matter of a file ends and its text begins.

use std::ops::Range;

use crate::diagnostics::Span;

/// A file cut in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The bytes of the YAML between the two lines of dashes; `None` when the file has no front matter.
    pub yaml: Option<Range<usize>>,
    /// The byte where the text begins.
    pub text_start: usize,
}

/// Cuts a file in front matter and text.
///
/// # Errors
/// The place of the first line of dashes, when no second one closes it.
pub fn split(file: &str) -> Result<Split, Span> {
    let start = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(opening) = file[start..].lines().next().filter(|line| line.trim_end() == "---") else {
        return Ok(Split { yaml: None, text_start: start });
    };
    let yaml_start = (start + opening.len() + line_end_len(&file[start + opening.len()..])).min(file.len());
    let mut at = yaml_start;
    for line in file[yaml_start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok(Split { yaml: Some(yaml_start..at), text_start: at + line.len() });
        }
        at += line.len();
    }
    Err(Span::new(start..start + 3))
}

fn line_end_len(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}
