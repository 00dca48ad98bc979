//! The contents list of an issue: its entries with their parts and printed pages.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::gazette::normalise_title;
use crate::gazette::numeral::han_number;

use super::lines::{Fate, Furniture, Line};
use super::profile::Profile;

/// How many lines without a page number may follow one another in the list.
const GAP_MAX: usize = 7;

/// The same where words are set apart by blanks: titles take more lines there.
const GAP_OF_WORDS_MAX: usize = 16;

/// A shorter number, such as 第3号, is that of several documents.
const NUMBER_LENGTH_MIN: usize = 6;

/// How many lines are tried as the heading of the list.
const HEADINGS_MAX: usize = 4;

/// How many entries make a list that no heading announces.
const UNANNOUNCED_MIN: usize = 3;

/// How many lines from the top the list must begin within.
const HEADING_WITHIN: usize = 400;

/// How many lines may stand behind a list at the end of an issue.
const BEHIND_MAX: usize = 20;

/// An entry of the contents list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The title, its lines joined.
    pub title: String,
    /// The title for comparing.
    pub normal: String,
    /// All that it says, its number included.
    pub printed: String,
    /// The printed page.
    pub page: Option<u32>,
    /// The part that it is listed under.
    pub part: Option<String>,
    /// The index of its first line.
    pub line: usize,
}

/// A contents list.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// The lines it takes, its heading included.
    pub lines: Range<usize>,
    /// The entries, in its order.
    pub entries: Vec<Entry>,
    /// The parts, in its order.
    pub parts: Vec<String>,
    /// Whether it stands behind the documents.
    pub at_end: bool,
}

/// What a line of the list is.
enum Shape {
    Whole { title: String, page: u32 },
    Tail { rest: String, page: u32 },
    Words,
}

/// Finds the contents list.
///
/// `first_head` tells where the first document after a line begins: the list ends before it.
pub fn find(
    lines: &[Line],
    profile: &Profile,
    first_head: &dyn Fn(usize) -> Option<usize>,
) -> Option<Contents> {
    let headings = lines.iter().take(HEADING_WITHIN).enumerate();
    let headings =
        headings.filter(|(_, line)| line.is_text() && profile.contents.heading.is_match(&line.bare));
    let found = headings.take(HEADINGS_MAX).filter_map(|(heading, _)| {
        let head = first_head(heading + 1).unwrap_or(lines.len());
        read(lines, profile, heading, end_of(&lines[..head], heading, profile))
    });
    // A cover may name its offices below the same word: the list is what has most pages.
    let pages = |contents: &Contents| contents.entries.iter().filter(|entry| entry.page.is_some()).count();
    found.reduce(|best, next| if pages(&next) > pages(&best) { next } else { best })
}

/// Finds a contents list that no heading announces: lines with leaders and pages above the first document.
pub fn find_unannounced(
    lines: &[Line],
    profile: &Profile,
    first_head: &dyn Fn(usize) -> Option<usize>,
) -> Option<Contents> {
    let has_leaders = |line: &Line| line.text.contains("……") || line.text.contains("....");
    let is_entry = |line: &Line| {
        line.is_text() && has_leaders(line) && matches!(shape(line, profile), Shape::Whole { .. })
    };
    let within = &lines[..lines.len().min(HEADING_WITHIN)];
    let first = within.iter().position(is_entry)?;
    let last = within.iter().rposition(is_entry)?;
    if within[first..=last].iter().filter(|line| is_entry(line)).count() < UNANNOUNCED_MIN
        || first_head(0).is_some_and(|head| head <= last)
    {
        return None;
    }
    // The part that the first entries stand in.
    let above = (0..first).rev().find(|index| lines[*index].fate != Fate::Blank);
    let start =
        above.filter(|index| lines[*index].is_text() && profile.part_of(&lines[*index].bare).is_some());
    read_lines(lines, profile, start.unwrap_or(first)..last + 1)
}

/// Finds a contents list that stands behind the documents: nothing but a colophon follows it.
pub fn find_at_end(lines: &[Line], profile: &Profile) -> Option<Contents> {
    let heading =
        lines.iter().rposition(|line| line.is_text() && profile.contents.heading.is_match(&line.bare))?;
    let contents = read(lines, profile, heading, end_of(lines, heading, profile))?;
    let behind = lines[contents.lines.end..].iter().filter(|line| line.is_text()).count();
    let with_page = contents.entries.iter().filter(|entry| entry.page.is_some()).count();
    (behind <= BEHIND_MAX && with_page >= 2).then_some(Contents { at_end: true, ..contents })
}

