//! The files that are not documents: issues, departments, free pages.

use serde::{Deserialize, Serialize};

use super::document::text_facts;
use super::facts::Facts;
use super::front_matter::{FrontMatter, Split};
use super::keys::{self, Key};
use crate::diagnostics::{Diagnostics, Spanned, text};
use crate::gazette::{GazetteDate, IssueNumber, NumberKinds};

/// What an issue's file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The year, when it is not the folder's.
    pub year: Option<u16>,
    /// The number in the year, when it is not the folder's.
    pub number: Option<IssueNumber>,
    /// 总期号: the number counted from the first issue.
    pub total_number: Option<u32>,
    /// When it was published.
    pub date: Option<GazetteDate>,
    /// Its title, when it has one of its own.
    pub title: Option<Box<str>>,
    /// The facsimile.
    pub pdf: Option<Spanned<Box<str>>>,
    /// How many pages the facsimile has before printed page 1.
    pub page_offset: i32,
    /// The order of the parts.
    pub parts: Vec<Box<str>>,
    /// The foreword or colophon.
    #[serde(skip)]
    pub text: Facts,
    /// Whether there is one.
    pub has_text: bool,
}

/// What a department's file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// The full name.
    pub title: Spanned<Box<str>>,
    /// Other names that mean it.
    pub aliases: Vec<Box<str>>,
    /// Names it had before.
    pub former: Vec<FormerName>,
    /// When it was established.
    pub established: Option<GazetteDate>,
    /// When it was abolished.
    pub abolished: Option<GazetteDate>,
    /// The department that took over its work: a name or a file's stem.
    pub successor: Option<Spanned<Box<str>>>,
    /// Its place in lists; those without come after those with.
    pub order: Option<u32>,
    /// Its history, in words.
    #[serde(skip)]
    pub text: Facts,
}

/// A name that a department had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerName {
    /// The name.
    pub name: Box<str>,
    /// Its last day.
    pub until: Option<GazetteDate>,
}

/// What a free page's file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreePage {
    /// The title.
    pub title: Spanned<Box<str>>,
    /// Its place in the site's foot; those without come after those with.
    pub order: Option<u32>,
    /// The text.
    #[serde(skip)]
    pub text: Facts,
}

/// Reads an issue. A file without front matter is a foreword, and the folder tells the rest.
pub fn issue(
    path: &str,
    file: &str,
    split: &Split,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> Option<Issue> {
    let issue = with_front_matter(path, file, split, keys::ISSUE, found, |front| {
        Some(Issue {
            year: front.parsed::<u16>("year", &text!("a year, such as 2018")).map(|year| year.value),
            number: front
                .parsed("number", &text!("a number, such as 10 or \"增刊1\""))
                .map(|number| number.value),
            total_number: front.parsed("total_number", &text!("a number")).map(|number| number.value),
            date: front.date("date").map(|date| date.value),
            title: front.text("title").map(|title| title.value),
            pdf: front.text("pdf"),
            page_offset: front
                .parsed("page_offset", &text!("a number of pages"))
                .map_or(0, |offset| offset.value),
            parts: front.texts("parts").into_iter().map(|part| part.value).collect(),
            text: Facts::default(),
            has_text: false,
        })
    })?;
    let text = facts(path, file, split, kinds, found);
    Some(Issue { has_text: text.characters > 0, text, ..issue })
}

/// Reads a department.
pub fn department(
    path: &str,
    file: &str,
    split: &Split,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> Option<Department> {
    let department = with_front_matter(path, file, split, keys::DEPARTMENT, found, |front| {
        let title = front.title(text!("this department has no name"));
        let former = front.mappings("former", keys::FORMER_NAME);
        let former = former.iter().filter_map(|mapping| {
            Some(FormerName { name: mapping.text("name")?.value, until: mapping.date("until") })
        });
        Some(Department {
            title,
            aliases: front.texts("aliases").into_iter().map(|alias| alias.value).collect(),
            former: former.collect(),
            established: front.date("established").map(|date| date.value),
            abolished: front.date("abolished").map(|date| date.value),
            successor: front.text("successor"),
            order: front.parsed("order", &text!("a number")).map(|order| order.value),
            text: Facts::default(),
        })
    })?;
    let department = Department { text: facts(path, file, split, kinds, found), ..department };
    (!department.title.value.is_empty()).then_some(department)
}

/// Reads a free page.
pub fn free_page(
    path: &str,
    file: &str,
    split: &Split,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> Option<FreePage> {
    let page = with_front_matter(path, file, split, keys::PAGE, found, |front| {
        let title = front.title(text!("this page has no title"));
        let order = front.parsed("order", &text!("a number")).map(|order| order.value);
        Some(FreePage { title, order, text: Facts::default() })
    })?;
    let page = FreePage { text: facts(path, file, split, kinds, found), ..page };
    (!page.title.value.is_empty()).then_some(page)
}

/// What others must know of the text of a file that is no document.
fn facts(path: &str, file: &str, split: &Split, kinds: &NumberKinds, found: &mut Diagnostics) -> Facts {
    text_facts(path, file, split.text_start, kinds, found).without_naming().into()
}

fn with_front_matter<T>(
    path: &str,
    file: &str,
    split: &Split,
    keys: &'static [Key],
    found: &mut Diagnostics,
    fields: impl FnOnce(&mut FrontMatter<'_>) -> Option<T>,
) -> Option<T> {
    let block = split.yaml.clone().unwrap_or(split.text_start..split.text_start);
    let mut front = FrontMatter::read(path, file, block, keys);
    let value = if front.readable { fields(&mut front) } else { None };
    debug_assert!(value.is_none() || front.is_used_up(), "every key of the list is read");
    found.extend(front.found);
    value
}
