//! The preview: a site in memory that follows its sources, shown to a browser nearby.
//!
//! One of the few modules that touch the disk. It knows what `build` gives, and not how. Nothing here
//! writes: there is no address that changes anything.

#![expect(clippy::disallowed_methods, reason = "looks at the disk and the clock")]

mod answer;
mod engine;
mod guard;
mod http;
mod listing;
mod panel;
mod places;
mod search;
mod site;
mod watch;

use std::collections::BTreeSet;
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::build::theme_folder;

pub use answer::Desk;
pub use engine::{Changed, Engine, Overrides, SharedSources};
pub use guard::Names;
pub use site::{Answer, Shown, Site, Versions};
pub use watch::{Manner, Watch, open_browser};

/// Answers on a listener, in threads of its own, until the program ends.
pub fn answer(engine: &Engine, listener: TcpListener, names: Names, root: PathBuf) {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let desk = Desk {
        site: engine.site(),
        names,
        root,
        sources: engine.sources(),
        // Below 2^53, so that scripts can compare it.
        run: u64::try_from(since_1970.as_millis()).unwrap_or_default(),
    };
    let desk: Arc<dyn http::Answers> = Arc::new(desk);
    std::thread::spawn(move || http::serve(&listener, &desk));
}

/// Follows the sources until the program ends. `told` hears after each change that was taken up, and of
/// what the machine refused; the preview goes on.
pub fn follow(engine: &mut Engine, watch: &mut Watch, told: &dyn Fn(&Engine, Result<(), String>)) -> ! {
    let mut soon = BTreeSet::new();
    loop {
        let folders = [engine.config().build.content.clone(), theme_folder(engine.config())];
        if let Some(problem) = watch.listen(&folders) {
            told(engine, Err(problem));
        }
        let changed = watch.next(std::mem::take(&mut soon));
        let start = Instant::now();
        let before = engine.site().versions();
        let result = engine.update(&changed);
        if changed == Changed::Anything {
            watch.looked(start);
        }
        match result {
            Ok(later) => {
                soon = later;
                if engine.site().versions() != before {
                    told(engine, Ok(()));
                }
            }
            Err(error) => told(engine, Err(error.to_string())),
        }
    }
}

/// Finds a port: the one that was asked for, else the first free one from the usual one on.
///
/// # Errors
/// When none is free, or the address is not this machine's.
pub fn listen(host: &str, port: Option<u16>, usual: u16) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((host, port));
    }
    let mut last = None;
    for port in usual..usual.saturating_add(100) {
        match TcpListener::bind((host, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse)))
}
