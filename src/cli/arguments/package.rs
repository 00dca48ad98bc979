//! The arguments of the commands that make, bring on, sign and check packages.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::SettingArguments;
use crate::gazette::GazetteDate;

/// What can be made to hand out.
#[derive(Debug, Subcommand)]
pub enum PackageCommand {
    /// A stick: the site, what opens and checks it, and a manifest of every file
    Usb(UsbArguments),
    /// A bag for the long keep: BagIt (RFC 8493) with RO-Crate metadata
    Bagit(BagitArguments),
    /// What changed since a release, to bring copies of it to the present one
    Delta(DeltaArguments),
    /// The copy for a host, with compressed files beside the others
    Web(WebArguments),
}

/// The arguments of `package web`.
#[derive(Debug, Args)]
pub struct WebArguments {
    /// The folder to make the copy in
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Put a .br and a .gz beside each file that they make smaller
    #[arg(long)]
    pub precompress: bool,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// The arguments of `package bagit`.
#[derive(Debug, Args)]
pub struct BagitArguments {
    /// The folder to make the bag in
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Add the Markdown sources of what is published
    #[arg(long)]
    pub sources: bool,

    /// The day of the bag [default: the newest day that the content was published on]
    #[arg(long, value_name = "DATE")]
    pub date: Option<GazetteDate>,

    /// The address of the licence that the archive is under
    #[arg(long, visible_alias = "license", value_name = "URL")]
    pub licence: Option<String>,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// The arguments of `package delta`.
#[derive(Debug, Args)]
pub struct DeltaArguments {
    /// The release that copies have: a stick's folder or zip file
    #[arg(long, value_name = "RELEASE")]
    pub since: PathBuf,

    /// Where to: a folder, or a file that ends in .zip
    #[arg(long, value_name = "DIR|FILE.zip")]
    pub out: PathBuf,

    /// Sign the manifest that copies will have with this secret key
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,

    /// Read the key's password from the first line of this file; `-` is the input
    #[arg(long, value_name = "FILE", requires = "key")]
    pub password_file: Option<PathBuf>,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// The arguments of `apply`.
#[derive(Debug, Args)]
pub struct ApplyArguments {
    /// What `package delta` made: a folder or a zip file
    #[arg(value_name = "DELTA")]
    pub delta: PathBuf,

    /// The copy to bring to the new release
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// The arguments of `package usb`.
#[derive(Debug, Args)]
pub struct UsbArguments {
    /// Where to: a folder such as the stick itself, or a file that ends in .zip
    #[arg(long, value_name = "DIR|FILE.zip")]
    pub out: PathBuf,

    /// Add the Markdown sources of what is published
    #[arg(long)]
    pub sources: bool,

    #[command(flatten)]
    pub settings: SettingArguments,
}

/// The arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The package: a folder or a zip file
    #[arg(value_name = "PATH")]
    pub path: PathBuf,

    /// The public key that the manifest has to be signed by: its file, or its text
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// The arguments of `keygen`.
#[derive(Debug, Args)]
pub struct KeygenArguments {
    /// Where to: NAME.key is the secret key, NAME.pub the public one
    #[arg(value_name = "NAME")]
    pub name: PathBuf,

    /// Read the password from the first line of this file; `-` is the input
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,

    /// Leave the secret key unencrypted: whoever can read its file can sign
    #[arg(long, conflicts_with = "password_file")]
    pub no_password: bool,
}

/// The arguments of `sign`.
#[derive(Debug, Args)]
pub struct SignArguments {
    /// The package: a folder or a zip file
    #[arg(value_name = "PATH")]
    pub path: PathBuf,

    /// The file of the secret key
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,

    /// Read the key's password from the first line of this file; `-` is the input
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,

    /// Words that are signed with the manifest, such as the day
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
}
