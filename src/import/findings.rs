//! What a person should look at: doubtful fields and blocks, and the contents list against the text.

use crate::gazette::normalise_title;

use super::block::{Block, Placed};
use super::contents::{self, Contents};
use super::fields::Fields;
use super::imported::{Finding, ImportedDocument};
use super::issue::IssueFacts;
use super::message::Message;
use super::profile::Profile;
use super::segment::Segment;

/// Of a field that is doubtful.
const DOUBTFUL: &str = "{}: `{}` is doubtful: {}";

/// Of a field that was not found.
const NOT_FOUND: &str = "no {} was found";

/// Whether a finding is about a field alone, which a record's columns may settle.
pub fn is_of_field(finding: &Finding) -> bool {
    [DOUBTFUL, NOT_FOUND].contains(&finding.message.template())
}

/// What is doubtful in one document.
pub fn doubts(fields: &Fields, blocks: &[Placed], segment: &Segment) -> Vec<Finding> {
    let mut found = Vec::new();
    let line = Some(segment.start);
    for name in ["title", "number", "department", "date"] {
        if fields.get(name).is_none() {
            found.push(Finding { line, message: Message::new(NOT_FOUND).words(name) });
        }
    }
    for field in fields.all.iter().filter(|field| field.confidence < 85) {
        let message = Message::new(DOUBTFUL)
            .words(field.name)
            .text(field.values.join("; "))
            .words(field.because.clone());
        found.push(Finding { line: field.lines.first().copied().or(line), message });
    }
    for placed in blocks {
        if let Some(doubt) = &placed.doubt {
            found.push(Finding { line: Some(placed.lines.0), message: doubt.clone() });
        }
    }
    found
}

/// The contents list compared with the documents.
pub fn of_issue(
    profile: &Profile,
    contents: Option<&Contents>,
    documents: &[ImportedDocument],
    read: &[Fields],
    issue: &IssueFacts,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(contents) = contents else {
        if documents.len() > 1 {
            found.push(Finding { line: None, message: "no contents list was found to compare with".into() });
        }
        return found;
    };
    listed_only(profile, contents, documents, read, &mut found);
    compared(contents, documents, read, &mut found);
    if issue.value("number").is_none() {
        found.push(Finding { line: None, message: "the cover does not tell the issue's number".into() });
    }
    found
}

/// What the contents list names and the text does not have.
fn listed_only(
    profile: &Profile,
    contents: &Contents,
    documents: &[ImportedDocument],
    read: &[Fields],
    found: &mut Vec<Finding>,
) {
    for (index, entry) in contents.entries.iter().enumerate() {
        let listed = normalise_title(&entry.title);
        let is_carried = documents.iter().any(|document| carries(document, &listed))
            || profile.text.attachment_label_or_note(&profile.bare(&entry.title));
        if !is_carried && !read.iter().any(|fields| fields.entry == Some(index)) {
            let message =
                Message::new("the contents list names `{}`, which is not in the text").text(&entry.title);
            found.push(Finding { line: Some(entry.line), message });
        }
        if entry.page.is_none() {
            found.push(Finding {
                line: Some(entry.line),
                message: Message::new("`{}` has no page in the contents list").text(&entry.title),
            });
        }
    }
}

/// The documents compared with their entries, in their order.
fn compared(contents: &Contents, documents: &[ImportedDocument], read: &[Fields], found: &mut Vec<Finding>) {
    let mut last: Option<u32> = None;
    for (document, fields) in documents.iter().zip(read) {
        let title = document.value("title");
        let Some(entry) = fields.entry.map(|entry| &contents.entries[entry]) else {
            let message =
                Message::new("`{}` is not in the contents list; its printed page is not known").text(title);
            found.push(Finding { line: Some(document.lines.0), message });
            continue;
        };
        // Joint issuers are set apart by a blank here and by a comma there.
        let [listed, printed] = [&entry.title, title].map(|title| contents::normal(&title.replace('、', "")));
        if !listed.ends_with(&printed) && !printed.ends_with(&listed) {
            let message =
                Message::new("the contents list says `{}`, the text `{}`").text(&entry.title).text(title);
            found.push(Finding { line: Some(entry.line), message });
        }
        let page = entry.page;
        if let (Some(before), Some(page)) = (last, page)
            && page < before
        {
            let message = Message::new("`{}` stands on page {} in the contents list, behind one on page {}")
                .text(title)
                .text(page)
                .text(before);
            found.push(Finding { line: Some(entry.line), message });
        }
        last = page.or(last);
    }
}

/// Whether a document carries the text of a title: a plan that a notice prints, an attachment.
fn carries(document: &ImportedDocument, title: &str) -> bool {
    let words = |placed: &Placed| match &placed.block {
        Block::Heading { level: 1, words } => Some(normalise_title(words)),
        _ => None,
    };
    normalise_title(document.value("title")).contains(title)
        || document
            .blocks
            .iter()
            .filter_map(words)
            .any(|words| words.ends_with(title) || title.ends_with(&words))
}
