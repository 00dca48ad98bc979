//! The rules of the product, tried from outside.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs, reason = "tests touch the disk")]

mod arrows;
mod commands;
mod diagnostics;
mod format;
mod killed;
mod links;
mod promises;
mod sample;
mod support;
