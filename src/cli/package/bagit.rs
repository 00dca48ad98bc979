//! `package bagit`.

use std::path::Path;
use std::time::Instant;

use super::super::Ending;
use super::super::arguments::BagitArguments;
use crate::package::{Bag, Description, bag};

/// Makes a bag.
pub fn bagit(root: &Path, arguments: &BagitArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let Some(built) = super::build(root, &arguments.settings)? else { return Ok(Ending::ContentErrors) };
    let day = match arguments.date {
        Some(day) => Some(day),
        None => built.newest_day()?,
    };
    let day = day.map(|day| day.to_string());
    let book = &built.config.book;
    let terms = built.with_texts(|texts| (texts.word)(&format!("legal_{}", book.legal_value.word()), &[]));
    let description = Description {
        title: &book.title,
        language: &book.language,
        publisher: book.publisher.as_deref(),
        about: book.description.as_deref(),
        base_url: book.base_url.as_deref(),
        day: day.as_deref(),
        terms: &terms,
        licence: arguments.licence.as_deref(),
    };
    let sources = if arguments.sources { built.sources()? } else { Vec::new() };
    let (packed, _) = bag(Bag { site: built.site.clone(), sources, description }, &arguments.out)?;
    if !quiet {
        super::print_packed(packed, &arguments.out, start, built.speaker())?;
    }
    Ok(Ending::Good)
}
