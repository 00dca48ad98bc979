//! Keeping a list of files as the disk is, by looking only where something changed.

use std::collections::BTreeSet;
use std::io;

use super::engine::Changed;
use crate::source::{Listing, SourceFile, Sources};

/// How many places are looked at one by one; with more, walking the whole folder is faster.
const MOST_LOOKS: usize = 200;

/// What became of the files of a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or may have changed, sorted by path.
    pub there: Vec<SourceFile>,
    /// Files that are gone.
    pub gone: BTreeSet<Box<str>>,
    /// Whether names that cannot be used have come or gone.
    pub bad_names: bool,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.there.is_empty() && self.gone.is_empty() && !self.bad_names
    }
}

/// Brings the list of a folder up to date.
///
/// # Errors
/// When a folder cannot be read.
pub fn relist(
    listing: &mut Listing,
    sources: &dyn Sources,
    folder: &str,
    changed: &Changed,
) -> io::Result<Changes> {
    let mut changes = Changes::default();
    match changed {
        Changed::Anything => {
            let new = sources.list(folder)?;
            compare(&listing.files, &new.files, &mut changes);
            changes.bad_names = listing.bad_names != new.bad_names;
            *listing = new;
        }
        Changed::Paths(paths) => {
            let tops = tops(paths, folder);
            if tops.len() <= MOST_LOOKS {
                for path in tops {
                    look_again(listing, sources, path, &mut changes)?;
                }
            } else {
                let new = sources.list(folder)?;
                compare(&listing.files, &new.files, &mut changes);
                changes.bad_names = listing.bad_names != new.bad_names;
                // The event tells more than the stamp.
                let touched: BTreeSet<&str> = tops.into_iter().collect();
                let touched = new.files.iter().filter(|file| touched.contains(&*file.path));
                changes.there.extend(touched.cloned());
                changes.there.sort_unstable();
                changes.there.dedup();
                *listing = new;
            }
        }
    }
    Ok(changes)
}

/// The paths that concern a folder, those within another of them left out. Hidden ones concern nobody.
fn tops<'p>(paths: &'p BTreeSet<String>, folder: &'p str) -> Vec<&'p str> {
    if paths.iter().any(|path| is_within(folder, path)) {
        return vec![folder];
    }
    let mut tops: Vec<&str> = Vec::new();
    let visible = |path: &&String| {
        let below = &path[folder.len()..];
        !below.split('/').any(|part| part.starts_with(['.', '_']))
    };
    for path in paths.iter().filter(|path| is_within(path, folder)).filter(visible) {
        if !tops.last().is_some_and(|top| is_within(path, top)) {
            tops.push(path);
        }
    }
    tops
}

/// Whether a path is that of a folder, or below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Puts what is at a path now in the place of what was.
fn look_again(
    listing: &mut Listing,
    sources: &dyn Sources,
    path: &str,
    changes: &mut Changes,
) -> io::Result<()> {
    let new = sources.list(path)?;
    let files = &mut listing.files;
    // What is below `a` does not directly follow it: `a.md` stands before `a/b.md`.
    let start = files.partition_point(|file| *file.path < *path);
    let is_file = files.get(start).is_some_and(|file| *file.path == *path);
    let below = format!("{path}/");
    let first = files.partition_point(|file| *file.path < *below);
    let last = first + files[first..].iter().take_while(|file| file.path.starts_with(&below)).count();
    let mut old: Vec<SourceFile> = files.drain(first..last).collect();
    if is_file {
        old.insert(0, files.remove(start));
    }
    // The event tells more than the stamp, so a file that has the same is looked at as well.
    let single = new.files.len() == 1 && *new.files[0].path == *path;
    compare(&old, &new.files, changes);
    if single && !changes.there.iter().any(|file| *file.path == *path) {
        changes.there.push(new.files[0].clone());
    }
    for file in new.files {
        let at = files.partition_point(|other| other.path < file.path);
        files.insert(at, file);
    }
    let bad = &mut listing.bad_names;
    let before = bad.clone();
    bad.retain(|name| !is_within(&name.path, path));
    bad.extend(new.bad_names);
    bad.sort_by(|a, b| a.path.cmp(&b.path));
    changes.bad_names |= *bad != before;
    changes.there.sort_unstable();
    Ok(())
}

