//! What a sentence says is done with the document that it names.

use serde::{Deserialize, Serialize};

/// How far before a citation its verb is looked for, in bytes: 转发区农业农村局《…》.
const REACH_BEFORE: usize = 30 * '字'.len_utf8();
/// How far behind it.
const REACH_AFTER: usize = 14 * '字'.len_utf8();

/// What one document does with another that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CitationVerb {
    /// 废止
    Repeals,
    /// 修改
    Amends,
    /// 替代
    Replaces,
    /// 更正
    Corrects,
    /// 贯彻
    Implements,
    /// 转发
    Forwards,
    /// 印发
    Issues,
    /// 根据
    BasedOn,
}

use CitationVerb::{Amends, BasedOn, Corrects, Forwards, Implements, Issues, Repeals, Replaces};

const BEFORE: &[(&str, CitationVerb)] = &[
    ("废止", Repeals),
    ("廢止", Repeals),
    ("停止执行", Repeals),
    ("修改", Amends),
    ("修订", Amends),
    ("修正", Amends),
    ("修訂", Amends),
    ("替代", Replaces),
    ("代替", Replaces),
    ("取代", Replaces),
    ("更正", Corrects),
    ("勘误", Corrects),
    ("贯彻", Implements),
    ("贯彻落实", Implements),
    ("贯彻执行", Implements),
    ("落实", Implements),
    ("貫徹", Implements),
    ("落實", Implements),
    ("转发", Forwards),
    ("批转", Forwards),
    ("轉發", Forwards),
    ("印发", Issues),
    ("印發", Issues),
    ("公布", Issues),
    ("发布", Issues),
    ("發布", Issues),
    ("公佈", Issues),
    ("根据", BasedOn),
    ("依据", BasedOn),
    ("依照", BasedOn),
    ("按照", BasedOn),
    ("遵照", BasedOn),
    ("依據", BasedOn),
    ("根據", BasedOn),
];

const AFTER: &[(&str, CitationVerb)] = &[
    ("同时废止", Repeals),
    ("同時廢止", Repeals),
    ("予以废止", Repeals),
    ("宣布失效", Repeals),
    ("即行废止", Repeals),
    ("自行废止", Repeals),
    ("停止执行", Repeals),
    ("不再执行", Repeals),
    ("废止", Repeals),
    ("廢止", Repeals),
    ("作如下修改", Amends),
    ("作出修改", Amends),
    ("予以修改", Amends),
    ("修改为", Amends),
    ("转发给", Forwards),
    ("轉發", Forwards),
    ("印发给", Issues),
    ("予以公布", Issues),
    ("予以印发", Issues),
];

impl CitationVerb {
    /// Its key in the theme's word files.
    pub fn key(self) -> &'static str {
        match self {
            Repeals => "repeals",
            Amends => "amends",
            Replaces => "replaces",
            Corrects => "corrects",
            Implements => "implements",
            Forwards => "forwards",
            Issues => "issues_text",
            BasedOn => "based_on",
        }
    }
}

/// The last verb of the clause that runs up to a citation.
pub(super) fn verb_before(before: &str) -> Option<CitationVerb> {
    let clause = before.rsplit(['，', '。', '；', '：', ',', '\n', '·']).next()?;
    let clause = tail(clause, REACH_BEFORE);
    let last = |(word, verb): &(&str, CitationVerb)| Some((clause.rfind(word)? + word.len(), *verb));
    BEFORE.iter().filter_map(last).max_by_key(|(end, _)| *end).map(|(_, verb)| verb)
}

/// The first verb of the clause that a citation opens, where it is one of those that stand behind.
pub(super) fn verb_after(after: &str) -> Option<CitationVerb> {
    let clause = after.split(['，', '。', '；', '：', ',', '\n', '·']).next()?;
    let clause = head(clause, REACH_AFTER);
    let first = |(word, verb): &(&str, CitationVerb)| Some((clause.find(word)?, *verb));
    AFTER.iter().filter_map(first).min_by_key(|(start, _)| *start).map(|(_, verb)| verb)
}

fn tail(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
