//! The content format, version 1, as readers see it.

use crate::support::{built, texts_of};

fn page(document: &str) -> String {
    built(&format!("@ content/2018/10/01.md\n{document}")).page("2018/10/01.html")
}

#[test]
fn keys_in_either_language_mean_the_same() {
    let english = page(
        "---\ntitle: 甲\nnumber: 云政发〔2018〕8号\ndepartment: 云溪区人民政府\ndate: 2018-10-08\nkind: 意见\n---\n",
    );
    let chinese = page(
        "---\n标题: 甲\n文号: 云政发〔2018〕8号\n发文机关: 云溪区人民政府\n成文日期: 2018-10-08\n文种: 意见\n---\n",
    );
    assert_eq!(english, chinese);
}

#[test]
fn a_date_may_be_written_in_every_way() {
    let with = |date: &str| page(&format!("---\ntitle: 甲\ndate: {date}\n---\n"));
    let iso = with("2018-10-08");
    assert!(iso.contains("2018年10月8日") && iso.contains("datetime=\"2018-10-08\""));
    for date in ["2018年10月8日", "二〇一八年十月八日", "2018-10-8", "\"２０１８年１０月８日\""]
    {
        assert_eq!(with(date), iso, "{date}");
    }
}

#[test]
fn the_kind_is_read_off_the_title() {
    assert!(page("---\ntitle: 关于做好校车管理工作的通知\n---\n").contains("kinds/tong-zhi.html"));
    assert!(page("---\ntitle: 校车\nkind: 公告\n---\n").contains("kinds/gong-gao.html"));
}

#[test]
fn a_folder_without_an_issue_file_is_an_issue() {
    assert!(
        built("@ content/2018/10/01.md\n---\ntitle: 甲\n---\n")
            .page("2018/10/index.html")
            .contains("2018年第10期")
    );
}

#[test]
fn an_issue_may_be_a_supplement_with_a_title() {
    let built = built(
        "@ content/2018/zk1/issue.md\n---\n期号: 增刊1\n总期号: 128\n出版日期: 2018-11-03\n---\n@ content/2018/zk1/01.md\n---\ntitle: 甲\n---\n",
    );
    let page = built.page("2018/zk1/index.html");
    assert!(page.contains("增刊1") && page.contains("128"));
}

#[test]
fn documents_stand_in_the_order_of_their_printed_pages() {
    let built = built(
        "@ content/2018/10/a.md\n---\ntitle: 后\npage: 5\n---\n@ content/2018/10/b.md\n---\ntitle: 前\npage: 1-4\n---\n",
    );
    let page = built.page("2018/10/index.html");
    assert!(page.find("前").unwrap() < page.find("后").unwrap());
    assert!(built.page("2018/10/b.html").contains("href=\"a.html\""), "the next document is linked");
}

#[test]
fn parts_stand_in_the_order_that_the_issue_gives() {
    let built = built(
        "@ content/2018/10/issue.md\n---\nparts: [区政府文件, 区政府办文件]\n---\n@ content/2018/10/01.md\n---\ntitle: 甲\npart: 区政府办文件\n---\n@ content/2018/10/02.md\n---\ntitle: 乙\npart: 区政府文件\n---\n",
    );
    let page = built.page("2018/10/index.html");
    assert!(page.find("区政府文件").unwrap() < page.find("区政府办文件").unwrap());
}

#[test]
fn file_names_in_any_script_have_lower_case_ascii_addresses() {
    let built = built(
        "@ content/2018/10/关于校车.md\n---\ntitle: 甲\n---\n![图](图 一.PNG)\n@ content/2018/10/图 一.PNG\nx\n",
    );
    assert!(
        built.site.contains_key("2018/10/guan-yu-xiao-che.html"),
        "{:?} {:?}",
        built.site.keys(),
        built.printed
    );
}

#[test]
fn files_beside_documents_are_copied_along_and_linked() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nattachments: [{ title: 任务分解表, file: 任务表.XLSX }]\n---\n@ content/2018/10/任务表.XLSX\nxy\n",
    );
    assert!(built.site.contains_key("2018/10/ren-wu-biao.xlsx"), "{:?}", built.site.keys());
    let page = built.page("2018/10/01.html");
    assert!(
        page.contains("href=\"ren-wu-biao.xlsx\"") && page.contains("任务分解表") && page.contains("XLSX")
    );
}

#[test]
fn an_alias_leaves_a_stub_that_leads_on() {
    let stub = built("@ content/2018/10/01.md\n---\ntitle: 甲\naliases: [2018/10/old-name.html, 旧/]\n---\n");
    assert!(stub.page("2018/10/old-name.html").contains("01.html"));
    assert!(stub.page("旧/index.html").contains("../2018/10/01.html"));
}

