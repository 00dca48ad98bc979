//! Kinds of document numbers that book.toml declares for other jurisdictions.
//!
//! The two corpora are measured where they lie beside the repository, in `../shared/corpus`; elsewhere
//! that is said, and nothing is measured.

use std::fs;
use std::path::{Path, PathBuf};

use gongbao::archive::{Archive, JoinOptions, SourceRecord, join};
use gongbao::config::{self, Config};
use gongbao::diagnostics::Diagnostics;
use gongbao::links::{CitationTarget, Links, resolve};
use gongbao::parse;
use gongbao::source::Memory;
use regex::Regex;

use crate::support::{build_memory, built, check, memory, texts_of};

const BOOK: &str = r#"
@ book.toml
[book]
title = "Record of Example County"
language = "en"
[[citation]]
name    = "record"
pattern = '(?<volume>\d+)\s+(?:Rec\.|Record)\s+(?<page>\d+)'
key     = "rec-{volume}-{page}"
"#;

const TWO: &str = "
@ content/2018/10/01.md
---
title: Rules on School Buses
number: 12 Record 340
---
The rules.
@ content/2019/02/03.md
---
title: Notice on School Buses
number: 13 Record 7
---
The rules (12 Rec. 340) and the older 9 Rec.
15 apply.

## On 12 Record 340

- item: 12 Rec. 340
- code: `12 Rec. 340`, link: [12 Rec. 340](../../2018/10/01.md)

| rule |
|------|
| 12 Rec. 340 |

A note.[^1]

[^1]: See 12 Rec. 340.
";

fn two() -> String {
    format!("{BOOK}{TWO}")
}

#[test]
fn a_declared_number_is_a_link_in_paragraphs_headings_lists_tables_and_notes_not_in_code_or_links() {
    let page = built(&two()).page("2019/02/03.html");
    let text: Vec<String> = texts_of(&page, "article a.citation, main a.citation");
    let links = text.iter().filter(|text| text.starts_with("12 Rec")).count();
    assert_eq!(links, 5, "one in each of these: {text:?}");
    assert_eq!(texts_of(&page, ".text code"), ["12 Rec. 340"]);
}

#[test]
fn both_documents_show_the_citation_and_what_is_not_held_is_listed_as_it_is_printed() {
    let site = built(&two());
    let cited = site.page("2018/10/01.html");
    assert!(texts_of(&cited, "#cited-by").join(" ").contains("Notice on School Buses"), "{cited}");
    let wanted = texts_of(&site.page("numbers/wanted.html"), "main").join(" ");
    assert!(wanted.contains("9 Rec. 15") && !wanted.contains("rec-9-15"), "{wanted}");
}

#[test]
fn a_declared_number_has_a_permanent_address_by_its_key() {
    let site = built(&two());
    let page = site.page("n/other/rec-12-340.html");
    assert!(page.contains("../../2018/10/01.html"), "{page}");
}

#[test]
fn the_number_box_knows_the_declared_kinds() {
    let site = built(&two());
    let script = site.page("n/registers.js");
    assert_eq!(
        script,
        "gongbaoNumbers.registers([],[[\"(?<volume>\\\\d+)\\\\s+(?:Rec\\\\.|Record)\\\\s+(?<page>\\\\d+)\",\"\",\"rec-{volume}-{page}\"]]);\n"
    );
    let held = site.page("n/other/held.js");
    assert!(held.contains("[\"rec-12-340\",\"rec-12-340\"]"), "{held}");
}

#[test]
fn relations_and_forced_citations_know_declared_numbers_in_any_writing() {
    let project = two().replace("number: 13 Record 7\n", "number: 13 Record 7\nrepeals: 12 Rec. 340\n");
    let page = built(&project).page("2018/10/01.html");
    assert!(page.contains("../../2019/02/03.html"), "{page}");
    let forced =
        "\n@ content/2020/1/01.md\n---\ntitle: Another\n---\nSee [[12 Rec. 340]] and [[13 Rec. 9]].\n";
    check(
        &format!("{BOOK}{TWO}{forced}"),
        "content/2020/1/01.md:4:25: error[unknown-document]: the archive holds no document `13 Rec. 9`",
    );
}

