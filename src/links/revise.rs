//! Links after one document says something else, where only what it reaches has to be looked at again.
//!
//! What comes out is what [`resolve`](super::resolve) would give, but for the order of [`Links::wanted`],
//! which nobody sees. Where more would have to be done than is worth it, nothing comes out, and everything
//! is to be resolved anew.

mod carry;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::charges::Finder;
use super::citation_index::{CitedBy, Wanted, counts_for};
use super::citations::{Citation, CitationTarget, Name, Resolved};
use super::resolver::Resolver;
use super::validity::{effects_of, sorted};
use super::{DocumentLinks, Index, Links, Place, Target, named};
use crate::archive::{Archive, AssetIndex, DocumentIndex};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::gazette::TitleKey;
use crate::parse::{self, Facts, TextFacts};

/// How many documents are looked at again at most.
const MOST: usize = 500;

/// What a revision came to.
#[derive(Debug, Default)]
pub struct Revision {
    /// The documents whose links were looked at again.
    pub documents: BTreeSet<DocumentIndex>,
    /// What is wrong with their links.
    pub found: Diagnostics,
    /// Whether what is cited and not held may be cited by others now.
    pub wanted: bool,
}

/// What looking again came to.
struct LookedAgain {
    revision: Revision,
    /// Whether other files are used, or other documents are second printings, than before.
    moved: bool,
}

impl Links {
    /// Takes up that a document, which the archive has in its new form, said something else before. It
    /// has to have its place in the archive still, by [`Archive::replace`]. `found` is what was wrong with
    /// links so far.
    ///
    /// `None` when everything is to be resolved anew; what these links say is then of no use.
    #[must_use]
    pub fn revise(
        &mut self,
        archive: &Archive,
        content: &str,
        index: DocumentIndex,
        old: &parse::Document,
        found: &Diagnostics,
    ) -> Option<Revision> {
        let new = &archive.document(index).record;
        let mut titles = BTreeSet::new();
        let (before, after) = (title_keys(old), title_keys(new));
        if before != after {
            titles.extend(before.into_iter().chain(after));
            if let Some(known) = self.index.titles.get_mut() {
                known.replace(index, archive.document(index));
            }
        }
        let anchors = old.text.anchors() != new.text.anchors();
        let documents = self.reached(archive, index, &titles, anchors, found)?;
        let lookup = std::mem::take(&mut self.index);
        let looked = self.look_again(archive, content, documents, BTreeSet::new(), &lookup);
        self.index = lookup;
        let revision = looked.filter(|looked| !looked.moved)?.revision;
        self.name_departments(archive, &BTreeSet::from([index]));
        Some(revision)
    }

    /// The documents whose links may lead elsewhere now.
    fn reached(
        &self,
        archive: &Archive,
        index: DocumentIndex,
        titles: &BTreeSet<TitleKey>,
        anchors: bool,
        found: &Diagnostics,
    ) -> Option<BTreeSet<DocumentIndex>> {
        let leads_there = |targets: &[Option<Target>]| {
            anchors && targets.iter().flatten().any(|target| target.place == Place::Document(index))
        };
        let cites = |text: &TextFacts| {
            !titles.is_empty()
                && text
                    .passages
                    .citations(&archive.known_series)
                    .iter()
                    .any(|written| written.title.is_some_and(|title| titles.contains(&title.key)))
        };
        let named = |name: &str| {
            let inner = name.trim().strip_prefix('《').and_then(|name| name.strip_suffix('》'));
            std::iter::once(name).chain(inner).any(|name| titles.contains(&TitleKey::of(name)))
        };
        let reached = |other: &DocumentIndex| {
            let record = &archive.document(*other).record;
            *other == index
                || leads_there(&self.documents[other.get()].text)
                || cites(&record.text)
                || !titles.is_empty()
                    && (record.relations.iter().any(|relation| named(&relation.target.value))
                        || record.reprint_of.as_ref().is_some_and(|original| named(&original.value)))
        };
        let all = (0..archive.documents.len()).into_par_iter().map(DocumentIndex::new);
        let mut documents: BTreeSet<DocumentIndex> = all.filter(reached).collect();
        // What led nowhere may lead there now.
        let doubtful = |code| matches!(code, Code::DeadAnchor | Code::UnknownDocument);
        let wrong: BTreeSet<&str> =
            found.iter().filter(|one| doubtful(one.code)).map(|one| &*one.file).collect();
        if !wrong.is_empty() && (anchors || !titles.is_empty()) {
            let all = archive.documents.iter().enumerate();
            documents.extend(
                all.filter(|(_, document)| wrong.contains(&*document.path))
                    .map(|(n, _)| DocumentIndex::new(n)),
            );
        }
        let on_pages = self.pages(archive).any(|(text, links)| leads_there(links) || cites(text));
        let page_is_wrong =
            wrong.iter().any(|path| !documents.iter().any(|index| *archive.document(*index).path == **path))
                && (anchors || !titles.is_empty());
        (!on_pages && !page_is_wrong && documents.len() <= MOST).then_some(documents)
    }

