//! What texts may say of departments, put aside: it is most of what is read, and is asked for once.
//!
//! It is put aside in the shards that what was read is kept in. Each naming stands with the file that it
//! is of and with its hash, so a shard that is lost, damaged or of another run is noticed, and what it lacks
//! is read from the sources again.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, OnceLock};

use super::keep::{KeptNaming, SHARDS, decode_namings, encode_namings, shard_of};
use crate::gazette::NumberKinds;
use crate::parse::files::{self, Job, Matched, ReadFile, ReadFiles, below};
use crate::parse::{self, Naming, Namings, Record};
use crate::source::{SourceFile, Sources};

/// A place for what is put aside, until it is asked for and for the next run.
pub trait Aside: Sync {
    /// Puts something there under a name, in the place of what had it.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// What has a name, perhaps from an earlier run.
    ///
    /// # Errors
    /// When it cannot be read.
    fn take(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
}

/// The name of a shard of namings.
fn name_of(shard: usize) -> String {
    format!("named/{shard:02}")
}

/// So many files are read before what they say of departments is put aside.
const AT_A_TIME: usize = 4096;

/// What reading takes.
pub(super) struct Reading<'a> {
    pub sources: &'a dyn Sources,
    /// The content folder.
    pub content: &'a str,
    pub kinds: &'a NumberKinds,
    pub aside: &'a dyn Aside,
}

impl Reading<'_> {
    /// Reads files as [`files::files`] does, some shards at a time.
    pub fn files(
        &self,
        listing: &[SourceFile],
        kept: impl IntoIterator<Item = ReadFile>,
        read: &(dyn Fn(usize) + Sync),
    ) -> io::Result<ReadFiles> {
        let Matched { as_before, jobs, gone } = Matched::new(listing, self.content, self.kinds, kept);
        let mut all = ReadFiles::of(as_before, gone, read);
        let as_before = all.files.len();
        for jobs in in_groups(jobs) {
            let mut looked_at = files::run(jobs, self.sources, self.kinds, read)?;
            let files = looked_at.iter_mut().map(|(file, _)| file).collect();
            put_aside(&all.files[..as_before], files, self.aside)?;
            all.add(looked_at);
        }
        Ok(all.sorted())
    }
}

/// The files by groups of whole shards: few are looked at all at once.
fn in_groups(jobs: Vec<Job<'_>>) -> Vec<Vec<Job<'_>>> {
    let mut shards: Vec<Vec<Job<'_>>> = (0..SHARDS).map(|_| Vec::new()).collect();
    for job in jobs {
        shards[shard_of(&job.file.path)].push(job);
    }
    let mut groups: Vec<Vec<Job<'_>>> = vec![Vec::new()];
    for jobs in shards {
        match groups.last_mut().filter(|group| group.len() < AT_A_TIME) {
            Some(group) => group.extend(jobs),
            None => groups.push(jobs),
        }
    }
    groups
}

/// Takes the namings of records out of them and puts them aside, where they are not there already. With them
/// go those of the files of their shards that are as they were.
fn put_aside(as_before: &[ReadFile], files: Vec<&mut ReadFile>, aside: &dyn Aside) -> io::Result<()> {
    let mut shards: BTreeMap<usize, Vec<&ReadFile>> = BTreeMap::new();
    for file in &files {
        shards.entry(shard_of(&file.path)).or_default().push(&**file);
    }
    for file in as_before {
        if let Some(shard) = shards.get_mut(&shard_of(&file.path)) {
            shard.push(file);
        }
    }
    for (shard, mut files) in shards {
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        keep_namings(shard, &files, aside)?;
    }
    for file in files {
        if naming_in(file).is_some()
            && let Some(Record::Document(document)) = &mut file.record
            && let Some(document) = Arc::get_mut(document)
        {
            document.text.naming = Naming::default();
        }
    }
    Ok(())
}

/// Puts the namings of the files of a shard aside: those that stand in records, and of the others those that
/// were there. Where no record has one, or all are there, nothing is written.
///
/// # Errors
/// When the shard cannot be read or kept.
pub fn keep_namings(shard: usize, files: &[&ReadFile], aside: &dyn Aside) -> io::Result<()> {
    if files.iter().all(|file| naming_in(file).is_none()) {
        return Ok(());
    }
    let before = aside.take(&name_of(shard))?;
    let before = before.as_deref().and_then(decode_namings).unwrap_or_default();
    let mut encoded = Vec::new();
    let mut changed = false;
    for (file, hash) in files.iter().filter_map(|file| Some((file, naming_hash(file)?))) {
        let known = find(&before, &file.path, hash);
        changed |= known.is_none();
        let bytes = known.map(<[u8]>::to_vec).or_else(|| naming_in(file).map(Naming::encode));
        encoded.extend(bytes.map(|bytes| (&*file.path, hash, bytes)));
    }
    if !changed && encoded.len() == before.len() {
        return Ok(());
    }
    put(shard, &encoded, aside)
}

fn put(shard: usize, encoded: &[(&str, u64, Vec<u8>)], aside: &dyn Aside) -> io::Result<()> {
    let entries = encoded.iter().map(|(path, hash, naming)| KeptNaming { path, hash: *hash, naming });
    aside.put(&name_of(shard), &encode_namings(entries))
}

/// The files with what they say of departments back in their records. Those of which it is lost are left
/// out, to be read again.
///
/// # Errors
/// When a shard cannot be read.
pub fn with_namings(mut files: Vec<ReadFile>, aside: &dyn Aside) -> io::Result<Vec<ReadFile>> {
    let mut shards: Vec<Option<Vec<u8>>> = vec![None; SHARDS];
    for shard in files.iter().map(|file| shard_of(&file.path)) {
        if shards[shard].is_none() {
            shards[shard] = Some(aside.take(&name_of(shard))?.unwrap_or_default());
        }
    }
    let decoded: Vec<Vec<KeptNaming<'_>>> =
        shards.iter().map(|bytes| bytes.as_deref().and_then(decode_namings).unwrap_or_default()).collect();
    files.retain_mut(|file| {
        let Some(hash) = naming_hash(file) else { return true };
        let known = find(&decoded[shard_of(&file.path)], &file.path, hash).and_then(Naming::decode);
        let (Some(naming), Some(Record::Document(document))) = (known, &mut file.record) else {
            return false;
        };
        Arc::make_mut(document).text.naming = naming;
        true
    });
    Ok(files)
}

/// The naming that a file's record should have, by its hash; none where it says nothing.
fn naming_hash(file: &ReadFile) -> Option<u64> {
    match &file.record {
        Some(Record::Document(document)) => Some(document.naming_hash).filter(|hash| *hash != 0),
        _ => None,
    }
}

/// The naming that stands in a file's record.
fn naming_in(file: &ReadFile) -> Option<&Naming> {
    match &file.record {
        Some(Record::Document(document)) => document.text.naming_here().filter(|naming| !naming.is_empty()),
        _ => None,
    }
}

/// The bytes of a file's naming among those of a shard, which are sorted by path.
fn find<'b>(kept: &[KeptNaming<'b>], path: &str, hash: u64) -> Option<&'b [u8]> {
    let index = kept.binary_search_by(|known| known.path.cmp(path)).ok()?;
    Some(&kept[index]).filter(|known| known.hash == hash).map(|known| known.naming)
}

