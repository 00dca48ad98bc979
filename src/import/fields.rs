//! The fields of a document: what its head, its signature and the contents list say, each with the
//! line that it came from and how sure it is.

use std::collections::BTreeSet;

use crate::gazette::{DocumentNumber, NumberForm, find_date};

use super::attachments;
use super::contents::Contents;
use super::dates::{date_in, mended};
use super::inline::tidy;
use super::lines::{Fate, Line};
use super::message::Message;
use super::profile::Profile;
use super::segment::{Role, Segment};
use super::signature;
use super::titles;

/// A line of more words says more than a date.
const DATE_WORDS_MAX: usize = 12;

/// A field with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key in the front matter; `attachments` and `signature` go into `extra`.
    pub name: &'static str,
    /// Its values; several where the key takes a list.
    pub values: Vec<String>,
    /// The indices of the lines it was read from.
    pub lines: Vec<usize>,
    /// Out of 100.
    pub confidence: u8,
    /// What speaks for it, or what is doubtful.
    pub because: Message,
}

/// The fields of one document, and where its signature stands.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// In the order of the front matter.
    pub all: Vec<Field>,
    /// The index of the signature's last line.
    pub signed_at: Option<usize>,
    /// The normalised titles of what it carries.
    pub carried: Vec<String>,
    /// The entry of the contents list that it is.
    pub entry: Option<usize>,
}

impl Fields {
    /// A field by its name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.all.iter().find(|field| field.name == name)
    }

    /// The first value of a field, empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.get(name).and_then(|field| field.values.first()).map_or("", String::as_str)
    }

    /// Sets a field that is not set.
    pub fn set(
        &mut self,
        name: &'static str,
        values: Vec<String>,
        lines: Vec<usize>,
        confidence: u8,
        because: impl Into<Message>,
    ) {
        if self.get(name).is_none() && !values.is_empty() {
            self.all.push(Field { name, values, lines, confidence, because: because.into() });
        }
    }
}

impl Fields {
    /// Puts values behind those that a field has.
    pub fn add(
        &mut self,
        name: &'static str,
        values: Vec<String>,
        lines: Vec<usize>,
        confidence: u8,
        because: impl Into<Message>,
    ) {
        match self.all.iter_mut().find(|field| field.name == name) {
            Some(field) => {
                field.values.extend(values);
                field.lines.extend(lines);
            }
            None => self.set(name, values, lines, confidence, because),
        }
    }
}

/// Reads the fields of a document and marks the lines that they were lifted from.
pub fn read(lines: &mut [Line], profile: &Profile, contents: Option<&Contents>, segment: &Segment) -> Fields {
    let mut fields = Fields::default();
    numbers(lines, profile, segment, &mut fields);
    departments(lines, profile, segment, &mut fields);
    recipients(lines, profile, segment, &mut fields);
    attachments::read(lines, profile, segment, &mut fields);
    titles::read(lines, profile, contents, segment, &mut fields);
    attachments::carried(lines, segment, &mut fields);
    signature::read(lines, profile, segment, &mut fields);
    date_in_title(lines, profile, segment, &mut fields);
    lift_head(lines, profile, segment, &fields);
    fields
}

