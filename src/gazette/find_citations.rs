//! Finds what running text names: documents by numbers, titles, and both together, and issues.

use std::ops::Range;

use super::characters::{is_blank, is_closing, is_opening};
use super::citation_verb::{CitationVerb, verb_after, verb_before};
use super::find_issues::{FoundIssue, Periodical, find_issues};
use super::find_numbers::{FoundNumber, find_numbers};
use super::number::DocumentNumber;
use super::number_lists::is_joint;
use super::series::SeriesSet;
use super::title::{FoundTitle, find_named_titles};

/// Between a title and the number in the brackets behind it may stand a date or an issuer, no more:
/// 《某办法》（2018年10月8日云政发〔2018〕8号印发）.
const BRACKET_LENGTH_MAX: usize = 40 * '月'.len_utf8();

/// Words that name a document, and the bytes they stand on. Where neither number nor title is given, they
/// name an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCitation {
    /// Where it stands, with the marks and brackets around it.
    pub span: Range<usize>,
    /// The number, if one is given.
    pub number: Option<DocumentNumber>,
    /// Where the title stands, without its outer marks, if one is given. A forced citation without a
    /// number has whatever it says here.
    pub title: Option<Range<usize>>,
    /// Whether the writer marked it with `[[…]]`.
    pub forced: bool,
    /// What the sentence says is done with the document, where it says so.
    pub verb: Option<CitationVerb>,
}

/// The citations in `text`, in its order, not overlapping but for the numbers of one range. A number
/// within a title belongs to the title; `《title》（number）` is one citation. Issues are those that
/// [`find_issues`] finds outside of all others.
pub fn find_citations(text: &str, known: &SeriesSet) -> Vec<FoundCitation> {
    let mut found = forced(text, known);
    let marked: Vec<Range<usize>> = found.iter().map(|citation| citation.span.clone()).collect();
    let free = |span: &Range<usize>| marked.iter().all(|m| m.end <= span.start || span.end <= m.start);
    let titles: Vec<FoundTitle<'_>> =
        find_named_titles(text).into_iter().filter(|title| free(&title.span)).collect();
    let numbers = numbers(text, known).into_iter().filter(|number| free(&number.span));
    let within = |number: &FoundNumber| {
        let title = titles.partition_point(|title| title.span.end <= number.span.start);
        titles.get(title).is_some_and(|title| title.span.start < number.span.end)
    };
    let mut numbers: Vec<Option<FoundNumber>> = numbers.filter(|number| !within(number)).map(Some).collect();
    for title in titles {
        found.push(with_its_number(text, &title, &mut numbers));
    }
    found.extend(numbers.into_iter().flatten().map(|number| FoundCitation {
        span: number.span,
        number: Some(number.number),
        title: None,
        forced: false,
        verb: None,
    }));
    found.sort_by_key(|citation| citation.span.start);
    add_verbs(text, &mut found);
    add_issues(text, &mut found);
    found
}

/// Adds the issues that stand outside of what was found. The title before one is that of the periodical.
fn add_issues(text: &str, found: &mut Vec<FoundCitation>) {
    for FoundIssue { span, periodical, .. } in find_issues(text) {
        if found.iter().any(|other| span.start < other.span.end && other.span.start < span.end) {
            continue;
        }
        if matches!(periodical, Some(Periodical::Marked(_))) {
            let end = text[..span.start].trim_end_matches(is_blank).len();
            found.retain(|other| other.forced || other.number.is_some() || other.span.end != end);
        }
        found.push(FoundCitation { span, number: None, title: None, forced: false, verb: None });
    }
    found.sort_by_key(|citation| citation.span.start);
}

