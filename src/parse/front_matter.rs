//! The block of keys at the head of a file: finding it, reading its YAML, and giving out its values
//! one by one, each with its place. The YAML library is named here only.

mod lines;
mod messages;
mod split;
mod values;

use std::ops::Range;

use serde_yaml::Value;

use super::keys::{self, Key, Reading};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, Text, text};
use lines::{KeyLine, byte_of_line_column, key_lines, line_at};
use messages::{advice_on_line, nearest_key, open_quotation, unknown_key, yaml_problem};
use values::scalar;

pub use split::{Split, split};
pub use values::Mapping;

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
        let said = error.to_string();
        let (said, place) = said.split_once(" at ").unwrap_or((&said, ""));
        let position = place.strip_prefix("position ").and_then(|at| at.parse().ok());
        let at = position.or_else(|| {
            let place = error.location()?;
            Some(byte_of_line_column(&self.file[self.block.clone()], place.line(), place.column()))
        });
        let at = at.unwrap_or(0);
        let at = self.file.floor_char_boundary((self.block.start + at).min(self.block.end));
        let diagnostic = Diagnostic::new(
            Code::FrontMatterSyntax,
            self.path,
            Span::new(at..at),
            text!("the front matter cannot be read as YAML: {}", yaml_problem(said)),
        );
        self.found.push(diagnostic.help(self.yaml_advice(at)));
    }

    /// Advice for YAML that breaks at a place; the cause is often on the line before.
    fn yaml_advice(&self, at: usize) -> Text {
        if let Some(line) = open_quotation(&self.file[self.block.start..at]) {
            let line = self.file[..self.block.start].lines().count() + line;
            return text!("the quotation mark that opens on line {} is to be closed on that line", line);
        }
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
    fn a_quotation_that_is_not_closed_is_blamed_where_it_opens() {
        let file = "---\ntitle: \"甲\npart: 乙\npage: \"10-11\"\n---\n";
        let found = FrontMatter::read("a.md", file, 4..file.len() - 4, keys::DOCUMENT).found;
        let help: Vec<String> = found.iter().map(|one| one.help.as_ref().unwrap().to_string()).collect();
        assert_eq!(help, ["the quotation mark that opens on line 2 is to be closed on that line"]);
    }

    #[test]
    fn what_yaml_cannot_read_is_told_in_words_of_ours() {
        for (block, said) in [
            ("title: 甲: 乙 \n", "the value holds a colon and a space, which only stand behind a key"),
            ("title: [甲\n", "a list that begins with `[` does not end"),
            ("title: {a: 甲\n", "a mapping that begins with `{` does not end"),
            ("title: \"甲\n", "a quotation mark is opened and not closed"),
            (
                "title: \"\\甲\"\n",
                "`\\` between double quotation marks begins a special character, and not this one",
            ),
            ("title: @甲\n", "a value cannot begin with this character"),
            ("title: *甲\n", "a value cannot begin with this character"),
            ("title: *a\n", "a value that begins with `*` names another, and there is none"),
            ("title: - 甲\n", "a list of `- ` items begins on the line of its key"),
            ("topics:\n  - 甲\n  乙: 1\n", "an item of the list does not begin with `- ` below the others"),
            ("title: 甲\n乙\n", "here should begin a key with a colon and a space"),
            ("title: 甲\n\t乙\n", "a line begins with a tab"),
            ("title: 甲\u{1}\n", "there is a control character"),
        ] {
            let found = messages(&read(block).found).join("; ");
            assert!(found.ends_with(&format!("cannot be read as YAML: {said}")), "{block:?}: {found}");
            assert!(!found.starts_with("0.."), "{block:?}: {found}");
        }
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
