//! The blocks of a text, from its HTML: paragraphs, items, headings, rows of tables, each with the id in
//! the page that leads to it.
//!
//! The HTML is our own: it comes from Markdown or was made safe, so tags are well-formed and values stand
//! in double quotation marks.

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The id that leads to it; empty where there is none.
    pub anchor: String,
    /// Its words, on one line.
    pub text: String,
}

/// Stands between the cells of a row.
const BETWEEN_CELLS: &str = " · ";

/// Elements that begin and end a block.
const BLOCKS: [&str; 33] = [
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
];

/// The blocks of a text that hold anything.
#[must_use]
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        reader.words(&rest[..at]);
        let length = tag_length(&rest[at..]);
        reader.tag(&rest[at + 1..at + length.max(2) - 1]);
        rest = &rest[at + length..];
    }
    reader.words(rest);
    reader.close_block();
    reader.blocks
}

/// The length of the tag that a text begins with; a `>` in a value does not end it.
fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[derive(Default)]
struct Reader<'h> {
    blocks: Vec<Block>,
    text: String,
    /// The open elements of blocks: name and id.
    open: Vec<(&'h str, &'h str)>,
    /// How many rows are open: a table may stand in a cell.
    rows: usize,
    /// The element that is left out, and how often its name is open.
    silent: Option<(&'h str, usize)>,
}

impl<'h> Reader<'h> {
    fn words(&mut self, html: &str) {
        if self.silent.is_some() || html.is_empty() {
            return;
        }
        let mut rest = html;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            self.push(&rest[..at]);
            let (text, length) = reference(&rest[at..]);
            self.push(text);
            rest = &rest[at + length..];
        }
        self.push(rest);
    }

    /// Adds words; blanks and line ends are one blank.
    fn push(&mut self, words: &str) {
        for (index, part) in words.split([' ', '\n', '\t', '\r']).enumerate() {
            if index > 0 && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            self.text.push_str(part);
        }
    }

    fn tag(&mut self, tag: &'h str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        if let Some((silent, depth)) = &mut self.silent {
            if *silent == name {
                *depth = if closes { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.silent = None;
                }
            }
            return;
        }
        match name {
            "a" | "sup" if !closes => {
                let class = attribute(tag, "class").unwrap_or_default();
                if matches!(class, "printed-page" | "footnote" | "footnote-back") {
                    self.silent = Some((name, 1));
                }
            }
            "br" => self.push(" "),
            "td" | "th" if !closes && !self.text.is_empty() && !self.text.ends_with(BETWEEN_CELLS) => {
                self.text.truncate(self.text.trim_end().len());
                self.text.push_str(BETWEEN_CELLS);
            }
            _ if BLOCKS.binary_search(&name).is_ok() => self.block(name, tag, closes),
            _ => {}
        }
    }

    fn block(&mut self, name: &'h str, tag: &'h str, closes: bool) {
        let row = name == "tr";
        if self.rows > 0 && !(row && closes && self.rows == 1) {
            self.push(" ");
        } else {
            self.close_block();
        }
        if closes {
            self.rows -= usize::from(row && self.rows > 0);
            if let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) {
                self.open.truncate(at);
            }
        } else if !matches!(name, "hr" | "col") {
            self.rows += usize::from(row);
            self.open.push((name, attribute(tag, "id").unwrap_or_default()));
        }
    }

    fn close_block(&mut self) {
        let text = self.text.trim().trim_end_matches(BETWEEN_CELLS.trim_end()).trim_end();
        if !text.is_empty() {
            let id = self.open.iter().rev().find(|(_, id)| !id.is_empty()).map_or("", |(_, id)| id);
            let plain = !id.contains(['\t', '\n']) && !matches!(id, "=" | ".");
            let anchor = if plain { unescaped(id) } else { String::new() };
            self.blocks.push(Block { anchor, text: text.to_owned() });
        }
        self.text.clear();
    }
}

fn attribute<'h>(tag: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let after = &rest[at + name.len()..];
        if rest[..at].ends_with([' ', '\n'])
            && let Some(value) = after.strip_prefix("=\"")
        {
            return value.split('"').next();
        }
        rest = after;
    }
}

