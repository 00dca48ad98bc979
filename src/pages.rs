//! The plan: every page of the site, its address, and what it is made of.
//!
//! Must not know: HTML, templates, disk. Two pages at one address are an error found here.

mod addresses;
mod charges;
mod citations;
mod codes;
pub mod context;
pub mod data;
mod document;
mod excerpt;
mod holdings;
mod issues;
mod lookup;
mod numbers;
mod path;
mod plan;
mod proof;
mod terms;
mod texts;
mod timeline;
mod validity;
mod whole_issue;

pub use addresses::FileAt;
pub use path::{SitePath, relative};
pub use plan::{
    CollectionKind, CopiedFile, Layout, Page, Plan, PlanOptions, PlannedPage, SEARCH_PATH, lay_out,
};
pub use proof::PROOF_PATH;
pub use texts::SourceText;
