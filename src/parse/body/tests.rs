//! What stands in a text, and under which ids.

use super::address::is_harmless;
use super::*;

fn with_body<T>(text: &str, look: impl Fn(&Body<'_>) -> T) -> T {
    look(&Prepared::new(text).body_with_passages(&NumberKinds::default()))
}

fn anchors(text: &str) -> String {
    with_body(text, |body| body.anchors.join(" "))
}

#[test]
fn ids_follow_the_printed_numbering() {
    assert_eq!(
        anchors("开头。\n\n## 一、目标\n\n甲。\n\n### （一）任务\n\n乙。\n\n丙。\n\n## 二、保障\n"),
        "p_1 sec_1 sec_1__p_1 sec_1__subsec_1 sec_1__subsec_1__p_1 sec_1__subsec_1__p_2 sec_2"
    );
    assert_eq!(anchors("## 第二章 总则\n\n### 第一节 目的\n"), "chp_2 chp_2__sec_1");
}

#[test]
fn an_enclosure_gives_its_id_to_all_below_it() {
    assert_eq!(
        anchors("通知。\n\n# 实施方案\n\n## 一、目标\n\n# 附件2 任务表\n\n## 一、目标\n"),
        "p_1 enc_1 enc_1__sec_1 att_2 att_2__sec_1"
    );
}

#[test]
fn articles_count_through_the_whole_text() {
    assert_eq!(
        anchors("## 第一章 总则\n\n第一条 甲。\n\n第二款。\n\n## 第二章 分则\n\n第二条 乙。\n"),
        "chp_1 art_1 art_1__p_2 chp_2 art_2"
    );
}

#[test]
fn the_same_heading_twice_has_two_ids_and_a_written_id_wins() {
    assert_eq!(anchors("## 总则\n\n## 总则\n\n## 联系方式 {#contact}\n"), "zong-ze zong-ze-2 contact");
}

#[test]
fn list_items_and_tables_can_be_led_to() {
    assert_eq!(anchors("- 甲\n- 乙\n\n  丙\n\n|a|b|\n|-|-|\n|1|2|\n"), "p_1 p_2 p_3 tbl_1");
}

#[test]
fn a_line_break_between_han_characters_leaves_nothing() {
    let text = |source: &str| {
        with_body(source, |body| {
            let mut out = String::new();
            for piece in &body.pieces {
                match piece {
                    Piece::Event(Event::Text(words)) => out.push_str(words),
                    Piece::Event(Event::SoftBreak) => out.push(' '),
                    _ => {}
                }
            }
            out
        })
    };
    assert_eq!(text("各镇人民政府，\n区政府各部门"), "各镇人民政府，区政府各部门");
    assert_eq!(text("各镇**人民**\n**政府**"), "各镇人民政府");
    assert_eq!(text("the words\nof a line"), "the words of a line");
    assert_eq!(text("국민\n여러분"), "국민 여러분");
    assert_eq!(text("使用 Word\n编辑"), "使用 Word 编辑");
}

#[test]
fn printed_pages_are_marked_between_and_within_paragraphs() {
    let pages =
        with_body("甲。\n\n<!-- p12 -->\n\n乙<!-- p13 -->丙。\n", |body| body.printed_pages.clone());
    assert_eq!(pages, [12, 13]);
    with_body("<!-- p12 -->\n\n<!-- a note -->\n", |body| assert!(!body.has_raw_html));
}

#[test]
fn links_are_sorted_into_those_within_those_outside_and_those_refused() {
    let text = "[甲](../09/03.md#sec_2) [乙](https://example.org/) [丙](javascript:alert(1)) ![丁](https://example.org/x.png)";
    with_body(text, |body| {
        assert_eq!(body.links.len(), 1);
        assert_eq!(&text[body.links[0].span.range()], "../09/03.md#sec_2");
        assert_eq!(body.refused.len(), 2);
    });
    assert!(!is_local("java\nscript:alert(1)") && !is_harmless("java\nscript:alert(1)"));
}

/// The sentences that may name documents, each with its anchor.
fn passages(text: &str) -> Vec<(String, String)> {
    with_body(text, |body| {
        let packed = body.passages.packed(body.anchors.len(), &body.footnotes, 0);
        let anchor = |number: usize| match body.anchors.get(number) {
            Some(anchor) => anchor.to_string(),
            None => format!("fn_{}", number + 1 - body.anchors.len()),
        };
        packed.iter().map(|p| (p.anchor.map(anchor).unwrap_or_default(), p.text.to_owned())).collect()
    })
}

#[test]
fn documents_are_looked_for_in_all_running_text() {
    let text = "甲《乙》。丙。\n\n## 二、《丁》\n\n- 《戊》\n  - 《己》\n\n|a|b|\n|-|-|\n|庚|《辛》|\n\n壬[^1]\n\n[^1]: 《癸》\n";
    let found = passages(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, t)| (a.as_str(), t.as_str())).collect();
    assert_eq!(
        found,
        [
            ("p_1", "甲《乙》。"),
            ("sec_2", "二、《丁》"),
            ("sec_2__p_1", "《戊》"),
            ("sec_2__p_2", "《己》"),
            ("sec_2__tbl_1", "庚 · 《辛》"),
            ("fn_1", "《癸》"),
        ]
    );
}

#[test]
fn documents_are_not_looked_for_in_code_links_and_raw_html() {
    for text in [
        "`《甲》`",
        "[《甲》](a.md)",
        "![《甲》](a.png)",
        "    《甲》\n",
        "<div>《甲》</div>\n",
        "<a href=\"a.md\">《甲》</a>",
    ] {
        assert!(passages(text).is_empty(), "{text}");
    }
    assert_eq!(passages("《甲`x`乙》")[0].1, "《甲\u{fffc}乙》");
}

#[test]
fn sentences_and_rows_that_charge_departments_are_kept() {
    let charges = |text: &str| {
        with_body(text, |body| {
            body.passages.charges.iter().map(|(_, text)| text.to_string()).collect::<Vec<_>>()
        })
    };
    assert_eq!(charges("甲。由乙局牵头，丙局配合。丁。"), ["由乙局牵头，丙局配合。"]);
    let table = "|任务|责任单位|\n|-|-|\n|建校|甲局|\n\n|任务|时间|\n|-|-|\n|建校|十月|\n";
    assert_eq!(charges(table), ["任务：建校；责任单位：甲局"]);
    assert_eq!(
        charges(
            "<table><tr><th>任务</th><th>牵头单位</th></tr><tr><td>建校</td><td>甲局</td></tr></table>\n"
        ),
        ["任务：建校；牵头单位：甲局"]
    );
}

#[test]
fn a_wrapped_line_does_not_cut_what_names_a_document() {
    assert_eq!(passages("见《甲\n乙》")[0].1, "见《甲乙》");
    assert_eq!(passages("见云政发〔2018〕\n8号")[0].1, "见云政发〔2018〕\n8号");
}

#[test]
fn the_place_of_a_forced_citation_is_that_in_the_text() {
    let text = "**注意：**请看\n[[云政发〔2018〕8号]]。";
    with_body(text, |body| {
        assert_eq!(&text[body.passages.forced[0].clone()], "[[云政发〔2018〕8号]]");
    });
}

#[test]
fn places_are_those_of_the_text_before_marks() {
    let text = "**注意：**请看[甲](a.md)";
    with_body(text, |body| assert_eq!(&text[body.links[0].span.range()], "a.md"));
}
