//! What was read, as bytes that the next run can take up.
//!
//! The files are kept in shards by their path, so that after an edit only the shard that it falls in
//! is written again. A shard of another version of the program, or a damaged one, is as good as none.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

use crate::parse::files::ReadFile;
use crate::parse::{Facts, KeptTexts};

/// How many shards there are.
pub const SHARDS: usize = 64;

/// Changes with every change of the program's own source, so that no record is ever read by code that
/// did not write it.
pub(super) const FORMAT: &str = env!("GONGBAO_SOURCE_HASH");

/// The shard that a file falls in.
#[must_use]
pub fn shard_of(path: &str) -> usize {
    // Files of one issue share a shard: an edit of several touches few.
    (xxh3_64(folder(path).as_bytes()) % SHARDS as u64) as usize
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
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

/// What a shard has besides its files.
#[derive(Serialize, Deserialize)]
struct Head {
    seal: Seal,
    /// How many bytes are kept of the text of each file that has a record; they follow one another.
    lengths: Vec<usize>,
}

fn as_bytes<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes.as_ref())
}

/// A shard of files as bytes.
#[derive(Debug)]
pub struct Shard {
    /// The files, and the seal of the texts.
    pub files: Vec<u8>,
    /// What is known of their texts: the greater part, and few ask for any of it.
    pub texts: Vec<u8>,
}

/// What the texts of a shard are known by, so that lost and damaged ones are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal(u64);

impl Seal {
    /// The seal of these bytes.
    #[must_use]
    pub fn of(texts: &[u8]) -> Self {
        Self(xxh3_64(texts))
    }
}

/// A shard of files, which are sorted by path, as bytes.
#[must_use]
pub fn encode_shard(files: &[&ReadFile]) -> Shard {
    let (mut texts, mut lengths) = (Vec::new(), Vec::new());
    for record in files.iter().filter_map(|file| file.record.as_ref()) {
        let text = record.text().encode();
        lengths.push(text.len());
        texts.extend(text);
    }
    let head = Head { seal: Seal::of(&texts), lengths };
    let by_folder: Vec<_> = files.chunk_by(|a, b| folder(&a.path) == folder(&b.path)).collect();
    Shard { files: sealed(&head, &by_folder), texts }
}

/// The files of a shard, folder by folder; `None` when it is damaged or of another version. `texts` gives the
/// texts with a seal: they are not looked at before somebody asks for one.
#[must_use]
pub fn decode_shard(
    bytes: &[u8],
    texts: impl FnOnce(Seal) -> Arc<dyn KeptTexts>,
) -> Option<Vec<Vec<ReadFile>>> {
    let (Head { seal, lengths }, mut by_folder) = unsealed::<Head, Vec<ReadFile>>(bytes)?;
    let texts = texts(seal);
    let mut start = 0;
    let files = by_folder.iter_mut().flatten();
    let records = files.filter_map(|file| Some((file.record.as_mut()?, &file.path, file.hash)));
    for ((record, path, hash), length) in records.zip(lengths) {
        record.set_text(Facts::kept(&texts, start..start + length, path, hash));
        start += length;
    }
    Some(by_folder)
}

/// A shard of namings as bytes.
#[must_use]
pub fn encode_namings<'a>(namings: impl Iterator<Item = KeptNaming<'a>>) -> Vec<u8> {
    sealed(&(), &namings.collect::<Vec<_>>())
}

/// The namings of a shard; `None` when it is damaged or of another version.
#[must_use]
pub fn decode_namings(bytes: &[u8]) -> Option<Vec<KeptNaming<'_>>> {
    unsealed(bytes).map(|((), namings)| namings)
}

/// A head and values as bytes that tell which version wrote them, and whether they are whole.
fn sealed(head: &impl Serialize, values: &[impl Serialize]) -> Vec<u8> {
    let mut bytes = postcard::to_extend(&(head, values), FORMAT.as_bytes().to_vec())
        .expect("records are plain data, which always has a binary form");
    let checksum = xxh3_64(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

fn unsealed<'b, H: Deserialize<'b>, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<(H, Vec<T>)> {
    let (bytes, checksum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(bytes).to_le_bytes() != checksum {
        return None;
    }
    postcard::from_bytes(bytes.strip_prefix(FORMAT.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::{Role, TextFacts};

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

    /// Texts that are all there.
    struct InMemory(Vec<u8>);

    impl KeptTexts for InMemory {
        fn bytes(&self) -> Option<&[u8]> {
            Some(&self.0)
        }

        fn again(&self, path: &str, _: u64) -> TextFacts {
            panic!("{path} is not read again")
        }
    }

    fn decode(files: &[u8], texts: &[u8]) -> Option<Vec<Vec<ReadFile>>> {
        decode_shard(files, |seal| {
            assert_eq!(seal, Seal::of(texts));
            Arc::new(InMemory(texts.to_vec()))
        })
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let file = sample();
        assert!(file.record.is_some());
        let unreadable = ReadFile { path: "content/2018/10/02.md".into(), record: None, ..sample() };
        let elsewhere = ReadFile { path: "content/2018/11/01.md".into(), ..sample() };
        let Shard { files, texts } = encode_shard(&[&file, &unreadable, &elsewhere]);
        assert_eq!(decode(&files, &texts), Some(vec![vec![file, unreadable], vec![elsewhere]]));
    }

    #[test]
    fn a_damaged_shard_is_as_good_as_none() {
        let Shard { files, texts } = encode_shard(&[&sample()]);
        for at in 0..files.len() {
            let mut damaged = files.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged, &texts), None, "byte {at}");
            assert_eq!(decode(&files[..at], &texts), None, "cut at {at}");
        }
    }
}
