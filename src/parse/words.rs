//! The words of a Markdown text and nothing of its marks, to hold a written text against its source.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{Piece, Prepared};

/// The words of a text, the numbers of its lists included. `html` gives the words of raw HTML.
pub fn words(markdown: &str, html: &dyn Fn(&str) -> String) -> String {
    let prepared = Prepared::new(markdown);
    let mut text = String::new();
    let mut numbers: Vec<Option<u64>> = Vec::new();
    for piece in prepared.body().pieces {
        let event = match piece {
            Piece::Event(event) => event,
            Piece::Anchored(tag, _) => Event::Start(tag),
            Piece::PrintedPage(_) => continue,
        };
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::Html(raw) | Event::InlineHtml(raw) => text.push_str(&html(&raw)),
            Event::Start(Tag::List(first)) => numbers.push(first),
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
            }
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = numbers.last_mut() {
                    write!(text, "\n{number}. ").expect("a string takes all");
                    *number += 1;
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push('\n'),
            _ => {}
        }
    }
    text
}
