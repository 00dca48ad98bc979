//! Titles of documents in running text, and titles compared.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::characters::{fold_width, is_blank, is_closing, is_opening};
use super::kind::{carrier_verb, ends_like_enactment};

// Looked for in all running text: two bytes at once are far quicker than one, which is common in Chinese.
static OPENING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("《"));
static QUOTING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("「"));
static CLOSING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("」"));

/// The longest title in characters; a 《 that is not closed within is a slip of the pen.
const TITLE_LENGTH_MAX: usize = 200;

/// A title between 《》 in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTitle<'a> {
    /// The bytes it stands on, with its 《》.
    pub span: Range<usize>,
    /// What stands between the outer marks, marks within it included.
    pub title: &'a str,
}

impl FoundTitle<'_> {
    /// The bytes that the title stands on, without its marks, all of which are three bytes long.
    pub fn inner(&self) -> Range<usize> {
        self.span.start + '《'.len_utf8()..self.span.end - '》'.len_utf8()
    }
}

/// The titles in `text`, in its order, not overlapping. Titles within a title (〈〉, or 《》 again) belong
/// to it. One that is not closed in the same paragraph, or within 200 characters, is passed over.
/// 「」 are quotation marks and mark no title.
pub fn find_titles(text: &str) -> Vec<FoundTitle<'_>> {
    titles(text, |rest| OPENING.find(rest.as_bytes()))
}

/// As [`find_titles`], and what stands between 「」 where it ends with the kind of an enactment: Taiwan
/// has no other mark for 「某管理辦法」.
pub fn find_named_titles(text: &str) -> Vec<FoundTitle<'_>> {
    let quotes = QUOTING.find(text.as_bytes()).is_some();
    if quotes { titles(text, |rest| rest.find(['《', '「'])) } else { find_titles(text) }
}

/// Whether [`find_named_titles`] may find any. Never wrong when it says no.
pub fn may_hold_title(text: &str) -> bool {
    let bytes = text.as_bytes();
    OPENING.find(bytes).is_some() || CLOSING.find_iter(bytes).any(|at| ends_like_enactment(&text[..at]))
}

fn titles(text: &str, next_mark: impl Fn(&str) -> Option<usize>) -> Vec<FoundTitle<'_>> {
    let mut titles = Vec::new();
    let mut from = 0;
    while let Some(open) = next_mark(&text[from..]).map(|at| from + at) {
        let quoted = text[open..].starts_with('「');
        let (opening, closing) = if quoted { ('「', '」') } else { ('《', '》') };
        let inner = open + opening.len_utf8();
        let title = closing_mark(&text[inner..], opening, closing).map(|length| &text[inner..inner + length]);
        let wanted = |title: &&str| if quoted { names_enactment(title) } else { !title.is_empty() };
        from = match title {
            Some(title) if wanted(&title) => {
                let end = inner + title.len() + closing.len_utf8();
                titles.push(FoundTitle { span: open..end, title });
                end
            }
            // A quotation may hold a title.
            Some(title) if !quoted => inner + title.len() + closing.len_utf8(),
            _ => inner,
        };
    }
    titles
}

/// Whether a quotation is the name of an enactment, and not a saying that ends like one.
fn names_enactment(quoted: &str) -> bool {
    quoted.chars().count() > 4
        && !quoted.contains(['，', '。', '；', '：', '？', '！', '\n'])
        && ends_like_enactment(quoted)
}

/// The byte of the mark that closes a title which `rest` begins within.
fn closing_mark(rest: &str, opening: char, closing: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut previous = ' ';
    for (at, c) in rest.char_indices().take(TITLE_LENGTH_MAX + 1) {
        match c {
            _ if c == opening => depth += 1,
            _ if c == closing && depth == 0 => return Some(at),
            _ if c == closing => depth -= 1,
            '\n' if previous == '\n' => return None,
            _ => {}
        }
        if c != '\r' {
            previous = c;
        }
    }
    None
}

/// A title for comparing: equal keys name the same document. It is the 128-bit hash of the title as
/// [`normalise_title`] gives it, so that a large archive keeps and compares sixteen bytes a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TitleKey([u8; 16]);

impl TitleKey {
    /// The key of a title.
    pub fn of(title: &str) -> Self {
        Self(xxh3_128(normalise_title(title).as_bytes()).to_be_bytes())
    }

    /// The first bits of the hash: keys are in the order of these, and evenly spread over them.
    #[must_use]
    pub fn first_bits(self) -> u16 {
        u16::from_be_bytes([self.0[0], self.0[1]])
    }
}

/// The text that a carrier's title names: 甲办法 in 关于印发《甲办法》的通知 and in 关于印发甲办法的通知.
pub fn carried_title(title: &str) -> Option<&str> {
    if let Some(enacted) = enacted_title(title) {
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
fn enacted_title(title: &str) -> Option<&str> {
    let (_, act) = title.split_once('：')?;
    let object = ["訂定", "修正"].iter().find_map(|verb| act.trim_start().strip_prefix(verb))?;
    let object = object.strip_prefix("發布").unwrap_or(object).trim_start();
    let named = find_named_titles(object).into_iter().next().filter(|named| named.span.start == 0)?;
    let rest = &object[named.span.end..];
    (rest.is_empty() || rest.starts_with(['，', '；'])).then_some(named.title)
}

/// What the heading of an enclosure calls it: 附件1 某办法 and 《某办法》 are headings of 某办法.
pub fn heading_title(heading: &str) -> &str {
    let heading = heading.trim();
    let heading = heading.strip_prefix("附件").map_or(heading, |rest| {
        rest.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '：' | ':' | ' ' | '\u{3000}'))
    });
    heading.strip_prefix('《').and_then(|rest| rest.strip_suffix('》')).unwrap_or(heading)
}

