//! Tables of metadata that exports of web pages carry above a document: 索引号, 发文机关, 成文日期.

use super::dates::date_in;
use super::fields::Fields;
use super::lines::{Fate, Line};
use super::profile::Profile;
use super::segment::{Role, Segment, Sign};

/// How many names must stand together to be such a table.
const NAMES_MIN: usize = 3;

/// How many lines that name nothing may stand within the table.
const GAP_MAX: usize = 1;

/// How far below its table a document begins, in lines that are not blank.
const DISTANCE_MAX: usize = 4;

/// The key of what the format has no field for.
const OTHER: &str = "other";

/// A table of metadata.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The index of its first line, and of the line after its last.
    pub lines: (usize, usize),
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: String,
    /// The name as printed.
    name: String,
    value: String,
    line: usize,
    /// Whether a colon stands in front of the value, as in a list of definitions.
    is_defined: bool,
}

impl Metadata {
    /// A table of names with their values, each with its line.
    pub fn new(lines: (usize, usize), named: Vec<(String, String, usize)>, profile: &Profile) -> Self {
        let entry = |(name, value, line): (String, String, usize)| {
            let known = FIELDS.iter().find(|field| **field == name.to_lowercase()).map(ToString::to_string);
            let key = key_of(&name, profile).or(known).unwrap_or_else(|| OTHER.to_owned());
            Entry { key, name, value, line, is_defined: true }
        };
        Self { lines, entries: named.into_iter().map(entry).collect() }
    }

    /// The value of a key.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
    }

    fn append(&mut self, other: Self) {
        self.lines = (self.lines.0.min(other.lines.0), self.lines.1.max(other.lines.1));
        self.entries.extend(other.entries);
    }
}

/// A value without the colon of a definition, and whether there was one.
fn defined(value: String) -> (bool, String) {
    match value.strip_prefix(':') {
        Some(rest) => (true, rest.trim().to_owned()),
        None => (false, value),
    }
}

