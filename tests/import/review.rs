//! What an import tells a person: the report and the page for review.

use gongbao::import::{Imported, Words, import, review_page, summary};
use scraper::{Html, Selector};

use crate::corpus::{options, read};

fn imported(text: &str) -> Imported {
    import(text, &options("cn"))
}

/// Issues that hold many kinds of doubts and hardly a Latin letter.
fn issues() -> Vec<Imported> {
    [
        include_str!("issues/congress-1996.txt"),
        include_str!("issues/county-1988.txt"),
        include_str!("issues/city-1993.txt"),
        include_str!("issues/city-2006-web.txt"),
        include_str!("issues/notices-2020.txt"),
        include_str!("issues/ocr-1999.txt"),
        include_str!("issues/county-2012.txt"),
    ]
    .into_iter()
    .map(imported)
    .collect()
}

/// Words of English that are left in a text: names of files, of encodings and of profiles are none.
fn english_words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() >= 3)
        .filter(|word| word.strip_suffix(".md").is_none() && !["UTF-8", "raw.txt"].contains(word))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn the_report_of_a_chinese_archive_speaks_chinese() {
    let words = Words::of("zh-Hans");
    for issue in issues() {
        let report = summary(&issue, "raw.txt", "UTF-8", &words);
        assert_eq!(english_words(&report), [""; 0], "{report}");
        assert!(report.contains("每个字符都有着落。"), "{report}");
    }
}

#[test]
fn the_page_for_review_of_a_chinese_archive_speaks_chinese() {
    for issue in issues() {
        let page = Html::parse_document(&review_page(&issue, "raw.txt", "zh-Hans"));
        let shown = Selector::parse("header, nav, main").unwrap();
        let text: Vec<String> = page.select(&shown).map(|shown| shown.text().collect()).collect();
        let left: Vec<String> = english_words(&text.join(" "))
            .into_iter()
            .filter(|word| word.chars().any(|c| c.is_ascii_lowercase()))
            .collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn each_doubtful_place_is_marked_numbered_and_says_why() {
    let issue = imported(include_str!("issues/notices-2020.txt"));
    let page = Html::parse_document(&review_page(&issue, "raw.txt", "zh-Hans"));
    let places = Selector::parse("main .look").unwrap();
    let ids: Vec<&str> = page.select(&places).filter_map(|place| place.value().attr("id")).collect();
    let expected: Vec<String> = (1..=ids.len()).map(|place| format!("place-{place}")).collect();
    assert!(!ids.is_empty());
    assert_eq!(ids, expected);
    for place in page.select(&places) {
        let why = Selector::parse(".why p").unwrap();
        assert!(place.select(&why).all(|why| !why.text().collect::<String>().trim().is_empty()));
    }
    // What no block shows, such as a date that was not found, is a place of its own.
    let text: String = page.root_element().text().collect();
    assert!(text.contains("没有找到成文日期"));
    // Everything is in the page: nothing is loaded.
    let elsewhere = Selector::parse("[src], link").unwrap();
    assert_eq!(page.select(&elsewhere).count(), 0);
}

#[test]
fn the_page_for_review_holds_every_line_of_the_source_in_order() {
    let Some(raw) = read("linzi-2018-10/raw.txt") else { return };
    let issue = imported(&raw);
    let page = Html::parse_document(&review_page(&issue, "raw.txt", "zh-Hans"));
    let numbers = Selector::parse("main .pair .raw b").unwrap();
    let shown: Vec<usize> =
        page.select(&numbers).map(|number| number.text().collect::<String>().parse().unwrap()).collect();
    let mut in_order = shown.clone();
    in_order.dedup();
    let lines: Vec<usize> =
        issue.lines.iter().filter(|line| !line.bare.is_empty()).map(|line| line.number).collect();
    let missing: Vec<&usize> = lines.iter().filter(|line| !in_order.contains(line)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
