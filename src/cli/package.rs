//! `package`: what all packages are made of. The site is built first, so that a package is what the
//! content says.

pub mod apply;
pub mod bagit;
pub mod delta;
pub mod usb;
pub mod web;

use std::io;
use std::path::Path;
use std::time::Instant;

use super::arguments::{BuildArguments, FormatArgument, PrintingArguments, SettingArguments};
use super::build::Then;
use super::report::{Speaker, counted_files, seconds, size};
use super::{Ending, output_folder, settings};
use crate::config::{Config, FILE_NAME};
use crate::diagnostics::text;
use crate::gazette::GazetteDate;
use crate::package::{Entry, Packed, Texts};
use crate::parse::files::ReadFile;
use crate::parse::{self, Record};
use crate::render::{ThemeFile, Words, load_words};
use crate::source::{Folder, Sources};
use crate::write;

/// A site that was just built, and all that is said about it.
pub struct Built {
    /// The archive.
    pub sources: Folder,
    /// Its settings.
    pub config: Config,
    /// The files of the site, each at its path in the site.
    pub site: Vec<Entry>,
    words: Words,
}

/// Builds the site. `None` when the content has errors, which are then printed.
pub fn build(root: &Path, arguments: &SettingArguments) -> anyhow::Result<Option<Built>> {
    let build = BuildArguments { settings: arguments.clone(), printing: PrintingArguments::default() };
    if !matches!(super::build::build(root, &build, true, Then::GoOn)?, Ending::Good) {
        return Ok(None);
    }
    let (sources, config, _) = settings(root, arguments)?;
    let output = output_folder(root, &config)?;
    let files = write::made_files(&output)?;
    let site = files.into_iter().map(|path| Entry::on_disk(path.clone(), output.join(path))).collect();
    let words = words(&sources, &config)?;
    Ok(Some(Built { sources, config, site, words }))
}

impl Built {
    /// How a run talks.
    pub fn speaker(&self) -> Speaker {
        Speaker::of(&self.config, FormatArgument::Human)
    }

    /// Hands the words to what is said in packages.
    pub fn with_texts<T>(&self, make: impl FnOnce(Texts<'_>) -> T) -> T {
        let word = |key: &str, values: &[(&str, &str)]| self.words.or_key(key, values);
        let book = &self.config.book;
        make(Texts { title: &book.title, language: &book.language, word: &word })
    }

    /// The newest day that the content names for its publishing.
    pub fn newest_day(&self) -> io::Result<Option<GazetteDate>> {
        let days = self.read()?.into_iter().filter_map(|file| match file.record? {
            Record::Document(document) if !document.draft => document.published,
            Record::Issue(issue) => issue.date,
            _ => None,
        });
        Ok(days.max())
    }

    fn read(&self) -> io::Result<Vec<ReadFile>> {
        let content = &self.config.build.content;
        let kinds = self.config.number_kinds();
        let listing = self.sources.list(content)?;
        Ok(parse::files::files(&self.sources, &listing.files, content, &kinds, Vec::new(), &|_| ())?.files)
    }

    /// The Markdown sources of what is published, each at its path in the archive's folder. Drafts are
    /// not published, and of a withdrawn document the text is not.
    pub fn sources(&self) -> io::Result<Vec<Entry>> {
        let read = self.read()?;
        let published = read.iter().filter(|file| self.is_published(file));
        let paths = std::iter::once(FILE_NAME).chain(published.map(|file| &*file.path));
        Ok(paths.map(|path| Entry::on_disk(path, self.sources.locate(path))).collect())
    }

    fn is_published(&self, file: &ReadFile) -> bool {
        match &file.record {
            Some(Record::Document(document)) => {
                document.withdrawn.is_none() && (!document.draft || self.config.build.drafts)
            }
            other => other.is_some(),
        }
    }
}

/// Tells what was made.
fn print_packed(packed: Packed, out: &Path, start: Instant, speaker: Speaker) -> io::Result<()> {
    let (files, bytes) = (counted_files(packed.files), size(packed.bytes));
    let written = match packed.written {
        0 => text!("nothing changed"),
        written => text!("{} written", written),
    };
    let took = seconds(start.elapsed());
    speaker.last_line(&text!("{}: {}, {}; {}; {}", out.display().to_string(), files, bytes, written, took))
}

/// The words of the archive's language, with those of its own theme.
fn words(sources: &Folder, config: &Config) -> anyhow::Result<Words> {
    let folder = format!("themes/{}", config.build.theme);
    let mut files = Vec::new();
    for file in sources.list(&format!("{folder}/words"))?.files {
        let path = parse::files::below(&file.path, &folder).to_owned();
        files.push(ThemeFile { path, bytes: sources.read(&file.path)? });
    }
    load_words(&files, &folder, &config.book.language).map_err(|found| {
        anyhow::anyhow!("{}", found.first().map_or_else(String::new, |found| found.message.to_string()))
    })
}
