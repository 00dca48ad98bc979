//! Links of an archive that was joined anew, taken from those of the one before: where only documents came,
//! went, or changed, nearly all lead where they led, under the numbers that documents have now.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Revision, ambiguous, missing, title_keys, used_assets};
use crate::archive::{Archive, AssetIndex, Document, DocumentIndex, Moves};
use crate::diagnostics::Diagnostics;
use crate::gazette::{NumberKey, TitleKey};
use crate::links::citation_index::{Ambiguous, CitedBy, CitedOn, Wanted};
use crate::links::citations::{Citation, CitationTarget};
use crate::links::resolve::published_assets;
use crate::links::resolver::Resolver;
use crate::links::validity::{Effect, sorted};
use crate::links::{Charge, DocumentLinks, Index, IssueLinks, Links, Named, PageLinks, Place, Target};
use crate::parse::TextFacts;

/// How many documents may be new, gone or other than before.
const MOST_MOVED: usize = 20;
/// How many documents are looked at again at most.
const MOST: usize = 500;

impl Links {
    /// The links of `archive`, which was joined after `before`, whose links these are. `found` is what was
    /// wrong with them.
    ///
    /// `None` when everything is to be resolved anew: more changed than documents, or it reaches too far.
    #[must_use]
    pub fn carried(
        &self,
        before: &Archive,
        archive: &Archive,
        content: &str,
        found: &Diagnostics,
    ) -> Option<(Self, Revision)> {
        let moves = Moves::between(before, archive)?;
        let touched = moves.touched();
        if touched.len() + moves.removed.len() > MOST_MOVED {
            return None;
        }
        let carrier = Carrier { before, archive, moves: &moves };
        let (mut links, lost) = carrier.links(self)?;
        let documents = carrier.reached(&links, lost, found)?;
        let gone = moves.removed.iter().flat_map(|index| missing(&self.documents[index.get()].citations));
        let index = std::mem::take(&mut links.index);
        let looked = links.look_again(archive, content, documents, gone.collect(), &index)?;
        links.name_departments(archive, &touched);
        let uses = |links: &Self, index: DocumentIndex| {
            used_assets(&links.documents[index.get()]).any(|asset: Option<AssetIndex>| asset.is_some())
        };
        let drafts = |archive: &Archive| -> Vec<_> {
            archive.drafts.iter().map(|draft| (draft.path.clone(), draft.record.clone())).collect()
        };
        if looked.moved
            || moves
                .removed
                .iter()
                .chain(moves.changed.iter().map(|(old, _)| old))
                .any(|old| uses(self, *old))
            || touched.iter().any(|new| uses(&links, *new))
            || drafts(before) != drafts(archive)
        {
            let resolver = Resolver::new(archive, content, &index);
            let of_drafts = archive.drafts.iter().flat_map(|draft| resolver.assets_of_draft(draft)).collect();
            links.published_assets = published_assets(archive, &links, of_drafts);
        }
        links.index = index;
        Some((links, looked.revision))
    }
}

/// Takes links from one archive to the next.
struct Carrier<'a> {
    before: &'a Archive,
    archive: &'a Archive,
    moves: &'a Moves,
}

