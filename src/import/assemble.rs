//! The import of a text, in order: lines, furniture, contents, documents, fields, structure, files.

use std::collections::BTreeMap;

use crate::gazette::{DocumentNumber, normalise_title, slug};

use super::account::Account;
use super::block::{Block, Placed};
use super::contents::{self, Contents};
use super::fields::{self, Field, Fields};
use super::front_matter;
use super::furniture::{self, PageStart};
use super::issue::{self, IssueFacts};
use super::lines::{self, Fate, Line};
use super::markdown;
use super::normalised::{self, Change};
use super::printed;
use super::profile::Profile;
use super::segment::{self, Segment};
use super::structure::{self, Seam, Setting, Wrapped};

/// The longest slug in a file's name.
const SLUG_LENGTH_MAX: usize = 40;

/// What an import is told besides the text.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the issue looks like.
    pub profile: Profile,
    /// The year, where the cover does not tell it.
    pub year: Option<u16>,
    /// The issue's number, where the cover does not tell it.
    pub issue: Option<String>,
    /// Whether the text is one document, whatever it looks like.
    pub extent: Extent,
}

/// What a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// As many documents as there seem to be.
    #[default]
    Any,
    /// One document.
    Single,
}

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The name of the profile.
    pub profile: String,
    /// The language of the gazette, as a BCP 47 tag; empty where the profile does not say.
    pub language: String,
    /// The lines, each with its fate.
    pub lines: Vec<Line>,
    /// The issue.
    pub issue: IssueFacts,
    /// The documents, in order.
    pub documents: Vec<ImportedDocument>,
    /// The contents list compared with the documents: findings for a person.
    pub findings: Vec<Finding>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What became of each character.
    pub account: Account,
}

/// A document as it will be written.
#[derive(Clone, Debug)]
pub struct ImportedDocument {
    /// The file's name.
    pub file: String,
    /// Its fields, each with its line.
    pub fields: Vec<Field>,
    /// Its text as blocks.
    pub blocks: Vec<Placed>,
    /// The seams in it.
    pub seams: Vec<Seam>,
    /// The index of its first line and of the line after its last.
    pub lines: (usize, usize),
    /// The whole file.
    pub content: String,
    /// What a person should look at.
    pub doubts: Vec<Finding>,
}

impl ImportedDocument {
    /// A field's values.
    pub fn values(&self, name: &str) -> &[String] {
        self.fields.iter().find(|field| field.name == name).map_or(&[], |field| &field.values)
    }

    /// A field's first value, empty where it is not known.
    pub fn value(&self, name: &str) -> &str {
        self.values(name).first().map_or("", String::as_str)
    }
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The index of the line, if it has one.
    pub line: Option<usize>,
    /// In words.
    pub message: String,
}

/// Imports a text.
pub fn import(text: &str, options: &Options) -> Imported {
    let profile = &options.profile;
    let mut lines = lines::split(text, profile);
    let pages = furniture::mark(&mut lines, profile);
    // A document may have a contents list of its own: the issue's stands above all documents.
    let contents = contents::find(&lines, profile, &|from| segment::first_head(&lines, profile, from))
        .filter(|contents| !segment::begins_within(&lines[..contents.lines.start], profile));
    let contents = contents.or_else(|| contents::find_at_end(&lines, profile));
    let mut from = 0;
    if let Some(contents) = &contents {
        contents::mark(&mut lines, contents);
        from = if contents.at_end { 0 } else { contents.lines.end };
    }
    let mut segments = segment::find(&lines, profile, contents.as_ref(), from);
    if options.extent == Extent::Single {
        segments = segment::only_one(&lines, profile, segments);
    }
    segment::mark_front(&mut lines, profile, contents.as_ref(), &mut segments);
    let mut issue = issue::read(&lines, profile, contents.as_ref());
    let read: Vec<Fields> = segments
        .iter()
        .map(|segment| fields::read(&mut lines, profile, contents.as_ref(), segment))
        .collect();
    let mut read = with_contents(read, &segments, contents.as_ref());
    infer_parts(&mut read);
    if profile.spaced {
        infer_departments(&mut read);
    }
    let pages = printed::agreed(pages, &segments, &read, contents.as_ref());
    for (fields, segment) in read.iter_mut().zip(&segments) {
        let entry = contents.as_ref().zip(fields.entry).map(|(contents, entry)| &contents.entries[entry]);
        let listed = entry.and_then(|entry| Some((entry.page?, entry.line)));
        printed::set(fields, segment, &lines, &pages, listed);
    }
    let wrapped = wrapped(&lines);
    let mut work = Work { profile, pages: &pages, wrapped, lines: &mut lines, changes: Vec::new() };
    let documents: Vec<ImportedDocument> = segments
        .iter()
        .zip(&read)
        .enumerate()
        .map(|(index, (segment, fields))| work.document(index, segment, fields))
        .collect();
    let mut changes = std::mem::take(&mut work.changes);
    changes.extend(normalised::in_text(&lines, profile));
    changes.sort_by_key(|change| change.line);
    issue.text = foreword(&lines, profile);
    complete(&mut issue, options, &documents);
    let account = account(&lines, profile, &segments, &documents);
    let findings = findings(profile, contents.as_ref(), &documents, &read, &issue);
    Imported {
        profile: profile.name.clone(),
        language: profile.language.clone(),
        lines,
        issue,
        documents,
        findings,
        changes,
        account,
    }
}

