//! Promises 1, 2 and 3: same input, same bytes; a rebuild equals a clean build; a build that fails
//! changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use gongbao::gazette::NumberKinds;
use gongbao::source::{Listing, Sources};
use proptest::prelude::*;

use crate::support::{build_memory, generated, gongbao, text, tree, write};

fn project(folder: &Path, documents: usize) {
    for (path, text) in generated(documents) {
        write(folder, &path, &text);
    }
}

fn build(folder: &Path) {
    let output = gongbao(folder, &["build", "--quiet"]);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// Sources whose walk is in another order and whose times differ, as on another machine.
struct Shuffled<'a>(&'a gongbao::source::Memory);

impl Sources for Shuffled<'_> {
    fn list(&self, folder: &str) -> std::io::Result<Listing> {
        let mut listing = self.0.list(folder)?;
        for file in &mut listing.files {
            file.stamp.modified = file.stamp.modified.wrapping_mul(7919) % 1000;
        }
        Ok(listing)
    }

    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.read(path)
    }
}

#[test]
fn one_thread_and_eight_give_the_same_bytes() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 120);
    for threads in ["1", "8"] {
        let output =
            gongbao(root.path(), &["build", "--threads", threads, "--output", &format!("site-{threads}")]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    let (one, eight) = (tree(&root.path().join("site-1")), tree(&root.path().join("site-8")));
    assert!(one.len() > 150);
    assert_eq!(one, eight);
}

#[test]
fn the_order_of_files_and_their_times_change_nothing() {
    let forward = gongbao::source::Memory::new();
    let backward = gongbao::source::Memory::new();
    let files = generated(60);
    files.iter().for_each(|(path, text)| forward.put(path, text.as_str()));
    files.iter().rev().for_each(|(path, text)| backward.put(path, text.as_str()));
    let shuffled = Shuffled(&backward);
    let (config, _) = gongbao::build::read_config(&shuffled, &[]).unwrap();
    let sink = gongbao::build::MemorySink::default();
    let survey = gongbao::build::Survey::new(&shuffled, &config).unwrap();
    let project = gongbao::build::Project {
        sources: &shuffled,
        config: &config,
        survey: &survey,
        kept: Vec::new(),
        aside: None,
        shown_before: None,
        searched_before: None,
    };
    gongbao::build::build(project, &sink, &()).unwrap();
    assert_eq!(build_memory(&forward).site, sink.into_files());
}

#[test]
fn no_path_of_the_machine_and_no_clock_reaches_a_page() {
    let sites: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|_| {
            let root = tempfile::tempdir().unwrap();
            project(root.path(), 20);
            build(root.path());
            let site = tree(&root.path().join("public"));
            let here = root.path().to_str().unwrap().to_owned();
            assert!(site.values().all(|bytes| !text(bytes).contains(&here)));
            site
        })
        .collect();
    assert_eq!(sites[0], sites[1]);
}

#[test]
fn rebuilding_an_unchanged_archive_reads_no_body_and_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 40);
    build(root.path());
    std::thread::sleep(std::time::Duration::from_millis(60));
    build(root.path());
    let times = |folder: &Path| -> BTreeMap<String, std::time::SystemTime> {
        tree(folder)
            .keys()
            .map(|path| (path.clone(), folder.join(path).metadata().unwrap().modified().unwrap()))
            .collect()
    };
    let before = times(&root.path().join("public"));
    let output = gongbao(root.path(), &["build"]);
    assert!(text(&output.stdout).contains("nothing changed, nothing written"), "{}", text(&output.stdout));
    assert_eq!(before, times(&root.path().join("public")));
}

