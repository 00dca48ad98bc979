//! One issue of a district's gazette, as it came out of its PDF. What is right was told by reading it:
//! lines are given by their numbers, headings and seams in `linzi.labels`.

use gongbao::gazette::normalise_title;
use gongbao::import::{Block, Fate, Imported, ImportedDocument, import};

use crate::corpus::{figure, options, read};

/// What a person labelled in the raw text, before any import of it was looked at.
struct Labels {
    /// The lines that are headings, with their levels; 1 opens an enclosure. For a title of two lines
    /// the first is given.
    headings: Vec<(usize, u8)>,
    /// The lines whose sentence the end of a page cuts, each with the line on which it goes on.
    seams: Vec<(usize, usize)>,
}

/// The labels, made sure to be those of this text.
fn labels(raw: &str) -> Labels {
    let lines: Vec<&str> = raw.lines().collect();
    let mut labels = Labels { headings: Vec::new(), seams: Vec::new() };
    for label in include_str!("linzi.labels").lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = label.split(' ').collect();
        let [what, first, second, hash] = words[..] else { panic!("{label} is no label") };
        let line = match what {
            "heading" => {
                labels.headings.push((second.parse().unwrap(), first.parse().unwrap()));
                second
            }
            _ => {
                labels.seams.push((first.parse().unwrap(), second.parse().unwrap()));
                first
            }
        };
        let line: usize = line.parse().unwrap();
        assert_eq!(short_hash(lines[line - 1].trim()), hash, "line {line} is another than the labelled one");
    }
    labels
}

/// The first six figures of the FNV-1a hash.
fn short_hash(text: &str) -> String {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")[..6].to_owned()
}

/// How much of what was found is right, and how much of what is right was found.
fn precision_and_recall<T: Ord>(what: &str, found: &[T], labelled: &[T], least: f64) {
    let right = found.iter().filter(|one| labelled.contains(one)).count();
    figure(&format!("{what}, precision"), right, found.len(), least);
    figure(&format!("{what}, recall"), right, labelled.len(), least);
}

/// For each document: the line of its issuer, of its number and of its date, its part among the two,
/// and its printed page.
#[rustfmt::skip]
const DOCUMENTS: &[(usize, usize, usize, usize, Option<&str>)] = &[
    (36, 40, 114, 0, Some("1")),
    (116, 120, 128, 0, Some("9")),
    (375, 378, 385, 0, Some("34")),
    (943, 947, 955, 0, Some("92")),
    (1021, 1025, 1033, 1, Some("97")),
    (1128, 1132, 1140, 1, Some("106")),
    (1247, 1251, 1259, 1, Some("117")),
    (1338, 1342, 1352, 1, Some("123")),
    (1495, 1499, 1552, 1, None),
];

/// The lines that each table takes, first and last.
const TABLES: &[(usize, usize)] = &[(174, 187), (457, 483), (1318, 1336), (1356, 1493)];

/// The lines that each list of names takes, first and last.
const NAMES: &[(usize, usize)] = &[(1113, 1124), (1222, 1245), (1505, 1546)];

fn issue() -> Option<Imported> {
    Some(import(&read("linzi-2018-10/raw.txt")?, &options("cn")))
}

fn number(issue: &Imported, index: usize) -> usize {
    issue.lines[index].number
}

fn line(issue: &Imported, number: usize) -> &str {
    &issue.lines[number - 1].bare
}

#[test]
fn nothing_is_lost_and_nothing_invented() {
    let Some(issue) = issue() else { return };
    assert!(issue.account.is_whole(), "{:?}", issue.account);
    // Only the cover and the contents list are furniture, all of it above the first document but
    // heads of tables that are printed again.
    let below =
        issue.lines.iter().filter(|line| line.number >= 36 && matches!(line.fate, Fate::Furniture(_)));
    let numbers: Vec<usize> = below.map(|line| line.number).collect();
    assert_eq!(numbers, [463]);
}

