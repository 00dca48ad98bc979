//! From the text of book.toml to [`Config`].

mod citation;
mod house_style;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Reading, Shape, TABLES};
use super::{
    Artefact, Book, BuildSettings, Config, Coverage, DEFAULT_EDITOR, Export, FILE_NAME, HouseStyle,
    LegalValue, Minify, SeriesSettings,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span, Spanned, Text, nearest, text};

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

/// One table of the file, or an empty one that stands for a missing table.
struct Table<'a> {
    name: &'static str,
    values: Option<&'a DeTable<'a>>,
    span: Range<usize>,
    overrides: Vec<(String, &'a str)>,
}

/// A value from the file or, with no place of its own, from the environment.
enum Value<'a> {
    Toml(&'a TomlSpanned<DeValue<'a>>),
    Variable(&'a str),
}

impl<'a> Table<'a> {
    fn shape(&self, key: &str) -> Option<Shape> {
        let settings = keys::table(self.name)?.settings;
        settings.iter().find(|setting| setting.name == key).map(|setting| setting.shape)
    }

    /// The value of a key, which is read in the way that the list of keys promises.
    fn value(&self, key: &str, reading: Reading) -> Option<Value<'a>> {
        debug_assert!(
            self.shape(key).is_some_and(|shape| shape.is_read_as(reading)),
            "the list of keys says otherwise of `{key}` in [{}]",
            self.name
        );
        let overridden = self.overrides.iter().find(|(name, _)| name == key);
        match overridden {
            Some((_, text)) => Some(Value::Variable(text)),
            None => self.values?.get(key).map(Value::Toml),
        }
    }
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
            silenced: self.silenced(&check),
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

    fn export(&mut self, table: &Table<'_>) -> Export {
        let wanted = Artefact::ALL.into_iter().filter(|artefact| {
            let default = Export::default().wanted.contains(artefact);
            self.flag(table, artefact.key()).unwrap_or(default)
        });
        Export {
            wanted: wanted.collect(),
            authority: self.text(table, "authority").and_then(|text| {
                let named = text.value.split_once(',').filter(|(domain, date)| {
                    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@' | '_');
                    let year = date.get(..4).unwrap_or_default();
                    !domain.is_empty()
                        && domain.chars().all(plain)
                        && year.bytes().all(|b| b.is_ascii_digit())
                        && year.len() == 4
                        && date.chars().all(|c| c.is_ascii_digit() || c == '-')
                });
                self.shaped(&text, named.is_some(), "authority", "\"gazette.example,2026\"")
            }),
            jurisdiction: self.text(table, "jurisdiction").and_then(|text| {
                let letters =
                    |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
                let (country, rest) = text.value.split_once('-').unwrap_or((&text.value, "x"));
                let good = country.len() == 2
                    && country.chars().all(|c| c.is_ascii_alphabetic())
                    && rest.split('-').all(letters);
                let lower = Spanned::new(text.value.to_lowercase(), text.span);
                self.shaped(&lower, good, "jurisdiction", "\"cn\" or \"cn-330199\"")
            }),
        }
    }

    /// A text of a fixed shape, or a diagnostic with an example.
    fn shaped(&mut self, text: &Spanned<String>, good: bool, key: &str, example: &str) -> Option<String> {
        if good {
            return Some(text.value.clone());
        }
        let message = text!("`{}` is no value of `{}`", text.value, key);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, text.span, message);
        self.found.push(diagnostic.help(text!("write it like {}", example)));
        None
    }

    fn book(&mut self, table: &Table<'_>) -> Book {
        let title = self.text(table, "title").map(|title| title.value);
        if title.as_deref().is_none_or(|title| title.trim().is_empty()) {
            let span = Span::new(table.span.start..table.span.start);
            let missing =
                Diagnostic::new(Code::MissingTitle, FILE_NAME, span, text!("the gazette has no title"));
            self.found.push(missing.help(text!("write its name under [book]: title = \"…公报\"")));
        }
        Book {
            title: title.unwrap_or_default(),
            language: self.text(table, "language").map_or_else(|| "zh-Hans".into(), |tag| tag.value),
            publisher: self.text(table, "publisher").map(|text| text.value),
            description: self.text(table, "description").map(|text| text.value),
            base_url: self.base_url(table),
            legal_value: self.one_of(
                table,
                "legal_value",
                &[
                    ("official", LegalValue::Official),
                    ("authoritative", LegalValue::Authoritative),
                    ("reproduction", LegalValue::Reproduction),
                ],
            ),
            site_id: self.text(table, "site_id").map(|text| text.value),
        }
    }

    fn base_url(&mut self, table: &Table<'_>) -> Option<String> {
        let url = self.text(table, "base_url")?;
        if url.value.is_empty() {
            return None;
        }
        let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.contains(['?', '#', ' '])) {
            let message = text!("`{}` is no address of a site", url.value);
            let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, url.span, message);
            self.found.push(diagnostic.help(text!("write it whole, such as \"https://gazette.example/\"")));
            return None;
        }
        Some(if url.value.ends_with('/') { url.value } else { url.value + "/" })
    }

    fn build(&mut self, table: &Table<'_>) -> BuildSettings {
        let default = BuildSettings::default();
        BuildSettings {
            content: self.folder(table, "content").unwrap_or(default.content),
            output: self.text(table, "output").map_or(default.output, |text| text.value),
            theme: self.folder(table, "theme").unwrap_or(default.theme),
            drafts: self.flag(table, "drafts").unwrap_or(default.drafts),
            minify: self.minify(table).unwrap_or(default.minify),
            whole_issues: self.flag(table, "whole_issues").unwrap_or(default.whole_issues),
        }
    }

    /// A folder inside the archive. Only the output may lie elsewhere.
    fn folder(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let folder = self.text(table, key)?;
        let value = folder.value.replace('\\', "/").trim_matches('/').to_owned();
        if value.is_empty() || folder.value.starts_with('/') || value.split('/').any(|part| part == "..") {
            let message = text!("`{}` is no folder inside the archive", folder.value);
            let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, folder.span, message);
            self.found.push(diagnostic.help(text!("name a folder beside book.toml, without `..`")));
            return None;
        }
        Some(value)
    }

    fn minify(&mut self, table: &Table<'_>) -> Option<Minify> {
        let value = table.value("minify", Reading::Word)?;
        match value_text(&value) {
            Some("true" | "theme") => Some(Minify::Theme),
            Some("false") => Some(Minify::No),
            Some("pages") => Some(Minify::Pages),
            _ => {
                self.wrong(table, "minify", &value, &text!("true, false or \"pages\""));
                None
            }
        }
    }

    fn series(&mut self, table: &Table<'_>) -> Option<SeriesSettings> {
        let Some(prefix) = self.text(table, "prefix") else {
            self.missing(table, "prefix", &text!("the letters before the year, such as \"云政发\""));
            return None;
        };
        Some(SeriesSettings {
            prefix,
            department: self.text(table, "department").map(|text| text.value),
            coverage: self.one_of(
                table,
                "coverage",
                &[
                    ("complete", Coverage::Complete),
                    ("selective", Coverage::Selective),
                    ("unknown", Coverage::Unknown),
                ],
            ),
            slug: self.slug(table),
            aliases: self.texts(table, "aliases").into_iter().map(|text| text.value).collect(),
        })
    }

    fn slug(&mut self, table: &Table<'_>) -> Option<Spanned<String>> {
        let slug = self.text(table, "slug")?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.value.is_empty() || !slug.value.chars().all(plain) {
            let message = text!("`{}` cannot be part of an address", slug.value);
            let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, slug.span, message);
            self.found.push(diagnostic.help(text!("use small letters a to z, digits and `-`")));
            return None;
        }
        Some(slug)
    }

    fn silenced(&mut self, table: &Table<'_>) -> BTreeSet<Code> {
        let mut silenced = BTreeSet::new();
        for word in self.texts(table, "silence") {
            match word.value.parse::<Code>() {
                Ok(code) if code.severity() == Severity::Warning => {
                    silenced.insert(code);
                }
                Ok(_) => {
                    let message = text!("`{}` is an error, and an error cannot be silenced", word.value);
                    self.found.push(Diagnostic::new(Code::WrongValue, FILE_NAME, word.span, message));
                }
                Err(()) => {
                    let words = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
                    let near = nearest(&word.value, words.map(|code| code.word()));
                    let message = text!("no warning is called `{}`", word.value);
                    let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, word.span, message);
                    self.found.push(diagnostic.help_if(near.map(|near| text!("the nearest is `{}`", near))));
                }
            }
        }
        silenced
    }

    // The shapes of values.

    fn table<'a>(
        &mut self,
        root: &'a DeTable<'a>,
        name: &'static str,
        environment: &'a [(String, String)],
    ) -> Table<'a> {
        let prefix = format!("{ENVIRONMENT_PREFIX}{}__", name.to_ascii_uppercase());
        let overrides = environment
            .iter()
            .filter_map(|(key, value)| {
                Some((key.strip_prefix(&prefix)?.to_ascii_lowercase(), value.as_str()))
            })
            .collect();
        let Some(value) = root.get(name) else {
            return Table { name, values: None, span: 0..0, overrides };
        };
        let values = value.get_ref().as_table();
        match values {
            Some(values) => self.unknown_keys(values, &keys::names(name), &format!("[{name}]")),
            None => self.not_a_table(name, value.span()),
        }
        Table { name, values, span: value.span(), overrides }
    }

    fn tables<'a>(&mut self, root: &'a DeTable<'a>, name: &'static str) -> Vec<Table<'a>> {
        let Some(value) = root.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.not_a_table(name, value.span());
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array {
            let Some(values) = item.get_ref().as_table() else {
                self.not_a_table(name, item.span());
                continue;
            };
            self.unknown_keys(values, &keys::names(name), &format!("[[{name}]]"));
            tables.push(Table { name, values: Some(values), span: item.span(), overrides: Vec::new() });
        }
        tables
    }

    fn not_a_table(&mut self, name: &str, span: Range<usize>) {
        let many = keys::table(name).is_some_and(|table| table.many);
        let header = if many { format!("[[{name}]]") } else { format!("[{name}]") };
        let message = text!("`{}` is a table", name);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, Span::new(span), message);
        self.found.push(diagnostic.help(text!("begin it with a line {}", header)));
    }

    fn unknown_keys(&mut self, values: &DeTable<'_>, known: &[&str], place: &str) {
        for key in values.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => text!("the nearest key is `{}`", near),
                None => text!("the keys here are {}", known.join(", ")),
            };
            let message = text!("{} has no key `{}`", place, name);
            let span = Span::new(key.span());
            self.found.push(Diagnostic::new(Code::UnknownKey, FILE_NAME, span, message).help(help));
        }
    }

    fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Spanned<String>> {
        self.text_read_as(table, key, Reading::Text)
    }

    fn text_read_as(&mut self, table: &Table<'_>, key: &str, reading: Reading) -> Option<Spanned<String>> {
        match table.value(key, reading)? {
            Value::Variable(text) => Some(Spanned::new(text.to_owned(), Span::default())),
            Value::Toml(value) => match value.get_ref().as_str() {
                Some(text) => Some(Spanned::new(text.to_owned(), Span::new(value.span()))),
                None => {
                    self.wrong(table, key, &Value::Toml(value), &text!("text between quotation marks"));
                    None
                }
            },
        }
    }

    fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<Spanned<String>> {
        let Some(value) = table.value(key, Reading::Texts) else { return Vec::new() };
        if let Value::Variable(text) = value {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            return words.map(|word| Spanned::new(word.to_owned(), Span::default())).collect();
        }
        let texts = match &value {
            Value::Toml(list) => list.get_ref().as_array().and_then(|list| {
                list.iter()
                    .map(|item| {
                        Some(Spanned::new(item.get_ref().as_str()?.to_owned(), Span::new(item.span())))
                    })
                    .collect::<Option<Vec<_>>>()
            }),
            Value::Variable(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.wrong(table, key, &value, &text!("a list of texts, such as [\"a\", \"b\"]"));
            Vec::new()
        })
    }

    fn flag(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.value(key, Reading::Flag)?;
        match value_text(&value) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.wrong(table, key, &value, &text!("true or false"));
                None
            }
        }
    }

    fn one_of<T: Copy + Default>(&mut self, table: &Table<'_>, key: &str, words: &[(&str, T)]) -> T {
        let listed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        debug_assert!(
            matches!(table.shape(key), Some(Shape::Word(known)) if known == listed),
            "the list of keys has other words for `{key}`"
        );
        let Some(text) = self.text_read_as(table, key, Reading::Word) else { return T::default() };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return *value;
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let message = text!("`{}` is no value of `{}`", text.value, key);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, text.span, message);
        self.found.push(diagnostic.help(text!("it is one of {}", known.join(", "))));
        T::default()
    }

    fn wrong(&mut self, table: &Table<'_>, key: &str, value: &Value<'_>, shape: &Text) {
        let span = match value {
            Value::Toml(value) => Span::new(value.span()),
            Value::Variable(_) => Span::default(),
        };
        let message = text!("`{}` in [{}] is to be {}", key, table.name, shape);
        self.found.push(Diagnostic::new(Code::WrongValue, FILE_NAME, span, message));
    }

    fn missing(&mut self, table: &Table<'_>, key: &str, shape: &Text) {
        let message = text!("[[{}]] has no `{}`", table.name, key);
        let span = Span::new(table.span.start..table.span.start);
        let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, span, message);
        self.found.push(diagnostic.help(text!("add `{}`: {}", key, shape)));
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
        house_style: HouseStyle::None,
        editor: DEFAULT_EDITOR.to_owned(),
    }
}

/// The text of a word, `true` and `false` included, so that a variable and the file can say the same.
fn value_text<'a>(value: &Value<'a>) -> Option<&'a str> {
    match value {
        Value::Variable(text) => Some(text),
        Value::Toml(value) => match value.get_ref() {
            DeValue::Boolean(true) => Some("true"),
            DeValue::Boolean(false) => Some("false"),
            other => other.as_str(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                "wrong-value: `dead-link` is an error, and an error cannot be silenced / ",
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
