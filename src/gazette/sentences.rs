//! Cuts a paragraph into sentences: what is shown of a text that names a document.

use std::ops::Range;

use super::title::find_named_titles;

/// From this many bytes on a sentence is cut at weaker marks as well: lists of repealed documents
/// run on over pages with nothing but semicolons.
const LONG: usize = 600;

/// The sentences of `text`, in its order and together the whole of it. None begins or ends within a
/// title, so that a document named in one is whole.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    sentences_around(text, &[])
}

/// As [`sentences`], none of which begins or ends within a range of `whole` either: `BGBl. I S. 1768` is
/// one name. The ranges are in the order of the text.
pub fn sentences_around(text: &str, whole: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut titles: Vec<Range<usize>> = find_named_titles(text).into_iter().map(|title| title.span).collect();
    if !whole.is_empty() {
        titles.extend(whole.iter().cloned());
        titles.sort_by_key(|range| (range.start, range.end));
        titles.dedup_by(|next, last| {
            let meet = next.start < last.end;
            if meet {
                last.end = last.end.max(next.end);
            }
            meet
        });
    }
    let mut cut = Vec::new();
    for sentence in split(text, 0..text.len(), &titles, ends_sentence) {
        if sentence.len() <= LONG {
            cut.push(sentence);
            continue;
        }
        for clause in split(text, sentence, &titles, |c, _| matches!(c, '；' | ';' | '\n')) {
            if clause.len() <= LONG {
                cut.push(clause);
            } else {
                cut.extend(split(text, clause, &titles, ends_long));
            }
        }
    }
    cut
}

fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' | '!' | '?' => true,
        '.' => {
            let next = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
            next.is_some_and(char::is_uppercase)
        }
        _ => false,
    }
}

fn ends_long(c: char, rest: &str) -> bool {
    matches!(c, '，' | '：') || c == ',' && rest.starts_with(' ')
}

/// The parts of a range, each with the mark that ends it and the closing quotation marks behind that.
fn split(
    text: &str,
    range: Range<usize>,
    titles: &[Range<usize>],
    ends: impl Fn(char, &str) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (range.start, range.start);
    // Most bytes can be passed over without knowing of which character they are.
    while let Some(next) = text.as_bytes()[at..range.end].iter().position(|byte| may_begin_mark(*byte)) {
        at += next;
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if !ends(c, &text[at..]) || is_within(titles, at) {
            continue;
        }
        at += closing_marks(&text[at..range.end]);
        parts.push(start..at);
        start = at;
    }
    if start < range.end {
        parts.push(start..range.end);
    }
    parts
}

/// Whether a mark that may end a part begins with this byte: one of ASCII, 。 or one of full width.
fn may_begin_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b',' | b';' | b'\n' | 0xe3 | 0xef)
}

/// The length of the closing quotation marks that a text begins with.
fn closing_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches(['”', '’', '」', '』', '）']).len()
}

fn is_within(titles: &[Range<usize>], at: usize) -> bool {
    let index = titles.partition_point(|title| title.end <= at);
    titles.get(index).is_some_and(|title| title.start < at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop_and_keeps_its_closing_quote() {
        assert_eq!(cut("甲。乙“丙。”丁"), ["甲。", "乙“丙。”", "丁"]);
        assert_eq!(cut("See 5 U.S.C. 552. The agency"), ["See 5 U.S.C. 552.", " The agency"]);
        assert!(cut("").is_empty());
    }

    #[test]
    fn no_sentence_ends_within_what_is_named_whole() {
        let text = "Gesetz (BGBl. I S. 1768). Ende";
        let at = text.find("BGBl").unwrap();
        let whole = at..at + "BGBl. I S. 1768".len();
        let parts = sentences_around(text, std::slice::from_ref(&whole));
        assert_eq!(
            parts.into_iter().map(|range| &text[range]).collect::<Vec<_>>(),
            ["Gesetz (BGBl. I S. 1768).", " Ende"]
        );
    }

    #[test]
    fn no_sentence_ends_within_a_title() {
        assert_eq!(cut("按照《要不要？一问》办理。完"), ["按照《要不要？一问》办理。", "完"]);
    }

    #[test]
    fn a_list_over_pages_is_cut_at_its_semicolons() {
        let list = "《某办法》；".repeat(60);
        assert_eq!(cut(&list).len(), 60);
        assert_eq!(cut("甲；乙。"), ["甲；乙。"], "a short one stays whole");
    }
}