/// The numbers in `text`, those of declared kinds before all others.
fn numbers(text: &str, known: &SeriesSet) -> Vec<FoundNumber> {
    let mut found = known.kinds().find(text);
    if found.is_empty() {
        return find_numbers(text, known);
    }
    let declared: Vec<Range<usize>> = found.iter().map(|number| number.span.clone()).collect();
    let free = |number: &FoundNumber| {
        declared.iter().all(|d| d.end <= number.span.start || number.span.end <= d.start)
    };
    found.extend(find_numbers(text, known).into_iter().filter(free));
    found.sort_by_key(|number| number.span.start);
    found
}

/// What stands between `[[` and `]]` within one line.
fn forced(text: &str, known: &SeriesSet) -> Vec<FoundCitation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("[[").map(|found| at + found) {
        let inner = open + 2;
        let Some(close) = text[inner..].find("]]").map(|found| inner + found) else { break };
        at = close + 2;
        let name = &text[inner..close];
        if name.trim().is_empty() || name.contains("[[") {
            at = inner;
            continue;
        }
        found.push(named(text, inner..close, known, open..at));
    }
    found
}

/// What a name between `[[` and `]]` means: a title in its marks with or without a number, else a number
/// in any form, else a title.
fn named(text: &str, inner: Range<usize>, known: &SeriesSet, span: Range<usize>) -> FoundCitation {
    let start = inner.end - text[inner.clone()].trim_start().len();
    let name = text[inner].trim();
    let whole = start..start + name.len();
    let mut citation = FoundCitation { span, number: None, title: Some(whole), forced: true, verb: None };
    if let Some(title) = find_named_titles(name).into_iter().next().filter(|title| title.span.start == 0) {
        let behind = &name[title.span.end..];
        citation.title = Some(start + title.inner().start..start + title.inner().end);
        citation.number = numbers(behind, known).into_iter().next().map(|found| found.number);
        return citation;
    }
    let number = known.kinds().parse(name);
    let canonical = number.series().and_then(|series| known.canonical(series));
    citation.number = Some(canonical.map(|series| number.with_series(series)).unwrap_or(number));
    citation
}

/// A title with the number in the brackets behind it, which is then taken from the list.
fn with_its_number(text: &str, title: &FoundTitle<'_>, numbers: &mut [Option<FoundNumber>]) -> FoundCitation {
    let mut citation = FoundCitation {
        span: title.span.clone(),
        number: None,
        title: Some(title.inner()),
        forced: false,
        verb: None,
    };
    let after = title.span.end;
    let next = numbers.iter_mut().find(|number| number.as_ref().is_some_and(|n| n.span.start >= after));
    let Some(slot) = next else { return citation };
    let Some(number) = slot.as_ref() else { return citation };
    if !is_its_bracket(&text[after..number.span.start]) {
        return citation;
    }
    let mut end = number.span.end;
    if let Some(closing) = text[end..].chars().next().filter(|c| is_closing(*c)) {
        end += closing.len_utf8();
    }
    citation.span.end = end;
    citation.number = slot.take().map(|number| number.number);
    citation
}

/// Whether what stands between a title and a number puts the number in the title's own brackets.
fn is_its_bracket(between: &str) -> bool {
    let between = between.trim_start_matches(is_blank);
    let Some(opening) = between.chars().next().filter(|c| is_opening(*c)) else { return false };
    let inner = &between[opening.len_utf8()..];
    inner.len() <= BRACKET_LENGTH_MAX && !inner.contains(|c| is_closing(c) || matches!(c, '《' | '。' | '；'))
}

