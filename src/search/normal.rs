//! Normal text: what index and query compare. Folded, without blanks that mean nothing, and numerals in
//! digits.

use super::class::{Class, class};
use super::fold::{DROPPED, fold};

/// Reads a block of text: `put` gets each character of its normal text, with the bytes of the source that
/// it stands for.
pub fn read(source: &str, mut put: impl FnMut(u32, usize, usize)) {
    let mut last = Class::Blank;
    let mut is_first = true;
    let mut blanks = None;
    for (at, c) in source.char_indices() {
        let code = fold(c.into());
        if code == DROPPED {
            continue;
        }
        let own = class(code);
        if own == Class::Blank {
            blanks = blanks.or(Some(at));
            continue;
        }
        if let Some(from) = blanks.take()
            && !is_first
            && own != Class::Dense
            && last != Class::Dense
        {
            put(u32::from(' '), from, at);
        }
        put(code, at, at + c.len_utf8());
        last = own;
        is_first = false;
    }
}

/// Normal text with where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normal {
    /// The characters.
    pub codes: Vec<u32>,
    /// Where each begins in the source.
    pub from: Vec<usize>,
    /// Where each ends in the source.
    pub until: Vec<usize>,
}

impl Normal {
    /// The normal text of a block.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut normal = Self::default();
        read(source, |code, from, until| normal.push(code, from, until));
        normal
    }

    fn push(&mut self, code: u32, from: usize, until: usize) {
        self.codes.push(code);
        self.from.push(from);
        self.until.push(until);
    }

    /// The same with numerals in digits; `None` where there are none.
    #[must_use]
    pub fn numeral_form(&self) -> Option<Self> {
        let found = numerals(&self.codes);
        if found.is_empty() {
            return None;
        }
        let mut form = Self::default();
        let mut copied = 0;
        for Numeral { start, end, value } in found {
            self.copy(copied, start, &mut form);
            for digit in value.to_string().bytes() {
                form.push(digit.into(), self.from[start], self.until[end - 1]);
            }
            copied = end;
        }
        self.copy(copied, self.codes.len(), &mut form);
        Some(form)
    }

    fn copy(&self, start: usize, end: usize, to: &mut Self) {
        (start..end).for_each(|at| to.push(self.codes[at], self.from[at], self.until[at]));
    }
}

/// A numeral in Chinese characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it says.
    pub value: u32,
}

/// The longest run of digits and 十百千 that is read as a numeral: all that a number below 10,000 needs.
const LONGEST: usize = 12;

/// The numerals with 十, 百 or 千 in folded text that number something: behind 第, or before 年月日号条届期.
#[must_use]
pub fn numerals(codes: &[u32]) -> Vec<Numeral> {
    let mut found = Vec::new();
    if !codes.iter().any(|code| unit(*code).is_some()) {
        return found;
    }
    let mut at = 0;
    while at < codes.len() {
        if !is_numeral(codes[at]) {
            at += 1;
            continue;
        }
        let end = at + codes[at..].iter().take_while(|code| is_numeral(**code)).count();
        let counts = (at > 0 && codes[at - 1] == u32::from('第'))
            || codes.get(end).is_some_and(|code| "年月日号条届期".chars().any(|c| u32::from(c) == *code));
        if counts
            && end - at <= LONGEST
            && let Some(value) = numeral(&codes[at..end])
        {
            found.push(Numeral { start: at, end, value });
        }
        at = end;
    }
    found
}

/// Folded characters with numerals in digits; `None` where there are none.
#[must_use]
pub fn with_digits(codes: &[u32]) -> Option<Vec<u32>> {
    let found = numerals(codes);
    let last = found.last()?.end;
    let mut out = Vec::with_capacity(codes.len());
    let mut copied = 0;
    for Numeral { start, end, value } in &found {
        out.extend_from_slice(&codes[copied..*start]);
        out.extend(value.to_string().bytes().map(u32::from));
        copied = *end;
    }
    out.extend_from_slice(&codes[last..]);
    Some(out)
}

fn is_digit(code: u32) -> bool {
    (0x30..=0x39).contains(&code)
}

