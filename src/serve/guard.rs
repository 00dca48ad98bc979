//! Who may ask, and for what: everything else is refused before anything is looked up.
//!
//! Pure, so that each refusal has its test. Must not know: sockets, files.

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only GET and HEAD are answered: nothing can be changed from outside.
    Method,
    /// Another host's name, or none: a name on the web may be made to lead here (DNS rebinding).
    Host,
    /// A page of another site asks.
    OtherSite,
    /// No address that a site could have.
    Address,
}

/// The parts of a request that decide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'r> {
    /// The method.
    pub method: &'r str,
    /// What is asked for, as it was sent.
    pub target: &'r str,
    /// The header `Host`; `None` when it is missing or there twice.
    pub host: Option<&'r str>,
    /// The header `Origin`.
    pub origin: Option<&'r str>,
    /// The header `Sec-Fetch-Site`.
    pub fetch_site: Option<&'r str>,
}

/// By which names the preview may be called.
#[derive(Clone, Debug)]
pub struct Names {
    /// The port that it answers on.
    pub port: u16,
    /// The name or address that was typed, if one was.
    pub typed: Option<String>,
    /// Whether it answers on other addresses than the machine's own: any address in digits is then one
    /// of its names.
    pub everywhere: bool,
}

/// The address that a request asks for, below the root and without its query; a folder's is that of its
/// `index.html`.
///
/// # Errors
/// When the request is refused.
pub fn admit(request: &Request<'_>, names: &Names) -> Result<String, Refusal> {
    if !matches!(request.method, "GET" | "HEAD") {
        return Err(Refusal::Method);
    }
    let host = request.host.filter(|host| is_own(host, names)).ok_or(Refusal::Host)?;
    let same_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|from| from == host);
    if request.origin.is_some_and(|origin| !same_origin(origin)) {
        return Err(Refusal::OtherSite);
    }
    // "none" is a reader who typed the address or opened a bookmark.
    if request.fetch_site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Err(Refusal::OtherSite);
    }
    address(request.target).ok_or(Refusal::Address)
}

/// Whether a `Host` is one of ours.
fn is_own(host: &str, names: &Names) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    if port != Some(names.port) {
        return false;
    }
    let name = name.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let digits: Option<std::net::IpAddr> = name.parse().ok();
    name == "localhost"
        || digits.is_some_and(|address| address.is_loopback() || names.everywhere)
        || names.typed.as_deref().is_some_and(|typed| typed.eq_ignore_ascii_case(&name))
}

/// The address in a request's target; `None` for what no site has.
fn address(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = decoded(path)?;
    let path = if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path };
    path.split('/').all(is_plain).then_some(path)
}

/// A value of a target's query.
#[must_use]
pub fn query(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| decoded(value))
}

