//! Which numbered lines are headings, and of which level.

use super::block::{Block, Inline, Placed, plain};
use super::lines::Line;
use super::numbered::{Numbered, numbered};
use super::profile::Profile;

/// The longest item of a numbered list in characters.
const ITEM_LENGTH_MAX: usize = 90;

/// A numbered paragraph that could be a heading.
struct Candidate {
    block: usize,
    found: Numbered,
    is_heading: bool,
}

/// Makes headings of the numbered lines that are some, sets their levels, and makes lists of short
/// numbered lines that follow one another.
pub fn level(blocks: &mut Vec<Placed>, lines: &[Line], profile: &Profile) {
    let regions = regions(blocks);
    for region in &regions {
        let mut candidates = candidates(blocks, region.clone(), profile);
        drop_contents(&mut candidates, blocks);
        judge(&mut candidates, blocks, region.end);
        let mut ranks: Vec<usize> = candidates
            .iter()
            .filter(|candidate| candidate.is_heading)
            .map(|candidate| candidate.found.rank)
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        for candidate in candidates.iter().filter(|candidate| candidate.is_heading) {
            let depth = ranks.iter().position(|rank| *rank == candidate.found.rank).unwrap_or(0);
            set_heading(
                &mut blocks[candidate.block],
                u8::try_from(depth + 2).unwrap_or(6).min(6),
                &candidate.found,
            );
        }
    }
    marked(blocks, lines);
    lists(blocks);
}

/// The texts of which each has headings of its own: up to the first enclosure, then each of them.
fn regions(blocks: &[Placed]) -> Vec<std::ops::Range<usize>> {
    let starts = blocks
        .iter()
        .enumerate()
        .filter(|(_, placed)| matches!(placed.block, Block::Heading { level: 1, .. }))
        .map(|(index, _)| index);
    let mut bounds: Vec<usize> = std::iter::once(0).chain(starts).collect();
    bounds.push(blocks.len());
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

fn candidates(blocks: &[Placed], region: std::ops::Range<usize>, profile: &Profile) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut in_note = false;
    for index in region {
        let Block::Paragraph(content) = &blocks[index].block else { continue };
        let words = plain(content);
        let bare = profile.bare(&words);
        // What is attached is named in a list, which has no text below it.
        in_note = profile.text.attachment_note.is_match(&bare)
            || (in_note && profile.text.attachment_item.is_match(&bare));
        if in_note {
            continue;
        }
        let Some(number) = numbered(&words, profile) else { continue };
        if could_be_heading(&number, &words, profile) {
            let is_heading = number.always;
            found.push(Candidate { block: index, found: number, is_heading });
        }
    }
    found
}

/// Drops the chapters that a contents list within the text names: they follow one another with nothing between
/// them, and stand again below.
fn drop_contents(candidates: &mut Vec<Candidate>, blocks: &[Placed]) {
    let words: Vec<String> = candidates
        .iter()
        .map(|candidate| match &blocks[candidate.block].block {
            Block::Paragraph(content) => plain(content).split_whitespace().collect(),
            _ => String::new(),
        })
        .collect();
    let mut at = 0;
    let mut listed = vec![false; candidates.len()];
    while at < candidates.len() {
        let adjacent = |index: &usize| {
            *index + 1 < candidates.len()
                && only_pages_between(blocks, candidates[*index].block, candidates[index + 1].block)
        };
        let end = (at..candidates.len()).find(|index| !adjacent(index)).unwrap_or(at);
        // Of the run, the first of those that stand in it again, or the run's end, begins the text.
        let again = |index: &usize| words[index + 1..].contains(&words[*index]);
        let count = (at..=end).take_while(again).count();
        if count >= 2 {
            listed[at..at + count].fill(true);
        }
        at = end + 1;
    }
    let mut place = 0;
    candidates.retain(|_| {
        place += 1;
        !listed[place - 1]
    });
}

/// Whether a numbered line is short and holds no sentence.
pub fn could_be_heading(number: &Numbered, words: &str, profile: &Profile) -> bool {
    let length = words.chars().filter(|c| !c.is_whitespace()).count();
    let max = if profile.text.heading_length_max == 0 { 46 } else { profile.text.heading_length_max };
    if length > max {
        return false;
    }
    let rest = number.rest.trim();
    if number.always {
        // 第三章的规定 and 第三章规定的 are running text.
        return !rest.ends_with(['。', '；', '，', ',', ';'])
            && !rest.starts_with(['的', '所', '和', '、', '至', '，']);
    }
    if rest.is_empty() {
        return false;
    }
    if profile.spaced {
        return !rest.ends_with(['.', ';', ',', ':']) || rest.split(' ').count() <= 4 && rest.ends_with('.');
    }
    let is_sentence = rest.contains(['。', '；', ';', '：', '！', '？', ':']);
    !is_sentence && !rest.ends_with(['，', ',', '、'])
}

