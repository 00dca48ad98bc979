//! Posting lists in files: pairs and single characters in `b/`, words in `w/`, numbers in `n/`.

use super::bits::{push_varint, rice_width, take_varint, varint_length};
use super::list::{Head, Range, Shape, encode, rank_bits};
use super::pack::cuts;
use super::root::BigPlace;
use super::run::{Posting, Run, join};
use super::script::{FRAME, base36, fnv, padded, written_length};
use super::terms::{PLAIN_KEYS, SECOND_BITS};

/// No file is larger, but for one that holds a single word or a single document.
pub const FILE_SIZE: usize = 32_768;
/// What a file may hold: the frame, and some bytes that only show when it is written, are left out.
const CONTENT: usize = FILE_SIZE - FRAME - 24;
/// A big term is cut into at most so many parts: each has one digit.
const PARTS: usize = 36;

/// A term with its list in [`Lists::bytes`].
struct Term<K> {
    key: K,
    head: Head,
    start: usize,
    /// How long head and list are in a file.
    written: usize,
}

/// The lists of some terms, in order.
struct Lists<K> {
    terms: Vec<Term<K>>,
    bytes: Vec<u8>,
    big: Vec<BigTerm>,
}

/// A term whose list fills more than a file. What its own files do not hold is in those of all pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigTerm {
    /// Its key, and where the list is cut.
    pub place: BigPlace,
    /// The bytes of each part's file.
    pub parts: Vec<Vec<u8>>,
}

/// A file: the term that it begins with, and its bytes.
pub type File<K> = (K, Vec<u8>);

/// What lists depend on besides their postings.
#[derive(Clone, Copy)]
pub struct Space<'s> {
    /// For decoding lists; at least the number of ids.
    pub span: u32,
    /// How many segments each id has; 0 for a hole.
    pub segments: &'s [u8],
}

impl Space<'_> {
    /// All ids.
    #[must_use]
    pub fn whole(&self) -> Range {
        Range { first: 0, span: self.span }
    }
}

/// What the list of a key says: of single characters and of pairs over marks only where they are.
#[must_use]
pub fn shape_of(key: u64) -> Shape {
    let is_single = key & ((1 << SECOND_BITS) - 1) == 0;
    if is_single || key >= PLAIN_KEYS { Shape::Plain } else { Shape::Ranked }
}

/// The files of pairs and single characters, each with its first key, and big terms with all their parts.
#[must_use]
pub fn pair_files(runs: Vec<Run<u64>>, space: Space<'_>) -> (Vec<File<u64>>, Vec<BigTerm>) {
    let begin = || Lists { terms: Vec::new(), bytes: Vec::new(), big: Vec::new() };
    let mut parts = join(&runs, begin, |lists: &mut Lists<u64>, key, list| {
        let start = lists.bytes.len();
        let head = encode(list, shape_of(*key), space.whole(), space.segments, &mut lists.bytes);
        let written = written_term(head, &lists.bytes[start..]);
        if written + 2 * PAIR_HEAD <= CONTENT {
            lists.terms.push(Term { key: *key, head, start, written });
            return;
        }
        lists.bytes.truncate(start);
        let (big, rest) = big_term(*key, list, space);
        let range = big.place.rest(space.span);
        let head = encode(&list[rest..], shape_of(*key), range, space.segments, &mut lists.bytes);
        let written = written_term(head, &lists.bytes[start..]);
        lists.terms.push(Term { key: *key, head, start, written });
        if rest > 0 {
            lists.big.push(big);
        }
    });
    // The lists are encoded now, and files need as much memory again.
    drop(runs);
    let big = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.big)).collect();
    let files = in_files(&parts, |before, term, is_first| {
        let (first, second) = halves(term.key);
        let (group, within) = halves(before.map_or(0, |before| before.key));
        let head = match before {
            Some(_) if !is_first && group == first => written_varint(second - within),
            Some(_) if !is_first => 2 * (varint_length(first - group) + 2) + written_varint(second),
            _ => 2 * PAIR_HEAD,
        };
        head + term.written
    });
    let write = |terms: &[(&Term<u64>, &[u8])]| pair_file(terms);
    (written_files(&files, write), big)
}

/// The most that stands before the head of a file's first pair: the number of groups, of terms, two
/// halves of a key.
const PAIR_HEAD: usize = 3 + 3 + 3 + 3;

