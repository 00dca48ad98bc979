//! What is made besides the pages: data, feeds, books.

use std::io::Read;

use gongbao::gazette::NumberKinds;
use gongbao::parse::{self, Record, Role};

use crate::support::{self, built, text};

const PROJECT: &str = "@ book.toml
[book]
title = \"云溪公报\"
publisher = \"云溪区人民政府办公室\"
base_url = \"https://gazette.example/g/\"
@ content/2018/10/issue.md
---
date: 2018-10-31
total_number: 7
---
@ content/2018/10/01.md
---
title: 关于校车的通知
number: 云政发〔2018〕8号
department: 云溪区人民政府
date: 2018-10-08
effective: 2018-11-01
page: 3-5
topics: [教育]
index_number: 000014349/2018-00008
---
<!-- 待核 -->各镇人民政府：

## 一、目标

见[乙](02.md#art_1)<!-- p4 -->。

# 附件 <方案>

第一条 内容。
@ content/2018/10/02.md
---
title: =SUM(A1)
repeals: 云政发〔2018〕8号
---
第一条 甲。
@ content/2018/10/03.md
---
title: 撤下的文件
withdrawn: { date: 2018-12-01, reason: 涉及隐私 }
---
撤下的正文
@ content/2018/10/04.md
---
title: 草稿的标题
draft: true
---
草稿的正文
";

#[test]
fn a_feed_has_ids_that_stay_and_days_from_the_content() {
    let feed = built(PROJECT).page("feed.xml");
    for part in [
        "<id>tag:gazette.example,2026:2018/10/01</id>",
        "<updated>2018-10-31T00:00:00+08:00</updated>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://gazette.example/g/feed.xml\"/>",
        "<updated>2018-12-01T00:00:00+08:00</updated>",
        "<author><name>云溪区人民政府</name></author>",
    ] {
        assert!(feed.contains(part), "{part} is not in {feed}");
    }
    assert_eq!(feed.matches("<entry>").count(), 3, "a draft is no news");
}

/// A project with so many documents in one issue.
fn with_documents(count: usize) -> String {
    let documents = (1..=count).map(|n| {
        format!(
            "@ content/2019/01/{n:03}.md\n---\ntitle: 第{n}号公告\ndepartment: 云溪区人民政府\n---\n{n}。\n"
        )
    });
    let book = PROJECT.split("@ content").next().unwrap_or_default();
    book.to_owned() + &documents.collect::<String>()
}

/// The addresses of the entries' pages, and the feeds that a feed leads to, by `rel`.
fn read_feed(feed: &str) -> (Vec<String>, Vec<(String, String)>) {
    let attribute = |link: &str, name: &str| {
        link.split_once(&format!("{name}=\""))
            .and_then(|(_, rest)| rest.split('"').next())
            .unwrap_or_default()
            .to_owned()
    };
    let links = feed.split("<link ").skip(1).map(|link| (attribute(link, "rel"), attribute(link, "href")));
    let (pages, feeds): (Vec<_>, Vec<_>) = links.partition(|(_, href)| !href.ends_with(".xml"));
    (
        pages
            .into_iter()
            .map(|(_, href)| href)
            .filter(|href| href.contains("/2019/01/") && href.ends_with(".html"))
            .collect(),
        feeds,
    )
}

#[test]
fn from_the_feed_all_that_came_before_is_reached_and_its_parts_stay_as_they_are() {
    let built = built(&with_documents(251));
    for start in ["feed", "departments/yun-xi-qu-ren-min-zheng-fu"] {
        let (mut at, mut seen, mut parts) = (format!("{start}.xml"), Vec::new(), 0);
        loop {
            let (pages, feeds) = read_feed(&built.page(&at));
            seen.extend(pages);
            parts += 1;
            let Some((_, before)) = feeds.iter().find(|(rel, _)| rel == "prev-archive") else { break };
            at = before.trim_start_matches("https://gazette.example/g/").to_owned();
        }
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), parts), (251, 3), "{start}");
    }
    let later = self::built(&with_documents(290));
    for part in ["feed.1.xml", "feed.2.xml"] {
        assert!(built.page(part).contains("<fh:archive/>"));
        assert_eq!(built.page(part), later.page(part), "a finished part changes no more");
    }
}

#[test]
fn without_an_address_nothing_is_made_that_needs_one() {
    let built = built(&PROJECT.replace("base_url = \"https://gazette.example/g/\"\n", ""));
    for path in ["feed.xml", "sitemap.xml", "robots.txt", "opensearch.xml", "manifest.webmanifest"] {
        assert!(!built.site.contains_key(path), "{path}");
    }
    assert!(built.site.contains_key("data/catalogue.json") && built.site.contains_key("2018/10/01.json"));
}

