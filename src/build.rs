//! The composition: the stages in order, on one screen.
//!
//! Must not know: flags, printing, disk. Sources come through [`Sources`], pages leave through [`Sink`].

mod aside;
mod assembled;
mod keep;
mod making;
mod on_demand;
mod remembered;
mod searching;
mod sink;
mod survey;

use std::io;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::archive::{Archive, DocumentIndex};
use crate::config::{self, Config};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::export::Exporter;
use crate::gazette::GazetteDate;
use crate::links;
use crate::parse;
use crate::parse::files::{ReadFile, ReadFiles, below};
use crate::render::{Renderer, Theme, ThemeFile};
use crate::search::Manifest;
use crate::source::{Listing, Sources};

use aside::{PutAside, Reading};
use making::Making;

pub use aside::{Aside, keep_namings, with_namings};
pub use assembled::{Assembled, Given, Setting, base_path, theme_files};
pub use keep::{SHARDS, Seal, Shard, decode_shard, encode_shard, shard_of};
pub use on_demand::{Asked, file_at, proof};
pub use searching::index as search_index;
pub use sink::{CheckOnly, MemorySink, Sink};
pub use survey::{LastRun, Survey, theme_folder};

/// The name under which links and layout are put aside.
const REMEMBERED: &str = "links";

/// What a run is about to do, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading files.
    Read,
    /// Making pages.
    Render,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn begin(&self, stage: Stage, steps: usize);
    /// So many steps are done.
    fn step(&self, count: usize);
}

impl Progress for () {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self, _: usize) {}
}

/// What a run found and made.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is wrong, sorted. With an error, nothing was put into the sink that may be kept.
    pub found: Diagnostics,
    /// What the archive holds.
    pub counts: Counts,
    /// What was read, to be given to the next run.
    pub kept: Vec<ReadFile>,
    /// Whether `kept` differs from what was given.
    pub kept_changed: bool,
    /// The files that were given as kept and are gone.
    pub gone: Vec<Box<str>>,
    /// The hash of all that pages can show but the text of their own source. While it stays the same, a
    /// page can differ only where its own source does.
    pub shown: u64,
    /// What the search index holds, to be given to the next run; nothing where there is none.
    pub searched: Option<Manifest>,
    /// What the site was made of, until it is taken away. Letting go of it takes a while, which a process that
    /// ends can leave to the system.
    pub assembled: Option<Box<Assembled>>,
}

impl Outcome {
    /// The documents that have a last day, by that day; none once [`Self::assembled`] is taken away.
    #[must_use]
    pub fn expiring(&self) -> Vec<Expiry> {
        let Some(Assembled { archive, layout, .. }) = self.assembled.as_deref() else { return Vec::new() };
        let one = |(last_day, index): (GazetteDate, DocumentIndex)| {
            let document = archive.document(index);
            Expiry {
                last_day,
                path: document.path.clone(),
                title: document.record.title.value.clone(),
                suggested: links::validity(archive, index).expires.is_some_and(|day| day.is_suggested()),
            }
        };
        let mut expiring: Vec<Expiry> = layout.expiring().map(one).collect();
        expiring.sort_unstable();
        expiring
    }
}

/// A document's last day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiry {
    /// The day.
    pub last_day: GazetteDate,
    /// The document's file.
    pub path: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Whether the day is read off the text.
    pub suggested: bool,
}

/// What the archive holds and what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Published documents.
    pub documents: usize,
    /// Issues.
    pub issues: usize,
    /// Pages of the site.
    pub pages: usize,
    /// Copied files, those of the theme included.
    pub files: usize,
    /// Source files that had to be parsed.
    pub parsed: usize,
    /// Pages that had to be rendered.
    pub rendered: usize,
}

