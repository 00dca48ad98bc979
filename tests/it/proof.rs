//! The issue in progress, as the preview shows it.

use std::sync::Arc;

use gongbao::build::Asked;
use gongbao::serve::Site;

use crate::preview_engine::{changed, engine};
use crate::support::{BOOK, built, memory, texts_of};

const TWO_ISSUES: &str = "
@ content/2025/02/issue.md
---
total_number: 9
date: 2025-02-28
---
@ content/2025/02/01.md
---
title: 关于做好校车安全管理工作的通知
number: 云政发〔2025〕1号
department: 云溪区人民政府
date: 2025-02-03
page: 1-2
---
正文。
@ content/2025/03/issue.md
---
parts: [区政府文件, 区政府办文件]
---
@ content/2025/03/02-clinic.md
---
title: 关于印发卫生室建设方案的通知
number: 云政发〔2025〕6号
department: 云溪区人民政府
date: 2025-03-04
part: 区政府文件
---
各单位照办。

附件：1. 建设方案

2. 任务表

# 附件1 建设方案

方案。
@ content/2025/03/03-office.md
---
title: 关于值班工作的通知
part: 区政府办文件
---
";

fn project() -> String {
    let lines = "字".repeat(26 * 30);
    let draft = format!(
        "@ content/2025/03/01-draft.md\n---\ntitle: 关于停车管理的通知\nnumber: 云政发〔2025〕3号\ndepartment: 云溪区人民政府\ndate: 2025-03-01\npart: 区政府文件\ndraft: true\n---\n{lines}\n"
    );
    format!("{BOOK}{TWO_ISSUES}{draft}")
}

