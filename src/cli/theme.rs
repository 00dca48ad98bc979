//! `theme list`, `theme eject` and `theme docs`: the way to a theme of one's own.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use super::arguments::{EjectArguments, SettingArguments};
use super::init::write_new;
use super::{Ending, settings};
use crate::diagnostics::nearest;
use crate::render::{built_in_file, built_in_files};
use crate::source::Sources;

/// What each template is given, made from the types by a test, which fails when they differ.
const CONTEXTS: &str = include_str!("../../docs/theme-contexts.md");

/// Lists the files of the default theme, and those of the archive's theme beside them.
pub fn list(root: &Path) -> anyhow::Result<Ending> {
    let (sources, config, _) = settings(root, &SettingArguments::default())?;
    let folder = format!("themes/{}", config.build.theme);
    let own: BTreeSet<String> = sources
        .list(&folder)?
        .files
        .into_iter()
        .filter_map(|file| file.path.strip_prefix(&folder)?.strip_prefix('/').map(str::to_owned))
        .collect();
    let mut all: BTreeSet<&str> = own.iter().map(String::as_str).collect();
    for path in built_in_files() {
        all.insert(path);
    }
    let width = all.iter().map(|path| path.chars().count()).max().unwrap_or(0);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in all {
        match (own.contains(path), built_in_file(path).is_some()) {
            (false, _) => writeln!(out, "{path}")?,
            // A word file is laid over the built-in one phrase by phrase.
            (true, true) if path.starts_with("words/") => {
                writeln!(out, "{path:width$}  changed by {folder}/{path}")?;
            }
            (true, true) => writeln!(out, "{path:width$}  replaced by {folder}/{path}")?,
            (true, false) => writeln!(out, "{path:width$}  added by {folder}/{path}")?,
        }
    }
    out.flush()?;
    Ok(Ending::Good)
}

/// Copies files of the default theme into a theme of the archive. With one that cannot be copied, none
/// is.
pub fn eject(root: &Path, arguments: &EjectArguments) -> anyhow::Result<Ending> {
    let (_, config, _) = settings(root, &SettingArguments::default())?;
    let name = arguments.to.as_deref().unwrap_or(&config.build.theme);
    let plain = !name.is_empty() && !name.starts_with(['.', '_']) && !name.contains(['/', '\\', ':']);
    anyhow::ensure!(plain, "`{name}` is no name for a theme: it becomes a folder in themes/");
    let paths = arguments.files.iter().map(|file| named(file)).collect::<anyhow::Result<BTreeSet<_>>>()?;
    let place = |path: &str| format!("themes/{name}/{path}");
    for path in &paths {
        let place = place(path);
        anyhow::ensure!(!root.join(&place).exists(), "{place} is there already, so nothing was copied");
    }
    for path in &paths {
        let text = built_in_file(path).expect("only paths of built-in files are named");
        write_new(&root.join(place(path)), text)?;
        println!("{}", place(path));
    }
    if name != config.build.theme {
        println!("to use it, write under [build] in book.toml: theme = {}", toml::Value::from(name));
    }
    Ok(Ending::Good)
}

/// The file of the default theme that is meant, by its path or by the end of it.
fn named(file: &str) -> anyhow::Result<&'static str> {
    let file = file.replace('\\', "/");
    let wanted = file.strip_prefix("themes/default/").unwrap_or(&file);
    let last = |path: &'static str| path.rsplit('/').next().unwrap_or(path);
    let found = built_in_files().find(|path| *path == wanted || last(path) == wanted);
    found.ok_or_else(|| {
        let known = if wanted.contains('/') {
            nearest(wanted, built_in_files())
        } else {
            nearest(wanted, built_in_files().map(last))
        };
        let help = known.map_or_else(
            || "`gongbao theme list` names them all".to_owned(),
            |known| format!("the nearest one is `{known}`"),
        );
        anyhow::anyhow!("the default theme has no file `{wanted}`; {help}")
    })
}

/// Prints what each template is given.
pub fn docs() -> anyhow::Result<Ending> {
    io::stdout().write_all(CONTEXTS.as_bytes())?;
    Ok(Ending::Good)
}