/// The number as printed, without the brackets around it.
fn numbers(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let mut values = Vec::new();
    let mut at: Vec<usize> = Vec::new();
    let mut sure = 98;
    let order = segment.lines_of(Role::Order).next().filter(|_| !profile.spaced);
    let kind = segment.lines_of(Role::Kind).next();
    let numbered_order = segment.lines_of(Role::NumberedOrder).next();
    let dated = segment.lines_of(Role::DatedNumber);
    for index in segment.lines_of(Role::Number).chain(numbered_order).chain(dated).chain(segment.number_below)
    {
        let line = &lines[index];
        let within = |class: &str, group: &str| profile.lines.get(class)?.group(group, &line.bare);
        let printed = within("dated_number", "number")
            .or_else(|| within("number", "number"))
            .or_else(|| within("numbered_order", "printed"));
        let printed = printed.unwrap_or_else(|| without_brackets(&line.bare)).trim();
        let printed = printed.strip_prefix("發文字號：").unwrap_or(printed).trim_end_matches(['函', '令']);
        let mut number = printed.to_owned();
        let continues = printed.starts_with('第') || printed.starts_with(|c: char| c.is_ascii_digit());
        if let (Some(order), true) = (order, continues) {
            number = format!("{}{printed}", lines[order].bare);
        } else if let (Some(kind), true) = (kind, continues) {
            // 云溪省人大常委会 / 公告 / 第十二号: issuer and kind on lines of their own.
            let issuers = segment.lines_of(Role::Department).map(|index| lines[index].bare.as_str());
            number = format!("{}{}{printed}", issuers.collect::<String>(), lines[kind].bare);
        }
        if matches!(DocumentNumber::parse(&number).form(), NumberForm::Free) && !profile.spaced {
            sure = 60;
        }
        values.push(number);
        at.push(index);
    }
    // DECRETO 12/2019, de 5 de marzo, por el que…: the title begins with its number.
    let titled = segment.lines_of(Role::Title).next().and_then(|index| {
        let number = profile.lines.get("numbered_title")?.group("number", &lines[index].bare)?;
        Some((index, number))
    });
    if let (Some((index, number)), true) = (titled, values.is_empty()) {
        values.push(number.to_owned());
        at.push(index);
    }
    let closing = (segment.start..segment.end.min(lines.len()))
        .filter(|index| lines[*index].is_text())
        .find_map(|index| Some((index, profile.text.closing_number.group("number", &lines[index].bare)?)));
    if let Some((index, number)) = closing {
        // The register's own number goes before those of the office.
        values.insert(0, number.to_owned());
        at.insert(0, index);
    }
    let because = if sure > 90 { "a line of its own in the head" } else { "it has no form that is known" };
    fields.set("number", values, at, sure, because);
}

/// ORDEN de 9 de julio de 1962 por la que…: the title names the day, where no signature does.
fn date_in_title(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let first = segment.lines_of(Role::Title).next();
    let named = first.filter(|index| profile.is_class("numbered_title", &lines[*index].bare));
    if let Some((index, date)) = named.and_then(|index| Some((index, date_in(&segment.title, profile)?))) {
        fields.set("date", vec![date.to_string()], vec![index], 90, "the title names the day");
    }
}

fn without_brackets(bare: &str) -> &str {
    let inner = bare.strip_prefix(['（', '(', '【', '［', '[', '〔']).unwrap_or(bare);
    if inner.len() == bare.len() {
        return bare;
    }
    // （2018）3号 opens with its year; only brackets around the whole are dropped.
    let closes_last = inner.ends_with(['）', ')', '】', '］', ']', '〕']);
    if closes_last {
        &inner[..inner.len() - inner.chars().next_back().map_or(0, char::len_utf8)]
    } else {
        bare
    }
}

fn departments(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let mut values = Vec::new();
    let mut at = Vec::new();
    for (index, role) in &segment.head {
        let bare = &lines[*index].bare;
        match role {
            Role::Department => values.extend(offices(&lines[*index], profile)),
            Role::Order => {
                values.push(profile.head.order.group("department", bare).unwrap_or(bare).to_owned());
            }
            Role::NumberedOrder => {
                let patterns = profile.lines.get("numbered_order");
                // 第5/2018號法律 names no office.
                let named = patterns.and_then(|patterns| patterns.group("department", bare));
                let Some(named) = named else { continue };
                values.push(named.to_owned());
            }
            _ => continue,
        }
        at.push(*index);
    }
    if !values.is_empty() {
        let mut values = if profile.spaced { values } else { split_joint(&values) };
        // Joint issuers stand in the head of the paper and above the title.
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        fields.set("department", values, at, 97, "a line of its own in the head");
        return;
    }
    if let Some(name) = department_in(&segment.title, profile) {
        let at = segment.lines_of(Role::Title).take(1).collect();
        fields.set("department", split_joint(&[name]), at, 95, "the title begins with it");
    }
}

/// The offices of a line: several where each word of it is one.
fn offices(line: &Line, profile: &Profile) -> Vec<String> {
    let words: Vec<String> = line.text.split_whitespace().map(ToOwned::to_owned).collect();
    let all = !profile.spaced && words.len() > 1 && words.iter().all(|word| profile.is_department(word));
    // (Department of Revenue), an office within the one above it.
    let within = line.bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    // Among Chinese lines one in Latin letters keeps its blanks.
    let latin = line.bare.is_ascii().then(|| tidy(&line.text, profile));
    let one = within.map(ToOwned::to_owned).or(latin).unwrap_or_else(|| line.bare.clone());
    if all { words } else { vec![one] }
}

