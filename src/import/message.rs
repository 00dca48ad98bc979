//! What an import says to people: sentences in English with places for values, and their translations,
//! which all stand in one file a language.

use std::collections::BTreeMap;
use std::fmt;

/// The translations that are built in, by language tag.
const LANGUAGES: &[(&str, &str)] =
    &[("zh-Hans", include_str!("words/zh-Hans.toml")), ("zh-Hant", include_str!("words/zh-Hant.toml"))];

/// A sentence with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence in English; `{}` holds the place of a value.
    template: &'static str,
    values: Vec<Value>,
}

/// A value in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// What the source says, which is never translated.
    Text(String),
    /// A sentence or word of ours.
    Message(Message),
}

impl From<&'static str> for Message {
    fn from(template: &'static str) -> Self {
        Self { template, values: Vec::new() }
    }
}

impl Message {
    /// A sentence without values.
    pub fn new(template: &'static str) -> Self {
        template.into()
    }

    /// Puts what the source says, or a figure, into the next place.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "figures and texts are given as they stand")]
    pub fn text(mut self, value: impl ToString) -> Self {
        self.values.push(Value::Text(value.to_string()));
        self
    }

    /// Puts words of ours into the next place.
    #[must_use]
    pub fn words(mut self, value: impl Into<Message>) -> Self {
        self.values.push(Value::Message(value.into()));
        self
    }

    /// The sentence in English, its places empty: what it is, whatever its values are.
    pub fn template(&self) -> &'static str {
        self.template
    }

    fn filled(&self, template: &str, value: &dyn Fn(&Value) -> String) -> String {
        let mut pieces = template.split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (at, piece) in pieces.enumerate() {
            text.push_str(&self.values.get(at).map(value).unwrap_or_default());
            text.push_str(piece);
        }
        text
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Message(message) => message.to_string(),
        };
        formatter.write_str(&self.filled(self.template, &value))
    }
}

/// The words of one language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By what is said in English; empty for English itself.
    translated: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language tag; English where there are none of it.
    pub fn of(language: &str) -> Self {
        let is = |known: &str| {
            language == known || language.strip_prefix(known).is_some_and(|r| r.starts_with('-'))
        };
        let written = match language {
            "zh" | "zh-CN" | "zh-SG" => "zh-Hans",
            "zh-TW" | "zh-HK" | "zh-MO" => "zh-Hant",
            other => other,
        };
        let found = LANGUAGES.iter().find(|(known, _)| is(known) || *known == written);
        let translated = found.map_or_else(BTreeMap::new, |(_, toml)| {
            toml::from_str(toml).expect("the tests read each file of words")
        });
        Self { translated }
    }

    /// A word or sentence without values.
    pub fn word<'w>(&'w self, english: &'w str) -> &'w str {
        self.translated.get(english).map_or(english, String::as_str)
    }

    /// A sentence with its values.
    pub fn say(&self, message: &Message) -> String {
        let value = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Message(message) => self.say(message),
        };
        message.filled(self.word(message.template), &value)
    }

    /// A sentence with one figure or text in it.
    #[expect(clippy::needless_pass_by_value, reason = "figures and texts are given as they stand")]
    pub fn with(&self, english: &'static str, value: impl ToString) -> String {
        self.say(&Message::new(english).text(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_words_of_ours_stand_in_their_places() {
        let message =
            Message::new("{}: `{}` is doubtful: {}").words("title").text("{}甲").words("the signature");
        assert_eq!(message.to_string(), "title: `{}甲` is doubtful: the signature");
        assert_eq!(Words::of("zh-CN").say(&message), "标题“{}甲”存疑：落款");
        assert_eq!(Words::of("fr").say(&message), message.to_string());
    }

    #[test]
    fn each_language_says_all_that_the_others_say_with_as_many_values() {
        let words: Vec<Words> = LANGUAGES.iter().map(|(language, _)| Words::of(language)).collect();
        for pair in words.windows(2) {
            let keys = |words: &Words| words.translated.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&pair[0]), keys(&pair[1]));
        }
        for (english, translated) in words.iter().flat_map(|words| &words.translated) {
            assert_eq!(english.matches("{}").count(), translated.matches("{}").count(), "{english}");
        }
    }
}
