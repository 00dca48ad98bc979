//! Letters that do not fall apart into an ASCII letter and an accent, in Latin letters.

/// Small letters of Latin, Greek and Cyrillic alphabets. Sorted. Greek follows ISO 843 in its simple
/// form, Cyrillic the BGN/PCGN system for Russian; the hard and soft sign are not written.
#[rustfmt::skip]
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"), ('æ', "ae"), ('ð', "d"), ('ø', "o"), ('þ', "th"), ('đ', "d"), ('ħ', "h"),
    ('ı', "i"), ('ł', "l"), ('ŋ', "ng"), ('œ', "oe"), ('ŧ', "t"), ('ə', "e"), ('α', "a"),
    ('β', "v"), ('γ', "g"), ('δ', "d"), ('ε', "e"), ('ζ', "z"), ('η', "i"), ('θ', "th"), ('ι', "i"),
    ('κ', "k"), ('λ', "l"), ('μ', "m"), ('ν', "n"), ('ξ', "x"), ('ο', "o"), ('π', "p"), ('ρ', "r"),
    ('ς', "s"), ('σ', "s"), ('τ', "t"), ('υ', "y"), ('φ', "f"), ('χ', "ch"), ('ψ', "ps"),
    ('ω', "o"), ('а', "a"), ('б', "b"), ('в', "v"), ('г', "g"), ('д', "d"), ('е', "e"), ('ж', "zh"),
    ('з', "z"), ('и', "i"), ('й', "y"), ('к', "k"), ('л', "l"), ('м', "m"), ('н', "n"), ('о', "o"),
    ('п', "p"), ('р', "r"), ('с', "s"), ('т', "t"), ('у', "u"), ('ф', "f"), ('х', "kh"),
    ('ц', "ts"), ('ч', "ch"), ('ш', "sh"), ('щ', "shch"), ('ъ', ""), ('ы', "y"), ('ь', ""),
    ('э', "e"), ('ю', "yu"), ('я', "ya"), ('ё', "e"), ('ђ', "dj"), ('є', "ye"), ('і', "i"),
    ('ї', "i"), ('ј', "j"), ('љ', "lj"), ('њ', "nj"), ('ћ', "c"), ('ў', "u"), ('џ', "dz"),
    ('ґ', "g"),
];

/// The Latin letters for `c`, small or capital; empty for a sign that is not spoken. `None` where the
/// table has none.
pub(super) fn latin(c: char) -> Option<&'static str> {
    let small = c.to_lowercase().next()?;
    let index = LETTERS.binary_search_by_key(&small, |(letter, _)| *letter).ok()?;
    Some(LETTERS[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(LETTERS.is_sorted_by_key(|(letter, _)| *letter));
    }

    #[test]
    fn capitals_are_read_like_small_letters() {
        assert_eq!(latin('Щ'), Some("shch"));
        assert_eq!(latin('Ъ'), Some(""));
        assert_eq!(latin('の'), None);
    }
}
