//! Tables of raw HTML in the frame that those of Markdown have.

/// The frame of a table: it scrolls on a narrow screen, and the keyboard reaches it.
const TABLE_FRAME: &str = "<div class=\"table\" tabindex=\"0\">";

/// Tables of raw HTML in the frame that those of Markdown have already.
pub(super) fn with_framed_tables(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find("<table") {
        let end = table_end(&rest[at..]).map_or(rest.len(), |length| at + length);
        let framed = rest[..at].ends_with("tabindex=\"0\">");
        out.push_str(&rest[..at]);
        if framed {
            out.push_str(&rest[at..end]);
        } else {
            out.extend([TABLE_FRAME, &rest[at..end], "</div>"]);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The length of the table that a text begins with, tables within it included.
fn table_end(html: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        let open = html[at..].find("<table").map_or(usize::MAX, |found| at + found);
        let close = at + html[at..].find("</table>")?;
        if open < close {
            depth += 1;
            at = open + "<table".len();
        } else {
            depth -= 1;
            at = close + "</table>".len();
            if depth == 0 {
                return Some(at);
            }
        }
    }
}
