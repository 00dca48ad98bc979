//! What the citations of a text name, and what of it the archive holds.

use serde::{Deserialize, Serialize};

use crate::archive::{Archive, DocumentIndex, Issue, IssueIndex};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, nearest, text};
use crate::gazette::{
    CitationVerb, DocumentNumber, FoundIssue, Kind, carrier_verb, find_issues, normalise_title,
};
use crate::parse::{TextFacts, WrittenCitation};

use super::titles::{Titled, Titles};

/// A citation, and what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The passage of its text that it stands in.
    pub passage: u32,
    /// Where it stands in the passage.
    pub span: Span,
    /// What the sentence says is done with the document.
    pub verb: Option<CitationVerb>,
    /// Whether it was marked with `[[…]]`.
    pub forced: bool,
    /// What it names.
    pub target: CitationTarget,
}

/// What a citation names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationTarget {
    /// A document that the archive holds, or an enclosure of it by its number.
    Held(DocumentIndex, Option<u16>),
    /// One of several documents: the number of the entry in [`super::Links::ambiguous`].
    Ambiguous(u32),
    /// A document that the archive does not hold: the number of the entry in [`super::Links::wanted`].
    Missing(u32),
    /// The document itself. Only forced citations are kept when they name it.
    Own,
    /// An issue that the archive holds.
    Issue(IssueIndex),
}

/// A citation as one text alone shows it, before those of all texts are put together.
pub(super) struct Resolved {
    pub citation: Citation,
    /// The name of what is missing or ambiguous.
    pub name: Option<Box<Name>>,
    /// The candidates of an ambiguous one; none of any other.
    pub candidates: Vec<Titled>,
}

impl Resolved {
    /// A citation that nothing is to be added to.
    fn settled(written: &WrittenCitation, target: CitationTarget) -> Self {
        let WrittenCitation { passage, span, verb, forced, .. } = *written;
        let citation = Citation { passage, span, verb, forced, target };
        Self { citation, name: None, candidates: Vec::new() }
    }
}

/// The name of a document: equal keys name the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// The canonical number, or the normalised title.
    pub key: Box<str>,
    /// The number, when it has one.
    pub number: Option<DocumentNumber>,
    /// The title as printed, when it has one.
    pub title: Option<Box<str>>,
}

/// What is cited in one text.
#[derive(Default)]
pub(super) struct ResolvedText {
    pub citations: Vec<Resolved>,
    /// Whether the text had to be searched: it is new, or other series are known than before.
    pub is_new: bool,
}

/// Resolves the citations of texts.
pub(super) struct CitationResolver<'a> {
    pub archive: &'a Archive,
    pub titles: &'a Titles<'a>,
}

/// A citation with the words that it stands in.
#[derive(Clone, Copy)]
struct Read<'a> {
    written: &'a WrittenCitation,
    text: &'a TextFacts,
}

impl<'a> Read<'a> {
    fn sentence(self) -> &'a str {
        self.text.passages.passage(self.written.passage as usize).text
    }

    fn title(self) -> Option<&'a str> {
        Some(&self.sentence()[self.written.title?.span.range()])
    }
}

