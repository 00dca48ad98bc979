//! Which printed pages a document takes, from the contents list and the page numbers in the text.

use super::contents::Contents;
use super::fields::Fields;
use super::furniture::PageStart;
use super::lines::{Fate, Line};
use super::message::Message;
use super::segment::Segment;

/// Numbers stand at the foot or at the head of a page; where the contents list tells which, the
/// pages are put right by one.
pub fn agreed(
    pages: Vec<PageStart>,
    segments: &[Segment],
    read: &[Fields],
    contents: Option<&Contents>,
) -> Vec<PageStart> {
    let Some(contents) = contents else { return pages };
    let listed: Vec<(usize, u32)> = segments
        .iter()
        .zip(read)
        .filter_map(|(segment, fields)| Some((segment.start, contents.entries[fields.entry?].page?)))
        .collect();
    let agreeing = |shift: i64| {
        let shifted = |(line, listed): &&(usize, u32)| {
            at(&pages, *line).is_some_and(|page| i64::from(page) + shift == i64::from(*listed))
        };
        listed.iter().filter(shifted).count()
    };
    // The shift that most entries speak for; none where as many speak for none.
    let shift = [0, -1, 1].into_iter().rev().max_by_key(|shift| agreeing(*shift)).unwrap_or(0);
    let moved = |start: &PageStart| {
        let page = u32::try_from(i64::from(start.page) + shift).ok()?;
        Some(PageStart { page, ..*start })
    };
    pages.iter().filter_map(moved).collect()
}

/// The printed page that a line stands on.
fn at(pages: &[PageStart], line: usize) -> Option<u32> {
    let after = pages.partition_point(|start| start.line <= line);
    match after.checked_sub(1) {
        Some(before) => Some(pages[before].page),
        // What stands above the first number at a page's foot stands on that page.
        None => pages.first().map(|start| start.page.saturating_sub(1)).filter(|page| *page > 0),
    }
}

/// The last page that a line may stand on: the one before the next that begins below it.
fn before_next(pages: &[PageStart], line: usize) -> u32 {
    let after = pages.partition_point(|start| start.line <= line);
    let next = pages.get(after).map(|start| start.page.saturating_sub(1));
    next.or(at(pages, line)).unwrap_or(0)
}

/// Sets the page of a document, and its last one where page numbers stand in the text.
pub fn set(
    fields: &mut Fields,
    segment: &Segment,
    lines: &[Line],
    pages: &[PageStart],
    listed: Option<(u32, usize)>,
) {
    let is_text = |index: &usize| !matches!(lines[*index].fate, Fate::Blank | Fate::Furniture(_));
    let last = (segment.start..segment.end).rev().find(is_text).unwrap_or(segment.start);
    // Between two numbers that do not follow one another it is not known where a page begins. What the list
    // says may be so; and what stands right above a number at a page's foot is on that page.
    let may_be = |page: &u32| {
        at(pages, segment.start)
            .is_some_and(|first| (first..=before_next(pages, segment.start)).contains(page))
    };
    let first = listed.map(|(page, _)| page).filter(may_be).or(at(pages, segment.start));
    let below = (last + 1..lines.len()).find(|index| lines[*index].fate != Fate::Blank);
    // A number at the head of the next page is another one.
    let figures = |index: usize| -> Option<u32> {
        lines[index].bare.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    let ends_page = below.is_some_and(|index| figures(index) == Some(before_next(pages, last)));
    let last = if ends_page { Some(before_next(pages, last)) } else { at(pages, last) };
    let found = first.zip(last);
    let range = |first: u32, last: u32| {
        if first < last { format!("{first}-{last}") } else { first.to_string() }
    };
    let (value, line, confidence, because) = match (listed, found) {
        (Some((page, line)), Some((first, last))) if page == first => {
            (range(page, last), Some(line), 98, "the contents list and the page numbers in the text")
        }
        (Some((page, line)), Some((first, _))) => {
            let because = Message::new("the contents list; the page numbers in the text say {}").text(first);
            fields.set("page", vec![page.to_string()], vec![line], 80, because);
            return;
        }
        (Some((page, line)), None) => (page.to_string(), Some(line), 96, "the contents list"),
        (None, Some((first, last))) => (range(first, last), None, 88, "the page numbers in the text"),
        (None, None) => return,
    };
    fields.set("page", vec![value], line.into_iter().collect(), confidence, because);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_on_the_page_that_begins_above_it() {
        let pages = [PageStart { line: 10, page: 4 }, PageStart { line: 20, page: 5 }];
        assert_eq!([3, 10, 19, 25].map(|line| at(&pages, line)), [Some(3), Some(4), Some(4), Some(5)]);
        assert_eq!(at(&[], 7), None);
    }
}
