//! How well citations are recognised and resolved, measured on sentences of real official texts that
//! were read and labelled by hand.
//!
//! The texts are not ours to publish. `labelled/labels.tsv` names each sentence by its file, place and
//! hash, and each citation in it by its bytes, the hash of its number (or `title`), and the documents
//! that it means. `labelled/draw.py` draws the sentences. Where the corpora are not at
//! `../shared/corpus` nothing is measured, and that is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::archive::{Archive, DocumentIndex, JoinOptions, SourceRecord, join};
use gongbao::diagnostics::Diagnostics;
use gongbao::gazette::NumberKinds;
use gongbao::links::{Citation, CitationTarget, Links, resolve};
use gongbao::parse;
use xxhash_rust::xxh3::xxh3_64;

const LABELS: &str = include_str!("labelled/labels.tsv");

/// A citation, as the reader of the sentence sees it.
#[derive(Debug)]
struct Label<'a> {
    start: usize,
    end: usize,
    /// The hash of its canonical number; `None` when it is a title alone.
    number: Option<&'a str>,
    /// The documents of the corpora that it means; several are printings or versions of one name.
    means: Vec<&'a str>,
}

/// A sentence with its citations; with none it is there to be left alone.
struct Sentence<'a> {
    file: &'a str,
    text: String,
    labels: Vec<Label<'a>>,
}

fn corpora() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = Some(folder).filter(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the corpora are not at ../shared/corpus");
    }
    found
}

fn sentences(folder: &Path) -> Vec<Sentence<'static>> {
    let sentence = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let (start, length): (usize, usize) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        let bytes = fs::read(folder.join(fields[0])).unwrap();
        let bytes = &bytes[start..start + length];
        assert_eq!(format!("{:016x}", xxh3_64(bytes)), fields[3], "{} has changed", fields[0]);
        let text = std::str::from_utf8(bytes).unwrap().trim().to_owned();
        Sentence { file: fields[0], text, labels: fields[4].split_whitespace().map(label).collect() }
    };
    LABELS.lines().map(sentence).collect()
}

fn label(text: &str) -> Label<'_> {
    let (bytes, meaning) = text.split_once(':').unwrap();
    let (start, end) = bytes.split_once('-').unwrap();
    let mut meaning = meaning.split('=');
    let number = meaning.next().filter(|number| *number != "title");
    Label { start: start.parse().unwrap(), end: end.parse().unwrap(), number, means: meaning.collect() }
}

/// The documents of the corpora: their name there, title and numbers.
fn documents(folder: &Path) -> Vec<(String, String, Vec<String>)> {
    let mut documents = Vec::new();
    let index = fs::read_to_string(folder.join("cn-state-council/index.json")).unwrap();
    let index: Vec<serde_json::Value> = serde_json::from_str(&index).unwrap();
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let numbers = |value: &serde_json::Value| {
        let numbers = text(value, "number");
        numbers.split([';', '；']).filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    for one in index {
        documents.push((
            format!("cn-state-council/{}", text(&one, "file")),
            text(&one, "title"),
            numbers(&one),
        ));
    }
    for path in sorted_files(&folder.join("tw-ey-gazette-2014/issues")) {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let one: serde_json::Value = serde_json::from_str(line).unwrap();
            let file = path.strip_prefix(folder).unwrap().to_str().unwrap();
            documents.push((format!("{file}#{}", text(&one, "id")), text(&one, "title"), numbers(&one)));
        }
    }
    for path in sorted_files(&folder.join("cn-laws-markdown")) {
        let file = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(&file);
        documents.push((file.clone(), title.trim().to_owned(), Vec::new()));
    }
    documents
}

fn sorted_files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = entries.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// The archive of all documents, with a document for each sentence behind them.
struct Tried {
    archive: Archive,
    links: Links,
    /// What the documents of the archive are called in the corpora.
    names: BTreeMap<String, String>,
}

