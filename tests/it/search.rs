//! What searching promises: it finds what is there, in the order that people expect, and nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongbao::search::{
    Block, Entry, Facets, Files, Index, Manifest, Names, Place, Query, Results, build, number_key,
};
use proptest::prelude::*;

use crate::support::{BOOK, built, gongbao, text, texts_of, write_project};

/// A document that is made up.
#[derive(Clone, Debug, Default)]
struct Made {
    title: String,
    number: String,
    department: String,
    blocks: Vec<String>,
}

/// An index in memory, and what was done to make it.
#[derive(Default)]
struct Built {
    manifest: Manifest,
    files: BTreeMap<String, Vec<u8>>,
    /// How many texts were read.
    read: usize,
    /// The files that were written anew.
    written: Vec<String>,
}

struct InMemory<'m> {
    before: &'m BTreeMap<String, Vec<u8>>,
    now: Mutex<BTreeMap<String, Vec<u8>>>,
    written: Mutex<Vec<String>>,
}

impl Place for InMemory<'_> {
    fn previous(&self, path: &str, _: u64) -> io::Result<Option<Vec<u8>>> {
        Ok(self.before.get(path).cloned())
    }

    fn keep(&self, path: &str, _: u64) -> io::Result<bool> {
        let Some(bytes) = self.before.get(path) else { return Ok(false) };
        self.now.lock().unwrap().insert(path.into(), bytes.clone());
        Ok(true)
    }

    fn put(&self, path: &str, _: u64, bytes: &[u8]) -> io::Result<()> {
        if self.before.get(path).map(Vec::as_slice) != Some(bytes) {
            self.written.lock().unwrap().push(path.into());
        }
        self.now.lock().unwrap().insert(path.into(), bytes.to_vec());
        Ok(())
    }
}

impl Files for Built {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.files.get(path).cloned()
    }
}

/// Indexes documents, each with its id.
fn index(documents: &[(u32, Made)], last: Option<&Built>) -> Built {
    let entry = |(id, made): &(u32, Made)| Entry {
        id: *id,
        source: xxhash_rust::xxh3::xxh3_64(made.blocks.join("\n").as_bytes()),
        url: format!("2025/01/{}.html", made.title),
        title: made.title.clone(),
        numbers: Some(made.number.clone()).filter(|number| !number.is_empty()).into_iter().collect(),
        keys: Some(number_key(&made.number)).filter(|key| !key.is_empty()).into_iter().collect(),
        departments: Some(made.department.clone()).filter(|name| !name.is_empty()).into_iter().collect(),
        date: "2025-01-01".into(),
        kind: "通知".into(),
        issue: (2025, "1".into(), "2025/01/index.html".into(), String::new()),
        more: Vec::new(),
        language: String::new(),
        facets: Facets::default(),
    };
    let entries: Vec<Entry> = documents.iter().map(entry).collect();
    let read = AtomicUsize::new(0);
    let texts = |at: usize| {
        read.fetch_add(1, Ordering::Relaxed);
        let block =
            |(number, text): (usize, &String)| Block { anchor: format!("p_{number}"), text: text.clone() };
        Ok((1..).zip(&documents[at].1.blocks).map(block).collect())
    };
    let nothing = BTreeMap::new();
    let place = InMemory {
        before: last.map_or(&nothing, |last| &last.files),
        now: Mutex::default(),
        written: Mutex::default(),
    };
    let manifest =
        build(&entries, &Names::default(), last.map(|last| &last.manifest), &texts, &place).unwrap();
    let (files, written) = (place.now.into_inner().unwrap(), place.written.into_inner().unwrap());
    Built { manifest, files, read: read.into_inner(), written }
}

/// Documents with the ids 0, 1, 2, …
fn numbered(documents: impl IntoIterator<Item = Made>) -> Vec<(u32, Made)> {
    (0..).zip(documents).collect()
}

fn titled(title: &str, blocks: &[&str]) -> Made {
    Made {
        title: title.into(),
        blocks: blocks.iter().map(|block| (*block).into()).collect(),
        ..Made::default()
    }
}

/// The titles of what a query finds, in order.
fn found(files: &dyn Files, query: &str) -> Vec<String> {
    let index = Index::open(files).expect("the index opens");
    let titles = Results::new(&index, &Query::new(query)).map(|hit| hit.record.2).collect();
    assert_eq!(index.missing(), Vec::<String>::new());
    titles
}

