//! Atom feeds (RFC 4287), the older entries in parts that stay (RFC 5005, archived feeds).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Exporter;
use super::record::{day_of, document_id, published};
use super::xml::{escaped, push_element};
use crate::archive::DocumentIndex;
use crate::gazette::GazetteDate;
use crate::pages::data::{DocumentFormat, FEED_LEAF, FeedSource};

/// How many entries a feed shows at least, if there are so many.
const SHOWN: usize = 50;

/// How many parts of a feed are finished: full, and at the old end.
#[must_use]
pub fn finished_parts(documents: usize) -> usize {
    documents.saturating_sub(1) / FEED_LEAF
}

/// The documents that a feed, or a part of it, shows.
#[must_use]
pub fn shown(documents: &[DocumentIndex], part: Option<usize>) -> &[DocumentIndex] {
    match part {
        Some(part) => &documents[part * FEED_LEAF..(part + 1) * FEED_LEAF],
        None => {
            let start = finished_parts(documents.len()) * FEED_LEAF;
            &documents[start.min(documents.len().saturating_sub(SHOWN))..]
        }
    }
}

/// Writes a feed or a part of it, the newest entry first.
pub fn write(
    exporter: &Exporter<'_>,
    source: FeedSource,
    part: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let documents = exporter.feed_documents(source);
    let shown = shown(&documents, part);
    let mut text = String::with_capacity(1024 * (shown.len() + 1));
    head(exporter, source, part, &documents, shown, &mut text);
    for index in shown.iter().rev() {
        entry(exporter, *index, &mut text);
    }
    text.push_str("</feed>\n");
    out.write_all(text.as_bytes())
}

fn head(
    exporter: &Exporter<'_>,
    source: FeedSource,
    part: Option<usize>,
    documents: &[DocumentIndex],
    shown: &[DocumentIndex],
    out: &mut String,
) {
    let (site, plan) = (&exporter.site, exporter.plan);
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" xml:lang=\"{}\">\n",
        escaped(site.language)
    );
    push_element(out, "title", &exporter.feed_title(source));
    let page = match source {
        FeedSource::Archive => crate::pages::SitePath::new("index.html"),
        FeedSource::Term(kind, term) => plan.term_path(kind, term),
    };
    let feed = plan.feed_path(source, None);
    push_element(out, "id", &site.tag(feed.as_str().trim_end_matches(".xml")));
    let updated = shown.iter().map(|index| day_of(plan, *index)).max();
    let updated = updated.unwrap_or_else(|| GazetteDate::new(1970, 1, 1).expect("the day is there"));
    push_element(out, "updated", &site.moment(updated));
    let _ = writeln!(out, "<author><name>{}</name></author>", escaped(site.publisher.unwrap_or(site.title)));
    let mut link = |rel: &str, media_type: &str, path: &crate::pages::SitePath| {
        let address = site.address(path);
        let _ = writeln!(out, "<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>", escaped(&address));
    };
    let atom = "application/atom+xml";
    link("alternate", "text/html", &page);
    link("self", atom, &plan.feed_path(source, part));
    let finished = finished_parts(documents.len());
    let previous = part.unwrap_or(finished).checked_sub(1);
    if let Some(previous) = previous {
        link("prev-archive", atom, &plan.feed_path(source, Some(previous)));
    }
    if let Some(part) = part {
        if part + 1 < finished {
            link("next-archive", atom, &plan.feed_path(source, Some(part + 1)));
        }
        link("current", atom, &feed);
        out.push_str("<fh:archive/>\n");
    }
}

fn entry(exporter: &Exporter<'_>, index: DocumentIndex, out: &mut String) {
    let (site, plan) = (&exporter.site, exporter.plan);
    let document = plan.archive().document(index);
    let record = &document.record;
    out.push_str("<entry");
    if let Some(language) = &record.language {
        let _ = write!(out, " xml:lang=\"{}\"", escaped(language));
    }
    out.push_str(">\n");
    push_element(out, "title", &record.title.value);
    push_element(out, "id", &site.tag(&document_id(plan, index)));
    push_element(out, "updated", &site.moment(day_of(plan, index)));
    if let Some(day) = published(plan, document) {
        push_element(out, "published", &site.moment(day));
    }
    let address = site.address(plan.document_path(index));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escaped(&address));
    for format in plan.document_formats(index).filter(|format| *format != DocumentFormat::Markdown) {
        let address = site.address(&plan.document_file(index, format));
        let _ = writeln!(
            out,
            "<link rel=\"alternate\" type=\"{}\" href=\"{}\"/>",
            format.media_type(),
            escaped(&address)
        );
    }
    for department in &record.departments {
        let _ = writeln!(out, "<author><name>{}</name></author>", escaped(&department.value));
    }
    let kind = record.kind.as_ref().map(|kind| kind.as_str());
    for term in kind.into_iter().chain(record.topics.iter().map(|topic| &**topic)) {
        let _ = writeln!(out, "<category term=\"{}\"/>", escaped(term));
    }
    let numbers: Vec<&str> = record.numbers.iter().map(|number| number.value.printed()).collect();
    let withdrawn = record.withdrawn.as_ref().and_then(|withdrawal| withdrawal.reason.as_deref());
    let said = [Some(numbers.join("、")), withdrawn.map(str::to_owned)].into_iter().flatten();
    let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
    if !said.is_empty() {
        push_element(out, "summary", &said.join(" · "));
    }
    out.push_str("</entry>\n");
}

impl Exporter<'_> {
    /// What a feed is called.
    pub(super) fn feed_title(&self, source: FeedSource) -> String {
        match source {
            FeedSource::Archive => self.site.title.to_owned(),
            FeedSource::Term(kind, term) => {
                format!("{} · {}", self.plan.term_name(kind, term), self.site.title)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_in_one_finished_part_or_in_the_feed() {
        for count in [1, 49, 50, 99, 100, 101, 150, 200, 201, 320] {
            let documents: Vec<DocumentIndex> = (0..count).map(DocumentIndex::new).collect();
            let mut seen: Vec<DocumentIndex> =
                (0..finished_parts(count)).flat_map(|part| shown(&documents, Some(part)).to_vec()).collect();
            let newest = shown(&documents, None);
            assert!(newest.len() >= count.min(SHOWN) && newest.len() <= FEED_LEAF, "{count}");
            seen.extend_from_slice(newest);
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen, documents);
        }
    }
}
