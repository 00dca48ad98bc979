//! What became of a text: the lines, the documents, and what a person should look at.

use crate::gazette::slug;

use super::account::Account;
use super::block::Placed;
use super::fields::Field;
use super::issue::IssueFacts;
use super::lines::Line;
use super::message::Message;
use super::normalised::Change;
use super::object::Picture;
use super::structure::Seam;

/// The longest slug in a file's name.
const SLUG_LENGTH_MAX: usize = 40;

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
    /// Pictures, to be put beside the documents.
    pub pictures: Vec<Picture>,
    /// What the source has and the archive does not get: menus of a page, drawings that cannot be shown.
    pub left_out: Vec<Finding>,
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
    pub message: Message,
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
        self.pictures.append(&mut other.pictures);
        self.left_out.append(&mut other.left_out);
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

/// The name of the file of a document, by its place and its title.
pub fn file_name(index: usize, title: &str) -> String {
    let slug = slug(title);
    let mut end = slug.len().min(SLUG_LENGTH_MAX);
    if end < slug.len() {
        end = slug[..end].rfind('-').filter(|cut| *cut > 8).unwrap_or(end);
    }
    format!("{:02}-{}.md", index + 1, slug[..end].trim_matches('-'))
}
