//! Running text: marks of bold type that the recognition left, and lines put together.

use super::block::Inline;
use super::object;
use super::profile::Profile;

/// A line as running text. A pair of `**` is a mark of bold type, one alone is a character.
pub fn inlines(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("**") {
        let inner = &rest[open + 2..];
        let Some(length) = inner.find("**").filter(|length| *length > 0) else { break };
        let bold = &inner[..length];
        let before = rest[..open].chars().next_back();
        let after = inner[length + 2..].chars().next();
        let holds = holds_at(bold.chars().next(), before) && holds_at(bold.chars().next_back(), after);
        if bold.trim() != bold || bold.contains('*') || !holds {
            break;
        }
        words(&mut found, &rest[..open]);
        found.push(Inline::Bold(bold.to_owned()));
        rest = &inner[length + 2..];
    }
    words(&mut found, rest);
    found
}

/// Whether Markdown takes `**` for a mark between what is bold and what stands outside: punctuation
/// within needs a blank or punctuation outside, or Chinese on both sides.
fn holds_at(inner: Option<char>, outer: Option<char>) -> bool {
    let is_chinese = |c: Option<char>| c.is_some_and(|c| "。，、；：！？（）《》".contains(c));
    inner.is_none_or(|c| c.is_alphanumeric())
        || outer.is_none_or(|c| c.is_whitespace())
        || (is_chinese(inner) && outer.is_none_or(|c| ('\u{3400}'..'\u{a000}').contains(&c)))
}

fn words(found: &mut Vec<Inline>, text: &str) {
    let mut pieces = Vec::new();
    object::references(text, &mut pieces);
    for piece in pieces {
        match (found.last_mut(), piece) {
            (Some(Inline::Words(words)), Inline::Words(more)) => words.push_str(&more),
            (_, piece) => found.push(piece),
        }
    }
}

/// Puts the next line to running text. Between two Han characters there is no blank; a word cut by a
/// hyphen keeps it, since nothing tells whether the printer or the writer set it.
pub fn joined(content: &mut Vec<Inline>, next: &str, profile: &Profile) {
    let last = content.iter().rev().find_map(|inline| match inline {
        Inline::Words(words) | Inline::Bold(words) => words.chars().next_back(),
        Inline::Page(_) | Inline::Note(_) => None,
    });
    let first = next.chars().next();
    let latin = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | ')' | '%' | ';'))
    };
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = if profile.spaced {
        last != Some('-')
    } else {
        latin(last) && first.is_some_and(|c| c.is_ascii_alphabetic()) && is_word(last)
    };
    let mut pieces = inlines(next);
    if blank {
        pieces.insert(0, Inline::Words(" ".into()));
    }
    for piece in pieces {
        match piece {
            Inline::Words(text) => words(content, &text),
            other => content.push(other),
        }
    }
}

/// Words of a title without the blanks that the press put between letters.
pub fn tidy(words: &str, profile: &Profile) -> String {
    let words = &object::without_references(words);
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
