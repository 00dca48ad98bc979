//! Making a folder equal to what was built.
//!
//! New and changed files are written to a staging folder beside the output, and moved into their
//! places when the last page is done: until then the old site is as it was. The moves are written
//! down first, so that a run that is killed between two of them is finished by the next.
//! Files of the output that this program did not make are never touched.
//!
//! Must not know: gazettes.

#![expect(clippy::disallowed_methods, reason = "writes the output folder")]

mod disk;
mod journal;
mod kept;
mod made;
mod state;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::build::Sink;
use crate::render::{Fingerprint, source_of};
use crate::source::{Folder, Stamp, stamp};

use disk::remove_empty_folders;
use made::{MadeFiles, Making};
use state::{MARKER, Made, NewState, State};

pub use disk::{MachineError, at, create_parent, remove_tree, replace_file, same_bytes};
pub use journal::Journal;
pub use kept::{AsideFolder, is_settled, load_kept, load_kept_whole, save_kept, save_kept_if_free};

thread_local! {
    /// Where this thread last found a file among those of the last run: pages are mostly made in the order of
    /// their paths.
    static LAST: Cell<usize> = const { Cell::new(0) };
}

/// The output folder with everything that stands beside it.
pub struct Output {
    folder: PathBuf,
    /// The folder beside the output: staging, journal, and what is kept between runs.
    beside: PathBuf,
    sources: Folder,
    previous: State,
    /// The stamp of each file that the last run made, once all were looked at.
    stamps: OnceLock<Vec<Option<Stamp>>>,
    making: Making,
    /// Where new and changed files wait.
    staging: PathBuf,
    /// Folders of the staging that are there, by their path in it.
    folders: Mutex<BTreeSet<Box<str>>>,
    /// Whether the output held nothing when this run began, so that no file needs to be looked for.
    is_new: bool,
    /// Held while this run writes, so that two runs never write at once.
    _lock: fs::File,
}

/// What a run did to the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there before.
    pub added: usize,
    /// Files with other bytes than before.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
}

impl Written {
    /// Whether the folder is as it was.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self.added + self.changed + self.removed == 0
    }
}

/// Where things that are kept between runs lie, for an output folder: beside it, under its name.
#[must_use]
pub fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy().into_owned());
    output.with_file_name(format!(".{name}.gongbao"))
}

impl Output {
    /// Takes the output folder in hand: finishes what a killed run began, and refuses a folder that
    /// this program did not make.
    ///
    /// # Errors
    /// When the folder holds files and no mark of ours, when another run is writing it, or when the
    /// disk fails.
    pub fn open(output: &Path, sources: Folder) -> Result<Self, MachineError> {
        let beside = beside(output);
        if !is_ours_or_empty(output)? {
            return Err(MachineError::new(format!(
                "{} holds files and was not made by gongbao, so nothing is written there; name another folder as output, or empty it yourself",
                output.display()
            )));
        }
        fs::create_dir_all(&beside).map_err(at(&beside, "make the folder"))?;
        let lock = lock(&beside.join("lock"), output)?;
        if let Some(journal) = Journal::read(&beside)? {
            journal.carry_out(output, &staging(&beside))?;
            Journal::remove(&beside)?;
        }
        remove_tree(&staging(&beside))?;
        let previous = State::read(&beside, output)?;
        Ok(Self {
            folder: output.to_owned(),
            staging: staging(&beside),
            beside,
            sources,
            is_new: previous.is_empty() && is_empty(output)?,
            stamps: OnceLock::new(),
            making: Making::after(&previous),
            previous,
            folders: Mutex::default(),
            _lock: lock,
        })
    }

    /// What the last run wanted this one to know; empty when that is lost.
    #[must_use]
    pub fn note_of_last(&self) -> &[u8] {
        self.previous.note()
    }

