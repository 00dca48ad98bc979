//! Which way a language is written.

/// Scripts that run from right to left, by ISO 15924.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 9] =
    ["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"];

/// Languages that are written in such a script where their tag names none (the `Suppress-Script` and likely
/// scripts of Unicode CLDR).
const RIGHT_TO_LEFT_LANGUAGES: [&str; 19] = [
    "ar", "arc", "arz", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "prs", "ps", "sd", "syr",
    "ug", "ur", "yi",
];

/// The direction of a language by its BCP 47 tag, as a value of `dir`: `rtl` or `ltr`.
#[must_use]
pub fn direction(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let right_to_left = match script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT_LANGUAGES.contains(&language),
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_of_a_tag_decides_and_else_the_language() {
        for tag in ["ar", "ar-EG", "he", "ug", "ug-CN", "UG", "kk-Arab-CN", "az-Arab"] {
            assert_eq!(direction(tag), "rtl", "{tag}");
        }
        for tag in ["zh-Hans", "zh-TW", "en", "ru", "ug-Latn", "ug-Cyrl-KZ", "kk", "de-1996", ""] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }
}
