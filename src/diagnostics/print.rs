//! The printed forms: for people, one line each for editors, and JSON.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Language, Severity, Span, Text, text};

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the source line, the place marked under it, and the help.
    #[default]
    Human,
    /// `path:line:column: error[code]: message`, one a line.
    Short,
    /// One JSON object a line.
    Json,
}

/// Prints findings; asks `read` for the text of a file, which may be gone by then.
pub struct Printer<'a> {
    /// The form.
    pub format: Format,
    /// The language of the messages. Codes and severities in the forms for programs stay as they are.
    pub language: Language,
    /// Whether the form for people may use colours.
    pub colour: bool,
    /// Gives the text of a file of the project.
    pub read: &'a dyn Fn(&str) -> Option<String>,
}

#[derive(Serialize)]
struct JsonForm<'a> {
    severity: &'a str,
    code: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: String,
    help: Option<String>,
}

impl Printer<'_> {
    /// The finding in the printer's form, without a line end.
    #[must_use]
    pub fn print(&self, diagnostic: &Diagnostic) -> String {
        let text = diagnostic.span.and_then(|_| (self.read)(&diagnostic.file));
        let text = text.as_deref().unwrap_or("");
        match self.format {
            Format::Human => self.human(diagnostic, text),
            Format::Short => self.short(diagnostic, text),
            Format::Json => self.json(diagnostic, text),
        }
    }

    fn human(&self, diagnostic: &Diagnostic, text: &str) -> String {
        let (level, name) = match diagnostic.code.severity() {
            Severity::Error => (Level::ERROR, text!("error")),
            Severity::Warning => (Level::WARNING, text!("warning")),
        };
        let say = |text: &Text| text.in_language(self.language);
        let title = level.with_name(say(&name)).primary_title(say(&diagnostic.message));
        let title = title.id(diagnostic.code.word());
        let mut report = match diagnostic.span {
            Some(span) => {
                let place = MarkedLine::of(text, span);
                title.element(
                    Snippet::source(place.line)
                        .path(&*diagnostic.file)
                        .line_start(place.line_number)
                        .annotation(AnnotationKind::Primary.span(place.marked)),
                )
            }
            None => title.element(annotate_snippets::Origin::path(&*diagnostic.file)),
        };
        if let Some(help) = &diagnostic.help {
            report = report.element(Level::HELP.with_name(say(&text!("help"))).message(say(help)));
        }
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).render(&[report])
    }

    fn short(&self, diagnostic: &Diagnostic, text: &str) -> String {
        let place = match diagnostic.span {
            Some(span) => {
                let (line, column) = line_and_column(text, span.start as usize);
                format!("{}:{line}:{column}", diagnostic.file)
            }
            None => diagnostic.file.to_string(),
        };
        let message = diagnostic.message.in_language(self.language);
        format!("{place}: {}[{}]: {}", diagnostic.code.severity(), diagnostic.code, message)
    }

    fn json(&self, diagnostic: &Diagnostic, text: &str) -> String {
        let start = diagnostic.span.map(|span| line_and_column(text, span.start as usize));
        let end = diagnostic.span.map(|span| line_and_column(text, span.end as usize));
        let form = JsonForm {
            severity: match diagnostic.code.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.word(),
            file: &diagnostic.file,
            line: start.map(|place| place.0),
            column: start.map(|place| place.1),
            end_line: end.map(|place| place.0),
            end_column: end.map(|place| place.1),
            message: diagnostic.message.in_language(self.language),
            help: diagnostic.help.as_ref().map(|help| help.in_language(self.language)),
        };
        serde_json::to_string(&form).expect("strings and numbers always have a JSON form")
    }
}

/// Line and column of a byte, both from 1, the column in characters. A byte past the end is at the
/// end; a byte order mark has no column.
#[must_use]
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = floor_char_boundary(text, byte);
    let line_start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let line_number = text[..line_start].matches('\n').count() + 1;
    let before = text[line_start..byte].trim_start_matches('\u{feff}');
    (line_number, before.chars().count() + 1)
}

/// The line that a span begins in, with the part of it to mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedLine<'t> {
    /// Its number, from 1.
    pub line_number: usize,
    /// The column of the first marked character, from 1.
    pub column: usize,
    /// Its text, without a line end.
    pub line: &'t str,
    /// The bytes of it to mark.
    pub marked: Range<usize>,
}

impl<'t> MarkedLine<'t> {
    /// The line of a text that a span begins in.
    #[must_use]
    pub fn of(text: &'t str, span: Span) -> Self {
        let start = floor_char_boundary(text, span.start as usize);
        let end = floor_char_boundary(text, span.end as usize).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let (line_number, column) = line_and_column(text, start);
        let clip = |byte: usize| byte.saturating_sub(line_start).min(line.len());
        Self { line_number, column, line, marked: clip(start)..clip(end) }
    }

    /// The line in three: before the marked part, that part, and after it.
    #[must_use]
    pub fn parts(&self) -> [&'t str; 3] {
        let Range { start, end } = self.marked.clone();
        [&self.line[..start], &self.line[start..end], &self.line[end..]]
    }
}

fn floor_char_boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    const TEXT: &str = "---\n标题: 关于校车的通知\nnunber: 8\n---\n";

    fn printed(format: Format) -> String {
        let start = TEXT.find("nunber").unwrap();
        let span = Span::new(start..start + 6);
        let diagnostic = Diagnostic::new(
            Code::UnknownKey,
            "content/2018/10/01.md",
            span,
            text!("no key is called `{}`", "nunber"),
        )
        .help(text!("the nearest key is `{}`", "number"));
        Printer { format, language: Language::English, colour: false, read: &|_| Some(TEXT.into()) }
            .print(&diagnostic)
    }

    #[test]
    fn people_see_the_line_with_the_place_marked() {
        expect_test::expect![[r"
            error[unknown-key]: no key is called `nunber`
             --> content/2018/10/01.md:3:1
              |
            3 | nunber: 8
              | ^^^^^^
              |
              = help: the nearest key is `number`"]]
        .assert_eq(&printed(Format::Human));
    }

    #[test]
    fn editors_get_one_line() {
        assert_eq!(
            printed(Format::Short),
            "content/2018/10/01.md:3:1: error[unknown-key]: no key is called `nunber`"
        );
    }

    #[test]
    fn programs_get_the_same_fields() {
        let value: serde_json::Value = serde_json::from_str(&printed(Format::Json)).unwrap();
        assert_eq!((value["line"].as_u64(), value["end_column"].as_u64()), (Some(3), Some(7)));
        assert_eq!(value["help"], "the nearest key is `number`");
    }

    #[test]
    fn columns_count_characters_and_a_place_past_the_end_is_at_the_end() {
        assert_eq!(line_and_column("公报\n第十期", 10), (2, 2));
        assert_eq!(line_and_column("公报", 99), (1, 3));
        assert_eq!(line_and_column("\u{feff}公报", 3), (1, 1));
        assert_eq!(line_and_column("公报", 4), (1, 2));
    }
}
