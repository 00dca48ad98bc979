//! The form of a document's head: a sequence of kinds of lines, such as `department+ title{1,5} number`.

use serde::{Deserialize, Deserializer, de::Error};

/// The most lines that `+` and `*` take.
const REPEAT_MAX: usize = 8;

/// A sequence of kinds of lines.
#[derive(Clone, Debug)]
pub struct Form(Vec<Element>);

#[derive(Clone, Debug)]
struct Element {
    class: String,
    least: usize,
    most: usize,
}

impl Form {
    /// The kinds of lines that it names.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|element| element.class.as_str())
    }

    /// The class of each line from `start` on where the form fits there, as few lines as it can.
    /// `is_class` tells whether the line at a position is of a class; `accepts` has the last word.
    pub fn fit<'f>(
        &'f self,
        start: usize,
        is_class: &dyn Fn(usize, &str) -> bool,
        accepts: &dyn Fn(&[&'f str]) -> bool,
    ) -> Option<Vec<&'f str>> {
        let mut classes = Vec::new();
        self.fit_from(0, start, is_class, accepts, &mut classes).then_some(classes)
    }

    fn fit_from<'f>(
        &'f self,
        element: usize,
        position: usize,
        is_class: &dyn Fn(usize, &str) -> bool,
        accepts: &dyn Fn(&[&'f str]) -> bool,
        classes: &mut Vec<&'f str>,
    ) -> bool {
        let Some(Element { class, least, most }) = self.0.get(element) else { return accepts(classes) };
        let available = (0..*most).take_while(|count| is_class(position + count, class)).count();
        // Greedy, then ever fewer: a title of three lines is not one of two lines and a stray.
        for count in (*least..=available).rev() {
            let before = classes.len();
            classes.extend(std::iter::repeat_n(class.as_str(), count));
            if self.fit_from(element + 1, position + count, is_class, accepts, classes) {
                return true;
            }
            classes.truncate(before);
        }
        false
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` is no form; write kinds of lines with `?`, `*`, `+` or `{{1,4}}` behind them"
            ))
        })
    }
}

fn parse(text: &str) -> Option<Form> {
    let elements: Vec<Element> = text.split_whitespace().map(element).collect::<Option<_>>()?;
    (!elements.is_empty() && elements.iter().any(|element| element.least > 0)).then_some(Form(elements))
}

fn element(word: &str) -> Option<Element> {
    let end = word.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(word.len());
    let (class, count) = word.split_at(end);
    let (least, most) = match count {
        "" => (1, 1),
        "?" => (0, 1),
        "*" => (0, REPEAT_MAX),
        "+" => (1, REPEAT_MAX),
        _ => {
            let (least, most) = count.strip_prefix('{')?.strip_suffix('}')?.split_once(',')?;
            (least.parse().ok()?, most.parse::<usize>().ok()?.min(REPEAT_MAX))
        }
    };
    (!class.is_empty() && least <= most).then(|| Element { class: class.to_owned(), least, most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(form: &str, lines: &str) -> Option<Vec<String>> {
        let form = parse(form).unwrap();
        let lines: Vec<char> = lines.chars().collect();
        let is_class = |at: usize, class: &str| lines.get(at).is_some_and(|c| class.starts_with(*c));
        Some(form.fit(0, &is_class, &|_| true)?.into_iter().map(ToOwned::to_owned).collect())
    }

    #[test]
    fn a_form_takes_as_many_lines_of_a_kind_as_fit() {
        assert_eq!(fit("a+ b? c", "aac"), Some(vec!["a".into(), "a".into(), "c".into()]));
        assert_eq!(fit("a{1,2} c", "aaac"), None);
        assert_eq!(fit("a* ab", "aa"), Some(vec!["a".into(), "ab".into()]));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for bad in ["", "a*", "+", "a{2,1}", "a{x}"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
