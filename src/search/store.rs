//! The store: what results show of documents, and their texts to look the words up in.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;
use libdeflater::{CompressionLvl, Compressor};
use serde::Serialize;

use super::coding::decoded;
use super::postings::FILE_SIZE;
use super::script::{FRAME, base36, written_length};

/// The ids whose texts share a folder; no file holds ids of two folders.
pub const FOLDER_IDS: u32 = 1000;
/// What a file may hold.
const CONTENT: usize = FILE_SIZE - FRAME - 24;
/// A file holds at most so many bytes of records before they are deflated, but for a single record.
const PLAIN: usize = 160_000;
/// So many bytes of records are tried first.
const FIRST_TRY: usize = 60_000;

/// So much less a file may take than its records seem to when another of them is known. Packing is what takes
/// longest, so what is expected not to fit by more than this is not tried.
const SURPRISE: usize = CONTENT / 64;

/// From this level on the cheapest way through a text is looked for: in Chinese text a short repetition often
/// costs more than its letters, and this packs a twenty-fifth smaller.
const LEVEL: i32 = 10;
/// The level that tells quickly how much a text shrinks: about a twenty-fifth less.
const QUICK_LEVEL: i32 = 3;

/// Raw deflate.
#[must_use]
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    deflate(&mut compressor(LEVEL), bytes)
}

fn compressor(level: i32) -> Compressor {
    Compressor::new(CompressionLvl::new(level).expect("both levels are among those that there are"))
}

fn deflate(compressor: &mut Compressor, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; compressor.deflate_compress_bound(bytes.len())];
    let length = compressor.deflate_compress(bytes, &mut out).expect("the bound leaves room for all bytes");
    out.truncate(length);
    out
}

/// Raw deflate undone; `None` for other bytes.
#[must_use]
pub fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).ok()?;
    Some(out)
}

/// What a result shows of its issue: year, number, address, title.
pub type IssueOf = (u16, String, String, String);

/// What the store holds of a document, in the order of the format: see `docs/search-index.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Record(
    /// Id.
    pub u32,
    /// Address, relative to the site.
    pub String,
    /// Title.
    pub String,
    /// Numbers, as printed.
    pub Vec<String>,
    /// Departments, as the document names them.
    pub Vec<String>,
    /// Date, or nothing.
    pub String,
    /// Kind, or nothing.
    pub String,
    /// Its issue.
    pub IssueOf,
    /// Further words of the page.
    pub Vec<String>,
    /// The blocks of its text.
    pub String,
    /// Its language, where that is not the site's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub String,
);

/// How long a record is in a file before it is deflated, in either coding, without its id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Lengths {
    /// In the coding of [`super::coding`].
    pub coded: u32,
    /// In UTF-8.
    pub utf8: u32,
}

impl Lengths {
    /// Those of a record, from its lengths with its id.
    #[must_use]
    pub fn of(id: u32, coded: usize, utf8: usize) -> Self {
        let id = id.to_string().len();
        let length = |length: usize| u32::try_from(length - id).unwrap_or(u32::MAX);
        Self { coded: length(coded), utf8: length(utf8) }
    }

    /// Whether text like this is written as UTF-8.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        self.utf8 < self.coded
    }

    /// The length in one of the codings.
    #[must_use]
    pub fn in_coding(self, utf8: bool) -> usize {
        (if utf8 { self.utf8 } else { self.coded }) as usize
    }
}

/// How many of these records a file may hold if all of them are short; what comes behind them has no part
/// in where the file ends.
#[must_use]
pub fn horizon(lengths: &[Lengths]) -> usize {
    let Some(first) = lengths.first() else { return 0 };
    let mut sum = 0;
    let fits = |lengths: &&Lengths| {
        sum += lengths.in_coding(first.is_utf8()) + 1;
        sum <= PLAIN
    };
    lengths.iter().take_while(fits).count().max(1)
}

/// Packs records into files.
pub struct Packer {
    quick: Compressor,
    best: Compressor,
}

impl Packer {
    /// With memory for many files.
    #[must_use]
    pub fn new() -> Self {
        Self { quick: compressor(QUICK_LEVEL), best: compressor(LEVEL) }
    }

