//! What was read, kept on disk for the next run.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use super::disk::{MachineError, at, replace_file};
use crate::build::{
    Aside, SHARDS, Seal, Shard, decode_shard, encode_shard, keep_namings, shard_of, with_namings,
};
use crate::parse::files::{Again, ReadFile};
use crate::parse::{KeptTexts, TextFacts};
use crate::source::Stamp;

/// A file that changed so shortly before it was read may change again without its stamp telling,
/// where the file system counts time coarsely (nanoseconds).
const FINE_CLOCK: u64 = 50_000_000;
/// The same for file systems that count in seconds or pairs of seconds, such as FAT.
const COARSE_CLOCK: u64 = 2_000_000_000;

/// What the last run read, sorted by path, in pieces; whatever cannot be taken up is left out. Of texts that
/// are lost, what is asked for is read `again`.
///
/// # Errors
/// When the disk fails.
pub fn load_kept(beside: &Path, again: &Arc<Again>) -> Result<Vec<Vec<ReadFile>>, MachineError> {
    let shards: Vec<Vec<Vec<ReadFile>>> = (0..SHARDS)
        .into_par_iter()
        .map(|shard| {
            let [files, texts] = places(beside, shard);
            let texts = |seal| -> Arc<dyn KeptTexts> {
                Arc::new(TextsOfShard { path: texts, seal, bytes: OnceLock::new(), again: Arc::clone(again) })
            };
            match fs::read(&files) {
                Ok(bytes) => Ok(decode_shard(&bytes, texts).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
                Err(error) => Err(at(&files, "read")(error)),
            }
        })
        .collect::<Result<_, _>>()?;
    Ok(in_order(shards.into_iter().flatten().filter(|folder| !folder.is_empty()).collect()))
}

/// Folders in the order of their files. Where a file beside a folder belongs into the midst of it, all files
/// are put in order in one piece.
fn in_order(mut folders: Vec<Vec<ReadFile>>) -> Vec<Vec<ReadFile>> {
    folders.sort_unstable_by(|a, b| a[0].path.cmp(&b[0].path));
    let is_before = |pair: &[Vec<ReadFile>]| pair[0][pair[0].len() - 1].path < pair[1][0].path;
    if folders.windows(2).all(is_before) {
        return folders;
    }
    let mut files: Vec<ReadFile> = folders.into_iter().flatten().collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    vec![files]
}

/// Where a shard's files are kept, and what is known of their texts.
fn places(beside: &Path, shard: usize) -> [PathBuf; 2] {
    ["read", "texts"].map(|folder| beside.join(folder).join(format!("{shard:02}")))
}

/// What is known of the texts of a shard, loaded when somebody first asks for one of them.
struct TextsOfShard {
    path: PathBuf,
    seal: Seal,
    bytes: OnceLock<Option<Vec<u8>>>,
    again: Arc<Again>,
}

impl KeptTexts for TextsOfShard {
    fn bytes(&self) -> Option<&[u8]> {
        let load = || fs::read(&self.path).ok().filter(|bytes| Seal::of(bytes) == self.seal);
        self.bytes.get_or_init(load).as_deref()
    }

    fn again(&self, path: &str, hash: u64) -> TextFacts {
        self.again.text(path, hash)
    }
}

/// As [`load_kept`], in one piece, with what the texts may say of departments in their records.
///
/// # Errors
/// When the disk fails.
pub fn load_kept_whole(beside: &Path, again: &Arc<Again>) -> Result<Vec<ReadFile>, MachineError> {
    let files = load_kept(beside, again)?.into_iter().flatten().collect();
    with_namings(files, &AsideFolder::new(beside)).map_err(at(beside, "read"))
}

/// The folder for what is put aside while files are read.
#[derive(Debug)]
pub struct AsideFolder(PathBuf);

impl AsideFolder {
    /// That of an output.
    #[must_use]
    pub fn new(beside: &Path) -> Self {
        Self(beside.to_owned())
    }
}

impl Aside for AsideFolder {
    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
        replace_file(&path, bytes).map_err(io::Error::other)
    }

    fn take(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Keeps what was read. Only shards are written that hold a file which differs from what was kept, or one
/// of those that are `gone`.
///
/// # Errors
/// When the disk fails.
pub fn save_kept(beside: &Path, files: &[ReadFile], gone: &[Box<str>]) -> Result<(), MachineError> {
    for folder in ["read", "texts"].map(|folder| beside.join(folder)) {
        fs::create_dir_all(&folder).map_err(at(&folder, "make the folder"))?;
    }
    let now = now();
    let changed = changed_shards(files, gone);
    let mut shards: Vec<Vec<&ReadFile>> = vec![Vec::new(); SHARDS];
    if changed.contains(&true) {
        for file in files {
            let shard = shard_of(&file.path);
            if changed[shard] {
                shards[shard].push(file);
            }
        }
    }
    let aside = AsideFolder::new(beside);
    let shards = shards.into_iter().enumerate().filter(|(shard, _)| changed[*shard]);
    shards.collect::<Vec<_>>().into_par_iter().try_for_each(|(shard, files)| {
        keep_namings(shard, &files, &aside).map_err(at(beside, "write into"))?;
        let files: Vec<Cow<'_, ReadFile>> = files.into_iter().map(|file| to_keep(file, now)).collect();
        let Shard { files, texts } = encode_shard(&files.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        // The texts come first: files whose texts are not theirs are noticed by the seal.
        let [files_at, texts_at] = places(beside, shard);
        replace_file(&texts_at, &texts)?;
        replace_file(&files_at, &files)
    })
}

/// The shards that hold a file which differs from what was kept, or one of those that are gone.
fn changed_shards(files: &[ReadFile], gone: &[Box<str>]) -> [bool; SHARDS] {
    let changed: Vec<&ReadFile> = files.par_iter().filter(|file| file.differs_from_kept()).collect();
    let mut shards = [false; SHARDS];
    for path in changed.into_iter().map(|file| &file.path).chain(gone) {
        shards[shard_of(path)] = true;
    }
    shards
}

/// Keeps what was read, unless a build is writing there just now.
///
/// # Errors
/// When the disk fails.
pub fn save_kept_if_free(beside: &Path, files: &[ReadFile], gone: &[Box<str>]) -> Result<(), MachineError> {
    fs::create_dir_all(beside).map_err(at(beside, "make the folder"))?;
    let path = beside.join("lock");
    let lock = fs::File::create(&path).map_err(at(&path, "write"))?;
    if matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)) {
        return Ok(());
    }
    save_kept(beside, files, gone)
}

/// Whether files with these stamps have been as they are for long enough that a later change of any of
/// them would show in its stamp.
#[must_use]
pub fn is_settled(mut stamps: impl Iterator<Item = Stamp>) -> bool {
    let now = now();
    !stamps.any(|stamp| is_doubtful(stamp, now))
}

/// Nanoseconds since 1970.
fn now() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    since_1970.map_or(u64::MAX, |now| u64::try_from(now.as_nanos()).unwrap_or(u64::MAX))
}

fn is_doubtful(stamp: Stamp, now: u64) -> bool {
    let clock = if stamp.modified.is_multiple_of(1_000_000_000) { COARSE_CLOCK } else { FINE_CLOCK };
    stamp.modified.saturating_add(clock) >= now
}

/// A file as it is kept: one in doubt has no stamp, so that the next run reads it again (and, finding the
/// same bytes, does not parse it).
fn to_keep(file: &ReadFile, now: u64) -> Cow<'_, ReadFile> {
    if is_doubtful(file.stamp, now) {
        Cow::Owned(ReadFile { stamp: Stamp::default(), ..file.clone() })
    } else {
        Cow::Borrowed(file)
    }
}