fn page(site: &Site, wanted: Option<&str>, sources: &gongbao::source::Memory) -> String {
    match site.proof(wanted, sources).unwrap() {
        Asked::Made(bytes) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn proof(wanted: Option<&str>) -> String {
    let sources = Arc::new(memory(&project()));
    page(&engine(&sources).site(), wanted, &sources)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(page: &str, selector: &str) -> Vec<String> {
    texts_of(page, selector).iter().map(|text| one_line(text)).collect()
}

#[test]
fn the_newest_issue_is_shown_as_its_contents_will_print_with_drafts_marked() {
    let page = proof(None);
    assert_eq!(lines(&page, "h1"), ["2025年第3期"]);
    assert_eq!(lines(&page, ".contents h2"), ["区政府文件", "区政府办文件"]);
    let titles = lines(&page, ".row-line");
    assert_eq!(
        titles,
        ["关于停车管理的通知 约第1页", "关于印发卫生室建设方案的通知 约第3页", "关于值班工作的通知 约第5页",]
    );
    assert_eq!(texts_of(&page, ".row-line a").len(), 2, "a draft that is not published has no page");
    let notes = lines(&page, ".row-notes");
    assert!(
        notes[0].starts_with("草稿 云政发〔2025〕3号 云溪区人民政府 2025年3月1日 780 字 2 页"),
        "{notes:?}"
    );
}

#[test]
fn a_title_in_another_language_says_which() {
    let english = "@ content/2025/03/04.md\n---\ntitle: Notice on Parking\nlanguage: en\n---\nText.\n";
    let sources = Arc::new(memory(&format!("{}{english}", project())));
    let page = page(&engine(&sources).site(), None, &sources);
    assert_eq!(lines(&page, ".row-title span[lang=en]"), ["Notice on Parking"]);
}

#[test]
fn what_is_missing_is_told_beside_the_document_or_the_issue() {
    let page = proof(None);
    let tags = |place: &str| lines(&page, &format!("{place} .tag"));
    assert_eq!(lines(&page, ".page-head .tag"), ["没有日期", "没有总期号"]);
    assert_eq!(tags(".row:nth-child(2)"), ["附件少于附件说明所列"]);
    assert!(lines(&page, ".contents section:nth-of-type(2) .tag").iter().map(String::as_str).eq([
        "没有文号",
        "没有日期",
        "没有发文机关",
        "没有正文"
    ]));
}

#[test]
fn pages_are_counted_on_the_grid_of_twenty_two_lines() {
    let page = proof(None);
    let facts = lines(&page, "table.facts:first-of-type td");
    // 2 pages, 2 with the enclosure that begins one, and 1.
    assert_eq!(facts[1], "5 页", "{facts:?}");
    assert_eq!(facts[2], "4 页", "{facts:?}");
}

#[test]
fn numbers_that_nobody_carries_are_told_and_a_draft_reserves_its_own() {
    let page = proof(None);
    assert_eq!(lines(&page, "section.group table.facts th"), ["云政发〔2025〕"]);
    assert_eq!(lines(&page, "section.group table.facts td"), ["下一号 7；空号 2、4—5"]);
}

#[test]
fn another_issue_is_shown_when_it_is_asked_for_and_its_stated_pages_count() {
    let page = proof(Some("2025/02"));
    assert_eq!(lines(&page, "h1"), ["2025年第2期"]);
    assert_eq!(lines(&page, ".row-line"), ["关于做好校车安全管理工作的通知 第1页"]);
    assert!(lines(&page, "section.group a").contains(&"2025年第3期".to_owned()));
    assert_eq!(
        lines(&proof(Some("1999/1")), "h1"),
        ["2025年第3期"],
        "an issue that is not there is not shown"
    );
}

#[test]
fn a_page_alone_says_where_a_document_begins_and_one_that_needs_clearly_more_room_is_told() {
    let long = "字".repeat(26 * 22 * 5);
    let paged = |first: &str, second: &str| {
        let document = |stem: &str, page: &str, text: &str| {
            format!("@ content/2025/05/{stem}.md\n---\ntitle: 关于甲的通知\npage: {page}\n---\n{text}\n")
        };
        let project = format!("{BOOK}{}{}", document("01", first, &long), document("02", second, "甲"));
        let sources = Arc::new(memory(&project));
        lines(&page(&engine(&sources).site(), None, &sources), ".row:first-child .tag").join(" ")
    };
    assert!(!paged("1", "7").contains("容不下"), "six pages up to the next document are enough");
    assert!(!paged("1-5", "6").contains("容不下"), "a forecast may be wrong by a page");
    assert!(paged("1", "3").contains("第1—2页容不下"));
    assert!(paged("1-2", "9").contains("第1—2页容不下"));
}

#[test]
fn an_issue_of_drafts_alone_is_the_newest_when_its_number_is() {
    let project =
        format!("{}@ content/2025/04/01.md\n---\ntitle: 甲的通知\ndraft: true\n---\n甲\n", project());
    let sources = Arc::new(memory(&project));
    assert_eq!(lines(&page(&engine(&sources).site(), None, &sources), "h1"), ["2025年第4期"]);
}

#[test]
fn an_edit_shows_at_once() {
    let sources = Arc::new(memory(&project()));
    let mut engine = engine(&sources);
    sources.put(
        "content/2025/03/03-office.md",
        "---\ntitle: 关于值班工作的通知\nnumber: 云政办发〔2025〕2号\n---\n甲\n",
    );
    engine.update(&changed(&["content/2025/03/03-office.md"])).unwrap();
    let page = page(&engine.site(), None, &sources);
    assert!(lines(&page, "section.group th").contains(&"云政办发〔2025〕".to_owned()), "{page}");
    assert!(lines(&page, "section.group td").contains(&"下一号 3".to_owned()), "{page}");
}

#[test]
fn an_empty_archive_has_no_issue_in_progress_and_no_build_has_the_page() {
    let sources = Arc::new(memory(BOOK));
    assert!(matches!(engine(&sources).site().proof(None, &*sources).unwrap(), Asked::NotThere));
    assert!(built(&project()).site.keys().all(|path| !path.contains("_preview")));
}
