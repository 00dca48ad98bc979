//! What came before a document and after it: the others that it changes, carries or carries out, and
//! those that do so to it, by their dates.

use super::context::{Timeline, TimelineEvent};
use super::path::SitePath;
use super::plan::Plan;
use crate::archive::DocumentIndex;
use crate::gazette::{CitationVerb, GazetteDate};
use crate::links::CitationTarget;

/// How many documents are shown before and after; those nearest to the document count.
const SIDE: usize = 6;
/// The left end of the line, in units of the drawing.
const LEFT: u32 = 20;
/// Its length.
const LENGTH: u32 = 560;
/// How far apart two points are at least.
const APART: u32 = 32;

/// Something on the line, before it is drawn: when, whose, and what is done.
type Found = (GazetteDate, DocumentIndex, &'static str);

impl<'a> Plan<'a> {
    /// The line of a document; `None` where nothing stands before it or after it.
    pub(super) fn timeline(&self, from: &SitePath, index: DocumentIndex) -> Option<Timeline<'a>> {
        let mut before = self.acted_on(index);
        let mut after = self.acting_on(index);
        if before.is_empty() && after.is_empty() {
            return None;
        }
        let own = self.archive.document(index).date_in(self.archive)?;
        for side in [&mut before, &mut after] {
            side.sort_unstable_by_key(|(date, document, _)| (*date, *document));
            // Of all that is done to one document the strongest comes first.
            side.dedup_by_key(|(_, document, _)| *document);
        }
        let more = before.len().saturating_sub(SIDE) + after.len().saturating_sub(SIDE);
        before.drain(..before.len().saturating_sub(SIDE));
        after.truncate(SIDE);
        let mut found: Vec<Found> = before;
        found.push((own, index, "timeline_own"));
        found.extend(after);
        found.sort_by_key(|(date, ..)| *date);
        let dates: Vec<GazetteDate> = found.iter().map(|(date, ..)| *date).collect();
        let events = found.into_iter().zip(places(&dates)).enumerate();
        let event = |(number, ((date, document, verb), x)): (usize, (Found, u32))| TimelineEvent {
            number: number + 1,
            x,
            date,
            document: self.document_link(from, document),
            verb,
            own: document == index,
        };
        Some(Timeline { events: events.map(event).collect(), end: LEFT + LENGTH, more })
    }

    /// The documents that this one says that it acts on.
    fn acted_on(&self, index: DocumentIndex) -> Vec<Found> {
        let links = &self.links.documents[index.get()];
        let record = &self.archive.document(index).record;
        let stated = record.relations.iter().zip(&links.relations);
        let stated = stated.filter_map(|(relation, target)| Some(((*target)?, relation.verb.key())));
        let cited = links.citations.iter().filter_map(|citation| match (&citation.target, citation.verb) {
            (CitationTarget::Held(target, _), Some(verb)) if acts(verb) => Some((*target, verb.key())),
            _ => None,
        });
        let dated = |(target, verb): (DocumentIndex, &'static str)| {
            Some((self.archive.document(target).date_in(self.archive)?, target, verb))
        };
        stated.chain(cited).filter_map(dated).collect()
    }

    /// The documents that act on this one.
    fn acting_on(&self, index: DocumentIndex) -> Vec<Found> {
        let effects = self.links.effects_on(index).map(|effect| (effect.by, effect.verb));
        let citing = self.links.citing(index).filter_map(|by| {
            let citation = &self.links.documents[by.document.get()].citations[by.citation as usize];
            Some((by.document, citation.verb?))
        });
        let citing =
            citing.filter(|(_, verb)| matches!(verb, CitationVerb::Implements | CitationVerb::Forwards));
        let dated = |(by, verb): (DocumentIndex, CitationVerb)| {
            Some((self.archive.document(by).date_in(self.archive)?, by, done_to_this(verb)))
        };
        effects.chain(citing).filter_map(dated).collect()
    }
}

fn acts(verb: CitationVerb) -> bool {
    !matches!(verb, CitationVerb::BasedOn | CitationVerb::Issues)
}

/// What another document does to the one whose page it is: a key of the word file.
fn done_to_this(verb: CitationVerb) -> &'static str {
    match verb {
        CitationVerb::Repeals => "repeals_this",
        CitationVerb::Amends => "amends_this",
        CitationVerb::Replaces => "replaces_this",
        CitationVerb::Corrects => "corrects_this",
        CitationVerb::Forwards => "forwards_this",
        CitationVerb::Implements | CitationVerb::Issues | CitationVerb::BasedOn => "implements_this",
    }
}

/// Where each date stands on the line: by the days between them, but never nearer than [`APART`].
fn places(dates: &[GazetteDate]) -> Vec<u32> {
    let day = |date: &GazetteDate| date.days_from(dates[0]);
    let whole = dates.last().map_or(0, day).max(1);
    let by_day = |date: &GazetteDate| LEFT + LENGTH * day(date) / whole;
    let mut places: Vec<u32> = dates.iter().map(by_day).collect();
    for index in 1..places.len() {
        places[index] = places[index].max(places[index - 1] + APART);
    }
    let mut end = LEFT + LENGTH;
    for place in places.iter_mut().rev() {
        *place = (*place).min(end);
        end = place.saturating_sub(APART);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_by_their_dates_and_never_on_each_other() {
        let on = |dates: &[&str]| {
            places(&dates.iter().map(|date| date.parse().unwrap()).collect::<Vec<GazetteDate>>())
        };
        assert_eq!(on(&["2018-10-08"]), [20]);
        assert_eq!(on(&["2018-01-01", "2019-01-01", "2020-01-01"]), [20, 300, 580]);
        assert_eq!(on(&["2018-01-01", "2018-01-01", "2028-01-01"]), [20, 52, 580]);
        assert_eq!(on(&["2018-01-01", "2028-01-01", "2028-01-01"]), [20, 548, 580]);
        let crowded = on(&["2018-01-01"; 2 * SIDE + 1]);
        assert!(crowded.windows(2).all(|pair| pair[1] - pair[0] >= APART));
        assert!(crowded.iter().all(|x| (LEFT..=LEFT + LENGTH).contains(x)), "{crowded:?}");
    }
}
