//! How programs find the site and in it: robots.txt, `OpenSearch`, the web manifest.

use std::io::{self, Write};

use serde::Serialize;

use super::Site;
use super::xml::push_element;
use crate::config::Artefact;
use crate::pages::{Plan, SitePath};

/// Writes robots.txt (RFC 9309): everything may be read, and the sitemap is named.
pub fn robots(site: &Site<'_>, plan: &Plan<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"User-agent: *\nAllow: /\n")?;
    if plan.makes(Artefact::Sitemap) {
        writeln!(out, "Sitemap: {}", site.address(&SitePath::new("sitemap.xml")))?;
    }
    Ok(())
}

/// Writes how a browser looks a document up by its number (`OpenSearch` 1.1).
pub fn open_search(site: &Site<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n",
    );
    // The specification allows 16 characters for the name and 1024 for the description.
    push_element(&mut text, "ShortName", &site.title.chars().take(16).collect::<String>());
    let description = site.description.unwrap_or(site.title);
    push_element(&mut text, "Description", &description.chars().take(1024).collect::<String>());
    push_element(&mut text, "Language", site.language);
    push_element(&mut text, "InputEncoding", "UTF-8");
    let icon = site.address(&SitePath::new("assets/icon.svg"));
    text.push_str("<Image height=\"16\" width=\"16\" type=\"image/svg+xml\">");
    super::xml::push_escaped(&mut text, &icon);
    text.push_str("</Image>\n<Url type=\"text/html\" template=\"");
    let page = site.address(&SitePath::new("numbers/index.html"));
    super::xml::push_escaped(&mut text, &page);
    text.push_str("?number={searchTerms}\"/>\n</OpenSearchDescription>\n");
    out.write_all(text.as_bytes())
}

/// The web manifest (W3C Web Application Manifest).
#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lang: &'a str,
    id: &'static str,
    start_url: &'static str,
    scope: &'static str,
    display: &'static str,
    icons: [Icon; 1],
}

#[derive(Serialize)]
struct Icon {
    src: &'static str,
    sizes: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
}

/// Writes the web manifest.
pub fn manifest(site: &Site<'_>, out: &mut dyn Write) -> io::Result<()> {
    let manifest = Manifest {
        name: site.title,
        short_name: site.title.chars().take(12).collect(),
        description: site.description,
        lang: site.language,
        id: "index.html",
        start_url: "index.html",
        scope: "./",
        display: "minimal-ui",
        icons: [Icon { src: "assets/icon.svg", sizes: "any", media_type: "image/svg+xml" }],
    };
    serde_json::to_writer_pretty(&mut *out, &manifest)?;
    out.write_all(b"\n")
}