/// What the page for programmers leads to within the site, by address from the site's root.
fn listed(page: &str) -> Vec<String> {
    let selector = scraper::Selector::parse("main a[href]").unwrap();
    let page = scraper::Html::parse_document(page);
    let hrefs = page.select(&selector).filter_map(|link| link.attr("href"));
    hrefs
        .map(|href| match href.strip_prefix("../") {
            Some(above) => above.to_owned(),
            None => format!("data/{href}"),
        })
        .collect()
}

#[test]
fn the_page_for_programmers_lists_all_that_is_made_of_the_whole_archive() {
    let root = PROJECT.replace("gazette.example/g/", "gazette.example/");
    let built = built(&root);
    let listed = listed(&built.page("data/index.html"));
    for path in built.site.keys() {
        let of_all = path.starts_with("data/") && path != "data/index.html"
            || matches!(&**path, "feed.xml" | "sitemap.xml" | "robots.txt" | "opensearch.xml")
            || path == "manifest.webmanifest";
        assert!(!of_all || listed.contains(path), "{path} is not in {listed:?}");
    }
    assert!(listed.iter().all(|path| built.site.contains_key(path)), "{listed:?}");
    assert!(listed.contains(&"robots.txt".to_owned()));
}

#[test]
fn only_a_site_at_the_root_speaks_for_its_host() {
    for (address, speaks) in [
        ("https://gazette.example/g/", false),
        ("https://gazette.example", true),
        ("http://localhost:80/", true),
    ] {
        let built = built(&PROJECT.replace("https://gazette.example/g/", address));
        assert_eq!(built.site.contains_key("robots.txt"), speaks, "{address}");
        let listed = listed(&built.page("data/index.html"));
        assert_eq!(listed.contains(&"robots.txt".to_owned()), speaks, "{address}");
    }
}

#[test]
fn akoma_ntoso_is_made_when_it_is_asked_for() {
    let is_xml = |path: &str| path == "2018/10/01.xml" || path == "2018/10/index.xml";
    let count = |project: &str| built(project).site.keys().filter(|path| is_xml(path)).count();
    assert_eq!(count(PROJECT), 0);
    assert_eq!(count(&PROJECT.replacen("@ content", "[export]\nakoma_ntoso = true\n@ content", 1)), 2);
}