/// The bytes behind percents, once; `None` where these are no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits = std::str::from_utf8(&digits).ok()?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                u8::from_str_radix(digits, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Whether a part of an address could be a file's name on every system.
fn is_plain(part: &str) -> bool {
    let trimmed = part.trim_end_matches(['.', ' ']);
    let device = trimmed.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |name: &str| {
        let number = device.strip_prefix(name);
        number.is_some_and(|number| {
            number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit())
                || matches!(number, "¹" | "²" | "³")
        })
    };
    let is_device =
        matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
            || numbered("COM")
            || numbered("LPT");
    // An empty part, `.`, `..` and `... ` are all nothing once the dots and blanks are off.
    trimmed.len() == part.len()
        && !part.is_empty()
        && !is_device
        && part
            .chars()
            .all(|c| !c.is_control() && !matches!(c, '\\' | ':' | '"' | '<' | '>' | '|' | '*' | '?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names { port: 4000, typed: None, everywhere: false }
    }

    fn get(target: &str) -> Request<'_> {
        Request { method: "GET", target, host: Some("127.0.0.1:4000"), ..Request::default() }
    }

    fn asked(target: &str) -> Result<String, Refusal> {
        admit(&get(target), &names())
    }

    #[test]
    fn an_address_of_the_site_is_admitted_and_a_folder_means_its_index() {
        for (target, address) in [
            ("/", "index.html"),
            ("/2018/10/", "2018/10/index.html"),
            ("/2018/10/01.html?v=3#sec_1", "2018/10/01.html"),
            ("/%E5%85%AC%E6%8A%A5.html", "公报.html"),
            ("/a%20b.pdf", "a b.pdf"),
            ("/%2565.html", "%65.html"),
        ] {
            assert_eq!(asked(target).as_deref(), Ok(address), "{target}");
        }
    }

    #[test]
    fn paths_that_climb_are_refused_however_they_are_written() {
        for target in [
            "/../book.toml",
            "/2018/../../book.toml",
            "/%2e%2e/book.toml",
            "/%2E%2E%2Fbook.toml",
            "/2018/%2e%2e%2f%2e%2e%2fbook.toml",
            "/./index.html",
            "/..%5Cbook.toml",
            "/..\\book.toml",
            "/.. /book.toml",
            "/.../x",
            "/a/..",
        ] {
            assert_eq!(asked(target), Err(Refusal::Address), "{target}");
        }
    }

    #[test]
    fn absolute_paths_and_addresses_of_elsewhere_are_refused() {
        for target in [
            "//etc/passwd",
            "/%2Fetc/passwd",
            "http://127.0.0.1:4000/index.html",
            "http://evil.example/",
            "file:///etc/passwd",
            "*",
            "",
            "index.html",
        ] {
            assert_eq!(asked(target), Err(Refusal::Address), "{target}");
        }
    }

    #[test]
    fn odd_encodings_are_refused() {
        for target in [
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%C0%AE%C0%AE/book.toml",
            "/%FF.html",
            "/%00",
            "/index.html%00.png",
            "/a%0Ab",
            "/%7F",
            "/%u002e",
        ] {
            assert_eq!(asked(target), Err(Refusal::Address), "{target}");
        }
    }

    #[test]
    fn names_that_mean_something_to_windows_are_refused() {
        for target in [
            "/C:/Windows/win.ini",
            "/c%3A%5CWindows%5Cwin.ini",
            "/CON",
            "/con.html",
            "/2018/aux.md",
            "/NUL",
            "/COM1.txt",
            "/lpt9",
            "/index.html::$DATA",
            "/index.html.",
            "/index.html%20",
            "/a%7Cb",
        ] {
            assert_eq!(asked(target), Err(Refusal::Address), "{target}");
        }
        assert!(asked("/console.html").is_ok());
        assert!(asked("/com10.html").is_ok());
    }

    #[test]
    fn only_get_and_head_are_answered() {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", ""] {
            let request = Request { method, ..get("/index.html") };
            assert_eq!(admit(&request, &names()), Err(Refusal::Method), "{method}");
        }
        assert!(admit(&Request { method: "HEAD", ..get("/index.html") }, &names()).is_ok());
    }

    #[test]
    fn a_name_of_another_host_is_refused() {
        let with = |host| admit(&Request { host, ..get("/") }, &names());
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000", "127.8.8.8:4000"] {
            assert!(with(Some(host)).is_ok(), "{host}");
        }
        for host in [
            "evil.example:4000",
            "127.0.0.1.evil.example:4000",
            "localhost.evil.example:4000",
            "localhost:4001",
            "localhost",
            "192.168.1.5:4000",
            "[::2]:4000",
            "",
            ":4000",
        ] {
            assert_eq!(with(Some(host)), Err(Refusal::Host), "{host}");
        }
        assert_eq!(with(None), Err(Refusal::Host));
    }

    #[test]
    fn a_preview_for_the_office_answers_to_its_address_and_the_name_that_was_typed() {
        let names = Names { port: 4000, typed: Some("gazette.local".into()), everywhere: true };
        let with = |host| admit(&Request { host: Some(host), ..get("/") }, &names);
        assert!(with("192.168.1.5:4000").is_ok());
        assert!(with("gazette.local:4000").is_ok());
        assert_eq!(with("evil.example:4000"), Err(Refusal::Host));
    }

    #[test]
    fn requests_from_pages_of_other_sites_are_refused() {
        for site in ["cross-site", "same-site", "Same-Origin", ""] {
            let request = Request { fetch_site: Some(site), ..get("/") };
            assert_eq!(admit(&request, &names()), Err(Refusal::OtherSite), "{site}");
        }
        for site in ["same-origin", "none"] {
            assert!(admit(&Request { fetch_site: Some(site), ..get("/") }, &names()).is_ok(), "{site}");
        }
        for origin in [
            "http://evil.example",
            "http://localhost:4001",
            "https://127.0.0.1:4000",
            "null",
            "http://localhost:4000",
        ] {
            let request = Request { origin: Some(origin), ..get("/") };
            assert_eq!(admit(&request, &names()), Err(Refusal::OtherSite), "{origin}");
        }
        assert!(admit(&Request { origin: Some("http://127.0.0.1:4000"), ..get("/") }, &names()).is_ok());
    }
}