    /// Whether every file is as the last run left it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.look_ahead();
        let stamps = self.stamps.get().into_iter().flatten();
        self.previous.made().iter().zip(stamps).all(|(made, stamp)| Some(made.stamp) == *stamp)
    }

    /// Leaves every file as the last run did.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep(self) -> Result<Written, MachineError> {
        remove_tree(&staging(&self.beside))?;
        Ok(Written { unchanged: self.previous.made().len(), ..Written::default() })
    }

    /// Brings the output folder to what was put in, and says what that did. `note` is what the next run
    /// is to know.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn commit(mut self, note: &[u8]) -> Result<Written, MachineError> {
        let previous = std::mem::take(&mut self.previous);
        let files = std::mem::take(&mut self.making).finish(&previous);
        let made = &files.made;
        let written = Written {
            added: made.iter().filter(|made| made.staged && made.is_new).count(),
            changed: made.iter().filter(|made| made.staged && !made.is_new).count(),
            removed: files.removed.len(),
            unchanged: files.stay.len() + made.iter().filter(|made| !made.staged).count(),
        };
        let all = files.all();
        let is_kept = !written.is_nothing() || !files.is_as_before || previous.note() != note;
        let state = || State::encode(all.iter().copied(), note);
        let (shown, state) = rayon::join(
            || self.show(written, &files, &all),
            || is_kept.then(|| NewState::write(&self.beside, &state())).transpose(),
        );
        shown?;
        if let Some(state) = state? {
            state.take_place()?;
        }
        // Letting go of it takes a while, and nothing waits for that.
        drop(all);
        drop(files);
        rayon::spawn(move || drop(previous));
        Ok(written)
    }

    /// Moves what waits in the staging to where readers see it, and removes what is gone.
    fn show(&self, written: Written, files: &MadeFiles<'_>, all: &[&Made]) -> Result<(), MachineError> {
        let staging = staging(&self.beside);
        if written.is_nothing() {
            return remove_tree(&staging);
        }
        let marker = State::marker(all.iter().copied());
        // Where files are only removed, none was staged.
        fs::create_dir_all(&staging).map_err(at(&staging, "make the folder"))?;
        fs::write(staging.join(MARKER), marker).map_err(at(&staging, "write into"))?;
        if self.is_new && is_empty(&self.folder)? {
            // The whole site at once.
            if self.folder.exists() {
                fs::remove_dir(&self.folder).map_err(at(&self.folder, "replace"))?;
            }
            create_parent(&self.folder)?;
            return fs::rename(&staging, &self.folder).map_err(at(&self.folder, "write"));
        }
        let removed = files.removed.iter().map(|old| old.path.clone()).collect();
        let journal = Journal::new(moves(&files.made), removed);
        journal.write(&self.beside)?;
        journal.carry_out(&self.folder, &staging)?;
        Journal::remove(&self.beside)?;
        remove_tree(&staging)
    }

    /// Leaves the output folder as it was.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn abandon(self) -> Result<(), MachineError> {
        remove_tree(&staging(&self.beside))
    }

    fn note(&self, made: Made) {
        self.making.note(made);
    }

    /// The stamp of a file of the output, when it is there.
    fn stamp_of(&self, path: &str) -> Option<Stamp> {
        if self.is_new {
            return None;
        }
        fs::metadata(self.folder.join(path))
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|metadata| stamp(&metadata))
    }

    /// The stamp of a file that the last run made, by its place in that.
    fn stamp_at(&self, position: usize) -> Option<Stamp> {
        match self.stamps.get() {
            Some(stamps) => stamps[position],
            None => self.stamp_of(&self.previous.made()[position].path),
        }
    }

    /// The stamp of a file of the output, when it is there, and the file as the last run made it.
    fn find(&self, path: &str) -> (Option<Stamp>, Option<&Made>) {
        match self.previous.position(path) {
            Some(position) => (self.stamp_at(position), Some(&self.previous.made()[position])),
            None => (self.stamp_of(path), None),
        }
    }

    /// The bytes of a file of the output; none where somebody has taken it away since it was looked at.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a file of the output is still there and holds the bytes of another file.
    fn holds(&self, path: &str, other: &Path) -> io::Result<bool> {
        match disk::same_bytes(other, &self.folder.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            same => same,
        }
    }

    /// The place for a file in the staging, its folder made.
    fn stage(&self, path: &str) -> io::Result<PathBuf> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut folders = self.folders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !folders.contains(folder) {
            fs::create_dir_all(self.staging.join(folder))?;
            folders.insert(folder.into());
        }
        drop(folders);
        Ok(self.staging.join(path))
    }
}

