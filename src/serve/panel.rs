//! What is wrong, as the panel over a page shows it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::places::{Style, editor_address};
use super::site::Site;
use crate::diagnostics::{Diagnostic, Language, MarkedLine, Severity, text};
use crate::render::built_in_file;
use crate::source::Sources;

/// How many findings are shown; the numbers of all are told.
const SHOWN: usize = 50;

/// The words of the panel, by their keys in the word files.
const WORDS: [&str; 6] =
    ["preview_panel", "preview_close", "preview_edit", "preview_stale", "preview_away", "preview_here"];

#[derive(Serialize)]
struct Panel {
    errors: usize,
    warnings: usize,
    /// Whether the page is one from before something broke.
    stale: bool,
    summary: String,
    /// How many are not shown, in words; empty when all are.
    more: String,
    words: BTreeMap<&'static str, String>,
    found: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    severity: &'static str,
    /// The same for people.
    label: String,
    code: &'static str,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    /// The line of the source that it begins in, in three: before the place, the place, and after it.
    source: Option<[String; 3]>,
    message: String,
    help: Option<String>,
    /// The address that opens an editor there.
    edit: String,
    /// Whether it is about the file that the page shows.
    here: bool,
}

/// What is wrong, those of the page's own file first.
pub fn json(site: &Site, sources: &dyn Sources, root: &Path, page: &str) -> String {
    let (found, template) = site.found(page);
    let shown = site.look();
    let own = shown.source_of(page).map(str::to_owned);
    let mut all: Vec<Diagnostic> = template.into_iter().chain(found.iter().cloned()).collect();
    all.extend(shown.style(page, sources));
    let is_here = |diagnostic: &Diagnostic| own.as_deref() == Some(&*diagnostic.file);
    all.sort_by_key(|diagnostic| (diagnostic.code.severity() != Severity::Error, !is_here(diagnostic)));
    let errors = all.iter().filter(|diagnostic| diagnostic.code.severity() == Severity::Error).count();
    let warnings = all.len() - errors;
    let (editor, language) = (shown.config.editor.as_str(), Language::of(&shown.config.book.language));
    let at = At { sources, root, editor, language };
    let one = |diagnostic: &Diagnostic| entry(diagnostic, &at, is_here(diagnostic));
    let count = |key: &str, n: usize| shown.counted(key, n);
    let summary = match (errors, warnings) {
        (0, 0) => shown.words("preview_good"),
        (0, _) => count("preview_warnings", warnings),
        (_, 0) => count("preview_errors", errors),
        _ => format!("{} · {}", count("preview_errors", errors), count("preview_warnings", warnings)),
    };
    let panel = Panel {
        errors,
        warnings,
        stale: own.as_ref().is_some_and(|own| shown.stale.contains(own.as_str())),
        summary,
        more: match all.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => count("preview_more", more),
        },
        words: WORDS.into_iter().map(|key| (key, shown.words(key))).collect(),
        found: all.iter().take(SHOWN).map(one).collect(),
    };
    serde_json::to_string(&panel).expect("words and numbers always have a JSON form")
}

/// What an entry takes besides its finding.
struct At<'a> {
    sources: &'a dyn Sources,
    root: &'a Path,
    editor: &'a str,
    language: Language,
}

fn entry(diagnostic: &Diagnostic, at: &At<'_>, here: bool) -> Found {
    let file = &*diagnostic.file;
    let text = || {
        let on_disk = at.sources.read(file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        on_disk.or_else(|| built_in_file(file.strip_prefix("themes/default/")?).map(str::to_owned))
    };
    let text = diagnostic.span.and_then(|_| text());
    let marked = diagnostic.span.zip(text.as_deref()).map(|(span, text)| MarkedLine::of(text, span));
    let place = at.root.join(file);
    let (line, column) = marked.as_ref().map_or((1, 1), |marked| (marked.line_number, marked.column));
    let (severity, label) = match diagnostic.code.severity() {
        Severity::Error => ("error", text!("error")),
        Severity::Warning => ("warning", text!("warning")),
    };
    Found {
        severity,
        label: label.in_language(at.language),
        code: diagnostic.code.word(),
        file: file.to_owned(),
        line: marked.as_ref().map(|marked| marked.line_number),
        column: marked.as_ref().map(|marked| marked.column),
        source: marked.map(|marked| marked.parts().map(str::to_owned)),
        message: diagnostic.message.in_language(at.language),
        help: diagnostic.help.as_ref().map(|help| help.in_language(at.language)),
        edit: editor_address(at.editor, &place.to_string_lossy(), Style::HERE, line, column),
        here,
    }
}
