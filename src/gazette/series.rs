//! The series of document numbers that an archive knows, and where a series begins in running text.

use xxhash_rust::xxh3::xxh3_64;

use super::characters::{is_blank, is_closing, is_opening};
use super::declared::NumberKinds;
use super::lexicon::longest_prefix;
use super::number_parse::{issuer_text, series_text};
use super::numeral::is_numeral;
use super::series_words::{BODIES, LEADING_CHARACTERS, LEADING_WORDS, PROTECTED, is_issuing};

/// The series an archive knows, under every name they are cited by. Words of the sentence that run
/// into a document number are told from it by this set.
#[derive(Clone, Debug, Default)]
pub struct SeriesSet {
    /// (a name, the canonical name), sorted by name, each name once.
    names: Vec<(Box<str>, Box<str>)>,
    kinds: NumberKinds,
    fingerprint: u64,
}

impl SeriesSet {
    /// The set of these pairs: a prefix as it is written or was once, and the canonical prefix. Where
    /// one name is given twice, the first pair in the order of the canonical names is kept.
    pub fn new(known: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut names: Vec<(Box<str>, Box<str>)> =
            known.into_iter().map(|(name, canonical)| (comparable(name).into(), canonical.into())).collect();
        names.sort();
        names.dedup_by(|later, earlier| later.0 == earlier.0);
        let mut listed = String::new();
        for (name, canonical) in &names {
            listed.extend([&**name, "\t", &**canonical, "\n"]);
        }
        Self { names, kinds: NumberKinds::default(), fingerprint: xxh3_64(listed.as_bytes()) }
    }

    /// The set with the kinds of numbers that the archive declares besides.
    #[must_use]
    pub fn declaring(self, kinds: NumberKinds) -> Self {
        let fingerprint = self.fingerprint ^ kinds.fingerprint();
        Self { kinds, fingerprint, ..self }
    }

    /// The kinds of numbers that the archive declares.
    pub fn kinds(&self) -> &NumberKinds {
        &self.kinds
    }

    /// Equal for sets that know the same names and kinds.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The canonical name of a series that is named exactly so.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        let index = self.names.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        Some(&self.names[index].1)
    }

    /// Every name, with the canonical name of its series.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(name, canonical)| (&**name, &**canonical))
    }

    /// The canonical name of the longest known series that `text` ends with.
    pub fn longest_suffix(&self, text: &str) -> Option<&str> {
        self.suffix(text).map(|(_, canonical)| canonical)
    }

    /// As [`SeriesSet::longest_suffix`], with the byte of `text` at which the series begins.
    pub(super) fn suffix(&self, text: &str) -> Option<(usize, &str)> {
        if self.names.is_empty() {
            return None;
        }
        let plain = !text.contains(|c| is_blank(c) || is_opening(c) || is_closing(c));
        text.char_indices().find_map(|(start, _)| {
            let suffix = &text[start..];
            let canonical = if plain {
                self.canonical(suffix)
            } else {
                series_text(suffix).and_then(|name| self.canonical(&name))
            };
            canonical.map(|canonical| (start, canonical))
        })
    }
}

/// A name as the series of a number is written, or as it is where no number can have it.
fn comparable(name: String) -> String {
    let written = if is_issuing(&name) { issuer_text(&name, "") } else { series_text(&name) };
    written.unwrap_or(name)
}

/// Where the 代字 begins in `run`, the characters that stand unparted before a year or 第. `before` is
/// the character in front of them. The result may be the end of `run`: all of it is sentence.
pub(super) fn prefix_start(run: &str, before: Option<char>, known: &SeriesSet) -> usize {
    let by_words = start_by_words(run, before, Cut::Anywhere);
    match known.suffix(run) {
        Some((start, _)) if start <= by_words || is_plausible(&run[by_words..start], &run[start..]) => start,
        _ => by_words,
    }
}

/// As [`prefix_start`] for the issuer of an order or notice. An issuer's name holds 和 and 对
/// (住房和城乡建设部), so single characters are trimmed only in front.
pub(super) fn issuer_start(run: &str, before: Option<char>, known: &SeriesSet) -> usize {
    let by_words = start_by_words(run, before, Cut::InFront);
    match known.suffix(run) {
        Some((start, _)) if start < by_words => start,
        _ => by_words,
    }
}

/// Whether a known series may begin after words that the lists do not hold. A short name may be the
/// end of another's (政发 in 淄政发), and a single character left over is most often the place that the
/// other is named for.
fn is_plausible(unknown: &str, series: &str) -> bool {
    unknown.chars().count() >= 2 && series.chars().count() >= 3
}

/// The single characters that end the sentence even where other words stand before them. The rest do
/// so only in front: 经 is a word in 经国发, and part of the name in 发改农经.
const WITHIN: [char; 14] =
    ['和', '与', '與', '及', '暨', '的', '了', '于', '於', '在', '是', '被', '该', '以'];

/// Where single leading characters may end the sentence and begin the series.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Anywhere,
    InFront,
}

fn start_by_words(run: &str, before: Option<char>, cut: Cut) -> usize {
    let mut start = 0;
    let mut at = 0;
    let mut previous = before;
    while let Some(c) = run[at..].chars().next() {
        let rest = &run[at..];
        let in_front = at == start;
        let may_cut = in_front || (cut == Cut::Anywhere && WITHIN.contains(&c) && rest.len() > c.len_utf8());
        let length = leading_length(rest, c, previous, may_cut).or_else(|| match cut {
            Cut::Anywhere => body_length(rest),
            Cut::InFront => former_length(rest, in_front),
        });
        let step = length.unwrap_or(c.len_utf8());
        if length.is_some() {
            start = at + step;
        }
        previous = run[..at + step].chars().next_back();
        at += step;
    }
    start
}

