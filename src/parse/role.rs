//! What a file is, by its place in the content folder.

/// The part a file plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// `<year>/<issue>/issue.md`
    Issue {
        /// The year's folder.
        year: u16,
        /// The issue's folder.
        folder: String,
    },
    /// `<year>/<issue>/<stem>.md`
    Document {
        /// The year's folder.
        year: u16,
        /// The issue's folder.
        folder: String,
        /// The file's name without its ending: its address.
        stem: String,
    },
    /// `departments/<slug>.md`
    Department {
        /// The file's name without its ending: its address.
        stem: String,
    },
    /// `pages/<slug>.md`
    FreePage {
        /// The file's name without its ending: its address.
        stem: String,
    },
    /// Anything that is not Markdown is copied along.
    Asset,
    /// Markdown where the format has no place for it.
    Misplaced,
}

/// The role of a file, by its path below the content folder.
#[must_use]
pub fn role(path: &str) -> Role {
    let Some(stem) = markdown_stem(path) else { return Role::Asset };
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["departments", _] => Role::Department { stem },
        ["pages", _] => Role::FreePage { stem },
        [year, folder, name] => match year_of(year) {
            Some(year) if name.eq_ignore_ascii_case("issue.md") => {
                Role::Issue { year, folder: (*folder).to_owned() }
            }
            Some(year) => Role::Document { year, folder: (*folder).to_owned(), stem },
            None => Role::Misplaced,
        },
        _ => Role::Misplaced,
    }
}

fn markdown_stem(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    ending.eq_ignore_ascii_case("md").then(|| stem.to_owned())
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
        let document = Role::Document { year: 2018, folder: "增刊1".into(), stem: "01-校车".into() };
        assert_eq!(role("2018/增刊1/01-校车.md"), document);
        assert_eq!(role("2018/10/issue.md"), Role::Issue { year: 2018, folder: "10".into() });
        assert_eq!(role("departments/jyj.md"), Role::Department { stem: "jyj".into() });
        assert_eq!(role("pages/about.md"), Role::FreePage { stem: "about".into() });
        assert_eq!(role("2018/10/scan.pdf"), Role::Asset);
        for path in ["readme.md", "2018/x.md", "notes/2018/x.md", "2018/10/annex/x.md"] {
            assert_eq!(role(path), Role::Misplaced, "{path}");
        }
    }
}
