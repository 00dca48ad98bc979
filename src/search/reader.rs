//! What a query finds in an index, best first. The page's script follows the same rules.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::bits::take_varint;
use super::columns::{FACET_IDS, RANKING_IDS, read_ranking};
use super::list::{Head, Range, Shape, decode};
use super::plan::planned;
use super::postings::{name_path, pair_path, read_names, read_pairs, shape_of};
use super::query::{Phrase, Query, Term, TermKind};
use super::root::{BigPlace, Root, read_steps};
use super::run::Posting;
use super::script::{base36, bytes_of, json_of};
use super::store::{self, Record, id_of, inflated, records_of};

/// Where the files of a built index are read from: by their path below `search/`, with their ending.
pub trait Files {
    /// A file; `None` when it cannot be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

/// A built index.
pub struct Index<'f> {
    files: &'f dyn Files,
    root: Root,
    pairs: Vec<u64>,
    big: Vec<BigPlace>,
    store: Vec<u32>,
    segments: Vec<u8>,
    lengths: Vec<u8>,
    title_lengths: Vec<u8>,
    missing: RefCell<BTreeSet<String>>,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The candidates, best first. All hold the query's terms; whether they hold its phrases, their texts
    /// tell.
    pub ids: Vec<u32>,
    /// Those that were found by their number.
    pub numbers: BTreeMap<u32, u8>,
}

/// A document that may hold a phrase.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    id: u32,
    class: u8,
    mask: u8,
    /// Whether the title has the phrase, and whether it begins with it.
    title: bool,
    begins: bool,
}

impl From<Posting> for Candidate {
    fn from(Posting { id, class, mask, title, begins }: Posting) -> Self {
        Self { id, class, mask, title, begins }
    }
}

/// The tier of a number that is exactly the one that is asked for.
const EXACT: u8 = 5;
/// The tier of numbers of the register and year that are asked for.
const REGISTER: u8 = 4;
/// What a phrase in the title adds to its weight.
const TITLE_WEIGHT: u64 = 3000;

impl<'f> Index<'f> {
    /// Opens an index; `None` when there is none, or it is damaged or of another format.
    #[must_use]
    pub fn open(files: &'f dyn Files) -> Option<Self> {
        let root = Root::read(&files.read("root.js")?)?;
        let ids = root.ids as usize;
        let mut index = Self {
            files,
            pairs: read_steps(&root.pairs),
            big: root.big_terms(),
            store: read_steps(&root.store).into_iter().map(|id| id as u32).collect(),
            segments: vec![0; ids],
            lengths: vec![0; ids],
            title_lengths: vec![0; ids],
            missing: RefCell::default(),
            root,
        };
        for k in 0..index.root.ranking as usize {
            let column = index.bytes(&format!("r/{}", base36(k as u64))).and_then(|bytes| inflated(&bytes));
            let rows: Vec<_> = column.iter().flat_map(|column| read_ranking(column)).collect();
            for (id, (segments, length, title)) in (k * RANKING_IDS..ids).zip(rows) {
                (index.segments[id], index.lengths[id], index.title_lengths[id]) = (segments, length, title);
            }
        }
        Some(index)
    }

