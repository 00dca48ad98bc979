//! `gongbao import`: foreign text into an archive.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, ensure};

use crate::config::{Config, FILE_NAME};
use crate::import::source::{self, Source};
use crate::import::store::{self, Mode, Outcome};
use crate::import::{self, Extent, Finding, Imported, Mapping, Options, Profile, Words};
use crate::source::Folder;

use super::Ending;
use super::arguments::ImportArguments;

/// What is imported together: the documents of one issue from the files that were named.
struct Issue {
    imported: Imported,
    encoding: String,
    source: String,
}

/// Imports files.
pub fn import(arguments: &ImportArguments, quiet: bool) -> anyhow::Result<Ending> {
    ensure!(!arguments.into.is_file(), "{} is a file; name the archive's folder", arguments.into.display());
    let mode = if arguments.dry_run { Mode::DryRun } else { Mode::Write };
    let mut whole = true;
    for issue in issues(arguments)? {
        whole &= issue.imported.account.is_whole();
        put(&arguments.into, issue, mode, quiet)?;
    }
    ensure!(whole, "some characters are not accounted for; the report says where. Please tell us of it");
    Ok(Ending::Good)
}

/// The issues that the files hold. Files that do not say of which issue they are go into the one that
/// the arguments name.
fn issues(arguments: &ImportArguments) -> anyhow::Result<Vec<Issue>> {
    let mapping = arguments.mapping.as_deref().map(mapping).transpose()?;
    let mut issues: Vec<Issue> = Vec::new();
    for path in &arguments.files {
        let read =
            source::read(path).map_err(|error| anyhow!("cannot import {}: {error}", path.display()))?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for (imported, encoding) in imported(read, arguments, mapping.as_ref(), path)? {
            let same = |open: &&mut Issue| key(&open.imported) == key(&imported);
            match issues.iter_mut().find(same) {
                Some(open) => {
                    open.imported.append(imported);
                    open.source = format!("{}+{name}", open.source);
                }
                None => issues.push(Issue { imported, encoding, source: name.clone() }),
            }
        }
    }
    Ok(issues)
}

fn key(imported: &Imported) -> (Option<String>, Option<String>) {
    let value = |name| imported.issue.value(name).map(ToOwned::to_owned);
    (value("year"), value("number"))
}

fn imported(
    source: Source,
    arguments: &ImportArguments,
    mapping: Option<&Mapping>,
    path: &Path,
) -> anyhow::Result<Vec<(Imported, String)>> {
    let records = match source {
        Source::Text(decoded) => {
            let profile = profile(arguments, mapping, &decoded.text)?;
            let mut imported = import::import(&decoded.text, &options(arguments, profile));
            imported.pictures = decoded.pictures;
            let finding = |message| Finding { line: None, message };
            imported.left_out = decoded.left_out.into_iter().map(finding).collect();
            let unreadable = match decoded.unreadable {
                0 => String::new(),
                count => format!(", {count} characters could not be read"),
            };
            return Ok(vec![(imported, format!("{}{unreadable}", decoded.encoding))]);
        }
        Source::JsonLines(text) => import::json_lines(&text),
        Source::Csv(text) => import::csv(&text),
    };
    let records = records.map_err(|error| anyhow!("cannot import {}: {error}", path.display()))?;
    let mapping = mapping.ok_or_else(|| {
        anyhow!(
            "{} holds records; name a file with --mapping that says which column is which field",
            path.display()
        )
    })?;
    let texts: Vec<&str> =
        records.iter().take(20).flat_map(|record| record.values()).map(String::as_str).collect();
    let profile = profile(arguments, Some(mapping), &texts.join("\n"))?;
    let imported = import::import_records(&records, mapping, &options(arguments, profile))
        .map_err(|error| anyhow!("cannot import {}: {error}", path.display()))?;
    Ok(imported.into_iter().map(|one| (one, "records".to_owned())).collect())
}

fn options(arguments: &ImportArguments, profile: Profile) -> Options {
    let extent = if arguments.single { Extent::Single } else { Extent::Any };
    Options { profile, year: arguments.year, issue: arguments.issue.clone(), extent }
}

/// The profile by its name, or in a file; else the one that the text looks like.
fn profile(arguments: &ImportArguments, mapping: Option<&Mapping>, text: &str) -> anyhow::Result<Profile> {
    let named =
        arguments.profile.as_deref().or_else(|| mapping.and_then(|mapping| mapping.profile.as_deref()));
    let Some(named) = named else { return Ok(Profile::guess(&text.lines())) };
    if let Some(profile) = Profile::built_in(named) {
        return Ok(profile);
    }
    ensure!(
        Path::new(named).is_file(),
        "there is no profile `{named}`; there are {}, and any TOML file can be one",
        Profile::built_in_names().collect::<Vec<_>>().join(", ")
    );
    let toml = std::fs::read_to_string(named).with_context(|| format!("cannot read {named}"))?;
    Profile::parse(&toml).map_err(|error| anyhow!("{named}: {error}"))
}

