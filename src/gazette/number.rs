//! The document number (发文字號, 文号): what identifies a document across gazettes.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::characters::{fold_width, is_blank};
use super::number_parse::parse_form;

/// A document number: the text as printed, and what it means.
///
/// Two numbers are equal when they mean the same, however they are printed. They are ordered by
/// series, year and serial, so that a sorted list of a register is in the order of issue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DocumentNumber {
    printed: Box<str>,
    form: NumberForm,
}

/// What a document number consists of, normalised: no blanks, no padding, no full-width characters.
///
/// The forms and their names follow the practice under 《党政机关公文处理工作条例》 (中办发〔2012〕14号)
/// article 9 and GB/T 9704-2012 clause 7.2.5 (发文字号 = 机关代字, year, serial), and the Executive
/// Yuan's 文書處理手冊 for [`NumberForm::Lettered`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NumberForm {
    /// 云政发〔2018〕8号: counted anew each year within a series.
    Annual {
        /// The 机关代字 (云政发), or the issuer where it stands for one (商务部公告).
        series: Box<str>,
        /// 1900 to 2099, as printed: a misprinted year is kept.
        year: u16,
        /// From 1.
        serial: u32,
    },
    /// 市政府令第331号: counted on since the first, without regard to the year.
    Order {
        /// The issuer with the kind it issues: 市政府令, 公安部令, 常务委员会公告.
        issuer: Box<str>,
        /// From 1.
        serial: u32,
    },
    /// 商务部公告2019年第1号: counted anew each year, the year written out.
    Notice {
        /// The issuer with the kind it issues: 公告, 商务部公告, 交通运输部令. Empty in 2019年第1号.
        issuer: Box<str>,
        /// 1900 to 2099.
        year: u16,
        /// From 1.
        serial: u32,
    },
    /// 第一一七号: counted anew in each term (届) of an assembly, which only the context tells.
    Term {
        /// From 1.
        serial: u32,
    },
    /// 院授主基法字第1020201348A號, the form of Taiwan, also met in mainland documents before 1990.
    Lettered {
        /// What stands before 第: 院授主基法字, 臺教高(三)字.
        series: Box<str>,
        /// Arabic digits, padding kept, capital letters: 1020201348A. It opens with the year of the
        /// Republic but need not, so it is sorted as text.
        serial: Box<str>,
    },
    /// Any other text, such as the numbers of other jurisdictions: 2016-08713, `BGBl I 2006, 1897`.
    Free,
    /// A number of a kind that the archive declares, known by its key.
    Declared {
        /// What the declared template makes of it: fr-81-20617.
        key: Box<str>,
    },
}

/// A document number for comparing: equal keys name the same document. It is the 128-bit hash of the
/// number's canonical text, so that a large archive keeps and compares sixteen bytes a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NumberKey([u8; 16]);

impl NumberKey {
    /// The first bits of the hash: keys are in the order of these, and evenly spread over them.
    #[must_use]
    pub fn first_bits(self) -> u16 {
        u16::from_be_bytes([self.0[0], self.0[1]])
    }
}

impl DocumentNumber {
    /// Reads a text that is a document number and nothing else. It never fails: what fits no other
    /// form is [`NumberForm::Free`].
    ///
    /// Any bracket may stand around the year, and any blanks, full-width digits, padding, 第, and the
    /// usual misreadings (寻 for 号, I or l for a bracket, O for a zero) anywhere they are clear.
    pub fn parse(text: &str) -> Self {
        Self { printed: text.into(), form: parse_form(text) }
    }

    /// A number that was recognised in running text, printed as it stands there.
    pub(super) fn recognised(printed: &str, form: NumberForm) -> Self {
        Self { printed: printed.into(), form }
    }

    /// A number of a declared kind: `key` is what its template made of the printed text. Where the key
    /// is itself a number of a known form, that is what is meant.
    pub(super) fn declared(printed: &str, key: &str) -> Self {
        let form = match parse_form(key) {
            NumberForm::Free => NumberForm::Declared { key: free_text(key).into() },
            form => form,
        };
        Self { printed: printed.into(), form }
    }

    /// The text as it was printed.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// What the number consists of.
    pub fn form(&self) -> &NumberForm {
        &self.form
    }

    /// What readers are shown: the canonical text, or the printed one where that is made for comparing.
    pub fn shown(&self) -> String {
        match &self.form {
            NumberForm::Declared { .. } => free_text(&self.printed),
            _ => self.to_string(),
        }
    }

    /// The canonical text.
    fn text(&self) -> String {
        match &self.form {
            NumberForm::Annual { series, year, serial } => annual_text(series, *year, *serial),
            NumberForm::Order { issuer, serial } => format!("{issuer}第{serial}号"),
            NumberForm::Notice { issuer, year, serial } => format!("{issuer}{year}年第{serial}号"),
            NumberForm::Term { serial } => format!("第{serial}号"),
            NumberForm::Lettered { series, serial } => format!("{series}第{serial}號"),
            NumberForm::Free => free_text(&self.printed),
            NumberForm::Declared { key } => key.to_string(),
        }
    }

    /// The key of the canonical text, which [`ToString`] gives.
    pub fn key(&self) -> NumberKey {
        NumberKey(xxh3_128(self.text().as_bytes()).to_be_bytes())
    }

