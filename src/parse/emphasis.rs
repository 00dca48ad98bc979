//! Emphasis beside Han punctuation.
//!
//! `CommonMark`'s flanking rules ask for a space or punctuation outside a `**` that has punctuation
//! inside, which Chinese text never has: `**注意：**请` would keep its asterisks. The amended rules
//! (CommonMark issue 650, "CJK friendly") let Han text stand for that space. Where the two disagree, an
//! invisible mark on both sides of the asterisks makes the parser see what the amended rules see;
//! the marks are taken out of its events again by their position.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::han::is_han_text;

/// Counts as punctuation for the parser, and is hardly ever written.
const MARK: char = '\u{2E2E}';

/// A text with marks in it.
pub struct Marked {
    /// The text with the marks.
    pub text: String,
    /// Where the marks begin in `text`, ascending.
    pub marks: Vec<usize>,
}

/// The text with marks where the rules disagree, or `None` when they agree everywhere, as they
/// nearly always do.
#[must_use]
pub fn mark(text: &str) -> Option<Marked> {
    let runs: Vec<Range<usize>> = candidate_runs(text);
    if runs.is_empty() {
        return None;
    }
    let protected = protected_ranges(text);
    let inside =
        |run: &Range<usize>| protected.iter().any(|range| range.start < run.end && run.start < range.end);
    let mut marked = Marked { text: String::with_capacity(text.len() + 64), marks: Vec::new() };
    let mut done = 0;
    for run in runs.into_iter().filter(|run| !inside(run)) {
        marked.text.push_str(&text[done..run.start]);
        marked.push_mark();
        marked.text.push_str(&text[run.clone()]);
        marked.push_mark();
        done = run.end;
    }
    marked.text.push_str(&text[done..]);
    (!marked.marks.is_empty()).then_some(marked)
}

impl Marked {
    fn push_mark(&mut self) {
        self.marks.push(self.text.len());
        self.text.push(MARK);
    }

    /// The place in the text without marks that a place in the text with marks stands for.
    #[must_use]
    pub fn unmarked(&self, at: usize) -> usize {
        at - self.marks.partition_point(|mark| *mark < at) * MARK.len_utf8()
    }

    /// The words of an event without the marks that its range holds, or `None` when it holds none.
    #[must_use]
    pub fn strip(&self, words: &str, range: &Range<usize>) -> Option<String> {
        let first = self.marks.partition_point(|mark| *mark < range.start);
        let held = self.marks[first..].iter().take_while(|mark| **mark < range.end);
        let mut out = words.to_owned();
        let mut any = false;
        for mark in held.copied().collect::<Vec<_>>().into_iter().rev() {
            let at = mark - range.start;
            if out.get(at..).is_some_and(|rest| rest.starts_with(MARK)) {
                out.remove(at);
                any = true;
            }
        }
        any.then_some(out)
    }
}

/// Runs of asterisks that close or open by the amended rules, and do not by those of `CommonMark`.
fn candidate_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'*', &text.as_bytes()[at..]) {
        let start = at + found;
        let end = start + text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let escaped = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if !escaped && rules_disagree(text, start, end) {
            runs.push(start..end);
        }
        at = end;
    }
    runs
}

fn rules_disagree(text: &str, start: usize, end: usize) -> bool {
    let (Some(before), Some(after)) = (text[..start].chars().next_back(), text[end..].chars().next()) else {
        return false;
    };
    if before.is_whitespace() || after.is_whitespace() || !(is_han_text(before) || is_han_text(after)) {
        return false;
    }
    // With no space on either side the amended rules let such a run both open and close; the
    // original ones do so only when its two neighbours are of one sort.
    is_punctuation(before) != is_punctuation(after)
}

/// Punctuation as the parser counts it, near enough: what is neither letter, digit nor blank.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Ranges that are not running text: code, raw HTML, and the addresses of links.
fn protected_ranges(text: &str) -> Vec<Range<usize>> {
    let mut protected = Vec::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(text, super::body::OPTIONS).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::CodeBlock(_)) => {
                protected.push(range.clone());
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links.push((range.start, range.start)),
            Event::End(pulldown_cmark::TagEnd::Link | pulldown_cmark::TagEnd::Image) => {
                if let Some((_, text_end)) = links.pop() {
                    protected.push(text_end.max(range.start)..range.end);
                }
            }
            _ => {}
        }
        if let Some(link) = links.last_mut()
            && range.start > link.0
        {
            link.1 = range.end;
        }
    }
    protected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        let marked = mark(text);
        let source = marked.as_ref().map_or(text, |marked| &marked.text);
        let events =
            Parser::new_ext(source, super::super::body::OPTIONS).into_offset_iter().map(|(event, range)| {
                let Some(marked) = &marked else { return event };
                match &event {
                    Event::Text(words) => {
                        marked.strip(words, &range).map_or(event, |clean| Event::Text(clean.into()))
                    }
                    _ => event,
                }
            });
        pulldown_cmark::html::push_html(&mut out, events);
        out.trim_end().replace('\u{2E2E}', "MARK")
    }

    #[test]
    fn bold_that_ends_in_han_punctuation_is_bold() {
        assert_eq!(html("**注意：**请"), "<p><strong>注意：</strong>请</p>");
        assert_eq!(html("推行**“双随机”**监管"), "<p>推行<strong>“双随机”</strong>监管</p>");
        assert_eq!(
            html("**（一）总则。**本办法**《甲》**等"),
            "<p><strong>（一）总则。</strong>本办法<strong>《甲》</strong>等</p>"
        );
        assert_eq!(
            html("**注意：**请**看这里。**好"),
            "<p><strong>注意：</strong>请<strong>看这里。</strong>好</p>"
        );
    }

    #[test]
    fn other_text_is_as_commonmark_has_it() {
        assert!(mark("a **b** c, 2 * 3 * 4, 甲 * 乙").is_none());
        assert_eq!(html("甲**乙**丙"), "<p>甲<strong>乙</strong>丙</p>");
    }

    #[test]
    fn code_addresses_and_escapes_stay_as_written() {
        assert_eq!(html("见`：**请`"), "<p>见<code>：**请</code></p>");
        assert_eq!(html("见[这里](a：**b)"), "<p>见<a href=\"a%EF%BC%9A**b\">这里</a></p>");
        assert_eq!(html(r"甲：\**请"), "<p>甲：**请</p>");
    }
}
