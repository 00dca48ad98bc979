//! From a page's context and source text to its bytes.
//!
//! Must not know: why a page exists, disk. Markdown, highlighting, sanitising, templates, minifying.

mod asset;
mod built_in;
mod citation;
mod citation_marks;
mod direction;
mod fold;
mod functions;
mod highlight;
mod markdown;
mod minify;
mod parts;
mod plural;
mod sanitise;
mod stub;
mod template_errors;
mod theme;
mod word_file;
mod words;

use std::cell::{Cell, RefCell};

use serde::Serialize;
use tera::Value;
use xxhash_rust::xxh3::Xxh3;

use crate::config::Book;
use crate::diagnostics::Diagnostic;
use crate::gazette::GazetteDate;
use crate::pages::context::{Content, Context, Label, TextContext};
use crate::parse::body::{Body, Heading, Prepared};

use citation::citation;

pub use asset::Asset;
pub use built_in::{built_in_file, built_in_files};
pub use theme::{Theme, ThemeFile, load_words};
pub use words::Words;

/// What every page may show of the site as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The gazette's name.
    pub title: String,
    /// BCP 47 tag of the language of the text.
    pub language: String,
    /// Who publishes the gazette.
    pub publisher: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// The address of the published site, with a slash at its end.
    pub base_url: Option<String>,
    /// What the published text is worth in law: official, authoritative or reproduction.
    pub legal_value: &'static str,
    /// 政府网站标识码.
    pub site_id: Option<String>,
    /// Whether there is a search page.
    pub search: bool,
    /// The free pages.
    pub footer: Vec<FooterLink>,
    /// Whether there is a page for programmers.
    pub data: bool,
}

/// A free page in the site's foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FooterLink {
    /// Its title.
    pub title: String,
    /// Its path from the site's root.
    pub path: String,
}

impl Site {
    /// The site that book.toml and the free pages describe, with a search page or without.
    #[must_use]
    pub fn new(book: &Book, search: bool, footer: Vec<FooterLink>, data: bool) -> Self {
        Self {
            title: book.title.clone(),
            language: book.language.clone(),
            publisher: book.publisher.clone(),
            description: book.description.clone(),
            base_url: book.base_url.clone(),
            legal_value: book.legal_value.word(),
            site_id: book.site_id.clone(),
            search,
            footer,
            data,
        }
    }
}

thread_local! {
    /// The values of the site that this thread last made a page for, with the hash of its renderer. Values
    /// count how often they are referred to; were these shared, threads would wait for one another
    /// wherever a template speaks of the site.
    static SITE_HERE: RefCell<(u64, Value)> = RefCell::new((0, Value::none()));
}

/// A theme set up for a site: turns contexts into bytes.
pub struct Renderer {
    theme: Theme,
    site: Site,
    /// Hash of all that every page depends on: the theme and the site.
    hash: u64,
}

/// Names what a page was made of; equal fingerprints mean equal bytes. The upper half names the source
/// text, the lower half all else: context, theme and site.
pub type Fingerprint = u128;

/// The half of a fingerprint that names the source text; 0 where a page shows none.
#[must_use]
pub fn source_of(fingerprint: Fingerprint) -> u64 {
    (fingerprint >> 64) as u64
}

impl Renderer {
    /// Sets a theme up for a site. `heads` is the hash of what the heads of pages depend on besides
    /// their contexts.
    #[must_use]
    pub fn new(theme: Theme, site: &Site, heads: u64) -> Self {
        let mut renderer = Self { theme, site: site.clone(), hash: 0 };
        renderer.set_site(site, heads);
        renderer
    }

    /// Sets the same theme up for another site.
    pub fn set_site(&mut self, site: &Site, heads: u64) {
        self.theme.set_site(site);
        let mut hasher = Xxh3::new();
        hasher.update(&self.theme.hash().to_le_bytes());
        hash_into(&mut hasher, site);
        hasher.update(&heads.to_le_bytes());
        self.hash = hasher.digest();
        self.site.clone_from(site);
    }

    /// The site's values, this thread's own.
    fn site_here(&self) -> Value {
        SITE_HERE.with_borrow_mut(|(hash, site)| {
            if *hash != self.hash {
                (*hash, *site) = (self.hash, Value::from_serializable(&self.site));
            }
            site.clone()
        })
    }