#[test]
fn a_document_may_carry_the_key_itself_as_its_number() {
    let book = r"
@ book.toml
[book]
title = 'Gesetze'
language = 'de'
[[citation]]
pattern = '§ (?<number>\d+)(?: Abs\. \d+)? (?<law>[A-Z]\w*G)\b'
key     = '{law}'
";
    let site = built(&format!(
        "{book}@ content/2001/1/01.md\n---\ntitle: Beispielgesetz\nnumber: BspG\n---\nText.\n@ content/2002/1/01.md\n---\ntitle: Verordnung\n---\nNach § 5 Abs. 2 BspG gilt das.\n"
    ));
    assert_eq!(texts_of(&site.page("2002/1/01.html"), "a.citation"), ["§ 5 Abs. 2 BspG"]);
}

#[test]
fn a_change_of_the_kinds_reads_kept_files_again() {
    let sources = memory(&two());
    let read = |kept, book: &str| {
        let config = config::read(book, &[]).0;
        let listing = gongbao::source::Sources::list(&sources, "content").unwrap();
        parse::files::files(&sources, &listing.files, "content", &config.number_kinds(), kept, &|_| ())
            .unwrap()
    };
    let plain = "[book]\ntitle = \"x\"\n";
    let declared = format!("{plain}[[citation]]\npattern = '(?<n>\\d+) Rec\\.'\nkey = '{{n}}'\n");
    let first = read(Vec::new(), plain);
    let again = read(first.files.clone(), plain);
    let other = read(first.files, &declared);
    assert_eq!((first.parsed, again.parsed, other.parsed, other.changed), (2, 0, 2, true));
    assert_eq!(read(other.files, &declared).parsed, 0);
}

#[test]
fn what_is_wrong_with_a_kind_has_its_place_in_book_toml() {
    let with = |pattern: &str, key: &str| {
        format!("@ book.toml\n[book]\ntitle = \"x\"\n[[citation]]\npattern = '{pattern}'\nkey = \"{key}\"\n")
    };
    check(
        &with(r"(?<a>\d+", "{a}"),
        "book.toml:4:11: error[wrong-value]: this pattern is no regular expression: unclosed group",
    );
    check(
        &with(r"(?<volume>\d+) FR", "fr-{volum}"),
        "book.toml:5:7: error[wrong-value]: the pattern has no group `volum`",
    );
    check(
        &with(r"(?<a>\d*)", "{a}"),
        "book.toml:4:11: error[wrong-value]: this pattern also fits a text without characters",
    );
    check(&with(r"(?<a>\d+)", "{a"), "book.toml:5:7: error[wrong-value]: a brace of this key has no partner");
}

// Real texts.

fn corpus(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if !folder.exists() {
        println!("skipped: the corpora are not at ../shared/corpus");
        return None;
    }
    Some(folder)
}

/// A document of a corpus: its number and title, and its text without Markdown.
struct Real {
    title: String,
    numbers: Vec<String>,
    paragraphs: Vec<String>,
}

struct Counts {
    held: Vec<String>,
    missing: usize,
    documents: usize,
    lacking: usize,
}

fn counted(book: &str, documents: &[Real]) -> Counts {
    let (config, found) = config::read(book, &[]);
    assert!(!found.has_errors(), "{found:?}");
    let (archive, links) = joined(&config, documents);
    let mut counts = Counts { held: Vec::new(), missing: 0, documents: 0, lacking: links.wanted.len() };
    for (index, of_document) in links.documents.iter().enumerate() {
        let passages = &archive.documents[index].record.text.passages;
        for citation in &*of_document.citations {
            let text = &passages.passage(citation.passage as usize).text[citation.span.range()];
            match citation.target {
                CitationTarget::Held(document, _) => {
                    let path = &archive.document(document).path;
                    counts.held.push(format!("{text} → {path}"));
                }
                CitationTarget::Ambiguous(_) => counts.held.push(text.to_owned()),
                CitationTarget::Missing(_) => counts.missing += 1,
                CitationTarget::Own | CitationTarget::Issue(_) => {}
            }
        }
        counts.documents += usize::from(!of_document.citations.is_empty());
    }
    println!(
        "{} documents, {} of which cite: {} citations found, {} held, {} not held ({} names)",
        documents.len(),
        counts.documents,
        counts.held.len() + counts.missing,
        counts.held.len(),
        counts.missing,
        counts.lacking
    );
    counts
}

