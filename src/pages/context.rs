//! What each kind of page is given: plain values, made here and read by templates.
//!
//! A template sees these and the site's own values, and nothing else, so a page can never depend on
//! what its fingerprint does not cover. Addresses are relative to the page that shows them.

mod charges;
mod citations;
mod codes;
mod data;
mod document;
mod frame;
mod home;
mod issue;
mod lists;
mod proof;
mod terms;
mod text;
mod validity;

use serde::Serialize;

pub use charges::{ChargedDocument, Charges, Task};
pub use citations::{Cited, CitedBy, Sentence, Wanted, WantedEntry};
pub use codes::{Code, CodeEntry, CodeYears, Codes};
pub use data::{Data, DataFile, FormatNote, YearFile};
pub use document::{Document, DocumentFile, Relation, Withdrawn};
pub use frame::{File, Frame, Label, Link};
pub use home::{HeldYear, Holdings, HoldingsCell, HoldingsRow, Home, LatestIssue, YearCount, Years};
pub use issue::{Issue, IssueRow, WholeDocument, WholeIssue, Year};
pub use lists::{Candidates, Count, Group, Redirect, Row};
pub use proof::{NumberRange, Proof, ProofDocument, ProofPart, ProofRegister};
pub use terms::{Collection, Department, FormerName, RegisterYear, Series, Term, TermYear};
pub use text::{Facsimile, TextCitation, TextContext};
pub use validity::{
    EffectNotice, Evidence, Expiring, ExpiringEntry, LifeEvent, Timeline, TimelineEvent, Validity,
    ValidityDay,
};

/// The values of a page's own kind.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Content<'a> {
    /// The home page.
    Home(Box<Home<'a>>),
    /// All years.
    Years(Years<'a>),
    /// A year.
    Year(Year<'a>),
    /// An issue.
    Issue(Box<Issue<'a>>),
    /// An issue with the texts of all its documents.
    WholeIssue(Box<WholeIssue<'a>>),
    /// A document.
    Document(Box<Document<'a>>),
    /// A collection.
    Collection(Collection<'a>),
    /// A term.
    Term(Term<'a>),
    /// A year of a term.
    TermYear(TermYear<'a>),
    /// A free page has nothing but its text.
    FreePage {},
    /// The page for addresses that lead nowhere.
    NotFound {},
    /// A stub at an old address.
    Redirect(Redirect<'a>),
    /// What a name may mean.
    Candidates(Candidates<'a>),
    /// What is cited and not held.
    Wanted(Wanted<'a>),
    /// What expires when.
    Expiring(Expiring<'a>),
    /// What a department is charged with.
    Charges(Charges<'a>),
    /// The years that have lists of content codes.
    CodeYears(CodeYears<'a>),
    /// The content codes of a year's documents.
    Codes(Codes<'a>),
    /// What programmers can have.
    Data(Data),
    /// The proof of an issue in progress.
    Proof(Box<Proof<'a>>),
    /// The search page; its results are made by its script.
    Search {},
    /// A script with data; no template makes it.
    Script(String),
}

/// All that a page is made of, apart from its source texts and the theme.
#[derive(Clone, Debug, Serialize)]
pub struct Context<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// What its kind has.
    pub content: Content<'a>,
    /// What the HTML of its own text depends on; templates do not see it.
    pub text: TextContext,
    /// The same for each document whose text it shows besides, in their order.
    pub joined: Vec<TextContext>,
    /// The hash of the files that say what the page's document is: its own and its issue's. Templates
    /// do not see it; what is made of the document besides its page depends on it.
    pub facts: u64,
}
