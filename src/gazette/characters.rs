//! One reading of characters that printers, typists and text recognition write in several ways:
//! full and half width, blanks of every kind, brackets of every kind.

/// The half-width form of a full-width ASCII character, a plain blank for any blank but a line
/// break, and every other character unchanged.
pub(super) fn fold_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).expect("the full-width block maps onto ASCII")
        }
        '\n' | '\r' => c,
        _ if is_blank(c) => ' ',
        _ => c,
    }
}

/// White space, and the zero-width characters that copying out of a PDF or a web page leaves behind.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Chinese characters, and 〇 and 々 that Unicode keeps elsewhere.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
        | '〇' | '々')
}

/// The brackets that have stood around the year of a document number. GB/T 9704-2012 asks for 〔〕;
/// the others are older habits and misreadings. 《》 is left out: it encloses titles.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '〔' | '[' | '［' | '(' | '（' | '【' | '{' | '｛' | '〈' | '〖' | '﹝' | '﹙' | '⟨' | '❲')
}

/// The closing partners of [`is_opening`].
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '〕' | ']' | '］' | ')' | '）' | '】' | '}' | '｝' | '〉' | '〗' | '﹞' | '﹚' | '⟩' | '❳')
}

/// `text` without blanks at either end, those of [`is_blank`].
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_ideographic_blanks_fold_to_ascii() {
        assert_eq!("（２０１８）　Ａ\u{a0}b".chars().map(fold_width).collect::<String>(), "(2018) A b");
    }

    #[test]
    fn a_line_break_stays_a_line_break() {
        assert_eq!(fold_width('\n'), '\n');
    }

    #[test]
    fn book_title_marks_are_no_brackets_of_a_number() {
        assert!(!is_opening('《') && !is_closing('》'));
    }
}
