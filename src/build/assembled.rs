//! All that is known before the first page is rendered: the archive, its links, and where its pages are.

use std::collections::BTreeSet;
use std::io;

use super::remembered::{self, Remembered};
use crate::archive::{self, Archive, Asset, JoinOptions, SourceRecord};
use crate::config::{Artefact, Config};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::export::Exporter;
use crate::links::{self, InRecords, Links};
use crate::pages::{self, Layout, Plan, PlanOptions};
use crate::parse::files::{ReadFile, below};
use crate::parse::{self, Namings, Record, Role};
use crate::render::{FooterLink, Renderer, Site, Theme};
use crate::source::Listing;

/// Archive, links and layout of a site, owned, so that they can be kept while pages are asked for.
#[derive(Debug)]
pub struct Assembled {
    /// The archive.
    pub archive: Archive,
    /// Where its links lead.
    pub links: Links,
    /// Where its pages are.
    pub layout: Layout,
    pub(super) theme_files: Vec<String>,
    exports: BTreeSet<Artefact>,
    found: Found,
    /// The hash of what links and layout are made of, where a later run may take them up.
    key: Option<u64>,
    /// Where the links come from.
    origin: Origin,
    /// Whether a change was taken up in part, so that archive, links and layout do not agree.
    in_pieces: bool,
    /// Whether all documents are filed under the topics and kinds that they have.
    is_filed: bool,
}

/// Where the links of an assembly come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// All were followed.
    Followed,
    /// They were taken up from an earlier run, with the layout.
    Remembered,
    /// They were carried over from what was there before.
    Carried,
}

/// What an assembly is given besides what was read.
pub struct Given<'a> {
    /// What the texts may say of departments, where it does not stand in their records.
    pub namings: Option<&'a dyn Namings>,
    /// What [`Assembled::remember`] gave an earlier run.
    pub remembered: Option<Vec<u8>>,
}

/// What is wrong, by the stage that found it.
#[derive(Debug, Default)]
struct Found {
    files: Diagnostics,
    joined: Diagnostics,
    linked: Diagnostics,
    laid_out: Diagnostics,
    /// The names of files of which nothing could be read.
    broken: Vec<Box<str>>,
}

impl Assembled {
    /// Joins what was read, follows its links and lays its pages out. `theme_files` are the paths that the
    /// theme's own files take.
    #[must_use]
    pub fn new(files: &[ReadFile], listing: &Listing, theme_files: Vec<String>, config: &Config) -> Self {
        let assembled = Self::with(files, listing, theme_files, config, None);
        assembled.expect("what stands in records can be read")
    }

