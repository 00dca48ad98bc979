//! A theme: templates, styles and words, the user's laid over the built-in ones file by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;
use xxhash_rust::xxh3::Xxh3;

use super::built_in::{BUILT_IN, built_in_file};
use super::template_errors::Templates;
use super::words::{Words, languages_for};
use super::{Site, fold, functions, minify};
use crate::config::Minify;
use crate::diagnostics::{Code, Diagnostic, Span, Text, text};

/// A file of the user's theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its path within the theme, such as `templates/document.html`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A loaded theme.
pub struct Theme {
    tera: Tera,
    words: Arc<Words>,
    assets: Vec<(String, Vec<u8>)>,
    minify: Minify,
    hash: u64,
    templates: Templates,
    /// The site's values, to set up the templates as written when one fails.
    site: tera::Value,
}

impl Theme {
    /// Leaves out the files that only searching needs.
    pub fn leave_out_search(&mut self) {
        let of_search = |path: &str| path.starts_with("assets/search") || path == "assets/marks.js";
        self.assets.retain(|(path, _)| !of_search(path));
    }

    /// Loads the built-in theme with the user's files over it. `folder` names the user's theme in
    /// messages, such as `themes/mine`.
    ///
    /// # Errors
    /// When a file is not UTF-8, a template does not parse, or a word file is wrong.
    pub fn load(
        files: &[ThemeFile],
        folder: &str,
        language: &str,
        minify: Minify,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut all: BTreeMap<&str, &[u8]> =
            BUILT_IN.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        all.extend(files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())));
        let mut hasher = Xxh3::new();
        hasher.update(env!("GONGBAO_SOURCE_HASH").as_bytes());
        hasher.update(language.as_bytes());
        hasher.update(&[minify as u8]);
        let mut templates = Templates { folder: folder.to_owned(), ..Templates::default() };
        let own = files.iter().filter_map(|file| file.path.strip_prefix("templates/"));
        templates.own = own.map(str::to_owned).collect();
        let mut assets = Vec::new();
        let mut wrong = Vec::new();
        for (path, bytes) in &all {
            if let Some(name) = path.strip_prefix("templates/") {
                match std::str::from_utf8(bytes) {
                    Ok(text) => drop(templates.sources.insert(name.to_owned(), text.to_owned())),
                    Err(_) => wrong.push(not_utf8(folder, path)),
                }
            } else if path.starts_with("assets/") {
                assets.push(((*path).to_owned(), small_asset(path, bytes, minify)));
                // Pages do not depend on what a style says, only on its address.
                continue;
            }
            hasher.update(path.as_bytes());
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        let words = match load_words(files, folder, language) {
            Ok(words) => Arc::new(words),
            Err(found) => {
                wrong.push(*found);
                Arc::default()
            }
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut theme = Self {
            tera: Tera::default(),
            words,
            assets,
            minify,
            hash: hasher.digest(),
            templates,
            site: tera::Value::none(),
        };
        // Once as written, so that a mistake has its true place, and then as it will be used.
        theme.tera = theme.engine(|source| source.to_owned())?;
        let words = Arc::clone(&theme.words);
        let prepare = |source: &str| {
            let source = fold::with_filters(&fold::with_words(source, &words));
            if minify == Minify::No { source } else { minify::template(&source) }
        };
        theme.tera = theme.engine(prepare)?;
        Ok(theme)
    }

    /// The engine with all templates, each prepared in some way.
    fn engine(&self, prepare: impl Fn(&str) -> String) -> Result<Tera, Vec<Diagnostic>> {
        let mut tera = Tera::default();
        functions::register(&mut tera, &self.words);
        let sources = &self.templates.sources;
        let prepared = sources.iter().map(|(name, source)| (name.as_str(), prepare(source)));
        tera.add_raw_templates(prepared).map_err(|error| self.templates.explain(&error))?;
        Ok(tera)
    }

    /// Gives all templates the site's values.
    pub fn set_site(&mut self, site: &Site) {
        self.site = tera::Value::from_serializable(site);
        self.tera.global_context().insert_value("site", self.site.clone());
    }

    /// The hash of all that a page's bytes depend on: templates and words, not styles.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The words of the site's language.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Files that are copied into the site, such as styles.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Appends a rendered template.
    ///
    /// # Errors
    /// When the template fails, with its place in the file as written.
    pub fn render(
        &self,
        template: &str,
        values: &tera::Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let start = out.len();
        let Err(error) = self.tera.render_to(template, values, &mut *out) else { return Ok(()) };
        out.truncate(start);
        // The place is that in the minified template; the template as written fails in the same way.
        let as_written = self.engine(|source| source.to_owned()).and_then(|mut tera| {
            tera.global_context().insert_value("site", self.site.clone());
            tera.render(template, values).map_err(|error| self.templates.explain(&error))
        });
        let found = as_written.err().unwrap_or_else(|| self.templates.explain(&error));
        Err(Box::new(found.into_iter().next().expect("an error is always explained")))
    }

    /// The page, minified on its own when the settings ask for it.
    #[must_use]
    pub fn minified_page(&self, page: Vec<u8>) -> Vec<u8> {
        if self.minify == Minify::Pages { minify::page(&page) } else { page }
    }
}

