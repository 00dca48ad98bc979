//! What holds for any text whatever, tried on generated ones.

use proptest::prelude::*;

use super::{
    DocumentNumber, GazetteDate, IssueNumber, Kind, SeriesSet, find_date, find_numbers, find_titles, slug,
};

/// Text made of what document numbers are made of, so that near misses come up often.
fn near_numbers() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "云政发",
        "国办",
        "令",
        "公告",
        "部",
        "字",
        "字第",
        "第",
        "号",
        "號",
        "寻",
        "〔",
        "〕",
        "[",
        "]",
        "（",
        "）",
        "2018",
        "2019年",
        "8",
        "08",
        "10",
        "一百",
        "十二",
        "〇",
        "O",
        "I",
        "l",
        "、",
        "—",
        "-",
        "至",
        "和",
        "根据",
        " ",
        "\u{3000}",
        "\n",
        "A",
        "院",
        "原",
        "中华人民共和国",
        "年",
        "日",
        "文件",
        "《",
        "》",
        "94",
        "１",
        "臺教高",
        "(一)",
        "。",
        "，",
        "|",
        "1",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![near_numbers(), any::<String>(), "[ -~〇-十号年第字〔〕]{0,40}"]
}

fn known() -> SeriesSet {
    SeriesSet::new(
        ["云政发", "政发", "市政府令", "云溪区政发"].map(|name| (name.to_owned(), "云政发".to_owned())),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_number_written_canonically_is_the_same_number(text in any_text()) {
        let number = DocumentNumber::parse(&text);
        let again = DocumentNumber::parse(&number.to_string());
        prop_assert_eq!(number.key(), again.key());
        prop_assert_eq!(&number, &again);
        prop_assert_eq!(number.printed(), text);
    }

    #[test]
    fn numbers_are_found_in_order_within_the_text(text in any_text()) {
        let found = find_numbers(&text, &known());
        for one in &found {
            prop_assert!(text.get(one.span.clone()).is_some_and(|printed| printed == one.number.printed()));
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span == pair[1].span || pair[0].span.end <= pair[1].span.start, "{:?}", pair);
        }
    }

    #[test]
    fn what_is_found_is_read_back_from_its_canonical_form(text in any_text()) {
        for one in find_numbers(&text, &SeriesSet::default()) {
            prop_assert_eq!(DocumentNumber::parse(&one.number.to_string()).key(), one.number.key());
        }
    }

    #[test]
    fn equal_numbers_have_equal_keys(one in near_numbers(), two in near_numbers()) {
        let (one, two) = (DocumentNumber::parse(&one), DocumentNumber::parse(&two));
        prop_assert_eq!(one == two, one.key() == two.key());
    }

    #[test]
    fn titles_and_dates_lie_within_the_text(text in any_text()) {
        for title in find_titles(&text) {
            let printed = format!("《{}》", title.title);
            prop_assert_eq!(&text[title.span], printed);
        }
        if let Some((span, date)) = find_date(&text) {
            prop_assert_eq!(text[span].parse(), Ok(date));
        }
        let _ = Kind::from_title(&text);
    }

    #[test]
    fn a_date_written_is_the_date_read(year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=28) {
        let date = GazetteDate::new(year, month, day).expect("every month has 28 days");
        prop_assert_eq!(date.to_string().parse(), Ok(date));
    }

    #[test]
    fn a_slug_is_a_safe_name_and_its_own_slug(text in any::<String>()) {
        let name = slug(&text);
        prop_assert!((1..=80).contains(&name.len()));
        prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", name);
        prop_assert!(!name.starts_with('-') && !name.contains("--"));
        prop_assert_eq!(slug(&name), name);
    }

    #[test]
    fn an_issue_number_written_is_the_one_read(text in "\\PC{0,12}") {
        if let Ok(number) = text.parse::<IssueNumber>() {
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }
    }

    #[test]
    fn citations_and_sentences_lie_within_the_text(text in near_numbers()) {
        let mut last = 0;
        for citation in super::find_citations(&text, &SeriesSet::default()) {
            prop_assert!(text.get(citation.span.clone()).is_some_and(|cited| !cited.is_empty()));
            prop_assert!(citation.span.start >= last);
            last = citation.span.start;
        }
        let mut end = 0;
        for sentence in super::sentences(&text) {
            prop_assert_eq!(sentence.start, end);
            prop_assert!(text.get(sentence.clone()).is_some());
            end = sentence.end;
        }
        prop_assert_eq!(end, text.len());
        prop_assert!(super::may_tell_validity(&text) || super::validity_hints(&text).is_empty());
        let numbered = super::find_numbers(&text, &SeriesSet::default());
        prop_assert!(super::may_hold_number(&text) || numbered.is_empty());
    }
}
