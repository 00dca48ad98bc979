//! Promise 3: a build that is killed leaves a whole site, the old one or the new one, or one that the
//! next build makes whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::links;
use crate::support::{generated, gongbao, text, tree, write};

const DOCUMENTS: usize = 150;
const KILLS: u32 = 40;

fn build_fully(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = gongbao(root, &["build", "--quiet"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    tree(&root.join("public"))
}

/// Gives every document another title, so that every page of the site changes.
fn edition(root: &Path, edition: u32) {
    for (path, text) in generated(DOCUMENTS) {
        if path.contains("content/") {
            write(root, &path, &text.replacen("title: ", &format!("title: 第{edition}版"), 1));
        } else {
            write(root, &path, &text);
        }
    }
}

/// Starts a build and kills it after a time.
fn kill_build_after(root: &Path, after: Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .current_dir(root)
        .args(["build", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_site() {
    let root = tempfile::tempdir().unwrap();
    edition(root.path(), 0);
    let mut old = build_fully(root.path());
    edition(root.path(), 1);
    let start = Instant::now();
    build_fully(root.path());
    let whole = start.elapsed();
    for kill in 0..KILLS {
        old = if kill == 0 { tree(&root.path().join("public")) } else { old };
        edition(root.path(), kill + 2);
        kill_build_after(root.path(), whole * kill / KILLS);
        let site = tree(&root.path().join("public"));
        let journal = root.path().join(".public.gongbao/journal").exists();
        if !journal && site != old {
            // No moves were left to do, so it is the new site.
            let new = build_fully(root.path());
            assert!(site == new, "kill {kill}: neither the old site nor the new one");
        } else if journal {
            // Killed between two moves: every page is whole, and the next build makes the site so.
            assert_eq!(links::problems(&site), Vec::<String>::new(), "kill {kill}");
            let new = build_fully(root.path());
            assert!(links::problems(&new).is_empty());
        }
        old = tree(&root.path().join("public"));
    }
    let rebuilt = build_fully(root.path());
    let output = gongbao(root.path(), &["build", "--quiet", "--output", "clean"]);
    assert!(output.status.success());
    assert!(rebuilt == tree(&root.path().join("clean")), "after all kills a build is as good as a clean one");
}

#[test]
fn what_a_killed_build_had_still_to_move_is_moved_by_the_next() {
    let root = tempfile::tempdir().unwrap();
    edition(root.path(), 0);
    build_fully(root.path());
    edition(root.path(), 1);
    // A journal can only be left by a kill between two moves, which is a matter of microseconds; here
    // many kills look for it near the end of a build.
    let start = Instant::now();
    let whole = {
        build_fully(root.path());
        start.elapsed()
    };
    for kill in 0..10u32 {
        edition(root.path(), kill + 2);
        kill_build_after(root.path(), whole.mul_f64(0.8 + 0.04 * f64::from(kill)));
        let new = build_fully(root.path());
        assert!(links::problems(&new).is_empty());
        assert!(!root.path().join(".public.gongbao/journal").exists());
        assert!(!root.path().join(".public.gongbao/staging").exists());
        assert!(text(&new["2015/01/01.html"]).contains(&format!("第{}版", kill + 2)));
    }
}