#[test]
fn a_site_that_was_tampered_with_is_mended_though_no_source_changed() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    let site = || {
        build(root.path());
        std::thread::sleep(std::time::Duration::from_millis(60));
        build(root.path());
        tree(&root.path().join("public"))
    };
    let clean = site();
    let home = root.path().join("public/index.html");
    std::fs::remove_file(&home).unwrap();
    assert_eq!(site(), clean, "a page that was lost comes back");
    std::fs::write(&home, "spoilt").unwrap();
    assert_eq!(site(), clean, "a page that was altered is made anew");

    let settings = |title: &str| write(root.path(), "book.toml", &format!("[book]\ntitle = \"{title}\"\n"));
    settings("甲");
    let titled = site();
    settings("乙");
    assert_ne!(site(), titled, "other settings make another site");
    settings("甲");
    assert_eq!(site(), titled);
}

#[test]
fn what_is_wrong_is_told_in_every_run() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 5);
    write(
        root.path(),
        "content/2015/02/90.md",
        "---\ntitle: 甲\npage: 3\nnumber: 云政发〔1999〕8号\ndate: 2015-01-01\n---\n",
    );
    let told = || {
        let output = gongbao(root.path(), &["build", "--format", "short"]);
        assert!(output.status.success());
        text(&output.stdout) + &text(&output.stderr)
    };
    let warning = |told: &str| told.lines().find(|line| line.contains("warning")).map(str::to_owned);
    let first = warning(&told());
    assert!(first.is_some());
    std::thread::sleep(std::time::Duration::from_millis(60));
    for _ in 0..2 {
        assert_eq!(warning(&told()), first);
    }
}

#[test]
fn what_was_read_before_is_not_read_again() {
    let sources = gongbao::source::Memory::new();
    generated(20).iter().for_each(|(path, text)| sources.put(path, text.as_str()));
    let listing = sources.list("content").unwrap();
    let read = |kept| {
        gongbao::parse::files::files(
            &sources,
            &listing.files,
            "content",
            &NumberKinds::default(),
            kept,
            &|_| (),
        )
        .unwrap()
    };
    let first = read(Vec::new());
    assert_eq!(first.parsed, listing.files.len());
    drop(sources.take_reads());
    let second = read(first.files);
    assert_eq!((second.parsed, second.changed), (0, false));
    assert!(sources.take_reads().is_empty());
}

#[test]
fn one_changed_document_writes_only_the_files_that_show_it() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 40);
    build(root.path());
    let before = tree(&root.path().join("public"));
    let path = "content/2015/02/03.md";
    let old = std::fs::read_to_string(root.path().join(path)).unwrap();
    write(root.path(), path, &format!("{old}\n新增一段。\n"));
    let output = gongbao(root.path(), &["build"]);
    let after = tree(&root.path().join("public"));
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    let (index, changed): (Vec<&String>, Vec<&String>) =
        changed.map(|(path, _)| path).partition(|path| path.starts_with("search/"));
    let told = format!("{} changed", index.len() + changed.len());
    assert!(text(&output.stdout).contains(&told), "{}", text(&output.stdout));
    assert!(!index.iter().any(|path| path.ends_with(".html") || path.contains("/n/")), "{index:?}");
    assert_eq!(
        changed,
        [
            "2015/02/03.html",
            "2015/02/03.json",
            "2015/02/03.md",
            "2015/02/2015-02.epub",
            "2015/02/print.html",
            "codes/2015.html",
            "data/catalogue.csv",
            "data/catalogue.json",
            "data/text/2015.jsonl",
        ]
    );
}

#[test]
fn a_lost_or_damaged_cache_means_a_full_build_and_never_a_wrong_one() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 30);
    build(root.path());
    let site = tree(&root.path().join("public"));
    let beside = root.path().join(".public.gongbao");
    for (path, mut bytes) in tree(&beside) {
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0xff;
        }
        std::fs::write(beside.join(path), bytes).unwrap();
    }
    build(root.path());
    assert_eq!(tree(&root.path().join("public")), site);
    std::fs::remove_dir_all(&beside).unwrap();
    std::fs::remove_file(root.path().join("content/2015/01/05.md")).unwrap();
    build(root.path());
    let without = tree(&root.path().join("public"));
    assert!(
        !without.contains_key("2015/01/05.html"),
        "what vanished from the sources vanishes, cache or no cache"
    );
}

