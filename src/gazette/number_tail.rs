//! Reads the end of a document number backwards from its 号: the serial, and the year or the 第 before
//! it. The end is where a number can be recognised; what comes before (代字, issuer) runs together
//! with the sentence in Chinese text, and is left to the caller.

use std::ops::Range;

use super::characters::{fold_width, is_blank, is_closing, is_han, is_opening};
use super::numeral::{digit, han_number, is_numeral};

/// More documents than this are not named by one range; a longer one is a misreading.
pub(super) const RANGE_MAX: u32 = 50;

/// What stands between the 代字 or issuer and 号.
#[derive(Debug)]
pub(super) struct Tail<'a> {
    /// Where it begins, and the 代字 or issuer therefore ends.
    pub(super) start: usize,
    pub(super) kind: TailKind<'a>,
}

/// The shapes of a tail. `serials` are in the order of the text, each with the bytes it stands on; a
/// range gives all its serials the same bytes.
#[derive(Debug)]
pub(super) enum TailKind<'a> {
    /// 〔2018〕8
    Bracketed { year: u16, serials: Serials },
    /// 2018年第8
    Written { year: u16, serials: Serials },
    /// 第1020201348A, after 字
    Lettered { serial: &'a str },
    /// 第8
    Ordinal { serials: Serials },
    /// 8
    Bare { serials: Serials },
}

/// Serial numbers with their places in the text.
pub(super) type Serials = Vec<(Range<usize>, u32)>;

/// The tail that ends at byte `end`, where 号 begins; `None` where no serial stands before it.
pub(super) fn read_tail(text: &str, end: usize) -> Option<Tail<'_>> {
    let mut cursor = Cursor { text, at: end };
    cursor.blanks();
    // Most 号 end a word (信号, 编号), so the first look must be cheap.
    let before = cursor.peek()?;
    if !(before.is_ascii_alphanumeric() || is_numeral(before)) {
        return None;
    }
    if let Some(tail) = lettered(cursor) {
        return Some(tail);
    }
    let serials = serials(&mut cursor)?;
    let serial_start = cursor.at;
    cursor.blanks();
    let ordinal = cursor.eat(|c| matches!(c, '第' | '笫'));
    let ordinal_start = cursor.at;
    cursor.blanks();
    let kind = match cursor.peek() {
        Some(c) if is_closing(c) => {
            let year = bracketed_year(&mut cursor, true)?;
            TailKind::Bracketed { year, serials }
        }
        Some(c) if !ordinal && is_false_bracket(c) => {
            let year = bracketed_year(&mut cursor, false)?;
            TailKind::Bracketed { year, serials }
        }
        Some('年') => match written_year(&mut cursor) {
            Some(year) => TailKind::Written { year, serials },
            None if ordinal => {
                cursor.at = ordinal_start;
                TailKind::Ordinal { serials }
            }
            None => return None,
        },
        _ if ordinal => {
            cursor.at = ordinal_start;
            TailKind::Ordinal { serials }
        }
        _ => {
            cursor.at = serial_start;
            TailKind::Bare { serials }
        }
    };
    Some(Tail { start: cursor.at, kind })
}

/// The serial of a Taiwanese number in one writing: Arabic digits, capital letters, no blanks. Only
/// 一百零三 and the like lose their writing digit by digit.
pub(super) fn lettered_serial(printed: &str) -> String {
    if let Some(value) = han_number(printed).filter(|_| !printed.chars().all(|c| digit(c).is_some())) {
        return value.to_string();
    }
    printed
        .chars()
        .filter(|c| !is_blank(*c))
        .filter_map(|c| match digit(c).filter(|_| c != 'O') {
            Some(value) => char::from_digit(value, 10),
            None => Some(fold_dash(fold_width(c).to_ascii_uppercase())),
        })
        .collect()
}

