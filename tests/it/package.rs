//! Packages: what is handed out, and the proof that a copy of it is whole.

mod release;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use crate::support::{generated, gongbao, gongbao_in, text, tree, write};

const READS: &str = "# Every file with its SHA-256, for `sha256sum -c manifest.txt`";

/// An archive with a draft, a withdrawn document and a note between editors.
pub fn archive(root: &Path) {
    for (path, text) in generated(12) {
        write(root, &path, &text);
    }
    write(root, "content/2018/01/90-draft.md", "---\ntitle: 草稿的标题\ndraft: true\n---\n草稿的正文\n");
    write(
        root,
        "content/2018/01/91-withdrawn.md",
        "---\ntitle: 撤下的标题\nwithdrawn:\n  date: 2018-12-01\n  reason: 含个人信息\n---\n撤下的正文\n",
    );
}

pub fn succeeds(root: &Path, arguments: &[&str]) -> String {
    let output = gongbao(root, arguments);
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// An archive with its stick beside it.
fn stick() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    succeeds(root.path(), &["package", "usb", "--out", "stick", "-q"]);
    let stick = root.path().join("stick");
    (root, stick)
}

/// What `verify` says of a copy: its exit code, and a line for each file.
fn verified(copy: &Path) -> (i32, Vec<String>) {
    let output = gongbao(copy.parent().unwrap(), &["verify", copy.to_str().unwrap(), "-q"]);
    let mut lines: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    // The last line sums up.
    lines.pop();
    (output.status.code().unwrap(), lines)
}

/// Whether a tool of other people is there to check with. Where it is not, a test does without; in CI,
/// which sets `TOOLS_ARE_THERE`, it fails.
pub fn has(tool: &str) -> bool {
    has_if(tool, Command::new(tool).arg("--version").output().is_ok())
}

pub fn has_if(tool: &str, found: bool) -> bool {
    assert!(found || std::env::var_os("TOOLS_ARE_THERE").is_none(), "CI has no `{tool}`");
    if !found {
        eprintln!("left out: this test needs `{tool}`, which is not installed");
    }
    found
}

#[test]
fn a_stick_is_the_site_with_what_opens_checks_and_explains_it() {
    let (root, stick) = stick();
    let files = tree(&stick);
    let site: BTreeMap<String, Vec<u8>> =
        tree(&root.path().join("public")).into_iter().filter(|(path, _)| path != ".gongbao").collect();
    let on_stick: BTreeMap<String, Vec<u8>> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("site/")?.to_owned(), bytes.clone())))
        .collect();
    assert!(on_stick == site, "the site on the stick has the bytes of the site");
    let others: Vec<&str> =
        files.keys().map(String::as_str).filter(|path| !path.starts_with("site/")).collect();
    assert_eq!(others, ["manifest.txt", "open.html", "打开.html", "核验.html", "说明.txt"]);
    assert!(text(&files["打开.html"]).contains("url=site/index.html"));
    let readme = &files["说明.txt"];
    assert!(readme.starts_with("\u{feff}云溪区人民政府公报\r\n".as_bytes()), "{}", text(readme));
    assert_eq!(readme.iter().filter(|b| **b == b'\n').count(), text(readme).matches("\r\n").count());
    assert!(text(&files["manifest.txt"]).contains(READS));
}

#[test]
fn sources_go_along_when_asked_for_and_never_what_is_not_published() {
    let (root, _) = stick();
    let others =
        ["2015/01/issue.md", "departments/jyj.md", "pages/about.md"].map(|path| format!("content/{path}"));
    for path in &others {
        write(root.path(), path, "---\ntitle: 云溪区教育局\n---\n正文。\n");
    }
    succeeds(root.path(), &["package", "usb", "--out", "full.zip", "--sources", "-q"]);
    succeeds(root.path(), &["package", "usb", "--out", "full", "--sources", "-q"]);
    let files = tree(&root.path().join("full"));
    assert_eq!(files["sources/book.toml"], std::fs::read(root.path().join("book.toml")).unwrap());
    assert!(files.keys().filter(|path| path.starts_with("sources/content/")).count() >= 12);
    for path in others {
        assert!(files.contains_key(&format!("sources/{path}")), "{path}");
    }
    for (path, bytes) in files {
        let words = text(&bytes);
        assert!(!words.contains("草稿的") && !words.contains("撤下的正文"), "{path}");
    }
}

