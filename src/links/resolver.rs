//! Where the links of one text lead.

use std::sync::OnceLock;

use super::address::{Address, resolve_path};
use super::citations::{CitationResolver, ResolvedText};
use super::messages::dead_anchor;
use super::places::PlaceIndex;
use super::titles::Titles;
use super::{DocumentLinks, Index, Place, Target, facts_of};
use crate::archive::{Archive, AssetIndex, Document, DocumentIndex, Draft};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Spanned, Text, text};
use crate::parse::TextFacts;
use crate::parse::body::WrittenLink;

pub(super) struct Resolver<'a> {
    pub(super) archive: &'a Archive,
    pub(super) content: &'a str,
    /// Every file and issue folder; sorted when the first link is followed.
    pub(super) places: &'a OnceLock<PlaceIndex>,
    pub(super) titles: Titles<'a>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(archive: &'a Archive, content: &'a str, index: &'a Index) -> Self {
        let titles = Titles::new(archive, &index.titles);
        Self { archive, content, places: &index.places, titles }
    }

    pub(super) fn places(&self) -> &PlaceIndex {
        self.places.get_or_init(|| PlaceIndex::new(self.archive))
    }

    pub(super) fn place(&self, path: &str) -> Option<Place> {
        self.places().find(self.archive, path)
    }

    pub(super) fn citations(&self) -> CitationResolver<'_> {
        CitationResolver { archive: self.archive, titles: &self.titles }
    }

    pub(super) fn document(&self, index: DocumentIndex) -> (DocumentLinks, ResolvedText, Diagnostics) {
        let document = self.archive.document(index);
        let mut found = Diagnostics::default();
        let record = &document.record;
        let path = &document.path;
        // A withdrawn text's links are followed only to know what files go with it.
        let mut unheard = Diagnostics::default();
        let for_text = if record.withdrawn.is_some() { &mut unheard } else { &mut found };
        let links = DocumentLinks {
            text: self.text(path, &record.text, for_text),
            attachments: record
                .attachments
                .iter()
                .map(|attachment| {
                    self.file(
                        path,
                        &attachment.file,
                        text!("the attachment `{}` is not there", attachment.file.value),
                        for_text,
                    )
                })
                .collect(),
            relations: record
                .relations
                .iter()
                .map(|relation| {
                    self.named_document(&relation.target.value)
                        .filter(|named| !std::ptr::eq(self.archive.document(*named), document))
                })
                .collect(),
            reprint_of: record
                .reprint_of
                .as_ref()
                .and_then(|named| self.original(document, named, &mut found)),
            citations: Box::default(),
        };
        let citations = self.citations().text(path, &record.text, Some(index), &mut found);
        (links, citations, found)
    }

    /// The files that a draft uses. Where its links lead nowhere is no news while it is not published.
    pub(super) fn assets_of_draft(&self, draft: &Draft) -> Vec<AssetIndex> {
        let files = draft.record.attachments.iter().map(|attachment| &*attachment.file.value);
        let linked = draft.record.text.links.iter().map(|link| &*link.address);
        let place = |address: &str| {
            self.place(&resolve_path(&draft.path, &Address::parse(address).path, self.content)?)
        };
        files
            .chain(linked)
            .filter_map(|address| match place(address) {
                Some(Place::Asset(asset)) => Some(asset),
                _ => None,
            })
            .collect()
    }

    pub(super) fn text(&self, path: &str, text: &TextFacts, found: &mut Diagnostics) -> Vec<Option<Target>> {
        text.links.iter().map(|link| self.link(path, text, link, found)).collect()
    }

    pub(super) fn link(
        &self,
        from: &str,
        own: &TextFacts,
        link: &WrittenLink,
        found: &mut Diagnostics,
    ) -> Option<Target> {
        let address = Address::parse(&link.address);
        let target_path = if address.path.is_empty() {
            from.to_owned()
        } else {
            match resolve_path(from, &address.path, self.content) {
                Some(path) => path,
                None => {
                    found.push(Self::dead_link(
                        from,
                        link,
                        text!("`{}` leads out of the content folder", link.address),
                    ));
                    return None;
                }
            }
        };
        let Some(place) = self.place(&target_path) else {
            found.push(
                Self::dead_link(from, link, text!("`{}` leads to no file", link.address))
                    .help_if(self.dead_link_help(from, &target_path)),
            );
            return None;
        };
        let fragment = address.fragment.filter(|fragment| !fragment.is_empty());
        if let Some(fragment) = &fragment {
            let facts = if address.path.is_empty() { Some(own) } else { facts_of(self.archive, place) };
            if let Some(facts) = facts
                && !facts.has_anchor(fragment)
            {
                found.push(dead_anchor(from, link, fragment, facts));
                return None;
            }
        }
        Some(Target { place, fragment: fragment.map(Into::into) })
    }

    pub(super) fn file(
        &self,
        from: &str,
        file: &Spanned<Box<str>>,
        missing: Text,
        found: &mut Diagnostics,
    ) -> Option<AssetIndex> {
        let path = resolve_path(from, &file.value, self.content);
        if let Some(Place::Asset(asset)) = path.as_deref().and_then(|path| self.place(path)) {
            return Some(asset);
        }
        let help = path.and_then(|path| self.dead_link_help(from, &path));
        found.push(Diagnostic::new(Code::MissingFile, from, file.span, missing).help_if(help));
        None
    }

    /// The document that a number or an exact title names, when it is one.
    fn named_document(&self, name: &str) -> Option<DocumentIndex> {
        let key = self.archive.known_series.kinds().parse(name).key();
        let mut with_number = self.archive.with_number(key);
        if let Some(first) =
            with_number.find(|index| self.archive.document(*index).record.reprint_of.is_none())
        {
            return Some(first);
        }
        self.titles.only(name)
    }

    fn original(
        &self,
        document: &Document,
        named: &Spanned<Box<str>>,
        found: &mut Diagnostics,
    ) -> Option<DocumentIndex> {
        let by_path = resolve_path(&document.path, &named.value, self.content)
            .or_else(|| Some(format!("{}/{}", self.content, named.value)))
            .and_then(|path| self.place(&path))
            .or_else(|| self.place(&format!("{}/{}", self.content, named.value)));
        let by_path = match by_path {
            Some(Place::Document(index)) => Some(index),
            _ => None,
        };
        let original = by_path
            .or_else(|| self.named_document(&named.value))
            .filter(|index| !std::ptr::eq(self.archive.document(*index), document));
        if original.is_none() {
            let message = text!("the archive holds no document `{}` to be a second printing of", named.value);
            let diagnostic = Diagnostic::new(Code::UnknownDocument, &document.path, named.span, message);
            found.push(
                diagnostic.help(text!("write the number of the first printing, or the path of its file")),
            );
        }
        original
    }
}