fn unit(code: u32) -> Option<u32> {
    match char::from_u32(code)? {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn is_numeral(code: u32) -> bool {
    is_digit(code) || unit(code).is_some()
}

/// The value of a well-formed numeral with 十, 百 or 千.
fn numeral(run: &[u32]) -> Option<u32> {
    let (mut value, mut last, mut at) = (0, 10_000, 0);
    while at < run.len() {
        // A zero stands for places that are skipped between two others.
        if run[at] == u32::from('0') && at > 0 && at + 1 < run.len() {
            at += 1;
        }
        let bare = at == 0 && run[at] == u32::from('十');
        if !bare && !(0x31..=0x39).contains(&run[at]) {
            return None;
        }
        let unit_at = if bare { at } else { at + 1 };
        let size = match run.get(unit_at) {
            Some(code) => unit(*code)?,
            None => 1,
        };
        if size >= last {
            return None;
        }
        value += if bare { size } else { (run[at] - 0x30) * size };
        last = size;
        at = unit_at + 1;
    }
    run.iter().any(|code| unit(*code).is_some()).then_some(value)
}

/// The key that a document number is looked up by: `临政发|2018|8`.
#[must_use]
pub fn number_key(source: &str) -> String {
    let folded = source.chars().map(|c| fold(c.into()));
    let codes: Vec<u32> = folded.filter(|code| *code != DROPPED && class(*code) != Class::Blank).collect();
    let mut key = Key::default();
    let mut at = 0;
    while at < codes.len() {
        let end = at + codes[at..].iter().take_while(|code| is_numeral(**code)).count();
        if end > at {
            let run = &codes[at..end];
            at = end;
            match numeral(run) {
                Some(value) => key.number(&value.to_string()),
                None if run.iter().all(|code| is_digit(*code)) => {
                    let digits = text_of(run);
                    let bare = digits.trim_start_matches('0');
                    key.number(if bare.is_empty() { "0" } else { bare });
                }
                None => {
                    key.words(&text_of(run));
                    continue;
                }
            }
            // 年 behind a year says nothing more.
            if codes.get(at) == Some(&u32::from('年')) {
                at += 1;
            }
            continue;
        }
        let code = codes[at];
        at += 1;
        match char::from_u32(code) {
            _ if !class(code).is_in_run() => key.is_open = false,
            Some('第' | '号') => {}
            _ => key.words(&text_of(&[code])),
        }
    }
    key.text
}

#[derive(Default)]
struct Key {
    text: String,
    /// Whether words go on where others ended.
    is_open: bool,
}

impl Key {
    fn part(&mut self) {
        if !self.text.is_empty() {
            self.text.push('|');
        }
    }

    fn number(&mut self, digits: &str) {
        self.part();
        self.text.push_str(digits);
        self.is_open = false;
    }

    fn words(&mut self, words: &str) {
        if !self.is_open {
            self.part();
        }
        self.text.push_str(words);
        self.is_open = true;
    }
}

/// Characters as text.
#[must_use]
pub fn text_of(codes: &[u32]) -> String {
    codes.iter().filter_map(|code| char::from_u32(*code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(source: &str) -> String {
        text_of(&Normal::new(source).codes)
    }

    #[test]
    fn blanks_stay_between_letters_only() {
        assert_eq!(normal("公　告"), "公告");
        assert_eq!(normal(" 使用 Word  Pro 编辑 "), "使用word pro编辑");
        assert_eq!(normal("a \u{200b} b"), "a b");
        assert_eq!(normal("A, b"), "a, b");
    }

    #[test]
    fn numerals_that_number_something_are_digits_too() {
        let form = |source: &str| Normal::new(source).numeral_form().map(|form| text_of(&form.codes));
        for (source, expected) in [
            ("十二月", Some("12月")),
            ("第二十三条", Some("第23条")),
            ("一百零五号", Some("105号")),
            ("二千零一十八年十月三十日", Some("2018年10月30日")),
            ("十分重要", None),
            ("第十百条", None),
            ("二〇一八年", None),
        ] {
            assert_eq!(form(source).as_deref(), expected, "{source}");
            assert_eq!(
                with_digits(&Normal::new(source).codes).map(|codes| text_of(&codes)).as_deref(),
                expected
            );
        }
    }

    #[test]
    fn places_are_those_of_the_source() {
        let text = Normal::new("甲　第十二条");
        let form = text.numeral_form().unwrap();
        assert_eq!(text_of(&form.codes), "甲第12条");
        assert_eq!((form.from[2], form.until[3]), ("甲　第".len(), "甲　第十二".len()));
    }

    #[test]
    fn every_way_of_writing_a_number_has_one_key() {
        for written in [
            "临政发〔2018〕8号",
            "临政发[2018]08号",
            "臨政發（二〇一八）第8號",
            "临政发 【２０１８】 八号",
            "临政发2018年8号",
        ] {
            assert_eq!(number_key(written), "临政发|2018|8", "{written}");
        }
        assert_eq!(number_key("第十二号"), "12");
        assert_eq!(number_key("0"), "0");
        assert_eq!(number_key("千山区令第3号"), "千山区令|3");
    }
}
