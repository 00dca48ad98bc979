//! Where a text may name departments: the words that end like the name of one. Who the departments are
//! is not known here, so each fragment is kept once, with the places it stands at.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::signs::slot;
use crate::gazette::is_han;

/// How names of departments end; a longer ending stands before those that it begins with.
pub(super) const ENDS: [&str; 40] = [
    "局",
    "厅",
    "廳",
    "署",
    "部",
    "委员会",
    "委員會",
    "常委会",
    "委",
    "政府办公室",
    "政府辦公室",
    "政府办公厅",
    "国务院办公厅",
    "政府办",
    "政府",
    "办公室",
    "辦公室",
    "办事处",
    "辦事處",
    "管理处",
    "管理處",
    "国务院",
    "行政院",
    "法院",
    "检察院",
    "檢察院",
    "中心",
    "协会",
    "協會",
    "学会",
    "联合会",
    "总工会",
    "银行",
    "大队",
    "支队",
    "总队",
    "馆",
    "館",
    "派出所",
    "公司",
];

/// The endings by the character that they begin with, each group in the order of [`ENDS`]. The first group
/// is empty.
static ENDS_BY_FIRST: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let mut groups = vec![Vec::new(); usize::from(FIRSTS.iter().copied().max().unwrap_or_default()) + 1];
    for ending in ENDS {
        let [_, middle, last, ..] = ending.as_bytes() else { continue };
        groups[usize::from(FIRSTS[slot(*middle, *last)])].push(ending);
    }
    groups
});

/// The group of a character, by its [`slot`]; 0 where no ending begins with it.
static FIRSTS: [u8; 4096] = firsts();

const fn firsts() -> [u8; 4096] {
    let mut groups = [0; 4096];
    let (mut index, mut used) = (0, 0);
    while index < ENDS.len() {
        let bytes = ENDS[index].as_bytes();
        let slot = slot(bytes[1], bytes[2]);
        if groups[slot] == 0 {
            used += 1;
            groups[slot] = used;
        }
        index += 1;
    }
    groups
}

/// What follows 部 and 委 where they are part of another word: 部门, 部分, 委托.
const OTHER_WORDS: [char; 12] = ['门', '門', '分', '署', '队', '隊', '位', '长', '長', '托', '派', '件'];

/// How many characters of a name are looked at before its ending.
const REACH: usize = 16;

/// Fragments while a text is read.
#[derive(Debug, Default)]
pub struct Mentions<A> {
    numbers: BTreeMap<Box<str>, u32>,
    fragments: Vec<Box<str>>,
    places: Vec<(u32, A)>,
}

/// The fragments of a text that may name departments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedMentions {
    /// The fragments, one a line.
    text: Box<str>,
    /// The number of a fragment, and of the anchor that leads to it; [`NO_ANCHOR`] when there is none. There
    /// are dozens a document, so they are kept small: a text with so many anchors that one does not fit
    /// leads to the text as a whole.
    places: Box<[(u16, u16)]>,
}

const NO_ANCHOR: u16 = u16::MAX;

impl<A: Clone + PartialEq> Mentions<A> {
    /// Adds what a block of running text may name; `anchor` leads to the block, and `ends` are the places
    /// where the ending of a name may begin, in order.
    pub fn add(&mut self, text: &str, ends: &[u32], anchor: &A) {
        let before = self.places.len();
        for fragment in fragments(text, ends) {
            let number = match self.numbers.get(fragment) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(self.fragments.len()).unwrap_or(u32::MAX);
                    self.numbers.insert(fragment.into(), number);
                    self.fragments.push(fragment.into());
                    number
                }
            };
            // Named twice in a block, it is named there.
            if self.places[before..].iter().all(|(known, _)| *known != number) {
                self.places.push((number, anchor.clone()));
            }
        }
    }

    /// The fragments to be kept.
    pub fn packed(&self, number: impl Fn(&A) -> Option<u32>) -> PackedMentions {
        let small = |number: u32| u16::try_from(number).ok();
        let place = |(fragment, anchor): &(u32, A)| {
            Some((small(*fragment)?, number(anchor).and_then(small).unwrap_or(NO_ANCHOR)))
        };
        PackedMentions {
            text: self.fragments.join("\n").into(),
            places: self.places.iter().filter_map(place).collect(),
        }
    }
}

