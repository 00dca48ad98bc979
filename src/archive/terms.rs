//! Filing documents under words, and giving each word its part of an address.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::{Document, DocumentIndex, Term};
use crate::gazette::{pinyin_key, slug};

/// The topics and the kinds of the documents.
pub fn topics_and_kinds(documents: &[Document]) -> (Vec<Term>, Vec<Term>) {
    rayon::join(
        || terms(documents, |document| document.record.topics.iter().map(|topic| &**topic).collect()),
        || terms(documents, |document| document.record.kind.iter().map(|kind| kind.as_str()).collect()),
    )
}

/// The words that `words_of` finds on the documents, each with its documents.
fn terms<'d>(documents: &'d [Document], words_of: impl Fn(&'d Document) -> Vec<&'d str>) -> Vec<Term> {
    let mut filed: BTreeMap<&str, Vec<DocumentIndex>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        for word in words_of(document) {
            let list = filed.entry(word).or_default();
            let index = DocumentIndex::new(index);
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    let names: Vec<&str> = filed.keys().copied().collect();
    let slugs = distinct_slugs(&names);
    let mut terms: Vec<Term> = filed
        .into_iter()
        .zip(slugs)
        .map(|((name, documents), slug)| Term { name: name.into(), slug, documents })
        .collect();
    terms.sort_by_cached_key(|term| pinyin_key(&term.name));
    terms
}

/// A slug for each name. Names that sound alike (事业, 失业) would share one, so each of those gets a
/// few letters made from the name itself: no address depends on which other came first.
pub fn distinct_slugs(names: &[&str]) -> Vec<Box<str>> {
    let plain: Vec<String> = names.iter().map(|name| slug(name)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in &plain {
        *uses.entry(slug).or_default() += 1;
    }
    plain
        .iter()
        .zip(names)
        .map(|(slug, name)| match uses[slug.as_str()] {
            1 => slug.as_str().into(),
            _ => format!("{slug}-{:04x}", xxh3_64(name.as_bytes()) & 0xffff).into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sound_alike_have_addresses_of_their_own() {
        let slugs = distinct_slugs(&["事业", "失业", "教育"]);
        assert_eq!(&*slugs[2], "jiao-yu");
        assert!(slugs[0].starts_with("shi-ye-") && slugs[1].starts_with("shi-ye-"));
        assert_ne!(slugs[0], slugs[1]);
        assert_eq!(distinct_slugs(&["失业", "事业"])[0], slugs[1]);
    }
}
