//! The search index: what it is told of the archive, and where its files go.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Sink;
use crate::archive::{Archive, Document, DocumentIndex};
use crate::gazette::GazetteDate;
use crate::pages::context::TextContext;
use crate::pages::{CollectionKind, Plan};
use crate::parse;
use crate::render::Renderer;
use crate::search::{self, Block, Entry, Facets, Manifest, Names, number_key};
use crate::source::Sources;

/// The folder of the index.
const FOLDER: &str = "search/";
/// Each issue's ids begin at a multiple of this: a document that is added to an issue often finds a free
/// one, and all others keep theirs.
const ISSUE_IDS: usize = 4;

/// The id that each issue begins with, and its folder.
type IssueStarts = Vec<(u32, String)>;

/// Makes the index, or lets it stay.
///
/// # Errors
/// When a text cannot be read, or the sink cannot take a file.
pub fn index(
    plan: &Plan<'_>,
    renderer: &Renderer,
    sources: &dyn Sources,
    sink: &dyn Sink,
    last: Option<&Manifest>,
) -> io::Result<Manifest> {
    let archive = plan.archive();
    let (issues, documents) = ids(plan);
    let entries: Vec<Entry> = documents.par_iter().map(|(id, index)| entry(plan, *id, *index)).collect();
    let names = Names {
        departments: terms(plan, CollectionKind::Departments),
        kinds: terms(plan, CollectionKind::Kinds),
        topics: terms(plan, CollectionKind::Topics),
        issues,
    };
    let texts = |at: usize| text(archive.document(documents[at].1), renderer, sources);
    let place = InSink { sink, done: Mutex::default() };
    search::build(&entries, &names, last, &texts, &place)
}

/// The id that each issue begins with, and those of the documents that can be found: not those that were
/// withdrawn, are drafts, or stand in an earlier issue too.
fn ids(plan: &Plan<'_>) -> (IssueStarts, Vec<(u32, DocumentIndex)>) {
    let archive = plan.archive();
    let (mut issues, mut documents) = (Vec::new(), Vec::new());
    let mut next = 0;
    for (issue, place) in archive.issues.iter().zip(0..) {
        let path = plan.issue_path(crate::archive::IssueIndex::new(place)).as_str();
        let folder = path.strip_suffix("/index.html").unwrap_or(path);
        issues.push((u32::try_from(next).unwrap_or(u32::MAX), folder.to_owned()));
        for (index, id) in issue.documents.clone().zip(next..) {
            let document = &archive.documents[index];
            if document.is_original() && document.record.withdrawn.is_none() {
                let id = u32::try_from(id).expect("documents are counted in 32 bits everywhere");
                documents.push((id, DocumentIndex::new(index)));
            }
        }
        next = (next + issue.documents.len()).next_multiple_of(ISSUE_IDS);
    }
    (issues, documents)
}

fn terms(plan: &Plan<'_>, kind: CollectionKind) -> Vec<String> {
    (0..plan.terms_in(kind)).map(|term| plan.term_name(kind, term).to_owned()).collect()
}

fn entry(plan: &Plan<'_>, id: u32, index: DocumentIndex) -> Entry {
    let archive = plan.archive();
    let document = archive.document(index);
    let record = &document.record;
    let departments: Vec<String> =
        record.departments.iter().map(|department| department.value.to_string()).collect();
    let full = document.departments.iter().map(|index| archive.departments[index.get()].name.to_string());
    let full: Vec<String> = full.filter(|name| !departments.contains(name)).collect();
    let more = record.recipients.iter().chain(&record.index_number).map(|words| words.to_string());
    let attachments = record.attachments.iter().map(|attachment| attachment.title.to_string());
    let issue = archive.issue_of(document);
    Entry {
        id,
        source: document.hash,
        url: plan.document_path(index).to_string(),
        title: record.title.value.to_string(),
        numbers: record.numbers.iter().map(|number| number.value.printed().to_owned()).collect(),
        keys: keys(archive, document),
        departments,
        date: document.date_in(archive).map_or_else(String::new, |date| date.to_string()),
        kind: record.kind.as_ref().map_or_else(String::new, |kind| kind.as_str().to_owned()),
        issue: (
            issue.id.year,
            issue.id.number.as_str().to_owned(),
            plan.issue_path(document.issue).to_string(),
            issue.record.title.as_deref().unwrap_or_default().to_owned(),
        ),
        language: record.language.as_deref().unwrap_or_default().to_owned(),
        more: more.chain(attachments).chain(full).map(|words| one_line(&words)).collect(),
        facets: facets(plan, index),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The keys of a document's numbers: as printed, in canonical form, and under the name of their register.
fn keys(archive: &Archive, document: &Document) -> Vec<String> {
    let forms = document.record.numbers.iter().flat_map(|number| {
        let number = &number.value;
        [number.printed().to_owned(), number.to_string(), archive.canonical(number).to_string()]
    });
    let keys: BTreeSet<String> = forms.map(|form| number_key(&form)).filter(|key| !key.is_empty()).collect();
    keys.into_iter().collect()
}

fn facets(plan: &Plan<'_>, index: DocumentIndex) -> Facets {
    let archive = plan.archive();
    let document = archive.document(index);
    let day =
        |date: Option<GazetteDate>| date.map_or(0, |date| search::day(date.year(), date.month(), date.day()));
    let place = |kind: CollectionKind, name: &str| {
        plan.term_named(kind, name).and_then(|term| u32::try_from(term).ok())
    };
    let [effective, expires, repealed] = plan.days_of_validity(index);
    Facets {
        date: day(document.date_in(archive)),
        year: archive.issue_of(document).folder_year,
        kind: document.record.kind.as_ref().and_then(|kind| place(CollectionKind::Kinds, kind.as_str())),
        departments: document
            .departments
            .iter()
            .filter_map(|department| u32::try_from(department.get()).ok())
            .collect(),
        topics: document
            .record
            .topics
            .iter()
            .filter_map(|topic| place(CollectionKind::Topics, topic))
            .collect(),
        effective: day(effective),
        expires: day(expires),
        repealed: day(repealed),
    }
}

/// The blocks of a document's text, as its page shows them.
fn text(document: &Document, renderer: &Renderer, sources: &dyn Sources) -> io::Result<Vec<Block>> {
    let bytes = sources.read(&document.path)?;
    // It was read as UTF-8 before; if it has changed since, the next run sees it.
    let file = String::from_utf8_lossy(&bytes);
    let text = parse::text_below_front_matter(&file);
    Ok(search::blocks(&renderer.shown(&TextContext::default(), text).html))
}

/// The files of the index among those of the site.
struct InSink<'s> {
    sink: &'s dyn Sink,
    /// Those that are settled: a file that stays may come again when another does not.
    done: Mutex<BTreeSet<Box<str>>>,
}

impl InSink<'_> {
    fn settle(&self, path: &str) -> bool {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into())
    }
}

impl search::Place for InSink<'_> {
    fn previous(&self, path: &str, hash: u64) -> io::Result<Option<Vec<u8>>> {
        self.sink.previous(&format!("{FOLDER}{path}"), hash.into())
    }

    fn keep(&self, path: &str, hash: u64) -> io::Result<bool> {
        let stays = self.sink.is_current(&format!("{FOLDER}{path}"), hash.into())?;
        if stays {
            self.settle(path);
        }
        Ok(stays)
    }

    fn put(&self, path: &str, hash: u64, bytes: &[u8]) -> io::Result<()> {
        if self.settle(path) { self.sink.put(&format!("{FOLDER}{path}"), hash.into(), bytes) } else { Ok(()) }
    }
}
