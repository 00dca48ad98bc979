//! The least that a page can cost: what a program takes that reads each document, turns it into HTML with one
//! thin template, and writes it; nothing is resolved, listed, checked or remembered. What gongbao takes
//! beyond that is the price of the archive.
//!
//!     cargo bench --bench floor -- ARCHIVE/content OUTPUT
//!
//! Prints the time of each step for a document, and of all together. The output is best an empty folder of a
//! memory file system.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files")]

use std::cell::RefCell;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use tera::{Context, Tera, Value};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TEMPLATE: &str = "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{{ title }}</title></head><body><nav><a href=\"/\">{{ site }}</a></nav><h1>{{ title }}</h1><p>{{ number }} {{ date }}</p>{{ body }}</body></html>";

const STEPS: [&str; 5] = ["read", "front matter", "Markdown", "template", "write"];

/// What a thread uses again for each document.
#[derive(Default)]
struct Buffers {
    file: Vec<u8>,
    html: String,
    page: Vec<u8>,
}

fn main() {
    let places: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|word| word != "--bench").map(PathBuf::from).collect();
    let [from, to] = places.as_slice() else {
        println!("skipped: name the content folder of an archive, and a folder for the pages");
        return;
    };
    let start = Instant::now();
    let walk = walkdir::WalkDir::new(from).sort_by_file_name().into_iter();
    let files: Vec<PathBuf> = walk
        .map(|entry| entry.expect("the folder can be walked").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    let target =
        |file: &PathBuf| to.join(file.strip_prefix(from).expect("it lies below")).with_extension("html");
    for folder in files.chunk_by(|a, b| a.parent() == b.parent()) {
        fs::create_dir_all(target(&folder[0]).parent().expect("it has a folder")).expect("it can be made");
    }
    let mut tera = Tera::default();
    tera.add_raw_templates([("page.html", TEMPLATE)]).expect("the template is well-formed");
    thread_local!(static BUFFERS: RefCell<Buffers> = RefCell::default());
    let took: [AtomicU64; STEPS.len()] = Default::default();
    files.par_iter().with_max_len(32).for_each(|file| {
        BUFFERS.with_borrow_mut(|buffers| page(file, &target(file), &tera, buffers, &took));
    });
    let each = |nanoseconds: f64| nanoseconds / 1000.0 / files.len() as f64;
    for (step, took) in STEPS.iter().zip(took) {
        println!("{step:12} {:6.1} µs", each(took.into_inner() as f64));
    }
    let all = start.elapsed();
    println!(
        "{} documents, {:.2} s, {:.1} µs each",
        files.len(),
        all.as_secs_f64(),
        each(all.as_nanos() as f64)
    );
}

fn page(
    file: &PathBuf,
    target: &PathBuf,
    tera: &Tera,
    buffers: &mut Buffers,
    took: &[AtomicU64; STEPS.len()],
) {
    let mut last = Instant::now();
    let mut step = 0;
    let mut done = || {
        let now = Instant::now();
        let nanoseconds = u64::try_from((now - last).as_nanos()).unwrap_or(u64::MAX);
        took[step].fetch_add(nanoseconds, Ordering::Relaxed);
        (last, step) = (now, step + 1);
    };
    let Buffers { file: bytes, html, page } = buffers;
    bytes.clear();
    fs::File::open(file).and_then(|mut file| file.read_to_end(bytes)).expect("the file can be read");
    let text = simdutf8::basic::from_utf8(bytes).expect("it is UTF-8");
    done();
    let end = 4 + text[4..].find("\n---\n").expect("it has a front matter");
    let front: serde_yaml::Mapping = serde_yaml::from_str(&text[4..end]).expect("it is YAML");
    done();
    html.clear();
    html::push_html(html, Parser::new_ext(&text[end + 5..], Options::ENABLE_TABLES));
    done();
    let mut context = Context::new();
    for key in ["title", "number", "date"] {
        context.insert(key, &front.get(key).and_then(|value| value.as_str()).unwrap_or_default());
    }
    context.insert("site", "公报");
    context.insert_value("body", Value::safe_string(html));
    page.clear();
    tera.render_to("page.html", &context, &mut *page).expect("the template gets what it asks for");
    done();
    fs::File::create(target).and_then(|mut file| file.write_all(page)).expect("the page can be written");
    done();
}
