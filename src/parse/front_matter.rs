//! The block of keys at the head of a file: finding it, reading its YAML, and giving out its values
//! one by one, each with its place. The YAML library is named here only.

use std::ops::Range;
use std::str::FromStr;

use serde_yaml::Value;

use super::han::is_han_text;
use super::keys::{self, Key, Reading};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, Spanned, Text, nearest, text};
use crate::gazette::{DateError, GazetteDate};

/// A file cut in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The bytes of the YAML between the two lines of dashes; `None` when the file has no front matter.
    pub yaml: Option<Range<usize>>,
    /// The byte where the text begins.
    pub text_start: usize,
}

/// Cuts a file in front matter and text.
///
/// # Errors
/// The place of the first line of dashes, when no second one closes it.
pub fn split(file: &str) -> Result<Split, Span> {
    let start = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(opening) = file[start..].lines().next().filter(|line| line.trim_end() == "---") else {
        return Ok(Split { yaml: None, text_start: start });
    };
    let yaml_start = (start + opening.len() + line_end_len(&file[start + opening.len()..])).min(file.len());
    let mut at = yaml_start;
    for line in file[yaml_start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok(Split { yaml: Some(yaml_start..at), text_start: at + line.len() });
        }
        at += line.len();
    }
    Err(Span::new(start..start + 3))
}

fn line_end_len(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}

/// The values of a front matter, to be taken one by one.
pub struct FrontMatter<'a> {
    path: &'a str,
    file: &'a str,
    entries: Vec<Entry>,
    block: Range<usize>,
    keys: &'static [Key],
    /// What was wrong with the values taken so far.
    pub found: Diagnostics,
    /// Whether the YAML could be read; when not, missing keys are no news.
    pub readable: bool,
    /// Keys that an unknown one was probably meant to be: that they are missing is no news either.
    meant: Vec<&'static str>,
}

struct Entry {
    key: &'static str,
    value: Value,
    /// The key as written.
    key_span: Span,
    /// From the key to the next one.
    range: Range<usize>,
}

/// A key line of the block as the scan sees it.
struct KeyLine<'a> {
    name: &'a str,
    span: Range<usize>,
}

impl<'a> FrontMatter<'a> {
    /// Reads the block against the list of keys that may stand in it.
    #[must_use]
    pub fn read(path: &'a str, file: &'a str, block: Range<usize>, keys: &'static [Key]) -> Self {
        let mut this = Self {
            path,
            file,
            entries: Vec::new(),
            block: block.clone(),
            keys,
            found: Diagnostics::default(),
            readable: true,
            meant: Vec::new(),
        };
        let lines = key_lines(&file[block.clone()], block.start);
        if this.has_doubled_keys(&lines, keys) {
            this.readable = false;
            return this;
        }
        match serde_yaml::from_str::<Value>(&file[block.clone()]) {
            Ok(Value::Mapping(mapping)) => {
                for (name, value) in mapping {
                    this.add(&name, value, &lines, keys);
                }
            }
            Ok(Value::Null) => {}
            Ok(_) => this.not_a_mapping(),
            Err(error) => this.syntax(&error),
        }
        this
    }

