//! What an issue looks like, as data: which lines start a document, a contents list, a part, what a
//! number, a date, a heading looks like. Built in for a few gazettes; users write their own in TOML.
//!
//! Every pattern is a regular expression of the `regex` crate, which takes time linear in the text
//! whatever the pattern, so that a profile cannot hang an import.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::RegexSet;
use serde::Deserialize;

use super::form::Form;
use super::patterns::{Patterns, exact, set};

/// The longest name of a part that brackets alone show to be one, in characters.
const PART_LENGTH_MAX: usize = 20;

/// A profile that is built in. Its patterns are compiled when they are first asked for, and once: an import
/// of many files asks for each of them.
struct BuiltIn {
    name: &'static str,
    toml: &'static str,
    likely: OnceLock<Patterns>,
    profile: OnceLock<Profile>,
}

/// The profiles that are built in.
static BUILT_IN: [BuiltIn; 8] = [
    BuiltIn::new("cn", include_str!("profiles/cn.toml")),
    BuiltIn::new("tw", include_str!("profiles/tw.toml")),
    BuiltIn::new("hk", include_str!("profiles/hk.toml")),
    BuiltIn::new("en", include_str!("profiles/en.toml")),
    BuiltIn::new("es", include_str!("profiles/es.toml")),
    BuiltIn::new("de", include_str!("profiles/de.toml")),
    BuiltIn::new("jp", include_str!("profiles/jp.toml")),
    BuiltIn::new("kr", include_str!("profiles/kr.toml")),
];

impl BuiltIn {
    const fn new(name: &'static str, toml: &'static str) -> Self {
        Self { name, toml, likely: OnceLock::new(), profile: OnceLock::new() }
    }

    /// What tells it from the others; the rest of it need not be compiled for that.
    fn likely(&self) -> &Patterns {
        let read =
            || toml::from_str::<Likely>(self.toml).expect("the tests read each built-in profile").likely;
        self.likely.get_or_init(read)
    }

    fn profile(&self) -> &Profile {
        self.profile.get_or_init(|| Profile::parse(self.toml).expect("the tests read each built-in profile"))
    }
}

/// What an issue looks like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name on the command line.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub description: String,
    /// The language of its gazettes, as a BCP 47 tag.
    #[serde(default)]
    pub language: String,
    /// Whether words are set apart by blanks. If not, blanks within a title are slips of the press.
    #[serde(default)]
    pub spaced: bool,
    /// Lines that speak for this profile when none is named.
    #[serde(default, deserialize_with = "exact")]
    pub likely: Patterns,
    /// The cover.
    #[serde(default)]
    pub cover: Cover,
    /// The contents list.
    #[serde(default)]
    pub contents: Contents,
    /// What each printed page carries beside its text.
    #[serde(default)]
    pub page: Page,
    /// Lines that open a part.
    #[serde(default)]
    pub part: Patterns,
    /// Lines that divide a part and stand between its name and its documents.
    #[serde(default)]
    pub subpart: Patterns,
    /// The head of a document.
    pub head: Head,
    /// Tables of metadata that stand above a document in exports of web pages: the names of their fields,
    /// by the key of the front matter that they fill; `other` for those that none holds.
    #[serde(default)]
    pub metadata: BTreeMap<String, Patterns>,
    /// The kinds of lines that the forms of a head are made of.
    pub lines: BTreeMap<String, Patterns>,
    /// Dates that are not written in figures or in Chinese.
    #[serde(default)]
    pub dates: Dates,
    /// What the text is made of.
    #[serde(default)]
    pub text: TextRules,
}

/// The cover.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cover {
    /// Lines with `year`, `number`, `total` as named groups.
    pub issue: Patterns,
    /// The gazette's name.
    pub gazette: Patterns,
    /// How the name goes on on the next line: `der Stadt Altenfels`.
    pub goes_on: Patterns,
    /// Lines at the end of an issue that tell who printed it.
    pub colophon: Patterns,
}

/// The contents list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contents {
    /// The line above the list.
    pub heading: Patterns,
    /// The heads of its columns.
    pub column: Patterns,
    /// A whole entry, with groups `title` and `page`.
    pub entry: Patterns,
    /// A whole entry, matched with its blanks as printed.
    pub entry_as_printed: Patterns,
    /// The end of an entry that runs over its line, with group `page`.
    pub tail: Patterns,
    /// How a title in the list begins.
    pub opening: Patterns,
    /// A title with its number in front or behind; the title alone is group `title`.
    pub numbered: Patterns,
}

/// What each printed page carries beside its text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Page {
    /// A line that is the page's number, in group `page`.
    pub number: Patterns,
    /// A number that stands alone, which counts only where it goes on from page to page.
    pub bare_number: Patterns,
    /// A mark that a program left where a page begins, with group `page`.
    pub mark: Patterns,
    /// A line that repeats on each page.
    pub head: Patterns,
    /// Lines that a program left and no printer set.
    pub noise: Patterns,
}

