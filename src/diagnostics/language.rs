//! The languages that findings are told in: English, and what the catalogues have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A language that findings are told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// That of the templates.
    #[default]
    English,
    /// 简体中文
    SimplifiedChinese,
    /// 繁體中文
    TraditionalChinese,
}

type Catalogue = BTreeMap<String, String>;

static SIMPLIFIED: LazyLock<Catalogue> = LazyLock::new(|| catalogue(include_str!("words/zh-Hans.toml")));
static TRADITIONAL: LazyLock<Catalogue> = LazyLock::new(|| catalogue(include_str!("words/zh-Hant.toml")));

/// The catalogues are compiled in, and a test reads them: a broken one never leaves the house.
fn catalogue(toml: &str) -> Catalogue {
    toml::from_str(toml).unwrap_or_default()
}

impl Language {
    /// The language of a BCP 47 tag (`zh-Hans`, `zh-TW`) or of a locale (`zh_CN.UTF-8`).
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split(['-', '.']);
        match (parts.next(), parts.next()) {
            (Some("zh"), Some("hant" | "tw" | "hk" | "mo")) => Self::TraditionalChinese,
            (Some("zh"), _) => Self::SimplifiedChinese,
            _ => Self::English,
        }
    }

    /// What a template is in this language; itself where the catalogue does not have it.
    pub(super) fn translated(self, template: &str) -> &str {
        let catalogue = match self {
            Self::English => return template,
            Self::SimplifiedChinese => &*SIMPLIFIED,
            Self::TraditionalChinese => &*TRADITIONAL,
        };
        catalogue.get(template).map_or(template, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::holes;

    #[test]
    fn tags_and_locales_name_languages() {
        assert_eq!(Language::of("zh-Hans"), Language::SimplifiedChinese);
        assert_eq!(Language::of("zh_CN.UTF-8"), Language::SimplifiedChinese);
        assert_eq!(Language::of("zh-TW"), Language::TraditionalChinese);
        assert_eq!(Language::of("zh_HK"), Language::TraditionalChinese);
        assert_eq!(Language::of("C.UTF-8"), Language::English);
        assert_eq!(Language::of("de"), Language::English);
    }

    #[test]
    fn a_translation_has_the_holes_of_its_template() {
        let numbered = |text: &str| (0..9).filter(|n| text.contains(&format!("{{{n}}}"))).count();
        for language in ["zh-Hans", "zh-Hant"] {
            let text = if language == "zh-Hans" {
                include_str!("words/zh-Hans.toml")
            } else {
                include_str!("words/zh-Hant.toml")
            };
            let catalogue: Catalogue = toml::from_str(text).unwrap();
            for (template, translation) in &catalogue {
                let found = holes(translation) + numbered(translation);
                assert_eq!(found, holes(template), "{language}: {template} = {translation}");
            }
        }
    }
}