    fn has_doubled_keys(&mut self, lines: &[KeyLine<'_>], keys: &'static [Key]) -> bool {
        let canonical =
            |name: &str| keys::find(keys, name).map_or_else(|| name.to_owned(), |key| key.name.to_owned());
        let mut doubled = false;
        for (index, line) in lines.iter().enumerate() {
            let Some(first) =
                lines[..index].iter().find(|other| canonical(other.name) == canonical(line.name))
            else {
                continue;
            };
            let message = if first.name == line.name {
                text!("`{}` is given twice", line.name)
            } else {
                text!("`{}` and `{}` are one key in two languages", first.name, line.name)
            };
            let at = Span::new(line.span.clone());
            self.found.push(
                Diagnostic::new(Code::DoubledKey, self.path, at, message).help(text!("keep one of the two")),
            );
            doubled = true;
        }
        doubled
    }

    fn add(&mut self, name: &Value, value: Value, lines: &[KeyLine<'_>], keys: &'static [Key]) {
        let name = scalar(name).unwrap_or_default();
        let index = lines.iter().position(|line| line.name == name);
        let key_range = index.map_or(self.block.start..self.block.start, |index| lines[index].span.clone());
        let range_end =
            index.and_then(|index| lines.get(index + 1)).map_or(self.block.end, |next| next.span.start);
        let key_span = Span::new(key_range.clone());
        match keys::find(keys, &name) {
            Some(_) if value.is_null() => {}
            Some(key) => {
                let range = key_range.start..range_end;
                self.entries.push(Entry { key: key.name, value, key_span, range });
            }
            None => {
                self.meant.extend(nearest_key(&name, keys).map(|key| key.name));
                self.found.push(unknown_key(self.path, key_span, &name, keys));
            }
        }
    }

    fn not_a_mapping(&mut self) {
        self.readable = false;
        let span = Span::new(self.block.start..self.block.start);
        let message = text!("the front matter is no list of keys and values");
        let diagnostic = Diagnostic::new(Code::FrontMatterSyntax, self.path, span, message);
        self.found.push(diagnostic.help(text!("write each as `key: value` on a line of its own")));
    }

    fn syntax(&mut self, error: &serde_yaml::Error) {
        self.readable = false;
        let at = error.location().map_or(0, |place| {
            byte_of_line_column(&self.file[self.block.clone()], place.line(), place.column())
        });
        let at = (self.block.start + at).min(self.block.end);
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        let diagnostic = Diagnostic::new(
            Code::FrontMatterSyntax,
            self.path,
            Span::new(at..at),
            text!("the front matter cannot be read as YAML: {}", said),
        );
        self.found.push(diagnostic.help(self.yaml_advice(at)));
    }

    /// Advice for YAML that breaks at a place; the cause is often on the line before.
    fn yaml_advice(&self, at: usize) -> Text {
        let line_start = self.file[..at].rfind('\n').map_or(0, |found| found + 1);
        let before = line_at(self.file, line_start.saturating_sub(1).max(self.block.start));
        advice_on_line(before)
            .or_else(|| advice_on_line(line_at(self.file, at)))
            .unwrap_or_else(|| text!("each key stands on a line of its own, as `key: value`"))
    }

    /// Whether every value was taken: a key of the list that nobody reads would be ignored in silence.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place of a key's name, or the block's beginning when it is not there.
    #[must_use]
    pub fn key_span(&self, key: &str) -> Span {
        let missing = Span::new(self.block.start..self.block.start);
        self.entries.iter().find(|entry| entry.key == key).map_or(missing, |entry| entry.key_span)
    }

    /// The place of a value: the words themselves where they can be found as written, else their key.
    fn value_span(&self, entry: &Entry, text: &str) -> Span {
        let area = &self.file[entry.range.clone()];
        let after_key = (entry.key_span.end - entry.key_span.start) as usize;
        match area[after_key.min(area.len())..].find(text).filter(|_| !text.is_empty()) {
            Some(at) => {
                let start = entry.range.start + after_key + at;
                Span::new(start..start + text.len())
            }
            None => entry.key_span,
        }
    }

    /// The value of a key, which is read in the way that the list of keys promises.
    fn take(&mut self, key: &str, reading: Reading) -> Option<Entry> {
        debug_assert!(
            keys::find(self.keys, key).is_some_and(|known| known.shape.is_read_as(reading)),
            "the list of keys says otherwise of `{key}`"
        );
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.swap_remove(index))
    }

    fn wrong(&mut self, entry: &Entry, shape: &Text) {
        let written = &self.file[entry.key_span.range()];
        let message = text!("`{}` is to be {}", written, shape);
        self.found.push(Diagnostic::new(Code::WrongValue, self.path, entry.key_span, message));
    }

    /// A text on one line.
    pub fn text(&mut self, key: &str) -> Option<Spanned<Box<str>>> {
        let entry = self.take(key, Reading::Text)?;
        let Some(text) = scalar(&entry.value) else {
            self.wrong(&entry, &text!("one text"));
            return None;
        };
        let text = without_folding_spaces(one_line(&text), &self.file[entry.range.clone()]);
        let span = self.value_span(&entry, &text);
        (!text.is_empty()).then(|| Spanned::new(text.into(), span))
    }

    /// The title, which must be there. When it is not, `message` says so, unless it was probably meant by
    /// a misspelt key: one mistake gives one message.
    pub fn title(&mut self, message: Text) -> Option<Spanned<Box<str>>> {
        let place = self.key_span("title");
        let found_before = self.found.errors();
        let title = self.text("title");
        if title.is_none() && self.found.errors() == found_before && !self.meant.contains(&"title") {
            let missing = Diagnostic::new(Code::MissingTitle, self.path, place, message);
            self.found.push(missing.help(text!("add a line `title: …`")));
        }
        title
    }

    /// One text or a list of texts.
    pub fn texts(&mut self, key: &str) -> Vec<Spanned<Box<str>>> {
        let Some(entry) = self.take(key, Reading::Texts) else { return Vec::new() };
        let items: Option<Vec<String>> = match &entry.value {
            Value::Sequence(items) => items.iter().map(scalar).collect(),
            other => scalar(other).map(|text| vec![text]),
        };
        let Some(items) = items else {
            self.wrong(&entry, &text!("one text or a list of texts"));
            return Vec::new();
        };
        let texts = items.iter().map(|text| one_line(text)).filter(|text| !text.is_empty());
        texts.map(|text| Spanned::new(text.as_str().into(), self.value_span(&entry, &text))).collect()
    }

    /// A value with a written form of its own, such as a range of pages. `shape` says what is
    /// expected, for the message.
    pub fn parsed<T: FromStr>(&mut self, key: &str, shape: &Text) -> Option<Spanned<T>> {
        let entry = self.take(key, Reading::Parsed)?;
        let text = scalar(&entry.value).map(|text| one_line(&text));
        let Some(value) = text.as_deref().and_then(|text| text.parse().ok()) else {
            self.wrong(&entry, shape);
            return None;
        };
        let span = self.value_span(&entry, text.as_deref().unwrap_or_default());
        Some(Spanned::new(value, span))
    }

    /// A date in any of its forms.
    pub fn date(&mut self, key: &str) -> Option<Spanned<GazetteDate>> {
        let entry = self.take(key, Reading::Date)?;
        let text = scalar(&entry.value).unwrap_or_default();
        self.date_of(&entry, &text)
    }

    fn date_of(&mut self, entry: &Entry, text: &str) -> Option<Spanned<GazetteDate>> {
        let span = self.value_span(entry, text.trim());
        match text.parse::<GazetteDate>() {
            Ok(date) => Some(Spanned::new(date, span)),
            Err(error) => {
                self.found.push(impossible_date(self.path, span, text, &error));
                None
            }
        }
    }

    /// True or false.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let entry = self.take(key, Reading::Flag)?;
        let flag = match (&entry.value, scalar(&entry.value).as_deref()) {
            (Value::Bool(flag), _) => Some(*flag),
            (_, Some("是")) => Some(true),
            (_, Some("否")) => Some(false),
            _ => None,
        };
        if flag.is_none() {
            self.wrong(&entry, &text!("true or false"));
        }
        flag
    }

