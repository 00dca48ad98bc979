//! The text of a PDF from the places of its words, as `pdftotext -bbox-layout` tells them: columns one
//! after the other, tables as cells set apart by tabs, and the indentation of each line.

use super::markup::{Token, attribute, tokens, unescape};

/// A gap between words that is wider than this many characters parts cells or columns.
const CELL_GAP: f64 = 0.9;

/// A gap between words that is wider than this share of a character is a blank.
const BLANK_GAP: f64 = 0.3;

/// A gap between rows that is wider than this many usual ones is a blank line.
const PARAGRAPH_GAP: f64 = 1.7;

/// How many rows with several cells make a table.
const TABLE_ROWS_MIN: usize = 3;

/// How many lines on each side make two columns of running text.
const COLUMN_ROWS_MIN: usize = 8;

/// A piece of a line with its place on the page, in points from the upper left.
#[derive(Clone, Debug)]
struct Cell {
    left: f64,
    right: f64,
    text: String,
}

/// The cells that stand at one height.
#[derive(Clone, Debug)]
struct Row {
    middle: f64,
    cells: Vec<Cell>,
}

struct Page {
    rows: Vec<Row>,
    /// How wide a character is, in points.
    em: f64,
}

/// The text of a document, a form feed between its pages.
pub fn text(layout: &str) -> String {
    let mut open = Vec::new();
    let write = |page: &Page| written(page, &mut open);
    pages(layout).iter().map(write).collect::<Vec<_>>().join("\u{c}")
}

struct Word {
    /// The line that `pdftotext` puts it into; it parts columns that stand close together.
    line: usize,
    left: f64,
    right: f64,
    middle: f64,
    text: String,
}

fn pages(layout: &str) -> Vec<Page> {
    let mut pages: Vec<Vec<Word>> = Vec::new();
    let mut open: Option<Word> = None;
    let mut line = 0;
    for token in tokens(layout) {
        match token {
            Token::Open(name, _) if name == "line" => line += 1,
            Token::Open(name, _) if name == "page" => pages.push(Vec::new()),
            Token::Open(name, attributes) if name == "word" => {
                let number = |name| attribute(attributes, name).and_then(|value| value.parse::<f64>().ok());
                open = (|| {
                    let (top, bottom) = (number("ymin")?, number("ymax")?);
                    let (left, right) = (number("xmin")?, number("xmax")?);
                    Some(Word { line, left, right, middle: f64::midpoint(top, bottom), text: String::new() })
                })();
            }
            Token::Text(text) => {
                if let Some(word) = &mut open {
                    word.text.push_str(&unescape(text));
                }
            }
            Token::Close(name) if name == "word" => {
                if let (Some(word), Some(page)) = (open.take(), pages.last_mut()) {
                    page.push(word);
                }
            }
            _ => {}
        }
    }
    pages.into_iter().map(page).collect()
}

fn page(mut words: Vec<Word>) -> Page {
    let em = median(words.iter().map(|word| (word.right - word.left) / ems(&word.text)).collect()).max(1.0);
    words.sort_by(|one, other| one.middle.total_cmp(&other.middle));
    let mut rows: Vec<(f64, Vec<Word>)> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some((middle, row)) if word.middle - *middle < em * 0.6 => row.push(word),
            _ => rows.push((word.middle, vec![word])),
        }
    }
    let rows = rows.into_iter().map(|(middle, words)| Row { middle, cells: cells(words, em) }).collect();
    Page { rows, em }
}

/// The words of a row put together where nothing parts them.
fn cells(mut words: Vec<Word>, em: f64) -> Vec<Cell> {
    words.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut cells: Vec<Cell> = Vec::new();
    let mut line = 0;
    for word in words {
        let gap = em * if word.line == line { CELL_GAP } else { BLANK_GAP };
        line = word.line;
        match cells.last_mut() {
            Some(cell) if word.left - cell.right < gap => {
                if word.left - cell.right > em * BLANK_GAP {
                    cell.text.push(' ');
                }
                cell.text.push_str(&word.text);
                cell.right = cell.right.max(word.right);
            }
            _ => cells.push(Cell { left: word.left, right: word.right, text: word.text }),
        }
    }
    cells
}

