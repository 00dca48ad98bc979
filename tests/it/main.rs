//! The rules of the product, tried from outside.

#![allow(clippy::disallowed_methods, missing_docs, reason = "tests touch the disk")]
#![allow(clippy::pedantic, reason = "a test is read as a rule, not as a library")]

mod arrows;
mod citations;
mod codes;
mod commands;
mod declared;
mod diagnostics;
mod documents;
mod export;
mod format;
mod hosting;
mod killed;
mod labelled;
mod links;
mod messages;
mod package;
mod preview;
mod preview_engine;
mod promises;
mod proof;
mod remembered;
mod sample;
mod schema;
mod search;
mod support;
mod theme;
mod theme_contexts;
mod whole_issue;