/// What a run works on.
pub struct Project<'a> {
    /// The sources.
    pub sources: &'a dyn Sources,
    /// The settings, with what was found wrong in them.
    pub config: &'a Config,
    /// The files that there are.
    pub survey: &'a Survey,
    /// What an earlier run read, sorted by path, in as many pieces as it comes; empty for a first run.
    pub kept: Vec<Vec<ReadFile>>,
    /// Where what texts may say of departments is put aside; `None` where it is to stay in the records.
    pub aside: Option<&'a dyn Aside>,
    /// [`Outcome::shown`] of the run that left the sink as it is, where that is known.
    pub shown_before: Option<u64>,
    /// [`Outcome::searched`] of that run.
    pub searched_before: Option<Manifest>,
}

/// Reads book.toml of a project.
///
/// # Errors
/// When it cannot be read. A project without one is told so in the diagnostics.
pub fn read_config(
    sources: &dyn Sources,
    environment: &[(String, String)],
) -> io::Result<(Config, Diagnostics)> {
    let bytes = match sources.read(config::FILE_NAME) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (config, _) = config::read("", environment);
            let mut found = Diagnostics::default();
            let missing = Diagnostic::about_file(
                Code::BookSyntax,
                config::FILE_NAME,
                text!("there is no book.toml here"),
            );
            found.push(
                missing.help(text!("go to the archive's folder, or make a new archive with `gongbao init`")),
            );
            return Ok((config, found));
        }
        Err(error) => return Err(error),
    };
    Ok(match parse::text_of(config::FILE_NAME, &bytes) {
        Ok(text) => config::read(text, environment),
        Err(diagnostic) => {
            let mut found = Diagnostics::default();
            found.push(*diagnostic);
            (config::read("", environment).0, found)
        }
    })
}

/// Builds the site into a sink. Everything that is wrong with the sources is found before the first
/// page is rendered.
///
/// # Errors
/// When the machine fails: a file cannot be read, or the sink cannot take a page.
pub fn build(project: Project<'_>, sink: &dyn Sink, progress: &dyn Progress) -> io::Result<Outcome> {
    let Project { sources, config, survey, kept, aside, shown_before, searched_before } = project;
    let mut found = Diagnostics::default();
    progress.begin(Stage::Read, survey.content.files.len());
    let step = |count| progress.step(count);
    let materials = Materials { sources, config, survey, aside };
    // Parts of the join keep one thread busy; the others look at the files that are there meanwhile.
    let (assembled, ()) = rayon::join(|| materials.assembled(kept, &step, &mut found), || sink.look_ahead());
    let (theme, read, assembled) = assembled?;
    found.extend(assembled.found());
    let plan = assembled.plan(config);

    let exporter = Exporter::new(&plan, config);
    let (mut shown, mut searched) = (0, None);
    let mut counts = count(&assembled, &read);
    found.raise(&config.raised);
    if let Some(theme) = theme.filter(|_| !found.has_errors()) {
        let renderer = Setting::of(&plan, config).renderer(theme);
        progress.begin(Stage::Render, plan.pages.len());
        shown = shown_by_pages(config, &renderer, &assembled.archive, &read);
        let same = shown_before == Some(shown);
        let making = Making { plan: &plan, exporter: &exporter, renderer: &renderer, sources, sink, same };
        let made = making.pages(progress)?;
        counts.rendered = made.rendered;
        found.extend(made.wrong);
        counts.files += made.files + making.joint_files(&made.fingerprints)?;
        if config.search && sink.keeps() {
            let index = searching::index(&plan, &renderer, sources, sink, searched_before.as_ref())?;
            counts.files += index.file_count();
            searched = Some(index);
        }
    }
    let links_changed = assembled.links.searched > 0;
    let outcome = Outcome {
        found: found.sorted(&config.silenced),
        counts,
        kept: read.files,
        kept_changed: read.changed || links_changed,
        gone: read.gone,
        shown,
        searched,
        assembled: Some(Box::new(assembled)),
    };
    Ok(outcome)
}

/// Puts links and layout of a run aside for the next, unless they come from there, or the run found errors.
///
/// # Errors
/// When they cannot be put there.
pub fn keep_links(outcome: &Outcome, aside: &dyn Aside) -> io::Result<()> {
    let assembled = outcome.assembled.as_deref().filter(|_| !outcome.found.has_errors());
    match assembled.filter(|assembled| !assembled.is_remembered()).and_then(Assembled::remember) {
        Some(bytes) => aside.put(REMEMBERED, &bytes),
        None => Ok(()),
    }
}