// --- It finds what is there ----------------------------------------------------------------------

/// Characters that texts are made of: few, so that phrases meet by chance.
const CHARACTERS: &str = "国务院公告安全校车12三年月，。；、（　第十abB";
/// What they would seldom meet to.
const NUMBERS: [&str; 4] = ["务院（12）3号", "公告（三）12号", "（1）2", "全（2）"];

fn texts() -> impl Strategy<Value = Vec<Made>> {
    let pieces: Vec<String> = CHARACTERS.chars().map(String::from).chain(NUMBERS.map(String::from)).collect();
    let block =
        proptest::collection::vec(proptest::sample::select(pieces), 1..60).prop_map(|pieces| pieces.concat());
    let blocks = proptest::collection::vec(block, 1..40);
    proptest::collection::vec(blocks, 1..30).prop_map(|documents| {
        let one = |(number, blocks): (usize, Vec<String>)| Made {
            title: format!("标题{number}号"),
            blocks,
            ..Made::default()
        };
        documents.into_iter().enumerate().map(one).collect()
    })
}

/// The same words as somebody else would type them.
fn variant(words: &str, which: u8) -> String {
    let change = |c: char| match (which % 4, c) {
        (1, '国') => '國',
        (1, '务') => '務',
        (1, '车') => '車',
        (2, '1'..='9' | 'a' | 'b' | 'B') => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        (2, '，') => ',',
        (2, '三') => '3',
        (3, 'a' | 'b') => c.to_ascii_uppercase(),
        (3, '（') => '〔',
        _ => c,
    };
    words.chars().map(change).collect()
}

/// What a plain scan compares: without blanks, but for one where nothing dense stands on either side.
fn plain(text: &str) -> String {
    let folded: Vec<char> = text.to_lowercase().replace('三', "3").chars().collect();
    let is_dense = |c: Option<&char>| c.is_none_or(|c| c.is_alphanumeric() && !c.is_ascii_alphabetic());
    let mut plain = Vec::new();
    for (at, c) in folded.iter().enumerate() {
        if *c != '　' {
            plain.push(*c);
        } else if folded.get(at + 1) != Some(&'　') {
            // The last of a run of blanks: it counts only between letters and marks.
            let matters = !is_dense(plain.last()) && !is_dense(folded.get(at + 1));
            plain.extend(matters.then_some(' '));
        }
    }
    plain.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_piece_of_every_text_is_found_however_it_is_written(
        documents in texts(),
        picks in proptest::collection::vec((any::<usize>(), any::<usize>(), any::<usize>(), 2..14usize, any::<u8>()), 24),
    ) {
        let site = index(&numbered(documents.clone()), None);
        for (document, block, start, length, which) in picks {
            let document = &documents[document % documents.len()];
            let block: Vec<char> = document.blocks[block % document.blocks.len()].chars().collect();
            let start = start % block.len();
            let piece: String = block[start..(start + length).min(block.len())].iter().collect();
            // A word is found by its beginning: a piece without anything else must not begin within one.
            let latin = |c: &char| c.is_ascii_alphabetic();
            let bare = piece.chars().all(|c| latin(&c) || !c.is_alphanumeric());
            let begins_within = start > 0 && latin(&block[start - 1]) && latin(&block[start]);
            let words = piece.trim_matches(|c: char| !c.is_alphanumeric());
            if words.is_empty() || (bare && (begins_within || piece.len() != words.len())) {
                continue;
            }
            let query = format!("“{}”", variant(words, which));
            let query = if bare { variant(words, which) } else { query };
            let titles = found(&site, &query);
            prop_assert!(titles.contains(&document.title), "{query} is not found in {block:?}");
            // And what is shown holds it: all that scanning finds, and nothing else.
            if !bare && !words.contains(['十', '第']) {
                let holds = |text: &String| plain(text).contains(&plain(words));
                let has = |made: &&Made| holds(&made.title) || made.blocks.iter().any(holds);
                // A scan does not read 十二月 as 12月.
                let numerals = |made: &Made| made.blocks.iter().any(|block| block.contains('十'));
                for made in &documents {
                    let shown = titles.contains(&made.title);
                    let scanned = has(&made);
                    prop_assert!(shown == scanned || (shown && numerals(made)), "{query}: {}", made.title);
                }
            }
        }
    }
}

