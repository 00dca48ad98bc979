//! The texts of documents: read when they are asked for, and let go.

use std::io;

use super::Exporter;
use crate::archive::DocumentIndex;
use crate::pages::context::TextContext;
use crate::parse;
use crate::render::Renderer;
use crate::source::Sources;

/// Where texts come from, and what makes HTML of them.
pub struct Texts<'a> {
    /// The source files.
    pub sources: &'a dyn Sources,
    /// Markdown to HTML.
    pub renderer: &'a Renderer,
}

impl Texts<'_> {
    /// The source file of a document.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&self, exporter: &Exporter<'_>, index: DocumentIndex) -> io::Result<String> {
        let bytes = self.sources.read(&exporter.plan.archive().document(index).path)?;
        // It was read as UTF-8 before; if it has changed since, the next run sees it.
        Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// The HTML of a document's text, with links as the context says.
    #[must_use]
    pub fn html(&self, file: &str, context: &TextContext) -> String {
        self.renderer.shown(context, parse::text_below_front_matter(file)).html
    }
}
