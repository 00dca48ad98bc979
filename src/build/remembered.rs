//! Where links lead and where pages are, remembered for the next run: while nothing changes that these are
//! made of, they need not be worked out again.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::keep::FORMAT;
use crate::archive::Archive;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::links::{Links, anchors_hold};
use crate::pages::Layout;
use crate::parse::files::ReadFile;
use crate::source::Listing;

/// Links and layout of a site, with what was found wrong while they were made.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Remembered<L, P> {
    pub links: L,
    pub layout: P,
    pub linked: Vec<Diagnostic>,
    pub laid_out: Vec<Diagnostic>,
}

/// The hash of all that links and layout are made of, but for the ids of texts: see [`anchors_hold`].
pub(super) fn key(files: &[ReadFile], listing: &Listing, theme_files: &[String], config: &Config) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(format!("{config:?}").as_bytes());
    let names = listing.files.iter().map(|file| &*file.path);
    for path in theme_files.iter().map(String::as_str).chain(names) {
        hash.update(path.as_bytes());
        hash.update(&[0]);
    }
    for file in files {
        hash.update(&file.shown.to_le_bytes());
    }
    hash.digest()
}

/// How many bytes a page takes at most in an archive of many.
const BYTES_A_PAGE: usize = 96;

/// As bytes that another run can take up.
pub(super) fn encode(key: u64, remembered: &Remembered<&Links, &Layout>) -> Vec<u8> {
    // Room for all of it at once: growing would hold it twice, when memory is fullest.
    let mut bytes = Vec::with_capacity(remembered.layout.pages.len() * BYTES_A_PAGE);
    bytes.extend_from_slice(FORMAT.as_bytes());
    bytes.extend_from_slice(&key.to_le_bytes());
    let (links, rest) = (remembered.links, (remembered.layout, &remembered.linked, &remembered.laid_out));
    let start = bytes.len() + size_of::<u64>();
    bytes.resize(start, 0);
    bytes = postcard::to_extend(links, bytes).expect("links are plain data, which always has a binary form");
    let length = (bytes.len() - start) as u64;
    bytes[start - size_of::<u64>()..start].copy_from_slice(&length.to_le_bytes());
    bytes =
        postcard::to_extend(&rest, bytes).expect("a layout is plain data, which always has a binary form");
    let checksum = xxh3_64(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

/// What these bytes tell, if it was made of what has this key; `None` for other, old or damaged bytes.
pub(super) fn decode(bytes: &[u8], key: u64) -> Option<Remembered<Links, Layout>> {
    let rest = bytes.strip_prefix(FORMAT.as_bytes())?.strip_prefix(&key.to_le_bytes())?;
    let (whole, checksum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(whole).to_le_bytes() != checksum {
        return None;
    }
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (links, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let (links, rest) = rayon::join(
        || postcard::from_bytes(links).ok(),
        || postcard::take_from_bytes::<(Layout, Vec<Diagnostic>, Vec<Diagnostic>)>(rest).ok(),
    );
    let ((layout, linked, laid_out), _) = rest?;
    Some(Remembered { links: links?, layout, linked, laid_out })
}

/// Whether what is remembered holds for an archive that has its key: a place that a link led to may be gone,
/// and one that a link missed may be there.
pub(super) fn holds(remembered: &Remembered<Links, Layout>, archive: &Archive) -> bool {
    let mut missed = remembered.linked.iter().map(|found| found.code);
    missed.all(|code| code != Code::DeadAnchor) && anchors_hold(archive, &remembered.links)
}
