//! The parts of a Word file beside its text: relations, notes, comments, heads and feet of pages.

use std::collections::BTreeMap;
use std::io::Cursor;

use quick_xml::events::Event;

use super::super::message::Message;
use super::xml::{attribute, each, events, side_part};

/// What the text refers to by a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The part of the file, or an address elsewhere.
    pub target: String,
    /// Whether it is elsewhere.
    pub external: bool,
}

/// The relations by their names, and whether that is all.
pub fn relations(xml: &str) -> (BTreeMap<String, Relation>, bool) {
    let mut found = BTreeMap::new();
    let whole = each(xml, |name, start| {
        if name == "Relationship"
            && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
        {
            let external = attribute(start, "TargetMode").is_some_and(|mode| mode == "External");
            found.insert(id, Relation { target, external });
        }
    });
    (found, whole)
}

/// The words of footnotes, endnotes or comments, by their names, and whether that is all. The lines between
/// text and notes, which Word keeps among them, have a type and are left out.
pub fn notes(xml: &str) -> (BTreeMap<String, String>, bool) {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    let mut in_text = false;
    let whole = events(xml, |event| match event {
        Event::Start(start) | Event::Empty(start) => {
            let name = start.local_name().as_ref().to_owned();
            in_text = name == "t";
            if ["footnote", "endnote", "comment"].contains(&name.as_str()) {
                let is_line = attribute(start, "type").is_some_and(|kind| kind != "normal");
                open = attribute(start, "id").filter(|_| !is_line);
                if let Some(id) = &open {
                    found.entry(id.clone()).or_default();
                }
            }
        }
        Event::Text(words) if in_text => {
            if let Some(note) = open.as_ref().and_then(|id| found.get_mut(id)) {
                note.push_str(words);
            }
        }
        Event::GeneralRef(name) if in_text => {
            if let Some(note) = open.as_ref().and_then(|id| found.get_mut(id)) {
                note.push_str(&super::super::markup::unescape(&format!("&{};", &**name)));
            }
        }
        Event::End(end) => {
            in_text = false;
            // Paragraphs of a note follow one another on its line.
            if end.local_name().as_ref() == "p"
                && let Some(words) = open.as_ref().and_then(|id| found.get_mut(id))
                && !words.ends_with(' ')
            {
                words.push(' ');
            }
        }
        _ => {}
    });
    for words in found.values_mut() {
        *words = words.trim().replace(['\n', '\t'], " ");
    }
    (found, whole)
}

/// Heads and feet of printed pages are no part of the text; what they say is told.
pub fn page_heads(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, left_out: &mut Vec<Message>) {
    let is_head = |name: &String| {
        name.strip_prefix("word/")
            .and_then(|name| name.strip_suffix(".xml"))
            .is_some_and(|name| name.starts_with("header") || name.starts_with("footer"))
    };
    let names = archive.file_names().flatten().map(std::borrow::Cow::into_owned);
    let mut names: Vec<String> = names.filter(is_head).collect();
    names.sort();
    let mut said: Vec<String> = Vec::new();
    for name in &names {
        let words = side_part(archive, name, left_out, words);
        if !words.is_empty() && !said.contains(&words) {
            left_out.push(Message::new("head or foot of the printed pages: {}").text(&words));
            said.push(words);
        }
    }
}

/// All words of a part, and whether that is all.
fn words(xml: &str) -> (String, bool) {
    let mut in_text = false;
    let mut text = String::new();
    let whole = events(xml, |event| match event {
        Event::Start(start) => in_text = start.local_name().as_ref() == "t",
        Event::Text(words) if in_text => text.push_str(words),
        Event::End(_) => in_text = false,
        _ => {}
    });
    (text.trim().to_owned(), whole)
}
