//! Addresses as editors write them: relative paths of source files, with an anchor.

/// An address cut in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The path; empty for a place in the same text.
    pub path: String,
    /// What stands behind `#`.
    pub fragment: Option<String>,
}

impl Address {
    /// Cuts an address; percent signs are resolved, and a query is dropped.
    #[must_use]
    pub fn parse(written: &str) -> Self {
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, Some(percent_decoded(fragment))),
            None => (written, None),
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Self { path: percent_decoded(path), fragment }
    }
}

/// The path of a file of the project that a relative path in `from` names, or `None` when it leads out
/// of the content folder. A path from the root begins at the content folder.
#[must_use]
pub fn resolve_path(from: &str, relative: &str, content: &str) -> Option<String> {
    let relative = relative.replace('\\', "/");
    let mut parts: Vec<&str> = match relative.strip_prefix('/') {
        Some(_) => content.split('/').collect(),
        None => from.split('/').collect::<Vec<_>>().split_last().map(|(_, folder)| folder.to_vec())?,
    };
    let content_depth = content.split('/').count();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.len() > content_depth => {
                parts.pop();
            }
            ".." => return None,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_the_folder_of_the_file() {
        let from = "content/2018/10/01.md";
        let resolve = |path| resolve_path(from, path, "content");
        assert_eq!(resolve("../09/03.md").as_deref(), Some("content/2018/09/03.md"));
        assert_eq!(resolve("./scan.pdf").as_deref(), Some("content/2018/10/scan.pdf"));
        assert_eq!(resolve("/departments/jyj.md").as_deref(), Some("content/departments/jyj.md"));
        assert_eq!(resolve("..\\09\\03.md").as_deref(), Some("content/2018/09/03.md"));
        assert_eq!(resolve("../../../book.toml"), None);
    }

    #[test]
    fn an_address_is_cut_at_the_number_sign() {
        let address = Address::parse("%E6%A0%A1%E8%BD%A6.md#sec_2");
        assert_eq!((address.path.as_str(), address.fragment.as_deref()), ("校车.md", Some("sec_2")));
        assert_eq!(Address::parse("100%.md").path, "100%.md");
    }
}
