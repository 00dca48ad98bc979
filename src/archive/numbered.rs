//! What numbers there are, and what each register holds.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::terms::distinct_slugs;
use super::{Archive, Document, DocumentIndex, Series, SeriesEntry};
use crate::config::{Coverage, FILE_NAME, SeriesSettings};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Spanned, text};
use crate::gazette::{DocumentNumber, NumberKey, pinyin_key};

/// The documents of each register, with their numbers.
type Registers<'a> = BTreeMap<&'a str, Vec<(Canonical<'a>, SeriesEntry)>>;

/// A number under the canonical name of its series.
enum Canonical<'a> {
    /// It is printed so.
    Printed(&'a DocumentNumber),
    /// Its series is printed under another name.
    Renamed(&'a str, Box<DocumentNumber>),
}

impl<'a> Canonical<'a> {
    fn number(&self) -> &DocumentNumber {
        match self {
            Self::Printed(number) => number,
            Self::Renamed(_, number) => number,
        }
    }

    /// The name of its series.
    fn series(&self) -> Option<&'a str> {
        match self {
            Self::Printed(number) => number.series(),
            Self::Renamed(series, _) => Some(series),
        }
    }
}

/// What numbers there are.
pub(super) struct Numbered {
    /// Their keys, sorted, each with a document that carries it.
    pub keys: Vec<(NumberKey, DocumentIndex)>,
    /// The registers, by their names.
    pub registers: Vec<Series>,
    /// What is wrong with numbers.
    pub found: Diagnostics,
}

impl Archive {
    /// The numbers of all documents.
    pub(super) fn numbered<'a>(&'a self, settings: &'a [SeriesSettings]) -> Numbered {
        let canonical: BTreeMap<&str, &str> = settings
            .iter()
            .flat_map(|series| {
                series.aliases.iter().map(|alias| (alias.as_str(), series.prefix.value.as_str()))
            })
            .collect();
        let of_document = |index: usize| {
            let document = &self.documents[index];
            let numbers = document.record.numbers.iter().enumerate();
            numbers.map(move |(position, number)| (DocumentIndex::new(index), position, number))
        };
        let under_canonical =
            |(index, position, number): (DocumentIndex, usize, &'a Spanned<DocumentNumber>)| {
                let series = number.value.series();
                let canonical = match series.and_then(|series| canonical.get(series)) {
                    Some(prefix) => Canonical::Renamed(prefix, Box::new(number.value.with_series(prefix))),
                    None => Canonical::Printed(&number.value),
                };
                (canonical.number().key(), canonical, self.series_entry(index, position, number))
            };
        let numbers = (0..self.documents.len()).into_par_iter().flat_map_iter(of_document);
        let numbers: Vec<_> = numbers.map(under_canonical).collect();
        let (mut found, mut entries) = (Diagnostics::default(), Registers::new());
        let mut keys = Vec::with_capacity(numbers.len());
        for (key, number, entry) in numbers {
            let document = self.document(entry.document);
            check_year(document, &document.record.numbers[usize::from(entry.number)], &mut found);
            keys.push((key, entry.document));
            if let Some(series) = number.series() {
                entries.entry(series).or_default().push((number, entry));
            }
        }
        keys.par_sort_unstable();
        let registers = registers(entries, settings, &mut found);
        Numbered { keys, registers, found }
    }

    /// Where a number stands in its register: in its own year, else in that of its document's date, else in
    /// that of the issue.
    fn series_entry(
        &self,
        index: DocumentIndex,
        position: usize,
        number: &Spanned<DocumentNumber>,
    ) -> SeriesEntry {
        let document = self.document(index);
        let dated = || document.record.date.as_ref().map(|date| date.value.year());
        let year = number.value.year().or_else(dated);
        SeriesEntry {
            year: year.unwrap_or_else(|| self.issue_of(document).folder_year),
            document: index,
            number: u16::try_from(position).unwrap_or(u16::MAX),
        }
    }
}

fn registers(entries: Registers<'_>, settings: &[SeriesSettings], found: &mut Diagnostics) -> Vec<Series> {
    let prefixes: Vec<&str> = entries.keys().copied().collect();
    let slugs = distinct_slugs(&prefixes);
    let mut taken: BTreeMap<Box<str>, Box<str>> = BTreeMap::new();
    let mut registers = Vec::with_capacity(entries.len());
    for ((prefix, mut numbers), slug) in entries.into_iter().zip(slugs) {
        let described = settings.iter().find(|series| *series.prefix.value == *prefix);
        let slug = match described.and_then(|series| series.slug.as_ref()) {
            Some(slug) => slug.value.as_str().into(),
            None => slug,
        };
        if let Some(other) = taken.insert(slug.clone(), prefix.into()) {
            let span = described.map(|series| series.prefix.span);
            let message =
                text!("the registers `{}` and `{}` would have one address, `{}`", other, prefix, slug);
            let diagnostic = match span {
                Some(span) => Diagnostic::new(Code::AddressTaken, FILE_NAME, span, message),
                None => Diagnostic::about_file(Code::AddressTaken, FILE_NAME, message),
            };
            found.push(diagnostic.help(text!("give one of them another `slug` under [[series]]")));
        }
        numbers.par_sort_by(|(a, a_entry), (b, b_entry)| {
            (a_entry.year, a.number(), a_entry.document).cmp(&(b_entry.year, b.number(), b_entry.document))
        });
        registers.push(Series {
            prefix: prefix.into(),
            slug,
            department: described.and_then(|series| series.department.as_deref().map(Into::into)),
            coverage: described.map_or(Coverage::Unknown, |series| series.coverage),
            entries: numbers.into_iter().map(|(_, entry)| entry).collect(),
        });
    }
    registers.sort_by_cached_key(|series| pinyin_key(&series.prefix));
    registers
}

/// 成文日期 and the year in the number agree (GB/T 9704-2012, 7.2.5: the year is that of issue).
fn check_year(document: &Document, number: &Spanned<DocumentNumber>, found: &mut Diagnostics) {
    let (Some(year), Some(date)) = (number.value.year(), &document.record.date) else { return };
    if year == date.value.year() {
        return;
    }
    let message = text!("the number is of {}, the date of {}", year, date.value.year());
    let diagnostic = Diagnostic::new(Code::NumberYear, &document.path, number.span, message);
    found.push(
        diagnostic.help(text!("correct the one that is wrong; a number may be kept from the year before")),
    );
}
