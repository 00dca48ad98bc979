//! Puts imported files into an archive: what a person has edited is never overwritten.
//!
//! Beside the files, `_import.json` remembers what was written. Names that begin with `_` are no
//! content, so the build passes over it, the reports and the versions put aside.

#![expect(clippy::disallowed_methods, reason = "the one part of the import that writes")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::difference;

/// The name under which it is remembered what was written.
pub const MEMORY: &str = "_import.json";

/// What is remembered: for each source, the hash of each file as it was written, and of each version
/// that was put aside.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    #[serde(default)]
    sources: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    put_aside: BTreeMap<String, BTreeMap<String, String>>,
}

impl Memory {
    fn read(folder: &Path) -> Self {
        fs::read(folder.join(MEMORY))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }
}

/// How many documents other sources have put into the folder: those of `source` are numbered on
/// from there, and as before when it is imported again.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn first_position(folder: &Path, source: &str) -> io::Result<usize> {
    let memory = Memory::read(folder);
    let leading = |name: &str| name.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok();
    if let Some(files) = memory.sources.get(source) {
        return Ok(files
            .keys()
            .filter_map(|name| leading(name))
            .min()
            .map_or(0, |first| first.saturating_sub(1)));
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut highest = 0;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|ending| ending == "md") {
            highest = highest.max(leading(&name).unwrap_or(0));
        }
    }
    Ok(highest)
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there.
    Created,
    /// It was there as an earlier import had written it, and is replaced.
    Replaced,
    /// It is there just so.
    Same,
    /// A person has edited it, and the version of this import was put aside before.
    Kept,
    /// A person has edited it. The new version stands beside it; the difference is shown.
    Edited {
        /// The name of the new version.
        beside: String,
        /// What differs: `-` in the person's file, `+` in the new version.
        difference: String,
    },
    /// A person has removed or renamed it, so it is not written again.
    Removed,
    /// An earlier import wrote it, this one does not, and nobody has edited it: it goes.
    Withdrawn,
    /// An earlier import wrote it, this one does not, but a person has edited it: it stays.
    Orphaned,
}

/// Whether files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are.
    Write,
    /// Only what would become of them is told.
    DryRun,
}

/// Writes files into a folder, by name, and tells what became of each.
///
/// # Errors
///
/// When the disk refuses.
pub fn put(
    folder: &Path,
    source: &str,
    files: &BTreeMap<String, Vec<u8>>,
    mode: Mode,
) -> io::Result<Vec<(String, Outcome)>> {
    let mut memory = Memory::read(folder);
    let mut ours = memory.sources.remove(source).unwrap_or_default();
    let before = ours.clone();
    let mut aside = memory.put_aside.remove(source).unwrap_or_default();
    let mut outcomes = Vec::new();
    for (name, content) in files {
        let outcome = decide(&folder.join(name), name, content, (before.get(name), aside.get(name)))?;
        if mode == Mode::Write {
            carry_out(folder, name, content, &outcome)?;
        }
        match outcome {
            Outcome::Kept => {}
            Outcome::Edited { .. } => {
                aside.insert(name.clone(), hash(content));
            }
            _ => {
                aside.remove(name);
            }
        }
        if matches!(outcome, Outcome::Created | Outcome::Replaced | Outcome::Same) {
            ours.insert(name.clone(), hash(content));
        }
        outcomes.push((name.clone(), outcome));
    }
    for (name, known) in before.iter().filter(|(name, _)| !files.contains_key(*name)) {
        let path = folder.join(name);
        let Some(bytes) = read(&path)? else {
            ours.remove(name);
            continue;
        };
        let untouched = hash(&bytes) == *known;
        if untouched {
            ours.remove(name);
            if mode == Mode::Write {
                fs::remove_file(&path)?;
            }
        }
        outcomes.push((name.clone(), if untouched { Outcome::Withdrawn } else { Outcome::Orphaned }));
    }
    if mode == Mode::Write {
        memory.sources.insert(source.to_owned(), ours);
        if !aside.is_empty() {
            memory.put_aside.insert(source.to_owned(), aside);
        }
        let text = serde_json::to_string_pretty(&memory).map_err(io::Error::other)?;
        write_if_changed(&folder.join(MEMORY), format!("{text}\n"))?;
    }
    Ok(outcomes)
}

