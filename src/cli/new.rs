//! `new issue` and `new document`: the next free place, asking nothing, overwriting nothing.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::{FormatArgument, NewDocumentArguments, NewIssueArguments, SettingArguments};
use super::init::write_new;
use super::report::Speaker;
use super::{Ending, settings};
use crate::config::Config;
use crate::diagnostics::text;
use crate::gazette::{DocumentNumber, NumberKinds, slug};
use crate::import::yaml;
use crate::parse::{self, Record, Role};
use crate::source::{Folder, Sources};

/// The year of the clock, in UTC: near enough for a proposal that the editor sees.
pub fn this_year() -> u16 {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs() / 86_400);
    let epoch = crate::gazette::GazetteDate::new(1970, 1, 1).expect("the first of January is a date");
    epoch.plus_days(i32::try_from(days).unwrap_or(0)).year()
}

/// An issue's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct IssueFolder {
    year: u16,
    /// For those that are plain numbers; supplements come before.
    number: Option<u32>,
    name: String,
}

fn issue_folders(sources: &Folder, config: &Config) -> anyhow::Result<Vec<IssueFolder>> {
    let content = &config.build.content;
    let mut folders = Vec::new();
    for file in sources.list(content)?.files {
        match parse::role(parse::files::below(&file.path, content)) {
            Role::Issue { year, folder } | Role::Document { year, folder, .. } => {
                folders.push(IssueFolder { year, number: folder.parse().ok(), name: folder.to_owned() });
            }
            _ => {}
        }
    }
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// Adds an issue: the number after the newest, or the first of a new year.
pub fn issue(root: &Path, arguments: &NewIssueArguments) -> anyhow::Result<Ending> {
    let (sources, config, _) = settings(root, &SettingArguments::default())?;
    let folders = issue_folders(&sources, &config)?;
    let newest_year = folders.last().map(|folder| folder.year);
    let year = arguments.year.unwrap_or_else(|| this_year().max(newest_year.unwrap_or(0)));
    let last = folders.iter().rfind(|folder| folder.year == year && folder.number.is_some());
    let number = match &arguments.number {
        Some(number) => number.clone(),
        None => {
            let next = last.and_then(|folder| folder.number).unwrap_or(0) + 1;
            let width =
                folders.iter().rfind(|folder| folder.number.is_some()).map_or(2, |folder| folder.name.len());
            format!("{next:0width$}")
        }
    };
    let path = format!("{}/{year:04}/{number}/issue.md", config.build.content);
    write_new(&root.join(&path), "---\n# date: \n---\n")?;
    println!("{path}");
    Ok(Ending::Good)
}

/// Adds a document to an issue, after those that are there.
pub fn document(root: &Path, arguments: &NewDocumentArguments) -> anyhow::Result<Ending> {
    let (sources, config, _) = settings(root, &SettingArguments::default())?;
    let speaker = Speaker::of(&config, FormatArgument::Human);
    let folder = match &arguments.issue {
        Some(folder) => folder.trim_matches('/').to_owned(),
        None => {
            let folders = issue_folders(&sources, &config)?;
            let newest = folders.last().ok_or_else(|| {
                speaker.refuse(&text!("there is no issue yet; add one with `gongbao new issue`"))
            })?;
            format!("{:04}/{}", newest.year, newest.name)
        }
    };
    if !matches!(parse::role(&format!("{folder}/x.md")), Role::Document { .. }) {
        let message =
            text!("`{}` is no issue's folder; write it as year and number, such as 2025/02", folder);
        return Err(speaker.refuse(&message));
    }
    let content = &config.build.content;
    let position = next_position(&sources, &format!("{content}/{folder}"))?;
    let untitled = if config.book.language.starts_with("zh") { "标题" } else { "Title" };
    let title = if arguments.title.is_empty() { untitled } else { arguments.title.as_str() };
    let name = if arguments.title.is_empty() { "document".to_owned() } else { slug(title) };
    let path = format!("{content}/{folder}/{position:02}-{name}.md");
    write_new(&root.join(&path), &front_matter(&sources, &config, &folder, title, arguments)?)?;
    println!("{path}");
    Ok(Ending::Good)
}

/// The number after the highest that a file's name begins with.
fn next_position(sources: &Folder, folder: &str) -> anyhow::Result<u32> {
    let files = sources.list(folder)?.files;
    let leading = |path: &str| -> Option<u32> {
        let name = path.rsplit('/').next()?;
        name.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    Ok(files
        .iter()
        .filter(|file| file.path.ends_with(".md"))
        .filter_map(|file| leading(&file.path))
        .max()
        .unwrap_or(0)
        + 1)
}

fn front_matter(
    sources: &Folder,
    config: &Config,
    folder: &str,
    title: &str,
    arguments: &NewDocumentArguments,
) -> anyhow::Result<String> {
    let mut lines = vec!["---".to_owned(), format!("title: {}", yaml(title, false))];
    if let Some(series) = &arguments.series {
        let year: u16 = folder.split('/').next().and_then(|year| year.parse().ok()).unwrap_or_else(this_year);
        let serial = next_serial(sources, &config.build.content, series, year)?;
        lines.push(format!("number: {}", yaml(&format!("{series}〔{year}〕{serial}号"), false)));
    }
    if let Some(department) = &arguments.department {
        lines.push(format!("department: {}", yaml(department, false)));
    }
    lines.push("draft: true".into());
    lines.push("---\n".into());
    Ok(lines.join("\n"))
}

/// The serial after the highest of a series in a year.
fn next_serial(sources: &Folder, content: &str, series: &str, year: u16) -> anyhow::Result<u32> {
    let listing = sources.list(content)?;
    let read =
        parse::files::files(sources, &listing.files, content, &NumberKinds::default(), Vec::new(), &|_| ())?;
    let numbers = read.files.iter().filter_map(|file| match &file.record {
        Some(Record::Document(document)) => Some(document.numbers.iter().map(|number| &number.value)),
        _ => None,
    });
    let of_series = |number: &&DocumentNumber| number.series() == Some(series) && number.year() == Some(year);
    Ok(numbers.flatten().filter(of_series).filter_map(DocumentNumber::serial).max().unwrap_or(0) + 1)
}
