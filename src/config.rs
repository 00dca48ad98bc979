//! book.toml: its shape, its defaults, and what can be wrong in it.
//!
//! Must not know: the command line, or what the content holds.

mod export;
pub mod keys;
mod read;

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Spanned};
use crate::gazette::{GazetteDate, NumberKind, NumberKindError, NumberKinds};

pub use export::{Artefact, Export};
pub use read::{ENVIRONMENT_PREFIX, is_simplified, read};

/// The file's name, in the archive's root folder.
pub const FILE_NAME: &str = "book.toml";

/// The archive's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// What the gazette is called, and who stands behind it.
    pub book: Book,
    /// Where things are, and how the archive is built.
    pub build: BuildSettings,
    /// The registers of document numbers that are described.
    pub series: Vec<SeriesSettings>,
    /// Further kinds of document numbers, for other jurisdictions.
    pub citations: Vec<CitationSettings>,
    /// What is made besides the pages.
    pub export: Export,
    /// Whether the archive can be searched.
    pub search: bool,
    /// The warnings that are not to be shown.
    pub silenced: BTreeSet<Code>,
    /// The warnings that are errors in this archive.
    pub raised: BTreeSet<Code>,
    /// The style that documents are checked for.
    pub house_style: HouseStyle,
    /// The address that opens an editor at a place of a file, for the preview: `{path}`, `{line}` and
    /// `{column}` stand for the place.
    pub editor: String,
}

/// Opens a place in Visual Studio Code.
pub const DEFAULT_EDITOR: &str = "vscode://file/{path}:{line}:{column}";

/// The style that documents are checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseStyle {
    /// None.
    None,
    /// That of GB/T 9704-2012 and of 《党政机关公文处理工作条例》.
    Gbt9704 {
        /// Documents from before this day are left alone.
        since: GazetteDate,
    },
}

impl HouseStyle {
    /// 2012-07-01, when both the standard and the regulation came into force.
    #[must_use]
    pub fn first_day() -> GazetteDate {
        GazetteDate::new(2012, 7, 1).expect("July 2012 has a first day")
    }
}

/// The table `[book]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// The gazette's name.
    pub title: String,
    /// BCP 47 tag of the language of the text; it picks the theme's words.
    pub language: String,
    /// Who publishes the gazette.
    pub publisher: Option<String>,
    /// One or two sentences for the home page and for search engines.
    pub description: Option<String>,
    /// The address of the published site, with a slash at its end.
    pub base_url: Option<String>,
    /// What the published text is worth in law.
    pub legal_value: LegalValue,
    /// 政府网站标识码 (ten digits), from 国办发〔2017〕47号.
    pub site_id: Option<String>,
}

/// What the published text is worth in law; shown on every document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LegalValue {
    /// This text is the legal original.
    Official,
    /// Published by the authority, yet the original is another.
    Authoritative,
    /// A copy for information.
    #[default]
    Reproduction,
}

impl LegalValue {
    /// The word used in book.toml and in the theme's word files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Authoritative => "authoritative",
            Self::Reproduction => "reproduction",
        }
    }
}

impl Config {
    /// What is made besides the pages: what is wanted, but for that which needs an address.
    #[must_use]
    pub fn exports(&self) -> BTreeSet<Artefact> {
        let possible = |artefact: &Artefact| self.book.base_url.is_some() || !artefact.needs_base_url();
        self.export.wanted.iter().copied().filter(possible).collect()
    }

    /// The kinds of document numbers that are declared.
    #[must_use]
    pub fn number_kinds(&self) -> NumberKinds {
        NumberKinds::new(self.citations.iter().filter_map(|citation| citation.kind().ok()).collect())
    }

    /// What is wanted and cannot be made, because the site has no address.
    pub fn left_out(&self) -> impl Iterator<Item = Artefact> {
        let impossible = |artefact: &Artefact| self.book.base_url.is_none() && artefact.needs_base_url();
        self.export.wanted.iter().copied().filter(impossible)
    }
}

/// The table `[build]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildSettings {
    /// The folder of the sources, relative to the archive's root.
    pub content: String,
    /// The folder of the built archive, relative to the archive's root.
    pub output: String,
    /// The theme's name: a folder in `themes/`, laid over the built-in default theme.
    pub theme: String,
    /// Whether drafts are published.
    pub drafts: bool,
    /// What is made smaller.
    pub minify: Minify,
    /// Whether each issue has a page with the texts of all its documents, for paper.
    pub whole_issues: bool,
}

/// How much is minified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minify {
    /// Nothing: the pages are as the templates wrote them.
    No,
    /// Templates, styles and scripts, each once.
    Theme,
    /// The theme, and then each page: a few per cent smaller, at more than the price of everything else.
    Pages,
}

/// A table `[[series]]`: one register of document numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSettings {
    /// The prefix (机关代字), such as 云政发.
    pub prefix: Spanned<String>,
    /// The department that keeps the register.
    pub department: Option<String>,
    /// How much of the register the gazette prints.
    pub coverage: Coverage,
    /// The register's part of an address.
    pub slug: Option<Spanned<String>>,
    /// Other prefixes that mean this register.
    pub aliases: Vec<String>,
}

/// How much of a register the gazette prints. Only a complete register can have gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coverage {
    /// Every number is printed.
    Complete,
    /// A selection is printed.
    Selective,
    /// Nobody has said.
    #[default]
    Unknown,
}

/// A table `[[citation]]`: a kind of document number that this program does not know by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitationSettings {
    /// Its name.
    pub name: String,
    /// A regular expression with named groups.
    pub pattern: Spanned<String>,
    /// The normalised number, with the groups' names in braces.
    pub key: Spanned<String>,
}

impl CitationSettings {
    /// What the pattern and the key come to.
    ///
    /// # Errors
    /// When they cannot be read, or do not fit; reading book.toml reports it.
    pub fn kind(&self) -> Result<NumberKind, NumberKindError> {
        NumberKind::new(&self.pattern.value, &self.key.value)
    }
}

impl Default for BuildSettings {
    fn default() -> Self {
        Self {
            content: "content".into(),
            output: "public".into(),
            theme: "default".into(),
            drafts: false,
            minify: Minify::Theme,
            whole_issues: true,
        }
    }
}