impl PackedMentions {
    /// Whether nothing may name a department.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The fragments by their number.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// Each place: the number of the fragment, and of the anchor that leads to it, in the order of the
    /// text.
    pub fn places(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        self.places.iter().map(|(fragment, anchor)| {
            (usize::from(*fragment), (*anchor != NO_ANCHOR).then_some(usize::from(*anchor)))
        })
    }
}

/// The endings in a text, in order and not overlapping. `starts` are the places where one may begin.
fn endings(text: &str, starts: &[u32]) -> impl Iterator<Item = Range<usize>> {
    let mut bound = 0;
    starts.iter().map(|start| *start as usize).filter_map(move |start| {
        let rest = text.get(start..).filter(|_| start >= bound)?.as_bytes();
        let &[_, middle, last] = rest.first_chunk::<3>()?;
        let alike = &ENDS_BY_FIRST[usize::from(FIRSTS[slot(middle, last)])];
        let ending = alike.iter().find(|ending| rest.starts_with(ending.as_bytes()))?;
        bound = start + ending.len();
        Some(start..bound)
    })
}

/// The runs of Chinese characters that lead up to an ending, joined where they meet.
fn fragments<'t>(text: &'t str, ends: &[u32]) -> impl Iterator<Item = &'t str> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for found in endings(text, ends) {
        let next = text[found.end..].chars().next();
        let single = found.len() == '部'.len_utf8();
        if single && next.is_some_and(|next| OTHER_WORDS.contains(&next)) {
            continue;
        }
        let bound = joined.last().map_or(0, |last| last.end);
        let start = text[bound..found.start]
            .char_indices()
            .rev()
            .take(REACH)
            .take_while(|(_, c)| is_han(*c))
            .last()
            .map_or(found.start, |(at, _)| bound + at);
        match joined.last_mut().filter(|last| last.end == start && last.end > 0) {
            Some(last) => last.end = found.end,
            None => joined.push(start..found.end),
        }
    }
    // An ending alone names nobody.
    joined.into_iter().map(|range| &text[range]).filter(|fragment| fragment.len() > 2 * '部'.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::signs::Signs;

    fn ends(text: &str) -> Vec<u32> {
        let mut ends = Vec::new();
        Signs::of(text, &mut ends);
        ends
    }

    #[test]
    fn a_fragment_leads_up_to_the_end_of_a_name() {
        let found = |text| fragments(text, &ends(text)).collect::<Vec<_>>();
        assert_eq!(found("现将云溪区教育局的意见转发"), ["现将云溪区教育局"]);
        assert_eq!(found("区教育局、区财政局。"), ["区教育局", "区财政局"]);
        assert_eq!(found("由区教育局会同区财政局办理"), ["由区教育局会同区财政局"]);
        assert_eq!(found("有关部门，部分内容"), Vec::<&str>::new());
        assert_eq!(found("局"), Vec::<&str>::new());
    }

    #[test]
    fn a_fragment_is_kept_once_with_all_its_places() {
        let mut mentions = Mentions::default();
        for (text, anchor) in
            [("区教育局，区教育局，区财政局", Some(1)), ("区教育局", Some(2)), ("区教育局", None)]
        {
            mentions.add(text, &ends(text), &anchor);
        }
        let packed = mentions.packed(|anchor| *anchor);
        assert_eq!(packed.fragments().collect::<Vec<_>>(), ["区教育局", "区财政局"]);
        let places: Vec<_> = packed.places().collect();
        assert_eq!(places, [(0, Some(1)), (1, Some(1)), (0, Some(2)), (0, None)]);
    }
}