/// Finds the tables and takes their lines out of the text.
pub fn mark(lines: &mut [Line], profile: &Profile) -> Vec<Metadata> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() && !profile.metadata.is_empty() {
        match table_at(lines, at, profile) {
            Some(table) => {
                for line in lines[table.lines.0..table.lines.1].iter_mut().filter(|line| line.is_text()) {
                    line.fate = Fate::Lifted("metadata");
                }
                at = table.lines.1;
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

/// The table that begins with a line.
fn table_at(lines: &[Line], start: usize, profile: &Profile) -> Option<Metadata> {
    if !lines[start].is_text() || pairs(&lines[start], profile, None).is_none_or(|pairs| pairs.is_empty()) {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut end = start;
    // A name whose value stands on the next line.
    let mut open: Option<(String, String)> = None;
    let mut gap = 0;
    for (index, line) in lines.iter().enumerate().skip(start).filter(|(_, line)| line.is_text()) {
        match pairs(line, profile, open.take()) {
            Some(pairs) => {
                for (key, name, value) in pairs {
                    if value.is_empty() {
                        open = Some((key, name));
                    } else {
                        let (is_defined, value) = defined(value);
                        entries.push(Entry { key, name, value, line: index, is_defined });
                    }
                }
                (end, gap) = (index + 1, 0);
            }
            None => gap += 1,
        }
        if gap > GAP_MAX || (gap > 0 && entries.len() >= NAMES_MIN) {
            break;
        }
    }
    let known = entries.iter().filter(|entry| entry.key != OTHER).count();
    // A list of names and definitions, each behind a colon, needs no more to be told.
    let defined = entries.iter().filter(|entry| entry.is_defined).count();
    let is_table =
        (entries.len() >= NAMES_MIN && known >= 2) || (defined > 0 && defined == entries.len() && known > 0);
    is_table.then_some(Metadata { lines: (start, end), entries })
}

type Pair = (String, String, String);

/// The names and values of a line, or `None` where it holds something else. `open` is a name whose
/// value was still to come.
fn pairs(line: &Line, profile: &Profile, open: Option<(String, String)>) -> Option<Vec<Pair>> {
    let cells: Vec<&str> = if line.is_row() {
        line.text.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect()
    } else {
        vec![line.text.trim()]
    };
    let mut found: Vec<Pair> = Vec::new();
    let mut open = open;
    for cell in cells {
        let (name, rest) = cell.split_once(['：', ':']).unwrap_or((cell, ""));
        match key_of(name, profile) {
            Some(key) => {
                if let Some((key, name)) = open.take() {
                    found.push((key, name, String::new()));
                }
                let (name, rest) = (profile.bare(name), rest.trim().to_owned());
                if rest.is_empty() {
                    open = Some((key, name));
                } else {
                    found.push((key, name, rest));
                }
            }
            None => {
                let (key, name) = open.take()?;
                found.push((key, name, cell.to_owned()));
            }
        }
    }
    if let Some((key, name)) = open {
        found.push((key, name, String::new()));
    }
    Some(found)
}

fn key_of(name: &str, profile: &Profile) -> Option<String> {
    let bare = profile.bare(name);
    let is_short = bare.chars().count() <= if profile.spaced { 32 } else { 12 };
    let found = profile.metadata.iter().find(|(_, names)| is_short && names.is_match(&bare))?;
    Some(found.0.clone())
}

/// The table of each document: the one that ends right above it. The document begins with it. The
/// lines of a table that stands above none are text again.
pub fn assign(tables: Vec<Metadata>, lines: &mut [Line], segments: &mut [Segment]) -> Vec<Option<Metadata>> {
    let mut assigned: Vec<Option<Metadata>> = vec![None; segments.len()];
    for table in tables {
        let below = segments.iter().position(|segment| segment.start >= table.lines.1);
        let near = |segment: &Segment| {
            let between = &lines[table.lines.1..segment.start];
            between.iter().filter(|line| line.fate != Fate::Blank).count() <= DISTANCE_MAX
        };
        if let Some(index) = below.filter(|index| near(&segments[*index])) {
            give_title(&mut segments[index], &table, lines);
            segments[index].start = table.lines.0;
            if let Some(before) = index.checked_sub(1) {
                segments[before].end = table.lines.0;
            }
            assigned[index] = Some(table);
        } else if let Some(index) =
            segments.iter().position(|segment| stands_below_head(&table, segment, lines))
        {
            match &mut assigned[index] {
                Some(before) => before.append(table),
                none => *none = Some(table),
            }
        } else {
            for line in &mut lines[table.lines.0..table.lines.1] {
                if line.fate == Fate::Lifted("metadata") {
                    line.fate = Fate::Text;
                }
            }
        }
    }
    assigned
}

/// Whether a table stands right below the head of a document.
fn stands_below_head(table: &Metadata, segment: &Segment, lines: &[Line]) -> bool {
    let last = segment.head.iter().map(|(line, _)| *line).max().unwrap_or(segment.start);
    (segment.start..segment.end).contains(&table.lines.0)
        && last < table.lines.0
        && lines[last + 1..table.lines.0].iter().all(|line| !line.is_text())
}

/// Where nothing in the text shows a title and the table has one, the first line is none.
fn give_title(segment: &mut Segment, table: &Metadata, lines: &[Line]) {
    let Some(title) = table.value("title") else { return };
    let is_same = |line: usize| lines[line].text.contains(title);
    if segment.sign == Sign::Nothing && !segment.lines_of(Role::Title).any(is_same) {
        segment.head.retain(|(_, role)| *role != Role::Title);
        segment.title.clear();
    }
}

/// Sets what the text itself did not say; what no field says is kept as it is printed, as labels.
pub fn read(table: &Metadata, profile: &Profile, fields: &mut Fields) {
    let mut kept: Vec<String> = Vec::new();
    let mut at: Vec<usize> = Vec::new();
    for Entry { key, name, value, line, .. } in &table.entries {
        let values: Vec<String> = match key.as_str() {
            "date" | "published" | "effective" => {
                date_in(value, profile).iter().map(ToString::to_string).collect()
            }
            "topics" | "department" => value
                .split(|c: char| c.is_whitespace() || "、,，;；\\/".contains(c))
                .filter(|word| !word.is_empty())
                .map(ToOwned::to_owned)
                .collect(),
            _ => vec![value.clone()],
        };
        if let Some(field) = FIELDS.iter().find(|field| *field == key) {
            fields.set(field, values.clone(), vec![*line], 93, "the table above the document");
        }
        let said = fields.get(key).is_some_and(|field| {
            let bare = |values: &[String]| values.iter().map(|value| profile.bare(value)).collect::<Vec<_>>();
            let contained = key == "title" && bare(&field.values).concat().contains(&bare(&values).concat());
            !values.is_empty() && (bare(&field.values) == bare(&values) || contained)
        });
        if !said {
            kept.push(format!("{name}{}{value}", if profile.spaced { ": " } else { "：" }));
            at.push(*line);
        }
    }
    fields.add("label", kept, at, 90, "the table above the document");
}

/// The fields that a table can fill.
const FIELDS: &[&str] =
    &["title", "number", "department", "date", "published", "effective", "topics", "index_number"];