#[test]
fn the_same_archive_gives_the_same_zip_file() {
    let (root, _) = stick();
    let other = tempfile::tempdir().unwrap();
    archive(other.path());
    succeeds(root.path(), &["package", "usb", "--out", "a.zip", "-q"]);
    succeeds(other.path(), &["package", "usb", "--out", "deep/down/b.zip", "-q"]);
    let (a, b) = (root.path().join("a.zip"), other.path().join("deep/down/b.zip"));
    assert!(std::fs::read(&a).unwrap() == std::fs::read(&b).unwrap(), "byte for byte");
    assert_eq!(verified(&a), (0, vec![]));
    let left: Vec<_> = tree(other.path()).into_keys().filter(|path| path.ends_with(".new")).collect();
    assert_eq!(left, Vec::<String>::new(), "nothing is left beside it");
}

#[test]
fn sha256sum_checks_the_manifest_too() {
    let (_root, stick) = stick();
    if !has("sha256sum") {
        return;
    }
    let check =
        || Command::new("sha256sum").args(["-c", "--quiet", "manifest.txt"]).current_dir(&stick).output();
    assert!(check().unwrap().status.success());
    std::fs::write(stick.join("site/404.html"), "other").unwrap();
    assert!(!check().unwrap().status.success());
}

#[test]
fn verify_says_file_by_file_what_is_wrong() {
    let (_root, stick) = stick();
    assert_eq!(verified(&stick), (0, vec![]));
    write(&stick, "site/index.html", "other");
    std::fs::remove_file(stick.join("site/404.html")).unwrap();
    write(&stick, "site/n/more.html", "more");
    write(&stick, ".DS_Store", "left by a system");
    assert_eq!(
        verified(&stick),
        (
            1,
            vec![
                "site/404.html: missing".into(),
                "site/index.html: changed".into(),
                "site/n/more.html: added".into()
            ]
        )
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_no_file_of_a_copy() {
    let (root, stick) = stick();
    let moved = root.path().join("elsewhere.html");
    std::fs::rename(stick.join("site/404.html"), &moved).unwrap();
    std::os::unix::fs::symlink(&moved, stick.join("site/404.html")).unwrap();
    let (code, lines) = verified(&stick);
    assert_eq!((code, lines.contains(&"site/404.html: no plain file".to_owned())), (1, true), "{lines:?}");
}

#[test]
fn a_folder_without_a_manifest_proves_nothing() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "copy/index.html", "x");
    assert_eq!(verified(&root.path().join("copy")), (1, vec!["manifest.txt: missing".into()]));
    assert_eq!(verified(&root.path().join("nowhere")).0, 2);
}

/// Copies are altered in memory and put on disk file by file, so a case costs milliseconds.
#[test]
fn any_byte_flipped_file_removed_or_file_added_is_found() {
    let (_root, stick) = stick();
    let files: Vec<(String, Vec<u8>)> =
        tree(&stick).into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    let verify = || {
        let contents = gongbao::package::Contents::open(&stick).unwrap();
        gongbao::package::verify(&contents, &|_| ()).unwrap().findings
    };
    assert_eq!(verify(), []);
    let case = (0..files.len(), any::<prop::sample::Index>(), 0..8_u32, 0..3_u8);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    runner
        .run(&case, |(file, at, bit, what)| {
            let (path, bytes) = &files[file];
            let place = stick.join(path);
            match what {
                0 => {
                    let mut other = bytes.clone();
                    let at = at.index(other.len());
                    other[at] ^= 1 << bit;
                    std::fs::write(&place, other).unwrap();
                }
                1 => std::fs::remove_file(&place).unwrap(),
                _ => std::fs::write(place.with_extension(format!("{bit}x")), "added").unwrap(),
            }
            let found = verify();
            std::fs::write(&place, bytes).unwrap();
            let _ = std::fs::remove_file(place.with_extension(format!("{bit}x")));
            prop_assert!(!found.is_empty(), "{path}, {what}");
            Ok(())
        })
        .unwrap();
    assert_eq!(verify(), []);
}