    /// The files that could not be read, by their path below `search/`.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        self.missing.borrow().iter().cloned().collect()
    }

    /// All documents, the newest first.
    #[must_use]
    pub fn everything(&self) -> Found {
        let ids = (0..self.root.ids).rev().filter(|id| self.segments[*id as usize] > 0);
        Found { ids: ids.collect(), numbers: BTreeMap::new() }
    }

    /// What a query finds, best first.
    #[must_use]
    pub fn find(&self, query: &Query) -> Found {
        let numbers = query.number.as_deref().map_or_else(BTreeMap::new, |key| self.by_number(key));
        // A phrase that nothing is known of asks nothing, and the texts decide.
        let known = query.wanted().filter_map(|phrase| Some((phrase, self.phrase(phrase)?)));
        let (phrases, lists): (Vec<&Phrase>, Vec<Vec<Candidate>>) = known.unzip();
        Found { ids: self.order(&phrases, &lists, &numbers), numbers }
    }

    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let path = format!("{path}.js");
        let bytes = self.files.read(&path).and_then(|file| bytes_of(&file));
        if bytes.is_none() {
            self.missing.borrow_mut().insert(path);
        }
        bytes
    }

    // Lists of terms. One that cannot be read is `None`: it asks nothing, and the texts decide.

    fn term(&self, term: &Term) -> Option<Vec<Candidate>> {
        match &term.kind {
            TermKind::Pair(key) => self.pair(*key, shape_of(*key)),
            TermKind::Word(word) => {
                let lists = self.named('w', word, word, |name| name == word, Shape::Ranked)?;
                Some(lists.into_iter().map(|(_, list)| list).fold(Vec::new(), either))
            }
            TermKind::Beginning(word) => {
                let lists = self.named(
                    'w',
                    word,
                    &beginning_with(word),
                    |name| name.starts_with(word.as_str()),
                    Shape::Ranked,
                )?;
                Some(lists.into_iter().map(|(_, list)| list).fold(Vec::new(), either))
            }
        }
    }

    fn decoded(&self, list: &[u8], head: Head, shape: Shape, range: Range) -> Vec<Candidate> {
        decode(list, head, shape, range, &self.segments).into_iter().map(Candidate::from).collect()
    }

    fn pair(&self, key: u64, shape: Shape) -> Option<Vec<Candidate>> {
        let big = self.big.binary_search_by_key(&key, |big| big.key).ok().map(|at| &self.big[at]);
        let whole = Range { first: 0, span: self.root.space };
        let rest = big.map_or(whole, |big| big.rest(self.root.space));
        let Some(place) = self.pairs.partition_point(|first| *first <= key).checked_sub(1) else {
            return Some(Vec::new());
        };
        let mut all = big.map(|big| self.parts(big, shape));
        // A part that is missing takes its documents away; without any, nothing is known of the term.
        match (self.pair_in(&pair_path(self.pairs[place], None), key, shape, rest), &mut all) {
            (Some(list), Some(Some(all))) => all.extend(list),
            (Some(list), _) => return Some(list),
            (None, _) => {}
        }
        all.flatten()
    }

    fn pair_in(&self, path: &str, key: u64, shape: Shape, range: Range) -> Option<Vec<Candidate>> {
        let bytes = self.bytes(path)?;
        let terms = read_pairs(&bytes)?;
        let found = terms.iter().find(|term| term.key == key);
        Some(found.map_or_else(Vec::new, |term| self.decoded(term.list, term.head, shape, range)))
    }

    /// What a big term's own files hold.
    fn parts(&self, big: &BigPlace, shape: Shape) -> Option<Vec<Candidate>> {
        let (mut all, mut is_known) = (Vec::new(), false);
        for (part, range) in big.parts().enumerate() {
            if let Some(list) = self.pair_in(&pair_path(big.key, Some(part)), big.key, shape, range) {
                all.extend(list);
                is_known = true;
            }
        }
        is_known.then_some(all)
    }

    /// How many files a term's list fills.
    fn files_of(&self, term: &Term) -> usize {
        match &term.kind {
            TermKind::Pair(key) => {
                let big = self.big.binary_search_by_key(key, |big| big.key);
                1 + big.map_or(0, |at| self.big[at].cuts.len())
            }
            TermKind::Word(word) => named_files(&self.root.words, word, word).len(),
            TermKind::Beginning(word) => named_files(&self.root.words, word, &beginning_with(word)).len(),
        }
    }

    /// The lists of all words (`w`) or numbers (`n`) that are wanted, from the files that may hold them.
    fn named(
        &self,
        kind: char,
        from: &str,
        until: &str,
        wants: impl Fn(&str) -> bool,
        shape: Shape,
    ) -> Option<Vec<(Box<str>, Vec<Candidate>)>> {
        let firsts = if kind == 'w' { &self.root.words } else { &self.root.numbers };
        let wanted = named_files(firsts, from, until);
        let range = Range { first: 0, span: self.root.space };
        let (mut lists, mut is_known) = (Vec::new(), wanted.is_empty());
        for first in wanted {
            let Some(bytes) = self.bytes(&name_path(kind, first)) else { continue };
            is_known = true;
            for term in read_names(&bytes).unwrap_or_default() {
                if wants(&term.key) {
                    let list = self.decoded(term.list, term.head, shape, range);
                    lists.push((term.key, list));
                }
            }
        }
        is_known.then_some(lists)
    }

    fn by_number(&self, key: &str) -> BTreeMap<u32, u8> {
        let within = format!("{key}|");
        let wants = |name: &str| name == key || name.starts_with(&within);
        let lists = self.named('n', key, &format!("{within}\u{10ffff}"), wants, Shape::Plain);
        let mut tiers = BTreeMap::new();
        for (name, list) in lists.unwrap_or_default() {
            let tier = if *name == *key { EXACT } else { REGISTER };
            for candidate in list {
                let known = tiers.entry(candidate.id).or_insert(tier);
                *known = tier.max(*known);
            }
        }
        tiers
    }

    // Phrases.

    /// The candidates of a phrase; `None` where none of its lists can be read.
    fn phrase(&self, phrase: &Phrase) -> Option<Vec<Candidate>> {
        let lists = phrase.forms.iter().filter_map(|form| {
            let form = planned(form, |term| self.files_of(term));
            let mut list = self.form(&form)?;
            // What stands before the first term that is read keeps it from the beginning of a title.
            if form.first().and_then(|part| part.first()).is_none_or(|first| first.at > 0) {
                for candidate in &mut list {
                    candidate.begins = false;
                }
            }
            Some(list)
        });
        lists.reduce(better)
    }

    /// The candidates of a form: in the lists of all its terms, with a segment for each part.
    fn form(&self, parts: &[Vec<Term>]) -> Option<Vec<Candidate>> {
        let terms: Vec<(usize, &Term)> = parts
            .iter()
            .enumerate()
            .flat_map(|(part, terms)| terms.iter().map(move |term| (part, term)))
            .collect();
        let known: Vec<(usize, usize, &Term, Vec<Candidate>)> = terms
            .into_iter()
            .enumerate()
            .filter_map(|(place, (part, term))| Some((place, part, term, self.term(term)?)))
            .collect();
        let rarest = known.iter().min_by_key(|(.., list)| list.len())?;
        let mut cursors = vec![0; known.len()];
        let mut out = Vec::new();
        'documents: for Candidate { id, .. } in &rarest.3 {
            let mut masks = vec![u8::MAX; parts.len()];
            let (mut class, mut title, mut begins) = (None, true, true);
            for ((place, part, term, list), cursor) in known.iter().zip(&mut cursors) {
                *cursor += list[*cursor..].iter().take_while(|candidate| candidate.id < *id).count();
                let Some(own) = list.get(*cursor).filter(|candidate| candidate.id == *id) else {
                    continue 'documents;
                };
                if !matches!(term.kind, TermKind::Pair(key) if shape_of(key) == Shape::Plain) {
                    class = Some(class.unwrap_or(u8::MAX).min(own.class));
                    masks[*part] &= own.mask;
                }
                title &= own.title;
                begins &= *place > 0 || own.begins;
            }
            if masks.iter().all(|mask| *mask > 0) {
                let mask = masks.first().copied().unwrap_or(u8::MAX);
                let class = class.unwrap_or(0);
                out.push(Candidate { id: *id, class, mask, title, begins: title && begins });
            }
        }
        Some(out)
    }

    fn order(&self, phrases: &[&Phrase], lists: &[Vec<Candidate>], numbers: &BTreeMap<u32, u8>) -> Vec<u32> {
        let log = |count: usize| lg(count as u64 + 1);
        let all = log(self.root.documents as usize);
        let idfs: Vec<u64> = lists.iter().map(|list| all.saturating_sub(log(list.len())).max(8)).collect();
        let mut keys: Vec<(u8, u64, u32)> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut cursors = vec![0; lists.len()];
        let rarest = lists.iter().min_by_key(|list| list.len());
        'documents: for Candidate { id, .. } in rarest.into_iter().flatten() {
            let (mut score, mut mask, mut titles, mut begins) = (0, u8::MAX, 0, false);
            for ((list, idf), cursor) in lists.iter().zip(&idfs).zip(&mut cursors) {
                *cursor += list[*cursor..].iter().take_while(|candidate| candidate.id < *id).count();
                let Some(own) = list.get(*cursor).filter(|candidate| candidate.id == *id) else {
                    continue 'documents;
                };
                let weight = self.root.weights.get(usize::from(self.lengths[*id as usize]));
                let weight = weight.map_or(0, |row| u64::from(row[usize::from(own.class)]));
                score += idf * (weight + if own.title { TITLE_WEIGHT } else { 0 });
                titles += usize::from(own.title);
                begins |= own.begins;
                mask &= own.mask;
            }
            if lists.len() > 1 && mask > 0 {
                score += score / 8;
            }
            let mut tier = u8::from(titles == lists.len());
            if lists.len() == 1 && titles == 1 {
                let is_all = usize::from(self.title_lengths[*id as usize]) == phrases[0].length.min(255);
                tier = if is_all { 3 } else { 1 + u8::from(begins) };
            }
            keys.push((tier.max(numbers.get(id).copied().unwrap_or(0)), score, *id));
            seen.insert(*id);
        }
        keys.extend(numbers.iter().filter(|(id, _)| !seen.contains(id)).map(|(id, tier)| (*tier, 0, *id)));
        keys.sort_unstable();
        keys.into_iter().rev().map(|(.., id)| id).collect()
    }

    // Texts and facets.

    /// A document with its text; `None` when it cannot be read.
    #[must_use]
    pub fn record(&self, id: u32) -> Option<Record> {
        let place = self.store.partition_point(|first| *first <= id).checked_sub(1)?;
        let records = records_of(&self.bytes(&store::path(self.store[place]))?)?;
        let record = records.iter().find(|record| id_of(record) == Some(id))?;
        serde_json::from_str(record).ok()
    }

    /// The documents that a department issued, by its full name.
    #[must_use]
    pub fn issued_by(&self, department: &str) -> BTreeSet<u32> {
        #[derive(serde::Deserialize)]
        struct Departments {
            departments: Vec<String>,
        }
        let file = self.files.read("facets.js");
        let names = file.as_deref().and_then(|file| serde_json::from_str(json_of("facets", file)?).ok());
        let Some(Departments { departments }) = names else {
            self.missing.borrow_mut().insert("facets.js".into());
            return BTreeSet::new();
        };
        let Some(wanted) = departments.iter().position(|name| name == department) else {
            return BTreeSet::new();
        };
        let mut issued = BTreeSet::new();
        for k in 0..self.root.facets as usize {
            let column = self.bytes(&format!("f/{}", base36(k as u64))).and_then(|bytes| inflated(&bytes));
            let rows = column.as_deref().map(departments_of).unwrap_or_default();
            let own = (0..).zip(rows).filter(|(_, departments)| departments.contains(&(wanted as u64)));
            issued.extend(own.map(|(place, _): (u32, _)| (k * FACET_IDS) as u32 + place));
        }
        issued
    }
}