/// Takes the lines of the list out of the text.
pub fn mark(lines: &mut [Line], contents: &Contents) {
    for line in lines[contents.lines.clone()].iter_mut().filter(|line| line.is_text()) {
        line.fate = Fate::Furniture(Furniture::Contents);
    }
}

/// Reads the list whose heading stands on a line.
fn read(lines: &[Line], profile: &Profile, heading: usize, end: usize) -> Option<Contents> {
    let contents = read_lines(lines, profile, heading + 1..end);
    contents.map(|contents| Contents { lines: heading..end, ..contents })
}

fn read_lines(lines: &[Line], profile: &Profile, range: Range<usize>) -> Option<Contents> {
    let is_part = |line: &&Line| profile.spaced && line.is_text() && profile.part_of(&line.bare).is_some();
    let below = lines[range.end.min(lines.len())..].iter().filter(is_part);
    let parts_below = below.filter_map(|line| profile.part_of(&line.bare)).collect();
    let mut reader =
        Reader { profile, contents: Contents::default(), open: None, part: None, number: None, parts_below };
    let inside: Vec<usize> = range.clone().filter(|index| lines[*index].is_text()).collect();
    for (place, index) in inside.iter().enumerate() {
        let next = inside.get(place + 1).map(|next| &lines[*next]);
        reader.line(*index, &lines[*index], next);
    }
    reader.close();
    reader.contents.lines = range;
    (!reader.contents.entries.is_empty()).then_some(reader.contents)
}

/// The line after the last entry: entries follow one another closely, and their pages do not fall.
fn end_of(lines: &[Line], heading: usize, profile: &Profile) -> usize {
    let mut end = heading + 1;
    let (mut gap, mut page) = (0, 0);
    for (index, line) in
        lines.iter().enumerate().skip(heading + 1).filter(|(_, line)| line.fate != Fate::Blank)
    {
        match shape(line, profile) {
            Shape::Whole { page: found, .. } | Shape::Tail { page: found, .. } if found >= page => {
                (gap, page, end) = (0, found, index + 1);
            }
            _ => gap += 1,
        }
        let is_sentence = line.text.chars().count() > 120 || line.bare.ends_with('。');
        if gap > if profile.spaced { GAP_OF_WORDS_MAX } else { GAP_MAX } || is_sentence {
            break;
        }
    }
    end
}

fn shape(line: &Line, profile: &Profile) -> Shape {
    let read = |captures: &regex::Captures<'_>| han_number(captures.name("page")?.as_str());
    let has_leaders = line.text.contains("……") || line.text.contains("....") || line.text.contains("····");
    if let Some(captures) = profile.contents.entry_as_printed.captures(&line.text)
        && let (Some(title), Some(page)) = (captures.name("title"), read(&captures))
        && title.as_str().chars().any(char::is_alphabetic)
        && (has_leaders || profile.contents.opening.is_match(&line.bare))
    {
        return Shape::Whole { title: profile.bare(title.as_str()), page };
    }
    // `.....123` and `123` have no title of their own.
    if let Some(captures) = profile.contents.tail.captures(&line.bare)
        && let Some(page) = read(&captures)
    {
        let rest = captures.name("rest").map_or("", |rest| rest.as_str());
        if rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
            return Shape::Tail { rest: String::new(), page };
        }
    }
    if let Some(captures) = profile.contents.entry.captures(&line.bare)
        && let (Some(title), Some(page)) = (captures.name("title"), read(&captures))
        && !is_year(title.as_str(), page)
    {
        let title = title.as_str().trim().to_owned();
        let is_opening = profile.contents.opening.is_match(&line.bare);
        return if is_opening { Shape::Whole { title, page } } else { Shape::Tail { rest: title, page } };
    }
    Shape::Words
}

/// Whether a line is words in Latin letters only.
fn is_latin(bare: &str) -> bool {
    let letters = bare.chars().filter(|c| c.is_alphabetic());
    bare.chars().filter(char::is_ascii_alphabetic).count() >= 6 && letters.into_iter().all(|c| c.is_ascii())
}

/// `…总体规划2020` ends in a year, not in a page.
fn is_year(title: &str, page: u32) -> bool {
    (1949..=2100).contains(&page) && !title.ends_with([' ', '.', '…', '·'])
}

struct Reader<'a> {
    profile: &'a Profile,
    contents: Contents,
    /// The lines of an entry whose page is still to come.
    open: Option<(usize, String)>,
    part: Option<String>,
    /// The number that stands above the next entry.
    number: Option<String>,
    /// The parts that the text below the list has.
    parts_below: BTreeSet<String>,
}

