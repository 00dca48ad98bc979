//! What kind of character a folded one is.

use std::sync::OnceLock;

/// The kind of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Of a word in a script with blanks between words.
    Letter,
    /// White space.
    Blank,
    /// Punctuation and symbols.
    Mark,
    /// Of a script without blanks between words; a digit.
    Dense,
}

impl Class {
    /// Whether it is part of what is searched.
    #[must_use]
    pub fn is_in_run(self) -> bool {
        matches!(self, Self::Letter | Self::Dense)
    }
}

const MARKS: &[(u32, u32)] = &[
    (0x0, 0x2f),
    (0x3a, 0x40),
    (0x5b, 0x60),
    (0x7b, 0xa9),
    (0xab, 0xb4),
    (0xb6, 0xb9),
    (0xbb, 0xbf),
    (0xd7, 0xd7),
    (0xf7, 0xf7),
    (0x2c2, 0x2df),
    (0x37e, 0x37e),
    (0x387, 0x387),
    (0x55a, 0x55f),
    (0x589, 0x58a),
    (0x5be, 0x5be),
    (0x5c0, 0x5c0),
    (0x5c3, 0x5c3),
    (0x60c, 0x60c),
    (0x61b, 0x61b),
    (0x61f, 0x61f),
    (0x66a, 0x66d),
    (0x6d4, 0x6d4),
    (0x964, 0x965),
    (0x1800, 0x180a),
    (0x2010, 0x206f),
    (0x20a0, 0x20cf),
    (0x2190, 0x245f),
    (0x2500, 0x2bff),
    (0x2e00, 0x2e7f),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x3036, 0x3037),
    (0x303d, 0x303f),
    (0x30fb, 0x30fb),
    (0xd800, 0xdfff),
    (0xfd3e, 0xfd3f),
    (0xfe10, 0xfe6f),
    (0xff00, 0xffef),
    (0xfff0, 0xffff),
];

const DENSE: &[(u32, u32)] = &[
    (0x30, 0x39),
    (0xe00, 0xfff),
    (0x1000, 0x109f),
    (0x1100, 0x11ff),
    (0x1780, 0x17ff),
    (0x2460, 0x24ff),
    (0x2e80, 0x2fff),
    (0x3005, 0x3007),
    (0x3021, 0x302f),
    (0x3031, 0x3035),
    (0x3038, 0x303c),
    (0x3040, 0x30fa),
    (0x30fc, 0x4dbf),
    (0x4e00, 0xa4cf),
    (0xac00, 0xd7ff),
    (0xe000, 0xfaff),
];

const BLANKS: &[(u32, u32)] = &[
    (0x9, 0xd),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
];

/// The class of a folded character.
#[must_use]
pub fn class(code: u32) -> Class {
    static TABLE: OnceLock<Vec<Class>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = vec![Class::Letter; 0x1_0000];
        for (class, ranges) in [(Class::Mark, MARKS), (Class::Dense, DENSE), (Class::Blank, BLANKS)] {
            for (first, last) in ranges {
                table[*first as usize..=*last as usize].fill(class);
            }
        }
        table
    });
    match table.get(code as usize) {
        Some(class) => *class,
        None if code < 0x4_0000 => Class::Dense,
        None => Class::Mark,
    }
}