#[test]
fn every_document_has_its_title_number_department_date_part_and_page() {
    let Some(issue) = issue() else { return };
    assert_eq!(issue.documents.len(), DOCUMENTS.len());
    let mut right = [0_usize; 6];
    for (document, (issuer, at, date, part, page)) in issue.documents.iter().zip(DOCUMENTS) {
        // The title is what stands between the issuer and the number.
        let title: String = (issuer + 1..*at).map(|number| line(&issue, number)).collect();
        let printed = line(&issue, *at).trim_matches(['(', ')']);
        let found_date = document.fields.iter().find(|field| field.name == "date").unwrap();
        right[0] += usize::from(normalise_title(document.value("title")) == normalise_title(&title));
        right[1] += usize::from(document.value("number") == printed);
        right[2] += usize::from(document.value("department") == line(&issue, *issuer));
        right[3] += usize::from(found_date.lines.iter().any(|index| number(&issue, *index) == *date));
        right[4] += usize::from(document.value("part") == issue.issue.parts[*part]);
        right[5] += usize::from(document.values("page").first().map(String::as_str) == *page);
    }
    for (what, right) in
        ["titles", "numbers", "departments", "dates", "parts", "pages"].into_iter().zip(right)
    {
        figure(&format!("Linzi: {what}"), right, DOCUMENTS.len(), 100.0);
    }
    assert!(
        issue
            .findings
            .iter()
            .any(|finding| finding.message.template().contains("its printed page is not known"))
    );
    let facts = |name: &str| issue.issue.value(name).unwrap_or_default().to_owned();
    assert_eq!([facts("year"), facts("number"), facts("date")], ["2018", "10", "2018-11-03"]);
}

#[test]
fn the_outline_is_right() {
    let Some(raw) = read("linzi-2018-10/raw.txt") else { return };
    let (issue, labels) = (import(&raw, &options("cn")), labels(&raw));
    let found: Vec<(usize, u8)> = blocks(&issue)
        .filter_map(|placed| match placed.block {
            Block::Heading { level, .. } => Some((number(&issue, placed.lines.0), level)),
            _ => None,
        })
        .collect();
    for heading in found.iter().filter(|heading| !labels.headings.contains(heading)) {
        println!("  invented: {heading:?} {}", line(&issue, heading.0));
    }
    precision_and_recall("Linzi: headings with their levels", &found, &labels.headings, 98.0);
}

#[test]
fn cut_sentences_are_joined_and_no_others() {
    let Some(raw) = read("linzi-2018-10/raw.txt") else { return };
    let (issue, labels) = (import(&raw, &options("cn")), labels(&raw));
    let found: Vec<(usize, usize)> = issue
        .documents
        .iter()
        .flat_map(|document| &document.seams)
        .map(|seam| (number(&issue, seam.before), number(&issue, seam.after)))
        .collect();
    let false_joins: Vec<_> = found.iter().filter(|join| !labels.seams.contains(join)).collect();
    assert!(false_joins.is_empty(), "{false_joins:?}");
    precision_and_recall("Linzi: seams", &found, &labels.seams, 98.0);
}

#[test]
fn tables_and_lists_of_names_are_whole() {
    let Some(issue) = issue() else { return };
    let spans = |is: fn(&ImportedDocument, &Block) -> bool| -> Vec<(usize, usize)> {
        issue
            .documents
            .iter()
            .flat_map(|document| document.blocks.iter().filter(move |placed| is(document, &placed.block)))
            .map(|placed| (number(&issue, placed.lines.0), number(&issue, placed.lines.1)))
            .collect()
    };
    let tables = spans(|_, block| matches!(block, Block::Table(_)));
    figure(
        "Linzi: tables",
        TABLES.iter().filter(|table| tables.contains(table)).count(),
        TABLES.len(),
        100.0,
    );
    assert_eq!(tables.len(), TABLES.len());
    let names = spans(|_, block| matches!(block, Block::List { first: None, .. }));
    figure(
        "Linzi: lists of names",
        NAMES.iter().filter(|list| names.contains(list)).count(),
        NAMES.len(),
        100.0,
    );
    let attachments: usize =
        issue.documents.iter().map(|document| document.values("attachments").len()).sum();
    figure("Linzi: attachments named", attachments, 3, 100.0);
}

fn blocks(issue: &Imported) -> impl Iterator<Item = &gongbao::import::Placed> {
    issue.documents.iter().flat_map(|document| &document.blocks)
}
