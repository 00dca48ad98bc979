//! The arguments of the commands that write files of the archive: `init`, `new`, `import` and `theme`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder to make the archive in
    pub folder: PathBuf,

    /// The language of the text: zh-Hans, zh-Hant, en, ru or ar
    #[arg(long, default_value = "zh-Hans")]
    pub language: String,

    /// The gazette's name
    #[arg(long)]
    pub title: Option<String>,

    /// Only the files for VS Code, in an archive that is there
    #[arg(long, conflicts_with_all = ["language", "title"])]
    pub editor: bool,
}

/// What can be added.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// Add the next issue
    Issue(NewIssueArguments),
    /// Add a document to the newest issue
    Document(NewDocumentArguments),
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
