//! How long documents apply, what others do to them, and what expires when.

use super::context::{EffectNotice, Evidence, Expiring, ExpiringEntry, LifeEvent, Validity, ValidityDay};
use super::excerpt::{excerpt, plain};
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::terms::leaf_links;
use crate::archive::{Archive, DocumentIndex};
use crate::gazette::{CitationVerb, GazetteDate};
use crate::links::{Day, Effect, validity};
use crate::parse::WrittenHint;

/// How many entries a leaf of the list of what expires has.
const EXPIRING_LEAF: usize = 200;

/// The documents that have a last day, by that day.
pub(super) fn expiring_order(archive: &Archive) -> Vec<(GazetteDate, DocumentIndex)> {
    let documents = (0..archive.documents.len()).map(DocumentIndex::new);
    let originals = documents.filter(|index| archive.document(*index).is_original());
    let mut order: Vec<_> =
        originals.filter_map(|index| Some((validity(archive, index).expires?.date, index))).collect();
    order.sort_unstable();
    order
}

/// What an effect is called from the side of the document that it is on: a key of the word file.
fn effect_word(verb: CitationVerb) -> &'static str {
    match verb {
        CitationVerb::Repeals => "repealed_by",
        CitationVerb::Amends => "amended_by",
        CitationVerb::Replaces => "replaced_by",
        _ => "corrected_by",
    }
}

/// A leaf of the list of what expires.
pub(super) fn expiring_path(leaf: usize) -> SitePath {
    match leaf {
        0 => SitePath::new("validity/index.html"),
        leaf => SitePath::new(format!("validity/index-{}.html", leaf + 1)),
    }
}

impl<'a> Plan<'a> {
    pub(super) fn validity(&self, index: DocumentIndex) -> Option<Validity<'a>> {
        let found = validity(self.archive, index);
        let repealed = self.repealed(index);
        if found.effective.is_none() && found.expires.is_none() && repealed.is_none() {
            return None;
        }
        let day = |day: Day<'_>| ValidityDay { date: day.date, suggested: day.is_suggested() };
        let mut evidence: Vec<Evidence<'a>> = Vec::new();
        let days = [found.effective, found.expires];
        for hint in days.iter().flatten().flat_map(|day| day.hints).flatten() {
            let one = self.evidence(index, hint);
            if !evidence.contains(&one) {
                evidence.push(one);
            }
        }
        Some(Validity {
            effective: found.effective.map(day),
            expires: found.expires.map(day),
            repealed,
            evidence,
        })
    }

    /// When another document repealed this one, if its front matter says so.
    fn repealed(&self, index: DocumentIndex) -> Option<GazetteDate> {
        let mut effects = self.links.effects_on(index);
        let repeal = effects.find(|effect| effect.verb == CitationVerb::Repeals && effect.citation.is_none());
        repeal.and_then(|effect| self.day_of(effect.by))
    }

    /// From when a document applies, its last day, and when it was repealed.
    #[must_use]
    pub fn days_of_validity(&self, index: DocumentIndex) -> [Option<GazetteDate>; 3] {
        let found = validity(self.archive, index);
        [found.effective.map(|day| day.date), found.expires.map(|day| day.date), self.repealed(index)]
    }

    fn evidence(&self, index: DocumentIndex, hint: &'a WrittenHint) -> Evidence<'a> {
        let facts = &self.archive.document(index).record.text;
        let anchor = hint.anchor.and_then(|anchor| facts.anchor(anchor as usize));
        Evidence {
            sentence: plain(&hint.sentence),
            url: anchor.map_or_else(String::new, |anchor| format!("#{anchor}")),
        }
    }

    /// From when on what a document does to others holds.
    fn day_of(&self, index: DocumentIndex) -> Option<GazetteDate> {
        let document = self.archive.document(index);
        document.record.effective.or_else(|| document.date_in(self.archive))
    }

    /// What happened to a document, by date. Where nothing did since it was published, its facts
    /// tell all there is.
    pub(super) fn life(&self, from: &SitePath, index: DocumentIndex) -> Vec<LifeEvent<'a>> {
        let stated = self.links.effects_on(index).filter(|effect| effect.citation.is_none());
        let done = stated.filter_map(|effect| {
            let document = Some(self.document_link(from, effect.by));
            Some(LifeEvent { date: self.day_of(effect.by)?, what: effect_word(effect.verb), document })
        });
        let mut life: Vec<LifeEvent<'a>> = done.collect();
        if life.is_empty() {
            return life;
        }
        let document = self.archive.document(index);
        let record = &document.record;
        let published = record.published.or(self.archive.issue_of(document).record.date);
        let validity = validity(self.archive, index);
        let own = [
            ("life_adopted", record.date.as_ref().map(|date| date.value)),
            ("life_published", published),
            ("life_effective", validity.effective.map(|day| day.date)),
            ("life_expires", validity.expires.map(|day| day.date)),
        ];
        life.extend(
            own.into_iter().filter_map(|(what, date)| Some(LifeEvent { date: date?, what, document: None })),
        );
        life.sort_by_key(|event| event.date);
        life
    }

    pub(super) fn effects(&self, from: &SitePath, index: DocumentIndex) -> Vec<EffectNotice<'a>> {
        self.links.effects_on(index).map(|effect| self.effect(from, effect)).collect()
    }

    fn effect(&self, from: &SitePath, effect: Effect) -> EffectNotice<'a> {
        let document = self.archive.document(effect.by);
        let citation = effect
            .citation
            .map(|citation| &self.links.documents[effect.by.get()].citations[citation as usize]);
        let passages = &document.record.text.passages;
        let anchor = citation.and_then(|citation| self.anchor(effect.by, citation));
        EffectNotice {
            verb: effect_word(effect.verb),
            document: self.document_link(from, effect.by),
            numbers: document.record.numbers.iter().map(|number| number.value.printed()).collect(),
            date: self.day_of(effect.by),
            url: relative(from, self.document_path(effect.by), anchor),
            sentence: citation.map(|citation| {
                excerpt(passages.passage(citation.passage as usize).text, citation.span.range())
            }),
        }
    }

    pub(super) fn expiring_leaves(&self) -> usize {
        self.expiring_order.len().div_ceil(EXPIRING_LEAF).max(1)
    }

    pub(super) fn expiring(&self, from: &SitePath, leaf: usize) -> Expiring<'a> {
        let shown = self.expiring_order.iter().skip(leaf * EXPIRING_LEAF).take(EXPIRING_LEAF);
        let entry = |(date, index): &(GazetteDate, DocumentIndex)| {
            let suggested = validity(self.archive, *index).expires.is_some_and(|day| day.is_suggested());
            let repealed = self.links.effects_on(*index).any(|effect| effect.verb == CitationVerb::Repeals);
            ExpiringEntry { date: *date, suggested, repealed, row: self.row(from, *index) }
        };
        Expiring {
            entries: shown.map(entry).collect(),
            total: self.expiring_order.len(),
            leaf: leaf + 1,
            leaves: leaf_links(from, self.expiring_leaves(), expiring_path),
        }
    }
}
