//! The page of a whole issue: all its texts, for paper.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use crate::support::{built, texts_of};

const ISSUE: &str = "
@ content/2025/01/issue.md
---
date: 2025-01-28
---
卷首语。
@ content/2025/01/01.md
---
title: 关于甲的通知
number: 云政发〔2025〕1号
department: 云溪区人民政府
date: 2025-01-02
page: 1-2
---
见[下一件](02.md#sec_1)和[上一年](../../2024/01/01.md)。注[^1]。

<!-- p2 -->

## 一、目标

（此件公开发布）

[^1]: 一。
@ content/2025/01/02.md
---
title: 关于乙的通知
---
依据《关于甲的通知》（云政发〔2025〕1号）。

## 一、目标

甲。<table><tr><td id=\"x\">乙</table>
@ content/2025/01/03.md
---
title: 关于丙的通报
withdrawn: { date: 2025-02-01 }
---
不再公开。
@ content/2024/01/01.md
---
title: 关于丁的通知
---
丁。
";

fn attributes(page: &str, selector: &str, name: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}

#[test]
fn it_holds_the_text_of_every_document_and_its_ids_stay_unique() {
    let page = built(ISSUE).page("2025/01/print.html");
    for text in ["卷首语。", "关于甲的通知", "关于丙的通报"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("不再公开"));
    let ids = attributes(&page, "[id]", "id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    for id in ["d1__sec_1", "d2__sec_1", "d1__fn_1", "d1__p2", "d2__x"] {
        assert!(ids.iter().any(|known| known == id), "{id} in {ids:?}");
    }
}

#[test]
fn links_between_its_documents_stay_on_the_page() {
    let page = built(ISSUE).page("2025/01/print.html");
    let links = attributes(&page, ".text a", "href");
    for link in ["#d2__sec_1", "../../2024/01/01.html", "#d1__fn_1", "#d1"] {
        assert!(links.iter().any(|known| known == link), "{link} in {links:?}");
    }
}

#[test]
fn a_change_to_one_document_changes_it() {
    let before = built(ISSUE).page("2025/01/print.html");
    let after = built(&ISSUE.replace("卷首语。", "卷首语二。")).page("2025/01/print.html");
    assert!(before != after && after.contains("卷首语二。"));
}

#[test]
fn an_archive_can_do_without() {
    let settings = "
@ book.toml
[book]
title = \"云溪区人民政府公报\"
[build]
whole_issues = false
";
    let built = built(&format!("{settings}{ISSUE}"));
    assert!(built.site.keys().all(|path| !path.ends_with("print.html")));
    assert!(!built.page("2025/01/index.html").contains("print.html"));
}

#[test]
fn a_letter_is_signed_below_its_text_and_above_its_remark() {
    let page = built(ISSUE).page("2025/01/01.html");
    let text: String = Html::parse_document(&page)
        .select(&Selector::parse(".official").unwrap())
        .flat_map(|element| element.text())
        .filter(|text| !text.trim().is_empty())
        .collect();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("一、目标") < place("2025年1月2日") && place("2025年1月2日") < place("（此件公开发布）"));
}

#[test]
fn a_document_says_how_to_cite_it_and_where_it_stays() {
    let page = built(ISSUE).page("2025/01/01.html");
    let cited = "云溪区人民政府：《关于甲的通知》（云政发〔2025〕1号），《云溪区人民政府公报》2025年第1期";
    assert!(page.contains(cited), "{page}");
    assert!(page.contains("，第1-2页") || page.contains("，第1–2页"));
    let address = attributes(&page, ".cite-address a", "href");
    assert!(address[0].starts_with("../../n/"), "{address:?}");
}

#[test]
fn the_contents_of_a_whole_issue_number_its_documents_as_their_heads_do() {
    // The part that is named first holds the document that is printed last.
    let issue = ISSUE.replace("date: 2025-01-28", "date: 2025-01-28\nparts: [甲类]");
    let issue = issue.replace("title: 关于乙的通知", "title: 关于乙的通知\npart: 甲类");
    let page = built(&issue).page("2025/01/print.html");
    let places = texts_of(&page, ".contents .row-place");
    assert_eq!(places, ["2", "1", "3"]);
    assert_eq!(texts_of(&page, ".document .place"), ["第 1 件", "第 2 件", "第 3 件"]);
}
