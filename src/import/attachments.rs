//! What a document says is attached to it, and the titles of what it carries.

use crate::gazette::{find_titles, normalise_title};

use super::fields::{Fields, body};
use super::lines::Line;
use super::profile::Profile;
use super::segment::Segment;

/// How many attachments a note names at most.
const ATTACHMENTS_MAX: usize = 60;

/// What the note below the text says is attached. The note stays in the text.
pub fn read(lines: &[Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let body = body(lines, segment);
    let mut values = Vec::new();
    let mut at = Vec::new();
    let mut open = false;
    for index in body {
        let bare = &lines[index].bare;
        let named = if open {
            profile.text.attachment_item.group("titles", bare)
        } else {
            profile.text.attachment_note.group("titles", bare)
        };
        let Some(titles) = named.filter(|titles| titles.chars().count() <= 120 && !titles.contains('。'))
        else {
            open = false;
            continue;
        };
        if values.len() >= ATTACHMENTS_MAX {
            break;
        }
        open = true;
        let title = without_count(titles);
        let quoted = title.strip_prefix('「').and_then(|inner| inner.strip_suffix('」'));
        values.push(quoted.filter(|inner| !inner.contains('「')).unwrap_or(title).to_owned());
        at.push(index);
    }
    fields.set("attachments", values, at, 90, "the note of attachments");
}

/// `1.名单` → `名单`.
fn without_count(title: &str) -> &str {
    let digits = title.chars().take_while(char::is_ascii_digit).count();
    let rest = &title[digits..];
    if digits > 0 { rest.strip_prefix(['.', '．', '、']).unwrap_or(title) } else { title }
}

/// The titles of texts that may stand below the signature.
pub fn carried(lines: &[Line], segment: &Segment, fields: &mut Fields) {
    let mut titles: Vec<String> = Vec::new();
    let mut add = |title: &str| {
        let normal = normalise_title(title);
        if normal.chars().count() >= 4 && !titles.contains(&normal) {
            titles.push(normal);
        }
    };
    if let Some(field) = fields.get("attachments") {
        field.values.iter().for_each(|title| add(title));
    }
    for verb in ["印发", "转发", "批转", "发布", "公布"] {
        let title = fields.value("title");
        if let Some(matter) = title.split(verb).nth(1) {
            let matter =
                matter.trim_end_matches("的通知").trim_end_matches("的函").trim_matches(['《', '》']);
            add(matter);
            // 批转省水利厅关于管养问题的报告: the report's own title may go without the office.
            add(matter.find("关于").map_or("", |at| &matter[at..]));
        }
    }
    for index in body(lines, segment).into_iter().take(8) {
        for title in find_titles(&lines[index].text) {
            add(title.title);
        }
    }
    fields.carried = titles;
}
