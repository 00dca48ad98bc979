//! Packages as zip files: the same bytes for the same files, on any machine.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zip::write::{PreparedZipFile, SimpleFileOptions, ZipFileBuilder};
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::Entry;
use super::contents::Contents;
use super::digest::Sum;
use super::manifest::{MANIFEST, Manifest};
use crate::write::{MachineError, at, create_parent};

/// Files below this size are compressed side by side, in memory.
const SMALL: u64 = 32 << 20;
/// How many files are compressed before they are written, in their order.
const BATCH: usize = 256;

/// A zip file that is being made.
pub struct ZipTarget {
    place: PathBuf,
    /// What is written, until it is whole.
    new: PathBuf,
    zip: ZipWriter<BufWriter<fs::File>>,
    written: usize,
}

impl ZipTarget {
    /// Begins a zip file. One that is there is replaced when this one is whole, and refused when it is no
    /// package of ours.
    pub fn open(place: &Path) -> Result<Self, MachineError> {
        if fs::symlink_metadata(place).is_ok() && !is_ours(place) {
            return Err(MachineError::new(format!(
                "{} is there and is no package of gongbao, so it stays; name another file",
                place.display()
            )));
        }
        create_parent(place)?;
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let new = place.with_file_name(name);
        let file = fs::File::create(&new).map_err(at(&new, "write"))?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, file));
        Ok(Self { place: place.to_owned(), new, zip, written: 0 })
    }

    /// Takes files. Gives their sums, in the same order.
    pub fn put(&mut self, entries: &[Entry]) -> Result<Vec<Sum>, MachineError> {
        let mut sums = Vec::with_capacity(entries.len());
        for batch in entries.chunks(BATCH) {
            let prepared: Vec<Option<(PreparedZipFile, Sum)>> =
                batch.par_iter().map(prepare).collect::<Result<_, _>>()?;
            for (entry, prepared) in batch.iter().zip(prepared) {
                let sum = match prepared {
                    Some((file, sum)) => {
                        self.zip.add_prepared_file(file).map_err(|error| self.failed(error.into()))?;
                        sum
                    }
                    None => self.put_large(entry)?,
                };
                sums.push(sum);
            }
        }
        self.written += entries.len();
        Ok(sums)
    }

    fn put_large(&mut self, entry: &Entry) -> Result<Sum, MachineError> {
        let options = options(&entry.path).large_file(true);
        self.zip.start_file(&*entry.path, options).map_err(|error| self.failed(error.into()))?;
        entry.copy(&mut self.zip)
    }

    /// Puts the zip file into its place. Gives how many files it has.
    pub fn commit(self) -> Result<usize, MachineError> {
        let Self { place, new, zip, written } = self;
        let finish = || -> io::Result<()> {
            let file = zip.finish()?.into_inner()?;
            file.sync_all()
        };
        finish().map_err(at(&new, "write"))?;
        fs::rename(&new, &place).map_err(at(&place, "write"))?;
        Ok(written)
    }

    /// Leaves all as it was.
    pub fn abandon(self) -> Result<(), MachineError> {
        let Self { new, zip, .. } = self;
        drop(zip);
        fs::remove_file(&new).map_err(at(&new, "remove"))
    }

    fn failed(&self, error: io::Error) -> MachineError {
        at(&self.new, "write")(error)
    }
}

/// Reads and compresses a file; `None` when it is too large for that.
fn prepare(entry: &Entry) -> Result<Option<(PreparedZipFile, Sum)>, MachineError> {
    if entry.size()? > SMALL {
        return Ok(None);
    }
    let bytes = entry.read()?;
    let pack = || -> io::Result<PreparedZipFile> {
        let mut builder = ZipFileBuilder::new(&entry.path, options(&entry.path))?;
        builder.write_all(&bytes)?;
        Ok(builder.finish()?)
    };
    let packed = pack().map_err(at(Path::new(&entry.path), "compress"))?;
    Ok(Some((packed, Sum::of(&bytes))))
}

/// The same for every file on every machine, so that the same package is the same bytes.
pub fn options(path: &str) -> SimpleFileOptions {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let packed = ["jpg", "jpeg", "png", "webp", "pdf", "epub", "zip", "docx", "xlsx", "gz", "br"];
    let stored = packed.contains(&ending.as_str());
    let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .system(System::Unix)
}

fn is_ours(place: &Path) -> bool {
    let Ok(contents) = Contents::open(place) else { return false };
    contents.read(MANIFEST).is_ok_and(|manifest| manifest.is_some_and(|bytes| Manifest::is_meant(&bytes)))
}
