//! Where in the pieces of a text its citations begin and end.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::pages::context::TextCitation;
use crate::parse::Run;
use crate::parse::body::Piece;

/// How long the `[[` and `]]` around a forced citation are.
const BRACKETS: u32 = 2;

/// Something to do at a byte of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The index of the piece.
    pub piece: usize,
    /// The byte of its words.
    pub at: usize,
    /// What to do.
    pub action: Action,
}

/// What to do at a byte of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The link of the n-th citation ends.
    Close,
    /// The link of the n-th citation begins.
    Open(usize),
    /// From here on nothing is shown.
    Hide,
    /// From here on words are shown again.
    Show,
}

/// The marks of a text, in its order. A citation becomes one link, unless markup that a link cannot
/// hold stands in it: then each of its runs becomes one.
pub fn marks(pieces: &[Piece<'_>], runs: &[Run], citations: &[TextCitation]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut shown_to = (0, 0);
    for (number, citation) in citations.iter().enumerate() {
        // The numbers of a range stand on the same words; the first of them is the link.
        if (citation.block, citation.start) < shown_to {
            continue;
        }
        shown_to = (citation.block, citation.end);
        let (mut start, mut end) = (citation.start, citation.end);
        if citation.forced {
            hide(&mut marks, pieces, runs, citation.block, start..start + BRACKETS);
            start += BRACKETS;
            end -= BRACKETS;
        }
        if citation.url.is_some() {
            let parts = parts(pieces, runs, citation.block, start..end);
            link(&mut marks, pieces, &parts, number);
        }
        if citation.forced {
            hide(&mut marks, pieces, runs, citation.block, end..end + BRACKETS);
        }
    }
    marks
}

/// A part of a piece: its index, and a range of its words.
type Part = (usize, std::ops::Range<usize>);

fn link(marks: &mut Vec<Mark>, pieces: &[Piece<'_>], parts: &[Part], number: usize) {
    let (Some((first, from)), Some((last, to))) = (parts.first(), parts.last()) else { return };
    if is_balanced(&pieces[*first..=*last]) {
        marks.push(Mark { piece: *first, at: from.start, action: Action::Open(number) });
        marks.push(Mark { piece: *last, at: to.end, action: Action::Close });
        return;
    }
    for (piece, range) in parts {
        marks.push(Mark { piece: *piece, at: range.start, action: Action::Open(number) });
        marks.push(Mark { piece: *piece, at: range.end, action: Action::Close });
    }
}

fn hide(marks: &mut Vec<Mark>, pieces: &[Piece<'_>], runs: &[Run], block: u32, range: std::ops::Range<u32>) {
    for (piece, range) in parts(pieces, runs, block, range) {
        marks.push(Mark { piece, at: range.start, action: Action::Hide });
        marks.push(Mark { piece, at: range.end, action: Action::Show });
    }
}

/// The parts of pieces that a range of a block's text stands on.
fn parts(pieces: &[Piece<'_>], runs: &[Run], block: u32, range: std::ops::Range<u32>) -> Vec<Part> {
    let first = runs.partition_point(|run| run.block < block);
    let of_block = runs[first..].iter().take_while(|run| run.block == block && run.start < range.end);
    let part = |run: &Run| {
        let Some(Piece::Event(Event::Text(words))) = pieces.get(run.piece) else { return None };
        let from = range.start.saturating_sub(run.start) as usize;
        let to = ((range.end - run.start) as usize).min(words.len());
        (from < to && words.is_char_boundary(from) && words.is_char_boundary(to))
            .then_some((run.piece, from..to))
    };
    of_block.filter_map(part).collect()
}

/// Whether a link can hold these pieces: words and whole emphasis.
fn is_balanced(pieces: &[Piece<'_>]) -> bool {
    let mut depth = 0_usize;
    for piece in pieces {
        match piece {
            Piece::Event(Event::Text(_) | Event::SoftBreak) => {}
            Piece::Event(Event::Start(Tag::Strong | Tag::Emphasis)) => depth += 1,
            Piece::Event(Event::End(TagEnd::Strong | TagEnd::Emphasis)) if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    depth == 0
}
