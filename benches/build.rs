//! Times whole builds of a generated archive, as an office would run them: anew, with nothing changed,
//! and with one document changed.
//!
//!     cargo bench --bench build                        10,000 documents
//!     BENCH_DOCUMENTS=100000 cargo bench --bench build
//!     BENCH_FOLDER=/dev/shm cargo bench --bench build  on a memory file system, as figures should be

#![allow(
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark runs the program and looks at the clock"
)]
#![allow(clippy::pedantic, reason = "a benchmark is read as a recipe, not as a library")]

mod generator;

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

const RUNS: usize = 3;

fn main() {
    // `cargo test --benches` and the like only want to know that it compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let documents: usize =
        std::env::var("BENCH_DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let folder: PathBuf = std::env::var_os("BENCH_FOLDER").map_or_else(std::env::temp_dir, PathBuf::from);
    let root = folder.join(format!("gongbao-bench-{documents}"));
    let _ = std::fs::remove_dir_all(&root);
    generator::write(&root, documents);
    println!("{documents} documents in {}, median of {RUNS} runs", root.display());

    report("anew", &root, |root| {
        let _ = std::fs::remove_dir_all(root.join("public"));
        let _ = std::fs::remove_dir_all(root.join(".public.gongbao"));
    });
    // A file that changed a moment ago is read again to be sure; this run settles that.
    run(&root);
    report("nothing changed", &root, |_| ());
    let mut turn = 0;
    report("one document changed", &root, |root| {
        turn += 1;
        let path = root.join("content/2001/03/04.md");
        let text = std::fs::read_to_string(&path).expect("the generator wrote it");
        std::fs::write(&path, format!("{text}\n第{turn}次补充。\n")).expect("the folder can be written");
    });
    let _ = std::fs::remove_dir_all(&root);
}

fn report(what: &str, root: &Path, mut before: impl FnMut(&Path)) {
    let mut results: Vec<(Duration, u64)> = (0..RUNS)
        .map(|_| {
            before(root);
            run(root)
        })
        .collect();
    results.sort();
    let (took, _) = results[RUNS / 2];
    let peak = results.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
    println!("{what:22} {:8.2} s {:6} MB", took.as_secs_f64(), peak / 1024);
}

/// Wall time and peak memory in kB of one build.
fn run(root: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["build", "--quiet", "-C"])
        .arg(root)
        .spawn()
        .expect("the program starts");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(&child));
        match child.try_wait().expect("a child can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let took = start.elapsed();
    assert!(status.success(), "the build failed");
    (took, peak)
}

/// Linux tells the highest memory so far; elsewhere it is not measured.
fn peak_memory(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
