//! What differs between systems: how a path of the disk is written. All else in the preview speaks of
//! paths in the project, with `/`, and of addresses.

/// How a system writes paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `/srv/gazette/content/a.md`; capitals count.
    Unix,
    /// `C:\gazette\content\a.md` or `C:/gazette/content/a.md`; capitals do not count.
    Windows,
}

impl Style {
    /// That of the system that this program runs on.
    pub const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Unix };
}

/// A path of the disk as a path in the project, with `/`; `None` when it lies elsewhere. The folder
/// itself is the empty path.
#[must_use]
pub fn in_project(root: &str, path: &str, style: Style) -> Option<String> {
    let (root, path) = (plain(root, style), plain(path, style));
    let root = root.trim_end_matches('/');
    let (start, rest) = path.split_at_checked(root.len())?;
    let same = match style {
        Style::Unix => start == root,
        Style::Windows => start.to_lowercase() == root.to_lowercase(),
    };
    if !same {
        return None;
    }
    if rest.is_empty() {
        return Some(String::new());
    }
    rest.strip_prefix('/').map(|rest| rest.trim_end_matches('/').to_owned())
}

/// A path with `/` between its parts and without what Windows sets before long ones.
#[must_use]
pub fn plain(path: &str, style: Style) -> String {
    match style {
        Style::Unix => path.to_owned(),
        Style::Windows => {
            let path = path.replace('\\', "/");
            match path.strip_prefix("//?/UNC/") {
                Some(share) => format!("//{share}"),
                None => path.strip_prefix("//?/").unwrap_or(&path).to_owned(),
            }
        }
    }
}

/// The address that opens an editor at a place in a file. `template` has `{path}`, `{line}` and
/// `{column}` where these belong; `path` is that of the disk.
#[must_use]
pub fn editor_address(template: &str, path: &str, style: Style, line: usize, column: usize) -> String {
    let path = escaped(&plain(path, style));
    // A slash of the template and that of the path are one: vscode://file/srv/gazette.
    let (template, path) = match path.strip_prefix('/') {
        Some(below) if template.contains("/{path}") => (template, below),
        _ => (template, path.as_str()),
    };
    template
        .replace("{path}", path)
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
}

/// Characters that have a meaning in addresses, in percents.
fn escaped(path: &str) -> String {
    use std::fmt::Write as _;
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                address.push(char::from(byte));
            }
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_disk_is_a_path_in_the_project() {
        let unix = |path| in_project("/srv/gazette", path, Style::Unix);
        assert_eq!(unix("/srv/gazette/content/2018/10/a.md").as_deref(), Some("content/2018/10/a.md"));
        assert_eq!(unix("/srv/gazette").as_deref(), Some(""));
        assert_eq!(unix("/srv/gazettes/x.md"), None);
        assert_eq!(unix("/srv/Gazette/x.md"), None, "capitals count");
        assert_eq!(unix(r"/srv/gazette/a\b.md").as_deref(), Some(r"a\b.md"), "a backslash is a character");
    }

    #[test]
    fn so_is_one_of_windows_however_it_is_written() {
        let windows = |path| in_project(r"C:\Users\张\公报", path, Style::Windows);
        let expected = Some("content/2018/10/甲.md");
        for path in [
            r"C:\Users\张\公报\content\2018\10\甲.md",
            "C:/Users/张/公报/content/2018/10/甲.md",
            r"\\?\C:\Users\张\公报\content\2018\10\甲.md",
            r"c:\users\张\公报\content\2018\10\甲.md",
        ] {
            assert_eq!(windows(path).as_deref(), expected, "{path}");
        }
        assert_eq!(windows(r"D:\Users\张\公报\content\a.md"), None);
        let share = in_project(r"\\server\gazette", r"\\?\UNC\server\gazette\content\a.md", Style::Windows);
        assert_eq!(share.as_deref(), Some("content/a.md"));
    }

    #[test]
    fn the_editor_is_opened_at_the_place() {
        let code = "vscode://file/{path}:{line}:{column}";
        assert_eq!(
            editor_address(code, "/srv/公报/a b.md", Style::Unix, 3, 7),
            "vscode://file/srv/%E5%85%AC%E6%8A%A5/a%20b.md:3:7"
        );
        assert_eq!(
            editor_address(code, r"C:\gazette\a#1.md", Style::Windows, 3, 7),
            "vscode://file/C:/gazette/a%231.md:3:7"
        );
        assert_eq!(
            editor_address("idea://open?file={path}&line={line}", "/srv/a.md", Style::Unix, 3, 7),
            "idea://open?file=/srv/a.md&line=3"
        );
    }
}