#[test]
fn a_withdrawn_document_leaves_its_number_title_date_and_reason() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲的通报\nnumber: 云政发〔2018〕8号\nwithdrawn: { date: 2020-01-01, reason: 涉及个人信息 }\nattachments: [{ file: list.csv }]\n---\n不可见的话。\n\n![图](photo.png)\n@ content/2018/10/list.csv\nx\n@ content/2018/10/photo.png\nx\n",
    );
    let page = built.page("2018/10/01.html");
    for shown in ["甲的通报", "云政发〔2018〕8号", "2020年1月1日", "涉及个人信息"] {
        assert!(page.contains(shown), "{shown}");
    }
    for (path, bytes) in &built.site {
        assert!(!String::from_utf8_lossy(bytes).contains("不可见的话"), "{path}");
        assert!(
            !path.ends_with("list.csv") && !path.ends_with("photo.png"),
            "{path} is held back with the text"
        );
    }
}

#[test]
fn a_joint_document_is_filed_under_each_department() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: [云教发〔2018〕8号, 云财发〔2018〕3号]\ndepartment: [云溪区教育局, 云溪区财政局]\n---\n",
    );
    let page = built.page("2018/10/01.html");
    assert!(page.contains("云教发〔2018〕8号") && page.contains("云财发〔2018〕3号"));
    for department in ["departments/yun-xi-qu-jiao-yu-ju.html", "departments/yun-xi-qu-cai-zheng-ju.html"] {
        assert!(built.page(department).contains("2018/10/01.html"), "{department}");
    }
}

#[test]
fn a_second_printing_and_the_first_name_one_another() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\nnumber: 云政发〔2018〕8号\n---\n@ content/2018/11/07.md\n---\ntitle: 甲\nreprint_of: 云政发〔2018〕8号\n---\n",
    );
    assert!(built.page("2018/11/07.html").contains("../10/01.html"));
    assert!(built.page("2018/10/01.html").contains("../11/07.html"));
}

#[test]
fn drafts_are_published_only_when_asked_for() {
    let draft = "@ content/2018/10/01.md\n---\ntitle: 甲\ndraft: true\n---\n@ content/2018/10/02.md\n---\ntitle: 乙\n---\n";
    assert!(!built(draft).site.contains_key("2018/10/01.html"));
    let asked = format!("@ book.toml\n[book]\ntitle = \"甲\"\n[build]\ndrafts = true\n{draft}");
    assert!(built(&asked).site.contains_key("2018/10/01.html"));
}

#[test]
fn the_files_of_a_draft_are_not_published_either() {
    let built = built(
        "@ content/2018/10/01.md\n---\ntitle: 甲\ndraft: true\nattachments: [{ file: list.csv }]\n---\n![图](photo.png)\n@ content/2018/10/02.md\n---\ntitle: 乙\n---\n@ content/2018/10/list.csv\nx\n@ content/2018/10/photo.png\nx\n@ content/2018/10/other.csv\nx\n",
    );
    let published: Vec<&String> =
        built.site.keys().filter(|path| path.ends_with(".csv") || path.ends_with(".png")).collect();
    assert_eq!(published, ["2018/10/other.csv", "data/catalogue.csv", "data/disclosure.csv"]);
}

#[test]
fn a_number_that_belongs_to_no_register_is_plain_text() {
    let page = page("---\ntitle: Notice\nnumber: Notice 2026/1\n---\n");
    assert!(page.contains("Notice 2026/1") && !page.contains("href=\"\""));
}

#[test]
fn printed_pages_are_marked_and_lead_to_the_facsimile() {
    let built = built(
        "@ content/2018/10/issue.md\n---\npdf: scan.pdf\npage_offset: 4\n---\n@ content/2018/10/scan.pdf\nx\n@ content/2018/10/01.md\n---\ntitle: 甲\npage: 11-13\n---\n首段<!-- p12 -->接下段。\n\n<!-- p13 -->\n\n末段。\n",
    );
    let page = built.page("2018/10/01.html");
    assert!(page.contains("id=\"p12\" href=\"scan.pdf#page=16\""), "{page}");
    assert!(page.contains("id=\"p13\" href=\"scan.pdf#page=17\""));
    assert!(page.contains("scan.pdf#page=15"), "the document opens the facsimile at its first page");
}

