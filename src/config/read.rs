//! From the text of book.toml to [`Config`].

mod book;
mod citation;
mod export;
mod house_style;
mod series;
mod table;
mod values;

pub use house_style::is_simplified;

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::keys::{self, TABLES};
use super::{Book, BuildSettings, Config, DEFAULT_EDITOR, Export, FILE_NAME, HouseStyle};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span, nearest, text};
use table::Table;

/// Variables that begin so override book.toml: `GONGBAO_BUILD__OUTPUT=/srv/www`.
pub const ENVIRONMENT_PREFIX: &str = "GONGBAO_";

/// Reads book.toml. `environment` holds the variables of the process whose names begin with
/// [`ENVIRONMENT_PREFIX`]. What is wrong is reported, and the default stands in for it.
#[must_use]
pub fn read(text: &str, environment: &[(String, String)]) -> (Config, Diagnostics) {
    let mut reader = Reader { found: Diagnostics::default() };
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let said = error.message().lines().next().unwrap_or_default();
            let message = text!("this cannot be read as TOML: {}", said);
            reader.found.push(Diagnostic::new(Code::BookSyntax, FILE_NAME, Span::new(span), message));
            return (defaults(), reader.found);
        }
    };
    let config = reader.config(root.get_ref(), environment);
    (config, reader.found)
}

struct Reader {
    found: Diagnostics,
}

impl Reader {
    fn config<'a>(&mut self, root: &'a DeTable<'a>, environment: &'a [(String, String)]) -> Config {
        let known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        self.unknown_keys(root, &known, "book.toml");
        let build = self.table(root, "build", environment);
        let check = self.table(root, "check", environment);
        let book = self.table(root, "book", environment);
        let serve = self.table(root, "serve", environment);
        let export = self.table(root, "export", environment);
        let search = self.table(root, "search", environment);
        let book = self.book(&book);
        Config {
            house_style: self.house_style(&check, &book.language),
            book,
            build: self.build(&build),
            series: self.tables(root, "series").iter().filter_map(|table| self.series(table)).collect(),
            citations: self
                .tables(root, "citation")
                .iter()
                .filter_map(|table| self.citation(table))
                .collect(),
            export: self.export(&export),
            search: self.flag(&search, "enabled").unwrap_or(true),
            silenced: self.warnings(&check, "silence"),
            raised: self.warnings(&check, "errors"),
            editor: self.editor(&serve),
        }
    }

    /// What opens an editor: an address with a scheme that runs nothing in the browser, and a path in it.
    fn editor(&mut self, table: &Table<'_>) -> String {
        let Some(text) = self.text(table, "editor") else { return DEFAULT_EDITOR.to_owned() };
        let scheme = text.value.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let letters = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let runs = matches!(scheme.as_str(), "" | "javascript" | "data" | "vbscript" | "blob");
        let good = letters && !runs && text.value.contains("{path}");
        let written = self.shaped(&text, good, "editor", "\"vscode://file/{path}:{line}:{column}\"");
        written.unwrap_or_else(|| DEFAULT_EDITOR.to_owned())
    }

    /// A list of warnings by their words: those that are silenced, or those that are raised.
    fn warnings(&mut self, table: &Table<'_>, key: &str) -> BTreeSet<Code> {
        let mut warnings = BTreeSet::new();
        for word in self.texts(table, key) {
            match word.value.parse::<Code>() {
                Ok(code) if code.severity() == Severity::Warning => {
                    warnings.insert(code);
                }
                // What is an error needs not be raised to one.
                Ok(_) if key == "errors" => {}
                Ok(_) => {
                    let message = text!("`{}` is an error, and an error cannot be silenced", word.value);
                    let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, word.span, message);
                    self.found
                        .push(diagnostic.help(text!("take it out of `silence`, and mend what it tells of")));
                }
                Err(()) => {
                    let near = nearest(&word.value, keys::warnings());
                    let message = text!("no warning is called `{}`", word.value);
                    let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, word.span, message);
                    self.found.push(diagnostic.help_if(near.map(|near| text!("the nearest is `{}`", near))));
                }
            }
        }
        warnings
    }
}

/// What stands in for a file that cannot be read.
fn defaults() -> Config {
    Config {
        book: Book { language: "zh-Hans".into(), ..Book::default() },
        build: BuildSettings::default(),
        series: Vec::new(),
        citations: Vec::new(),
        export: Export::default(),
        search: true,
        silenced: BTreeSet::new(),
        raised: BTreeSet::new(),
        house_style: HouseStyle::None,
        editor: DEFAULT_EDITOR.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Artefact;

    fn messages(text: &str) -> Vec<String> {
        let (_, found) = read(text, &[]);
        found
            .iter()
            .map(|d| {
                let help = d.help.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("{}: {} / {help}", d.code, d.message)
            })
            .collect()
    }

    #[test]
    fn only_the_title_has_no_default() {
        let (config, found) = read("[book]\ntitle = \"云溪公报\"\n", &[]);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(config.book.language, "zh-Hans");
        assert_eq!(config.build, BuildSettings::default());
        assert_eq!(
            messages(""),
            ["missing-title: the gazette has no title / write its name under [book]: title = \"…公报\""]
        );
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        assert_eq!(
            messages("[book]\ntitle = \"甲\"\n[build]\noutptu = \"x\"\n"),
            ["unknown-key: [build] has no key `outptu` / the nearest key is `output`"]
        );
    }

    #[test]
    fn a_variable_overrides_the_file() {
        let environment = [("GONGBAO_BUILD__OUTPUT".to_owned(), "elsewhere".to_owned())];
        let (config, found) = read("[book]\ntitle = \"甲\"\n[build]\noutput = \"here\"\n", &environment);
        assert!(found.is_empty());
        assert_eq!(config.build.output, "elsewhere");
    }

    #[test]
    fn what_is_made_besides_the_pages_is_switched_by_its_key() {
        let (config, found) = read("[book]\ntitle = \"甲\"\n[export]\nepub = false\n", &[]);
        assert!(found.is_empty(), "{found:?}");
        assert!(!config.exports().contains(&Artefact::Epub) && config.exports().contains(&Artefact::Json));
        assert_eq!(config.left_out().count(), 5, "without an address");
        assert_eq!(
            messages("[book]\ntitle = \"甲\"\n[export]\nauthority = \"me\"\njurisdiction = \"China\"\n"),
            [
                "wrong-value: `me` is no value of `authority` / write it like \"gazette.example,2026\"",
                "wrong-value: `china` is no value of `jurisdiction` / write it like \"cn\" or \"cn-330199\"",
            ]
        );
    }

    #[test]
    fn an_error_cannot_be_silenced() {
        let text = "[book]\ntitle = \"甲\"\n[check]\nsilence = [\"dead-link\", \"pages-overlap\", \"number-twise\"]\n";
        assert_eq!(
            messages(text),
            [
                "wrong-value: `dead-link` is an error, and an error cannot be silenced / take it out of `silence`, and mend what it tells of",
                "wrong-value: no warning is called `number-twise` / the nearest is `number-twice`",
            ]
        );
        assert!(read(text, &[]).0.silenced.contains(&Code::PagesOverlap));
    }

    #[test]
    fn text_that_is_not_toml_gives_one_message() {
        let found = messages("[book\ntitle = 甲\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("book-syntax"), "{found:?}");
    }
}