    /// The texts that are no documents', with where their links lead.
    fn pages<'a>(&'a self, archive: &'a Archive) -> impl Iterator<Item = (&'a Facts, &'a [Option<Target>])> {
        let issues = archive.issues.iter().zip(&self.issues);
        let issues = issues.map(|(issue, links)| (&issue.record.text, &*links.page.text));
        let departments = archive.departments.iter().zip(&self.departments);
        let departments = departments
            .filter_map(|(department, links)| Some((&department.file.as_ref()?.record.text, &*links.text)));
        let pages = archive.free_pages.iter().zip(&self.free_pages);
        let pages = pages.map(|(page, links)| (&page.record.text, &*links.text));
        issues.chain(departments).chain(pages)
    }

    /// Follows the links of documents again. `wanted` are names besides theirs that may be cited by others
    /// now.
    fn look_again(
        &mut self,
        archive: &Archive,
        content: &str,
        documents: BTreeSet<DocumentIndex>,
        mut wanted: BTreeSet<u32>,
        lookup: &Index,
    ) -> Option<LookedAgain> {
        let resolver = Resolver::new(archive, content, lookup);
        let mut found = Diagnostics::default();
        let mut moved = false;
        for other in &documents {
            let (links, text, diagnostics) = resolver.document(*other);
            found.extend(diagnostics);
            let old = &self.documents[other.get()];
            moved |= old.reprint_of != links.reprint_of || !used_assets(old).eq(used_assets(&links));
            wanted.extend(missing(&old.citations));
            let before: Vec<u32> = ambiguous(&old.citations).collect();
            let citations = self.settled(text.citations)?;
            if !ambiguous(&citations).eq(before) {
                return None;
            }
            wanted.extend(missing(&citations));
            self.documents[other.get()] = DocumentLinks { citations, ..links };
        }
        self.recount(archive, &documents);
        self.rename_wanted(archive, &resolver, &wanted)?;
        Some(LookedAgain { revision: Revision { documents, found, wanted: !wanted.is_empty() }, moved })
    }

    /// Citations with the numbers that names have among those of all texts. `None` when several documents
    /// bear a name that was not ambiguous before: the order of such names is that of the texts.
    fn settled(&mut self, resolved: Vec<Resolved>) -> Option<Box<[Citation]>> {
        let mut citations = Vec::with_capacity(resolved.len());
        for Resolved { mut citation, name, candidates } in resolved {
            match (&citation.target, name) {
                (CitationTarget::Missing(_), Some(name)) => {
                    citation.target = CitationTarget::Missing(self.number_of_wanted(*name));
                }
                (CitationTarget::Ambiguous(_), Some(name)) => {
                    let at = self.ambiguous.iter().position(|known| known.name == *name)?;
                    let same = candidates.iter().map(|titled| (titled.document, titled.enclosure));
                    if !same.eq(self.ambiguous[at].candidates.iter().copied()) {
                        return None;
                    }
                    citation.target = CitationTarget::Ambiguous(u32::try_from(at).ok()?);
                }
                _ => {}
            }
            citations.push(citation);
        }
        Some(citations.into())
    }

    fn number_of_wanted(&mut self, name: Name) -> u32 {
        let known = self.wanted.iter().position(|wanted| wanted.name.key == name.key);
        let number = known.unwrap_or_else(|| {
            self.wanted.push(Wanted { name, cited_by: Vec::new() });
            self.wanted.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Who cites whom, and who does what to whom, where these documents are the ones who do.
    fn recount(&mut self, archive: &Archive, documents: &BTreeSet<DocumentIndex>) {
        self.cited_by.retain(|(_, by)| !documents.contains(&by.document));
        self.effects.retain(|(_, effect)| !documents.contains(&effect.by));
        for index in documents {
            let citations = self.documents[index.get()].citations.iter().enumerate();
            let document = counts_for(archive, *index);
            let held = citations.filter_map(|(number, citation)| match citation.target {
                CitationTarget::Held(held, _) => {
                    let citation = u32::try_from(number).unwrap_or(u32::MAX);
                    Some((held, CitedBy { document: document?, citation }))
                }
                _ => None,
            });
            self.cited_by.extend(held.collect::<Vec<_>>());
            let effects = effects_of(archive, self, *index);
            self.effects.extend(effects);
        }
        // Stable, for what is nearly sorted is then sorted at once.
        self.cited_by.sort();
        self.effects = sorted(std::mem::take(&mut self.effects));
    }

    /// Who cites what is not held, and by which name. `None` when a page that is no document names it.
    fn rename_wanted(
        &mut self,
        archive: &Archive,
        resolver: &Resolver<'_>,
        wanted: &BTreeSet<u32>,
    ) -> Option<()> {
        if wanted.is_empty() {
            return Some(());
        }
        let of_pages = self.issues.iter().map(|links| &links.page).chain(&self.departments);
        let mut of_pages = of_pages.chain(&self.free_pages);
        if of_pages.any(|page| missing(&page.citations).any(|number| wanted.contains(&number))) {
            return None;
        }
        let mentions: Vec<(u32, DocumentIndex, u32)> = (0..self.documents.len())
            .into_par_iter()
            .flat_map_iter(|index| {
                let citations = self.documents[index].citations.iter().enumerate();
                citations.filter_map(move |(number, citation)| match citation.target {
                    CitationTarget::Missing(target) if wanted.contains(&target) => {
                        let number = u32::try_from(number).unwrap_or(u32::MAX);
                        Some((target, DocumentIndex::new(index), number))
                    }
                    _ => None,
                })
            })
            .collect();
        let mut by_name: BTreeMap<u32, Vec<(DocumentIndex, u32)>> = BTreeMap::new();
        for (target, document, citation) in mentions {
            by_name.entry(target).or_default().push((document, citation));
        }
        for target in wanted {
            let mentions = by_name.remove(target).unwrap_or_default();
            let entry = &mut self.wanted[*target as usize];
            if let Some(name) = first_name(archive, resolver, &entry.name.key, &mentions) {
                entry.name = name;
            }
            let counted = mentions.into_iter().filter_map(|(document, citation)| {
                Some(CitedBy { document: counts_for(archive, document)?, citation })
            });
            entry.cited_by = counted.collect();
            entry.cited_by.dedup_by_key(|by| by.document);
        }
        Some(())
    }

    /// What documents charge departments with, and where else they name them.
    fn name_departments(&mut self, archive: &Archive, documents: &BTreeSet<DocumentIndex>) {
        let finder = Finder::new(archive);
        self.charges.retain(|charge| !documents.contains(&charge.document));
        self.named.retain(|named| !documents.contains(&named.document));
        for index in documents {
            let naming = &archive.document(*index).record.text.naming;
            let said = named::in_document(archive, &finder, *index, naming);
            self.charges.extend(said.charges);
            self.named.extend(said.named);
        }
        self.charges.sort();
        self.named.sort();
    }
}

/// The name of what is wanted: that of its first mention, with the first title that any gives.
fn first_name(
    archive: &Archive,
    resolver: &Resolver<'_>,
    key: &str,
    mentions: &[(DocumentIndex, u32)],
) -> Option<Name> {
    let mut name: Option<Name> = None;
    let mut looked_at = None;
    for (document, _) in mentions {
        if looked_at.replace(*document) == Some(*document) {
            continue;
        }
        let (path, text) = (&archive.document(*document).path, &archive.document(*document).record.text);
        let mut unheard = Diagnostics::default();
        let citations = resolver.citations().text(path, text, Some(*document), &mut unheard).citations;
        for found in citations.into_iter().filter_map(|one| one.name).filter(|name| &*name.key == key) {
            match &mut name {
                None => name = Some(*found),
                Some(name) if name.title.is_none() => name.title = found.title,
                Some(_) => {}
            }
        }
        if name.as_ref().is_some_and(|name| name.title.is_some()) {
            break;
        }
    }
    name
}

/// All that titles of a document name.
fn title_keys(document: &parse::Document) -> Vec<TitleKey> {
    let enclosures = document.text.enclosures.iter();
    let own = [Some(document.title_key), document.carried];
    // A place among the enclosures counts: a citation names them by their numbers.
    own.into_iter()
        .flatten()
        .chain(enclosures.map(|enclosure| enclosure.key.unwrap_or(document.title_key)))
        .collect()
}

fn used_assets(links: &DocumentLinks) -> impl Iterator<Item = Option<AssetIndex>> {
    let in_text = links.text.iter().flatten().filter_map(|target| match target.place {
        Place::Asset(asset) => Some(Some(asset)),
        _ => None,
    });
    in_text.chain(links.attachments.iter().copied())
}

fn missing(citations: &[Citation]) -> impl Iterator<Item = u32> {
    citations.iter().filter_map(|citation| match citation.target {
        CitationTarget::Missing(number) => Some(number),
        _ => None,
    })
}

fn ambiguous(citations: &[Citation]) -> impl Iterator<Item = u32> {
    citations.iter().filter_map(|citation| match citation.target {
        CitationTarget::Ambiguous(number) => Some(number),
        _ => None,
    })
}

/// Whether a finding is about one of these files.
#[must_use]
pub fn is_about(diagnostic: &Diagnostic, archive: &Archive, documents: &BTreeSet<DocumentIndex>) -> bool {
    documents.iter().any(|index| *archive.document(*index).path == *diagnostic.file)
}
