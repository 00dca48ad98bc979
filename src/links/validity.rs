//! How long documents apply, and what others do to them.

use serde::{Deserialize, Serialize};

use super::Links;
use super::citations::CitationTarget;
use crate::archive::{Archive, DocumentIndex};
use crate::gazette::{CitationVerb, GazetteDate, ValidityHint};
use crate::parse::{RelationVerb, WrittenHint};

/// What one document does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Effect {
    /// What is done; one of repealing, amending, replacing and correcting.
    pub verb: CitationVerb,
    /// By which document.
    pub by: DocumentIndex,
    /// The citation that it is read off; `None` where the other document's front matter says it.
    pub citation: Option<u32>,
}

/// A day, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'a> {
    /// The day.
    pub date: GazetteDate,
    /// The sentences of the text that it is read off; none where the front matter says it.
    pub hints: [Option<&'a WrittenHint>; 2],
}

impl Day<'_> {
    /// Whether no editor has said it.
    #[must_use]
    pub fn is_suggested(&self) -> bool {
        self.hints.iter().any(Option::is_some)
    }
}

/// How long a document applies, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity<'a> {
    /// The first day.
    pub effective: Option<Day<'a>>,
    /// The last day.
    pub expires: Option<Day<'a>>,
}

/// How long a document applies: what its front matter says, and failing that what its text says.
#[must_use]
pub fn validity(archive: &Archive, index: DocumentIndex) -> Validity<'_> {
    let document = archive.document(index);
    let record = &document.record;
    let hint = |wanted: fn(&ValidityHint) -> bool| {
        record.text.passages.hints.iter().rev().find(|written| wanted(&written.hint))
    };
    let stated = |date: GazetteDate| Day { date, hints: [None, None] };
    let issued = record.date.as_ref().map(|date| date.value).or(record.published);
    let effective = record.effective.map(stated).or_else(|| {
        let written = hint(|h| matches!(h, ValidityHint::Effective(_) | ValidityHint::EffectiveOnIssue))?;
        let date = match written.hint {
            ValidityHint::Effective(date) => date,
            _ => issued?,
        };
        Some(Day { date, hints: [Some(written), None] })
    });
    let from = effective.or_else(|| issued.map(stated));
    let last_day = |years: u16, from: GazetteDate| from.plus_years(years).plus_days(-1);
    let expires = record.expires.map(stated).or_else(|| {
        if let Some(years) = record.valid_years {
            let from = from?;
            return Some(Day { date: last_day(years, from.date), ..from });
        }
        let written = hint(|h| matches!(h, ValidityHint::Expires(_) | ValidityHint::ValidYears(_)))?;
        match written.hint {
            ValidityHint::Expires(date) => Some(Day { date, hints: [Some(written), None] }),
            ValidityHint::ValidYears(years) => {
                let from = from?;
                let second = from.hints[0].filter(|first| first.sentence != written.sentence);
                Some(Day { date: last_day(years, from.date), hints: [Some(written), second] })
            }
            _ => None,
        }
    });
    Validity { effective, expires }
}

/// Who does what to whom, sorted: the document that it is done to first. What the front matter says
/// hides what the text seems to say.
pub(super) fn effects(archive: &Archive, links: &Links) -> Vec<(DocumentIndex, Effect)> {
    let documents = (0..archive.documents.len()).map(DocumentIndex::new);
    sorted(documents.flat_map(|by| effects_of(archive, links, by)).collect())
}

/// Effects in order, each once.
pub(super) fn sorted(mut effects: Vec<(DocumentIndex, Effect)>) -> Vec<(DocumentIndex, Effect)> {
    // Stable, for what is nearly sorted is then sorted at once; no two are equal.
    effects.sort();
    // The front matter's word has no citation, so it comes first of its like.
    effects
        .dedup_by(|later, first| (later.0, later.1.verb, later.1.by) == (first.0, first.1.verb, first.1.by));
    effects
}

/// What one document does to others.
pub(super) fn effects_of(
    archive: &Archive,
    links: &Links,
    by: DocumentIndex,
) -> Vec<(DocumentIndex, Effect)> {
    let document = archive.document(by);
    let mut effects = Vec::new();
    if !document.is_original() {
        return effects;
    }
    let of_document = &links.documents[by.get()];
    for (relation, target) in document.record.relations.iter().zip(&of_document.relations) {
        if let (Some(verb), Some(target)) = (stated_verb(relation.verb), target) {
            effects.push((*target, Effect { verb, by, citation: None }));
        }
    }
    for (number, citation) in of_document.citations.iter().enumerate() {
        let verb = citation.verb.filter(|verb| changes_validity(*verb));
        if let (Some(verb), CitationTarget::Held(target, _)) = (verb, &citation.target)
            && is_later(archive, by, *target)
        {
            let citation = u32::try_from(number).ok();
            effects.push((*target, Effect { verb, by, citation }));
        }
    }
    effects
}

fn stated_verb(verb: RelationVerb) -> Option<CitationVerb> {
    match verb {
        RelationVerb::Repeals => Some(CitationVerb::Repeals),
        RelationVerb::Amends => Some(CitationVerb::Amends),
        RelationVerb::Replaces => Some(CitationVerb::Replaces),
        RelationVerb::Corrects => Some(CitationVerb::Corrects),
        RelationVerb::Implements | RelationVerb::Forwards => None,
    }
}

fn changes_validity(verb: CitationVerb) -> bool {
    use CitationVerb::{Amends, Corrects, Repeals, Replaces};
    matches!(verb, Repeals | Amends | Replaces | Corrects)
}

/// A document can change only what was there before it.
fn is_later(archive: &Archive, by: DocumentIndex, target: DocumentIndex) -> bool {
    let date = |index| archive.document(index).date_in(archive);
    date(by).zip(date(target)).is_none_or(|(by, target)| by >= target)
}

impl Links {
    /// What others do to a document.
    pub fn effects_on(&self, document: DocumentIndex) -> impl Iterator<Item = Effect> {
        let start = self.effects.partition_point(|(target, _)| *target < document);
        self.effects[start..]
            .iter()
            .take_while(move |(target, _)| *target == document)
            .map(|(_, effect)| *effect)
    }
}