    /// A file of records, given as [`coded`](super::coding::coded) JSON, from the first on: as many as fit.
    /// Gives how many, and its bytes.
    #[must_use]
    pub fn file(&mut self, records: &[Cow<'_, [u8]>], lengths: &[Lengths]) -> (usize, Vec<u8>) {
        let utf8 = lengths.first().is_some_and(|first| first.is_utf8());
        let most = horizon(lengths);
        let within = |limit: usize| {
            let mut sum = 0;
            let fits = |lengths: &&Lengths| {
                sum += lengths.in_coding(utf8) + 1;
                sum <= limit
            };
            lengths[..most].iter().take_while(fits).count().max(1)
        };
        let plain = |count: usize| -> usize {
            lengths[..count].iter().map(|lengths| lengths.in_coding(utf8) + 1).sum()
        };
        let mut best: Option<(usize, Vec<u8>)> = None;
        // A quick try tells how much the text shrinks; the next is nearly full, and the last not too full.
        let mut count = within(FIRST_TRY);
        let quick = written_length(&deflate(&mut self.quick, &joined(&records[..count], utf8)));
        count = within(share(plain(count), CONTENT, quick - quick / 25));
        for _ in 0..8 {
            let bytes = self.packed(&records[..count], utf8);
            let written = written_length(&bytes);
            let fitting = within(share(plain(count), CONTENT, written));
            let next = if written <= CONTENT {
                let more = fitting.max((count + 1).min(most));
                let is_full = written > CONTENT - CONTENT / 24
                    || share(written, plain(more), plain(count)) > CONTENT + SURPRISE;
                best = Some((count, bytes));
                if is_full { count } else { more }
            } else {
                fitting.min(count - 1).max(1)
            };
            let known = best.as_ref().map_or(0, |(count, _)| *count);
            if next <= known || (next == count && count == 1) {
                break;
            }
            count = next;
        }
        best.unwrap_or_else(|| (1, self.packed(&records[..1], utf8)))
    }

    fn packed(&mut self, records: &[Cow<'_, [u8]>], utf8: bool) -> Vec<u8> {
        let mut out = vec![u8::from(!utf8)];
        out.extend(deflate(&mut self.best, &joined(records, utf8)));
        out
    }
}

/// `whole` in the proportion of `part` to `of`.
fn share(whole: usize, part: usize, of: usize) -> usize {
    // The product may be too large for a machine of 32 bits.
    let share = whole as u64 * part as u64 / of.max(1) as u64;
    usize::try_from(share).unwrap_or(usize::MAX)
}

/// Records as the lines of a file.
fn joined(records: &[Cow<'_, [u8]>], utf8: bool) -> Vec<u8> {
    let lines = records.join(&b'\n');
    if utf8 { decoded(&lines).expect("records are coded by the same table").into_bytes() } else { lines }
}

/// The records of a file as JSON, in order; `None` when it is damaged.
#[must_use]
pub fn records_of(bytes: &[u8]) -> Option<Vec<String>> {
    let (coding, bytes) = bytes.split_first()?;
    let plain = inflated(bytes)?;
    let text = if *coding == 0 { String::from_utf8(plain).ok()? } else { decoded(&plain)? };
    Some(text.split('\n').map(str::to_owned).collect())
}

/// The id that a record begins with.
#[must_use]
pub fn id_of(record: &str) -> Option<u32> {
    record.strip_prefix('[')?.split(',').next()?.parse().ok()
}

/// Where a file of the store lies below `search/`, by its first id.
#[must_use]
pub fn path(first: u32) -> String {
    format!("d/{}/{}", base36((first / FOLDER_IDS).into()), base36(first.into()))
}

#[cfg(test)]
mod tests {
    use super::super::coding::coded;
    use super::*;

    /// Texts that deflate can do little with.
    fn records(count: u32, length: u32) -> Vec<String> {
        let mut seed = 7u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4e00 + (seed >> 20)).unwrap_or('甲')
        };
        (0..count)
            .map(|id| format!("[{id},\"{}\"]", (0..length).map(|_| next()).collect::<String>()))
            .collect()
    }

    fn lengths_of(id: u32, record: &str) -> Lengths {
        Lengths::of(id, coded(record).len(), record.len())
    }

    fn stored(records: &[String]) -> Vec<Cow<'_, [u8]>> {
        records.iter().map(|record| Cow::Owned(coded(record))).collect()
    }

    #[test]
    fn files_are_nearly_full_and_never_too_full() {
        let records = records(400, 900);
        let lengths: Vec<Lengths> = (0..).zip(&records).map(|(id, record)| lengths_of(id, record)).collect();
        let stored = stored(&records);
        let (mut start, mut sizes) = (0, Vec::new());
        while start < records.len() {
            let (count, bytes) = Packer::new().file(&stored[start..], &lengths[start..]);
            assert_eq!(records_of(&bytes).unwrap(), records[start..start + count]);
            assert_eq!(id_of(&records[start]), u32::try_from(start).ok());
            start += count;
            sizes.push(written_length(&bytes));
        }
        sizes.pop();
        assert!(sizes.iter().all(|size| (CONTENT * 9 / 10..=CONTENT).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_record_that_is_longer_than_a_file_has_one_alone() {
        let records = [records(1, 60_000), records(2, 10)].concat();
        let lengths: Vec<Lengths> = records.iter().map(|record| lengths_of(0, record)).collect();
        let stored = stored(&records);
        assert_eq!(Packer::new().file(&stored, &lengths).0, 1);
        assert_eq!(Packer::new().file(&stored[1..], &lengths[1..]).0, 2);
    }

    #[test]
    fn what_is_shorter_in_utf_8_is_written_so() {
        let korean = ["[0,\"국민 여러분께 알려 드립니다\"]".to_owned()];
        let (_, bytes) = Packer::new().file(&stored(&korean), &[lengths_of(0, &korean[0])]);
        assert_eq!(bytes[0], 0);
        assert_eq!(records_of(&bytes).unwrap(), korean);
    }
}
