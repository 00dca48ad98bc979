//! The ready files for hosts say what docs/hosting.md says, and hosts take them.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use crate::package::{archive, has, succeeds};
use crate::support::{repository, rust_files, text, tree};

fn file(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

#[test]
fn every_ready_file_and_the_guide_have_the_one_policy() {
    let policy = file("hosting/content-security-policy.txt");
    let policy = policy.trim();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    for path in
        ["hosting/nginx.conf", "hosting/Caddyfile", "hosting/cloudflare-pages/_headers", "docs/hosting.md"]
    {
        assert!(file(path).contains(policy), "{path}");
    }
}

#[test]
fn every_ready_file_is_in_the_guide() {
    let guide = file("docs/hosting.md");
    let policy = "hosting/content-security-policy.txt";
    for path in tree(&repository().join("hosting")).into_keys().map(|path| format!("hosting/{path}")) {
        assert!(path == policy || guide.contains(&format!("(../{path})")), "{path}");
    }
    assert!(guide.contains("(../action.yml)"));
}

#[test]
fn ready_files_in_yaml_can_be_read_and_call_what_there_is() {
    let read = |path: &str| serde_yaml::from_str::<serde_yaml::Value>(&file(path)).unwrap();
    let action = read("action.yml");
    let inputs = action["inputs"].as_mapping().unwrap();
    for input in ["archive", "output", "base-url", "strict"] {
        assert!(inputs.contains_key(input), "{input}");
    }
    let workflow = read("hosting/github-pages.yml");
    let steps = workflow["jobs"]["publish"]["steps"].as_sequence().unwrap();
    let ours = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/gongbao@")));
    for (input, _) in ours.unwrap()["with"].as_mapping().unwrap() {
        assert!(inputs.contains_key(input), "{input:?} is no input of the action");
    }
    assert!(read("hosting/gitlab-ci.yml")["pages"]["script"].as_sequence().unwrap().len() == 2);
}

#[test]
fn the_image_is_built_from_all_that_the_program_takes_in() {
    let image = file("hosting/Dockerfile");
    let has = |folder: &str| image.contains(&format!("\nCOPY {folder} {folder}\n"));
    // The benchmark is named in Cargo.toml, so cargo wants to see it.
    assert!(has("src") && has("benches"));
    let mut sources = Vec::new();
    rust_files(&repository().join("src"), &mut sources);
    for source in sources {
        let code = fs::read_to_string(&source).unwrap();
        for included in code.split("include_str!(").skip(1) {
            let named = included.trim_start_matches("concat!(").trim_start_matches('"');
            let from = source.parent().unwrap().strip_prefix(repository()).unwrap();
            let above = named.matches("../").count();
            let outside = above == from.components().count();
            let folder = named.trim_start_matches("../").split('/').next().unwrap();
            assert!(!outside || has(folder), "{} takes in {folder}/", source.display());
        }
    }
}

#[test]
fn the_commands_of_ready_files_run() {
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    let url = "https://example.org/gazette";
    succeeds(root.path(), &["build", "--strict", "--output", "site", "--base-url", url]);
    succeeds(
        root.path(),
        &["package", "web", "--output", "site", "--base-url", url, "--out", "public", "--precompress"],
    );
    let public = tree(&root.path().join("public"));
    for (path, bytes) in tree(&root.path().join("site")) {
        if path != ".gongbao" {
            assert!(public[&path] == bytes, "{path} is the same file");
        }
    }
    assert!(public.contains_key("assets/style.css.br") && public.contains_key("index.html.gz"));
    let again = succeeds(
        root.path(),
        &["package", "web", "--output", "site", "--base-url", url, "--out", "public", "--precompress"],
    );
    assert!(again.contains("nothing changed"), "{again}");
    // Without --precompress they go again.
    succeeds(root.path(), &["package", "web", "--output", "site", "--base-url", url, "--out", "public"]);
    assert!(!tree(&root.path().join("public")).keys().any(|path| path.ends_with(".br")));
}

#[test]
fn rsync_sends_only_what_changed() {
    if !has("rsync") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    succeeds(root.path(), &["build", "-q"]);
    let upload = || {
        let script = repository().join("hosting/upload-rsync.sh");
        let run = Command::new("sh").arg(script).args(["public", "host"]).current_dir(root.path()).output();
        assert!(run.as_ref().unwrap().status.success(), "{}", text(&run.unwrap().stderr));
    };
    upload();
    let host = root.path().join("host");
    assert!(!host.join(".gongbao").exists());
    assert_eq!(tree(&host).len() + 1, tree(&root.path().join("public")).len());
    let time = |path: &str| fs::metadata(host.join(path)).unwrap().modified().unwrap();
    let before = (time("index.html"), time("assets/style.css"));
    fs::remove_file(root.path().join("content/2018/01/91-withdrawn.md")).unwrap();
    succeeds(root.path(), &["build", "-q"]);
    upload();
    assert!(!host.join("2018/01/91-withdrawn.html").exists());
    assert_eq!(time("assets/style.css"), before.1);
}

/// nginx with the ready file, on a free port.
struct Nginx {
    child: Child,
    port: u16,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Nginx {
    fn start(root: &Path, site: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = file("hosting/nginx.conf")
            .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
            .replace("/srv/gazette", site.to_str().unwrap())
            .replace("include mime.types;", "include /etc/nginx/mime.types;");
        fs::write(root.join("server.conf"), server).unwrap();
        let logs = "access_log off;\nerror_log stderr;\n";
        // In one process: it ends when the test ends it.
        let main = format!(
            "daemon off;\nmaster_process off;\npid {0}/nginx.pid;\nevents {{}}\nhttp {{\n{logs}client_body_temp_path {0}/body;\nproxy_temp_path {0}/proxy;\nfastcgi_temp_path {0}/fastcgi;\nuwsgi_temp_path {0}/uwsgi;\nscgi_temp_path {0}/scgi;\ninclude {0}/server.conf;\n}}\n",
            root.display()
        );
        let config = root.join("nginx.conf");
        fs::write(&config, main).unwrap();
        let nginx = || {
            let mut nginx = Command::new("nginx");
            nginx.args(["-p", root.to_str().unwrap(), "-e", "stderr", "-c", config.to_str().unwrap()]);
            nginx
        };
        let tested = nginx().arg("-t").output().unwrap();
        assert!(tested.status.success(), "{}", text(&tested.stderr));
        let child = nginx().stderr(std::process::Stdio::null()).spawn().unwrap();
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, port }
    }

    /// The head of an answer and its body.
    fn get(&self, path: &str, accepts: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: gazette.example\r\nConnection: close\r\nAccept-Encoding: {accepts}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (text(&answer[..end]), answer[end + 4..].to_vec())
    }
}

/// Needs `nginx` (Debian: nginx-light), as CI has it.
#[test]
fn nginx_serves_a_site_with_the_ready_file() {
    if !has("nginx") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    archive(root.path());
    let url = "https://gazette.example/";
    succeeds(root.path(), &["package", "web", "--out", "web", "--base-url", url, "--precompress", "-q"]);
    let site = root.path().join("web");
    let nginx = Nginx::start(root.path(), &site);
    let policy = file("hosting/content-security-policy.txt");
    let (head, body) = nginx.get("/", "identity");
    assert!(head.starts_with("HTTP/1.1 200") && body == fs::read(site.join("index.html")).unwrap(), "{head}");
    assert!(head.contains(&format!("Content-Security-Policy: {}", policy.trim())), "{head}");
    assert!(head.contains("Content-Type: text/html; charset=utf-8"), "{head}");
    let (head, body) = nginx.get("/index.html", "gzip");
    assert!(head.contains("Content-Encoding: gzip"), "{head}");
    assert!(body == fs::read(site.join("index.html.gz")).unwrap(), "what lies there is sent as it is");
    let (head, body) = nginx.get("/no/such/page.html", "identity");
    assert!(head.starts_with("HTTP/1.1 404") && body == fs::read(site.join("404.html")).unwrap(), "{head}");
    assert!(head.contains("Content-Security-Policy"), "{head}");
    assert!(nginx.get("/.gongbao", "identity").0.starts_with("HTTP/1.1 404"));
    for (path, kind) in [
        ("/data/catalogue.csv", "text/csv; charset=utf-8"),
        ("/2018/01/01.md", "text/markdown; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/assets/early.js", "javascript"),
    ] {
        if site.join(&path[1..]).exists() {
            let head = nginx.get(path, "identity").0;
            assert!(head.contains("Content-Type: ") && head.contains(kind), "{path}: {head}");
        }
    }
}