#[test]
fn numerals_are_found_in_whatever_digits() {
    let site = index(
        &numbered([
            titled("甲", &["自2024年十二月三十日起施行。"]),
            titled("乙", &["自二〇二四年12月30日起施行。"]),
            titled("丙", &["第二十三条"]),
            titled("丁", &["第23条"]),
            titled("戊", &["十分重要的二十三"]),
        ]),
        None,
    );
    for query in ["2024年12月30日", "二〇二四年十二月三十日", "２０２４年十二月30日"] {
        assert_eq!(found(&site, query), ["乙", "甲"], "{query}");
    }
    for query in ["第23条", "第二十三條", "第二三条"] {
        assert_eq!(found(&site, query), ["丁", "丙"], "{query}");
    }
    assert_eq!(found(&site, "十分重要"), ["戊"]);
}

#[test]
fn words_are_found_by_their_beginning_and_quoted_ones_whole() {
    let site = index(
        &numbered([
            titled("A", &["The school bus leaves at eight."]),
            titled("B", &["Schools, preschool and Scholars."]),
            titled("C", &["Élan, a Bus. School"]),
            titled("D", &["使用Word编辑"]),
        ]),
        None,
    );
    for (query, expected) in [
        ("school", &["C", "B", "A"][..]),
        ("SCHO", &["C", "B", "A"]),
        ("“school”", &["C", "A"]),
        ("“school bus”", &["A"]),
        ("bus school", &["C", "A"]),
        ("preschool", &["B"]),
        ("elan", &["C"]),
        ("word", &["D"]),
        ("word编", &["D"]),
        ("用w", &["D"]),
        ("chool", &[]),
        ("s", &["C", "B", "A"]),
    ] {
        let mut titles = found(&site, query);
        titles.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(titles, expected, "{query}");
    }
}

#[test]
fn several_phrases_are_found_together_and_what_is_excluded_is_left_out() {
    let site = index(
        &numbered([
            titled("甲", &["防汛", "应急预案"]),
            titled("乙", &["防汛演练"]),
            titled("丙", &["应急防汛"]),
        ]),
        None,
    );
    assert_eq!(found(&site, "防汛 应急"), ["丙", "甲"]);
    assert_eq!(found(&site, "防汛 -应急"), ["乙"]);
    assert_eq!(found(&site, "防汛　－“应急预案”"), ["丙", "乙"]);
    assert_eq!(found(&site, "“应急防汛”"), ["丙"]);
    assert_eq!(found(&site, "不存在"), [""; 0]);
    assert_eq!(found(&site, ""), ["丙", "乙", "甲"], "an empty box shows everything, the newest first");
}

#[test]
fn a_phrase_reaches_over_the_end_of_a_sentence() {
    let long = "无关的话，说了又说。".repeat(60);
    let site = index(
        &numbered([
            titled("甲", &[&format!("{long}应当认真执行。经批准后{long}")]),
            titled("乙", &[&format!("经批准后认真执行。{long}"), "执行。", "经批准"]),
        ]),
        None,
    );
    assert_eq!(found(&site, "执行。经批准"), ["甲"]);
    // And it is its pair over the mark that tells them apart: the other's text is not looked at.
    let index = Index::open(&site).unwrap();
    assert_eq!(Results::new(&index, &Query::new("执行。经批准")).candidates(), 1);
}

#[test]
fn a_number_within_texts_has_few_candidates() {
    let text = |year: u32, number: u32| format!("根据云政发〔{year}〕{number}号文件的要求。");
    let documents = (2000..2010).flat_map(|year| {
        (1..10).map(move |number| {
            let other = text(4009 - year, 10 - number);
            titled(&format!("{year}年{number}号"), &[&text(year, number), &other])
        })
    });
    let site = index(&numbered(documents), None);
    let index = Index::open(&site).unwrap();
    for (query, all) in [("云政发〔2003〕4号", 2), ("政发[二〇〇三]四号", 2), ("“发〔2003〕4号”", 18)]
    {
        let query = Query::new(query);
        let results = Results::new(&index, &query);
        assert!(results.candidates() <= all, "{query:?}: {}", results.candidates());
        let mut titles: Vec<String> = results.map(|hit| hit.record.2).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["2003年4号", "2006年6号"]);
    }
}