#[test]
fn a_documents_json_has_its_headings_and_the_text_stands_in_its_markdown() {
    let built = built(PROJECT);
    let json: serde_json::Value = serde_json::from_str(&built.page("2018/10/01.json")).unwrap();
    let headings: Vec<String> = json["outline"].as_array().unwrap().iter().map(|h| h.to_string()).collect();
    assert_eq!(
        headings,
        [r#"{"id":"sec_1","level":2,"text":"一、目标"}"#, r#"{"id":"att_1","level":1,"text":"附件 <方案>"}"#,]
    );
    assert!(json.get("text").is_none());
    assert_eq!(json["formats"][0]["url"], "https://gazette.example/g/2018/10/01.md");
}

#[test]
fn what_is_switched_off_is_not_made() {
    let off = "metadata catalogue full_text markdown json akoma_ntoso epub feeds sitemap robots opensearch manifest";
    let off: String = off.split(' ').map(|key| format!("{key} = false\n")).collect();
    let built = built(&PROJECT.replacen("@ content", &format!("[export]\n{off}@ content"), 1));
    let other = built.site.keys().filter(|path| {
        [".json", ".jsonl", ".md", ".xml", ".epub", ".csv", ".txt", ".webmanifest"]
            .iter()
            .any(|e| path.ends_with(e))
    });
    assert_eq!(other.count(), 0);
    assert!(!built.site.contains_key("data/index.html"));
    assert!(!built.page("2018/10/01.html").contains("citation_title"));
}

#[test]
fn the_catalogue_reads_back_and_holds_no_formula() {
    let built = built(PROJECT);
    let json: serde_json::Value = serde_json::from_str(&built.page("data/catalogue.json")).unwrap();
    let documents = json["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0]["numbers"][0]["canonical"], "云政发〔2018〕8号");
    assert_eq!(documents[0]["effects"][0]["verb"], "repealed_by");
    let csv = built.page("data/catalogue.csv");
    assert!(csv.starts_with("\u{feff}id,title,") && csv.contains(",'=SUM(A1),"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), 4);
}

#[test]
fn a_document_in_markdown_is_read_again_as_the_same_document() {
    let markdown = built(PROJECT).page("2018/10/01.md");
    assert!(!markdown.contains("待核") && markdown.contains("<!-- p4 -->"), "{markdown}");
    let role = Role::Document { year: 2018, folder: "10", stem: "01" };
    let parsed = parse::file("content/2018/10/01.md", &role, markdown.as_bytes(), &NumberKinds::default());
    assert!(parsed.found.is_empty(), "{:?}", parsed.found);
    let Some(Record::Document(document)) = parsed.record else { panic!("no document") };
    assert_eq!(&*document.title.value, "关于校车的通知");
    assert_eq!(document.index_number.as_deref(), Some("000014349/2018-00008"));
    assert_eq!(&*document.text.links[0].address, "02.md#art_1");
    assert_eq!(document.text.enclosures.len(), 1);
}

#[test]
fn the_head_of_a_document_tells_reference_managers_and_search_engines() {
    let page = built(PROJECT).page("2018/10/01.html");
    for part in [
        "<meta name=\"citation_technical_report_number\" content=\"云政发〔2018〕8号\">",
        "<meta name=\"citation_firstpage\" content=\"3\">",
        "<meta name=\"ArticleTitle\" content=\"关于校车的通知\">",
        "<meta name=\"PubDate\" content=\"2018-10-31 00:00\">",
        "<meta name=\"dcterms.created\" content=\"2018-10-08\">",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // Zotero takes the last of the two for the kind of the item.
    assert!(page.find("citation_journal_title") < page.find("citation_technical_report_institution"));
    let start = page.find("<script type=\"application/ld+json\">").unwrap();
    let json = &page[start + "<script type=\"application/ld+json\">".len()..];
    let json: serde_json::Value = serde_json::from_str(&json[..json.find("</script>").unwrap()]).unwrap();
    assert_eq!(json["legislationIdentifier"][0], "云政发〔2018〕8号");
    assert_eq!(json["temporalCoverage"], "2018-11-01/..");
    assert_eq!(json["eli:id_local"][0], "云政发〔2018〕8号");
    assert_eq!(json["eli:date_document"], "2018-10-08");
    assert_eq!(meta(&page, "dcterms.title"), ["关于校车的通知"]);
    assert_eq!(json["legislationLegalForce"], "https://schema.org/NotInForce");
}

/// The content of each `meta` element of a page, by name.
fn meta(page: &str, name: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(&format!("meta[name='{name}']")).unwrap();
    let page = scraper::Html::parse_document(page);
    page.select(&selector).filter_map(|element| element.attr("content").map(str::to_owned)).collect()
}

#[test]
fn a_page_that_lists_documents_says_which_column_it_is() {
    let built = built(PROJECT);
    let issue = built.page("2018/10/index.html");
    assert_eq!(meta(&issue, "ColumnName"), ["2018年第10期"]);
    assert_eq!(meta(&issue, "ColumnType"), ["政府公报"]);
    assert_eq!(meta(&issue, "ColumnDescription"), ["云溪公报 · 2018年第10期"]);
    assert_eq!(meta(&built.page("topics/jiao-yu.html"), "ColumnName"), ["教育"]);
    assert_eq!(meta(&built.page("index.html"), "ColumnName"), [""; 0]);
    let english = PROJECT.replace("publisher", "language = \"en\"\npublisher");
    assert_eq!(meta(&self::built(&english).page("2018/10/index.html"), "ColumnName"), [""; 0]);
}

#[test]
fn without_an_address_linked_data_is_seen_from_the_page() {
    let built = built(&PROJECT.replace("base_url = \"https://gazette.example/g/\"\n", ""));
    let [block] = &*support::texts_of(&built.page("2018/10/02.html"), "script[type='application/ld+json']")
    else {
        panic!("one block")
    };
    let json: serde_json::Value = serde_json::from_str(block).unwrap();
    assert_eq!(json["@id"], "02.html");
    assert_eq!(json["legislationRepeals"][0]["@id"], "01.html");
    assert_eq!(json["isPartOf"]["isPartOf"]["@id"], "../../index.html");
}

#[test]
fn withdrawn_and_draft_texts_are_in_no_file_of_any_form() {
    let built = built(PROJECT);
    let mut whole: Vec<(String, String)> =
        built.site.iter().map(|(path, bytes)| (path.clone(), text(bytes))).collect();
    let book = std::io::Cursor::new(built.site["2018/10/2018-10.epub"].clone());
    let mut book = zip::ZipArchive::new(book).unwrap();
    for index in 0..book.len() {
        let mut file = book.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        whole.push((file.name().unwrap().into_owned(), text(&bytes)));
    }
    assert!(whole.iter().any(|(path, words)| path.starts_with("EPUB/") && words.contains("关于校车")));
    for (path, words) in whole {
        assert!(!words.contains("撤下的正文") && !words.contains("草稿的"), "{path}");
    }
}

#[test]
fn the_page_for_dead_addresses_works_at_any_address() {
    assert!(built(PROJECT).page("404.html").contains("href=\"/g/assets/style.css\""));
}
