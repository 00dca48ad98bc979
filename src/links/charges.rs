//! What each department is charged with: the sentences and rows that name it as the one who leads,
//! answers or helps.

use std::cell::OnceCell;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use serde::{Deserialize, Serialize};

use crate::archive::{Archive, DepartmentIndex, DocumentIndex};
use crate::parse::Naming;

/// The part that a department has in a task. The first is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChargeRole {
    /// 牵头
    Leads,
    /// 责任单位
    Answers,
    /// 配合
    Helps,
}

/// A task of a department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Charge {
    /// The department.
    pub department: DepartmentIndex,
    /// The document that charges it.
    pub document: DocumentIndex,
    /// The number of the sentence or row among those of the document.
    pub charge: u32,
    /// Its part.
    pub role: ChargeRole,
    /// The number of the anchor that leads to the sentence or row, among those of the document.
    pub anchor: Option<u32>,
    /// Its words: see [`crate::parse::WrittenCharge`].
    pub text: Arc<str>,
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

/// Finds what departments are charged with.
pub(super) struct Finder<'a> {
    archive: &'a Archive,
    names: Vec<(&'a str, DepartmentIndex)>,
    /// None where there are names beyond what an automaton can hold: none are found rather than some.
    automaton: Option<AhoCorasick>,
}

impl<'a> Finder<'a> {
    /// For the departments of an archive.
    pub fn new(archive: &'a Archive) -> Self {
        let names = names(archive);
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).clone();
        let automaton = builder.build(names.iter().map(|(name, _)| name)).ok();
        Self { archive, names, automaton }
    }

    /// The places in a text where a department is named: who, and where.
    pub fn named(&self, text: &str) -> Vec<(DepartmentIndex, std::ops::Range<usize>)> {
        let found = self.automaton.iter().flat_map(|automaton| automaton.find_iter(text));
        found.map(|found| (self.names[found.pattern().as_usize()].1, found.range())).collect()
    }

    /// What a document charges departments with, sorted by department.
    pub fn charges(&self, document: DocumentIndex, naming: &Naming) -> Vec<Charge> {
        let mut charges = Vec::new();
        if !self.archive.document(document).is_original() {
            return charges;
        }
        for (number, written) in (0..).zip(&naming.charges) {
            let text: OnceCell<Arc<str>> = OnceCell::new();
            for (department, range) in self.named(&written.text) {
                let is_whole = !ends_in_a_place(&written.text[..range.start]);
                let role = role(&written.text, range.start, range.end).filter(|_| is_whole);
                let text = || text.get_or_init(|| Arc::from(&*written.text)).clone();
                charges.extend(role.map(|role| Charge {
                    department,
                    document,
                    charge: number,
                    role,
                    anchor: written.anchor,
                    text: text(),
                }));
            }
        }
        charges.sort_unstable();
        // Named twice in one sentence, it is charged once, with its strongest part.
        charges.dedup_by_key(|charge| (charge.department, charge.document, charge.charge));
        charges
    }
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
pub(super) fn ends_in_a_place(before: &str) -> bool {
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
