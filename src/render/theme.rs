//! A theme: templates, styles and words, the user's laid over the built-in ones file by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;
use xxhash_rust::xxh3::Xxh3;

use super::asset::Asset;
use super::built_in::{BUILT_IN, built_in_file};
use super::stub::{self, Stub, Values};
use super::template_errors::Templates;
use super::word_file::Mistake;
use super::words::{Words, languages_for};
use super::{Site, fold, functions, minify};
use crate::config::Minify;
use crate::diagnostics::{Code, Diagnostic, Span, nearest, text};
use crate::pages::context::{Content, Label, Link, Redirect};

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
    assets: Vec<Asset>,
    minify: Minify,
    hash: u64,
    templates: Templates,
    /// The site's values, to set up the templates as written when one fails.
    site: tera::Value,
    /// Whether the pages that lead elsewhere can be made of pieces.
    has_plain_stub: bool,
    /// Those pieces, for the site.
    stub: Option<Stub>,
}

impl Theme {
    /// Leaves out the files that only searching needs.
    pub fn leave_out_search(&mut self) {
        let of_search = |path: &str| path.starts_with("assets/search") || path == "assets/marks.js";
        self.assets.retain(|asset| !of_search(&asset.path));
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
        let mut wrong = Vec::new();
        let read = FilesRead::new(files, folder, minify, &mut wrong);
        let words = load_words(files, folder, language);
        let words = Arc::new(words.map_err(|found| wrong.extend(found)).unwrap_or_default());
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let FilesRead { templates, assets, mut hasher } = read;
        hasher.update(env!("GONGBAO_SOURCE_HASH").as_bytes());
        hasher.update(language.as_bytes());
        hasher.update(&[minify as u8]);
        let mut theme = Self {
            tera: Tera::default(),
            words,
            assets,
            minify,
            hash: hasher.digest(),
            templates,
            site: tera::Value::none(),
            has_plain_stub: false,
            stub: None,
        };
        theme.set_up()?;
        Ok(theme)
    }

    /// Sets the templates up: once as written, so that a mistake has its true place, and then as they will
    /// be used.
    fn set_up(&mut self) -> Result<(), Vec<Diagnostic>> {
        self.tera = self.as_written()?;
        let words = Arc::clone(&self.words);
        let fold = |source: &str| {
            let source = fold::with_words(&fold::with_lists(source, &words), &words);
            fold::with_plain_passages(&fold::with_filters(&source))
        };
        let prepare = |source: &str| {
            let source = fold(source);
            if self.minify == Minify::No { source } else { minify::template(&source) }
        };
        self.tera = self.prepared(prepare)?;
        let stub = self.templates.sources.get(stub::TEMPLATE);
        self.has_plain_stub = stub.is_some_and(|source| stub::prints_only_values(&fold(source)));
        Ok(())
    }

    /// The engine with all templates as they are written.
    fn as_written(&self) -> Result<Tera, Vec<Diagnostic>> {
        let sources = self.templates.sources.iter();
        self.engine(sources.map(|(name, source)| (name.as_str(), source.clone())))
    }

    /// The engine with all templates, each prepared in some way and then put into those that include it.
    fn prepared(&self, prepare: impl Fn(&str) -> String) -> Result<Tera, Vec<Diagnostic>> {
        let sources = self.templates.sources.iter();
        let prepared: BTreeMap<&str, String> =
            sources.map(|(name, source)| (name.as_str(), prepare(source))).collect();
        let all = |name: &str| prepared.get(name).map(String::as_str);
        self.engine(prepared.iter().map(|(name, text)| (*name, fold::with_includes(text, &all))))
    }

    fn engine<'n>(
        &self,
        templates: impl Iterator<Item = (&'n str, String)>,
    ) -> Result<Tera, Vec<Diagnostic>> {
        let mut tera = Tera::default();
        functions::register(&mut tera, &self.words);
        tera.add_raw_templates(templates).map_err(|error| self.templates.explain(&error))?;
        Ok(tera)
    }

