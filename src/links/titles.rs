//! Documents by their exact title, and the texts that they print by theirs.

use rayon::prelude::*;

use crate::archive::{Archive, Document, DocumentIndex};
use crate::gazette::{carrier_verb, find_named_titles, find_titles, normalise_title};

/// A title of up to so many characters is a short form that its own document introduces (以下简称《方案》)
/// or a heading that many documents have, so it names an enclosure only together with more.
const SHORT: usize = 4;

/// The titles of an archive, normalised. Never looked up by a part: a title that contains another
/// one's words is another document.
pub struct Titles<'a> {
    sorted: std::sync::OnceLock<Vec<Entry>>,
    archive: &'a Archive,
}

/// What a title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Titled {
    /// The document.
    pub document: DocumentIndex,
    /// The number of the enclosure that has the title, if it is not the document's own.
    pub enclosure: Option<u16>,
}

/// Sorted by title; then what has it as its own title comes before what only prints a text so called.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    title: Box<str>,
    rank: Rank,
    titled: Titled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The document's own title.
    Own,
    /// The heading of an enclosure.
    Enclosure,
    /// What the document's own title says that it carries: 关于印发《…》的通知.
    Carried,
}

impl<'a> Titles<'a> {
    /// The titles of this archive; they are sorted when the first is asked for.
    pub fn new(archive: &'a Archive) -> Self {
        Self { sorted: std::sync::OnceLock::new(), archive }
    }

    /// The one document that has this title; `None` when there is none or more than one. Second
    /// printings and drafts do not count.
    pub fn only(&self, title: &str) -> Option<DocumentIndex> {
        let inner = title.trim().strip_prefix('《').and_then(|title| title.strip_suffix('》'));
        let one = |title| match self.exactly(title).as_slice() {
            [titled] => Some(titled.document),
            _ => None,
        };
        one(title).or_else(|| one(inner?))
    }

    /// All that has exactly this title. What has it as its own hides what only prints a text so called.
    pub fn exactly(&self, title: &str) -> Vec<Titled> {
        let sorted = self.sorted.get_or_init(|| self.sort());
        let title = normalise_title(title);
        let start = sorted.partition_point(|entry| *entry.title < *title);
        let Some(first) = sorted.get(start).filter(|entry| *entry.title == *title) else { return Vec::new() };
        let same = sorted[start..].iter().take_while(|e| e.title == first.title && e.rank == first.rank);
        let mut found: Vec<Titled> = same.map(|entry| entry.titled).collect();
        found.dedup_by_key(|titled| titled.document);
        found
    }

    fn sort(&self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.archive.documents.len() * 2);
        for (index, document) in self.archive.documents.iter().enumerate() {
            if document.is_original() {
                add(&mut entries, DocumentIndex::new(index), document);
            }
        }
        entries.par_sort_unstable();
        entries
    }
}

fn add(entries: &mut Vec<Entry>, index: DocumentIndex, document: &Document) {
    let title = &document.record.title.value;
    let mut push = |title: &str, rank: Rank, enclosure: Option<u16>| {
        let title = normalise_title(title);
        if rank == Rank::Own || title.chars().count() > SHORT {
            entries.push(Entry { title: title.into(), rank, titled: Titled { document: index, enclosure } });
        }
    };
    push(title, Rank::Own, None);
    for (number, enclosure) in document.record.text.enclosures.iter().enumerate() {
        push(without_marks(&enclosure.title), Rank::Enclosure, u16::try_from(number).ok());
    }
    if let Some(carried) = carried(title) {
        push(carried, Rank::Carried, None);
    }
}

/// 附件1 某办法 and 《某办法》 are headings of 某办法.
fn without_marks(heading: &str) -> &str {
    let heading = heading.trim();
    let heading = heading.strip_prefix("附件").map_or(heading, |rest| {
        rest.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '：' | ':' | ' ' | '\u{3000}'))
    });
    heading.strip_prefix('《').and_then(|rest| rest.strip_suffix('》')).unwrap_or(heading)
}

/// The text that a carrier's title names: 甲办法 in 关于印发《甲办法》的通知 and in 关于印发甲办法的通知.
fn carried(title: &str) -> Option<&str> {
    if let Some(enacted) = enacted(title) {
        return Some(enacted);
    }
    let verb = carrier_verb(title).filter(|verb| !verb.starts_with(['转', '轉', '批']))?;
    let object = title.split_once(verb)?.1;
    if object.starts_with('《') {
        return find_titles(object).into_iter().next().map(|found| found.title);
    }
    let end = object.rfind('的')?;
    let carrier = &object[end + '的'.len_utf8()..];
    ["通知", "公告", "通告", "决定", "令", "函", "决議", "公報"].contains(&carrier).then_some(&object[..end])
}

/// The text that an order of Taiwan enacts or amends as a whole: 甲辦法 in 雲溪部令：訂定「甲辦法」. One that
/// amends single articles (修正「甲辦法」第5條) does not print it.
fn enacted(title: &str) -> Option<&str> {
    let (_, act) = title.split_once('：')?;
    let object = ["訂定", "修正"].iter().find_map(|verb| act.trim_start().strip_prefix(verb))?;
    let object = object.strip_prefix("發布").unwrap_or(object).trim_start();
    let named = find_named_titles(object).into_iter().next().filter(|named| named.span.start == 0)?;
    let rest = &object[named.span.end..];
    (rest.is_empty() || rest.starts_with(['，', '；'])).then_some(named.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriers_title_names_what_it_carries() {
        assert_eq!(carried("云溪区人民政府关于印发《甲办法》的通知"), Some("甲办法"));
        assert_eq!(carried("云溪区人民政府关于印发云溪区甲办法的通知"), Some("云溪区甲办法"));
        assert_eq!(carried("关于转发甲局乙意见的通知"), None);
        assert_eq!(carried("关于修改《甲办法》的决定"), None);
        assert_eq!(carried("雲溪部令：訂定「雲溪縣甲辦法」，並自即日生效"), Some("雲溪縣甲辦法"));
        assert_eq!(carried("雲溪部令：修正「雲溪縣甲辦法」第5條條文"), None);
    }

    #[test]
    fn a_heading_names_its_text_without_the_number_of_the_attachment() {
        assert_eq!(without_marks("附件1 甲办法"), "甲办法");
        assert_eq!(without_marks("《甲办法》"), "甲办法");
        assert_eq!(without_marks("甲办法"), "甲办法");
    }
}
