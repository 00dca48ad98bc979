//! What the citations of a text name, and what of it the archive holds.

use crate::archive::{Archive, DocumentIndex};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::gazette::{
    CitationVerb, DocumentNumber, FoundCitation, Kind, NumberForm, find_citations, normalise_title,
};
use crate::parse::{Passage, TextFacts};

use super::titles::{Titled, Titles};

/// A citation, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitationTarget {
    /// A document that the archive holds, or an enclosure of it by its number.
    Held(DocumentIndex, Option<u16>),
    /// One of several documents: the number of the entry in [`super::Links::ambiguous`].
    Ambiguous(u32),
    /// A document that the archive does not hold: the number of the entry in [`super::Links::wanted`].
    Missing(u32),
    /// The document itself. Only forced citations are kept when they name it.
    Own,
}

/// A citation as one text alone shows it, before those of all texts are put together.
pub(super) struct Resolved {
    pub citation: Citation,
    /// The name of what is missing or ambiguous.
    pub name: Option<Name>,
    /// The candidates of an ambiguous one.
    pub candidates: Vec<Titled>,
}

/// The name of a document: equal keys name the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The canonical number, or the normalised title.
    pub key: Box<str>,
    /// The number, when it has one.
    pub number: Option<DocumentNumber>,
    /// The title as printed, when it has one.
    pub title: Option<Box<str>>,
}

/// Resolves the citations of texts.
pub(super) struct CitationResolver<'a> {
    pub archive: &'a Archive,
    pub titles: &'a Titles<'a>,
}

