//! Promise 2 for the preview: whatever happens to the sources, every page is that of a clean build; and
//! what is broken does not take the last good page away.

use std::collections::BTreeSet;
use std::sync::Arc;

use gongbao::serve::{Answer, Changed, Engine, Overrides, Site};
use gongbao::source::{Memory, Sources};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::support::{BOOK, build_memory, generated, memory, texts_of};

/// An engine on sources in memory.
pub fn engine(sources: &Arc<Memory>) -> Engine {
    let overrides = Overrides { environment: Vec::new(), typed: Box::new(|_| ()) };
    Engine::open(Arc::clone(sources) as _, overrides, |_| Vec::new()).unwrap()
}

pub fn changed(paths: &[&str]) -> Changed {
    Changed::Paths(paths.iter().map(ToString::to_string).collect())
}

pub fn page(site: &Site, address: &str) -> String {
    match site.file(address).unwrap() {
        Answer::Made(bytes) | Answer::LastGood(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{address}: {other:?}"),
    }
}

/// Every file of the preview is that of a clean build, and there is no other.
fn same_as_a_clean_build(site: &Site, sources: &Memory) -> Result<(), String> {
    let built = build_memory(sources);
    if !built.printed.iter().all(|line| line.contains(": warning[")) {
        return Err(format!("the edits made errors: {:?}", built.printed));
    }
    for (path, bytes) in &built.site {
        let Answer::Made(shown) = site.file(path).unwrap() else {
            return Err(format!("{path} is not shown"));
        };
        // A copied file stands in the memory of a build as the path that it comes from.
        let source = std::str::from_utf8(bytes).ok().and_then(|path| sources.read(path).ok());
        if **bytes != *shown && source.as_deref() != Some(&*shown) {
            let (built, shown) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&shown));
            let at = built.bytes().zip(shown.bytes()).take_while(|(a, b)| a == b).count();
            let cut = |text: &str| {
                String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(80)..(at + 80).min(text.len())])
                    .into_owned()
            };
            return Err(format!("{path} differs: built …{}…, shown …{}…", cut(&built), cut(&shown)));
        }
    }
    let shown = site.look();
    for planned in &shown.assembled.layout.pages {
        if !built.site.contains_key(planned.path.as_str()) {
            return Err(format!("{} is shown and would not be built", planned.path));
        }
    }
    drop(shown);
    let (found, _) = site.found("");
    let found: Vec<_> = found.iter().cloned().collect();
    let expected: Vec<_> = built.outcome.found.iter().cloned().collect();
    if found != expected {
        return Err(format!("found {found:#?}, and a build finds {expected:#?}"));
    }
    Ok(())
}

