//! Sitemaps for search engines (sitemaps.org 0.9): at most 50,000 pages and 50 MB each, an index above.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::record::{day_of, first_day};
use super::xml::escaped;
use super::{Exporter, Site};
use crate::gazette::GazetteDate;
use crate::pages::data::SITEMAP_PAGES;
use crate::pages::{Page, Plan, PlannedPage, SitePath};

/// How many sitemaps there are.
pub fn parts(plan: &Plan<'_>) -> usize {
    listed(plan).count().div_ceil(SITEMAP_PAGES)
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

/// Writes a sitemap.
pub fn write(exporter: &Exporter<'_>, part: usize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    )?;
    let mut line = String::new();
    for planned in listed(exporter.plan).skip(part * SITEMAP_PAGES).take(SITEMAP_PAGES) {
        line.clear();
        let _ = write!(line, "<url><loc>{}</loc>", escaped(&exporter.site.address(&planned.path)));
        if let Some(day) = last_change(exporter.plan, planned.page) {
            let _ = write!(line, "<lastmod>{day}</lastmod>");
        }
        line.push_str("</url>\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"</urlset>\n")
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