/// A document that charges one department and names another, with an id that can be changed.
const TASK: &str = "---\ntitle: 关于校车的任务\ndepartment: 云溪区人民政府\n---\n## 任务 {#甲}\n\n由云溪区教育局牵头。\n\n另请云溪区档案馆知悉。\n";

#[test]
fn an_edit_of_a_text_leaves_what_its_neighbours_say_of_departments() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    write(root.path(), "content/2015/01/90.md", TASK);
    write(root.path(), "content/2015/01/91.md", TASK);
    build(root.path());
    let named = tree(&root.path().join(".public.gongbao/named"));
    write(root.path(), "content/2015/01/91.md", &format!("{TASK}\n又一段。\n"));
    build(root.path());
    assert_eq!(tree(&root.path().join(".public.gongbao/named")), named);
}

#[test]
fn what_is_said_of_departments_is_found_again_when_what_was_put_aside_is_lost() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    write(root.path(), "content/departments/jyj.md", "---\ntitle: 云溪区教育局\n---\n");
    write(root.path(), "content/2015/01/90.md", TASK);
    write(root.path(), "content/2016/01/90.md", "---\ntitle: 公告\ndepartment: 云溪区档案馆\n---\n正文。\n");
    build(root.path());
    let site = tree(&root.path().join("public"));
    assert!(site.contains_key("departments/jyj/tasks.html"), "{:?}", site.keys());
    let named = root.path().join(".public.gongbao/named");
    let kept = tree(&named);
    assert!(!kept.is_empty());
    // Another title makes the links of all documents be followed again.
    let retitle = |title: &str| {
        write(root.path(), "content/2016/01/91.md", &format!("---\ntitle: {title}\n---\n正文。\n"));
        build(root.path());
        let site = tree(&root.path().join("public"));
        std::fs::remove_file(root.path().join("content/2016/01/91.md")).unwrap();
        build(root.path());
        assert_eq!(
            tree(&root.path().join("public"))["departments/jyj/tasks.html"],
            site["departments/jyj/tasks.html"]
        );
        site["departments/jyj/tasks.html"].clone()
    };
    let whole = retitle("甲通知");
    for (path, bytes) in &kept {
        std::fs::write(named.join(path), &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(retitle("乙通知"), whole, "half of a shard is as good as none");
    std::fs::remove_dir_all(&named).unwrap();
    assert_eq!(retitle("丙通知"), whole);
    assert_eq!(tree(&named), kept, "and it is put aside again");
}

/// What becomes of the bytes of a file.
type Damage = fn(&[u8]) -> Vec<u8>;

#[test]
fn what_is_known_of_texts_is_read_again_where_it_is_lost_or_damaged() {
    const CITED: &str = "---\ntitle: 关于水的通知\nnumber: 云政发〔2016〕900号\n---\n正文。\n";
    const CITING: &str = "---\ntitle: 关于桥的通知\n---\n根据云政发〔2016〕900号办理。\n";
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    write(root.path(), "content/2016/01/90.md", CITED);
    write(root.path(), "content/2015/01/90.md", CITING);
    build(root.path());
    let texts = root.path().join(".public.gongbao/texts");
    let site = || tree(&root.path().join("public"));
    let nothing = |_: &[u8]| Vec::new();
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let other = |bytes: &[u8]| bytes.iter().map(|byte| byte ^ 0x55).collect();
    let damages: [Damage; 3] = [nothing, half, other];
    let edits = [
        // Links are taken up, and the page shows the sentence of the other document.
        ("content/2016/01/90.md", format!("{CITED}\n又一段。\n")),
        // Links are followed again, and all texts are asked for.
        ("content/2016/01/90.md", CITED.replace("水", "河")),
        ("content/2015/01/90.md", CITING.replace("办理", "执行")),
    ];
    for ((path, text), damage) in
        edits.iter().flat_map(|edit| damages.iter().map(move |damage| (edit, damage)))
    {
        let whole = tree(&texts);
        for (name, bytes) in &whole {
            std::fs::write(texts.join(name), damage(bytes)).unwrap();
        }
        let before = std::fs::read(root.path().join(path)).unwrap();
        write(root.path(), path, text);
        build(root.path());
        let built = site();
        assert!(String::from_utf8_lossy(&built["2016/01/90.html"]).contains("关于桥的通知"));
        std::fs::remove_dir_all(root.path().join(".public.gongbao")).unwrap();
        build(root.path());
        assert_eq!(site(), built, "{text}");
        std::fs::write(root.path().join(path), before).unwrap();
        build(root.path());
    }
}

#[test]
fn a_text_that_was_lost_is_kept_again() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    let title = |title: &str| {
        write(root.path(), "content/2016/01/91.md", &format!("---\ntitle: {title}\n---\n正文。\n"));
        build(root.path());
    };
    title("甲通知");
    let texts = root.path().join(".public.gongbao/texts");
    let whole = tree(&texts);
    std::fs::remove_dir_all(&texts).unwrap();
    // Another title makes the links of all texts be followed again.
    title("乙通知");
    title("甲通知");
    assert_eq!(tree(&texts), whole);
}

