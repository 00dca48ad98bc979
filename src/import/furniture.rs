//! What is set for the printed issue as a whole and is no document's text: page numbers, running
//! heads, what programs left behind, the cover.

use std::collections::BTreeMap;

use super::lines::{Fate, Furniture, Line};
use super::profile::Profile;

/// How many pages must be numbered one after the other before a lone number counts as a page's.
const BARE_NUMBERS_MIN: usize = 4;

/// How many lines stand above a page's number at its head at most.
const HEAD_LINES_MAX: usize = 2;

/// How often a line must stand beside page numbers or page breaks to be a running head.
const REPEATS_MIN: usize = 3;

/// How many lines from the top the gazette's name stands within.
const COVER_LINES_MAX: usize = 60;

/// The longest running head in characters.
const RUNNING_HEAD_MAX: usize = 60;

/// A place where a printed page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The index of the first line of the page.
    pub line: usize,
    /// The printed page.
    pub page: u32,
}

/// Marks page numbers, running heads and noise, and tells where printed pages begin.
pub fn mark(lines: &mut [Line], profile: &Profile) -> Vec<PageStart> {
    for line in lines.iter_mut().filter(|line| line.is_text()) {
        if profile.page.noise.is_match(&line.bare) {
            line.fate = Fate::Furniture(Furniture::Noise);
        }
    }
    let mut starts = marks(lines, profile);
    let printed = numbers(lines, profile);
    mark_repeated_heads(lines, profile);
    if starts.is_empty() {
        starts = starts_of(lines, &printed);
    }
    starts
}

/// Marks that a program left where a page begins.
fn marks(lines: &mut [Line], profile: &Profile) -> Vec<PageStart> {
    let mut starts = Vec::new();
    for (index, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.is_text()) {
        if let Some(page) = profile.page.mark.group("page", &line.bare).and_then(|page| page.parse().ok()) {
            line.fate = Fate::Furniture(Furniture::Noise);
            starts.push(PageStart { line: index + 1, page });
        }
    }
    starts
}

/// Lines that are page numbers, with the number.
fn numbers(lines: &mut [Line], profile: &Profile) -> Vec<PageStart> {
    let mut certain = Vec::new();
    let mut bare = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.is_text()) {
        let read = |digits: &str| digits.parse().ok().filter(|page| *page > 0);
        if let Some(page) = profile.page.number.group("page", &line.bare).and_then(read) {
            certain.push(PageStart { line: index, page });
        } else if let Some(page) = profile.page.bare_number.group("page", &line.bare).and_then(read) {
            bare.push(PageStart { line: index, page });
        }
    }
    let mut found = rising(&certain);
    if found.is_empty() {
        let run = rising(&bare);
        if run.len() >= BARE_NUMBERS_MIN && mostly_consecutive(&run) {
            found = run;
        }
    }
    for start in &found {
        lines[start.line].fate = Fate::Furniture(Furniture::PageNumber);
    }
    found
}

