//! All that is known before the first page is rendered: the archive, its links, and where its pages are.

use std::collections::BTreeSet;

use crate::archive::{self, Archive, Asset, JoinOptions, SourceRecord};
use crate::config::{Artefact, Config};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, text};
use crate::export::Exporter;
use crate::links::{self, Links};
use crate::pages::{self, Layout, Plan, PlanOptions};
use crate::parse::files::{ReadFile, below};
use crate::parse::{self, Role};
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
}

impl Assembled {
    /// Joins what was read, follows its links and lays its pages out. `theme_files` are the paths that the
    /// theme's own files take.
    #[must_use]
    pub fn new(
        files: &[ReadFile],
        listing: &Listing,
        theme_files: Vec<String>,
        config: &Config,
        found: &mut Diagnostics,
    ) -> Self {
        let content = config.build.content.as_str();
        let (records, assets) = sort_out(listing, files, content, found);
        let kinds = config.number_kinds();
        let options =
            JoinOptions { content, series: &config.series, kinds: &kinds, drafts: config.build.drafts };
        let archive = archive::join(records, assets, &options, found);
        let links = links::resolve(&archive, content, found);
        if files.iter().any(|file| file.record.is_none()) {
            *found = without_consequences(std::mem::take(found), files);
        }
        let exports = config.exports();
        let layout = pages::lay_out(&archive, &links, plan_options(config, &theme_files, &exports), found);
        Self { archive, links, layout, theme_files, exports }
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
    theme.iter().flat_map(|theme| theme.assets()).map(|(path, _)| path.into()).collect()
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

/// From files to what the join takes; what is wrong with files and names goes to `found`.
fn sort_out(
    listing: &Listing,
    files: &[ReadFile],
    content: &str,
    found: &mut Diagnostics,
) -> (Vec<SourceRecord>, Vec<Asset>) {
    for name in &listing.bad_names {
        let message = text!("this name is not Unicode, so it can have no address");
        found.push(
            Diagnostic::about_file(Code::FileNameNotUnicode, &name.path, message)
                .help(text!("rename the file")),
        );
    }
    let mut assets = Vec::new();
    for file in &listing.files {
        match parse::role(below(&file.path, content)) {
            Role::Asset => assets.push(Asset { path: file.path.clone(), stamp: file.stamp }),
            Role::Misplaced => {
                let message =
                    text!("no document, department or page is expected here, so this file is left out");
                let diagnostic = Diagnostic::about_file(Code::MisplacedFile, &file.path, message);
                found.push(diagnostic.help(text!(
                    "documents lie in {}/<year>/<issue>/, such as {}/2018/10/",
                    content,
                    content
                )));
            }
            _ => {}
        }
    }
    let mut records = Vec::with_capacity(files.len());
    for file in files {
        found.extend(file.found.iter().cloned());
        if let Some(record) = &file.record {
            records.push(SourceRecord {
                path: file.path.clone(),
                role: parse::role(below(&file.path, content)),
                record: record.clone(),
                hash: file.hash,
            });
        }
    }
    (records, assets)
}

/// One mistake gives one message: that a link leads to a file which is itself in error is no news.
fn without_consequences(found: Diagnostics, files: &[ReadFile]) -> Diagnostics {
    let broken: Vec<&str> = files
        .iter()
        .filter(|file| file.record.is_none())
        .filter_map(|file| file.path.rsplit('/').next())
        .collect();
    let consequence = |diagnostic: &Diagnostic| {
        matches!(diagnostic.code, Code::DeadLink | Code::UnknownDocument | Code::UnknownDepartment)
            && broken.iter().any(|name| diagnostic.message.names(name) || diagnostic.code != Code::DeadLink)
    };
    let mut kept = Diagnostics::default();
    kept.extend(found.into_iter().filter(|diagnostic| !consequence(diagnostic)));
    kept
}
