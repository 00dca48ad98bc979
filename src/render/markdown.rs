//! A text's pieces as HTML.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use super::highlight::highlight;
use super::sanitise::{LINK_PLACEHOLDER, LinkTargets, sanitised};
use super::words::Words;
use crate::parse::body::{Body, Piece, WrittenLink, is_local};

/// What the HTML of a text depends on besides the text.
pub struct HtmlOptions<'a> {
    /// Where its links within the project lead, in order.
    pub links: &'a [Option<String>],
    /// The facsimile that printed pages are linked to.
    pub facsimile: Option<Facsimile<'a>>,
    /// The theme's words.
    pub words: &'a Words,
}

/// The scan of the printed issue.
pub struct Facsimile<'a> {
    /// Its address.
    pub url: &'a str,
    /// What to add to a printed page to get its page.
    pub page_offset: i32,
}

/// The HTML of a text.
#[must_use]
pub fn html(body: Body<'_>, options: &HtmlOptions<'_>) -> String {
    let raw = body.has_raw_html;
    let mut writer = Writer {
        options,
        raw,
        events: Vec::with_capacity(body.pieces.len() + 16),
        notes: vec![Vec::new(); body.footnotes.len()],
        footnotes: body.footnotes,
        seen_notes: Vec::new(),
        open_note: None,
        in_enclosure: false,
        next_link: 0,
        code: None,
    };
    for piece in body.pieces {
        writer.piece(piece);
    }
    let events = writer.finish();
    let mut out = String::with_capacity(events.len() * 48);
    html::push_html(&mut out, events.into_iter());
    // Alignment as a class: an inline style would be forbidden by a strict content security policy.
    if out.contains(" style=\"text-align: ") {
        for side in ["left", "center", "right"] {
            out = out.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\""));
        }
    }
    if raw { with_framed_tables(&sanitised(&out, link_targets(&body.links, options.links))) } else { out }
}

/// The frame of a table: it scrolls on a narrow screen, and the keyboard reaches it.
const TABLE_FRAME: &str = "<div class=\"table\" tabindex=\"0\">";

