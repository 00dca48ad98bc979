//! What can be typed.

mod package;
mod write;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::gazette::GazetteDate;

pub use package::{
    ApplyArguments, BagitArguments, DeltaArguments, KeygenArguments, PackageCommand, SignArguments,
    UsbArguments, VerifyArguments, WebArguments,
};
pub use write::{
    EjectArguments, ImportArguments, InitArguments, NewCommand, NewDocumentArguments, NewIssueArguments,
    ThemeCommand,
};

/// A static site generator for gazette archives.
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about, max_term_width = 100)]
pub struct Arguments {
    /// The archive's folder [default: the nearest one upwards with a book.toml]
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// Print nothing but what is wrong
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the archive into a folder
    Build(BuildArguments),
    /// Find all that is wrong, and write nothing
    Check(CheckArguments),
    /// Show the archive in the browser, and what is wrong with it, while it is edited
    Serve(ServeArguments),
    /// Make a new archive
    Init(InitArguments),
    /// Add an issue or a document
    New {
        /// What to add
        #[command(subcommand)]
        what: NewCommand,
    },
    /// Import the text of an issue, or single documents, as content files
    Import(ImportArguments),
    /// Search the built archive, as its search page does
    Search(SearchArguments),
    /// Print the content codes of documents, which are printed at their ends
    Code(CodeArguments),
    /// Make a package to hand out, from the archive as it is now
    Package {
        /// What to make
        #[command(subcommand)]
        what: PackageCommand,
    },
    /// Bring a copy to the next release, checked before and after
    Apply(ApplyArguments),
    /// Make a pair of keys for signing packages
    Keygen(KeygenArguments),
    /// Sign the manifest of a package
    Sign(SignArguments),
    /// Check a package, file by file, against its manifest
    Verify(VerifyArguments),
    /// Look at the default theme and change files of it
    Theme {
        /// What to do with it
        #[command(subcommand)]
        what: ThemeCommand,
    },
    /// Remove the built archive; files that gongbao did not make stay
    Clean(SettingArguments),
    /// Print the JSON Schema of front matter or of book.toml, for editors
    Schema(SchemaArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// The arguments of `code`.
#[derive(Debug, Args)]
pub struct CodeArguments {
    /// Documents [default: all of the archive]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Print what a code is made of, for `sha256sum`
    #[arg(long, requires = "files")]
    pub text: bool,
}

/// Settings that go before those of book.toml.
#[derive(Clone, Debug, Default, Args)]
pub struct SettingArguments {
    /// Build into this folder
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,

    /// The address of the published site
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// How what is wrong is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormatArgument {
    /// With the source line and the place marked
    #[default]
    Human,
    /// path:line:column: severity[code]: message
    Short,
    /// One JSON object a line
    Json,
}

/// The arguments of `build`.
#[derive(Debug, Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub settings: SettingArguments,

    #[command(flatten)]
    pub printing: PrintingArguments,
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// List the documents whose last day lies before this one, such as 2025-06-30
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<GazetteDate>,

    /// Show how the house style would be mended where there is only one way to
    #[arg(long)]
    pub fix: bool,

    /// With --fix, write the mended files
    #[arg(long, requires = "fix")]
    pub write: bool,

    #[command(flatten)]
    pub settings: SettingArguments,

    #[command(flatten)]
    pub printing: PrintingArguments,
}

/// The arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Open the browser
    #[arg(long)]
    pub open: bool,

    /// The port to answer on [default: 4000, or the next that is free]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,

    /// Answer on this address too, so that others can read along [default: this machine alone]
    #[arg(long, value_name = "ADDRESS")]
    pub host: Option<String>,

    /// Look at the files from time to time: for shares of a network, which do not tell of changes
    #[arg(long)]
    pub poll: bool,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// How a run prints and works.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct PrintingArguments {
    /// How to print what is wrong
    #[arg(long, value_enum, default_value_t)]
    pub format: FormatArgument,

    /// Let a warning fail the run as an error does
    #[arg(long)]
    pub strict: bool,

    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// The arguments of `search`.
#[derive(Debug, Args)]
pub struct SearchArguments {
    /// Words, a phrase in quotation marks, or a document number; a minus before what must not occur
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,

    /// Only documents that this department issued, by its full name
    #[arg(long, value_name = "NAME")]
    pub department: Option<String>,

    /// How many results to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// Print an array of JSON objects
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaArgument {
    /// The front matter of a document
    Document,
    /// The front matter of an issue
    Issue,
    /// The front matter of a department
    Department,
    /// The front matter of a free page
    Page,
    /// book.toml
    Book,
}

/// The arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// What it describes [default: all of them, by name]
    pub subject: Option<SchemaArgument>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_one_another() {
        super::Arguments::command().debug_assert();
    }
}
