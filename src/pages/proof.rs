//! The proof of an issue in progress: what is in it, how much room it takes, and what is missing. Only
//! the preview shows it; no build has such a page.

use std::collections::BTreeSet;

use super::context::TextContext;
use super::context::{
    Content, Context, Frame, Label, Link, NumberRange, Proof, ProofDocument, ProofPart, ProofRegister,
};
use super::frame::text;
use super::path::{SitePath, relative};
use super::plan::Plan;
use crate::archive::{Archive, DocumentIndex, IssueIndex, RegisterYear};
use crate::gazette::{IssueId, IssueNumber, PrintedPages};
use crate::parse::grid::{LINES, Room, Surroundings};
use crate::parse::{self};

/// Where the preview shows it.
pub const PROOF_PATH: &str = "_preview/issue.html";

/// How many other issues the page leads to.
const OTHERS_SHOWN: usize = 12;
/// By how many pages, and a tenth of the whole, a forecast may be wrong.
const TOLERANCE: u32 = 1;
/// How many ranges of numbers that are not used are listed of a register.
const UNUSED_SHOWN: usize = 8;

/// The issue that is looked at.
#[derive(Clone, Copy)]
struct Subject<'a> {
    /// Its folder, such as `content/2025/03`.
    folder: &'a str,
    /// The issue; `None` where nothing of it is published yet.
    index: Option<IssueIndex>,
}

/// A document of the issue, published or not.
struct Entry<'a> {
    path: &'a str,
    record: &'a parse::Document,
    index: Option<DocumentIndex>,
    room: Room,
}

impl<'a> Plan<'a> {
    /// The proof of an issue: the one with this folder, such as `2025/03`, else the newest. `room` tells
    /// how much room the text of a file takes. `None` for an archive without issues.
    #[must_use]
    pub fn proof(
        &self,
        wanted: Option<&str>,
        room: &dyn Fn(&str, Surroundings<'_>) -> Room,
    ) -> Option<Context<'a>> {
        let subject = wanted.and_then(|wanted| self.named_issue(wanted)).or_else(|| self.newest())?;
        let path = SitePath::new(PROOF_PATH);
        let entries = self.entries(subject, room);
        let frame = Frame {
            path: path.to_string(),
            root: path.to_root(),
            title: self.label_of(subject),
            breadcrumbs: vec![Link {
                label: Label::Word { word: "home" },
                url: relative(&path, &SitePath::new("index.html"), None),
            }],
            section: "issues",
            language: None,
            description: None,
            feed: None,
        };
        let content = Content::Proof(Box::new(self.proof_of(&path, subject, &entries)));
        Some(Context { frame, content, text: TextContext::default(), joined: Vec::new(), facts: 0 })
    }