/// Parts and printed pages, as the contents list and the headings in the text tell them.
fn with_contents(mut read: Vec<Fields>, segments: &[Segment], contents: Option<&Contents>) -> Vec<Fields> {
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
                contents
                    .entry(title)
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

/// A document that nothing puts into a part goes where its series goes, else where its neighbour goes.
fn infer_parts(read: &mut [Fields]) {
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
fn infer_departments(read: &mut [Fields]) {
    let mut above: Vec<String> = Vec::new();
    for fields in read.iter_mut() {
        let because = "the heading of the documents before it";
        fields.set("department", above.clone(), Vec::new(), 70, because);
        above = fields.get("department").map_or_else(Vec::new, |field| field.values.clone());
    }
}

/// Whether lines are wrapped at a width: most follow one another without a blank line and break in
/// the middle of a sentence.
fn wrapped(lines: &[Line]) -> Option<Wrapped> {
    let pairs: Vec<(&Line, &Line)> = lines
        .windows(2)
        .filter(|pair| pair[0].is_text() && pair[1].is_text() && !pair[0].is_row() && !pair[1].is_row())
        .map(|pair| (&pair[0], &pair[1]))
        .collect();
    let text = lines.iter().filter(|line| line.is_text() && !line.is_row()).count();
    let cut: Vec<&Line> = pairs
        .iter()
        .map(|(one, _)| *one)
        .filter(|one| !one.text.ends_with(['。', '.', '；', ';', '：', ':', '！', '？']))
        .collect();
    let mut widths: Vec<usize> = pairs.iter().map(|(one, _)| one.columns()).collect();
    widths.sort_unstable();
    let width = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    // Lines that break in the middle of a sentence are full; titles and captions are of any length.
    let full = cut.iter().filter(|line| line.columns() * 100 >= width * 80).count();
    let is_wrapped = pairs.len() * 2 > text
        && pairs.len() >= 8
        && cut.len() * 2 > pairs.len()
        && full * 2 > cut.len()
        && (24..=400).contains(&width);
    // Some lines are indented and most are not: an indented line begins a paragraph.
    let flush = pairs.iter().filter(|(one, _)| one.indent == 0).count();
    let indented = flush * 10 > pairs.len() * 3 && (pairs.len() - flush) * 10 > pairs.len();
    is_wrapped.then_some(Wrapped { width, indented })
}

struct Work<'a> {
    profile: &'a Profile,
    pages: &'a [PageStart],
    wrapped: Option<Wrapped>,
    lines: &'a mut Vec<Line>,
    changes: Vec<Change>,
}

impl Work<'_> {
    fn document(&mut self, index: usize, segment: &Segment, fields: &Fields) -> ImportedDocument {
        let mut fields = fields.clone();
        let label: Vec<usize> = segment
            .lines_of(segment::Role::Label)
            .filter(|index| self.lines[*index].fate == Fate::Lifted("label"))
            .collect();
        let labels = label.iter().map(|index| self.lines[*index].text.clone()).collect();
        fields.set("label", labels, label, 90, "a line above the head");
        let positions: Vec<usize> =
            (segment.start..segment.end).filter(|index| self.lines[*index].is_text()).collect();
        let setting = Setting {
            profile: self.profile,
            pages: self.pages,
            signed_at: fields.signed_at,
            carried: &fields.carried,
            wrapped: self.wrapped,
        };
        let found = structure::read(self.lines, &positions, &setting);
        if fields.value("title").is_empty() {
            let title = self.positions_title(segment);
            fields.set(
                "title",
                vec![title],
                vec![segment.start],
                30,
                "no title was found; these are the first words",
            );
        }
        fields.all.sort_by_key(|field| field.lines.first().copied().unwrap_or(usize::MAX));
        self.changes.extend(normalised::in_fields(self.lines, &fields, self.profile));
        let doubts = doubts(&fields, &found.blocks, segment);
        let text = markdown::write(&found.blocks);
        let content = format!("{}\n{}\n", front_matter::write(&fields), text.trim_end_matches('\n'));
        ImportedDocument {
            file: file_name(index, fields.value("title")),
            fields: fields.all,
            blocks: found.blocks,
            seams: found.seams,
            lines: (segment.start, segment.end),
            content,
            doubts,
        }
    }

    fn positions_title(&self, segment: &Segment) -> String {
        let first = self.lines[segment.start..segment.end].iter().find(|line| line.fate != Fate::Blank);
        first.map_or_else(|| "?".to_owned(), |line| line.bare.chars().take(40).collect())
    }
}

