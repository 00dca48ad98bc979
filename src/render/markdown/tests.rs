//! The HTML of texts.

use super::*;
use crate::pages::context::TextCitation;
use crate::parse::body::Prepared;

fn rendered(text: &str, links: &[Option<String>]) -> String {
    let words = Words::default();
    let prepared = Prepared::new(text);
    let context = TextContext { links: links.to_vec(), ..TextContext::default() };
    html(prepared.body(), &HtmlOptions { context: &context, words: &words })
}

/// A text that shares its page with others.
fn rendered_among_others(text: &str, links: &[Option<String>]) -> String {
    let words = Words::default();
    let context = TextContext { id_prefix: "d2__".into(), links: links.to_vec(), ..TextContext::default() };
    html(Prepared::new(text).body(), &HtmlOptions { context: &context, words: &words })
}

/// A text in which some words name a document: each is looked for in the text's first block.
fn with_citations(text: &str, block: &str, cited: &[(&str, Option<&str>)]) -> String {
    let words = Words::default();
    let prepared = Prepared::new(text);
    let citations: Vec<TextCitation> = cited
        .iter()
        .map(|(cited, url)| {
            let start = u32::try_from(block.find(cited).unwrap()).unwrap();
            TextCitation {
                block: 0,
                start,
                end: start + u32::try_from(cited.len()).unwrap(),
                forced: cited.starts_with("[["),
                url: url.map(str::to_owned),
            }
        })
        .collect();
    let context = TextContext { citations, ..TextContext::default() };
    html(prepared.body(), &HtmlOptions { context: &context, words: &words })
}

#[test]
fn a_citation_is_one_link() {
    let text = "见《甲\n办法》（**云政发**〔2018〕8号）。";
    assert_eq!(
        with_citations(
            text,
            "见《甲办法》（云政发〔2018〕8号）。",
            &[("《甲办法》（云政发〔2018〕8号）", Some("a.html"))]
        ),
        "<p id=\"p_1\">见<a class=\"citation\" href=\"a.html\">《甲办法》（<strong>云政发</strong>〔2018〕8号）</a>。</p>\n"
    );
    let raw = with_citations("见《甲办法》<b>乙</b>", "见《甲办法》", &[("《甲办法》", Some("../a.html"))]);
    assert_eq!(raw, "<p id=\"p_1\">见<a class=\"citation\" href=\"../a.html\">《甲办法》</a><b>乙</b></p>\n");
}

#[test]
fn a_citation_that_markup_cuts_stays_well_formed() {
    let url = Some("a.html");
    assert_eq!(
        with_citations("**见《甲**办法》", "见《甲办法》", &[("《甲办法》", url)]),
        "<p id=\"p_1\"><strong>见<a class=\"citation\" href=\"a.html\">《甲</a></strong><a class=\"citation\" href=\"a.html\">办法》</a></p>\n"
    );
    let paged = with_citations("见《甲<!-- p3 -->办法》", "见《甲办法》", &[("《甲办法》", url)]);
    assert_eq!(paged.matches("<a ").count(), paged.matches("</a>").count());
    assert!(!paged.contains("《甲<a"), "{paged}");
}

#[test]
fn the_brackets_of_a_forced_citation_do_not_show() {
    let block = "见[[云政发〔2018〕8号]]。";
    assert_eq!(
        with_citations(block, block, &[("[[云政发〔2018〕8号]]", Some("a.html"))]),
        "<p id=\"p_1\">见<a class=\"citation\" href=\"a.html\">云政发〔2018〕8号</a>。</p>\n"
    );
    assert_eq!(
        with_citations(block, block, &[("[[云政发〔2018〕8号]]", None)]),
        "<p id=\"p_1\">见云政发〔2018〕8号。</p>\n"
    );
}

