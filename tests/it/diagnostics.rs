//! Every mistake of every file in one run, each with its place; one mistake gives one message.

use crate::support::{BOOK, build_memory, built, check, memory};

#[test]
fn yaml_that_does_not_parse() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: [云政发\ndate: 2018-10-08\n---\n",
        "content/2018/10/01.md:4:5: error[front-matter-syntax]: the front matter cannot be read as YAML: a list that begins with `[` does not end",
    );
}

#[test]
fn an_unknown_key_and_a_doubled_one() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\ndepartement: 乙\n---\n@ content/2018/10/02.md\n---\ntitle: 甲\n标题: 乙\n---\n",
        "content/2018/10/01.md:3:1: error[unknown-key]: no key is called `departement`
content/2018/10/02.md:3:1: error[doubled-key]: `title` and `标题` are one key in two languages",
    );
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let built = built("@ content/2018/10/01.md\n---\ntitle: 甲\ndepartement: 乙\n---\n");
    let help = built.outcome.found.iter().next().unwrap().help.clone();
    assert_eq!(help.unwrap().to_string(), "the nearest key is `department`");
}

#[test]
fn a_missing_title() {
    check(
        "@ content/2018/10/01.md\n---\nnumber: 云政发〔2018〕8号\n---\n@ content/2018/10/02.md\n---\n---\ntext\n",
        "content/2018/10/01.md:2:1: error[missing-title]: this document has no title
content/2018/10/02.md:2:1: error[missing-title]: this document has no title",
    );
}

#[test]
fn a_missing_title_hides_nothing_else_of_its_file() {
    check(
        "@ content/2018/10/01.md\n---\ntitel: 甲\ndate: 2018-09-31\n---\n@ content/departments/a.md\n---\nestablished: 2018-13-01\n---\n",
        "content/2018/10/01.md:2:1: error[unknown-key]: no key is called `titel`
content/2018/10/01.md:3:7: error[impossible-date]: `2018-09-31` is no date: September 2018 has 30 days
content/departments/a.md:2:1: error[missing-title]: this department has no name
content/departments/a.md:2:14: error[impossible-date]: `2018-13-01` is no date: a year has 12 months, none is number 13",
    );
}

#[test]
fn a_date_that_the_calendar_lacks() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\ndate: 2018-09-31\n---\n",
        "content/2018/10/01.md:3:7: error[impossible-date]: `2018-09-31` is no date: September 2018 has 30 days",
    );
}

#[test]
fn text_that_is_not_utf8() {
    let sources = memory(BOOK);
    sources.put("content/2018/10/01.md", b"---\ntitle: \xd4\xc6\xcf\xaa\n---\n".to_vec());
    assert_eq!(
        build_memory(&sources).printed,
        [
            "content/2018/10/01.md:2:8: error[not-utf8]: this file is not UTF-8 (byte 12 of the file, on line 2)"
        ]
    );
}

#[test]
fn the_same_number_twice() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\n---\n@ content/2018/11/01.md\n---\ntitle: 乙\nnumber: 云政发[2018]08号\n---\n",
        "content/2018/11/01.md:3:9: warning[number-twice]: `云政发[2018]08号` is also the number of content/2018/10/01.md",
    );
}

#[test]
fn a_second_printing_between_two_originals_hides_nothing() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\n---\n@ content/2018/11/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\nreprint_of: ../10/01.md\n---\n@ content/2018/12/01.md\n---\ntitle: 丙\nnumber: 云政发〔2018〕8号\n---\n",
    );
    assert_eq!(built.printed.len(), 1, "{:?}", built.printed);
}

#[test]
fn a_second_printing_may_carry_the_number_again() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\n---\n@ content/2018/11/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\nreprint_of: ../10/01.md\n---\n",
        "",
    );
}

#[test]
fn two_files_at_one_address() {
    check(
        "@ content/2018/10/校车.md\n---\ntitle: 甲\n---\n@ content/2018/10/xiao-che.md\n---\ntitle: 乙\n---\n",
        "content/2018/10/校车.md: error[address-taken]: this file and content/2018/10/xiao-che.md would both be published as 2018/10/xiao-che.html",
    );
}

