//! What a sentence says is done with the document that it names.

use serde::{Deserialize, Serialize};

use super::lexicon::longest_prefix;

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

/// Verbs that stand before what they act on. Sorted.
const BEFORE: &[(&str, CitationVerb)] = &[
    ("代替", Replaces),
    ("依据", BasedOn),
    ("依據", BasedOn),
    ("依照", BasedOn),
    ("修改", Amends),
    ("修正", Amends),
    ("修訂", Amends),
    ("修订", Amends),
    ("停止执行", Repeals),
    ("公佈", Issues),
    ("公布", Issues),
    ("勘误", Corrects),
    ("印发", Issues),
    ("印發", Issues),
    ("发布", Issues),
    ("取代", Replaces),
    ("废止", Repeals),
    ("廢止", Repeals),
    ("批转", Forwards),
    ("按照", BasedOn),
    ("更正", Corrects),
    ("替代", Replaces),
    ("根据", BasedOn),
    ("根據", BasedOn),
    ("發布", Issues),
    ("落实", Implements),
    ("落實", Implements),
    ("貫徹", Implements),
    ("贯彻", Implements),
    ("贯彻执行", Implements),
    ("贯彻落实", Implements),
    ("轉發", Forwards),
    ("转发", Forwards),
    ("遵照", BasedOn),
];

/// Verbs that stand behind it. Sorted.
const AFTER: &[(&str, CitationVerb)] = &[
    ("不再执行", Repeals),
    ("予以修改", Amends),
    ("予以公布", Issues),
    ("予以印发", Issues),
    ("予以废止", Repeals),
    ("作出修改", Amends),
    ("作如下修改", Amends),
    ("修改为", Amends),
    ("停止执行", Repeals),
    ("印发给", Issues),
    ("即行废止", Repeals),
    ("同时废止", Repeals),
    ("同時廢止", Repeals),
    ("宣布失效", Repeals),
    ("废止", Repeals),
    ("廢止", Repeals),
    ("自行废止", Repeals),
    ("轉發", Forwards),
    ("转发给", Forwards),
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
    let starts = clause.char_indices();
    starts.rev().find_map(|(at, _)| longest_prefix(BEFORE, &clause[at..])).map(|(_, verb)| *verb)
}

/// The first verb of the clause that a citation opens, where it is one of those that stand behind.
pub(super) fn verb_after(after: &str) -> Option<CitationVerb> {
    let clause = after.split(['，', '。', '；', '：', ',', '\n', '·']).next()?;
    let clause = head(clause, REACH_AFTER);
    let mut starts = clause.char_indices();
    starts.find_map(|(at, _)| longest_prefix(AFTER, &clause[at..])).map(|(_, verb)| *verb)
}

fn tail(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::lexicon::is_sorted;

    #[test]
    fn the_tables_are_sorted() {
        assert!(is_sorted(BEFORE) && is_sorted(AFTER));
    }

    #[test]
    fn the_nearest_verb_of_the_clause_counts() {
        assert_eq!(verb_before("根据上级部署，贯彻落实"), Some(Implements));
        assert_eq!(verb_before("废止某文，见"), None);
        assert_eq!(verb_after("自发布之日起废止。"), Some(Repeals));
        assert_eq!(verb_after("，废止"), None);
    }
}