    fn proof_of(&self, path: &SitePath, subject: Subject<'a>, entries: &[Entry<'a>]) -> Proof<'a> {
        let record = subject.index.map(|index| &self.archive.issues[index.get()].record);
        let documents = self.placed(path, entries);
        let lines: u32 = entries.iter().map(|entry| entry.room.lines).sum();
        let parts = record.map(|record| &*record.parts).unwrap_or_default();
        Proof {
            url: subject.index.map(|index| relative(path, self.issue_path(index), None)),
            date: record.and_then(|record| record.date),
            total_number: record.and_then(|record| record.total_number),
            missing: self.missing_of_issue(subject),
            drafts: entries.iter().filter(|entry| entry.record.draft).count(),
            documents: entries.len(),
            characters: entries.iter().map(|entry| u64::from(entry.room.characters)).sum(),
            pages: documents.iter().map(|document| document.pages).sum(),
            pages_run_on: lines.div_ceil(LINES),
            last_page: documents.iter().map(|document| document.last_page).max(),
            parts: grouped(parts, entries, documents),
            registers: self.registers_of(entries),
            others: self.other_issues(subject),
        }
    }

    /// The issue with this folder, as it is written or as it stands in addresses.
    fn named_issue(&self, wanted: &str) -> Option<Subject<'a>> {
        let all = self.subjects();
        let is_wanted = |subject: &&Subject<'a>| {
            subject.folder.ends_with(&format!("/{wanted}")) || self.short_name(**subject) == wanted
        };
        all.iter().find(is_wanted).copied()
    }

    /// The issues in their order, and those behind them of which only drafts are there.
    fn subjects(&self) -> Vec<Subject<'a>> {
        let archive: &'a Archive = self.archive;
        let issues = archive.issues.iter().enumerate();
        let mut subjects: Vec<Subject<'a>> = issues
            .map(|(index, issue)| Subject { folder: &issue.folder, index: Some(IssueIndex::new(index)) })
            .collect();
        let known: BTreeSet<&str> = subjects.iter().map(|subject| subject.folder).collect();
        let of_drafts: BTreeSet<&'a str> =
            archive.drafts.iter().filter_map(|draft| Some(draft.path.rsplit_once('/')?.0)).collect();
        let mut new: Vec<Subject<'a>> = of_drafts
            .into_iter()
            .filter(|folder| !known.contains(folder))
            .map(|folder| Subject { folder, index: None })
            .collect();
        new.sort_by_key(|subject| id_of(subject.folder));
        subjects.extend(new);
        subjects
    }

    /// The newest issue. One of which only drafts are there is newer where its number is higher.
    fn newest(&self) -> Option<Subject<'a>> {
        let subjects = self.subjects();
        let published = subjects.iter().rev().find(|subject| subject.index.is_some()).copied();
        let Some(index) = published.and_then(|subject| subject.index) else {
            return subjects.last().copied();
        };
        let id = &self.archive.issues[index.get()].id;
        let newer = subjects.last().filter(|last| last.index.is_none() && id_of(last.folder) > *id);
        newer.copied().or(published)
    }

    fn label_of(&self, subject: Subject<'a>) -> Label<'a> {
        match subject.index {
            Some(index) => self.issue_label(index),
            None => {
                let (year, number) = year_and_number(subject.folder);
                Label::Issue { year, number: number.trim_start_matches('0') }
            }
        }
    }

    /// Year and folder, as the address of the page names an issue.
    fn short_name(&self, subject: Subject<'a>) -> String {
        match subject.index {
            Some(index) => self.issue_path(index).as_str().trim_end_matches("/index.html").to_owned(),
            None => {
                let (year, number) = year_and_number(subject.folder);
                format!("{year:04}/{}", crate::gazette::slug(number))
            }
        }
    }

    /// The documents of an issue in the order in which it prints them, drafts among them.
    fn entries(&self, subject: Subject<'a>, room: &dyn Fn(&str, Surroundings<'_>) -> Room) -> Vec<Entry<'a>> {
        let archive: &'a Archive = self.archive;
        let range = subject.index.map_or(0..0, |index| archive.issues[index.get()].documents.clone());
        let published = range.map(|index| {
            let document = &archive.documents[index];
            (&*document.path, &*document.record, Some(DocumentIndex::new(index)))
        });
        let in_folder =
            |path: &str| path.rsplit_once('/').is_some_and(|(folder, _)| folder == subject.folder);
        let drafts = archive.drafts.iter().filter(|draft| in_folder(&draft.path));
        let drafts = drafts.map(|draft| (&*draft.path, &*draft.record, None));
        let mut entries: Vec<Entry<'a>> = published
            .chain(drafts)
            .map(|(path, record, index)| Entry { path, record, index, room: room(path, around(record)) })
            .collect();
        let first_page = |entry: &Entry<'_>| stated(entry).map_or(u32::MAX, |pages| pages.first);
        entries.sort_by_key(|entry| (first_page(entry), entry.path));
        entries
    }

    /// Each document with the pages that it will stand on: those that it states, else those behind the
    /// document before.
    fn placed(&self, path: &SitePath, entries: &[Entry<'a>]) -> Vec<ProofDocument<'a>> {
        let paged = entries.iter().any(|entry| stated(entry).is_some());
        let mut next = 1;
        let mut placed = Vec::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            let pages = entry.room.lines.div_ceil(LINES).max(1);
            let own = stated(entry);
            let first_page = own.map_or(next, |own| own.first);
            let room = own.and_then(|own| room_of(own, entries[place + 1..].iter().find_map(stated)));
            let last_page = first_page + room.unwrap_or(pages) - 1;
            next = last_page + 1;
            let record = entry.record;
            placed.push(ProofDocument {
                title: &record.title.value,
                language: record.language.as_deref(),
                url: entry.index.map(|index| relative(path, self.document_path(index), None)),
                file: entry.path,
                numbers: record.numbers.iter().map(|number| number.value.printed()).collect(),
                departments: record.departments.iter().map(|name| &*name.value).collect(),
                date: record.date.as_ref().map(|date| date.value),
                draft: record.draft,
                withdrawn: record.withdrawn.is_some(),
                characters: entry.room.characters,
                lines: entry.room.lines,
                pages,
                first_page,
                last_page,
                stated: own.is_some(),
                differs: room.is_some_and(|room| pages > room + TOLERANCE + room / 10),
                missing: missing(entry, paged),
            });
        }
        placed
    }

    fn missing_of_issue(&self, subject: Subject<'a>) -> Vec<&'static str> {
        let Some(index) = subject.index else { return vec!["missing_date", "missing_total"] };
        let record = &self.archive.issues[index.get()].record;
        let counted = self.archive.issues.iter().any(|issue| issue.record.total_number.is_some());
        let all = [
            ("missing_date", record.date.is_none()),
            ("missing_total", counted && record.total_number.is_none()),
        ];
        all.into_iter().filter(|(_, is_missing)| *is_missing).map(|(word, _)| word).collect()
    }

    /// The registers that the issue's documents count in, and what of each is not used yet.
    fn registers_of(&self, entries: &[Entry<'a>]) -> Vec<ProofRegister> {
        let mut registers: BTreeSet<(String, u16)> = BTreeSet::new();
        for number in entries.iter().flat_map(|entry| &entry.record.numbers) {
            let number = self.archive.canonical(&number.value);
            if let (Some(series), Some(year), Some(_)) = (number.series(), number.year(), number.serial()) {
                registers.insert((series.to_owned(), year));
            }
        }
        registers.into_iter().map(|(series, year)| self.register_of(series, year)).collect()
    }

    fn register_of(&self, series: String, year: u16) -> ProofRegister {
        let archive: &'a Archive = self.archive;
        let drafts = archive.drafts.iter().flat_map(|draft| &draft.record.numbers);
        let reserved: BTreeSet<u32> = drafts
            .map(|number| archive.canonical(&number.value))
            .filter(|number| number.series() == Some(series.as_str()) && number.year() == Some(year))
            .filter_map(|number| number.serial())
            .collect();
        let register = archive.series.iter().find(|known| *known.prefix == *series);
        let years = register.map(|register| archive.register_years(register)).unwrap_or_default();
        let held = years.into_iter().find(|held| held.year == Some(year));
        let highest = held.as_ref().map_or(0, |held| held.highest);
        let mut unused = unused(held.as_ref(), &reserved);
        let more = unused.len().saturating_sub(UNUSED_SHOWN);
        unused.drain(..more);
        ProofRegister {
            series,
            year,
            next: highest.max(reserved.last().copied().unwrap_or(0)) + 1,
            unused: unused
                .into_iter()
                .map(|(first, last)| NumberRange { first, last: (first != last).then_some(last) })
                .collect(),
            more,
        }
    }

    fn other_issues(&self, subject: Subject<'a>) -> Vec<Link<'a>> {
        let others = self.subjects().into_iter().rev().filter(|other| other.folder != subject.folder);
        let link = |other: Subject<'a>| Link {
            label: self.label_of(other),
            url: format!("issue.html?issue={}", self.short_name(other)),
        };
        others.take(OTHERS_SHOWN).map(link).collect()
    }
}

fn year_and_number(folder: &str) -> (u16, &str) {
    let mut parts = folder.rsplit('/');
    let number = parts.next().unwrap_or_default();
    (parts.next().and_then(|year| year.parse().ok()).unwrap_or(0), number)
}

fn id_of(folder: &str) -> IssueId {
    let (year, number) = year_and_number(folder);
    IssueId { year, number: IssueNumber::new(number) }
}

fn around(record: &parse::Document) -> Surroundings<'_> {
    Surroundings {
        title: &record.title.value,
        numbered: !record.numbers.is_empty(),
        recipients: record.recipients.as_deref(),
        signatures: u32::try_from(record.departments.len()).unwrap_or(u32::MAX),
        dated: record.date.is_some(),
    }
}

fn stated(entry: &Entry<'_>) -> Option<PrintedPages> {
    entry.record.printed_pages.as_ref().map(|pages| pages.value)
}

/// How many pages a document has that states these, where the next document that states any does so. A page
/// alone says where it begins.
fn room_of(own: PrintedPages, next: Option<PrintedPages>) -> Option<u32> {
    if own.last > own.first {
        return Some(own.last - own.first + 1);
    }
    next.map(|next| next.first.saturating_sub(own.first).max(1))
}

/// What a document lacks that most have, as keys of the word file. `paged` tells whether others of the
/// issue say where they stand.
fn missing(entry: &Entry<'_>, paged: bool) -> Vec<&'static str> {
    let record = entry.record;
    let attached = record.text.enclosures.len() + record.attachments.len();
    let all = [
        ("missing_number", record.numbers.is_empty()),
        ("missing_date", record.date.is_none()),
        ("missing_department", record.departments.is_empty()),
        ("missing_page", paged && record.printed_pages.is_none()),
        ("missing_attachments", (entry.room.noted_attachments as usize) > attached),
        ("missing_text", entry.room.characters == 0 && record.withdrawn.is_none()),
    ];
    all.into_iter().filter(|(_, is_missing)| *is_missing).map(|(word, _)| word).collect()
}

/// The documents under the parts that the issue names, in its order, then under those that it does not.
fn grouped<'a>(
    parts: &'a [Box<str>],
    entries: &[Entry<'a>],
    documents: Vec<ProofDocument<'a>>,
) -> Vec<ProofPart<'a>> {
    let part_of = |entry: &Entry<'a>| entry.record.part.as_deref();
    let mut names: Vec<Option<&'a str>> = parts.iter().map(|part| Some(&**part)).collect();
    for name in entries.iter().map(part_of) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut groups: Vec<ProofPart<'a>> =
        names.iter().map(|name| ProofPart { label: name.map(text), documents: Vec::new() }).collect();
    for (entry, document) in entries.iter().zip(documents) {
        let place = names.iter().position(|name| *name == part_of(entry));
        if let Some(group) = place.and_then(|place| groups.get_mut(place)) {
            group.documents.push(document);
        }
    }
    groups.retain(|group| !group.documents.is_empty());
    groups
}

/// The ranges of serials below the highest that neither a document nor a draft carries.
fn unused(held: Option<&RegisterYear>, reserved: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let highest = held.map_or(0, |held| held.highest);
    let mut gaps: Vec<(u32, u32)> = held.map(|held| held.gaps.clone()).unwrap_or_default();
    if let Some(last) = reserved.last().filter(|last| **last > highest) {
        gaps.push((highest + 1, *last));
    }
    let mut unused = Vec::new();
    for (first, last) in gaps {
        let mut start = first;
        for taken in reserved.range(first..=last) {
            if *taken > start {
                unused.push((start, taken - 1));
            }
            start = taken + 1;
        }
        if start <= last {
            unused.push((start, last));
        }
    }
    unused
}