    /// A list of small mappings, such as attachments; a single mapping is a list of one.
    pub fn mappings(&mut self, key: &str, keys: &'static [Key]) -> Vec<Mapping> {
        let Some(entry) = self.take(key, Reading::Mappings) else { return Vec::new() };
        let items = match &entry.value {
            Value::Sequence(items) => items.clone(),
            other => vec![other.clone()],
        };
        let mut mappings = Vec::new();
        for item in items {
            match item {
                Value::Mapping(mapping) => mappings.push(self.mapping(&entry, mapping, keys)),
                _ => {
                    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                    self.wrong(&entry, &text!("{ {} }, or a list of these", names.join(", ")));
                    return Vec::new();
                }
            }
        }
        mappings
    }

    fn mapping(&mut self, entry: &Entry, mapping: serde_yaml::Mapping, keys: &'static [Key]) -> Mapping {
        let mut fields = Vec::new();
        for (name, value) in mapping {
            let name = scalar(&name).unwrap_or_default();
            let Some(key) = keys::find(keys, &name) else {
                let span = self.value_span(entry, &name);
                self.found.push(unknown_key(self.path, span, &name, keys));
                continue;
            };
            let text = one_line(&scalar(&value).unwrap_or_default());
            let span = self.value_span(entry, &text);
            if key.name == "date" || key.name == "until" {
                let date = self.date_of(entry, &text);
                fields.push((key.name, Spanned::new(text.into(), span), date.map(|date| date.value)));
            } else if !text.is_empty() {
                fields.push((key.name, Spanned::new(text.into(), span), None));
            }
        }
        Mapping { span: entry.key_span, fields }
    }

