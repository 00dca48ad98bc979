//! Which lists a query reads: enough of the small ones, and few of the big. What is left out, the texts tell.

use std::collections::BTreeSet;

use super::query::Term;

/// At most so many terms that lie in one file are read of a form.
const SMALL: usize = 6;
/// Further terms are read while the lists of a form fill no more files than this.
const FILES: usize = 8;

/// The terms of a form whose lists are read, in their parts; `files` says how many files a list fills.
///
/// A big list narrows little, since most documents are in it, and rare pairs are mostly in the documents that
/// hold the phrase.
#[must_use]
pub fn planned(parts: &[Vec<Term>], files: impl Fn(&Term) -> usize) -> Vec<Vec<Term>> {
    let mut terms: Vec<(usize, &Term)> = parts.iter().flatten().map(|term| (files(term), term)).collect();
    terms.sort_by_key(|(files, _)| *files);
    let (mut taken, mut sum) = (Vec::<&Term>::new(), 0);
    let mut covered = BTreeSet::new();
    for (files, term) in terms {
        let is_new = !covered.contains(&term.at) || !covered.contains(&term.last);
        let is_wanted = match files {
            0 | 1 => taken.len() < SMALL,
            _ => taken.is_empty() || is_new && sum + files <= FILES,
        };
        if is_wanted {
            taken.push(term);
            covered.extend([term.at, term.last]);
            sum += files;
        }
    }
    let of = |part: &Vec<Term>| part.iter().filter(|term| taken.contains(term)).cloned().collect();
    parts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::query::TermKind;
    use super::*;

    /// Which of some terms are read, by where they begin, with one digit for the files of each.
    fn read(files: &[&str]) -> Vec<Vec<usize>> {
        let mut at = 0;
        let mut counts = Vec::new();
        let mut part = |part: &&str| -> Vec<Term> {
            let term = |digit: char| {
                counts.push(digit.to_digit(10).unwrap() as usize);
                at += 1;
                Term { at: at - 1, last: at, kind: TermKind::Pair(at as u64) }
            };
            part.chars().map(term).collect()
        };
        let parts: Vec<Vec<Term>> = files.iter().map(&mut part).collect();
        let planned = planned(&parts, |term| counts[term.at]);
        planned.iter().map(|part| part.iter().map(|term| term.at).collect()).collect()
    }

    #[test]
    fn what_is_small_is_read_and_of_what_is_big_no_more_than_needed() {
        assert_eq!(read(&["111"]), [[0, 1, 2]]);
        assert_eq!(read(&["7"]), [[0]], "something is always read");
        assert_eq!(read(&["99"]), [[0]]);
        assert_eq!(read(&["515"]), [[0, 1]], "the rest would fill too many files");
        assert_eq!(read(&["21312"]), [[0, 1, 3, 4]], "all characters are covered without the third");
        assert_eq!(read(&["1111", "1111"]), [vec![0, 1, 2, 3], vec![4, 5]]);
        assert_eq!(read(&["88", "1"]), [vec![], vec![2]]);
    }
}
