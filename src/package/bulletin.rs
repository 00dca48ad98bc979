//! The bulletin of changes between two releases, from their catalogues: what is new, corrected, withdrawn,
//! of another status.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Entry;
use super::contents::Contents;
use super::delta::{Changes, Link};
use super::usb::SITE;
use crate::write::MachineError;

/// The catalogue within a package; see docs/data.md for what it holds.
const CATALOGUE: &str = "data/catalogue.json";

/// What changed between two releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bulletin {
    /// Documents that only the new release has.
    pub new: Vec<Item>,
    /// Documents with another content code: another title, number, date or text.
    pub corrected: Vec<Item>,
    /// Documents that others have repealed, amended, replaced or corrected since, or with another last day.
    pub status: Vec<Item>,
    /// Documents whose text was withdrawn.
    pub withdrawn: Vec<Item>,
    /// Documents that only the old release has.
    pub removed: Vec<Item>,
    /// Documents of which other facts changed, such as topics.
    pub details: Vec<Item>,
}

/// A document that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id in the catalogue.
    pub id: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its numbers, as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
    /// Its content code now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its content code before, where that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_before: Option<String>,
    /// What was said of its status before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status_before: Vec<StatusFact>,
    /// What is said of its status now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<StatusFact>,
    /// The names of other facts that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// What is said of a document's status: what another did to it, or its last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatusFact {
    /// A word of the catalogue: `repealed_by`, `expires`.
    pub fact: String,
    /// The id of the document that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What that document is called: its number as printed, else its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address of that document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A part of a bulletin: in what way its documents changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// They are new.
    New,
    /// Their title, number, date or text is another.
    Corrected,
    /// Others have done something to them since, or their last day is another.
    Status,
    /// Their text was withdrawn.
    Withdrawn,
    /// They are no longer held.
    Removed,
    /// Other facts about them changed.
    Details,
}

impl Part {
    /// Its name in keys of words.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Corrected => "corrected",
            Self::Status => "status",
            Self::Withdrawn => "withdrawn",
            Self::Removed => "removed",
            Self::Details => "details",
        }
    }
}

/// The facts that a content code covers, or that stand elsewhere in a bulletin.
const TOLD: [&str; 8] =
    ["title", "numbers", "date", "content_code", "effects", "expires", "withdrawn", "url"];

type Document = Map<String, Value>;

/// The documents of a catalogue by their ids.
type Catalogue = BTreeMap<String, Document>;

impl Bulletin {
    /// What changed between two catalogues, given as JSON. One that is not there, or that cannot be read,
    /// lists nothing.
    #[must_use]
    pub fn between(old: Option<&[u8]>, new: Option<&[u8]>) -> Self {
        let mut bulletin = Self::default();
        let (Some(old), Some(new)) = (old.and_then(documents), new.and_then(documents)) else {
            return bulletin;
        };
        for (id, document) in &new {
            match old.get(id) {
                None => bulletin.new.push(item(id, document)),
                Some(before) => bulletin.compare(id, (&old, before), (&new, document)),
            }
        }
        let gone = old.iter().filter(|(id, _)| !new.contains_key(*id));
        bulletin.removed = gone.map(|(id, document)| item(id, document)).collect();
        bulletin
    }

    fn compare(
        &mut self,
        id: &str,
        (old, before): (&Catalogue, &Document),
        (new, now): (&Catalogue, &Document),
    ) {
        let differs = |fact: &str| before.get(fact) != now.get(fact);
        if differs("withdrawn") && now.contains_key("withdrawn") {
            self.withdrawn.push(item(id, now));
            return;
        }
        // A catalogue of before there were codes has none to compare.
        let codes = before.contains_key("content_code") && now.contains_key("content_code");
        if codes && differs("content_code") || ["title", "numbers", "date"].into_iter().any(differs) {
            let code_before = text_in(before, "content_code");
            self.corrected.push(Item { code_before, ..item(id, now) });
        }
        if differs("effects") || differs("expires") {
            let (status_before, status) = (status(before, old), status(now, new));
            self.status.push(Item { status_before, status, ..item(id, now) });
        }
        let mut facts: Vec<String> = before.keys().chain(now.keys()).cloned().collect();
        facts.sort();
        facts.dedup();
        facts.retain(|fact| !TOLD.contains(&fact.as_str()) && differs(fact));
        if !facts.is_empty() {
            self.details.push(Item { facts, ..item(id, now) });
        }
    }

    /// Its documents by how they changed.
    pub(super) fn parts(&self) -> [(Part, &[Item]); 6] {
        [
            (Part::New, &self.new),
            (Part::Corrected, &self.corrected),
            (Part::Status, &self.status),
            (Part::Withdrawn, &self.withdrawn),
            (Part::Removed, &self.removed),
            (Part::Details, &self.details),
        ]
    }

    /// How many documents changed, by how; those only that some have.
    pub fn counts(&self) -> impl Iterator<Item = (Part, usize)> {
        self.parts().into_iter().map(|(part, items)| (part, items.len())).filter(|(_, count)| *count > 0)
    }

