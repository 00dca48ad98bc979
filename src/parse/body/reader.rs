//! From the events of the Markdown parser to the pieces of a text.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::blocks::{Anchor, Blocks};
use super::super::emphasis::Marked;
use super::super::han::is_han_text;
use super::super::raw_html::{self, AttributeKind};
use super::address::is_harmless;
use super::ids::numbered;
use super::{Body, Piece, WrittenLink, is_local};
use crate::diagnostics::Span;

#[derive(Default)]
pub(super) struct Reader<'a, 'm, 'k> {
    pub(super) body: Body<'a>,
    pub(super) marked: Option<&'m Marked>,
    pub(super) source: &'a str,
    pub(super) ids: BTreeSet<Box<str>>,
    /// The id that everything in the open enclosure begins with.
    pub(super) enclosure: Box<str>,
    pub(super) enclosures: usize,
    /// The open sections below the enclosure: level and id.
    pub(super) sections: Vec<(u8, Box<str>)>,
    /// The id that paragraphs count below, and how many there were.
    pub(super) section: Box<str>,
    pub(super) paragraphs: usize,
    pub(super) tables: usize,
    /// The heading that is open: index of its piece, and its words so far.
    pub(super) heading: Option<(usize, String)>,
    /// The piece of a paragraph whose first words are still to come.
    pub(super) paragraph: Option<usize>,
    /// Set after the start of a list item: its first paragraph has the item's id.
    pub(super) item_opened: bool,
    pub(super) in_footnote: bool,
    pub(super) in_code: bool,
    pub(super) last_char: Option<char>,
    /// The piece of a line break that waits for the next character.
    pub(super) soft_break: Option<usize>,
    pub(super) blocks: Blocks<'k>,
}