/// A title as it is compared: equal results name the same document. White space is dropped; full and
/// half width, the kinds of quotation marks, of brackets, of dashes, and 〈〉 and 《》 are each folded to
/// one. Simplified and traditional characters stay different.
pub fn normalise_title(title: &str) -> String {
    title.chars().filter(|c| !is_blank(*c)).map(fold_punctuation).collect()
}

fn fold_punctuation(c: char) -> char {
    match c {
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '\'' | '＇' | '〝' | '〞' | '„' => {
            '"'
        }
        '〈' | '《' | '＜' | '«' | '‹' => '<',
        '〉' | '》' | '＞' | '»' | '›' => '>',
        '，' => ',',
        '。' | '．' => '.',
        '·' | '•' | '・' | '‧' | '∙' => '·',
        '—' | '–' | '―' | '‐' | '‑' | '−' | '～' | '~' | '〜' | '－' => '-',
        _ if is_opening(c) => '(',
        _ if is_closing(c) => ')',
        _ => fold_width(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<&str> {
        find_titles(text).into_iter().map(|found| found.title).collect()
    }

    #[test]
    fn titles_are_found_with_their_marks_outside() {
        let text = "根据《甲办法》和《乙条例》，";
        let found = find_titles(text);
        assert_eq!(&text[found[1].span.clone()], "《乙条例》");
        assert_eq!(titles(text), ["甲办法", "乙条例"]);
    }

    #[test]
    fn a_title_within_a_title_belongs_to_it() {
        assert_eq!(titles("《关于修改〈甲办法〉的决定》"), ["关于修改〈甲办法〉的决定"]);
        assert_eq!(titles("《关于印发《甲办法》的通知》"), ["关于印发《甲办法》的通知"]);
    }

    #[test]
    fn an_unclosed_title_is_passed_over_and_the_next_is_found() {
        assert_eq!(titles("《没有合上。\n\n《甲办法》"), ["甲办法"]);
        assert_eq!(titles(&format!("《{}》《乙》", "长".repeat(300))), ["乙"]);
        assert_eq!(titles("《》《"), Vec::<&str>::new());
    }

    #[test]
    fn a_quotation_is_a_title_where_it_names_an_enactment() {
        let named = |text| -> Vec<&str> { find_named_titles(text).iter().map(|found| found.title).collect() };
        assert_eq!(named("修正「雲溪縣某管理辦法」第三條"), ["雲溪縣某管理辦法"]);
        assert_eq!(named("依《某條例》及「某作業要點（試行）」辦理"), ["某條例", "某作業要點（試行）"]);
        assert_eq!(named("所稱「依「雲溪縣某標準」認定者」"), ["雲溪縣某標準"]);
        for text in ["「請各界提供意見」", "本「辦法」", "「違者，依相關規定」", "「某計畫", "「某單位」"]
        {
            assert!(named(text).is_empty(), "{text}");
            assert!(!may_hold_title(text) || text.contains("辦法」") || text.contains("規定」"), "{text}");
        }
    }

    #[test]
    fn a_wrapped_line_does_not_end_a_title() {
        assert_eq!(titles("《甲\n办法》"), ["甲\n办法"]);
    }

    #[test]
    fn a_carriers_title_names_what_it_carries() {
        assert_eq!(carried_title("云溪区人民政府关于印发《甲办法》的通知"), Some("甲办法"));
        assert_eq!(carried_title("云溪区人民政府关于印发云溪区甲办法的通知"), Some("云溪区甲办法"));
        assert_eq!(carried_title("关于转发甲局乙意见的通知"), None);
        assert_eq!(carried_title("关于修改《甲办法》的决定"), None);
        assert_eq!(carried_title("雲溪部令：訂定「雲溪縣甲辦法」，並自即日生效"), Some("雲溪縣甲辦法"));
        assert_eq!(carried_title("雲溪部令：修正「雲溪縣甲辦法」第5條條文"), None);
    }

    #[test]
    fn a_heading_names_its_text_without_the_number_of_the_attachment() {
        assert_eq!(heading_title("附件1 甲办法"), "甲办法");
        assert_eq!(heading_title("《甲办法》"), "甲办法");
        assert_eq!(heading_title("甲办法"), "甲办法");
    }

    #[test]
    fn titles_compare_without_regard_to_blanks_width_and_kinds_of_marks() {
        let canonical = normalise_title("关于修改〈甲（试行）办法〉“一号”的决定 2018—2020");
        for same in [
            "关于修改《甲(试行)办法》「一号」的决定２０１８-２０２０",
            "关于 修改<甲〔试行〕办法>\"一号\"的　决定2018–2020",
        ] {
            assert_eq!(normalise_title(same), canonical, "{same}");
        }
        assert_ne!(normalise_title("甲辦法"), normalise_title("甲办法"));
    }
}