fn joined(config: &Config, documents: &[Real]) -> (Archive, Links) {
    let kinds = config.number_kinds();
    let mut records = Vec::new();
    let paths: Vec<String> =
        (0..documents.len()).map(|index| format!("content/2000/1/{index:05}.md")).collect();
    for (path, document) in paths.iter().zip(documents) {
        let role = parse::role(path.strip_prefix("content/").unwrap());
        let parsed = parse::file(path, &role, file(document).as_bytes(), &kinds);
        let record = parsed.record.unwrap_or_else(|| panic!("{:?}", parsed.found));
        records.extend(SourceRecord::new(path.as_str().into(), role, record, 0));
    }
    let mut found = Diagnostics::default();
    let options = JoinOptions {
        gazette: "云溪区人民政府公报",
        content: "content",
        series: &[],
        kinds: &kinds,
        drafts: false,
    };
    let archive = join(records, Vec::new(), &options, &mut found);
    let links = resolve(&archive, "content", &mut found);
    (archive, links)
}

fn file(document: &Real) -> String {
    let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
    let escaped = |text: &String| text.chars().map(escape).collect::<String>();
    let paragraphs: Vec<String> = document.paragraphs.iter().map(escaped).collect();
    let (title, numbers) = (serde_json::json!(document.title), serde_json::json!(document.numbers));
    format!("---\ntitle: {title}\nnumber: {numbers}\n---\n{}\n", paragraphs.join("\n\n"))
}

const FEDERAL_REGISTER: &str = r#"
[book]
title = "Federal Register"
language = "en"
[[citation]]
name    = "us-fr"
pattern = '(?<volume>\d{1,3})\s+(?:FR|Fed\.\s?Reg\.)\s+(?<page>\d{1,6})'
key     = "fr-{volume}-{page}"
[[citation]]
name    = "us-fr-doc"
pattern = 'FR\s+Doc\.?\s+(?<year>\d{4})[-–](?<serial>\d{5})'
key     = "fr-doc-{year}-{serial}"
"#;

#[test]
fn citations_of_the_federal_register_are_found() {
    let Some(folder) = corpus("us-federal-register-2016-04-15") else { return };
    let documents = notices(&fs::read_to_string(folder.join("notices.xml")).unwrap());
    assert_eq!(documents.len(), 132);
    let counts = counted(FEDERAL_REGISTER, &documents);
    assert!(counts.held.len() + counts.missing >= 95, "of about 101 in the corpus");
}

