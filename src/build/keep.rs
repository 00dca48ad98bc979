//! What was read, as bytes that the next run can take up.
//!
//! The files are kept in shards by their path, so that after an edit only the shard that it falls in
//! is written again. A shard of another version of the program, or a damaged one, is as good as none.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

use crate::parse::Facts;
use crate::parse::files::ReadFile;

/// How many shards there are.
pub const SHARDS: usize = 64;

/// Changes with every change of the program's own source, so that no record is ever read by code that
/// did not write it.
pub(super) const FORMAT: &str = env!("GONGBAO_SOURCE_HASH");

/// The shard that a file falls in.
#[must_use]
pub fn shard_of(path: &str) -> usize {
    // Files of one issue share a shard: an edit of several touches few.
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    (xxh3_64(folder.as_bytes()) % SHARDS as u64) as usize
}

/// What a text may say of departments, as a shard has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptNaming<'a> {
    /// The file.
    pub path: &'a str,
    /// The hash of what it says: see [`crate::parse::Naming::hash`].
    pub hash: u64,
    /// What it says, as bytes.
    #[serde(serialize_with = "as_bytes")]
    pub naming: &'a [u8],
}

/// A file as a shard has it.
#[derive(Serialize, Deserialize)]
struct KeptFile<F, T> {
    file: F,
    /// What is known of its text, as bytes.
    text: Option<T>,
}

/// Bytes in one piece: a list of numbers looks the same and is written one by one.
#[derive(Serialize)]
struct Bytes(#[serde(serialize_with = "as_bytes")] Vec<u8>);

fn as_bytes<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes.as_ref())
}

/// A shard of files as bytes: each file with what is known of its text behind it.
#[must_use]
pub fn encode_shard<'a>(files: impl Iterator<Item = &'a ReadFile>) -> Vec<u8> {
    let kept = |file: &'a ReadFile| {
        let text = file.record.as_ref().map(|record| Bytes(record.text().encode()));
        KeptFile { file, text }
    };
    sealed(files.map(kept))
}

/// The files of a shard; `None` when it is damaged or of another version. What is known of texts stays in
/// these bytes until it is asked for.
#[must_use]
pub fn decode_shard(bytes: Vec<u8>) -> Option<Vec<ReadFile>> {
    let all = Arc::new(bytes);
    let with_text = |KeptFile { mut file, text }: KeptFile<ReadFile, &[u8]>| {
        if let (Some(record), Some(text)) = (&mut file.record, text) {
            // The text lies in these bytes, and this is where.
            let at = text.as_ptr().addr() - all.as_ptr().addr();
            record.set_text(Facts::kept(&all, at..at + text.len()));
        }
        file
    };
    Some(unsealed(&all)?.into_iter().map(with_text).collect())
}

/// A shard of namings as bytes.
#[must_use]
pub fn encode_namings<'a>(namings: impl Iterator<Item = KeptNaming<'a>>) -> Vec<u8> {
    sealed(namings)
}

/// The namings of a shard; `None` when it is damaged or of another version.
#[must_use]
pub fn decode_namings(bytes: &[u8]) -> Option<Vec<KeptNaming<'_>>> {
    unsealed(bytes)
}

/// Values as bytes that tell which version wrote them, and whether they are whole.
fn sealed(values: impl Iterator<Item = impl Serialize>) -> Vec<u8> {
    let mut bytes = FORMAT.as_bytes().to_vec();
    for value in values {
        bytes = postcard::to_extend(&value, bytes)
            .expect("records are plain data, which always has a binary form");
    }
    let checksum = xxh3_64(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

fn unsealed<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<Vec<T>> {
    let (bytes, checksum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(bytes).to_le_bytes() != checksum {
        return None;
    }
    let mut rest = bytes.strip_prefix(FORMAT.as_bytes())?;
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (value, after) = postcard::take_from_bytes(rest).ok()?;
        values.push(value);
        rest = after;
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::{Role, files::ReadFile};

    fn sample() -> ReadFile {
        let role = Role::Document { year: 2018, folder: "10", stem: "01" };
        let text = "---\ntitle: 关于校车的通知\nnumber: 云政发〔2018〕8号\ndate: 2018-10-08\nextra: { a: [1, x] }\n---\n## 一、目标\n\n[甲](02.md)\n";
        let parsed =
            crate::parse::file("content/2018/10/01.md", &role, text.as_bytes(), &NumberKinds::default());
        ReadFile {
            path: "content/2018/10/01.md".into(),
            stamp: crate::source::Stamp::default(),
            hash: 7,
            kinds: 5,
            record: parsed.record,
            shown: 3,
            found: parsed.found.into_iter().collect(),
            is_new: false,
        }
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let file = sample();
        assert!(file.record.is_some());
        assert_eq!(decode_shard(encode_shard([&file, &file].into_iter())), Some(vec![file.clone(), file]));
    }

    #[test]
    fn a_damaged_shard_is_as_good_as_none() {
        let whole = encode_shard([&sample()].into_iter());
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(decode_shard(damaged), None, "byte {at}");
            assert_eq!(decode_shard(whole[..at].to_vec()), None, "cut at {at}");
        }
    }
}
