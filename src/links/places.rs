//! Every file and issue folder by its path.

use rayon::prelude::*;

use super::Place;
use crate::archive::{Archive, AssetIndex, DepartmentIndex, DocumentIndex, FreePageIndex, IssueIndex, Moves};

/// Files and folders, sorted by their paths, which the archive has.
#[derive(Debug, Default)]
pub struct PlaceIndex(Vec<Entry>);

#[derive(Clone, Copy, Debug)]
enum Entry {
    File(Place),
    /// The folder of an issue, which stands for it.
    Folder(IssueIndex),
}

impl Entry {
    fn path(self, archive: &Archive) -> &str {
        match self {
            Self::Folder(index) => &archive.issues[index.get()].folder,
            Self::File(Place::Document(index)) => &archive.document(index).path,
            Self::File(Place::Issue(index)) => {
                archive.issues[index.get()].path.as_deref().unwrap_or_default()
            }
            Self::File(Place::Department(index)) => {
                archive.departments[index.get()].file.as_ref().map_or("", |file| &file.path)
            }
            Self::File(Place::FreePage(index)) => &archive.free_pages[index.get()].path,
            Self::File(Place::Asset(index)) => &archive.assets[index.get()].path,
        }
    }

    fn place(self) -> Place {
        match self {
            Self::File(place) => place,
            Self::Folder(index) => Place::Issue(index),
        }
    }
}

impl PlaceIndex {
    /// Those of an archive.
    pub fn new(archive: &Archive) -> Self {
        let documents = (0..archive.documents.len()).map(|n| Place::Document(DocumentIndex::new(n)));
        let with_file = |(n, _)| Place::Issue(IssueIndex::new(n));
        let issues =
            archive.issues.iter().enumerate().filter(|(_, issue)| issue.path.is_some()).map(with_file);
        let departments = archive.departments.iter().enumerate().filter(|(_, one)| one.file.is_some());
        let departments = departments.map(|(n, _)| Place::Department(DepartmentIndex::new(n)));
        let pages = (0..archive.free_pages.len()).map(|n| Place::FreePage(FreePageIndex::new(n)));
        let assets = (0..archive.assets.len()).map(|n| Place::Asset(AssetIndex::new(n)));
        let files = documents.chain(issues).chain(departments).chain(pages).chain(assets).map(Entry::File);
        let folders = (0..archive.issues.len()).map(|n| Entry::Folder(IssueIndex::new(n)));
        let mut entries: Vec<Entry> = files.chain(folders).collect();
        entries.par_sort_unstable_by_key(|entry| (entry.path(archive), entry.place()));
        Self(entries)
    }

    /// Those of an archive in which documents came and went since.
    pub fn carried(&self, archive: &Archive, moves: &Moves) -> Self {
        let carried = self.0.iter().filter_map(|entry| match entry {
            Entry::File(Place::Document(index)) => Some(Entry::File(Place::Document(moves.to(*index)?))),
            other => Some(*other),
        });
        let added = moves.added.iter().map(|index| Entry::File(Place::Document(*index)));
        let mut entries: Vec<Entry> = carried.chain(added).collect();
        // Stable, for what is nearly sorted is then sorted at once. No two files have one path.
        entries.sort_by(|a, b| a.path(archive).cmp(b.path(archive)));
        Self(entries)
    }

    /// What is at a path.
    pub fn find(&self, archive: &Archive, path: &str) -> Option<Place> {
        let index = self.0.binary_search_by(|entry| entry.path(archive).cmp(path)).ok()?;
        Some(self.0[index].place())
    }

    /// The paths that begin so.
    pub fn beginning<'a>(&'a self, archive: &'a Archive, start: &'a str) -> impl Iterator<Item = &'a str> {
        let first = self.0.partition_point(|entry| entry.path(archive) < start);
        let paths = self.0[first..].iter().map(|entry| entry.path(archive));
        paths.take_while(move |path| path.starts_with(start))
    }
}
