//! The table `[export]`: what is made besides the pages.

use std::collections::BTreeSet;

/// What is made besides the pages. Each can be switched on or off, and costs nothing when off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Artefact {
    /// What machines read in the head of each page.
    Metadata,
    /// The list of all documents as JSON and CSV.
    Catalogue,
    /// The texts of a year, a line each.
    FullText,
    /// Each document as Markdown.
    Markdown,
    /// Each document as JSON.
    Json,
    /// Each document and issue as Akoma Ntoso.
    AkomaNtoso,
    /// Each issue as a book.
    Epub,
    /// What is new, for feed readers.
    Feeds,
    /// The list of all pages for search engines.
    Sitemap,
    /// What search engines may visit.
    Robots,
    /// How a browser looks up a document.
    OpenSearch,
    /// How a telephone puts the site beside its programs.
    Manifest,
}

impl Artefact {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Metadata,
        Self::Catalogue,
        Self::FullText,
        Self::Markdown,
        Self::Json,
        Self::AkomaNtoso,
        Self::Epub,
        Self::Feeds,
        Self::Sitemap,
        Self::Robots,
        Self::OpenSearch,
        Self::Manifest,
    ];

    /// Its key under `[export]`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Catalogue => "catalogue",
            Self::FullText => "full_text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::AkomaNtoso => "akoma_ntoso",
            Self::Epub => "epub",
            Self::Feeds => "feeds",
            Self::Sitemap => "sitemap",
            Self::Robots => "robots",
            Self::OpenSearch => "opensearch",
            Self::Manifest => "manifest",
        }
    }

    /// Whether it is made where book.toml does not say. The one that is not is the largest of all, and
    /// few ask for it: with it the whole would have more bytes than the site.
    #[must_use]
    pub fn is_made_by_default(self) -> bool {
        self != Self::AkomaNtoso
    }

    /// Whether it names whole addresses, and so cannot be made for a site that has none.
    #[must_use]
    pub fn needs_base_url(self) -> bool {
        matches!(self, Self::Feeds | Self::Sitemap | Self::Robots | Self::OpenSearch | Self::Manifest)
    }
}

/// The table `[export]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// What is wanted, whether or not it can be made.
    pub wanted: BTreeSet<Artefact>,
    /// Who names things, and since when: a domain and a year, such as `gazette.example,2026`. Ids in
    /// feeds and books begin with it (RFC 4151), so it stays when the site moves.
    pub authority: Option<String>,
    /// Whose law it is: an ISO 3166 code, such as `cn` or `cn-330199`, for the names of
    /// Akoma Ntoso and ELI.
    pub jurisdiction: Option<String>,
}

impl Default for Export {
    fn default() -> Self {
        let wanted = Artefact::ALL.into_iter().filter(|artefact| artefact.is_made_by_default()).collect();
        Self { wanted, authority: None, jurisdiction: None }
    }
}
