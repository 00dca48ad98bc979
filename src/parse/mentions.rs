//! Where a text may name departments: the words that end like the name of one. Who the departments are
//! is not known here, so each fragment is kept once, with the places it stands at.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::gazette::is_han;

/// How names of departments end; a longer ending stands before those that it begins with.
const ENDS: [&str; 40] = [
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

/// What follows 部 and 委 where they are part of another word: 部门, 部分, 委托.
const OTHER_WORDS: [char; 12] = ['门', '門', '分', '署', '队', '隊', '位', '长', '長', '托', '派', '件'];

/// How many characters of a name are looked at before its ending.
const REACH: usize = 16;

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(ENDS);
    builder.expect("a few fixed words make an automaton")
});

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
    /// The number of a fragment, and of the anchor that leads to it; [`NO_ANCHOR`] when there is none.
    places: Box<[(u32, u32)]>,
}

const NO_ANCHOR: u32 = u32::MAX;

impl<A: Clone + PartialEq> Mentions<A> {
    /// Adds what a block of running text may name; `anchor` leads to the block.
    pub fn add(&mut self, text: &str, anchor: &A) {
        let before = self.places.len();
        for fragment in fragments(text) {
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
        let place = |(fragment, anchor): &(u32, A)| (*fragment, number(anchor).unwrap_or(NO_ANCHOR));
        PackedMentions {
            text: self.fragments.join("\n").into(),
            places: self.places.iter().map(place).collect(),
        }
    }
}

impl PackedMentions {
    /// The fragments by their number.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// Each place: the number of the fragment, and of the anchor that leads to it, in the order of the
    /// text.
    pub fn places(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        self.places.iter().map(|(fragment, anchor)| {
            (*fragment as usize, (*anchor != NO_ANCHOR).then_some(*anchor as usize))
        })
    }
}

/// The runs of Chinese characters that lead up to an ending, joined where they meet.
fn fragments(text: &str) -> impl Iterator<Item = &str> {
    let mut joined: Vec<std::ops::Range<usize>> = Vec::new();
    for found in FINDER.find_iter(text) {
        let next = text[found.end()..].chars().next();
        let single = found.len() == '部'.len_utf8();
        if single && next.is_some_and(|next| OTHER_WORDS.contains(&next)) {
            continue;
        }
        let bound = joined.last().map_or(0, |last| last.end);
        let start = text[bound..found.start()]
            .char_indices()
            .rev()
            .take(REACH)
            .take_while(|(_, c)| is_han(*c))
            .last()
            .map_or(found.start(), |(at, _)| bound + at);
        match joined.last_mut().filter(|last| last.end == start && last.end > 0) {
            Some(last) => last.end = found.end(),
            None => joined.push(start..found.end()),
        }
    }
    // An ending alone names nobody.
    joined.into_iter().map(|range| &text[range]).filter(|fragment| fragment.len() > 2 * '部'.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_leads_up_to_the_end_of_a_name() {
        let found = |text| fragments(text).collect::<Vec<_>>();
        assert_eq!(found("现将云溪区教育局的意见转发"), ["现将云溪区教育局"]);
        assert_eq!(found("区教育局、区财政局。"), ["区教育局", "区财政局"]);
        assert_eq!(found("由区教育局会同区财政局办理"), ["由区教育局会同区财政局"]);
        assert_eq!(found("有关部门，部分内容"), Vec::<&str>::new());
        assert_eq!(found("局"), Vec::<&str>::new());
    }

    #[test]
    fn a_fragment_is_kept_once_with_all_its_places() {
        let mut mentions = Mentions::default();
        mentions.add("区教育局，区教育局，区财政局", &Some(1));
        mentions.add("区教育局", &Some(2));
        mentions.add("区教育局", &None);
        let packed = mentions.packed(|anchor| *anchor);
        assert_eq!(packed.fragments().collect::<Vec<_>>(), ["区教育局", "区财政局"]);
        let places: Vec<_> = packed.places().collect();
        assert_eq!(places, [(0, Some(1)), (1, Some(1)), (0, Some(2)), (0, None)]);
    }
}
