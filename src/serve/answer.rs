//! From an address to what is sent: pages of the site as a build would write them, with the preview's
//! script behind them, and what the script asks for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use xxhash_rust::xxh3::xxh3_64;

use super::guard::{self, Names, Refusal, Request};
use super::http::{Answers, Body, Events, Response};
use super::panel;
use super::site::{Answer, Site, Versions, is_page};
use crate::build::Asked;
use crate::pages::{PROOF_PATH, SEARCH_PATH};
use crate::source::Sources;

/// Where what belongs to the preview alone is. No page of a site has an address that begins so.
const OWN: &str = "_preview/";

/// Answers for a site.
pub struct Desk {
    /// The site.
    pub site: Arc<Site>,
    /// By which names it may be asked.
    pub names: Names,
    /// The project's folder on the disk, for opening an editor.
    pub root: PathBuf,
    /// Where marked lines are read from.
    pub sources: Arc<dyn Sources + Send + Sync>,
    /// Differs from run to run, so that a page of an earlier one knows that all may have changed.
    pub run: u64,
}

impl Answers for Desk {
    fn answer(&self, request: &Request<'_>) -> Response {
        match guard::admit(request, &self.names) {
            Ok(address) => match address.strip_prefix(OWN) {
                Some(own) => self.own(own, request.target),
                None => self.page(&address),
            },
            Err(refusal) => refused(refusal),
        }
    }
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Method => Response::text(405, "the preview only shows: it answers GET and HEAD"),
        Refusal::Host => Response::text(
            421,
            "the preview is not called by this name; use the address that gongbao serve printed",
        ),
        Refusal::OtherSite => Response::text(
            403,
            "another site led here, which the preview does not allow; type the address, or open it from a bookmark",
        ),
        Refusal::Address => Response::text(400, "no page can have this address"),
    }
}

impl Desk {
    fn page(&self, address: &str) -> Response {
        let versions = self.site.versions();
        let answer = match self.site.file(address) {
            Ok(answer) => answer,
            // The file went away a moment ago; the page is told when that is known.
            Err(_) => Answer::Broken,
        };
        match answer {
            Answer::Made(bytes) | Answer::LastGood(bytes) => self.sent(200, address, bytes, versions),
            Answer::NotThere => self.not_there(address, versions),
            Answer::Broken => self.said(500, "preview_broken", versions),
        }
    }

    /// A page that says one thing, in the archive's language.
    fn said(&self, status: u16, key: &str, versions: Versions) -> Response {
        let words = escaped(&self.site.look().words(key));
        let page =
            format!("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>{words}</title>\n<p>{words}</p>\n");
        self.sent(status, "said.html", page.into_bytes().into(), versions)
    }

    /// An address without a page: that of a folder, one as it will be on the host, or none.
    fn not_there(&self, address: &str, versions: Versions) -> Response {
        if let Some(below) = self.site.look().below_base(address) {
            return Response::elsewhere(format!("/{below}"));
        }
        if self.site.look().has(&format!("{address}/index.html")) {
            return Response::elsewhere(format!("/{address}/"));
        }
        let Ok(Answer::Made(page) | Answer::LastGood(page)) = self.site.file("404.html") else {
            return Response::text(404, "there is no such page");
        };
        self.sent(404, "404.html", page, versions)
    }

    /// A file of the site; behind a page goes the preview's script.
    fn sent(&self, status: u16, address: &str, bytes: Arc<[u8]>, versions: Versions) -> Response {
        let stamp = xxh3_64(&bytes);
        let mut response = Response::of(status, media_type(address), bytes);
        if let (true, Body::Bytes(_, more)) = (is_page(address), &mut response.body) {
            let note = match address {
                SEARCH_PATH if !self.site.look().can_be_searched() => {
                    format!(" data-note=\"{}\"", escaped(&self.site.look().words("preview_no_search")))
                }
                _ => String::new(),
            };
            *more = format!(
                "<script src=\"/{OWN}preview.js\"{note} data-run=\"{}\" data-versions=\"{} {} {} {}\" data-page=\"{stamp:016x}\"></script>",
                self.run, versions.pages, versions.theme, versions.scripts, versions.found
            );
        }
        response
    }

    /// The issue in progress. A file that went away a moment ago is taken up at the next try.
    fn proof(&self, wanted: Option<&str>) -> Response {
        let versions = self.site.versions();
        match self.site.proof(wanted, &*self.sources) {
            Ok(Asked::Made(page)) => self.sent(200, PROOF_PATH, page.into(), versions),
            // The panel says what is wrong with the template.
            Ok(Asked::Wrong(_)) => self.said(500, "preview_broken", versions),
            Ok(Asked::NotThere) => self.said(404, "preview_no_issue", versions),
            // A file of it is being written.
            Err(_) => self.said(503, "preview_broken", versions),
        }
    }

    /// What belongs to the preview alone.
    fn own(&self, name: &str, target: &str) -> Response {
        match name {
            "preview.js" => own_file("text/javascript; charset=utf-8", include_bytes!("preview/preview.js")),
            "preview.css" => own_file("text/css; charset=utf-8", include_bytes!("preview/preview.css")),
            "issue.html" => self.proof(guard::query(target, "issue").as_deref()),
            "found.json" => {
                let page = guard::query(target, "page").unwrap_or_default();
                let json = panel::json(&self.site, &*self.sources, &self.root, &page);
                Response::of(200, "application/json", json.into_bytes().into())
            }
            "events" => {
                let listening = Listening { site: Arc::clone(&self.site), run: self.run, seen: None };
                Response {
                    status: 200,
                    media_type: "text/event-stream",
                    location: None,
                    body: Body::Events(Box::new(listening)),
                }
            }
            _ => Response::text(404, "there is no such page"),
        }
    }
}

/// Words as the text of an element or of an attribute.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn own_file(media_type: &'static str, bytes: &'static [u8]) -> Response {
    Response::of(200, media_type, bytes.into())
}

/// Somebody who wants to hear of changes: what is true now comes first.
struct Listening {
    site: Arc<Site>,
    run: u64,
    seen: Option<Versions>,
}

impl Events for Listening {
    fn next(&mut self, longest: Duration) -> Option<String> {
        let now = match self.seen {
            None => self.site.versions(),
            Some(seen) => self.site.wait(seen, longest),
        };
        if self.seen == Some(now) {
            return None;
        }
        self.seen = Some(now);
        let Versions { pages, theme, scripts, found } = now;
        let run = self.run;
        Some(format!(
            "{{\"run\":{run},\"pages\":{pages},\"theme\":{theme},\"scripts\":{scripts},\"found\":{found}}}"
        ))
    }
}

/// The media type of a file, by its ending.
fn media_type(address: &str) -> &'static str {
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}