/// Each citation's verb: the word before or behind it, or that of the one before in a list.
fn add_verbs(text: &str, found: &mut [FoundCitation]) {
    let mut end = 0;
    let mut previous = None;
    for index in 0..found.len() {
        let span = found[index].span.clone();
        let before = &text[end.min(span.start)..span.start];
        let listed = index > 0 && (before.trim().is_empty() || is_joint(before.trim()));
        let next = found.get(index + 1).map_or(text.len(), |next| next.span.start.max(span.end));
        let verb =
            verb_after(&text[span.end..next]).or_else(|| if listed { previous } else { verb_before(before) });
        found[index].verb = verb;
        previous = verb;
        end = span.end;
    }
    // 《甲》、《乙》同时废止: what is said behind the last is said of all.
    for index in (1..found.len()).rev() {
        let (end, start) = (found[index - 1].span.end, found[index].span.start);
        let listed = end <= start && (end == start || is_joint(text[end..start].trim()));
        if listed && found[index - 1].verb.is_none() {
            found[index - 1].verb = found[index].verb;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each citation stands on, with its number and title.
    fn found(text: &str) -> Vec<(&str, String, &str)> {
        let known = SeriesSet::new([("云政发".to_owned(), "云政发".to_owned())]);
        find_citations(text, &known)
            .into_iter()
            .map(|citation| {
                let number = citation.number.map(|number| number.to_string()).unwrap_or_default();
                (&text[citation.span], number, citation.title.map_or("", |title| &text[title]))
            })
            .collect()
    }

    fn verbs(text: &str) -> Vec<Option<CitationVerb>> {
        find_citations(text, &SeriesSet::default()).into_iter().map(|citation| citation.verb).collect()
    }

    #[test]
    fn a_title_and_the_number_behind_it_are_one_citation() {
        let number = || "云政发〔2018〕8号".to_owned();
        assert_eq!(
            found("按照《某办法》（云政发〔2018〕8号）要求"),
            [("《某办法》（云政发〔2018〕8号）", number(), "某办法")]
        );
        assert_eq!(
            found("《某办法》（2018年3月1日云政发〔2018〕8号印发）"),
            [("《某办法》（2018年3月1日云政发〔2018〕8号", number(), "某办法")]
        );
        assert_eq!(
            found("《某办法》和云政发〔2018〕8号"),
            [("《某办法》", String::new(), "某办法"), ("云政发〔2018〕8号", number(), "")]
        );
    }

    #[test]
    fn a_number_within_a_title_belongs_to_the_title() {
        assert_eq!(
            found("《关于贯彻云政发〔2018〕8号文件的通知》"),
            [(
                "《关于贯彻云政发〔2018〕8号文件的通知》",
                String::new(),
                "关于贯彻云政发〔2018〕8号文件的通知"
            )]
        );
    }

    #[test]
    fn double_brackets_force_a_citation() {
        let text = "见[[云政发[2018]8号]]和[[某办法]]";
        let known = SeriesSet::default();
        let found = find_citations(text, &known);
        assert_eq!(&text[found[0].span.clone()], "[[云政发[2018]8号]]");
        assert_eq!(found[0].number.as_ref().map(ToString::to_string).as_deref(), Some("云政发〔2018〕8号"));
        assert!(found.iter().all(|citation| citation.forced));
        assert_eq!(found[1].title.clone().map(|title| &text[title]), Some("某办法"));
        assert!(find_citations("a[[b", &known).is_empty());
    }

    #[test]
    fn the_verb_is_that_of_the_clause() {
        use CitationVerb::{Amends, BasedOn, Forwards, Implements, Repeals};
        assert_eq!(verbs("根据《甲条例》和《乙办法》，结合实际"), [Some(BasedOn), Some(BasedOn)]);
        assert_eq!(verbs("为贯彻落实《甲条例》精神，"), [Some(Implements)]);
        assert_eq!(verbs("现将区农业局《甲意见》转发给你们"), [Some(Forwards)]);
        assert_eq!(verbs("《甲办法》（云政发〔2012〕15号）同时废止"), [Some(Repeals)]);
        assert_eq!(verbs("《甲办法》、《乙办法》同时废止"), [Some(Repeals), Some(Repeals)]);
        assert_eq!(verbs("对《甲办法》作如下修改："), [Some(Amends)]);
        assert_eq!(verbs("根据上级要求，见《甲办法》"), [None]);
    }
}
