//! One pass over a block of running text for the characters that tell what is worth looking for in it.
//!
//! Nearly every block of an archive is looked at for titles, numbers, periods of validity, charges and
//! names of departments, and holds few of them. A pass for each took a third of the time that reading a
//! file takes; one for all takes a fraction of that.

/// What a text may hold. Never wrong where it says no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u8);

/// A mark of a title: 《, or 」 of a quotation that may be one.
const TITLE: u8 = 1;
/// 号, 號, and 寻, a usual misreading of them; 期 of an issue.
const NUMBER: u8 = 1 << 1;
/// A character of 起施行 and the like, or of 有效期.
const VALIDITY: u8 = 1 << 2;
/// A character of each of the words that tell who is charged.
const CHARGE: u8 = 1 << 3;
/// `[`, of which two mark a citation.
const FORCED: u8 = 1 << 4;
/// A character that the ending of a department's name begins with.
const BODY: u8 = 1 << 5;

/// The characters, with what they are a sign of.
const CHARACTERS: [(&str, u8); 5] = [
    ("《」", TITLE),
    ("号號寻期", NUMBER),
    ("起期", VALIDITY),
    ("牵责配辦協權", CHARGE),
    ("局厅廳署部委常政国办辦管行法检檢中协協学联总银大支馆館派公", BODY),
];

/// What a character is a sign of, by the twelve lower bits of its code: those of its last two bytes in
/// UTF-8. Some characters share these, which only means that a text is looked at in vain.
static TABLE: [u8; 4096] = table();

const fn table() -> [u8; 4096] {
    let mut table = [0; 4096];
    let mut group = 0;
    while group < CHARACTERS.len() {
        let (characters, sign) = CHARACTERS[group];
        let bytes = characters.as_bytes();
        let mut at = 0;
        // All of them have three bytes.
        while at + 2 < bytes.len() {
            table[slot(bytes[at + 1], bytes[at + 2])] |= sign;
            at += 3;
        }
        group += 1;
    }
    table
}

/// The place in a table of a character that these two bytes end.
pub(super) const fn slot(middle: u8, last: u8) -> usize {
    ((middle & 0x3f) as usize) << 6 | (last & 0x3f) as usize
}

impl Signs {
    /// What `text` may hold. Where the ending of a department's name may begin is added to `bodies`.
    pub fn of(text: &str, bodies: &mut Vec<u32>) -> Self {
        let bytes = text.as_bytes();
        let mut seen = 0;
        let mut at = 0;
        // No sign is shorter than three bytes, but for `[[`, and that encloses something.
        while at + 2 < bytes.len() {
            let byte = bytes[at];
            if byte < 0xe0 {
                seen |= if byte == b'[' { FORCED } else { 0 };
                at += 1;
                continue;
            }
            let sign = TABLE[slot(bytes[at + 1], bytes[at + 2])];
            seen |= sign;
            if sign & BODY != 0 {
                bodies.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
            at += if byte < 0xf0 { 3 } else { 4 };
        }
        Self(seen)
    }

    /// Whether it may name a document.
    pub fn may_name_document(self) -> bool {
        self.0 & (TITLE | NUMBER | FORCED) != 0
    }

    /// Whether it may tell how long a document applies.
    pub fn may_tell_validity(self) -> bool {
        self.0 & VALIDITY != 0
    }

    /// Whether it may tell who is charged.
    pub fn may_charge(self) -> bool {
        self.0 & CHARGE != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::charges::WORDS;
    use crate::parse::mentions::ENDS;

    fn signs(text: &str) -> Signs {
        Signs::of(text, &mut Vec::new())
    }

    #[test]
    fn a_plain_text_shows_no_sign() {
        assert_eq!(signs("各镇人民群众，a b c，𠀀。"), Signs::default());
    }

    #[test]
    fn what_names_a_document_shows() {
        for text in ["见《甲》", "「某辦法」", "8号", "第8號", "8寻", "第8期", "[[甲]]"] {
            assert!(signs(text).may_name_document(), "{text}");
        }
    }

    #[test]
    fn what_tells_of_validity_shows() {
        assert!(signs("自印发之日起施行").may_tell_validity() && signs("有效期5年").may_tell_validity());
    }

    #[test]
    fn every_word_for_a_charge_shows() {
        for word in WORDS {
            assert!(signs(word).may_charge(), "{word}");
        }
    }

    #[test]
    fn every_ending_of_a_name_shows_where_it_begins() {
        for ending in ENDS {
            let mut bodies = Vec::new();
            Signs::of(&format!("a甲{ending}"), &mut bodies);
            assert!(bodies.contains(&4), "{ending}");
        }
    }
}
