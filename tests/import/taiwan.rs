//! The Executive Yuan Gazette, whose metadata are known, given as plain text only.

use std::fs;

use gongbao::gazette::{DocumentNumber, normalise_title};
use gongbao::import::{Mapping, import, import_records, json_lines};

use crate::corpus::{figure, folder, options};

struct Known {
    issuers: Vec<String>,
    date: String,
    numbers: Vec<String>,
    title: String,
    text: String,
}

fn issues() -> Option<Vec<Vec<Known>>> {
    let folder = folder()?.join("tw-ey-gazette-2014/issues");
    let mut files: Vec<_> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        json_lines(&text).unwrap().iter().map(known).collect()
    };
    Some(files.iter().map(read).collect())
}

fn known(record: &gongbao::import::Record) -> Known {
    let list = |key: &str| record[key].split(';').map(|one| one.trim().to_owned()).collect();
    Known {
        issuers: list("issuer"),
        date: record["date"].clone(),
        numbers: list("number"),
        title: record["title"].clone(),
        text: record["text"].clone(),
    }
}

#[derive(Default)]
struct Score {
    all: usize,
    numbers: usize,
    issuers: usize,
    dates: usize,
    heads: usize,
    whole: usize,
}

#[test]
fn number_issuer_date_and_title_of_plain_texts_are_right() {
    let Some(issues) = issues() else { return };
    let mut score = Score::default();
    let mut shown = 0;
    let options = options("tw");
    for known in issues.iter().flatten() {
        let imported = import(&known.text, &options);
        let Some(document) = imported.documents.first() else { continue };
        let number = same_numbers(document.values("number"), &known.numbers);
        let by_whom = same_issuers(document.values("department"), &known.issuers);
        let date = document.value("date") == known.date;
        let head = same_head(document.value("title"), &known.title);
        if !(number && by_whom && date && head) && shown < 40 {
            shown += 1;
            println!(
                "  found {:?} {:?} {} {}\n  known {:?} {:?} {} {}",
                document.values("number"),
                document.values("department"),
                document.value("date"),
                document.value("title"),
                known.numbers,
                known.issuers,
                known.date,
                known.title
            );
        }
        score.all += 1;
        score.numbers += usize::from(number);
        score.issuers += usize::from(by_whom);
        score.dates += usize::from(date);
        score.heads += usize::from(head);
        score.whole += usize::from(imported.account.is_whole());
    }
    figure("Taiwan: numbers", score.numbers, score.all, 98.0);
    figure("Taiwan: issuers", score.issuers, score.all, 98.0);
    figure("Taiwan: dates", score.dates, score.all, 98.0);
    figure("Taiwan: titles (issuer, kind and what it is about)", score.heads, score.all, 98.0);
    figure("Taiwan: texts whole", score.whole, score.all, 100.0);
}

#[test]
fn the_documents_of_a_whole_issue_are_told_apart() {
    let Some(issues) = issues() else { return };
    let (mut found, mut all) = (0, 0);
    let options = options("tw");
    for issue in issues.iter().step_by(3) {
        let text: Vec<&str> = issue.iter().map(|known| known.text.as_str()).collect();
        let imported = import(&text.join("\n\n"), &options);
        for known in issue {
            all += 1;
            found += usize::from(
                imported
                    .documents
                    .iter()
                    .any(|document| same_numbers(document.values("number"), &known.numbers)),
            );
        }
        assert!(imported.account.is_whole(), "{:?}", imported.account.differences.first());
    }
    figure("Taiwan: documents found in whole issues", found, all, 97.0);
}

#[test]
fn records_keep_what_their_columns_say() {
    let Some(folder) = folder() else { return };
    let mut files: Vec<_> = fs::read_dir(folder.join("tw-ey-gazette-2014/issues"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let records = json_lines(&fs::read_to_string(&files[0]).unwrap()).unwrap();
    let mapping = Mapping::parse(
        "split = ';'\n[fields]\ntitle = 'title'\nnumber = 'number'\ndepartment = 'issuer'\ndate = 'date'\n\
         part = 'chapter'\ntopics = 'keywords'\ntext = 'text'\n[issue]\nyear = 'date'\n",
    )
    .unwrap();
    let mut options = options("tw");
    options.year = Some(2014);
    options.issue = Some("1".into());
    let issues = import_records(&records, &mapping, &options).unwrap();
    let documents = &issues[0].documents;
    let right = documents
        .iter()
        .zip(&records)
        .filter(|(document, record)| document.value("title") == record["title"]);
    figure("Taiwan: records kept", right.count(), records.len(), 100.0);
    assert!(issues[0].account.is_whole());
}

fn same_numbers(found: &[String], known: &[String]) -> bool {
    let keys = |numbers: &[String]| -> Vec<String> {
        numbers
            .iter()
            .map(|number| DocumentNumber::parse(number).to_string().replace(['（', '）', '(', ')'], ""))
            .collect()
    };
    keys(found) == keys(known)
}

/// The records shorten 行政院農業委員會 to 農業委員會, call 總統 by the office (總統府), and name the
/// bureau where the text names its branch.
fn same_issuers(found: &[String], known: &[String]) -> bool {
    found.len() == known.len()
        && found.iter().zip(known).all(|(found, known)| {
            found.ends_with(known.as_str())
                || found.starts_with(known.as_str())
                || *known == format!("{found}府")
        })
}

/// The gazette's editors word the titles anew (第二十六條 becomes 第26條), so the issuer and kind in
/// front are compared, and the instrument that is named first.
fn same_head(found: &str, known: &str) -> bool {
    let head = |title: &str| normalise_title(title.split(['：', ':']).next().unwrap_or(""));
    let instrument = |title: &str| {
        let named = title
            .split_once('「')
            .and_then(|(_, rest)| rest.split_once('」'))
            .map(|(named, _)| named.to_owned());
        named.map(|named| normalise_title(&named))
    };
    let same = match (instrument(found), instrument(known)) {
        (Some(found), Some(known)) => found == known,
        _ => true,
    };
    head(found) == head(known) && same
}
