//! `package delta`.

use std::path::Path;
use std::time::Instant;

use super::super::Ending;
use super::super::arguments::DeltaArguments;
use super::super::keys::secret_key;
use super::super::report::plural;
use crate::package::{Contents, Usb, delta as pack, entries};

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
    if changes.is_nothing() {
        println!("nothing has changed since {}, so nothing was written", arguments.since.display());
        return Ok(Ending::Good);
    }
    if !quiet {
        super::print_packed(packed, &arguments.out, start);
        let (new, changed, removed) = (changes.new, changes.changed, changes.removed);
        println!("  files: {new} new, {changed} changed, {removed} removed");
        for (what, count) in bulletin.counts() {
            let what = match what {
                "status" => "with another status",
                "removed" => "no longer held",
                "details" => "with other details",
                what => what,
            };
            println!("  {} {what}", plural(count, "document"));
        }
    }
    Ok(Ending::Good)
}
