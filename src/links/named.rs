//! Where departments are named: what documents charge them with, and where else they name them.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use super::charges::{Charge, Finder, ends_in_a_place};
use crate::archive::{Archive, DepartmentIndex, DocumentIndex, Folders};
use crate::parse::{Naming, Namings};

/// A place where a department is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The department.
    pub department: DepartmentIndex,
    /// The document that names it.
    pub document: DocumentIndex,
    /// The number of the place among those of the document.
    pub place: u32,
    /// The number of the anchor that leads to it, among those of the document.
    pub anchor: Option<u32>,
    /// The words that name it.
    pub words: Arc<str>,
}

/// What documents say of departments.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What they charge them with, sorted by department, then by document.
    pub charges: Vec<Charge>,
    /// Where else they name them, sorted alike.
    pub named: Vec<Named>,
}

/// What all documents say of departments. Of a part of the namings only what names one is kept, so that
/// no more than a few parts are in memory at a time.
pub(super) fn said(archive: &Archive, namings: &dyn Namings) -> io::Result<Said> {
    let finder = Finder::new(archive);
    let folders = Folders::new(archive);
    let part = |part: usize| -> io::Result<Said> {
        let mut said = Said::default();
        namings.visit(part, &mut |path, naming| {
            // A draft is no document of the archive.
            let Some(index) = folders.document_at(archive, path) else { return };
            let of_document = in_document(archive, &finder, index, naming);
            said.charges.extend(of_document.charges);
            said.named.extend(of_document.named);
        })?;
        Ok(said)
    };
    let parts = (0..namings.parts()).into_par_iter().map(part).collect::<io::Result<Vec<Said>>>()?;
    let mut all = Said::default();
    for part in parts {
        all.charges.extend(part.charges);
        all.named.extend(part.named);
    }
    all.charges.par_sort_unstable();
    all.named.par_sort_unstable();
    Ok(all)
}

/// What one document says of departments. Its own departments and paragraphs that charge one are left out
/// of where it is named: its page has those already.
pub(super) fn in_document(
    archive: &Archive,
    finder: &Finder<'_>,
    index: DocumentIndex,
    naming: &Naming,
) -> Said {
    let charges = finder.charges(index, naming);
    let named = places(archive, finder, &charges, index, naming);
    Said { charges, named }
}

fn places(
    archive: &Archive,
    finder: &Finder<'_>,
    charges: &[Charge],
    index: DocumentIndex,
    naming: &Naming,
) -> Vec<Named> {
    let document = archive.document(index);
    if !document.is_original() {
        return Vec::new();
    }
    let mut departments: Vec<(usize, DepartmentIndex, Arc<str>)> = Vec::new();
    for (number, fragment) in naming.mentions.fragments().enumerate() {
        let named = finder.named(fragment).into_iter();
        let whole = named.filter(|(_, range)| is_whole(&fragment[..range.start], &fragment[range.end..]));
        let others = whole.map(|(department, _)| department);
        let others = others.filter(|department| !document.departments.contains(department));
        departments.extend(others.map(|department| (number, department, Arc::from(fragment))));
    }
    let mut found = Vec::new();
    if departments.is_empty() {
        return found;
    }
    for (place, (fragment, anchor)) in (0..).zip(naming.mentions.places()) {
        let anchor = anchor.and_then(|anchor| u32::try_from(anchor).ok());
        let first = departments.partition_point(|(number, ..)| *number < fragment);
        let of_fragment = departments[first..].iter().take_while(|(number, ..)| *number == fragment);
        let is_charged = |department: DepartmentIndex| {
            charges.iter().any(|charge| charge.department == department && charge.anchor == anchor)
        };
        let others = of_fragment.filter(|(_, department, _)| !is_charged(*department));
        found.extend(others.map(|(_, department, words)| Named {
            department: *department,
            document: index,
            place,
            anchor,
            words: words.clone(),
        }));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// 国务院 in 国务院办公厅 is another body, as is 教育局 in 市教育局.
fn is_whole(before: &str, after: &str) -> bool {
    !ends_in_a_place(before) && !after.starts_with(['办', '辦'])
}

/// The naming of texts that stands in their records.
pub struct InRecords<'a>(pub &'a Archive);

/// So many documents are looked through at a time.
const PART: usize = 512;

impl Namings for InRecords<'_> {
    fn parts(&self) -> usize {
        self.0.documents.len().div_ceil(PART)
    }

    fn visit(&self, part: usize, see: &mut dyn FnMut(&str, &Naming)) -> io::Result<()> {
        for document in self.0.documents.iter().skip(part * PART).take(PART) {
            see(&document.path, &document.record.text.naming);
        }
        Ok(())
    }
}

impl super::Links {
    /// Where a department is named, in the archive's order.
    #[must_use]
    pub fn naming(&self, department: DepartmentIndex) -> &[Named] {
        let start = self.named.partition_point(|named| named.department < department);
        let end = self.named.partition_point(|named| named.department <= department);
        &self.named[start..end]
    }
}
