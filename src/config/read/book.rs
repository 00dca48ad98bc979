//! The tables `[book]` and `[build]`.

use super::Reader;
use super::table::{Table, value_text};
use crate::config::keys::Reading;
use crate::config::{Book, BuildSettings, FILE_NAME, LegalValue, Minify};
use crate::diagnostics::{Code, Diagnostic, Span, text};

impl Reader {
    pub(super) fn book(&mut self, table: &Table<'_>) -> Book {
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

    pub(super) fn build(&mut self, table: &Table<'_>) -> BuildSettings {
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
}
