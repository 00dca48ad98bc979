//! The store: what results show of documents, and their texts to look the words up in.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::bits::{push_varint, take_varint};
use super::pack::cuts;
use super::postings::FILE_SIZE;
use super::script::{FRAME, base36, fnv, written_length};

/// The ids whose texts share a folder, and no file holds ids of two folders.
pub const FOLDER_IDS: u32 = 1000;
/// So many bytes of records are deflated together: more would hardly make them smaller.
const CHUNK: usize = 40_000;
/// What a file may hold.
const CONTENT: usize = FILE_SIZE - FRAME - 24;

/// Raw deflate.
#[must_use]
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
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
);

/// A chunk of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The id of its first record.
    pub first: u32,
    /// Whether it is GB18030.
    pub gb18030: bool,
    /// Raw deflate.
    pub bytes: Vec<u8>,
}

/// Which records share a chunk: the places of the first of each, from the ids and lengths of all.
#[must_use]
pub fn chunk_starts(records: &[(u32, usize)]) -> Vec<usize> {
    cuts(CHUNK, records.len(), |at, _| records[at].1, |at| fnv(&records[at].0.to_le_bytes()))
}

/// Makes a chunk of records, given as JSON.
#[must_use]
pub fn chunk(first: u32, records: &[&str]) -> Chunk {
    let text = format!("[{}]", records.join(",\n"));
    match gb18030(&text) {
        Some(bytes) => Chunk { first, gb18030: true, bytes: deflated(&bytes) },
        None => Chunk { first, gb18030: false, bytes: deflated(text.as_bytes()) },
    }
}

/// The records of a chunk as JSON, in order.
#[must_use]
pub fn records_of(chunk: &Chunk) -> Option<Vec<String>> {
    let text = text_of(chunk)?;
    let lines = text.strip_prefix('[')?.strip_suffix(']')?.split('\n');
    Some(lines.map(|line| line.strip_suffix(',').unwrap_or(line).to_owned()).collect())
}

/// The text of a chunk.
#[must_use]
pub fn text_of(chunk: &Chunk) -> Option<String> {
    let bytes = inflated(&chunk.bytes)?;
    if !chunk.gb18030 {
        return String::from_utf8(bytes).ok();
    }
    let (text, wrong) = encoding_rs::GB18030.decode_without_bom_handling(&bytes);
    (!wrong).then(|| text.into_owned())
}

/// Text as GB18030, if every browser reads it as it was. They differ in what the editions of 2005 and 2022
/// changed, and in characters for private use.
fn gb18030(text: &str) -> Option<Vec<u8>> {
    let uncertain = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{9fb4}'..='\u{9fbb}' | '\u{fe10}'..='\u{fe19}' | '\u{1e3f}' | '\u{20ac}');
    if text.chars().any(uncertain) {
        return None;
    }
    let (bytes, _, unmappable) = encoding_rs::GB18030.encode(text);
    let back = encoding_rs::GB18030.decode_without_bom_handling(&bytes).0;
    (!unmappable && back == text).then(|| bytes.into_owned())
}

/// The files that chunks go into: the first id of each, and its bytes.
#[must_use]
pub fn files(chunks: &[Chunk]) -> Vec<(u32, Vec<u8>)> {
    let size = |at: usize, _| 2 * 5 + written_length(&chunks[at].bytes);
    let mut starts = cuts(CONTENT, chunks.len(), size, |at| fnv(&chunks[at].first.to_le_bytes()));
    starts.push(chunks.len());
    starts.windows(2).map(|file| (chunks[file[0]].first, file_of(&chunks[file[0]..file[1]]))).collect()
}

fn file_of(chunks: &[Chunk]) -> Vec<u8> {
    let mut out = Vec::with_capacity(FILE_SIZE);
    push_varint(&mut out, chunks.len() as u64);
    let mut before = 0;
    for chunk in chunks {
        push_varint(&mut out, u64::from(chunk.first - before));
        push_varint(&mut out, chunk.bytes.len() as u64 * 2 + u64::from(chunk.gb18030));
        before = chunk.first;
    }
    for chunk in chunks {
        out.extend_from_slice(&chunk.bytes);
    }
    out
}

/// The chunks of a file; `None` when it is damaged.
#[must_use]
pub fn chunks_of(bytes: &[u8]) -> Option<Vec<Chunk>> {
    let mut rest = bytes;
    let mut heads = Vec::new();
    let mut first = 0;
    for _ in 0..take_varint(&mut rest)? {
        first += u32::try_from(take_varint(&mut rest)?).ok()?;
        let length = take_varint(&mut rest)?;
        heads.push((first, length % 2 == 1, usize::try_from(length / 2).ok()?));
    }
    let one = |(first, gb18030, length): (u32, bool, usize)| {
        let (bytes, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(Chunk { first, gb18030, bytes: bytes.to_vec() })
    };
    heads.into_iter().map(one).collect()
}

/// Where a file of the store lies below `search/`, by its first id.
#[must_use]
pub fn path(first: u32) -> String {
    format!("d/{}/{}", base36((first / FOLDER_IDS).into()), base36(first.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_either_encoding() {
        for text in ["[1,\"国务院公报\",\"臺灣\"]", "[1,\"\u{e863}私用\"]", "[1,\"한국 𠮷\"]"] {
            let chunk = chunk(8, &[text, "[9,\"\"]"]);
            assert_eq!(records_of(&chunk).unwrap(), [text, "[9,\"\"]"]);
            let files = files(&[chunk.clone(), Chunk { first: 20, ..chunk.clone() }]);
            assert_eq!(chunks_of(&files[0].1).unwrap(), [chunk.clone(), Chunk { first: 20, ..chunk }]);
        }
    }
}