/// The issuer that a title begins with.
fn department_in(title: &str, profile: &Profile) -> Option<String> {
    let bare = profile.bare(title);
    let name = profile.head.department_in_title.group("department", &bare)?;
    if profile.is_department(name) {
        return Some(name.to_owned());
    }
    // A verb within the name (对外贸易局) ends it too early: longer names are tried.
    let ends = ["关于", "转发", "批转", "印发", "发布", "公布"].iter().filter_map(|verb| bare.find(verb));
    let longest = ends.filter(|end| profile.is_department(&bare[..*end])).min();
    longest.map(|end| bare[..end].to_owned())
}

/// 甲局、乙局: two issuers on one line.
pub fn split_joint(names: &[String]) -> Vec<String> {
    names
        .iter()
        .flat_map(|name| name.split('、'))
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

fn recipients(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let at: Vec<usize> = segment.lines_of(Role::Recipients).collect();
    let pieces: Vec<&str> = at.iter().map(|index| lines[*index].text.as_str()).collect();
    let names = profile.join(&pieces);
    if !names.is_empty() {
        let confidence = if names.chars().count() > 120 { 85 } else { 95 };
        fields.set("recipients", vec![names], at, confidence, "the lines below the number");
    }
}

/// The lines of text below the head.
pub fn body(lines: &[Line], segment: &Segment) -> Vec<usize> {
    let last_of_head = segment.head.iter().map(|(index, _)| *index).max();
    let from = last_of_head.map_or(segment.start, |last| last + 1);
    (from..segment.end).filter(|index| lines[*index].is_text()).collect()
}

/// Takes the lines of the head out of the text, each of whose words a field says. A line that says
/// more, such as who adopted it on that day, stays in the text as well.
fn lift_head(lines: &mut [Line], profile: &Profile, segment: &Segment, fields: &Fields) {
    let below = segment.number_below.map(|index| (index, Role::Number));
    for (index, role) in segment.head.iter().chain(&below) {
        let name = match role {
            Role::Department | Role::Order => "department",
            Role::NumberedOrder | Role::Number | Role::DatedNumber | Role::Kind => "number",
            Role::Title => "title",
            Role::Date => "date",
            Role::Recipients => "recipients",
            Role::Label => "label",
            Role::Signature => "signature",
        };
        let said = match role {
            Role::Label | Role::Signature => true,
            Role::Date => is_only_date(&lines[*index], profile),
            _ => is_said(&lines[*index], profile, fields),
        };
        if said {
            lines[*index].fate = Fate::Lifted(name);
        }
    }
}

/// Whether a line is a date and no more.
pub fn is_only_date(line: &Line, profile: &Profile) -> bool {
    if profile.spaced {
        return line.bare.split(' ').count() <= DATE_WORDS_MAX && !line.bare.contains(".-");
    }
    let mended = mended(&line.bare);
    let Some((span, _)) = find_date(&mended) else { return false };
    let rest = mended[..span.start].chars().chain(mended[span.end..].chars());
    rest.filter(|c| c.is_alphanumeric()).count() == 0
}

/// Whether the fields say all that a line says: its words, one after the other, are words of theirs.
fn is_said(line: &Line, profile: &Profile, fields: &Fields) -> bool {
    let values: Vec<String> = fields
        .all
        .iter()
        .flat_map(|field| &field.values)
        .map(|value| profile.bare(value).chars().filter(|c| c.is_alphanumeric()).collect())
        .collect();
    let mut rest: String = line.bare.chars().filter(|c| c.is_alphanumeric()).collect();
    let date = line.bare.as_str();
    if let Some((span, _)) = find_date(date).filter(|_| fields.get("date").is_some()) {
        let date: String = date[span].chars().filter(|c| c.is_alphanumeric()).collect();
        rest = rest.replacen(&date, "", 1);
    }
    let is_part = |value: &String| value.contains(&rest);
    if values.iter().any(is_part) {
        return true;
    }
    for value in values.iter().filter(|value| !value.is_empty()) {
        rest = rest.replacen(value.as_str(), "", 1);
    }
    rest.is_empty()
}
