//! Where departments are named besides what they are charged with.

use rayon::prelude::*;

use super::charges::{Charge, Finder, ends_in_a_place};
use crate::archive::{Archive, DepartmentIndex, DocumentIndex};

/// A place where a department is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The department.
    pub department: DepartmentIndex,
    /// The document that names it.
    pub document: DocumentIndex,
    /// The number of the place among those of the document.
    pub place: u32,
}

/// All places, sorted by department, then by document. Documents of the department itself and
/// paragraphs that charge it are left out: its page has those already. `charges` are sorted.
pub(super) fn named(archive: &Archive, finder: &Finder<'_>, charges: &[Charge]) -> Vec<Named> {
    let documents = (0..archive.documents.len()).into_par_iter();
    let mut found: Vec<Named> =
        documents.flat_map_iter(|index| in_document(archive, finder, charges, index)).collect();
    found.par_sort_unstable();
    found
}

/// The places of one document, sorted by department.
pub(super) fn in_document(
    archive: &Archive,
    finder: &Finder<'_>,
    charges: &[Charge],
    index: usize,
) -> Vec<Named> {
    let document = &archive.documents[index];
    if !document.is_original() {
        return Vec::new();
    }
    let passages = &document.record.text.passages;
    let index = DocumentIndex::new(index);
    let mut departments: Vec<(usize, DepartmentIndex)> = Vec::new();
    for (number, fragment) in passages.mentions.fragments().enumerate() {
        let named = finder.named(fragment).into_iter();
        let whole = named.filter(|(_, range)| is_whole(&fragment[..range.start], &fragment[range.end..]));
        let others = whole.map(|(department, _)| department);
        let others = others.filter(|department| !document.departments.contains(department));
        departments.extend(others.map(|department| (number, department)));
    }
    let mut found = Vec::new();
    if departments.is_empty() {
        return found;
    }
    for (place, (fragment, anchor)) in passages.mentions.places().enumerate() {
        let first = departments.partition_point(|(number, _)| *number < fragment);
        let of_fragment = departments[first..].iter().take_while(|(number, _)| *number == fragment);
        let others = of_fragment.map(|(_, department)| *department);
        let others = others.filter(|department| !is_charged(archive, charges, *department, index, anchor));
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        found.extend(others.map(|department| Named { department, document: index, place }));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// 国务院 in 国务院办公厅 is another body, as is 教育局 in 市教育局.
fn is_whole(before: &str, after: &str) -> bool {
    !ends_in_a_place(before) && !after.starts_with(['办', '辦'])
}

fn is_charged(
    archive: &Archive,
    charges: &[Charge],
    department: DepartmentIndex,
    document: DocumentIndex,
    anchor: Option<usize>,
) -> bool {
    let written = &archive.document(document).record.text.passages.charges;
    if written.is_empty() {
        return false;
    }
    let start =
        charges.partition_point(|charge| (charge.department, charge.document) < (department, document));
    charges[start..]
        .iter()
        .take_while(|charge| (charge.department, charge.document) == (department, document))
        .any(|charge| written[charge.charge as usize].anchor.map(|number| number as usize) == anchor)
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