/// What an editor does.
#[derive(Clone, Debug)]
enum Edit {
    Text(usize, u8),
    Paragraph(usize),
    Title(usize, u8),
    Cite(usize, usize, bool),
    Link(usize, usize),
    Heading(usize, u8),
    Fact(usize, u8),
    Add(u8, u8),
    Delete(usize),
    Rename(usize, u8),
    Issue(u8, u8),
    Department(u8),
    FreePage(u8),
    Asset(u8, usize),
    Style(u8),
    Template(bool),
    Book(u8),
    Draft(usize),
    Repeal(usize, usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let which = any::<usize>;
    let edit = prop_oneof![
        4 => (which(), any::<u8>()).prop_map(|(which, what)| Edit::Text(which, what)),
        3 => which().prop_map(Edit::Paragraph),
        3 => (which(), 0..4u8).prop_map(|(which, what)| Edit::Title(which, what)),
        4 => (which(), which(), any::<bool>()).prop_map(|(which, whom, title)| Edit::Cite(which, whom, title)),
        2 => (which(), which()).prop_map(|(which, whom)| Edit::Link(which, whom)),
        2 => (which(), 0..3u8).prop_map(|(which, what)| Edit::Heading(which, what)),
        3 => (which(), 0..6u8).prop_map(|(which, what)| Edit::Fact(which, what)),
        2 => (0..4u8, 10..40u8).prop_map(|(issue, place)| Edit::Add(issue, place)),
        2 => which().prop_map(Edit::Delete),
        1 => (which(), 40..60u8).prop_map(|(which, place)| Edit::Rename(which, place)),
        1 => (0..4u8, 1..28u8).prop_map(|(issue, day)| Edit::Issue(issue, day)),
        1 => (0..3u8).prop_map(Edit::Department),
        1 => (0..3u8).prop_map(Edit::FreePage),
        1 => (0..3u8, which()).prop_map(|(what, which)| Edit::Asset(what, which)),
        1 => any::<u8>().prop_map(Edit::Style),
        1 => any::<bool>().prop_map(Edit::Template),
        1 => (0..4u8).prop_map(Edit::Book),
        1 => which().prop_map(Edit::Draft),
        2 => (which(), which()).prop_map(|(which, whom)| Edit::Repeal(which, whom)),
    ];
    prop::collection::vec(edit, 1..12)
}

/// Edits that leave every document in its place.
fn edits_of_texts() -> impl Strategy<Value = Vec<Edit>> {
    let which = any::<usize>;
    let edit = prop_oneof![
        2 => (which(), any::<u8>()).prop_map(|(which, what)| Edit::Text(which, what)),
        2 => which().prop_map(Edit::Paragraph),
        4 => (which(), 0..4u8).prop_map(|(which, what)| Edit::Title(which, what)),
        5 => (which(), which(), any::<bool>()).prop_map(|(which, whom, title)| Edit::Cite(which, whom, title)),
        3 => (which(), which()).prop_map(|(which, whom)| Edit::Link(which, whom)),
        3 => (which(), 0..3u8).prop_map(|(which, what)| Edit::Heading(which, what)),
        1 => which().prop_map(|which| Edit::Fact(which, 4)),
        2 => (which(), which()).prop_map(|(which, whom)| Edit::Repeal(which, whom)),
    ];
    prop::collection::vec(edit, 1..10)
}

/// Edits that change lists: documents come, go, move, and are filed elsewhere.
fn edits_of_lists() -> impl Strategy<Value = Vec<Edit>> {
    let which = any::<usize>;
    let edit = prop_oneof![
        6 => (which(), 0..9u8).prop_map(|(which, what)| Edit::Fact(which, what)),
        2 => (0..4u8, 10..40u8).prop_map(|(issue, place)| Edit::Add(issue, place)),
        3 => which().prop_map(Edit::Delete),
        2 => (which(), 40..60u8).prop_map(|(which, place)| Edit::Rename(which, place)),
        2 => which().prop_map(Edit::Draft),
        2 => (which(), which(), any::<bool>()).prop_map(|(which, whom, title)| Edit::Cite(which, whom, title)),
        2 => (which(), 0..4u8).prop_map(|(which, what)| Edit::Title(which, what)),
        1 => (which(), which()).prop_map(|(which, whom)| Edit::Link(which, whom)),
        1 => (which(), 0..3u8).prop_map(|(which, what)| Edit::Heading(which, what)),
        1 => (0..3u8, which()).prop_map(|(what, which)| Edit::Asset(what, which)),
        1 => (which(), which()).prop_map(|(which, whom)| Edit::Repeal(which, whom)),
    ];
    prop::collection::vec(edit, 1..10)
}

fn documents(sources: &Memory) -> Vec<String> {
    let is_document = |path: &String| {
        path.starts_with("content/20") && path.ends_with(".md") && !path.ends_with("issue.md")
    };
    sources.paths().into_iter().filter(is_document).collect()
}

fn text(sources: &Memory, path: &str) -> String {
    String::from_utf8(sources.read(path).unwrap()).unwrap()
}

fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap()
}

fn number(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("number: "))
}

