//! Tables from lines of cells set apart by tabs, put together again over printed pages.

use super::block::{Cell, Row, Table};
use super::lines::{Fate, Furniture, Line};
use super::message::Message;
use super::numbered::{Numbered, numbered};
use super::profile::Profile;

/// How many lines that are no rows may stand between two pieces of a table whose numbering goes on.
const GAP_MAX: usize = 60;

/// A table with where it ended.
pub struct Gathered {
    /// The table.
    pub table: Table,
    /// The position after its last line.
    pub end: usize,
    /// What a person should look at.
    pub doubt: Option<Message>,
}

/// A row before its cells are fitted to the columns.
struct RawRow {
    cells: Vec<String>,
    /// A line that was no row: it takes the whole width, or the last column where it is no heading.
    loose: bool,
}

/// Gathers the table that begins at `positions[start]`, a row. `stops` tells where no table goes on.
pub fn gather(
    lines: &mut [Line],
    positions: &[usize],
    start: usize,
    profile: &Profile,
    stops: &dyn Fn(&Line) -> bool,
) -> Gathered {
    let mut rows: Vec<RawRow> = Vec::new();
    let mut loose = 0;
    let mut at = start;
    while at < positions.len() {
        let line = &lines[positions[at]];
        if line.is_row() {
            let cells = cells(&line.text);
            let repeats_head = rows.len() > 1 && same_cells(&rows[0].cells, &cells);
            if repeats_head {
                lines[positions[at]].fate = Fate::Furniture(Furniture::RepeatedTableHead);
            } else {
                rows.push(RawRow { cells, loose: false });
            }
            at += 1;
            continue;
        }
        let Some(next) = goes_on(lines, positions, at, &rows, profile, stops) else { break };
        for chunk in chunks(positions, at, next) {
            loose += 1;
            rows.push(loose_row(lines, chunk, profile));
        }
        at = next;
    }
    let table = build(&rows);
    let doubt = (loose > 0).then(|| {
        Message::new("{} pieces between its pages have lost their columns; look at where they belong")
            .text(loose)
    });
    Gathered { table, end: at, doubt }
}

/// The cells of a row.
fn cells(text: &str) -> Vec<String> {
    text.split('\t').map(|cell| cell.trim().to_owned()).collect()
}

