//! `serve`: the preview.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::arguments::ServeArguments;
use super::report::{count_found, plural, seconds};
use super::{Ending, adjust, environment, output_folder};
use crate::config::Config;
use crate::serve::{Engine, Manner, Names, Overrides, Watch, answer, follow, listen, open_browser};
use crate::source::Folder;
use crate::write;

/// The port where none is asked for.
const USUAL_PORT: u16 = 4000;
/// The address where none is asked for: this machine alone.
const THIS_MACHINE: &str = "127.0.0.1";

/// Shows the archive, and follows its files until it is ended.
pub fn serve(root: &Path, arguments: &ServeArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let root = std::path::absolute(root)?;
    let host = arguments.host.as_deref().unwrap_or(THIS_MACHINE);
    let listener = listen(host, arguments.port, USUAL_PORT)
        .map_err(|error| anyhow::anyhow!("cannot answer on {host}{}: {error}", of_port(arguments.port)))?;
    let address = listener.local_addr()?;
    let manner = if arguments.poll { Manner::Poll } else { Manner::Native };
    let (mut watch, mut problem) = Watch::begin(&root, manner);
    let settings = arguments.settings.clone();
    let typed_from = std::env::current_dir()?;
    let overrides = Overrides {
        environment: environment(),
        typed: Box::new(move |config: &mut Config| adjust(config, &settings, &typed_from)),
    };
    let sources = std::sync::Arc::new(Folder::confined(&root));
    let mut beside = None;
    let mut engine = Engine::open(sources, overrides, |config| {
        problem = problem.take().or_else(|| watch.listen(&[config.build.content.clone()]));
        beside = output_folder(&root, config).ok().map(|output| write::beside(&output));
        beside.as_deref().and_then(|beside| write::load_kept(beside).ok()).unwrap_or_default()
    })?;
    let names = Names {
        port: address.port(),
        typed: arguments.host.clone(),
        everywhere: !address.ip().is_loopback(),
    };
    let everywhere = names.everywhere;
    answer(&engine, listener, names, root.clone());
    keep(&engine, beside);

    let shown = if address.ip().is_unspecified() { THIS_MACHINE.to_owned() } else { host.to_owned() };
    let shown = if shown.contains(':') { format!("[{shown}]") } else { shown };
    let here = format!("http://{shown}:{}/", address.port());
    let mut out = std::io::stdout();
    if everywhere {
        writeln!(
            out,
            "warning: everybody who reaches this machine can read the preview, drafts included if they are shown"
        )?;
    }
    if let Some(problem) = problem {
        writeln!(out, "warning: {}", looking(&problem))?;
    }
    if !quiet {
        writeln!(out, "{}; ready in {}", state(&engine), seconds(start.elapsed()))?;
    }
    writeln!(out, "{here}  (Ctrl+C ends the preview)")?;
    out.flush()?;
    if arguments.open
        && let Err(error) = open_browser(&here)
    {
        writeln!(out, "the browser could not be opened ({error}); open the address by hand")?;
    }
    follow(&mut engine, &mut watch, &|engine, result| {
        let line = match result {
            Ok(()) if quiet => return,
            Ok(()) => state(engine),
            Err(problem) => format!("warning: {}", looking(&problem)),
        };
        // Whoever closed the terminal does not hear it.
        let _ = writeln!(std::io::stdout(), "{line}");
    })
}

/// Keeps what was read for the next run, if nobody builds just now.
fn keep(engine: &Engine, beside: Option<PathBuf>) {
    if let (Some(files), Some(beside)) = (engine.worth_keeping(), beside) {
        // It saves time and nothing else, so a disk that refuses is no trouble.
        let _ = write::save_kept_if_free(&beside, files);
    }
}

fn of_port(port: Option<u16>) -> String {
    port.map(|port| format!(", port {port}")).unwrap_or_default()
}

fn looking(problem: &str) -> String {
    format!("the system does not tell of changes ({problem}); files are looked at from time to time instead")
}

/// What there is, and what is wrong.
fn state(engine: &Engine) -> String {
    let site = engine.site();
    let (found, _) = site.found("");
    let shown = site.look();
    let archive = &shown.assembled.archive;
    let holds = format!(
        "{} in {}",
        plural(archive.documents.len(), "document"),
        plural(archive.issues.len(), "issue")
    );
    if found.is_empty() { holds } else { format!("{holds}; {}", count_found(&found)) }
}
