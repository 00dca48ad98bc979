//! A static site generator for gazette archives.
//!
//! One Markdown file a document goes in, one cross-linked folder of HTML comes out. The modules stand
//! in the order in which data flows through them, and each uses only those above it:
//! [`build`] calls them in turn. `ARCHITECTURE.md` has the map, the promises and the words.

pub mod gazette;

pub mod diagnostics;

pub mod config;

pub mod source;

pub mod parse;

pub mod schema;

pub mod archive;

pub mod links;

pub mod pages;

pub mod search;

pub mod render;

pub mod export;

pub mod build;

pub mod write;

pub mod check;

pub mod import;

pub mod serve;

pub mod cli;
