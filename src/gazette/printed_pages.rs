//! The pages of the printed issue that a document stands on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::characters::{fold_width, is_blank};

/// One printed page or several on end, both included. Numbered as in print, which need not be the
/// page of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PrintedPages {
    /// The first page, from 1.
    pub first: u32,
    /// The last page, not before the first.
    pub last: u32,
}

/// Why a text names no printed pages. Displays as a phrase without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagesError {
    /// The text is neither a page nor a range of pages.
    NotPages,
    /// Pages are numbered from 1.
    PageZero,
    /// The last page comes before the first.
    Backwards {
        /// The page it says it begins on.
        first: u32,
        /// The page it says it ends on.
        last: u32,
    },
}

impl PrintedPages {
    /// The pages from `first` to `last`, both included.
    ///
    /// # Errors
    ///
    /// When `first` is 0 or comes after `last`.
    pub fn new(first: u32, last: u32) -> Result<Self, PagesError> {
        if first == 0 {
            return Err(PagesError::PageZero);
        }
        if last < first {
            return Err(PagesError::Backwards { first, last });
        }
        Ok(Self { first, last })
    }

    /// Whether a page belongs to both.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// A single page.
impl TryFrom<u32> for PrintedPages {
    type Error = PagesError;

    fn try_from(page: u32) -> Result<Self, PagesError> {
        Self::new(page, page)
    }
}

/// Reads 12, 1-8, 1—8, 第1-8页, p. 12, in digits of half or full width.
impl FromStr for PrintedPages {
    type Err = PagesError;

    fn from_str(text: &str) -> Result<Self, PagesError> {
        let plain: String = text.chars().filter(|c| !is_blank(*c)).map(fold_width).collect();
        let plain = plain.trim_start_matches("pp.").trim_start_matches("p.").trim_start_matches('第');
        let plain = plain.trim_end_matches(['页', '頁']);
        let parted = plain.split_once(['-', '–', '—', '―', '‐', '‑', '~', '〜', '至']);
        let (first, last) = parted.unwrap_or((plain, plain));
        // A dash is often doubled in Chinese type: 1——8.
        let last = last.trim_start_matches(['—', '-', '–', '第']);
        Self::new(page(first)?, page(last)?)
    }
}

fn page(text: &str) -> Result<u32, PagesError> {
    let text = text.trim_end_matches(['页', '頁']);
    // Parsing alone would take "+8".
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        text.parse().map_err(|_| PagesError::NotPages)
    } else {
        Err(PagesError::NotPages)
    }
}

/// 12, or 1–8 with an en dash.
impl fmt::Display for PrintedPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}–{}", self.first, self.last)
        }
    }
}

impl fmt::Display for PagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPages => f.write_str("not a page such as 12 or a range such as 1-8"),
            Self::PageZero => f.write_str("pages are numbered from 1"),
            Self::Backwards { first, last } => write!(f, "page {last} comes before page {first}"),
        }
    }
}

impl std::error::Error for PagesError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_every_usual_writing() {
        for text in ["1-8", "1—8", "1——8", "第1-8页", "1 – 8", "１－８", "第1页至第8页", "pp. 1-8"]
        {
            assert_eq!(text.parse(), PrintedPages::new(1, 8), "{text}");
        }
        assert_eq!("12".parse(), PrintedPages::try_from(12));
    }

    #[test]
    fn what_names_no_pages_says_why() {
        let message = |text: &str| text.parse::<PrintedPages>().unwrap_err().to_string();
        assert_eq!(message("8-1"), "page 1 comes before page 8");
        assert_eq!(message("0"), "pages are numbered from 1");
        for text in ["", "cover", "1-", "-8", "1-2-3", "+8", "99999999999"] {
            assert_eq!(message(text), "not a page such as 12 or a range such as 1-8", "{text}");
        }
    }

    #[test]
    fn documents_overlap_where_they_share_a_page() {
        let pages = |first, last| PrintedPages::new(first, last).unwrap();
        assert!(pages(1, 8).overlaps(pages(8, 9)) && !pages(1, 7).overlaps(pages(8, 9)));
    }

    #[test]
    fn pages_are_written_with_an_en_dash() {
        assert_eq!(PrintedPages::new(1, 8).unwrap().to_string(), "1–8");
        assert_eq!(PrintedPages::new(12, 12).unwrap().to_string(), "12");
    }
}