#[test]
fn paragraphs_items_and_tables_carry_their_ids() {
    assert_eq!(
        rendered("甲。\n\n- 乙\n", &[]),
        "<p id=\"p_1\">甲。</p>\n<ul>\n<li id=\"p_2\">乙</li>\n</ul>\n"
    );
    assert!(rendered("|甲|\n|-:|\n|1|\n", &[]).starts_with(
        "<div class=\"table\" id=\"tbl_1\" tabindex=\"0\"><table><thead><tr><th class=\"right\">"
    ));
}

#[test]
fn an_enclosure_is_a_section_with_its_headings_one_level_down() {
    assert_eq!(
        rendered("# 方案\n\n## 一、目标\n", &[]),
        "<section class=\"enclosure\" id=\"enc_1\">\n<h2 class=\"enclosure-title\">方案</h2>\n<h3 id=\"enc_1__sec_1\">一、目标</h3>\n</section>\n"
    );
}

#[test]
fn links_lead_to_pages() {
    let links = [Some("../09/03.html#sec_2".to_owned())];
    assert!(rendered("[甲](../09/03.md#sec_2)", &links).contains("<a href=\"../09/03.html#sec_2\">甲</a>"));
    assert!(
        rendered("[甲](../09/03.md#sec_2)<b>乙</b>", &links)
            .contains("<a href=\"../09/03.html#sec_2\">甲</a><b>乙</b>")
    );
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_mention() {
    let out = rendered("甲[^乙]丙[^丁]。\n\n[^丁]: 二\n[^乙]: 一\n", &[]);
    let first = out.find("<li id=\"fn_1\">\n<p>一").expect("the first mentioned comes first");
    assert!(first < out.find("<li id=\"fn_2\">\n<p>二").unwrap());
    assert!(out.contains("<sup class=\"footnote\" id=\"fnref_1\"><a href=\"#fn_1\">1</a></sup>"));
}

#[test]
fn a_text_among_others_has_its_own_prefix_before_every_id() {
    let text =
        "甲[^1]。<!-- p12 -->\n\n# 方案\n\n## 一、目标\n\n- 乙\n\n|a|\n|-|\n|1|\n\n[下](#x)\n\n[^1]: 注\n";
    let links = [Some("#d2__x".to_owned())];
    let with_html = format!("{text}\n<table id=\"t\"><tr><th id=\"h\"><td headers=\"h\"></table>\n");
    for out in [rendered_among_others(text, &links), rendered_among_others(&with_html, &links)] {
        for name in [" id=\"", " href=\"#", " headers=\""] {
            for (at, _) in out.match_indices(name) {
                let value = &out[at + name.len()..];
                assert!(value.starts_with("d2__") && !value.starts_with("d2__d2__"), "{value}");
            }
        }
        assert_eq!(out.matches(" id=\"d2__").count(), if out.contains("d2__t\"") { 11 } else { 9 }, "{out}");
    }
}

#[test]
fn attributes_on_headings_cannot_run() {
    assert_eq!(rendered("## 甲 {#x onclick=\"alert(1)\" .y}", &[]), "<h2 id=\"x\">甲</h2>\n");
}

#[test]
fn every_table_has_one_frame() {
    let out = rendered(
        "<table><tr><td>甲</td></tr></table>\n\n|乙|\n|-|\n|1|\n\n<table><tr><td><table></table></td></tr></table>\n",
        &[],
    );
    assert_eq!(out.matches("<div class=\"table\"").count(), 3, "{out}");
    assert_eq!(out.matches("</div>").count(), 3);
}

#[test]
fn raw_html_is_made_safe_and_markdown_around_it_is_kept() {
    let out = rendered("甲。\n\n<table onclick=\"x()\"><tr><td rowspan=\"2\">乙</td></tr></table>\n", &[]);
    assert!(out.contains("<p id=\"p_1\">甲。</p>") && out.contains("<td rowspan=\"2\">乙</td>"));
    assert_eq!(out.matches("<div class=\"table\"").count(), 1, "{out}");
    assert!(!out.contains("onclick"));
}
