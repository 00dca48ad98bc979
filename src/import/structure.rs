//! From a document's lines to blocks: enclosures, headings, paragraphs, lists, tables, names, seams.

use super::beginning::{starts_block, without_dash};
use super::block::{Block, Inline, Placed, Table};
use super::furniture::PageStart;
use super::inline::{inlines, joined};
use super::lines::{Line, visible};
use super::message::Message;
use super::names;
use super::numbered::numbered;
use super::object::{self, Object};
use super::outline;
use super::profile::Profile;
use super::table;

/// The longest line in characters that is the words of a heading whose number stands above it.
const HEADING_NAME_MAX: usize = 100;

/// Two pieces of a paragraph that were put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seam {
    /// The index of the line that was cut.
    pub before: usize,
    /// The index of the line that goes on.
    pub after: usize,
    /// Out of 100.
    pub confidence: u8,
    /// Why.
    pub because: &'static str,
}

/// What is known of a document when its text is read.
pub struct Setting<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// Where printed pages begin.
    pub pages: &'a [PageStart],
    /// The index after which the first enclosure may begin: the signature's last line.
    pub signed_at: Option<usize>,
    /// The titles of what it carries, as its own title and text name them.
    pub carried: &'a [String],
    /// Whether lines follow one another without blank lines because they are wrapped.
    pub wrapped: Option<Wrapped>,
}

/// How a text is wrapped.
#[derive(Clone, Copy, Debug)]
pub struct Wrapped {
    /// The width of a full line in columns.
    pub width: usize,
    /// Whether paragraphs begin with an indented line.
    pub indented: bool,
}

/// A document's text.
#[derive(Default)]
pub struct Structure {
    /// The blocks in order.
    pub blocks: Vec<Placed>,
    /// The seams in order.
    pub seams: Vec<Seam>,
}

/// Reads the lines at `positions`, all text, as blocks.
pub fn read(lines: &mut [Line], positions: &[usize], setting: &Setting<'_>) -> Structure {
    let mut reader = Reader {
        setting,
        found: Structure::default(),
        at: 0,
        page: 0,
        after_signature: false,
        signature_seen: false,
    };
    let begins_before = |start: &PageStart| positions.first().is_some_and(|first| start.line < *first);
    reader.page = setting.pages.partition_point(begins_before);
    while reader.at < positions.len() {
        reader.step(lines, positions);
    }
    outline::level(&mut reader.found.blocks, lines, setting.profile);
    reader.found
}

/// Where a reading of lines stands.
pub struct Reader<'a> {
    /// What is known of the document.
    pub setting: &'a Setting<'a>,
    /// What was read so far.
    pub found: Structure,
    /// The next position.
    pub at: usize,
    /// The next printed page to be marked.
    pub page: usize,
    /// Set where an enclosure may begin, right below the signature.
    pub after_signature: bool,
    /// Set below the signature.
    pub signature_seen: bool,
}