/// How many characters wide a text is; Latin ones are half as wide as others.
fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>().max(0.5)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// The text of a page. `open` has the places between the columns of the table that the page before ends
/// with, and gets those of the table that this one ends with.
fn written(page: &Page, open: &mut Vec<f64>) -> String {
    let before = std::mem::take(open);
    let mut text = String::new();
    let mut at = 0;
    let pitch = median(page.rows.windows(2).map(|pair| pair[1].middle - pair[0].middle).collect());
    let left =
        page.rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.left).fold(f64::MAX, f64::min);
    let lone = page.rows.iter().filter(|row| row.cells.len() == 1);
    let mut rights: Vec<f64> = lone.map(|row| row.cells[0].right).collect();
    rights.sort_by(f64::total_cmp);
    let right = rights.get(rights.len() * 9 / 10).copied().unwrap_or(0.0);
    while at < page.rows.len() {
        if at > 0 && page.rows[at].middle - page.rows[at - 1].middle > pitch * PARAGRAPH_GAP {
            text.push('\n');
        }
        if let Some((count, middle)) = columns(&page.rows[at..]) {
            two_columns(&mut text, &page.rows[at..at + count], middle, page.em);
            at += count;
        } else if let Some(count) = table_rows(&page.rows[at..]) {
            let rivers = rivers(&page.rows[at..at + count]);
            table(&mut text, &page.rows[at..at + count], &rivers);
            at += count;
            // Below the last table of a page stands at most its number.
            if page.rows.len() - at <= 1 {
                *open = rivers;
            }
        } else if let Some(count) = goes_on_with_table(&page.rows[at..], &before, page.em).filter(|_| at <= 1)
        {
            table(&mut text, &page.rows[at..at + count], &before);
            at += count;
        } else {
            let goes_on =
                at > 0 && continues(&page.rows[at - 1], &page.rows[at], (left, right), page.em, pitch);
            if goes_on {
                text.truncate(text.trim_end_matches('\n').len());
            }
            let from = if goes_on { page.rows[at].cells[0].left } else { left };
            line(&mut text, &page.rows[at].cells, from, page.em);
            at += 1;
        }
    }
    text
}

/// Whether a row goes on with the paragraph of the row above: that one is full, this one is not set in.
/// Lines of words end where the next word would not fit, so of them nothing can be told here.
fn continues(above: &Row, row: &Row, (left, right): (f64, f64), em: f64, pitch: f64) -> bool {
    let ([before], [cell]) = (&above.cells[..], &row.cells[..]) else { return false };
    let is_wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    let opens_attachment = cell.text.starts_with(['附', '—', '·', '第']) && before.text.ends_with('。');
    before.right > right - 1.5 * em
        && before.left < left + 3.0 * em
        && cell.left < left + em
        && row.middle - above.middle < pitch * 1.3
        && is_wide(before.text.chars().next_back())
        && !opens_attachment
}

#[expect(clippy::cast_sign_loss, reason = "a number of blanks is not below 0")]
fn line(text: &mut String, cells: &[Cell], left: f64, em: f64) {
    let mut at = left;
    for cell in cells {
        // Half a character is the smallest step that blanks can show.
        let blanks = ((cell.left - at) / (em / 2.0)).round().max(0.0);
        text.extend(std::iter::repeat_n(' ', blanks as usize));
        text.push_str(&cell.text);
        at = cell.right;
    }
    text.push('\n');
}

/// Two columns of running text: how many rows they take and where the second begins. Most lines fill
/// their column, as cells of a table do not.
fn columns(rows: &[Row]) -> Option<(usize, f64)> {
    let right = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.right).fold(0.0, f64::max);
    let left = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.left).fold(f64::MAX, f64::min);
    let middle = f64::midpoint(left, right);
    let crosses = |row: &Row| row.cells.iter().any(|cell| cell.left < middle && cell.right > middle);
    if rows.first().is_none_or(|row| crosses(row) || row.cells.len() < 2) {
        return None;
    }
    let count = rows.iter().take_while(|row| !crosses(row)).count();
    let side = |is_left: bool| -> Vec<&Cell> {
        rows[..count]
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| (cell.right <= middle) == is_left)
            .collect()
    };
    let fills = |cells: &[&Cell]| {
        let width = cells.iter().map(|cell| cell.right - cell.left).fold(0.0, f64::max);
        let full = cells.iter().filter(|cell| cell.right - cell.left > width * 0.8).count();
        cells.len() >= COLUMN_ROWS_MIN && full * 2 > cells.len() && width > (right - left) * 0.3
    };
    (fills(&side(true)) && fills(&side(false))).then_some((count, middle))
}