    /// The bulletin as data.
    #[must_use]
    pub fn json(&self, link: Link, changes: Changes) -> String {
        let files = serde_json::json!({
            "new": changes.new, "changed": changes.changed, "removed": changes.removed,
        });
        let value = serde_json::json!({
            "from": link.from.to_string(), "to": link.to.to_string(), "files": files, "documents": self,
        });
        serde_json::to_string_pretty(&value).expect("words and numbers always have a JSON form") + "\n"
    }
}

fn item(id: &str, document: &Document) -> Item {
    let text = |fact: &str| text_in(document, fact).unwrap_or_default();
    let numbers = document.get("numbers").and_then(Value::as_array).into_iter().flatten();
    Item {
        id: id.to_owned(),
        url: text("url"),
        title: text("title"),
        numbers: numbers.filter_map(|number| number.get("printed")?.as_str().map(str::to_owned)).collect(),
        code: text_in(document, "content_code"),
        ..Item::default()
    }
}

fn text_in(document: &Document, fact: &str) -> Option<String> {
    document.get(fact)?.as_str().map(str::to_owned)
}

/// What a catalogue says of a document's status.
fn status(document: &Document, catalogue: &Catalogue) -> Vec<StatusFact> {
    let effects = document.get("effects").and_then(Value::as_array).into_iter().flatten();
    let effect = |effect: &Value| {
        let effect = effect.as_object()?;
        let by = text_in(effect, "document");
        let other = by.as_ref().and_then(|id| Some(item(id, catalogue.get(id)?)));
        let called = |other: &Item| other.numbers.first().unwrap_or(&other.title).clone();
        Some(StatusFact {
            fact: text_in(effect, "verb")?,
            name: other.as_ref().map(called).or_else(|| by.clone()),
            url: other.map(|other| other.url),
            document: by,
            date: text_in(effect, "date"),
        })
    };
    let last_day = |day| StatusFact { fact: "expires".to_owned(), date: Some(day), ..StatusFact::default() };
    effects.filter_map(effect).chain(text_in(document, "expires").map(last_day)).collect()
}

fn documents(catalogue: &[u8]) -> Option<Catalogue> {
    let catalogue: Value = serde_json::from_slice(catalogue).ok()?;
    let documents = catalogue.get("documents")?.as_array()?.iter();
    Some(
        documents
            .filter_map(|document| {
                let document = document.as_object()?;
                Some((document.get("id")?.as_str()?.to_owned(), document.clone()))
            })
            .collect(),
    )
}

/// The catalogue that a release holds.
pub fn catalogue_in(release: &Contents) -> Result<Option<Vec<u8>>, MachineError> {
    release.read(&format!("{SITE}/{CATALOGUE}"))
}

/// The catalogue among the files of a release.
pub fn catalogue_among(release: &[Entry]) -> Result<Option<Vec<u8>>, MachineError> {
    let path = format!("{SITE}/{CATALOGUE}");
    release.iter().find(|entry| entry.path == path).map(Entry::read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(documents: &str) -> Vec<u8> {
        format!("{{\"documents\": [{documents}]}}").into_bytes()
    }

    #[test]
    fn each_kind_of_change_is_told_once() {
        let old = catalogue(
            r#"{"id":"1","url":"1.html","title":"甲","content_code":"a"},
               {"id":"2","url":"2.html","title":"乙","content_code":"b"},
               {"id":"3","url":"3.html","title":"丙","content_code":"c"},
               {"id":"4","url":"4.html","title":"丁","content_code":"d"},
               {"id":"5","url":"5.html","title":"戊","content_code":"e","topics":["教育"]},
               {"id":"6","url":"6.html","title":"己","content_code":"f"}"#,
        );
        let new = catalogue(
            r#"{"id":"1","url":"1.html","title":"甲","content_code":"x"},
               {"id":"2","url":"2.html","title":"乙","content_code":"b","effects":[{"verb":"repealed_by","document":"7"}]},
               {"id":"3","url":"3.html","title":"丙","withdrawn":{"date":"2018-12-01"}},
               {"id":"5","url":"5.html","title":"戊","content_code":"e","topics":["科技"]},
               {"id":"6","url":"https://new.example/6.html","title":"己","content_code":"f"},
               {"id":"7","url":"7.html","title":"庚","content_code":"g"}"#,
        );
        let bulletin = Bulletin::between(Some(&old), Some(&new));
        let ids = |items: &[Item]| items.iter().map(|item| item.id.clone()).collect::<String>();
        let found: Vec<(&str, String)> =
            bulletin.parts().into_iter().map(|(part, items)| (part.key(), ids(items))).collect();
        let expected = [
            ("new", "7"),
            ("corrected", "1"),
            ("status", "2"),
            ("withdrawn", "3"),
            ("removed", "4"),
            ("details", "5"),
        ];
        assert_eq!(found, expected.map(|(key, ids)| (key, ids.to_owned())));
        assert_eq!(bulletin.corrected[0].code_before.as_deref(), Some("a"));
        let [repealed] = &*bulletin.status[0].status else { panic!("{:?}", bulletin.status) };
        assert_eq!((&*repealed.fact, repealed.name.as_deref()), ("repealed_by", Some("庚")));
        assert_eq!(Bulletin::between(Some(&new), Some(&new)), Bulletin::default());
        assert_eq!(Bulletin::between(None, Some(&new)), Bulletin::default());
    }
}
