//! What the template engine says is wrong, as findings with their places in the files as written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tera::{Error, ErrorKind, Tera};

use crate::diagnostics::{Code, Diagnostic, Span, Text, nearest, text};

/// The templates of a theme, as written.
#[derive(Default)]
pub struct Templates {
    /// Texts by name, such as `document.html`.
    pub sources: BTreeMap<String, String>,
    /// The names of those that the user's theme brings.
    pub own: BTreeSet<String>,
    /// The folder of the user's theme, such as `themes/mine`.
    pub folder: String,
}

impl Templates {
    /// What an error says, each mistake once.
    pub fn explain(&self, error: &Error) -> Vec<Diagnostic> {
        match error.kind() {
            // The engine stops at the first template that does not parse; an editor wants to see all.
            ErrorKind::SyntaxError(_) => {
                let all: Vec<Diagnostic> = self.own.iter().filter_map(|name| self.syntax(name)).collect();
                if all.is_empty() { vec![self.reported(error)] } else { all }
            }
            ErrorKind::MissingParent { current, parent } => vec![self.missing_parent(current, parent)],
            ErrorKind::Msg(message) => {
                let mut seen = BTreeSet::new();
                let mut found: Vec<Diagnostic> = reports(message)
                    .filter(|report| {
                        // What is wrong in many templates of the default theme has one cause elsewhere.
                        let own = self.own.contains(report.template);
                        seen.insert((report.message, own.then_some(report.template)))
                    })
                    .map(|report| self.report(&report))
                    .collect();
                if found.is_empty() {
                    found.push(self.without_place(message));
                }
                found
            }
            _ => vec![self.reported(error)],
        }
    }

    /// What is wrong with one template alone, if it does not parse.
    fn syntax(&self, name: &str) -> Option<Diagnostic> {
        let error = Tera::default().add_raw_template(name, &self.sources[name]).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.reported(&error))
    }

    /// An error that carries its place, or else tells it in its words.
    fn reported(&self, error: &Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.at(report.filename(), report.span().range.clone(), report.message())
            }
            _ => self.without_place(&error.to_string()),
        }
    }

    /// A mistake that the engine found when it put all templates together.
    fn report(&self, report: &Report<'_>) -> Diagnostic {
        let Some(range) = self.sources.get(report.template).and_then(|source| report.range(source)) else {
            return self.without_place(report.message);
        };
        let found = self.at(report.template, range, report.message);
        // A piece that the default theme has and a file of the user's theme replaced without it.
        if report.message.starts_with("Unknown component") && !self.own.contains(report.template) {
            return found.help(text!(
                "a template of the default theme calls it, so your `components.html` has to define it"
            ));
        }
        found
    }

    fn missing_parent(&self, current: &str, parent: &str) -> Diagnostic {
        let message = text!("there is no template `{}` to extend", parent);
        let source = self.sources.get(current).map_or("", String::as_str);
        let file = self.file_of(current);
        let found = match source.find("extends").and_then(|at| Some(at + source[at..].find(parent)?)) {
            Some(at) => {
                Diagnostic::new(Code::TemplateError, &file, Span::new(at..at + parent.len()), message)
            }
            None => Diagnostic::about_file(Code::TemplateError, &file, message),
        };
        found.help_if(nearest_of(parent, self.sources.keys().map(String::as_str)))
    }

    /// A finding at a place. What the engine appends to its message, the names that are known, becomes
    /// the help.
    fn at(&self, template: &str, range: Range<usize>, message: &str) -> Diagnostic {
        let line = message.lines().next().unwrap_or(message);
        let (what, known) = line.split_once(". Available ").unwrap_or((line, ""));
        let known = known.split_once(": ").map_or("", |(_, names)| names);
        let word = what.split('`').nth(1).unwrap_or_default();
        let help = if known.is_empty() {
            None
        } else {
            nearest_of(word, known.split(", ")).or_else(|| Some(text!("known here: {}", known)))
        };
        Diagnostic::new(Code::TemplateError, &self.file_of(template), Span::new(range), told(what))
            .help_if(help)
    }

    /// Errors without a place name the template in their words.
    fn without_place(&self, message: &str) -> Diagnostic {
        let line = message.lines().next().unwrap_or(message);
        let named =
            self.sources.keys().filter(|name| line.contains(name.as_str())).max_by_key(|name| name.len());
        let file = named.map_or_else(|| self.folder.clone(), |name| self.file_of(name));
        Diagnostic::about_file(Code::TemplateError, &file, told(line.strip_prefix("error: ").unwrap_or(line)))
    }

    /// The file of a template: one of the user's theme, or of the default theme.
    fn file_of(&self, template: &str) -> String {
        let folder = if self.own.contains(template) { &self.folder } else { "themes/default" };
        format!("{folder}/templates/{template}")
    }
}

fn nearest_of<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<Text> {
    nearest(word, names).map(|name| text!("the nearest is `{}`", name))
}

/// A message of the engine in the manner of ours: in lower case, without a full stop, and in the user's
/// language where it is one of those that are met with.
fn told(message: &str) -> Text {
    let mut characters = message.trim_end_matches('.').chars();
    let first = characters.next().map(char::to_lowercase).into_iter().flatten();
    let said: String = first.chain(characters).collect();
    let word = said.split('`').nth(1).unwrap_or_default();
    match said.replacen(&format!("`{word}`"), "`{}`", 1).as_str() {
        "variable `{}` is not defined" => text!("variable `{}` is not defined", word),
        "field `{}` is not defined" => text!("field `{}` is not defined", word),
        "unknown filter `{}`" => text!("unknown filter `{}`", word),
        "unknown test `{}`" => text!("unknown test `{}`", word),
        "unknown function `{}`" => text!("unknown function `{}`", word),
        "unknown component `{}`" => text!("unknown component `{}`", word),
        "unknown template `{}`" => text!("unknown template `{}`", word),
        "the word file has no key `{}`" => text!("the word file has no key `{}`", word),
        "`{}` is no date" => text!("`{}` is no date", word),
        _ => Text::foreign(said),
    }
}

/// A mistake as the engine prints it.
struct Report<'m> {
    message: &'m str,
    template: &'m str,
    /// Line and column from 1, the column in characters.
    line: usize,
    column: usize,
    /// How many characters are marked.
    width: usize,
}

impl Report<'_> {
    /// The bytes of a template's text that are meant.
    fn range(&self, source: &str) -> Option<Range<usize>> {
        let mut lines = source.split_inclusive('\n');
        let start: usize = lines.by_ref().take(self.line - 1).map(str::len).sum();
        let line = lines.next()?;
        let at = |character: usize| {
            start + line.char_indices().nth(character).map_or(line.len(), |(byte, _)| byte)
        };
        Some(at(self.column - 1)..at(self.column - 1 + self.width))
    }
}

/// The reports in a message that holds several: each has a line `error: …`, then its place.
fn reports(message: &str) -> impl Iterator<Item = Report<'_>> {
    message.split("\n\n").filter_map(|report| {
        let mut lines = report.lines();
        let message = lines.next()?.strip_prefix("error: ")?;
        let mut place = lines.next()?.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, template) = (place.next()?, place.next()?, place.next()?);
        let width = report.chars().filter(|character| *character == '^').count();
        Some(Report { message, template, line: line.parse().ok()?, column: column.parse().ok()?, width })
    })
}
