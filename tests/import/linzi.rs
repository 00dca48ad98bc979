//! One issue of a district's gazette, as it came out of its PDF. What is right was told by reading it:
//! lines are given by their numbers.

use gongbao::gazette::normalise_title;
use gongbao::import::{Block, Fate, Imported, ImportedDocument, import};

use crate::corpus::{figure, options, read};

/// The lines that are headings, with their levels; 1 opens an enclosure. For a title of two lines the
/// first is given.
#[rustfmt::skip]
const HEADINGS: &[(usize, u8)] = &[
    (46, 2), (52, 2), (56, 3), (64, 3), (70, 3), (82, 2), (90, 2), (98, 2), (130, 1), (136, 2), (138, 3),
    (144, 3), (156, 2), (158, 3), (164, 3), (189, 2), (191, 3), (195, 3), (201, 3), (205, 3), (211, 3),
    (217, 2), (219, 3), (227, 3), (233, 3), (237, 3), (243, 2), (245, 3), (249, 3), (253, 3), (259, 3),
    (263, 2), (265, 3), (271, 3), (275, 2), (277, 3), (283, 3), (287, 3), (293, 2), (295, 3), (299, 3),
    (303, 3), (307, 2), (309, 3), (313, 3), (317, 3), (323, 3), (327, 2), (329, 3), (333, 3), (339, 3),
    (345, 2), (347, 3), (367, 3), (387, 1), (391, 2), (395, 3), (415, 3), (433, 3), (485, 2), (489, 3),
    (493, 4), (535, 4), (545, 4), (549, 4), (555, 3), (559, 4), (569, 4), (579, 4), (595, 4), (603, 4),
    (613, 3), (617, 4), (631, 4), (645, 4), (661, 3), (665, 2), (669, 3), (717, 3), (745, 3), (759, 2),
    (763, 3), (775, 3), (787, 3), (799, 2), (803, 3), (819, 3), (835, 3), (849, 3), (863, 2), (867, 3),
    (881, 3), (893, 3), (907, 2), (911, 3), (917, 3), (929, 3), (935, 3), (957, 1), (961, 2), (965, 2),
    (973, 2), (983, 3), (991, 2), (995, 3), (1035, 1), (1039, 2), (1043, 2), (1051, 2), (1061, 2),
    (1089, 2), (1101, 2), (1111, 1), (1142, 1), (1148, 2), (1162, 2), (1194, 2), (1204, 2), (1218, 1),
    (1261, 1), (1265, 2), (1269, 2), (1277, 2), (1281, 2), (1300, 2), (1304, 2), (1316, 1), (1354, 1),
];

/// The lines whose sentence the end of a page cuts; each goes on on the next line that is not blank.
#[rustfmt::skip]
const CUT: &[usize] = &[
    60, 72, 84, 104, 132, 140, 148, 160, 168, 197, 207, 223, 239, 255, 267, 279, 289, 319, 335, 341, 351,
    359, 371, 399, 409, 417, 423, 435, 445, 497, 503, 509, 515, 525, 537, 551, 563, 583, 591, 599, 609,
    621, 637, 655, 675, 683, 689, 697, 705, 713, 721, 731, 741, 751, 769, 789, 807, 813, 821, 829, 839,
    845, 857, 871, 885, 901, 921, 939, 975, 1013, 1053, 1071, 1079, 1091, 1144, 1166, 1172, 1178, 1200,
    1210, 1288, 1306,
];

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
    assert!(issue.findings.iter().any(|finding| finding.message.contains("its printed page is not known")));
    let facts = |name: &str| issue.issue.value(name).unwrap_or_default().to_owned();
    assert_eq!([facts("year"), facts("number"), facts("date")], ["2018", "10", "2018-11-03"]);
}

#[test]
fn the_outline_is_right() {
    let Some(issue) = issue() else { return };
    let found: Vec<(usize, u8)> = blocks(&issue)
        .filter_map(|placed| match placed.block {
            Block::Heading { level, .. } => Some((number(&issue, placed.lines.0), level)),
            _ => None,
        })
        .collect();
    for heading in found.iter().filter(|heading| !HEADINGS.contains(heading)) {
        println!("  invented: {heading:?} {}", line(&issue, heading.0));
    }
    let right = HEADINGS.iter().filter(|heading| found.contains(heading)).count();
    figure("Linzi: headings with their levels", right, HEADINGS.len().max(found.len()), 98.0);
}

#[test]
fn cut_sentences_are_joined_and_no_others() {
    let Some(issue) = issue() else { return };
    let found: Vec<usize> = issue
        .documents
        .iter()
        .flat_map(|document| &document.seams)
        .map(|seam| number(&issue, seam.before))
        .collect();
    let false_joins: Vec<&usize> = found.iter().filter(|line| !CUT.contains(line)).collect();
    assert!(false_joins.is_empty(), "{false_joins:?}");
    figure("Linzi: seams", CUT.iter().filter(|line| found.contains(line)).count(), CUT.len(), 98.0);
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