/// The namings that were put aside.
pub(super) struct PutAside<'a> {
    reading: &'a Reading<'a>,
    files: &'a [ReadFile],
    /// The files by their shards, once that is asked for.
    shards: OnceLock<Vec<Vec<&'a ReadFile>>>,
}

impl<'a> PutAside<'a> {
    /// Those of files that were read, sorted by path.
    pub fn new(reading: &'a Reading<'a>, files: &'a [ReadFile]) -> Self {
        Self { reading, files, shards: OnceLock::new() }
    }

    fn shard(&self, shard: usize) -> &[&'a ReadFile] {
        let shards = self.shards.get_or_init(|| {
            let mut shards = vec![Vec::new(); SHARDS];
            for file in self.files.iter().filter(|file| naming_hash(file).is_some()) {
                shards[shard_of(&file.path)].push(file);
            }
            shards
        });
        &shards[shard]
    }

    /// The files of a shard that say something, each with the hash of that.
    fn of_shard(&self, shard: usize) -> impl Iterator<Item = (&'a ReadFile, u64)> {
        self.shard(shard).iter().filter_map(|file| Some((*file, naming_hash(file)?)))
    }

    /// Puts a shard aside again that lacks something.
    fn restore(&self, shard: usize, kept: &[KeptNaming<'_>]) -> io::Result<()> {
        let whole = self.of_shard(shard).map(|(file, hash)| {
            let known = find(kept, &file.path, hash).map(<[u8]>::to_vec);
            Ok((&*file.path, hash, known.map_or_else(|| Ok(self.again(file)?.encode()), Ok::<_, io::Error>)?))
        });
        put(shard, &whole.collect::<io::Result<Vec<_>>>()?, self.reading.aside)
    }

    /// What the text of a file may say of departments, read once more.
    fn again(&self, file: &ReadFile) -> io::Result<Naming> {
        let Reading { sources, content, kinds, .. } = self.reading;
        let bytes = sources.read(&file.path)?;
        let role = parse::role(below(&file.path, content));
        Ok(match parse::file(&file.path, &role, &bytes, kinds).record {
            Some(Record::Document(document)) => document.text.naming.clone(),
            _ => Naming::default(),
        })
    }
}

impl Namings for PutAside<'_> {
    fn parts(&self) -> usize {
        SHARDS
    }

    fn visit(&self, part: usize, see: &mut dyn FnMut(&str, &Naming)) -> io::Result<()> {
        if self.shard(part).is_empty() {
            return Ok(());
        }
        let bytes = self.reading.aside.take(&name_of(part))?;
        let kept = bytes.as_deref().and_then(decode_namings).unwrap_or_default();
        let mut lost = false;
        for (file, hash) in self.of_shard(part) {
            match find(&kept, &file.path, hash).and_then(Naming::decode) {
                Some(naming) => see(&file.path, &naming),
                None => {
                    lost = true;
                    see(&file.path, &self.again(file)?);
                }
            }
        }
        if lost { self.restore(part, &kept) } else { Ok(()) }
    }
}
