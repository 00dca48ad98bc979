//! The titles of enclosures: texts that a document carries below its signature.

use crate::gazette::normalise_title;

use super::beginning::without_dash;
use super::block::plain;
use super::inline::{inlines, tidy};
use super::lines::Line;
use super::numbered::numbered;
use super::profile::Profile;
use super::structure::Reader;

/// How many lines the title of an enclosure takes at most.
const TITLE_LINES_MAX: usize = 4;

/// The longest line of an enclosure's title in characters.
const TITLE_LINE_MAX: usize = 60;

impl Reader<'_> {
    /// The title of an enclosure at this place: how many lines it takes, its words, how sure.
    pub(super) fn enclosure(&self, lines: &[Line], positions: &[usize]) -> Option<(usize, String, u8)> {
        let profile = self.setting.profile;
        let rest = &positions[self.at..];
        let first = &lines[rest[0]];
        let labelled = profile.text.attachment_label.is_match(&first.bare);
        // Elsewhere than below a signature or a label only what the document names is a title.
        if !labelled && !self.after_signature && self.setting.carried.is_empty() {
            return None;
        }
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
            let stops = line.bare.ends_with(['。', '；', '：', ':', ';', '，', ',', '、'])
                || (profile.spaced && line.bare.ends_with('.'));
            line.text.chars().count() <= TITLE_LINE_MAX
                && !line.is_row()
                && !stops
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
