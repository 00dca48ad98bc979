//! The engine: what was read stays in memory, and a change of files redoes what it reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::listing::{Changes, relist};
use super::site::{News, Shown, Site, has_ending};
use crate::build::{self, Assembled, load_theme, theme_files, theme_folder};
use crate::config::{Config, FILE_NAME};
use crate::diagnostics::Diagnostics;
use crate::parse::Record;
use crate::parse::files::{ReadFile, files, plays_a_part};
use crate::render::Theme;
use crate::source::{Listing, SourceFile, Sources, Stamp};

/// Files that may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// These, by their paths in the project: files or folders, there or gone.
    Paths(BTreeSet<String>),
    /// Nobody knows which: all are looked at.
    Anything,
}

impl Changed {
    fn may_be(&self, path: &str) -> bool {
        match self {
            Self::Paths(paths) => paths.contains(path),
            Self::Anything => true,
        }
    }
}

/// How many edits are taken up in their places; with more, doing everything anew is as fast.
const MOST_IN_PLACE: usize = 20;

/// What goes before the settings of book.toml.
pub struct Overrides {
    /// The variables of the process that override book.toml.
    pub environment: Vec<(String, String)>,
    /// What was typed.
    pub typed: Box<dyn Fn(&mut Config) + Send>,
}

/// Sources that several threads may read.
pub type SharedSources = Arc<dyn Sources + Send + Sync>;

/// Keeps a site as its sources are.
pub struct Engine {
    sources: SharedSources,
    overrides: Overrides,
    /// The settings of the last book.toml that had no error.
    config: Arc<Config>,
    content: Listing,
    theme: Listing,
    /// What was read, sorted by path. A file that is broken keeps what it said last.
    files: Vec<ReadFile>,
    /// The files that were kept by an earlier run and were gone when this one began.
    gone: Vec<Box<str>>,
    /// The files that are broken and keep what they said last.
    stale: BTreeSet<Box<str>>,
    /// What is wrong with the newest book.toml.
    book_found: Diagnostics,
    /// What is wrong with the newest theme.
    theme_found: Diagnostics,
    site: Arc<Site>,
    /// Whether what was read differs from what was given at the start.
    read_more: bool,
    /// How often everything was done anew.
    assemblies: usize,
    /// How often all links were followed.
    resolutions: usize,
}

