//! What a register holds and what it lacks, year by year.

use serde::{Deserialize, Serialize};

use super::{Archive, DocumentIndex, Series};
use crate::config::{Coverage, FILE_NAME, SeriesSettings};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::gazette::NumberForm;

/// One count of serials: a year of a register, or the whole of one that counts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterYear {
    /// The year; `None` for a register that counts on without regard to it.
    pub year: Option<u16>,
    /// How many serials are held.
    pub held: u32,
    /// The lowest of them.
    pub lowest: u32,
    /// The highest of them.
    pub highest: u32,
    /// Ranges of serials below the highest that are not held. Where the archive begins within the
    /// first year, those before its first are not missed.
    pub gaps: Vec<(u32, u32)>,
    /// Serials that more than one document carries, second printings aside.
    pub duplicates: Vec<u32>,
}

impl RegisterYear {
    /// The gaps as they are printed: 3、5—7.
    #[must_use]
    pub fn gaps_printed(&self, separator: &str) -> String {
        let range = |(first, last): &(u32, u32)| {
            if first == last { first.to_string() } else { format!("{first}—{last}") }
        };
        self.gaps.iter().map(range).collect::<Vec<_>>().join(separator)
    }
}

impl Archive {
    /// The counts of a register, the oldest first. Registers whose serials are sorted as text have none.
    #[must_use]
    pub fn register_years(&self, series: &Series) -> Vec<RegisterYear> {
        let mut serials: Vec<(Option<u16>, u32, DocumentIndex)> = Vec::with_capacity(series.entries.len());
        for entry in &series.entries {
            let record = &self.document(entry.document).record;
            let Some(number) = record.numbers.get(usize::from(entry.number)) else { continue };
            let Some(serial) = number.value.serial() else { continue };
            let counts_on = matches!(number.value.form(), NumberForm::Order { .. });
            serials.push(((!counts_on).then_some(entry.year), serial, entry.document));
        }
        serials.sort_unstable();
        let years = serials.chunk_by(|a, b| a.0 == b.0).enumerate();
        years.map(|(index, of_year)| self.register_year(of_year, index == 0)).collect()
    }

    fn register_year(&self, serials: &[(Option<u16>, u32, DocumentIndex)], is_first: bool) -> RegisterYear {
        let mut year = RegisterYear {
            year: serials.first().and_then(|(year, ..)| *year),
            held: 0,
            lowest: serials.first().map_or(0, |(_, serial, _)| *serial),
            highest: 0,
            gaps: Vec::new(),
            duplicates: Vec::new(),
        };
        for same in serials.chunk_by(|a, b| a.1 == b.1) {
            let serial = same[0].1;
            let expected = if is_first && year.held == 0 { serial } else { year.highest + 1 };
            if serial > expected {
                year.gaps.push((expected, serial - 1));
            }
            let originals = same.iter().filter(|(.., document)| self.document(*document).is_original());
            if originals.count() > 1 {
                year.duplicates.push(serial);
            }
            year.held += 1;
            year.highest = serial;
        }
        year
    }
}

/// Gaps are a warning where book.toml declares a register complete. Elsewhere the gazette prints a
/// selection, so that they mean nothing.
pub(super) fn check_gaps(archive: &Archive, settings: &[SeriesSettings], found: &mut Diagnostics) {
    for series in archive.series.iter().filter(|series| series.coverage == Coverage::Complete) {
        let described = settings.iter().find(|described| *described.prefix.value == *series.prefix);
        let Some(described) = described else { continue };
        for year in archive.register_years(series).iter().filter(|year| !year.gaps.is_empty()) {
            let (prefix, gaps) = (&series.prefix, year.gaps_printed(", "));
            let message = match year.year {
                Some(of) => {
                    text!("the register `{}` of {} lacks {}, and it is declared complete", prefix, of, gaps)
                }
                None => text!("the register `{}` lacks {}, and it is declared complete", prefix, gaps),
            };
            let diagnostic = Diagnostic::new(Code::NumberGap, FILE_NAME, described.prefix.span, message);
            found.push(diagnostic.help(text!(
                "{} of {} numbers are held; add the others, or write coverage = \"selective\"",
                year.held,
                year.highest
            )));
        }
    }
}
