//! The door: arguments, settings, printing, progress, exit codes. One file a command.
//!
//! Must not know: the rules of gazettes.

#![expect(clippy::disallowed_methods, reason = "reads the environment and the clock, writes new files")]

mod arguments;
mod build;
mod check;
mod code;
mod import;
mod init;
mod keys;
mod new;
mod package;
mod report;
mod schema;
mod search;
mod serve;
mod theme;
mod verify;
mod vs_code;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, Parser};

use crate::config::{Config, ENVIRONMENT_PREFIX, FILE_NAME};
use crate::diagnostics::Diagnostics;
use crate::parse::files::Again;
use crate::source::Folder;
use crate::write::MachineError;

use arguments::{Arguments, Command, NewCommand, PackageCommand, SettingArguments, ThemeCommand};

/// What a command came to.
enum Ending {
    /// All is good.
    Good,
    /// The content has errors.
    ContentErrors,
    /// A copy is not what its manifest says, or not signed by the key.
    NotProven,
}

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match command(arguments) {
        Ok(Ending::Good) => ExitCode::SUCCESS,
        Ok(Ending::ContentErrors | Ending::NotProven) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whoever read our output has enough, as with `| head`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn command(arguments: Arguments) -> anyhow::Result<Ending> {
    let Arguments { root, quiet, command } = arguments;
    match command {
        Command::Build(options) => build::build(&archive_root(root)?, &options, quiet, build::Then::End),
        Command::Check(options) => check::check(&archive_root(root)?, &options, quiet),
        Command::Serve(options) => serve::serve(&archive_root(root)?, &options, quiet),
        Command::Init(options) => init::init(&options, quiet),
        Command::New { what: NewCommand::Issue(options) } => new::issue(&archive_root(root)?, &options),
        Command::New { what: NewCommand::Document(options) } => new::document(&archive_root(root)?, &options),
        Command::Import(options) => import::import(&options, quiet),
        Command::Search(options) => search::search(&archive_root(root)?, &options, quiet),
        Command::Code(options) => code::code(&archive_root(root)?, &options),
        Command::Package { what } => match what {
            PackageCommand::Usb(options) => package::usb::usb(&archive_root(root)?, &options, quiet),
            PackageCommand::Bagit(options) => package::bagit::bagit(&archive_root(root)?, &options, quiet),
            PackageCommand::Web(options) => package::web::web(&archive_root(root)?, &options, quiet),
            PackageCommand::Delta(options) => package::delta::delta(&archive_root(root)?, &options, quiet),
        },
        Command::Apply(options) => package::apply::apply(&options, quiet),
        Command::Keygen(options) => keys::keygen(&options, quiet),
        Command::Sign(options) => keys::sign(&options, quiet),
        Command::Verify(options) => verify::verify(&options, quiet),
        Command::Theme { what: ThemeCommand::List } => theme::list(&archive_root(root)?),
        Command::Theme { what: ThemeCommand::Eject(options) } => theme::eject(&archive_root(root)?, &options),
        Command::Theme { what: ThemeCommand::Docs } => theme::docs(),
        Command::Clean(settings) => build::clean(&archive_root(root)?, &settings, quiet),
        Command::Schema(options) => schema::schema(&options),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "gongbao", &mut io::stdout());
            Ok(Ending::Good)
        }
        Command::Man => {
            clap_mangen::Man::new(Arguments::command()).render(&mut io::stdout())?;
            Ok(Ending::Good)
        }
    }
}

/// The archive's folder: the one that was named, else the nearest one upwards that has a book.toml.
fn archive_root(named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    if let Some(root) = named {
        anyhow::ensure!(root.is_dir(), "{} is no folder", root.display());
        return Ok(root);
    }
    let here = std::env::current_dir()?;
    let found = here.ancestors().find(|folder| folder.join(FILE_NAME).is_file());
    Ok(found.unwrap_or(&here).to_owned())
}

/// The archive in a folder, with its settings: arguments over environment over book.toml.
fn settings(root: &Path, arguments: &SettingArguments) -> anyhow::Result<(Folder, Config, Diagnostics)> {
    let sources = Folder::new(root);
    let (mut config, found) = crate::build::read_config(&sources, &environment())
        .map_err(|error| anyhow::anyhow!("cannot read {}: {error}", root.join(FILE_NAME).display()))?;
    adjust(&mut config, arguments, &std::env::current_dir()?);
    Ok((sources, config, found))
}

/// The variables of the process that override book.toml.
fn environment() -> Vec<(String, String)> {
    let mut environment: Vec<(String, String)> =
        std::env::vars().filter(|(name, _)| name.starts_with(ENVIRONMENT_PREFIX)).collect();
    environment.sort();
    environment
}

/// Puts what was typed before the settings of book.toml. Folders are meant from where they were typed.
fn adjust(config: &mut Config, arguments: &SettingArguments, typed_from: &Path) {
    if let Some(output) = &arguments.output {
        config.build.output = typed_from.join(output).to_string_lossy().into_owned();
    }
    if arguments.drafts {
        config.build.drafts = true;
    }
    if let Some(base_url) = &arguments.base_url {
        config.book.base_url =
            Some(if base_url.ends_with('/') { base_url.clone() } else { format!("{base_url}/") });
    }
}

/// How files are read again of which what was kept is lost.
fn again(sources: &Folder, config: &Config) -> Arc<Again> {
    Arc::new(Again::new(sources.clone(), &config.build.content, config.number_kinds()))
}

/// The folder to build into. It may not hold the sources.
fn output_folder(root: &Path, config: &Config) -> Result<PathBuf, MachineError> {
    let output = root.join(&config.build.output);
    let plain = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (output_plain, content) = (plain(&output), plain(&root.join(&config.build.content)));
    if plain(root).starts_with(&output_plain)
        || content.starts_with(&output_plain)
        || output_plain.starts_with(&content)
    {
        return Err(MachineError::new(format!(
            "{} holds the sources or lies among them; name another folder as output",
            output.display()
        )));
    }
    Ok(output)
}
