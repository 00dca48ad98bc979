//! Documents that only the contents list names: their titles are looked for in the text.

use crate::gazette::{find_titles, normalise_title};

use super::classes::Classes;
use super::contents::Contents;
use super::segment::{Role, Segment, Sign, TITLE_LINES_MAX, segment};

/// Documents that only the contents list names: their titles are looked for in the text.
pub fn by_contents(classes: &Classes<'_>, contents: &Contents, segments: &mut Vec<Segment>) {
    let mut taken: Vec<bool> = contents.entries.iter().map(|_| false).collect();
    for segment in segments.iter() {
        let title = named_title(classes, segment);
        let entry = contents
            .entry(&title)
            .or_else(|| by_number(classes, contents, segment))
            .or_else(|| contents.contained(&title, &taken))
            .or_else(|| contents.nearest(&title, &taken));
        if let Some(entry) = entry {
            taken[entry] = true;
        }
    }
    for (_, entry) in contents.entries.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        let wanted = normalise_title(&entry.title);
        // What a document carries is listed on its own at times, and stays with that document.
        let carried =
            segments.iter().any(|segment| normalise_title(&named_title(classes, segment)).contains(&wanted));
        if wanted.chars().count() < 4
            || carried
            || classes.profile.text.attachment_label_or_note(&classes.profile.bare(&entry.title))
        {
            continue;
        }
        let places =
            [true, false].into_iter().flat_map(|exact| (0..classes.text.len()).map(move |at| (exact, at)));
        let found = places.into_iter().find_map(|(exact, position)| {
            let count = title_lines(classes, position, &wanted, exact)?;
            let found = &classes.text[position..position + count];
            let inside_head =
                segments.iter().any(|segment| segment.head.iter().any(|(at, _)| found.contains(at)));
            let is_note = classes.profile.text.attachment_label_or_note(&classes.lines[found[0]].bare);
            (!inside_head && !is_note).then_some((position, count))
        });
        if let Some((position, count)) = found {
            segments.push(from_title(classes, position, count));
            segments.sort_by_key(|segment| segment.start);
        }
    }
}

/// The entry that gives the number in a head.
fn by_number(classes: &Classes<'_>, contents: &Contents, segment: &Segment) -> Option<usize> {
    let numbers = segment.lines_of(Role::Number).chain(segment.lines_of(Role::NumberedOrder));
    let is_mark = |c: char| "⊙◉○●◎◇〇".contains(c) || c.is_whitespace();
    numbers
        .into_iter()
        .find_map(|line| contents.numbered(classes.lines[line].bare.trim_start_matches(is_mark)))
}

/// A head's title; an order's is that of what it promulgates.
pub fn named_title(classes: &Classes<'_>, segment: &Segment) -> String {
    if !segment.title.is_empty() {
        return segment.title.clone();
    }
    let after = segment.head.iter().map(|(line, _)| *line).max().unwrap_or(segment.start);
    let below = classes.text.iter().filter(|line| **line > after).take(3);
    let titles = below.filter_map(|line| {
        let line = &classes.lines[*line];
        let found = find_titles(&line.text).into_iter().next().map(|found| found.title);
        found.or_else(|| classes.profile.head.subject.group("subject", &line.bare)).map(ToOwned::to_owned)
    });
    let order = || segment.lines_of(Role::Order).next().map(|line| classes.lines[line].bare.clone());
    titles.into_iter().next().or_else(order).unwrap_or_default()
}

/// How many lines from a position on make up the wanted title, `exact` or behind its issuer.
fn title_lines(classes: &Classes<'_>, position: usize, wanted: &str, exact: bool) -> Option<usize> {
    let mut joined = String::new();
    for count in 1..=TITLE_LINES_MAX {
        let line = &classes.lines[*classes.text.get(position + count - 1)?];
        joined.push_str(&normalise_title(&line.bare));
        if joined == wanted
            || (!exact && joined.ends_with(wanted) && joined.chars().count() <= wanted.chars().count() + 30)
        {
            return Some(count);
        }
        if joined.len() > wanted.len() + 100
            || (!wanted.contains(joined.as_str()) && !joined.contains("关于"))
        {
            return None;
        }
    }
    None
}

fn from_title(classes: &Classes<'_>, position: usize, count: usize) -> Segment {
    let mut roles = vec!["title"; count];
    for class in ["number", "date", "number", "recipients"] {
        if classes.is(position + roles.len(), class) {
            roles.push(class);
        }
    }
    let mut first = position;
    while first > 0 && classes.is(first - 1, "department") && !classes.is(first, "date") {
        first -= 1;
        roles.insert(0, "department");
    }
    segment(classes, first, &roles, Sign::Contents)
}