/// Writes two columns, the lines of each paragraph put together: their width is not that of the rest of
/// the text, so nothing later could tell which lines are full.
fn two_columns(text: &mut String, rows: &[Row], middle: f64, em: f64) {
    let mut is_full = false;
    for is_left in [true, false] {
        let lines: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| row.cells.iter().filter(|cell| (cell.right <= middle) == is_left).cloned().collect())
            .filter(|cells: &Vec<Cell>| !cells.is_empty())
            .collect();
        let left = lines.iter().map(|cells| cells[0].left).fold(f64::MAX, f64::min);
        let right = lines.iter().filter_map(|cells| cells.last()).map(|cell| cell.right).fold(0.0, f64::max);
        for cells in &lines {
            let goes_on = is_full && cells[0].left < left + em;
            if goes_on {
                text.truncate(text.trim_end_matches('\n').len());
                let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let [before, after] = [text.chars().next_back(), cells[0].text.chars().next()];
                if is_word(before) && is_word(after) {
                    text.push(' ');
                }
            }
            line(text, cells, if goes_on { cells[0].left } else { left }, em);
            is_full = cells.last().is_some_and(|cell| cell.right > right - 1.5 * em);
        }
    }
}

/// How many rows from here on go on with the table of the page before: few as they may be, their cells
/// stand in its columns.
fn goes_on_with_table(rows: &[Row], rivers: &[f64], em: f64) -> Option<usize> {
    let is_row = |row: &&Row| {
        let within =
            |cell: &Cell| !rivers.iter().any(|river| cell.left < river - em && cell.right > river + em);
        let columns: Vec<usize> = row.cells.iter().map(|cell| column(rivers, cell)).collect();
        row.cells.len() > 1
            && row.cells.iter().all(within)
            && columns.windows(2).all(|pair| pair[0] < pair[1])
    };
    let count = rows.iter().take_while(is_row).count();
    (count > 0 && !rivers.is_empty()).then_some(count)
}

/// How many rows from here on are a table: rows of several cells, and between them the further lines
/// of cells that take several.
fn table_rows(rows: &[Row]) -> Option<usize> {
    let first = rows.iter().take(2).position(|row| row.cells.len() > 1)?;
    let pitch = median(rows.windows(2).take(40).map(|pair| pair[1].middle - pair[0].middle).collect());
    let mut end = 0;
    let mut gap = 0;
    for (index, row) in rows.iter().enumerate() {
        if index > 0 && row.middle - rows[index - 1].middle > pitch * 3.0 {
            break;
        }
        if row.cells.len() > 1 {
            (end, gap) = (index + 1, 0);
        } else {
            gap += 1;
        }
        if gap > 2 {
            break;
        }
    }
    if end == 0 {
        return None;
    }
    let rivers = rivers(&rows[..end]);
    // The last lines of the last row's cells.
    while end < rows.len()
        && rows[end].cells.len() == 1
        && rows[end].middle - rows[end - 1].middle <= pitch * PARAGRAPH_GAP
        && column(&rivers, &rows[end].cells[0]) > 0
    {
        end += 1;
    }
    // A line above the first row of several cells belongs to it only where it stands beside it.
    let is_beside = rows.len() > 1 && rows[1].middle - rows[0].middle < pitch * 0.9;
    let above = &rows[0].cells[0];
    let is_narrow = rivers.first().is_some_and(|river| above.right < *river);
    if first == 1 && (!is_beside || (column(&rivers, above) == 0 && !is_narrow)) {
        return None;
    }
    let several = rows[..end].iter().filter(|row| row.cells.len() > 1).count();
    (several >= TABLE_ROWS_MIN && !rivers.is_empty()).then_some(end)
}

/// The places between columns: what no cell covers. A line that runs over most of the width is
/// none of the columns.
fn rivers(rows: &[Row]) -> Vec<f64> {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let right = cells().map(|cell| cell.right).fold(0.0, f64::max);
    let left = cells().map(|cell| cell.left).fold(f64::MAX, f64::min);
    let is_wide =
        |row: &Row| row.cells.len() == 1 && row.cells[0].right - row.cells[0].left > (right - left) * 0.6;
    let mut spans: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| !is_wide(row))
        .flat_map(|row| row.cells.iter().map(|cell| (cell.left, cell.right)))
        .collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut rivers = Vec::new();
    let mut covered = f64::MIN;
    for (left, right) in spans {
        if covered > f64::MIN && left > covered {
            rivers.push(f64::midpoint(covered, left));
        }
        covered = covered.max(right);
    }
    rivers
}

fn column(rivers: &[f64], cell: &Cell) -> usize {
    let middle = f64::midpoint(cell.left, cell.right);
    rivers.partition_point(|river| *river < middle)
}