#[test]
fn departments_numbers_and_further_words_are_found() {
    let made = Made {
        title: "甲".into(),
        number: "云政发〔2025〕8号".into(),
        department: "云溪区水务局".into(),
        blocks: vec!["正文".into()],
    };
    let site = index(&numbered([made]), None);
    for query in ["水务", "政发", "发〔2025〕", "2025〕8", "正文"] {
        assert_eq!(found(&site, query), ["甲"], "{query}");
    }
}

// --- The order -----------------------------------------------------------------------------------

#[test]
fn an_exact_number_is_first_however_it_is_written() {
    let document = |number: &str, title: &str, text: &str| Made {
        title: title.into(),
        number: number.into(),
        blocks: vec![text.into()],
        ..Made::default()
    };
    let mut documents = vec![
        document("云政发〔2018〕8号", "甲", "正文"),
        document("云政发〔2018〕18号", "乙", "依据云政发〔2018〕8号"),
        document("云政办发〔2018〕8号", "云政发〔2018〕8号的解读", "云政发〔2018〕8号、云政发〔2018〕8号"),
    ];
    documents
        .extend((0..50).map(|n| document("", &format!("云政发〔2018〕8号说明{n}"), "云政发〔2018〕8号")));
    let site = index(&numbered(documents), None);
    for query in [
        "云政发〔2018〕8号",
        "云政发[2018]8号",
        "云政发（2018）8号",
        "云政发【2018】08号",
        "雲政發〔二〇一八〕八號",
        "云政发 ２０１８ 第8号",
        "云政发〔2018〕第8号",
        "云政发2018年8号",
    ] {
        assert_eq!(found(&site, query).first().map(String::as_str), Some("甲"), "{query}");
    }
    let register = found(&site, "云政发〔2018〕");
    assert_eq!(register[..2], ["乙", "甲"], "a register and its year list what they hold, the newest first");
}

#[test]
fn a_title_goes_before_a_text_and_a_newer_document_before_an_older() {
    let site = index(
        &numbered([
            titled("校车安全", &["正文"]),
            titled("校车安全管理办法", &["正文"]),
            titled("关于校车安全的通知", &["正文"]),
            titled("另一件", &["校车安全，校车安全，校车安全。"]),
            titled("又一件", &["校车安全。"]),
            titled("再一件", &["校车安全。"]),
        ]),
        None,
    );
    assert_eq!(
        found(&site, "校车安全"),
        ["校车安全", "校车安全管理办法", "关于校车安全的通知", "另一件", "再一件", "又一件"]
    );
}

#[test]
fn words_that_stand_together_go_before_words_far_apart() {
    let filling = "无关的话。".repeat(400);
    let site = index(
        &numbered([titled("近", &["防汛物资。", &filling]), titled("远", &["防汛。", &filling, "物资。"])]),
        None,
    );
    assert_eq!(found(&site, "防汛 物资"), ["近", "远"]);
}

// --- What a change costs -------------------------------------------------------------------------

/// Texts of some length that differ.
fn many(count: u32) -> Vec<(u32, Made)> {
    let mut seed = 1u32;
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    let mut sentence = move || -> String {
        let length = 6 + next(20);
        (0..length).filter_map(|_| char::from_u32(0x4e00 + next(600) * next(12))).chain(['。']).collect()
    };
    let mut document = |number: u32| {
        let blocks = (0..20).map(|_| (0..4).map(|_| sentence()).collect()).collect();
        (
            number,
            Made {
                title: format!("第{number}件"),
                number: format!("云政发〔2025〕{number}号"),
                blocks,
                ..Made::default()
            },
        )
    };
    (0..count).map(&mut document).collect()
}

#[test]
fn an_unchanged_archive_reads_no_text_and_writes_nothing() {
    let documents = many(40);
    let first = index(&documents, None);
    assert_eq!(first.read, 40);
    let second = index(&documents, Some(&first));
    assert_eq!((second.read, second.written.len()), (0, 0));
    assert_eq!(second.files, first.files);
    assert_eq!(second.manifest, first.manifest);
}