impl Carrier<'_> {
    /// The links as they were, by the numbers that documents have now, and the documents that led to one
    /// which is gone. `None` where that cannot be said, or the order of texts tells what it told otherwise.
    fn links(&self, links: &Links) -> Option<(Links, BTreeSet<DocumentIndex>)> {
        if !self.keeps_order_of_ambiguous(links) {
            return None;
        }
        let from = self.moves.from();
        let documents: Vec<(DocumentLinks, bool)> = from
            .into_par_iter()
            .map(|from| from.map_or_else(Default::default, |old| self.document(&links.documents[old.get()])))
            .collect();
        let lost = documents.iter().enumerate().filter(|(_, (_, lost))| *lost);
        let lost = lost.map(|(index, _)| DocumentIndex::new(index)).collect();
        let pages =
            |pages: &[PageLinks]| pages.iter().map(|page| self.page(page)).collect::<Option<Vec<_>>>();
        let issues = links.issues.iter();
        let mut carried = Links {
            documents: documents.into_iter().map(|(links, _)| links).collect(),
            issues: issues
                .map(|issue| Some(IssueLinks { page: self.page(&issue.page)?, pdf: issue.pdf }))
                .collect::<Option<_>>()?,
            departments: pages(&links.departments)?,
            free_pages: pages(&links.free_pages)?,
            wanted: links.wanted.iter().map(|wanted| self.wanted(wanted)).collect(),
            ambiguous: links.ambiguous.iter().map(|one| self.ambiguous(one)).collect::<Option<_>>()?,
            cited_by: links.cited_by.iter().filter_map(|one| self.cited_by(one)).collect(),
            cited_on: links.cited_on.iter().filter_map(|one| self.cited_on(one)).collect(),
            effects: links.effects.iter().filter_map(|one| self.effect(one)).collect(),
            charges: links.charges.iter().filter_map(|charge| self.charge(charge)).collect(),
            named: links.named.iter().filter_map(|named| self.named(named)).collect(),
            published_assets: links.published_assets.clone(),
            searched: 0,
            index: self.index(&links.index),
        };
        // Stable, for what is nearly sorted is then sorted at once.
        carried.cited_by.sort();
        carried.cited_on.sort();
        carried.charges.sort();
        carried.named.sort();
        carried.effects = sorted(carried.effects);
        Some((carried, lost))
    }

    /// Ambiguous names stand in the order of their first mention.
    fn keeps_order_of_ambiguous(&self, links: &Links) -> bool {
        let mut last = None;
        let mut naming = links.documents.iter().enumerate();
        links.ambiguous.is_empty()
            || naming.all(|(index, links)| {
                if ambiguous(&links.citations).next().is_none() {
                    return true;
                }
                let to = self.moves.to(DocumentIndex::new(index));
                let keeps = to.is_some() && to > last;
                last = to;
                keeps
            })
    }

    fn index(&self, index: &Index) -> Index {
        let carried = Index::default();
        if let Some(places) = index.places.get() {
            let _ = carried.places.set(places.carried(self.archive, self.moves));
        }
        if let Some(titles) = index.titles.get() {
            let _ = carried.titles.set(titles.carried(self.archive, self.moves));
        }
        carried
    }

    /// A document's links, and whether one led to what is gone.
    fn document(&self, links: &DocumentLinks) -> (DocumentLinks, bool) {
        let mut lost = false;
        let mut to = |document: DocumentIndex| {
            let to = self.moves.to(document);
            lost |= to.is_none();
            to
        };
        let text = links.text.iter().map(|target| target.as_ref().and_then(|one| target_by(one, &mut to)));
        let carried = DocumentLinks {
            text: text.collect(),
            attachments: links.attachments.clone(),
            relations: links.relations.iter().map(|relation| relation.and_then(&mut to)).collect(),
            reprint_of: links.reprint_of.and_then(&mut to),
            citations: links.citations.iter().filter_map(|citation| citation_by(citation, &mut to)).collect(),
        };
        (carried, lost)
    }

    /// The same of a page; `None` where one led to what is gone.
    fn page(&self, links: &PageLinks) -> Option<PageLinks> {
        let mut to = |document: DocumentIndex| self.moves.to(document);
        let text = links.text.iter().map(|target| match target {
            Some(target) => Some(Some(target_by(target, &mut to)?)),
            None => Some(None),
        });
        let text = text.collect::<Option<_>>()?;
        let citations = links.citations.iter().map(|citation| citation_by(citation, &mut to));
        Some(PageLinks { text, citations: citations.collect::<Option<_>>()? })
    }

    fn wanted(&self, wanted: &Wanted) -> Wanted {
        let by = |by: &CitedBy| Some(CitedBy { document: self.moves.to(by.document)?, ..*by });
        let mut cited_by: Vec<CitedBy> = wanted.cited_by.iter().filter_map(by).collect();
        cited_by.sort();
        Wanted { name: wanted.name.clone(), cited_by }
    }

    fn ambiguous(&self, one: &Ambiguous) -> Option<Ambiguous> {
        let to = |(document, enclosure): &(DocumentIndex, Option<u16>)| {
            Some((self.moves.to(*document)?, *enclosure))
        };
        let candidates: Vec<_> = one.candidates.iter().map(to).collect::<Option<_>>()?;
        candidates.is_sorted().then(|| Ambiguous { name: one.name.clone(), candidates })
    }

    fn cited_by(&self, (held, by): &(DocumentIndex, CitedBy)) -> Option<(DocumentIndex, CitedBy)> {
        Some((self.moves.to(*held)?, CitedBy { document: self.moves.to(by.document)?, ..*by }))
    }

    fn cited_on(&self, (held, on): &(DocumentIndex, CitedOn)) -> Option<(DocumentIndex, CitedOn)> {
        Some((self.moves.to(*held)?, *on))
    }

    fn effect(&self, (target, effect): &(DocumentIndex, Effect)) -> Option<(DocumentIndex, Effect)> {
        Some((self.moves.to(*target)?, Effect { by: self.moves.to(effect.by)?, ..*effect }))
    }

    fn charge(&self, charge: &Charge) -> Option<Charge> {
        Some(Charge { document: self.moves.to(charge.document)?, ..charge.clone() })
    }

    fn named(&self, named: &Named) -> Option<Named> {
        Some(Named { document: self.moves.to(named.document)?, ..named.clone() })
    }

    /// The documents whose links may lead elsewhere now, besides those that are `lost`.
    fn reached(
        &self,
        links: &Links,
        lost: BTreeSet<DocumentIndex>,
        found: &Diagnostics,
    ) -> Option<BTreeSet<DocumentIndex>> {
        let changes = self.changes();
        let mut documents = lost;
        documents.extend(self.moves.touched());
        if !changes.is_empty() {
            let all = (0..self.archive.documents.len()).into_par_iter().map(DocumentIndex::new);
            let reached = |index: &DocumentIndex| {
                let document = self.archive.document(*index);
                let links = &links.documents[index.get()];
                changes.reach(links)
                    || self.cites(&document.record.text, &changes)
                    || changes.are_named(document)
            };
            documents.par_extend(all.filter(reached));
            let of_pages = links.pages(self.archive);
            let mut of_pages =
                of_pages.map(|(text, links)| changes.reach_text(links) || self.cites(text, &changes));
            if of_pages.any(|reached| reached) {
                return None;
            }
        }
        // What was wrong may be right now, and what helps may be another word.
        let wrong: BTreeSet<&str> = found.iter().map(|one| &*one.file).collect();
        for path in wrong {
            match self.archive.document_at(path) {
                Some(index) => documents.extend([index]),
                None if self.before.document_at(path).is_some() => {}
                None => return None,
            }
        }
        (documents.len() <= MOST).then_some(documents)
    }

    fn cites(&self, text: &TextFacts, changes: &Changes<'_>) -> bool {
        let citations = text.passages.citations(&self.archive.known_series);
        !changes.names_nothing()
            && citations.iter().any(|written| {
                written.title.is_some_and(|title| changes.titles.contains(&title.key))
                    || written.number.is_some_and(|number| changes.numbers.contains(&number.key))
            })
    }

    /// What others may see of the documents that came, went, or changed.
    fn changes(&self) -> Changes<'_> {
        let mut changes = Changes { archive: Some(self.archive), ..Changes::default() };
        for (old, new) in &self.moves.changed {
            let (old, now) = (self.before.document(*old), self.archive.document(*new));
            let numbers = |document: &Document| -> Vec<NumberKey> {
                document.record.numbers.iter().map(|number| number.value.key()).collect()
            };
            if title_keys(&old.record) != title_keys(&now.record)
                || numbers(old) != numbers(now)
                || old.is_original() != now.is_original()
                || old.record.title.value != now.record.title.value
            {
                changes.name(old, self.before);
                changes.name(now, self.archive);
            }
            if old.date_in(self.before) != now.date_in(self.archive) {
                changes.dated.insert(*new);
            }
            if old.record.text.anchors() != now.record.text.anchors() {
                changes.moved_anchors.insert(*new);
            }
        }
        for index in &self.moves.removed {
            changes.name(self.before.document(*index), self.before);
        }
        for index in &self.moves.added {
            changes.name(self.archive.document(*index), self.archive);
        }
        changes.paths = !self.moves.added.is_empty();
        changes
    }
}

