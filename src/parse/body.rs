//! The text of a document: Markdown as a stream of pieces with ids, and what stands in it.
//!
//! Reading a file and rendering its page use this one stream, so that an id or a link counted here is
//! the one that the page has.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::blocks::{Anchor, Blocks, Run};
use super::emphasis::{self, Marked};
use super::han::is_han_text;
use super::numbering;
use super::passages::Passages;
use super::raw_html::{self, AttributeKind};
use crate::diagnostics::Span;
use crate::gazette::{NumberKinds, slug};

/// The Markdown that the format promises: `CommonMark` with tables, footnotes and heading attributes.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_HEADING_ATTRIBUTES);

/// How many bytes a piece of a text has, more or less: only a guess of how many pieces there will be.
const PIECE_LENGTH: usize = 64;

/// One piece of a text, in order.
#[derive(Debug)]
pub enum Piece<'a> {
    /// Markdown as it is.
    Event(Event<'a>),
    /// The start of a paragraph, list item or table, with the id that a link can lead to.
    Anchored(Tag<'a>, Box<str>),
    /// A printed page begins here.
    PrintedPage(u32),
}

/// A headed piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 opens an enclosure; 2 to 6 are the levels below.
    pub level: u8,
    /// The id, ASCII unless the editor wrote another.
    pub id: Box<str>,
    /// Its words.
    pub text: String,
}

/// A link or picture whose address is a file of the project or a place in this text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WrittenLink {
    /// The address as written.
    pub address: Box<str>,
    /// Its place in the text (not in the file).
    pub span: Span,
    /// Whether it is a picture, which is shown rather than led to.
    pub is_image: bool,
}

/// A text that is ready to be read as pieces.
pub struct Prepared<'t> {
    text: &'t str,
    marked: Option<Marked>,
}

/// A text as pieces, with what was found on the way.
#[derive(Debug, Default)]
pub struct Body<'a> {
    /// The pieces, in order.
    pub pieces: Vec<Piece<'a>>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// All ids, in order.
    pub anchors: Vec<Box<str>>,
    /// The links within the project, in order.
    pub links: Vec<WrittenLink>,
    /// Links that lead out by a scheme that runs something, and pictures from elsewhere.
    pub refused: Vec<WrittenLink>,
    /// The printed pages that are marked.
    pub printed_pages: Vec<u32>,
    /// Labels of the footnotes, in the order of their first mention.
    pub footnotes: Vec<Box<str>>,
    /// Whether the text has HTML of its own that must be made safe.
    pub has_raw_html: bool,
    /// How many characters it has, blanks left out; 0 when it is read for its page, which does not tell.
    pub characters: u32,
    /// Where the pieces stand in the running text, in order.
    pub runs: Vec<Run>,
    /// The sentences that may name documents.
    pub passages: Passages,
}

impl<'t> Prepared<'t> {
    /// Looks for what the parser would misread.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, marked: emphasis::mark(text) }
    }

    /// Reads the text for its page: no sentences are kept.
    #[must_use]
    pub fn body(&self) -> Body<'_> {
        self.read(Blocks::default())
    }

    /// Reads the text with the sentences that may name documents, by numbers of these kinds too.
    #[must_use]
    pub fn body_with_passages(&self, kinds: &NumberKinds) -> Body<'_> {
        self.read(Blocks::keeping_passages(kinds))
    }

    fn read(&self, blocks: Blocks<'_>) -> Body<'_> {
        let source = self.marked.as_ref().map_or(self.text, |marked| &marked.text);
        let body = Body { pieces: Vec::with_capacity(source.len() / PIECE_LENGTH), ..Body::default() };
        let mut reader = Reader { body, marked: self.marked.as_ref(), source, blocks, ..Reader::default() };
        for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
            reader.event(event, range);
        }
        reader.finish()
    }
}

/// Whether an address leads to a place within the project.
#[must_use]
pub fn is_local(address: &str) -> bool {
    !address.starts_with("//") && scheme(address).is_none()
}

/// The scheme of an address, in lower case. Blanks and control characters, which browsers skip, do
/// not hide it.
fn scheme(address: &str) -> Option<String> {
    let clean: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let (scheme, _) = clean.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

fn is_harmless(address: &str) -> bool {
    matches!(scheme(address).as_deref(), Some("http" | "https" | "mailto" | "tel"))
}

#[derive(Default)]
struct Reader<'a, 'm, 'k> {
    body: Body<'a>,
    marked: Option<&'m Marked>,
    source: &'a str,
    ids: BTreeSet<Box<str>>,
    /// The id that everything in the open enclosure begins with.
    enclosure: Box<str>,
    enclosures: usize,
    /// The open sections below the enclosure: level and id.
    sections: Vec<(u8, Box<str>)>,
    /// The id that paragraphs count below, and how many there were.
    section: Box<str>,
    paragraphs: usize,
    tables: usize,
    /// The heading that is open: index of its piece, and its words so far.
    heading: Option<(usize, String)>,
    /// The piece of a paragraph whose first words are still to come.
    paragraph: Option<usize>,
    /// Set after the start of a list item: its first paragraph has the item's id.
    item_opened: bool,
    in_footnote: bool,
    in_code: bool,
    last_char: Option<char>,
    /// The piece of a line break that waits for the next character.
    soft_break: Option<usize>,
    blocks: Blocks<'k>,
}