#[test]
fn one_changed_document_is_read_alone_and_rewrites_few_files() {
    let mut documents = many(1200);
    let first = index(&documents, None);
    documents[700].1.blocks[3].insert_str("文".len() * 20, "校车");
    documents[700].1.blocks.insert(7, "新增一段。".into());
    let second = index(&documents, Some(&first));
    assert_eq!(second.read, 1);
    let of = |kind: &str| second.written.iter().filter(|path| path.starts_with(kind)).count();
    assert!(of("d/") <= 3 && of("b/") <= 24, "{:?}", second.written);
    assert!(first.files.len() > 100, "{} files", first.files.len());
    assert_eq!(second.files, index(&documents, None).files, "it equals a clean build");
}

#[test]
fn a_lost_or_damaged_file_is_made_anew() {
    let documents = many(60);
    let clean = index(&documents, None);
    for path in clean.files.keys() {
        let mut last = index(&documents, None);
        last.files.remove(path);
        assert!(index(&documents, Some(&last)).files == clean.files, "without {path}");
    }
    let mut changed = documents;
    changed[5].1.blocks.push("新增一段。".into());
    for path in clean.files.keys().filter(|path| path.starts_with("b/") || *path == "root.js") {
        let mut last = index(&many(60), None);
        last.files.insert(path.clone(), b"gongbaoSearch(\"x\",\"00000000\",\"\");\n".to_vec());
        assert!(index(&changed, Some(&last)).files == index(&changed, None).files, "{path} is damaged");
    }
}

#[test]
fn the_index_is_the_same_on_any_number_of_threads() {
    let documents = many(300);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index(&documents, None).files)
    };
    assert_eq!(with(1), with(8));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_that_was_taken_up_equals_one_made_anew(
        edits in proptest::collection::vec((0..4u8, any::<usize>(), any::<u8>()), 1..8),
    ) {
        let mut documents = many(40);
        let mut last = index(&documents, None);
        for (edit, which, how) in edits {
            let at = which % documents.len();
            match edit {
                0 => documents[at].1.blocks.push(format!("新增第{how}段。school{how}")),
                1 => drop(documents.remove(at)),
                // A document is put in: those behind it get other ids.
                2 => {
                    let mut made = documents[at].1.clone();
                    made.title = format!("插入{how}·{which}");
                    documents.insert(at, (documents[at].0, made));
                    let first = documents[at].0;
                    for (id, (place, _)) in (first..).zip(&mut documents[at..]) {
                        *place = id;
                    }
                }
                _ => for (id, _) in &mut documents[at..] {
                    *id += u32::from(how) * 11;
                },
            }
            if documents.is_empty() {
                break;
            }
            let next = index(&documents, Some(&last));
            let clean = index(&documents, None);
            prop_assert!(next.files == clean.files, "the files differ after {edit} {how}");
            prop_assert_eq!(&next.manifest, &clean.manifest);
            last = next;
        }
    }
}

#[test]
fn files_are_small_and_their_names_fit_any_disk() {
    let site = index(&many(1500), None);
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, bytes) in &site.files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.strip_suffix(".js").unwrap();
        assert!(
            stem.len() <= 8 && stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
            "{path}"
        );
        assert!(bytes.len() <= 32_768 || matches!(path.as_str(), "fold.js"), "{path}: {}", bytes.len());
        *folders.entry(folder).or_default() += 1;
    }
    assert!(folders.values().all(|files| *files <= 1000));
}

#[test]
fn a_damaged_file_is_named_and_the_rest_goes_on() {
    let documents = numbered([titled("甲", &["防汛"]), titled("乙", &["校车"])]);
    let mut site = index(&documents, None);
    let path = site.files.keys().find(|path| path.starts_with("b/")).unwrap().clone();
    site.files.get_mut(&path).unwrap()[60] ^= 1;
    let index = Index::open(&site).unwrap();
    let titles = |query: &str| -> Vec<String> {
        Results::new(&index, &Query::new(query)).map(|hit| hit.record.2).collect()
    };
    assert_eq!(titles("防汛"), [""; 0]);
    assert_eq!(index.missing(), [path]);
    assert_eq!(titles(""), ["乙", "甲"]);
}

/// An index with a file of lists that is lost, and what was asked for.
struct Lossy<'s> {
    site: &'s Built,
    lost: Option<&'s str>,
    asked: RefCell<Vec<String>>,
}

impl<'s> Lossy<'s> {
    fn new(site: &'s Built, lost: Option<&'s str>) -> Self {
        Self { site, lost, asked: RefCell::default() }
    }

