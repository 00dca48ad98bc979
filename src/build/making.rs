//! Making what is not current: pages, what stands beside them, and what is made of many documents.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Progress, Sink};
use crate::diagnostics::Diagnostic;
use crate::export::{Exporter, Texts};
use crate::pages::context::{Content, Context};
use crate::pages::data::DocumentFormat;
use crate::pages::{Page, Plan, PlannedPage, SitePath, SourceText};
use crate::parse;
use crate::render::{Fingerprint, Renderer, ShownText};
use crate::source::Sources;

/// How many pages a thread takes at once. Few, so that none is left with many when the others are done.
const AT_ONCE: usize = 64;

/// All that making takes.
pub(super) struct Making<'a> {
    pub plan: &'a Plan<'a>,
    pub exporter: &'a Exporter<'a>,
    pub renderer: &'a Renderer,
    pub sources: &'a dyn Sources,
    pub sink: &'a dyn Sink,
    /// Whether all that pages can show is as it was for what the sink holds, but for the text of their
    /// own source.
    pub same: bool,
}

/// What became of the pages.
pub(super) struct MadePages {
    /// How many were rendered.
    pub rendered: usize,
    /// How many files stand beside them.
    pub files: usize,
    /// What was wrong with templates.
    pub wrong: Vec<Diagnostic>,
    /// The fingerprint of each page, in the order of the plan.
    pub fingerprints: Vec<Fingerprint>,
}

/// What became of one page.
pub(super) struct Made {
    fingerprint: Fingerprint,
    rendered: bool,
    files: usize,
    pub wrong: Option<Box<Diagnostic>>,
}

/// A file that stands beside the page of a document.
struct Beside {
    format: DocumentFormat,
    path: SitePath,
    fingerprint: Fingerprint,
}

