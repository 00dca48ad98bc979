//! Columns: what is known of every document without its text. For the order of results, and for filters.

use serde::Serialize;

use super::bits::push_varint;
use super::store::deflated;
use super::terms::Measures;

/// So many ids a file of ranking columns has.
pub const RANKING_IDS: usize = 32_768;
/// So many ids a file of facet columns has.
pub const FACET_IDS: usize = 16_384;
/// How many classes of length there are.
const LENGTH_CLASSES: u32 = 32;

/// What a document is filtered and sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// Its date as a [`day`]; 0 for none.
    pub date: u32,
    /// The year of its issue's folder.
    pub year: u16,
    /// Its kind, as an index; none for none.
    pub kind: Option<u32>,
    /// Who issued it.
    pub departments: Vec<u32>,
    /// What it is about.
    pub topics: Vec<u32>,
    /// From when it applies; 0 where that is not said.
    pub effective: u32,
    /// Its last day; 0 where that is not said.
    pub expires: u32,
    /// When it was repealed; 0 if it was not.
    pub repealed: u32,
}

/// Days since 1600-01-01, plus 1.
#[must_use]
pub fn day(year: u16, month: u8, day: u8) -> u32 {
    // Howard Hinnant's days_from_civil, with years that begin in March.
    let (year, month, day) = (u32::from(year), u32::from(month), u32::from(day));
    if year < 1600 {
        return 0;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year;
    // 1600-01-01 is the 306th day of the year 1599 that began in March.
    days - (1599 * 365 + 1599 / 4 - 1599 / 100 + 1599 / 400 + 306) + 1
}

/// The class of a length of at least 1: two a doubling.
#[must_use]
pub fn length_class(length: u32) -> u8 {
    let log = length.max(1).ilog2();
    let half = if log == 0 { 0 } else { length >> (log - 1) & 1 };
    (2 * log + half).min(LENGTH_CLASSES - 1) as u8
}

/// The middle of a length class.
fn class_length(class: u32) -> u64 {
    let start = |class: u32| u64::from(2 + class % 2) << (class / 2) >> 1;
    u64::midpoint(start(class), start(class + 1))
}

/// The table for BM25 with k₁ = 1.2, times 1000: by length class and frequency class.
#[must_use]
pub fn weights(mean_length: u64) -> Vec<[u32; 8]> {
    let mean = mean_length.max(1);
    (0..LENGTH_CLASSES)
        .map(|class| {
            // 1.2 · (0.4 + 0.6 · length / mean), times 100 · mean.
            let norm = 48 * mean + 72 * class_length(class);
            [1u64, 2, 3, 6, 12, 24, 48, 96].map(|times| {
                let frequency = times * 100 * mean;
                (2200 * frequency / (frequency + norm)) as u32
            })
        })
        .collect()
}

/// The files of the ranking columns. `measures` has one for each id; a hole has no segments.
#[must_use]
pub fn ranking_files(measures: &[Measures]) -> Vec<Vec<u8>> {
    let file = |ids: &[Measures]| {
        let first = ids.iter().map(|id| match id.segments {
            0 => 0,
            segments => (segments - 1) | length_class(id.length) << 3,
        });
        // A document without any letter in its title must not look like a hole.
        let second = ids.iter().map(|id| match id.segments {
            0 => 0,
            _ => id.title_length.clamp(1, 255) as u8,
        });
        deflated(&first.chain(second).collect::<Vec<u8>>())
    };
    measures.chunks(RANKING_IDS).map(file).collect()
}

/// Segments, length class and length of the title, from the inflated bytes of a file of ranking columns.
pub fn read_ranking(bytes: &[u8]) -> impl Iterator<Item = (u8, u8, u8)> {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    first.iter().zip(second).map(|(first, second)| match (first, second) {
        (0, 0) => (0, 0, 0),
        (first, second) => ((first & 7) + 1, first >> 3, *second),
    })
}

/// The files of the facet columns, from those of each id.
#[must_use]
pub fn facet_files(facets: &[Option<&Facets>]) -> Vec<Vec<u8>> {
    let file = |ids: &[Option<&Facets>]| {
        let mut out = Vec::new();
        for id in ids {
            let Some(id) = id else {
                push_varint(&mut out, 0);
                continue;
            };
            let kind = id.kind.map_or(0, |kind| kind + 1);
            for value in [1, id.date, id.year.into(), kind] {
                push_varint(&mut out, value.into());
            }
            for list in [&id.departments, &id.topics] {
                push_varint(&mut out, list.len() as u64);
                for value in list {
                    push_varint(&mut out, (*value).into());
                }
            }
            for value in [id.effective, id.expires, id.repealed] {
                push_varint(&mut out, value.into());
            }
        }
        deflated(&out)
    };
    facets.chunks(FACET_IDS).map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1600() {
        assert_eq!(day(1600, 1, 1), 1);
        assert_eq!(day(1600, 3, 1), 61);
        assert_eq!(day(1601, 1, 1), 367);
        assert_eq!(day(1970, 1, 1), 135_141);
        assert_eq!(day(2026, 11, 26) - day(2026, 2, 28), 271);
    }

    #[test]
    fn a_length_class_is_half_a_doubling() {
        assert_eq!([1, 2, 3, 4, 5, 6, 7, 8, 400].map(length_class), [0, 2, 3, 4, 4, 5, 5, 6, 17]);
        assert_eq!(length_class(u32::MAX), 31);
        assert_eq!([0, 2, 3, 4, 17].map(class_length), [1, 2, 3, 5, 448]);
    }

    #[test]
    fn a_term_weighs_more_the_more_often_and_the_shorter_the_text() {
        let weights = weights(1000);
        assert!(weights.iter().all(|row| row.is_sorted()));
        assert!(weights.iter().map(|row| row[0]).rev().is_sorted());
        assert!(weights.iter().flatten().all(|weight| *weight < 2200));
    }
}
