//! What a department is charged with, and where else it is named, by document.

use super::context::{ChargedDocument, Charges, Count, Label, Task};
use super::page::CollectionKind;
use super::path::{SitePath, relative};
use super::plan::Plan;
use super::terms::leaf_links;
use crate::archive::DepartmentIndex;
use crate::links::{Charge, ChargeRole, Named};

/// How many documents a leaf has.
const LEAF: usize = 100;
/// How many of the places at which a document names a department are shown.
const PLACES_SHOWN: usize = 20;

impl<'a> Plan<'a> {
    /// The documents that charge a department, the newest first.
    fn charging(&self, department: usize) -> Vec<&'a [Charge]> {
        let charges = self.links.charges_of(DepartmentIndex::new(department));
        let mut documents: Vec<&[Charge]> = charges.chunk_by(|a, b| a.document == b.document).collect();
        documents.reverse();
        documents
    }

    pub(super) fn charges_leaves(&self, department: usize) -> usize {
        self.charging(department).len().div_ceil(LEAF)
    }

    pub(super) fn charges_path(&self, department: usize, leaf: usize) -> SitePath {
        self.path_below(department, "tasks", leaf)
    }

    /// A leaf of a list that belongs to a department.
    fn path_below(&self, department: usize, name: &str, leaf: usize) -> SitePath {
        let term = self.term_path(CollectionKind::Departments, department);
        let folder = term.as_str().trim_end_matches(".html");
        match leaf {
            0 => SitePath::new(format!("{folder}/{name}.html")),
            leaf => SitePath::new(format!("{folder}/{name}-{}.html", leaf + 1)),
        }
    }

    /// The way from a department's page to what it is charged with.
    pub(super) fn charges_link(&self, from: &SitePath, department: usize) -> Option<Count<'a>> {
        let documents = self.charging(department).len();
        (documents > 0).then(|| Count {
            label: Label::Word { word: "charges" },
            url: relative(from, &self.charges_path(department, 0), None),
            documents,
        })
    }

    pub(super) fn charges(&self, from: &SitePath, department: usize, leaf: usize) -> Charges<'a> {
        let documents = self.charging(department);
        let shown = documents.iter().skip(leaf * LEAF).take(LEAF);
        Charges {
            word: "charges",
            documents: shown.map(|charges| self.charged_document(from, charges)).collect(),
            total: documents.len(),
            leaf: leaf + 1,
            leaves: leaf_links(from, self.charges_leaves(department), |leaf| {
                self.charges_path(department, leaf)
            }),
        }
    }

    /// The tasks that one document sets a department.
    fn charged_document(&self, from: &SitePath, charges: &'a [Charge]) -> ChargedDocument<'a> {
        let document = charges[0].document;
        let facts = &self.archive.document(document).record.text;
        let task = |charge: &'a Charge| {
            let anchor = charge.anchor.and_then(|anchor| facts.anchor(anchor as usize));
            Task {
                role: Some(match charge.role {
                    ChargeRole::Leads => "role_leads",
                    ChargeRole::Answers => "role_answers",
                    ChargeRole::Helps => "role_helps",
                }),
                text: super::excerpt::plain(&charge.text),
                url: relative(from, self.document_path(document), anchor.as_deref()),
            }
        };
        ChargedDocument { row: self.row(from, document), tasks: charges.iter().map(task).collect(), more: 0 }
    }

    /// The documents that name a department, the newest first.
    fn naming(&self, department: usize) -> Vec<&'a [Named]> {
        let named = self.links.naming(DepartmentIndex::new(department));
        let mut documents: Vec<&[Named]> = named.chunk_by(|a, b| a.document == b.document).collect();
        documents.reverse();
        documents
    }

    pub(super) fn named_leaves(&self, department: usize) -> usize {
        self.naming(department).len().div_ceil(LEAF)
    }

    pub(super) fn named_path(&self, department: usize, leaf: usize) -> SitePath {
        self.path_below(department, "named", leaf)
    }

    /// The way from a department's page to where else it is named.
    pub(super) fn named_link(&self, from: &SitePath, department: usize) -> Option<Count<'a>> {
        let documents = self.naming(department).len();
        (documents > 0).then(|| Count {
            label: Label::Word { word: "named" },
            url: relative(from, &self.named_path(department, 0), None),
            documents,
        })
    }

    pub(super) fn named(&self, from: &SitePath, department: usize, leaf: usize) -> Charges<'a> {
        let documents = self.naming(department);
        let shown = documents.iter().skip(leaf * LEAF).take(LEAF);
        Charges {
            word: "named",
            documents: shown.map(|named| self.naming_document(from, named)).collect(),
            total: documents.len(),
            leaf: leaf + 1,
            leaves: leaf_links(from, self.named_leaves(department), |leaf| self.named_path(department, leaf)),
        }
    }

    /// The places at which one document names a department.
    fn naming_document(&self, from: &SitePath, named: &'a [Named]) -> ChargedDocument<'a> {
        let document = named[0].document;
        let facts = &self.archive.document(document).record.text;
        let place = |named: &'a Named| {
            let anchor = named.anchor.and_then(|anchor| facts.anchor(anchor as usize));
            Task {
                role: None,
                text: (&*named.words).into(),
                url: relative(from, self.document_path(document), anchor.as_deref()),
            }
        };
        ChargedDocument {
            row: self.row(from, document),
            tasks: named.iter().take(PLACES_SHOWN).map(place).collect(),
            more: named.len().saturating_sub(PLACES_SHOWN),
        }
    }
}