#[test]
fn any_byte_flipped_in_a_zip_file_is_found_or_changes_no_file() {
    let (root, stick) = stick();
    succeeds(root.path(), &["package", "usb", "--out", "a.zip", "-q"]);
    let zip = std::fs::read(root.path().join("a.zip")).unwrap();
    let copy = root.path().join("copy.zip");
    let files = tree(&stick);
    let case = (0..zip.len(), 0..8_u32);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(150));
    runner
        .run(&case, |(at, bit)| {
            let mut other = zip.clone();
            other[at] ^= 1 << bit;
            std::fs::write(&copy, other).unwrap();
            let Ok(contents) = gongbao::package::Contents::open(&copy) else { return Ok(()) };
            let Ok(report) = gongbao::package::verify(&contents, &|_| ()) else { return Ok(()) };
            if report.findings.is_empty() {
                for (path, bytes) in &files {
                    let read = contents.read(path).unwrap();
                    prop_assert!(read.as_ref() == Some(bytes), "{path} differs and nothing was found");
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_wrong_is_told_in_the_language_of_the_copy() {
    let (root, stick) = stick();
    write(&stick, "site/index.html", "other");
    std::fs::remove_file(stick.join("site/404.html")).unwrap();
    std::fs::rename(stick.join("site/assets/style.css"), stick.join("site/assets/Style.css")).unwrap();
    let told = gongbao_in(root.path(), &["verify", "stick"], None);
    let told = text(&told.stdout);
    let mut lines: Vec<&str> = told.lines().collect();
    let last = lines.pop().unwrap();
    assert_eq!(
        lines,
        [
            "site/404.html：缺少",
            "site/assets/Style.css：多出",
            "site/assets/style.css：缺少",
            "site/index.html：被改动"
        ]
    );
    assert!(last.starts_with("stick 与清单不符：4 处问题；"), "{last}");
    let nothing = gongbao(root.path(), &["verify", "content"]);
    assert_eq!(
        text(&nothing.stdout).lines().last().unwrap(),
        "content has no manifest.txt at its root, so there is nothing to check it by; name the stick, folder or zip file that has one"
    );
}

#[test]
fn a_signature_that_nobody_asked_about_is_mentioned() {
    let (root, _) = stick();
    let keys = tempfile::tempdir().unwrap();
    succeeds(keys.path(), &["keygen", "k", "--no-password"]);
    assert!(!succeeds(root.path(), &["verify", "stick"]).contains("signature"));
    succeeds(root.path(), &["sign", "stick", "--key", keys.path().join("k.key").to_str().unwrap()]);
    assert!(succeeds(root.path(), &["verify", "stick"]).contains("carries a signature, which --key checks"));
}

#[test]
fn a_file_that_a_zip_file_cannot_give_back_is_changed() {
    let (root, _) = stick();
    succeeds(root.path(), &["package", "usb", "--out", "a.zip", "-q"]);
    let mut bytes = std::fs::read(root.path().join("a.zip")).unwrap();
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let mut archive = archive;
    let at = archive.by_name("site/index.html").unwrap().data_start().unwrap() as usize;
    bytes[at + 40] ^= 0x10;
    std::fs::write(root.path().join("a.zip"), bytes).unwrap();
    assert_eq!(verified(&root.path().join("a.zip")), (1, vec!["site/index.html: changed".into()]));
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_kept() {
    let (root, _) = stick();
    write(root.path(), "mine/letter.txt", "mine");
    let refused = gongbao(root.path(), &["package", "usb", "--out", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("is no package of gongbao"), "{}", text(&refused.stderr));
    assert_eq!(tree(&root.path().join("mine")).len(), 1);
    write(root.path(), "mine.zip", "mine");
    assert_eq!(gongbao(root.path(), &["package", "usb", "--out", "mine.zip"]).status.code(), Some(2));
    assert_eq!(std::fs::read(root.path().join("mine.zip")).unwrap(), b"mine");
}

#[test]
fn making_a_stick_again_writes_what_changed_and_touches_nothing_else() {
    let (root, stick) = stick();
    write(&stick, "letter.txt", "mine");
    write(root.path(), "content/2018/01/95-new.md", "---\ntitle: 新的文件\n---\n正文\n");
    std::fs::remove_file(root.path().join("content/2018/01/91-withdrawn.md")).unwrap();
    let said = succeeds(root.path(), &["package", "usb", "--out", "stick"]);
    assert!(said.contains(" written"), "{said}");
    assert!(stick.join("site/2018/01/95-new.html").is_file());
    assert!(!stick.join("site/2018/01/91-withdrawn.html").exists());
    assert_eq!(verified(&stick), (1, vec!["letter.txt: added".into()]));
    let said = succeeds(root.path(), &["package", "usb", "--out", "stick"]);
    assert!(said.contains("nothing changed"), "{said}");
    let clean = root.path().join("clean");
    succeeds(root.path(), &["package", "usb", "--out", "clean", "-q"]);
    std::fs::remove_file(stick.join("letter.txt")).unwrap();
    assert!(tree(&stick) == tree(&clean), "an updated stick is as good as a new one");
}

#[test]
fn a_file_in_the_way_stays_and_nothing_is_written() {
    let (root, stick) = stick();
    let before = tree(&stick);
    write(&stick, "site/2018/01/95-new.html", "mine");
    write(root.path(), "content/2018/01/95-new.md", "---\ntitle: 新的文件\n---\n正文\n");
    let refused = gongbao(root.path(), &["package", "usb", "--out", "stick"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("was not made by gongbao"), "{}", text(&refused.stderr));
    std::fs::remove_file(stick.join("site/2018/01/95-new.html")).unwrap();
    assert!(tree(&stick) == before, "all is as it was");
}

#[test]
fn what_an_interrupted_run_had_still_to_move_is_moved_by_the_next() {
    let (root, stick) = stick();
    let old = tree(&stick);
    write(root.path(), "content/2018/01/95-new.md", "---\ntitle: 新的文件\n---\n正文\n");
    for kill in 0..12_u32 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .current_dir(root.path())
            .args(["package", "usb", "--out", "stick", "-q"])
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(u64::from(20 * kill)));
        let _ = child.kill();
        child.wait().unwrap();
        let now = tree(&stick);
        let (code, _) = verified(&stick);
        assert!(code == 1 || now == old || now.contains_key("site/2018/01/95-new.html"), "kill {kill}");
    }
    succeeds(root.path(), &["package", "usb", "--out", "stick", "-q"]);
    assert_eq!(verified(&stick), (0, vec![]));
    assert!(stick.join("site/2018/01/95-new.html").is_file());
}

#[test]
fn an_archive_with_errors_gives_no_package() {
    let (root, stick) = stick();
    let before = tree(&stick);
    write(root.path(), "content/2018/01/96-wrong.md", "---\nnumber: 云政发〔2018〕1号\n---\n");
    let output = gongbao(root.path(), &["package", "usb", "--out", "stick"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(tree(&stick) == before);
}

#[test]
fn a_signature_holds_for_one_manifest_and_one_key() {
    let (root, stick) = stick();
    succeeds(root.path(), &["package", "usb", "--out", "stick.zip", "-q"]);
    let keys = tempfile::tempdir().unwrap();
    let key = |name: &str| keys.path().join(name).to_str().unwrap().to_owned();
    succeeds(keys.path(), &["keygen", "ours", "--no-password"]);
    succeeds(keys.path(), &["keygen", "other", "--no-password"]);
    for place in ["stick", "stick.zip"] {
        let unsigned = gongbao(root.path(), &["verify", place, "--key", &key("ours.pub")]);
        assert_eq!(unsigned.status.code(), Some(1));
        assert!(text(&unsigned.stdout).contains("is not signed"));
        succeeds(root.path(), &["sign", place, "--key", &key("ours.key"), "--comment", "2018年第1版"]);
        let said = succeeds(root.path(), &["verify", place, "--key", &key("ours.pub")]);
        assert!(said.contains("signed by this key: 2018年第1版"), "{said}");
        assert_eq!(
            gongbao(root.path(), &["verify", place, "--key", &key("other.pub")]).status.code(),
            Some(1)
        );
        succeeds(root.path(), &["verify", place]);
    }
    // The key as its line alone, as it is printed in a gazette.
    let line = std::fs::read_to_string(key("ours.pub")).unwrap().lines().nth(1).unwrap().to_owned();
    succeeds(root.path(), &["verify", "stick", "--key", &line]);
    // Another manifest, even a true one, is not what was signed.
    write(&stick, "site/404.html", "other");
    let manifest = std::fs::read_to_string(stick.join("manifest.txt")).unwrap();
    let files: Vec<_> = tree(&stick)
        .into_iter()
        .filter(|(path, _)| !path.starts_with("manifest.txt"))
        .map(|(path, bytes)| (path, gongbao::package::Sum::of(&bytes)))
        .collect();
    let forged = gongbao::package::Manifest::new(files).text();
    assert_ne!(forged, manifest);
    write(&stick, "manifest.txt", &forged);
    succeeds(root.path(), &["verify", "stick"]);
    assert_eq!(gongbao(root.path(), &["verify", "stick", "--key", &key("ours.pub")]).status.code(), Some(1));
}

#[test]
fn a_package_that_is_not_whole_is_not_signed() {
    let (root, stick) = stick();
    let keys = tempfile::tempdir().unwrap();
    succeeds(keys.path(), &["keygen", "k", "--no-password"]);
    write(&stick, "site/404.html", "other");
    let key = keys.path().join("k.key");
    let output = gongbao(root.path(), &["sign", "stick", "--key", key.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stick.join("manifest.txt.minisig").exists());
}

#[test]
fn a_secret_key_is_never_made_in_an_archive_and_never_overwritten() {
    let (root, _) = stick();
    for name in ["key", "content/key"] {
        let refused = gongbao(root.path(), &["keygen", name, "--no-password"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("keep the secret key elsewhere"));
    }
    let keys = tempfile::tempdir().unwrap();
    succeeds(keys.path(), &["keygen", "k", "--no-password"]);
    let made = std::fs::read(keys.path().join("k.key")).unwrap();
    assert_eq!(gongbao(keys.path(), &["keygen", "k", "--no-password"]).status.code(), Some(2));
    assert_eq!(std::fs::read(keys.path().join("k.key")).unwrap(), made);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(keys.path().join("k.key")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    }
}

/// Needs `minisign` (Debian has it), as CI does.
#[test]
fn minisign_and_gongbao_check_each_others_signatures() {
    let (root, stick) = stick();
    if !has("minisign") {
        return;
    }
    let keys = tempfile::tempdir().unwrap();
    let key = |name: &str| keys.path().join(name).to_str().unwrap().to_owned();
    let minisign = |arguments: &[&str]| {
        Command::new("minisign").args(arguments).current_dir(&stick).output().unwrap().status.success()
    };
    succeeds(keys.path(), &["keygen", "ours", "--no-password"]);
    succeeds(root.path(), &["sign", "stick", "--key", &key("ours.key")]);
    assert!(minisign(&["-Vm", "manifest.txt", "-p", &key("ours.pub")]), "minisign checks ours");
    assert!(minisign(&["-G", "-W", "-p", &key("its.pub"), "-s", &key("its.key")]));
    assert!(minisign(&["-Sm", "manifest.txt", "-s", &key("its.key")]));
    succeeds(root.path(), &["verify", "stick", "--key", &key("its.pub")]);
    succeeds(root.path(), &["sign", "stick", "--key", &key("its.key")]);
    assert!(minisign(&["-Vm", "manifest.txt", "-p", &key("its.pub")]), "its own key signs here too");
    write(&stick, "manifest.txt", "other");
    assert!(!minisign(&["-Vm", "manifest.txt", "-p", &key("its.pub")]));
}

/// Deriving the key takes a second and 1 GB in a release build, by minisign's own parameters, and much
/// longer without optimisation.
#[test]
#[ignore = "takes a minute: `cargo test --release -- --ignored`"]
fn an_encrypted_key_opens_with_its_password_alone() {
    let keys = gongbao::package::make_keys(Some("三个字".into())).unwrap();
    let open = |password: &str| {
        let password = password.to_owned();
        gongbao::package::open_secret_key(&keys.secret, &move || Ok(password.clone()))
    };
    assert!(open("三个字").is_ok());
    assert!(open("别的").is_err());
}
