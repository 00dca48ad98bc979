//! `package delta`.

use std::path::Path;
use std::time::Instant;

use super::super::Ending;
use super::super::arguments::DeltaArguments;
use super::super::keys::secret_key;
use crate::diagnostics::text;
use crate::package::{Contents, Part, Usb, delta as pack, entries};

/// Makes a package of what changed since a release.
pub fn delta(root: &Path, arguments: &DeltaArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let since = Contents::open(&arguments.since)?;
    let Some(built) = super::build(root, &arguments.settings)? else { return Ok(Ending::ContentErrors) };
    let key = match &arguments.key {
        Some(key) => Some(secret_key(key, arguments.password_file.as_deref())?),
        None => None,
    };
    // What the release had, the next one has too.
    let has_sources = since.files().iter().any(|(path, _)| path.starts_with("sources/"));
    let sources = if has_sources { built.sources()? } else { Vec::new() };
    let site = built.site.clone();
    let release = built.with_texts(|texts| entries(Usb { site, sources, texts }));
    let (packed, changes, bulletin) =
        built.with_texts(|texts| pack(release, &since, &texts, key.as_ref(), &arguments.out))?;
    let speaker = built.speaker();
    if changes.is_nothing() {
        let since = arguments.since.display().to_string();
        speaker.last_line(&text!("nothing has changed since {}, so nothing was written", since))?;
        return Ok(Ending::Good);
    }
    if !quiet {
        super::print_packed(packed, &arguments.out, start, speaker)?;
        let (new, changed, removed) = (changes.new, changes.changed, changes.removed);
        speaker.last_line(&text!("  files: {} new, {} changed, {} removed", new, changed, removed))?;
        for (part, count) in bulletin.counts() {
            let documents = match count {
                1 => text!("1 document"),
                count => text!("{} documents", count),
            };
            let line = match part {
                Part::New => text!("  {} new", documents),
                Part::Corrected => text!("  {} corrected", documents),
                Part::Status => text!("  {} with another status", documents),
                Part::Withdrawn => text!("  {} withdrawn", documents),
                Part::Removed => text!("  {} no longer held", documents),
                Part::Details => text!("  {} with other details", documents),
            };
            speaker.last_line(&line)?;
        }
    }
    Ok(Ending::Good)
}