/// The head of a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Sequences of kinds of lines, tried in this order.
    pub forms: Vec<Form>,
    /// What the joined lines of a title must look like.
    #[serde(default)]
    pub title: Patterns,
    /// The issuer within a title, in group `department`.
    #[serde(default)]
    pub department_in_title: Patterns,
    /// The issuer and kind within an order's line, in groups `department` and `kind`.
    #[serde(default)]
    pub order: Patterns,
    /// Where a title must be made: the line with the document's subject, in group `subject`.
    #[serde(default)]
    pub subject: Patterns,
    /// What a made title consists of: `{head}` and `{subject}`.
    #[serde(default)]
    pub made_title: Option<String>,
    /// How a title begins, or what it is, that is read together with the issuer above it.
    #[serde(default)]
    pub matter: Patterns,
    /// Titles of documents that carry another one's text below their own.
    #[serde(default)]
    pub forwards: Patterns,
}

/// Dates that are not written in figures or in Chinese.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Names of the months, in order; several lists of twelve may follow one another.
    pub months: Vec<String>,
    /// Patterns with groups `day`, `month` and `year`, and `era` where years are counted from one.
    pub patterns: Patterns,
    /// Eras by their names, each with the year before its first: 令和 is 2018.
    pub eras: BTreeMap<String, i32>,
}

/// What the text is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextRules {
    /// Headings from the highest level to the lowest.
    pub headings: Headings,
    /// The longest heading in characters.
    pub heading_length_max: usize,
    /// A line that says what is attached, with group `titles`.
    pub attachment_note: Patterns,
    /// A further line of such a list.
    pub attachment_item: Patterns,
    /// A line that opens an attachment.
    pub attachment_label: Patterns,
    /// A date with the signature behind it, in groups `date` and `signature`.
    pub dated_signature: Patterns,
    /// What a signature looks like: an office, or an office and a name; the office, where it tells who
    /// issued the text, is group `department`.
    pub signature: Patterns,
    /// Titles that a text below the signature may have.
    pub enclosure: Patterns,
    /// A name with its post, with groups `role`, `name` and `post`.
    pub name: Patterns,
    /// A remark below a document, such as whether it may be made public.
    pub remark: Patterns,
    /// Lines that end a document and carry its number, in group `number`.
    pub closing_number: Patterns,
}

impl TextRules {
    /// Whether a line opens an attachment or says what is attached.
    pub fn attachment_label_or_note(&self, bare: &str) -> bool {
        self.attachment_label.is_match(bare) || self.attachment_note.is_match(bare)
    }
}

/// The levels of headings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<HeadingRule>")]
pub struct Headings {
    /// From the highest level to the lowest.
    pub rules: Vec<HeadingRule>,
    /// The patterns of all levels that see a line without its blanks, and of those that see it with them: most
    /// lines are no heading, which one pass tells.
    any: [RegexSet; 2],
}

impl TryFrom<Vec<HeadingRule>> for Headings {
    type Error = regex::Error;

    fn try_from(rules: Vec<HeadingRule>) -> Result<Self, regex::Error> {
        let of = |as_printed| {
            let rules = rules.iter().filter(|rule| rule.as_printed == as_printed);
            set(rules.flat_map(|rule| rule.pattern.written()))
        };
        Ok(Self { any: [of(false)?, of(true)?], rules })
    }
}

impl Headings {
    /// The level that a line has, the highest 0, and what is known of it.
    pub fn of<'r>(&'r self, bare: &str, printed: &str) -> Option<(usize, &'r HeadingRule)> {
        if !self.any[0].is_match(bare) && !self.any[1].is_match(printed) {
            return None;
        }
        let seen = |rule: &HeadingRule| rule.pattern.is_match(if rule.as_printed { printed } else { bare });
        self.rules.iter().enumerate().find(|(_, rule)| seen(rule))
    }
}

/// One level of headings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingRule {
    /// What stands at its head; the rest of the line, in group `rest`, are its words.
    pub pattern: Patterns,
    /// Whether such a line is a heading whatever stands in it, as 第一章 is.
    #[serde(default)]
    pub always: bool,
    /// Whether the pattern sees the line with its blanks: `1 总则` is a heading, `1次会议` is none.
    #[serde(default)]
    pub as_printed: bool,
    /// Whether the words of the heading stand on the line below its number: `§ 1`, then `Anwendungsbereich`.
    #[serde(default)]
    pub named_below: bool,
}