impl CitationResolver<'_> {
    /// The citations of a text. `own` is the document that it belongs to.
    pub fn text(
        &self,
        path: &str,
        text: &TextFacts,
        own: Option<DocumentIndex>,
        found: &mut Diagnostics,
    ) -> ResolvedText {
        let written = text.passages.citations(&self.archive.known_series);
        let mut resolved = ResolvedText { citations: Vec::new(), is_new: written.is_new };
        let mut forced = text.passages.forced.iter();
        for written in written.iter() {
            let place = if written.forced { forced.next() } else { None };
            let one = self.citation(Read { written, text }, own);
            let missing = |one: &Resolved| matches!(one.citation.target, CitationTarget::Missing(_));
            if let (Some(place), Some(name)) =
                (place, one.as_ref().filter(|one| missing(one)).and_then(|one| one.name.as_deref()))
            {
                found.push(self.unknown(path, *place, name));
            }
            resolved.citations.extend(one);
        }
        resolved
    }

    fn citation(&self, read: Read<'_>, own: Option<DocumentIndex>) -> Option<Resolved> {
        let written = read.written;
        if let Some(issue) = self.issue(read) {
            return Some(Resolved::settled(written, CitationTarget::Issue(issue)));
        }
        if written.names_issue() {
            return None;
        }
        let candidates = self.candidates(written);
        // What a document calls itself is not cited, nor is what it encloses.
        let is_own = own.is_some_and(|own| {
            let is_reprint = self.archive.document(own).record.reprint_of.is_some();
            candidates.iter().any(|titled| titled.document == own)
                || (is_reprint && candidates.len() == 1 && self.is_printing_of(own, candidates[0].document))
                || candidates.is_empty() && self.is_own_title(own, read)
        });
        let target = match candidates.as_slice() {
            _ if is_own && !written.forced => return None,
            _ if is_own => CitationTarget::Own,
            [one] => CitationTarget::Held(one.document, one.enclosure),
            [] if !written.forced && !self.names_a_document(read) => return None,
            [] => CitationTarget::Missing(0),
            _ => CitationTarget::Ambiguous(0),
        };
        let unsettled = matches!(target, CitationTarget::Missing(_) | CitationTarget::Ambiguous(_));
        let name = unsettled.then(|| Box::new(self.name(read)));
        let candidates = if candidates.len() > 1 { candidates } else { Vec::new() };
        Some(Resolved { name, candidates, ..Resolved::settled(written, target) })
    }

    /// The issue that words name which name no document.
    fn issue(&self, read: Read<'_>) -> Option<IssueIndex> {
        let span = read.written.span.range();
        let found = if read.written.names_issue() {
            find_issues(read.sentence()).into_iter().find(|issue| issue.span == span)?
        } else {
            // [[2018年第4期]]
            let name = read.title().filter(|_| read.written.forced)?.trim();
            find_issues(name).into_iter().find(|issue| issue.span.end == name.len())?
        };
        self.held_issue(&found)
    }

    fn held_issue(&self, found: &FoundIssue<'_>) -> Option<IssueIndex> {
        if found.periodical.is_some_and(|periodical| !periodical.is(&self.archive.gazette)) {
            return None;
        }
        let reference = found.reference;
        let is_it = |issue: &Issue| {
            let numbered = (issue.id.year, issue.id.number.is_numeric());
            let total = issue.record.total_number;
            reference.in_year.is_none_or(|(year, number)| numbered == (year, Some(number)))
                && reference.total.is_none_or(|named| match total {
                    Some(total) => total == named,
                    None => reference.in_year.is_some(),
                })
        };
        let mut held = self.archive.issues.iter().enumerate().filter(|(_, issue)| is_it(issue));
        // Two issues of one number: which is meant is not guessed.
        let (index, _) = held.next().filter(|_| held.next().is_none())?;
        Some(IssueIndex::new(index))
    }

    /// What a citation may mean: by its number, else by its exact title.
    fn candidates(&self, written: &WrittenCitation) -> Vec<Titled> {
        let by_title = || written.title.map(|title| self.titles.exactly(title.key)).unwrap_or_default();
        let Some(number) = written.number else { return by_title() };
        let originals =
            self.archive.with_number(number.key).filter(|index| self.archive.document(*index).is_original());
        let mut numbered: Vec<Titled> =
            originals.map(|document| Titled { document, enclosure: None }).collect();
        if numbered.is_empty() {
            // Another number on what has the title: it is an earlier or later text of that name.
            let unnumbered =
                |titled: &Titled| self.archive.document(titled.document).record.numbers.is_empty();
            let forced = written.forced && number.is_free;
            return by_title().into_iter().filter(|titled| forced || unnumbered(titled)).collect();
        }
        if let ([one], Some(title)) = (numbered.as_mut_slice(), written.title) {
            let named = self.titles.exactly(title.key);
            one.enclosure =
                named.into_iter().find(|titled| titled.document == one.document).and_then(|t| t.enclosure);
        }
        numbered
    }

    fn is_printing_of(&self, own: DocumentIndex, other: DocumentIndex) -> bool {
        self.archive.document(own).record.title_key == self.archive.document(other).record.title_key
    }

    fn is_own_title(&self, own: DocumentIndex, read: Read<'_>) -> bool {
        let record = &self.archive.document(own).record;
        let (None, Some(title)) = (read.written.number, read.title()) else { return false };
        let title = normalise_title(title);
        let encloses = || record.text.enclosures.iter().any(|own| normalise_title(&own.title) == title);
        let carries = || {
            record.title.value.contains(['《', '〈', '<', '＜'])
                && carrier_verb(&record.title.value).is_some()
                && normalise_title(&record.title.value).contains(&format!("<{title}>"))
        };
        encloses() || carries()
    }

    fn unknown(&self, path: &str, place: Span, name: &Name) -> Diagnostic {
        let printed = name.number.as_ref().map(DocumentNumber::printed).or(name.title.as_deref());
        let held: Vec<String> = self.held_numbers().map(ToString::to_string).collect();
        let message = text!("the archive holds no document `{}`", printed.unwrap_or_default());
        let help = match nearest(&name.key, held.iter().map(String::as_str)) {
            Some(near) => text!("`{}` is there", near),
            None => text!("write its number, or its exact title; without [[ ]] a miss is no error"),
        };
        Diagnostic::new(Code::UnknownDocument, path, place, message).help(help)
    }

    fn held_numbers(&self) -> impl Iterator<Item = &DocumentNumber> {
        let documents = self.archive.documents.iter();
        documents.flat_map(|document| document.record.numbers.iter().map(|number| &number.value))
    }

    fn name(&self, read: Read<'_>) -> Name {
        let written = read.written;
        let known = &self.archive.known_series;
        let number = written.number.filter(|number| !(written.forced && number.is_free));
        let number = number.and_then(|_| read.text.passages.in_full(written, known)?.number);
        let title = read.title().filter(|_| !written.forced || number.is_none());
        let key =
            number.as_ref().map_or_else(|| normalise_title(title.unwrap_or_default()), ToString::to_string);
        Name { key: key.into(), number, title: title.map(Into::into) }
    }

    /// Whether what is cited and not held is a document at all: 《人民日报》 and 《营业执照》 are not, nor are
    /// the gazette itself and short forms that the text itself introduces (以下简称《办法》). Every government
    /// has a 《政府工作报告》 each year.
    fn names_a_document(&self, read: Read<'_>) -> bool {
        if read.written.number.is_some() {
            return true;
        }
        let Some(title) = read.title() else { return false };
        let before = &read.sentence()[..read.written.span.start as usize];
        let introduced = before.trim_end_matches(['“', '"', '（']).ends_with("简称");
        !introduced
            && title.chars().count() > 4
            && title != "政府工作报告"
            && Kind::from_title(title).is_some()
            && normalise_title(title) != normalise_title(&self.archive.gazette)
    }
}
