//! What templates can call.

use std::borrow::Cow;
use std::sync::Arc;

use tera::value::Map;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::direction::direction;
use super::fold::{self, escaped};
use super::words::Words;
use crate::gazette::{GazetteDate, title_breaks};

/// Registers the functions and filters of the templates.
pub fn register(tera: &mut Tera, words: &Arc<Words>) {
    let of = Arc::clone(words);
    tera.register_function("words", move |kwargs: Kwargs, _: &State| phrase(&of, &kwargs));
    let of = Arc::clone(words);
    tera.register_function("label", move |kwargs: Kwargs, _: &State| {
        label(&of, kwargs.must_get::<&Map>("of")?)
    });
    let of = Arc::clone(words);
    tera.register_filter("label", move |value: &Map, _: Kwargs, _: &State| label(&of, value));
    let of = Arc::clone(words);
    tera.register_function("passage", move |kwargs: Kwargs, _: &State| passage(&of, &kwargs));
    let of = Arc::clone(words);
    tera.register_filter("passage", move |value: &Map, _: Kwargs, _: &State| label_passage(&of, value));
    tera.register_filter("direction", |tag: &str, _: Kwargs, _: &State| direction(tag));
    let of = Arc::clone(words);
    tera.register_filter("word", move |key: &str, _: Kwargs, _: &State| word(&of, key));
    let separator = Value::normal_string(words.constant(fold::SEPARATOR).unwrap_or_default());
    tera.register_filter("listed", move |value: &Value, _: Kwargs, state: &State| {
        listed(value, &separator, state)
    });
    let of = Arc::clone(words);
    tera.register_filter("date", move |value: &str, _: Kwargs, _: &State| date(&of, value));
    tera.register_filter("phrases", |value: &str, _: Kwargs, _: &State| phrases(value));
    tera.register_filter("bytes", |value: u64, _: Kwargs, _: &State| bytes(value));
}

/// `words(key="documents", n=5)`: a phrase of the word file, with its blanks filled.
fn phrase(words: &Words, kwargs: &Kwargs) -> TeraResult<String> {
    let key: &str = kwargs.must_get("key")?;
    let n: Option<u64> = kwargs.get("n")?;
    let others = kwargs.iter().filter(|(name, _)| !matches!(name.as_str(), Some("key" | "n")));
    let others: Vec<(&str, Cow<'_, str>)> =
        others.map(|(name, value)| (name.as_str().unwrap_or_default(), text_of(value))).collect();
    let values: Vec<(&str, &str)> = others.iter().map(|(name, value)| (*name, &**value)).collect();
    words.phrase(key, n, &values).ok_or_else(|| missing(key))
}

/// `key | word`: a phrase of the word file that has no blanks.
fn word(words: &Words, key: &str) -> TeraResult<Value> {
    words.phrase(key, None, &[]).map(|word| Value::normal_string(&word)).ok_or_else(|| missing(key))
}

fn missing(key: &str) -> Error {
    Error::message(format!("the word file has no key `{key}`"))
}

fn text_of(value: &Value) -> Cow<'_, str> {
    value.as_str().map_or_else(|| value.to_string().into(), Cow::Borrowed)
}

/// `label(of=page.title)`: a label in the reader's language.
fn label(words: &Words, label: &Map) -> TeraResult<Value> {
    let field = |name: &str| field(label, name);
    let text = |name: &str| field(name).map(text_of).unwrap_or_default();
    let told = match field("is").and_then(Value::as_str).unwrap_or_default() {
        // Most labels are titles and names, which are shared and not copied.
        "text" => return Ok(field("text").cloned().unwrap_or_else(Value::none)),
        "word" => {
            let key = text("word");
            let phrase = words.phrase(&key, None, &[]);
            phrase.ok_or_else(|| missing(&key))?
        }
        "year" => words.or_key("year_label", &[("year", &text("year"))]),
        "issue" => words.issue_name(&text("year"), &text("number")),
        "term_year" => words.or_key("term_year_label", &[("text", &text("text")), ("year", &text("year"))]),
        other => return Err(Error::message(format!("`{other}` is no kind of label"))),
    };
    Ok(Value::normal_string(&told))
}