impl Profile {
    /// Reads a profile from its TOML.
    ///
    /// # Errors
    ///
    /// A message that names the line and what is wrong with it.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let profile: Self = toml::from_str(toml).map_err(|error| error.to_string())?;
        for form in &profile.head.forms {
            for class in form.classes() {
                if !profile.lines.contains_key(class) && class != "title" {
                    return Err(format!(
                        "a form of a head names `{class}`, but `[lines]` has no `{class}`; it has {}",
                        profile.lines.keys().cloned().collect::<Vec<_>>().join(", ")
                    ));
                }
            }
        }
        Ok(profile)
    }

    /// The names of the built-in profiles.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|built_in| built_in.name)
    }

    /// The built-in profile of a name.
    ///
    /// # Panics
    ///
    /// Never: the tests read each built-in profile.
    pub fn built_in(name: &str) -> Option<Self> {
        BUILT_IN.iter().find(|built_in| built_in.name == name).map(|built_in| built_in.profile().clone())
    }

    /// The built-in profile that most lines speak for; the first where none does.
    ///
    /// # Panics
    ///
    /// Never: there are built-in profiles.
    pub fn guess<'l>(lines: &(impl Iterator<Item = &'l str> + Clone)) -> Self {
        let mut best = (0, BUILT_IN[0].name);
        for built_in in &BUILT_IN {
            let likely = built_in.likely();
            let votes = lines.clone().take(3000).filter(|line| likely.is_match(line)).count();
            if votes > best.0 {
                best = (votes, built_in.name);
            }
        }
        // Text in other letters than Han is at least read as words with blanks between them.
        if best.0 == 0 && !is_mostly_han(lines.clone()) {
            best.1 = "en";
        }
        Self::built_in(best.1).expect("its name is that of a built-in one")
    }

    /// Whether a line is of a class of `[lines]`.
    pub fn is_class(&self, class: &str, text: &str) -> bool {
        self.lines.get(class).is_some_and(|patterns| patterns.is_match(text))
    }

    /// Whether a name is that of an office.
    pub fn is_department(&self, name: &str) -> bool {
        self.is_class("department", name) && !self.is_class("not_department", name)
    }

    /// A text as patterns see it: blanks dropped where words are not set apart by them, and figures and
    /// Latin letters of full width narrow; else each run of blanks one.
    pub fn bare(&self, text: &str) -> String {
        if self.spaced {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
        }
    }

    /// The name of a part that a line opens: 【人事任免】 and 一、人事任免 name the same.
    pub fn part_of(&self, bare: &str) -> Option<String> {
        let plain = bare.trim_matches(|c: char| "◆◇★☆●○◎■□▲△▼※•·—-– ".contains(c));
        let within = |open: char, close: char| plain.strip_prefix(open)?.strip_suffix(close);
        let bracketed = [('【', '】'), ('〖', '〗'), ('［', '］'), ('〔', '〕')]
            .into_iter()
            .find_map(|(open, close)| within(open, close))
            .filter(|name| name.chars().count() <= PART_LENGTH_MAX);
        let name = bracketed.unwrap_or(plain);
        let unnumbered = name.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
        let name = unnumbered.strip_prefix('、').unwrap_or(name);
        let name = if self.spaced { without_roman_numeral(name) } else { name };
        (bracketed.is_some() || self.part.is_match(name)).then(|| name.to_owned())
    }

    /// Lines of one title or paragraph put together.
    pub fn join(&self, pieces: &[&str]) -> String {
        let mut joined = String::new();
        for piece in pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()) {
            if self.spaced && !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(piece);
        }
        joined
    }
}

/// `II. Autoridades y Personal` without its number.
fn without_roman_numeral(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| "IVX".contains(c));
    let stopped = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < name.len());
    stopped.map_or(name, |rest| rest.trim_start_matches([' ', '-', '–', '—']))
}

/// A figure or Latin letter of full width as one of ASCII.
fn narrow(c: char) -> char {
    let is_wide = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    if is_wide { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c }
}

/// What tells a profile from the others; the rest of it need not be compiled for that.
#[derive(Deserialize)]
struct Likely {
    #[serde(default, deserialize_with = "exact")]
    likely: Patterns,
}

/// Whether more than a fifth of the letters are Han characters.
fn is_mostly_han<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let (mut han, mut letters) = (0_usize, 0_usize);
    for c in lines.take(3000).flat_map(str::chars).filter(|c| c.is_alphabetic()) {
        letters += 1;
        han += usize::from(('\u{3400}'..'\u{a000}').contains(&c));
    }
    han * 5 > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_can_be_read() {
        for BuiltIn { name, toml, .. } in &BUILT_IN {
            let profile = Profile::parse(toml).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(profile.name, *name);
        }
    }

    #[test]
    fn a_mistake_in_a_profile_is_named() {
        let error = Profile::parse("name = 'x'\npart = ['(']\n[head]\nforms = []\n[lines]\n").unwrap_err();
        assert!(error.contains("the pattern `(`"), "{error}");
        let error = Profile::parse("name = 'x'\n[head]\nforms = ['headline+']\n[lines]\n").unwrap_err();
        assert!(error.contains("headline"), "{error}");
    }
}
