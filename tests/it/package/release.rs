//! From release to release: what a delta holds, and how it is applied.

use std::path::Path;
use std::process::Command;

use super::{archive, has_if, succeeds, verified};
use crate::support::{gongbao, text, tree, write};

const DOCUMENT: &str = "content/2018/01/80-bus.md";

fn document(words: &str) -> String {
    format!("---\ntitle: 关于班车的通知\nnumber: 云政发〔2018〕80号\ndate: 2018-01-05\n---\n{words}\n")
}

/// An archive with a release of it in `old`, and then changed: a document new, one corrected, one repealed,
/// one withdrawn.
fn two_releases() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    write(root.path(), DOCUMENT, &document("班车八点发车。"));
    write(root.path(), "content/2018/01/81-names.md", "---\ntitle: 人员名单\n---\n张三。\n");
    write(
        root.path(),
        "content/2018/01/82-old.md",
        "---\ntitle: 旧的办法\nnumber: 云政发〔2018〕82号\n---\n旧。\n",
    );
    succeeds(root.path(), &["package", "usb", "--out", "old", "-q"]);
    write(root.path(), DOCUMENT, &document("班车九点发车。"));
    write(
        root.path(),
        "content/2018/01/81-names.md",
        "---\ntitle: 人员名单\nwithdrawn:\n  date: 2018-12-01\n---\n张三。\n",
    );
    write(
        root.path(),
        "content/2018/01/83-new.md",
        "---\ntitle: 新的办法\ndate: 2018-02-01\nrepeals: 云政发〔2018〕82号\n---\n新。\n",
    );
    root
}

fn bulletin(root: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(root.join("delta/bulletin.json")).unwrap()).unwrap()
}

#[test]
fn a_delta_holds_what_changed_and_brings_a_copy_to_the_new_release() {
    let root = two_releases();
    let root = root.path();
    for place in ["delta", "delta.zip"] {
        let said = succeeds(root, &["package", "delta", "--since", "old", "--out", place]);
        assert!(said.contains("1 document new"), "{said}");
        assert_eq!(verified(&root.join(place)), (0, vec![]), "a delta is checked like any package");
    }
    let delta = tree(&root.join("delta"));
    assert!(delta.contains_key("files/site/2018/01/83-new.html"));
    assert!(!delta.contains_key("files/site/assets/style.css"), "what did not change stays out");
    succeeds(root, &["package", "usb", "--out", "new", "-q"]);
    for (delta, copy) in [("delta", "copy"), ("delta.zip", "other")] {
        copy_folder(&root.join("old"), &root.join(copy));
        succeeds(root, &["apply", delta, "--to", copy]);
        assert!(tree(&root.join(copy)) == tree(&root.join("new")), "byte for byte the new release");
        let again = succeeds(root, &["apply", delta, "--to", copy]);
        assert!(again.contains("already"), "{again}");
    }
}

#[test]
fn a_bulletin_tells_what_is_new_corrected_withdrawn_and_of_another_status() {
    let root = two_releases();
    let root = root.path();
    succeeds(root, &["package", "delta", "--since", "old", "--out", "delta", "-q"]);
    let bulletin = bulletin(root);
    let titles = |kind: &str| -> Vec<String> {
        let items = bulletin["documents"][kind].as_array().unwrap().iter();
        items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles("new"), ["新的办法"]);
    assert_eq!(titles("corrected"), ["关于班车的通知"]);
    assert_eq!(titles("withdrawn"), ["人员名单"]);
    assert_eq!(titles("status"), ["旧的办法"]);
    assert_eq!(titles("removed"), Vec::<String>::new());
    let page = std::fs::read_to_string(root.join("delta/bulletin.html")).unwrap();
    for words in ["变更通报", "新的办法", "关于班车的通知", "云政发〔2018〕80号", "https://gazette.example/"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("张三"));
    let words: String = scraper::Html::parse_document(&page).root_element().text().collect();
    assert!(words.contains("现为：被 新的办法 废止（2018-02-01）"), "{words}");
    // The chain: which manifest it applies to, and which it leads to.
    let link = std::fs::read_to_string(root.join("delta/delta.txt")).unwrap();
    let old = gongbao::package::Sha256Sum::of(&std::fs::read(root.join("old/manifest.txt")).unwrap());
    assert!(link.contains(&format!("from {old}\n")), "{link}");
    assert_eq!(bulletin["from"], old.to_string());
}

#[test]
fn when_nothing_changed_no_delta_is_made() {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    succeeds(root.path(), &["package", "usb", "--out", "old", "--sources", "-q"]);
    let said = succeeds(root.path(), &["package", "delta", "--since", "old", "--out", "delta"]);
    assert!(said.contains("nothing has changed"), "{said}");
    assert!(!root.path().join("delta").exists());
}