impl Output {
    /// Lets a file stay that the last run made from what is asked for, if it is as that run left it. Gives
    /// what it was made from.
    fn stays(&self, path: &str, is_made_from: impl Fn(Fingerprint) -> bool) -> Option<Fingerprint> {
        let position = LAST.with(|last| self.previous.position_behind(last.get(), path))?;
        LAST.set(position);
        let previous = &self.previous.made()[position];
        if !is_made_from(previous.fingerprint) || self.stamp_at(position) != Some(previous.stamp) {
            return None;
        }
        self.making.stay(position);
        Some(previous.fingerprint)
    }
}

impl Sink for Output {
    fn is_current(&self, path: &str, fingerprint: Fingerprint) -> io::Result<bool> {
        Ok(self.stays(path, |made_from| made_from == fingerprint).is_some())
    }

    fn made_from(&self, path: &str, source: u64) -> io::Result<Option<Fingerprint>> {
        Ok(self.stays(path, |made_from| source_of(made_from) == source))
    }

    fn look_ahead(&self) {
        // Not `get_or_init`: a thread that waits for the others takes up other work, which may ask for these.
        if self.stamps.get().is_none() {
            let made = self.previous.made().par_iter();
            let _ = self.stamps.set(made.map(|made| self.stamp_of(&made.path)).collect());
        }
    }

    fn previous(&self, path: &str, fingerprint: Fingerprint) -> io::Result<Option<Vec<u8>>> {
        let (there, previous) = self.find(path);
        let previous = previous.filter(|previous| previous.fingerprint == fingerprint);
        match previous.filter(|previous| there == Some(previous.stamp)) {
            Some(_) => self.read(path),
            None => Ok(None),
        }
    }

    fn put(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        let hash = xxh3_64(bytes);
        let (there, previous) = self.find(path);
        if let Some(stamp) = there.filter(|stamp| stamp.size == bytes.len() as u64) {
            let as_left = previous.is_some_and(|old| old.stamp == stamp && old.hash == hash);
            if as_left || self.read(path)?.is_some_and(|there| there == bytes) {
                self.note(Made { path: path.into(), fingerprint, hash, stamp, staged: false, is_new: false });
                return Ok(());
            }
        }
        let place = self.stage(path)?;
        let mut file = fs::File::create(&place)?;
        io::Write::write_all(&mut file, bytes)?;
        let stamp = stamp(&file.metadata()?);
        self.note(Made {
            path: path.into(),
            fingerprint,
            hash,
            stamp,
            staged: true,
            is_new: there.is_none(),
        });
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        fingerprint: Fingerprint,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let place = self.stage(path)?;
        let mut file = disk::Hashing::new(io::BufWriter::new(fs::File::create(&place)?));
        write(&mut file)?;
        let (hash, buffered) = file.finish();
        let file = buffered.into_inner()?;
        let made = stamp(&file.metadata()?);
        let (there, previous) = self.find(path);
        if let Some(stamp) = there.filter(|stamp| stamp.size == made.size) {
            let as_left = previous.is_some_and(|old| old.stamp == stamp && old.hash == hash);
            if as_left || self.holds(path, &place)? {
                drop(file);
                fs::remove_file(&place)?;
                self.note(Made { path: path.into(), fingerprint, hash, stamp, staged: false, is_new: false });
                return Ok(());
            }
        }
        let is_new = there.is_none();
        self.note(Made { path: path.into(), fingerprint, hash, stamp: made, staged: true, is_new });
        Ok(())
    }