/// Carries an edit out, and gives the paths that it touches.
fn apply(sources: &Memory, edit: &Edit) -> Vec<String> {
    let all = documents(sources);
    let pick = |which: usize| (!all.is_empty()).then(|| all[which % all.len()].clone());
    let write = |path: &str, text: &str| {
        sources.put(path, text);
        vec![path.to_owned()]
    };
    let change = |which: usize, change: &dyn Fn(&str) -> String| {
        let Some(path) = pick(which) else { return Vec::new() };
        let new = change(&text(sources, &path));
        write(&path, &new)
    };
    match edit {
        Edit::Text(which, what) => change(*which, &|old| old.replace("开头一段", &format!("开头{what}段"))),
        Edit::Paragraph(which) => change(*which, &|old| format!("{old}\n由云溪区教育局负责的又一段。\n")),
        Edit::Title(which, what) => {
            change(*which, &|old| old.replacen(title(old), &format!("关于做好第{what}项重点工作的通知"), 1))
        }
        Edit::Cite(which, whom, by_title) => {
            let Some(cited) = pick(*whom).map(|path| text(sources, &path)) else { return Vec::new() };
            change(*which, &|old| match (by_title, number(&cited)) {
                (false, Some(number)) => format!("{old}\n根据{number}文件执行。\n"),
                _ => format!("{old}\n根据《{}》和《关于某项工作的通知》执行。\n", title(&cited)),
            })
        }
        Edit::Link(which, whom) => {
            let Some(target) = pick(*whom) else { return Vec::new() };
            let anchor = if text(sources, &target).contains("## 一、") { "#sec_1" } else { "" };
            change(*which, &|old| {
                format!("{old}\n见[那一件](/{}{anchor})。\n", target.trim_start_matches("content/"))
            })
        }
        Edit::Heading(which, what) => change(*which, &|old| match what {
            0 => format!("{old}\n## 二、新的一节\n\n第二节。\n"),
            1 => format!("{old}\n# 附件：某某管理办法\n\n第一条 某事。\n"),
            _ => old.replace("### （一）分工", "### （一）任务分工"),
        }),
        Edit::Fact(which, what) => change(*which, &|old| match what {
            0 => old.replacen("topics: [", "topics: [河长, ", 1),
            1 => old.replacen("department: 云溪区", "department: 云溪市", 1),
            2 if !old.contains("expires: ") => old.replacen("\ndate: ", "\nexpires: 2030-12-31\ndate: ", 1),
            3 => old.replacen("\npage: ", "\npage: 9", 1),
            4 => format!("{old}\n本通知自2020年1月1日起施行，有效期5年。\n"),
            5 if !old.contains("kind: ") => old.replacen("\npage: ", "\nkind: 公告\npage: ", 1),
            6 => old.replacen("\ndate: 201", "\ndate: 200", 1),
            7 if number(old).is_some() => {
                old.replacen(number(old).unwrap_or_default(), "云政发〔2016〕77号", 1)
            }
            _ => old.replacen("\nnumber: 云政发", "\nnumber: 云教发", 1),
        }),
        Edit::Add(issue, place) => write(
            &format!("content/2016/{:02}/{place}.md", issue + 1),
            &format!(
                "---\ntitle: 新增第{place}号公告\ndepartment: 云溪区档案馆\ntopics: [档案]\n---\n开头一段。\n"
            ),
        ),
        Edit::Delete(which) | Edit::Draft(which) => {
            let Some(path) = pick(*which) else { return Vec::new() };
            if all.len() < 3 {
                return Vec::new();
            }
            let mut touched = unlink(sources, &path);
            match edit {
                Edit::Delete(_) => sources.remove(&path),
                _ => {
                    let old = text(sources, &path);
                    let published = old.replacen("draft: true\n", "", 1);
                    let draft = old.replacen("---\n", "---\ndraft: true\n", 1);
                    sources.put(&path, if old.contains("draft: true") { published } else { draft });
                }
            }
            touched.push(path);
            touched
        }
        Edit::Rename(which, place) => {
            let Some(path) = pick(*which) else { return Vec::new() };
            let to = format!("{}/{place}.md", path.rsplit_once('/').unwrap().0);
            let mut touched = unlink(sources, &path);
            let old = text(sources, &path);
            sources.remove(&path);
            sources.put(&to, old);
            touched.extend([path, to]);
            touched
        }
        Edit::Issue(issue, day) => write(
            &format!("content/2016/{:02}/issue.md", issue + 1),
            &format!("---\ndate: 2016-01-{day:02}\n---\n编者按，见云政发〔2016〕{day}号。\n"),
        ),
        Edit::Department(what) => {
            let path = "content/departments/jyj.md";
            match what {
                0 => {
                    sources.remove(path);
                    vec![path.to_owned()]
                }
                what => write(
                    path,
                    &format!("---\ntitle: 云溪区教育局\naliases: [云溪教育局{what}]\n---\n简介{what}。\n"),
                ),
            }
        }
        Edit::FreePage(what) => {
            let path = "content/pages/about.md";
            match what {
                0 => {
                    sources.remove(path);
                    vec![path.to_owned()]
                }
                what => {
                    write(path, &format!("---\ntitle: 关于本站{what}\n---\n见云政发〔2015〕{what}号。\n"))
                }
            }
        }
        Edit::Asset(what, which) => {
            let mut touched = write("content/2015/01/table.csv", &format!("a,b\n{what},2\n"));
            if *what > 0 {
                touched.extend(change(*which, &|old| format!("{old}\n[表](/2015/01/table.csv)\n")));
            }
            touched
        }
        Edit::Style(shade) => {
            write("themes/default/assets/style.css", &format!("body {{ color: #{shade:02x}0000 }}"))
        }
        Edit::Template(own) => {
            let path = "themes/default/templates/page.html";
            if *own {
                write(
                    path,
                    "{% extends \"base.html\" %}{% block main %}<h1>{{ label(of=page.title) }}</h1>{{ text }}{% endblock main %}",
                )
            } else {
                sources.remove(path);
                vec![path.to_owned()]
            }
        }
        Edit::Book(which) => {
            let title = ["云溪公报", "云溪区人民政府公报"][usize::from(which % 2)];
            let series =
                ["", "\n[[series]]\nprefix = \"云教发\"\ncoverage = \"complete\"\n"][usize::from(which / 2)];
            write(
                "book.toml",
                &format!("[book]\ntitle = \"{title}\"\nbase_url = \"https://gazette.example/\"\n{series}"),
            )
        }
        Edit::Repeal(which, whom) => {
            let Some(whom) = pick(*whom).map(|path| text(sources, &path)) else { return Vec::new() };
            change(*which, &|old| {
                if old.contains("repeals: ") {
                    old.to_owned()
                } else {
                    old.replacen(
                        "\npage: ",
                        &format!("\nrepeals: [{}]\npage: ", number(&whom).unwrap_or("某号")),
                        1,
                    )
                }
            })
        }
    }
}

