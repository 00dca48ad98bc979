//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::gazette::GazetteDate;

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

/// What can be added.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// Add the next issue
    Issue(NewIssueArguments),
    /// Add a document to the newest issue
    Document(NewDocumentArguments),
}

/// What can be done with themes.
#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the files of the default theme, and what replaces them in this archive
    List,
    /// Copy files of the default theme into a theme of the archive, to be changed there
    Eject(EjectArguments),
    /// Print what each template is given
    Docs,
}

/// The arguments of `theme eject`.
#[derive(Debug, Args)]
pub struct EjectArguments {
    /// Files as `theme list` names them, such as templates/document.html, or their last part alone
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// The theme to copy into, a folder in themes/ [default: the one that book.toml names]
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
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
#[derive(Clone, Copy, Debug, Args)]
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

/// The arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Text, DOCX, HTML, PDF with text, JSON Lines or CSV
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The archive's folder
    #[arg(long, value_name = "ARCHIVE")]
    pub into: PathBuf,

    /// The issue's year [default: as the cover says]
    #[arg(long)]
    pub year: Option<u16>,

    /// The issue's number in the year [default: as the cover says]
    #[arg(long, value_name = "NUMBER")]
    pub issue: Option<String>,

    /// What the issue looks like: cn, tw, en or a TOML file [default: the one that fits best]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,

    /// For records: the TOML file that says which column is which field
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,

    /// Take each file for one document, whatever it looks like
    #[arg(long)]
    pub single: bool,

    /// Tell what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
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

/// The arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder to make the archive in
    pub folder: PathBuf,

    /// The language of the text: zh-Hans, zh-Hant or en
    #[arg(long, default_value = "zh-Hans")]
    pub language: String,

    /// The gazette's name
    #[arg(long)]
    pub title: Option<String>,

    /// Only the files for VS Code, in an archive that is there
    #[arg(long, conflicts_with_all = ["language", "title"])]
    pub editor: bool,
}

/// The arguments of `new issue`.
#[derive(Debug, Args)]
pub struct NewIssueArguments {
    /// The year [default: this year]
    #[arg(long)]
    pub year: Option<u16>,

    /// The number in the year [default: the next free one]
    #[arg(long)]
    pub number: Option<String>,
}

/// The arguments of `new document`.
#[derive(Debug, Args)]
pub struct NewDocumentArguments {
    /// The document's title
    #[arg(default_value = "")]
    pub title: String,

    /// The issue's folder, such as 2025/02 [default: the newest]
    #[arg(long)]
    pub issue: Option<String>,

    /// Number the document with the next free number of this series, such as 云政发
    #[arg(long)]
    pub series: Option<String>,

    /// Who issues it
    #[arg(long)]
    pub department: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_one_another() {
        super::Arguments::command().debug_assert();
    }
}
