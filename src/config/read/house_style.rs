//! The house style of `[check]`.

use super::Reader;
use super::table::{Table, value_text};
use crate::config::keys::Reading;
use crate::config::{FILE_NAME, HouseStyle};
use crate::diagnostics::{Code, Diagnostic, text};
use crate::gazette::GazetteDate;

impl Reader {
    /// The style that documents are checked for. Archives in simplified Chinese keep that of GB/T 9704
    /// unless they say otherwise.
    pub(super) fn house_style(&mut self, table: &Table<'_>, language: &str) -> HouseStyle {
        let since = self.house_style_since(table).unwrap_or_else(HouseStyle::first_day);
        let usual = if is_simplified(language) { HouseStyle::Gbt9704 { since } } else { HouseStyle::None };
        let Some(value) = table.value("house_style", Reading::Word) else { return usual };
        match value_text(&value) {
            Some("gbt-9704") => HouseStyle::Gbt9704 { since },
            Some("none") => HouseStyle::None,
            _ => {
                self.wrong(table, "house_style", &value, &text!("\"gbt-9704\" or \"none\""));
                usual
            }
        }
    }

    fn house_style_since(&mut self, table: &Table<'_>) -> Option<GazetteDate> {
        let written = self.text(table, "house_style_since")?;
        let date = written.value.parse().ok();
        if date.is_none() {
            let message = text!("`{}` is no date", written.value);
            let diagnostic = Diagnostic::new(Code::WrongValue, FILE_NAME, written.span, message);
            self.found.push(diagnostic.help(text!("write the first day, such as \"2012-07-01\"")));
        }
        date
    }
}

/// Whether a BCP 47 tag names simplified Chinese.
#[must_use]
pub fn is_simplified(language: &str) -> bool {
    matches!(language, "zh" | "zh-CN" | "zh-SG") || language.starts_with("zh-Hans")
}
