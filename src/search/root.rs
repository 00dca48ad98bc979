//! `root.js`: what is where.

use serde::{Deserialize, Serialize};

use super::list::Range;
use super::script::{base36, json_file, json_of};

/// The version of the format.
pub const FORMAT: u32 = 3;

/// What a reader must know before it asks for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The version of the format.
    pub format: u32,
    /// Changes with any byte of the index.
    pub version: String,
    /// How many documents there are.
    pub documents: u32,
    /// Every id is below.
    pub ids: u32,
    /// For decoding lists.
    pub space: u32,
    /// The first key of each file of pairs.
    pub pairs: String,
    /// The terms whose list fills more than a file, with where it is cut.
    pub big: String,
    /// The first term of each file of words.
    pub words: Vec<String>,
    /// The first term of each file of numbers.
    pub numbers: Vec<String>,
    /// The first id of each file of the store.
    pub store: String,
    /// How many files of ranking columns there are.
    pub ranking: u32,
    /// How many files of facet columns there are.
    pub facets: u32,
    /// What a term weighs, by length class and frequency class.
    pub weights: Vec<[u32; 8]>,
}

/// Where the list of a big term is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigPlace {
    /// Its key.
    pub key: u64,
    /// The id behind each part that has a file of its own, ascending. What comes from the last on is in the
    /// files of all pairs.
    pub cuts: Vec<u32>,
}

impl BigPlace {
    /// The ids of each part.
    pub fn parts(&self) -> impl Iterator<Item = Range> {
        let first = |part: usize| part.checked_sub(1).map_or(0, |before| self.cuts[before]);
        self.cuts
            .iter()
            .enumerate()
            .map(move |(part, cut)| Range { first: first(part), span: cut - first(part) })
    }

    /// The ids of what is left in the files of all pairs.
    #[must_use]
    pub fn rest(&self, space: u32) -> Range {
        let first = self.cuts.last().copied().unwrap_or(0);
        Range { first, span: space.saturating_sub(first) }
    }
}

impl Root {
    /// The file.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        json_file("root", self)
    }

    /// Reads the file; `None` when it is damaged or of another format.
    #[must_use]
    pub fn read(file: &[u8]) -> Option<Self> {
        let root: Self = serde_json::from_str(json_of("root", file)?).ok()?;
        (root.format == FORMAT).then_some(root)
    }

    /// The big terms.
    #[must_use]
    pub fn big_terms(&self) -> Vec<BigPlace> {
        let one = |text: &str| {
            let mut fields = text.split(':');
            let key = u64::from_str_radix(fields.next()?, 36).ok()?;
            let cuts = read_steps_by(fields.next()?, '.').into_iter().map(|id| id as u32).collect();
            Some(BigPlace { key, cuts })
        };
        self.big.split(' ').filter_map(one).collect()
    }
}

/// The big terms as [`Root::big`] has them.
#[must_use]
pub fn written_big<'p>(places: impl Iterator<Item = &'p BigPlace>) -> String {
    let one = |place: &BigPlace| {
        let cuts = steps(place.cuts.iter().map(|cut| u64::from(*cut))).replace(' ', ".");
        format!("{}:{cuts}", base36(place.key))
    };
    places.map(one).collect::<Vec<_>>().join(" ")
}

/// Ascending numbers, each but the first as the step from the one before, in base 36.
#[must_use]
pub fn steps(numbers: impl Iterator<Item = u64>) -> String {
    let mut before = 0;
    let step = |number: u64| {
        let step = base36(number - before);
        before = number;
        step
    };
    numbers.map(step).collect::<Vec<_>>().join(" ")
}

/// Reads what [`steps`] wrote.
#[must_use]
pub fn read_steps(text: &str) -> Vec<u64> {
    read_steps_by(text, ' ')
}

fn read_steps_by(text: &str, between: char) -> Vec<u64> {
    let mut sum = 0;
    let step = |step: &str| {
        sum += u64::from_str_radix(step, 36).ok()?;
        Some(sum)
    };
    text.split(between).filter(|step| !step.is_empty()).filter_map(step).collect()
}