#[test]
fn a_delta_is_refused_by_a_copy_that_is_damaged_added_to_or_another_release() {
    let root = two_releases();
    let root = root.path();
    succeeds(root, &["package", "delta", "--since", "old", "--out", "delta", "-q"]);
    let refused = |copy: &str, why: &str| {
        let before = tree(&root.join(copy));
        let output = gongbao(root, &["apply", "delta", "--to", copy]);
        assert_eq!(output.status.code(), Some(1), "{copy}");
        assert!(text(&output.stdout).contains(why), "{}", text(&output.stdout));
        assert!(tree(&root.join(copy)) == before, "{copy} is as it was");
    };
    copy_folder(&root.join("old"), &root.join("damaged"));
    write(root, "damaged/site/404.html", "other");
    refused("damaged", "site/404.html: changed");
    copy_folder(&root.join("old"), &root.join("added"));
    write(root, "added/site/2018/01/83-new.html", "mine");
    refused("added", "site/2018/01/83-new.html: added");
    write(root, DOCUMENT, &document("班车十点发车。"));
    succeeds(root, &["package", "usb", "--out", "later", "-q"]);
    refused("later", "is another release");
    copy_folder(&root.join("old"), &root.join("copy"));
    write(root, "delta/files/site/2018/01/83-new.html", "other");
    refused("copy", "is damaged, so nothing was done");
}

#[test]
fn an_update_that_is_killed_is_finished_by_the_next() {
    let root = two_releases();
    let root = root.path();
    succeeds(root, &["package", "delta", "--since", "old", "--out", "delta", "-q"]);
    succeeds(root, &["package", "usb", "--out", "new", "-q"]);
    let new = tree(&root.join("new"));
    for kill in 0..20_u32 {
        let copy = root.join("copy");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(&root.join("old"), &copy);
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .current_dir(root)
            .args(["apply", "delta", "--to", "copy", "-q"])
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(u64::from(10 * kill)));
        let _ = child.kill();
        child.wait().unwrap();
        succeeds(root, &["apply", "delta", "--to", "copy", "-q"]);
        assert!(tree(&copy) == new, "kill {kill}");
    }
}

#[test]
fn what_a_killed_update_had_still_to_move_is_told_and_moved() {
    let root = two_releases();
    let root = root.path();
    succeeds(root, &["package", "delta", "--since", "old", "--out", "delta", "-q"]);
    succeeds(root, &["package", "usb", "--out", "new", "-q"]);
    // A copy as a kill between two moves leaves it: some files moved, others staged, the list of moves
    // written.
    copy_folder(&root.join("old"), &root.join("copy"));
    let copy = root.join("copy");
    let staging = copy.join(".gongbao-work/staging");
    let (old, new) = (tree(&root.join("old")), tree(&root.join("new")));
    let changed: Vec<&String> = new.keys().filter(|path| old.get(*path) != new.get(*path)).collect();
    for (place, path) in changed.iter().enumerate() {
        let to = if place % 2 == 0 && path.as_str() != "manifest.txt" {
            copy.join(path)
        } else {
            staging.join(path)
        };
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, &new[*path]).unwrap();
    }
    let moves = changed.iter().map(|path| path.as_str().into()).collect();
    let removals =
        old.keys().filter(|path| !new.contains_key(*path)).map(|path| path.as_str().into()).collect();
    gongbao::write::Journal::new(moves, removals).write(&copy.join(".gongbao-work")).unwrap();
    let (code, lines) = verified(&copy);
    assert_eq!(code, 1);
    assert!(lines.iter().any(|line| line.contains("an update was interrupted")), "{lines:?}");
    succeeds(root, &["apply", "delta", "--to", "copy", "-q"]);
    assert!(tree(&copy) == new);
    assert_eq!(verified(&copy), (0, vec![]));
}

#[test]
fn a_signed_delta_makes_a_signed_copy() {
    let root = two_releases();
    let root = root.path();
    let keys = tempfile::tempdir().unwrap();
    let key = |name: &str| keys.path().join(name).to_str().unwrap().to_owned();
    succeeds(keys.path(), &["keygen", "k", "--no-password"]);
    succeeds(root, &["sign", "old", "--key", &key("k.key")]);
    succeeds(root, &["package", "delta", "--since", "old", "--out", "plain", "-q"]);
    succeeds(root, &["package", "delta", "--since", "old", "--out", "delta", "--key", &key("k.key"), "-q"]);
    copy_folder(&root.join("old"), &root.join("copy"));
    succeeds(root, &["apply", "delta", "--to", "copy"]);
    succeeds(root, &["verify", "copy", "--key", &key("k.pub")]);
    copy_folder(&root.join("old"), &root.join("unsigned"));
    succeeds(root, &["apply", "plain", "--to", "unsigned"]);
    assert!(!root.join("unsigned/manifest.txt.minisig").exists(), "an old signature does not stay");
    assert_eq!(verified(&root.join("unsigned")), (0, vec![]));
}

