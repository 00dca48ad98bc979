//! What a document cites, and what cites it.

use std::borrow::Cow;

use super::context::{Cited, CitedBy, Link, Sentence};
use super::excerpt::excerpt;
use super::frame::text;
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::texts::Viewpoint;
use crate::archive::DocumentIndex;
use crate::gazette::CitationVerb;
use crate::links::{self, Citation, CitationTarget, Place, Target};

/// How many of the documents that cite one are shown on its page: it may not grow with the archive.
pub(super) const CITED_BY_SHOWN: usize = 100;

impl<'a> Plan<'a> {
    pub(super) fn cites(&self, from: &SitePath, index: DocumentIndex) -> Vec<Cited<'a>> {
        let mut seen = Vec::new();
        let mut cites = Vec::new();
        for citation in &*self.links.documents[index.get()].citations {
            if !matches!(citation.target, CitationTarget::Held(..) | CitationTarget::Ambiguous(_))
                || seen.contains(&&citation.target)
            {
                continue;
            }
            seen.push(&citation.target);
            cites.push(self.cited(from, index, citation));
        }
        cites
    }

    pub(super) fn cites_missing(&self, index: DocumentIndex) -> Vec<Cited<'a>> {
        let mut seen = Vec::new();
        let mut cites = Vec::new();
        for citation in &*self.links.documents[index.get()].citations {
            let CitationTarget::Missing(wanted) = citation.target else { continue };
            if !seen.contains(&wanted) {
                seen.push(wanted);
                let name = &self.links.wanted[wanted as usize].name;
                cites.push(Cited {
                    title: name.title.as_deref().map(Cow::Borrowed),
                    language: None,
                    number: name.number.as_ref().map(|number| number.shown().into()),
                    verb: citation.verb.map(CitationVerb::key),
                    url: None,
                    ambiguous: false,
                    place: self.place(index, citation),
                });
            }
        }
        cites
    }

    fn cited(&self, from: &SitePath, index: DocumentIndex, citation: &Citation) -> Cited<'a> {
        let (title, number, ambiguous) = match citation.target {
            CitationTarget::Held(document, enclosure) => {
                let record = &self.archive.document(document).record;
                let enclosure =
                    enclosure.and_then(|enclosure| record.text.enclosures.get(usize::from(enclosure)));
                let title = enclosure.map_or(&record.title.value, |enclosure| &enclosure.title);
                (Some(&**title), record.numbers.first().map(|number| number.value.printed()), false)
            }
            CitationTarget::Ambiguous(index) => {
                let name = &self.links.ambiguous[index as usize].name;
                (name.title.as_deref(), name.number.as_ref().map(|number| number.printed()), true)
            }
            CitationTarget::Missing(_) | CitationTarget::Own | CitationTarget::Issue(_) => {
                (None, None, false)
            }
        };
        Cited {
            title: title.map(Cow::Borrowed),
            language: match citation.target {
                CitationTarget::Held(document, _) => {
                    self.archive.document(document).record.language.as_deref()
                }
                _ => None,
            },
            number: number.map(Cow::Borrowed),
            verb: citation.verb.map(CitationVerb::key),
            url: self.citation_url(Viewpoint::page(from), citation),
            ambiguous,
            place: self.place(index, citation),
        }
    }

    /// Where in its own page a citation stands.
    fn place(&self, index: DocumentIndex, citation: &Citation) -> String {
        self.anchor(index, citation).map_or_else(String::new, |anchor| format!("#{anchor}"))
    }

    pub(super) fn anchor(&self, index: DocumentIndex, citation: &Citation) -> Option<String> {
        let facts = &self.archive.document(index).record.text;
        facts.anchor(facts.passages.passage(citation.passage as usize).anchor?)
    }

    /// The documents that cite this one, each once by its first citation, the newest first.
    pub(super) fn citing_documents(&self, index: DocumentIndex) -> Vec<links::CitedBy> {
        let mut citing: Vec<links::CitedBy> = self.links.citing(index).collect();
        citing.dedup_by_key(|by| by.document);
        citing.reverse();
        citing
    }

    pub(super) fn cited_by(&self, from: &SitePath, index: DocumentIndex) -> Vec<CitedBy<'a>> {
        let citing = self.citing_documents(index);
        let one = |by: links::CitedBy| {
            let mut citing = self.citing(from, by);
            // Of all that it does with this document, the strongest is what matters.
            let citations = self.links.documents[by.document.get()].citations.iter();
            let of_this =
                citations.filter(|c| matches!(c.target, CitationTarget::Held(held, _) if held == index));
            citing.verb = of_this.filter_map(|citation| citation.verb).min().map(CitationVerb::key);
            citing
        };
        let pages = self.links.cited_on(index).into_iter().take(CITED_BY_SHOWN);
        let pages = pages.filter_map(|on| self.citing_page(from, on));
        citing.into_iter().take(CITED_BY_SHOWN).map(one).chain(pages).collect()
    }

    /// A page that cites and is no document, with its sentence.
    fn citing_page(&self, from: &SitePath, on: links::CitedOn) -> Option<CitedBy<'a>> {
        let (label, origin) = match on.place {
            Place::Issue(index) => (self.issue_label(index), "on_issue"),
            Place::Department(index) => (text(&self.archive.departments[index.get()].name), "on_department"),
            Place::FreePage(index) => {
                (text(&self.archive.free_pages[index.get()].record.title.value), "on_page")
            }
            Place::Document(_) | Place::Asset(_) => return None,
        };
        let facts = links::facts_of(self.archive, on.place)?;
        let citation = &self.links.citations(on.place)[on.citation as usize];
        let passage = facts.passages.passage(citation.passage as usize);
        let fragment = passage.anchor.and_then(|anchor| facts.anchor(anchor)).map(String::into_boxed_str);
        let url = |fragment| self.url(Viewpoint::page(from), &Target { place: on.place, fragment });
        Some(CitedBy {
            document: Link { label, url: url(None)? },
            origin: Some(origin),
            numbers: Vec::new(),
            date: None,
            verb: citation.verb.map(CitationVerb::key),
            url: url(fragment)?,
            sentence: excerpt(passage.text, citation.span.range()),
        })
    }

    /// A document that cites, with its sentence.
    pub(super) fn citing(&self, from: &SitePath, by: links::CitedBy) -> CitedBy<'a> {
        let document = self.archive.document(by.document);
        let citation = &self.links.documents[by.document.get()].citations[by.citation as usize];
        CitedBy {
            document: self.document_link(from, by.document),
            origin: None,
            numbers: document.record.numbers.iter().map(|number| number.value.printed()).collect(),
            date: document.date_in(self.archive),
            verb: citation.verb.map(CitationVerb::key),
            url: relative(
                from,
                self.document_path(by.document),
                self.anchor(by.document, citation).as_deref(),
            ),
            sentence: self.sentence(by.document, citation),
        }
    }

    fn sentence(&self, index: DocumentIndex, citation: &Citation) -> Sentence<'a> {
        let passages = &self.archive.document(index).record.text.passages;
        excerpt(passages.passage(citation.passage as usize).text, citation.span.range())
    }
}
