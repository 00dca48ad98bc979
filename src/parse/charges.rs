//! What a text charges departments with: sentences and rows that speak of who leads, who answers and
//! who helps. Who the departments are is not known here.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

/// Words that tell who is charged.
pub(super) const WORDS: [&str; 10] = [
    "牵头",
    "责任单位",
    "责任部门",
    "配合单位",
    "责任主体",
    "主辦單位",
    "協辦單位",
    "權責單位",
    "主辦機關",
    "協辦機關",
];

/// How many characters of a sentence or row are kept.
const LENGTH: usize = 160;

/// Leftmost matching is what the vectorised search can do; it looks at all running text.
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS);
    builder.expect("a few fixed words make an automaton")
});

/// A sentence or row that charges departments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenCharge {
    /// The number of the anchor that leads to it, among those of its text.
    pub anchor: Option<u32>,
    /// Its words. Of a row, each cell behind the head of its column: `任务：…；牵头单位：…`.
    pub text: Box<str>,
}

/// Whether a text speaks of who is charged. Cheap: most text does not.
pub fn speaks_of_charges(text: &str) -> bool {
    FINDER.is_match(text)
}

/// A sentence that charges, cut around the word that does.
pub fn sentence(text: &str) -> Option<Box<str>> {
    let word = FINDER.find(text)?;
    let before = text[..word.start()].chars().count().saturating_sub(LENGTH / 2);
    let cut: String = text.chars().skip(before).take(LENGTH).collect();
    Some(cut.trim().into())
}

/// A row of a table whose head speaks of charges. Where cells of earlier rows reach down into it, its
/// own are fewer: they are those on the right.
pub fn row<'c>(heads: &[String], cells: impl ExactSizeIterator<Item = &'c str>) -> Option<Box<str>> {
    if cells.len() < 2 {
        return None;
    }
    let skipped = heads.len().saturating_sub(cells.len());
    let named = heads[skipped..].iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
    let text: Vec<String> = named.map(|(head, cell)| format!("{head}：{}", cell.trim())).collect();
    Some(text.join("；").chars().take(LENGTH * 2).collect::<String>().into())
}

/// The charging rows of the tables in a piece of raw HTML.
pub fn html_rows(html: &str) -> Vec<Box<str>> {
    if !speaks_of_charges(html) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for table in html.split("<table").skip(1) {
        let mut heads: Vec<String> = Vec::new();
        let mut grid = Grid::default();
        for source in table.split("<tr").skip(1) {
            let own = cells(source);
            let is_note = own.len() < 2;
            let filled = grid.row(own);
            if heads.is_empty() {
                if !filled.iter().any(|cell| speaks_of_charges(cell)) {
                    break;
                }
                heads = filled;
            } else if !is_note && source.contains("<td") {
                rows.extend(row(&heads, filled.iter().map(String::as_str)));
            }
        }
    }
    rows
}

/// A cell of a row of raw HTML.
struct Cell {
    text: String,
    rows: usize,
    columns: usize,
}

/// The columns of a table, with the cells that reach down from earlier rows.
#[derive(Default)]
struct Grid {
    /// For each column, how many more rows its last cell reaches down, and its words.
    reaching: Vec<(usize, String)>,
}

impl Grid {
    /// A row with a cell in each of its columns.
    fn row(&mut self, own: Vec<Cell>) -> Vec<String> {
        let mut filled = Vec::with_capacity(self.reaching.len());
        for cell in own {
            self.reach(&mut filled);
            for _ in 0..cell.columns {
                let column = filled.len();
                if self.reaching.len() <= column {
                    self.reaching.resize(column + 1, (0, String::new()));
                }
                self.reaching[column] = (cell.rows - 1, cell.text.clone());
                filled.push(cell.text.clone());
            }
        }
        self.reach(&mut filled);
        filled
    }

    /// Takes over the cells that reach down into the next columns.
    fn reach(&mut self, filled: &mut Vec<String>) {
        while let Some((rows, text)) = self.reaching.get_mut(filled.len()).filter(|(rows, _)| *rows > 0) {
            *rows -= 1;
            filled.push(text.clone());
        }
    }
}

/// The cells of a row.
fn cells(row: &str) -> Vec<Cell> {
    let row = row.split("</tr").next().unwrap_or_default();
    let starts = row.match_indices("<t").filter(|(at, _)| row[at + 2..].starts_with(['d', 'h']));
    let cell = |at: usize| {
        let cell = row[at..].split("</t").next().unwrap_or_default();
        let (tag, words) = cell.split_at(cell.find('>').map_or(cell.len(), |end| end + 1));
        Cell { text: plain(words), rows: span(tag, "rowspan"), columns: span(tag, "colspan") }
    };
    starts.map(|(at, _)| cell(at)).collect()
}

/// How many rows or columns a cell takes; no table is meant to be wider or longer than a thousand.
fn span(tag: &str, attribute: &str) -> usize {
    let value = tag.split_once(attribute).map(|(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits = value.map(|value| value.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, 1000)
}

/// The words of a piece of HTML without its tags.
fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    words.push_str(rest);
    words.replace("&nbsp;", " ").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_with_the_heads_of_its_columns() {
        let heads = ["序号", "任务", "牵头单位"].map(str::to_owned);
        let text = |cells: &[&str]| row(&heads, cells.iter().copied()).map(String::from);
        assert_eq!(
            text(&["1", "建校", "区教育局"]).as_deref(),
            Some("序号：1；任务：建校；牵头单位：区教育局")
        );
        assert_eq!(text(&["建校", "区教育局"]).as_deref(), Some("任务：建校；牵头单位：区教育局"));
        assert_eq!(text(&["注：以上"]), None, "a note over all columns is no row");
    }

    #[test]
    fn rows_of_raw_html_are_read_too() {
        let html = "<table>\n<tr><th scope=\"col\">任务</th><th>责任单位</th></tr>\n<tr><td rowspan=\"2\">建<b>校</b></td><td>区教育局</td></tr>\n</table><table><tr><th>甲</th></tr><tr><td>牵头</td></tr></table>";
        assert_eq!(html_rows(html), ["任务：建校；责任单位：区教育局".into()]);
        let merged = "<table><tr><th>任务</th><th>牵头单位</th><th>时限</th></tr><tr><td>建校</td><td>甲局</td><td rowspan=\"2\">十月</td></tr><tr><td>修路</td><td>乙局</td></tr><tr><td colspan=\"3\">注：略</td></tr></table>";
        let rows = ["任务：建校；牵头单位：甲局；时限：十月", "任务：修路；牵头单位：乙局；时限：十月"];
        assert_eq!(html_rows(merged), rows.map(Into::into), "a cell that reaches down counts in each row");
        for broken in ["<table><tr><td", "<table><tr><th>牵头", "<tr>牵头</tr>", "牵头<", "<table<tr<td牵头>"]
        {
            html_rows(broken);
        }
    }
}
