//! Which form of a phrase a number takes, after the cardinal rules of Unicode CLDR 48. Only whole numbers
//! are counted here, so the forms that fractions alone take are left out.

/// A form that a phrase has for some numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Arabic and Welsh nothing, Latvian tens.
    Zero,
    /// One, and what is counted like it.
    One,
    /// Two, and what is counted like it.
    Two,
    /// A few, such as the Russian two to four.
    Few,
    /// Many, such as the Russian five to twenty.
    Many,
    /// All that has no form of its own.
    Other,
}

use Form::{Few, Many, One, Other, Two, Zero};

impl Form {
    /// All forms, in the order of CLDR.
    pub const ALL: [Self; 6] = [Zero, One, Two, Few, Many, Other];

    /// Its key in a word file.
    pub fn key(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Other => "other",
        }
    }
}

/// How a language counts.
#[derive(Clone, Copy, Debug)]
pub struct Plurals {
    /// The forms that whole numbers take.
    pub forms: &'static [Form],
    /// The form of a number.
    of: fn(u64) -> Form,
}

impl Plurals {
    /// The rules of a language, by its BCP 47 tag. A language that is not listed counts as English does.
    pub fn of_language(tag: &str) -> Self {
        let language = tag.split('-').next().unwrap_or(tag);
        let (forms, of): (&'static [Form], fn(u64) -> Form) = match language {
            "bo" | "dz" | "id" | "ii" | "ja" | "km" | "ko" | "lo" | "ms" | "my" | "th" | "vi" | "yue"
            | "zh" => (&[Other], |_| Other),
            "am" | "as" | "bn" | "fa" | "ff" | "gu" | "hi" | "hy" | "kn" | "pa" | "pt" | "ti" | "zu" => {
                (&[One, Other], |n| if n <= 1 { One } else { Other })
            }
            "fr" => (&[One, Many, Other], |n| if n <= 1 { One } else { millions(n) }),
            "ca" | "es" | "it" => (&[One, Many, Other], |n| if n == 1 { One } else { millions(n) }),
            "be" | "ru" | "uk" => (&[One, Few, Many], |n| match slavic(n) {
                Other => Many,
                form => form,
            }),
            "bs" | "hr" | "sr" => (&[One, Few, Other], slavic),
            "pl" => (&[One, Few, Many], |n| match (n, slavic(n)) {
                (1, _) => One,
                (_, Few) => Few,
                _ => Many,
            }),
            "cs" | "sk" => (&[One, Few, Other], |n| match n {
                1 => One,
                2..=4 => Few,
                _ => Other,
            }),
            "sl" => (&[One, Two, Few, Other], |n| match n % 100 {
                1 => One,
                2 => Two,
                3 | 4 => Few,
                _ => Other,
            }),
            "lt" => (&[One, Few, Other], |n| match (n % 10, n % 100) {
                (0, _) | (_, 11..=19) => Other,
                (1, _) => One,
                _ => Few,
            }),
            "lv" => (&[Zero, One, Other], |n| match (n % 10, n % 100) {
                (0, _) | (_, 11..=19) => Zero,
                (1, _) => One,
                _ => Other,
            }),
            "ro" => (&[One, Few, Other], |n| match (n, n % 100) {
                (1, _) => One,
                (0, _) | (_, 1..=19) => Few,
                _ => Other,
            }),
            "is" | "mk" => (&[One, Other], |n| if n % 10 == 1 && n % 100 != 11 { One } else { Other }),
            "he" | "iw" => (&[One, Two, Other], |n| match n {
                1 => One,
                2 => Two,
                _ => Other,
            }),
            "ar" => (&[Zero, One, Two, Few, Many, Other], |n| match (n, n % 100) {
                (0, _) => Zero,
                (1, _) => One,
                (2, _) => Two,
                (_, 3..=10) => Few,
                (_, 11..=99) => Many,
                _ => Other,
            }),
            "ga" => (&[One, Two, Few, Many, Other], |n| match n {
                1 => One,
                2 => Two,
                3..=6 => Few,
                7..=10 => Many,
                _ => Other,
            }),
            "cy" => (&[Zero, One, Two, Few, Many, Other], |n| match n {
                0 => Zero,
                1 => One,
                2 => Two,
                3 => Few,
                6 => Many,
                _ => Other,
            }),
            _ => (&[One, Other], |n| if n == 1 { One } else { Other }),
        };
        Self { forms, of }
    }

