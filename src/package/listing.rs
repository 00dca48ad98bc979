//! What a folder holds.

use std::path::Path;

use walkdir::WalkDir;

use crate::write::MachineError;

/// Every file of a folder, at any depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files, sorted: path with `/`, and size.
    pub files: Vec<(String, u64)>,
    /// What is neither file nor folder, such as links, and what has a name that is not Unicode.
    pub strange: Vec<String>,
}

/// Lists a folder. Links are not followed.
pub fn list(folder: &Path) -> Result<Listing, MachineError> {
    let mut listing = Listing::default();
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(|error| MachineError::new(format!("cannot read {error}")))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        match parts {
            Some(parts) if entry.file_type().is_file() => {
                let metadata =
                    entry.metadata().map_err(|error| MachineError::new(format!("cannot read {error}")))?;
                listing.files.push((parts.join("/"), metadata.len()));
            }
            _ => listing.strange.push(below.to_string_lossy().replace('\\', "/")),
        }
    }
    listing.files.sort_unstable();
    listing.strange.sort_unstable();
    Ok(listing)
}

/// Whether systems leave such a file on every disk that they see. It says nothing of the archive.
#[must_use]
pub fn is_litter(path: &str) -> bool {
    let (first, name) = (path.split('/').next().unwrap_or(path), path.rsplit('/').next().unwrap_or(path));
    let folders = [
        "System Volume Information",
        "$RECYCLE.BIN",
        "RECYCLER",
        ".Spotlight-V100",
        ".Trashes",
        ".fseventsd",
        ".TemporaryItems",
        ".DocumentRevisions-V100",
        "lost+found",
    ];
    let is_trash = first.strip_prefix(".Trash-").is_some_and(|user| user.bytes().all(|b| b.is_ascii_digit()));
    folders.contains(&first)
        || is_trash
        || matches!(name, ".DS_Store" | "Thumbs.db" | "ehthumbs.db" | "desktop.ini")
        || path.starts_with("._")
        || path.contains("/._")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_leave_behind_is_known() {
        for litter in [
            ".DS_Store",
            "site/2024/._01.html",
            "System Volume Information/IndexerVolumeGuid",
            ".Trash-1000/x",
        ] {
            assert!(is_litter(litter), "{litter}");
        }
        for ours in ["site/index.html", "manifest.txt", "x.DS_Store", ".Trash-x/a", "site/System Volume"] {
            assert!(!is_litter(ours), "{ours}");
        }
    }
}
