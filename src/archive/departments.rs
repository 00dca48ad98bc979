//! Who issues: departments from their files and from the names on documents, under one roof.

use std::collections::BTreeMap;

use super::terms::distinct_slugs;
use super::{Department, DepartmentFile, DepartmentIndex};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Spanned, text};
use crate::gazette::{pinyin_key, slug};

/// The departments, and the name under which each is known.
pub struct Departments {
    /// The departments in the order of their lists; who issued what is filled in later.
    pub list: Vec<Department>,
    names: BTreeMap<Box<str>, DepartmentIndex>,
}

impl Departments {
    /// The department that a name means.
    pub fn find(&self, name: &str) -> DepartmentIndex {
        self.names[name]
    }
}

/// A name on a document, with the file that it stands in.
pub struct Mention<'a> {
    /// The name.
    pub name: &'a Spanned<Box<str>>,
    /// The document's file.
    pub path: &'a str,
}

/// Brings together departments with files and names on documents.
pub fn gather(
    files: &[(String, DepartmentFile)],
    mentions: &[Mention<'_>],
    found: &mut Diagnostics,
) -> Departments {
    let mut owner: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, (_, file)) in files.iter().enumerate() {
        let record = &file.record;
        let former = record.former.iter().map(|former| &*former.name);
        let names = std::iter::once(&*record.title.value).chain(record.aliases.iter().map(|alias| &**alias));
        for name in names.chain(former) {
            owner.entry(name).or_insert(index);
        }
    }
    let mut unknown: BTreeMap<&str, Vec<&Mention<'_>>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| !owner.contains_key(&*mention.name.value)) {
        unknown.entry(&mention.name.value).or_default().push(mention);
    }
    report_near_spellings(files, &unknown, found);

    let without_file: Vec<&str> = unknown.keys().copied().collect();
    let mut made: Vec<(Department, Vec<&str>)> = with_files(files, &owner);
    for (name, slug) in without_file.iter().zip(distinct_slugs(&without_file)) {
        made.push((department(name, slug, None), vec![name]));
    }
    made.sort_by_cached_key(|(department, _)| {
        let order = department.file.as_ref().and_then(|file| file.record.order);
        (order.unwrap_or(u32::MAX), department.file.is_none(), pinyin_key(&department.name))
    });
    let mut names = BTreeMap::new();
    let mut list = Vec::with_capacity(made.len());
    for (index, (department, its_names)) in made.into_iter().enumerate() {
        names.extend(its_names.into_iter().map(|name| (Box::from(name), DepartmentIndex::new(index))));
        list.push(department);
    }
    let mut departments = Departments { list, names };
    connect_successors(&mut departments, found);
    departments
}

fn department(name: &str, slug: Box<str>, file: Option<DepartmentFile>) -> Department {
    Department {
        name: name.into(),
        slug,
        file,
        successor: None,
        predecessors: Vec::new(),
        alone: Vec::new(),
        joint: Vec::new(),
    }
}

fn with_files<'a>(
    files: &'a [(String, DepartmentFile)],
    owner: &BTreeMap<&'a str, usize>,
) -> Vec<(Department, Vec<&'a str>)> {
    let one = |(index, (stem, file)): (usize, &'a (String, DepartmentFile))| {
        let names = owner.iter().filter(|(_, owner)| **owner == index).map(|(name, _)| *name).collect();
        let copy = DepartmentFile { path: file.path.clone(), record: file.record.clone(), hash: file.hash };
        (department(&file.record.title.value, slug(stem).into(), Some(copy)), names)
    };
    files.iter().enumerate().map(one).collect()
}

fn connect_successors(departments: &mut Departments, found: &mut Diagnostics) {
    for index in 0..departments.list.len() {
        let Some(file) = &departments.list[index].file else { continue };
        let Some(successor) = &file.record.successor else { continue };
        let by_slug =
            departments.list.iter().position(|other| other.file.is_some() && *other.slug == *successor.value);
        let heir =
            by_slug.map(DepartmentIndex::new).or_else(|| departments.names.get(&*successor.value).copied());
        let Some(heir) = heir else {
            let message = text!("the archive knows no department `{}`", successor.value);
            let diagnostic = Diagnostic::new(Code::UnknownDepartment, &file.path, successor.span, message);
            found.push(
                diagnostic
                    .help(text!("name a department by its full name or by its file's name without `.md`")),
            );
            continue;
        };
        departments.list[index].successor = Some(heir);
        departments.list[heir.get()].predecessors.push(DepartmentIndex::new(index));
    }
}

fn report_near_spellings(
    files: &[(String, DepartmentFile)],
    unknown: &BTreeMap<&str, Vec<&Mention<'_>>>,
    found: &mut Diagnostics,
) {
    for (name, mentions) in unknown {
        let near = files
            .iter()
            .map(|(_, file)| &*file.record.title.value)
            .find(|known| one_slip_apart(name, known, mentions.len() == 1));
        let Some(near) = near else { continue };
        for mention in mentions {
            let message = text!("`{}` is one character away from `{}`", name, near);
            let diagnostic =
                Diagnostic::new(Code::DepartmentSpelling, mention.path, mention.name.span, message);
            found.push(diagnostic.help(text!(
                "write `{}`, or give `{}` a file in departments/ if it is another department",
                near,
                name
            )));
        }
    }
}

/// Whether two names differ by one slip of the hand: a character too many or too few, two swapped,
/// or one that sounds the same. Another character that sounds otherwise (教育局, 体育局) is more often
/// another department, so it counts only where `lenient`.
fn one_slip_apart(name: &str, known: &str, lenient: bool) -> bool {
    let (name, known): (Vec<char>, Vec<char>) = (name.chars().collect(), known.chars().collect());
    let same_start = name.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (name, known) = (&name[same_start..], &known[same_start..]);
    let same_end = name.iter().rev().zip(known.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&name[..name.len() - same_end], &known[..known.len() - same_end]) {
        ([], [_]) | ([_], []) => true,
        ([one], [other]) => lenient || slug(&one.to_string()) == slug(&other.to_string()),
        ([first, second], [other_first, other_second]) => first == other_second && second == other_first,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_department() {
        assert!(one_slip_apart("澜川区教玉局", "澜川区教育局", false));
        assert!(one_slip_apart("澜川区教育", "澜川区教育局", false));
        assert!(one_slip_apart("澜川区育教局", "澜川区教育局", false));
        assert!(!one_slip_apart("澜川区体育局", "澜川区教育局", false));
        assert!(!one_slip_apart("澜川区教育局", "澜川区教育局", true));
    }
}