    /// Gives all templates the site's values.
    pub fn set_site(&mut self, site: &Site) {
        self.site = tera::Value::from_serializable(site);
        self.tera.global_context().insert_value("site", self.site.clone());
        self.stub = if self.has_plain_stub { self.stub_of_site() } else { None };
    }

    /// The pieces of the pages that lead elsewhere, if they give what the template gives.
    fn stub_of_site(&self) -> Option<Stub> {
        let rendered = |values: Values<'_>| {
            let label = Label::Text { text: values.title.into(), language: None };
            let to = Link { label, url: values.address.into() };
            let mut context = tera::Context::new();
            context.insert("page", &BTreeMap::from([("root", values.root)]));
            context.insert("content", &Content::Redirect(Redirect { to }));
            self.tera.render(stub::TEMPLATE, &context).ok()
        };
        let stub = Stub::new(&rendered(Values::MARKS)?);
        let tried = Values { address: "../a.html?b&c#d", title: "《甲》 <\"'&>", root: "../../" };
        let mut page = Vec::new();
        stub.write(tried, &mut page);
        (rendered(tried)?.into_bytes() == page).then_some(stub)
    }

    /// What the pages that lead elsewhere are made of; none where each has to be rendered.
    pub fn stub(&self) -> Option<&Stub> {
        self.stub.as_ref()
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
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        &self.assets
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
        let as_written = self.as_written().and_then(|mut tera| {
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

/// The files of a theme, sorted out.
struct FilesRead {
    templates: Templates,
    /// What is copied into the site.
    assets: Vec<Asset>,
    /// Of all files that pages depend on.
    hasher: Xxh3,
}

impl FilesRead {
    /// The built-in files with the user's over them. What is no text goes to `wrong`.
    fn new(files: &[ThemeFile], folder: &str, minify: Minify, wrong: &mut Vec<Diagnostic>) -> Self {
        let mut all: BTreeMap<&str, &[u8]> =
            BUILT_IN.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        all.extend(files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())));
        let own = files.iter().filter_map(|file| file.path.strip_prefix("templates/"));
        let own = own.map(str::to_owned).collect();
        let templates = Templates { folder: folder.to_owned(), own, ..Templates::default() };
        let mut read = Self { templates, assets: Vec::new(), hasher: Xxh3::new() };
        for (path, bytes) in all {
            if let Some(name) = path.strip_prefix("templates/") {
                match std::str::from_utf8(bytes) {
                    Ok(text) => drop(read.templates.sources.insert(name.to_owned(), text.to_owned())),
                    Err(_) => wrong.push(not_utf8(folder, path)),
                }
            } else if path.starts_with("assets/") {
                read.assets.push(Asset::new(path.to_owned(), bytes.to_vec(), minify));
                // Pages do not depend on what a style says, only on its address.
                continue;
            }
            read.hasher.update(path.as_bytes());
            read.hasher.update(&(bytes.len() as u64).to_le_bytes());
            read.hasher.update(bytes);
        }
        read
    }
}

fn not_utf8(folder: &str, path: &str) -> Diagnostic {
    Diagnostic::about_file(
        Code::TemplateError,
        &format!("{folder}/{path}"),
        text!("this template is not UTF-8"),
    )
}

/// The words of a language: the built-in file for it, and the user's over that, key by key. `folder` names
/// the user's theme in messages.
///
/// # Errors
/// When a word file is wrong: all that is, with its places.
pub fn load_words(files: &[ThemeFile], folder: &str, language: &str) -> Result<Words, Vec<Diagnostic>> {
    let mut words = Words::default();
    for tag in languages_for(language) {
        let path = format!("words/{tag}.toml");
        let built_in = built_in_file(&path);
        let own = files.iter().find(|file| file.path == path);
        if built_in.is_none() && own.is_none() {
            continue;
        }
        // A language that the program does not know is laid over English, so no word is missing.
        let (below, below_tag) = match built_in {
            Some(text) => (text, tag.as_str()),
            None => (built_in_file("words/en.toml").unwrap_or_default(), "en"),
        };
        let wrong = |file: String, mistakes: Vec<Mistake>| -> Vec<Diagnostic> {
            let told = |(message, range): Mistake| {
                Diagnostic::new(Code::TemplateError, &file, Span::new(range), message)
            };
            mistakes.into_iter().map(told).collect()
        };
        words.add(below, below_tag).map_err(|found| wrong(format!("themes/default/{path}"), found))?;
        if let Some(file) = own {
            let text = std::str::from_utf8(&file.bytes).map_err(|_| vec![not_utf8(folder, &path)])?;
            let known: Vec<String> = words.keys().map(str::to_owned).collect();
            let new = words.add(text, &tag).map_err(|found| wrong(format!("{folder}/{path}"), found))?;
            // A key of one's own is for templates of one's own; one that nobody asks for is a slip.
            let own_templates = || files.iter().filter(|file| file.path.starts_with("templates/"));
            let asked = |key: &str| {
                own_templates().any(|file| memchr::memmem::find(&file.bytes, key.as_bytes()).is_some())
            };
            let slips: Vec<Diagnostic> = new
                .into_iter()
                .filter(|(key, _)| !asked(key))
                .filter_map(|(key, span)| {
                    let near = nearest(&key, known.iter().map(String::as_str))?;
                    let message = text!("no phrase is called `{}`", key);
                    let file = format!("{folder}/{path}");
                    let found = Diagnostic::new(Code::TemplateError, &file, Span::new(span), message);
                    Some(found.help(text!("the nearest is `{}`", near)))
                })
                .collect();
            if !slips.is_empty() {
                return Err(slips);
            }
        }
        return Ok(words);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::super::built_in::built_in_files;
    use super::super::word_file::{Phrase, read};
    use super::*;

    fn load(files: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
        let files: Vec<ThemeFile> = files
            .iter()
            .map(|(path, text)| ThemeFile { path: (*path).into(), bytes: text.as_bytes().to_vec() })
            .collect();
        Theme::load(&files, "themes/mine", "zh-Hans", Minify::Theme)
    }

    fn phrases(tag: &str) -> BTreeMap<String, Phrase> {
        let entries = read(built_in_file(&format!("words/{tag}.toml")).unwrap(), tag).unwrap();
        entries.into_iter().map(|(key, (_, phrase))| (key, phrase)).collect()
    }

    /// The languages of the default theme.
    fn languages() -> impl Iterator<Item = &'static str> {
        built_in_files().filter_map(|path| path.strip_prefix("words/")?.strip_suffix(".toml"))
    }

    #[test]
    fn the_word_files_have_the_same_keys_and_blanks() {
        let english = phrases("en");
        assert!(languages().count() >= 4);
        for tag in languages() {
            let words = phrases(tag);
            assert_eq!(words.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tag}");
            for (key, phrase) in &words {
                // A form may say a number in words, and dates are written in many ways.
                let without = |phrase: &'_ Phrase| {
                    phrase
                        .blanks()
                        .into_iter()
                        .filter(|blank| *blank != "n")
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                if key != "date_format" {
                    assert_eq!(without(phrase), without(&english[key]), "{tag}: {key}");
                }
            }
        }
    }

    #[test]
    fn a_form_that_stands_for_several_numbers_says_the_number() {
        for tag in languages() {
            for (key, phrase) in phrases(tag) {
                let Phrase::Plural { rules, forms } = phrase else { continue };
                for (form, text) in forms {
                    let numbers = (0..200).filter(|n| rules.form(*n) == form).count();
                    assert!(numbers < 2 || text.contains("{n}"), "{tag}: {key}: {form:?}");
                }
            }
        }
    }

    #[test]
    fn every_month_has_a_name_where_dates_name_them() {
        for tag in languages() {
            let words = phrases(tag);
            let named = words["date_format"].blanks().contains("month_name");
            assert_eq!(words["months"].texts().count(), if named { 12 } else { 0 }, "{tag}");
        }
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
