//! The vocabulary of gazettes as value types: what a document number, an issue, a date, a kind of
//! document, a title and a printed page are, and how each is read and written.
//!
//! Pure functions of text. Must not know files, Markdown, HTML, or anything else of ours.

mod characters;
mod lexicon;

pub mod numeral;

mod date;
mod find_date;

mod declared;
mod find_numbers;
mod number;
mod number_lists;
mod number_parse;
mod number_runs;
mod number_tail;
mod series;
mod series_words;

mod kind;
mod title;
mod title_lines;

mod citation_verb;
mod find_citations;
mod find_issues;
mod find_validity;
mod sentences;

mod content_code;
mod issue;
mod printed_pages;

mod slug;
mod slug_letters;
mod slug_phrases;

#[cfg(test)]
mod properties;

pub use characters::is_han;
pub use citation_verb::CitationVerb;
pub use content_code::{ContentCode, NoCode, content_text};
pub use date::{DateError, GazetteDate, days_in};
pub use declared::{NumberKind, NumberKindError, NumberKinds};
pub use find_citations::{FoundCitation, find_citations};
pub use find_date::find_date;
pub use find_issues::{FoundIssue, IssueReference, Periodical, find_issues, may_hold_issue};
pub use find_numbers::{FoundNumber, find_numbers, may_hold_number};
pub use find_validity::{ValidityHint, may_tell_validity, validity_hints};
pub use issue::{IssueId, IssueNumber, IssueNumberError};
pub use kind::{Kind, carrier_verb};
pub use number::{DocumentNumber, NumberForm, NumberKey};
pub use printed_pages::{PagesError, PrintedPages};
pub use sentences::{sentences, sentences_around};
pub use series::SeriesSet;
pub use slug::{file_slug, pinyin_key, slug};
pub use title::{
    FoundTitle, TitleKey, carried_title, find_named_titles, find_titles, heading_title, may_hold_title,
    normalise_title,
};
pub use title_lines::title_breaks;
