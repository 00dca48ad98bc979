//! The list of rules: one stable word each, with its severity and an explanation for the manual.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The archive would be wrong: nothing is written.
    Error,
    /// Worth a look; book.toml can silence it.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($variant:ident $word:literal $severity:ident $explanation:literal,)*) => {
        /// A rule that a finding rests on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $explanation] $variant,)*
        }

        impl Code {
            /// Every rule, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable word that names the rule in output and in book.toml.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Whether breaking the rule stops the build.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the rule is about, in one or two sentences.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    NotUtf8 "not-utf8" Error
        "Content files are UTF-8. A file saved in another encoding (often GB18030) has to be saved again.",
    FileNameNotUnicode "file-name-not-unicode" Error
        "A file or folder name that is not Unicode cannot be turned into an address.",
    MisplacedFile "misplaced-file" Warning
        "A Markdown file lies where the format has no place for one, so it is left out. Documents belong in the folder of an issue, such as `content/2018/10/`.",
    FrontMatterMissing "front-matter-missing" Error
        "A document begins with its front matter: a line `---`, the keys, and a line `---`.",
    FrontMatterUnclosed "front-matter-unclosed" Error
        "The front matter is opened with `---` and never closed by a second such line.",
    FrontMatterSyntax "front-matter-syntax" Error
        "The front matter is not YAML.",
    BookSyntax "book-syntax" Error
        "book.toml is not TOML.",
    UnknownKey "unknown-key" Error
        "A key that the format does not have, most often a misspelt one.",
    DoubledKey "doubled-key" Error
        "One key is given twice, or once in Chinese and once in English.",
    WrongValue "wrong-value" Error
        "A key has a value of the wrong shape.",
    MissingTitle "missing-title" Error
        "Every document and every book has a title.",
    ImpossibleDate "impossible-date" Error
        "A date that is no date, or that the calendar does not have.",
    PagesBackwards "pages-backwards" Error
        "A range of printed pages that ends before it begins.",
    PagesOverlap "pages-overlap" Warning
        "Two documents of one issue claim the same printed page beyond the one where they meet.",
    NumberTwice "number-twice" Warning
        "Two documents carry one number. A second printing says so with `reprint_of`.",
    NumberYear "number-year" Warning
        "A document's number and its date name different years.",
    NumberGap "number-gap" Warning
        "A register that book.toml declares complete lacks numbers below its highest.",
    AddressTaken "address-taken" Error
        "Two files would be published at one address.",
    DepartmentSpelling "department-spelling" Warning
        "A department's name is one character away from that of a department that has a file.",
    DeadLink "dead-link" Error
        "A link leads to a file that is not there.",
    DeadAnchor "dead-anchor" Error
        "A link leads to a place that the target does not have.",
    UnsafeLink "unsafe-link" Error
        "A link that would run something instead of leading somewhere.",
    RemoteResource "remote-resource" Error
        "A picture that would be fetched from elsewhere: the archive must work without a network.",
    MissingFile "missing-file" Error
        "An attachment or facsimile that is not there.",
    UnknownDocument "unknown-document" Error
        "A place that must name a document of this archive names none.",
    UnknownDepartment "unknown-department" Warning
        "A department's successor has no file in content/departments.",
    TemplateError "template-error" Error
        "A theme's template, style or word file is wrong.",
    StyleNumberBrackets "style-number-brackets" Warning
        "The year of a document number stands between 〔 〕 (GB/T 9704-2012, 7.2.5).",
    StyleNumberOrdinal "style-number-ordinal" Warning
        "The serial of a document number has no 第 (GB/T 9704-2012, 7.2.5).",
    StyleNumberPadding "style-number-padding" Warning
        "The serial of a document number is not padded with zeros (GB/T 9704-2012, 7.2.5).",
    StyleNumberDepartment "style-number-department" Warning
        "A number has the code of a department that issues the document (《党政机关公文处理工作条例》 article 9).",
    StyleTitleKind "style-title-kind" Warning
        "A title ends with the kind of the document (《党政机关公文处理工作条例》 article 9).",
    StyleTitleMark "style-title-mark" Warning
        "A title ends without a mark (GB/T 9704-2012, 7.3.1).",
    StyleReportRequest "style-report-request" Warning
        "A report carries no request (《党政机关公文处理工作条例》 article 15).",
    StylePunctuation "style-punctuation" Warning
        "Marks among Chinese characters are full-width (GB/T 15834-2011).",
    StyleLevelMark "style-level-mark" Warning
        "The levels of a text are marked 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3).",
    StyleDatePadding "style-date-padding" Warning
        "Months and days are not padded with zeros (GB/T 9704-2012, 7.3.5.4).",
    StyleAttachmentNote "style-attachment-note" Warning
        "The note 附件：… names each attachment as it is titled (GB/T 9704-2012, 7.3.4 and 7.3.7).",
    StyleAttachmentMark "style-attachment-mark" Warning
        "The names in the note 附件：… end without a mark (GB/T 9704-2012, 7.3.4).",
    StyleNumberSpaces "style-number-spaces" Warning
        "A document number has no blanks (GB/T 9704-2012, 7.2.5).",
    StyleNumberDigits "style-number-digits" Warning
        "A document number has half-width Arabic digits (GB/T 9704-2012, 7.2.5).",
    StyleStandard "style-standard" Warning
        "GB/T 9704 was issued in 1988, 1999 and 2012; a text that names another names none.",
    StyleContents "style-contents" Warning
        "The contents that an issue prints name its documents, and their pages.",
    MarkedSecret "marked-secret" Error
        "A document with a secrecy mark is no matter for a gazette (《党政机关公文处理工作条例》 article 9), unless it was declassified.",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.word() == word).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_word() {
        for code in Code::ALL {
            assert_eq!(code.word().parse(), Ok(*code));
        }
    }
}
