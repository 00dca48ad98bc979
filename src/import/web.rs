//! A web page as lines: paragraphs, headings, and tables as cells set apart by tabs.

use super::block::Table;
use super::markdown::block;
use super::markup::{Token, attribute, table, tokens, unescape};

/// Elements that end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "dd",
    "dt",
    "dl",
    "pre",
    "center",
    "table",
    "hr",
    "main",
    "body",
    "title",
];

/// Elements of a page that are no part of what it says.
const ASIDES: &[&str] =
    &["nav", "header", "footer", "aside", "form", "select", "button", "head", "iframe", "object"];

/// The text of a page, a blank line between paragraphs.
pub fn text(page: &str) -> String {
    let mut writer = Writer::default();
    let tokens = tokens(page);
    let mut at = 0;
    while at < tokens.len() {
        at = writer.token(page, &tokens, at);
    }
    writer.end_line();
    writer.text
}

#[derive(Default)]
struct Writer {
    text: String,
    line: String,
    /// How many elements that are skipped are open.
    skipped: usize,
    heading: usize,
}

impl Writer {
    /// Reads the token at a place and gives the place to go on from.
    fn token<'h>(&mut self, page: &'h str, tokens: &[Token<'h>], at: usize) -> usize {
        match &tokens[at] {
            Token::Text(words) if self.skipped == 0 => self.words(words),
            Token::Text(_) => {}
            Token::Open(name, attributes) => {
                if ASIDES.contains(&name.as_str()) && !attributes.ends_with('/') {
                    self.skipped += 1;
                } else if self.skipped == 0 {
                    if name == "table"
                        && attribute(attributes, "role") != Some("presentation")
                        && let Some((end, read)) = Self::table_at(page, tokens, at)
                    {
                        self.table(&read);
                        return end;
                    }
                    self.open(name);
                }
            }
            Token::Close(name) => {
                if ASIDES.contains(&name.as_str()) {
                    self.skipped = self.skipped.saturating_sub(1);
                } else if BLOCKS.contains(&name.as_str()) && self.skipped == 0 {
                    self.end_line();
                }
            }
        }
        at + 1
    }

    fn open(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            self.heading = level;
        }
    }

    fn words(&mut self, words: &str) {
        let words = unescape(words);
        let starts = words.starts_with(char::is_whitespace);
        let collapsed = words
            .split(['\n', '\r', '\t', ' '])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if collapsed.is_empty() {
            return;
        }
        if starts && !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
        self.line.push_str(&collapsed);
        if words.ends_with([' ', '\n', '\t']) {
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if !line.is_empty() {
            if self.heading > 1 {
                self.text.push_str(&"#".repeat(self.heading.min(6)));
                self.text.push(' ');
            }
            self.text.push_str(line);
            self.text.push_str("\n\n");
        }
        self.heading = 0;
    }

    /// The table that opens at a token, and the token behind it. A table that holds another one is
    /// the layout of the page, and is read as its text.
    fn table_at<'h>(page: &'h str, tokens: &[Token<'h>], at: usize) -> Option<(usize, Table)> {
        let is_table = |token: &Token<'_>, open: bool| match token {
            Token::Open(name, _) => open && name == "table",
            Token::Close(name) => !open && name == "table",
            Token::Text(_) => false,
        };
        let end = (at + 1..tokens.len()).find(|index| is_table(&tokens[*index], false))?;
        if tokens[at + 1..end].iter().any(|token| is_table(token, true)) {
            return None;
        }
        let Token::Open(_, attributes) = &tokens[at] else { return None };
        let from = attributes.as_ptr() as usize - page.as_ptr() as usize;
        let rest = &page[from..];
        let length = rest.to_ascii_lowercase().find("</table").unwrap_or(rest.len());
        let read = table(&format!("<table{}", &rest[..length]))?;
        let cells = read.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        // One cell, or one column of long texts: layout again.
        let longest =
            read.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.paragraphs.len()).max().unwrap_or(0);
        (cells > 1 && longest <= 12).then_some((end + 1, read))
    }

    fn table(&mut self, table: &Table) {
        self.end_line();
        if table.needs_html() {
            let mut written = String::new();
            block(&mut written, &super::block::Block::Table(table.clone()));
            self.text.push_str(&written.replace('\n', ""));
            self.text.push_str("\n\n");
            return;
        }
        for row in &table.rows {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| cell.paragraphs.concat().replace('\t', " ")).collect();
            self.text.push_str(&cells.join("\t"));
            self.text.push('\n');
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_becomes_its_paragraphs_and_tables() {
        let page = "<html><head><title>站</title></head><body><nav>首页</nav><h1>关于甲的通知</h1>\
            <p>各部门：&nbsp;</p><p>见表。</p><table><tr><td>项</td><td>值</td></tr><tr><td>甲<td>1</table>\
            <table><tr><td colspan=2>合</td></tr><tr><td>a<td>b</table><footer>页脚</footer></body></html>";
        assert_eq!(
            super::text(page),
            "关于甲的通知\n\n各部门：\n\n见表。\n\n项\t值\n甲\t1\n\n\
             <table><tr><td colspan=\"2\">合</td></tr><tr><td>a</td><td>b</td></tr></table>\n\n"
                .replace("<tr><td colspan", "<thead><tr><th colspan")
                .replace("合</td></tr>", "合</th></tr></thead>")
        );
    }
}
