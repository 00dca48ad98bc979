//! The running text of a document with its places in the file: what is printed, letter by letter.
//! Code, addresses, raw HTML and the words of links are left out.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::body::OPTIONS;

/// A block of running text: a heading, a paragraph, a list item, a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProseBlock {
    /// The level of a heading; `None` for other blocks.
    pub heading: Option<u8>,
    /// The bytes of the text that it stands on, line by line and between marks.
    pub runs: Vec<Range<usize>>,
}

impl ProseBlock {
    /// Its words, lines and marks left out.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        self.runs.iter().map(|run| &text[run.clone()]).collect()
    }
}

/// The blocks of a text, in order. Places are those in `text`.
#[must_use]
pub fn prose(text: &str) -> Vec<ProseBlock> {
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.close();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<ProseBlock>,
    open: ProseBlock,
    /// Code, links and pictures that are open.
    silent: usize,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock) => {
                self.silent += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => {
                self.silent = self.silent.saturating_sub(1);
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.close();
                self.open.heading = Some(*level as u8);
            }
            Event::Start(tag) if is_block(tag.to_end()) => self.close(),
            Event::End(tag) if is_block(*tag) => self.close(),
            Event::Text(_) if self.silent == 0 => self.text(range),
            _ => {}
        }
    }

    /// Words that go on where the last ended are of one run: brackets that might have begun a link part
    /// them for the parser alone.
    fn text(&mut self, range: Range<usize>) {
        match self.open.runs.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => self.open.runs.push(range),
        }
    }

    fn close(&mut self) {
        let block = std::mem::take(&mut self.open);
        if !block.runs.is_empty() {
            self.blocks.push(block);
        }
    }
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_given_with_its_places() {
        let text = "## 一、目标\n\n甲**乙**丙\n丁`x`。\n\n- 戊[己](a.md)\n\n```\n庚\n```\n";
        let words: Vec<String> = prose(text).iter().map(|block| block.words(text)).collect();
        assert_eq!(words, ["一、目标", "甲乙丙丁。", "戊"]);
        assert_eq!(prose(text)[0].heading, Some(2));
    }
}
