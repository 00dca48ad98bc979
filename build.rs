//! Names the state of the program's source, so that what one version keeps between runs is never read
//! by another.

#![allow(clippy::disallowed_methods, reason = "a build script reads the source")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-env-changed=CARGO_FEATURE_MINIFY");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut files = vec![PathBuf::from("Cargo.lock")];
    collect(Path::new("src"), &mut files);
    collect(Path::new("themes/default"), &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    // With and without the minifier the same theme makes other bytes.
    hasher.write_u8(u8::from(std::env::var_os("CARGO_FEATURE_MINIFY").is_some()));
    for file in files {
        // A package from the registry may come without a lock file.
        hasher.write(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=GONGBAO_SOURCE_HASH={:016x}", hasher.finish());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