/// What others may see of documents that came, went, or changed.
#[derive(Default)]
struct Changes<'a> {
    archive: Option<&'a Archive>,
    /// What their titles name, or named before.
    titles: BTreeSet<TitleKey>,
    /// Their numbers, or those that they had.
    numbers: BTreeSet<NumberKey>,
    /// Those with another date, on which it depends what they can do to others.
    dated: BTreeSet<DocumentIndex>,
    /// Those with other places to lead to.
    moved_anchors: BTreeSet<DocumentIndex>,
    /// Whether there are files that were not there before.
    paths: bool,
}

impl Changes<'_> {
    fn name(&mut self, document: &Document, archive: &Archive) {
        self.titles.extend(title_keys(&document.record));
        for number in &document.record.numbers {
            self.numbers.extend([number.value.key(), archive.canonical(&number.value).key()]);
        }
    }

    fn names_nothing(&self) -> bool {
        self.titles.is_empty() && self.numbers.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.names_nothing() && self.dated.is_empty() && self.moved_anchors.is_empty() && !self.paths
    }

    fn reach_text(&self, targets: &[Option<Target>]) -> bool {
        !self.moved_anchors.is_empty()
            && targets.iter().flatten().any(|target| match target.place {
                Place::Document(index) => self.moved_anchors.contains(&index),
                _ => false,
            })
    }

    fn reach(&self, links: &DocumentLinks) -> bool {
        let dated = |citation: &Citation| match citation.target {
            CitationTarget::Held(index, _) => self.dated.contains(&index),
            _ => false,
        };
        self.reach_text(&links.text) || !self.dated.is_empty() && links.citations.iter().any(dated)
    }

    /// Whether the front matter of a document names one of them.
    fn are_named(&self, document: &Document) -> bool {
        let record = &document.record;
        // A path in the project may be meant.
        let is_path = |name: &str| self.paths && name.contains(".md");
        let original = record.reprint_of.iter().map(|original| &*original.value);
        original.clone().any(is_path)
            || !self.names_nothing()
                && original
                    .chain(record.relations.iter().map(|one| &*one.target.value))
                    .any(|name| self.is_name(name))
    }

    fn is_name(&self, name: &str) -> bool {
        let inner = name.trim().strip_prefix('《').and_then(|name| name.strip_suffix('》'));
        let number = self.archive.map(|archive| archive.known_series.kinds().parse(name).key());
        number.is_some_and(|number| self.numbers.contains(&number))
            || std::iter::once(name).chain(inner).any(|name| self.titles.contains(&TitleKey::of(name)))
    }
}

/// A target, by the number that a document has now.
fn target_by(target: &Target, to: &mut impl FnMut(DocumentIndex) -> Option<DocumentIndex>) -> Option<Target> {
    let place = match target.place {
        Place::Document(index) => Place::Document(to(index)?),
        other => other,
    };
    Some(Target { place, fragment: target.fragment.clone() })
}

fn citation_by(
    citation: &Citation,
    to: &mut impl FnMut(DocumentIndex) -> Option<DocumentIndex>,
) -> Option<Citation> {
    let target = match &citation.target {
        CitationTarget::Held(index, enclosure) => CitationTarget::Held(to(*index)?, *enclosure),
        other => other.clone(),
    };
    Some(Citation { target, ..citation.clone() })
}