/// The files of words or numbers.
#[must_use]
pub fn name_files(runs: &[Run<Box<str>>], shape: Shape, space: Space<'_>) -> Vec<File<Box<str>>> {
    let begin = || Lists { terms: Vec::new(), bytes: Vec::new(), big: Vec::new() };
    let parts = join(runs, begin, |lists: &mut Lists<Box<str>>, key, list| {
        let start = lists.bytes.len();
        let head = encode(list, shape, space.whole(), space.segments, &mut lists.bytes);
        let written = written_term(head, &lists.bytes[start..]);
        lists.terms.push(Term { key: key.clone(), head, start, written });
    });
    let files = in_files(&parts, |before, term, is_first| {
        let shared = before.filter(|_| !is_first).map_or(0, |before| shared_bytes(&before.key, &term.key));
        2 * 3 + term.key.len() - shared + term.written
    });
    written_files(&files, |terms: &[(&Term<Box<str>>, &[u8])]| name_file(terms))
}

/// Where a file of pairs lies below `search/`, by its first key; `part` is that of a big term.
#[must_use]
pub fn pair_path(key: u64, part: Option<usize>) -> String {
    let part = part.map_or_else(String::new, |part| base36(part as u64));
    format!("b/{}/{}{part}", base36(key % 36), padded(key))
}

/// Where a file of words (`w`) or numbers (`n`) lies below `search/`, by its first term.
#[must_use]
pub fn name_path(kind: char, first: &str) -> String {
    let hash = u64::from(fnv(first.as_bytes()));
    format!("{kind}/{}/{}", base36(hash % 36), padded(hash))
}

fn halves(key: u64) -> (u64, u64) {
    (key >> SECOND_BITS, key & ((1 << SECOND_BITS) - 1))
}

fn shared_bytes(before: &str, name: &str) -> usize {
    before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count()
}

fn push_head(out: &mut Vec<u8>, head: Head) {
    push_varint(out, u64::from(head.documents) * 2 + u64::from(head.titles > 0));
    if head.titles > 0 {
        push_varint(out, head.titles.into());
    }
    push_varint(out, head.bytes.into());
}

/// Takes what stands before a list.
pub fn take_head(bytes: &mut &[u8]) -> Option<Head> {
    let documents = take_varint(bytes)?;
    let titles = if documents % 2 == 1 { take_varint(bytes)? } else { 0 };
    let length = take_varint(bytes)?;
    Some(Head { documents: (documents / 2) as u32, titles: titles as u32, bytes: length as u32 })
}

fn written_term(head: Head, list: &[u8]) -> usize {
    let mut bytes = Vec::with_capacity(12);
    push_head(&mut bytes, head);
    written_length(&bytes) + written_length(list)
}

fn written_varint(value: u64) -> usize {
    let mut bytes = Vec::with_capacity(4);
    push_varint(&mut bytes, value);
    written_length(&bytes)
}

trait Hashed {
    fn hashed(&self) -> u32;
}

impl Hashed for u64 {
    fn hashed(&self) -> u32 {
        fnv(&self.to_le_bytes())
    }
}

impl Hashed for Box<str> {
    fn hashed(&self) -> u32 {
        fnv(self.as_bytes())
    }
}

/// Terms with their lists, parted into files. `size` is told the term before, and whether the term is the
/// first of its file.
fn in_files<'l, K: Hashed>(
    parts: &'l [Lists<K>],
    size: impl Fn(Option<&Term<K>>, &Term<K>, bool) -> usize,
) -> Vec<Vec<(&'l Term<K>, &'l [u8])>> {
    let list = |lists: &'l Lists<K>, term: &'l Term<K>| {
        (term, &lists.bytes[term.start..term.start + term.head.bytes as usize])
    };
    let terms: Vec<(&Term<K>, &[u8])> =
        parts.iter().flat_map(|lists| lists.terms.iter().map(move |term| list(lists, term))).collect();
    let before = |at: usize| at.checked_sub(1).map(|before| terms[before].0);
    let sized = |at: usize, is_first: bool| size(before(at), terms[at].0, is_first);
    let mut starts = cuts(CONTENT, CONTENT / 8, terms.len(), sized, |at| terms[at].0.key.hashed());
    starts.push(terms.len());
    starts.windows(2).map(|file| terms[file[0]..file[1]].to_vec()).collect()
}

fn written_files<K: Clone + Send + Sync>(
    files: &[Vec<(&Term<K>, &[u8])>],
    write: impl Fn(&[(&Term<K>, &[u8])]) -> Vec<u8> + Sync,
) -> Vec<File<K>> {
    use rayon::prelude::*;
    files.par_iter().map(|terms| (terms[0].0.key.clone(), write(terms))).collect()
}