/// Needs `bagit` and `rocrate` from PyPI for the Python that TOOLS_PYTHON names (`python3` by default):
/// `tests/validate/tools` installs them, as CI does.
#[test]
fn a_bag_is_valid_by_the_reference_validator_and_a_crate_by_its_library() {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    let root = root.path();
    succeeds(root, &["package", "bagit", "--out", "bag", "--sources"]);
    let files = tree(&root.join("bag"));
    let info = text(&files["bag-info.txt"]);
    assert!(info.contains("External-Identifier: https://gazette.example/\n"), "{info}");
    assert!(files.contains_key("data/site/index.html") && files.contains_key("data/sources/book.toml"));
    assert!(!files.values().any(|bytes| text(bytes).contains("撤下的正文")));
    succeeds(root, &["package", "bagit", "--out", "again", "--sources", "-q"]);
    assert!(files == tree(&root.join("again")), "no clock: the same bag");
    let python = std::env::var("TOOLS_PYTHON").unwrap_or_else(|_| "python3".into());
    let imports = |module: &str| {
        let import = Command::new(&python).args(["-c", &format!("import {module}")]).output();
        has_if(module, import.is_ok_and(|import| import.status.success()))
    };
    if !imports("bagit") || !imports("rocrate") {
        return;
    }
    let validate = |folder: &str| {
        let check = "import bagit, sys\nbagit.Bag(sys.argv[1]).validate()";
        Command::new(&python).args(["-c", check, folder]).current_dir(root).output().unwrap()
    };
    let valid = validate("bag");
    assert!(valid.status.success(), "{}", text(&valid.stderr));
    // Every file of the payload is an entity that the library finds on disk.
    let read = "import sys, pathlib\nfrom rocrate.rocrate import ROCrate\nroot = pathlib.Path(sys.argv[1])\n\
                crate = ROCrate(root)\nassert crate.name == '云溪区人民政府公报', crate.name\n\
                files = {root / e.id for e in crate.get_entities() if e.type == 'File'}\n\
                there = {p for p in root.rglob('*') if p.is_file()} - {root / 'ro-crate-metadata.json'}\n\
                assert files == there, files ^ there";
    let read = Command::new(&python).args(["-c", read, "bag/data"]).current_dir(root).output().unwrap();
    assert!(read.status.success(), "{}", text(&read.stderr));
    write(root, "bag/data/site/404.html", "other");
    assert!(!validate("bag").status.success());
}

#[test]
fn a_bag_says_what_it_holds_as_an_ro_crate() {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    let root = root.path();
    let licence = "https://licence.example/";
    succeeds(root, &["package", "bagit", "--out", "bag", "--date", "2026-01-02", "--licence", licence, "-q"]);
    let info = std::fs::read_to_string(root.join("bag/bag-info.txt")).unwrap();
    assert!(info.contains("Bagging-Date: 2026-01-02\n"), "{info}");
    let crate_ = std::fs::read(root.join("bag/data/ro-crate-metadata.json")).unwrap();
    let crate_: serde_json::Value = serde_json::from_slice(&crate_).unwrap();
    let graph = crate_["@graph"].as_array().unwrap();
    let entity =
        |id: &str| graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(entity("ro-crate-metadata.json")["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.1");
    let dataset = entity("./");
    assert_eq!(dataset["name"], "云溪区人民政府公报");
    assert_eq!(dataset["datePublished"], "2026-01-02");
    assert_eq!(dataset["license"]["@id"], licence);
    let home = std::fs::read(root.join("bag/data/site/index.html")).unwrap();
    assert_eq!(entity("site/index.html")["sha256"], gongbao::package::Sum::of(&home).sha256.to_string());
    // Every file of the payload is there once, and nothing else.
    let listed = graph.iter().filter(|entity| entity["@type"] == "File").count();
    assert_eq!(listed, tree(&root.join("bag/data")).len() - 1);
}

#[test]
fn a_bag_is_a_folder_of_ours_or_nothing() {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    let root = root.path();
    write(root, "mine/letter.txt", "mine");
    assert_eq!(gongbao(root, &["package", "bagit", "--out", "mine"]).status.code(), Some(2));
    assert_eq!(tree(&root.join("mine")).len(), 1);
    assert_eq!(gongbao(root, &["package", "bagit", "--out", "bag.zip"]).status.code(), Some(2));
    succeeds(root, &["package", "bagit", "--out", "bag", "-q"]);
    std::fs::remove_file(root.join("content/2018/01/91-withdrawn.md")).unwrap();
    succeeds(root, &["package", "bagit", "--out", "bag", "-q"]);
    assert!(!root.join("bag/data/site/2018/01/91-withdrawn.html").exists(), "made again, it is the new one");
}

fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let place = to.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
}
