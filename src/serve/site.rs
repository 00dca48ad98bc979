//! What the preview shows: shared between the one who changes it and the many who ask.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use xxhash_rust::xxh3::xxh3_64;

use super::engine::SharedSources;
use super::search::{self, Searched};
use crate::build::{Asked, Assembled, Setting, base_path, file_at, proof};
use crate::check::house_style;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pages::{FileAt, PROOF_PATH, Page, Plan, PlannedPage};
use crate::parse::files::ReadFile;
use crate::parse::{Record, text_of};
use crate::render::{Renderer, Theme};
use crate::source::{Listing, Sources, Stamp};

/// How many bytes of pages are remembered that were shown last.
const REMEMBERED: usize = 32 << 20;

/// A site as it is between two changes.
pub struct Shown {
    /// The settings.
    pub config: Arc<Config>,
    /// The archive, its links and where its pages are.
    pub assembled: Assembled,
    /// The files that are broken: their pages stay as they were.
    pub stale: BTreeSet<Box<str>>,
    renderer: Renderer,
    /// What the theme was set up with.
    setting: Setting,
}

/// Counts that tell a page what has changed since it was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Versions {
    /// Goes up when pages may have changed.
    pub pages: u64,
    /// Goes up when styles of the theme have changed.
    pub theme: u64,
    /// Goes up when scripts or pictures of the theme have changed.
    pub scripts: u64,
    /// Goes up when what is wrong has changed.
    pub found: u64,
}

/// What has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Pages, perhaps.
    pub pages: bool,
    /// Styles of the theme.
    pub styles: bool,
    /// Scripts and pictures of the theme.
    pub scripts: bool,
}

/// The site, shared.
pub struct Site {
    sources: SharedSources,
    shown: RwLock<Shown>,
    told: Mutex<Told>,
    rung: Condvar,
    recent: Mutex<Recent>,
    searched: Mutex<Searched>,
}

#[derive(Default)]
struct Told {
    versions: Versions,
    found: Arc<Diagnostics>,
    /// What was wrong with templates when pages were last asked for, by page.
    templates: BTreeMap<String, Diagnostic>,
}

/// The pages that were shown last, as they were.
#[derive(Default)]
struct Recent {
    pages: BTreeMap<String, (u64, Arc<[u8]>)>,
    order: VecDeque<String>,
    bytes: usize,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Its bytes, as a build would write them.
    Made(Arc<[u8]>),
    /// The bytes that it had before something in it broke.
    LastGood(Arc<[u8]>),
    /// The site has no such file.
    NotThere,
    /// It cannot be made, and was never seen.
    Broken,
}

impl Shown {
    /// A site, with its theme set up.
    #[must_use]
    pub fn new(config: Arc<Config>, assembled: Assembled, theme: Theme, stale: BTreeSet<Box<str>>) -> Self {
        let setting = Setting::of(&assembled.plan(&config), &config);
        let renderer = setting.renderer(theme);
        Self { config, assembled, stale, renderer, setting }
    }

    /// Sets another theme up.
    pub fn retheme(&mut self, theme: Theme) {
        self.renderer = self.setting.renderer(theme);
    }

    /// Puts another archive in the place of this one, and gives this one.
    #[must_use]
    pub fn replace(
        &mut self,
        config: Arc<Config>,
        assembled: Assembled,
        stale: BTreeSet<Box<str>>,
    ) -> Assembled {
        let setting = Setting::of(&assembled.plan(&config), &config);
        if setting != self.setting {
            setting.apply(&mut self.renderer);
        }
        (self.config, self.stale, self.setting) = (config, stale, setting);
        std::mem::replace(&mut self.assembled, assembled)
    }

