//! A bag for the long keep: BagIt 1.0 (RFC 8493), with RO-Crate metadata in its payload.
//!
//! No clock: the days in it are those of the content, or given.

use std::fmt::Write;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha512};

use super::digest::Sum;
use super::folder::FolderTarget;
use super::research_object::{self, Description};
use super::stick::{Fit, fit};
use super::target::is_zip;
use super::usb::{SITE, SOURCES};
use super::{Bytes, Entry, Packed};
use crate::write::MachineError;

/// What a bag is made of.
pub struct Bag<'a> {
    /// The files of the site, each at its path in the site.
    pub site: Vec<Entry>,
    /// The Markdown sources, each at its path in the archive's folder; none when not asked for.
    pub sources: Vec<Entry>,
    /// What is said of them.
    pub description: Description<'a>,
}

/// The line of bag-info.txt by which a bag is known as ours.
pub const AGENT: &str = "Bag-Software-Agent: gongbao";
/// What lists the payload; see RFC 8493, 2.1.3.
pub const PAYLOAD_LIST: &str = "manifest-sha256.txt";
/// What lists the other files; see RFC 8493, 2.2.1.
pub const TAG_LIST: &str = "tagmanifest-sha256.txt";

/// The sums of a file, as the lists of a bag want them.
struct Sums {
    path: String,
    sum: Sum,
    sha512: String,
}

/// Makes a bag in a folder.
///
/// # Errors
/// When a name cannot be on every disk or in a bag's list, when the folder is not ours, or when the disk
/// fails. All is then as it was.
pub fn bag(bag: Bag<'_>, folder: &Path) -> Result<(Packed, Fit), MachineError> {
    if is_zip(folder) {
        return Err(MachineError::new("a bag is a folder; name one, and pack it when it is made"));
    }
    let Bag { site, sources, description } = bag;
    let within = |folder: &'static str| {
        move |entry: Entry| Entry { path: format!("data/{folder}/{}", entry.path), ..entry }
    };
    let mut payload: Vec<Entry> = site.into_iter().map(within(SITE)).collect();
    payload.extend(sources.into_iter().map(within(SOURCES)));
    payload.sort_by(|a, b| a.path.cmp(&b.path));
    let fit = check(&payload)?;
    let mut target = FolderTarget::open(folder)?;
    match fill(&mut target, &payload, &description) {
        Ok((files, bytes)) => {
            let written = target.commit()?;
            Ok((Packed { files, bytes, written }, fit))
        }
        Err(error) => {
            target.abandon()?;
            Err(error)
        }
    }
}

fn check(payload: &[Entry]) -> Result<Fit, MachineError> {
    let sizes = payload.iter().map(|entry| Ok((entry.path.clone(), entry.size()?)));
    let mut fit = fit(&sizes.collect::<Result<Vec<_>, MachineError>>()?);
    // RFC 8493, 2.1.3 has it escaped, and checkers differ in whether they do.
    let percent = payload.iter().filter(|entry| entry.path.contains('%'));
    fit.wrong.extend(percent.map(|entry| format!("{} has `%`, which the lists of bags escape", entry.path)));
    if fit.wrong.is_empty() {
        return Ok(fit);
    }
    Err(MachineError::new(format!(
        "these names cannot be kept everywhere:\n  {}\nrename these files; nothing was written",
        fit.wrong.join("\n  ")
    )))
}

/// Puts all files of a bag. Gives their number and their bytes.
fn fill(
    target: &mut FolderTarget,
    payload: &[Entry],
    description: &Description<'_>,
) -> Result<(usize, u64), MachineError> {
    let mut listed = put(target, payload)?;
    let files: Vec<(&str, Sum)> = listed.iter().map(|file| (file.path.as_str(), file.sum)).collect();
    let metadata = research_object::metadata(description, &files);
    listed.extend(put(target, &[Entry::here("data/ro-crate-metadata.json", metadata)])?);
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    let bytes = listed.iter().map(|file| file.sum.size).sum();
    let tags = [
        Entry::here("bag-info.txt", info(description, listed.len(), bytes)),
        Entry::here("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        Entry::here(PAYLOAD_LIST, list(&listed, |file| file.sum.sha256.to_string())),
        Entry::here("manifest-sha512.txt", list(&listed, |file| file.sha512.clone())),
    ];
    let tags = put(target, &tags)?;
    target.put(&[
        Entry::here(TAG_LIST, list(&tags, |file| file.sum.sha256.to_string())),
        Entry::here("tagmanifest-sha512.txt", list(&tags, |file| file.sha512.clone())),
    ])?;
    Ok((listed.len() + tags.len() + 2, bytes))
}

/// Puts files, with both sums of each.
fn put(target: &mut FolderTarget, entries: &[Entry]) -> Result<Vec<Sums>, MachineError> {
    let sums = target.put(entries)?;
    let one = |(entry, sum): (&Entry, Sum)| {
        let sha512 = sha512(entry)?;
        Ok(Sums { path: entry.path.clone(), sum, sha512 })
    };
    entries.par_iter().zip(sums).map(one).collect()
}

fn sha512(entry: &Entry) -> Result<String, MachineError> {
    let mut hasher = Hasher(Sha512::new());
    match &entry.bytes {
        Bytes::Here(bytes) => hasher.0.update(bytes),
        _ => {
            entry.copy(&mut hasher)?;
        }
    }
    let mut text = String::with_capacity(128);
    for byte in hasher.0.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

struct Hasher(Sha512);

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A manifest after RFC 8493, 2.1.3.
fn list(files: &[Sums], sum: impl Fn(&Sums) -> String) -> String {
    let mut text = String::with_capacity(files.len() * 100);
    for file in files {
        let _ = writeln!(text, "{}  {}", sum(file), file.path);
    }
    text
}

/// bag-info.txt after RFC 8493, 2.2.2.
fn info(description: &Description<'_>, files: usize, bytes: u64) -> String {
    let oxum = format!("{bytes}.{files}");
    let fields = [
        ("Source-Organization", description.publisher),
        ("External-Description", Some(description.title)),
        ("External-Identifier", description.base_url),
        ("Bagging-Date", description.day),
        ("Payload-Oxum", Some(oxum.as_str())),
    ];
    let mut text = String::new();
    for (name, value) in fields {
        if let Some(value) = value {
            // A value goes on in the next line only where that is indented; ours are one line each.
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "{name}: {value}");
        }
    }
    let _ = writeln!(text, "{AGENT} {}", env!("CARGO_PKG_VERSION"));
    text
}

/// The files that the lists of a bag name.
pub fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter_map(|line| line.split_once("  ").map(|(_, path)| path))
}
