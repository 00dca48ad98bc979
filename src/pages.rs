//! The plan: every page of the site, its address, and what it is made of.
//!
//! Must not know: HTML, templates, disk. Two pages at one address are an error found here.

mod addresses;
mod breadcrumbs;
mod charges;
mod citations;
mod codes;
pub mod context;
pub mod data;
mod document;
mod excerpt;
mod frame;
mod holdings;
mod issues;
mod layout;
mod listing;
mod lookup;
mod numbers;
mod page;
mod path;
mod plan;
mod proof;
mod terms;
mod texts;
mod timeline;
mod validity;
mod whole_issue;

pub use addresses::FileAt;
pub use layout::{Layout, lay_out};
pub use page::{CollectionKind, CopiedFile, Page, PlannedPage, SEARCH_PATH};
pub use path::{SitePath, relative};
pub use plan::{Plan, PlanOptions};
pub use proof::PROOF_PATH;
pub use texts::SourceText;