    /// The value as JSON text, for what only themes read. Its keys keep their order.
    pub fn json(&mut self, key: &str) -> Option<Box<str>> {
        let entry = self.take(key, Reading::Json)?;
        let json = serde_json::to_string(&entry.value).ok();
        if json.is_none() {
            self.wrong(&entry, &text!("plain data"));
        }
        json.map(Into::into)
    }
}

/// A field of a small mapping: key, value as text, and as date where the key asks for one.
type Field = (&'static str, Spanned<Box<str>>, Option<GazetteDate>);

/// A small mapping inside the front matter.
pub struct Mapping {
    /// The place of the key that holds it.
    pub span: Span,
    fields: Vec<Field>,
}

impl Mapping {
    /// A field as text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Spanned<Box<str>>> {
        self.fields.iter().find(|(name, ..)| *name == key).map(|(_, text, _)| text.clone())
    }

    /// A field as date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<GazetteDate> {
        self.fields.iter().find(|(name, ..)| *name == key).and_then(|(.., date)| *date)
    }
}

/// The key that a name was probably meant to be, compared in its own language.
fn nearest_key(name: &str, keys: &'static [Key]) -> Option<&'static Key> {
    let names = keys.iter().map(|key| if name.is_ascii() { key.name } else { key.chinese });
    keys::find(keys, nearest(&name.to_lowercase(), names)?)
}

fn unknown_key(path: &str, span: Span, name: &str, keys: &'static [Key]) -> Diagnostic {
    let near = nearest_key(name, keys).map(|key| if name.is_ascii() { key.name } else { key.chinese });
    let help = match near {
        Some(near) => text!("the nearest key is `{}`", near),
        None if keys.iter().any(|key| key.name == "extra") => {
            text!("keys of your own go under `extra`, where a theme can read them")
        }
        None => {
            text!("the keys here are {}", keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", "))
        }
    };
    Diagnostic::new(Code::UnknownKey, path, span, text!("no key is called `{}`", name)).help(help)
}

fn impossible_date(path: &str, span: Span, text: &str, error: &DateError) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::ImpossibleDate,
        path,
        span,
        text!("`{}` is no date: {}", text.trim(), Text::from(error)),
    );
    diagnostic.help(text!("write it as 2018-10-08, 2018年10月8日 or 二〇一八年十月八日"))
}

/// What most often is behind YAML that does not parse, judged by its line.
fn advice_on_line(line: &str) -> Option<Text> {
    let value = line.split_once(':').map_or("", |(_, value)| value.trim());
    if line.starts_with('\t') {
        Some(text!("YAML allows no tab at the head of a line; use spaces"))
    } else if !line.contains(':') && line.contains('：') {
        Some(text!("after a key stands a half-width colon and a space: `key: value`"))
    } else if value.starts_with('[') && !value.contains(']') {
        Some(text!("close the list with `]`"))
    } else if value.starts_with(['{', '"', '\'', '*', '&', '!', '%', '@', '`']) || value.contains(": ") {
        Some(text!("put the value between quotation marks: `key: \"value\"`"))
    } else {
        None
    }
}

fn line_at(file: &str, at: usize) -> &str {
    let start = file[..at].rfind('\n').map_or(0, |found| found + 1);
    file[start..].lines().next().unwrap_or("")
}

/// Top-level keys, by line: what stands before a colon at the head of a line. The library places
/// only its own errors, so this is where the places of keys come from.
fn key_lines(block: &str, offset: usize) -> Vec<KeyLine<'_>> {
    let mut lines = Vec::new();
    let mut at = offset;
    for line in block.split_inclusive('\n') {
        if let Some(name) = key_of_line(line) {
            let start = at + (name.as_ptr() as usize - line.as_ptr() as usize);
            lines.push(KeyLine { name, span: start..start + name.len() });
        }
        at += line.len();
    }
    lines
}

