//! What a file is, by its place in the content folder.

/// The part a file plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role<'p> {
    /// `<year>/<issue>/issue.md`
    Issue {
        /// The year's folder.
        year: u16,
        /// The issue's folder.
        folder: &'p str,
    },
    /// `<year>/<issue>/<stem>.md`
    Document {
        /// The year's folder.
        year: u16,
        /// The issue's folder.
        folder: &'p str,
        /// The file's name without its ending: its address.
        stem: &'p str,
    },
    /// `departments/<slug>.md`
    Department {
        /// The file's name without its ending: its address.
        stem: &'p str,
    },
    /// `pages/<slug>.md`
    FreePage {
        /// The file's name without its ending: its address.
        stem: &'p str,
    },
    /// Anything that is not Markdown is copied along.
    Asset,
    /// Markdown where the format has no place for it.
    Misplaced,
}

/// The role of a file, by its path below the content folder.
#[must_use]
pub fn role(path: &str) -> Role<'_> {
    let Some(stem) = markdown_stem(path) else { return Role::Asset };
    let mut parts = path.split('/');
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some("departments"), Some(_), None, _] => Role::Department { stem },
        [Some("pages"), Some(_), None, _] => Role::FreePage { stem },
        [Some(year), Some(folder), Some(name), None] => match year_of(year) {
            Some(year) if name.eq_ignore_ascii_case("issue.md") => Role::Issue { year, folder },
            Some(year) => Role::Document { year, folder, stem },
            None => Role::Misplaced,
        },
        _ => Role::Misplaced,
    }
}

fn markdown_stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    ending.eq_ignore_ascii_case("md").then_some(stem)
}

/// A folder of four digits is a year.
fn year_of(folder: &str) -> Option<u16> {
    let digits = folder.len() == 4 && folder.bytes().all(|byte| byte.is_ascii_digit());
    if digits { folder.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_file_tells_its_part() {
        let document = Role::Document { year: 2018, folder: "增刊1", stem: "01-校车" };
        assert_eq!(role("2018/增刊1/01-校车.md"), document);
        assert_eq!(role("2018/10/issue.md"), Role::Issue { year: 2018, folder: "10" });
        assert_eq!(role("departments/jyj.md"), Role::Department { stem: "jyj" });
        assert_eq!(role("pages/about.md"), Role::FreePage { stem: "about" });
        assert_eq!(role("2018/10/scan.pdf"), Role::Asset);
        for path in ["readme.md", "2018/x.md", "notes/2018/x.md", "2018/10/annex/x.md"] {
            assert_eq!(role(path), Role::Misplaced, "{path}");
        }
    }
}