    /// The form of a number.
    pub fn form(self, n: u64) -> Form {
        (self.of)(n)
    }
}

/// 1, 21, 31 and so on; 2 to 4, 22 to 24 and so on; all others.
fn slavic(n: u64) -> Form {
    match (n % 10, n % 100) {
        (1..=4, 11..=14) => Other,
        (1, _) => One,
        (2..=4, _) => Few,
        _ => Other,
    }
}

/// Romance languages count whole millions by themselves.
fn millions(n: u64) -> Form {
    if n != 0 && n.is_multiple_of(1_000_000) { Many } else { Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples that CLDR gives for each form.
    #[test]
    fn numbers_take_the_forms_that_cldr_gives() {
        for (language, samples) in [
            ("zh", &[(Other, &[0, 1, 2, 100][..])][..]),
            ("en", &[(One, &[1]), (Other, &[0, 2, 16, 100])]),
            ("fr", &[(One, &[0, 1]), (Many, &[1_000_000]), (Other, &[2, 17, 100, 1_000_001])]),
            ("es", &[(One, &[1]), (Many, &[1_000_000]), (Other, &[0, 2, 100])]),
            (
                "ru",
                &[
                    (One, &[1, 21, 101, 1001]),
                    (Few, &[2, 4, 22, 104]),
                    (Many, &[0, 5, 11, 12, 14, 19, 100, 111]),
                ],
            ),
            ("pl", &[(One, &[1]), (Few, &[2, 4, 22, 104]), (Many, &[0, 5, 12, 21, 100, 112])]),
            ("sr", &[(One, &[1, 21]), (Few, &[2, 24]), (Other, &[0, 5, 11, 14])]),
            ("cs", &[(One, &[1]), (Few, &[2, 4]), (Other, &[0, 5, 22])]),
            ("sl", &[(One, &[1, 101]), (Two, &[2, 102]), (Few, &[3, 104]), (Other, &[0, 5, 11, 100])]),
            ("lt", &[(One, &[1, 21]), (Few, &[2, 9, 22]), (Other, &[0, 10, 11, 20])]),
            ("lv", &[(Zero, &[0, 10, 11, 20]), (One, &[1, 21]), (Other, &[2, 22])]),
            ("ro", &[(One, &[1]), (Few, &[0, 2, 16, 101]), (Other, &[20, 35, 100])]),
            (
                "ar",
                &[
                    (Zero, &[0]),
                    (One, &[1]),
                    (Two, &[2]),
                    (Few, &[3, 10, 103]),
                    (Many, &[11, 26, 111]),
                    (Other, &[100, 102, 200]),
                ],
            ),
            ("cy", &[(Zero, &[0]), (One, &[1]), (Two, &[2]), (Few, &[3]), (Many, &[6]), (Other, &[4, 5, 7])]),
        ] {
            let rules = Plurals::of_language(language);
            for (form, numbers) in samples {
                for n in *numbers {
                    assert_eq!(rules.form(*n), *form, "{language} {n}");
                }
            }
            for n in (0..1200).chain([1_000_000]) {
                assert!(rules.forms.contains(&rules.form(n)), "{language} {n}");
            }
            for form in rules.forms {
                assert!(samples.iter().any(|(sampled, _)| sampled == form), "{language} {form:?}");
            }
        }
    }

    #[test]
    fn a_script_or_country_in_the_tag_changes_nothing() {
        assert_eq!(Plurals::of_language("zh-Hant-TW").forms, [Other]);
        assert_eq!(Plurals::of_language("ru-KZ").form(5), Many);
        assert_eq!(Plurals::of_language("tlh").form(1), One);
    }
}