    /// Takes up files of documents that say something else, each in its place. Tells whether that was
    /// possible; if not, all has to be replaced.
    #[must_use]
    pub fn revise<'f>(
        &mut self,
        files: impl IntoIterator<Item = &'f ReadFile>,
        stale: &BTreeSet<Box<str>>,
    ) -> bool {
        self.stale.clone_from(stale);
        let revised = files.into_iter().all(|file| self.assembled.revise(file, &self.config));
        if revised {
            self.assembled.refile(&self.config);
        }
        revised
    }

    /// The files of the theme: path, and hash of all that the bytes are made of.
    #[must_use]
    pub fn theme_files(&self) -> BTreeMap<String, u64> {
        self.renderer.assets().iter().map(|asset| (asset.path.clone(), asset.fingerprint())).collect()
    }

    /// Whether all that pages depend on besides the archive is as with another renderer.
    #[must_use]
    pub fn theme_hash(&self) -> u64 {
        self.renderer.hash()
    }

    /// A phrase in the archive's language.
    #[must_use]
    pub fn words(&self, key: &str) -> String {
        self.renderer.words().or_key(key, &[])
    }

    /// A phrase that counts.
    #[must_use]
    pub fn counted(&self, key: &str, n: usize) -> String {
        let words = self.renderer.words().phrase(key, Some(n as u64), &[]);
        words.unwrap_or_else(|| format!("{n} {key}"))
    }

    /// Whether a page or a copied file has this address.
    #[must_use]
    pub fn has(&self, address: &str) -> bool {
        self.assembled.plan(&self.config).at(address).is_some()
    }

    /// Whether the preview makes an index to search in; it has to hold one in memory, so not of a large archive.
    #[must_use]
    pub fn can_be_searched(&self) -> bool {
        self.assembled.archive.documents.len() <= search::MOST_DOCUMENTS
    }

    /// The address on the host as one below the root: a site that will lie in a folder there has links
    /// on its page for dead addresses that begin with it.
    #[must_use]
    pub fn below_base<'a>(&self, address: &'a str) -> Option<&'a str> {
        let base_url = self.config.book.base_url.as_deref()?;
        let base = base_path(base_url).trim_start_matches('/');
        address.strip_prefix(base).filter(|_| !base.is_empty())
    }

    /// What in the document of a page is against the house style.
    #[must_use]
    pub fn style(&self, address: &str, sources: &dyn Sources) -> Vec<Diagnostic> {
        let plan = self.assembled.plan(&self.config);
        let Some(FileAt::Page(PlannedPage { page: Page::Document(index), .. })) = plan.at(address) else {
            return Vec::new();
        };
        let document = self.assembled.archive.document(*index);
        let Ok(bytes) = sources.read(&document.path) else { return Vec::new() };
        let Ok(text) = text_of(&document.path, &bytes) else { return Vec::new() };
        if xxh3_64(&bytes) != document.hash || self.stale.contains(&document.path) {
            return Vec::new();
        }
        let file = ReadFile {
            path: document.path.clone(),
            stamp: Stamp::default(),
            hash: document.hash,
            kinds: 0,
            record: Some(Record::Document(Arc::clone(&document.record))),
            shown: 0,
            found: Vec::new(),
            is_new: false,
        };
        house_style(&file, text, &self.config).into_iter().map(|finding| finding.diagnostic).collect()
    }

    /// The source file whose text a page shows.
    #[must_use]
    pub fn source_of(&self, address: &str) -> Option<&str> {
        let plan = self.assembled.plan(&self.config);
        match plan.at(address)? {
            FileAt::Page(planned) => plan.source_text(planned.page).map(|source| source.path),
            FileAt::Copied(_) | FileAt::Theme => None,
        }
    }
}

impl Site {
    /// A site that may be asked for.
    #[must_use]
    pub fn new(sources: SharedSources, shown: Shown) -> Self {
        Self {
            sources,
            shown: RwLock::new(shown),
            told: Mutex::default(),
            rung: Condvar::new(),
            recent: Mutex::default(),
            searched: Mutex::default(),
        }
    }