impl<'a> Reader<'a, '_, '_> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
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

    fn push(&mut self, event: Event<'a>) {
        self.body.pieces.push(Piece::Event(event));
    }

    fn finish(mut self) -> Body<'a> {
        self.blocks.close();
        self.body.runs = self.blocks.runs;
        self.body.passages = self.blocks.passages;
        self.body
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>, item_opened: bool) {
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

    fn text(&mut self, words: CowStr<'a>, range: &Range<usize>) {
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
    fn words(&mut self, words: &str) {
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

    fn link(&mut self, address: &str, range: Range<usize>, is_image: bool) {
        // The address as written may be escaped; the last place of it in the link is then unknown,
        // and the whole link is marked.
        let place = self.source[range.clone()].rfind(address).filter(|_| !address.is_empty());
        let place = place.map_or(range.clone(), |at| range.start + at..range.start + at + address.len());
        self.blocks.silent += 1;
        self.written(address, place, is_image);
    }

    fn written(&mut self, address: &str, place: Range<usize>, is_image: bool) {
        let unmarked = |at: usize| self.marked.map_or(at, |marked| marked.unmarked(at));
        let span = Span::new(unmarked(place.start)..unmarked(place.end));
        let link = WrittenLink { address: address.into(), span, is_image };
        if is_local(address) {
            self.body.links.push(link);
        } else if is_image || !is_harmless(address) {
            self.body.refused.push(link);
        }
    }

    /// Gives the open paragraph its id, now that its first words are known.
    fn name_paragraph(&mut self, words: &str) {
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

    fn next_paragraph_id(&mut self) -> Box<str> {
        self.paragraphs += 1;
        let id = numbered(&self.section, "p_", self.paragraphs);
        self.add_anchor(id.clone());
        id
    }

    /// An id that leads to the block that is open or about to open.
    fn add_anchor(&mut self, id: Box<str>) {
        self.blocks.anchor = u32::try_from(self.body.anchors.len()).map_or(Anchor::None, Anchor::Number);
        self.body.anchors.push(id);
    }

    fn close_heading(&mut self) {
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

fn join(parent: &str, own: &str) -> Box<str> {
    if parent.is_empty() { own.into() } else { [parent, "__", own].concat().into() }
}

/// A counted place below a section. Every paragraph has one, so it is put together in one piece.
fn numbered(parent: &str, own: &str, number: usize) -> Box<str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn with_body<T>(text: &str, look: impl Fn(&Body<'_>) -> T) -> T {
        look(&Prepared::new(text).body_with_passages(&NumberKinds::default()))
    }

    fn anchors(text: &str) -> String {
        with_body(text, |body| body.anchors.join(" "))
    }

    #[test]
    fn ids_follow_the_printed_numbering() {
        assert_eq!(
            anchors("开头。\n\n## 一、目标\n\n甲。\n\n### （一）任务\n\n乙。\n\n丙。\n\n## 二、保障\n"),
            "p_1 sec_1 sec_1__p_1 sec_1__subsec_1 sec_1__subsec_1__p_1 sec_1__subsec_1__p_2 sec_2"
        );
        assert_eq!(anchors("## 第二章 总则\n\n### 第一节 目的\n"), "chp_2 chp_2__sec_1");
    }

    #[test]
    fn an_enclosure_gives_its_id_to_all_below_it() {
        assert_eq!(
            anchors("通知。\n\n# 实施方案\n\n## 一、目标\n\n# 附件2 任务表\n\n## 一、目标\n"),
            "p_1 enc_1 enc_1__sec_1 att_2 att_2__sec_1"
        );
    }

    #[test]
    fn articles_count_through_the_whole_text() {
        assert_eq!(
            anchors("## 第一章 总则\n\n第一条 甲。\n\n第二款。\n\n## 第二章 分则\n\n第二条 乙。\n"),
            "chp_1 art_1 art_1__p_2 chp_2 art_2"
        );
    }

    #[test]
    fn the_same_heading_twice_has_two_ids_and_a_written_id_wins() {
        assert_eq!(anchors("## 总则\n\n## 总则\n\n## 联系方式 {#contact}\n"), "zong-ze zong-ze-2 contact");
    }

    #[test]
    fn list_items_and_tables_can_be_led_to() {
        assert_eq!(anchors("- 甲\n- 乙\n\n  丙\n\n|a|b|\n|-|-|\n|1|2|\n"), "p_1 p_2 p_3 tbl_1");
    }

    #[test]
    fn a_line_break_between_han_characters_leaves_nothing() {
        let text = |source: &str| {
            with_body(source, |body| {
                let mut out = String::new();
                for piece in &body.pieces {
                    match piece {
                        Piece::Event(Event::Text(words)) => out.push_str(words),
                        Piece::Event(Event::SoftBreak) => out.push(' '),
                        _ => {}
                    }
                }
                out
            })
        };
        assert_eq!(text("各镇人民政府，\n区政府各部门"), "各镇人民政府，区政府各部门");
        assert_eq!(text("各镇**人民**\n**政府**"), "各镇人民政府");
        assert_eq!(text("the words\nof a line"), "the words of a line");
        assert_eq!(text("국민\n여러분"), "국민 여러분");
        assert_eq!(text("使用 Word\n编辑"), "使用 Word 编辑");
    }

    #[test]
    fn printed_pages_are_marked_between_and_within_paragraphs() {
        let pages =
            with_body("甲。\n\n<!-- p12 -->\n\n乙<!-- p13 -->丙。\n", |body| body.printed_pages.clone());
        assert_eq!(pages, [12, 13]);
        with_body("<!-- p12 -->\n\n<!-- a note -->\n", |body| assert!(!body.has_raw_html));
    }

    #[test]
    fn links_are_sorted_into_those_within_those_outside_and_those_refused() {
        let text = "[甲](../09/03.md#sec_2) [乙](https://example.org/) [丙](javascript:alert(1)) ![丁](https://example.org/x.png)";
        with_body(text, |body| {
            assert_eq!(body.links.len(), 1);
            assert_eq!(&text[body.links[0].span.range()], "../09/03.md#sec_2");
            assert_eq!(body.refused.len(), 2);
        });
        assert!(!is_local("java\nscript:alert(1)") && !is_harmless("java\nscript:alert(1)"));
    }

    /// The sentences that may name documents, each with its anchor.
    fn passages(text: &str) -> Vec<(String, String)> {
        with_body(text, |body| {
            let packed = body.passages.packed(body.anchors.len(), &body.footnotes, 0);
            let anchor = |number: usize| match body.anchors.get(number) {
                Some(anchor) => anchor.to_string(),
                None => format!("fn_{}", number + 1 - body.anchors.len()),
            };
            packed.iter().map(|p| (p.anchor.map(anchor).unwrap_or_default(), p.text.to_owned())).collect()
        })
    }

    #[test]
    fn documents_are_looked_for_in_all_running_text() {
        let text = "甲《乙》。丙。\n\n## 二、《丁》\n\n- 《戊》\n  - 《己》\n\n|a|b|\n|-|-|\n|庚|《辛》|\n\n壬[^1]\n\n[^1]: 《癸》\n";
        let found = passages(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(a, t)| (a.as_str(), t.as_str())).collect();
        assert_eq!(
            found,
            [
                ("p_1", "甲《乙》。"),
                ("sec_2", "二、《丁》"),
                ("sec_2__p_1", "《戊》"),
                ("sec_2__p_2", "《己》"),
                ("sec_2__tbl_1", "庚 · 《辛》"),
                ("fn_1", "《癸》"),
            ]
        );
    }

    #[test]
    fn documents_are_not_looked_for_in_code_links_and_raw_html() {
        for text in [
            "`《甲》`",
            "[《甲》](a.md)",
            "![《甲》](a.png)",
            "    《甲》\n",
            "<div>《甲》</div>\n",
            "<a href=\"a.md\">《甲》</a>",
        ] {
            assert!(passages(text).is_empty(), "{text}");
        }
        assert_eq!(passages("《甲`x`乙》")[0].1, "《甲\u{fffc}乙》");
    }

    #[test]
    fn sentences_and_rows_that_charge_departments_are_kept() {
        let charges = |text: &str| {
            with_body(text, |body| {
                body.passages.charges.iter().map(|(_, text)| text.to_string()).collect::<Vec<_>>()
            })
        };
        assert_eq!(charges("甲。由乙局牵头，丙局配合。丁。"), ["由乙局牵头，丙局配合。"]);
        let table = "|任务|责任单位|\n|-|-|\n|建校|甲局|\n\n|任务|时间|\n|-|-|\n|建校|十月|\n";
        assert_eq!(charges(table), ["任务：建校；责任单位：甲局"]);
        assert_eq!(
            charges(
                "<table><tr><th>任务</th><th>牵头单位</th></tr><tr><td>建校</td><td>甲局</td></tr></table>\n"
            ),
            ["任务：建校；牵头单位：甲局"]
        );
    }

    #[test]
    fn a_wrapped_line_does_not_cut_what_names_a_document() {
        assert_eq!(passages("见《甲\n乙》")[0].1, "见《甲乙》");
        assert_eq!(passages("见云政发〔2018〕\n8号")[0].1, "见云政发〔2018〕\n8号");
    }

    #[test]
    fn the_place_of_a_forced_citation_is_that_in_the_text() {
        let text = "**注意：**请看\n[[云政发〔2018〕8号]]。";
        with_body(text, |body| {
            assert_eq!(&text[body.passages.forced[0].clone()], "[[云政发〔2018〕8号]]");
        });
    }

    #[test]
    fn places_are_those_of_the_text_before_marks() {
        let text = "**注意：**请看[甲](a.md)";
        with_body(text, |body| assert_eq!(&text[body.links[0].span.range()], "a.md"));
    }
}