impl Reader<'_> {
    fn line(&mut self, index: usize, line: &Line, next: Option<&Line>) {
        if self.profile.contents.column.is_match(&line.bare) {
            return;
        }
        // Titles in another language, printed below those of the gazette's own.
        if !self.profile.spaced && is_latin(&line.bare) {
            return;
        }
        match shape(line, self.profile) {
            Shape::Whole { title, page } => {
                let (line, title) = match self.open.take() {
                    // A line before it that begins a title is the first half of this one.
                    Some((_, words)) if !self.profile.contents.opening.is_match(&words) => {
                        self.part_named(&words);
                        (index, title)
                    }
                    Some((first, words)) if self.starts_entry(&title) => {
                        self.entry(first, &words, None);
                        (index, title)
                    }
                    Some((first, words)) => (first, self.profile.join(&[&words, &title])),
                    None => (index, title),
                };
                self.entry(line, &title, Some(page));
            }
            Shape::Tail { rest, page } => {
                let (line, title) = match self.open.take() {
                    Some((_, words)) if !rest.is_empty() && self.is_short_name(&words) => {
                        self.part_named(&words);
                        (index, rest)
                    }
                    Some((first, words)) => (first, self.profile.join(&[&words, &rest])),
                    None => (index, rest),
                };
                self.entry(line, &title, Some(page));
            }
            Shape::Words => self.words(index, line, next),
        }
    }

    /// A line without a page: a part, or the first lines of an entry.
    fn words(&mut self, index: usize, line: &Line, next: Option<&Line>) {
        // 云政发〔2018〕8号 above the title that bears it.
        if self.profile.is_class("number", &line.bare) && self.profile.part_of(&line.bare).is_none() {
            self.close();
            self.number = Some(line.bare.clone());
            return;
        }
        let is_part = self.profile.part_of(&line.bare).is_some()
            || (self.open.is_none()
                && line.bare.chars().count() <= 16
                && !self.profile.contents.opening.is_match(&line.bare)
                && next.is_some_and(|next| self.starts_entry(&next.bare)));
        if is_part {
            self.close();
            self.part_named(&line.text);
            return;
        }
        // The office that the entries below it come from; a title in capitals is none.
        if self.profile.spaced && self.open.is_none() && self.profile.is_class("department", &line.bare) {
            return;
        }
        match &mut self.open {
            Some((_, words)) => *words = self.profile.join(&[words, &line.text]),
            None => self.open = Some((index, line.text.clone())),
        }
    }

    /// A line too short for a title that does not begin as one: the name of a part.
    fn is_short_name(&self, words: &str) -> bool {
        words.chars().count() <= 12 && !self.starts_entry(&self.profile.bare(words))
    }

    fn starts_entry(&self, bare: &str) -> bool {
        self.profile.contents.opening.is_match(bare)
    }

    fn part_named(&mut self, name: &str) {
        let bare = self.profile.bare(name);
        let name = self.profile.part_of(&bare).unwrap_or(bare);
        if !self.contents.parts.contains(&name) {
            self.contents.parts.push(name.clone());
        }
        self.part = Some(name);
    }

    fn entry(&mut self, line: usize, title: &str, page: Option<u32>) {
        let title = title.trim_start_matches(|c: char| "-–—·•●■◆▪*○◎ ".contains(c)).trim();
        let title = title.trim_end_matches(['.', '…', '·', '．', '⋯', ' ', '/', '／']);
        let number = self.number.take().unwrap_or_default();
        let printed = format!("{}{number}", self.profile.bare(title));
        let title = without_number(without_count(title));
        let title = self.profile.contents.numbered.group("title", title).unwrap_or(title).to_owned();
        // A gazette may list its parts with their pages.
        if self.profile.part_of(&printed).is_some_and(|part| self.parts_below.contains(&part)) {
            self.part_named(&printed);
        } else if !title.is_empty() {
            let normal = normal(&title);
            self.contents.entries.push(Entry { title, normal, printed, page, part: self.part.clone(), line });
        }
    }

    fn close(&mut self) {
        if let Some((line, words)) = self.open.take() {
            self.entry(line, &words, None);
        }
    }
}

/// `3、关于甲的通知` without its place in the list.
fn without_count(title: &str) -> &str {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &title[digits..];
    if (1..=3).contains(&digits) { rest.strip_prefix(['、', '．', '.']).unwrap_or(title) } else { title }
}

/// `关于甲的通知（云政发〔2018〕8号）` without the number behind it.
fn without_number(title: &str) -> &str {
    let Some(inner) = title.strip_suffix(['）', ')']) else { return title };
    let Some(open) = inner.rfind(['（', '(']) else { return title };
    // 甲发（2018）3号 has brackets of its own within.
    let open = if inner[open..].contains('号') || inner[open..].contains('號') {
        let outer =
            inner[..open].rfind(['（', '(']).filter(|outer| !inner[*outer..open].contains(['）', ')']));
        outer.unwrap_or(open)
    } else {
        return title;
    };
    let number = inner[open..].trim_start_matches(['（', '(']);
    let is_number = number.ends_with(['号', '號'])
        && number.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if is_number && open > 0 { inner[..open].trim_end() } else { title }
}