    /// The site as it is now. While somebody looks, nothing changes.
    pub fn look(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the site. Nobody sees it half changed.
    pub fn change(&self, change: impl FnOnce(&mut Shown)) {
        change(&mut self.shown.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Tells everybody who waits what has changed.
    pub fn tell(&self, news: News, found: Diagnostics) {
        let mut told = lock(&self.told);
        told.versions.pages += u64::from(news.pages);
        told.versions.theme += u64::from(news.styles);
        told.versions.scripts += u64::from(news.scripts);
        if *told.found != found {
            told.found = Arc::new(found);
            told.versions.found += 1;
        }
        if news.pages {
            told.templates.clear();
        }
        drop(told);
        self.rung.notify_all();
    }

    /// What has been told so far.
    #[must_use]
    pub fn versions(&self) -> Versions {
        lock(&self.told).versions
    }

    /// Waits until something is told that `seen` does not know of, or for so long.
    #[must_use]
    pub fn wait(&self, seen: Versions, longest: Duration) -> Versions {
        let told = lock(&self.told);
        let waited = self.rung.wait_timeout_while(told, longest, |told| told.versions == seen);
        waited.unwrap_or_else(PoisonError::into_inner).0.versions
    }

    /// What is wrong, as a build would tell it, and with the template of one page.
    #[must_use]
    pub fn found(&self, address: &str) -> (Arc<Diagnostics>, Option<Diagnostic>) {
        let told = lock(&self.told);
        (Arc::clone(&told.found), told.templates.get(address).cloned())
    }

    /// The proof of an issue: see [`proof`].
    ///
    /// # Errors
    /// When a source file cannot be read.
    pub fn proof(&self, wanted: Option<&str>, sources: &dyn Sources) -> io::Result<Asked> {
        let shown = self.look();
        let asked = proof(wanted, &shown.assembled.plan(&shown.config), &shown.renderer, sources)?;
        let mut told = lock(&self.told);
        match &asked {
            Asked::Wrong(wrong) => {
                told.templates.insert(PROOF_PATH.to_owned(), wrong.as_ref().clone());
            }
            Asked::Made(_) | Asked::NotThere => {
                told.templates.remove(PROOF_PATH);
            }
        }
        Ok(asked)
    }

    /// The file that the site has at an address.
    ///
    /// # Errors
    /// When a source file cannot be read.
    pub fn file(&self, address: &str) -> io::Result<Answer> {
        let version = self.versions().pages;
        let shown = self.look();
        let is_stale = !shown.stale.is_empty()
            && shown.source_of(address).is_some_and(|path| shown.stale.contains(path));
        if is_stale && let Some(page) = lock(&self.recent).last(address) {
            return Ok(Answer::LastGood(page));
        }
        if let Some(page) = lock(&self.recent).made_at(address, version) {
            return Ok(Answer::Made(page));
        }
        let plan = shown.assembled.plan(&shown.config);
        if address.starts_with(search::FOLDER) && shown.config.search && plan.at(address).is_none() {
            let mut searched = lock(&self.searched);
            let file = searched.file(address, version, &plan, &shown.renderer, &*self.sources)?;
            return Ok(file.map_or(Answer::NotThere, Answer::Made));
        }
        let sources = Comparing::new(&*self.sources, &plan, address);
        match file_at(address, &plan, &shown.config, &shown.renderer, &sources)? {
            Asked::Made(bytes) => {
                let bytes: Arc<[u8]> = bytes.into();
                if sources.differ.into_inner() {
                    // The file was saved a moment ago, and what it says is not known yet.
                    let last = lock(&self.recent).last(address);
                    return Ok(last.map_or(Answer::Made(bytes), Answer::LastGood));
                }
                if is_page(address) {
                    lock(&self.recent).remember(address, version, &bytes);
                }
                Ok(Answer::Made(bytes))
            }
            Asked::NotThere => Ok(Answer::NotThere),
            Asked::Wrong(wrong) => {
                lock(&self.told).templates.insert(address.to_owned(), *wrong);
                let last = lock(&self.recent).last(address);
                Ok(last.map_or(Answer::Broken, Answer::LastGood))
            }
        }
    }
}

/// Sources that notice when a file is no longer what the archive knows of it.
struct Comparing<'a> {
    sources: &'a dyn Sources,
    known: BTreeMap<&'a str, u64>,
    differ: AtomicBool,
}

impl<'a> Comparing<'a> {
    fn new(sources: &'a dyn Sources, plan: &Plan<'a>, address: &str) -> Self {
        let page = match plan.at(address) {
            Some(FileAt::Page(planned)) => Some(planned.page),
            _ => None,
        };
        let texts = page
            .into_iter()
            .flat_map(|page| plan.joined_texts(page).into_iter().flatten().chain(plan.source_text(page)));
        let known = texts.map(|text| (text.path, text.hash)).collect();
        Self { sources, known, differ: AtomicBool::new(false) }
    }
}

impl Sources for Comparing<'_> {
    fn list(&self, folder: &str) -> io::Result<Listing> {
        self.sources.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.sources.read(path)?;
        if self.known.get(path).is_some_and(|hash| *hash != xxh3_64(&bytes)) {
            self.differ.store(true, Ordering::Relaxed);
        }
        Ok(bytes)
    }
}

impl Recent {
    fn last(&self, address: &str) -> Option<Arc<[u8]>> {
        self.pages.get(address).map(|(_, page)| Arc::clone(page))
    }

    fn made_at(&self, address: &str, version: u64) -> Option<Arc<[u8]>> {
        self.pages.get(address).filter(|(made, _)| *made == version).map(|(_, page)| Arc::clone(page))
    }

    /// Remembers a page, and forgets those that were not asked for longest.
    fn remember(&mut self, address: &str, version: u64, page: &Arc<[u8]>) {
        if let Some((_, old)) = self.pages.insert(address.to_owned(), (version, Arc::clone(page))) {
            self.bytes -= old.len();
            self.order.retain(|other| other != address);
        }
        self.bytes += page.len();
        self.order.push_back(address.to_owned());
        while self.bytes > REMEMBERED && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some((_, page)) = self.pages.remove(&oldest) {
                self.bytes -= page.len();
            }
        }
    }
}

/// Whether an address is that of a page.
pub(super) fn is_page(address: &str) -> bool {
    has_ending(address, "html")
}

/// Whether a path ends so, behind a dot. Paths of a site are written in one way only.
pub(super) fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, there)| there == ending)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
