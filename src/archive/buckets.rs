//! Finding keys in a long sorted list in a step or two.

use std::ops::Range;

/// Where in a sorted list of hashes those begin that have the same first sixteen bits. Hashes are spread
/// evenly, so of a hundred thousand only one or two share them, and the search of a whole list, which
/// touches a dozen places in memory, becomes one of two neighbours.
#[derive(Debug, Default)]
pub struct Buckets(Box<[u32]>);

const COUNT: usize = 1 << 16;

impl Buckets {
    /// The buckets of a list, from the first sixteen bits of each key in its order.
    #[must_use]
    pub fn new(firsts: impl Iterator<Item = u16>) -> Self {
        let mut starts = vec![0_u32; COUNT + 1];
        for first in firsts {
            starts[usize::from(first) + 1] += 1;
        }
        for bucket in 1..starts.len() {
            starts[bucket] += starts[bucket - 1];
        }
        Self(starts.into())
    }

    /// The part of the list in which keys with these first sixteen bits stand.
    #[must_use]
    pub fn range(&self, first: u16) -> Range<usize> {
        let bucket = usize::from(first);
        match self.0.get(bucket..bucket + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_holds_the_keys_that_begin_alike() {
        let keys = [0, 0, 7, 7, 7, u16::MAX];
        let buckets = Buckets::new(keys.into_iter());
        for first in [0, 1, 7, 8, u16::MAX] {
            let held = buckets.range(first);
            assert_eq!(
                keys[held].iter().filter(|key| **key == first).count(),
                keys.iter().filter(|key| **key == first).count()
            );
        }
        assert_eq!(Buckets::default().range(3), 0..0);
    }
}