/// A title for comparing: lists print ACUERDO as Acuerdo.
pub fn normal(title: &str) -> String {
    normalise_title(title).to_lowercase().trim_end_matches('.').to_owned()
}

impl Contents {
    /// The entry whose title is `title`, or whose title `title` ends with, behind its issuer.
    pub fn entry(&self, title: &str) -> Option<usize> {
        let wanted = normal(title);
        let exact = self.entries.iter().position(|entry| entry.normal == wanted);
        exact.or_else(|| {
            self.entries.iter().position(|entry| {
                let (long, short) = if entry.normal.len() > wanted.len() {
                    (&entry.normal, &wanted)
                } else {
                    (&wanted, &entry.normal)
                };
                long.ends_with(short.as_str()) && short.chars().count() >= 6
            })
        })
    }

    /// The entry that gives a document's number.
    pub fn numbered(&self, number: &str) -> Option<usize> {
        // …令第2号 stands there as …令（第2号）.
        let bare =
            |text: &str| normalise_title(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let wanted = bare(number);
        let is_long = wanted.chars().count() >= NUMBER_LENGTH_MIN;
        self.entries.iter().position(|entry| is_long && bare(&entry.printed).contains(&wanted))
    }

    /// The entry that lists a document by what it carries: the plan, not the notice that prints it.
    pub fn contained(&self, title: &str, taken: &[bool]) -> Option<usize> {
        let wanted = normal(title);
        self.entries.iter().enumerate().position(|(index, entry)| {
            entry.normal.chars().count() >= 6
                && wanted.contains(&entry.normal)
                && !taken.get(index).copied().unwrap_or(false)
        })
    }

    /// The entry that `title` resembles most, where it is plainly meant though not the same.
    pub fn nearest(&self, title: &str, taken: &[bool]) -> Option<usize> {
        let wanted: Vec<char> = normal(title).chars().collect();
        let score = |entry: &Entry| resemblance(&wanted, entry);
        let free =
            self.entries.iter().enumerate().filter(|(index, _)| !taken.get(*index).copied().unwrap_or(false));
        let best = free.map(|(index, entry)| (score(entry), std::cmp::Reverse(index))).max()?;
        (best.0 >= 70).then_some(best.1.0)
    }
}

/// How much of a title and an entry is the same, in per cent.
pub fn resemblance(wanted: &[char], entry: &Entry) -> usize {
    let listed: Vec<char> = entry.normal.chars().collect();
    shared_pairs(wanted, &listed) * 200 / (wanted.len() + listed.len()).max(1)
}

/// How many pairs of neighbouring characters two texts share.
fn shared_pairs(one: &[char], other: &[char]) -> usize {
    let mut pairs: Vec<&[char]> = other.windows(2).collect();
    pairs.sort_unstable();
    let mut used = vec![false; pairs.len()];
    let mut shared = 0;
    for pair in one.windows(2) {
        let mut at = pairs.partition_point(|known| *known < pair);
        while at < pairs.len() && pairs[at] == pair {
            if !used[at] {
                used[at] = true;
                shared += 1;
                break;
            }
            at += 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    #[test]
    fn entries_are_read_with_their_parts_and_pages_over_several_lines() {
        let profile = Profile::built_in("cn").unwrap();
        let text = "云溪区公报\n目 录\n区政府文件\n- 关于甲事的通知 1\n- 关于很长很长的\n乙事的通知 ..... 9\n\
            人事任免\n- 关于丙同志任职的通知\n..... 12\n\n云溪区人民政府\n关于甲事的通知\n云政发〔2020〕1号\n";
        let contents = find(&split(text, &profile), &profile, &|_| None).unwrap();
        let read: Vec<_> = contents
            .entries
            .iter()
            .map(|entry| (entry.title.as_str(), entry.page, entry.part.as_deref()))
            .collect();
        assert_eq!(
            read,
            [
                ("关于甲事的通知", Some(1), Some("区政府文件")),
                ("关于很长很长的乙事的通知", Some(9), Some("区政府文件")),
                ("关于丙同志任职的通知", Some(12), Some("人事任免")),
            ]
        );
        assert_eq!(contents.lines, 1..9);
        assert_eq!(contents.entry("云溪区人民政府关于 甲事的通知"), Some(0));
    }
}
