//! The lines of a block as they are written: where keys stand, and the line at a place. The library places only
//! its own errors, so the places of keys come from here.

use std::ops::Range;

/// A key line of the block as the scan sees it.
pub(super) struct KeyLine<'a> {
    pub(super) name: &'a str,
    pub(super) span: Range<usize>,
}

/// Top-level keys, by line: what stands before a colon at the head of a line. The library places
/// only its own errors, so this is where the places of keys come from.
pub(super) fn key_lines(block: &str, offset: usize) -> Vec<KeyLine<'_>> {
    let mut lines = Vec::new();
    let mut at = offset;
    for line in block.split_inclusive('\n') {
        if let Some(name) = key_of_line(line) {
            let start = at + (name.as_ptr() as usize - line.as_ptr() as usize);
            lines.push(KeyLine { name, span: start..start + name.len() });
        }
        at += line.len();
    }
    lines
}

fn key_of_line(line: &str) -> Option<&str> {
    if line.starts_with([' ', '\t', '#', '-', '[', '{', '}', ']']) {
        return None;
    }
    let content = line.trim_end();
    let (before, after) = content.split_once(':')?;
    if !(after.is_empty() || after.starts_with([' ', '\t'])) {
        return None;
    }
    let name = before.trim_end();
    let unquoted = ['"', '\''].iter().find_map(|mark| name.strip_prefix(*mark)?.strip_suffix(*mark));
    Some(unquoted.unwrap_or(name)).filter(|name| !name.is_empty())
}

pub(super) fn line_at(file: &str, at: usize) -> &str {
    let start = file[..at].rfind('\n').map_or(0, |found| found + 1);
    file[start..].lines().next().unwrap_or("")
}

pub(super) fn byte_of_line_column(text: &str, line_number: usize, column: usize) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(line_number.saturating_sub(1)).map(str::len).sum();
    let line = text[line_start.min(text.len())..].lines().next().unwrap_or("");
    let within = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    line_start + within
}