impl Reader<'_> {
    fn step(&mut self, lines: &mut [Line], positions: &[usize]) {
        let profile = self.setting.profile;
        let index = positions[self.at];
        if self.setting.signed_at.is_some_and(|signed| index > signed) && !self.signature_seen {
            self.signature_seen = true;
            self.after_signature = true;
        }
        let pages = self.pages_before(index);
        if let Some(found) = object::of_line(&lines[index].text) {
            let block = match found {
                Object::Note { label, words } => {
                    Block::Note { label: label.to_owned(), content: inlines(words) }
                }
                Object::Picture { file, words } => {
                    Block::Picture { file: file.to_owned(), words: words.to_owned() }
                }
            };
            self.push_pages(&pages, index);
            self.push(block, (index, index), 98, None);
            self.at += 1;
            return;
        }
        if lines[index].markup {
            self.push_pages(&pages, index);
            self.html(lines, positions);
            return;
        }
        if lines[index].is_row() {
            self.push_pages(&pages, index);
            self.table(lines, positions);
            return;
        }
        if let Some((count, words, confidence)) = self.enclosure(lines, positions) {
            self.push_pages(&pages, index);
            self.after_signature = false;
            let last = positions[self.at + count - 1];
            let doubt = (confidence < 80).then(|| "this may be no title of an enclosure".into());
            self.push(Block::Heading { level: 1, words }, (index, last), confidence, doubt);
            self.at += count;
            return;
        }
        if let Some(count) = names::run(lines, &positions[self.at..], profile) {
            self.push_pages(&pages, index);
            let run = &positions[self.at..self.at + count];
            let items = run.iter().map(|index| names::item(&lines[*index].text, profile)).collect();
            self.push(Block::List { first: None, items }, (index, run[count - 1]), 92, None);
            self.at += count;
            return;
        }
        self.paragraph(lines, positions, &pages);
    }

    /// The printed pages that begin at or above a line and are not marked yet.
    pub fn pages_before(&mut self, index: usize) -> Vec<u32> {
        let mut pages = Vec::new();
        while self.setting.pages.get(self.page).is_some_and(|start| start.line <= index) {
            pages.push(self.setting.pages[self.page].page);
            self.page += 1;
        }
        pages
    }

    pub fn push_pages(&mut self, pages: &[u32], index: usize) {
        for page in pages {
            self.push(Block::Page(*page), (index, index), 95, None);
        }
    }

    pub fn push(&mut self, block: Block, lines: (usize, usize), confidence: u8, doubt: Option<Message>) {
        self.found.blocks.push(Placed { block, lines, confidence, doubt });
    }

    fn table(&mut self, lines: &mut [Line], positions: &[usize]) {
        let profile = self.setting.profile;
        let stops = |line: &Line| {
            profile.text.attachment_label.is_match(&line.bare)
                || profile.is_class("date", &line.bare)
                || line.bare.chars().count() > 400
        };
        let gathered = table::gather(lines, positions, self.at, profile, &stops);
        let span = (positions[self.at], positions[gathered.end - 1]);
        self.at = gathered.end;
        let cells =
            gathered.table.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.paragraphs.is_empty());
        if cells.count() <= 1 {
            let words: Vec<String> = gathered
                .table
                .rows
                .into_iter()
                .flat_map(|row| row.cells)
                .flat_map(|cell| cell.paragraphs)
                .collect();
            self.push(Block::Paragraph(inlines(&words.join(" "))), span, 80, None);
            return;
        }
        let confidence = if gathered.doubt.is_some() { 65 } else { 90 };
        self.push(Block::Table(gathered.table), span, confidence, gathered.doubt);
        // Pages that begin within a table are marked behind it.
        let within = self.pages_before(span.1);
        self.push_pages(&within, span.1);
    }

    /// A table that came as HTML.
    fn html(&mut self, lines: &[Line], positions: &[usize]) {
        let first = self.at;
        while self.at + 1 < positions.len()
            && lines[positions[self.at + 1]].markup
            && !lines[positions[self.at]].text.contains("</table>")
        {
            self.at += 1;
        }
        let span = (positions[first], positions[self.at]);
        self.at += 1;
        let html: String =
            positions[first..self.at].iter().map(|index| lines[*index].text.as_str()).collect();
        let words = super::markup::text_of_html(&html);
        // Words that stand in no cell would be lost with the table.
        let is_whole = |table: &Table| {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let held: String = cells.flat_map(|cell| cell.paragraphs.iter().map(String::as_str)).collect();
            visible(&held).eq(visible(&words))
        };
        match super::markup::table(&html).filter(is_whole) {
            Some(table) => self.push(Block::Table(table), span, 92, None),
            None => {
                let doubt = Some("this table could not be read".into());
                self.push(Block::Paragraph(vec![Inline::Words(words)]), span, 40, doubt);
            }
        }
    }

    fn paragraph(&mut self, lines: &[Line], positions: &[usize], pages: &[u32]) {
        let profile = self.setting.profile;
        let first = positions[self.at];
        // A page that begins with this paragraph is marked in front of it, so that it can be joined.
        let starts_join = self.join_to_last(lines, positions, pages);
        self.at += 1;
        if starts_join {
            return;
        }
        self.push_pages(pages, first);
        let (words, dash) = without_dash(&lines[first].text);
        // `- 1. …`: the number says all that the dash does.
        let dash = dash && numbered(words, profile).is_none();
        let mut content = inlines(words);
        let mut last = first;
        while let Some(next) = positions.get(self.at).copied() {
            let is_name = last == first && self.names_heading(&lines[first], &lines[next]);
            if !is_name && !self.wraps(lines, last, next) {
                break;
            }
            for page in self.pages_before(next) {
                content.push(Inline::Page(page));
            }
            joined(&mut content, &lines[next].text, profile);
            last = next;
            self.at += 1;
        }
        let block =
            if dash { Block::List { first: None, items: vec![content] } } else { Block::Paragraph(content) };
        let merged = dash && self.extend_list(&block, last);
        if !merged {
            self.push(block, (first, last), 95, None);
        }
        if self.after_signature && !profile.text.remark.is_match(&lines[first].bare) {
            self.after_signature = false;
        }
    }

    /// Whether a line is the words of the heading whose number stands alone above it.
    fn names_heading(&self, number: &Line, next: &Line) -> bool {
        let profile = self.setting.profile;
        let rule = profile.text.headings.of(&number.bare, &number.text).map(|(_, rule)| rule);
        rule.is_some_and(|rule| rule.named_below)
            && numbered(&number.text, profile).is_some_and(|found| found.rest.trim().is_empty())
            // Eingangsformel is no number.
            && number.text.contains([' ', '§'])
            && !starts_block(next, profile)
            && next.text.chars().count() <= HEADING_NAME_MAX
            && !next.text.starts_with('(')
            && !next.text.ends_with(['.', ';', ',', ':'])
    }

    /// An item of a list that is open goes into it.
    fn extend_list(&mut self, block: &Block, last: usize) -> bool {
        let (
            Block::List { items, .. },
            Some(Placed { block: Block::List { first: None, items: open }, lines, .. }),
        ) = (block, self.found.blocks.last_mut())
        else {
            return false;
        };
        open.extend(items.iter().cloned());
        lines.1 = last;
        true
    }
}
