//! The title of a document: as printed, or made where its head has none.

use crate::gazette::{Kind, find_titles, normalise_title};

use super::contents::Contents;
use super::fields::{Fields, body};
use super::inline::tidy;
use super::lines::Line;
use super::profile::Profile;
use super::segment::{Role, Segment, Sign};

/// What an order does to the text whose title it gives.
const PROMULGATES: &[&str] =
    &["公布", "公佈", "发布", "發布", "通过", "通過", "颁布", "頒布", "施行", "废止", "修改", "制定"];

/// Words whose full stop is their own.
const ABBREVIATIONS: &[&str] =
    &["Inc", "Co", "Corp", "Ltd", "No", "etc", "al", "Jr", "Sr", "St", "Abs", "Art", "Nr"];

/// Reads the title and the kind.
pub fn read(
    lines: &[Line],
    profile: &Profile,
    contents: Option<&Contents>,
    segment: &Segment,
    fields: &mut Fields,
) {
    let at: Vec<usize> = segment.lines_of(Role::Title).collect();
    let printed = without_stop(&tidy(&segment.title, profile), profile).to_owned();
    fields.entry = contents.and_then(|contents| contents.entry(&printed));
    if printed.is_empty() {
        listed_by_number(contents, profile, segment, fields);
        made_title(lines, profile, segment, fields);
        return;
    }
    // The contents list prints titles without their issuer; where there is none, the title is given
    // in full: issuer, matter, kind.
    let issuers: Vec<usize> = segment.lines_of(Role::Department).collect();
    let listed_in_full = contents.is_none_or(|contents| {
        let name = fields.value("department").to_owned();
        let name = name.as_str();
        match fields.entry {
            Some(entry) => contents.entries[entry].title.starts_with(name),
            None => contents.entries.iter().any(|entry| !name.is_empty() && entry.title.starts_with(name)),
        }
    });
    let full =
        listed_in_full && !issuers.is_empty() && !profile.spaced && profile.head.matter.is_match(&printed);
    let (value, lines_of) = if full {
        let names = fields.get("department").map_or_else(String::new, |field| field.values.join(" "));
        (format!("{names}{printed}"), issuers.iter().chain(&at).copied().collect())
    } else {
        (printed, at)
    };
    let (confidence, because) = match (segment.sign, fields.entry.is_some()) {
        (Sign::Nothing, _) => (50, "the first lines; nothing shows that they are the title"),
        (Sign::Contents, _) => (85, "the contents list names it; its head has no usual form"),
        (Sign::Form, true) => (99, "the head, and the contents list agrees"),
        (Sign::Form, false) if contents.is_some() => (88, "the head; the contents list does not name it"),
        (Sign::Form, false) => (94, "the lines between the issuer and the number"),
    };
    fields.set("title", vec![value], lines_of, confidence, because);
    if let Some(kind) = Kind::from_title(fields.value("title")) {
        let at = segment.lines_of(Role::Title).collect();
        fields.set("kind", vec![kind.as_str().to_owned()], at, 95, "the title ends with it");
    }
}

/// A title without the full stop behind it, unless the stop belongs to an abbreviation.
fn without_stop<'t>(title: &'t str, profile: &Profile) -> &'t str {
    let Some(stopped) = title.strip_suffix('.').filter(|_| profile.spaced) else { return title };
    let last = stopped.rsplit(' ').next().unwrap_or(stopped);
    let is_abbreviation = last.chars().count() == 1 || last.contains('.') || ABBREVIATIONS.contains(&last);
    if is_abbreviation && !last.chars().all(|c| c.is_ascii_digit()) { title } else { stopped }
}

/// A head without a title, whose number the contents list gives together with one.
fn listed_by_number(contents: Option<&Contents>, profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let Some(contents) = contents else { return };
    let Some(index) = contents.numbered(fields.value("number")) else { return };
    let entry = &contents.entries[index];
    fields.entry = Some(index);
    if entry.title == entry.printed || is_only_head(&entry.title, fields.value("number")) {
        return;
    }
    let because = "the contents list, by the number";
    let title = without_stop(entry.title.trim_end_matches('。'), profile).to_owned();
    fields.set("title", vec![title], vec![entry.line, segment.start], 88, because);
}

/// Whether a title in the list is no more than the issuer and kind that the number begins with: 某部令.
pub fn is_only_head(title: &str, number: &str) -> bool {
    let title = normalise_title(title);
    !title.is_empty() && normalise_title(number).starts_with(&title)
}