impl Making<'_> {
    /// Renders the pages that are not current, in parallel, and copies files.
    pub fn pages(&self, progress: &dyn Progress) -> io::Result<MadePages> {
        let (rendered, files) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let wrong = Mutex::new(Vec::new());
        let one = |buffer: &mut Vec<u8>, planned: &PlannedPage| {
            buffer.clear();
            let made = self.page(planned, buffer)?;
            rendered.fetch_add(usize::from(made.rendered), Ordering::Relaxed);
            files.fetch_add(made.files, Ordering::Relaxed);
            if let Some(diagnostic) = made.wrong {
                wrong.lock().unwrap_or_else(PoisonError::into_inner).push(*diagnostic);
            }
            Ok(made.fingerprint)
        };
        let some = |buffer: &mut Vec<u8>, lot: &[PlannedPage]| {
            let made = lot.iter().map(|planned| one(buffer, planned)).collect();
            progress.step(lot.len());
            made
        };
        let make_pages = || {
            let buffer = || Vec::with_capacity(1 << 16);
            let lots = self.plan.pages.par_chunks(AT_ONCE).with_max_len(1).map_init(buffer, some);
            lots.collect::<io::Result<Vec<Vec<Fingerprint>>>>()
        };
        // Minifying the theme's files takes a while, and no page waits for them.
        let (pages, assets) = rayon::join(make_pages, || self.assets());
        let fingerprints = pages?.concat();
        assets?;
        let copies: Vec<_> = self.plan.copied_files().collect();
        copies.par_iter().try_for_each(|file| self.sink.copy(file.path.as_str(), file.source, file.stamp))?;
        Ok(MadePages {
            rendered: rendered.into_inner(),
            files: files.into_inner(),
            wrong: wrong.into_inner().unwrap_or_else(PoisonError::into_inner),
            fingerprints,
        })
    }

    /// Puts the theme's own files in their places.
    fn assets(&self) -> io::Result<()> {
        self.renderer.assets().par_iter().try_for_each(|asset| {
            let fingerprint = u128::from(asset.fingerprint());
            if self.sink.is_current(&asset.path, fingerprint)? {
                return Ok(());
            }
            self.sink.put(&asset.path, fingerprint, asset.bytes())
        })
    }

    /// Makes what is made of many documents, unless it is current. Gives the number of files.
    pub fn joint_files(&self, pages: &[Fingerprint]) -> io::Result<usize> {
        let files = self.exporter.joint_files();
        let texts = Texts { sources: self.sources, renderer: self.renderer };
        files.par_iter().try_for_each(|file| {
            let fingerprint = self.exporter.fingerprint(file, pages);
            if self.sink.is_current(file.path.as_str(), fingerprint)? {
                return Ok(());
            }
            let mut write = |out: &mut dyn io::Write| self.exporter.write(file, &texts, out);
            self.sink.stream(file.path.as_str(), fingerprint, &mut write)
        })?;
        Ok(files.len())
    }

    /// A page and what stands beside it: the source is read and its text made once for all of them.
    pub fn page(&self, planned: &PlannedPage, buffer: &mut Vec<u8>) -> io::Result<Made> {
        let path = planned.path.as_str();
        let own = self.plan.source_text(planned.page);
        let joined = self.plan.joined_texts(planned.page);
        let source_hash = source_hash(own, &joined, &self.plan.told_texts(planned.page));
        let known = if self.same { self.sink.made_from(path, source_hash)? } else { None };
        let mut context = None;
        let fingerprint = known.unwrap_or_else(|| {
            let context = context.insert(self.plan.context(planned));
            self.renderer.fingerprint(context, source_hash)
        });
        let is_current = known.is_some() || self.sink.is_current(path, fingerprint)?;
        let (files, stale) = self.stale(planned.page, fingerprint)?;
        let mut made = Made { fingerprint, rendered: false, files, wrong: None };
        if is_current && stale.is_empty() {
            return Ok(made);
        }
        let context = context.unwrap_or_else(|| self.plan.context(planned));
        let file = read(self.sources, own)?;
        let file = file.as_deref().map(utf8);
        let text = file.as_deref().map(parse::text_below_front_matter);
        let shown = text.map(|text| self.renderer.shown(&context.text, text));
        let known = OnceCell::new();
        if !is_current {
            made.rendered = true;
            let rendered = if joined.is_empty() {
                let title = || self.renderer.words().label(&context.frame.title);
                let head = self.exporter.head(
                    planned,
                    |index| known.get_or_init(|| self.exporter.known(index)),
                    title,
                );
                self.renderer.render(&context, shown.as_ref(), &head, buffer)
            } else {
                self.joined(&context, shown.as_ref(), &joined, buffer)?
            };
            if let Err(diagnostic) = rendered {
                made.wrong = Some(diagnostic);
                return Ok(made);
            }
            let page = std::mem::take(buffer);
            let is_script = matches!(context.content, Content::Script(_));
            let page = if is_script { page } else { self.renderer.minified(page) };
            self.sink.put(path, fingerprint, &page)?;
            *buffer = page;
        }
        if let (Some(file), Some(shown), Page::Document(document)) = (&file, &shown, planned.page)
            && !stale.is_empty()
        {
            let known = known.get_or_init(|| self.exporter.known(document));
            let formats: Vec<DocumentFormat> = stale.iter().map(|file| file.format).collect();
            let made = self.exporter.document(known, file, &shown.html, &formats);
            for (beside, bytes) in stale.iter().zip(made) {
                self.sink.put(beside.path.as_str(), beside.fingerprint, &bytes)?;
            }
        }
        Ok(made)
    }

    /// How many files stand beside a page, and those of them that are not current.
    fn stale(&self, page: Page, fingerprint: Fingerprint) -> io::Result<(usize, Vec<Beside>)> {
        let Page::Document(document) = page else { return Ok((0, Vec::new())) };
        let (mut files, mut stale) = (0, Vec::new());
        for format in self.plan.document_formats(document) {
            files += 1;
            let path = self.plan.document_file(document, format);
            let fingerprint = self.exporter.document_fingerprint(fingerprint, format);
            if !self.sink.is_current(path.as_str(), fingerprint)? {
                stale.push(Beside { format, path, fingerprint });
            }
        }
        Ok((files, stale))
    }

    /// A page with the texts of several documents: each is read when its turn comes, and then let go.
    fn joined(
        &self,
        context: &Context<'_>,
        text: Option<&ShownText>,
        joined: &[Option<SourceText<'_>>],
        buffer: &mut Vec<u8>,
    ) -> io::Result<Result<(), Box<Diagnostic>>> {
        let page = match self.renderer.open(context, text, buffer) {
            Ok(page) => page,
            Err(wrong) => return Ok(Err(wrong)),
        };
        for (place, source) in joined.iter().enumerate() {
            let file = read(self.sources, *source)?;
            let file = file.as_deref().map(utf8);
            let text = file.as_deref().map(parse::text_below_front_matter);
            if let Err(wrong) = page.add_document(place, text, buffer) {
                return Ok(Err(wrong));
            }
        }
        page.close(buffer);
        Ok(Ok(()))
    }
}

/// The hash of all that a page's texts are read from, and of what it tells something of.
fn source_hash(
    own: Option<SourceText<'_>>,
    joined: &[Option<SourceText<'_>>],
    told: &[SourceText<'_>],
) -> u64 {
    let own = own.map_or(0, |source| source.hash);
    if joined.is_empty() && told.is_empty() {
        return own;
    }
    let hash = |source: &Option<SourceText<'_>>| source.map_or(0, |source| source.hash).to_le_bytes();
    let all: Vec<u8> = own
        .to_le_bytes()
        .into_iter()
        .chain(joined.iter().flat_map(hash))
        .chain(told.iter().flat_map(|source| source.hash.to_le_bytes()))
        .collect();
    xxhash_rust::xxh3::xxh3_64(&all)
}

/// The bytes of a source file.
fn read(sources: &dyn Sources, source: Option<SourceText<'_>>) -> io::Result<Option<Vec<u8>>> {
    source.map(|source| sources.read(source.path)).transpose()
}

/// Bytes as text. They were read as UTF-8 before; if the file has changed since, the next run sees it.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}
