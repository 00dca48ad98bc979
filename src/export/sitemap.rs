//! Sitemaps for search engines (sitemaps.org 0.9): at most 50,000 pages and 50 MB each, an index above.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::record::{day_of, first_day};
use super::xml::escaped;
use super::{Exporter, Site};
use crate::gazette::GazetteDate;
use crate::pages::{Page, Plan, PlannedPage, SitePath};

/// How many pages a sitemap may name, and how many bytes it may have (the protocol's limits).
const LIMITS: (usize, usize) = (50_000, 50 * 1024 * 1024);
/// What stands around an address at most.
const AROUND: usize = "<url><loc></loc><lastmod>2018-10-08</lastmod></url>\n".len();
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
const TAIL: &str = "</urlset>\n";

/// Where each sitemap begins and ends among the pages that are listed: as few as the limits allow.
pub fn parts(exporter: &Exporter<'_>) -> Vec<(usize, usize)> {
    let lengths = listed(exporter.plan).map(|planned| AROUND + address(exporter, planned).len());
    split(lengths, LIMITS.0, LIMITS.1 - HEAD.len() - TAIL.len())
}

fn address(exporter: &Exporter<'_>, planned: &PlannedPage) -> String {
    escaped(&exporter.site.address(&planned.path)).into_owned()
}

/// Cuts a row of things of these lengths into parts of at most so many and at most so long.
fn split(lengths: impl Iterator<Item = usize>, most: usize, longest: usize) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = vec![(0, 0)];
    let mut whole = 0;
    for (index, length) in lengths.enumerate() {
        let last = parts.last_mut().expect("there is always a part");
        if last.1 - last.0 == most || (whole + length > longest && last.1 > last.0) {
            parts.push((index, index + 1));
            whole = length;
        } else {
            last.1 = index + 1;
            whole += length;
        }
    }
    parts
}

/// Where a sitemap is, from 0, when there are several.
pub fn path(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The pages that a search engine is to find: not scripts, stubs and drafts.
fn listed<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p PlannedPage> {
    plan.pages.iter().filter(|planned| match planned.page {
        Page::Document(index) => !plan.archive().document(index).record.draft,
        Page::NotFound
        | Page::Redirect(_)
        | Page::Number(_)
        | Page::RegistersScript
        | Page::HeldScript(_) => false,
        _ => true,
    })
}

/// The day on which a page came to say what it says, as far as the content tells.
fn last_change(plan: &Plan<'_>, page: Page) -> Option<GazetteDate> {
    match page {
        Page::Document(index) => Some(day_of(plan, index)),
        Page::Issue(index) => {
            let issue = &plan.archive().issues[index.get()];
            Some(issue.record.date.unwrap_or_else(|| first_day(issue.folder_year)))
        }
        _ => None,
    }
}

/// Writes a sitemap of the listed pages from one place to another.
pub fn write(exporter: &Exporter<'_>, (start, end): (usize, usize), out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let mut line = String::new();
    for planned in listed(exporter.plan).skip(start).take(end - start) {
        line.clear();
        let _ = write!(line, "<url><loc>{}</loc>", address(exporter, planned));
        if let Some(day) = last_change(exporter.plan, planned.page) {
            let _ = write!(line, "<lastmod>{day}</lastmod>");
        }
        line.push_str("</url>\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(TAIL.as_bytes())
}

/// Writes the list of the sitemaps.
pub fn index(site: &Site<'_>, parts: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 0..parts {
        let address = site.address(&SitePath::new(path(part)));
        let _ = writeln!(text, "<sitemap><loc>{}</loc></sitemap>", escaped(&address));
    }
    text.push_str("</sitemapindex>\n");
    out.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_cut_at_the_number_and_at_the_length() {
        let cut = |lengths: &[usize], most, longest| split(lengths.iter().copied(), most, longest);
        assert_eq!(cut(&[1; 5], 2, 100), [(0, 2), (2, 4), (4, 5)]);
        assert_eq!(cut(&[1; 4], 2, 100), [(0, 2), (2, 4)]);
        assert_eq!(cut(&[4, 4, 3, 9, 20, 1], 100, 10), [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6)]);
        assert_eq!(cut(&[], 2, 10), [(0, 0)]);
        assert_eq!(split(std::iter::repeat_n(70, 50_001), LIMITS.0, LIMITS.1).len(), 2);
    }
}