fn mapping(path: &Path) -> anyhow::Result<Mapping> {
    let toml = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Mapping::parse(&toml).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Puts an issue into the archive and tells what became of it.
fn put(root: &Path, mut issue: Issue, mode: Mode, quiet: bool) -> anyhow::Result<()> {
    let folder = folder(root, &issue)?;
    let before = store::first_position(&folder, &issue.source)?;
    issue.imported.name_files(before);
    let language = language(root, &issue.imported)?;
    let words = Words::of(&language);
    let summary = import::summary(&issue.imported, &issue.source, &issue.encoding, &words);
    let mut files: BTreeMap<String, Vec<u8>> = issue
        .imported
        .documents
        .iter()
        .map(|document| (document.file.clone(), document.content.clone().into_bytes()))
        .chain(issue.imported.pictures.iter().map(|picture| (picture.file.clone(), picture.bytes.clone())))
        .collect();
    let is_issue = issue.imported.issue.value("date").is_some() || before == 0;
    if is_issue {
        files.insert("issue.md".into(), issue.imported.issue.file().into_bytes());
    }
    let outcomes = store::put(&folder, &issue.source, &files, mode)?;
    if mode == Mode::Write {
        reports(&folder, &issue, &summary, &language)?;
        book(root, &issue.imported, &language, quiet)?;
    }
    if !quiet {
        println!("{summary}");
        println!("{}:", folder.display());
    }
    for (name, outcome) in &outcomes {
        tell(name, outcome, quiet);
    }
    if !quiet && mode == Mode::Write {
        println!("review: {}", folder.join("_import-review.html").display());
    }
    Ok(())
}

fn tell(name: &str, outcome: &Outcome, quiet: bool) {
    let words = match outcome {
        Outcome::Created => "new",
        Outcome::Replaced => "replaced",
        Outcome::Same => "unchanged",
        Outcome::Withdrawn => "withdrawn: this import no longer makes it, and nobody has edited it",
        Outcome::Edited { beside, difference } => {
            println!("  {name}: edited by hand and kept; the new version is {beside}");
            println!("{difference}");
            return;
        }
        Outcome::Kept => "edited by hand and kept; the version of this import was put aside before",
        Outcome::Removed => "removed by hand and not written again",
        Outcome::Orphaned => "edited by hand and kept, though this import no longer makes it",
    };
    if !quiet {
        println!("  {name}: {words}");
    }
}

/// The folder of an issue: `content/2018/10`.
fn folder(root: &Path, issue: &Issue) -> anyhow::Result<PathBuf> {
    let facts = &issue.imported.issue;
    let dates = issue.imported.documents.iter().map(|document| document.value("date"));
    let by_date = dates.filter_map(|date| date.get(..4)).max().map(ToOwned::to_owned);
    let year = facts.value("year").map(ToOwned::to_owned).or(by_date);
    let (Some(year), Some(number)) = (year, facts.value("number")) else {
        return Err(anyhow!(
            "{} does not say of which issue it is; name it with --year and --issue",
            issue.source
        ));
    };
    let year: u16 = year.parse().map_err(|_| anyhow!("`{year}` is no year; name it with --year"))?;
    let number = number
        .parse::<u32>()
        .map_or_else(|_| number.replace(['/', '\\'], "-"), |number| format!("{number:02}"));
    ensure!(!number.starts_with(['.', '_']), "an issue's number cannot begin with `.` or `_`");
    Ok(root.join(content(root)?).join(format!("{year:04}")).join(number))
}

/// The archive's content folder, as its settings say.
fn content(root: &Path) -> anyhow::Result<String> {
    Ok(config(root)?.map_or_else(|| "content".into(), |config| config.build.content))
}

/// The archive's settings, if it has some already.
fn config(root: &Path) -> anyhow::Result<Option<Config>> {
    if !root.join(FILE_NAME).is_file() {
        return Ok(None);
    }
    let (config, _) = crate::build::read_config(&Folder::new(root), &[])
        .map_err(|error| anyhow!("cannot read {}: {error}", root.join(FILE_NAME).display()))?;
    Ok(Some(config))
}

fn reports(folder: &Path, issue: &Issue, summary: &str, language: &str) -> anyhow::Result<()> {
    let json = import::json(&issue.imported, &issue.source, &issue.encoding);
    let json = serde_json::to_string_pretty(&json)?;
    let page = import::review_page(&issue.imported, &issue.source, language);
    store::write_if_changed(&folder.join("_import-report.txt"), summary)?;
    store::write_if_changed(&folder.join("_import-report.json"), format!("{json}\n"))?;
    store::write_if_changed(&folder.join("_import-review.html"), &page)?;
    Ok(())
}

/// An archive needs its settings: a first import makes them from the cover.
fn book(root: &Path, imported: &Imported, language: &str, quiet: bool) -> anyhow::Result<()> {
    let path = root.join(FILE_NAME);
    if path.exists() {
        return Ok(());
    }
    let title = imported.issue.value("gazette").unwrap_or("Gazette");
    let title = serde_json::Value::String(title.to_owned());
    store::write_if_changed(&path, format!("[book]\ntitle = {title}\nlanguage = \"{language}\"\n"))?;
    if !quiet {
        println!("{}: new; look at its title", path.display());
    }
    Ok(())
}

/// The language of the archive; of a new one, that of its gazette.
fn language(root: &Path, imported: &Imported) -> anyhow::Result<String> {
    if let Some(config) = config(root)? {
        return Ok(config.book.language);
    }
    Ok(if imported.language.is_empty() { "en".into() } else { imported.language.clone() })
}
