//! Numbers and titles in the text: what a reader of the built site meets.

use crate::support::{built, texts_of};

const TWO: &str = "
@ content/2018/10/01-rules.md
---
title: 云溪区校车管理办法
number: 云政发〔2018〕8号
date: 2018-10-08
---
第一条 为了安全，制定本办法。

本办法自2018年11月1日起施行，有效期5年。
@ content/2019/02/03-repeal.md
---
title: 关于调整校车管理的通知
number: 云政发〔2019〕3号
date: 2019-02-01
repeals: 云政发〔2018〕8号
---
按照《国家某条例》要求，现就校车管理通知如下。

《云溪区校车管理办法》（云政发[2018]08号）同时废止。
";

#[test]
fn a_title_with_its_number_becomes_one_link() {
    let page = built(TWO).page("2019/02/03-repeal.html");
    let link = "<a class=\"citation\" href=\"../../2018/10/01-rules.html\">《云溪区校车管理办法》（云政发[2018]08号）</a>";
    assert_eq!(page.matches(link).count(), 1, "{page}");
    assert!(!page.contains(">《国家某条例》</a>"), "what is not held is no link");
}

#[test]
fn the_cited_document_shows_by_whom_with_the_sentence_and_the_paragraph() {
    let page = built(TWO).page("2018/10/01-rules.html");
    assert!(page.contains("id=\"cited-by\""));
    assert!(page.contains("../../2019/02/03-repeal.html#p_2"), "{page}");
    assert!(page.contains("<b>《云溪区校车管理办法》（云政发[2018]08号）</b>同时废止。"));
}

#[test]
fn a_repealed_document_says_so_and_states_its_days() {
    let page = built(TWO).page("2018/10/01-rules.html");
    assert!(page.contains("本文件已被废止："));
    assert!(page.contains("data-until=\"2023-10-31\"") && page.contains("data-repealed=\"2019-02-01\""));
    assert!(page.contains("有效期5年。"), "a day that is read off the text shows its sentence");
}

#[test]
fn what_nobody_cites_and_what_cites_nothing_has_no_boxes() {
    let page = built("@ content/2018/10/01.md\n---\ntitle: 甲\n---\n正文。\n").page("2018/10/01.html");
    assert!(!page.contains("class=\"citations\"") && !page.contains("status.js"));
}

#[test]
fn a_number_has_an_address_that_does_not_depend_on_its_issue() {
    let site = built(TWO);
    let stub =
        site.site.keys().find(|path| path.starts_with("n/") && path.ends_with("/2018-8.html")).unwrap();
    assert!(site.page(stub).contains("url=../../2018/10/01-rules.html"));
    let moved = built(&TWO.replace("content/2018/10/", "content/2020/1/"));
    assert!(moved.page(stub).contains("url=../../2020/1/01-rules.html"));
}

#[test]
fn a_slug_of_book_toml_names_the_addresses_of_its_register() {
    let book = "@ book.toml\n[book]\ntitle = \"公报\"\n[[series]]\nprefix = \"云政发\"\nslug = \"yzf\"\naliases = [\"云溪政发\"]\n";
    let site = built(&format!("{book}{TWO}"));
    assert!(site.site.contains_key("n/yzf/2018-8.html"));
    assert!(site.page("n/registers.js").contains("[\"云溪政发\",\"yzf\"]"));
    assert_eq!(site.page("n/yzf/held.js"), "gongbaoNumbers.held([\"yzf\",[\"2018-8\",\"2019-3\"]]);\n");
}

#[test]
fn what_is_cited_and_not_held_is_listed_with_who_cites_it() {
    let page = built(TWO).page("numbers/wanted.html");
    assert!(page.contains("《国家某条例》") && page.contains("../2019/02/03-repeal.html#p_1"), "{page}");
}

#[test]
fn what_expires_is_listed_by_its_last_day() {
    let site = built(TWO);
    let page = site.page("validity/index.html");
    assert!(page.contains("2023-10-31") && page.contains("../2018/10/01-rules.html"));
    assert_eq!(site.outcome.expiring()[0].last_day.to_string(), "2023-10-31");
}

#[test]
fn a_forced_citation_that_misses_has_its_place() {
    crate::support::check(
        "@ content/2018/10/01.md\n---\ntitle: 甲\n---\n见[[云政发〔2018〕9号]]。\n",
        "content/2018/10/01.md:4:2: error[unknown-document]: the archive holds no document `云政发〔2018〕9号`",
    );
}

#[test]
fn a_department_has_a_page_of_what_it_is_charged_with() {
    let site = built(
        "@ content/departments/jyj.md\n---\ntitle: 云溪区教育局\naliases: [区教育局]\n---\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n由区教育局牵头，建设学校。\n",
    );
    let page = site.page("departments/jyj/tasks.html");
    assert!(
        page.contains("由区教育局牵头，建设学校。") && page.contains("../../2018/10/01.html#p_1"),
        "{page}"
    );
    assert!(site.page("departments/jyj.html").contains("jyj/tasks.html"));
}