fn file_name(index: usize, title: &str) -> String {
    let slug = slug(title);
    let mut end = slug.len().min(SLUG_LENGTH_MAX);
    if end < slug.len() {
        end = slug[..end].rfind('-').filter(|cut| *cut > 8).unwrap_or(end);
    }
    format!("{:02}-{}.md", index + 1, slug[..end].trim_matches('-'))
}

fn doubts(fields: &Fields, blocks: &[Placed], segment: &Segment) -> Vec<Finding> {
    let mut found = Vec::new();
    let line = Some(segment.start);
    for name in ["title", "number", "department", "date"] {
        if fields.get(name).is_none() {
            found.push(Finding { line, message: format!("no {name} was found") });
        }
    }
    for field in fields.all.iter().filter(|field| field.confidence < 85) {
        let message = format!("{}: `{}` is doubtful: {}", field.name, field.values.join("; "), field.because);
        found.push(Finding { line: field.lines.first().copied().or(line), message });
    }
    for placed in blocks {
        if let Some(doubt) = &placed.doubt {
            found.push(Finding { line: Some(placed.lines.0), message: doubt.clone() });
        }
    }
    found
}

/// What stands before the first document and below the last and is no cover.
fn foreword(lines: &[Line], profile: &Profile) -> String {
    let mut text = String::new();
    for line in lines.iter().filter(|line| line.fate == Fate::Foreword) {
        let content = super::inline::inlines(&super::account::kept(line, profile).replace('\t', " "));
        markdown::block(&mut text, &super::block::Block::Paragraph(content));
        text.push('\n');
    }
    text
}

/// What the user said goes before what the cover says.
fn complete(issue: &mut IssueFacts, options: &Options, documents: &[ImportedDocument]) {
    let mut say = |name: &'static str, value: String| {
        issue.fields.retain(|field| field.name != name);
        let because = "the command line".to_owned();
        issue.fields.push(Field { name, values: vec![value], lines: Vec::new(), confidence: 100, because });
    };
    if let Some(year) = options.year {
        say("year", year.to_string());
    }
    if let Some(number) = &options.issue {
        say("number", number.clone());
    }
    if issue.parts.is_empty() {
        let mut parts: Vec<String> = Vec::new();
        for document in documents {
            let part = document.value("part");
            if !part.is_empty() && !parts.iter().any(|known| known == part) {
                parts.push(part.to_owned());
            }
        }
        issue.parts = parts;
    }
}

