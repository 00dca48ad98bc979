//! `serve`: the preview.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::arguments::{FormatArgument, ServeArguments};
use super::report::{Speaker, count_found, holds, seconds};
use super::{Ending, adjust, again, environment, output_folder};
use crate::build::Counts;
use crate::config::Config;
use crate::diagnostics::{Text, text};
use crate::pages::PROOF_PATH;
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
    let sources = Arc::new(Folder::confined(&root));
    let mut beside = None;
    let mut engine = Engine::open(sources.clone(), overrides, |config| {
        beside = output_folder(&root, config).ok().map(|output| write::beside(&output));
        let content = std::slice::from_ref(&config.build.content);
        let again = again(&sources, config);
        let load = || beside.as_deref().and_then(|beside| write::load_kept_whole(beside, &again).ok());
        // Listening comes before looking, so that no change falls between.
        let (heard, kept) = rayon::join(|| watch.listen(content), load);
        problem = problem.take().or(heard);
        kept.unwrap_or_default()
    })?;
    let names = Names {
        port: address.port(),
        typed: arguments.host.clone(),
        everywhere: !address.ip().is_loopback(),
    };
    let everywhere = names.everywhere;
    answer(&engine, listener, names, root.clone());
    keep(&engine, beside);

    let here = shown_address(host, address);
    if everywhere {
        say(&engine, &text!("warning: whoever reaches this machine can read the preview"))?;
    }
    if let Some(problem) = problem {
        say(&engine, &looking(&problem))?;
    }
    if !quiet {
        say(&engine, &text!("{}; {}", state(&engine), seconds(start.elapsed())))?;
    }
    say(&engine, &text!("the preview is at {} (Ctrl+C ends it)", here))?;
    say(&engine, &text!("the issue in progress is at {}", format!("{here}{PROOF_PATH}")))?;
    if arguments.open
        && let Err(error) = open_browser(&here)
    {
        let line = text!("the browser could not be opened ({}); open the address by hand", error.to_string());
        say(&engine, &line)?;
    }
    follow(&mut engine, &mut watch, &|engine, result| {
        let line = match result {
            Ok(()) if quiet => return,
            Ok(()) => state(engine),
            Err(problem) => looking(&problem),
        };
        // Whoever closed the terminal does not hear it.
        let _ = say(engine, &line);
    })
}

/// The address to open in a browser of this machine.
fn shown_address(host: &str, address: SocketAddr) -> String {
    let shown = if address.ip().is_unspecified() { THIS_MACHINE } else { host };
    if shown.contains(':') {
        format!("http://[{shown}]:{}/", address.port())
    } else {
        format!("http://{shown}:{}/", address.port())
    }
}

/// A line on the terminal, in the archive's language.
fn say(engine: &Engine, line: &Text) -> io::Result<()> {
    Speaker::of(engine.config(), FormatArgument::Human).last_line(line)?;
    io::stdout().flush()
}

/// Keeps what was read for the next run, if nobody builds just now.
fn keep(engine: &Engine, beside: Option<PathBuf>) {
    if let (Some((files, gone)), Some(beside)) = (engine.worth_keeping(), beside) {
        // It saves time and nothing else, so a disk that refuses is no trouble.
        let _ = write::save_kept_if_free(&beside, files, gone);
    }
}

fn of_port(port: Option<u16>) -> String {
    port.map(|port| format!(":{port}")).unwrap_or_default()
}

fn looking(problem: &str) -> Text {
    text!("the system does not tell of changes ({}), so the files are looked at from time to time", problem)
}

/// What there is, and what is wrong.
fn state(engine: &Engine) -> Text {
    let site = engine.site();
    let (found, _) = site.found("");
    let shown = site.look();
    let archive = &shown.assembled.archive;
    let counts =
        Counts { documents: archive.documents.len(), issues: archive.issues.len(), ..Counts::default() };
    if found.is_empty() { holds(counts) } else { text!("{}; {}", holds(counts), count_found(&found)) }
}