fn tried(documents: &[(String, String, Vec<String>)], sentences: &[Sentence<'_>]) -> Tried {
    let mut files = Vec::new();
    let mut names = BTreeMap::new();
    let mut add = |path: String, file: String| files.push((path, file));
    for (number, (name, title, numbers)) in documents.iter().enumerate() {
        let path = format!("content/2000/1/{number:06}.md");
        names.insert(path.clone(), name.clone());
        let title = serde_json::to_string(title).unwrap();
        add(path, format!("---\ntitle: {title}\nnumber: {}\n---\n", serde_json::to_string(numbers).unwrap()));
    }
    for (number, sentence) in sentences.iter().enumerate() {
        let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
        let text: String = sentence.text.chars().map(escape).collect();
        add(format!("content/2001/1/{number:06}.md"), format!("---\ntitle: 句{number}\n---\n{text}\n"));
    }
    let records = files.iter().filter_map(|(path, file)| {
        let role = parse::role(path.strip_prefix("content/").unwrap());
        let parsed = parse::file(path, &role, file.as_bytes(), &NumberKinds::default());
        let record = parsed.record.unwrap_or_else(|| panic!("{:?}\n{file}", parsed.found));
        SourceRecord::new(path.as_str().into(), role, record, 0)
    });
    let mut found = Diagnostics::default();
    let options = JoinOptions {
        gazette: "云溪区人民政府公报",
        content: "content",
        series: &[],
        kinds: &NumberKinds::default(),
        drafts: false,
    };
    let archive = join(records.collect(), Vec::new(), &options, &mut found);
    let links = resolve(&archive, "content", &mut found);
    Tried { archive, links, names }
}

impl Tried {
    /// The citations of a sentence: the bytes they stand on, the hash of their number, and what they mean.
    fn citations(&self, number: usize) -> Vec<(std::ops::Range<usize>, Option<String>, Vec<&str>)> {
        let path = format!("content/2001/1/{number:06}.md");
        let index = self.archive.documents.iter().position(|d| *d.path == *path).unwrap();
        let one = |citation: &Citation| {
            let passages = &self.archive.documents[index].record.text.passages;
            let start = passages.passage(citation.passage as usize).start as usize;
            let range = citation.span.range();
            let name = |document: &DocumentIndex| {
                self.names.get(&*self.archive.document(*document).path).map(String::as_str)
            };
            let (number, means) = match &citation.target {
                CitationTarget::Held(document, _) => (None, name(document).into_iter().collect::<Vec<_>>()),
                CitationTarget::Ambiguous(at) => {
                    let candidates = &self.links.ambiguous[*at as usize].candidates;
                    (None, candidates.iter().filter_map(|(document, _)| name(document)).collect())
                }
                CitationTarget::Missing(at) => {
                    let name = &self.links.wanted[*at as usize].name;
                    (name.number.as_ref().map(|n| n.to_string()), Vec::new())
                }
                CitationTarget::Own | CitationTarget::Issue(_) => (None, Vec::new()),
            };
            let hash = number.map(|number| format!("{:016x}", xxh3_64(number.as_bytes()))[..8].to_owned());
            (start + range.start..start + range.end, hash, means)
        };
        self.links.documents[index].citations.iter().map(one).collect()
    }
}

#[derive(Default)]
struct Score {
    right: usize,
    given: usize,
    labelled: usize,
}

impl Score {
    fn print(&self, what: &str, precision: f64, recall: f64) {
        let share = |part: usize, all: usize| part as f64 * 100.0 / all.max(1) as f64;
        let (p, r) = (share(self.right, self.given), share(self.right, self.labelled));
        println!(
            "{what}: precision {p:.1} % ({} of {}), recall {r:.1} % ({} of {})",
            self.right, self.given, self.right, self.labelled
        );
        assert!(p >= precision, "{what}: precision {p:.1} %, at least {precision} % is held");
        assert!(r >= recall, "{what}: recall {r:.1} %, at least {recall} % is held");
    }
}

#[test]
fn citations_of_real_texts_are_recognised_and_resolved() {
    let Some(folder) = corpora() else { return };
    let sentences = sentences(&folder);
    let documents = documents(&folder);
    let tried = tried(&documents, &sentences);
    let mut recognition = Score::default();
    let mut resolution = Score::default();
    let mut left_alone = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        let given = tried.citations(number);
        let labelled = &sentence.labels;
        recognition.given += given.len();
        recognition.labelled += labelled.len();
        resolution.labelled += labelled.iter().filter(|label| !label.means.is_empty()).count();
        resolution.given += given.iter().filter(|(.., means)| !means.is_empty()).count();
        left_alone += usize::from(labelled.is_empty());
        for label in labelled {
            // What is held is known by what it is resolved to; what is not, by its number.
            let right = given.iter().find(|(range, hash, means)| {
                range.start < label.end
                    && label.start < range.end
                    && (!means.is_empty() || hash.as_deref() == label.number)
            });
            let shown = &sentence.text[label.start..label.end];
            let Some((.., means)) = right else {
                println!("  missed {}: {shown} {given:?}", sentence.file);
                continue;
            };
            recognition.right += 1;
            if !label.means.is_empty()
                && means.len() == label.means.len()
                && label.means.iter().all(|m| means.contains(m))
            {
                resolution.right += 1;
            } else if *means != label.means {
                println!("  resolved otherwise {}: {shown} {means:?} {:?}", sentence.file, label.means);
            }
        }
        for (range, ..) in &given {
            if !labelled.iter().any(|label| label.start < range.end && range.start < label.end) {
                println!("  not one {}: {}", sentence.file, &sentence.text[range.clone()]);
            }
        }
    }
    println!("{} citations, {left_alone} sentences without one", recognition.labelled);
    recognition.print("recognition", 99.0, 98.0);
    resolution.print("resolution", 99.0, 95.0);
}
