//! How much room a text takes on paper: lines of the 版心 of GB/T 9704-2012 (clauses 5.2.2 and 5.2.3),
//! 22 lines of 28 characters a page. A forecast: what a typesetter does by eye, such as keeping a heading
//! with its paragraph, is left out.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::body::OPTIONS;
use super::han::is_han_text;

/// Lines of a page.
pub const LINES: u32 = 22;
/// Characters of a line.
pub const CHARACTERS: u32 = 28;

/// Widths are counted in halves of a character: Latin letters and digits take one.
const LINE_WIDTH: u32 = 2 * CHARACTERS;
/// A paragraph is indented by two characters.
const INDENT: u32 = 4;
/// A title is set in 22 points where the text has 16: twenty characters a line, which takes a line and a half.
const TITLE_WIDTH: u32 = 40;
/// A picture is taken for half a page.
const PICTURE: u32 = LINES / 2;
/// Between two columns of a table.
const COLUMN_GAP: u32 = 2;

/// How much room a text takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Characters, blanks left out.
    pub characters: u32,
    /// Lines, with the pages that enclosures begin filled up.
    pub lines: u32,
    /// How many attachments its note 附件：… names.
    pub noted_attachments: u32,
}

/// What stands above and below a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The title.
    pub title: &'a str,
    /// Whether a number stands below it.
    pub numbered: bool,
    /// Whom it is addressed to.
    pub recipients: Option<&'a str>,
    /// How many departments sign it.
    pub signatures: u32,
    /// Whether the day stands below them.
    pub dated: bool,
}

/// The room that a document takes, from its title to its date. `text` stands below the front matter.
#[must_use]
pub fn room(text: &str, surroundings: Surroundings<'_>) -> Room {
    let mut reader = Reader { lines: head(surroundings), ..Reader::default() };
    for event in Parser::new_ext(text, OPTIONS) {
        reader.event(&event);
    }
    reader.close();
    // The signature follows the note of attachments, so it stands before them: they only fill pages up.
    let signed = surroundings.signatures + u32::from(surroundings.dated);
    let foot = if signed > 0 { signed + 1 } else { 0 };
    Room {
        characters: reader.characters,
        lines: reader.lines + foot,
        noted_attachments: reader.noted_attachments,
    }
}

/// Whether words begin with a number of a list: `1.`, `2、`.
fn is_numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < words.len() && rest.starts_with(['.', '．', '、'])
}

/// The title with a line above and below it, the number, and whom it is addressed to.
fn head(surroundings: Surroundings<'_>) -> u32 {
    let title = title_lines(width(surroundings.title));
    let recipients = surroundings.recipients.map_or(0, |names| lines(width(names), 0));
    2 + title + u32::from(surroundings.numbered) + recipients
}

fn title_lines(width: u32) -> u32 {
    (width.div_ceil(TITLE_WIDTH).max(1) * 3).div_ceil(2)
}

/// How many lines words of a width take.
fn lines(width: u32, indent: u32) -> u32 {
    (width + indent).div_ceil(LINE_WIDTH).max(1)
}

fn width(words: &str) -> u32 {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what the events have opened, each by its name")]
struct Reader {
    lines: u32,
    characters: u32,
    noted_attachments: u32,
    in_note: bool,
    /// Whether the open block is an item of a numbered list.
    in_numbered_item: bool,
    in_numbered_list: bool,
    /// How many lines of the open block but the first begin with a number.
    numbered_lines: u32,
    /// The words of the open block.
    words: String,
    /// The level of the open heading.
    heading: Option<u8>,
    in_code: bool,
    /// A line break that waits for the next word.
    soft_break: bool,
    /// The rows of the open table: the width of each cell.
    rows: Vec<Vec<u32>>,
    in_table: bool,
    html: String,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.close();
                self.in_table = true;
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => self.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let cell = width(&std::mem::take(&mut self.words));
                self.soft_break = false;
                self.rows.extend(self.rows.is_empty().then(Vec::new));
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            Event::End(TagEnd::Table) => {
                self.in_table = false;
                self.lines += table(&std::mem::take(&mut self.rows));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.close();
                self.heading = Some(*level as u8);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.close();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.lines += u32::try_from(self.words.lines().count()).unwrap_or(u32::MAX);
                self.words.clear();
                self.in_code = false;
            }
            Event::Start(Tag::Image { .. }) => self.lines += PICTURE,
            Event::Start(Tag::List(first)) => {
                self.close();
                self.in_numbered_list = first.is_some();
            }
            Event::Start(Tag::Item) => {
                self.close();
                self.in_numbered_item = self.in_numbered_list;
            }
            Event::Start(Tag::Paragraph)
            | Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item)
            | Event::HardBreak => self.close(),
            Event::Text(words) | Event::Code(words) => self.text(words),
            Event::SoftBreak => self.soft_break = true,
            Event::Html(html) => self.html.push_str(html),
            Event::End(TagEnd::HtmlBlock) => {
                self.lines += html_table(&std::mem::take(&mut self.html));
            }
            Event::Rule => self.lines += 1,
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        let counted = words.chars().filter(|c| !c.is_whitespace()).count();
        self.characters += u32::try_from(counted).unwrap_or(u32::MAX);
        if std::mem::take(&mut self.soft_break) {
            self.numbered_lines += u32::from(is_numbered(words));
            let joins = self.words.chars().next_back().is_some_and(is_han_text)
                && words.chars().next().is_some_and(is_han_text);
            if !joins {
                self.words.push(' ');
            }
        }
        self.words.push_str(words);
    }

    /// The open block ends.
    fn close(&mut self) {
        self.soft_break = false;
        let heading = self.heading.take();
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() || self.in_code || self.in_table {
            return;
        }
        let width = width(words.trim());
        match heading {
            // What is enclosed begins a page: its mark, a blank line, its title, a blank line (7.3.7).
            Some(1) => {
                self.lines = self.lines.next_multiple_of(LINES) + 3 + title_lines(width);
                self.in_note = false;
            }
            _ => self.lines += lines(width, INDENT),
        }
        if heading.is_none() {
            self.note(words.trim());
        }
        self.in_numbered_item = false;
        self.numbered_lines = 0;
    }

    /// Counts the names of the note 附件：1. …
    fn note(&mut self, words: &str) {
        let opens = words.strip_prefix("附件").is_some_and(|rest| rest.trim_start().starts_with(['：', ':']));
        let numbered = self.in_numbered_item || is_numbered(words);
        self.in_note = opens || self.in_note && numbered;
        if self.in_note {
            self.noted_attachments += 1 + self.numbered_lines;
        }
    }
}