/// A line is a heading when something stands below it that is no line of its own kind; lines of one
/// kind that mostly have nothing below them are the items of a list.
fn judge(candidates: &mut [Candidate], blocks: &[Placed], region_end: usize) {
    let has_text = |at: usize| -> bool {
        let candidate = &candidates[at];
        let next =
            candidates.get(at + 1).filter(|next| only_pages_between(blocks, candidate.block, next.block));
        match next {
            Some(next) => next.found.rank > candidate.found.rank,
            None => {
                (candidate.block + 1..region_end).any(|block| !matches!(blocks[block].block, Block::Page(_)))
            }
        }
    };
    let with_text: Vec<bool> = (0..candidates.len()).map(has_text).collect();
    let mut judged = vec![false; candidates.len()];
    for at in 0..candidates.len() {
        if judged[at] || candidates[at].is_heading {
            continue;
        }
        let group = siblings(candidates, at);
        let filled = group.iter().filter(|member| with_text[**member]).count();
        let is_heading = filled * 2 >= group.len();
        for member in group {
            judged[member] = true;
            candidates[member].is_heading = is_heading;
        }
    }
}

fn only_pages_between(blocks: &[Placed], from: usize, to: usize) -> bool {
    blocks[from + 1..to].iter().all(|placed| matches!(placed.block, Block::Page(_)))
}

/// The candidates of one rank below one parent.
fn siblings(candidates: &[Candidate], first: usize) -> Vec<usize> {
    let rank = candidates[first].found.rank;
    let mut group = vec![first];
    for (at, candidate) in candidates.iter().enumerate().skip(first + 1) {
        if candidate.found.rank < rank {
            break;
        }
        if candidate.found.rank == rank {
            // The numbering begins anew: another parent, even if it was no heading.
            if candidate.found.number == 1 && candidates[first].found.number <= 1 {
                break;
            }
            group.push(at);
        }
    }
    group
}

fn set_heading(placed: &mut Placed, level: u8, found: &Numbered) {
    let Block::Paragraph(content) = &placed.block else { return };
    let words = plain(content);
    placed.block = Block::Heading { level, words: words.trim().to_owned() };
    placed.confidence = if found.always { 98 } else { 93 };
}

/// Lines that carried a `##` in the source and were not recognised otherwise.
fn marked(blocks: &mut [Placed], lines: &[Line]) {
    for placed in blocks.iter_mut() {
        let mark = lines[placed.lines.0].heading_mark();
        if let (Block::Paragraph(content), Some(mark)) = (&placed.block, mark) {
            let words = plain(content);
            placed.block = Block::Heading { level: u8::try_from(mark.max(2)).unwrap_or(2), words };
            placed.confidence = 90;
        }
    }
}

/// Makes a list of `1. …`, `2. …` where they are short and follow one another from 1.
fn lists(blocks: &mut Vec<Placed>) {
    let mut result: Vec<Placed> = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while at < blocks.len() {
        let count = (0..blocks.len() - at)
            .take_while(|offset| item(blocks.get(at + offset), *offset).is_some())
            .count();
        if count < 2 {
            result.push(blocks[at].clone());
            at += 1;
            continue;
        }
        let run = &blocks[at..at + count];
        let items =
            run.iter().enumerate().filter_map(|(offset, placed)| item(Some(placed), offset)).collect();
        result.push(Placed {
            block: Block::List { first: Some(1), items },
            lines: (run[0].lines.0, run[count - 1].lines.1),
            confidence: 90,
            doubt: None,
        });
        at += count;
    }
    *blocks = result;
}

/// The words of a paragraph that is item `offset + 1` of a numbered list.
fn item(placed: Option<&Placed>, offset: usize) -> Option<Vec<Inline>> {
    let content = match &placed?.block {
        Block::Paragraph(content) => content,
        Block::List { first: None, items } if items.len() == 1 => items.first()?,
        _ => return None,
    };
    let words = plain(content);
    let length = words.chars().count();
    let [Inline::Words(_)] = &content[..] else { return None };
    let prefix = format!("{}.", offset + 1);
    let rest = words.strip_prefix(&prefix)?.trim_start();
    let starts_well = !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit());
    (length <= ITEM_LENGTH_MAX && starts_well).then(|| vec![Inline::Words(rest.to_owned())])
}