/// The bytes of a leading word that `rest` begins with.
fn leading_length(rest: &str, c: char, previous: Option<char>, single: bool) -> Option<usize> {
    if let Some((word, ())) = longest_prefix(LEADING_WORDS, rest) {
        return Some(word.len());
    }
    let after = rest[c.len_utf8()..].chars().next();
    match c {
        // 103年度選上字 counts cases of a court, and is better seen whole.
        '年' if after == Some('度') => None,
        '年' | '月' | '日' => previous.is_some_and(is_numeral).then_some(c.len_utf8()),
        '我' | '本' => after
            .filter(|next| "院部局市省区县委厅办会會署府".contains(*next))
            .map(|next| c.len_utf8() + next.len_utf8()),
        '的' => Some(c.len_utf8()),
        // 和政发 and 如政办发 are named for places: without the character, they would lack one.
        _ if single && LEADING_CHARACTERS.binary_search(&c).is_ok() => {
            let named = longest_prefix(PROTECTED, rest).is_some()
                || matches!(after, Some('政' | '府' | '('))
                || (c == '和' && matches!(previous, Some('共' | '呼' | '雍' | '永')));
            (!named).then_some(c.len_utf8())
        }
        _ => None,
    }
}

/// The bytes of a body's full name, where a 代字 of its own follows: 国务院办公厅国办发.
fn body_length(rest: &str) -> Option<usize> {
    const ENDS: [&str; 7] = ["人民政府", "办公厅", "办公室", "委员会", "委員會", "人民法院", "检察院"];
    let listed = longest_prefix(BODIES, rest).map(|(body, ())| body.len());
    let length = listed.or_else(|| ENDS.iter().find(|end| rest.starts_with(**end)).map(|end| end.len()))?;
    let own = &rest[length..];
    let not_own = ["办公", "公告", "通告", "令", "字", "函"].iter().any(|word| own.starts_with(word));
    (!not_own && own.chars().count() >= 2).then_some(length)
}

/// 原 before a body that has since been renamed: 原国家工商行政管理局令. 原平, 原阳 and 原州 are places.
fn former_length(rest: &str, in_front: bool) -> Option<usize> {
    let body = rest.strip_prefix('原').filter(|_| in_front)?;
    (!body.starts_with(['平', '阳', '陽', '州'])).then_some('原'.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[(&str, &str)]) -> SeriesSet {
        SeriesSet::new(names.iter().map(|(name, canonical)| ((*name).to_owned(), (*canonical).to_owned())))
    }

    fn prefix<'a>(run: &'a str, known: &SeriesSet) -> &'a str {
        &run[prefix_start(run, None, known)..]
    }

    #[test]
    fn the_longest_known_series_is_found_at_the_end_of_a_text() {
        let known = set(&[("政发", "政发"), ("云政发", "云政发"), ("云溪区政发", "云政发")]);
        assert_eq!(known.longest_suffix("精心组织云溪区政发"), Some("云政发"));
        assert_eq!(known.longest_suffix("根据政发"), Some("政发"));
        assert_eq!(known.longest_suffix("云政办"), None);
        assert_eq!(SeriesSet::default().longest_suffix("云政发"), None);
        let orders = set(&[("中华人民共和国云溪部令", "云令")]);
        assert_eq!(orders.canonical("云溪部令"), Some("云令"));
    }

    #[test]
    fn verbs_before_a_series_are_trimmed() {
        let none = SeriesSet::default();
        for verb in [
            "根据",
            "按照",
            "依据",
            "关于",
            "和",
            "与",
            "及",
            "以及",
            "对",
            "将",
            "由",
            "经",
            "以",
            "废止",
            "修改",
            "印发",
            "转发",
            "贯彻",
            "落实",
            "执行",
            "见",
            "认真贯彻落实",
            "我院",
            "现将",
        ] {
            assert_eq!(prefix(&format!("{verb}云政发"), &none), "云政发", "{verb}");
        }
    }

    #[test]
    fn places_that_begin_like_a_verb_keep_their_name() {
        let none = SeriesSet::default();
        for series in ["和政发", "如政办发", "将乐政", "经信发", "于都府办", "呼和政发", "发改农经", "暨南字"]
        {
            assert_eq!(prefix(&format!("根据{series}"), &none), series);
        }
    }

    #[test]
    fn a_known_series_wins_over_unknown_words() {
        let known = set(&[("云政发", "云政发")]);
        assert_eq!(prefix("精心组织云政发", &known), "云政发");
    }

    #[test]
    fn another_places_series_is_not_taken_for_a_shorter_known_one() {
        let known = set(&[("政发", "政发"), ("政办发", "政办发")]);
        assert_eq!(prefix("根据淄政发", &known), "淄政发");
        assert_eq!(prefix("根据鲁政办发", &known), "鲁政办发");
    }

    #[test]
    fn a_body_and_a_date_before_its_own_series_are_trimmed() {
        let none = SeriesSet::default();
        assert_eq!(prefix("国务院办公厅国办发", &none), "国办发");
        assert_eq!(prefix("經濟部經授水字", &none), "經授水字");
        assert_eq!(prefix("行政院衛生署署授食字", &none), "署授食字");
        assert_eq!(prefix("臺教授國部字", &none), "臺教授國部字");
        assert_eq!(prefix("一百零三年一月七日台財稅字", &none), "台財稅字");
    }

    #[test]
    fn an_issuer_keeps_the_and_in_its_name() {
        let none = SeriesSet::default();
        let issuer = |run| &run[issuer_start(run, None, &none)..];
        assert_eq!(issuer("根据住房和云溪部令"), "住房和云溪部令");
        assert_eq!(issuer("和公安部令"), "公安部令");
        assert_eq!(issuer("以原云溪局令"), "云溪局令");
    }
}