#[test]
fn emphasis_and_line_breaks_are_as_chinese_readers_expect() {
    let page = page("---\ntitle: 甲\n---\n**注意：**请各单位\n按时报送。\n");
    assert!(page.contains("<strong>注意：</strong>请各单位按时报送。"), "{page}");
}

#[test]
fn the_title_is_the_only_first_level_heading() {
    let page = page("---\ntitle: 甲\n---\n## 一、目标\n\n# 实施方案\n\n## 一、任务\n");
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(
        page.contains("id=\"sec_1\"")
            && page.contains("id=\"enc_1\"")
            && page.contains("id=\"enc_1__sec_1\"")
    );
}

#[test]
fn raw_html_is_kept_where_it_is_harmless() {
    let page = page(
        "---\ntitle: 甲\n---\n<table><tr><td rowspan=\"2\" onclick=\"x()\">指标</td><td style=\"color:red\">1</td></tr></table>\n<script>alert(1)</script>\n",
    );
    assert!(page.contains("<td rowspan=\"2\">指标</td>"));
    assert!(!page.contains("onclick") && !page.contains("alert(1)") && !page.contains("color:red"));
}

#[test]
fn front_matter_cannot_smuggle_markup_in() {
    let page = page(
        "---\ntitle: \"<script>alert(1)</script>\"\nrecipients: \"<img src=x onerror=alert(1)>\"\ndepartment: \"<b onclick=x>\"\nextra: { x: \"</script><script>\" }\n---\n",
    );
    assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains("<b onclick"));
}

#[test]
fn a_document_in_another_language_says_so() {
    let page = page("---\ntitle: Notice on Services\nlanguage: en\n---\nThe text\nof the notice.\n");
    assert!(page.contains("lang=\"en\"") || page.contains("lang=en"));
    assert!(page.contains("The text\nof the notice."));
}

#[test]
fn a_title_in_another_language_says_so_wherever_it_stands() {
    let site = built(
        "@ content/2025/01/01.md\n---\ntitle: Notice on Services\nlanguage: en\naliases: [2025/01/old.html]\n---\nText.\n",
    );
    for (page, place) in [
        ("2025/01/01.html", ".cite-text span[lang=en]"),
        ("2025/01/old.html", "a span[lang=en]"),
        ("2025/01/index.html", ".row-title span[lang=en]"),
    ] {
        assert_eq!(texts_of(&site.page(page), place), ["Notice on Services"], "{page}");
    }
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let unix = "---\ntitle: 甲\nnumber: 云政发〔2018〕8号\n---\n一段，\n续。\n\n## 一、目标\n";
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    let sources = |text: &str| {
        let memory = crate::support::memory(crate::support::BOOK);
        memory.put("content/2018/10/01.md", text.as_bytes().to_vec());
        crate::support::build_memory(&memory).page("2018/10/01.html")
    };
    assert_eq!(sources(unix), sources(&windows));
}

#[test]
fn the_words_of_the_interface_follow_the_language() {
    for (language, word) in
        [("zh-Hans", "期次"), ("zh-Hant-TW", "機關"), ("en", "Departments"), ("fr", "Departments")]
    {
        let project = format!(
            "@ book.toml\n[book]\ntitle = \"x\"\nlanguage = \"{language}\"\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n"
        );
        assert!(built(&project).page("index.html").contains(word), "{language}");
    }
}

#[test]
fn a_list_that_would_be_long_is_split_by_year() {
    let mut project = String::new();
    for index in 0..230 {
        let year = 2017 + index % 2;
        project.push_str(&format!("@ content/{year}/{:02}/{index:03}.md\n---\ntitle: 第{index}号通知\ndepartment: 云溪区教育局\n---\n", index / 20 + 1));
    }
    let built = built(&project);
    let overview = built.page("departments/yun-xi-qu-jiao-yu-ju.html");
    assert!(overview.contains("yun-xi-qu-jiao-yu-ju/2018.html") && !overview.contains("第7号通知"));
    assert!(built.page("departments/yun-xi-qu-jiao-yu-ju/2018.html").contains("第7号通知"));
    assert_eq!(crate::links::problems(&built.site), Vec::<String>::new());
    assert_eq!(crate::links::unreached(&built.site), Vec::<String>::new());
}

#[test]
fn a_theme_replaces_single_files() {
    let built = built(
        "@ book.toml\n[book]\ntitle = \"x\"\n[build]\ntheme = \"own\"\n@ themes/own/templates/404.html\n{% extends \"base.html\" %}{% block main %}<p>自定义</p>{% endblock main %}\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
    );
    assert!(built.page("404.html").contains("自定义"));
    assert!(built.page("2018/10/01.html").contains("甲"));
}