/// The title of a document whose head has none: an order that promulgates something, or a head that
/// the subject completes.
fn made_title(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let body = body(lines, segment);
    let is_order = |role: &Role| matches!(role, Role::Order | Role::NumberedOrder | Role::Kind);
    let Some(head) = segment.head.iter().find(|(_, role)| is_order(role)) else { return };
    let kind = match head.1 {
        Role::Kind => lines[head.0].bare.clone(),
        _ => profile.head.order.group("kind", &lines[head.0].bare).unwrap_or_default().to_owned(),
    };
    let first = body.iter().find(|index| !lines[**index].is_row()).copied();
    if let (Some(form), Some(first)) = (&profile.head.made_title, first) {
        let departments = fields.get("department").map_or_else(String::new, |field| field.values.join("、"));
        let subject = body
            .iter()
            .take(8)
            .find_map(|index| {
                Some((*index, profile.head.subject.group("subject", &lines[*index].bare)?.to_owned()))
            })
            .unwrap_or_else(|| (first, lines[first].bare.clone()));
        let sentence = subject.1.split_inclusive('。').next().unwrap_or("").trim_end_matches('。').to_owned();
        let title = form.replace("{head}", &format!("{departments}{kind}")).replace("{subject}", &sentence);
        fields.set("title", vec![title], vec![head.0, subject.0], 88, "made of the head and the subject");
    } else {
        order_title(lines, profile, segment, &body, fields);
    }
    if !kind.is_empty() {
        fields.set("kind", vec![kind], vec![head.0], 97, "the head says so");
    }
}

/// Whether a sentence promulgates the text of that title: 自发布之日起 only says from when on.
fn promulgates(sentence: &str, title: &str) -> bool {
    let says = |verb: &&str| {
        sentence.match_indices(*verb).any(|(at, _)| {
            let (before, after) = (&sentence[..at], &sentence[at + verb.len()..]);
            let is_day = before.ends_with('自') || after.starts_with("之日");
            // 核发《…证书》: the title must be what is promulgated, not one that is only named.
            !is_day && (title.is_empty() || !before.ends_with(title))
        })
    };
    PROMULGATES.iter().any(says)
}

/// Whether a title is that of the law that an order is based on.
fn is_ground(text: &str, title: &str) -> bool {
    let before = text.find(title).map_or("", |at| &text[..at]);
    let before = before.trim_end_matches(['《', '〈', '「']);
    ["根据", "依据", "按照", "依照", "遵照", "根據", "依據"].iter().any(|word| before.ends_with(word))
}

/// An order's title is that of what it promulgates.
fn order_title(lines: &[Line], profile: &Profile, segment: &Segment, body: &[usize], fields: &mut Fields) {
    let named = body.iter().take(6).find_map(|index| {
        let text = &lines[*index].text;
        let title = find_titles(text).into_iter().find(|found| !is_ground(text, found.title))?.title;
        // The sentence may run over the line.
        let next = body.iter().find(|next| *next > index).map_or("", |next| &lines[*next].text);
        (promulgates(text, title) || promulgates(next, "")).then(|| (*index, title.to_owned()))
    });
    if let Some((index, title)) = named {
        fields.set(
            "title",
            vec![tidy(&title, profile)],
            vec![index],
            80,
            "the title that the order promulgates",
        );
        return;
    }
    let subject = body.iter().take(4).find_map(|index| {
        Some((*index, profile.head.subject.group("subject", &lines[*index].bare)?.to_owned()))
    });
    if let Some((index, subject)) = subject {
        fields.set("title", vec![subject], vec![index], 80, "what the order says that it promulgates");
        return;
    }
    let head: Vec<usize> = segment.head.iter().map(|(index, _)| *index).collect();
    // 任免令 says what it is; 市政府令 needs its number to tell it from the others.
    let order = segment.lines_of(Role::Order).next().map(|index| lines[index].bare.clone());
    if let Some(order) = order.filter(|order| order.ends_with("任免令")) {
        fields.set("title", vec![order], head, 90, "the head of the order");
        return;
    }
    // A register's number says nothing of the matter: 云溪市人民政府通告 is all that the head says.
    let says = |(index, role): &&(usize, Role)| {
        let is_register = *role == Role::Number && lines[*index].bare.contains(['〔', '［', '[']);
        !is_register && *role != Role::Label && *role != Role::Date
    };
    let words: Vec<&str> =
        segment.head.iter().filter(says).map(|(index, _)| lines[*index].bare.as_str()).collect();
    // 〇財務省告示第八十一号: the number is all that the head says, without its mark.
    let number = fields.value("number");
    let is_number = words.concat().ends_with(number) && !number.is_empty() && words.len() == 1;
    let title = if is_number { number.to_owned() } else { words.concat() };
    fields.set("title", vec![title], head, 60, "the order names nothing; its head is taken");
}
