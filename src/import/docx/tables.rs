//! Tables, with cells that reach over several rows and columns.

use std::collections::BTreeMap;

use super::super::block::{Cell, Row, Table};
use super::super::markdown::html_table;
use super::super::markup::text_of_html;
use super::super::object::{self, Object};
use super::Reading;

/// How deep tables may lie in tables.
pub(super) const DEPTH_MAX: usize = 16;

#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) rows: Vec<Vec<OpenCell>>,
}

#[derive(Clone, Default)]
pub(super) struct OpenCell {
    pub(super) paragraphs: Vec<String>,
    pub(super) columns: usize,
    pub(super) continues: bool,
}

impl Reading {
    pub(super) fn cell(&mut self, change: impl FnOnce(&mut OpenCell)) {
        let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
        if let Some(cell) = row.and_then(|row| row.last_mut()) {
            change(cell);
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(open) = self.tables.pop() else { return };
        let table = merged(open);
        let mut written = String::new();
        if table.needs_html() {
            html_table(&mut written, &table);
            written = written.replace('\n', "");
            // No mark within HTML leads to a footnote, so its text follows as a paragraph.
            for line in &mut self.behind {
                if let Some(Object::Note { words, .. }) = object::of_line(line) {
                    *line = words.to_owned();
                }
            }
        } else {
            for row in &table.rows {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.paragraphs.concat()).collect();
                written.push_str(&cells.join("\t"));
                written.push('\n');
            }
        }
        if self.tables.is_empty() {
            self.text.push_str(written.trim_end_matches('\n'));
            self.text.push_str("\n\n");
            self.put_behind();
        } else {
            let words = text_of_html(&written.replace(['\t', '\n'], " "));
            self.cell(|cell| cell.paragraphs.push(words));
        }
    }
}

/// Cells that go on from the row above become part of it.
fn merged(open: OpenTable) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    // The cell above each column: its row and its place there.
    let mut above: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for cells in open.rows {
        let mut row = Row::default();
        let mut column = 0;
        for cell in cells {
            let upper = above.get(&column).copied().filter(|_| cell.continues && cell.paragraphs.is_empty());
            if let Some((row, place)) = upper {
                rows[row].cells[place].rows += 1;
            } else {
                above.insert(column, (rows.len(), row.cells.len()));
                row.cells.push(Cell { paragraphs: cell.paragraphs, columns: cell.columns, rows: 1 });
            }
            column += cell.columns;
        }
        rows.push(row);
    }
    let columns = rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0);
    Table { columns, rows }
}