#[test]
fn what_changes_a_document_stands_on_a_line_by_date() {
    let site = built(TWO);
    let changed = site.page("2018/10/01-rules.html");
    assert_eq!(texts_of(&changed, "svg.timeline-line").len(), 1, "{changed}");
    let (own, other) = (changed.find("本件</span>").unwrap(), changed.find("废止本件</span>").unwrap());
    assert!(own < other, "the earlier comes first");
    let changing = site.page("2019/02/03-repeal.html");
    assert!(changing.find("废止</span>").unwrap() < changing.find("本件</span>").unwrap());
    let alone = built("@ content/2018/10/01.md\n---\ntitle: 甲\n---\n正文。\n").page("2018/10/01.html");
    assert!(!alone.contains("<svg"), "nothing to show is not drawn");
}

#[test]
fn the_page_of_all_years_draws_what_is_held_and_what_complete_registers_lack() {
    let book =
        "@ book.toml\n[book]\ntitle = \"甲公报\"\n[[series]]\nprefix = \"云政发\"\ncoverage = \"complete\"\n";
    let more = "@ content/2019/02/04.md\n---\ntitle: 乙\nnumber: 云政发〔2019〕6号\ndepartment: 云溪区人民政府\ndate: 2019-02-02\n---\n正文。\n";
    let page = built(&format!("{book}{TWO}{more}")).page("issues/index.html");
    assert!(page.contains("共缺 4 个文号"), "1 and 2, 4 and 5: {page}");
    assert_eq!(texts_of(&page, "svg .missing").len(), 1);
    assert!(page.contains("缺 4 个文号</title>"), "{page}");
    let rows = texts_of(&page, "table.register tbody tr");
    assert!(rows.contains(&"201924".to_owned()), "2019 holds 2 and lacks 4: {rows:?}");
    let unknown = built(TWO).page("issues/index.html");
    assert!(texts_of(&unknown, "svg .missing").is_empty(), "what a register may lack is not known");
}

#[test]
fn a_department_shows_where_else_it_is_named_by_any_of_its_names() {
    let site = built(
        "
@ content/departments/nyj.md
---
title: 云溪区农业农村局
aliases: [区农业农村局]
former: [{ name: 云溪区农业局, until: 2018-12-31 }]
---
@ content/2018/10/01-plan.md
---
title: 关于某事的方案
department: 云溪区人民政府
date: 2018-10-08
---
请云溪区农业局会同有关部门办理。

市农业农村局另行通知。

- 区农业农村局负责统计。

（牵头单位：区农业农村局）
@ content/2018/10/02-own.md
---
title: 关于统计的通知
department: 云溪区农业农村局
---
区农业农村局设咨询电话。
",
    );
    let page = site.page("departments/nyj/named.html");
    let places: Vec<&str> = page.matches("../../2018/10/01-plan.html#p_").collect();
    assert_eq!(places.len(), 2, "neither another's office nor what charges it: {page}");
    assert!(page.contains("<a href=\"../../2018/10/01-plan.html#p_1\">请云溪区农业局</a>"), "{page}");
    assert!(!page.contains("02-own.html"), "its own documents are on its page already");
    assert!(site.page("departments/nyj.html").contains("href=\"nyj/named.html\""));
}

#[test]
fn pages_that_are_no_documents_cite_too_and_are_told_apart() {
    let pages = "
@ content/2018/10/issue.md
---
date: 2018-10-31
---
本期刊登《云溪区校车管理办法》。
@ content/pages/guide.md
---
title: 怎样查阅
---
以[[云政发〔2018〕8号]]为例，另见《云溪区未收录办法》。
@ content/departments/jyj.md
---
title: 云溪区教育局
---
负责执行云政发〔2018〕8号。
";
    let site = built(&format!("{TWO}{pages}"));
    let cited = site.page("2018/10/01-rules.html");
    for (page, origin) in [
        ("index.html#p_1", "期次页"),
        ("../../pages/guide.html#p_1", "本站说明页"),
        ("../../departments/jyj.html#p_1", "机关页"),
    ] {
        assert!(cited.contains(&format!("href=\"{page}\"")) && cited.contains(origin), "{page}: {cited}");
    }
    let link = "<a class=\"citation\" href=\"../2018/10/01-rules.html\">云政发〔2018〕8号</a>";
    assert!(site.page("pages/guide.html").contains(link) && site.page("departments/jyj.html").contains(link));
    assert!(site.page("2018/10/index.html").contains("<a class=\"citation\" href=\"01-rules.html\">"));
    assert!(!site.page("numbers/wanted.html").contains("未收录"), "only documents want others");
}

#[test]
fn a_second_printing_links_what_it_cites_and_counts_once() {
    let again = "
@ content/2020/01/01-again.md
---
title: 关于调整校车管理的通知
number: 云政发〔2019〕3号
reprint_of: 云政发〔2019〕3号
---
《云溪区校车管理办法》（云政发〔2018〕8号）同时废止。
";
    let site = built(&format!("{TWO}{again}"));
    assert!(
        site.page("2020/01/01-again.html")
            .contains("class=\"citation\" href=\"../../2018/10/01-rules.html\"")
    );
    let cited = site.page("2018/10/01-rules.html");
    assert!(cited.contains("2019/02/03-repeal.html") && !cited.contains("2020/01/01-again.html"), "{cited}");
}