#[test]
fn an_alias_may_not_take_the_address_of_a_page() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\naliases: [Index.html]\n---\n",
        "content/2018/10/01.md:3:11: error[address-taken]: the alias `Index.html` has the address of a page of the archive's own",
    );
}

#[test]
fn a_department_misspelt_next_to_a_known_one() {
    check(
        "@ content/departments/jyj.md\n---\ntitle: 云溪区教育局\n---\n@ content/2018/10/01.md\n---\ntitle: 甲\ndepartment: 云溪区教玉局\n---\n",
        "content/2018/10/01.md:3:13: warning[department-spelling]: `云溪区教玉局` is one character away from `云溪区教育局`",
    );
}

#[test]
fn dead_links_and_anchors() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n[无](02.md) [有](03.md#sec_2) [自](#sec_9)\n\n## 一、目标\n@ content/2018/10/03.md\n---\ntitle: 乙\n---\n## 一、目标\n",
        "content/2018/10/01.md:4:5: error[dead-link]: `02.md` leads to no file
content/2018/10/01.md:4:16: error[dead-anchor]: `03.md#sec_2` leads to a place that its target does not have
content/2018/10/01.md:4:33: error[dead-anchor]: `#sec_9` leads to a place that its target does not have",
    );
}

#[test]
fn links_in_raw_html_are_checked_too() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n<table><tr><td><a href=\"02.md\">乙</a></td></tr></table>\n",
        "content/2018/10/01.md:4:25: error[dead-link]: `02.md` leads to no file",
    );
}

#[test]
fn a_link_to_a_draft_says_so() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n[乙](02.md)\n@ content/2018/10/02.md\n---\ntitle: 乙\ndraft: true\n---\n",
    );
    let help = built.outcome.found.iter().next().unwrap().help.clone();
    assert_eq!(help.unwrap().to_string(), "that document is a draft and is not published");
}

#[test]
fn a_missing_attachment_and_facsimile() {
    check(
        "@ content/2018/10/issue.md\n---\npdf: scan.pdf\n---\n@ content/2018/10/01.md\n---\ntitle: 甲\nattachments: [{ title: 表, file: table.xlsx }]\n---\n",
        "content/2018/10/01.md:3:33: error[missing-file]: the attachment `table.xlsx` is not there
content/2018/10/issue.md:2:6: error[missing-file]: the facsimile `scan.pdf` is not there",
    );
}

#[test]
fn printed_pages_that_overlap_or_run_backwards() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\npage: 1-8\n---\n@ content/2018/10/02.md\n---\ntitle: 乙\npage: 5\n---\n@ content/2018/10/03.md\n---\ntitle: 丙\npage: 12-9\n---\n",
        "content/2018/10/02.md:3:7: warning[pages-overlap]: pages 5 overlap with pages 1–8 of content/2018/10/01.md
content/2018/10/03.md:3:7: error[pages-backwards]: `12-9` is no printed page: page 9 comes before page 12",
    );
}

#[test]
fn documents_may_meet_on_a_page() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\npage: 1-8\n---\n@ content/2018/10/02.md\n---\ntitle: 乙\npage: 8-9\n---\n",
        "",
    );
}

#[test]
fn a_year_that_the_number_contradicts() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2013〕8号\ndate: 2018-10-08\n---\n",
        "content/2018/10/01.md:3:9: warning[number-year]: the number is of 2013, the date of 2018",
    );
}

#[test]
fn a_front_matter_that_is_never_closed_or_never_opened() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n\n正文\n@ content/2018/10/02.md\n正文\n",
        "content/2018/10/01.md:1:1: error[front-matter-unclosed]: the front matter that begins here is never closed
content/2018/10/02.md: error[front-matter-missing]: this document has no front matter",
    );
}

#[test]
fn a_key_of_book_toml_that_is_wrong() {
    check(
        "@ book.toml\n[book]\ntitle = \"甲\"\nlanguag = \"en\"\n[build]\ndrafts = \"maybe\"\n",
        "book.toml:3:1: error[unknown-key]: [book] has no key `languag`
book.toml:5:10: error[wrong-value]: `drafts` in [build] is to be true or false",
    );
}