/// The longest run of numbers that rise: a 3 in a formula between pages 40 and 41 is no page.
fn rising(found: &[PageStart]) -> Vec<PageStart> {
    // Longest increasing subsequence, by the end of the best run of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; found.len()];
    for (index, start) in found.iter().enumerate() {
        let place = ends.partition_point(|end| found[*end].page < start.page);
        before[index] = place.checked_sub(1).map(|previous| ends[previous]);
        if place == ends.len() {
            ends.push(index);
        } else {
            ends[place] = index;
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.push(found[index]);
        at = before[index];
    }
    run.reverse();
    run
}

fn mostly_consecutive(run: &[PageStart]) -> bool {
    let steps = run.windows(2).filter(|pair| pair[1].page - pair[0].page <= 2).count();
    steps * 3 >= (run.len() - 1) * 2
}

/// Lines that say the same on many pages, beside a page number, or that look like a running head.
fn mark_repeated_heads(lines: &mut [Line], profile: &Profile) {
    let beside: Vec<usize> = (0..lines.len())
        .filter(|index| lines[*index].is_text() && is_beside_page_end(lines, *index))
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for index in &beside {
        let bare = &lines[*index].bare;
        if bare.chars().count() <= RUNNING_HEAD_MAX && !bare.ends_with(['。', '；', '：', '.', ';', ':']) {
            *counts.entry(repeated(bare, profile)).or_default() += 1;
        }
    }
    for index in beside {
        let repeats = counts.get(&repeated(&lines[index].bare, profile)).copied().unwrap_or(0);
        if repeats >= REPEATS_MIN
            && !ends_signature(lines, index, profile)
            && !is_person(&lines[index], profile)
        {
            lines[index].fate = Fate::Furniture(Furniture::RunningHead);
        }
    }
    // The gazette's own name, alone at the end of a page, heads the next one.
    let is_name = |line: &&Line| line.fate != Fate::Blank && profile.cover.gazette.is_match(&line.bare);
    let name = lines.iter().take(COVER_LINES_MAX).find(is_name).map(|line| (line.number, line.bare.clone()));
    if let Some((number, name)) = name {
        for index in 0..lines.len() {
            let line = &lines[index];
            let again = line.is_text() && line.bare == name && line.number != number;
            if again && is_beside_page_end(lines, index) {
                lines[index].fate = Fate::Furniture(Furniture::RunningHead);
            }
        }
    }
    for line in lines.iter_mut().filter(|line| line.is_text()) {
        if profile.page.head.is_match(&line.bare) {
            line.fate = Fate::Furniture(Furniture::RunningHead);
        }
    }
}

/// What of a running head is the same on each page: all but figures; of a date the figures as well, or
/// the days of all signatures would be one.
fn repeated(bare: &str, profile: &Profile) -> String {
    let is_date = profile.is_class("date", bare);
    bare.chars().filter(|c| is_date || !c.is_ascii_digit()).collect()
}

/// Whether a line is the post and name of who signs many documents: 縣長 林國安.
fn is_person(line: &Line, profile: &Profile) -> bool {
    !profile.spaced && profile.text.signature.is_match(&line.bare) && !profile.is_department(&line.bare)
}

/// Whether a line belongs to a signature, which stands at the foot of a page as often as a running head.
fn ends_signature(lines: &[Line], index: usize, profile: &Profile) -> bool {
    let signs = |line: &Line| profile.text.signature.is_match(&line.bare);
    let is_set = |line: &&Line| line.fate != Fate::Blank;
    let before = lines[..index].iter().rev().find(is_set).filter(|line| line.is_text());
    let after = lines[index + 1..].iter().find(is_set).filter(|line| line.is_text());
    let is_date = |line: &Line| profile.is_class("date", &line.bare);
    (is_date(&lines[index]) && before.is_some_and(signs))
        || (signs(&lines[index]) && (after.is_some_and(is_date) || before.is_some_and(is_date)))
}

/// Whether a line is the first or last of its page, as far as numbers, marks and form feeds tell.
fn is_beside_page_end(lines: &[Line], index: usize) -> bool {
    let is_end = |line: &Line| {
        matches!(line.fate, Fate::Furniture(Furniture::PageNumber | Furniture::Noise)) || line.page_break
    };
    let near = |line: Option<&Line>| line.is_some_and(is_end);
    let before = lines[..index].iter().rev().find(|line| line.fate != Fate::Blank);
    let after = lines[index + 1..].iter().find(|line| line.fate != Fate::Blank);
    before.is_none() || lines[index].page_break || near(before) || near(after)
}

/// Where the pages begin: a number at the foot of a page says that the next one follows.
fn starts_of(lines: &[Line], printed: &[PageStart]) -> Vec<PageStart> {
    let behind_break =
        printed.iter().filter(|start| lines[start.line].page_break).count() * 2 > printed.len();
    // A number near the top of the first page stands at the head of all of them.
    let above = printed.first().map_or(usize::MAX, |first| {
        lines[..first.line].iter().filter(|line| line.fate != Fate::Blank).count()
    });
    let at_head = behind_break || (printed.len() > 1 && above <= HEAD_LINES_MAX);
    let page = |start: &PageStart| if at_head { start.page } else { start.page + 1 };
    printed.iter().map(|start| PageStart { line: start.line + 1, page: page(start) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    fn fates(text: &str) -> Vec<(String, Fate)> {
        let profile = Profile::built_in("cn").unwrap();
        let mut lines = split(text, &profile);
        mark(&mut lines, &profile);
        lines.into_iter().filter(|line| line.fate != Fate::Blank).map(|line| (line.text, line.fate)).collect()
    }

    #[test]
    fn page_numbers_and_what_repeats_beside_them_are_furniture() {
        let page =
            |number: u32| format!("云溪区人民政府公报\n这一段文字，讲第{number}件事。\n— {number} —\n");
        let text: String = (1..6).map(page).collect();
        for (line, fate) in fates(&text) {
            assert_eq!(fate == Fate::Text, line.contains('段'), "{line}");
        }
    }

    #[test]
    fn a_lone_number_is_a_page_only_among_its_neighbours() {
        assert!(fates("甲\n12\n乙\n").iter().all(|(_, fate)| *fate == Fate::Text));
        let many = "甲一\n1\n乙二\n2\n丙三\n3\n丁四\n4\n戊五\n";
        assert_eq!(fates(many).iter().filter(|(_, fate)| *fate != Fate::Text).count(), 4);
    }
}
