//! What changed since a release, as a package: the new and changed files, the manifest of the new
//! release, and the sum of the manifest that it applies to, by which releases form a chain.

use std::fmt::Write;
use std::path::Path;

use rayon::prelude::*;

use super::bulletin::{self, Bulletin};
use super::bulletin_page;
use super::contents::Contents;
use super::digest::{Sha256Sum, Sum};
use super::manifest::{MANIFEST, Manifest, SIGNATURE};
use super::signature::{SecretKey, sign_text};
use super::target::pack;
use super::texts::Texts;
use super::{Entry, Packed};
use crate::write::MachineError;

/// The file that says what a delta applies to.
pub const DELTA: &str = "delta.txt";
/// The folder of the new and changed files within a delta, each at its path in the copy.
pub const FILES: &str = "files";

const FIRST_LINE: &str = "# gongbao delta 1";

/// Which release a delta leads from, and to which: the sums of their manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The manifest of the copies that it applies to.
    pub from: Sha256Sum,
    /// Their manifest afterwards.
    pub to: Sha256Sum,
}

impl Link {
    /// The link as text.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        let _ = write!(
            text,
            "{FIRST_LINE}\n# Which release this leads from, and to which: the SHA-256 of their {MANIFEST}.\nfrom {}\nto {}\n",
            self.from, self.to
        );
        text
    }

    /// Reads a link; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.parse().ok());
        let link = Self { from: field("from ")?, to: field("to ")? };
        (link.text() == text).then_some(link)
    }
}

/// How many files differ between two releases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that only the new one has.
    pub new: usize,
    /// Files that differ.
    pub changed: usize,
    /// Files that only the old one has.
    pub removed: usize,
}

impl Changes {
    fn between(old: &Manifest, new: &Manifest) -> Self {
        let mut changes = Self::default();
        for (path, sum) in new.files() {
            match old.find(path) {
                None => changes.new += 1,
                Some(before) if before != *sum => changes.changed += 1,
                Some(_) => {}
            }
        }
        changes.removed = old.files().iter().filter(|(path, _)| new.find(path).is_none()).count();
        changes
    }

    /// Whether the releases are the same.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Makes a delta at a place, from a release to a new one, whose files but the manifest are given. With a
/// key, the manifest of the new release is signed. Nothing is written when nothing differs.
///
/// # Errors
/// When the release has no manifest, when the place is not ours, or when the disk fails.
pub fn delta(
    release: Vec<Entry>,
    since: &Contents,
    texts: &Texts<'_>,
    key: Option<&SecretKey>,
    place: &Path,
) -> Result<(Packed, Changes, Bulletin), MachineError> {
    let (old, old_text) = manifest_of(since)?;
    let sums: Vec<Sum> = release.par_iter().map(Entry::sum).collect::<Result<_, _>>()?;
    let new = Manifest::new(release.iter().map(|entry| entry.path.clone()).zip(sums).collect());
    let new_text = new.text();
    let link = Link { from: Sha256Sum::of(&old_text), to: Sha256Sum::of(new_text.as_bytes()) };
    let changes = Changes::between(&old, &new);
    let bulletin = Bulletin::between(
        bulletin::catalogue_in(since)?.as_deref(),
        bulletin::catalogue_among(&release)?.as_deref(),
    );
    if changes.is_nothing() {
        return Ok((Packed::default(), changes, bulletin));
    }
    let mut entries = vec![
        Entry::here(DELTA, link.text()),
        Entry::here("bulletin.html", bulletin_page::page(&bulletin, texts, link, changes)),
        Entry::here("bulletin.json", bulletin.json(link, changes)),
        Entry::here(texts.phrase("readme_file", &[]), readme(texts)),
    ];
    if let Some(key) = key {
        let signature = sign_text(new_text.as_bytes(), key, None)?;
        entries.push(Entry::here(format!("{FILES}/{SIGNATURE}"), signature));
    }
    entries.push(Entry::here(format!("{FILES}/{MANIFEST}"), new_text));
    let differs = |entry: &Entry| old.find(&entry.path) != new.find(&entry.path);
    let files = release.into_iter().filter(differs);
    entries.extend(files.map(|entry| Entry { path: format!("{FILES}/{}", entry.path), ..entry }));
    let (packed, _) = pack(&mut entries, place)?;
    Ok((packed, changes, bulletin))
}

fn readme(texts: &Texts<'_>) -> Vec<u8> {
    texts.plain(&texts.phrase("delta_readme", &[("title", texts.title)]))
}

/// The manifest of a package, read and as it stands.
pub fn manifest_of(contents: &Contents) -> Result<(Manifest, Vec<u8>), MachineError> {
    let place = contents.place().display();
    let Some(bytes) = contents.read(MANIFEST)? else {
        return Err(MachineError::new(format!("{place} has no {MANIFEST}, so it is no package of gongbao")));
    };
    let manifest = Manifest::parse(&String::from_utf8_lossy(&bytes));
    let manifest = manifest
        .map_err(|line| MachineError::new(format!("{MANIFEST} in {place} is damaged from line {line} on")))?;
    Ok((manifest, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_is_written_and_no_other_way() {
        let link = Link { from: Sha256Sum::of(b"a"), to: Sha256Sum::of(b"b") };
        assert_eq!(Link::parse(&link.text()), Some(link));
        for other in ["", "from x\nto y\n", &link.text().replace("to ", "to  "), &format!("{} ", link.text())]
        {
            assert_eq!(Link::parse(other), None, "{other}");
        }
    }
}