/// 字第1020201348A: the 字 decides, so it is asked for first, and stays in the series.
fn lettered(mut cursor: Cursor<'_>) -> Option<Tail<'_>> {
    let end = cursor.at;
    let run = cursor.run(|c| c.is_ascii_alphanumeric() || is_numeral(c) || fold_dash(c) == '-');
    let start = end - run.len();
    cursor.blanks();
    if !cursor.eat(|c| matches!(c, '第' | '笫')) {
        return None;
    }
    cursor.spaces();
    let named = cursor.peek() == Some('字') && run.contains(is_numeral);
    let serial = &cursor.text[start..end];
    named.then_some(Tail { start: cursor.at, kind: TailKind::Lettered { serial } })
}

/// 8 · 8、9 · 8—10 · 第一至三: the cursor stops before the first of them.
fn serials(cursor: &mut Cursor<'_>) -> Option<Serials> {
    let mut found: Serials = Vec::new();
    loop {
        let end = cursor.at;
        let run = cursor.run(is_numeral);
        let start = cursor.at;
        let serial = serial(run)?;
        // A dash between two serials makes a range; anything else that ends in one is no serial.
        let single = *cursor;
        if cursor.eat(is_range) && cursor.peek().is_some_and(is_numeral) {
            let low_end = cursor.at;
            let low_run = cursor.run(is_numeral);
            let low = self::serial(low_run)?;
            if low >= serial || serial - low >= RANGE_MAX {
                return None;
            }
            let span = low_end - low_run.len()..end;
            found.extend((low..=serial).rev().map(|serial| (span.clone(), serial)));
        } else {
            *cursor = single;
            found.push((start..end, serial));
        }
        // 〔2018〕8、9号 goes on to the left; 8号、9号 ends here, since 号 is no numeral.
        let last = *cursor;
        if !(cursor.eat(|c| c == '、') && cursor.peek().is_some_and(is_numeral)) {
            *cursor = last;
            break;
        }
    }
    found.reverse();
    Some(found)
}

fn serial(run: &str) -> Option<u32> {
    han_number(run).filter(|serial| (1..1_000_000).contains(serial))
}

/// The cursor stands after a closing bracket, or what was recognised as one; it is moved before the
/// opening one.
fn bracketed_year(cursor: &mut Cursor<'_>, closing_is_sure: bool) -> Option<u16> {
    cursor.step();
    cursor.blanks();
    cursor.eat(|c| c == '年');
    let end = cursor.at;
    // A year is four characters long, so that the one before may be an I read for a bracket.
    let year = four_back(cursor, end).or_else(|| two_back(cursor, end))?;
    cursor.blanks();
    let full = year.1;
    if cursor.eat(is_opening) {
        return Some(year.0);
    }
    if full && (cursor.peek().is_some_and(is_false_bracket) || closing_is_sure && cursor.peek() == Some('1'))
    {
        cursor.step();
        return Some(year.0);
    }
    // The opening bracket may be lost, but then the 代字 itself must come next.
    let lost = full && closing_is_sure && cursor.peek().is_some_and(|c| is_han(c) && !is_numeral(c));
    lost.then_some(year.0)
}

/// 〔2018〕, 〔二〇一八〕, 〔2O18〕, 〔20l8〕.
fn four_back(cursor: &mut Cursor<'_>, end: usize) -> Option<(u16, bool)> {
    cursor.at = end;
    let mut value = 0;
    let mut place = 1;
    for _ in 0..4 {
        let c = cursor.peek()?;
        value += place * if matches!(c, 'I' | 'l') { 1 } else { digit(c)? };
        place *= 10;
        cursor.step();
    }
    let year = u16::try_from(value).ok().filter(|year| (1900..=2099).contains(year))?;
    Some((year, true))
}

/// 〔94〕, as was usual until the 1990s. Later two-digit years are left alone: Taiwan counts
/// years of the Republic, and (12) is more often an item than a year.
fn two_back(cursor: &mut Cursor<'_>, end: usize) -> Option<(u16, bool)> {
    cursor.at = end;
    let run = cursor.run(|c| c.is_ascii_digit());
    let year = han_number(run).filter(|_| run.chars().count() == 2)?;
    let year = u16::try_from(year).ok().filter(|year| (49..=99).contains(year))?;
    Some((1900 + year, false))
}

/// 2018年 and 二〇一八年, the cursor standing after 年.
pub(super) fn written_year(cursor: &mut Cursor<'_>) -> Option<u16> {
    cursor.step();
    cursor.blanks();
    let run = cursor.run(|c| digit(c).is_some());
    let year = han_number(run).filter(|_| run.chars().count() == 4)?;
    cursor.spaces();
    u16::try_from(year).ok().filter(|year| (1900..=2099).contains(year))
}

/// Strokes that text recognition takes for the brackets 〔〕.
fn is_false_bracket(c: char) -> bool {
    matches!(c, 'I' | 'l' | '|' | '!')
}

fn fold_dash(c: char) -> char {
    if matches!(c, '—' | '–' | '―' | '‐' | '‑' | '−' | '－') { '-' } else { c }
}

/// What stands between the ends of a range.
pub(super) fn is_range(c: char) -> bool {
    fold_dash(c) == '-' || matches!(c, '~' | '〜' | '至' | '到')
}

/// A place in a text, moving backwards. Characters are seen with their width folded.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text[..self.at].chars().next_back().map(fold_width)
    }

    pub(super) fn step(&mut self) {
        self.at -= self.text[..self.at].chars().next_back().map_or(0, char::len_utf8);
    }

    pub(super) fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let found = self.peek().is_some_and(wanted);
        if found {
            self.step();
        }
        found
    }

    /// The longest run of wanted characters before the cursor, which moves before it.
    pub(super) fn run(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.at;
        while self.peek().is_some_and(&wanted) {
            self.step();
        }
        &self.text[self.at..end]
    }

    /// Blanks within a line.
    pub(super) fn spaces(&mut self) {
        self.run(|c| is_blank(c) && c != '\n');
    }

    /// Blanks, one line break among them: a wrapped line may part a number, a new paragraph may not.
    fn blanks(&mut self) {
        self.spaces();
        let before = *self;
        if self.eat(|c| c == '\n') {
            self.spaces();
            if self.peek() == Some('\n') {
                *self = before;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(text: &str) -> Option<Tail<'_>> {
        read_tail(text, text.rfind(['号', '號'])?)
    }

    fn bracketed(text: &str) -> (&str, u16, Vec<u32>) {
        let tail = tail(text).unwrap_or_else(|| panic!("{text}"));
        let TailKind::Bracketed { year, serials } = tail.kind else { panic!("{text}: {tail:?}") };
        (&text[..tail.start], year, serials.into_iter().map(|serial| serial.1).collect())
    }

    #[test]
    fn brackets_of_every_kind_enclose_the_year() {
        for text in [
            "云政发〔2018〕8号",
            "云政发[2018]08号",
            "云政发［2018］第8号",
            "云政发（2018） 8 号",
            "云政发【２０１８】８号",
            "云政发{2018〉8号",
            "云政发〔二〇一八〕八号",
        ] {
            assert_eq!(bracketed(text), ("云政发", 2018, vec![8]), "{text}");
        }
    }

    #[test]
    fn misread_brackets_and_digits_are_understood_where_clear() {
        for text in [
            "云政发I2018I8号",
            "云政发l2018l8号",
            "云政发12018〕8号",
            "云政发〔2O18〕8号",
            "云政发2018〕8号",
            "云政发〔20l8〕8号",
        ] {
            assert_eq!(bracketed(text), ("云政发", 2018, vec![8]), "{text}");
        }
    }

    #[test]
    fn a_line_may_end_within_a_number_but_a_paragraph_may_not() {
        assert_eq!(bracketed("云政发〔2018〕\n8号"), ("云政发", 2018, vec![8]));
        assert!(matches!(tail("云政发〔2018〕\n\n8号").unwrap().kind, TailKind::Bare { .. }));
    }

    #[test]
    fn lists_and_ranges_name_several_serials() {
        assert_eq!(bracketed("云政发〔2018〕8、9号"), ("云政发", 2018, vec![8, 9]));
        assert_eq!(bracketed("云政发〔2018〕8—11号"), ("云政发", 2018, vec![8, 9, 10, 11]));
        assert_eq!(bracketed("云政发〔2018〕1、5至7号"), ("云政发", 2018, vec![1, 5, 6, 7]));
        assert!(tail("云政发〔2018〕8-1号").is_none(), "a range does not run backwards");
        assert!(tail("云政发〔2018〕8—800号").is_none());
    }

    #[test]
    fn a_word_that_ends_in_hao_has_no_tail() {
        for text in ["信号", "统一编号", "号", "", "GB/T号"] {
            assert!(tail(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_taiwanese_serial_is_written_one_way() {
        assert_eq!(lettered_serial("１０２０２０１３４８a"), "1020201348A");
        assert_eq!(lettered_serial("○九八○○一"), "098001");
        assert_eq!(lettered_serial("1032000080—2"), "1032000080-2");
        assert_eq!(lettered_serial("一百零三"), "103");
    }
}
