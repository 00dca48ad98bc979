//! Which characters belong to East Asian text, for emphasis and line breaks.

/// Whether a character is Han, kana or bopomofo, or the punctuation that goes with them. Hangul is
/// left out: Korean is written with spaces.
#[must_use]
pub fn is_han_text(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x303F | 0x3040..=0x312F | 0x31A0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF01..=0xFF65 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFF)
    // Quotation marks, dash and ellipsis are shared with Latin; they are not taken for Han.
}