fn same_cells(one: &[String], other: &[String]) -> bool {
    let bare = |cells: &[String]| -> Vec<String> {
        let mut cells: Vec<String> =
            cells.iter().map(|cell| cell.chars().filter(|c| !c.is_whitespace()).collect()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        cells
    };
    bare(one) == bare(other)
}

/// Where the table goes on behind lines that are no rows: where its own numbering does.
fn goes_on(
    lines: &[Line],
    positions: &[usize],
    at: usize,
    rows: &[RawRow],
    profile: &Profile,
    stops: &dyn Fn(&Line) -> bool,
) -> Option<usize> {
    let gap_end = (at..positions.len()).find(|position| lines[positions[*position]].is_row())?;
    if gap_end - at > GAP_MAX || positions[at..gap_end].iter().any(|index| stops(&lines[*index])) {
        return None;
    }
    let arabic = |text: &str| {
        let first = text.split('\t').next().unwrap_or("");
        numbered(&without_tags(first), profile).filter(Numbered::is_arabic).map(|found| found.number)
    };
    let last = rows.iter().rev().find_map(|row| arabic(row.cells.first()?))?;
    let next = positions[at..].iter().take(gap_end - at + 4).find_map(|index| arabic(&lines[*index].text))?;
    (next == last + 1).then_some(gap_end)
}

/// Lines of a gap, those that stand without a blank line between them together.
fn chunks(positions: &[usize], from: usize, to: usize) -> Vec<&[usize]> {
    positions[from..to].chunk_by(|one, other| one + 1 == *other).collect()
}

fn loose_row(lines: &[Line], chunk: &[usize], profile: &Profile) -> RawRow {
    let texts: Vec<String> = chunk.iter().map(|index| lines[*index].text.clone()).collect();
    if let [only] = &texts[..]
        && numbered(only, profile).is_none()
    {
        // The last column of rows above whose places the recognition lost.
        return RawRow { cells: vec![String::new(), only.clone()], loose: true };
    }
    RawRow { cells: texts, loose: true }
}

fn build(raw: &[RawRow]) -> Table {
    let columns = columns(raw);
    let mut grid: Vec<Vec<String>> = raw.iter().map(|row| fit(row, columns)).collect();
    let mut rows: Vec<Row> = Vec::new();
    // The row and cell that a cell below may extend, by column.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; columns];
    for (index, texts) in grid.drain(..).enumerate() {
        let filled = texts.iter().filter(|text| !text.is_empty()).count();
        if filled == 1 && !texts[0].is_empty() && columns > 1 && index > 0 {
            rows.push(Row { cells: vec![Cell { paragraphs: paragraphs(&texts[0]), columns, rows: 1 }] });
            above = vec![None; columns];
            continue;
        }
        let mut row = Row::default();
        let merged = texts.iter().take_while(|text| text.is_empty()).count();
        for (column, text) in texts.iter().enumerate() {
            if let (true, Some((upper, cell))) =
                (column < merged && filled > 0 && !raw[index].loose, above[column])
            {
                rows[upper].cells[cell].rows += 1;
                continue;
            }
            row.cells.push(Cell { paragraphs: paragraphs(text), columns: 1, rows: 1 });
            let reaches_down = index > 0 && !text.is_empty() && !raw[index].loose;
            above[column] = reaches_down.then(|| (rows.len(), row.cells.len() - 1));
        }
        rows.push(row);
    }
    Table { columns, rows }
}

/// How many columns most rows have, empty cells at their ends left out.
fn columns(raw: &[RawRow]) -> usize {
    let length =
        |row: &RawRow| row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let rows: Vec<usize> =
        raw.iter().filter(|row| !row.loose).map(length).filter(|length| *length > 1).collect();
    let head = raw.first().map_or(1, length);
    let fitting = rows.iter().filter(|length| **length <= head).count();
    if head > 1 && fitting * 10 >= rows.len() * 6 { head } else { rows.iter().copied().max().unwrap_or(1) }
}

/// Fits a row to the columns: surplus empty cells go first, from the right.
fn fit(row: &RawRow, columns: usize) -> Vec<String> {
    let mut cells = row.cells.clone();
    if row.loose && cells.first().is_some_and(String::is_empty) {
        let last = cells.pop().unwrap_or_default();
        cells = vec![String::new(); columns.saturating_sub(1)];
        cells.push(last);
    }
    while cells.len() > columns {
        if let Some(empty) = cells.iter().rposition(String::is_empty) {
            cells.remove(empty);
        } else {
            let surplus = cells.pop().unwrap_or_default();
            if let Some(last) = cells.last_mut() {
                last.push(' ');
                last.push_str(&surplus);
            }
        }
    }
    cells.resize(columns, String::new());
    cells
}

/// The paragraphs of a cell, as `<p>…</p>` or `<br>` tell them.
fn paragraphs(text: &str) -> Vec<String> {
    let mut marked = text.to_owned();
    for tag in PARAGRAPH_TAGS {
        marked = marked.replace(tag, "\n");
    }
    marked.split('\n').map(str::trim).filter(|piece| !piece.is_empty()).map(ToOwned::to_owned).collect()
}

/// The tags that recognition leaves in cells, as it writes them.
pub const PARAGRAPH_TAGS: [&str; 7] = ["<p>", "</p>", "<br>", "<br/>", "<br />", "<P>", "</P>"];

/// A cell's text without the tags of paragraphs.
pub fn without_tags(text: &str) -> String {
    PARAGRAPH_TAGS.iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    fn table(text: &str) -> (Table, usize) {
        let profile = Profile::built_in("cn").unwrap();
        let mut lines = split(text, &profile);
        let positions: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].is_text()).collect();
        let gathered = gather(&mut lines, &positions, 0, &profile, &|_| false);
        (gathered.table, positions.len() - gathered.end)
    }

    fn show(table: &Table) -> String {
        let cell = |cell: &Cell| format!("{}{}", cell.paragraphs.join("/"), "v".repeat(cell.rows - 1));
        let row = |row: &Row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|");
        table.rows.iter().map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_table_goes_on_over_pages_and_its_repeated_head_is_dropped() {
        let (table, left) = table("项\t值\n1.甲\t5\n\n项\t值\n2.乙\t6\n");
        assert_eq!((show(&table).as_str(), left), ("项|值 1.甲|5 2.乙|6", 0));
    }

    #[test]
    fn an_empty_first_cell_belongs_to_the_one_above() {
        let (table, _) = table("类\t项\t值\n老\t甲\t1\n\t乙\t2\n一、节\t\t\n少\t丙\t3\n");
        assert_eq!(show(&table), "类|项|值 老v|甲|1 乙|2 一、节 少|丙|3");
        assert!(table.needs_html());
    }

    #[test]
    fn lines_that_lost_their_columns_stay_in_the_table_while_its_numbers_go_on() {
        let (table, left) =
            table("项\t文\t人\n1.甲\t做甲\t我\n\n2.乙\n做乙\n\n他\n\n3.丙\t做丙\t谁\n\n正文。\n");
        assert_eq!((show(&table).as_str(), left), ("项|文|人 1.甲|做甲|我 2.乙|做乙| ||他 3.丙|做丙|谁", 1));
    }
}
