//! Which lines begin something of their own, whatever stands before them.

use super::lines::Line;
use super::names;
use super::numbered::numbered;
use super::outline;
use super::profile::Profile;

/// A numbered line shorter than this is no paragraph cut by the end of its page.
pub const CUT_ITEM_MIN: usize = 20;

/// Whether a line begins something of its own, whatever stands before it.
pub fn starts_block(line: &Line, profile: &Profile) -> bool {
    line.is_row()
        || line.markup
        || line.is_object()
        || line.text.starts_with("——")
        || line.heading_mark().is_some()
        || without_dash(&line.text).1
        || numbered(&line.text, profile).is_some()
        || is_article(&line.bare)
        || profile.text.attachment_label.is_match(&line.bare)
        || profile.text.attachment_note.is_match(&line.bare)
        || names::is_name(line, profile)
}

/// Whether a line is a row, or begins a list or an attachment, which no wrapped line does.
pub fn is_list_or_table(line: &Line, profile: &Profile) -> bool {
    line.is_row()
        || line.markup
        || line.is_object()
        || without_dash(&line.text).1
        || profile.text.attachment_label.is_match(&line.bare)
        || profile.text.attachment_note.is_match(&line.bare)
}

/// 第十二条: an article of a rule.
pub fn is_article(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix('第') else { return false };
    let digits = rest.chars().take_while(|c| "一二三四五六七八九十百千零〇○0123456789".contains(*c)).count();
    digits > 0 && rest.chars().nth(digits).is_some_and(|c| c == '条' || c == '條')
}

pub fn is_heading_like(words: &str, profile: &Profile) -> bool {
    numbered(words, profile).is_some_and(|found| outline::could_be_heading(&found, words, profile))
}

/// Whether a numbered line that could be a heading is a paragraph cut by the page's end: it is long,
/// holds a comma, and most of its siblings are paragraphs.
pub fn is_cut_item(words: &str, lines: &[Line], positions: &[usize], at: usize, profile: &Profile) -> bool {
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