    /// The hash of all that every page depends on: the theme and the site.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The fingerprint of a page, from its context and the hash of its source files; 0 when it has none.
    /// Cheap: nothing is read or rendered.
    #[must_use]
    pub fn fingerprint(&self, context: &Context<'_>, source_hash: u64) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.hash.to_le_bytes());
        hasher.update(template_of(&context.content).as_bytes());
        hash_into(&mut hasher, context);
        u128::from(source_hash) << 64 | u128::from(hasher.digest())
    }

    /// A source text, given from below its front matter, as a page shows it.
    #[must_use]
    pub fn shown(&self, context: &TextContext, text: &str) -> ShownText {
        let prepared = Prepared::new(text);
        let mut body = prepared.body();
        let outline = std::mem::take(&mut body.outline);
        ShownText { html: self.html(context, body), outline }
    }

    /// Appends a page with no text but its own to `out`. `head` is HTML for its head that no template
    /// makes; it has to depend on nothing that the page's fingerprint does not cover.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn render(
        &self,
        context: &Context<'_>,
        text: Option<&ShownText>,
        head: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        if let Content::Script(script) = &context.content {
            out.extend_from_slice(script.as_bytes());
            return Ok(());
        }
        if let (Content::Redirect(redirect), Some(stub)) = (&context.content, self.theme.stub())
            && let Label::Text { text, language: None } = &redirect.to.label
        {
            let root = &context.frame.root;
            stub.write(stub::Values { address: &redirect.to.url, title: text, root }, out);
            return Ok(());
        }
        let mut values = tera::Context::new();
        values.insert_value("site", self.site_here());
        values.insert("page", &context.frame);
        values.insert("content", &context.content);
        values.insert_value("head", Value::safe_string(head));
        self.insert_text(&mut values, context, text);
        self.theme.render(template_of(&context.content), &values, out)
    }

    /// Begins the page of a whole issue: appends what stands before the texts of its documents. Each is
    /// then added to what this gives, so that one at a time is held.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn open<'r>(
        &'r self,
        context: &'r Context<'_>,
        text: Option<&ShownText>,
        out: &mut Vec<u8>,
    ) -> Result<Opened<'r>, Box<Diagnostic>> {
        let frame = Value::from_serializable(&context.frame);
        let mut values = tera::Context::new();
        values.insert_value("page", frame.clone());
        values.insert("content", &context.content);
        values.insert_value("documents", Value::safe_string(DOCUMENTS_MARK));
        values.insert_value("head", Value::none());
        self.insert_text(&mut values, context, text);
        let mut page = Vec::new();
        self.theme.render(template_of(&context.content), &values, &mut page)?;
        let at = memchr::memmem::find(&page, DOCUMENTS_MARK.as_bytes()).unwrap_or(page.len());
        out.extend_from_slice(&page[..at]);
        let rest = page.split_off((at + DOCUMENTS_MARK.len()).min(page.len()));
        Ok(Opened { renderer: self, context, frame, rest })
    }

    /// `text`, `outline` and, for a document, the text in two about its signature, and its citation.
    fn insert_text(&self, values: &mut tera::Context, context: &Context<'_>, text: Option<&ShownText>) {
        if let Content::Document(document) = &context.content {
            let frame = &context.frame;
            let gazette = &self.site.title;
            let form = citation(self.theme.words(), gazette, &frame.title, frame.language, document);
            values.insert("citation", &form.document);
            values.insert_value("citation_marked", Value::safe_string(&form.marked));
            values.insert("citation_pages", &form.pages);
            values.insert("citation_one_page", &form.one_page);
        }
        let Some(text) = text else {
            values.insert_value("text", Value::none());
            values.insert_value("outline", Value::none());
            return;
        };
        let headings = text.outline.iter();
        let outline: Vec<OutlineEntry<'_>> = headings
            .map(|heading| OutlineEntry { level: heading.level, id: &heading.id, text: &heading.text })
            .collect();
        values.insert_value("outline", Value::from_serializable(&outline));
        let html = &text.html;
        if let Content::Document(document) = &context.content {
            let numbers: Vec<&str> = document.numbers.iter().filter_map(citation::text).collect();
            let departments: Vec<&str> = document.departments.iter().filter_map(citation::text).collect();
            self.insert_parts(values, html, &numbers, &departments, document.date);
        }
        values.insert_value("text", Value::safe_string(html));
    }

    /// A document's text, cut where its signature belongs: `body` and `rest`, and whether one is set.
    fn insert_parts(
        &self,
        values: &mut tera::Context,
        html: &str,
        numbers: &[&str],
        departments: &[&str],
        date: Option<GazetteDate>,
    ) {
        let parts = parts::parts(html);
        let date = date.map(|date| self.theme.words().date(date));
        let signature = parts::wants_signature(parts.body, numbers, departments, date.as_deref());
        values.insert("signature", &signature);
        values.insert_value("body", Value::safe_string(parts.body));
        values.insert_value("rest", Value::safe_string(parts.rest));
    }

    fn html(&self, context: &TextContext, body: Body<'_>) -> String {
        markdown::html(body, &markdown::HtmlOptions { context, words: self.theme.words() })
    }

    /// The words of the site's language.
    #[must_use]
    pub fn words(&self) -> &Words {
        self.theme.words()
    }

    /// The theme's own files, such as styles.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        self.theme.assets()
    }

    /// Whether a document's page has to be minified on its own.
    #[must_use]
    pub fn minified(&self, page: Vec<u8>) -> Vec<u8> {
        self.theme.minified_page(page)
    }
}

