//! A web page as lines: paragraphs, headings, and tables as cells set apart by tabs.

use super::block::Table;
use super::markdown::block;
use super::markup::{Token, attribute, table, tokens, unescape};
use super::message::Message;
use super::object;

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

/// How much is shown of what is left out, in characters.
const LEFT_OUT_MAX: usize = 80;

/// The text of a page, a blank line between paragraphs, and what of the page is left out. `picture`
/// takes a picture by its address and gives the name of its file, if it can be had.
pub fn read(page: &str, picture: &mut dyn FnMut(&str) -> Option<String>) -> (String, Vec<Message>) {
    let mut writer = Writer {
        text: String::new(),
        line: String::new(),
        skipped: 0,
        aside: String::new(),
        heading: 0,
        behind: Vec::new(),
        left_out: Vec::new(),
        picture,
    };
    let tokens = tokens(page);
    let mut at = 0;
    while at < tokens.len() {
        at = writer.token(page, &tokens, at);
    }
    writer.end_aside();
    writer.end_line();
    writer.put_behind();
    (writer.text, writer.left_out)
}

struct Writer<'p> {
    text: String,
    line: String,
    /// How many elements that are skipped are open.
    skipped: usize,
    /// The words within them.
    aside: String,
    heading: usize,
    /// The pictures of the paragraph that is open.
    behind: Vec<String>,
    left_out: Vec<Message>,
    picture: &'p mut dyn FnMut(&str) -> Option<String>,
}

impl Writer<'_> {
    /// Reads the token at a place and gives the place to go on from.
    fn token<'h>(&mut self, page: &'h str, tokens: &[Token<'h>], at: usize) -> usize {
        match &tokens[at] {
            Token::Text(words) if self.skipped == 0 => self.words(words),
            Token::Text(words) => {
                self.aside.push_str(&unescape(words));
                self.aside.push(' ');
            }
            Token::Open(name, attributes) => {
                if ASIDES.contains(&name.as_str()) && !attributes.ends_with('/') {
                    self.skipped += 1;
                } else if name == "img" && self.skipped == 0 {
                    self.image(attributes);
                } else if self.skipped == 0 {
                    if name == "table"
                        && attribute(attributes, "role") != Some("presentation")
                        && let Some((end, read)) = Self::table_at(page, tokens, at)
                    {
                        // Pictures within cells stand behind the table.
                        for token in &tokens[at..end] {
                            if let Token::Open(name, attributes) = token
                                && name == "img"
                            {
                                self.image(attributes);
                            }
                        }
                        self.table(&read);
                        self.put_behind();
                        return end;
                    }
                    self.open(name);
                }
            }
            Token::Close(name) => {
                if ASIDES.contains(&name.as_str()) {
                    self.skipped = self.skipped.saturating_sub(1);
                    if name == "head" {
                        self.aside.clear();
                    }
                    if self.skipped == 0 {
                        self.end_aside();
                    }
                } else if BLOCKS.contains(&name.as_str()) && self.skipped == 0 {
                    self.end_line();
                }
            }
        }
        at + 1
    }

    /// Tells of a menu or the like that was passed over.
    fn end_aside(&mut self) {
        let words = std::mem::take(&mut self.aside);
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        if !words.is_empty() {
            let shown: String = words.chars().take(LEFT_OUT_MAX).collect();
            let more = if shown.len() < words.len() { "…" } else { "" };
            let said =
                Message::new("a menu, head, foot or form of the page: {}").text(format!("{shown}{more}"));
            self.left_out.push(said);
        }
    }

    fn image(&mut self, attributes: &str) {
        let address = unescape(attribute(attributes, "src").unwrap_or_default());
        let words = unescape(attribute(attributes, "alt").unwrap_or_default()).replace(['\n', '\t'], " ");
        match (self.picture)(&address) {
            Some(file) => self.behind.push(object::picture(&file, words.trim())),
            None if address.is_empty() => {}
            None => {
                let shown: String = address.chars().take(LEFT_OUT_MAX).collect();
                self.left_out.push(Message::new("a picture that is not in the file: {}").text(shown));
            }
        }
    }

    fn put_behind(&mut self) {
        for line in std::mem::take(&mut self.behind) {
            self.text.push_str(&line);
            self.text.push_str("\n\n");
        }
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
        self.put_behind();
        self.heading = 0;
    }

    /// The table that opens at a token, and the token behind it. A table that holds another one is
    /// the layout of the page, and is read as its text.
    fn table_at<'h>(page: &'h str, tokens: &[Token<'h>], at: usize) -> Option<(usize, Table)> {
        let is_table = |token: &Token<'_>| match token {
            Token::Open(name, _) | Token::Close(name) => name == "table",
            Token::Text(_) => false,
        };
        let end = (at + 1..tokens.len()).find(|index| is_table(&tokens[*index]))?;
        if matches!(tokens[end], Token::Open(..)) {
            return None;
        }
        let Token::Open(_, attributes) = &tokens[at] else { return None };
        let from = attributes.as_ptr() as usize - page.as_ptr() as usize;
        let rest = &page[from..];
        // The closing tag is the token that was found, so its place need not be looked for again.
        let length = match &tokens[end.saturating_sub(1)] {
            Token::Text(words) => words.as_ptr() as usize + words.len() - rest.as_ptr() as usize,
            _ => rest
                .match_indices("</")
                .map(|(at, _)| at)
                .find(|at| rest[at + 2..].get(..5).is_some_and(|name| name.eq_ignore_ascii_case("table")))
                .unwrap_or(rest.len()),
        };
        let read = table(&format!("<table{}", &rest[..length]))?;
        let cells = read.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        // One cell, or one column of long texts: layout again.
        let longest =
            read.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.paragraphs.len()).max().unwrap_or(0);
        (cells > 1 && longest <= 12).then_some((end + 1, read))
    }

    fn table(&mut self, table: &Table) {
        let pictures = std::mem::take(&mut self.behind);
        self.end_line();
        self.behind = pictures;
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
        let (text, left_out) = super::read(page, &mut |_| None);
        let left_out: Vec<String> = left_out.iter().map(ToString::to_string).collect();
        let aside = "a menu, head, foot or form of the page";
        assert_eq!(left_out, [format!("{aside}: 首页"), format!("{aside}: 页脚")]);
        assert_eq!(
            text,
            "关于甲的通知\n\n各部门：\n\n见表。\n\n项\t值\n甲\t1\n\n\
             <table><tr><td colspan=\"2\">合</td></tr><tr><td>a</td><td>b</td></tr></table>\n\n"
                .replace("<tr><td colspan", "<thead><tr><th colspan")
                .replace("合</td></tr>", "合</th></tr></thead>")
        );
    }
}
