//! From a page's context and source text to its bytes.
//!
//! Must not know: why a page exists, disk. Markdown, highlighting, sanitising, templates, minifying.

mod citation_marks;
mod fold;
mod functions;
mod highlight;
mod markdown;
mod minify;
mod parts;
mod sanitise;
mod theme;
mod words;

use serde::Serialize;
use tera::Value;
use xxhash_rust::xxh3::Xxh3;

use crate::config::Book;
use crate::diagnostics::Diagnostic;
use crate::gazette::GazetteDate;
use crate::pages::context::{Content, Context, Label, Link, TextContext};
use crate::parse::body::{Body, Heading, Prepared};

pub use theme::{Theme, ThemeFile, built_in_file};
pub use words::Words;

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
    /// Sets a theme up for a site. `heads` is the hash of what the heads of pages depend on besides
    /// their contexts.
    #[must_use]
    pub fn new(mut theme: Theme, site: &Site, heads: u64) -> Self {
        theme.set_site(site);
        let mut hasher = Xxh3::new();
        hasher.update(&theme.hash().to_le_bytes());
        hasher.update(&serialised(site));
        hasher.update(&heads.to_le_bytes());
        Self { theme, hash: hasher.digest() }
    }

    /// The fingerprint of a page, from its context and the hashes of its source files. Cheap: nothing
    /// is read or rendered.
    #[must_use]
    pub fn fingerprint(&self, context: &Context<'_>, sources: impl IntoIterator<Item = u64>) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.hash.to_le_bytes());
        for source in sources {
            hasher.update(&source.to_le_bytes());
        }
        hasher.update(template_of(&context.content).as_bytes());
        hasher.update(&serialised(context));
        hasher.digest128()
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
        let mut values = tera::Context::new();
        values.insert("page", &context.frame);
        values.insert("content", &context.content);
        values.insert_value("head", Value::safe_string(head));
        self.insert_text(&mut values, context, text);
        self.theme.render(template_of(&context.content), &values, out)
    }

    /// Begins a page that shows the texts of several documents: appends what stands before them, and
    /// gives what stands behind. Each text is then added by [`Self::add_document`], so that one at a
    /// time is held.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn open(
        &self,
        context: &Context<'_>,
        text: Option<&ShownText>,
        out: &mut Vec<u8>,
    ) -> Result<Tail, Box<Diagnostic>> {
        let mut values = tera::Context::new();
        values.insert("page", &context.frame);
        values.insert("content", &context.content);
        values.insert_value("documents", Value::safe_string(DOCUMENTS_MARK));
        values.insert_value("head", Value::none());
        self.insert_text(&mut values, context, text);
        let mut page = Vec::new();
        self.theme.render(template_of(&context.content), &values, &mut page)?;
        let at = page.windows(DOCUMENTS_MARK.len()).position(|bytes| bytes == DOCUMENTS_MARK.as_bytes());
        let at = at.unwrap_or(page.len());
        out.extend_from_slice(&page[..at]);
        Ok(Tail(page.get(at + DOCUMENTS_MARK.len()..).unwrap_or_default().to_vec()))
    }

    /// Appends the document of a whole issue that has this place in it, from 0.
    ///
    /// # Errors
    /// When a template of the theme fails, with its place.
    pub fn add_document(
        &self,
        context: &Context<'_>,
        place: usize,
        text: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let Content::WholeIssue(whole) = &context.content else { return Ok(()) };
        let document = &whole.documents[place];
        let mut values = tera::Context::new();
        values.insert("page", &context.frame);
        values.insert("document", document);
        let html = text.map(|text| self.html(&context.joined[place], Prepared::new(text).body()));
        let row = &document.row;
        self.insert_parts(&mut values, html.as_deref(), &row.numbers, &row.departments, document.date);
        self.theme.render("whole-issue-document.html", &values, out)
    }

    /// `text`, `outline` and, for a document, the text in two about its signature.
    fn insert_text(&self, values: &mut tera::Context, context: &Context<'_>, text: Option<&ShownText>) {
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
        match &context.content {
            Content::Document(document) => {
                let (numbers, departments) = (words(&document.numbers), words(&document.departments));
                self.insert_parts(values, Some(&text.html), &numbers, &departments, document.date);
            }
            _ => values.insert_value("text", Value::safe_string(&text.html)),
        }
    }

    /// A document's text as `text`, and cut where its signature belongs: `body` and `rest`. It is
    /// signed with its office only if it is a letter with a number of the year, and not if its text is
    /// signed already: an order is signed by a person, a law by nobody.
    fn insert_parts(
        &self,
        values: &mut tera::Context,
        html: Option<&str>,
        numbers: &[&str],
        departments: &[&str],
        date: Option<GazetteDate>,
    ) {
        let Some(html) = html else {
            values.insert_value("text", Value::none());
            return;
        };
        let parts = parts::parts(html);
        let date = date.map(|date| self.theme.words().date(date));
        let is_letter = !departments.is_empty() && numbers.iter().any(|number| number.contains('〔'));
        let last_words = departments.iter().copied().chain(date.as_deref());
        values.insert("signed", &(!is_letter || parts::is_signed(parts.body, last_words)));
        values.insert_value("text", Value::safe_string(html));
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

/// A source text as a page shows it.
#[derive(Clone, Debug, Default)]
pub struct ShownText {
    /// Safe HTML.
    pub html: String,
    outline: Vec<Heading>,
}

/// Stands in a rendered page where the documents of a whole issue go.
const DOCUMENTS_MARK: &str = "\u{1}documents\u{1}";

/// What stands behind the texts of a page with several.
pub struct Tail(Vec<u8>);

impl Tail {
    /// Ends the page.
    pub fn close(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

/// The words of links that are texts.
fn words<'l>(links: &'l [Link<'_>]) -> Vec<&'l str> {
    let words = |link: &'l Link<'_>| match &link.label {
        Label::Text { text } => Some(&**text),
        _ => None,
    };
    links.iter().filter_map(words).collect()
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
        Content::Data(_) => "data.html",
        Content::Script(_) => "",
    }
}

/// The bytes of a value, for hashing only.
fn serialised(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("contexts are plain structs, which always have a binary form")
}
