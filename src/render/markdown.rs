//! A text's pieces as HTML.

mod footnotes;
mod frames;
#[cfg(test)]
mod tests;
mod writer;

use pulldown_cmark::{Event, html};

use super::citation_marks::marks;
use super::sanitise::{LinkTargets, sanitised};
use super::words::Words;
use crate::pages::context::TextContext;
use crate::parse::body::{Body, Piece, WrittenLink};
use frames::with_framed_tables;
use writer::Writer;

/// What the HTML of a text depends on besides the text.
pub struct HtmlOptions<'a> {
    /// Its ids, links and citations.
    pub context: &'a TextContext,
    /// The theme's words.
    pub words: &'a Words,
}

/// The HTML of a text.
#[must_use]
pub fn html(body: Body<'_>, options: &HtmlOptions<'_>) -> String {
    let raw = body.has_raw_html;
    let mut writer = Writer {
        options,
        raw,
        // The ids of a text with raw HTML get theirs when it is made safe, all alike.
        prefix: if raw { "" } else { &options.context.id_prefix },
        events: Vec::with_capacity(body.pieces.len() + 16),
        notes: vec![Vec::new(); body.footnotes.len()],
        footnotes: body.footnotes,
        seen_notes: Vec::new(),
        open_note: None,
        in_enclosure: false,
        next_link: 0,
        code: None,
        local_links: body.links.len(),
    };
    let marks = marks(&body.pieces, &body.runs, &options.context.citations);
    let mut rest = marks.as_slice();
    for (index, piece) in body.pieces.into_iter().enumerate() {
        let (own, after) = rest.split_at(rest.partition_point(|mark| mark.piece <= index));
        rest = after;
        match piece {
            Piece::Event(Event::Text(words)) if !own.is_empty() => writer.marked(&words, own),
            piece => writer.piece(piece),
        }
    }
    let events = writer.finish();
    let mut out = String::with_capacity(events.len() * 48);
    html::push_html(&mut out, events.into_iter());
    // Alignment as a class: an inline style would be forbidden by a strict content security policy.
    if memchr::memmem::find(out.as_bytes(), b" style=\"text-align: ").is_some() {
        for side in ["left", "center", "right"] {
            out = out.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\""));
        }
    }
    if raw {
        let targets = link_targets(&body.links, options);
        with_framed_tables(&sanitised(&out, targets))
    } else {
        out
    }
}

fn link_targets(written: &[WrittenLink], options: &HtmlOptions<'_>) -> LinkTargets {
    let pairs = written.iter().zip(&options.context.links);
    let citations = options.context.citations.iter().map(|citation| citation.url.clone());
    LinkTargets {
        by_number: options.context.links.iter().cloned().chain(citations).collect(),
        id_prefix: options.context.id_prefix.clone(),
        by_address: pairs.filter_map(|(link, url)| Some((link.address.to_string(), url.clone()?))).collect(),
    }
}
