//! What the archive holds and what it knows to lack, year by year and department by department, ready to
//! be drawn.

use std::collections::BTreeMap;

use super::context::{HeldYear, Holdings, HoldingsCell, HoldingsRow, Years};
use super::listing::year_path;
use super::page::CollectionKind;
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::terms::filing_year;
use crate::archive::DocumentIndex;
use crate::config::Coverage;

/// How wide a year is, in units of the drawing.
const YEAR_WIDTH: usize = 38;
/// How high the highest bar is.
const BAR_HEIGHT: usize = 120;
/// The radius of the largest dot.
const DOT: usize = 11;

impl<'a> Plan<'a> {
    pub(super) fn years_page(&self, from: &SitePath) -> Years<'a> {
        let years = self.years(from);
        // One year tells nothing by its height.
        Years { holdings: (years.len() > 1).then(|| self.holdings(from)), years }
    }

    fn holdings(&self, from: &SitePath) -> Holdings<'a> {
        let missing = self.missing_by_year();
        let mut held: BTreeMap<u16, usize> = BTreeMap::new();
        for index in (0..self.archive.documents.len()).map(DocumentIndex::new) {
            *held.entry(filing_year(self.archive, index)).or_default() += 1;
        }
        let span = || held.keys().chain(missing.keys());
        let (first, last) = (span().min().copied().unwrap_or(0), span().max().copied().unwrap_or(0));
        let of = |counts: &BTreeMap<u16, usize>, year: u16| counts.get(&year).copied().unwrap_or_default();
        let highest = (first..=last).map(|year| of(&held, year) + of(&missing, year)).max();
        // What is there is seen, however little it is beside the highest bar.
        let height = |count: usize| (count * BAR_HEIGHT).div_ceil(highest.unwrap_or(0).max(1));
        let with_pages = self.archive.years();
        let year = |(place, year): (usize, u16)| {
            let (documents, missing) = (of(&held, year), of(&missing, year));
            let top = BAR_HEIGHT.saturating_sub(height(documents));
            HeldYear {
                year,
                url: with_pages.contains(&year).then(|| relative(from, &year_path(year), None)),
                documents,
                missing,
                x: place * YEAR_WIDTH,
                y: top,
                height: height(documents),
                missing_y: top.saturating_sub(height(missing)),
                missing_height: height(missing).min(top),
            }
        };
        Holdings {
            years: (first..=last).enumerate().map(year).collect(),
            missing: missing.values().sum(),
            complete: self.archive.series.iter().any(|series| series.coverage == Coverage::Complete),
            width: usize::from(last - first + 1) * YEAR_WIDTH,
            departments: self.department_rows(from, first, last),
        }
    }

    /// What the registers that are declared complete lack, by the year that their numbers count in.
    fn missing_by_year(&self) -> BTreeMap<u16, usize> {
        let mut missing = BTreeMap::new();
        for (series, years) in self.archive.series.iter().zip(&self.register_years) {
            for year in years.iter().filter(|_| series.coverage == Coverage::Complete) {
                let lacking: u32 = year.gaps.iter().map(|(first, last)| last - first + 1).sum();
                if let (Some(counted), true) = (year.year, lacking > 0) {
                    *missing.entry(counted).or_default() += lacking as usize;
                }
            }
        }
        missing
    }

    /// The departments with the most documents, each with a dot a year whose area tells how many.
    fn department_rows(&self, from: &SitePath, first: u16, last: u16) -> Vec<HoldingsRow<'a>> {
        let counts = |index: usize| {
            let department = &self.archive.departments[index];
            let mut years: BTreeMap<u16, usize> = BTreeMap::new();
            for document in department.alone.iter().chain(&department.joint) {
                *years.entry(filing_year(self.archive, *document)).or_default() += 1;
            }
            years
        };
        let shown: Vec<(usize, BTreeMap<u16, usize>)> =
            self.most_issuing().into_iter().map(|index| (index, counts(index))).collect();
        let most = shown.iter().flat_map(|(_, years)| years.values()).max().copied().unwrap_or(1);
        let cell = |years: &BTreeMap<u16, usize>, year: u16| {
            let documents = years.get(&year).copied().unwrap_or_default();
            HoldingsCell { year, documents, radius: (documents * DOT * DOT).div_ceil(most).isqrt() }
        };
        let row = |(index, years): &(usize, BTreeMap<u16, usize>)| HoldingsRow {
            department: self.term_name(CollectionKind::Departments, *index),
            url: relative(from, &self.term_path(CollectionKind::Departments, *index), None),
            cells: (first..=last).map(|year| cell(years, year)).collect(),
        };
        shown.iter().map(row).collect()
    }
}