    fn copy(&self, path: &str, source: &str, source_stamp: Stamp) -> io::Result<()> {
        let fingerprint = u128::from(source_stamp.size) << 64 | u128::from(source_stamp.modified);
        if self.is_current(path, fingerprint)? {
            return Ok(());
        }
        let from = self.sources.locate(source);
        let (there, _) = self.find(path);
        if let Some(stamp) = there.filter(|stamp| stamp.size == source_stamp.size)
            && self.holds(path, &from)?
        {
            self.note(Made { path: path.into(), fingerprint, hash: 0, stamp, staged: false, is_new: false });
            return Ok(());
        }
        let place = self.stage(path)?;
        let mut source = fs::File::open(&from)?;
        let mut copy = fs::File::create(&place)?;
        io::copy(&mut source, &mut copy)?;
        let stamp = stamp(&copy.metadata()?);
        self.note(Made {
            path: path.into(),
            fingerprint,
            hash: 0,
            stamp,
            staged: true,
            is_new: there.is_none(),
        });
        Ok(())
    }
}

/// The files to move, in order.
fn moves(made: &[Made]) -> Vec<Box<str>> {
    let staged = |is_new: bool| made.iter().filter(move |made| made.staged && made.is_new == is_new);
    // New ones come first, so that a page that leads to a new page never comes before it. The mark lists
    // them too, so it goes before all: none can be left behind unlisted.
    let files = staged(true).chain(staged(false)).map(|made| made.path.clone());
    std::iter::once(MARKER.into()).chain(files).collect()
}

/// The files of a finished site that this program made, sorted: all that it may hand out.
///
/// # Errors
/// When the folder holds no site, or the disk fails.
pub fn made_files(output: &Path) -> Result<Vec<String>, MachineError> {
    let marker = output.join(MARKER);
    match fs::read_to_string(&marker) {
        Ok(text) => Ok(State::paths_of_marker(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(MachineError::new(format!(
            "{} holds no site that gongbao built; build one first",
            output.display()
        ))),
        Err(error) => Err(at(&marker, "read")(error)),
    }
}

fn staging(beside: &Path) -> PathBuf {
    beside.join("staging")
}

fn lock(path: &Path, output: &Path) -> Result<fs::File, MachineError> {
    let file = fs::File::create(path).map_err(at(path, "write"))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(MachineError::new(format!(
            "another gongbao is writing {} just now; try again when it is done",
            output.display()
        ))),
        // Some network folders know no locks; one run at a time is then up to the user.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(file),
    }
}

fn is_empty(folder: &Path) -> Result<bool, MachineError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(at(folder, "read")(error)),
    }
}

fn is_ours_or_empty(output: &Path) -> Result<bool, MachineError> {
    if output.join(MARKER).is_file() {
        return Ok(true);
    }
    is_empty(output)
}

/// Removes a site and all that is kept beside it. Files that this program did not make stay.
///
/// Gives the number of files removed, or `None` when there was nothing of ours.
///
/// # Errors
/// When the disk fails.
pub fn clean(output: &Path) -> Result<Option<usize>, MachineError> {
    let beside = beside(output);
    let ours = output.join(MARKER);
    let listed = match fs::read_to_string(&ours) {
        Ok(text) => State::paths_of_marker(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let kept = beside.exists();
            remove_tree(&beside)?;
            return Ok(kept.then_some(0));
        }
        Err(error) => return Err(at(&ours, "read")(error)),
    };
    let mut removed = 0;
    for path in &listed {
        match fs::remove_file(output.join(path)) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&output.join(path), "remove")(error)),
        }
    }
    fs::remove_file(&ours).map_err(at(&ours, "remove"))?;
    remove_empty_folders(output, listed.iter().map(String::as_str));
    let _ = fs::remove_dir(output);
    remove_tree(&beside)?;
    Ok(Some(removed))
}
