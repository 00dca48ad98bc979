//! Promise 4: every link in the output resolves on disk, is relative, and names its file; nothing is
//! fetched from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

/// What a page refers to, and what can be referred to in it.
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    fetched: Vec<String>,
}

fn read(html: &str) -> Page {
    let document = Html::parse_document(html);
    let all = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        document
            .select(&selector)
            .filter_map(|element| element.value().attr(attribute).map(str::to_owned))
            .collect()
    };
    let mut fetched = all("[src]", "src");
    fetched.extend(all("link[rel=stylesheet]", "href"));
    // A form leads to its page as a link does.
    let mut links = all("a[href], area[href]", "href");
    links.extend(all("form[action]", "action"));
    Page { ids: all("[id]", "id").into_iter().collect(), links, fetched }
}

/// Everything that is wrong with the links of a site.
pub fn problems(site: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let html = |path: &str| path.ends_with(".html");
    let pages: BTreeMap<&str, Page> = site
        .iter()
        .filter(|(path, _)| html(path))
        .map(|(path, bytes)| (path.as_str(), read(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let mut problems = Vec::new();
    for (path, page) in &pages {
        for link in page.fetched.iter().chain(&page.links) {
            if let Some(problem) = problem(site, &pages, path, link, page.fetched.contains(link)) {
                problems.push(format!("{path}: {link:?} {problem}"));
            }
        }
    }
    problems
}

fn problem(
    site: &BTreeMap<String, Vec<u8>>,
    pages: &BTreeMap<&str, Page>,
    from: &str,
    link: &str,
    fetched: bool,
) -> Option<String> {
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme)) {
        return fetched.then(|| "is fetched from elsewhere".to_owned());
    }
    if link.is_empty() {
        return Some("is empty".to_owned());
    }
    // A host shows the page for dead addresses at any address, so its links begin at the host's root.
    let (from, link) = match link.strip_prefix('/') {
        Some(rooted) if from == "404.html" => ("index.html", rooted),
        _ => (from, link),
    };
    if link.contains(':') || link.starts_with('/') {
        return Some("is not relative".to_owned());
    }
    let (file, fragment) =
        link.split_once('#').map_or((link, None), |(file, fragment)| (file, Some(fragment)));
    let mut parts: Vec<&str> = from.split('/').collect();
    if !file.is_empty() {
        parts.pop();
        for part in file.split('/') {
            match part {
                ".." => {
                    if parts.pop().is_none() {
                        return Some("leads out of the site".to_owned());
                    }
                }
                part => parts.push(part),
            }
        }
    }
    let target = parts.join("/");
    if !site.contains_key(&target) {
        return Some("leads to no file".to_owned());
    }
    let page = pages.get(target.as_str())?;
    match fragment {
        Some(fragment) if !fragment.is_empty() && !page.ids.contains(fragment) => {
            Some("leads to a place that the page does not have".to_owned())
        }
        _ => None,
    }
}

/// The pages that cannot be reached from the home page by links. Stubs at old addresses, permanent
/// addresses and the page for dead addresses are reached from outside.
pub fn unreached(site: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) || !path.ends_with(".html") {
            continue;
        }
        let Some(bytes) = site.get(&path) else { continue };
        for link in read(std::str::from_utf8(bytes).unwrap()).links {
            if link.contains(':') {
                continue;
            }
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            let file = link.split('#').next().unwrap();
            if file.is_empty() {
                continue;
            }
            for part in file.split('/') {
                if part == ".." {
                    parts.pop();
                } else {
                    parts.push(part);
                }
            }
            open.push(parts.join("/"));
        }
    }
    let stub = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        text.contains("http-equiv=\"refresh\"") || text.contains("http-equiv=refresh")
    };
    site.iter()
        .filter(|(path, _)| path.ends_with(".html") && path.as_str() != "404.html" && !seen.contains(*path))
        // The permanent addresses of numbers are for links from elsewhere.
        .filter(|(path, _)| !path.starts_with("n/"))
        .filter(|(_, bytes)| !stub(bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

/// A site on disk, named by the variable `SITE_UNDER_TEST`: the scripts of CI use this on real archives.
/// Without the variable there is no such site, and the test has nothing to look at.
#[test]
fn every_link_of_a_site_on_disk_resolves() {
    let Some(folder) = std::env::var_os("SITE_UNDER_TEST") else { return };
    let site = crate::support::tree(folder.as_ref());
    assert!(site.contains_key("index.html"), "no site in {folder:?}");
    let problems = problems(&site);
    assert!(
        problems.is_empty(),
        "{} problems, such as\n{}",
        problems.len(),
        problems[..problems.len().min(20)].join("\n")
    );
    let unreached = unreached(&site);
    assert!(
        unreached.is_empty(),
        "{} pages unreached, such as {:?}",
        unreached.len(),
        &unreached[..unreached.len().min(20)]
    );
    println!("{} files, every link good, every page reached", site.len());
}

#[test]
fn the_checker_itself_sees_what_is_wrong() {
    let site = |text: &str| -> BTreeMap<String, Vec<u8>> {
        [("index.html", text), ("a/b.html", "<p id=x>")]
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into()
    };
    assert!(problems(&site("<a href='a/b.html#x'>")).is_empty());
    for bad in [
        "<a href='a/b.html#y'>",
        "<a href='a/'>",
        "<a href='/a/b.html'>",
        "<a href='../x.html'>",
        "<img src='https://example.org/x.png'>",
        "<script src='c.js'></script>",
        "<a href='javascript:x'>",
        "<a href=''>",
    ] {
        assert_eq!(problems(&site(bad)).len(), 1, "{bad}");
    }
    assert_eq!(unreached(&site("")), ["a/b.html"]);
}
