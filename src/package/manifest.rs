//! The manifest: every file of a package with its size and SHA-256, as text.
//!
//! Each file has the line that `sha256sum` writes, so that `sha256sum -c manifest.txt` checks it too;
//! the size stands above, in a line that `sha256sum` takes for a remark. There is one way to write a
//! manifest, so a single changed byte in it shows.

use std::fmt::Write;

use super::digest::{Sha256Sum, Sum};

/// The name of the manifest, at the package's root.
pub const MANIFEST: &str = "manifest.txt";
/// The name of the signature over the manifest, where there is one.
pub const SIGNATURE: &str = "manifest.txt.minisig";

const FIRST_LINE: &str = "# gongbao manifest 1";

/// Every file of a package but the manifest and its signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: Vec<(String, Sum)>,
}

impl Manifest {
    /// The manifest of these files.
    #[must_use]
    pub fn new(mut files: Vec<(String, Sum)>) -> Self {
        files.sort();
        Self { files }
    }

    /// The files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[(String, Sum)] {
        &self.files
    }

    /// What the file at a path has to be.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Sum> {
        let index = self.files.binary_search_by(|(listed, _)| listed.as_str().cmp(path)).ok()?;
        Some(self.files[index].1)
    }

    /// How many bytes the files have together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, sum)| sum.size).sum()
    }

    /// The manifest as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 128 + 200);
        let _ = writeln!(
            text,
            "{FIRST_LINE}\n# Every file with its SHA-256, for `sha256sum -c {MANIFEST}`; above it, its size in bytes.\n# {} files, {} bytes",
            self.files.len(),
            self.bytes()
        );
        for (path, sum) in &self.files {
            let _ = writeln!(text, "# {}\n{}  {path}", sum.size, sum.sha256);
        }
        text
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The number of the first line that is not as this program writes it.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut files = Vec::new();
        let mut size = None;
        for line in text.lines() {
            if let Some(remark) = line.strip_prefix("# ") {
                size = remark.parse().ok();
            } else if let (Some(size), Some((sum, path))) = (size.take(), line.split_once("  "))
                && let Ok(sha256) = sum.parse::<Sha256Sum>()
            {
                files.push((path.to_owned(), Sum { size, sha256 }));
            }
        }
        // Sizes come from a file that anybody may have changed, so their sum may be beyond counting.
        let counted = files.iter().try_fold(0_u64, |all, (_, sum): &(String, Sum)| all.checked_add(sum.size));
        if counted.is_none() {
            return Err(3);
        }
        let manifest = Self::new(files);
        let written = manifest.text();
        if written == text && manifest.files.windows(2).all(|pair| pair[0].0 != pair[1].0) {
            return Ok(manifest);
        }
        let same = written.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
        Err(same + 1)
    }

    /// Whether a text is meant as a manifest.
    #[must_use]
    pub fn is_meant(text: &[u8]) -> bool {
        text.starts_with(FIRST_LINE.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let file = |path: &str, bytes: &[u8]| (path.to_owned(), Sum::of(bytes));
        Manifest::new(vec![file("site/index.html", b"home"), file("打开.html", b""), file("a  b.txt", b"x")])
    }

    #[test]
    fn a_manifest_is_read_as_it_is_written() {
        assert_eq!(Manifest::parse(&manifest().text()), Ok(manifest()));
        assert_eq!(Manifest::parse(&Manifest::default().text()), Ok(Manifest::default()));
        assert_eq!(manifest().find("site/index.html"), Some(Sum::of(b"home")));
    }

    #[test]
    fn any_other_byte_makes_another_manifest_or_none() {
        let text = manifest().text();
        for at in 0..text.len() {
            for bit in [0x01, 0x10, 0x20] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= bit;
                let read = String::from_utf8(bytes).map(|text| Manifest::parse(&text));
                assert_ne!(read, Ok(Ok(manifest())), "byte {at} ^ {bit}");
            }
        }
    }

    #[test]
    fn a_path_that_is_listed_twice_is_no_manifest() {
        let (path, sum) = ("a".to_owned(), Sum::of(b""));
        let twice = Manifest { files: vec![(path.clone(), sum), (path, Sum::of(b"b"))] };
        assert!(Manifest::parse(&twice.text()).is_err());
    }
}
