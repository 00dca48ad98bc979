//! What stands before, between and behind the documents: the cover, the headings of parts, the colophon.

use super::contents::Contents;
use super::lines::{Fate, Furniture, Line};
use super::profile::Profile;
use super::segment::Segment;

/// Marks the cover and the headings of parts, gives each document its part, and sets what else
/// stands before the first document aside as the issue's own text.
pub fn mark(lines: &mut [Line], profile: &Profile, contents: Option<&Contents>, segments: &mut [Segment]) {
    mark_parts(lines, profile, contents, segments);
    let first = segments.first().map_or(lines.len(), |segment| segment.start);
    for line in lines[..first].iter_mut().filter(|line| line.is_text()) {
        let short = line.text.chars().count() <= if profile.spaced { 90 } else { 40 }
            && !line.text.ends_with(['。', '；', '！', '？'])
            && !line.is_row();
        let known = profile.cover.gazette.is_match(&line.bare) || profile.cover.issue.is_match(&line.bare);
        line.fate = if short || known { Fate::Furniture(Furniture::Cover) } else { Fate::Foreword };
    }
    mark_colophon(lines, profile, segments);
}

fn mark_parts(lines: &mut [Line], profile: &Profile, contents: Option<&Contents>, segments: &mut [Segment]) {
    let listed = |bare: &str| contents.is_some_and(|contents| contents.parts.iter().any(|part| part == bare));
    let mut current: Option<String> = None;
    for segment in segments.iter_mut() {
        let above = |index: usize| (0..index).rev().find(|index| lines[*index].fate != Fate::Blank);
        let mut before = above(segment.start);
        let divides =
            |index: &usize| lines[*index].is_text() && profile.subpart.is_match(&lines[*index].bare);
        let mut divisions = Vec::new();
        while let Some(index) = before.filter(divides) {
            divisions.push(index);
            before = above(index);
        }
        for index in divisions {
            lines[index].fate = Fate::Furniture(Furniture::Part);
        }
        if let Some(index) = before.filter(|index| lines[*index].is_text()) {
            let bare = lines[index].bare.clone();
            let part = profile.part_of(&bare).or_else(|| listed(&bare).then_some(bare));
            if part.is_some() {
                lines[index].fate = Fate::Furniture(Furniture::Part);
                current = part;
            }
        }
        segment.part.clone_from(&current);
    }
}

/// Who printed the issue, below its last document: the issue's own text.
fn mark_colophon(lines: &mut [Line], profile: &Profile, segments: &mut [Segment]) {
    let Some(last) = segments.last_mut() else { return };
    let is_colophon = |line: &Line| line.is_text() && profile.cover.colophon.is_match(&line.bare);
    let start = (last.start..lines.len()).find(|index| is_colophon(&lines[*index]));
    let Some(start) = start else { return };
    let tail: Vec<usize> = (start..lines.len()).filter(|index| lines[*index].is_text()).collect();
    let matching = tail.iter().filter(|index| is_colophon(&lines[**index])).count();
    if tail.len() <= 20 && matching * 2 >= tail.len() {
        for index in tail {
            lines[index].fate = Fate::Foreword;
        }
        last.end = start;
    }
}
