//! Comments in a text: notes between editors, which are not published. Page marks look like them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::body::OPTIONS;

/// The places of the comments in a text, page marks left out.
#[must_use]
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains("<!--") {
        return found;
    }
    let mut block: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(range.start),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(start) = block.take() {
                    add(text, start..range.end, &mut found);
                }
            }
            Event::InlineHtml(_) => add(text, range, &mut found),
            _ => {}
        }
    }
    found
}

fn add(text: &str, html: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = html.start;
    while let Some(start) = text[at..html.end].find("<!--").map(|start| at + start) {
        let end = text[start..html.end].find("-->").map_or(html.end, |end| start + end + "-->".len());
        let mark = text[start..end].trim_start_matches("<!--").trim_end_matches("-->").trim();
        let page = mark.strip_prefix('p').is_some_and(|page| page.parse::<u32>().is_ok());
        if !page {
            found.push(start..end);
        }
        at = end;
    }
}

/// A text with parts of it replaced. The places are in order and apart.
#[must_use]
pub fn with_replaced<'t>(text: &'t str, replaced: &[(Range<usize>, Cow<'_, str>)]) -> Cow<'t, str> {
    if replaced.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, by) in replaced {
        out.push_str(&text[done..range.start]);
        out.push_str(by);
        done = range.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        let replaced: Vec<_> = comments(text).into_iter().map(|range| (range, Cow::Borrowed(""))).collect();
        with_replaced(text, &replaced).into_owned()
    }

    #[test]
    fn notes_go_and_page_marks_stay() {
        assert_eq!(without("甲<!-- 待核 -->乙<!-- p3 -->。\n"), "甲乙<!-- p3 -->。\n");
        assert_eq!(without("<!-- p12 -->\n\n<!-- 一\n\n二 -->\n\n甲\n"), "<!-- p12 -->\n\n\n\n甲\n");
        assert_eq!(
            without("<table><tr><!-- 甲 --><td>乙</td></tr></table>\n"),
            "<table><tr><td>乙</td></tr></table>\n"
        );
    }

    #[test]
    fn what_only_looks_like_a_comment_stays() {
        let code = "`<!-- 甲 -->`\n\n```\n<!-- 乙 -->\n```\n";
        assert_eq!(without(code), code);
    }
}