    /// The register that counts this number: 云政发, 市政府令, 商务部公告, 院授主基法字. `None` where the
    /// number does not say.
    pub fn series(&self) -> Option<&str> {
        match &self.form {
            NumberForm::Annual { series, .. } | NumberForm::Lettered { series, .. } => Some(series),
            NumberForm::Order { issuer, .. } => Some(issuer),
            NumberForm::Notice { issuer, .. } if !issuer.is_empty() => Some(issuer),
            NumberForm::Notice { .. }
            | NumberForm::Term { .. }
            | NumberForm::Free
            | NumberForm::Declared { .. } => None,
        }
    }

    /// The year that the number names, of the common era.
    pub fn year(&self) -> Option<u16> {
        match self.form {
            NumberForm::Annual { year, .. } | NumberForm::Notice { year, .. } => Some(year),
            _ => None,
        }
    }

    /// The place within the series, or within its year. `None` for the forms that are sorted as text.
    pub fn serial(&self) -> Option<u32> {
        match self.form {
            NumberForm::Annual { serial, .. }
            | NumberForm::Order { serial, .. }
            | NumberForm::Notice { serial, .. }
            | NumberForm::Term { serial } => Some(serial),
            NumberForm::Lettered { .. } | NumberForm::Free | NumberForm::Declared { .. } => None,
        }
    }

    /// The same number under another name of its series, as an alias asks for (深圳市府 → 深府). The
    /// printed form stays; a number without a series stays as it is.
    #[must_use]
    pub fn with_series(&self, series: &str) -> Self {
        let mut number = self.clone();
        match &mut number.form {
            NumberForm::Annual { series: own, .. } | NumberForm::Lettered { series: own, .. } => {
                *own = series.into();
            }
            NumberForm::Order { issuer, .. } => *issuer = series.into(),
            NumberForm::Notice { issuer, .. } if !issuer.is_empty() => *issuer = series.into(),
            NumberForm::Notice { .. }
            | NumberForm::Term { .. }
            | NumberForm::Free
            | NumberForm::Declared { .. } => {}
        }
        number
    }
}

/// The canonical text: 〔〕 around the year, no padding, no 第 before an annual serial, 號 only in
/// [`NumberForm::Lettered`]. A free number's has its blanks collapsed and its full-width characters
/// folded.
impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// `{series}〔{year}〕{serial}号`, without the machinery of formatting: most numbers are such, and it would
/// take longer than all the rest of looking one up.
fn annual_text(series: &str, year: u16, serial: u32) -> String {
    let mut text = String::with_capacity(series.len() + 24);
    text.push_str(series);
    text.push('〔');
    push_decimal(&mut text, year.into());
    text.push('〕');
    push_decimal(&mut text, serial);
    text.push('号');
    text
}

fn push_decimal(text: &mut String, number: u32) {
    if number >= 10 {
        push_decimal(text, number / 10);
    }
    text.extend(char::from_digit(number % 10, 10));
}

/// Trimmed, runs of blanks as one blank, full-width characters folded, case kept.
fn free_text(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len());
    for word in printed.split(is_blank).filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(word.chars().map(fold_width));
    }
    text
}

impl Ord for DocumentNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |number: &Self| (number.year(), number.serial());
        (self.series().cmp(&other.series()))
            .then_with(|| place(self).cmp(&place(other)))
            .then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for DocumentNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for DocumentNumber {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for DocumentNumber {}

/// By key: equal numbers have equal keys.
impl Hash for DocumentNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> DocumentNumber {
        DocumentNumber::parse(text)
    }

    #[test]
    fn the_printed_form_is_kept_and_the_key_is_canonical() {
        let parsed = number("云政发[2018]08号");
        assert_eq!(parsed.printed(), "云政发[2018]08号");
        assert_eq!(parsed.to_string(), "云政发〔2018〕8号");
        assert_eq!(parsed, number("云政发〔2018〕8号"));
    }

    #[test]
    fn an_alias_changes_the_series_and_not_the_print() {
        let mapped = number("深圳市府〔1996〕362号").with_series("深府");
        assert_eq!(mapped.to_string(), "深府〔1996〕362号");
        assert_eq!(mapped.printed(), "深圳市府〔1996〕362号");
        assert_eq!(number("2016-08713").with_series("深府"), number("2016-08713"));
    }

    #[test]
    fn a_sorted_register_is_in_the_order_of_issue() {
        let mut register: Vec<_> =
            ["云政发〔2018〕10号", "云政发〔2018〕9号", "云政办〔2017〕1号", "云政发〔2017〕30号"]
                .map(number)
                .into();
        register.sort();
        let sorted: Vec<_> = register.iter().map(DocumentNumber::to_string).collect();
        assert_eq!(
            sorted,
            ["云政办〔2017〕1号", "云政发〔2017〕30号", "云政发〔2018〕9号", "云政发〔2018〕10号"]
        );
    }

    #[test]
    fn a_free_number_is_itself_but_for_blanks_and_width() {
        assert_eq!(number("  BGBl Ⅰ  ２００６,\u{a0}1897 ").to_string(), "BGBl Ⅰ 2006, 1897");
        assert_ne!(number("a-1"), number("A-1"));
    }
}
