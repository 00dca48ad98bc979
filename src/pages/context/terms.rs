//! The pages of collections and of their terms.

use serde::Serialize;

use super::frame::Link;
use super::lists::{Count, Group};
use crate::gazette::GazetteDate;

/// The page of a collection: all departments, topics, kinds or registers.
#[derive(Clone, Debug, Serialize)]
pub struct Collection<'a> {
    /// The entries, in the order of the list.
    pub entries: Vec<Count<'a>>,
    /// Which leaf of the list this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
}

/// The page of a term: a topic, a kind, a register or a department.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Term<'a> {
    /// How many documents it has in all.
    pub documents: usize,
    /// All its documents by year; empty when they are too many for one page.
    pub groups: Vec<Group<'a>>,
    /// Its years with a page of their own; empty when one page holds all.
    pub years: Vec<Count<'a>>,
    /// More about a department.
    pub department: Option<Box<Department<'a>>>,
    /// More about a register.
    pub series: Option<Series<'a>>,
}

/// One year of a term, when its documents are too many for one page.
#[derive(Clone, Debug, Serialize)]
pub struct TermYear<'a> {
    /// The year.
    pub year: u16,
    /// How many documents the year has.
    pub documents: usize,
    /// The documents of this leaf.
    pub groups: Vec<Group<'a>>,
    /// What of the register is held in this year.
    pub register: Option<RegisterYear>,
    /// Which leaf this is, from 1.
    pub leaf: usize,
    /// All leaves, when there is more than one.
    pub leaves: Vec<Link<'a>>,
    /// The year before.
    pub previous: Option<Link<'a>>,
    /// The year after.
    pub next: Option<Link<'a>>,
}

/// More about a department.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Department<'a> {
    /// Other names that mean it.
    pub aliases: Vec<&'a str>,
    /// Names it had before.
    pub former: Vec<FormerName<'a>>,
    /// When it was established.
    pub established: Option<GazetteDate>,
    /// When it was abolished.
    pub abolished: Option<GazetteDate>,
    /// Who took over its work.
    pub successor: Option<Link<'a>>,
    /// Whose work it took over.
    pub predecessors: Vec<Link<'a>>,
    /// The documents that it issued with others; those in `groups` it issued alone.
    pub joint: Vec<Group<'a>>,
    /// The way to what it is charged with, if it is charged with anything.
    pub charges: Option<Count<'a>>,
    /// The way to where else it is named, if it is.
    pub named: Option<Count<'a>>,
    /// How many it issued alone.
    pub documents_alone: usize,
    /// How many it issued with others.
    pub documents_joint: usize,
}

/// A name that a department had.
#[derive(Clone, Debug, Serialize)]
pub struct FormerName<'a> {
    /// The name.
    pub name: &'a str,
    /// Its last day.
    pub until: Option<GazetteDate>,
}

/// More about a register.
#[derive(Clone, Debug, Serialize)]
pub struct Series<'a> {
    /// The department that keeps it.
    pub department: Option<&'a str>,
    /// How much of it the gazette prints: a key of the word file.
    pub coverage: &'static str,
    /// What of it is held, the newest year first.
    pub years: Vec<RegisterYear>,
}

/// What of a register is held in one year.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterYear {
    /// The year; `None` for a register that counts on without regard to it.
    pub year: Option<u16>,
    /// How many numbers are held.
    pub held: u32,
    /// The highest of them.
    pub highest: u32,
    /// The lowest, where the archive begins within a complete register's year.
    pub from: Option<u32>,
    /// The share held, in per cent; only of a register that is printed in part.
    pub share: Option<u32>,
    /// The numbers that are missing; only of a register that is declared complete.
    pub gaps: Option<String>,
    /// Numbers that several documents carry.
    pub duplicates: Vec<u32>,
}