impl Engine {
    /// Reads a project. `kept` is what an earlier run read.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn open(
        sources: SharedSources,
        overrides: Overrides,
        kept: impl FnOnce(&Config) -> Vec<ReadFile>,
    ) -> io::Result<Self> {
        let (mut config, book_found) = build::read_config(&*sources, &overrides.environment)?;
        (overrides.typed)(&mut config);
        let config = Arc::new(config);
        let kept = kept(&config);
        let content = sources.list(&config.build.content)?;
        let theme = sources.list(&theme_folder(&config))?;
        let read =
            files(&*sources, &content.files, &config.build.content, &config.number_kinds(), kept, &|_| ())?;
        let mut theme_found = Diagnostics::default();
        let loaded = match load_theme(&*sources, &config, &theme, &mut theme_found)? {
            Some(theme) => theme,
            None => built_in(&config)?,
        };
        let names = theme_files(Some(&loaded));
        let assembled = Assembled::new(&read.files, &content, names, &config);
        let read_more = read.changed || assembled.links.searched > 0;
        let shown = Shown::new(Arc::clone(&config), assembled, loaded, BTreeSet::new());
        let site = Arc::new(Site::new(Arc::clone(&sources), shown));
        let engine = Self {
            sources,
            overrides,
            config,
            content,
            theme,
            files: read.files,
            gone: read.gone,
            stale: BTreeSet::new(),
            book_found,
            theme_found,
            site,
            read_more,
            assemblies: 1,
            resolutions: 1,
        };
        engine.tell(News::default());
        Ok(engine)
    }

    /// What there is to be seen.
    #[must_use]
    pub fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site)
    }

    /// Where the files are read from.
    #[must_use]
    pub fn sources(&self) -> SharedSources {
        Arc::clone(&self.sources)
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// How often everything after reading was done anew, the start included.
    #[must_use]
    pub fn assemblies(&self) -> usize {
        self.assemblies
    }

    /// How often all links were followed, the start included.
    #[must_use]
    pub fn resolutions(&self) -> usize {
        self.resolutions
    }

    /// What was read, and the files that were kept and are gone, if it is worth keeping for the next run.
    #[must_use]
    pub fn worth_keeping(&self) -> Option<(&[ReadFile], &[Box<str>])> {
        (self.read_more && self.stale.is_empty()).then_some((&self.files, &self.gone))
    }

    /// Takes up what has changed. Gives the paths that could not be read just now, to be tried again.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn update(&mut self, changed: &Changed) -> io::Result<BTreeSet<String>> {
        let mut later = BTreeSet::new();
        let settings = changed.may_be(FILE_NAME) && self.reread_settings()?;
        let everything = Changed::Anything;
        let changed = if settings { &everything } else { changed };
        let content_folder = self.config.build.content.clone();
        let content = relist(&mut self.content, &*self.sources, &content_folder, changed)?;
        let theme = relist(&mut self.theme, &*self.sources, &theme_folder(&self.config), changed)?;
        let edits = self.reread(&content, &mut later);
        if settings {
            self.reread_for_settings()?;
        }
        let theme_changed = settings || !theme.is_empty();
        let new_theme = if theme_changed { self.reload_theme()? } else { None };
        let (hash, files) = self.theme();
        if let Some(theme) = new_theme {
            self.site.change(|shown| shown.retheme(theme));
        }
        let new_files = self.theme().1;
        let other_paths = !new_files.keys().eq(files.keys());
        let other_files = content.bad_names
            || !content.gone.is_empty()
            || content.there.iter().any(|file| !plays_a_part(&file.path, &content_folder));
        let reassemble = settings || other_paths || other_files || !edits.is_empty();
        let anew = settings || other_paths || other_files || !self.revise(&edits);
        let old = anew.then(|| self.assemble(settings));
        let changed = new_files.iter().filter(|(path, hash)| files.get(*path) != Some(*hash));
        let (styles, scripts): (Vec<_>, Vec<_>) = changed.partition(|(path, _)| has_ending(path, "css"));
        self.tell(News {
            pages: reassemble || self.theme().0 != hash,
            styles: !styles.is_empty(),
            scripts: !scripts.is_empty(),
        });
        // Clearing away takes as long as much of the above, and nobody has to wait for it.
        drop(old);
        Ok(later)
    }

    /// What pages depend on of the theme, and its files, each with the hash of what it is made of.
    fn theme(&self) -> (u64, BTreeMap<String, u64>) {
        let shown = self.site.look();
        (shown.theme_hash(), shown.theme_files())
    }

    /// Tells everybody what has changed and what is wrong.
    fn tell(&self, news: News) {
        let mut found = Diagnostics::default();
        found.extend(self.book_found.iter().chain(self.theme_found.iter()).cloned());
        found.extend(self.site.look().assembled.found());
        self.site.tell(news, found.sorted(&self.config.silenced));
    }

    /// Reads book.toml again. Tells whether other settings hold now; with an error the old ones do.
    fn reread_settings(&mut self) -> io::Result<bool> {
        let (mut config, found) = build::read_config(&*self.sources, &self.overrides.environment)?;
        (self.overrides.typed)(&mut config);
        let broken = found.has_errors();
        self.book_found = found;
        if broken || config == *self.config {
            return Ok(false);
        }
        self.config = Arc::new(config);
        Ok(true)
    }

    /// Reads again what other settings read otherwise.
    fn reread_for_settings(&mut self) -> io::Result<()> {
        let (content, kinds) = (self.config.build.content.clone(), self.config.number_kinds());
        let kept = self.files.clone();
        self.files = files(&*self.sources, &self.content.files, &content, &kinds, kept, &|_| ())?.files;
        Ok(())
    }

    /// Reads the Markdown files among those that changed. Gives the paths of those that say something
    /// else now or are gone.
    fn reread(&mut self, changes: &Changes, later: &mut BTreeSet<String>) -> Vec<Edit> {
        let content = self.config.build.content.clone();
        let part = |path: &str| plays_a_part(path, &content);
        let mut edits = Vec::new();
        for path in changes.gone.iter().filter(|path| part(path)) {
            if let Some(old) = self.file(path) {
                edits.push(Edit { path: old.path.clone(), old: old.record.clone() });
            }
        }
        if !edits.is_empty() {
            self.files.retain(|file| !changes.gone.contains(&file.path));
            self.stale.retain(|path| !changes.gone.contains(path));
        }
        let there: Vec<SourceFile> = changes.there.iter().filter(|file| part(&file.path)).cloned().collect();
        // The event tells more than the stamp: a second save within one tick of the clock has the same.
        let old = there.iter().filter_map(|file| self.file(&file.path));
        let old: Vec<ReadFile> =
            old.map(|file| ReadFile { stamp: Stamp::default(), ..file.clone() }).collect();
        let kinds = self.config.number_kinds();
        let read = match files(&*self.sources, &there, &content, &kinds, old.clone(), &|_| ()) {
            Ok(read) => read.files,
            Err(_) => self.one_by_one(&there, &old, later),
        };
        let mut added = Vec::new();
        for file in read {
            edits.extend(self.take(file, &mut added));
        }
        if !added.is_empty() {
            self.files.extend(added);
            // Stable, for what is nearly sorted is then sorted at once.
            self.files.sort_by(|a, b| a.path.cmp(&b.path));
        }
        self.read_more |= !edits.is_empty();
        edits
    }

    /// Reads files of which at least one cannot be read: it may be gone again, or be written just now.
    fn one_by_one(
        &self,
        there: &[SourceFile],
        old: &[ReadFile],
        later: &mut BTreeSet<String>,
    ) -> Vec<ReadFile> {
        let (content, kinds) = (self.config.build.content.clone(), self.config.number_kinds());
        let mut read = Vec::new();
        for file in there {
            let kept = old.iter().filter(|old| old.path == file.path).cloned();
            let file_alone = std::slice::from_ref(file);
            match files(&*self.sources, file_alone, &content, &kinds, kept, &|_| ()) {
                Ok(one) => read.extend(one.files),
                Err(_) => {
                    later.insert(file.path.to_string());
                }
            }
        }
        read
    }

    fn file(&self, path: &str) -> Option<&ReadFile> {
        let index = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(&self.files[index])
    }

    /// Takes a file that was read anew in the place of what it said before; one that is new is `added`.
    fn take(&mut self, mut new: ReadFile, added: &mut Vec<ReadFile>) -> Option<Edit> {
        let place = self.files.binary_search_by(|file| file.path.cmp(&new.path));
        let old = place.ok().map(|index| self.files[index].clone());
        if let Some(old) = &old {
            let was_stale = self.stale.contains(&new.path);
            if old.hash == new.hash {
                // Nothing but its stamp; what was made of it holds.
                self.files[place.ok()?] = ReadFile { stamp: new.stamp, ..old.clone() };
                return None;
            }
            if new.record.is_none() && old.record.is_some() {
                new.record.clone_from(&old.record);
                new.shown = old.shown;
                self.stale.insert(new.path.clone());
            } else if was_stale {
                self.stale.remove(&new.path);
            }
        }
        let path = new.path.clone();
        match place {
            Ok(index) => self.files[index] = new,
            Err(_) => added.push(new),
        }
        Some(Edit { path, old: old.and_then(|old| old.record) })
    }

    /// Loads the theme again; with a mistake in it the old one stays.
    fn reload_theme(&mut self) -> io::Result<Option<Theme>> {
        let mut found = Diagnostics::default();
        let theme = load_theme(&*self.sources, &self.config, &self.theme, &mut found)?;
        self.theme_found = found;
        Ok(theme)
    }

    /// Takes up edits where only what they reach has to be done again. Tells whether that was possible.
    fn revise(&self, edits: &[Edit]) -> bool {
        let in_place = |edit: &Edit| matches!(edit.old, Some(Record::Document(_)));
        if edits.len() > MOST_IN_PLACE || !edits.iter().all(in_place) {
            return false;
        }
        let files: Option<Vec<&ReadFile>> = edits.iter().map(|edit| self.file(&edit.path)).collect();
        let Some(files) = files else { return false };
        let mut revised = true;
        if !files.is_empty() {
            self.site.change(|shown| revised = shown.revise(files, &self.stale));
        }
        revised
    }

    /// Does everything after reading anew; where the settings are the same, links that still lead where
    /// they led are not followed again. Gives what was there before.
    fn assemble(&mut self, settings: bool) -> Option<Assembled> {
        self.assemblies += 1;
        let shown = self.site.look();
        let names = shown.theme_files().into_keys().collect();
        let assembled = if settings {
            Assembled::new(&self.files, &self.content, names, &self.config)
        } else {
            shown.assembled.next(&self.files, &self.content, names, &self.config)
        };
        drop(shown);
        self.resolutions += usize::from(!assembled.was_carried());
        let (config, stale) = (Arc::clone(&self.config), self.stale.clone());
        let mut old = None;
        self.site.change(|shown| old = Some(shown.replace(config, assembled, stale)));
        old
    }
}

/// A file that says something else now, or is gone.
struct Edit {
    path: Box<str>,
    /// What it said before.
    old: Option<Record>,
}

/// The built-in theme, for a project whose own cannot be loaded.
fn built_in(config: &Config) -> io::Result<Theme> {
    let theme = Theme::load(&[], "", &config.book.language, config.build.minify);
    theme.map_err(|_| io::Error::other("the built-in theme has no words for this language"))
}
