//! Whether a copy is what its manifest says: every file there, none altered, none added.

use std::io::ErrorKind;

use rayon::prelude::*;

use super::contents::Contents;
use super::digest::{Sha256Sum, Sum};
use super::folder::WORK;
use super::listing::is_litter;
use super::manifest::{MANIFEST, Manifest, SIGNATURE};
use crate::diagnostics::{Text, text};
use crate::write::MachineError;

/// What became of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What is wrong, by path.
    pub findings: Vec<Finding>,
    /// Files that systems leave on every disk; they are no part of the archive and no fault of a copy.
    pub litter: Vec<String>,
    /// How many files the manifest lists.
    pub files: usize,
    /// How many bytes they have together.
    pub bytes: u64,
    /// The sum of the manifest itself, by which one copy can be told from another; `None` when there is
    /// no manifest.
    pub manifest: Option<Sha256Sum>,
}

/// A file that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its path from the package's root.
    pub path: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It is not there.
    Missing,
    /// It holds other bytes.
    Changed,
    /// The manifest does not list it.
    Added,
    /// It is no plain file.
    NoFile,
    /// It cannot be read; with the reason.
    Unreadable(String),
    /// The manifest itself is not as this program writes one, from this line on.
    Damaged(usize),
    /// An update of the copy was interrupted.
    Unfinished,
}

impl Wrong {
    /// In words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Missing => text!("missing"),
            Self::Changed => text!("changed"),
            Self::Added => text!("added"),
            Self::NoFile => text!("no plain file"),
            Self::Unreadable(why) => text!("cannot be read: {}", why),
            Self::Damaged(line) => {
                text!("damaged from line {} on, so no file can be checked by it", line)
            }
            Self::Unfinished => text!("an update was interrupted; run `gongbao apply` again"),
        }
    }
}

/// Checks a package against its manifest. `step` hears of each piece that is read, by its length, from
/// many threads.
///
/// # Errors
/// When there is no package, or its list of files cannot be read. A single file that cannot be read is a
/// finding.
pub fn verify(contents: &Contents, step: &(dyn Fn(u64) + Sync)) -> Result<Report, MachineError> {
    let mut report = Report { findings: Vec::new(), litter: Vec::new(), files: 0, bytes: 0, manifest: None };
    let Some(text) = contents.read(MANIFEST)? else {
        report.findings.push(Finding { path: MANIFEST.to_owned(), wrong: Wrong::Missing });
        return Ok(report);
    };
    report.manifest = Some(Sha256Sum::of(&text));
    // A manifest with bytes that are no text is damaged like any other.
    let manifest = match Manifest::parse(&String::from_utf8_lossy(&text)) {
        Ok(manifest) => manifest,
        Err(line) => {
            report.findings.push(Finding { path: MANIFEST.to_owned(), wrong: Wrong::Damaged(line) });
            return Ok(report);
        }
    };
    report.files = manifest.files().len();
    report.bytes = manifest.bytes();
    report.findings = manifest
        .files()
        .par_iter()
        .filter_map(|(path, listed)| {
            let wrong = wrong_with(contents, path, *listed, step)?;
            Some(Finding { path: path.clone(), wrong })
        })
        .collect();
    add_others(contents, &manifest, &mut report);
    report.findings.sort();
    Ok(report)
}

fn wrong_with(contents: &Contents, path: &str, listed: Sum, step: &dyn Fn(u64)) -> Option<Wrong> {
    let files = contents.files();
    let Ok(index) = files.binary_search_by(|(there, _)| there.as_str().cmp(path)) else {
        return Some(Wrong::Missing);
    };
    if files[index].1 != listed.size {
        return Some(Wrong::Changed);
    }
    match contents.sum(path, step) {
        Some(Ok(sum)) => (sum != listed).then_some(Wrong::Changed),
        // What a zip file cannot be unpacked to is not what was packed.
        Some(Err(error)) if contents.is_zip() && is_damage(error.kind()) => Some(Wrong::Changed),
        Some(Err(error)) => Some(Wrong::Unreadable(error.to_string())),
        None => Some(Wrong::Missing),
    }
}

fn is_damage(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof)
}

/// Finds what the manifest does not list.
fn add_others(contents: &Contents, manifest: &Manifest, report: &mut Report) {
    let mut unfinished = false;
    for (path, _) in contents.files() {
        if matches!(path.as_str(), MANIFEST | SIGNATURE) || manifest.find(path).is_some() {
            continue;
        }
        if path.strip_prefix(WORK).is_some_and(|rest| rest.starts_with('/')) {
            unfinished = true;
        } else if is_litter(path) {
            report.litter.push(path.clone());
        } else {
            report.findings.push(Finding { path: path.clone(), wrong: Wrong::Added });
        }
    }
    if unfinished {
        report.findings.push(Finding { path: WORK.to_owned(), wrong: Wrong::Unfinished });
    }
    for path in contents.strange() {
        report.findings.push(Finding { path: path.clone(), wrong: Wrong::NoFile });
    }
}