/// Takes links to a document out of all others, for they would be errors.
fn unlink(sources: &Memory, path: &str) -> Vec<String> {
    let name = path.rsplit('/').next().unwrap();
    let (absolute, folder) = (path.trim_start_matches("content"), path.rsplit_once('/').unwrap().0);
    let mut touched = Vec::new();
    for other in documents(sources) {
        let old = text(sources, &other);
        let mut new = old
            .replace(&format!("({absolute}#sec_1)"), "(#sec_1)")
            .replace(&format!("({absolute})"), "(#sec_1)");
        if other.rsplit_once('/').unwrap().0 == folder {
            new = new.replace(&format!("({name}#sec_1)"), "(#sec_1)");
        }
        if new != old && new.contains("## 一、") {
            sources.put(&other, new);
            touched.push(other);
        } else if new != old {
            sources.put(
                &other,
                old.lines().filter(|line| !line.contains(absolute)).collect::<Vec<_>>().join("\n"),
            );
            touched.push(other);
        }
    }
    touched
}

fn archive(documents: usize) -> Arc<Memory> {
    let sources = Memory::new();
    generated(documents).into_iter().for_each(|(path, text)| sources.put(&path, text));
    Arc::new(sources)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_every_page_of_the_preview_is_that_of_a_clean_build(
        edits in edits(),
        together in prop::collection::vec(any::<bool>(), 12),
    ) {
        let sources = archive(20);
        let mut engine = engine(&sources);
        let site = engine.site();
        let mut paths = BTreeSet::new();
        for (edit, wait) in edits.iter().zip(together.iter().cycle()) {
            paths.extend(apply(&sources, edit));
            if *wait {
                continue;
            }
            let later = engine.update(&Changed::Paths(std::mem::take(&mut paths))).unwrap();
            prop_assert!(later.is_empty());
            // Pages are looked at in between, so that what is remembered of them is tried too.
            for document in documents(&sources).iter().take(3) {
                let address = document.trim_start_matches("content/").replace(".md", ".html");
                site.file(&address).unwrap();
            }
        }
        engine.update(&Changed::Paths(paths)).unwrap();
        // Some sequences make errors, such as a link to what was deleted; then a build writes nothing.
        prop_assume!(!site.found("").0.has_errors());
        let result = same_as_a_clean_build(&site, &sources);
        prop_assert!(result.is_ok(), "after {edits:#?}: {}", result.unwrap_err());
    }
}

