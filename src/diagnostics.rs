//! Findings about the user's text: what is wrong, where, and how to mend it.
//!
//! Owns: stable codes, severities, places, gathering and sorting, and the three printed forms.
//! Must not know: which stage speaks, or where the text of a file is kept.

mod code;
mod language;
mod nearest;
mod print;
mod text;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use code::{Code, Severity};
pub use language::Language;
pub use nearest::nearest;
pub use print::{Format, MarkedLine, Printer};
pub(crate) use text::text;
pub use text::{Fill, Text, Value, holes};

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of a range; a file of more than 4 GiB is never text, so the numbers fit.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// The same place as a range of indices.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value together with the place where the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Ties a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One finding. It has one place, one message and at most one help.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, relative to the project, with `/`.
    pub file: Box<str>,
    /// The place in it; `None` when the finding is about the file as a whole.
    pub span: Option<Span>,
    /// The rule that speaks.
    pub code: Code,
    /// How bad it is: as the rule says, or as book.toml raises it.
    pub severity: Severity,
    /// What is wrong, in lower case, without a full stop.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, file: &str, span: Span, message: Text) -> Self {
        Self { file: file.into(), span: Some(span), code, severity: code.severity(), message, help: None }
    }

    /// A finding about a whole file or folder.
    pub fn about_file(code: Code, file: &str, message: Text) -> Self {
        Self { file: file.into(), span: None, code, severity: code.severity(), message, help: None }
    }

    /// Makes an error of it if its rule is among these.
    pub fn raise(&mut self, raised: &BTreeSet<Code>) {
        if raised.contains(&self.code) {
            self.severity = Severity::Error;
        }
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same finding, with advice when there is some.
    #[must_use]
    pub fn help_if(mut self, help: Option<Text>) -> Self {
        self.help = help;
        self
    }
}

/// The findings of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(diagnostics);
    }

    /// Keeps the findings for which this holds.
    pub fn retain(&mut self, holds: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(holds);
    }

    /// Whether any finding is an error, so that nothing may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many findings are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.found.iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// How many findings are warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.found.len() - self.errors()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Makes errors of these warnings, as book.toml asks for.
    pub fn raise(&mut self, raised: &BTreeSet<Code>) {
        for diagnostic in &mut self.found {
            diagnostic.raise(raised);
        }
    }

    /// Sorted by file and place, each once, without the warnings that book.toml silences.
    #[must_use]
    pub fn sorted(mut self, silenced: &BTreeSet<Code>) -> Self {
        self.found.retain(|d| d.severity == Severity::Error || !silenced.contains(&d.code));
        self.found.sort();
        self.found.dedup();
        self
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