    /// The same, where what the texts may say of departments was put aside.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn with(
        files: &[ReadFile],
        listing: &Listing,
        theme_files: Vec<String>,
        config: &Config,
        given: Option<Given<'_>>,
    ) -> io::Result<Self> {
        let content = config.build.content.as_str();
        let key = given.as_ref().map(|_| remembered::key(files, listing, &theme_files, config));
        let (namings, bytes) = given.map_or((None, None), |given| (given.namings, given.remembered));
        let ((archive, mut found), remembered) =
            rayon::join(|| join(files, listing, config), || remembered::decode(&bytes?, key?));
        if let Some(remembered) = remembered.filter(|remembered| remembered::holds(remembered, &archive)) {
            found.linked.extend(remembered.linked);
            found.laid_out.extend(remembered.laid_out);
            let exports = config.exports();
            let options = plan_options(config, &theme_files, &exports);
            let layout = remembered.layout.whole(&archive, &remembered.links, options);
            let parts = (remembered.links, layout);
            let taken_up = Self::of_parts(archive, parts, theme_files, config, found);
            return Ok(Self { key, origin: Origin::Remembered, ..taken_up });
        }
        let in_records = InRecords(&archive);
        let namings = namings.unwrap_or(&in_records);
        let links = links::resolve_with(&archive, content, namings, &mut found.linked)?;
        Ok(Self { key, ..Self::laid_out(archive, links, theme_files, config, found) })
    }

    /// Links and layout as bytes, for a run in which nothing changes that they are made of.
    #[must_use]
    pub fn remember(&self) -> Option<Vec<u8>> {
        let findings = |found: &Diagnostics| found.iter().cloned().collect();
        let remembered = Remembered {
            links: &self.links,
            layout: &self.layout,
            linked: findings(&self.found.linked),
            laid_out: findings(&self.found.laid_out),
        };
        Some(remembered::encode(self.key?, &remembered))
    }

    /// What comes after this one, with the same settings, when files have changed. Where only documents
    /// came, went, or changed, links are carried over, and only those are followed again that may lead
    /// elsewhere now.
    #[must_use]
    pub fn next(
        &self,
        files: &[ReadFile],
        listing: &Listing,
        theme_files: Vec<String>,
        config: &Config,
    ) -> Self {
        let content = config.build.content.as_str();
        let (archive, mut found) = join(files, listing, config);
        let carry = || self.links.carried(&self.archive, &archive, content, &self.found.linked);
        let carried = if self.in_pieces { None } else { carry() };
        let origin = if carried.is_some() { Origin::Carried } else { Origin::Followed };
        let links = match carried {
            Some((links, revision)) => {
                let there = |one: &&Diagnostic| archive.document_at(&one.file).is_some();
                let still = self.found.linked.iter().filter(there);
                let still = still.filter(|one| !links::is_about(one, &archive, &revision.documents));
                found.linked.extend(still.cloned());
                found.linked.extend(revision.found);
                links
            }
            None => links::resolve(&archive, content, &mut found.linked),
        };
        let next = Self::laid_out(archive, links, theme_files, config, found);
        Self { origin, ..next }
    }

    fn laid_out(
        archive: Archive,
        links: Links,
        theme_files: Vec<String>,
        config: &Config,
        mut found: Found,
    ) -> Self {
        let exports = config.exports();
        let options = plan_options(config, &theme_files, &exports);
        let layout = pages::lay_out(&archive, &links, options, &mut found.laid_out);
        Self::of_parts(archive, (links, layout), theme_files, config, found)
    }

    fn of_parts(
        archive: Archive,
        (links, layout): (Links, Layout),
        theme_files: Vec<String>,
        config: &Config,
        found: Found,
    ) -> Self {
        let exports = config.exports();
        Self {
            archive,
            links,
            layout,
            theme_files,
            exports,
            found,
            key: None,
            origin: Origin::Followed,
            in_pieces: false,
            is_filed: true,
        }
    }

    /// Whether links and layout were taken up from an earlier run.
    #[must_use]
    pub fn is_remembered(&self) -> bool {
        self.origin == Origin::Remembered
    }

    /// Whether the links were carried over from what was there before.
    #[must_use]
    pub fn was_carried(&self) -> bool {
        self.origin == Origin::Carried
    }

    /// Takes up that the file of a document says something else, if that leaves all others and all pages
    /// in their places. Tells whether it did; if not, what comes next has to take the place of this.
    #[must_use]
    pub fn revise(&mut self, file: &ReadFile, config: &Config) -> bool {
        self.revised(file, config).is_some()
    }

    fn revised(&mut self, file: &ReadFile, config: &Config) -> Option<()> {
        let Some(Record::Document(record)) = &file.record else { return None };
        let index = self.archive.document_at(&file.path)?;
        // What these say may stand elsewhere in the file now.
        let told = |found: &Diagnostics| found.iter().any(|one| one.file == file.path);
        if told(&self.found.joined) || told(&self.found.laid_out) {
            return None;
        }
        let last_day = |archive: &Archive| links::validity(archive, index).expires.map(|day| day.date);
        let before = self.archive.document(index);
        let (old, hash, expired) = (before.record.clone(), before.hash, last_day(&self.archive));
        if !self.archive.replace(index, record, file.hash) {
            return None;
        }
        if last_day(&self.archive) != expired {
            self.archive.replace(index, &old, hash);
            return None;
        }
        self.in_pieces = true;
        self.is_filed &= archive::is_filed_alike(&old, record);
        let content = &config.build.content;
        let revision = self.links.revise(&self.archive, content, index, &old, &self.found.linked)?;
        let options = plan_options(config, &self.theme_files, &self.exports);
        if !self.layout.revise(&self.archive, &self.links, options, revision.wanted) {
            return None;
        }
        let archive = &self.archive;
        self.found.linked.retain(|one| !links::is_about(one, archive, &revision.documents));
        self.found.linked.extend(revision.found);
        self.found.files.retain(|one| one.file != file.path);
        self.found.files.extend(file.found.iter().cloned());
        self.in_pieces = false;
        Some(())
    }

    /// Files documents again whose topics or kind were revised. Once for all revisions, since the lists of
    /// pages are made for it.
    pub fn refile(&mut self, config: &Config) {
        if self.is_filed {
            return;
        }
        self.archive.refile();
        let options = plan_options(config, &self.theme_files, &self.exports);
        let mut found = Diagnostics::default();
        self.layout.refile(&self.archive, &self.links, options, &mut found);
        self.found.laid_out = found;
        self.is_filed = true;
    }

    /// What is wrong with the content. That a link leads to a file which is itself in error is no news.
    #[must_use]
    pub fn found(&self) -> Diagnostics {
        let Found { files, joined, linked, laid_out, broken } = &self.found;
        let all = [files, joined, linked, laid_out].into_iter().flat_map(Diagnostics::iter).cloned();
        let mut found = Diagnostics::default();
        found.extend(all.filter(|one| !is_consequence(one, broken)));
        found
    }

    /// The plan of the site.
    #[must_use]
    pub fn plan<'a>(&'a self, config: &'a Config) -> Plan<'a> {
        let options = plan_options(config, &self.theme_files, &self.exports);
        Plan::new(&self.archive, &self.links, options, &self.layout)
    }
}

