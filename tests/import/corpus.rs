//! The corpora, and how an import is measured against what is known of them.

use std::fs;
use std::path::{Path, PathBuf};

use gongbao::import::{Extent, Options, Profile};

/// A file of the corpora, or `None`, said aloud, where they are not at hand.
pub fn read(path: &str) -> Option<String> {
    let found = fs::read_to_string(folder()?.join(path)).ok();
    if found.is_none() {
        println!("skipped: there is no {path} in the corpora");
    }
    found
}

/// The folder of the corpora.
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = Some(beside).filter(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the corpora are not at ../shared/corpus");
    }
    found
}

/// What an import with a built-in profile is told.
pub fn options(profile: &str) -> Options {
    let profile = Profile::built_in(profile).expect("the profile is built in");
    Options { profile, year: None, issue: None, extent: Extent::Any }
}

/// A figure: how many of how many, printed, and held to a least share in per cent.
pub fn figure(what: &str, right: usize, all: usize, least: f64) {
    let share = if all == 0 { 100.0 } else { right as f64 * 100.0 / all as f64 };
    println!("{what}: {right} of {all} ({share:.1} %), at least {least} %");
    assert!(share >= least, "{what}: {right} of {all} is {share:.1} %, less than {least} %");
}
