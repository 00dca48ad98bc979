//! A sentence as it is shown: not too long, and without what stands in it for code and links.

use std::borrow::Cow;
use std::ops::Range;

use super::context::Sentence;

/// How many characters are shown before and behind the words that matter.
const AROUND: usize = 80;

/// The sentence around a range of its bytes; nothing where it has no such range.
pub(super) fn excerpt(text: &str, range: Range<usize>) -> Sentence<'_> {
    let (Some(before), Some(words), Some(after)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return Sentence::default();
    };
    let start = before.char_indices().rev().nth(AROUND).map_or(0, |(at, c)| at + c.len_utf8());
    let end = after.char_indices().nth(AROUND).map(|(at, _)| at);
    let mut sentence = Sentence {
        before: plain(before[start..].trim_start()),
        words: plain(words),
        after: plain(after[..end.unwrap_or(after.len())].trim_end()),
    };
    if start > 0 {
        sentence.before = Cow::Owned(format!("…{}", sentence.before));
    }
    if end.is_some() {
        sentence.after = Cow::Owned(format!("{}…", sentence.after));
    }
    sentence
}

/// The words without line breaks, gaps and the brackets of forced citations.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\u{fffc}']) && !text.contains("[[") && !text.contains("]]") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("[[", "").replace("]]", "").replace('\u{fffc}', "").replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_shown_around_what_matters() {
        let text = format!("{}《甲》{}", "前".repeat(100), "后".repeat(100));
        let shown = excerpt(&text, 300..309);
        assert_eq!(shown.words, "《甲》");
        assert_eq!(shown.before.chars().count(), 81);
        assert!(shown.before.starts_with('…') && shown.after.ends_with('…'));
        let short = excerpt("见[[甲]]，乙。", 3..10);
        assert_eq!((&*short.before, &*short.words, &*short.after), ("见", "甲", "，乙。"));
    }
}