/// What an archive is assembled from.
struct Materials<'a> {
    sources: &'a dyn Sources,
    config: &'a Config,
    survey: &'a Survey,
    aside: Option<&'a dyn Aside>,
}

impl Materials<'_> {
    /// Loads the theme, reads the files that are not as in `kept`, joins them and follows their links.
    fn assembled(
        &self,
        kept: Vec<Vec<ReadFile>>,
        step: &(dyn Fn(usize) + Sync),
        found: &mut Diagnostics,
    ) -> io::Result<(Option<Theme>, ReadFiles, Assembled)> {
        let Self { sources, config, survey, aside } = *self;
        let (content, listing) = (config.build.content.as_str(), &survey.content);
        let kinds = config.number_kinds();
        let kept = kept.into_iter().flatten();
        let reading = aside.map(|aside| Reading { sources, content, kinds: &kinds, aside });
        // Minifying templates takes as long as reading hundreds of files, and neither needs the other.
        let (theme, read) = rayon::join(
            || load_theme(sources, config, &survey.theme, found),
            || match &reading {
                Some(reading) => reading.files(&listing.files, kept, step),
                None => parse::files::files(sources, &listing.files, content, &kinds, kept, step),
            },
        );
        let (theme, read) = (theme?, read?);
        let put_aside = reading.as_ref().map(|reading| PutAside::new(reading, &read.files));
        let remembered = aside.map(|aside| aside.take(REMEMBERED)).transpose()?.flatten();
        let given = put_aside.as_ref().map(|namings| Given { namings: Some(namings), remembered });
        let assembled = Assembled::with(&read.files, listing, theme_files(theme.as_ref()), config, given)?;
        drop(put_aside);
        Ok((theme, read, assembled))
    }
}

/// The theme of the settings; `None` when something is wrong with it.
///
/// # Errors
/// When a file of it cannot be read.
pub fn load_theme(
    sources: &dyn Sources,
    config: &Config,
    listing: &Listing,
    found: &mut Diagnostics,
) -> io::Result<Option<Theme>> {
    let folder = theme_folder(config);
    let mut files = Vec::new();
    for file in &listing.files {
        let bytes = sources.read(&file.path)?;
        files.push(ThemeFile { path: below(&file.path, &folder).to_owned(), bytes });
    }
    if files.is_empty() && config.build.theme != "default" {
        let message = text!("there is no theme in {}", folder);
        let missing = Diagnostic::about_file(Code::TemplateError, config::FILE_NAME, message);
        found.push(
            missing.help(text!("correct `theme` under [build], or leave it out for the default theme")),
        );
        return Ok(None);
    }
    match Theme::load(&files, &folder, &config.book.language, config.build.minify) {
        Ok(mut theme) => {
            if !config.search {
                theme.leave_out_search();
            }
            Ok(Some(theme))
        }
        Err(wrong) => {
            found.extend(wrong);
            Ok(None)
        }
    }
}

fn count(assembled: &Assembled, read: &ReadFiles) -> Counts {
    Counts {
        documents: assembled.archive.documents.len(),
        issues: assembled.archive.issues.len(),
        pages: assembled.layout.pages.len(),
        files: assembled.links.published_assets.iter().filter(|published| **published).count()
            + assembled.theme_files.len(),
        parsed: read.parsed,
        rendered: 0,
    }
}

/// The hash of all that pages can show but the text of their own source.
fn shown_by_pages(config: &Config, renderer: &Renderer, archive: &Archive, read: &ReadFiles) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(format!("{config:?}").as_bytes());
    hash.update(&renderer.hash().to_le_bytes());
    for file in &read.files {
        hash.update(file.path.as_bytes());
        hash.update(&file.shown.to_le_bytes());
    }
    for asset in &archive.assets {
        hash.update(asset.path.as_bytes());
        hash.update(&asset.stamp.size.to_le_bytes());
    }
    hash.digest()
}