    /// The first file of lists that a query asks for.
    fn first_list(&self, query: &str) -> String {
        self.asked.borrow_mut().clear();
        found(self, query);
        let asked = self.asked.borrow();
        asked.iter().find(|path| path.starts_with("b/")).cloned().expect("a list is asked for")
    }
}

impl Files for Lossy<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.asked.borrow_mut().push(path.into());
        self.site.files.get(path).filter(|_| self.lost != Some(path)).cloned()
    }
}

#[test]
fn a_phrase_whose_lists_are_lost_is_left_to_the_texts() {
    let site = index(&many(150), None);
    let whole = Lossy::new(&site, None);
    let text = Results::new(&Index::open(&whole).unwrap(), &Query::new("")).nth(7).unwrap().record.9;
    let line = text.lines().next().unwrap();
    let pieces: Vec<&str> = line.split(|c: char| c < '\u{4e00}').filter(|run| !run.is_empty()).collect();
    let pairs = pieces.iter().flat_map(|run| {
        run.char_indices().zip(run.char_indices().skip(2)).map(|((from, _), (until, _))| &run[from..until])
    });
    let mut lists: Vec<(String, &str)> = pairs.map(|pair| (whole.first_list(pair), pair)).collect();
    lists.dedup_by(|a, b| a.0 == b.0);
    let [(first, one), (second, other), ..] = lists.as_slice() else { panic!("{lists:?}") };
    let query = format!("{one} {other}");
    let mut all = found(&site, &query);
    all.sort_unstable();
    assert!(!all.is_empty());
    for path in [first, second] {
        let lossy = Lossy::new(&site, Some(path));
        let index = Index::open(&lossy).unwrap();
        let query = Query::new(&query);
        let hits = Results::new(&index, &query);
        let mut titles: Vec<String> = hits.map(|hit| hit.record.2).collect();
        titles.sort_unstable();
        assert_eq!(titles, all, "without {path}");
        assert_eq!(index.missing(), std::slice::from_ref(path));
    }
}

/// Documents that all have 校车 so often, with ids so far apart, that its list fills more than a file.
fn crowded() -> Vec<(u32, Made)> {
    let often = "校车".repeat(65);
    let made =
        |number: u32| titled(&format!("校车第{number}件"), &[&often, "中途", &format!("校车{number}号")]);
    (0..12_000).map(|number| (number * 128, made(number))).collect()
}

#[test]
fn a_list_that_fills_several_files_is_found_whole() {
    let documents = crowded();
    let site = index(&documents, None);
    let parts: Vec<&String> = site
        .files
        .keys()
        .filter(|path| path.starts_with("b/") && path.len() == "b/x/12345678.js".len())
        .collect();
    assert!(!parts.is_empty());
    let candidates = |files: &dyn Files, query: &str| {
        let index = Index::open(files).unwrap();
        (index.find(&Query::new(query)).ids, index.missing())
    };
    let all: Vec<u32> = documents.iter().rev().map(|(id, _)| *id).collect();
    let sorted = |mut ids: Vec<u32>| {
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids
    };
    let (found_ids, missing) = candidates(&site, "校车");
    assert_eq!((sorted(found_ids), missing), (all.clone(), Vec::new()));
    assert_eq!(found(&site, "校车11998号"), ["校车第11998件"]);

    // Without a part its documents are not found, all others are, and the part is named.
    let lossy = Lossy::new(&site, Some(parts[0]));
    let (ids, missing) = candidates(&lossy, "校车");
    assert!(!ids.is_empty() && ids.len() < all.len(), "{}", ids.len());
    assert_eq!(sorted(ids.clone()), all[..ids.len()], "the first part has the lowest ids");
    assert_eq!(missing, [parts[0].as_str()]);

    // What is taken up equals what is made anew.
    let mut changed = documents;
    changed[7000].1.blocks[1] = "校车途中".into();
    changed.remove(40);
    let second = index(&changed, Some(&site));
    assert_eq!(second.read, 1);
    assert!(second.files == index(&changed, None).files, "it equals a clean build");
}

// --- In an archive -------------------------------------------------------------------------------

const ARCHIVE: &str = "
@ content/2025/01/01.md
---
title: 关于防汛的通知
number: 云政发〔2025〕1号
department: 云溪区水务局
attachments: [{ title: 防汛物资清单, file: list.pdf }]
---
按照安排做好防汛工作。

