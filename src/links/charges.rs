//! What each department is charged with: the sentences and rows that name it as the one who leads,
//! answers or helps.

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use crate::archive::{Archive, DepartmentIndex, DocumentIndex};

/// The part that a department has in a task. The first is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeRole {
    /// 牵头
    Leads,
    /// 责任单位
    Answers,
    /// 配合
    Helps,
}

/// A task of a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// The department.
    pub department: DepartmentIndex,
    /// The document that charges it.
    pub document: DocumentIndex,
    /// The number of the sentence or row among those of the document.
    pub charge: u32,
    /// Its part.
    pub role: ChargeRole,
}

/// Words before names: 牵头单位：区教育局、区民政局.
const LABELS: [(&str, ChargeRole); 9] = [
    ("牵头", ChargeRole::Leads),
    ("主辦單位", ChargeRole::Leads),
    ("主辦機關", ChargeRole::Leads),
    ("責任單位", ChargeRole::Answers),
    ("責任", ChargeRole::Answers),
    ("權責單位", ChargeRole::Answers),
    ("配合", ChargeRole::Helps),
    ("協辦", ChargeRole::Helps),
    ("责任", ChargeRole::Answers),
];

/// Words behind a name: 区教育局牵头，区财政局配合.
const VERBS: [(&str, ChargeRole); 4] = [
    ("牵头", ChargeRole::Leads),
    ("配合", ChargeRole::Helps),
    ("参与", ChargeRole::Helps),
    ("负责", ChargeRole::Answers),
];

/// All charges, sorted by department, then by document.
pub(super) fn charges(archive: &Archive) -> Vec<Charge> {
    let names = names(archive);
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.iter().map(|(name, _)| name));
    // Names beyond what an automaton can hold: none are found rather than some.
    let Ok(automaton) = automaton else { return Vec::new() };
    let (automaton, names) = (&automaton, &names);
    let of_document = |index: usize| {
        let document = &archive.documents[index];
        let written = document.record.text.passages.charges.iter().enumerate();
        let written = written.filter(|_| document.is_original());
        written.flat_map(move |(number, written)| {
            automaton.find_iter(&*written.text).filter_map(move |found| {
                let is_whole = !ends_in_a_place(&written.text[..found.start()]);
                let role = role(&written.text, found.start(), found.end()).filter(|_| is_whole)?;
                let department = names[found.pattern().as_usize()].1;
                let charge = u32::try_from(number).ok()?;
                Some(Charge { department, document: DocumentIndex::new(index), charge, role })
            })
        })
    };
    let mut charges: Vec<Charge> =
        (0..archive.documents.len()).into_par_iter().flat_map_iter(of_document).collect();
    charges.par_sort_unstable();
    // Named twice in one sentence, it is charged once, with its strongest part.
    charges.dedup_by_key(|charge| (charge.department, charge.document, charge.charge));
    charges
}

/// All names of departments, the former ones too.
fn names(archive: &Archive) -> Vec<(&str, DepartmentIndex)> {
    let mut names: Vec<(&str, DepartmentIndex)> = Vec::new();
    for (index, department) in archive.departments.iter().enumerate() {
        let index = DepartmentIndex::new(index);
        names.push((&department.name, index));
        if let Some(file) = &department.file {
            names.extend(file.record.aliases.iter().map(|alias| (&**alias, index)));
            names.extend(file.record.former.iter().map(|former| (&*former.name, index)));
        }
    }
    names.retain(|(name, _)| name.chars().count() > 1);
    names
}

/// 市教育局 is not 教育局 of the archive: a name that goes on to the left is another's.
fn ends_in_a_place(before: &str) -> bool {
    before.ends_with(['市', '省', '县', '區', '区', '州', '國', '国', '縣'])
}

/// The part of the department that is named at a place: by the label before the names, else by the
/// verb behind it. In a row each cell stands for itself.
fn role(text: &str, start: usize, end: usize) -> Option<ChargeRole> {
    let before = &text[..start];
    let clause = before.rsplit(['；', '。', '（']).next().unwrap_or_default();
    if let Some((label, names)) = clause.rsplit_once(['：', ':']) {
        let label = label.rsplit(['，', '、']).next().unwrap_or_default();
        let of_label = LABELS.iter().find(|(word, _)| label.contains(word)).map(|(_, role)| *role);
        if of_label.is_some() && !names.contains('。') {
            return of_label;
        }
    }
    let after = text[end..].split(['，', '；', '。', '）']).next().unwrap_or_default();
    let verb = VERBS.iter().filter_map(|(word, role)| Some((after.find(word)?, *role))).min();
    verb.map(|(_, role)| role)
}

impl super::Links {
    /// What a department is charged with, in the archive's order.
    #[must_use]
    pub fn charges_of(&self, department: DepartmentIndex) -> &[Charge] {
        let start = self.charges.partition_point(|charge| charge.department < department);
        let end = self.charges.partition_point(|charge| charge.department <= department);
        &self.charges[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(text: &str, name: &str) -> Option<ChargeRole> {
        let start = text.find(name).unwrap();
        role(text, start, start + name.len())
    }

    #[test]
    fn the_part_is_told_by_the_label_or_by_the_verb() {
        let text = "（牵头单位：甲局、乙局；配合单位：丙局）";
        assert_eq!(role_of(text, "乙局"), Some(ChargeRole::Leads));
        assert_eq!(role_of(text, "丙局"), Some(ChargeRole::Helps));
        assert_eq!(role_of("任务：建校；责任单位：甲局", "甲局"), Some(ChargeRole::Answers));
        assert_eq!(role_of("由甲局牵头，乙局配合", "甲局"), Some(ChargeRole::Leads));
        assert_eq!(role_of("由甲局牵头，乙局配合", "乙局"), Some(ChargeRole::Helps));
        assert_eq!(role_of("各牵头单位向甲局报送进展", "甲局"), None);
    }
}