/// What a reference that a text begins with stands for, and its length.
fn reference(html: &str) -> (&'static str, usize) {
    let known = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
    ];
    let found = known.into_iter().find(|(reference, _)| html.starts_with(reference));
    found.map_or(("&", 1), |(reference, text)| (text, reference.len()))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (text, length) = reference(&rest[at..]);
        out.push_str(text);
        rest = &rest[at + length..];
    }
    out + rest
}

/// Blocks as the store has them: one a line, each its anchor, a tab and its text.
#[must_use]
pub fn written(blocks: &[Block]) -> String {
    let mut out = String::with_capacity(blocks.iter().map(|block| block.text.len() + 4).sum());
    let mut before = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(match &block.anchor {
            anchor if anchor.is_empty() => ".",
            anchor if *anchor == before => "=",
            anchor if *anchor == next(&before) => "",
            anchor => anchor,
        });
        out.push('\t');
        out.push_str(&block.text);
        before.clone_from(&block.anchor);
    }
    out
}

/// Blocks from the store.
#[must_use]
pub fn read(body: &str) -> Vec<Block> {
    let mut anchor = String::new();
    let block = |line: &str| {
        let (told, text) = line.split_once('\t').unwrap_or((".", line));
        match told {
            "" => anchor = next(&anchor),
            "." => anchor.clear(),
            "=" => {}
            told => told.clone_into(&mut anchor),
        }
        Block { anchor: anchor.clone(), text: text.to_owned() }
    };
    body.lines().map(block).collect()
}

/// An id with its last digits increased by one; empty where it has none.
fn next(anchor: &str) -> String {
    let name = anchor.trim_end_matches(|c: char| c.is_ascii_digit());
    match anchor[name.len()..].parse::<u32>() {
        Ok(number) => format!("{name}{}", u64::from(number) + 1),
        Err(_) => anchor.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        let blocks = blocks(html);
        assert_eq!(read(&written(&blocks)), blocks);
        blocks.iter().map(|block| format!("{}:{}", block.anchor, block.text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_block_is_what_stands_apart_on_the_page() {
        for (html, expected) in [
            ("<p id=\"p_1\">甲<b>乙</b>\n丙<br>丁</p>\n<p id=\"p_2\">戊</p>", "p_1:甲乙 丙 丁|p_2:戊"),
            (
                "<ul>\n<li id=\"p_1\">甲</li>\n<li id=\"p_2\"><p>乙</p><p>丙</p></li></ul>",
                "p_1:甲|p_2:乙|p_2:丙",
            ),
            (
                "<section class=\"enclosure\" id=\"enc_1\">\n<h2>方案</h2>\n<h3 id=\"a\">一</h3></section>末",
                "enc_1:方案|a:一|:末",
            ),
            ("甲 &lt;b&gt; &amp;amp;", ":甲 <b> &amp;"),
            (
                "<p id=\"p_9\">甲</p><p id=\"p_10\">乙</p><p id=\"x\">丙</p><p>丁</p>",
                "p_9:甲|p_10:乙|x:丙|:丁",
            ),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn a_row_of_a_table_is_a_block() {
        let table = "<div class=\"table\" id=\"tbl_1\" tabindex=\"0\"><table><thead><tr><th>单位</th><th>任务</th></tr></thead><tbody><tr><td>甲</td><td></td><td><p>一</p><p>二</p></td><td></td></tr></tbody></table></div><p id=\"p_1\">乙</p>";
        assert_eq!(shown(table), "tbl_1:单位 · 任务|tbl_1:甲 · 一 二|p_1:乙");
    }

    #[test]
    fn page_marks_and_mentions_of_footnotes_are_no_words() {
        let html = "<p>甲<a class=\"printed-page\" id=\"p12\" href=\"x\">12</a>乙<sup class=\"footnote\"><a href=\"#fn_1\">1</a></sup>丙</p><section class=\"footnotes\"><ol><li id=\"fn_1\"><p>注</p><a class=\"footnote-back\">↩</a></li></ol></section>";
        assert_eq!(shown(html), ":甲乙丙|fn_1:注");
    }
}