|单位|任务|
|-|-|
|水务局|巡查堤防|

## 二、要求

请认真落实，不得有误。
@ content/2025/01/list.pdf
x
@ content/2025/01/02.md
---
title: 撤回的通知
withdrawn: { date: 2025-02-01 }
---
撤回的正文。
@ content/2025/01/03.md
---
title: 起草中的通知
draft: true
---
起草的正文。
@ content/2025/02/01.md
---
title: 关于防汛的通知
number: 云政发〔2025〕1号
department: 云溪区水务局
reprint_of: 云政发〔2025〕1号
---
按照安排做好防汛工作。
";

struct Site(BTreeMap<String, Vec<u8>>);

impl Files for Site {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.get(&format!("search/{path}")).cloned()
    }
}

#[test]
fn what_was_withdrawn_is_drafted_or_printed_again_is_not_in_the_index() {
    let site = Site(built(ARCHIVE).site);
    for query in ["撤回", "起草", "撤回的正文", "起草的正文"] {
        assert_eq!(found(&site, query), [""; 0], "{query}");
    }
    assert_eq!(found(&site, "防汛"), ["关于防汛的通知"]);
    assert_eq!(found(&site, "").len(), 1);
}

#[test]
fn a_result_leads_to_the_paragraph() {
    let site = Site(built(ARCHIVE).site);
    let index = Index::open(&site).unwrap();
    for (query, anchor, snippet) in [
        ("认真落实", "sec_2__p_1", "请认真落实，不得有误。"),
        ("巡查堤防", "tbl_1", "水务局 · 巡查堤防"),
        ("物资清单", "", "按照安排做好防汛工作。"),
    ] {
        let hit = Results::new(&index, &Query::new(query)).next().unwrap();
        assert_eq!((hit.anchor.as_str(), hit.snippet.as_str()), (anchor, snippet), "{query}");
        let page = text(&site.0[&hit.record.1]);
        assert!(anchor.is_empty() || !texts_of(&page, &format!("#{anchor}")).is_empty());
    }
}

#[test]
fn a_result_in_another_language_than_the_site_says_which() {
    let english = "@ content/2025/01/04.md\n---\ntitle: Notice on Floods\nlanguage: en\n---\nKeep clear of the river.\n";
    let site = Site(built(&format!("{ARCHIVE}{english}")).site);
    let index = Index::open(&site).unwrap();
    let language = |query: &str| Results::new(&index, &Query::new(query)).next().unwrap().record.10;
    assert_eq!(language("river"), "en");
    assert_eq!(language("防汛"), "");
}

#[test]
fn an_archive_without_search_has_nothing_of_it() {
    let site = built(&format!("{BOOK}[search]\nenabled = false\n{ARCHIVE}")).site;
    let of_search = |path: &&String| path.contains("search") || path.contains("marks");
    assert_eq!(site.keys().find(of_search), None);
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    assert!(pages.clone().count() > 10);
    for (path, page) in pages {
        assert!(!text(page).contains("search/index.html") && !text(page).contains("marks.js"), "{path}");
    }
    let with = built(ARCHIVE).site;
    assert!(text(&with["index.html"]).contains("search/index.html"));
}

#[test]
fn the_command_finds_what_the_page_finds() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{ARCHIVE}"));
    let run = |arguments: &[&str]| {
        let output = gongbao(root.path(), arguments);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (code, said) = run(&["search", "防汛"]);
    assert!(code == Some(2) && said.contains("gongbao build"), "{said}");
    assert_eq!(run(&["build", "--quiet"]).0, Some(0));
    let (_, json) = run(&["search", "防汛", "--json"]);
    let results: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        results,
        serde_json::json!([{
            "url": "2025/01/01.html", "anchor": "p_1", "title": "关于防汛的通知", "number": "云政发〔2025〕1号",
            "department": "云溪区水务局", "date": "", "snippet": "按照安排做好防汛工作。",
        }])
    );
    assert_eq!(run(&["search", "防汛", "--json", "--department", "云溪区教育局"]).1.trim(), "[]");
    assert!(run(&["search", "防汛", "--department", "云溪区水务局"]).1.contains("2025/01/01.html#p_1"));
    assert!(run(&["search", "防汛", "--limit", "0", "--json"]).1.trim() == "[]");
    assert!(run(&["search", "没有的话"]).1.contains("nothing was found"));
}
