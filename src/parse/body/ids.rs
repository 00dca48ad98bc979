//! The ids of headings, paragraphs, items and tables, by the numbering that is printed.

use std::fmt::Write;

use pulldown_cmark::{CowStr, Event, Tag};

use super::super::blocks::Anchor;
use super::super::numbering;
use super::reader::Reader;
use super::{Heading, Piece};
use crate::gazette::slug;

impl Reader<'_, '_, '_> {
    /// Gives the open paragraph its id, now that its first words are known.
    pub(super) fn name_paragraph(&mut self, words: &str) {
        let Some(index) = self.paragraph.take() else { return };
        let article = numbering::article(words).map(|number| join(&self.enclosure, &format!("art_{number}")));
        let id = match article {
            Some(id) if self.ids.insert(id.clone()) => {
                self.section = id.clone();
                self.paragraphs = 1;
                self.tables = 0;
                self.add_anchor(id.clone());
                id
            }
            _ => self.next_paragraph_id(),
        };
        self.body.pieces[index] = Piece::Anchored(Tag::Paragraph, id);
    }

    pub(super) fn next_paragraph_id(&mut self) -> Box<str> {
        self.paragraphs += 1;
        let id = numbered(&self.section, "p_", self.paragraphs);
        self.add_anchor(id.clone());
        id
    }

    /// An id that leads to the block that is open or about to open.
    pub(super) fn add_anchor(&mut self, id: Box<str>) {
        self.blocks.anchor = u32::try_from(self.body.anchors.len()).map_or(Anchor::None, Anchor::Number);
        self.body.anchors.push(id);
    }

    pub(super) fn close_heading(&mut self) {
        let Some((index, text)) = self.heading.take() else { return };
        let Piece::Event(Event::Start(Tag::Heading { level, id, .. })) = &mut self.body.pieces[index] else {
            return;
        };
        let level = *level as u8;
        let written: Option<Box<str>> = id.as_deref().map(Into::into);
        let text = text.trim().to_owned();
        let wanted = written.unwrap_or_else(|| self.heading_id(level, &text));
        let unique = self.unique(&wanted);
        if let Piece::Event(Event::Start(Tag::Heading { id, .. })) = &mut self.body.pieces[index] {
            *id = Some(CowStr::from(unique.to_string()));
        }
        self.open_section(level, &unique);
        self.add_anchor(unique.clone());
        self.blocks.close();
        self.body.outline.push(Heading { level, id: unique, text });
    }

    fn heading_id(&mut self, level: u8, text: &str) -> Box<str> {
        if level == 1 {
            self.enclosures += 1;
            return match numbering::attachment_number(text) {
                Some(number) => format!("att_{number}").into(),
                None => format!("enc_{}", self.enclosures).into(),
            };
        }
        let found = numbering::numbering(text);
        let own = found.as_ref().map_or_else(|| short_slug(text), numbering::Numbering::id);
        // Articles are numbered through a whole text, whatever chapter they stand in.
        if found.is_some_and(|found| found.level == "art") {
            return join(&self.enclosure, &own);
        }
        self.sections.retain(|(open, _)| *open < level);
        let parent = self.sections.last().map_or(&self.enclosure, |(_, id)| id);
        join(parent, &own)
    }

    fn open_section(&mut self, level: u8, id: &str) {
        if level == 1 {
            self.enclosure = id.into();
            self.sections.clear();
        } else {
            self.sections.retain(|(open, _)| *open < level);
            self.sections.push((level, id.into()));
        }
        self.section = id.into();
        self.paragraphs = 0;
        self.tables = 0;
    }

    fn unique(&mut self, wanted: &str) -> Box<str> {
        let mut id: Box<str> = wanted.into();
        let mut copy = 2_usize;
        while !self.ids.insert(id.clone()) {
            id = format!("{wanted}-{copy}").into();
            copy += 1;
        }
        id
    }
}

fn join(parent: &str, own: &str) -> Box<str> {
    if parent.is_empty() { own.into() } else { [parent, "__", own].concat().into() }
}

/// A counted place below a section. Every paragraph has one, so it is put together in one piece.
pub(super) fn numbered(parent: &str, own: &str, number: usize) -> Box<str> {
    let mut id = String::with_capacity(parent.len() + own.len() + 6);
    if !parent.is_empty() {
        id.extend([parent, "__"]);
    }
    id.push_str(own);
    // Writing to a string cannot fail.
    let _ = write!(id, "{number}");
    id.into()
}

/// A short ASCII word for a heading without a number.
fn short_slug(text: &str) -> String {
    let start: String = text.chars().take(12).collect();
    let slug = slug(&start);
    slug.trim_matches('-').to_owned()
}
