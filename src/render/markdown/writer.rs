//! From the pieces of a text to the events that are printed as HTML.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::super::citation_marks::{Action, Mark};
use super::super::highlight::highlight;
use super::super::sanitise::LINK_PLACEHOLDER;
use super::HtmlOptions;
use crate::parse::body::{Piece, is_local};

pub(super) struct Writer<'a, 'o> {
    pub(super) options: &'o HtmlOptions<'o>,
    pub(super) raw: bool,
    /// Stands before every id.
    pub(super) prefix: &'o str,
    pub(super) events: Vec<Event<'a>>,
    pub(super) footnotes: Vec<Box<str>>,
    /// The text of each footnote.
    pub(super) notes: Vec<Vec<Event<'a>>>,
    /// Footnotes that were mentioned before.
    pub(super) seen_notes: Vec<usize>,
    pub(super) open_note: Option<usize>,
    pub(super) in_enclosure: bool,
    pub(super) next_link: usize,
    /// The code block that is open: its language and text.
    pub(super) code: Option<(String, String)>,
    /// How many links within the project the text has; citations are numbered after them.
    pub(super) local_links: usize,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn piece(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Event(event) => self.event(event),
            Piece::Anchored(tag, id) => self.anchored(tag, &id),
            Piece::PrintedPage(page) => self.printed_page(page),
        }
    }

    pub(super) fn push(&mut self, event: Event<'a>) {
        match self.open_note {
            Some(note) => self.notes[note].push(event),
            None => self.events.push(event),
        }
    }

    pub(super) fn html(&mut self, html: String) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match &mut self.code {
                Some((_, code)) => code.push_str(&words),
                None => self.push(Event::Text(words)),
            },
            Event::FootnoteReference(label) => self.footnote_mention(&label),
            other => self.push(other),
        }
    }

    /// Words with the beginnings and ends of citations among them.
    pub(super) fn marked(&mut self, words: &str, marks: &[Mark]) {
        let mut done = 0;
        let mut hidden = false;
        for mark in marks {
            let shown = &words[done..mark.at];
            done = mark.at;
            if !hidden && !shown.is_empty() {
                self.push(Event::Text(shown.to_owned().into()));
            }
            match mark.action {
                Action::Open(number) => self.open_citation(number),
                Action::Close => self.push(Event::InlineHtml(CowStr::Borrowed("</a>"))),
                Action::Hide => hidden = true,
                Action::Show => hidden = false,
            }
        }
        if done < words.len() {
            self.push(Event::Text(words[done..].to_owned().into()));
        }
    }

    fn open_citation(&mut self, number: usize) {
        let url = match &self.options.context.citations[number].url {
            _ if self.raw => format!("{LINK_PLACEHOLDER}{}", self.local_links + number),
            Some(url) => escaped(url),
            None => String::new(),
        };
        self.html(format!("<a class=\"citation\" href=\"{url}\">"));
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Heading { level, id, .. } => self.heading(level, id.as_deref().unwrap_or_default()),
            Tag::Link { link_type, dest_url, title, id } => {
                let dest_url = self.address(dest_url);
                self.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let dest_url = self.address(dest_url);
                self.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',']).next().unwrap_or_default().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::FootnoteDefinition(label) => self.open_note = Some(self.note(&label)),
            other => self.push(Event::Start(other)),
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let level = self.shown_level(level);
                self.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::FootnoteDefinition => self.open_note = None,
            TagEnd::Table => {
                self.push(Event::End(TagEnd::Table));
                self.html("</div>\n".into());
            }
            other => self.push(Event::End(other)),
        }
    }

    fn anchored(&mut self, tag: Tag<'a>, id: &str) {
        match tag {
            Tag::Paragraph => self.html(["<p id=\"", self.prefix, id, "\">"].concat()),
            Tag::Item => self.html(["<li id=\"", self.prefix, id, "\">"].concat()),
            Tag::Table(columns) => {
                self.html(format!("<div class=\"table\" id=\"{}{id}\" tabindex=\"0\">", self.prefix));
                self.push(Event::Start(Tag::Table(columns)));
            }
            other => self.push(Event::Start(other)),
        }
    }

    /// A heading. The page's title is its only `h1`, so those of an enclosure go one level down.
    fn heading(&mut self, level: HeadingLevel, id: &str) {
        if level == HeadingLevel::H1 {
            self.close_enclosure();
            self.in_enclosure = true;
            self.html(format!("<section class=\"enclosure\" id=\"{}{}\">", self.prefix, escaped(id)));
            let classes = vec![CowStr::Borrowed("enclosure-title")];
            self.push(Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id: None,
                classes,
                attrs: Vec::new(),
            }));
            return;
        }
        let level = self.shown_level(level);
        let id = Some(CowStr::from([self.prefix, id].concat()));
        self.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
    }

    fn shown_level(&self, level: HeadingLevel) -> HeadingLevel {
        let level = level as usize + usize::from(self.in_enclosure);
        HeadingLevel::try_from(level.clamp(2, 6)).unwrap_or(HeadingLevel::H6)
    }

    pub(super) fn close_enclosure(&mut self) {
        if std::mem::take(&mut self.in_enclosure) {
            self.html("</section>\n".into());
        }
    }

    pub(super) fn address(&mut self, written: CowStr<'a>) -> CowStr<'a> {
        if !is_local(&written) {
            return written;
        }
        let number = self.next_link;
        self.next_link += 1;
        if self.raw {
            return format!("{LINK_PLACEHOLDER}{number}").into();
        }
        match self.options.context.links.get(number) {
            Some(Some(url)) => url.clone().into(),
            _ => CowStr::Borrowed(""),
        }
    }

    fn printed_page(&mut self, page: u32) {
        let href = match &self.options.context.facsimile {
            Some(facsimile) => {
                let facsimile_page = (i64::from(page) + i64::from(facsimile.page_offset)).max(1);
                format!("{}#page={facsimile_page}", facsimile.url)
            }
            None => format!("#{}p{page}", self.prefix),
        };
        let label = self.options.words.or_key("printed_page", &[("pages", &page.to_string())]);
        self.html(format!(
            "<a class=\"printed-page\" id=\"{}p{page}\" href=\"{href}\" aria-label=\"{}\">{page}</a>",
            self.prefix,
            escaped(&label)
        ));
    }

    fn close_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let class = if language.is_empty() {
            String::new()
        } else {
            format!(" class=\"language-{}\"", escaped(&language))
        };
        let shown = highlight(&code, &language).unwrap_or_else(|| escaped(&code));
        self.html(format!("<pre tabindex=\"0\"><code{class}>{shown}</code></pre>\n"));
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}
