//! What a document's neighbours, its series and the contents list tell of it.

use std::collections::BTreeMap;

use crate::gazette::{DocumentNumber, normalise_title};

use super::contents::{Contents, normal, resemblance};
use super::fields::{Field, Fields};
use super::segment::Segment;
use super::titles::is_only_head;

/// A title that was made of what the text says is no surer than this.
const MADE_CONFIDENCE_MAX: u8 = 80;

/// How sure an office is that heads the documents before.
const INHERITED: u8 = 70;

/// An office of the head is at least as sure as this.
const OF_HEAD_MIN: u8 = 95;

/// How much of a title and of the entry in its place must be the same, in per cent.
const RESEMBLANCE_MIN: usize = 35;

/// Parts and printed pages, as the contents list and the headings in the text tell them.
pub fn with_contents(
    mut read: Vec<Fields>,
    segments: &[Segment],
    contents: Option<&Contents>,
) -> Vec<Fields> {
    let mut taken: Vec<bool> = vec![false; contents.map_or(0, |contents| contents.entries.len())];
    for fields in &read {
        if let Some(entry) = fields.entry {
            taken[entry] = true;
        }
    }
    for (fields, segment) in read.iter_mut().zip(segments) {
        if fields.entry.is_none()
            && let Some(near) = contents.and_then(|contents| {
                let title = if segment.title.is_empty() { fields.value("title") } else { &segment.title };
                let numbers = fields.get("number").map_or(&[][..], |field| &field.values);
                let by_number = numbers.iter().find_map(|number| contents.numbered(number));
                contents
                    .entry(title)
                    .or(by_number.filter(|entry| !taken[*entry]))
                    .or_else(|| contents.contained(title, &taken))
                    .or_else(|| contents.nearest(title, &taken))
            })
        {
            fields.entry = Some(near);
            taken[near] = true;
            let differs = contents.is_some_and(|contents| {
                normalise_title(&contents.entries[near].title) != normalise_title(fields.value("title"))
            });
            if let Some(title) = fields.all.iter_mut().find(|field| field.name == "title" && differs) {
                title.confidence = title.confidence.min(80);
                title.because = "the head; the contents list has it in other words".into();
            }
        }
    }
    if let Some(contents) = contents {
        by_place(&mut read, segments, contents);
    }
    for (fields, segment) in read.iter_mut().zip(segments) {
        if let (Some(contents), Some(entry)) = (contents, fields.entry) {
            let entry = &contents.entries[entry];
            if let Some(part) = &entry.part {
                fields.set("part", vec![part.clone()], vec![entry.line], 96, "the contents list");
            }
        }
        if let Some(part) = &segment.part {
            fields.set("part", vec![part.clone()], Vec::new(), 93, "the heading above it");
        }
    }
    read
}

/// Documents that the list names in other words: between two that are known, as many entries as documents are
/// theirs, one after the other.
fn by_place(read: &mut [Fields], segments: &[Segment], contents: &Contents) {
    let mut at = 0;
    let mut from = 0;
    while at < read.len() {
        if let Some(entry) = read[at].entry {
            (at, from) = (at + 1, entry + 1);
            continue;
        }
        let end = (at..read.len()).find(|index| read[*index].entry.is_some()).unwrap_or(read.len());
        let to = read.get(end).and_then(|fields| fields.entry).unwrap_or(contents.entries.len());
        if from <= to && to - from == end - at {
            for (offset, fields) in read[at..end].iter_mut().enumerate() {
                take_entry(fields, &segments[at + offset], contents, from + offset);
            }
        }
        at = end;
    }
}

/// Takes an entry for a document's, if its title resembles it, or says nothing of its own.
fn take_entry(fields: &mut Fields, segment: &Segment, contents: &Contents, index: usize) {
    let entry = &contents.entries[index];
    let wanted: Vec<char> = normal(fields.value("title")).chars().collect();
    let is_made = segment.title.is_empty()
        && fields.get("title").is_none_or(|title| title.confidence <= MADE_CONFIDENCE_MAX);
    if !is_made && resemblance(&wanted, entry) < RESEMBLANCE_MIN {
        return;
    }
    fields.entry = Some(index);
    if is_made && !is_only_head(&entry.title, fields.value("number")) {
        fields.all.retain(|field| field.name != "title");
        let because = "the contents list, by its place; the head has no title";
        fields.set("title", vec![entry.title.clone()], vec![entry.line], MADE_CONFIDENCE_MAX, because);
    }
}

/// A document that nothing puts into a part goes where its series goes, else where its neighbour goes.
pub fn parts(read: &mut [Fields]) {
    let series =
        |fields: &Fields| DocumentNumber::parse(fields.value("number")).series().map(ToOwned::to_owned);
    let mut of_series: BTreeMap<String, String> = BTreeMap::new();
    for fields in read.iter().filter(|fields| !fields.value("part").is_empty()) {
        if let Some(series) = series(fields) {
            of_series.entry(series).or_insert_with(|| fields.value("part").to_owned());
        }
    }
    let mut before = String::new();
    for fields in read.iter_mut() {
        if fields.value("part").is_empty() {
            if let Some(part) = series(fields).and_then(|series| of_series.get(&series)) {
                fields.set(
                    "part",
                    vec![part.clone()],
                    Vec::new(),
                    80,
                    "other documents of its series stand there",
                );
            } else if !before.is_empty() {
                fields.set(
                    "part",
                    vec![before.clone()],
                    Vec::new(),
                    60,
                    "the document before it stands there",
                );
            }
        }
        fields.value("part").clone_into(&mut before);
    }
}

/// A heading with an office stands for all documents below it, up to the next one.
pub fn departments(read: &mut [Fields]) {
    let mut above: Vec<String> = Vec::new();
    for fields in read.iter_mut() {
        let because = "the heading of the documents before it";
        fields.set("department", above.clone(), Vec::new(), INHERITED, because);
        // Who signed one document heads no other.
        let heads = |field: &&Field| field.confidence >= OF_HEAD_MIN || field.confidence == INHERITED;
        above = fields.get("department").filter(heads).map_or_else(Vec::new, |field| field.values.clone());
    }
}
