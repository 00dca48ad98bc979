//! Addresses within the site.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

/// The path of a file of the site from its root, with `/`, never with `.` or `..`. Cheap to clone: a page's
/// stands in the list of pages and with what the page is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SitePath(Arc<str>);

impl<'de> Deserialize<'de> for SitePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Straight from the bytes, since there are many.
        Ok(Self(<&str>::deserialize(deserializer)?.into()))
    }
}

impl SitePath {
    /// A path that this program made.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(is_plain(&path), "{path} is no path below the root");
        Self(path)
    }

    /// A path that an editor wrote, such as an alias; `None` when it leads out of the site or could
    /// not be a file everywhere. A folder means its `index.html`.
    #[must_use]
    pub fn from_written(written: &str) -> Option<Self> {
        let path = written.trim().trim_start_matches('/').replace('\\', "/");
        let path = if path.ends_with('/') { path + "index.html" } else { path };
        let named = |part: &str| part.chars().all(|c| !c.is_control() && !r#"<>:"|?*#%"#.contains(c));
        (is_plain(&path) && path.split('/').all(named)).then(|| Self(path.into()))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What leads from this file to the root: empty, or `../` once or more.
    #[must_use]
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The address of one file of the site as seen from another.
#[must_use]
pub fn relative(from: &SitePath, to: &SitePath, fragment: Option<&str>) -> String {
    let (from, to) = (from.as_str(), to.as_str());
    let mut address = String::with_capacity(to.len() + 6 + fragment.map_or(0, |fragment| fragment.len() + 1));
    if from != to || fragment.is_none() {
        let shared = shared_folders(from, to);
        for _ in from[shared..].bytes().filter(|byte| *byte == b'/') {
            address.push_str("../");
        }
        address.push_str(&to[shared..]);
    }
    if let Some(fragment) = fragment {
        address.push('#');
        address.push_str(fragment);
    }
    address
}

/// The length of the folders that two paths begin with in common.
fn shared_folders(from: &str, to: &str) -> usize {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_name_their_file() {
        let path = |text: &str| SitePath::new(text);
        let from = path("2018/10/01.html");
        for (to, fragment, expected) in [
            ("2018/10/02.html", None, "02.html"),
            ("2018/09/03.html", Some("sec_2"), "../09/03.html#sec_2"),
            ("index.html", None, "../../index.html"),
            ("2018/10/01.html", Some("p12"), "#p12"),
            ("2018/index.html", None, "../index.html"),
            ("2018/1/02.html", None, "../1/02.html"),
        ] {
            assert_eq!(relative(&from, &path(to), fragment), expected);
        }
        assert_eq!(relative(&path("index.html"), &path("2018/index.html"), None), "2018/index.html");
    }

    #[test]
    fn an_alias_stays_within_the_site() {
        assert_eq!(SitePath::from_written("/old/2018/").unwrap().as_str(), "old/2018/index.html");
        for bad in ["../x.html", "", "a//b.html", "c:/x.html", "a/./b.html"] {
            assert_eq!(SitePath::from_written(bad), None, "{bad}");
        }
    }
}
