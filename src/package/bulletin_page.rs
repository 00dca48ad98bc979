//! The bulletin of changes as a page.

use std::fmt::Write;

use super::bulletin::{Bulletin, Item, StatusFact};
use super::delta::{Changes, Link};
use super::texts::{Page, Texts, escaped};

const PAGE: Page = Page(include_str!("pages/bulletin.html"));

/// The bulletin as a page.
#[must_use]
pub fn page(bulletin: &Bulletin, texts: &Texts<'_>, link: Link, changes: Changes) -> String {
    let mut parts = String::new();
    for (part, items) in bulletin.parts().into_iter().filter(|(_, items)| !items.is_empty()) {
        let what = texts.phrase(&format!("bulletin_{}", part.key()), &[]);
        let values = [("what", &*what), ("n", &items.len().to_string())];
        let _ = write!(parts, "<h2>{}</h2>\n<ol>\n", escaped(&texts.phrase("bulletin_heading", &values)));
        for item in items {
            push_item(&mut parts, item, texts);
        }
        parts.push_str("</ol>\n");
    }
    if parts.is_empty() {
        let _ = writeln!(parts, "<p>{}</p>", escaped(&texts.phrase("bulletin_none", &[])));
    }
    let [new, changed, removed] = [changes.new, changes.changed, changes.removed].map(|n| n.to_string());
    let values = [("new", &*new), ("changed", &*changed), ("removed", &*removed)];
    let files = escaped(&texts.phrase("bulletin_files", &values));
    let manifest = |key, sum: String| texts.html(key, &[("sum", &code(&sum))]);
    let (from, to) =
        (manifest("bulletin_from", link.from.to_string()), manifest("bulletin_to", link.to.to_string()));
    texts.page(PAGE, &[("parts", &parts), ("files", &files), ("from", &from), ("to", &to)])
}

fn push_item(out: &mut String, item: &Item, texts: &Texts<'_>) {
    let _ = write!(out, "<li><p class=\"name\">{}</p>", linked(&item.title, &item.url));
    let mut notes: Vec<String> = item.numbers.iter().map(|number| escaped(number)).collect();
    if !is_whole(&item.url) {
        notes.push(escaped(&item.url));
    }
    match (&item.code_before, &item.code) {
        (Some(before), Some(now)) if before != now => {
            notes.push(texts.html("bulletin_codes", &[("before", &code(before)), ("now", &code(now))]));
        }
        (_, Some(now)) => notes.push(texts.html("bulletin_code", &[("code", &code(now))])),
        _ => {}
    }
    if !item.status_before.is_empty() || !item.status.is_empty() {
        for (key, facts) in [("bulletin_before", &item.status_before), ("bulletin_after", &item.status)] {
            notes.push(texts.html(key, &[("what", &status(facts, texts))]));
        }
    }
    if !item.facts.is_empty() {
        let names: Vec<String> = item.facts.iter().map(|fact| fact_name(fact, texts)).collect();
        notes.push(names.join(&escaped(&texts.phrase("bulletin_between", &[]))));
    }
    for note in notes {
        let _ = write!(out, "<p class=\"note\">{note}</p>");
    }
    out.push_str("</li>\n");
}

/// What is said of a document's status, as HTML.
fn status(facts: &[StatusFact], texts: &Texts<'_>) -> String {
    let fact = |fact: &StatusFact| {
        let document =
            linked(fact.name.as_deref().unwrap_or_default(), fact.url.as_deref().unwrap_or_default());
        let date = escaped(fact.date.as_deref().unwrap_or_default());
        let key = format!("status_{}", fact.fact);
        let said = texts.html(&key, &[("document", &document), ("date", &date)]);
        if date.is_empty() || fact.document.is_none() {
            return said;
        }
        texts.html("status_on", &[("what", &said), ("date", &date)])
    };
    if facts.is_empty() {
        return escaped(&texts.phrase("status_none", &[]));
    }
    facts.iter().map(fact).collect::<Vec<_>>().join(&escaped(&texts.phrase("bulletin_between", &[])))
}

/// What a fact of the catalogue is called; one that there are no words for is called what the catalogue
/// calls it.
fn fact_name(fact: &str, texts: &Texts<'_>) -> String {
    escaped(&texts.known(&format!("fact_{fact}")).unwrap_or_else(|| fact.to_owned()))
}

fn linked(name: &str, url: &str) -> String {
    let name = escaped(name);
    if is_whole(url) { format!("<a href=\"{}\">{name}</a>", escaped(url)) } else { name }
}

/// Whether an address leads somewhere from a page that lies anywhere.
fn is_whole(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn code(code: &str) -> String {
    format!("<code>{}</code>", escaped(code))
}
