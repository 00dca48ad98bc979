//! Documents that only the contents list names: their titles are looked for in the text.

use std::collections::{BTreeMap, BTreeSet};

use crate::gazette::{find_titles, normalise_title};

use super::classes::Classes;
use super::contents::Contents;
use super::segment::{Role, Segment, Sign, TITLE_LINES_MAX, segment};

/// The longest line in bytes that titles are looked for in.
const TITLE_LENGTH_MAX: usize = 1200;

/// How many places are compared with titles that stand behind their issuer. A large issue needs some
/// ten thousand; a text that is no gazette must come to an end.
const PLACES_MAX: usize = 2_000_000;

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
    let mut places = Places::new(classes);
    let mut heads: BTreeSet<usize> =
        segments.iter().flat_map(|segment| &segment.head).map(|(line, _)| *line).collect();
    // What a document carries is listed on its own at times, and stays with that document.
    let mut named: Vec<String> =
        segments.iter().map(|segment| normalise_title(&named_title(classes, segment))).collect();
    for (_, entry) in contents.entries.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        let wanted = normalise_title(&entry.title);
        let carried = named.iter().any(|title| title.contains(&wanted));
        if wanted.chars().count() < 4
            || carried
            || classes.profile.text.attachment_label_or_note(&classes.profile.bare(&entry.title))
        {
            continue;
        }
        let found = places.of(&wanted).into_iter().find_map(|(exact, position)| {
            let count = places.title_lines(position, &wanted, exact)?;
            let found = &classes.text[position..position + count];
            let inside_head = found.iter().any(|line| heads.contains(line));
            let is_note = classes.profile.text.attachment_label_or_note(&classes.lines[found[0]].bare);
            (!inside_head && !is_note).then_some((position, count))
        });
        if let Some((position, count)) = found {
            let segment = from_title(classes, position, count);
            named.push(normalise_title(&named_title(classes, &segment)));
            heads.extend(segment.head.iter().map(|(line, _)| *line));
            segments.push(segment);
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
    let below = classes.text_within(after + 1..usize::MAX).iter().take(3);
    let titles = below.filter_map(|line| {
        let line = &classes.lines[*line];
        let found = find_titles(&line.text).into_iter().next().map(|found| found.title);
        found.or_else(|| classes.profile.head.subject.group("subject", &line.bare)).map(ToOwned::to_owned)
    });
    let order = || segment.lines_of(Role::Order).next().map(|line| classes.lines[line].bare.clone());
    titles.into_iter().next().or_else(order).unwrap_or_default()
}

/// The lines of the text for finding titles in, told by how they begin and end.
struct Places {
    /// The lines as they are compared.
    normal: Vec<String>,
    /// The positions of the lines that are one and the same.
    beginning: BTreeMap<String, Vec<usize>>,
    /// The positions of the lines that end in a character.
    ending: BTreeMap<char, Vec<usize>>,
    /// How many more places may be compared, issuer in front or not.
    left: usize,
}

impl Places {
    fn new(classes: &Classes<'_>) -> Self {
        let normal: Vec<String> =
            classes.text.iter().map(|line| normalise_title(&classes.lines[*line].bare)).collect();
        let mut beginning: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut ending: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (position, line) in normal.iter().enumerate().filter(|(_, line)| line.len() <= TITLE_LENGTH_MAX) {
            beginning.entry(line.clone()).or_default().push(position);
            if let Some(last) = line.chars().next_back() {
                ending.entry(last).or_default().push(position);
            }
        }
        Self { normal, beginning, ending, left: PLACES_MAX }
    }

    /// Where a title may begin: exactly, or behind its issuer.
    fn of(&mut self, wanted: &str) -> Vec<(bool, usize)> {
        let ends = wanted.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut exact: Vec<usize> =
            ends.filter_map(|end| self.beginning.get(&wanted[..end])).flatten().copied().collect();
        exact.sort_unstable();
        let last = wanted.chars().next_back().and_then(|last| self.ending.get(&last));
        let first_lines = |end: &usize| end.saturating_sub(TITLE_LINES_MAX - 1)..=*end;
        let mut behind: Vec<usize> =
            last.into_iter().flatten().take(self.left).flat_map(first_lines).collect();
        behind.sort_unstable();
        behind.dedup();
        self.left = self.left.saturating_sub(behind.len());
        let exact = exact.into_iter().map(|position| (true, position));
        exact.chain(behind.into_iter().map(|position| (false, position))).collect()
    }

    /// How many lines from a position on make up the wanted title, `exact` or behind its issuer.
    fn title_lines(&self, position: usize, wanted: &str, exact: bool) -> Option<usize> {
        let mut joined = String::new();
        for count in 1..=TITLE_LINES_MAX {
            joined.push_str(self.normal.get(position + count - 1)?);
            if joined == wanted
                || (!exact
                    && joined.ends_with(wanted)
                    && joined.chars().count() <= wanted.chars().count() + 30)
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
