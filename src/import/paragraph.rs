//! Lines put together to paragraphs: wrapped at a width, or cut by the end of a page.

use super::beginning::{CUT_ITEM_MIN, is_cut_item, is_heading_like, is_list_or_table, starts_block};
use super::block::{Block, Inline, plain};
use super::inline::joined;
use super::lines::{Fate, Line};
use super::names;
use super::profile::Profile;
use super::seam;
use super::structure::{Reader, Seam, Wrapped};

/// Whether lines are wrapped at a width: most follow one another without a blank line and break in
/// the middle of a sentence.
pub fn wrapped(lines: &[Line], profile: &Profile) -> Option<Wrapped> {
    let pairs: Vec<(&Line, &Line)> = lines
        .windows(2)
        .filter(|pair| pair[0].is_text() && pair[1].is_text() && !pair[0].is_row() && !pair[1].is_row())
        .map(|pair| (&pair[0], &pair[1]))
        .collect();
    let text = lines.iter().filter(|line| line.is_text() && !line.is_row()).count();
    let cut: Vec<&Line> = pairs
        .iter()
        .map(|(one, _)| *one)
        .filter(|one| !one.text.ends_with(['。', '.', '；', ';', '：', ':', '！', '？']))
        .collect();
    let mut widths: Vec<usize> = pairs.iter().map(|(one, _)| one.columns()).collect();
    widths.sort_unstable();
    let width = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    // Lines that break in the middle of a sentence are full; titles and captions are of any length.
    let full = cut.iter().filter(|line| line.columns() * 100 >= width * 80).count();
    // Paragraphs of two lines with a blank line between them have fewer lines that follow one another.
    let share = if profile.spaced { 4 } else { 2 };
    let is_wrapped = pairs.len() * share > text
        && pairs.len() >= 8
        && cut.len() * 2 > pairs.len()
        && full * 2 > cut.len()
        && (24..=400).contains(&width);
    // Some lines are indented and most are not: an indented line begins a paragraph.
    let flush = pairs.iter().filter(|(one, _)| one.indent == 0).count();
    let indented = flush * 10 > pairs.len() * 3 && (pairs.len() - flush) * 10 > pairs.len();
    is_wrapped.then_some(Wrapped { width, indented })
}

impl Reader<'_> {
    /// Whether a line goes on on the next because the text is wrapped at a width.
    pub(super) fn wraps(&self, lines: &[Line], last: usize, next: usize) -> bool {
        let Some(Wrapped { width, indented }) = self.setting.wrapped else { return false };
        let (one, other) = (&lines[last], &lines[next]);
        let taken = one.columns();
        // A line much wider than the others is a whole paragraph.
        if taken * 2 > width * 3 {
            return false;
        }
        if next == last + 1 && cuts_date(&one.text, &other.text, self.setting.profile) {
            return true;
        }
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
    pub(super) fn join_to_last(&mut self, lines: &[Line], positions: &[usize], pages: &[u32]) -> bool {
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

/// Whether a date is cut behind its day: vom 29. / Juni 1972.
fn cuts_date(one: &str, other: &str, profile: &Profile) -> bool {
    let Some(before) = one.strip_suffix('.') else { return false };
    let month = other.split(' ').next().unwrap_or(other);
    before.ends_with(|c: char| c.is_ascii_digit()) && profile.dates.months.iter().any(|known| known == month)
}

/// Whether only blank lines and furniture stand between two lines.
fn is_furniture_between(lines: &[Line]) -> bool {
    lines.iter().all(|line| matches!(line.fate, Fate::Blank | Fate::Furniture(_)))
}
