//! What was read, as bytes that the next run can take up.
//!
//! The files are kept in shards by their path, so that after an edit only the shard that it falls in
//! is written again. A shard of another version of the program, or a damaged one, is as good as none.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

use crate::parse::{Facts, KeptTexts};
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
struct KeptFile<F> {
    file: F,
    /// Where among the texts what is known of its text is.
    text: Option<Range<usize>>,
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

/// A shard of files as bytes.
#[must_use]
pub fn encode_shard<'a>(files: impl Iterator<Item = &'a ReadFile>) -> Shard {
    let mut texts = Vec::new();
    let kept = |file: &'a ReadFile| {
        let text = file.record.as_ref().map(|record| {
            let start = texts.len();
            texts.extend(record.text().encode());
            start..texts.len()
        });
        KeptFile { file, text }
    };
    let files: Vec<_> = files.map(kept).collect();
    let files = sealed(&Seal::of(&texts), files.into_iter());
    Shard { files, texts }
}

/// The files of a shard; `None` when it is damaged or of another version. `texts` gives the texts with a
/// seal: they are not looked at before somebody asks for one.
#[must_use]
pub fn decode_shard(bytes: &[u8], texts: impl FnOnce(Seal) -> Arc<dyn KeptTexts>) -> Option<Vec<ReadFile>> {
    let (seal, files) = unsealed::<Seal, KeptFile<ReadFile>>(bytes)?;
    let texts = texts(seal);
    let with_text = |KeptFile { mut file, text }: KeptFile<ReadFile>| {
        if let (Some(record), Some(own)) = (&mut file.record, text) {
            record.set_text(Facts::kept(&texts, own, &file.path));
        }
        file
    };
    Some(files.into_iter().map(with_text).collect())
}

/// A shard of namings as bytes.
#[must_use]
pub fn encode_namings<'a>(namings: impl Iterator<Item = KeptNaming<'a>>) -> Vec<u8> {
    sealed(&(), namings)
}

/// The namings of a shard; `None` when it is damaged or of another version.
#[must_use]
pub fn decode_namings(bytes: &[u8]) -> Option<Vec<KeptNaming<'_>>> {
    unsealed(bytes).map(|((), namings)| namings)
}

/// A head and values as bytes that tell which version wrote them, and whether they are whole.
fn sealed(head: &impl Serialize, values: impl Iterator<Item = impl Serialize>) -> Vec<u8> {
    const PLAIN: &str = "records are plain data, which always has a binary form";
    let mut bytes = postcard::to_extend(head, FORMAT.as_bytes().to_vec()).expect(PLAIN);
    for value in values {
        bytes = postcard::to_extend(&value, bytes).expect(PLAIN);
    }
    let checksum = xxh3_64(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

fn unsealed<'b, H: Deserialize<'b>, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<(H, Vec<T>)> {
    let (bytes, checksum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(bytes).to_le_bytes() != checksum {
        return None;
    }
    let rest = bytes.strip_prefix(FORMAT.as_bytes())?;
    let (head, mut rest) = postcard::take_from_bytes(rest).ok()?;
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (value, after) = postcard::take_from_bytes(rest).ok()?;
        values.push(value);
        rest = after;
    }
    Some((head, values))
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

        fn again(&self, path: &str) -> TextFacts {
            panic!("{path} is not read again")
        }
    }

    fn decode(files: &[u8], texts: &[u8]) -> Option<Vec<ReadFile>> {
        decode_shard(files, |seal| {
            assert_eq!(seal, Seal::of(texts));
            Arc::new(InMemory(texts.to_vec()))
        })
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let file = sample();
        assert!(file.record.is_some());
        let Shard { files, texts } = encode_shard([&file, &file].into_iter());
        assert_eq!(decode(&files, &texts), Some(vec![file.clone(), file]));
    }

    #[test]
    fn a_damaged_shard_is_as_good_as_none() {
        let Shard { files, texts } = encode_shard([&sample()].into_iter());
        for at in 0..files.len() {
            let mut damaged = files.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged, &texts), None, "byte {at}");
            assert_eq!(decode(&files[..at], &texts), None, "cut at {at}");
        }
    }
}
