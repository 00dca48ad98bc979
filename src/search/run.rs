//! Posting lists in memory, and many of them joined into one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

/// A document in a term's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Which document.
    pub id: u32,
    /// How often the term occurs, as a class from 0 to 7.
    pub class: u8,
    /// The segments that it occurs in, the first in the lowest bit.
    pub mask: u8,
    /// Whether the title has it.
    pub title: bool,
    /// Whether the title begins with it.
    pub begins: bool,
}

/// So many ids a run may span.
pub const RUN_IDS: u32 = 1 << 19;

impl Posting {
    /// In four bytes, for a run whose ids begin at `base`.
    #[must_use]
    pub fn packed(self, base: u32) -> u32 {
        (self.id - base) << 13
            | u32::from(self.class) << 10
            | u32::from(self.mask) << 2
            | u32::from(self.title) << 1
            | u32::from(self.begins)
    }

    fn unpacked(packed: u32, base: u32) -> Self {
        Self {
            id: base + (packed >> 13),
            class: (packed >> 10 & 7) as u8,
            mask: (packed >> 2) as u8,
            title: packed & 2 != 0,
            begins: packed & 1 != 0,
        }
    }
}

/// The lists of some documents, by term.
#[derive(Debug, Default)]
pub struct Run<K> {
    /// The lowest id that may be in it.
    pub base: u32,
    keys: Vec<K>,
    /// Where the list of each term ends.
    ends: Vec<usize>,
    postings: Vec<u32>,
}

impl<K: Ord> Run<K> {
    /// A run without terms.
    #[must_use]
    pub fn new(base: u32) -> Self {
        Self { base, keys: Vec::new(), ends: Vec::new(), postings: Vec::new() }
    }

    /// Appends to the list of a term, which is the last one's or a later one's.
    pub fn push(&mut self, key: K, packed: u32) {
        if self.keys.last().is_none_or(|last| *last < key) {
            self.keys.push(key);
            self.ends.push(self.postings.len());
        }
        self.postings.push(packed);
        if let Some(end) = self.ends.last_mut() {
            *end = self.postings.len();
        }
    }

    fn list(&self, place: usize) -> &[u32] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.postings[start..self.ends[place]]
    }

    /// Lets go of memory that is not used.
    #[must_use]
    pub fn shrunk(mut self) -> Self {
        self.keys.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.postings.shrink_to_fit();
        self
    }
}

/// In so many parts runs are joined at the same time.
const PARTS: usize = 64;

/// Joins runs: for each part of the terms, in order, what `begin` makes and `take` adds each term's list to.
pub fn join<K: Ord + Clone + Send + Sync, T: Send>(
    runs: &[Run<K>],
    begin: impl Fn() -> T + Sync,
    take: impl Fn(&mut T, &K, &[Posting]) + Sync,
) -> Vec<T> {
    let bounds = bounds(runs);
    (0..=bounds.len())
        .into_par_iter()
        .map(|part| {
            let start = part.checked_sub(1).map(|before| &bounds[before]);
            let mut out = begin();
            join_part(runs, start, bounds.get(part), &mut |key, list| take(&mut out, key, list));
            out
        })
        .collect()
}

/// Terms that part the longest run evenly.
fn bounds<K: Ord + Clone>(runs: &[Run<K>]) -> Vec<K> {
    let Some(longest) = runs.iter().max_by_key(|run| run.keys.len()) else { return Vec::new() };
    let step = longest.keys.len().div_ceil(PARTS).max(64);
    longest.keys.iter().skip(step).step_by(step).cloned().collect()
}

fn join_part<K: Ord>(
    runs: &[Run<K>],
    start: Option<&K>,
    end: Option<&K>,
    take: &mut dyn FnMut(&K, &[Posting]),
) {
    let place = |run: &Run<K>, bound: Option<&K>, or: usize| {
        bound.map_or(or, |bound| run.keys.partition_point(|key| key < bound))
    };
    let mut places: Vec<(usize, usize)> =
        runs.iter().map(|run| (place(run, start, 0), place(run, end, run.keys.len()))).collect();
    let first = |(index, (at, until)): (usize, &(usize, usize))| {
        (at < until).then(|| Reverse((&runs[index].keys[*at], index)))
    };
    let mut next: BinaryHeap<Reverse<(&K, usize)>> = places.iter().enumerate().filter_map(first).collect();
    let mut list: Vec<Posting> = Vec::new();
    while let Some(Reverse((key, mut index))) = next.pop() {
        list.clear();
        loop {
            let (at, until) = &mut places[index];
            let run = &runs[index];
            list.extend(run.list(*at).iter().map(|packed| Posting::unpacked(*packed, run.base)));
            *at += 1;
            if at < until {
                next.push(Reverse((&run.keys[*at], index)));
            }
            match next.peek() {
                Some(Reverse((same, other))) if *same == key => {
                    index = *other;
                    next.pop();
                }
                _ => break,
            }
        }
        if !list.is_sorted_by_key(|posting| posting.id) {
            list.sort_by_key(|posting| posting.id);
        }
        take(key, &list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_by_term_and_id() {
        let posting = |id| Posting { id, class: 3, mask: 0x81, title: true, begins: false };
        let mut first = Run::new(0);
        let mut second = Run::new(100);
        for key in 0..500u64 {
            first.push(key, posting(7).packed(0));
            if key % 2 == 0 {
                second.push(key, posting(103).packed(100));
            }
        }
        second.push(900, posting(104).packed(100));
        let parts = join(&[second, first], Vec::new, |out: &mut Vec<(u64, Vec<Posting>)>, key, list| {
            out.push((*key, list.to_vec()));
        });
        let all: Vec<_> = parts.into_iter().flatten().collect();
        assert_eq!(all.len(), 501);
        assert!(all.is_sorted_by_key(|(key, _)| *key));
        assert_eq!(all[4].1, [posting(7), posting(103)]);
        assert_eq!(all[5].1, [posting(7)]);
        assert_eq!(all[500].1, [posting(104)]);
    }
}
