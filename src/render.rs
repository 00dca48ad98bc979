//! From a page's context and source text to its bytes.
//!
//! Must not know: why a page exists, disk. Markdown, highlighting, sanitising, templates, minifying.

mod citation_marks;
mod fold;
mod functions;
mod highlight;
mod markdown;
mod minify;
mod sanitise;
mod theme;
mod words;

use serde::Serialize;
use tera::Value;
use xxhash_rust::xxh3::Xxh3;

use crate::config::Book;
use crate::diagnostics::Diagnostic;
use crate::pages::context::{Content, Context};
use crate::parse::body::Prepared;

pub use theme::{Theme, ThemeFile, built_in_file};

/// What every page may show of the site as a whole.
#[derive(Clone, Debug, Serialize)]
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
    /// The free pages.
    pub footer: Vec<FooterLink>,
    /// Whether there is a page for programmers.
    pub data: bool,
}

/// A free page in the site's foot.
#[derive(Clone, Debug, Serialize)]
pub struct FooterLink {
    /// Its title.
    pub title: String,
    /// Its path from the site's root.
    pub path: String,
}

impl Site {
    /// The site that book.toml and the free pages describe.
    #[must_use]
    pub fn new(book: &Book, footer: Vec<FooterLink>, data: bool) -> Self {
        Self {
            title: book.title.clone(),
            language: book.language.clone(),
            publisher: book.publisher.clone(),
            description: book.description.clone(),
            base_url: book.base_url.clone(),
            legal_value: book.legal_value.word(),
            site_id: book.site_id.clone(),
            footer,
            data,
        }
    }
}

/// A theme set up for a site: turns contexts into bytes.
pub struct Renderer {
    theme: Theme,
    /// Hash of all that every page depends on: the theme and the site.
    hash: u64,
}

/// Names what a page was made of; equal fingerprints mean equal bytes.
pub type Fingerprint = u128;

impl Renderer {
    /// Sets a theme up for a site.
    #[must_use]
    pub fn new(mut theme: Theme, site: &Site) -> Self {
        theme.set_site(site);
        let mut hasher = Xxh3::new();
        hasher.update(&theme.hash().to_le_bytes());
        hasher.update(&serialised(site));
        Self { theme, hash: hasher.digest() }
    }

    /// The fingerprint of a page, from its context and the hash of its source file. Cheap: nothing is
    /// read or rendered.
    #[must_use]
    pub fn fingerprint(&self, context: &Context<'_>, source_hash: Option<u64>) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.hash.to_le_bytes());
        hasher.update(&source_hash.unwrap_or_default().to_le_bytes());
        hasher.update(template_of(&context.content).as_bytes());
        hasher.update(&serialised(context));
        hasher.digest128()
    }

    /// Appends the page to `out`. `text` is the source text below the front matter.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn render(
        &self,
        context: &Context<'_>,
        text: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        if let Content::Script(script) = &context.content {
            out.extend_from_slice(script.as_bytes());
            return Ok(());
        }
        let mut values = tera::Context::new();
        values.insert("page", &context.frame);
        values.insert("content", &context.content);
        let (text, outline) = match text {
            Some(text) => self.text(context, text),
            None => (Value::none(), Value::none()),
        };
        values.insert_value("text", text);
        values.insert_value("outline", outline);
        self.theme.render(template_of(&context.content), &values, out)
    }

    fn text(&self, context: &Context<'_>, text: &str) -> (Value, Value) {
        let prepared = Prepared::new(text);
        let body = prepared.body();
        let outline: Vec<OutlineEntry<'_>> = body
            .outline
            .iter()
            .map(|heading| OutlineEntry { level: heading.level, id: &heading.id, text: &heading.text })
            .collect();
        let outline = Value::from_serializable(&outline);
        let facsimile = match &context.content {
            Content::Document(document) => document.facsimile.as_ref().map(|file| markdown::Facsimile {
                url: file.url.split('#').next().unwrap_or_default(),
                page_offset: document.page_offset,
            }),
            _ => None,
        };
        let html = markdown::html(
            body,
            &markdown::HtmlOptions {
                links: &context.text_links,
                citations: &context.text_citations,
                facsimile,
                words: self.theme.words(),
            },
        );
        (Value::safe_string(&html), outline)
    }

    /// The theme's own files, such as styles: path in the site, and bytes.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.theme.assets()
    }

    /// Whether a document's page has to be minified on its own.
    #[must_use]
    pub fn minified(&self, page: Vec<u8>) -> Vec<u8> {
        self.theme.minified_page(page)
    }
}

#[derive(Serialize)]
struct OutlineEntry<'a> {
    level: u8,
    id: &'a str,
    text: &'a str,
}

fn template_of(content: &Content<'_>) -> &'static str {
    match content {
        Content::Home(_) => "home.html",
        Content::Years(_) => "years.html",
        Content::Year(_) => "year.html",
        Content::Issue(_) => "issue.html",
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
        Content::Data(_) => "data.html",
        Content::Script(_) => "",
    }
}

/// The bytes of a value, for hashing only.
fn serialised(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("contexts are plain structs, which always have a binary form")
}
