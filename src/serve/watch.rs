//! Hearing of changes on the disk: from the system, or by looking from time to time.
//!
//! What the system tells is only where to look: whether a file is new, changed or gone is seen there. So
//! it does not matter in how many steps an editor saves, or which of them are told.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::engine::Changed;
use super::places::{Style, in_project, plain};

/// How long nothing may happen until a change is taken up: the steps of one save follow each other
/// faster.
const QUIET: Duration = Duration::from_millis(12);
/// How long a change waits at most while others follow.
const LONGEST: Duration = Duration::from_millis(120);
/// How often all files are looked at though the system tells of changes: it may lose some.
const RARELY: Duration = Duration::from_secs(15);
/// How often all files are looked at when nobody tells of changes.
const OFTEN: Duration = Duration::from_millis(700);
/// Looking takes at most this part of the time: one in so many.
const SHARE: u32 = 20;

/// How to hear of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The system tells.
    Native,
    /// Files are looked at from time to time: for shares of a network, which tell nothing.
    Poll,
}

/// Hears of changes in a project.
pub struct Watch {
    root: PathBuf,
    /// The ways in which the system may write the root.
    roots: Vec<String>,
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    events: Receiver<notify::Result<notify::Event>>,
    // Keeps the channel open where there is no watcher.
    _sender: Sender<notify::Result<notify::Event>>,
    looked: Instant,
    /// How long looking at everything took the last time.
    took: Duration,
}

impl Watch {
    /// Begins to listen; to be called before the files are read, so that nothing is missed. `root` is
    /// absolute. Gives, where the system cannot tell of changes, why.
    #[must_use]
    pub fn begin(root: &Path, manner: Manner) -> (Self, Option<String>) {
        let (sender, events) = channel();
        let mut problem = None;
        let watcher = match manner {
            Manner::Poll => None,
            Manner::Native => match notify::recommended_watcher(sender.clone()) {
                Ok(watcher) => Some(watcher),
                Err(error) => {
                    problem = Some(error.to_string());
                    None
                }
            },
        };
        let written = |path: &Path| plain(&path.to_string_lossy(), Style::HERE);
        let mut roots = vec![written(root)];
        // macOS tells of files by their true paths.
        roots.extend(std::fs::canonicalize(root).ok().map(|path| written(&path)));
        let watch = Self {
            root: root.to_owned(),
            roots,
            watcher,
            watched: BTreeSet::new(),
            events,
            _sender: sender,
            looked: Instant::now(),
            took: Duration::ZERO,
        };
        (watch, problem)
    }

    /// Listens to these folders, with all in them, and to the project's own for what comes and goes.
    /// Folders that are listened to already are left alone. Gives what went wrong; the files are then
    /// looked at from time to time.
    pub fn listen(&mut self, folders: &[String]) -> Option<String> {
        let watcher = self.watcher.as_mut()?;
        let mut wanted = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        // A theme's folder may come later: then the nearest folder above it tells.
        if self.root.join("themes").is_dir() {
            wanted.push((self.root.join("themes"), RecursiveMode::NonRecursive));
        }
        wanted.extend(folders.iter().map(|folder| (self.root.join(folder), RecursiveMode::Recursive)));
        for (path, mode) in wanted {
            if !path.is_dir() {
                self.watched.remove(&path);
                continue;
            }
            if self.watched.contains(&path) {
                continue;
            }
            if let Err(error) = watcher.watch(&path, mode) {
                self.watcher = None;
                self.watched.clear();
                return Some(error.to_string());
            }
            self.watched.insert(path);
        }
        None
    }

    /// Whether the system tells of changes.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.watcher.is_some()
    }

    /// Waits for the next changes. `soon` are paths that are to be looked at again in a moment.
    pub fn next(&mut self, soon: BTreeSet<String>) -> Changed {
        let pause = if self.is_told() { RARELY } else { OFTEN };
        let pause = pause.max(self.took * SHARE);
        let due = self.looked + pause;
        let again = (!soon.is_empty()).then(|| Instant::now() + Duration::from_millis(50));
        let until = again.map_or(due, |again| again.min(due));
        let mut paths = soon;
        match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(event) => {
                let first = Instant::now();
                let mut all = self.heard(event, &mut paths);
                while first.elapsed() < LONGEST {
                    match self.events.recv_timeout(QUIET) {
                        Ok(event) => all |= self.heard(event, &mut paths),
                        Err(_) => break,
                    }
                }
                if all { Changed::Anything } else { Changed::Paths(paths) }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                if Instant::now() >= due {
                    Changed::Anything
                } else {
                    Changed::Paths(paths)
                }
            }
        }
    }

    /// Says that everything was looked at just now, and since when.
    pub fn looked(&mut self, since: Instant) {
        self.looked = Instant::now();
        self.took = since.elapsed();
    }

    /// Takes an event. Tells whether any file may have changed.
    fn heard(&mut self, event: notify::Result<notify::Event>, paths: &mut BTreeSet<String>) -> bool {
        let Ok(event) = event else { return true };
        if event.need_rescan() {
            return true;
        }
        // Reading changes nothing, and we read ourselves.
        if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)))
            && !matches!(
                event.kind,
                EventKind::Access(notify::event::AccessKind::Close(notify::event::AccessMode::Write))
            )
        {
            return false;
        }
        for path in &event.paths {
            // What is gone is no longer listened to, even if it comes back at once.
            if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
                self.watched.remove(path);
            }
            let path = path.to_string_lossy();
            let place = self.roots.iter().find_map(|root| in_project(root, &path, Style::HERE));
            match place {
                Some(place) if place.is_empty() => return true,
                Some(place) => drop(paths.insert(place)),
                // A name that the system cannot write, or one beside the project.
                None => return true,
            }
        }
        false
    }
}

/// Opens an address in the reader's browser.
///
/// # Errors
/// When no program for it can be started.
pub fn open_browser(address: &str) -> io::Result<()> {
    use std::process::{Command, Stdio};
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}