/// What differs between two lists, both sorted.
fn compare(old: &[SourceFile], new: &[SourceFile], changes: &mut Changes) {
    let mut old = old.iter().peekable();
    for file in new {
        while let Some(gone) = old.next_if(|old| old.path < file.path) {
            changes.gone.insert(gone.path.clone());
        }
        let before = old.next_if(|old| old.path == file.path);
        if before.is_none_or(|before| before.stamp != file.stamp) {
            changes.there.push(file.clone());
        }
    }
    changes.gone.extend(old.map(|gone| gone.path.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn paths(paths: &[&str]) -> Changed {
        Changed::Paths(paths.iter().map(ToString::to_string).collect())
    }

    fn names(changes: &Changes) -> (Vec<&str>, Vec<&str>) {
        let there = changes.there.iter().map(|file| &*file.path).collect();
        (there, changes.gone.iter().map(|path| &**path).collect())
    }

    #[test]
    fn only_what_changed_is_looked_at_and_the_list_stays_that_of_a_walk() {
        let sources = Memory::new();
        for path in ["content/a.md", "content/a/1.md", "content/a/2.md", "content/a-b.md", "content/b.md"] {
            sources.put(path, "text");
        }
        let mut listing = sources.list("content").unwrap();
        let mut look = |changed: &Changed| {
            let changes = relist(&mut listing, &sources, "content", changed).unwrap();
            assert_eq!(listing.files, sources.list("content").unwrap().files);
            changes
        };
        sources.put("content/a/1.md", "other");
        assert_eq!(names(&look(&paths(&["content/a/1.md"]))), (vec!["content/a/1.md"], vec![]));
        sources.remove("content/a/1.md");
        sources.put("content/a/3.md", "new");
        assert_eq!(names(&look(&paths(&["content/a"]))), (vec!["content/a/3.md"], vec!["content/a/1.md"]));
        sources.remove("content/a.md");
        assert_eq!(names(&look(&paths(&["content/a.md"]))), (vec![], vec!["content/a.md"]));
        sources.remove("content/b.md");
        sources.put("content/c/d/e.md", "new");
        let changes = look(&paths(&["content/b.md", "content/c", "content/c/d", "content/c/d/e.md"]));
        assert_eq!(names(&changes), (vec!["content/c/d/e.md"], vec!["content/b.md"]));
        sources.put("content/a-b.md", "other");
        assert_eq!(names(&look(&Changed::Anything)), (vec!["content/a-b.md"], vec![]));
        assert!(look(&Changed::Anything).is_empty());
    }

    #[test]
    fn hidden_files_and_those_of_other_folders_concern_nobody() {
        let sources = Memory::new();
        let mut listing = Listing::default();
        for path in ["content/2018/.10.md.swp", "content/_notes/x.md", "contents/x.md", "other/x.md"] {
            sources.put(path, "text");
            let changes = relist(&mut listing, &sources, "content", &paths(&[path])).unwrap();
            assert!(changes.is_empty(), "{path}");
        }
    }

    #[test]
    fn many_changes_at_once_are_found_by_one_walk() {
        let sources = Memory::new();
        let path = |number: usize| format!("content/2018/10/{number}.md");
        (0..300).for_each(|number| sources.put(&path(number), "text"));
        let mut listing = sources.list("content").unwrap();
        (300..600).for_each(|number| sources.put(&path(number), "text"));
        (0..100).for_each(|number| sources.remove(&path(number)));
        let all: Vec<String> = (0..600).map(path).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let changes = relist(&mut listing, &sources, "content", &paths(&all)).unwrap();
        assert_eq!((changes.there.len(), changes.gone.len()), (500, 100));
        assert_eq!(listing.files, sources.list("content").unwrap().files);
    }

    #[test]
    fn a_file_that_was_saved_within_one_tick_of_the_clock_is_looked_at() {
        let sources = Memory::new();
        sources.put("content/a.md", "text");
        let mut listing = sources.list("content").unwrap();
        let changes = relist(&mut listing, &sources, "content", &paths(&["content/a.md"])).unwrap();
        assert_eq!(names(&changes), (vec!["content/a.md"], vec![]));
    }
}
