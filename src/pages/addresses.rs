//! Who takes which address: two files at one are an error, and what is asked for is found by it.

use std::borrow::Cow;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::page::{CollectionKind, Page, PlannedPage};
use super::path::SitePath;
use super::plan::Plan;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Spanned, Text, text};

/// Who takes an address, by its place among the pages, the copied files or those of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Page(u32),
    Asset(u32),
    Theme(u32),
    /// What programmers can have; it is not among the addresses that are kept.
    Data,
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
            Owner::Data => None,
        }
    }

    /// What is at an address of the site, if it is a page, a copied file or one of the theme.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<FileAt<'_>> {
        let hash = hash_of(address);
        // Not `get_or_init`: a thread that waits for the others takes up other work, which may ask for these.
        if self.addresses.get().is_none() {
            let _ = self.addresses.set(self.addresses());
        }
        let addresses = self.addresses.get()?;
        let start = addresses.partition_point(|(other, _)| *other < hash);
        let same = addresses[start..].iter().take_while(|(other, _)| *other == hash);
        let owner = same.map(|(_, owner)| *owner).find(|owner| self.address(*owner) == Some(address))?;
        Some(match owner {
            Owner::Page(index) => FileAt::Page(&self.pages[index as usize]),
            Owner::Asset(index) => FileAt::Copied(&self.archive.assets[index as usize].path),
            Owner::Theme(_) | Owner::Data => FileAt::Theme,
        })
    }

    /// No two files at one address, also where capitals do not count.
    pub(super) fn check_addresses(&self, addresses: &[(u64, Owner)], found: &mut Diagnostics) {
        let address = |owner: Owner| lower_case(self.address(owner).unwrap_or_default());
        for pair in addresses.windows(2) {
            let [(hash, first), (other, second)] = *pair else { continue };
            if hash == other && address(first) == address(second) {
                found.push(self.address_taken(&address(first), first, second));
            }
        }
        for path in self.taken_data_paths() {
            let hash = hash_of(path);
            let start = addresses.partition_point(|(other, _)| *other < hash);
            let same = addresses[start..].iter().take_while(|(other, _)| *other == hash);
            if let Some((_, owner)) =
                same.into_iter().find(|(_, owner)| *address(*owner) == *lower_case(path))
            {
                found.push(self.address_taken(&lower_case(path), *owner, Owner::Data));
            }
        }
    }

    /// Blames the alias that an editor can remove, or the file that can be renamed.
    fn address_taken(&self, path: &str, first: Owner, second: Owner) -> Diagnostic {
        let alias = |of, other| Some((self.alias(of, path)?, other));
        if let Some(((file, alias), with)) = alias(second, first).or_else(|| alias(first, second)) {
            let with = self.owner_name(with);
            let message = text!("the alias `{}` has the address of {}", alias.value, with);
            let diagnostic = Diagnostic::new(Code::AddressTaken, file, alias.span, message);
            return diagnostic.help(text!("remove it; an alias is an address that the document had before"));
        }
        let is_file = |owner| self.file_of(owner).is_some();
        let (blamed, with) =
            if is_file(second) || !is_file(first) { (second, first) } else { (first, second) };
        let file = self.file_of(blamed).map_or_else(|| self.owner_name(blamed).to_string(), str::to_owned);
        let message = text!("this file and {} would both be published as {}", self.owner_name(with), path);
        let diagnostic = Diagnostic::about_file(Code::AddressTaken, &file, message);
        diagnostic.help(text!(
            "rename one of them; addresses are lower-case ASCII, so names that sound alike can meet"
        ))
    }

    /// The alias that leads from an address to a document, where it is one, with the document's file.
    fn alias(&self, owner: Owner, path: &str) -> Option<(&str, &Spanned<Box<str>>)> {
        let Owner::Page(index) = owner else { return None };
        let Page::Redirect(document) = self.pages[index as usize].page else { return None };
        let document = self.archive.document(document);
        let leads_from = |alias: &&Spanned<Box<str>>| {
            SitePath::from_written(&alias.value).is_some_and(|written| lower_case(written.as_str()) == path)
        };
        Some((&document.path, document.record.aliases.iter().find(leads_from)?))
    }

    /// The file of the content that something published is made of.
    fn file_of(&self, owner: Owner) -> Option<&str> {
        let page = match owner {
            Owner::Asset(index) => return Some(&self.archive.assets[index as usize].path),
            Owner::Page(index) => self.pages[index as usize].page,
            Owner::Theme(_) | Owner::Data => return None,
        };
        match page {
            Page::Document(index) | Page::Redirect(index) => Some(&self.archive.document(index).path),
            Page::FreePage(index) => Some(&self.archive.free_pages[index.get()].path),
            Page::Term(CollectionKind::Departments, index) => {
                self.archive.departments[index].file.as_ref().map(|file| &*file.path)
            }
            _ => None,
        }
    }

    fn owner_name(&self, owner: Owner) -> Text {
        if let Some(file) = self.file_of(owner) {
            return text!("{}", file);
        }
        let page = match owner {
            Owner::Theme(index) => {
                return text!("the theme's {}", self.options.theme_files[index as usize]);
            }
            Owner::Page(index) => self.pages[index as usize].page,
            _ => return text!("a file for programmers (see [export] in book.toml)"),
        };
        match page {
            Page::Number(index) => text!("the address of {}", self.number_shown(index)),
            Page::Issue(index) => text!("{}", self.archive.issues[index.get()].folder),
            Page::WholeIssue(index) => {
                text!("the whole issue of {}", self.archive.issues[index.get()].folder)
            }
            Page::Term(kind, index) => {
                text!("the page of {} in {}", self.term_name(kind, index), kind.folder())
            }
            _ => text!("a page of the archive's own"),
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
