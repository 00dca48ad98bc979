//! What is known of a text, unpacked when somebody first asks for it.
//!
//! It is the greater part of a record, and of records that were kept between runs few are asked for it: a
//! run in which one text changed asks for those that it cites and those that cite it.

use std::ops::{Deref, DerefMut, Range};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::document::TextFacts;
use super::naming::Naming;

/// What is known of a text: read just now, or kept between runs.
pub struct Facts {
    /// What is known, once it was asked for.
    facts: OnceLock<Box<TextFacts>>,
    /// What was kept, until it is asked for.
    kept: Mutex<Option<Kept>>,
}

/// Where what is known of many texts is kept.
pub trait KeptTexts: Send + Sync {
    /// What [`Facts::encode`] gave of all of them; `None` where that is lost or damaged.
    fn bytes(&self) -> Option<&[u8]>;

    /// What is known of the text of a file, read from that once more.
    fn again(&self, path: &str) -> TextFacts;
}

/// A part of what was kept of many texts.
#[derive(Clone)]
struct Kept {
    all: Arc<dyn KeptTexts>,
    own: Range<usize>,
    /// The file that the text is of.
    path: Box<str>,
}

impl Kept {
    fn bytes(&self) -> Option<&[u8]> {
        self.all.bytes()?.get(self.own.clone())
    }

    fn facts(&self) -> TextFacts {
        let known = self.bytes().and_then(|bytes| postcard::from_bytes(bytes).ok());
        known.unwrap_or_else(|| self.all.again(&self.path))
    }
}

impl Facts {
    /// What [`Self::encode`] gave of the text of a file, as a part of what was kept of many.
    pub fn kept(all: &Arc<dyn KeptTexts>, own: Range<usize>, path: &str) -> Self {
        let kept = Kept { all: Arc::clone(all), own, path: path.into() };
        Self { facts: OnceLock::new(), kept: Mutex::new(Some(kept)) }
    }

    /// As bytes that another run can take up.
    pub fn encode(&self) -> Vec<u8> {
        if let Some(bytes) = self.lock().as_ref().and_then(Kept::bytes) {
            return bytes.to_vec();
        }
        postcard::to_allocvec(self.unpacked()).expect("facts are plain data, which always has a binary form")
    }

    /// Whether the text was searched for citations since this was read or taken from what was kept.
    pub(super) fn is_recognised_anew(&self) -> bool {
        self.facts.get().is_some_and(|facts| facts.passages.is_recognised_anew())
    }

    /// What it says of departments, where that is here. Nothing of it is kept with the rest.
    pub fn naming_here(&self) -> Option<&Naming> {
        self.facts.get().map(|facts| &facts.naming)
    }

    fn unpacked(&self) -> &TextFacts {
        self.facts.get_or_init(|| {
            let mut kept = self.lock();
            let facts = kept.as_ref().map(Kept::facts).unwrap_or_default();
            *kept = None;
            Box::new(facts)
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<TextFacts> for Facts {
    fn from(facts: TextFacts) -> Self {
        Self { facts: OnceLock::from(Box::new(facts)), kept: Mutex::default() }
    }
}

impl Default for Facts {
    /// Nothing is known.
    fn default() -> Self {
        Self { facts: OnceLock::new(), kept: Mutex::new(None) }
    }
}

impl Deref for Facts {
    type Target = TextFacts;

    fn deref(&self) -> &TextFacts {
        self.unpacked()
    }
}

impl DerefMut for Facts {
    fn deref_mut(&mut self) -> &mut TextFacts {
        self.unpacked();
        self.facts.get_mut().expect("it is unpacked")
    }
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.unpacked().fmt(formatter)
    }
}

impl Clone for Facts {
    fn clone(&self) -> Self {
        if let Some(kept) = &*self.lock() {
            return Self { facts: OnceLock::new(), kept: Mutex::new(Some(kept.clone())) };
        }
        self.unpacked().clone().into()
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.unpacked() == other.unpacked()
    }
}

impl Eq for Facts {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::gazette::NumberKinds;
    use crate::parse::document::text_facts;

    const PATH: &str = "content/2018/10/01.md";

    fn sample() -> Facts {
        let text = "## 一、目标\n\n根据《某办法》（云政发〔2018〕8号），[甲](02.md)。\n";
        let kinds = NumberKinds::default();
        // What is said of departments is kept elsewhere.
        let found = &mut Diagnostics::default();
        text_facts(PATH, text, 0, &kinds, found).without_naming().into()
    }

    /// Texts whose bytes are there, or lost.
    struct InMemory(Option<Vec<u8>>);

    impl KeptTexts for InMemory {
        fn bytes(&self) -> Option<&[u8]> {
            self.0.as_deref()
        }

        fn again(&self, path: &str) -> TextFacts {
            assert_eq!(path, PATH);
            sample().unpacked().clone()
        }
    }

    fn kept(facts: &Facts) -> Facts {
        let mut all = b"others".to_vec();
        all.extend(facts.encode());
        let own = b"others".len()..all.len();
        let all: Arc<dyn KeptTexts> = Arc::new(InMemory(Some(all)));
        Facts::kept(&all, own, PATH)
    }

    #[test]
    fn what_is_kept_is_what_was_known() {
        let again = kept(&sample());
        assert!(again.facts.get().is_none(), "nobody has asked yet");
        assert_eq!(again.links.len(), 1);
        assert_eq!(again, sample());
    }

    #[test]
    fn what_nobody_asked_for_is_kept_again_as_it_is() {
        let again = kept(&sample());
        assert_eq!(again.encode(), sample().encode());
        assert!(again.facts.get().is_none());
        assert!(!again.is_recognised_anew());
        assert!(again.has_anchor("sec_1"));
        assert_eq!(again.encode(), sample().encode());
    }

    #[test]
    fn what_is_lost_is_read_from_its_file_once_more() {
        for bytes in [None, Some(b"short".to_vec())] {
            let all: Arc<dyn KeptTexts> = Arc::new(InMemory(bytes));
            let lost = Facts::kept(&all, 6..60, PATH);
            assert_eq!(lost.encode(), sample().encode());
            assert_eq!(lost, sample());
        }
    }
}