/// `listed`: what `join(sep=words(key="list_separator"))` gives. Most lists are of one name.
fn listed(value: &Value, separator: &Value, state: &State) -> TeraResult<Value> {
    match value.as_array() {
        Some([]) => Ok(Value::normal_string("")),
        Some([only]) if only.is_string() && !only.is_safe() => Ok(only.clone()),
        _ => state.call_filter("join", value, Kwargs::from([("sep", separator.clone())])),
    }
}

/// `passage(of=link.label)` or `passage(text=row.title, language=row.language)`: words as HTML. Those in
/// another language than the site's say which it is, so that fonts and voices follow it (WCAG 2.2, 3.1.2),
/// and stand apart from what is around them where that runs in the other direction.
fn passage(words: &Words, kwargs: &Kwargs) -> TeraResult<Value> {
    if let Some(of) = kwargs.get::<&Map>("of")? {
        return Ok(in_language(&label(words, of)?, field(of, "language")));
    }
    Ok(in_language(&kwargs.must_get::<Value>("text")?, kwargs.get::<Value>("language")?.as_ref()))
}

/// `link.label | passage`, for `{{ passage(of=link.label) }}`. What is in the site's language is given as it
/// is, to be escaped when it is printed.
fn label_passage(words: &Words, of: &Map) -> TeraResult<Value> {
    let told = label(words, of)?;
    let language = field(of, "language").filter(|language| language.is_string());
    Ok(if language.is_some() { in_language(&told, language) } else { told })
}

/// A field of a value that has a few: looking through them is quicker than hashing a name.
fn field<'v>(value: &'v Map, name: &str) -> Option<&'v Value> {
    value.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

/// Words as HTML that says which language they are in.
fn in_language(told: &Value, language: Option<&Value>) -> Value {
    let told = text_of(told);
    let html = language.and_then(Value::as_str).map_or_else(|| escaped(&told), |tag| passage_in(tag, &told));
    Value::safe_string(&html)
}

/// Words in this language, as HTML.
pub fn passage_in(tag: &str, words: &str) -> String {
    format!("<span lang=\"{}\" dir=\"{}\">{}</span>", escaped(tag), direction(tag), escaped(words))
}

/// `date`: an ISO date in the reader's manner.
fn date(words: &Words, value: &str) -> TeraResult<String> {
    let date: GazetteDate = value.parse().map_err(|_| Error::message(format!("`{value}` is no date")))?;
    Ok(words.date(date))
}

/// `phrases`: a title as HTML, with marks where its lines may end.
/// Where a phrase is too long for a line of a phone, they have the class `far`.
fn phrases(title: &str) -> Value {
    let breaks = title_breaks(title);
    let ends = breaks.iter().copied().chain([title.len()]);
    let phrases: Vec<&str> =
        ends.clone().zip([0].into_iter().chain(ends)).map(|(end, from)| &title[from..end]).collect();
    let far = phrases
        .iter()
        .flat_map(|phrase| phrase.split(' '))
        .any(|part| part.chars().count() > PHRASE_ON_A_PHONE);
    let mark = if far { "<wbr class=\"far\">" } else { "<wbr>" };
    let escaped: Vec<String> = phrases.into_iter().map(escaped).collect();
    Value::safe_string(&escaped.join(mark))
}

/// How many characters of a title a phone shows in a line.
const PHRASE_ON_A_PHONE: usize = 14;

/// `bytes`: a length in words that people use, in powers of ten as on packages.
fn bytes(value: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut tenths = u128::from(value) * 10;
    while tenths >= 10_000 && unit + 1 < units.len() {
        tenths = (tenths + 500) / 1000;
        unit += 1;
    }
    match (unit, tenths % 10) {
        (0, _) | (_, 0) => format!("{} {}", tenths / 10, units[unit]),
        (_, tenth) => format!("{}.{tenth} {}", tenths / 10, units[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn lengths_are_told_as_people_tell_them() {
        for (value, told) in
            [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_250_000, "1.3 MB"), (2_000_000_000, "2 GB")]
        {
            assert_eq!(bytes(value), told);
        }
    }
}