#[test]
fn a_place_that_gets_another_id_is_led_to_by_it_from_all_pages() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    write(root.path(), "content/departments/jyj.md", "---\ntitle: 云溪区教育局\n---\n");
    write(root.path(), "content/departments/dag.md", "---\ntitle: 云溪区档案馆\n---\n");
    write(root.path(), "content/2015/01/90.md", TASK);
    build(root.path());
    write(root.path(), "content/2015/01/90.md", &TASK.replace("甲", "乙"));
    build(root.path());
    let site = tree(&root.path().join("public"));
    for page in ["departments/jyj/tasks.html", "departments/dag/named.html"] {
        let page = text(&site[page]);
        assert!(page.contains("#乙__p_") && !page.contains("#甲__p_"), "{page}");
    }
}

#[test]
fn a_build_with_errors_leaves_the_old_site_exactly_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 20);
    build(root.path());
    let before = tree(&root.path().join("public"));
    write(root.path(), "content/2015/01/02.md", "---\ntitle: 新题名\n---\n[无](nowhere.md)\n");
    write(root.path(), "content/2015/01/01.md", "---\ntitle: 新题名的通知\n---\n");
    let output = gongbao(root.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("nothing was written"));
    assert_eq!(tree(&root.path().join("public")), before);
    write(root.path(), "themes/default/templates/document.html", "{{ content.nowhere }}");
    write(root.path(), "content/2015/01/02.md", "---\ntitle: 新题名\n---\n");
    assert_eq!(gongbao(root.path(), &["build"]).status.code(), Some(1));
    assert_eq!(tree(&root.path().join("public")), before);
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_strange_files_in_ours_stay() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 5);
    write(root.path(), "public/thesis.docx", "ten years of work");
    let output = gongbao(root.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("was not made by gongbao"), "{}", text(&output.stderr));
    assert_eq!(tree(&root.path().join("public")).len(), 1);
    std::fs::remove_file(root.path().join("public/thesis.docx")).unwrap();
    build(root.path());
    write(root.path(), "public/CNAME", "gazette.example");
    write(root.path(), "public/2015/notes.txt", "mine");
    std::fs::remove_dir_all(root.path().join("content/2015")).unwrap();
    write(root.path(), "content/2016/01/01.md", "---\ntitle: 甲\n---\n");
    build(root.path());
    let site = tree(&root.path().join("public"));
    assert!(
        site.contains_key("CNAME")
            && site.contains_key("2015/notes.txt")
            && !site.contains_key("2015/01/01.html")
    );
    let output = gongbao(root.path(), &["clean"]);
    assert!(output.status.success());
    assert_eq!(
        tree(&root.path().join("public")).into_keys().collect::<Vec<_>>(),
        ["2015/notes.txt", "CNAME"]
    );
}