/// Writes a table. Lines without a first cell are further lines of the row whose first cell is
/// nearest: cells of several lines are set at the middle of their row as often as at its top.
fn table(text: &mut String, rows: &[Row], rivers: &[f64]) {
    let has_first = |row: &&Row| row.cells.iter().any(|cell| column(rivers, cell) == 0);
    let mut anchors: Vec<f64> = Vec::new();
    // The first characters of 序 and 号, one below the other in a narrow column, are one row.
    let mut stacked = None;
    for row in rows.iter().filter(has_first) {
        let lone =
            row.cells.len() == 1 && row.cells[0].text.chars().count() == 1 && !row.cells[0].text.is_ascii();
        match (stacked, anchors.last_mut()) {
            (Some(above), Some(last)) if lone => *last = f64::midpoint(above, row.middle),
            _ => anchors.push(row.middle),
        }
        stacked = lone.then_some(row.middle);
    }
    if anchors.is_empty() {
        anchors = rows.iter().map(|row| row.middle).collect();
    }
    let mut grid: Vec<Vec<String>> = vec![vec![String::new(); rivers.len() + 1]; anchors.len()];
    for row in rows {
        let distance = |at: &usize| (anchors[*at] - row.middle).abs();
        let nearest = (0..anchors.len()).min_by(|one, other| distance(one).total_cmp(&distance(other)));
        for cell in &row.cells {
            let open = &mut grid[nearest.unwrap_or(0)][column(rivers, cell)];
            let is_word = |c: char| c.is_ascii_alphanumeric();
            if open.ends_with(is_word) && cell.text.starts_with(is_word) {
                open.push(' ');
            }
            open.push_str(&cell.text);
        }
    }
    for texts in grid {
        text.push_str(&texts.join("\t"));
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    fn page(words: &[(f64, f64, &str)]) -> String {
        use std::fmt::Write as _;
        let mut xml = String::from("<doc><page width=\"400\" height=\"600\">");
        for (left, top, text) in words {
            let right = left + 10.0 * super::ems(text);
            let _ = write!(
                xml,
                "<word xMin=\"{left}\" yMin=\"{top}\" xMax=\"{right}\" yMax=\"{}\">{text}</word>",
                top + 10.0
            );
        }
        super::text(&(xml + "</page></doc>"))
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut words = vec![(120.0, 0.0, "云溪县公报")];
        for row in 0..9 {
            words.push((0.0, 20.0 + f64::from(row) * 15.0, "左边的一行文字写满了"));
            words.push((200.0, 20.0 + f64::from(row) * 15.0, "右边的一行文字写满了"));
        }
        let text = page(&words);
        assert!(text.rfind('左').unwrap() < text.find('右').unwrap(), "{text}");
        assert!(text.starts_with("      "), "{text}");
        // The lines of a column are full, so they are one paragraph, which goes on in the next column.
        assert_eq!(text.lines().filter(|line| !line.trim().is_empty()).count(), 2, "{text}");
    }

    #[test]
    fn cells_that_stand_below_one_another_are_a_table() {
        let text = page(&[
            (0.0, 0.0, "序号"),
            (60.0, 0.0, "任务"),
            (200.0, 0.0, "单位"),
            (0.0, 15.0, "1"),
            (60.0, 15.0, "修路"),
            (200.0, 15.0, "县交通"),
            (200.0, 30.0, "局"),
            (0.0, 45.0, "2"),
            (60.0, 45.0, "种树"),
            (200.0, 45.0, "县林业局"),
            (0.0, 90.0, "以上任务请认真落实。"),
        ]);
        assert!(text.contains("序号\t任务\t单位\n1\t修路\t县交通局\n2\t种树\t县林业局\n"), "{text}");
        assert!(text.ends_with("\n\n以上任务请认真落实。\n"), "{text}");
    }

    #[test]
    fn a_head_set_upright_in_a_narrow_column_is_one_row() {
        let text = page(&[
            (0.0, 0.0, "序"),
            (60.0, 8.0, "任务"),
            (200.0, 8.0, "单位"),
            (0.0, 16.0, "号"),
            (0.0, 40.0, "1"),
            (60.0, 40.0, "修路"),
            (200.0, 40.0, "县交通局"),
            (0.0, 60.0, "2"),
            (60.0, 60.0, "种树"),
            (200.0, 60.0, "县林业局"),
        ]);
        assert_eq!(text, "序号\t任务\t单位\n1\t修路\t县交通局\n2\t种树\t县林业局\n");
    }
}
