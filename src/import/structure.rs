//! From a document's lines to blocks: enclosures, headings, paragraphs, lists, tables, names, seams.

use crate::gazette::normalise_title;

use super::block::{Block, Inline, Placed, plain};
use super::furniture::PageStart;
use super::inline::{inlines, joined};
use super::lines::{Fate, Line};
use super::names;
use super::numbered::numbered;
use super::outline;
use super::profile::Profile;
use super::seam;
use super::table;

/// How many lines the title of an enclosure takes at most.
const TITLE_LINES_MAX: usize = 4;

/// The longest line of an enclosure's title in characters.
const TITLE_LINE_MAX: usize = 60;

/// A numbered line shorter than this is no paragraph cut by the end of its page.
const CUT_ITEM_MIN: usize = 20;

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
    reader.page =
        setting.pages.partition_point(|start| positions.first().is_some_and(|first| start.line < *first));
    while reader.at < positions.len() {
        reader.step(lines, positions);
    }
    outline::level(&mut reader.found.blocks, lines, setting.profile);
    reader.found
}

struct Reader<'a> {
    setting: &'a Setting<'a>,
    found: Structure,
    at: usize,
    /// The next printed page to be marked.
    page: usize,
    /// Set where an enclosure may begin, right below the signature.
    after_signature: bool,
    signature_seen: bool,
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
        if lines[index].is_row() {
            self.push_pages(&pages, index);
            self.table(lines, positions);
            return;
        }
        if lines[index].text.starts_with("<table") {
            self.push_pages(&pages, index);
            self.html(lines, positions);
            return;
        }
        if let Some((count, words, confidence)) = self.enclosure(lines, positions) {
            self.push_pages(&pages, index);
            self.after_signature = false;
            let last = positions[self.at + count - 1];
            let doubt = (confidence < 80).then(|| "this may be no title of an enclosure".to_owned());
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
    fn pages_before(&mut self, index: usize) -> Vec<u32> {
        let mut pages = Vec::new();
        while self.setting.pages.get(self.page).is_some_and(|start| start.line <= index) {
            pages.push(self.setting.pages[self.page].page);
            self.page += 1;
        }
        pages
    }

    fn push_pages(&mut self, pages: &[u32], index: usize) {
        for page in pages {
            self.push(Block::Page(*page), (index, index), 95, None);
        }
    }

    fn push(&mut self, block: Block, lines: (usize, usize), confidence: u8, doubt: Option<String>) {
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
        while self.at + 1 < positions.len() && !lines[positions[self.at]].text.contains("</table>") {
            self.at += 1;
        }
        let span = (positions[first], positions[self.at]);
        self.at += 1;
        let html: String =
            positions[first..self.at].iter().map(|index| lines[*index].text.as_str()).collect();
        match super::markup::table(&html) {
            Some(table) => self.push(Block::Table(table), span, 92, None),
            None => self.push(
                Block::Paragraph(inlines(&html)),
                span,
                40,
                Some("this table could not be read".into()),
            ),
        }
    }

    /// The title of an enclosure at this place: how many lines it takes, its words, how sure.
    fn enclosure(&self, lines: &[Line], positions: &[usize]) -> Option<(usize, String, u8)> {
        let profile = self.setting.profile;
        let rest = &positions[self.at..];
        let first = &lines[rest[0]];
        let labelled = profile.text.attachment_label.is_match(&first.bare);
        let from = usize::from(labelled);
        let titles = self.title_lines(lines, &rest[from..]);
        let words = |count: usize| {
            let pieces: Vec<String> = rest[from..from + count]
                .iter()
                .map(|index| plain(&inlines(without_dash(&lines[*index].text).0)))
                .collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            tidy(&profile.join(&pieces), profile)
        };
        let best = (1..=titles).find_map(|count| Some((count, self.rates(&words(count))?)));
        if labelled {
            let count = best.map_or(usize::from(titles == 1), |(count, _)| count);
            let label = tidy(&first.text, profile);
            let label = if count > 0 { format!("{label} {}", words(count)) } else { label };
            return Some((from + count, label, 93));
        }
        let (count, known) = best?;
        let (count, title) = with_bracket(lines, rest, count, words(count), profile);
        if known {
            return (self.signature_seen || !self.found.blocks.is_empty()).then_some((count, title, 96));
        }
        self.after_signature.then_some((count, title, 88))
    }

    /// How many of the next lines could belong to a title.
    fn title_lines(&self, lines: &[Line], rest: &[usize]) -> usize {
        let profile = self.setting.profile;
        let is_title = |line: &Line| {
            line.text.chars().count() <= TITLE_LINE_MAX
                && !line.is_row()
                && !line.bare.ends_with(['。', '；', '：', ':', ';', '，', ',', '、'])
                && !line.bare.contains('。')
                && !profile.text.remark.is_match(&line.bare)
                && numbered(&line.text, profile).is_none()
                && !profile.is_class("date", &line.bare)
        };
        rest.iter().take(TITLE_LINES_MAX).take_while(|index| is_title(&lines[**index])).count()
    }

    /// Whether words are the title of an enclosure: `Some(true)` where the document names it.
    fn rates(&self, words: &str) -> Option<bool> {
        let bare = self.setting.profile.bare(words);
        let normal = normalise_title(&bare);
        if normal.chars().count() >= 4 && self.setting.carried.contains(&normal) {
            return Some(true);
        }
        self.setting.profile.text.enclosure.is_match(&bare).then_some(false)
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
            if !self.wraps(lines, last, next) {
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

    /// Whether a line goes on on the next because the text is wrapped at a width.
    fn wraps(&self, lines: &[Line], last: usize, next: usize) -> bool {
        let Some(Wrapped { width, indented }) = self.setting.wrapped else { return false };
        let (one, other) = (&lines[last], &lines[next]);
        let taken = one.columns();
        // Words are not cut, so lines of words end where the next one would not fit.
        let nearly = taken * 100 >= width * if self.setting.profile.spaced { 72 } else { 90 };
        if indented && other.indent == 0 && is_furniture_between(&lines[last + 1..next]) {
            return nearly && !is_list_or_table(other, self.setting.profile);
        }
        // Where nothing is indented, a sentence that ends at the very end of a line tells nothing; one
        // that ends before it ends the paragraph.
        let full = if seam::ends_sentence(&one.text) { taken + 2 >= width } else { nearly };
        next == last + 1 && full && other.indent <= one.indent && !starts_block(other, self.setting.profile)
    }

    /// Whether a line fills its whole width, as no heading does that is followed by its text.
    fn is_full(&self, line: &Line) -> bool {
        self.setting.wrapped.is_some_and(|wrapped| line.columns() >= wrapped.width)
    }

    /// Puts a line to the paragraph or item before it, if the sentence was cut there.
    fn join_to_last(&mut self, lines: &[Line], positions: &[usize], pages: &[u32]) -> bool {
        let profile = self.setting.profile;
        let index = positions[self.at];
        let line = &lines[index];
        if starts_block(line, profile) || self.after_signature {
            return false;
        }
        let full = self.found.blocks.last().is_some_and(|placed| self.is_full(&lines[placed.lines.1]));
        let Some(placed) = self.found.blocks.last_mut() else { return false };
        let content = match &mut placed.block {
            Block::Paragraph(content) => content,
            Block::List { items, .. } => match items.last_mut() {
                Some(item) if !names::is_name(&lines[placed.lines.1], profile) => item,
                _ => return false,
            },
            _ => return false,
        };
        let before = plain(content);
        let between = &lines[placed.lines.1 + 1..index];
        if between.iter().any(|line| matches!(line.fate, Fate::Lifted(_)))
            || profile.text.attachment_note.is_match(&profile.bare(&before))
            || (is_heading_like(&before, profile)
                && !full
                && !is_cut_item(&before, lines, positions, self.at, profile))
        {
            return false;
        }
        let hangs = index == placed.lines.1 + 1 && line.indent < lines[placed.lines.1].indent;
        let hanging = hangs && !seam::ends_sentence(&before) && before.chars().count() >= CUT_ITEM_MIN;
        let found = seam::joins(&before, &line.text, !pages.is_empty(), profile)
            .or_else(|| hanging.then_some((92, "the second is set flush left below an indented line")))
            .or_else(|| {
                let cut = full && !seam::ends_sentence(&before);
                cut.then_some((86, "the first fills its line and ends without a full stop"))
            });
        let Some((confidence, because)) = found else { return false };
        let seam = Seam { before: placed.lines.1, after: index, confidence, because };
        content.extend(pages.iter().map(|page| Inline::Page(*page)));
        joined(content, &line.text, profile);
        placed.lines.1 = index;
        if confidence < 85 {
            placed.confidence = placed.confidence.min(confidence);
            placed.doubt = Some("put together over a page break".into());
        }
        self.found.seams.push(seam);
        true
    }
}

/// Whether only blank lines and furniture stand between two lines.
fn is_furniture_between(lines: &[Line]) -> bool {
    lines.iter().all(|line| matches!(line.fate, Fate::Blank | Fate::Furniture(_)))
}

/// Whether a line is a row, or begins a list or an attachment, which no wrapped line does.
fn is_list_or_table(line: &Line, profile: &Profile) -> bool {
    line.is_row()
        || line.text.starts_with("<table")
        || without_dash(&line.text).1
        || profile.text.attachment_label.is_match(&line.bare)
        || profile.text.attachment_note.is_match(&line.bare)
}

/// A remark in brackets right below a title belongs to it when it says which years or which state.
fn with_bracket(
    lines: &[Line],
    rest: &[usize],
    count: usize,
    title: String,
    profile: &Profile,
) -> (usize, String) {
    let Some(index) = rest.get(count) else { return (count, title) };
    let bare = &lines[*index].bare;
    let inner = bare.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    let belongs = inner.is_some_and(|inner| {
        inner.chars().count() <= 16
            && !inner.contains(['，', ',', '月'])
            && (inner.contains("试行")
                || inner.contains("草案")
                || inner.contains("暂行")
                || inner.contains('年')
                || inner.contains("修订"))
    });
    if !belongs || title.ends_with(['）', ')']) {
        return (count, title);
    }
    (count + 1, tidy(&profile.join(&[&title, &plain(&inlines(&lines[*index].text))]), profile))
}

/// Words of a title without the blanks that the press put between letters.
pub fn tidy(words: &str, profile: &Profile) -> String {
    if profile.spaced {
        return words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let chars: Vec<char> = words.chars().collect();
    let is_latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let kept = |(at, c): (usize, &char)| {
        let between_words = at > 0 && is_latin(chars.get(at - 1)) && is_latin(chars.get(at + 1));
        (!c.is_whitespace() || between_words).then_some(*c)
    };
    chars.iter().enumerate().filter_map(kept).collect()
}

/// Whether a line begins something of its own, whatever stands before it.
pub fn starts_block(line: &Line, profile: &Profile) -> bool {
    line.is_row()
        || line.text.starts_with("<table")
        || line.text.starts_with("——")
        || line.heading_mark().is_some()
        || without_dash(&line.text).1
        || numbered(&line.text, profile).is_some()
        || is_article(&line.bare)
        || profile.text.attachment_label.is_match(&line.bare)
        || profile.text.attachment_note.is_match(&line.bare)
        || names::is_name(line, profile)
}

/// 第十二条: an article of a rule.
fn is_article(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix('第') else { return false };
    let digits = rest.chars().take_while(|c| "一二三四五六七八九十百千零〇○0123456789".contains(*c)).count();
    digits > 0 && rest.chars().nth(digits).is_some_and(|c| c == '条' || c == '條')
}

fn is_heading_like(words: &str, profile: &Profile) -> bool {
    numbered(words, profile).is_some_and(|found| outline::could_be_heading(&found, words, profile))
}

/// Whether a numbered line that could be a heading is a paragraph cut by the page's end: it is long,
/// holds a comma, and most of its siblings are paragraphs.
fn is_cut_item(words: &str, lines: &[Line], positions: &[usize], at: usize, profile: &Profile) -> bool {
    let Some(own) = numbered(words, profile).filter(|own| !own.always) else { return false };
    if words.chars().count() < CUT_ITEM_MIN || !words.contains(['，', ',', '、']) {
        return false;
    }
    let siblings = |index: &usize| {
        let text = &lines[*index].text;
        let found = numbered(text, profile)?;
        Some((found.rank, outline::could_be_heading(&found, text, profile)))
    };
    let ahead = positions[at..].iter().filter_map(siblings).take_while(|(rank, _)| *rank >= own.rank);
    let behind = positions[..at.saturating_sub(1)]
        .iter()
        .rev()
        .filter_map(siblings)
        .take_while(|(rank, _)| *rank >= own.rank);
    let of_rank: Vec<bool> = ahead
        .chain(behind)
        .filter(|(rank, _)| *rank == own.rank)
        .map(|(_, is_heading)| is_heading)
        .take(24)
        .collect();
    let paragraphs = of_rank.iter().filter(|is_heading| !**is_heading).count();
    paragraphs * 2 > of_rank.len()
}

/// A line without the dash of a list item, and whether it had one.
pub fn without_dash(text: &str) -> (&str, bool) {
    let rest =
        ["- ", "• ", "○ ", "● ", "* ", "· ", "■ ", "◆ "].iter().find_map(|mark| text.strip_prefix(mark));
    rest.map_or((text, false), |rest| (rest.trim_start(), true))
}