fn pair_file(terms: &[(&Term<u64>, &[u8])]) -> Vec<u8> {
    let groups: Vec<&[(&Term<u64>, &[u8])]> =
        terms.chunk_by(|a, b| halves(a.0.key).0 == halves(b.0.key).0).collect();
    let mut out = Vec::with_capacity(FILE_SIZE);
    push_varint(&mut out, groups.len() as u64);
    let mut first = 0;
    for group in groups {
        let own = halves(group[0].0.key).0;
        push_varint(&mut out, own - first);
        push_varint(&mut out, group.len() as u64);
        first = own;
        let mut second = 0;
        for (term, _) in group {
            let own = halves(term.key).1;
            push_varint(&mut out, own - second);
            push_head(&mut out, term.head);
            second = own;
        }
    }
    for (_, list) in terms {
        out.extend_from_slice(list);
    }
    out
}

fn name_file(terms: &[(&Term<Box<str>>, &[u8])]) -> Vec<u8> {
    let mut out = Vec::with_capacity(FILE_SIZE);
    push_varint(&mut out, terms.len() as u64);
    let mut before = "";
    for (term, _) in terms {
        let shared = shared_bytes(before, &term.key);
        push_varint(&mut out, shared as u64);
        push_varint(&mut out, (term.key.len() - shared) as u64);
        out.extend_from_slice(&term.key.as_bytes()[shared..]);
        push_head(&mut out, term.head);
        before = &term.key;
    }
    for (_, list) in terms {
        out.extend_from_slice(list);
    }
    out
}

/// The parts of a list that fills more than a file, each nearly full, and where the rest begins. A part is
/// cut before a document that its hash singles out, so that a change moves few cuts.
fn big_term(key: u64, list: &[Posting], space: Space<'_>) -> (BigTerm, usize) {
    let shape = shape_of(key);
    // What is measured bit by bit is not yet escaped, and heads are not counted.
    let bits = posting_bits(list, shape, space);
    let all: usize = bits.iter().sum::<usize>() / 8;
    let limit = (CONTENT - CONTENT / 24).max(all / (PARTS - 1));
    let hash = |at: usize| fnv(&list[at].id.to_le_bytes());
    let starts = cuts(limit * 8, limit / 2, list.len(), |at, _| bits[at], hash);
    let rest = starts.last().copied().unwrap_or(0);
    let part = |ends: &[usize]| {
        let first = if ends[0] == 0 { 0 } else { list[ends[0]].id };
        let range = Range { first, span: list[ends[1]].id - first };
        let mut bytes = Vec::new();
        let head = encode(&list[ends[0]..ends[1]], shape, range, space.segments, &mut bytes);
        pair_file(&[(&Term { key, head, start: 0, written: 0 }, &bytes)])
    };
    let parts = starts.windows(2).map(part).collect();
    let cuts = starts[1..].iter().map(|start| list[*start].id).collect();
    (BigTerm { place: BigPlace { key, cuts }, parts }, rest)
}

/// About how many bits each document takes in a list.
fn posting_bits(list: &[Posting], shape: Shape, space: Space<'_>) -> Vec<usize> {
    let width = rice_width(list.len() as u64, space.span.into());
    let titles = list.iter().filter(|posting| posting.title).count().max(1);
    let title_bits = rice_width(titles as u64, space.span.into()) as usize + 3;
    let mut next = 0;
    let bits = |posting: &Posting| {
        let gap = ((posting.id - next) >> width) as usize + 1 + width as usize;
        next = posting.id + 1;
        let rank = match shape {
            Shape::Ranked => rank_bits(*posting, space.segments[posting.id as usize]),
            Shape::Plain => 0,
        };
        gap + rank + if posting.title { title_bits } else { 0 }
    };
    list.iter().map(bits).collect()
}

/// A term as a file has it.
pub struct Found<'f, K> {
    /// Its key.
    pub key: K,
    /// What stands before its list.
    pub head: Head,
    /// Its list.
    pub list: &'f [u8],
}

/// The terms of a file of pairs; `None` when it is damaged.
#[must_use]
pub fn read_pairs(bytes: &[u8]) -> Option<Vec<Found<'_, u64>>> {
    let mut rest = bytes;
    let mut terms = Vec::new();
    let mut first = 0;
    for _ in 0..take_varint(&mut rest)? {
        first += take_varint(&mut rest)?;
        let mut second = 0;
        for _ in 0..take_varint(&mut rest)? {
            second += take_varint(&mut rest)?;
            terms.push((first << SECOND_BITS | second, take_head(&mut rest)?));
        }
    }
    with_lists(terms, rest)
}