fn plan_options<'a>(
    config: &'a Config,
    theme_files: &'a [String],
    exports: &'a BTreeSet<Artefact>,
) -> PlanOptions<'a> {
    PlanOptions {
        content: &config.build.content,
        description: config.book.description.as_deref(),
        theme_files,
        whole_issues: config.build.whole_issues,
        base_path: config.book.base_url.as_deref().map(base_path),
        exports,
        search: config.search,
    }
}

/// The path of a site's address, which ends in a slash.
#[must_use]
pub fn base_path(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + "://".len());
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}

/// The paths that the files of a theme take.
#[must_use]
pub fn theme_files(theme: Option<&Theme>) -> Vec<String> {
    theme.iter().flat_map(|theme| theme.assets()).map(|asset| asset.path.clone()).collect()
}

/// What a theme is set up with for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    site: Site,
    /// The hash of what the heads of pages depend on besides their contexts.
    heads: u64,
}

impl Setting {
    /// That of a site.
    #[must_use]
    pub fn of(plan: &Plan<'_>, config: &Config) -> Self {
        let footer =
            plan.footer().map(|(title, path)| FooterLink { title: title.into(), path: path.to_string() });
        let site = Site::new(&config.book, config.search, footer.collect(), plan.has_data_page());
        Self { site, heads: Exporter::new(plan, config).hash() }
    }

    /// A theme, set up.
    #[must_use]
    pub fn renderer(&self, theme: Theme) -> Renderer {
        Renderer::new(theme, &self.site, self.heads)
    }

    /// Sets the theme of a renderer up for the site.
    pub fn apply(&self, renderer: &mut Renderer) {
        renderer.set_site(&self.site, self.heads);
    }
}

/// Joins what was read.
fn join(files: &[ReadFile], listing: &Listing, config: &Config) -> (Archive, Found) {
    let content = config.build.content.as_str();
    let mut found = Found::default();
    let (records, assets) = sort_out(listing, files, content, &mut found.files);
    let kinds = config.number_kinds();
    let options = JoinOptions {
        gazette: &config.book.title,
        content,
        series: &config.series,
        kinds: &kinds,
        drafts: config.build.drafts,
    };
    let archive = archive::join(records, assets, &options, &mut found.joined);
    let broken = files.iter().filter(|file| file.record.is_none());
    found.broken = broken.filter_map(|file| file.path.rsplit('/').next()).map(Into::into).collect();
    (archive, found)
}

/// From files to what the join takes; what is wrong with files and names goes to `found`.
fn sort_out<'f>(
    listing: &'f Listing,
    files: &[ReadFile],
    content: &str,
    found: &mut Diagnostics,
) -> (Vec<SourceRecord<'f>>, Vec<Asset>) {
    for name in &listing.bad_names {
        let message = text!("this name is not Unicode, so it can have no address");
        found.push(
            Diagnostic::about_file(Code::FileNameNotUnicode, &name.path, message)
                .help(text!("rename the file")),
        );
    }
    found.extend(files.iter().flat_map(|file| &file.found).cloned());
    let (mut records, mut assets) = (Vec::with_capacity(files.len()), Vec::new());
    // Both are sorted by path.
    let mut files = files.iter().peekable();
    for listed in &listing.files {
        while files.next_if(|file| file.path < listed.path).is_some() {}
        let read = files.next_if(|file| file.path == listed.path);
        match (parse::role(below(&listed.path, content)), read) {
            (Role::Asset, _) => assets.push(Asset { path: listed.path.clone(), stamp: listed.stamp }),
            (Role::Misplaced, _) => found.push(misplaced(&listed.path, content)),
            (role, Some(file)) => {
                let record = file.record.clone();
                records.extend(
                    record.and_then(|record| SourceRecord::new(file.path.clone(), role, record, file.hash)),
                );
            }
            (_, None) => {}
        }
    }
    (records, assets)
}

fn misplaced(path: &str, content: &str) -> Diagnostic {
    let message = text!("no document, department or page is expected here, so this file is left out");
    Diagnostic::about_file(Code::MisplacedFile, path, message).help(text!(
        "documents lie in {}/<year>/<issue>/, such as {}/2018/10/",
        content,
        content
    ))
}

/// One mistake gives one message. `broken` are the names of files of which nothing could be read.
fn is_consequence(diagnostic: &Diagnostic, broken: &[Box<str>]) -> bool {
    matches!(
        diagnostic.code,
        Code::DeadLink | Code::UnknownDocument | Code::UnknownDepartment | Code::NumberGap
    ) && broken.iter().any(|name| diagnostic.message.names(name) || diagnostic.code != Code::DeadLink)
}
