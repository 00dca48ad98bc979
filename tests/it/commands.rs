//! The real program: flags, streams and exit codes.

use crate::support::{gongbao, text, tree, write, write_project};

#[test]
fn a_new_archive_builds_in_every_language() {
    for language in ["zh-Hans", "zh-Hant", "en", "ru", "ar"] {
        let root = tempfile::tempdir().unwrap();
        let made =
            gongbao(root.path(), &["init", "gazette", "--language", language, "--title", "Journal \"A\""]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let folder = root.path().join("gazette");
        let built = gongbao(&folder, &["build"]);
        assert_eq!(text(&built.stderr), "", "{language}");
        assert!(text(&built.stdout).contains("1 document in 1 issue"), "{}", text(&built.stdout));
        assert_eq!(crate::links::problems(&tree(&folder.join("public"))), Vec::<String>::new());
    }
}

#[test]
fn init_overwrites_nothing() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "book.toml", "mine");
    let output = gongbao(root.path(), &["init", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is there already, so nothing was made"));
    assert_eq!(tree(root.path()).len(), 1);
}

#[test]
fn new_files_take_the_next_free_place() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2098/02/07-x.md\n---\ntitle: 甲\nnumber: 云政发〔2098〕8号\n---\n",
    );
    let path = |arguments: &[&str]| {
        let output = gongbao(root.path(), arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    };
    assert_eq!(
        path(&["new", "document", "关于校车的通知", "--series", "云政发"]),
        "content/2098/02/08-guan-yu-xiao-che-de-tong-zhi.md"
    );
    assert_eq!(path(&["new", "document"]), "content/2098/02/09-document.md");
    assert_eq!(path(&["new", "issue"]), "content/2098/03/issue.md");
    assert_eq!(path(&["new", "document", "--issue", "2098/03"]), "content/2098/03/01-document.md");
    let file =
        std::fs::read_to_string(root.path().join("content/2098/02/08-guan-yu-xiao-che-de-tong-zhi.md"))
            .unwrap();
    assert!(file.contains("云政发〔2098〕9号"), "{file}");
    let built = gongbao(root.path(), &["build", "--drafts"]);
    assert!(built.status.success(), "what is new builds: {}", text(&built.stderr));
    assert_eq!(
        gongbao(root.path(), &["new", "issue", "--year", "2098", "--number", "03"]).status.code(),
        Some(2)
    );
}

#[test]
fn exit_codes_tell_good_content_errors_and_wrong_usage_apart() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
    );
    assert_eq!(gongbao(root.path(), &["check"]).status.code(), Some(0));
    assert_eq!(gongbao(root.path(), &["chekc"]).status.code(), Some(2));
    assert_eq!(gongbao(root.path(), &["build", "-C", "nowhere"]).status.code(), Some(2));
    write(
        root.path(),
        "content/2018/10/02.md",
        "---\ntitle: 乙\nnumber: 云政发〔2013〕8号\ndate: 2018-10-08\n---\n",
    );
    assert_eq!(gongbao(root.path(), &["check"]).status.code(), Some(0), "a warning is no failure");
    assert_eq!(gongbao(root.path(), &["check", "--strict"]).status.code(), Some(1));
    write(root.path(), "content/2018/10/03.md", "no front matter");
    assert_eq!(gongbao(root.path(), &["check"]).status.code(), Some(1));
    assert!(!root.path().join("public").exists(), "check writes nothing");
}

#[test]
fn the_three_formats_say_the_same() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2018/10/01.md\n---\ntitle: 甲\nnunber: 8\n---\n",
    );
    let run = |format: &str| gongbao(root.path(), &["check", "--format", format]);
    let human = run("human");
    let printed = text(&human.stderr);
    for part in [
        "error[unknown-key]: no key is called `nunber`",
        "--> content/2018/10/01.md:3:1",
        "3 | nunber: 8",
        "^^^^^^",
        "the nearest key is `number`",
    ] {
        assert!(printed.contains(part), "{part} is missing in\n{printed}");
    }
    assert_eq!(
        text(&run("short").stdout),
        "content/2018/10/01.md:3:1: error[unknown-key]: no key is called `nunber`\n"
    );
    let json = run("json");
    let value: serde_json::Value = serde_json::from_str(text(&json.stdout).trim()).unwrap();
    assert_eq!(
        (value["code"].as_str(), value["line"].as_u64(), value["column"].as_u64()),
        (Some("unknown-key"), Some(3), Some(1))
    );
}

#[test]
fn the_archive_is_found_from_a_folder_within_it() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
    );
    assert!(gongbao(&root.path().join("content/2018"), &["build"]).status.success());
    assert!(root.path().join("public/index.html").exists());
}

#[test]
fn a_folder_without_an_archive_is_told_what_to_do() {
    let root = tempfile::tempdir().unwrap();
    let output = gongbao(root.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("gongbao init"), "{}", text(&output.stderr));
}

