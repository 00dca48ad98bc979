//! What a stick can hold: names, folders and sizes on FAT32 and exFAT, the two systems that every
//! computer reads.
//!
//! Limits after Microsoft's FAT specification (fatgen103) and its exFAT specification; the length of
//! paths after Windows' `MAX_PATH`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Text, text};

/// The length of a name in UTF-16 units, on both systems.
const NAME_UNITS: usize = 255;
/// The length of a path in UTF-16 units: 260 with the drive, such as `E:\`, and the ending zero.
const PATH_UNITS: usize = 256;
/// FAT32: a folder is at most 2 MiB of entries of 32 bytes; two of them are `.` and `..`.
const FOLDER_ENTRIES: usize = 65_536 - 2;
/// FAT32: one byte less than 4 GiB.
const FILE_BYTES: u64 = u32::MAX as u64;
/// FAT32: how many units of a long name an entry takes.
const UNITS_IN_ENTRY: usize = 13;
/// The sizes of clusters that Windows formats with: FAT32 to 8 GB, to 16 GB, above 32 GB and exFAT to
/// 32 GB, exFAT above.
pub const CLUSTERS: [u64; 4] = [4 << 10, 8 << 10, 32 << 10, 128 << 10];

/// How files fit on a stick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// What neither system can hold.
    pub wrong: Vec<String>,
    /// What FAT32 cannot hold and exFAT can.
    pub only_exfat: Vec<Text>,
    /// How many bytes the files and folders take, by the size of a cluster.
    pub occupied: Vec<(u64, u64)>,
    /// How many UTF-16 units the longest path has.
    pub longest_path: usize,
}

/// Checks paths (from the root, with `/`) and sizes.
#[must_use]
pub fn fit(files: &[(String, u64)]) -> Fit {
    let mut fit = Fit::default();
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    folders.entry("").or_default();
    for (path, size) in files {
        check_path(path, &mut fit);
        if *size > FILE_BYTES {
            fit.only_exfat.push(text!("{} has {} bytes; FAT32 takes less than 4 GiB", path, size));
        }
        let mut rest = path.as_str();
        while let Some((folder, name)) = rest.rsplit_once('/') {
            folders.entry(folder).or_default().insert(name);
            rest = folder;
        }
        folders.entry("").or_default().insert(rest);
    }
    check_case(files, &mut fit);
    for (folder, names) in &folders {
        let entries: usize = names.iter().map(|name| entries_of(name)).sum();
        if entries > FOLDER_ENTRIES {
            fit.only_exfat.push(text!(
                "the folder `{}/` needs {} entries for its {} names; a folder of FAT32 has {}",
                folder,
                entries,
                names.len(),
                FOLDER_ENTRIES
            ));
        }
    }
    fit.occupied = CLUSTERS.iter().map(|cluster| (*cluster, occupied(files, &folders, *cluster))).collect();
    fit
}

fn occupied(files: &[(String, u64)], folders: &BTreeMap<&str, BTreeSet<&str>>, cluster: u64) -> u64 {
    let whole = |bytes: u64| bytes.div_ceil(cluster) * cluster;
    let texts: u64 = files.iter().map(|(_, size)| whole(*size)).sum();
    let lists: u64 = folders
        .values()
        .map(|names| names.iter().map(|name| entries_of(name) as u64).sum::<u64>() + 2)
        .map(|entries| whole(entries * 32))
        .sum();
    texts + lists
}

/// The entries that a name takes in a folder of FAT32: one, and those of the long name. Short names of
/// capitals would do without; we have none.
fn entries_of(name: &str) -> usize {
    1 + name.encode_utf16().count().div_ceil(UNITS_IN_ENTRY)
}

fn check_path(path: &str, fit: &mut Fit) {
    let units = path.encode_utf16().count();
    fit.longest_path = fit.longest_path.max(units);
    if units > PATH_UNITS {
        fit.wrong.push(format!("{path} has {units} characters; Windows opens paths of {PATH_UNITS}"));
    }
    for name in path.split('/') {
        if let Some(why) = why_no_name(name) {
            fit.wrong.push(format!("{path}: `{}` {why}", name.escape_debug()));
        }
    }
}