/// Tables of raw HTML in the frame that those of Markdown have already.
fn with_framed_tables(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find("<table") {
        let end = table_end(&rest[at..]).map_or(rest.len(), |length| at + length);
        let framed = rest[..at].ends_with("tabindex=\"0\">");
        out.push_str(&rest[..at]);
        if framed {
            out.push_str(&rest[at..end]);
        } else {
            out.extend([TABLE_FRAME, &rest[at..end], "</div>"]);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The length of the table that a text begins with, tables within it included.
fn table_end(html: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        let open = html[at..].find("<table").map_or(usize::MAX, |found| at + found);
        let close = at + html[at..].find("</table>")?;
        if open < close {
            depth += 1;
            at = open + "<table".len();
        } else {
            depth -= 1;
            at = close + "</table>".len();
            if depth == 0 {
                return Some(at);
            }
        }
    }
}

fn link_targets(written: &[WrittenLink], resolved: &[Option<String>]) -> LinkTargets {
    let pairs = written.iter().zip(resolved);
    LinkTargets {
        by_number: resolved.to_vec(),
        by_address: pairs.filter_map(|(link, url)| Some((link.address.to_string(), url.clone()?))).collect(),
    }
}

struct Writer<'a, 'o> {
    options: &'o HtmlOptions<'o>,
    raw: bool,
    events: Vec<Event<'a>>,
    footnotes: Vec<Box<str>>,
    /// The text of each footnote.
    notes: Vec<Vec<Event<'a>>>,
    /// Footnotes that were mentioned before.
    seen_notes: Vec<usize>,
    open_note: Option<usize>,
    in_enclosure: bool,
    next_link: usize,
    /// The code block that is open: its language and text.
    code: Option<(String, String)>,
}

impl<'a> Writer<'a, '_> {
    fn piece(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Event(event) => self.event(event),
            Piece::Anchored(tag, id) => self.anchored(tag, &id),
            Piece::PrintedPage(page) => self.printed_page(page),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        match self.open_note {
            Some(note) => self.notes[note].push(event),
            None => self.events.push(event),
        }
    }

    fn html(&mut self, html: String) {
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

    fn end(&mut self, tag: TagEnd) {
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
            Tag::Paragraph => self.html(format!("<p id=\"{id}\">")),
            Tag::Item => self.html(format!("<li id=\"{id}\">")),
            Tag::Table(columns) => {
                self.html(format!("<div class=\"table\" id=\"{id}\" tabindex=\"0\">"));
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
            self.html(format!("<section class=\"enclosure\" id=\"{}\">", escaped(id)));
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
        let id = Some(CowStr::from(id.to_owned()));
        self.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
    }

    fn shown_level(&self, level: HeadingLevel) -> HeadingLevel {
        let level = level as usize + usize::from(self.in_enclosure);
        HeadingLevel::try_from(level.clamp(2, 6)).unwrap_or(HeadingLevel::H6)
    }

    fn close_enclosure(&mut self) {
        if std::mem::take(&mut self.in_enclosure) {
            self.html("</section>\n".into());
        }
    }

    fn address(&mut self, written: CowStr<'a>) -> CowStr<'a> {
        if !is_local(&written) {
            return written;
        }
        let number = self.next_link;
        self.next_link += 1;
        if self.raw {
            return format!("{LINK_PLACEHOLDER}{number}").into();
        }
        match self.options.links.get(number) {
            Some(Some(url)) => url.clone().into(),
            _ => CowStr::Borrowed(""),
        }
    }

    fn printed_page(&mut self, page: u32) {
        let href = match &self.options.facsimile {
            Some(facsimile) => {
                let facsimile_page = (i64::from(page) + i64::from(facsimile.page_offset)).max(1);
                format!("{}#page={facsimile_page}", facsimile.url)
            }
            None => format!("#p{page}"),
        };
        let label = self.options.words.or_key("printed_page", &[("pages", &page.to_string())]);
        self.html(format!(
            "<a class=\"printed-page\" id=\"p{page}\" href=\"{href}\" aria-label=\"{}\">{page}</a>",
            escaped(&label)
        ));
    }

    fn note(&mut self, label: &str) -> usize {
        if let Some(index) = self.footnotes.iter().position(|known| **known == *label) {
            return index;
        }
        self.footnotes.push(label.into());
        self.notes.push(Vec::new());
        self.footnotes.len() - 1
    }

    fn footnote_mention(&mut self, label: &str) {
        let note = self.note(label);
        let number = note + 1;
        let id =
            if self.seen_notes.contains(&note) { String::new() } else { format!(" id=\"fnref_{number}\"") };
        self.seen_notes.push(note);
        self.html(format!("<sup class=\"footnote\"{id}><a href=\"#fn_{number}\">{number}</a></sup>"));
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

    fn finish(mut self) -> Vec<Event<'a>> {
        self.close_enclosure();
        if self.notes.is_empty() {
            return self.events;
        }
        let mut events = std::mem::take(&mut self.events);
        events.push(Event::Html("<section class=\"footnotes\"><ol>\n".into()));
        let back = escaped(&self.options.words.or_key("footnote_back", &[]));
        for (index, note) in self.notes.into_iter().enumerate() {
            let number = index + 1;
            events.push(Event::Html(format!("<li id=\"fn_{number}\">").into()));
            events.extend(note);
            if self.seen_notes.contains(&index) {
                let link = format!(
                    "<a class=\"footnote-back\" href=\"#fnref_{number}\" aria-label=\"{back}\">↩</a>"
                );
                events.push(Event::Html(link.into()));
            }
            events.push(Event::Html("</li>\n".into()));
        }
        events.push(Event::Html("</ol></section>\n".into()));
        events
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::Prepared;

    fn rendered(text: &str, links: &[Option<String>]) -> String {
        let words = Words::default();
        let prepared = Prepared::new(text);
        html(prepared.body(), &HtmlOptions { links, facsimile: None, words: &words })
    }

    #[test]
    fn paragraphs_items_and_tables_carry_their_ids() {
        assert_eq!(
            rendered("甲。\n\n- 乙\n", &[]),
            "<p id=\"p_1\">甲。</p>\n<ul>\n<li id=\"p_2\">乙</li>\n</ul>\n"
        );
        assert!(rendered("|甲|\n|-:|\n|1|\n", &[]).starts_with(
            "<div class=\"table\" id=\"tbl_1\" tabindex=\"0\"><table><thead><tr><th class=\"right\">"
        ));
    }

    #[test]
    fn an_enclosure_is_a_section_with_its_headings_one_level_down() {
        assert_eq!(
            rendered("# 方案\n\n## 一、目标\n", &[]),
            "<section class=\"enclosure\" id=\"enc_1\">\n<h2 class=\"enclosure-title\">方案</h2>\n<h3 id=\"enc_1__sec_1\">一、目标</h3>\n</section>\n"
        );
    }

    #[test]
    fn links_lead_to_pages() {
        let links = [Some("../09/03.html#sec_2".to_owned())];
        assert!(
            rendered("[甲](../09/03.md#sec_2)", &links).contains("<a href=\"../09/03.html#sec_2\">甲</a>")
        );
        assert!(
            rendered("[甲](../09/03.md#sec_2)<b>乙</b>", &links)
                .contains("<a href=\"../09/03.html#sec_2\">甲</a><b>乙</b>")
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_in_the_order_of_their_mention() {
        let out = rendered("甲[^乙]丙[^丁]。\n\n[^丁]: 二\n[^乙]: 一\n", &[]);
        let first = out.find("<li id=\"fn_1\">\n<p>一").expect("the first mentioned comes first");
        assert!(first < out.find("<li id=\"fn_2\">\n<p>二").unwrap());
        assert!(out.contains("<sup class=\"footnote\" id=\"fnref_1\"><a href=\"#fn_1\">1</a></sup>"));
    }

    #[test]
    fn attributes_on_headings_cannot_run() {
        assert_eq!(rendered("## 甲 {#x onclick=\"alert(1)\" .y}", &[]), "<h2 id=\"x\">甲</h2>\n");
    }

    #[test]
    fn every_table_has_one_frame() {
        let out = rendered(
            "<table><tr><td>甲</td></tr></table>\n\n|乙|\n|-|\n|1|\n\n<table><tr><td><table></table></td></tr></table>\n",
            &[],
        );
        assert_eq!(out.matches("<div class=\"table\"").count(), 3, "{out}");
        assert_eq!(out.matches("</div>").count(), 3);
    }

    #[test]
    fn raw_html_is_made_safe_and_markdown_around_it_is_kept() {
        let out =
            rendered("甲。\n\n<table onclick=\"x()\"><tr><td rowspan=\"2\">乙</td></tr></table>\n", &[]);
        assert!(out.contains("<p id=\"p_1\">甲。</p>") && out.contains("<td rowspan=\"2\">乙</td>"));
        assert_eq!(out.matches("<div class=\"table\"").count(), 1, "{out}");
        assert!(!out.contains("onclick"));
    }
}