/// What is behind all names that begin so.
fn beginning_with(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

/// The first terms of the files that may hold the names from one up to another.
fn named_files<'f>(firsts: &'f [String], from: &str, until: &str) -> &'f [String] {
    let start = firsts.partition_point(|first| first.as_str() <= from).saturating_sub(1);
    let end = firsts.partition_point(|first| first.as_str() <= until);
    firsts.get(start..end).unwrap_or_default()
}

/// The departments of each id in a facet column.
fn departments_of(mut bytes: &[u8]) -> Vec<Vec<u64>> {
    fn row(bytes: &mut &[u8]) -> Option<Vec<u64>> {
        if take_varint(bytes)? == 0 {
            return Some(Vec::new());
        }
        let list = |bytes: &mut &[u8]| -> Option<Vec<u64>> {
            (0..take_varint(bytes)?).map(|_| take_varint(bytes)).collect()
        };
        for _ in 0..3 {
            take_varint(bytes)?;
        }
        let departments = list(bytes)?;
        list(bytes)?;
        for _ in 0..3 {
            take_varint(bytes)?;
        }
        Some(departments)
    }
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        let Some(row) = row(&mut bytes) else { break };
        rows.push(row);
    }
    rows
}

/// Sixteen times the binary logarithm, between powers of two by a straight line.
fn lg(x: u64) -> u64 {
    let e = x.ilog2();
    16 * u64::from(e) + (((x - (1 << e)) * 16) >> e)
}

/// Documents of either list: the higher class, all segments, all that titles have.
fn either(a: Vec<Candidate>, b: Vec<Candidate>) -> Vec<Candidate> {
    merged(a, b, |a, b| Candidate { class: a.class.max(b.class), mask: a.mask | b.mask, ..a })
}

/// Documents of either form: class and segments of the one with the higher class, the first on a tie.
fn better(a: Vec<Candidate>, b: Vec<Candidate>) -> Vec<Candidate> {
    merged(a, b, |a, b| if b.class > a.class { b } else { a })
}

fn merged(
    a: Vec<Candidate>,
    b: Vec<Candidate>,
    both: impl Fn(Candidate, Candidate) -> Candidate,
) -> Vec<Candidate> {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() { b } else { a };
    }
    let mut out: Vec<Candidate> = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(left), Some(right)) if left.id == right.id => {
                let (left, right) = (*left, *right);
                a.next();
                b.next();
                let (title, begins) = (left.title || right.title, left.begins || right.begins);
                Some(Candidate { title, begins, ..both(left, right) })
            }
            (Some(left), Some(right)) if right.id < left.id => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        match next {
            Some(candidate) => out.push(candidate),
            None => return out,
        }
    }
}
