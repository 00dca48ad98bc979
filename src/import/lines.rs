//! The raw text as lines, and what became of each: the ground that "nothing lost" stands on.

use super::object;
use super::profile::Profile;

/// A line with fewer wide characters does not show how the text is set.
const SPACED_OUT_MIN: usize = 5;

/// The longest table in HTML, in lines.
const HTML_TABLE_LINES_MAX: usize = 20_000;

/// A line of the raw text.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The words, blanks at both ends dropped but tabs kept.
    pub text: String,
    /// The words as patterns see them.
    pub bare: String,
    /// Marks that were dropped: `##` in front of it, or the strokes of its table.
    pub mark: String,
    /// How many columns it is set in from the left.
    pub indent: usize,
    /// Whether blanks stood between all its characters, as recognition leaves them; they were dropped.
    pub spaced_out: bool,
    /// Whether it is part of a table in HTML, whose tags are no words.
    pub markup: bool,
    /// Whether a page of the file begins above it (a form feed).
    pub page_break: bool,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing has claimed it yet; it is text of the document it stands in.
    Text,
    /// It has no characters.
    Blank,
    /// It was set for the printed issue as a whole.
    Furniture(Furniture),
    /// It went into a field of the front matter.
    Lifted(&'static str),
    /// It stands before the first document and is no cover: it goes into the issue's own text.
    Foreword,
}

/// What is set for the printed issue as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Furniture {
    /// The cover.
    Cover,
    /// The contents list.
    Contents,
    /// A page number.
    PageNumber,
    /// A line that repeats on each page.
    RunningHead,
    /// The line that opens a part.
    Part,
    /// A table's head, printed again on the next page.
    RepeatedTableHead,
    /// What a program left.
    Noise,
}

impl Furniture {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Contents => "contents",
            Self::PageNumber => "page number",
            Self::RunningHead => "running head",
            Self::Part => "part heading",
            Self::RepeatedTableHead => "repeated table head",
            Self::Noise => "left by a program",
        }
    }
}

/// The lines of a text.
pub fn split(text: &str, profile: &Profile) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, raw) in text.split('\n').enumerate() {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let page_break = raw.contains('\u{c}');
        let words = trim(raw);
        let fate = if words.chars().all(is_blank) { Fate::Blank } else { Fate::Text };
        let indent =
            raw.chars().take_while(|c| is_blank(*c)).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        let (mark, words) = words.split_at(heading_mark(words));
        let text: String = words.chars().filter(|c| !is_dropped(*c)).collect();
        let bare = profile.bare(&object::without_references(&text));
        lines.push(Line {
            number: index + 1,
            bare,
            text,
            mark: mark.trim().to_owned(),
            indent,
            page_break,
            spaced_out: false,
            markup: false,
            fate,
        });
    }
    if !profile.spaced {
        set_close(&mut lines, profile);
    }
    pipes(&mut lines, profile);
    html_tables(&mut lines);
    lines
}

/// Drops the blanks between all characters, where recognition set most lines of a text so.
fn set_close(lines: &mut [Line], profile: &Profile) {
    let long = |line: &&Line| line.text.chars().filter(|c| is_wide(*c)).count() >= SPACED_OUT_MIN;
    let all = lines.iter().filter(long).count();
    let spaced_out = lines.iter().filter(long).filter(|line| is_spaced_out(&line.text)).count();
    if spaced_out * 2 <= all || all == 0 {
        return;
    }
    for line in lines.iter_mut().filter(|line| !line.is_row() && is_spaced_out(&line.text)) {
        line.text = without_single_blanks(&line.text);
        line.bare = profile.bare(&line.text);
        line.spaced_out = true;
    }
}

/// Han characters, their punctuation, and letters of full width.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff5e}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether nearly every wide character has a blank behind it.
fn is_spaced_out(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let pairs = chars.windows(2).filter(|pair| is_wide(pair[0]));
    let (mut all, mut blank) = (0, 0);
    for pair in pairs {
        all += 1;
        blank += usize::from(pair[1] == ' ');
    }
    all > 0 && blank * 10 >= all * 8
}

/// A text without the blank on either side of a wide character; of several, all but that one stay.
fn without_single_blanks(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let wide = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_wide(*c));
    let is_single = |at: usize| {
        chars[at] == ' '
            && at > 0
            && chars[at - 1] != ' '
            && chars.get(at + 1).is_some_and(|next| *next != ' ')
    };
    let kept = |at: &usize| !(is_single(*at) && (wide(at.checked_sub(1)) || wide(Some(at + 1))));
    (0..chars.len()).filter(kept).map(|at| chars[at]).collect()
}

