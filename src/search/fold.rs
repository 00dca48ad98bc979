//! What characters are taken for one another: width, case, accents, traditional and simplified forms,
//! brackets, quotation marks, dashes, digits.
//!
//! One character becomes one character or nothing, so that a place in folded text is a place in the text.
//! The table is made here once, and `fold.js` gives the same table to the page's script.

use std::sync::OnceLock;

use serde::Serialize;
use unicode_normalization::char::{decompose_canonical, decompose_compatible};

use super::script;

/// What a character that is left out becomes.
pub const DROPPED: u32 = u32::MAX;

/// Zero-width characters, marks of direction, variation selectors and combining marks.
const DROPPED_RANGES: [(u32, u32); 17] = [
    (0xad, 0xad),
    (0x300, 0x36f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x20d0, 0x20ff),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0xe0000, 0xe01ef),
];

/// Blocks whose characters stand for others: radicals, compatibility ideographs, full and half width.
const COMPATIBILITY: [(u32, u32); 5] =
    [(0x2e80, 0x2eff), (0x2f00, 0x2fdf), (0xf900, 0xfaff), (0xff00, 0xffef), (0x2f800, 0x2fa1f)];

/// Letters that may carry accents: Latin, Greek, Cyrillic.
const ACCENTED: [(u32, u32); 4] = [(0xc0, 0x24f), (0x370, 0x3ff), (0x400, 0x52f), (0x1e00, 0x1fff)];

/// Characters that are written in several ways: the last of each line stands for all before it.
const SAME: &[(&str, char)] = &[
    ("〔［【〖（｛﹙﹛﹝⟨❨⦅[{", '('),
    ("〕］】〗）｝﹚﹜﹞⟩❩⦆]}", ')'),
    ("《〈«‹﹤＜", '<'),
    ("》〉»›﹥＞", '>'),
    ("“”„‟″〝〞〟＂「」『』﹁﹂﹃﹄", '"'),
    ("‘’‚‛′＇`´", '\''),
    ("‐‑‒–—―−﹘﹣－─━⸺⸻", '-'),
    ("•‧・･∙⋅", '·'),
    ("～〜∼﹏", '~'),
    ("、﹑､，﹐", ','),
    ("﹒．", '.'),
    ("﹔；", ';'),
    ("﹕：", ':'),
    ("﹖？", '?'),
    ("﹗！", '!'),
    ("〇○◯零", '0'),
    ("一", '1'),
    ("二", '2'),
    ("三", '3'),
    ("四", '4'),
    ("五", '5'),
    ("六", '6'),
    ("七", '7'),
    ("八", '8'),
    ("九", '9'),
    ("øØ", 'o'),
    ("łŁ", 'l'),
    ("đĐðÐ", 'd'),
    ("ħĦ", 'h'),
    ("ŧŦ", 't'),
    ("ıİ", 'i'),
    // The traditional character is written for two simplified ones.
    ("着", '著'),
];

/// Traditional characters with the simplified ones that they fold to.
const SIMPLIFIED: &str = include_str!("simplified.txt");

struct Table {
    /// What each character of the basic plane becomes.
    basic: Vec<u32>,
    /// The same for others that do not stay, sorted.
    rare: Vec<(u32, u32)>,
}

