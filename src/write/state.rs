//! What the last run made, and the mark that a folder is ours.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::disk::{MachineError, at};
use crate::render::Fingerprint;
use crate::source::Stamp;

/// The file in the output that says whose it is, and lists the files that were made.
pub const MARKER: &str = ".gongbao";

const HEAD: &str = "# The files of this folder that gongbao made, and may remove again.\n";

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Its path in the output.
    pub path: Box<str>,
    /// What it was made from.
    pub fingerprint: Fingerprint,
    /// The hash of its bytes; 0 for copies.
    pub hash: u64,
    /// Its size and time of change when it was written.
    pub stamp: Stamp,
    /// Whether it waits in the staging.
    #[serde(skip)]
    pub staged: bool,
    /// Whether the output had no such file before.
    #[serde(skip)]
    pub is_new: bool,
}

/// What the last run made, sorted by path.
#[derive(Debug, Default)]
pub struct State {
    made: Vec<Made>,
    /// What the last run wanted the next to know.
    note: Vec<u8>,
}

impl State {
    /// Reads the state. When it is lost or damaged, the list in the output still tells what may be
    /// removed, and every page is made anew and compared.
    pub fn read(beside: &Path, output: &Path) -> Result<Self, MachineError> {
        let path = beside.join("outputs");
        let made = match fs::read(&path) {
            Ok(bytes) => decode(&bytes).filter(|_| output.join(MARKER).is_file()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(at(&path, "read")(error)),
        };
        if let Some((note, made)) = made {
            return Ok(Self { made, note });
        }
        let marker = output.join(MARKER);
        let listed = match fs::read_to_string(&marker) {
            Ok(text) => Self::paths_of_marker(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(at(&marker, "read")(error)),
        };
        let unknown = |path: String| Made {
            path: path.into(),
            fingerprint: 0,
            hash: 0,
            stamp: Stamp::default(),
            staged: false,
            is_new: false,
        };
        let mut made: Vec<Made> = listed.into_iter().map(unknown).collect();
        made.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { made, note: Vec::new() })
    }

    /// The state for the next run as bytes.
    pub fn encode<'m>(made: impl Iterator<Item = &'m Made>, note: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(made.size_hint().0 * 80 + note.len());
        bytes = postcard::to_extend(note, bytes).expect("bytes always have a binary form");
        for file in made {
            bytes = postcard::to_extend(file, bytes).expect("a path and numbers always have a binary form");
        }
        let checksum = xxh3_64(&bytes);
        bytes.extend_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// A file that the last run made.
    pub fn find(&self, path: &str) -> Option<&Made> {
        Some(&self.made[self.position(path)?])
    }

    /// The place of a file among all that the last run made.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.made.binary_search_by(|made| (*made.path).cmp(path)).ok()
    }

    /// The same, where the file is likely to stand right behind the one at `before`.
    pub fn position_behind(&self, before: usize, path: &str) -> Option<usize> {
        let next = before + 1;
        match self.made.get(next) {
            Some(made) if *made.path == *path => Some(next),
            _ => self.position(path),
        }
    }

    /// All that the last run made, sorted by path.
    pub fn made(&self) -> &[Made] {
        &self.made
    }

    /// What the last run wanted this one to know; empty when it is lost.
    pub fn note(&self) -> &[u8] {
        &self.note
    }

    /// Whether the last run made nothing.
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// The text of the mark: the same for the same site.
    pub fn marker<'m>(made: impl Iterator<Item = &'m Made>) -> String {
        let mut text = HEAD.to_owned();
        for file in made {
            text.push_str(&file.path);
            text.push('\n');
        }
        text
    }

    /// The files that a mark lists. Lines that lead out of the folder are not ours.
    pub fn paths_of_marker(text: &str) -> Vec<String> {
        let inside = |line: &&str| {
            !line.starts_with('#')
                && line.split('/').all(|part| !matches!(part, "" | "." | ".."))
                && !line.contains(['\\', ':'])
        };
        text.lines().filter(inside).map(str::to_owned).collect()
    }
}

/// The state for the next run, which is nothing but faster for it, beside that of the last.
#[derive(Debug)]
pub struct NewState {
    path: PathBuf,
    new: PathBuf,
}

impl NewState {
    /// Writes it there.
    pub fn write(beside: &Path, bytes: &[u8]) -> Result<Self, MachineError> {
        let (path, new) = (beside.join("outputs"), beside.join("outputs.new"));
        fs::write(&new, bytes).map_err(at(&new, "write"))?;
        Ok(Self { path, new })
    }

    /// Puts it in the place of the last, when what it tells of is done.
    pub fn take_place(self) -> Result<(), MachineError> {
        fs::rename(&self.new, &self.path).map_err(at(&self.path, "write"))
    }
}

fn decode(bytes: &[u8]) -> Option<(Vec<u8>, Vec<Made>)> {
    let (bytes, checksum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(bytes).to_le_bytes() != checksum {
        return None;
    }
    let (note, mut rest) = postcard::take_from_bytes(bytes).ok()?;
    let mut made = Vec::new();
    while !rest.is_empty() {
        let (file, after) = postcard::take_from_bytes(rest).ok()?;
        made.push(file);
        rest = after;
    }
    Some((note, made))
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn a_mark_never_names_a_file_outside() {
        let text = "# head\nindex.html\n../secret\n/etc/passwd\nc:/x\na\\..\\b\n2018/10/01.html\n";
        assert_eq!(State::paths_of_marker(text), ["index.html", "2018/10/01.html"]);
    }
}