fn not_utf8(folder: &str, path: &str) -> Diagnostic {
    Diagnostic::about_file(
        Code::TemplateError,
        &format!("{folder}/{path}"),
        text!("this template is not UTF-8"),
    )
}

fn small_asset(path: &str, bytes: &[u8], minify: Minify) -> Vec<u8> {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| minify != Minify::No) else {
        return bytes.to_vec();
    };
    match path.rsplit('.').next() {
        Some("css") => minify::style(text).into_bytes(),
        Some("js") => minify::script(text).into_bytes(),
        _ => bytes.to_vec(),
    }
}

/// The words of a language: the built-in file for it, and the user's over that, key by key. `folder` names
/// the user's theme in messages.
///
/// # Errors
/// When a word file is wrong, with its place.
pub fn load_words(files: &[ThemeFile], folder: &str, language: &str) -> Result<Words, Box<Diagnostic>> {
    let mut words = Words::default();
    for tag in languages_for(language) {
        let path = format!("words/{tag}.toml");
        let built_in = built_in_file(&path);
        let own = files.iter().find(|file| file.path == path);
        let wrong = |(message, range): (Text, std::ops::Range<usize>)| {
            Box::new(Diagnostic::new(
                Code::TemplateError,
                &format!("{folder}/{path}"),
                Span::new(range),
                message,
            ))
        };
        if let Some(text) = built_in {
            words.add(text).map_err(wrong)?;
        }
        if let Some(file) = own {
            // A language that the program does not know is laid over English, so no word is missing.
            if built_in.is_none() {
                words.add(built_in_file("words/en.toml").unwrap_or_default()).map_err(wrong)?;
            }
            let text = std::str::from_utf8(&file.bytes).map_err(|_| Box::new(not_utf8(folder, &path)))?;
            words.add(text).map_err(wrong)?;
        }
        if built_in.is_some() || own.is_some() {
            return Ok(words);
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
        let files: Vec<ThemeFile> = files
            .iter()
            .map(|(path, text)| ThemeFile { path: (*path).into(), bytes: text.as_bytes().to_vec() })
            .collect();
        Theme::load(&files, "themes/mine", "zh-Hans", Minify::Theme)
    }

    #[test]
    fn the_word_files_have_the_same_keys() {
        let keys = |tag: &str| {
            let mut words = Words::default();
            words.add(built_in_file(&format!("words/{tag}.toml")).unwrap()).unwrap();
            words.keys().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(keys("zh-Hans"), keys("en"));
        assert_eq!(keys("zh-Hans"), keys("zh-Hant"));
    }

    #[test]
    fn a_template_that_does_not_parse_has_its_place() {
        let found = load(&[("templates/404.html", "<p>\n  {{ page.title | }}\n</p>")]).err().unwrap();
        assert_eq!(&*found[0].file, "themes/mine/templates/404.html");
        assert!(found[0].span.unwrap().start > 6, "{found:?}");
    }

    #[test]
    fn an_unknown_filter_names_its_template() {
        let found = load(&[("templates/404.html", "{{ page.title | shout }}")]).err().unwrap();
        assert_eq!(&*found[0].file, "themes/mine/templates/404.html");
    }

    #[test]
    fn a_style_changes_no_page() {
        let plain = load(&[]).unwrap().hash();
        assert_eq!(load(&[("assets/style.css", "body { color: red }")]).unwrap().hash(), plain);
        assert_ne!(load(&[("templates/404.html", "x")]).unwrap().hash(), plain);
    }
}
