//! One file of a site, made when it is asked for, by the same hands as in a build.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::Sink;
use super::making::Making;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::export::{Exporter, Texts};
use crate::pages::{FileAt, Page, Plan, PlannedPage};
use crate::parse;
use crate::parse::grid::{Room, Surroundings, room};
use crate::render::{Fingerprint, Renderer};
use crate::source::{Sources, Stamp};

/// What became of a file that was asked for.
#[derive(Debug)]
pub enum Asked {
    /// Its bytes, as a build would write them.
    Made(Vec<u8>),
    /// A build would make no such file.
    NotThere,
    /// A template of the theme failed.
    Wrong(Box<Diagnostic>),
}

/// Makes the file that the site has at a path, and no other.
///
/// # Errors
/// When a source file cannot be read.
pub fn file_at(
    path: &str,
    plan: &Plan<'_>,
    config: &Config,
    renderer: &Renderer,
    sources: &dyn Sources,
) -> io::Result<Asked> {
    let exporter = Exporter::new(plan, config);
    let only = Only { path, bytes: Mutex::default() };
    let making = Making { plan, exporter: &exporter, renderer, sources, sink: &only, same: false };
    match plan.at(path) {
        Some(FileAt::Page(planned)) => return page(&making, planned, only_bytes(&only)),
        Some(FileAt::Copied(source)) => return Ok(Asked::Made(sources.read(source)?)),
        Some(FileAt::Theme) => {
            let found = renderer.assets().iter().find(|asset| asset.path == path);
            return Ok(found.map_or(Asked::NotThere, |asset| Asked::Made(asset.bytes().to_vec())));
        }
        None => {}
    }
    if let Some(planned) = page_beside(plan, path) {
        let asked = page(&making, planned, only_bytes(&only))?;
        if !matches!(asked, Asked::NotThere) {
            return Ok(asked);
        }
    }
    let Some(file) = exporter.joint_files().into_iter().find(|file| file.path.as_str() == path) else {
        return Ok(Asked::NotThere);
    };
    let mut bytes = Vec::new();
    exporter.write(&file, &Texts { sources, renderer }, &mut bytes)?;
    Ok(Asked::Made(bytes))
}

/// Makes the proof of an issue, which no build has: of the one with this folder, such as `2025/03`, else of
/// the newest.
///
/// # Errors
/// When a source file cannot be read.
pub fn proof(
    wanted: Option<&str>,
    plan: &Plan<'_>,
    renderer: &Renderer,
    sources: &dyn Sources,
) -> io::Result<Asked> {
    let failed = Mutex::new(None);
    let room = |path: &str, around: Surroundings<'_>| match sources.read(path) {
        // What is not UTF-8 is told as an error elsewhere, and takes no room here.
        Ok(bytes) => room(parse::text_below_front_matter(&String::from_utf8_lossy(&bytes)), around),
        Err(error) => {
            *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            Room::default()
        }
    };
    let Some(context) = plan.proof(wanted, &room) else { return Ok(Asked::NotThere) };
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut page = Vec::new();
    Ok(match renderer.render(&context, None, "", &mut page) {
        Ok(()) => Asked::Made(page),
        Err(wrong) => Asked::Wrong(wrong),
    })
}

/// Makes a page and what stands beside it, as far as it is the file that is asked for.
fn page(
    making: &Making<'_>,
    planned: &PlannedPage,
    bytes: impl FnOnce() -> Option<Vec<u8>>,
) -> io::Result<Asked> {
    let made = making.page(planned, &mut Vec::new())?;
    Ok(match (made.wrong, bytes()) {
        (Some(wrong), _) => Asked::Wrong(wrong),
        (None, Some(bytes)) => Asked::Made(bytes),
        (None, None) => Asked::NotThere,
    })
}

/// The page of the document that a data file stands beside: `2018/10/01.html` for `2018/10/01.json`.
fn page_beside<'p>(plan: &'p Plan<'_>, path: &str) -> Option<&'p PlannedPage> {
    let (stem, _) = path.rsplit_once('.')?;
    match plan.at(&format!("{stem}.html")) {
        Some(FileAt::Page(planned)) if matches!(planned.page, Page::Document(_)) => Some(planned),
        _ => None,
    }
}

/// Takes one file; all others count as current, so nobody makes them.
struct Only<'a> {
    path: &'a str,
    bytes: Mutex<Option<Vec<u8>>>,
}

fn only_bytes<'o>(only: &'o Only<'_>) -> impl FnOnce() -> Option<Vec<u8>> + use<'o> {
    || only.bytes.lock().unwrap_or_else(PoisonError::into_inner).take()
}

impl Sink for Only<'_> {
    fn is_current(&self, path: &str, _: Fingerprint) -> io::Result<bool> {
        Ok(path != self.path)
    }

    fn put(&self, path: &str, _: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        if path == self.path {
            *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes.to_vec());
        }
        Ok(())
    }

    fn copy(&self, _: &str, _: &str, _: Stamp) -> io::Result<()> {
        Ok(())
    }
}
