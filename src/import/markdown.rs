//! Blocks as Markdown, escaped so that reading it gives the same text again.

use std::fmt::Write as _;

use super::block::{Block, Cell, Inline, Placed, Table};
use super::object;

/// The text of a document.
pub fn write(blocks: &[Placed]) -> String {
    let mut text = String::new();
    for placed in blocks {
        let start = text.len();
        block(&mut text, &placed.block);
        if text.len() > start {
            text.push('\n');
        }
    }
    text
}

/// One block, with the line break that ends it.
pub fn block(text: &mut String, block: &Block) {
    match block {
        Block::Heading { level, words } => {
            text.push_str(&"#".repeat(usize::from(*level)));
            text.push(' ');
            text.push_str(&heading(words));
            text.push('\n');
        }
        Block::Paragraph(content) => paragraph(text, content),
        Block::List { first, items } => list(text, *first, items),
        Block::Table(table) if table.needs_html() => html_table(text, table),
        Block::Table(table) => pipe_table(text, table),
        Block::Note { label, content } => {
            writeln!(text, "[^{label}]: {}", inline(content).trim()).expect("a string takes all");
        }
        Block::Picture { file, words } => {
            writeln!(text, "![{}]({file})", escape(words.trim())).expect("a string takes all");
        }
        Block::Page(page) => writeln!(text, "<!-- p{page} -->").expect("a string takes all"),
    }
}

fn heading(words: &str) -> String {
    // A closing `#` and a `{` would be marks of the heading.
    escape(words.trim()).replace('{', "\\{").replace('#', "\\#")
}

fn paragraph(text: &mut String, content: &[Inline]) {
    let words = inline(content);
    let words = words.trim();
    if !words.is_empty() {
        text.push_str(&at_line_start(words));
        text.push('\n');
    }
}

fn list(text: &mut String, first: Option<u32>, items: &[Vec<Inline>]) {
    for (offset, item) in items.iter().enumerate() {
        let words = inline(item);
        let words = at_line_start(words.trim());
        match first {
            Some(first) => {
                writeln!(text, "{}. {words}", first as usize + offset).expect("a string takes all");
            }
            None => writeln!(text, "- {words}").expect("a string takes all"),
        }
    }
}

fn inline(content: &[Inline]) -> String {
    let mut text = String::new();
    for piece in content {
        match piece {
            Inline::Words(words) => text.push_str(&escape(words)),
            Inline::Bold(words) => {
                text.push_str("**");
                text.push_str(&escape(words));
                text.push_str("**");
            }
            Inline::Note(label) => write!(text, "[^{label}]").expect("a string takes all"),
            Inline::Page(page) => write!(text, "<!-- p{page} -->").expect("a string takes all"),
        }
    }
    text
}

/// Escapes what Markdown would read as marks within a line. A line break or tab becomes a blank.
pub fn escape(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '^' | '$' => {
                text.push('\\');
                text.push(c);
            }
            '\n' | '\r' | '\t' => text.push(' '),
            _ => text.push(c),
        }
    }
    text
}

/// Escapes what would be a mark at the start of a line: a heading, a list, a rule, a table.
fn at_line_start(words: &str) -> String {
    let first = words.chars().next().unwrap_or(' ');
    if matches!(first, '#' | '+' | '-' | '=' | ':') {
        return format!("\\{words}");
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &words[digits..];
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", &words[..digits]);
    }
    words.to_owned()
}

fn pipe_table(text: &mut String, table: &Table) {
    for (index, row) in table.rows.iter().enumerate() {
        text.push('|');
        for cell in &row.cells {
            text.push(' ');
            let mut content = Vec::new();
            object::references(&cell.paragraphs.concat(), &mut content);
            text.push_str(&inline(&content));
            text.push_str(" |");
        }
        text.push('\n');
        if index == 0 {
            text.push('|');
            text.push_str(&" --- |".repeat(table.columns));
            text.push('\n');
        }
    }
}

/// A table with merged cells.
pub fn html_table(text: &mut String, table: &Table) {
    text.push_str("<table>\n");
    for (index, row) in table.rows.iter().enumerate() {
        let is_head = index == 0 && row.cells.iter().all(|cell| cell.rows == 1);
        text.push_str(if is_head { "<thead>\n<tr>" } else { "<tr>" });
        for cell in &row.cells {
            html_cell(text, cell, if is_head { "th" } else { "td" });
        }
        text.push_str(if is_head { "</tr>\n</thead>\n" } else { "</tr>\n" });
    }
    text.push_str("</table>\n");
}

fn html_cell(text: &mut String, cell: &Cell, tag: &str) {
    text.push('<');
    text.push_str(tag);
    if cell.columns > 1 {
        write!(text, " colspan=\"{}\"", cell.columns).expect("a string takes all");
    }
    if cell.rows > 1 {
        write!(text, " rowspan=\"{}\"", cell.rows).expect("a string takes all");
    }
    text.push('>');
    // A footnote has no mark within HTML.
    let words = cell.paragraphs.iter().map(|words| html(&object::without_references(words)));
    let words: Vec<String> = words.collect();
    text.push_str(&words.join("<br>"));
    text.push_str("</");
    text.push_str(tag);
    text.push('>');
}

/// Text as HTML.
pub fn html(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::account::plain_text;

    #[test]
    fn any_text_survives_being_written_and_read() {
        for words in [
            "PM_{2.5} 与 *注* 和 **粗**",
            "1. 甲",
            "2018. 年",
            "# 不是标题",
            "- 不是列表",
            "+1",
            "=====",
            "---",
            "a < b > c & d &amp; <script>",
            "[[云政发〔2018〕8号]] ![图](x) [^1]",
            "C:\\目录\\文件",
            "~~删~~ `码` $x^2$ | 竖 |",
            "<!-- p3 -->",
            ": 定义",
            "标题 {#id}",
            "http://example.org/a_b_c?x=1&y=2",
        ] {
            for block in [
                Block::Paragraph(vec![Inline::Words(words.into())]),
                Block::Heading { level: 2, words: words.into() },
                Block::List { first: None, items: vec![vec![Inline::Words(words.into())]] },
                Block::Table(Table {
                    columns: 1,
                    rows: vec![super::super::block::Row {
                        cells: vec![Cell { paragraphs: vec![words.into()], columns: 1, rows: 1 }],
                    }],
                }),
            ] {
                let mut text = String::new();
                super::block(&mut text, &block);
                let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(visible(&plain_text(&text)), visible(words), "{text}");
            }
        }
    }

    #[test]
    fn a_table_with_merged_cells_is_html() {
        let cell = |words: &str, columns, rows| Cell { paragraphs: vec![words.into()], columns, rows };
        let table = Table {
            columns: 2,
            rows: vec![
                super::super::block::Row { cells: vec![cell("甲", 2, 1)] },
                super::super::block::Row { cells: vec![cell("a<b", 1, 2), cell("丙", 1, 1)] },
                super::super::block::Row { cells: vec![cell("丁", 1, 1)] },
            ],
        };
        let mut text = String::new();
        super::block(&mut text, &Block::Table(table));
        assert_eq!(plain_text(&text).split_whitespace().collect::<String>(), "甲a<b丙丁");
        assert!(text.contains("<td rowspan=\"2\">a&lt;b</td>"), "{text}");
    }
}