/// The lines of a table: columns share the line by what they hold, and a row is as high as its highest cell.
fn table(rows: &[Vec<u32>]) -> u32 {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).copied().max().unwrap_or(0);
    let widest: Vec<u32> = (0..columns).map(widest).collect();
    let gaps = COLUMN_GAP * u32::try_from(columns).unwrap_or(u32::MAX);
    let free = LINE_WIDTH.saturating_sub(gaps).max(1);
    let wanted: u32 = widest.iter().sum::<u32>().max(1);
    let share = |wide: u32| if wanted <= free { wide.max(1) } else { (free * wide / wanted).max(4) };
    let height = |row: &Vec<u32>| {
        let cells = row.iter().zip(&widest).map(|(cell, wide)| cell.div_ceil(share(*wide)));
        cells.max().unwrap_or(1).max(1)
    };
    rows.iter().map(height).sum()
}

/// The lines of a table that is written in HTML: its rows, each as wide as all its words.
fn html_table(html: &str) -> u32 {
    let rows = html.split("<tr").skip(1);
    rows.map(|row| {
        let mut inside = true;
        let words = row.chars().filter(|c| {
            let shown = !inside && *c != '<';
            inside = if *c == '<' { true } else { inside && *c != '>' };
            shown && !c.is_whitespace()
        });
        lines(width(&words.collect::<String>()), 0)
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Room {
        room(text, Surroundings { title: "关于校车的通知", ..Surroundings::default() })
    }

    /// The lines of a text without what stands above it.
    fn text_lines(text: &str) -> u32 {
        of(text).lines - of("").lines
    }

    #[test]
    fn a_paragraph_is_indented_and_fills_lines_of_twenty_eight_characters() {
        assert_eq!(text_lines(&"字".repeat(26)), 1);
        assert_eq!(text_lines(&"字".repeat(27)), 2);
        assert_eq!(text_lines(&"a".repeat(52)), 1, "two Latin letters take one place");
        assert_eq!(text_lines("甲\n乙\n\n丙"), 2, "a soft break breaks no line");
        assert_eq!(text_lines("## 一、目标\n\n甲\n\n- 乙\n- 丙\n"), 4);
    }

    #[test]
    fn the_head_holds_title_number_and_addressees() {
        let head = |title: &str, numbered, recipients| {
            room("", Surroundings { title, numbered, recipients, ..Surroundings::default() }).lines
        };
        assert_eq!(head("关于校车的通知", false, None), 4, "a line above, a line and a half, a line below");
        assert_eq!(head("关于校车的通知", true, Some("各镇人民政府：")), 6);
        assert_eq!(head(&"题".repeat(21), false, None), 5);
        let signed = Surroundings { title: "甲", signatures: 2, dated: true, ..Surroundings::default() };
        assert_eq!(room("", signed).lines, 8);
    }

    #[test]
    fn what_is_enclosed_begins_a_page() {
        assert_eq!(of("甲\n\n# 附件 名单\n\n乙\n").lines, LINES + 3 + 2 + 1);
    }

    #[test]
    fn a_row_of_a_table_is_as_high_as_its_highest_cell() {
        assert_eq!(text_lines("|甲|乙|\n|-|-|\n|1|2|\n|3|4|\n"), 3);
        let long = "字".repeat(60);
        assert_eq!(text_lines(&format!("|甲|乙|\n|-|-|\n|1|{long}|\n")), 1 + 3);
        assert_eq!(text_lines("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>\n"), 2);
    }

    #[test]
    fn the_note_tells_how_many_attachments_there_are() {
        assert_eq!(of("甲。\n\n附件：1. 任务表\n\n2. 名单\n\n云溪区人民政府\n").noted_attachments, 2);
        assert_eq!(of("附件：1. 任务表\n2. 名单\n").noted_attachments, 2);
        assert_eq!(of("见附件1。\n").noted_attachments, 0);
    }
}
