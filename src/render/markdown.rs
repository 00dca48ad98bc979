//! A text's pieces as HTML.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use super::citation_marks::{Action, Mark, marks};
use super::highlight::highlight;
use super::sanitise::{LINK_PLACEHOLDER, LinkTargets, sanitised};
use super::words::Words;
use crate::pages::context::TextContext;
use crate::parse::body::{Body, Piece, WrittenLink, is_local};

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

fn link_targets(written: &[WrittenLink], options: &HtmlOptions<'_>) -> LinkTargets {
    let pairs = written.iter().zip(&options.context.links);
    let citations = options.context.citations.iter().map(|citation| citation.url.clone());
    LinkTargets {
        by_number: options.context.links.iter().cloned().chain(citations).collect(),
        id_prefix: options.context.id_prefix.clone(),
        by_address: pairs.filter_map(|(link, url)| Some((link.address.to_string(), url.clone()?))).collect(),
    }
}

struct Writer<'a, 'o> {
    options: &'o HtmlOptions<'o>,
    raw: bool,
    /// Stands before every id.
    prefix: &'o str,
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
    /// How many links within the project the text has; citations are numbered after them.
    local_links: usize,
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

    /// Words with the beginnings and ends of citations among them.
    fn marked(&mut self, words: &str, marks: &[Mark]) {
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
        let prefix = self.prefix;
        let id = if self.seen_notes.contains(&note) {
            String::new()
        } else {
            format!(" id=\"{prefix}fnref_{number}\"")
        };
        self.seen_notes.push(note);
        self.html(format!("<sup class=\"footnote\"{id}><a href=\"#{prefix}fn_{number}\">{number}</a></sup>"));
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

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::context::TextCitation;
    use crate::parse::body::Prepared;

    fn rendered(text: &str, links: &[Option<String>]) -> String {
        let words = Words::default();
        let prepared = Prepared::new(text);
        let context = TextContext { links: links.to_vec(), ..TextContext::default() };
        html(prepared.body(), &HtmlOptions { context: &context, words: &words })
    }

    /// A text that shares its page with others.
    fn rendered_among_others(text: &str, links: &[Option<String>]) -> String {
        let words = Words::default();
        let context =
            TextContext { id_prefix: "d2__".into(), links: links.to_vec(), ..TextContext::default() };
        html(Prepared::new(text).body(), &HtmlOptions { context: &context, words: &words })
    }

    /// A text in which some words name a document: each is looked for in the text's first block.
    fn with_citations(text: &str, block: &str, cited: &[(&str, Option<&str>)]) -> String {
        let words = Words::default();
        let prepared = Prepared::new(text);
        let citations: Vec<TextCitation> = cited
            .iter()
            .map(|(cited, url)| {
                let start = u32::try_from(block.find(cited).unwrap()).unwrap();
                TextCitation {
                    block: 0,
                    start,
                    end: start + u32::try_from(cited.len()).unwrap(),
                    forced: cited.starts_with("[["),
                    url: url.map(str::to_owned),
                }
            })
            .collect();
        let context = TextContext { citations, ..TextContext::default() };
        html(prepared.body(), &HtmlOptions { context: &context, words: &words })
    }

    #[test]
    fn a_citation_is_one_link() {
        let text = "见《甲\n办法》（**云政发**〔2018〕8号）。";
        assert_eq!(
            with_citations(
                text,
                "见《甲办法》（云政发〔2018〕8号）。",
                &[("《甲办法》（云政发〔2018〕8号）", Some("a.html"))]
            ),
            "<p id=\"p_1\">见<a class=\"citation\" href=\"a.html\">《甲办法》（<strong>云政发</strong>〔2018〕8号）</a>。</p>\n"
        );
        let raw =
            with_citations("见《甲办法》<b>乙</b>", "见《甲办法》", &[("《甲办法》", Some("../a.html"))]);
        assert_eq!(
            raw,
            "<p id=\"p_1\">见<a class=\"citation\" href=\"../a.html\">《甲办法》</a><b>乙</b></p>\n"
        );
    }

    #[test]
    fn a_citation_that_markup_cuts_stays_well_formed() {
        let url = Some("a.html");
        assert_eq!(
            with_citations("**见《甲**办法》", "见《甲办法》", &[("《甲办法》", url)]),
            "<p id=\"p_1\"><strong>见<a class=\"citation\" href=\"a.html\">《甲</a></strong><a class=\"citation\" href=\"a.html\">办法》</a></p>\n"
        );
        let paged = with_citations("见《甲<!-- p3 -->办法》", "见《甲办法》", &[("《甲办法》", url)]);
        assert_eq!(paged.matches("<a ").count(), paged.matches("</a>").count());
        assert!(!paged.contains("《甲<a"), "{paged}");
    }

    #[test]
    fn the_brackets_of_a_forced_citation_do_not_show() {
        let block = "见[[云政发〔2018〕8号]]。";
        assert_eq!(
            with_citations(block, block, &[("[[云政发〔2018〕8号]]", Some("a.html"))]),
            "<p id=\"p_1\">见<a class=\"citation\" href=\"a.html\">云政发〔2018〕8号</a>。</p>\n"
        );
        assert_eq!(
            with_citations(block, block, &[("[[云政发〔2018〕8号]]", None)]),
            "<p id=\"p_1\">见云政发〔2018〕8号。</p>\n"
        );
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
    fn a_text_among_others_has_its_own_prefix_before_every_id() {
        let text = "甲[^1]。<!-- p12 -->\n\n# 方案\n\n## 一、目标\n\n- 乙\n\n|a|\n|-|\n|1|\n\n[下](#x)\n\n[^1]: 注\n";
        let links = [Some("#d2__x".to_owned())];
        let with_html = format!("{text}\n<table id=\"t\"><tr><th id=\"h\"><td headers=\"h\"></table>\n");
        for out in [rendered_among_others(text, &links), rendered_among_others(&with_html, &links)] {
            for name in [" id=\"", " href=\"#", " headers=\""] {
                for (at, _) in out.match_indices(name) {
                    let value = &out[at + name.len()..];
                    assert!(value.starts_with("d2__") && !value.starts_with("d2__d2__"), "{value}");
                }
            }
            assert_eq!(
                out.matches(" id=\"d2__").count(),
                if out.contains("d2__t\"") { 11 } else { 9 },
                "{out}"
            );
        }
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