#[test]
fn one_line_says_what_a_site_without_an_address_goes_without() {
    let root = tempfile::tempdir().unwrap();
    let project = |book: &str| {
        format!("@ book.toml\n[book]\ntitle = \"甲\"\n{book}@ content/2018/10/01.md\n---\ntitle: 甲\n---\n")
    };
    let lines = |book: &str| {
        write_project(root.path(), &project(book));
        let built = gongbao(root.path(), &["build"]);
        let said = text(&built.stdout) + &text(&built.stderr);
        said.lines().filter(|line| line.contains("base_url")).map(str::to_owned).collect::<Vec<_>>()
    };
    let whole =
        "without `base_url` under [book] these are left out: feeds, sitemap, robots, opensearch, manifest";
    assert_eq!(lines(""), [whole]);
    let feeds = "[export]\nsitemap = false\nrobots = false\nopensearch = false\nmanifest = false\n";
    assert_eq!(lines(feeds), ["without `base_url` under [book] these are left out: feeds"]);
    assert_eq!(lines("base_url = \"https://gazette.example/\"\n"), [""; 0]);
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    let root = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(text(&gongbao(root.path(), &["completions", shell]).stdout).contains("gongbao"));
    }
    assert!(text(&gongbao(root.path(), &["man"]).stdout).contains(".TH"));
}

#[test]
fn a_variable_goes_before_book_toml_and_an_argument_before_both() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n[build]\noutput = \"a\"\n@ content/2018/10/01.md\n---\ntitle: 甲\n---\n",
    );
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.current_dir(root.path()).args(arguments).env("GONGBAO_BUILD__OUTPUT", "b");
        assert!(command.output().unwrap().status.success());
    };
    run(&["build"]);
    run(&["build", "--output", "c"]);
    let there = |name: &str| root.path().join(name).join("index.html").exists();
    assert_eq!((there("a"), there("b"), there("c")), (false, true, true));
}

#[test]
fn the_house_style_is_mended_only_when_told_to() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2018/10/01.md\n---\ntitle: 关于校车的通知\nnumber: \"云政发[2018]08号\"\n---\n甲,乙\n",
    );
    let file = || std::fs::read_to_string(root.path().join("content/2018/10/01.md")).unwrap();
    let before = file();
    let output = gongbao(root.path(), &["check", "--format", "short"]);
    assert!(output.status.success(), "a matter of style is no error");
    assert!(
        text(&output.stdout).contains("01.md:5:2: warning[style-punctuation]"),
        "{}",
        text(&output.stdout)
    );
    assert!(text(&output.stderr).contains("`gongbao check --fix` shows how to mend 3 of them"));

    let output = gongbao(root.path(), &["check", "--fix"]);
    let shown = text(&output.stdout);
    assert!(
        shown.contains("@@ -3 +3 @@\n-number: \"云政发[2018]08号\"\n+number: \"云政发〔2018〕8号\"\n"),
        "{shown}"
    );
    assert!(shown.contains("-甲,乙\n+甲，乙\n"), "{shown}");
    assert_eq!(file(), before, "nothing is written before it is asked for");

    let output = gongbao(root.path(), &["check", "--fix", "--write"]);
    assert!(text(&output.stderr).contains("mended 3 places in 1 file"), "{}", text(&output.stderr));
    assert_eq!(file(), before.replace("[2018]08", "〔2018〕8").replace("甲,乙", "甲，乙"));
    assert!(text(&gongbao(root.path(), &["check", "--fix"]).stderr).contains("nothing can be mended"));
    assert!(text(&gongbao(root.path(), &["check"]).stdout).contains("nothing wrong"));
}

#[test]
fn every_diagnostic_has_its_section_in_the_manual() {
    let manual = std::fs::read_to_string(crate::support::repository().join("docs/diagnostics.md")).unwrap();
    for code in gongbao::diagnostics::Code::ALL {
        assert!(manual.contains(&format!("\n### {code}\n")), "{code}");
    }
}

#[test]
fn a_new_document_is_written_as_an_editor_would_write_it() {
    let root = tempfile::tempdir().unwrap();
    write_project(
        root.path(),
        "@ book.toml\n[book]\ntitle = \"甲\"\n@ content/2025/02/issue.md\n---\n---\n@ content/2025/02/01.md\n---\ntitle: 甲\nnumber: 云政发〔2025〕6号\n---\n",
    );
    let new =
        ["new", "document", "关于防汛工作的通知", "--series", "云政发", "--department", "云溪区人民政府"];
    let made = gongbao(root.path(), &new);
    let path = text(&made.stdout);
    assert_eq!(
        std::fs::read_to_string(root.path().join(path.trim())).unwrap(),
        "---\ntitle: 关于防汛工作的通知\nnumber: 云政发〔2025〕7号\ndepartment: 云溪区人民政府\ndraft: true\n---\n"
    );
}
