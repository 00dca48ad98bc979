//! From files that were read alone to one archive.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use xxhash_rust::xxh3::xxh3_64;

use super::departments::{self, Departments, Mention};
use super::numbered::Numbered;
use super::registers::check_gaps;
use super::terms::topics_and_kinds;
use super::{
    Archive, Asset, Buckets, DepartmentFile, DepartmentIndex, Document, DocumentIndex, Draft, FreePage,
    Issue, IssueIndex, Series,
};
use crate::config::SeriesSettings;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::gazette::{IssueId, IssueNumber, NumberKinds, SeriesSet, slug};
use crate::parse::{self, Record, Role};

/// A file that was read.
pub struct SourceRecord<'p> {
    path: Box<str>,
    part: Part<'p>,
    hash: u64,
}

/// What a file says, with its place in the archive.
enum Part<'p> {
    Document(u16, &'p str, Arc<parse::Document>),
    Issue(u16, &'p str, Arc<parse::Issue>),
    Department(&'p str, Arc<parse::Department>),
    FreePage(&'p str, Arc<parse::FreePage>),
}

impl<'p> SourceRecord<'p> {
    /// A file with its part in the archive, what it says, and the hash of its bytes; `None` where the record
    /// is not one of a file with that part.
    #[must_use]
    pub fn new(path: Box<str>, role: Role<'p>, record: Record, hash: u64) -> Option<Self> {
        let part = match (role, record) {
            (Role::Document { year, folder, .. }, Record::Document(document)) => {
                Part::Document(year, folder, document)
            }
            (Role::Issue { year, folder }, Record::Issue(issue)) => Part::Issue(year, folder, issue),
            (Role::Department { stem }, Record::Department(record)) => Part::Department(stem, record),
            (Role::FreePage { stem }, Record::FreePage(record)) => Part::FreePage(stem, record),
            _ => return None,
        };
        Some(Self { path, part, hash })
    }
}

/// What the join takes from the settings.
pub struct JoinOptions<'a> {
    /// What the gazette is called.
    pub gazette: &'a str,
    /// The content folder, without a slash at its end.
    pub content: &'a str,
    /// The registers that book.toml describes.
    pub series: &'a [SeriesSettings],
    /// The kinds of document numbers that book.toml declares.
    pub kinds: &'a NumberKinds,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// Joins what the files say.
#[must_use]
pub fn join(
    records: Vec<SourceRecord<'_>>,
    assets: Vec<Asset>,
    options: &JoinOptions<'_>,
    found: &mut Diagnostics,
) -> Archive {
    let mut sorted = Sorted::default();
    for record in records {
        sorted.add(record, options);
    }
    let mut archive = Archive {
        gazette: options.gazette.into(),
        assets,
        drafts: sorted.drafts,
        free_pages: sorted.free_pages,
        ..Archive::default()
    };
    archive.free_pages.sort_by(|a, b| {
        let key = |page: &FreePage| (page.record.order.unwrap_or(u32::MAX), page.stem.clone());
        key(a).cmp(&key(b))
    });
    sorted.department_files.sort_by(|a, b| a.0.cmp(&b.0));
    let mentions: Vec<Mention<'_>> = sorted
        .issues
        .iter()
        .flat_map(|gathered| &gathered.documents)
        .flat_map(|(path, record, _)| record.departments.iter().map(|name| Mention { name, path }))
        .collect();
    let departments = departments::gather(&sorted.department_files, &mentions, found);
    let in_order = in_order(sorted.issues).into_par_iter().enumerate();
    let arrange = |(index, gathered)| arranged(IssueIndex::new(index), gathered, &departments);
    for (issue, documents, overlaps) in in_order.map(arrange).collect::<Vec<_>>() {
        archive.add_issue(issue, documents);
        found.extend(overlaps);
    }
    archive.departments = departments.list;
    archive.file_by_department();
    let ((topics, kinds), numbers) =
        rayon::join(|| topics_and_kinds(&archive.documents), || archive.numbered(options.series));
    (archive.topics, archive.kinds) = (topics, kinds);
    archive.file_by_number(numbers, options, found);
    check_gaps(&archive, options.series, found);
    archive
}

/// The records by what they are.
#[derive(Default)]
struct Sorted<'p> {
    issues: Vec<GatheredIssue>,
    /// The place of each issue among these, by its year and folder.
    places: BTreeMap<(u16, &'p str), usize>,
    department_files: Vec<(String, DepartmentFile)>,
    free_pages: Vec<FreePage>,
    drafts: Vec<Draft>,
}

/// What lies in an issue's folder: path, record and hash of each file.
#[derive(Default)]
struct GatheredIssue {
    folder: Box<str>,
    year: u16,
    number: String,
    file: Option<(Box<str>, Arc<parse::Issue>, u64)>,
    documents: Vec<(Box<str>, Arc<parse::Document>, u64)>,
}

impl<'p> Sorted<'p> {
    fn add(&mut self, record: SourceRecord<'p>, options: &JoinOptions<'_>) {
        let SourceRecord { path, part, hash } = record;
        match part {
            Part::Document(year, folder, document) => {
                if document.draft && !options.drafts {
                    self.drafts.push(Draft { path, record: document });
                    return;
                }
                self.issue(year, folder, options).documents.push((path, document, hash));
            }
            Part::Issue(year, folder, issue) => {
                self.issue(year, folder, options).file = Some((path, issue, hash));
            }
            Part::Department(stem, record) => {
                self.department_files.push((stem.into(), DepartmentFile { path, record, hash }));
            }
            Part::FreePage(stem, record) => {
                self.free_pages.push(FreePage { path, stem: stem.into(), record, hash });
            }
        }
    }

    fn issue(&mut self, year: u16, folder: &'p str, options: &JoinOptions<'_>) -> &mut GatheredIssue {
        // Files come in the order of their paths, so this is mostly the issue of the file before.
        let last = self.issues.last().filter(|last| last.year == year && last.number == folder);
        let place = match last {
            Some(_) => self.issues.len() - 1,
            None => *self.places.entry((year, folder)).or_insert(self.issues.len()),
        };
        if place == self.issues.len() {
            self.issues.push(GatheredIssue {
                folder: format!("{}/{year}/{folder}", options.content).into(),
                year,
                number: folder.to_owned(),
                ..GatheredIssue::default()
            });
        }
        &mut self.issues[place]
    }
}

impl GatheredIssue {
    fn id(&self) -> IssueId {
        let record = self.file.as_ref().map(|(_, record, _)| record);
        let number = record.and_then(|record| record.number.clone());
        IssueId {
            year: record.and_then(|record| record.year).unwrap_or(self.year),
            number: number.unwrap_or_else(|| IssueNumber::new(&self.number)),
        }
    }
}

/// The issues, the oldest first. Within a year they go by date when all have one (a supplement has its
/// place among the numbers), else by number.
fn in_order(mut issues: Vec<GatheredIssue>) -> Vec<GatheredIssue> {
    let date = |issue: &GatheredIssue| issue.file.as_ref().and_then(|(_, record, _)| record.date);
    let undated: BTreeSet<u16> =
        issues.iter().filter(|issue| date(issue).is_none()).map(|issue| issue.year).collect();
    issues.sort_by_cached_key(|issue| {
        let dated = if undated.contains(&issue.year) { None } else { date(issue) };
        (issue.year, dated, issue.id(), issue.folder.clone())
    });
    issues
}

/// An issue with its documents in the order of print, and what is wrong with that. Where its documents stand
/// in the archive is said when it is added.
fn arranged(
    index: IssueIndex,
    gathered: GatheredIssue,
    departments: &Departments,
) -> (Issue, Vec<Document>, Diagnostics) {
    let id = gathered.id();
    let mut documents = gathered.documents;
    documents.sort_by(|(a_path, a, _), (b_path, b, _)| {
        let first_page =
            |record: &parse::Document| record.printed_pages.as_ref().map_or(u32::MAX, |p| p.value.first);
        (first_page(a), a_path).cmp(&(first_page(b), b_path))
    });
    let document = |(path, record, hash): (Box<str>, Arc<parse::Document>, u64)| {
        let mut issuers: Vec<DepartmentIndex> = Vec::with_capacity(record.departments.len());
        for name in &record.departments {
            let department = departments.find(&name.value);
            if !issuers.contains(&department) {
                issuers.push(department);
            }
        }
        Document { path, record, hash, issue: index, departments: issuers }
    };
    let documents: Vec<Document> = documents.into_iter().map(document).collect();
    let mut found = Diagnostics::default();
    check_printed_pages(&documents, &mut found);
    let (path, record, hash) = match gathered.file {
        Some((path, record, hash)) => (Some(path), record, hash),
        None => (None, Arc::default(), 0),
    };
    let (folder, folder_year) = (gathered.folder, gathered.year);
    (Issue { folder, folder_year, id, record, path, hash, documents: 0..0 }, documents, found)
}

impl Archive {
    fn add_issue(&mut self, issue: Issue, documents: Vec<Document>) {
        let start = self.documents.len();
        self.documents.extend(documents);
        self.issues.push(Issue { documents: start..self.documents.len(), ..issue });
    }

    fn file_by_department(&mut self) {
        for (index, document) in self.documents.iter().enumerate() {
            let index = DocumentIndex::new(index);
            for department in &document.departments {
                let department = &mut self.departments[department.get()];
                let list = if document.departments.len() == 1 {
                    &mut department.alone
                } else {
                    &mut department.joint
                };
                list.push(index);
            }
        }
    }

    fn file_by_number(&mut self, all: Numbered, options: &JoinOptions<'_>, found: &mut Diagnostics) {
        let settings = options.series;
        found.extend(all.found);
        self.numbers = all.keys;
        self.number_buckets = Buckets::new(self.numbers.iter().map(|(key, _)| key.first_bits()));
        self.check_numbers_are_single(found);
        self.series = all.registers;
        self.number_folders = number_folders(&self.series, settings);
        let held = self.series.iter().map(|series| (series.prefix.to_string(), series.prefix.to_string()));
        let described = settings.iter().flat_map(|series| {
            let prefix = &series.prefix.value;
            let names = std::iter::once(prefix).chain(&series.aliases);
            names.map(|name| (name.clone(), prefix.clone()))
        });
        self.known_series = SeriesSet::new(described.chain(held)).declaring(options.kinds.clone());
    }

    fn check_numbers_are_single(&self, found: &mut Diagnostics) {
        let original = |index: DocumentIndex| self.document(index).record.reprint_of.is_none();
        let originals: Vec<_> = self.numbers.iter().filter(|(_, document)| original(*document)).collect();
        for pair in originals.windows(2) {
            let [(first_key, first), (second_key, second)] = pair else { continue };
            if first_key != second_key || first == second {
                continue;
            }
            let (first, second) = (self.document(*first), self.document(*second));
            let number = second.record.numbers.iter().find(|number| number.value.key() == *second_key);
            let Some(number) = number.or(second.record.numbers.first()) else { continue };
            let message = text!("`{}` is also the number of {}", number.value.printed(), first.path);
            let diagnostic = Diagnostic::new(Code::NumberTwice, &second.path, number.span, message);
            found.push(
                diagnostic.help(text!("correct one of them, or write `reprint_of` in a second printing")),
            );
        }
    }
}

/// The folder of a register's numbers: the slug that book.toml gives, else one that no other prefix
/// shares, so that no address changes when another register that sounds alike comes to the archive.
fn number_folders(series: &[Series], settings: &[SeriesSettings]) -> Vec<(Box<str>, Box<str>)> {
    let folder = |series: &Series| {
        let described = settings.iter().find(|described| *described.prefix.value == *series.prefix);
        let folder = match described.and_then(|described| described.slug.as_ref()) {
            Some(slug) => slug.value.clone(),
            None => format!("{}-{:04x}", slug(&series.prefix), xxh3_64(series.prefix.as_bytes()) & 0xffff),
        };
        (series.prefix.clone(), folder.into())
    };
    let mut folders: Vec<(Box<str>, Box<str>)> = series.iter().map(folder).collect();
    folders.sort_unstable();
    folders
}

/// Documents may meet on a page; they may not share more. The documents are in the order of their pages.
fn check_printed_pages(documents: &[Document], found: &mut Diagnostics) {
    let paged: Vec<_> = documents
        .iter()
        .filter_map(|document| Some((document, document.record.printed_pages.as_ref()?)))
        .collect();
    for pair in paged.windows(2) {
        let [(before, pages_before), (after, pages)] = pair else { continue };
        if pages.value.first < pages_before.value.last {
            let message = text!(
                "pages {} overlap with pages {} of {}",
                pages.value.to_string(),
                pages_before.value.to_string(),
                &before.path
            );
            let diagnostic = Diagnostic::new(Code::PagesOverlap, &after.path, pages.span, message);
            found.push(diagnostic.help(text!("two documents may meet on one page, and share no more")));
        }
    }
}