impl<'a> Reader<'a, '_, '_> {
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let item_opened = std::mem::take(&mut self.item_opened);
        match event {
            Event::Start(tag) => self.start(tag, range, item_opened),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.text(words, &range),
            Event::Code(words) => {
                let words = self.strip(words, &(range.start..range.end));
                self.words(&words);
                self.blocks.gap();
                self.push(Event::Code(words));
            }
            Event::SoftBreak => {
                if let Some((_, words)) = &mut self.heading {
                    words.push(' ');
                }
                self.soft_break = Some(self.body.pieces.len());
                self.push(Event::SoftBreak);
            }
            Event::Html(html) => self.html(html, false),
            Event::InlineHtml(html) => {
                self.raw_attributes(range);
                self.blocks.raw_html(&html);
                self.html(html, true);
            }
            Event::HardBreak => {
                self.blocks.line_break();
                self.push(Event::HardBreak);
            }
            Event::FootnoteReference(label) => {
                if !self.body.footnotes.iter().any(|known| **known == *label) {
                    self.body.footnotes.push((*label).into());
                }
                self.blocks.gap();
                self.push(Event::FootnoteReference(label));
            }
            other => self.push(other),
        }
    }

    pub(super) fn push(&mut self, event: Event<'a>) {
        self.body.pieces.push(Piece::Event(event));
    }

    pub(super) fn finish(mut self) -> Body<'a> {
        self.blocks.close();
        self.body.runs = self.blocks.runs;
        self.body.passages = self.blocks.passages;
        self.body
    }

    pub(super) fn start(&mut self, tag: Tag<'a>, range: Range<usize>, item_opened: bool) {
        if is_block(tag.to_end()) {
            self.blocks.close();
        }
        match &tag {
            Tag::Heading { .. } => self.heading = Some((self.body.pieces.len(), String::new())),
            Tag::Paragraph => {
                self.last_char = None;
                if !self.in_footnote && !item_opened {
                    self.paragraph = Some(self.body.pieces.len());
                }
            }
            Tag::Item if !self.in_footnote => {
                self.last_char = None;
                self.item_opened = true;
                let id = self.next_paragraph_id();
                self.body.pieces.push(Piece::Anchored(tag, id));
                return;
            }
            Tag::Table(_) if !self.in_footnote => {
                self.tables += 1;
                let id = numbered(&self.section, "tbl_", self.tables);
                self.add_anchor(id.clone());
                self.body.pieces.push(Piece::Anchored(tag, id));
                return;
            }
            Tag::TableCell => {
                self.last_char = None;
                self.blocks.cell();
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::FootnoteDefinition(label) => {
                self.in_footnote = true;
                self.blocks.anchor = Anchor::Footnote((**label).into());
            }
            Tag::HtmlBlock => {
                self.blocks.html_block(&self.source[range.clone()]);
                self.raw_attributes(range);
            }
            Tag::Link { dest_url, .. } => self.link(&dest_url.clone(), range, false),
            Tag::Image { dest_url, .. } => self.link(&dest_url.clone(), range, true),
            _ => {}
        }
        self.push(Event::Start(tag));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => self.blocks.close_head(),
            TagEnd::Table => self.blocks.close_table(),
            // The id of a heading is known only when it is closed.
            TagEnd::Heading(_) => {}
            _ if is_block(tag) => self.blocks.close(),
            _ => {}
        }
        match tag {
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::Link | TagEnd::Image => self.blocks.silent = self.blocks.silent.saturating_sub(1),
            TagEnd::Paragraph => self.name_paragraph(""),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::FootnoteDefinition => self.in_footnote = false,
            _ => {}
        }
        self.push(Event::End(tag));
    }

    pub(super) fn text(&mut self, words: CowStr<'a>, range: &Range<usize>) {
        let words = self.strip(words, range);
        if self.in_code {
            self.push(Event::Text(words));
            return;
        }
        self.name_paragraph(&words);
        self.words(&words);
        let unmarked = self.marked.map_or(range.start, |marked| marked.unmarked(range.start));
        self.blocks.words(&words, self.body.pieces.len(), unmarked);
        self.push(Event::Text(words));
    }

    fn strip(&self, words: CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        let stripped = self.marked.and_then(|marked| marked.strip(&words, range));
        stripped.map_or(words, Into::into)
    }

    /// Takes note of words: for headings, for counting, and to settle a line break before them.
    pub(super) fn words(&mut self, words: &str) {
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(words);
        }
        if self.blocks.keeps() {
            self.body.characters = self.body.characters.saturating_add(count_characters(words));
        }
        if let (Some(index), Some(first)) = (self.soft_break, words.chars().next()) {
            self.soft_break = None;
            if is_han_text(first) && self.last_char.is_some_and(is_han_text) {
                self.body.pieces[index] = Piece::Event(Event::Text(CowStr::Borrowed("")));
            } else {
                self.blocks.line_break();
            }
        }
        if let Some(last) = words.chars().next_back() {
            self.last_char = Some(last);
        }
    }

    fn html(&mut self, html: CowStr<'a>, inline: bool) {
        if let Some(comment) = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            if let Some(page) = comment.trim().strip_prefix('p').and_then(|digits| digits.parse().ok()) {
                self.printed_page(page);
            }
            return;
        }
        self.body.has_raw_html = true;
        self.push(if inline { Event::InlineHtml(html) } else { Event::Html(html) });
    }

    fn printed_page(&mut self, page: u32) {
        self.body.printed_pages.push(page);
        let id: Box<str> = format!("p{page}").into();
        if self.ids.insert(id.clone()) {
            self.body.anchors.push(id);
            self.body.pieces.push(Piece::PrintedPage(page));
        }
    }

    fn raw_attributes(&mut self, range: Range<usize>) {
        let html = &self.source[range.clone()];
        for attribute in raw_html::attributes(html) {
            let place = range.start + attribute.range.start..range.start + attribute.range.end;
            match attribute.kind {
                AttributeKind::Id => self.body.anchors.push(attribute.value.into()),
                AttributeKind::Link => self.written(&attribute.value, place, false),
                AttributeKind::Image => self.written(&attribute.value, place, true),
            }
        }
    }

    pub(super) fn link(&mut self, address: &str, range: Range<usize>, is_image: bool) {
        // The address as written may be escaped; the last place of it in the link is then unknown,
        // and the whole link is marked.
        let place = self.source[range.clone()].rfind(address).filter(|_| !address.is_empty());
        let place = place.map_or(range.clone(), |at| range.start + at..range.start + at + address.len());
        self.blocks.silent += 1;
        self.written(address, place, is_image);
    }

    pub(super) fn written(&mut self, address: &str, place: Range<usize>, is_image: bool) {
        let unmarked = |at: usize| self.marked.map_or(at, |marked| marked.unmarked(at));
        let span = Span::new(unmarked(place.start)..unmarked(place.end));
        let link = WrittenLink { address: address.into(), span, is_image };
        if is_local(address) {
            self.body.links.push(link);
        } else if is_image || !is_harmless(address) {
            self.body.refused.push(link);
        }
    }
}

/// Whether a tag begins or ends a block of running text.
fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Characters but spaces and line ends, counted by the bytes that begin a character of UTF-8. The counts
/// of short pieces fit into a byte, so that the compiler can count many bytes at once.
fn count_characters(words: &str) -> u32 {
    let counts = |byte: &u8| u8::from(byte.cast_signed() >= -0x40 && *byte != b' ');
    let pieces = words.as_bytes().chunks(u8::MAX as usize);
    pieces.map(|piece| u32::from(piece.iter().map(counts).sum::<u8>())).sum()
}
