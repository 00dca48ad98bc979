//! What an import changed besides reading structure: blanks, brackets, dashes, marks. Nothing is
//! changed that is not listed here.

use super::beginning::without_dash;
use super::block::Block;
use super::fields::Fields;
use super::imported::ImportedDocument;
use super::inline::tidy;
use super::lines::{Fate, Line, visible};
use super::names;
use super::profile::Profile;
use super::table::without_tags;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The index of the line.
    pub line: usize,
    /// What was changed.
    pub what: &'static str,
    /// As it was printed.
    pub before: String,
    /// As it is written.
    pub after: String,
}

/// The changes to lines of text.
pub fn in_text(lines: &[Line], documents: &[ImportedDocument], profile: &Profile) -> Vec<Change> {
    let listed: Vec<(usize, usize)> = documents
        .iter()
        .flat_map(|document| &document.blocks)
        .filter(|placed| matches!(placed.block, Block::List { first: None, .. }))
        .map(|placed| placed.lines)
        .collect();
    // They stand in the order of the lines.
    let in_list = |index: usize| {
        let before = listed.partition_point(|(first, _)| *first <= index);
        before > 0 && listed[before - 1].1 >= index
    };
    let mut changes: Vec<Change> = spaced_out(lines).into_iter().collect();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.is_text()) {
        let mut add = |what, before: &str, after: String| {
            changes.push(Change { line: index, what, before: shortened(before), after: shortened(&after) });
        };
        if line.heading_mark().is_some() {
            add(
                "a Markdown heading mark was read as one",
                &format!("{} {}", line.mark, line.text),
                line.text.clone(),
            );
        }
        if line.mark.contains('|') {
            add(
                "strokes were read as the cells of a table",
                &line.text.replace('\t', " | "),
                line.text.clone(),
            );
        }
        if line.is_row() {
            if without_tags(&line.text) != line.text {
                add("paragraph tags in a cell were read as paragraphs", &line.text, without_tags(&line.text));
            }
        } else if in_list(index) && names::is_name(line, profile) {
            let item = names::item(&line.text, profile);
            let after = super::block::plain(&item);
            if after != line.text {
                add("blanks within a name, or the dash in front of it, were dropped", &line.text, after);
            }
        } else {
            let (rest, dash) = without_dash(&line.text);
            if dash {
                add("a dash was read as the mark of a list", &line.text, rest.to_owned());
            }
            if line.text.matches("**").count() >= 2 {
                add("a pair of ** was read as bold type", &line.text, line.text.replace("**", ""));
            }
        }
    }
    changes
}

/// Blanks between all characters: one change for the whole text.
fn spaced_out(lines: &[Line]) -> Option<Change> {
    let index = lines.iter().position(|line| line.spaced_out)?;
    let count = lines.iter().filter(|line| line.spaced_out).count();
    let begin: Vec<String> = lines[index].text.chars().take(8).map(String::from).collect();
    Some(Change {
        line: index,
        what: "blanks between all characters of a line were dropped",
        before: format!("{} …", begin.join(" ")),
        after: format!("{} … (×{count})", begin.concat()),
    })
}

/// The changes to what was lifted into fields.
pub fn in_fields(lines: &[Line], fields: &Fields, profile: &Profile) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in &fields.all {
        let Some(first) = field.lines.first() else { continue };
        let printed: Vec<&str> = field
            .lines
            .iter()
            .filter(|line| matches!(lines[**line].fate, Fate::Lifted(_)))
            .map(|line| lines[*line].text.as_str())
            .collect();
        if printed.is_empty() {
            continue;
        }
        let before = printed.join(" / ");
        let after = field.values.join(" / ");
        let what = match field.name {
            "date" => "a date was written as year-month-day",
            "number" if visible(&before).eq(visible(&after)) => "blanks within a number were dropped",
            "number" => "the brackets around a number were dropped",
            "title" => "blanks and line breaks within a title were dropped",
            "department" | "signature" => "blanks within a name were dropped",
            _ => continue,
        };
        let same = tidy(&before, profile) == after && before == after;
        if !same {
            changes.push(Change { line: *first, what, before: shortened(&before), after: shortened(&after) });
        }
    }
    changes
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
