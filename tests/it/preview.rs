//! The preview as a browser meets it: over HTTP, on a real folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{write, write_project};

const PROJECT: &str = "\
@ book.toml\n[book]\ntitle = \"云溪公报\"\n\
@ content/2018/10/01.md\n---\ntitle: 甲的通知\n---\n第一段。\n\
@ content/2018/10/02.md\n---\ntitle: 乙的通知\n---\n见[甲](01.md)。\n\
@ content/2018/10/03.md\n---\ntitle: 丙的草稿\ndraft: true\n---\n机密。\n";

/// A running preview; it ends with the test.
struct Preview {
    child: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .current_dir(folder)
            .env("GONGBAO_MESSAGES", "en")
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().expect("the preview tells its address").unwrap();
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    /// Sends these lines, and gives what comes back.
    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn ask(&self, method: &str, target: &str, headers: &str) -> String {
        let port = self.port;
        self.send(&format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    fn get(&self, target: &str) -> String {
        self.ask("GET", target, "")
    }

    fn status(&self, target: &str) -> u16 {
        status(&self.get(target))
    }

    /// Waits until a page says something, or says it no more.
    fn until(&self, target: &str, what: &str, holds: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let page = self.get(target);
            if holds(&page) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{what}: {page}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {answer}")).parse().unwrap()
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_project(folder.path(), PROJECT);
    folder
}

#[test]
fn pages_are_shown_and_every_kind_of_save_ends_in_the_right_page() {
    let folder = project();
    let root = folder.path();
    let preview = Preview::start(root, &[]);
    let page = "/2018/10/01.html";
    let shows = |words: &str| preview.until(page, words, |page| page.contains(words));
    assert!(preview.get("/").contains("云溪公报"));
    assert!(preview.get("/2018/10/").contains("甲的通知"), "a folder is its index");
    shows("第一段");
    let file = "content/2018/10/01.md";
    let text = |words: &str| format!("---\ntitle: 甲的通知\n---\n{words}。\n");

    write(root, file, &text("直接保存"));
    shows("直接保存");

    // As editors do to be safe: a new file takes the place of the old one.
    write(root, "content/2018/10/.01.md.swp", "x");
    write(root, "content/2018/10/01.md~new", &text("安全保存"));
    std::fs::rename(root.join("content/2018/10/01.md~new"), root.join(file)).unwrap();
    shows("安全保存");

    // As others do: the old one is put aside first.
    std::fs::rename(root.join(file), root.join("content/2018/10/01.md.bak")).unwrap();
    write(root, file, &text("备份保存"));
    std::fs::remove_file(root.join("content/2018/10/01.md.bak")).unwrap();
    shows("备份保存");

    // A file that is written in two steps is half there for a while.
    let whole = text("分两次保存");
    let half = whole.char_indices().nth(12).unwrap().0;
    write(root, file, &whole[..half]);
    std::thread::sleep(Duration::from_millis(150));
    write(root, file, &whole);
    shows("分两次保存");

    for turn in 0..200 {
        write(root, file, &text(&format!("连续保存{turn}次")));
    }
    shows("连续保存199次");

    std::fs::rename(root.join(file), root.join("content/2018/10/09.md")).unwrap();
    preview.until("/2018/10/09.html", "a renamed document moves", |page| page.contains("连续保存"));
    assert_eq!(preview.status(page), 404);

    write(root, "content/2019/01/01.md", "---\ntitle: 新年\n---\n新文件夹。\n");
    preview.until("/2019/01/01.html", "a new folder is seen", |page| page.contains("新文件夹"));
    write(root, "content/2019/01/02.md", "---\ntitle: 新年二\n---\n其中的文件。\n");
    preview.until("/2019/01/02.html", "and what comes into it", |page| page.contains("其中的文件"));
    std::fs::rename(root.join("content/2019"), root.join("content/2020")).unwrap();
    preview.until("/2020/01/02.html", "a folder that is renamed moves", |page| page.contains("其中的文件"));
    assert_eq!(preview.status("/2019/01/01.html"), 404);
    std::fs::remove_dir_all(root.join("content/2020")).unwrap();
    preview.until("/2020/01/02.html", "a folder that is gone is gone", |page| status(page) == 404);

    // A theme that was not there when the preview began.
    write(root, "themes/default/templates/page.html", "x");
    write(root, "themes/default/assets/style.css", ".only-here { color: red }");
    preview.until("/assets/style.css", "a new theme is seen", |page| page.contains(".only-here"));
    write(root, "book.toml", "[book]\ntitle = \"云溪新公报\"\n");
    preview.until("/", "settings are followed", |page| page.contains("云溪新公报"));
}

#[test]
fn shares_of_a_network_are_looked_at_from_time_to_time() {
    let folder = project();
    let preview = Preview::start(folder.path(), &["--poll"]);
    write(folder.path(), "content/2018/10/01.md", "---\ntitle: 甲的通知\n---\n换了。\n");
    preview.until("/2018/10/01.html", "a change is found", |page| page.contains("换了"));
}

#[test]
fn whoever_listens_hears_of_changes() {
    let folder = project();
    let preview = Preview::start(folder.path(), &[]);
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /_preview/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut heard = || -> serde_json::Value {
        loop {
            let line = lines.next().unwrap().unwrap();
            if let Some(message) = line.strip_prefix("data: ") {
                return serde_json::from_str(message).unwrap();
            }
        }
    };
    let first = heard();
    write(folder.path(), "content/2018/10/01.md", "---\ntitle: 甲的通知\n---\n换了。\n");
    let second = heard();
    assert_eq!(second["run"], first["run"]);
    assert!(second["pages"].as_u64() > first["pages"].as_u64());
}

#[test]
fn mistakes_are_told_with_their_place_and_the_way_to_the_editor() {
    let folder = project();
    let preview = Preview::start(folder.path(), &[]);
    assert!(preview.get("/2018/10/01.html").contains("第一段"));
    write(
        folder.path(),
        "content/2018/10/01.md",
        "---\r\ntitle: 甲的通知\r\nnunber: 3\r\n---\r\n第二段。\r\n",
    );
    let target = "/_preview/found.json?page=2018/10/01.html";
    preview.until(target, "the mistake is told", |answer| answer.contains("unknown-key"));
    let answer = preview.get(target);
    let panel: serde_json::Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let one = &panel["found"][0];
    assert_eq!((one["file"].as_str(), one["line"].as_u64()), (Some("content/2018/10/01.md"), Some(3)));
    assert_eq!(
        one["source"],
        serde_json::json!(["", "nunber", ": 3"]),
        "line ends of Windows are no part of it"
    );
    assert!(one["help"].as_str().unwrap().contains("number"));
    let edit = one["edit"].as_str().unwrap();
    assert!(edit.starts_with("vscode://file/") && edit.ends_with("/content/2018/10/01.md:3:1"), "{edit}");
    assert_eq!((panel["errors"].as_u64(), one["here"].as_bool()), (Some(1), Some(true)));
    write(folder.path(), "content/2018/10/01.md", "---\ntitle: 甲的通知\n---\n第三段。\n");
    preview.until(target, "and it goes when it is mended", |answer| answer.contains("\"found\":[]"));

    write(
        folder.path(),
        "book.toml",
        "[book]\ntitle = \"云溪公报\"\n[serve]\neditor = \"idea://open?file={path}&line={line}\"\n",
    );
    write(folder.path(), "content/2018/10/02.md", "---\ntitle: 乙\nnunber: 3\n---\n");
    preview.until(target, "another editor", |answer| answer.contains("idea://open?file=/"));
}

#[test]
fn a_mistake_in_the_template_of_the_issue_in_progress_is_told_in_the_language_of_the_archive() {
    let folder = project();
    write(folder.path(), "themes/default/templates/proof.html", "{{ content.nowhere.at_all }}");
    let preview = Preview::start(folder.path(), &[]);
    let answer = preview.get("/_preview/issue.html");
    assert_eq!(status(&answer), 500);
    assert!(answer.contains("这一页暂时不能显示") && answer.contains("preview.js"), "{answer}");
    let found = preview.get("/_preview/found.json?page=_preview/issue.html");
    assert!(found.contains("themes/default/templates/proof.html"), "{found}");
}

#[test]
fn what_no_page_can_be_is_refused() {
    let folder = project();
    write(folder.path(), "secret.txt", "secret");
    let preview = Preview::start(folder.path(), &[]);
    for target in [
        "/../book.toml",
        "/%2e%2e/book.toml",
        "/..%2fbook.toml",
        "/..%5cbook.toml",
        "//etc/passwd",
        "/index.html%00",
        "/%C0%AE%C0%AE/book.toml",
        "/C:/Windows/win.ini",
        "/con",
        "http://evil.example/index.html",
        "/%zz",
    ] {
        assert_eq!(preview.status(target), 400, "{target}");
    }
    for target in
        ["/book.toml", "/secret.txt", "/content/2018/10/01.md", "/.public.gongbao/lock", "/2018/10/03.html"]
    {
        assert_eq!(preview.status(target), 404, "{target}");
    }
    assert!(!preview.get("/2018/10/").contains("草稿"), "a draft is nowhere");
}

#[test]
fn other_methods_hosts_and_sites_are_refused() {
    let folder = project();
    let preview = Preview::start(folder.path(), &[]);
    let port = preview.port;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"] {
        assert_eq!(status(&preview.ask(method, "/index.html", "")), 405, "{method}");
    }
    let head = preview.ask("HEAD", "/index.html", "");
    assert_eq!(status(&head), 200);
    assert!(head.ends_with("\r\n\r\n"), "HEAD has no body");
    for host in ["evil.example", "127.0.0.1.evil.example", "192.168.1.5"] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n");
        assert_eq!(status(&preview.send(&request)), 421, "{host}");
    }
    let two = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(status(&preview.send(&two)), 421, "two hosts");
    assert_eq!(status(&preview.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")), 421, "no host");
    for header in [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: http://evil.example",
        "Origin: null",
    ] {
        assert_eq!(status(&preview.ask("GET", "/index.html", &format!("{header}\r\n"))), 403, "{header}");
        assert_eq!(
            status(&preview.ask("GET", "/_preview/events", &format!("{header}\r\n"))),
            403,
            "{header}"
        );
    }
    let own = format!("Sec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1:{port}\r\n");
    assert_eq!(status(&preview.ask("GET", "/index.html", &own)), 200);
    assert_eq!(status(&preview.send("hello\r\n\r\n")), 400);
    assert_eq!(status(&preview.send(&format!("GET /{} HTTP/1.1\r\n", "a".repeat(20_000)))), 431);
    assert_eq!(preview.status("/index.html"), 200, "and it goes on");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = project();
    let root = folder.path();
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret.txt", "outside");
    write(outside.path(), "04.md", "---\ntitle: 外来\n---\n外来。\n");
    write(root, "content/2018/10/inside.txt", "inside");
    symlink(outside.path().join("secret.txt"), root.join("content/2018/10/secret.txt")).unwrap();
    symlink(outside.path().join("04.md"), root.join("content/2018/10/04.md")).unwrap();
    symlink(outside.path(), root.join("content/2018/folder")).unwrap();
    symlink(root.join("content/2018/10/inside.txt"), root.join("content/2018/10/again.txt")).unwrap();
    let preview = Preview::start(root, &[]);
    assert!(preview.get("/2018/10/again.txt").ends_with("inside"), "a link within the folder is followed");
    for target in ["/2018/10/secret.txt", "/2018/10/04.html", "/2018/folder/secret.txt"] {
        assert_eq!(preview.status(target), 404, "{target}");
    }
    // One that comes, and one that takes the place of a file.
    symlink(outside.path().join("secret.txt"), root.join("content/2018/10/late.txt")).unwrap();
    std::fs::remove_file(root.join("content/2018/10/inside.txt")).unwrap();
    symlink(outside.path().join("secret.txt"), root.join("content/2018/10/inside.txt")).unwrap();
    write(root, "content/2018/10/01.md", "---\ntitle: 甲的通知\n---\n换了。\n");
    preview.until("/2018/10/01.html", "the change is seen", |page| page.contains("换了"));
    for target in ["/2018/10/late.txt", "/2018/10/inside.txt", "/2018/10/again.txt"] {
        assert!(!preview.get(target).contains("outside"), "{target}");
    }
}

#[test]
fn a_port_that_is_taken_gives_way_to_the_next_unless_it_was_asked_for() {
    let folder = project();
    let taken = Preview::start(folder.path(), &[]);
    let port = taken.port.to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .current_dir(folder.path())
        .args(["serve", "--port", &port])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&port));
    let first = gongbao::serve::listen("127.0.0.1", None, 45_120).unwrap();
    let second = gongbao::serve::listen("127.0.0.1", None, 45_120).unwrap();
    assert!(second.local_addr().unwrap().port() > first.local_addr().unwrap().port());
}

#[test]
fn a_site_that_will_lie_in_a_folder_of_its_host_finds_its_own_from_the_page_for_dead_addresses() {
    let folder = project();
    let preview = Preview::start(folder.path(), &["--base-url", "https://host.example/gazette/"]);
    let missing = preview.get("/2018/99/nowhere.html");
    assert_eq!(status(&missing), 404);
    assert!(missing.contains("/gazette/assets/style.css"));
    let style = preview.get("/gazette/assets/style.css");
    assert!(style.contains("location: /assets/style.css"), "{style}");
}