impl CitationResolver<'_> {
    /// The citations of a text. `own` is the document that it belongs to.
    pub fn text(
        &self,
        path: &str,
        text: &TextFacts,
        own: Option<DocumentIndex>,
        found: &mut Diagnostics,
    ) -> Vec<Resolved> {
        let mut resolved = Vec::new();
        let mut forced = text.passages.forced.iter();
        for (index, passage) in text.passages.iter().enumerate() {
            for citation in find_citations(passage.text, &self.archive.known_series) {
                let place = if citation.forced { forced.next() } else { None };
                let one = self.citation(index, &passage, &citation, own);
                let missing = |one: &Resolved| matches!(one.citation.target, CitationTarget::Missing(_));
                if let Some(place) = place.filter(|_| one.as_ref().is_some_and(missing)) {
                    found.push(self.unknown(path, *place, &citation));
                }
                resolved.extend(one);
            }
        }
        resolved
    }

    fn citation(
        &self,
        index: usize,
        passage: &Passage<'_>,
        found: &FoundCitation<'_>,
        own: Option<DocumentIndex>,
    ) -> Option<Resolved> {
        let candidates = self.candidates(found);
        // What a document calls itself is not cited, nor is what it encloses.
        let is_own = own.is_some_and(|own| {
            let is_reprint = self.archive.document(own).record.reprint_of.is_some();
            candidates.iter().any(|titled| titled.document == own)
                || (is_reprint && candidates.len() == 1 && self.is_printing_of(own, candidates[0].document))
                || candidates.is_empty() && self.is_own_title(own, found)
        });
        let target = match candidates.as_slice() {
            _ if is_own && !found.forced => return None,
            _ if is_own => CitationTarget::Own,
            [one] => CitationTarget::Held(one.document, one.enclosure),
            [] if !found.forced && !names_a_document(found, passage.text) => return None,
            [] => CitationTarget::Missing(0),
            _ => CitationTarget::Ambiguous(0),
        };
        let unsettled = matches!(target, CitationTarget::Missing(_) | CitationTarget::Ambiguous(_));
        let citation = Citation {
            passage: u32::try_from(index).unwrap_or(u32::MAX),
            span: Span::new(found.span.clone()),
            verb: found.verb,
            forced: found.forced,
            target,
        };
        let name = unsettled.then(|| name_of(found));
        Some(Resolved { citation, name, candidates })
    }

    /// What a citation may mean: by its number, else by its exact title.
    fn candidates(&self, found: &FoundCitation<'_>) -> Vec<Titled> {
        let by_title = || found.title.map(|title| self.titles.exactly(title)).unwrap_or_default();
        let Some(number) = &found.number else { return by_title() };
        let key = number.key();
        let originals =
            self.archive.with_number(&key).filter(|index| self.archive.document(*index).is_original());
        let mut numbered: Vec<Titled> =
            originals.map(|document| Titled { document, enclosure: None }).collect();
        if numbered.is_empty() {
            // Another number on what has the title: it is an earlier or later text of that name.
            let unnumbered =
                |titled: &Titled| self.archive.document(titled.document).record.numbers.is_empty();
            let forced = found.forced && *number.form() == NumberForm::Free;
            return by_title().into_iter().filter(|titled| forced || unnumbered(titled)).collect();
        }
        if let ([one], Some(title)) = (numbered.as_mut_slice(), found.title) {
            one.enclosure = self.enclosure(one.document, title);
        }
        numbered
    }

    /// The enclosure of a document that has this title.
    fn enclosure(&self, document: DocumentIndex, title: &str) -> Option<u16> {
        let named = self.titles.exactly(title);
        named.into_iter().find(|titled| titled.document == document)?.enclosure
    }

    fn is_printing_of(&self, own: DocumentIndex, other: DocumentIndex) -> bool {
        let (own, other) = (self.archive.document(own), self.archive.document(other));
        normalise_title(&own.record.title.value) == normalise_title(&other.record.title.value)
    }

    fn is_own_title(&self, own: DocumentIndex, found: &FoundCitation<'_>) -> bool {
        let record = &self.archive.document(own).record;
        let Some(title) = found.title else { return false };
        let title = normalise_title(title);
        let carried = |own: &str| own.contains(&format!("<{title}>"));
        found.number.is_none()
            && (record.text.enclosures.iter().any(|own| normalise_title(&own.title) == title)
                || is_carried(&record.title.value) && carried(&normalise_title(&record.title.value)))
    }

    fn unknown(&self, path: &str, place: Span, found: &FoundCitation<'_>) -> Diagnostic {
        let name = found.number.as_ref().map_or(found.title.unwrap_or_default(), |number| number.printed());
        let key = found.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let known = self.archive.numbers.iter().map(|(number, _)| number.as_ref());
        let near = nearest(&key, known);
        let message = format!("the archive holds no document `{name}`");
        let help = match near {
            Some(near) => format!("`{near}` is there"),
            None => "write its number, or its exact title; without [[ ]] a miss is no error".into(),
        };
        Diagnostic::new(Code::UnknownDocument, path, place, message).help(help)
    }
}

fn is_carried(title: &str) -> bool {
    crate::gazette::carrier_verb(title).is_some()
}

/// Whether what is cited and not held is a document at all: 《人民日报》 and 《营业执照》 are not, nor are
/// short forms that the text itself introduces (以下简称《办法》). Every government has a 《政府工作报告》 each year.
fn names_a_document(found: &FoundCitation<'_>, text: &str) -> bool {
    if found.number.is_some() {
        return true;
    }
    let Some(title) = found.title else { return false };
    let introduced = text[..found.span.start].trim_end_matches(['“', '"', '（']).ends_with("简称");
    !introduced && title.chars().count() > 4 && title != "政府工作报告" && Kind::from_title(title).is_some()
}

fn name_of(found: &FoundCitation<'_>) -> Name {
    let free = found.number.as_ref().filter(|n| !(found.forced && *n.form() == NumberForm::Free));
    let key = match (free, found.title) {
        (Some(number), _) => number.to_string(),
        (None, title) => normalise_title(title.unwrap_or_default()),
    };
    let title = found.title.filter(|_| !found.forced || free.is_none());
    Name { key: key.into(), number: free.cloned(), title: title.map(Into::into) }
}