/// The terms of a file of words or numbers; `None` when it is damaged.
#[must_use]
pub fn read_names(bytes: &[u8]) -> Option<Vec<Found<'_, Box<str>>>> {
    let mut rest = bytes;
    let mut terms = Vec::new();
    let mut name = Vec::new();
    for _ in 0..take_varint(&mut rest)? {
        name.truncate(usize::try_from(take_varint(&mut rest)?).ok()?);
        let length = usize::try_from(take_varint(&mut rest)?).ok()?;
        let (more, after) = rest.split_at_checked(length)?;
        name.extend_from_slice(more);
        rest = after;
        terms.push((String::from_utf8(name.clone()).ok()?.into_boxed_str(), take_head(&mut rest)?));
    }
    with_lists(terms, rest)
}

fn with_lists<K>(terms: Vec<(K, Head)>, lists: &[u8]) -> Option<Vec<Found<'_, K>>> {
    let mut rest = lists;
    let one = |(key, head): (K, Head)| {
        let (list, after) = rest.split_at_checked(head.bytes as usize)?;
        rest = after;
        Some(Found { key, head, list })
    };
    terms.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::list::decode;
    use super::super::terms::pair_key;
    use super::*;

    fn posting(id: u32) -> Posting {
        Posting {
            id,
            class: (id % 8) as u8,
            mask: 255,
            title: id.is_multiple_of(7),
            begins: id.is_multiple_of(14),
        }
    }

    #[test]
    fn every_term_comes_back_from_files_that_are_full() {
        let segments = vec![1; 3000];
        let space = Space { span: 4096, segments: &segments };
        let mut run = Run::new(0);
        let keys: Vec<u64> =
            (0..3000u64).map(|n| pair_key(0x4e00 + (n / 40) as u32, (n % 40 * 17) as u32)).collect();
        for (at, key) in keys.iter().enumerate() {
            (0..3000)
                .filter(|id| id % (at as u32 % 90 + 1) == 0)
                .for_each(|id| run.push(*key, posting(id).packed(0)));
        }
        let (files, big) = pair_files(vec![run], space);
        assert!(big.is_empty());
        let mut found = Vec::new();
        for (first, bytes) in &files {
            let file = super::super::script::bytes_file(&pair_path(*first, None), bytes);
            assert!(file.len() <= FILE_SIZE, "{}", file.len());
            let terms = read_pairs(bytes).unwrap();
            assert_eq!(terms[0].key, *first);
            for term in terms {
                let list = decode(term.list, term.head, shape_of(term.key), space.whole(), &segments);
                let every = found.len() as u32 % 90 + 1;
                let ids: Vec<u32> = list.iter().map(|posting| posting.id).collect();
                assert_eq!(ids, (0..3000).filter(|id| id % every == 0).collect::<Vec<u32>>());
                found.push(term.key);
            }
        }
        assert_eq!(found, keys);
        let full: usize = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / files.len();
        assert!(full > FILE_SIZE * 8 / 10, "{full} bytes a file");
    }

    #[test]
    fn a_list_that_fills_more_than_a_file_is_parted_by_ids() {
        let segments = vec![8; 200_000];
        let space = Space { span: 1 << 18, segments: &segments };
        let key = pair_key(0x4e00, 0x4e01);
        let mut run = Run::new(0);
        (0..200_000).for_each(|id| run.push(key, posting(id).packed(0)));
        let (files, big) = pair_files(vec![run], space);
        let BigTerm { place, parts } = &big[0];
        let mut ids = Vec::new();
        let ranges = place.parts().chain([place.rest(space.span)]);
        for (bytes, range) in parts.iter().chain(files.iter().map(|(_, bytes)| bytes)).zip(ranges) {
            assert!(written_length(bytes) <= CONTENT);
            let terms = read_pairs(bytes).unwrap();
            let list = decode(terms[0].list, terms[0].head, Shape::Ranked, range, &segments);
            ids.extend(list.iter().map(|posting| posting.id));
        }
        assert_eq!(ids, (0..200_000).collect::<Vec<u32>>());
        assert!(parts.iter().all(|bytes| bytes.len() > CONTENT * 8 / 10), "parts are nearly full");
    }

    #[test]
    fn names_come_back() {
        let segments = vec![1; 10];
        let space = Space { span: 16, segments: &segments };
        let mut run: Run<Box<str>> = Run::new(0);
        for name in ["school", "schools", "über"] {
            run.push(name.into(), posting(3).packed(0));
        }
        let files = name_files(&[run], Shape::Ranked, space);
        let names: Vec<Box<str>> =
            read_names(&files[0].1).unwrap().into_iter().map(|term| term.key).collect();
        assert_eq!(names, ["school".into(), "schools".into(), Box::<str>::from("über")]);
    }
}
