//! Bringing a copy to the next release: checked before, checked after, and never left half done.

use std::path::Path;
use std::sync::Arc;

use super::contents::Contents;
use super::delta::{DELTA, FILES, Link, manifest_of};
use super::digest::Sha256Sum;
use super::folder::{FolderTarget, is_below};
use super::manifest::{MANIFEST, Manifest, SIGNATURE};
use super::verify::{Finding, Wrong, verify};
use super::{Bytes, Entry};
use crate::write::MachineError;

/// What became of a delta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The copy is the new release now; with the number of files that were written.
    Done(usize),
    /// The copy was the new release already.
    Already,
    /// The delta is not what its own manifest says. Nothing was done.
    DeltaWrong(Vec<Finding>),
    /// The copy is not what its manifest says. Nothing was done.
    CopyWrong(Vec<Finding>),
    /// The copy is another release than the delta applies to; with the sum of its manifest. Nothing was
    /// done.
    OtherRelease {
        /// The sum of the copy's manifest.
        is: Sha256Sum,
        /// That of the copies that the delta applies to.
        wants: Sha256Sum,
    },
    /// After all was moved, the copy is not what its new manifest says: the disk may be failing.
    WrongAfter(Vec<Finding>),
}

/// Applies a delta to the copy in a folder. `step` hears of each piece that is read.
///
/// # Errors
/// When there is no delta or no copy, or the disk fails.
pub fn apply(delta: Contents, copy: &Path, step: &(dyn Fn(u64) + Sync)) -> Result<Applied, MachineError> {
    let report = verify(&delta, step)?;
    if !report.findings.is_empty() {
        return Ok(Applied::DeltaWrong(report.findings));
    }
    let (link, new) = read(&delta)?;
    if !copy.join(MANIFEST).is_file() && !copy.join(super::folder::WORK).is_dir() {
        return Err(MachineError::new(format!("{} is no copy: it has no {MANIFEST}", copy.display())));
    }
    // Finishes first what an earlier run was interrupted in.
    let mut target = FolderTarget::open(copy)?;
    let findings = findings(copy, step)?;
    let there = Contents::open(copy)?;
    let (old, text) = manifest_of(&there)?;
    let is = Sha256Sum::of(&text);
    if is != link.from && is != link.to {
        target.abandon()?;
        return Ok(Applied::OtherRelease { is, wants: link.from });
    }
    if !findings.is_empty() {
        target.abandon()?;
        return Ok(Applied::CopyWrong(findings));
    }
    if is == link.to {
        target.abandon()?;
        return Ok(Applied::Already);
    }
    match stage(&mut target, delta, &old, &new) {
        Ok(()) => {}
        Err(error) => {
            target.abandon()?;
            return Err(error);
        }
    }
    let written = target.commit()?;
    let findings = self::findings(copy, step)?;
    Ok(if findings.is_empty() { Applied::Done(written) } else { Applied::WrongAfter(findings) })
}

/// What a delta says: which release it leads to, and that release's manifest.
fn read(delta: &Contents) -> Result<(Link, Manifest), MachineError> {
    let no_delta = || MachineError::new(format!("{} is no delta of gongbao", delta.place().display()));
    let text = delta.read(DELTA)?.ok_or_else(no_delta)?;
    let link = Link::parse(&String::from_utf8_lossy(&text)).ok_or_else(no_delta)?;
    let text = delta.read(&format!("{FILES}/{MANIFEST}"))?.ok_or_else(no_delta)?;
    let manifest = Manifest::parse(&String::from_utf8_lossy(&text)).map_err(|_| no_delta())?;
    if Sha256Sum::of(&text) != link.to || !manifest.files().iter().all(|(path, _)| is_below(path)) {
        return Err(no_delta());
    }
    Ok((link, manifest))
}

/// Puts the files of a delta into the staging of a copy, checked against the new manifest.
fn stage(
    target: &mut FolderTarget,
    delta: Contents,
    old: &Manifest,
    new: &Manifest,
) -> Result<(), MachineError> {
    let delta = Arc::new(delta);
    let within = |path: &str| {
        let bytes = Bytes::Within(Arc::clone(&delta), format!("{FILES}/{path}"));
        Entry { path: path.to_owned(), bytes }
    };
    let mut entries = Vec::new();
    for (path, sum) in new.files() {
        if old.find(path) == Some(*sum) {
            target.keep(path);
        } else if delta.has(&format!("{FILES}/{path}")) {
            entries.push(within(path));
        } else {
            return Err(MachineError::new(format!("the delta lacks {path}; nothing was done")));
        }
    }
    let sums = target.put(&entries)?;
    for (entry, sum) in entries.iter().zip(sums) {
        if new.find(&entry.path) != Some(sum) {
            return Err(MachineError::new(format!(
                "{} was not written as the delta holds it; the disk may be failing, and nothing was done",
                entry.path
            )));
        }
    }
    let lists = [MANIFEST, SIGNATURE].into_iter().filter(|list| delta.has(&format!("{FILES}/{list}")));
    target.put(&lists.map(within).collect::<Vec<_>>())?;
    Ok(())
}

/// What is wrong with a copy, but for what this run itself is doing there.
fn findings(copy: &Path, step: &(dyn Fn(u64) + Sync)) -> Result<Vec<Finding>, MachineError> {
    let mut findings = verify(&Contents::open(copy)?, step)?.findings;
    findings.retain(|finding| finding.wrong != Wrong::Unfinished);
    Ok(findings)
}
