//! `package web`.

use std::path::Path;
use std::time::Instant;

use super::super::arguments::WebArguments;
use super::super::report::{counted_files, seconds};
use super::super::{Ending, output_folder};
use crate::diagnostics::text;
use crate::package::web as pack;
use crate::write::made_files;

/// Makes the copy for a host.
pub fn web(root: &Path, arguments: &WebArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let Some(built) = super::build(root, &arguments.settings)? else { return Ok(Ending::ContentErrors) };
    let site = output_folder(root, &built.config)?;
    let written = pack(&site, &made_files(&site)?, arguments.precompress, &arguments.out)?;
    if !quiet {
        let all = written.added + written.changed + written.unchanged;
        let new = written.added + written.changed;
        let did = match (new, written.removed) {
            (0, 0) => text!("nothing changed"),
            (new, removed) => text!("{} written, {} removed", new, removed),
        };
        let (place, took) = (arguments.out.display().to_string(), seconds(start.elapsed()));
        built.speaker().last_line(&text!("{}: {}; {}; {}", place, counted_files(all), did, took))?;
    }
    Ok(Ending::Good)
}
