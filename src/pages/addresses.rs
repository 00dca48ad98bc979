//! Who takes which address: two files at one are an error, and what is asked for is found by it.

use std::borrow::Cow;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::plan::{CollectionKind, Page, Plan, PlannedPage};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// Who takes an address, by its place among the pages, the copied files or those of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Page(u32),
    Asset(u32),
    Theme(u32),
}

/// What is at an address of the site.
#[derive(Clone, Copy, Debug)]
pub enum FileAt<'p> {
    /// A page.
    Page(&'p PlannedPage),
    /// A copy of this source file.
    Copied(&'p str),
    /// A file of the theme.
    Theme,
}

impl Plan<'_> {
    /// Who takes each address, sorted by its hash.
    pub(super) fn addresses(&self) -> Vec<(u64, Owner)> {
        let count =
            |len: usize| 0..u32::try_from(len).expect("a site has fewer than four thousand million files");
        let pages = count(self.pages.len()).map(Owner::Page);
        let assets = count(self.assets.len()).map(Owner::Asset);
        let assets = assets.filter(|owner| self.address(*owner).is_some());
        let theme = count(self.options.theme_files.len()).map(Owner::Theme);
        let owners: Vec<Owner> = pages.chain(assets).chain(theme).collect();
        let one = |owner: Owner| (hash_of(self.address(owner).unwrap_or_default()), owner);
        let mut addresses: Vec<(u64, Owner)> = owners.into_par_iter().map(one).collect();
        addresses.par_sort_unstable();
        addresses
    }

    /// The address that is taken.
    fn address(&self, owner: Owner) -> Option<&str> {
        match owner {
            Owner::Page(index) => Some(self.pages[index as usize].path.as_str()),
            Owner::Asset(index) => Some(self.assets[index as usize].as_ref()?.as_str()),
            Owner::Theme(index) => Some(&self.options.theme_files[index as usize]),
        }
    }

    /// What is at an address of the site, if it is a page, a copied file or one of the theme.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<FileAt<'_>> {
        let hash = hash_of(address);
        let start = self.addresses.partition_point(|(other, _)| *other < hash);
        let same = self.addresses[start..].iter().take_while(|(other, _)| *other == hash);
        let owner = same.map(|(_, owner)| *owner).find(|owner| self.address(*owner) == Some(address))?;
        Some(match owner {
            Owner::Page(index) => FileAt::Page(&self.pages[index as usize]),
            Owner::Asset(index) => FileAt::Copied(&self.archive.assets[index as usize].path),
            Owner::Theme(_) => FileAt::Theme,
        })
    }

    /// No two files at one address, also where capitals do not count.
    pub(super) fn check_addresses(&self, addresses: &[(u64, Owner)], found: &mut Diagnostics) {
        let address = |owner: Owner| lower_case(self.address(owner).unwrap_or_default());
        for pair in addresses.windows(2) {
            let [(hash, first), (other, second)] = *pair else { continue };
            if hash == other && address(first) == address(second) {
                found.push(self.address_taken(
                    &address(first),
                    self.owner_name(first),
                    self.owner_name(second),
                ));
            }
        }
        for path in self.taken_data_paths() {
            let data = "a file for programmers (see [export] in book.toml)".to_owned();
            let hash = hash_of(path);
            let start = addresses.partition_point(|(other, _)| *other < hash);
            let same = addresses[start..].iter().take_while(|(other, _)| *other == hash);
            if let Some((_, owner)) =
                same.into_iter().find(|(_, owner)| *address(*owner) == *lower_case(path))
            {
                found.push(self.address_taken(&lower_case(path), self.owner_name(*owner), data));
            }
        }
    }

    /// Blames the file that an editor can rename.
    fn address_taken(&self, path: &str, first: String, second: String) -> Diagnostic {
        let is_file = |name: &str| name.contains('.') && !name.contains(' ');
        let (file, with) =
            if is_file(&second) || !is_file(&first) { (second, first) } else { (first, second) };
        let message = format!("this file and {with} would both be published as {path}");
        let diagnostic = Diagnostic::about_file(Code::AddressTaken, &file, message);
        diagnostic
            .help("rename one of them; addresses are lower-case ASCII, so names that sound alike can meet")
    }

    fn owner_name(&self, owner: Owner) -> String {
        match owner {
            Owner::Page(index) => self.origin(self.pages[index as usize].page),
            Owner::Asset(index) => self.archive.assets[index as usize].path.to_string(),
            Owner::Theme(index) => format!("the theme's {}", self.options.theme_files[index as usize]),
        }
    }

    fn origin(&self, page: Page) -> String {
        match page {
            Page::Document(index) | Page::Redirect(index) => self.archive.document(index).path.to_string(),
            Page::Number(index) => format!("the address of {}", self.number_pages[index].number),
            Page::Issue(index) => self.archive.issues[index.get()].folder.to_string(),
            Page::WholeIssue(index) => {
                format!("the whole issue of {}", self.archive.issues[index.get()].folder)
            }
            Page::FreePage(index) => self.archive.free_pages[index.get()].path.to_string(),
            Page::Term(CollectionKind::Departments, index) => {
                let department = &self.archive.departments[index];
                department
                    .file
                    .as_ref()
                    .map_or_else(|| department.name.to_string(), |file| file.path.to_string())
            }
            Page::Term(kind, index) => {
                format!("the page of {} in {}", self.term_name(kind, index), kind.folder())
            }
            _ => "a page of the archive's own".to_owned(),
        }
    }
}

/// The hash of an address where capitals do not count.
fn hash_of(address: &str) -> u64 {
    xxh3_64(lower_case(address).as_bytes())
}

/// Only aliases are written by hand; all other addresses are lower-case already.
fn lower_case(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
    }
}