/// Why no file of a stick can be called so.
fn why_no_name(name: &str) -> Option<String> {
    if matches!(name, "" | "." | "..") {
        return Some("is no name".into());
    }
    if name.encode_utf16().count() > NAME_UNITS {
        return Some(format!("is longer than {NAME_UNITS} characters"));
    }
    if let Some(letter) = name.chars().find(|c| c.is_control() || r#"<>:"\|?*"#.contains(*c)) {
        return Some(format!("has `{}`, which no name on a stick may have", letter.escape_debug()));
    }
    if name.ends_with(['.', ' ']) {
        return Some("ends with a dot or a space, which Windows drops".into());
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let is_port = |prefix: &str| {
        let number = stem.strip_prefix(prefix);
        number.is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    let reserved = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || is_port("COM") || is_port("LPT");
    reserved.then(|| "is the name of a device on Windows".into())
}

/// Two paths that differ only in capitals are one file on a stick. A folder and a file of one name as well.
fn check_case(files: &[(String, u64)], fit: &mut Fit) {
    let fold = |path: &str| path.to_uppercase();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (path, _) in files {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends {
            let part = &path[..end];
            match taken.insert(fold(part), part) {
                Some(other) if other != part => {
                    fit.wrong.push(format!("{other} and {part} are one name where capitals do not count"));
                }
                Some(_) if end == path.len() => {
                    fit.wrong.push(format!("{path} is there twice, or is a folder as well"));
                }
                _ => {}
            }
        }
    }
    fit.wrong.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit_of(paths: &[(&str, u64)]) -> Fit {
        fit(&paths.iter().map(|(path, size)| ((*path).to_owned(), *size)).collect::<Vec<_>>())
    }

    #[test]
    fn names_that_no_stick_holds_are_told() {
        for path in
            ["a:b", "con.txt", "site/aux", "lpt1.html", "x. ", "dot.", "q?.html", "a\nb", "back\\slash"]
        {
            assert_eq!(fit_of(&[(path, 1)]).wrong.len(), 1, "{path}");
        }
        let long = format!("{}.html", "长".repeat(251));
        assert_eq!(fit_of(&[(&long, 1)]).wrong.len(), 1);
        for path in ["打开.html", "site/2024/11/03-school-bus.html", "console.txt", "com10.txt", ".hidden"]
        {
            assert!(fit_of(&[(path, 1)]).wrong.is_empty(), "{path}");
        }
    }

    #[test]
    fn paths_that_differ_in_capitals_are_one() {
        assert_eq!(fit_of(&[("A/x.html", 1), ("a/y.html", 1)]).wrong.len(), 1);
        assert_eq!(fit_of(&[("a/É.html", 1), ("a/é.html", 1)]).wrong.len(), 1);
        assert!(fit_of(&[("a/x.html", 1), ("a/y.html", 1), ("b/x.html", 1)]).wrong.is_empty());
    }

    #[test]
    fn a_path_that_windows_cannot_open_is_told() {
        let deep = format!("{}/x.html", ["d".repeat(50).as_str(); 5].join("/"));
        assert_eq!(fit_of(&[(&deep, 1)]).wrong.len(), 1);
    }

    #[test]
    fn a_folder_of_fat32_is_full_at_its_limit() {
        // Names of 13 units take two entries: 32,767 of them fill the folder.
        let names = |count: usize| -> Vec<(String, u64)> {
            (0..count).map(|n| (format!("d/{n:08}.html"), 1)).collect()
        };
        assert!(fit(&names(32_767)).only_exfat.is_empty());
        let over = fit(&names(32_768)).only_exfat;
        let over: Vec<String> = over.iter().map(Text::to_string).collect();
        assert_eq!(
            over,
            ["the folder `d/` needs 65536 entries for its 32768 names; a folder of FAT32 has 65534"]
        );
    }

    #[test]
    fn a_large_file_needs_exfat() {
        assert!(fit_of(&[("scan.pdf", (4 << 30) - 1)]).only_exfat.is_empty());
        assert_eq!(fit_of(&[("scan.pdf", 4 << 30)]).only_exfat.len(), 1);
    }

    #[test]
    fn small_files_take_whole_clusters() {
        let fit = fit_of(&[("a.txt", 1), ("b.txt", 4097), ("empty.txt", 0)]);
        // Two files and the root's list: 1 + 2 clusters of 4 KiB, and 1.
        assert_eq!(fit.occupied[0], (4096, 4 * 4096));
        assert_eq!(fit.occupied[3], (131_072, 3 * 131_072));
    }
}