#[test]
fn the_output_may_not_hold_the_sources() {
    let root = tempfile::tempdir().unwrap();
    project(root.path(), 5);
    for output in [".", "content", "content/site"] {
        assert_eq!(gongbao(root.path(), &["build", "--output", output]).status.code(), Some(2), "{output}");
    }
    assert_eq!(tree(&root.path().join("content")).len(), 6);
}

/// What can happen to an archive between two builds.
#[derive(Clone, Debug)]
enum Edit {
    Add(u8, u8),
    ChangeText(usize),
    ChangeTitle(usize),
    Insert(usize, u8),
    Rename(usize, u8),
    Delete(usize),
    Theme(bool),
    Style(u8),
    Settings(u8),
    Issue(usize, u8),
    Asset(u8),
    DeleteOutput(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        (0..4u8, 10..40u8).prop_map(|(issue, place)| Edit::Add(issue, place)),
        any::<usize>().prop_map(Edit::ChangeText),
        any::<usize>().prop_map(Edit::ChangeTitle),
        (any::<usize>(), 0..4u8).prop_map(|(which, what)| Edit::Insert(which, what)),
        (any::<usize>(), 40..60u8).prop_map(|(which, place)| Edit::Rename(which, place)),
        any::<usize>().prop_map(Edit::Delete),
        any::<bool>().prop_map(Edit::Theme),
        any::<u8>().prop_map(Edit::Style),
        (0..4u8).prop_map(Edit::Settings),
        (any::<usize>(), 1..28u8).prop_map(|(which, day)| Edit::Issue(which, day)),
        any::<u8>().prop_map(Edit::Asset),
        any::<usize>().prop_map(Edit::DeleteOutput),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..4).prop_map(|steps| steps.concat())
}

/// A theme whose pages show all that they are given. That a rebuild with it equals a clean build says
/// that no template can reach what its page does not depend on.
fn showing_all() -> String {
    let base = gongbao::render::built_in_file("templates/base.html").unwrap();
    let all = "<pre>{{ site }} {{ page }} {{ content }} {{ outline }} {{ text }} {{ head }}</pre></body>";
    let showing = base.replace("</body>", all);
    assert_ne!(base, showing);
    showing
}

fn documents(root: &Path) -> Vec<String> {
    let all = tree(&root.join("content"));
    all.into_keys().filter(|path| path.ends_with(".md") && !path.ends_with("issue.md")).collect()
}