/// What a character becomes: another, itself, or [`DROPPED`].
#[must_use]
pub fn fold(code: u32) -> u32 {
    let table = table();
    match table.basic.get(code as usize) {
        Some(folded) => *folded,
        None => match table.rare.binary_search_by_key(&code, |(from, _)| *from) {
            Ok(place) => table.rare[place].1,
            Err(_) => code,
        },
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(Table::new)
}

fn within(code: u32, ranges: &[(u32, u32)]) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

impl Table {
    fn new() -> Self {
        let mut becomes: Vec<(char, char)> =
            SAME.iter().flat_map(|(from, to)| from.chars().map(|c| (c, *to))).collect();
        for line in SIMPLIFIED.lines().filter(|line| !line.starts_with('#')) {
            let characters: Vec<char> = line.chars().collect();
            becomes.extend(characters.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        becomes.sort_by_key(|(from, _)| *from);
        becomes.dedup_by_key(|(from, _)| *from);
        let folded = |code: u32| match char::from_u32(code) {
            Some(c) => folded(c, &becomes).map_or(DROPPED, u32::from),
            None => code,
        };
        let basic = (0..0x1_0000).map(folded).collect();
        let compatible = 0x2_f800..=0x2_fa1f;
        let dropped = 0xe_0000..=0xe_01ef;
        let others = becomes.iter().map(|(from, _)| u32::from(*from)).filter(|code| *code > 0xffff);
        let mut rare: Vec<(u32, u32)> =
            compatible.chain(dropped).chain(others).map(|code| (code, folded(code))).collect();
        rare.retain(|(from, to)| from != to);
        rare.sort_unstable();
        rare.dedup();
        Self { basic, rare }
    }

    /// Everything that does not stay, by code point.
    fn changes(&self) -> impl Iterator<Item = (u32, u32)> {
        let basic = (0..).zip(&self.basic).map(|(from, to)| (from, *to));
        basic.filter(|(from, to)| from != to).chain(self.rare.iter().copied())
    }
}

/// What a character becomes after all steps; `None` where it is left out.
fn folded(c: char, becomes: &[(char, char)]) -> Option<char> {
    let mut now = c;
    // Each step may open the way for another: a compatibility ideograph may be a traditional character.
    for _ in 0..6 {
        if within(now.into(), &DROPPED_RANGES) {
            return None;
        }
        let next = step(now, becomes);
        if next == now {
            break;
        }
        now = next;
    }
    Some(now)
}

fn step(c: char, becomes: &[(char, char)]) -> char {
    if let Ok(place) = becomes.binary_search_by_key(&c, |(from, _)| *from) {
        return becomes[place].1;
    }
    if within(c.into(), &COMPATIBILITY)
        && let Some(one) = alone(|put| decompose_compatible(c, put))
    {
        return one;
    }
    if within(c.into(), &ACCENTED)
        && let Some(base) = alone(|put| decompose_canonical(c, put))
        && base != c
    {
        return base;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

/// The character that a decomposition comes to, if it is one with nothing but marks behind it.
fn alone(decompose: impl FnOnce(&mut dyn FnMut(char))) -> Option<char> {
    let mut parts = Vec::new();
    decompose(&mut |c| parts.push(c));
    let (first, rest) = parts.split_first()?;
    rest.iter().all(|c| within((*c).into(), &DROPPED_RANGES)).then_some(*first)
}

#[derive(Default, Serialize)]
struct Written {
    from: String,
    to: String,
    runs: Vec<(u32, u32, u32)>,
    drop: Vec<(u32, u32)>,
}

/// So many neighbours with neighbouring targets are written as a run.
const RUN: usize = 4;

/// `fold.js`.
#[must_use]
pub fn file() -> Vec<u8> {
    let mut written = Written { drop: DROPPED_RANGES.to_vec(), ..Written::default() };
    let changes: Vec<(u32, u32)> = table().changes().filter(|(_, to)| *to != DROPPED).collect();
    for run in changes.chunk_by(|a, b| b.0 == a.0 + 1 && b.1 == a.1 + 1) {
        if run.len() >= RUN {
            written.runs.push((run[0].0, run[0].1, u32::try_from(run.len()).unwrap_or(0)));
            continue;
        }
        for (from, to) in run {
            written.from.extend(char::from_u32(*from));
            written.to.extend(char::from_u32(*to));
        }
    }
    script::json_file("fold", &written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded_text(text: &str) -> String {
        text.chars().filter_map(|c| char::from_u32(fold(c.into()))).collect()
    }

    #[test]
    fn forms_of_one_character_fold_to_one() {
        for (text, expected) in [
            ("ＡbＣ１２３", "abc123"),
            ("臺灣國務院公報", "台湾国务院公报"),
            ("云政发〔2018〕8号", "云政发(2018)8号"),
            ("云政发【２０１８】8號", "云政发(2018)8号"),
            ("二〇一八年○八月", "2018年08月"),
            ("Élan À la čest", "elan a la cest"),
            ("e\u{301}lan", "elan"),
            ("\u{2f00}\u{2f84}\u{f900}", "1至岂"),
            ("零\u{200b}一\u{fe00}", "01"),
            ("「甲」“乙”", "\"甲\"\"乙\""),
            ("①㎡", "①㎡"),
        ] {
            assert_eq!(folded_text(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for code in 0..0x3_0000 {
            let once = fold(code);
            assert!(once == DROPPED || fold(once) == once, "U+{code:04X}");
        }
    }
}
