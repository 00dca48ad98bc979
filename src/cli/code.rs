//! `code`: the content codes of documents.

use std::io::{self, Write};
use std::path::Path;

use super::arguments::{CodeArguments, SettingArguments};
use super::{Ending, settings};
use crate::parse::files::{ReadFile, files};
use crate::parse::{Record, text_of};
use crate::source::Sources;

/// Prints the codes of documents, or what a code is made of.
pub fn code(root: &Path, arguments: &CodeArguments) -> anyhow::Result<Ending> {
    let (sources, config, _) = settings(root, &SettingArguments::default())?;
    let listing = sources.list(&config.build.content)?;
    let read =
        files(&sources, &listing.files, &config.build.content, &config.number_kinds(), Vec::new(), &|_| ())?
            .files;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for file in chosen(root, &read, &arguments.files)? {
        let Some(Record::Document(document)) = &file.record else { continue };
        let Some(code) = document.code else { continue };
        if arguments.text {
            let bytes = sources.read(&file.path)?;
            let text = text_of(&file.path, &bytes).map_err(|found| anyhow::anyhow!("{}", found.message))?;
            out.write_all(document.content_text(text).as_bytes())?;
        } else {
            writeln!(out, "{code}  {}", file.path)?;
        }
    }
    out.flush()?;
    Ok(Ending::Good)
}

/// The files that were asked for, or all.
fn chosen<'f>(
    root: &Path,
    read: &'f [ReadFile],
    asked: &[std::path::PathBuf],
) -> anyhow::Result<Vec<&'f ReadFile>> {
    if asked.is_empty() {
        return Ok(read.iter().collect());
    }
    let plain = |path: &Path| std::fs::canonicalize(path).ok();
    let mut chosen = Vec::new();
    for path in asked {
        let wanted = plain(path);
        let same = |file: &&ReadFile| wanted.is_some() && plain(&root.join(&*file.path)) == wanted;
        let file = read.iter().find(same);
        let file = file.ok_or_else(|| anyhow::anyhow!("{} is no document of the archive", path.display()))?;
        anyhow::ensure!(
            matches!(&file.record, Some(Record::Document(document)) if document.code.is_some()),
            "{} has no content code: it is no document, has errors, or was withdrawn",
            path.display()
        );
        chosen.push(file);
    }
    Ok(chosen)
}