fn decide(
    path: &Path,
    name: &str,
    content: &[u8],
    (remembered, put_aside): (Option<&String>, Option<&String>),
) -> io::Result<Outcome> {
    let Some(bytes) = read(path)? else {
        return Ok(if remembered.is_some() { Outcome::Removed } else { Outcome::Created });
    };
    if bytes == content {
        return Ok(Outcome::Same);
    }
    if remembered.is_some_and(|known| *known == hash(&bytes)) {
        return Ok(Outcome::Replaced);
    }
    if put_aside.is_some_and(|known| *known == hash(content)) {
        return Ok(Outcome::Kept);
    }
    // Of pictures nothing can be shown.
    let texts = std::str::from_utf8(&bytes).ok().zip(std::str::from_utf8(content).ok());
    let difference = texts.map_or_else(String::new, |(old, new)| difference::lines(old, new));
    Ok(Outcome::Edited { beside: beside(name), difference })
}

/// `02-plan.md` → `_02-plan.new.md`.
fn beside(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
    format!("_{stem}.new.{ending}")
}

fn carry_out(folder: &Path, name: &str, content: &[u8], outcome: &Outcome) -> io::Result<()> {
    match outcome {
        Outcome::Created | Outcome::Replaced => {
            write_if_changed(&folder.join(name), content)?;
            discard_beside(folder, name)
        }
        Outcome::Same => discard_beside(folder, name),
        Outcome::Edited { beside, .. } => write_if_changed(&folder.join(beside), content),
        Outcome::Kept | Outcome::Removed | Outcome::Withdrawn | Outcome::Orphaned => Ok(()),
    }
}

/// A version put aside earlier says nothing any more once the file itself has it.
fn discard_beside(folder: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(folder.join(beside(name))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a file through a temporary name, unless it is there just so.
///
/// # Errors
///
/// When the disk refuses.
pub fn write_if_changed(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let content = content.as_ref();
    if read(path)?.is_some_and(|bytes| bytes == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary: PathBuf = path.to_owned();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    temporary.set_file_name(format!(".{name}.part"));
    fs::write(&temporary, content)?;
    fs::rename(&temporary, path)
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put_one(folder: &Path, content: &str) -> Outcome {
        let files = BTreeMap::from([("01-a.md".to_owned(), content.as_bytes().to_vec())]);
        put(folder, "raw.txt", &files, Mode::Write).unwrap().remove(0).1
    }

    #[test]
    fn a_file_that_a_person_edited_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01-a.md");
        assert_eq!(put_one(folder.path(), "one\n"), Outcome::Created);
        assert_eq!(put_one(folder.path(), "one\n"), Outcome::Same);
        assert_eq!(put_one(folder.path(), "two\n"), Outcome::Replaced);
        fs::write(&path, "mine\n").unwrap();
        let outcome = put_one(folder.path(), "two\n");
        let expected =
            Outcome::Edited { beside: "_01-a.new.md".into(), difference: "- mine\n+ two\n".into() };
        assert_eq!(outcome, expected);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
        assert_eq!(fs::read_to_string(folder.path().join("_01-a.new.md")).unwrap(), "two\n");
        // The second time there is nothing new to put aside, even if the person threw it away.
        fs::remove_file(folder.path().join("_01-a.new.md")).unwrap();
        assert_eq!(put_one(folder.path(), "two\n"), Outcome::Kept);
        assert!(!folder.path().join("_01-a.new.md").exists());
        assert!(matches!(put_one(folder.path(), "three\n"), Outcome::Edited { .. }));
    }

    #[test]
    fn a_file_that_was_never_ours_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("01-a.md"), "theirs\n").unwrap();
        assert!(matches!(put_one(folder.path(), "ours\n"), Outcome::Edited { .. }));
    }

    #[test]
    fn a_file_that_a_person_removed_does_not_come_back_and_one_no_longer_made_goes() {
        let folder = tempfile::tempdir().unwrap();
        put_one(folder.path(), "one\n");
        assert_eq!(
            put(folder.path(), "raw.txt", &BTreeMap::new(), Mode::Write).unwrap()[0].1,
            Outcome::Withdrawn
        );
        put_one(folder.path(), "one\n");
        fs::remove_file(folder.path().join("01-a.md")).unwrap();
        assert_eq!(put_one(folder.path(), "one\n"), Outcome::Removed);
    }
}
