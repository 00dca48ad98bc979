//! The import of a text, in order: lines, furniture, contents, documents, fields, structure, files.

use super::account::Account;
use super::contents::{self, Contents};
use super::fields::{self, Field, Fields};
use super::findings;
use super::front;
use super::front_matter;
use super::furniture::{self, PageStart};
use super::header;
use super::imported::{Imported, ImportedDocument, file_name};
use super::inferred;
use super::issue::{self, IssueFacts};
use super::lines::{self, Fate, Line};
use super::markdown;
use super::metadata::{self, Metadata};
use super::normalised::{self, Change};
use super::paragraph;
use super::printed;
use super::profile::Profile;
use super::segment::{self, Segment};
use super::structure::{self, Setting, Wrapped};

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

/// Imports a text.
pub fn import(text: &str, options: &Options) -> Imported {
    let profile = &options.profile;
    let mut lines = lines::split(text, profile);
    let pages = furniture::mark(&mut lines, profile);
    let header = header::mark(&mut lines, profile);
    let mut tables = metadata::mark(&mut lines, profile);
    tables.splice(0..0, header);
    let contents = contents_of(&lines, profile);
    let mut from = 0;
    if let Some(contents) = &contents {
        contents::mark(&mut lines, contents);
        from = if contents.at_end { 0 } else { contents.lines.end };
    }
    let mut segments = segment::find(&lines, profile, contents.as_ref(), from);
    if options.extent == Extent::Single {
        segments = segment::only_one(&lines, profile, segments);
    }
    let tables = metadata::assign(tables, &mut lines, &mut segments);
    front::mark(&mut lines, profile, contents.as_ref(), &mut segments);
    let mut issue = issue::read(&lines, profile, contents.as_ref());
    let read: Vec<Fields> = segments
        .iter()
        .map(|segment| fields::read(&mut lines, profile, contents.as_ref(), segment))
        .collect();
    let mut read = inferred::with_contents(read, &segments, contents.as_ref());
    complete_fields(&mut read, &tables, profile);
    let pages = printed::agreed(pages, &segments, &read, contents.as_ref());
    for (fields, segment) in read.iter_mut().zip(&segments) {
        let entry = contents.as_ref().zip(fields.entry).map(|(contents, entry)| &contents.entries[entry]);
        let listed = entry.and_then(|entry| Some((entry.page?, entry.line)));
        printed::set(fields, segment, &lines, &pages, listed);
    }
    let wrapped = paragraph::wrapped(&lines, profile);
    let mut work = Work { profile, pages: &pages, wrapped, lines: &mut lines, changes: Vec::new() };
    let documents: Vec<ImportedDocument> = segments
        .iter()
        .zip(&read)
        .enumerate()
        .map(|(index, (segment, fields))| work.document(index, segment, fields))
        .collect();
    let mut changes = std::mem::take(&mut work.changes);
    changes.extend(normalised::in_text(&lines, &documents, profile));
    changes.sort_by_key(|change| change.line);
    issue.text = foreword(&lines, profile);
    complete(&mut issue, options, &documents);
    let account = account(&lines, profile, &segments, &documents);
    let findings = findings::of_issue(profile, contents.as_ref(), &documents, &read, &issue);
    Imported {
        profile: profile.name.clone(),
        language: profile.language.clone(),
        lines,
        issue,
        documents,
        findings,
        pictures: Vec::new(),
        left_out: Vec::new(),
        changes,
        account,
    }
}

/// The contents list of the issue, wherever it stands.
fn contents_of(lines: &[Line], profile: &Profile) -> Option<Contents> {
    let first_head = |from| segment::first_head(lines, profile, from);
    // A document may have a contents list of its own: the issue's stands above all documents.
    contents::find(lines, profile, &first_head)
        .filter(|contents| !segment::begins_within(&lines[..contents.lines.start], profile))
        .or_else(|| contents::find_at_end(lines, profile))
        .or_else(|| contents::find_unannounced(lines, profile, &first_head))
}

/// Adds what stands in tables of metadata, and what documents tell of one another.
fn complete_fields(read: &mut [Fields], tables: &[Option<Metadata>], profile: &Profile) {
    for (fields, table) in read.iter_mut().zip(tables) {
        if let Some(table) = table {
            metadata::read(table, profile, fields);
        }
    }
    inferred::parts(read);
    if profile.spaced {
        inferred::departments(read);
    }
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
        fields.add("label", labels, label, 90, "a line above the head");
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
        let doubts = findings::doubts(&fields, &found.blocks, segment);
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
        let because = "the command line".into();
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
