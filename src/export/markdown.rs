//! Documents as Markdown: the text as the editor wrote it, without notes between editors, and a front
//! matter in one form. This program reads it again.

use std::borrow::Cow;
use std::fmt::Write;

use super::Exporter;
use crate::archive::DocumentIndex;
use crate::links::{Place, Target};
use crate::pages::data::DocumentFormat;
use crate::pages::{SitePath, relative};
use crate::parse::{self, comments};

/// Where the links of a Markdown text are seen from.
#[derive(Clone, Copy)]
pub enum Seen<'p> {
    /// From a file of the site; other documents are named by their Markdown.
    From(&'p SitePath),
    /// From anywhere: by their pages' addresses.
    Whole,
}

/// A document as a file of its own.
#[must_use]
pub fn document(exporter: &Exporter<'_>, index: DocumentIndex, file: &str) -> String {
    let from = exporter.plan.document_file(index, DocumentFormat::Markdown);
    let mut out = front_matter(exporter, index, &from);
    out.push_str(text(exporter, index, file, Seen::From(&from)).trim_start_matches('\n'));
    out
}

/// The text below the front matter, with links that lead on and without comments.
#[must_use]
pub fn text<'f>(
    exporter: &Exporter<'_>,
    index: DocumentIndex,
    file: &'f str,
    seen: Seen<'_>,
) -> Cow<'f, str> {
    let start = parse::text_start(file);
    let text = &file[start..];
    let mut replaced: Vec<_> =
        comments::comments(text).into_iter().map(|range| (range, Cow::Borrowed(""))).collect();
    let record = &exporter.plan.archive().document(index).record;
    let targets = &exporter.plan.links().documents[index.get()].text;
    for (link, target) in record.text.links.iter().zip(targets) {
        let span = link.span.range();
        let (Some(target), true) = (target, span.start >= start) else { continue };
        let place = span.start - start..span.end - start;
        // An address that is written with escapes is not where it was looked for, and stays.
        if text.get(place.clone()) == Some(&*link.address)
            && let Some(address) = address(exporter, target, seen)
        {
            replaced.push((place, Cow::Owned(address)));
        }
    }
    replaced.sort_unstable_by_key(|(range, _)| (range.start, range.end));
    replaced.dedup_by(|later, first| later.0.start < first.0.end);
    comments::with_replaced(text, &replaced)
}

fn address(exporter: &Exporter<'_>, target: &Target, seen: Seen<'_>) -> Option<String> {
    let plan = exporter.plan;
    let fragment = target.fragment.as_deref();
    let page = plan.target_path(target)?;
    Some(match (seen, target.place) {
        (Seen::From(from), Place::Document(index)) if plan.is_open(index) => {
            relative(from, &plan.document_file(index, DocumentFormat::Markdown), fragment)
        }
        (Seen::From(from), _) => relative(from, &page, fragment),
        (Seen::Whole, _) => {
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            format!("{}{fragment}", exporter.site.address(&page))
        }
    })
}

fn front_matter(exporter: &Exporter<'_>, index: DocumentIndex, from: &SitePath) -> String {
    let plan = exporter.plan;
    let record = &plan.archive().document(index).record;
    let links = &plan.links().documents[index.get()];
    let mut front = FrontMatter(String::from("---\n"));
    let _ = writeln!(front.0, "# {}", exporter.site.address(plan.document_path(index)));
    front.text("title", Some(&record.title.value));
    front.list("number", record.numbers.iter().map(|number| number.value.printed()));
    front.list("department", record.departments.iter().map(|name| &*name.value));
    front.plain("date", record.date.as_ref().map(|date| date.value));
    front.plain("published", record.published);
    front.plain("effective", record.effective);
    front.plain("valid_years", record.valid_years);
    front.plain("expires", record.expires);
    front.text("part", record.part.as_deref());
    let pages = record.printed_pages.as_ref().map(|pages| pages.value.to_string());
    front.text("page", pages.as_deref());
    front.text("kind", record.kind.as_ref().map(|kind| kind.as_str()));
    front.list("topics", record.topics.iter().map(|topic| &**topic));
    front.text("recipients", record.recipients.as_deref());
    for verb in parse::RelationVerb::ALL {
        let targets = record.relations.iter().filter(|relation| relation.verb == verb);
        front.list(verb.key(), targets.map(|relation| &*relation.target.value));
    }
    front.text("index_number", record.index_number.as_deref());
    front.text("language", record.language.as_deref());
    let original = links.reprint_of.map(|original| match record.reprint_of.as_ref() {
        Some(written) if !written.value.ends_with(".md") => written.value.to_string(),
        _ => relative(from, &plan.document_file(original, DocumentFormat::Markdown), None),
    });
    front.text("reprint_of", original.as_deref());
    let attachments = links.attachments.iter().zip(&record.attachments);
    let files = attachments.filter_map(|(asset, attachment)| {
        Some((&*attachment.title, relative(from, plan.asset((*asset)?)?.0, None)))
    });
    let files: Vec<(&str, String)> = files.collect();
    if !files.is_empty() {
        front.0.push_str("attachments:\n");
    }
    for (title, file) in files {
        let _ = writeln!(front.0, "  - {{ title: {}, file: {} }}", quoted(title), quoted(&file));
    }
    front.0 + "---\n"
}

struct FrontMatter(String);

impl FrontMatter {
    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            let _ = writeln!(self.0, "{key}: {}", quoted(value));
        }
    }

    fn plain(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            let _ = writeln!(self.0, "{key}: {value}");
        }
    }

    /// One value as itself, several as a list.
    fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        let values: Vec<String> = values.map(quoted).collect();
        let _ = match &*values {
            [] => Ok(()),
            [one] => writeln!(self.0, "{key}: {one}"),
            several => writeln!(self.0, "{key}: [{}]", several.join(", ")),
        };
    }
}

/// Text as YAML takes it whatever it holds: JSON is YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