fn key_of_line(line: &str) -> Option<&str> {
    if line.starts_with([' ', '\t', '#', '-', '[', '{', '}', ']']) {
        return None;
    }
    let content = line.trim_end();
    let (before, after) = content.split_once(':')?;
    if !(after.is_empty() || after.starts_with([' ', '\t'])) {
        return None;
    }
    let name = before.trim_end();
    let unquoted = ['"', '\''].iter().find_map(|mark| name.strip_prefix(*mark)?.strip_suffix(*mark));
    Some(unquoted.unwrap_or(name)).filter(|name| !name.is_empty())
}

fn byte_of_line_column(text: &str, line_number: usize, column: usize) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(line_number.saturating_sub(1)).map(str::len).sum();
    let line = text[line_start.min(text.len())..].lines().next().unwrap_or("");
    let within = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    line_start + within
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some(String::new()),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

/// A value folded over several lines is one line.
fn one_line(text: &str) -> String {
    text.trim().lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// YAML folds a line break into a space, which between Han characters nobody wrote. Spaces that were
/// written stay: titles of joint documents have them between the issuers.
fn without_folding_spaces(mut text: String, written: &str) -> String {
    let lines: Vec<&str> = written.trim_end().lines().map(str::trim).collect();
    for pair in lines.windows(2) {
        let [before, after] = pair else { continue };
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { continue };
        if is_han_text(last) && is_han_text(first) {
            let tail: String = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
            let head: String = after.chars().take(4).collect();
            text = text.replacen(&format!("{tail} {head}"), &format!("{tail}{head}"), 1);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &str) -> FrontMatter<'_> {
        FrontMatter::read("a.md", block, 0..block.len(), keys::DOCUMENT)
    }

    fn messages(found: &Diagnostics) -> Vec<String> {
        found.iter().map(|d| format!("{:?} {}: {}", d.span.unwrap().range(), d.code, d.message)).collect()
    }

    #[test]
    fn a_file_is_cut_at_the_second_line_of_dashes() {
        let split = split("---\r\ntitle: 甲\r\n---\r\ntext").unwrap();
        assert_eq!((split.yaml, split.text_start), (Some(5..17), 22));
        assert_eq!(super::split("---\ntitle: 甲\n"), Err(Span::new(0..3)));
        assert!(super::split("# text").unwrap().yaml.is_none());
    }

    #[test]
    fn a_value_knows_its_place() {
        let mut front = read("title: 甲\nnumber: [云政发〔2018〕8号, 云字〔2018〕1号]\n");
        let numbers = front.texts("number");
        assert_eq!(&*numbers[1].value, "云字〔2018〕1号");
        assert_eq!(numbers[1].span.start, 45);
    }

    #[test]
    fn both_languages_for_one_key_are_one_mistake() {
        assert_eq!(
            messages(&read("标题: 甲\ntitle: 乙\n").found),
            ["12..17 doubled-key: `标题` and `title` are one key in two languages"]
        );
    }

    #[test]
    fn an_unknown_key_is_compared_in_its_own_language() {
        let front = read("成文日其: 2018-10-08\n");
        let help = front.found.iter().next().unwrap().help.as_ref().unwrap();
        assert_eq!(help.to_string(), "the nearest key is `成文日期`");
    }

    #[test]
    fn a_title_folded_over_lines_has_no_spaces_that_nobody_wrote() {
        let mut front = read("title: 教育局 财政局关于做好课后\n  服务管理工作的通知\n");
        assert_eq!(
            front.text("title").map(|title| title.value).as_deref(),
            Some("教育局 财政局关于做好课后服务管理工作的通知")
        );
    }

    #[test]
    fn a_date_that_the_calendar_lacks_is_marked() {
        let mut front = read("date: 2018-02-30\n");
        assert_eq!(front.date("date"), None);
        assert!(messages(&front.found)[0].starts_with("6..16 impossible-date: `2018-02-30`"));
    }

    #[test]
    fn text_that_is_not_yaml_is_marked_where_it_breaks() {
        let front = read("title: 甲\nnumber: [云政发\ndate: 2018-10-08\n");
        assert!(!front.readable);
        assert_eq!(front.found.errors(), 1);
    }
}