fn apply(root: &Path, edit: &Edit) {
    let pick = |which: usize, from: Vec<String>| (!from.is_empty()).then(|| from[which % from.len()].clone());
    let content = root.join("content");
    match edit {
        Edit::Add(issue, place) => {
            let text = format!(
                "---\ntitle: 新增第{place}号公告\ndepartment: 云溪区档案馆\ntopics: [档案]\n---\n正文。\n"
            );
            write(root, &format!("content/2016/{:02}/{place}.md", issue + 1), &text);
        }
        Edit::ChangeText(which) | Edit::ChangeTitle(which) => {
            let Some(path) = pick(*which, documents(root)) else { return };
            let old = std::fs::read_to_string(content.join(&path)).unwrap();
            let new = match edit {
                Edit::ChangeText(_) => format!("{old}\n又一段。\n"),
                _ => old.replacen("title: ", "title: 修订后的", 1),
            };
            write(&content, &path, &new);
        }
        // Before all others, so that every place of the text is another afterwards.
        Edit::Insert(which, what) => {
            let Some(path) = pick(*which, documents(root)) else { return };
            let old = std::fs::read_to_string(content.join(&path)).unwrap();
            let paragraphs = [
                "又一段。",
                "依照《新增第12号公告》办理。",
                "由云溪区教育局牵头，云溪区档案馆配合。",
                "## 另 {#另}",
            ];
            let inserted = paragraphs[usize::from(*what)];
            if let Some((front, text)) =
                old.split_once("\n---\n").filter(|(_, text)| !text.contains(inserted))
            {
                write(&content, &path, &format!("{front}\n---\n{inserted}\n\n{text}"));
            }
        }
        Edit::Rename(which, place) => {
            let Some(path) = pick(*which, documents(root)) else { return };
            let to = format!("{}/{place}.md", path.rsplit_once('/').unwrap().0);
            // Links to the old name would be errors, so the text goes with it.
            for other in documents(root) {
                let text = std::fs::read_to_string(content.join(&other)).unwrap();
                let name = path.rsplit('/').next().unwrap();
                if other.rsplit_once('/').unwrap().0 == path.rsplit_once('/').unwrap().0 {
                    write(&content, &other, &text.replace(&format!("({name}#"), &format!("({place}.md#")));
                }
            }
            std::fs::rename(content.join(&path), content.join(to)).unwrap();
        }
        Edit::Delete(which) => {
            let Some(path) = pick(*which, documents(root)) else { return };
            let name = path.rsplit('/').next().unwrap().to_owned();
            std::fs::remove_file(content.join(&path)).unwrap();
            for other in documents(root) {
                let text = std::fs::read_to_string(content.join(&other)).unwrap();
                if other.rsplit_once('/').unwrap().0 == path.rsplit_once('/').unwrap().0 {
                    write(&content, &other, &text.replace(&format!("见[上一件]({name}#sec_1)。"), ""));
                }
            }
        }
        Edit::Theme(own) => {
            let page = "{% extends \"base.html\" %}{% block main %}<h1>{{ label(of=page.title) }}</h1>{{ text }}{% endblock main %}";
            if *own {
                write(root, "themes/default/templates/document.html", page);
                write(root, "themes/default/templates/base.html", &showing_all());
            } else {
                let _ = std::fs::remove_dir_all(root.join("themes"));
            }
        }
        Edit::Style(shade) => {
            write(root, "themes/default/assets/style.css", &format!("body {{ color: #{shade:02x}0000 }}"));
        }
        Edit::Settings(which) => {
            let title = ["云溪公报", "云溪区人民政府公报"][usize::from(which % 2)];
            let language = ["zh-Hans", "en"][usize::from(which / 2)];
            write(root, "book.toml", &format!("[book]\ntitle = \"{title}\"\nlanguage = \"{language}\"\n"));
        }
        Edit::Issue(which, day) => {
            let issues: Vec<String> =
                tree(&content).into_keys().filter(|path| path.ends_with("issue.md")).collect();
            if let Some(path) = pick(*which, issues) {
                write(
                    &content,
                    &path,
                    &format!("---\ndate: 2016-01-{day:02}\ntotal_number: {day}\n---\n编者按。\n"),
                );
            }
        }
        Edit::Asset(byte) => write(root, "content/2015/01/table.csv", &format!("a,b\n{byte},2\n")),
        Edit::DeleteOutput(which) => {
            let site = root.join("public");
            let files = tree(&site).into_keys().filter(|path| path != ".gongbao").collect();
            if let Some(path) = pick(*which, files) {
                std::fs::remove_file(site.join(path)).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuild_after_any_edits_equals_a_clean_build(edits in edits(), builds_after in prop::collection::vec(any::<bool>(), 12)) {
        let root = tempfile::tempdir().unwrap();
        project(root.path(), 20);
        build(root.path());
        for (edit, build_now) in edits.iter().zip(builds_after.iter().cycle()) {
            apply(root.path(), edit);
            if *build_now {
                build(root.path());
            }
        }
        build(root.path());
        let output = gongbao(root.path(), &["build", "--quiet", "--output", "clean"]);
        prop_assert!(output.status.success());
        prop_assert_eq!(tree(&root.path().join("public")), tree(&root.path().join("clean")), "after {:?}", edits);
    }
}
