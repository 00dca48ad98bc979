//! HTML read by hand: as tolerant as text from old pages and recognition needs, and no more.

use super::block::{Cell, Row, Table};

/// The most cells that a table may have once its spans are laid out.
const CELLS_MAX: usize = 200_000;

/// The longest tag in bytes; a `<` without an end within is text.
const TAG_LENGTH_MAX: usize = 4000;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'h> {
    /// Text, character references not yet read.
    Text(&'h str),
    /// A start tag: its name in lower case and what stands behind it.
    Open(String, &'h str),
    /// An end tag.
    Close(String),
}

/// The pieces of a page. Comments, scripts and styles are left out; a `<` that begins no tag is text.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    // Behind the last `>` there is no tag; looking for its end at every `<` would take for ever.
    let (mut rest, tail) = html.split_at(html.rfind('>').map_or(0, |last| last + 1));
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        if at > 0 {
            found.push(Token::Text(&rest[..at]));
            rest = &rest[at..];
            continue;
        }
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
        } else if let Some((token, after)) = tag(rest) {
            rest = after;
            if let Token::Open(name, _) = &token
                && matches!(name.as_str(), "script" | "style" | "noscript" | "template" | "svg")
            {
                rest = behind_close(rest, name);
                continue;
            }
            found.push(token);
        } else {
            found.push(Token::Text(&rest[..1]));
            rest = &rest[1..];
        }
    }
    if !tail.is_empty() {
        found.push(Token::Text(tail));
    }
    found
}

/// The tag that `rest` starts with, and what stands behind it.
fn tag(rest: &str) -> Option<(Token<'_>, &str)> {
    let inner = &rest[1..];
    let closes = inner.starts_with('/');
    let name_from = usize::from(closes);
    let first = inner[name_from..].chars().next()?;
    if !(first.is_ascii_alphabetic() || first == '!' || first == '?') {
        return None;
    }
    let end = tag_end(inner)?;
    let words = &inner[name_from..end];
    let name_end = words.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(words.len());
    let name = words[..name_end].to_ascii_lowercase();
    let after = &inner[end + 1..];
    Some((if closes { Token::Close(name) } else { Token::Open(name, &words[name_end..]) }, after))
}

/// The `>` that ends a tag; one between quotation marks does not. A tag has an end within reason.
fn tag_end(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate().take(TAG_LENGTH_MAX) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn behind_close<'h>(rest: &'h str, name: &str) -> &'h str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</").map(|at| from + at) {
        let behind = &rest.as_bytes()[at + 2..];
        if behind.len() >= name.len() && behind[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
        }
        from = at + 2;
    }
    ""
}

/// The value of an attribute.
pub fn attribute<'h>(attributes: &'h str, name: &str) -> Option<&'h str> {
    let lower = attributes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find(name).map(|at| from + at) {
        let before = lower[..at].chars().next_back();
        let rest = lower[at + name.len()..].trim_start();
        if before.is_none_or(char::is_whitespace) && rest.starts_with('=') {
            let value_at = attributes.len() - rest.len() + 1;
            let value = attributes[value_at..].trim_start();
            return Some(match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or(""),
                _ => value.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or(""),
            });
        }
        from = at + name.len();
    }
    None
}

/// Character references as characters.
pub fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((end, c)) = end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            result.push(c);
            rest = &rest[end + 1..];
        } else {
            result.push('&');
            rest = &rest[1..];
        }
    }
    result.push_str(rest);
    result
}

fn character(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "emsp" => '\u{2003}',
        "ensp" => '\u{2002}',
        "thinsp" => '\u{2009}',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "middot" => '·',
        "bull" => '•',
        "times" => '×',
        "deg" => '°',
        "copy" => '©',
        "laquo" => '«',
        "raquo" => '»',
        "sect" => '§',
        _ => return None,
    })
}

/// The words of a piece of HTML.
pub fn text_of_html(html: &str) -> String {
    tokens(html)
        .into_iter()
        .map(|token| match token {
            Token::Text(text) => unescape(text),
            _ => " ".to_owned(),
        })
        .collect()
}

/// The first table of a piece of HTML, with its merged cells.
pub fn table(html: &str) -> Option<Table> {
    let mut rows: Vec<Row> = Vec::new();
    let mut cell: Option<(Cell, String)> = None;
    let close = |rows: &mut Vec<Row>, cell: &mut Option<(Cell, String)>| {
        if let (Some(row), Some((mut open, words))) = (rows.last_mut(), cell.take()) {
            let paragraphs =
                words.split('\n').map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
            open.paragraphs = paragraphs.filter(|words| !words.is_empty()).collect();
            row.cells.push(open);
        }
    };
    for token in tokens(html) {
        match token {
            Token::Open(name, attributes) => match name.as_str() {
                "tr" => {
                    close(&mut rows, &mut cell);
                    rows.push(Row::default());
                }
                "td" | "th" => {
                    close(&mut rows, &mut cell);
                    let span =
                        |name| attribute(attributes, name).and_then(|span| span.parse().ok()).unwrap_or(1);
                    let (columns, down) =
                        (usize::clamp(span("colspan"), 1, 100), usize::clamp(span("rowspan"), 1, 1000));
                    cell = Some((Cell { paragraphs: Vec::new(), columns, rows: down }, String::new()));
                }
                "p" | "br" | "div" | "li" => push(&mut cell, "\n"),
                _ => {}
            },
            Token::Close(name) => match name.as_str() {
                "td" | "th" | "tr" => close(&mut rows, &mut cell),
                "p" | "div" | "li" => push(&mut cell, "\n"),
                "table" => break,
                _ => {}
            },
            Token::Text(text) => push(&mut cell, &unescape(text).replace('\n', " ")),
        }
    }
    close(&mut rows, &mut cell);
    rows.retain(|row| !row.cells.is_empty());
    let columns = rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).sum::<usize>()).max()?;
    let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    (cells <= CELLS_MAX).then_some(Table { columns, rows: bounded(rows) })
}

fn push(cell: &mut Option<(Cell, String)>, words: &str) {
    if let Some((_, text)) = cell {
        text.push_str(words);
    }
}

/// Spans that reach below the last row are cut there; rows that are ragged without merged cells are
/// filled, so that they can be written as a table of Markdown.
fn bounded(mut rows: Vec<Row>) -> Vec<Row> {
    let count = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            cell.rows = cell.rows.min(count - index);
        }
    }
    let merged = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rows > 1 || cell.columns > 1);
    if !merged {
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for row in &mut rows {
            row.cells.resize(columns, Cell { paragraphs: Vec::new(), columns: 1, rows: 1 });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_merged_cells() {
        let table =
            table("<table><tr><td rowspan=\"2\">甲<td>乙&amp;</tr><tr><td><p>丙</p><p>丁</p></table>")
                .unwrap();
        assert_eq!(table.rows[0].cells[0].rows, 2);
        assert_eq!(table.rows[0].cells[1].paragraphs, ["乙&"]);
        assert_eq!(table.rows[1].cells[0].paragraphs, ["丙", "丁"]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(text_of_html("a < b <i>c</i> <script>x<y</script>&lt;d"), "a < b  c  <d");
        assert_eq!(tokens("<").len(), 1);
    }
}