fn notices(xml: &str) -> Vec<Real> {
    let notice = Regex::new(r"(?s)<NOTICE>(.*?)</NOTICE>").unwrap();
    let title = Regex::new(r"(?s)<SUBJECT>(.*?)</SUBJECT>").unwrap();
    let number = Regex::new(r"FR Doc\. [0-9]{4}-[0-9]{5}").unwrap();
    let block =
        Regex::new(r"(?s)<(?:P|FP|HD|ENT|FTNT|DATES)\b[^>]*>(.*?)</(?:P|FP|HD|ENT|FTNT|DATES)>").unwrap();
    let tag = Regex::new(r"<[^>]+>").unwrap();
    let plain = |text: &str| {
        let text = tag.replace_all(text, "").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = |xml: &str| {
        let (body, foot) = xml.split_at(xml.find("<FRDOC>").unwrap_or(xml.len()));
        Real {
            title: title.captures(xml).map_or_else(|| "Notice".to_owned(), |found| plain(&found[1])),
            numbers: number.find(foot).into_iter().map(|found| found.as_str().to_owned()).collect(),
            paragraphs: block
                .captures_iter(body)
                .map(|found| plain(&found[1]))
                .filter(|p| !p.is_empty())
                .collect(),
        }
    };
    notice.captures_iter(xml).map(|found| one(&found[1])).collect()
}

const GERMAN_LAW: &str = r#"
[book]
title = "Bundesrecht"
language = "de"
# The place in the gazette: with the year before or behind, or with that of the date before it.
[[citation]]
name    = "bgbl"
pattern = 'BGBl\.? (?<part>I{1,3}):? (?<year>\d{4}),? (?:S\. )?(?<page>\d+)'
key     = "bgbl-{part}-{year}-{page}"
[[citation]]
name    = "bgbl-year-first"
pattern = 'BGBl\. (?<year>\d{4}) (?<part>I{1,3}) S\. (?<page>\d+)'
key     = "bgbl-{part}-{year}-{page}"
[[citation]]
name    = "bgbl-of-date"
pattern = 'vom \d+\. \w+ (?<year>\d{4}) \((?<link>(?:BGBl|Bundesgesetzbl)\. (?<part>I{1,3}) S\. (?<page>\d+))'
key     = "bgbl-{part}-{year}-{page}"
# Part and page alone name nothing for certain, but are listed.
[[citation]]
name    = "bgbl-without-year"
pattern = '(?:BGBl|Bundesgesetzbl)\. (?<part>I{1,3}) S\. (?<page>\d+)'
key     = "bgbl-{part}-?-{page}"
# A paragraph of a law: the law, by its abbreviation.
[[citation]]
name    = "paragraph"
pattern = '§§? ?\d+[a-z]?(?: (?:Abs\.|Absatz|Satz|Nr\.|Nummer) ?\d+[a-z]?)* (?<law>[A-ZÄÖÜ][\wäöüß]*(?:G|GB|O|V))\b'
key     = "{law}"
"#;

#[test]
fn citations_of_german_laws_are_found_and_the_places_in_the_gazette_lead_to_the_law() {
    let Some(folder) = corpus("de-gesetze") else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name != "SOURCE.md"));
    files.sort();
    let documents: Vec<Real> = files.iter().map(|path| law(&fs::read_to_string(path).unwrap())).collect();
    let counts = counted(GERMAN_LAW, &documents);
    for held in counts.held.iter().take(8) {
        println!("  {held}");
    }
    assert!(counts.held.len() >= 10 && counts.missing >= 900);
    assert!(
        counts
            .held
            .iter()
            .all(|held| held.contains("BGBl") || held.contains("Bundesgesetzbl") || held.contains('§'))
    );
}

fn law(text: &str) -> Real {
    let mut lines = text.lines();
    let abbreviation = lines.clone().find_map(|line| line.strip_prefix("jurabk: ")).unwrap_or_default();
    let title = lines.find_map(|line| line.strip_prefix("# ")).unwrap_or(abbreviation);
    let place =
        text.split_once("Fundstelle\n:").map(|(_, rest)| rest.lines().next().unwrap_or_default().trim());
    let body = text.find("\n## ").map_or("", |at| &text[at..]);
    let one_line = |paragraph: &str| paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    Real {
        title: title.to_owned(),
        numbers: [Some(abbreviation), place]
            .into_iter()
            .flatten()
            .filter(|n| !n.is_empty())
            .map(Into::into)
            .collect(),
        paragraphs: body.split("\n\n").map(one_line).filter(|p| !p.is_empty()).collect(),
    }
}

#[test]
fn an_archive_of_real_laws_builds_with_its_links() {
    let Some(folder) = corpus("de-gesetze") else { return };
    let sources = Memory::new();
    sources.put("book.toml", GERMAN_LAW);
    for name in ["einigvtrg.md", "entschrg.md"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        sources.put(&format!("content/2000/1/{name}"), file(&law(&text)));
    }
    let site = build_memory(&sources);
    assert!(!site.outcome.found.has_errors(), "{:?}", site.printed);
    let page = site.page("2000/1/entschrg.html");
    assert_eq!(texts_of(&page, "a.citation"), ["BGBl. 1990 II S. 885"]);
    assert!(
        texts_of(&site.page("2000/1/einigvtrg.html"), "#cited-by").join(" ").contains("BGBl. 1990 II S. 885")
    );
}
