//! The State Council's texts, whose metadata are known.

use gongbao::gazette::{DocumentNumber, normalise_title};

use gongbao::import::import;

use crate::corpus::{figure, options, read};

/// The letter whose box is wrong.
const MISDATED: &str = "text/24.txt";

#[test]
fn title_number_issuer_and_date_of_single_documents_are_right() {
    let Some(index) = read("cn-state-council/index.json") else { return };
    let index: Vec<serde_json::Value> = serde_json::from_str(&index).unwrap();
    let (mut titles, mut numbers, mut issuers, mut dates, mut whole, mut one) = (0, 0, 0, 0, 0, 0);
    let options = options("cn");
    for known in &index {
        let text = |key: &str| known[key].as_str().unwrap_or_default().to_owned();
        let Some(raw) = read(&format!("cn-state-council/{}", text("file"))) else { return };
        let imported = import(&raw, &options);
        whole += usize::from(imported.account.is_whole());
        one += usize::from(imported.documents.len() == 1);
        let document = &imported.documents[0];
        let check = |what: &str, right: bool, found: &str, expected: &str| {
            if !right {
                println!("  {}: {what}: found `{found}`, known `{expected}`", text("file"));
            }
            usize::from(right)
        };
        let title = document.value("title");
        titles +=
            check("title", normalise_title(title) == normalise_title(&text("title")), title, &text("title"));
        let number = document.value("number");
        numbers += check("number", same_number(number, &text("number")), number, &text("number"));
        let issuer = document.values("department").join("、");
        // The page's box gives the short name of 中华人民共和国国务院.
        let right = issuer == text("issuer")
            || issuer.strip_prefix("中华人民共和国") == Some(text("issuer").as_str());
        issuers += check("issuer", right, &issuer, &text("issuer"));
        let date = document.value("date");
        // The page's box of one letter says another day than the letter itself, whose day it is.
        let right = date == text("written") || (text("file") == MISDATED && date == "2004-04-27");
        dates += check("date", right, date, &text("written"));
        if imported.documents.len() != 1 {
            println!("  {}: {} documents", text("file"), imported.documents.len());
        }
    }
    figure("State Council: one document each", one, index.len(), 98.0);
    figure("State Council: titles", titles, index.len(), 98.0);
    figure("State Council: numbers", numbers, index.len(), 98.0);
    figure("State Council: issuers", issuers, index.len(), 98.0);
    figure("State Council: dates", dates, index.len(), 98.0);
    figure("State Council: texts whole", whole, index.len(), 100.0);
}

/// An order's number is 国令第707号 in the page's box and 中华人民共和国国务院令第707号 in the text.
fn same_number(found: &str, known: &str) -> bool {
    let (found, known) = (DocumentNumber::parse(found), DocumentNumber::parse(known));
    let is_order = known.series().is_some_and(|series| series.ends_with('令'));
    found == known
        || (is_order && found.serial() == known.serial() && found.series().is_some_and(|s| s.ends_with('令')))
}
