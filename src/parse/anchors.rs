//! The ids of a text, packed: many are kept, few are asked for, and each begins like the one before.

use serde::{Deserialize, Serialize};

/// The ids of a text, in order.
///
/// An id is kept as a character that tells by its code how many bytes it shares with the id before, the
/// rest of it, and a line end: `sec_1__p_2` after `sec_1__p_1` is three bytes instead of eleven.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchors(Box<str>);

/// So many shared bytes fit into one.
const SHARED_MAX: usize = 0x7f;

impl Anchors {
    /// Packs ids.
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut packed = String::new();
        let mut before = "";
        for id in ids {
            let same = before.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count().min(SHARED_MAX);
            let shared = id.floor_char_boundary(same);
            packed.push(char::from(u8::try_from(shared).unwrap_or_default()));
            packed.push_str(&id[shared..]);
            packed.push('\n');
            before = id;
        }
        Self(packed.into())
    }

    /// Whether the id is among them.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.find(|_, known| known == id).is_some()
    }

    /// The id with this number, counted from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<String> {
        self.find(|at, _| at == number)
    }

    /// All of them.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        let mut all = Vec::new();
        self.find(|_, id| {
            all.push(id.to_owned());
            false
        });
        all
    }

    /// The first id that is wanted by its number and itself.
    fn find(&self, mut wanted: impl FnMut(usize, &str) -> bool) -> Option<String> {
        let mut id = String::new();
        let mut rest = &*self.0;
        let mut number = 0;
        while let Some(shared) = rest.chars().next() {
            // A text from a damaged cache may hold anything.
            id.truncate(id.floor_char_boundary(shared as usize));
            let own = &rest[shared.len_utf8()..];
            let end = memchr::memchr(b'\n', own.as_bytes()).unwrap_or(own.len());
            id.push_str(&own[..end]);
            if wanted(number, &id) {
                return Some(id);
            }
            number += 1;
            rest = own.get(end + 1..).unwrap_or_default();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_found_by_its_number_and_by_itself() {
        let ids = ["p_1", "sec_1", "sec_1__p_1", "sec_1__p_2", "联系", "联络", "a\u{301}"];
        let anchors = Anchors::new(ids.into_iter());
        assert_eq!(anchors.to_vec(), ids);
        assert_eq!(anchors.get(3).as_deref(), Some("sec_1__p_2"));
        assert_eq!(anchors.get(7), None);
        assert!(anchors.contains("联络") && !anchors.contains("联"));
        assert_eq!(Anchors::default().get(0), None);
    }

    proptest! {
        #[test]
        fn all_ids_come_back(ids in proptest::collection::vec("(sec_[0-9]__)?[a-z甲乙丙]{0,140}", 0..8)) {
            prop_assert_eq!(Anchors::new(ids.iter().map(String::as_str)).to_vec(), ids);
        }
    }
}