#[test]
fn what_would_run_or_be_fetched_is_refused() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n[甲](javascript:alert) ![乙](https://example.org/x.png)\n",
        "content/2018/10/01.md:4:5: error[unsafe-link]: `javascript:alert` does not lead to a page
content/2018/10/01.md:4:28: error[remote-resource]: the picture `https://example.org/x.png` would be fetched from elsewhere",
    );
}

#[test]
fn a_link_to_a_file_that_is_itself_wrong_is_no_second_message() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n[乙](02.md)\n@ content/2018/10/02.md\n---\ntitel: 乙\n---\n",
        "content/2018/10/02.md:2:1: error[unknown-key]: no key is called `titel`",
    );
}

#[test]
fn a_text_with_a_secrecy_mark_is_refused_until_it_was_declassified() {
    check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n机密★10年\n\n正文。\n",
        "content/2018/10/01.md:4:1: error[marked-secret]: this document is marked secret",
    );
    check("@ content/2018/10/01.md\n---\ntitle: 甲\n解密日期: 2010-01-01\n---\n机密★10年\n\n正文。\n", "");
}

#[test]
fn a_warning_can_be_made_an_error() {
    let project = "@ book.toml\n[book]\ntitle = \"甲\"\n[check]\nerrors = [\"number-year\"]\n@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2013〕8号\ndate: 2018-10-08\n---\n";
    check(project, "content/2018/10/01.md:3:9: error[number-year]: the number is of 2013, the date of 2018");
    assert!(built(project).site.is_empty(), "nothing is built");
    check(
        "@ book.toml\n[book]\ntitle = \"甲\"\n[check]\nerrors = [\"number-yaer\"]\n",
        "book.toml:4:11: error[wrong-value]: no warning is called `number-yaer`",
    );
}

#[test]
fn a_document_that_cannot_be_read_leaves_no_gap_in_its_register() {
    let archive = |second: &str| {
        let book =
            "@ book.toml\n[book]\ntitle = \"甲\"\n[[series]]\nprefix = \"云政发\"\ncoverage = \"complete\"\n";
        let document = |name: u8, title: &str| {
            format!(
                "@ content/2018/10/0{name}.md\n---\n{title}: 甲{name}\nnumber: 云政发〔2018〕{name}号\n---\n"
            )
        };
        format!("{book}{}{second}{}", document(1, "title"), document(3, "title"))
    };
    check(
        &archive("@ content/2018/10/02.md\n---\ntitel: 乙\nnumber: 云政发〔2018〕2号\n---\n"),
        "content/2018/10/02.md:2:1: error[unknown-key]: no key is called `titel`",
    );
    check(
        &archive(""),
        "book.toml:4:10: warning[number-gap]: the register `云政发` of 2018 lacks 2, and it is declared complete",
    );
}

#[test]
fn a_warning_can_be_silenced() {
    check(
        "@ book.toml\n[book]\ntitle = \"甲\"\n[check]\nsilence = [\"number-year\"]\n@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2013〕8号\ndate: 2018-10-08\n---\n",
        "",
    );
}

#[test]
fn nothing_is_rendered_when_something_is_wrong() {
    let built = built("@ content/2018/10/01.md\n---\ntitle: 甲\n---\n@ content/2018/10/02.md\n---\n---\n");
    assert!(built.site.is_empty());
}

#[test]
fn markdown_in_a_wrong_place_is_pointed_out() {
    check(
        "@ content/readme.md\ntext\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
        "content/readme.md: warning[misplaced-file]: no document, department or page is expected here, so this file is left out",
    );
}

#[test]
fn a_theme_that_is_wrong_is_told_with_its_place() {
    check(
        "@ book.toml\n[book]\ntitle = \"甲\"\n[build]\ntheme = \"own\"\n@ themes/own/templates/404.html\n<p>\n{{ page.titel }}</p>\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
        "themes/own/templates/404.html:2:9: error[template-error]: field `titel` is not defined",
    );
}
