//! Full-text search that needs no server: the index, and what a query finds in it.
//!
//! `docs/search-index.md` has the format and the rules byte by byte. Pure: from texts to files and back.
//! Must not know: templates, disk, what pages there are.

mod bits;
mod blocks;
mod class;
mod coding;
mod columns;
mod counts;
mod fold;
mod holding;
mod index;
mod list;
mod normal;
mod old;
mod pack;
mod plan;
mod postings;
mod query;
mod reader;
mod results;
mod root;
mod run;
mod script;
mod store;
mod terms;

pub use blocks::{Block, blocks};
pub use columns::{Facets, day};
pub use index::{Entry, Manifest, Names, Place, TextOf, build};
pub use normal::number_key;
pub use query::Query;
pub use reader::{Files, Index};
pub use results::{Hit, Results};
pub use store::Record;