/// Tables in HTML, on one line or on several: from `<table` to `</table>`, if no tag runs over a line.
fn html_tables(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        if !lines[at].text.starts_with("<table") {
            at += 1;
            continue;
        }
        let rest = lines[at..].iter().take(HTML_TABLE_LINES_MAX);
        let closed = rest.clone().position(|line| line.text.contains("</table>"));
        let whole = |line: &Line| line.text.matches('<').count() == line.text.matches('>').count();
        match closed.filter(|last| lines[at..=at + last].iter().all(whole)) {
            Some(last) => {
                lines[at..=at + last].iter_mut().for_each(|line| line.markup = true);
                at += last + 1;
            }
            None => at += 1,
        }
    }
}

/// Tables drawn with `|`: where several lines on end have as many cells, the strokes are tabs.
fn pipes(lines: &mut [Line], profile: &Profile) {
    let mut at = 0;
    while at < lines.len() {
        let count = cells_between_pipes(&lines[at].text);
        let same = |line: &&Line| count > 1 && cells_between_pipes(&line.text) == count;
        let run = lines[at..].iter().take_while(same).count();
        if run < 2 {
            at += 1;
            continue;
        }
        for line in &mut lines[at..at + run] {
            if line.text.chars().all(|c| "|-–—:=+ \t".contains(c)) {
                line.fate = Fate::Furniture(Furniture::Noise);
                continue;
            }
            line.mark.push_str(&"|".repeat(line.text.matches('|').count()));
            let cells: Vec<&str> = inner(&line.text).split('|').map(str::trim).collect();
            line.text = cells.join("\t");
            line.bare = profile.bare(&line.text);
        }
        at += run;
    }
}

/// How many cells a line has between its strokes; 0 where it has no stroke.
fn cells_between_pipes(text: &str) -> usize {
    if text.contains('|') && !text.contains('\t') { inner(text).split('|').count() } else { 0 }
}

/// A row without the strokes at its ends.
fn inner(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    text.strip_suffix('|').unwrap_or(text)
}

/// How many bytes a Markdown heading's `## ` takes at the head of a line.
fn heading_mark(words: &str) -> usize {
    let hashes = words.bytes().take_while(|byte| *byte == b'#').count();
    let blanks = words[hashes..].bytes().take_while(|byte| *byte == b' ').count();
    if (1..=6).contains(&hashes) && blanks > 0 && words.len() > hashes + blanks { hashes + blanks } else { 0 }
}

/// Blanks of every width, and characters that show nothing.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_dropped(c)
}

/// Control and zero-width characters, which no page shows and no reader would miss.
fn is_dropped(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

/// Drops blanks at both ends. Tabs stay where the line is a row of a table: they hold empty cells.
fn trim(raw: &str) -> &str {
    if raw.contains('\t') && raw.trim_matches(is_blank).contains('\t') || is_row_with_one_cell(raw) {
        raw.trim_matches(|c| is_blank(c) && c != '\t')
    } else {
        raw.trim_matches(is_blank)
    }
}

/// `一、标题<tab><tab>`: a row with one cell and two empty ones.
fn is_row_with_one_cell(raw: &str) -> bool {
    let ends_in_tab = raw.trim_end_matches(|c| is_blank(c) && c != '\t').ends_with('\t');
    ends_in_tab && !raw.trim_matches(is_blank).is_empty()
}

/// The characters that must come out again: all but blanks and what shows nothing.
pub fn visible(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !is_blank(*c))
}

impl Line {
    /// Whether it is still text.
    pub fn is_text(&self) -> bool {
        self.fate == Fate::Text
    }

    /// Its level, if it carried the marks of a Markdown heading.
    pub fn heading_mark(&self) -> Option<usize> {
        self.mark.starts_with('#').then_some(self.mark.len())
    }

    /// How wide it is set: a Han character takes two columns.
    pub fn columns(&self) -> usize {
        self.indent + self.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    }

    /// Whether it is a picture or the text of a footnote.
    pub fn is_object(&self) -> bool {
        object::of_line(&self.text).is_some()
    }

    /// Whether it is a row of a table.
    pub fn is_row(&self) -> bool {
        self.text.contains('\t')
    }
}