impl Imported {
    /// Puts the documents of another import behind these, as of the same issue.
    pub fn append(&mut self, mut other: Self) {
        let offset = self.lines.len();
        let moved = |lines: &mut [usize]| lines.iter_mut().for_each(|line| *line += offset);
        for line in &mut other.lines {
            line.number += offset;
        }
        for document in &mut other.documents {
            document.lines = (document.lines.0 + offset, document.lines.1 + offset);
            document.fields.iter_mut().for_each(|field| moved(&mut field.lines));
            for placed in &mut document.blocks {
                placed.lines = (placed.lines.0 + offset, placed.lines.1 + offset);
            }
            for seam in &mut document.seams {
                (seam.before, seam.after) = (seam.before + offset, seam.after + offset);
            }
            moved_findings(&mut document.doubts, offset);
        }
        moved_findings(&mut other.findings, offset);
        other.changes.iter_mut().for_each(|change| change.line += offset);
        self.lines.append(&mut other.lines);
        self.documents.append(&mut other.documents);
        self.findings.append(&mut other.findings);
        self.changes.append(&mut other.changes);
        self.account.append(other.account);
        for part in other.issue.parts {
            if !self.issue.parts.contains(&part) {
                self.issue.parts.push(part);
            }
        }
    }

    /// Names the documents' files in their order, from the number after `before` on.
    pub fn name_files(&mut self, before: usize) {
        for (index, document) in self.documents.iter_mut().enumerate() {
            document.file = file_name(before + index, document.value("title"));
        }
    }
}

fn moved_findings(findings: &mut [Finding], offset: usize) {
    for finding in findings {
        finding.line = finding.line.map(|line| line + offset);
    }
}

fn account(
    lines: &[Line],
    profile: &Profile,
    segments: &[Segment],
    documents: &[ImportedDocument],
) -> Account {
    let mut account = Account::of(lines, profile);
    for (segment, document) in segments.iter().zip(documents) {
        let text: Vec<&Line> =
            lines[segment.start..segment.end].iter().filter(|line| line.is_text()).collect();
        let written = crate::parse::text_below_front_matter(&document.content);
        account.compare(&document.file, &text, profile, written);
    }
    account
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

fn findings(
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
    for (index, entry) in contents.entries.iter().enumerate() {
        let listed = normalise_title(&entry.title);
        let is_carried = documents.iter().any(|document| carries(document, &listed))
            || profile.text.attachment_label_or_note(&profile.bare(&entry.title));
        if !is_carried && !read.iter().any(|fields| fields.entry == Some(index)) {
            let message = format!("the contents list names `{}`, which is not in the text", entry.title);
            found.push(Finding { line: Some(entry.line), message });
        }
        if entry.page.is_none() {
            found.push(Finding {
                line: Some(entry.line),
                message: format!("`{}` has no page in the contents list", entry.title),
            });
        }
    }
    let mut last: Option<u32> = None;
    for (document, fields) in documents.iter().zip(read) {
        let title = document.value("title");
        let Some(entry) = fields.entry.map(|entry| &contents.entries[entry]) else {
            let message = format!("`{title}` is not in the contents list; its printed page is not known");
            found.push(Finding { line: Some(document.lines.0), message });
            continue;
        };
        // Joint issuers are set apart by a blank here and by a comma there.
        let [listed, printed] = [&entry.title, title].map(|title| contents::normal(&title.replace('、', "")));
        if !listed.ends_with(&printed) && !printed.ends_with(&listed) {
            let message = format!("the contents list says `{}`, the text `{title}`", entry.title);
            found.push(Finding { line: Some(entry.line), message });
        }
        let page = entry.page;
        if let (Some(before), Some(page)) = (last, page)
            && page < before
        {
            let message =
                format!("`{title}` stands on page {page} in the contents list, behind one on page {before}");
            found.push(Finding { line: Some(entry.line), message });
        }
        last = page.or(last);
    }
    if issue.value("number").is_none() {
        found.push(Finding { line: None, message: "the cover does not tell the issue's number".into() });
    }
    found
}
