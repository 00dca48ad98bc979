//! How far back from a year or 第 the name of a series may reach in running text.

use std::ops::Range;

use super::characters::{is_closing, is_han, is_opening};
use super::number_tail::Cursor;
use super::series_words::is_organ_end;

/// How far back a name is looked for, in characters: more is a sentence without a stop.
const RUN_LENGTH_MAX: usize = 60;

/// A text to look back in, and the byte not to look back beyond: the end of the number found last.
#[derive(Clone, Copy)]
pub(super) struct Runs<'a> {
    pub(super) text: &'a str,
    pub(super) bound: usize,
}

impl<'a> Runs<'a> {
    /// The Chinese characters before byte `end`, a bracket among them as in 法（研）发, and the blanks
    /// after them.
    pub(super) fn of_prefix(self, end: usize) -> Range<usize> {
        let mut cursor = Cursor { text: self.text, at: end };
        cursor.spaces();
        let last = self.take(&mut cursor, is_han);
        if last.chars().count() <= 2 {
            let outer = cursor;
            let inner = if cursor.eat(is_closing) { self.take(&mut cursor, is_han) } else { "" };
            let enclosed = (1..=2).contains(&inner.chars().count()) && cursor.eat(is_opening);
            if !enclosed || self.take(&mut cursor, is_han).is_empty() {
                cursor = outer;
            }
        }
        self.from(cursor)..end
    }

    /// The characters before 字第, digits and brackets among them: 臺教高(三)字, 勞動福3字, （81）公參字.
    pub(super) fn of_lettered(self, end: usize) -> Range<usize> {
        let wanted = |c: char| is_han(c) || c.is_ascii_alphanumeric();
        let mut cursor = Cursor { text: self.text, at: end };
        // One bracket within the name and one in front of it are all that occur.
        for _ in 0..3 {
            self.take(&mut cursor, wanted);
            let outer = cursor;
            let inner = if cursor.eat(is_closing) { self.take(&mut cursor, wanted) } else { "" };
            if !((1..=4).contains(&inner.chars().count()) && cursor.eat(is_opening)) {
                cursor = outer;
                break;
            }
        }
        let spaced = cursor;
        if !self.spaced_year(&mut cursor) {
            cursor = spaced;
        }
        self.from(cursor)..end
    }

    /// 臺 53 before 交字, the year set off by blanks.
    fn spaced_year(self, cursor: &mut Cursor<'a>) -> bool {
        cursor.spaces();
        let year = self.take(cursor, |c| c.is_ascii_digit());
        cursor.spaces();
        let named = (2..=3).contains(&year.len()) && matches!(cursor.peek(), Some('台' | '臺'));
        named && !self.take(cursor, is_han).is_empty()
    }

    /// The characters before byte `end` that may be an issuer, 、 or a blank between the names of a
    /// joint one.
    pub(super) fn of_issuer(self, end: usize) -> Range<usize> {
        let mut cursor = Cursor { text: self.text, at: end };
        cursor.spaces();
        self.take(&mut cursor, is_han);
        loop {
            let before = cursor;
            let parted = cursor.eat(|c| c == '、') || cursor.eat(|c| c == ' ');
            let joint = parted && cursor.peek().is_some_and(is_organ_end);
            let far = end - cursor.at > RUN_LENGTH_MAX * '、'.len_utf8();
            if far || !joint || self.take(&mut cursor, is_han).is_empty() {
                cursor = before;
                break;
            }
        }
        self.from(cursor)..end
    }

    fn from(self, cursor: Cursor<'_>) -> usize {
        cursor.at.max(self.bound)
    }

    fn take(self, cursor: &mut Cursor<'a>, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = cursor.at;
        let mut left = RUN_LENGTH_MAX;
        while left > 0 && cursor.at > self.bound && cursor.eat(&wanted) {
            left -= 1;
        }
        &self.text[cursor.at..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Runs<'_> {
        Runs { text, bound: 0 }
    }

    #[test]
    fn a_prefix_ends_at_a_bracket_unless_the_bracket_is_part_of_it() {
        assert_eq!(
            runs("《某办法》（云政发").of_prefix("《某办法》（云政发".len()).start,
            "《某办法》（".len()
        );
        assert_eq!(runs("，法（研）发").of_prefix("，法（研）发".len()).start, "，".len());
        assert_eq!(runs("（试行）云政发").of_prefix("（试行）云政发".len()).start, "（试行）".len());
    }

    #[test]
    fn a_joint_issuer_is_taken_with_all_its_names() {
        let text = "，甲部、乙总局 丙委员会令";
        assert_eq!(runs(text).of_issuer(text.len()).start, "，".len());
        let text = "各项、云溪部令";
        assert_eq!(runs(text).of_issuer(text.len()).start, "各项、".len());
    }

    #[test]
    fn nothing_reaches_back_beyond_the_bound_or_without_end() {
        let text = "号和云政发";
        assert_eq!(Runs { text, bound: 3 }.of_prefix(text.len()).start, 3);
        let long = "长".repeat(500);
        assert_eq!(runs(&long).of_prefix(long.len()).len(), RUN_LENGTH_MAX * 3);
    }
}