/// A source text as a page shows it.
#[derive(Clone, Debug, Default)]
pub struct ShownText {
    /// Safe HTML.
    pub html: String,
    outline: Vec<Heading>,
}

/// Stands in a rendered page where the documents of a whole issue go.
const DOCUMENTS_MARK: &str = "\u{1}documents\u{1}";

/// The page of a whole issue that is begun and not ended.
pub struct Opened<'r> {
    renderer: &'r Renderer,
    context: &'r Context<'r>,
    frame: Value,
    /// What stands behind the texts.
    rest: Vec<u8>,
}

impl Opened<'_> {
    /// Appends the document that has this place in the issue, from 0. `text` is its source text; none
    /// for a document that was withdrawn.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn add_document(
        &self,
        place: usize,
        text: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let Content::WholeIssue(whole) = &self.context.content else { return Ok(()) };
        let document = &whole.documents[place];
        let mut values = tera::Context::new();
        values.insert_value("page", self.frame.clone());
        values.insert("document", document);
        values.insert("has_text", &text.is_some());
        if let Some(text) = text {
            let html = self.renderer.html(&self.context.joined[place], Prepared::new(text).body());
            let row = &document.row;
            self.renderer.insert_parts(&mut values, &html, &row.numbers, &row.departments, document.date);
        }
        self.renderer.theme.render("whole-issue-document.html", &values, out)
    }

    /// Ends the page.
    pub fn close(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.rest);
    }
}

/// A heading of a text.
#[derive(Serialize)]
struct OutlineEntry<'a> {
    /// 1 for a heading that opens an enclosure, 2 to 6 below it.
    level: u8,
    /// The id of its place on the page.
    id: &'a str,
    /// Its words.
    text: &'a str,
}

fn template_of(content: &Content<'_>) -> &'static str {
    match content {
        Content::Home(_) => "home.html",
        Content::Years(_) => "years.html",
        Content::Year(_) => "year.html",
        Content::Issue(_) => "issue.html",
        Content::WholeIssue(_) => "whole-issue.html",
        Content::Document(_) => "document.html",
        Content::Collection(_) => "collection.html",
        Content::Term(_) => "term.html",
        Content::TermYear(_) => "term-year.html",
        Content::FreePage {} => "page.html",
        Content::NotFound {} => "404.html",
        Content::Redirect(_) => "redirect.html",
        Content::Candidates(_) => "candidates.html",
        Content::Wanted(_) => "wanted.html",
        Content::Expiring(_) => "expiring.html",
        Content::Charges(_) => "charges.html",
        Content::CodeYears(_) => "code-years.html",
        Content::Codes(_) => "codes.html",
        Content::Data(_) => "data.html",
        Content::Proof(_) => "proof.html",
        Content::Search {} => "search.html",
        Content::Script(_) => "",
    }
}

/// Hashes a value by its binary form, which is written where the one before stood.
fn hash_into(hasher: &mut Xxh3, value: &impl Serialize) {
    thread_local!(static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) });
    let mut bytes = BYTES.take();
    bytes.clear();
    let bytes = postcard::to_extend(value, bytes)
        .expect("contexts are plain structs, which always have a binary form");
    hasher.update(&bytes);
    BYTES.set(bytes);
}