/// Each edit is taken up before the next, and the end is what a clean build gives.
fn edited_one_by_one(edits: &[Edit]) -> Result<(), TestCaseError> {
    let sources = archive(12);
    let mut engine = engine(&sources);
    for edit in edits {
        let paths = apply(&sources, edit).into_iter().collect();
        engine.update(&Changed::Paths(paths)).unwrap();
    }
    prop_assume!(!engine.site().found("").0.has_errors());
    let result = same_as_a_clean_build(&engine.site(), &sources);
    prop_assert!(result.is_ok(), "after {edits:#?}: {}", result.unwrap_err());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_edits_of_texts_alone_it_is_so_too(edits in edits_of_texts()) {
        edited_one_by_one(&edits)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_edits_that_change_lists_it_is_so_too(edits in edits_of_lists()) {
        edited_one_by_one(&edits)?;
    }
}

#[test]
fn an_edit_that_changes_lists_follows_no_link_that_leads_where_it_led() {
    let sources = archive(20);
    let mut engine = engine(&sources);
    let update = |engine: &mut Engine, paths: Vec<String>| {
        assert!(!paths.is_empty());
        engine.update(&Changed::Paths(paths.into_iter().collect())).unwrap();
        same_as_a_clean_build(&engine.site(), &sources).unwrap();
        (engine.assemblies(), engine.resolutions())
    };
    for (what, edit) in [("a topic", Edit::Fact(3, 0)), ("a kind", Edit::Fact(6, 5))] {
        assert_eq!(update(&mut engine, apply(&sources, &edit)), (1, 1), "{what}");
    }
    let edits = [
        ("a last day", Edit::Fact(4, 2)),
        ("a printed page", Edit::Fact(5, 3)),
        ("a new name of a file", Edit::Rename(2, 41)),
        ("a document that goes", Edit::Delete(7)),
    ];
    for (assembly, (what, edit)) in edits.iter().enumerate() {
        assert_eq!(update(&mut engine, apply(&sources, edit)), (assembly + 2, 1), "{what}");
    }
}

#[test]
fn an_edit_of_a_text_or_a_title_redoes_only_what_it_reaches() {
    let sources = archive(20);
    let mut engine = engine(&sources);
    let [cited, citing, linked] = [3, 8, 12].map(|which| documents(&sources)[which].clone());
    let update = |engine: &mut Engine, path: &str, text: String| {
        sources.put(path, text);
        engine.update(&changed(&[path])).unwrap();
        same_as_a_clean_build(&engine.site(), &sources).unwrap();
        engine.assemblies()
    };
    let words = text(&sources, &citing);
    let named = title(&text(&sources, &cited)).to_owned();
    let by_title =
        format!("{words}\n根据《{named}》和《关于别的工作的通知》，见[那件](/{}#sec_1)。\n", &linked[8..]);
    assert_eq!(update(&mut engine, &citing, by_title), 1, "a paragraph with citations and a link");
    let other = text(&sources, &cited).replacen(&named, "关于改了名的通知", 1);
    assert_eq!(update(&mut engine, &cited, other), 1, "a title that another document cites");
    let renamed = text(&sources, &linked).replacen(title(&text(&sources, &linked)), &named, 1);
    assert_eq!(update(&mut engine, &linked, renamed), 1, "a title that another document wants");
    let longer = text(&sources, &linked).replace("开头一段", "新的一段。\n\n开头一段");
    assert_eq!(update(&mut engine, &linked, longer), 1, "a paragraph before the place that a link leads to");
}

#[test]
fn changes_that_nobody_told_of_are_found_by_looking() {
    let sources = archive(20);
    let mut engine = engine(&sources);
    for edit in [Edit::Text(3, 9), Edit::Add(1, 20), Edit::Delete(5), Edit::Style(7), Edit::Book(1)] {
        apply(&sources, &edit);
    }
    engine.update(&Changed::Anything).unwrap();
    same_as_a_clean_build(&engine.site(), &sources).unwrap();
    let versions = engine.site().versions();
    engine.update(&Changed::Anything).unwrap();
    assert_eq!(engine.site().versions(), versions, "where nothing changed nothing is told");
}

const PROJECT: &str = "\
@ content/2018/10/01.md\n---\ntitle: 甲的通知\nnumber: 云政发〔2018〕1号\n---\n第一段。\n\
@ content/2018/10/02.md\n---\ntitle: 乙的通知\n---\n见[甲](01.md)。\n";

fn project() -> (Arc<Memory>, Engine) {
    let sources = Arc::new(memory(&format!("{BOOK}{PROJECT}")));
    let engine = engine(&sources);
    (sources, engine)
}

fn words(site: &Site, address: &str) -> String {
    texts_of(&page(site, address), "main").concat()
}

#[test]
fn a_document_that_breaks_keeps_its_last_good_page_until_it_is_mended() {
    let (sources, mut engine) = project();
    let site = engine.site();
    let good = page(&site, "2018/10/01.html");
    let path = "content/2018/10/01.md";
    for broken in
        ["---\ntitle: [甲\n---\n第二段。\n", "---\ntitle: 甲\n第二段。\n", "---\nnumber: 2\n---\n", ""]
    {
        sources.put(path, broken);
        engine.update(&changed(&[path])).unwrap();
        assert_eq!(page(&site, "2018/10/01.html"), good, "{broken:?}");
        let (found, _) = site.found("");
        assert!(found.has_errors() && found.iter().all(|one| &*one.file == path), "{broken:?}: {found:?}");
        assert!(words(&site, "2018/10/index.html").contains("甲的通知"), "other pages know it still");
    }
    sources.put(path, "---\ntitle: 甲的通知\n---\n第三段。\n");
    engine.update(&changed(&[path])).unwrap();
    assert!(words(&site, "2018/10/01.html").contains("第三段"));
    assert!(site.found("").0.is_empty());
    same_as_a_clean_build(&site, &sources).unwrap();
}

#[test]
fn other_documents_follow_their_files_while_one_is_broken() {
    let (sources, mut engine) = project();
    sources.put("content/2018/10/01.md", "---\ntitle: [甲\n---\n");
    sources.put("content/2018/10/02.md", "---\ntitle: 乙的通知\n---\n又见[甲](01.md)。\n");
    engine.update(&changed(&["content/2018/10/01.md", "content/2018/10/02.md"])).unwrap();
    assert!(words(&engine.site(), "2018/10/02.html").contains("又见"));
}

#[test]
fn a_project_that_is_broken_from_the_start_shows_what_can_be_shown() {
    let sources =
        Arc::new(memory(&format!("{BOOK}{PROJECT}@ content/2018/10/03.md\n---\ntitle: [丙\n---\n")));
    let mut engine = engine(&sources);
    let site = engine.site();
    assert!(words(&site, "2018/10/01.html").contains("第一段"));
    assert_eq!(site.file("2018/10/03.html").unwrap(), Answer::NotThere);
    assert!(site.found("").0.has_errors());
    sources.put("content/2018/10/03.md", "---\ntitle: 丙\n---\n丙文。\n");
    engine.update(&changed(&["content/2018/10/03.md"])).unwrap();
    assert!(words(&site, "2018/10/03.html").contains("丙文"));
}

#[test]
fn broken_settings_leave_the_old_ones_in_force() {
    let (sources, mut engine) = project();
    let site = engine.site();
    let good = page(&site, "index.html");
    for broken in ["[book\ntitle", "[book]\ntitle = 3\n", "[book]\n", "\u{fffd}"] {
        sources.put("book.toml", broken);
        engine.update(&changed(&["book.toml"])).unwrap();
        assert_eq!(page(&site, "index.html"), good);
        assert!(site.found("").0.iter().any(|one| &*one.file == "book.toml"), "{broken}");
    }
    sources.put("book.toml", "[book]\ntitle = \"新公报\"\n");
    engine.update(&changed(&["book.toml"])).unwrap();
    assert!(page(&site, "index.html").contains("新公报"));
    assert!(site.found("").0.is_empty());
}

#[test]
fn a_broken_template_leaves_the_last_good_page_and_tells_where() {
    let (sources, mut engine) = project();
    let site = engine.site();
    let good = page(&site, "2018/10/01.html");
    let path = "themes/default/templates/document.html";
    sources.put(path, "{% extends \"base.html\" %}{% block main %}{% if %}");
    engine.update(&changed(&[path])).unwrap();
    assert_eq!(page(&site, "2018/10/01.html"), good);
    assert_eq!(&*site.found("").0.iter().next().unwrap().file, path);
    // One that only fails when a page is made.
    sources.put(path, "{{ content.nowhere.at_all }}");
    engine.update(&changed(&[path])).unwrap();
    assert_eq!(page(&site, "2018/10/01.html"), good);
    assert_eq!(&*site.found("2018/10/01.html").1.unwrap().file, path);
    assert_eq!(site.file("2018/10/02.html").unwrap(), Answer::Broken, "it was never seen");
    sources.remove(path);
    engine.update(&changed(&[path])).unwrap();
    assert_eq!(page(&site, "2018/10/01.html"), good);
    assert!(site.found("2018/10/01.html").1.is_none());
    same_as_a_clean_build(&site, &sources).unwrap();
}

#[test]
fn a_style_is_told_as_a_style_and_no_page_changes() {
    let (sources, mut engine) = project();
    let before = engine.site().versions();
    sources.put("themes/default/assets/style.css", "body { color: red }");
    engine.update(&changed(&["themes/default/assets/style.css"])).unwrap();
    let after = engine.site().versions();
    assert_eq!((after.pages, after.theme, after.scripts), (before.pages, before.theme + 1, before.scripts));
    assert!(page(&engine.site(), "assets/style.css").contains("red"));
}

#[test]
fn drafts_are_shown_as_the_settings_say_and_never_else() {
    let project = format!(
        "{BOOK}{PROJECT}@ content/2018/10/03.md\n---\ntitle: 丙\ndraft: true\n---\n[图](plan.png)\n@ content/2018/10/plan.png\npicture\n"
    );
    let sources = Arc::new(memory(&project));
    let mut engine = engine(&sources);
    let site = engine.site();
    for address in
        ["2018/10/03.html", "2018/10/plan.png", "2018/10/03.md", "content/2018/10/03.md", "book.toml"]
    {
        assert_eq!(site.file(address).unwrap(), Answer::NotThere, "{address}");
    }
    sources.put("book.toml", "[book]\ntitle = \"公报\"\n[build]\ndrafts = true\n");
    engine.update(&changed(&["book.toml"])).unwrap();
    assert!(words(&site, "2018/10/03.html").contains('丙'));
    assert!(matches!(site.file("2018/10/plan.png").unwrap(), Answer::Made(_)));
}

#[test]
fn line_ends_of_windows_change_no_page() {
    let (sources, mut engine) = project();
    let site = engine.site();
    let unix = page(&site, "2018/10/02.html");
    let path = "content/2018/10/02.md";
    sources.put(path, text(&sources, path).replace('\n', "\r\n"));
    engine.update(&changed(&[path])).unwrap();
    assert_eq!(page(&site, "2018/10/02.html"), unix);
    same_as_a_clean_build(&site, &sources).unwrap();
}
