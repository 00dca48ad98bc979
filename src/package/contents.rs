//! Reading a package, be it a folder or a zip file.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use super::digest::Sum;
use super::listing::list;
use crate::write::{MachineError, at};

/// Lists, manifests and the like are held in memory; none is longer in an archive of millions of files.
const HELD: u64 = 1 << 30;

/// The files of a package.
pub struct Contents {
    place: PathBuf,
    files: Vec<(String, u64)>,
    strange: Vec<String>,
    kind: Kind,
}

enum Kind {
    Folder,
    /// The archive, and the place of each of `files` in it.
    Zip(Box<ZipArchive<Positioned>>, Vec<usize>),
}

impl Contents {
    /// Lists the files of a package.
    ///
    /// # Errors
    /// When there is nothing, or it cannot be read.
    pub fn open(place: &Path) -> Result<Self, MachineError> {
        let metadata = fs::metadata(place).map_err(at(place, "read"))?;
        if metadata.is_dir() {
            let listing = list(place)?;
            let (files, strange) = (listing.files, listing.strange);
            return Ok(Self { place: place.to_owned(), files, strange, kind: Kind::Folder });
        }
        let file = fs::File::open(place).map_err(at(place, "read"))?;
        let file = Positioned { file: Arc::new(file), position: 0, length: metadata.len() };
        let mut archive = ZipArchive::new(file).map_err(|error| {
            MachineError::new(format!(
                "{} is neither a folder nor a whole zip file ({error}); if it was downloaded, get it again",
                place.display()
            ))
        })?;
        let mut strange = Vec::new();
        if archive.has_duplicate_names() {
            strange.push("a name that the zip file holds twice".to_owned());
        }
        let mut found = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| at(place, "read")(error.into()))?;
            match entry.name() {
                Ok(_) if entry.is_dir() => {}
                Ok(name) if !entry.is_symlink() && !entry.encrypted() => {
                    found.push((name.into_owned(), entry.size(), index));
                }
                _ => strange.push(String::from_utf8_lossy(entry.name_raw()).into_owned()),
            }
        }
        found.sort();
        let places = found.iter().map(|(_, _, index)| *index).collect();
        let files = found.into_iter().map(|(path, size, _)| (path, size)).collect();
        let kind = Kind::Zip(Box::new(archive), places);
        Ok(Self { place: place.to_owned(), files, strange, kind })
    }

    /// Whether it is a zip file.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        matches!(self.kind, Kind::Zip(..))
    }

    /// The BCP 47 tag of the language that a package speaks to people in, as its first page says;
    /// `None` for a package without pages, such as a bag.
    #[must_use]
    pub fn language(&self) -> Option<String> {
        let page = ["open.html", "bulletin.html"].into_iter().find(|page| self.has(page))?;
        let page = self.read(page).ok().flatten()?;
        let page = String::from_utf8_lossy(&page);
        let (_, tag) = page.split_once("<html lang=\"")?;
        Some(tag.split('"').next().unwrap_or_default().to_owned())
    }

    /// The files, sorted: path from the package's root, and size.
    #[must_use]
    pub fn files(&self) -> &[(String, u64)] {
        &self.files
    }

    /// What is no plain file: links, and names that no file can have everywhere.
    #[must_use]
    pub fn strange(&self) -> &[String] {
        &self.strange
    }

    /// Whether there is a file at this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.index(path).is_some()
    }

    fn index(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|(listed, _)| listed.as_str().cmp(path)).ok()
    }

    /// The folder or file that it is read from.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// How many bytes a file has; `None` when there is none.
    #[must_use]
    pub fn size(&self, path: &str) -> Option<u64> {
        self.index(path).map(|index| self.files[index].1)
    }

    /// The bytes of a file; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, MachineError> {
        let mut bytes = Vec::new();
        let read = self.with(path, &mut |reader| reader.take(HELD).read_to_end(&mut bytes).map(|_| ()));
        match read {
            None => Ok(None),
            Some(Ok(())) => Ok(Some(bytes)),
            Some(Err(error)) => Err(at(&self.place.join(path), "read")(error)),
        }
    }

    /// The sum of a file; `None` when there is none. `step` hears of each piece that is read.
    pub fn sum(&self, path: &str, step: &dyn Fn(u64)) -> Option<io::Result<Sum>> {
        let mut sum = None;
        let read = self.with(path, &mut |reader| {
            sum = Some(Sum::of_reader(reader, step)?);
            Ok(())
        });
        read.map(|read| read.map(|()| sum.expect("a file that was read has a sum")))
    }

    /// Copies a file, and gives the sum of what was copied; `None` when there is none.
    pub fn copy(&self, path: &str, writer: &mut dyn io::Write) -> Option<io::Result<Sum>> {
        let mut sum = None;
        let read = self.with(path, &mut |reader| {
            sum = Some(Sum::copy(reader, writer, &|_| ())?);
            Ok(())
        });
        read.map(|read| read.map(|()| sum.expect("a file that was copied has a sum")))
    }

    /// Copies all of a zip file but one file into another, as it is packed. Of a folder, nothing.
    ///
    /// # Errors
    /// When one of them fails.
    pub fn copy_packed<W: io::Write + Seek>(&self, to: &mut zip::ZipWriter<W>, but: &str) -> io::Result<()> {
        let Kind::Zip(archive, _) = &self.kind else { return Ok(()) };
        let mut archive = archive.clone();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index)?;
            if entry.name_raw() != but.as_bytes() {
                to.raw_copy_file(entry)?;
            }
        }
        Ok(())
    }

    fn with(
        &self,
        path: &str,
        use_it: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> Option<io::Result<()>> {
        let index = self.index(path)?;
        let read = || match &self.kind {
            Kind::Folder => use_it(&mut fs::File::open(self.place.join(path))?),
            Kind::Zip(archive, places) => {
                let mut archive = archive.clone();
                let size = self.files[index].1;
                let entry = archive.by_index(places[index])?;
                // What is longer than it says is not read to its end, however long that may be.
                use_it(&mut entry.take(size.saturating_add(1)))
            }
        };
        let mut read = read;
        Some(read())
    }
}

/// A file that many threads read at once, each at its own place.
#[derive(Clone)]
struct Positioned {
    file: Arc<fs::File>,
    position: u64,
    length: u64,
}

impl Read for Positioned {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, bytes, self.position)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, bytes, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Positioned {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position =
            position.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the file"))?;
        Ok(self.position)
    }
}
