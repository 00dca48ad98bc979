//! What is known of a text, loaded when somebody first asks for it.
//!
//! It is the greater part of a record, and of records that were kept between runs few are asked for it: a
//! run in which one text changed asks for those that it cites and those that cite it.

use std::ops::{Deref, DerefMut, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::document::TextFacts;
use super::naming::Naming;

/// What is known of a text: read just now, or kept between runs.
pub struct Facts {
    /// What is known, once it was asked for.
    known: OnceLock<Box<TextFacts>>,
    /// What was kept, until it is asked for.
    kept: Mutex<Option<Kept>>,
    /// Whether what was kept was lost.
    was_lost: AtomicBool,
}

/// Where what is known of many texts is kept.
pub trait KeptTexts: Send + Sync {
    /// What [`Facts::encode`] gave of all of them; `None` where that is lost or damaged.
    fn bytes(&self) -> Option<&[u8]>;

    /// What is known of the text of a file, read from that once more. `hash` is that of the bytes that were
    /// read before.
    fn again(&self, path: &str, hash: u64) -> TextFacts;
}

/// A part of what was kept of many texts.
#[derive(Clone)]
struct Kept {
    all: Arc<dyn KeptTexts>,
    own: Range<usize>,
    /// The file that the text is of.
    path: Box<str>,
    /// The hash of its bytes.
    hash: u64,
}

impl Kept {
    fn bytes(&self) -> Option<&[u8]> {
        self.all.bytes()?.get(self.own.clone())
    }

    fn facts(&self) -> Option<TextFacts> {
        postcard::from_bytes(self.bytes()?).ok()
    }
}

impl Facts {
    /// What [`Self::encode`] gave of the text of a file, as a part of what was kept of many. `hash` is that of
    /// the file's bytes.
    pub fn kept(all: &Arc<dyn KeptTexts>, own: Range<usize>, path: &str, hash: u64) -> Self {
        Kept { all: Arc::clone(all), own, path: path.into(), hash }.into()
    }

    /// As bytes that another run can take up.
    pub fn encode(&self) -> Vec<u8> {
        if let Some(bytes) = self.lock().as_ref().and_then(Kept::bytes) {
            return bytes.to_vec();
        }
        postcard::to_allocvec(self.unpacked()).expect("facts are plain data, which always has a binary form")
    }

    /// Whether the next run would not find this in what was kept: that was lost, or the text was searched for
    /// citations since.
    pub(super) fn differs_from_kept(&self) -> bool {
        self.was_lost.load(Ordering::Relaxed)
            || self.known.get().is_some_and(|facts| facts.passages.is_recognised_anew())
    }

    /// What it says of departments, where that is here. Nothing of it is kept with the rest.
    pub fn naming_here(&self) -> Option<&Naming> {
        self.known.get().map(|facts| &facts.naming)
    }

    fn unpacked(&self) -> &TextFacts {
        self.known.get_or_init(|| {
            let Some(kept) = self.lock().take() else { return Box::default() };
            Box::new(kept.facts().unwrap_or_else(|| {
                self.was_lost.store(true, Ordering::Relaxed);
                kept.all.again(&kept.path, kept.hash)
            }))
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<TextFacts> for Facts {
    fn from(facts: TextFacts) -> Self {
        Self { known: OnceLock::from(Box::new(facts)), ..Self::default() }
    }
}

impl From<Kept> for Facts {
    fn from(kept: Kept) -> Self {
        Self { kept: Mutex::new(Some(kept)), ..Self::default() }
    }
}

impl Default for Facts {
    /// Nothing is known.
    fn default() -> Self {
        Self { known: OnceLock::new(), kept: Mutex::new(None), was_lost: AtomicBool::new(false) }
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
        self.known.get_mut().expect("it is unpacked")
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
            return kept.clone().into();
        }
        let was_lost = AtomicBool::new(self.was_lost.load(Ordering::Relaxed));
        Self { was_lost, ..self.unpacked().clone().into() }
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

        fn again(&self, path: &str, hash: u64) -> TextFacts {
            assert_eq!((path, hash), (PATH, 7));
            sample().unpacked().clone()
        }
    }

    fn kept(facts: &Facts) -> Facts {
        let mut all = b"others".to_vec();
        all.extend(facts.encode());
        let own = b"others".len()..all.len();
        let all: Arc<dyn KeptTexts> = Arc::new(InMemory(Some(all)));
        Facts::kept(&all, own, PATH, 7)
    }

    #[test]
    fn what_is_kept_is_what_was_known() {
        let again = kept(&sample());
        assert!(again.known.get().is_none(), "nobody has asked yet");
        assert_eq!(again.links.len(), 1);
        assert_eq!(again, sample());
    }

    #[test]
    fn what_nobody_asked_for_is_kept_again_as_it_is() {
        let again = kept(&sample());
        assert_eq!(again.encode(), sample().encode());
        assert!(again.known.get().is_none());
        assert!(!again.differs_from_kept());
        assert!(again.has_anchor("sec_1"));
        assert_eq!(again.encode(), sample().encode());
        assert!(!again.differs_from_kept());
    }

    #[test]
    fn what_is_lost_is_read_from_its_file_once_more() {
        for bytes in [None, Some(b"short".to_vec())] {
            let all: Arc<dyn KeptTexts> = Arc::new(InMemory(bytes));
            let lost = Facts::kept(&all, 6..60, PATH, 7);
            assert_eq!(lost.encode(), sample().encode());
            assert_eq!(lost, sample());
            assert!(lost.differs_from_kept() && lost.clone().differs_from_kept(), "so it is kept again");
        }
    }
}
