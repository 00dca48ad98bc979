//! Where one file ends and the next begins.

/// The starts of files: each is as full as it may be, and ends before the item with the smallest hash
/// within the last bytes of the allowed size, `free` of them, so that the place stays when sizes change by
/// little. An item that is larger than a file has one of its own.
#[must_use]
pub fn cuts(
    limit: usize,
    free: usize,
    count: usize,
    size: impl Fn(usize, bool) -> usize,
    hash: impl Fn(usize) -> u32,
) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut start = 0;
    while start < count {
        starts.push(start);
        start = end_of_file(limit, free, start, count, &size, &hash);
    }
    starts
}

fn end_of_file(
    limit: usize,
    free: usize,
    start: usize,
    count: usize,
    size: &impl Fn(usize, bool) -> usize,
    hash: &impl Fn(usize) -> u32,
) -> usize {
    let mut sum = size(start, true);
    let mut best: Option<(u32, usize)> = None;
    for at in start + 1..count {
        if sum > limit - free {
            let candidate = (hash(at), at);
            best = Some(best.map_or(candidate, |best| best.min(candidate)));
        }
        sum += size(at, false);
        if sum > limit {
            return best.map_or(at, |(_, at)| at);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(at: usize) -> u32 {
        (at as u32).wrapping_mul(0x9e37_79b9) >> 3
    }

    #[test]
    fn files_are_full_and_never_too_full() {
        let sizes: Vec<usize> = (0..5000).map(|at| 5 + hash(at) as usize % 40).collect();
        let starts = cuts(2000, 250, sizes.len(), |at, _| sizes[at], hash);
        for pair in starts.windows(2) {
            let sum: usize = sizes[pair[0]..pair[1]].iter().sum();
            assert!((1700..=2000).contains(&sum), "{sum}");
        }
    }

    #[test]
    fn a_change_moves_few_cuts() {
        let sizes: Vec<usize> = (0..5000).map(|at| 5 + hash(at) as usize % 40).collect();
        let before = cuts(2000, 250, sizes.len(), |at, _| sizes[at], hash);
        let mut moved = 0;
        for changed in 0..100 {
            let after =
                cuts(2000, 250, sizes.len(), |at, _| sizes[at] + usize::from(at == changed * 50) * 3, hash);
            moved += after.iter().filter(|cut| !before.contains(cut)).count();
        }
        assert!(moved < 100, "a hundred changes moved {moved} cuts");
    }

    #[test]
    fn what_is_larger_than_a_file_is_alone() {
        let sizes = [10, 500, 10, 10];
        assert_eq!(cuts(100, 12, 4, |at, _| sizes[at], hash), [0, 1, 2]);
    }
}
