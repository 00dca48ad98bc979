//! The package for a stick: the site, what opens it, what checks it, a word to whoever finds it.

use std::path::Path;

use super::stick::{Fit, fit};
use super::target::pack;
use super::texts::{Page, Texts};
use super::{Entry, Packed};
use crate::write::MachineError;

/// The folder of the site within a package.
pub const SITE: &str = "site";
/// The folder of the Markdown sources within a package.
pub const SOURCES: &str = "sources";

const OPEN: Page = Page(include_str!("pages/open.html"));
const VERIFY: Page = Page(include_str!("pages/verify.html"));
const VERIFY_SCRIPT: &str = include_str!("pages/verify.js");

/// What a stick is made of.
pub struct Usb<'a> {
    /// The files of the site, each at its path in the site.
    pub site: Vec<Entry>,
    /// The Markdown sources, each at its path in the archive's folder; none when not asked for.
    pub sources: Vec<Entry>,
    /// What is said to people.
    pub texts: Texts<'a>,
}

/// Makes a stick's package at a place: a zip file where the name ends so, else a folder. The package has
/// to fit on a stick; how it does is told.
///
/// # Errors
/// When a name or path cannot be on a stick, when the place is not ours, or when the disk fails. All is
/// then as it was.
pub fn usb(usb: Usb<'_>, place: &Path) -> Result<(Packed, Fit), MachineError> {
    let mut entries = entries(usb);
    let fit = fit(&sizes(&entries)?);
    if !fit.wrong.is_empty() {
        return Err(MachineError::new(format!(
            "a stick cannot hold this package:\n  {}\nrename these files; nothing was written",
            fit.wrong.join("\n  ")
        )));
    }
    let (packed, _) = pack(&mut entries, place)?;
    Ok((packed, fit))
}

/// All files of a stick but the manifest.
#[must_use]
pub fn entries(usb: Usb<'_>) -> Vec<Entry> {
    let Usb { site, sources, texts } = usb;
    let has_sources = !sources.is_empty();
    let within = |folder: &'static str| {
        move |entry: Entry| Entry { path: format!("{folder}/{}", entry.path), bytes: entry.bytes }
    };
    let mut entries: Vec<Entry> = site.into_iter().map(within(SITE)).collect();
    entries.extend(sources.into_iter().map(within(SOURCES)));
    let open = texts.page(OPEN, &[("home", &format!("{SITE}/index.html"))]);
    let local = texts.phrase("open_file", &[]);
    if local != "open.html" {
        entries.push(Entry::here(local, open.clone()));
    }
    entries.push(Entry::here("open.html", open));
    entries.push(Entry::here(texts.phrase("verify_file", &[]), verify_page(&texts)));
    entries.push(Entry::here(texts.phrase("readme_file", &[]), readme(&texts, has_sources)));
    entries
}

/// The page that checks a copy in the browser.
fn verify_page(texts: &Texts<'_>) -> String {
    texts.page(VERIFY, &[("script", VERIFY_SCRIPT)])
}

fn readme(texts: &Texts<'_>, has_sources: bool) -> Vec<u8> {
    let file = |key: &str| texts.phrase(key, &[]);
    let (open, verify) = (file("open_file"), file("verify_file"));
    let blanks = [("title", texts.title), ("open", open.as_str()), ("verify", verify.as_str())];
    let mut text = texts.phrase("readme", &blanks);
    if has_sources {
        text = format!("{}\n\n{}", text.trim_end(), texts.phrase("readme_sources", &[]));
    }
    texts.plain(&text)
}

fn sizes(entries: &[Entry]) -> Result<Vec<(String, u64)>, MachineError> {
    entries.iter().map(|entry| Ok((entry.path.clone(), entry.size()?))).collect()
}
