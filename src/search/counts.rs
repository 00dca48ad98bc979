//! How often, and where, each term occurs in the document at hand.

use super::bits::bit_length;
use super::run::Posting;

/// How a term occurs in the document at hand.
#[derive(Clone, Copy, Default)]
pub struct Count {
    times: u32,
    mask: u8,
    title: bool,
    begins: bool,
}

impl Count {
    /// Takes up one occurrence.
    pub fn add(&mut self, segment: u8, title: bool, begins: bool) {
        self.times += 1;
        self.mask |= 1 << segment;
        self.title |= title;
        self.begins |= begins;
    }

    /// The entry of a document in the term's list.
    pub fn posting(self, id: u32) -> Posting {
        let class = bit_length(self.times.saturating_sub(1)).min(7) as u8;
        Posting { id, class, mask: self.mask, title: self.title, begins: self.begins }
    }
}

/// Counts by key: a table with open addresses, emptied between documents.
pub struct Counts {
    keys: Vec<u64>,
    values: Vec<Count>,
    used: Vec<usize>,
}

const EMPTY: u64 = u64::MAX;

impl Default for Counts {
    fn default() -> Self {
        Self { keys: vec![EMPTY; 1 << 12], values: vec![Count::default(); 1 << 12], used: Vec::new() }
    }
}

impl Counts {
    /// The count of a key.
    pub fn at(&mut self, key: u64) -> &mut Count {
        if self.used.len() * 2 >= self.keys.len() {
            self.grow();
        }
        let place = self.place(key);
        if self.keys[place] == EMPTY {
            self.keys[place] = key;
            self.used.push(place);
        }
        &mut self.values[place]
    }

    fn place(&self, key: u64) -> usize {
        let last = self.keys.len() - 1;
        let mut place = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & last;
        while self.keys[place] != EMPTY && self.keys[place] != key {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        let size = self.keys.len() * 2;
        let keys = std::mem::replace(&mut self.keys, vec![EMPTY; size]);
        let values = std::mem::replace(&mut self.values, vec![Count::default(); size]);
        for old in std::mem::take(&mut self.used) {
            let place = self.place(keys[old]);
            self.keys[place] = keys[old];
            self.values[place] = values[old];
            self.used.push(place);
        }
    }

    /// Gives every count, and forgets it.
    pub fn drain(&mut self, mut take: impl FnMut(u64, Count)) {
        for place in self.used.drain(..) {
            take(self.keys[place], self.values[place]);
            self.keys[place] = EMPTY;
            self.values[place] = Count::default();
        }
    }
}
