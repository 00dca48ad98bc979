//! Footnotes: their mentions, and their texts at the end.

use pulldown_cmark::Event;

use super::writer::{Writer, escaped};

impl<'a> Writer<'a, '_> {
    pub(super) fn note(&mut self, label: &str) -> usize {
        if let Some(index) = self.footnotes.iter().position(|known| **known == *label) {
            return index;
        }
        self.footnotes.push(label.into());
        self.notes.push(Vec::new());
        self.footnotes.len() - 1
    }

    pub(super) fn footnote_mention(&mut self, label: &str) {
        let note = self.note(label);
        let number = note + 1;
        let prefix = self.prefix;
        let id = if self.seen_notes.contains(&note) {
            String::new()
        } else {
            format!(" id=\"{prefix}fnref_{number}\"")
        };
        self.seen_notes.push(note);
        self.html(format!("<sup class=\"footnote\"{id}><a href=\"#{prefix}fn_{number}\">{number}</a></sup>"));
    }

    pub(super) fn finish(mut self) -> Vec<Event<'a>> {
        self.close_enclosure();
        if self.notes.is_empty() {
            return self.events;
        }
        let mut events = std::mem::take(&mut self.events);
        events.push(Event::Html("<section class=\"footnotes\"><ol>\n".into()));
        let back = escaped(&self.options.words.or_key("footnote_back", &[]));
        for (index, note) in self.notes.into_iter().enumerate() {
            let number = index + 1;
            events.push(Event::Html(format!("<li id=\"{}fn_{number}\">", self.prefix).into()));
            events.extend(note);
            if self.seen_notes.contains(&index) {
                let link = format!(
                    "<a class=\"footnote-back\" href=\"#{}fnref_{number}\" aria-label=\"{back}\">↩</a>",
                    self.prefix
                );
                events.push(Event::Html(link.into()));
            }
            events.push(Event::Html("</li>\n".into()));
        }
        events.push(Event::Html("</ol></section>\n".into()));
        events
    }
}
