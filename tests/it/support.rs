//! A project in one string, and what becomes of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gongbao::build::{MemorySink, Outcome, Project, Survey, build, read_config};
use gongbao::diagnostics::{Format, Language, Printer};
use gongbao::render::built_in_file;
use gongbao::source::{Memory, Sources};
use scraper::{Html, Selector};

/// The smallest book.toml.
pub const BOOK: &str = "\n@ book.toml\n[book]\ntitle = \"云溪区人民政府公报\"\n";

/// Files from a string: a line `@ path` begins each.
pub fn memory(project: &str) -> Memory {
    let memory = Memory::new();
    for (path, text) in files(project) {
        memory.put(&path, text);
    }
    memory
}

/// Paths and texts of a project in a string.
pub fn files(project: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in project.lines() {
        match line.strip_prefix("@ ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => {
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    files
}

/// What became of a project: the site, and what was found.
pub struct Built {
    pub site: BTreeMap<String, Vec<u8>>,
    pub outcome: Outcome,
    pub printed: Vec<String>,
}

impl Built {
    pub fn page(&self, path: &str) -> String {
        let bytes = self.site.get(path);
        let bytes =
            bytes.unwrap_or_else(|| panic!("no page {path} in {:?}\n{:?}", self.site.keys(), self.printed));
        String::from_utf8(bytes.clone()).unwrap()
    }
}

/// The text of each element of a page that a selector finds, whatever way its attributes are written.
pub fn texts_of(page: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    Html::parse_document(page).select(&selector).map(|element| element.text().collect()).collect()
}

pub fn build_memory(sources: &Memory) -> Built {
    let (config, mut found) = read_config(sources, &[]).unwrap();
    let sink = MemorySink::default();
    let survey = Survey::new(sources, &config).unwrap();
    let project = Project {
        sources,
        config: &config,
        survey: &survey,
        kept: Vec::new(),
        aside: None,
        shown_before: None,
        searched_before: None,
    };
    let mut outcome = build(project, &sink, &()).unwrap();
    found.extend(std::mem::take(&mut outcome.found));
    let found = found.sorted(&config.silenced);
    let read = |path: &str| {
        let on_disk = sources.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        on_disk.or_else(|| built_in_file(path.strip_prefix("themes/default/")?).map(str::to_owned))
    };
    let printer = Printer { format: Format::Short, language: Language::English, colour: false, read: &read };
    let printed = found.iter().map(|diagnostic| printer.print(diagnostic)).collect();
    outcome.found = found;
    Built { site: sink.into_files(), outcome, printed }
}

/// Builds a project in a string; a project without book.toml gets the smallest one.
pub fn built(project: &str) -> Built {
    let whole = if project.contains("@ book.toml") { project.to_owned() } else { format!("{BOOK}{project}") };
    build_memory(&memory(&whole))
}

/// The findings of a project, one a line, as editors see them.
pub fn check(project: &str, expected: &str) {
    let found = built(project).printed.join("\n");
    assert_eq!(found, expected.trim(), "\n--- found:\n{found}\n");
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, run in a folder, talking English.
pub fn gongbao(folder: &Path, arguments: &[&str]) -> Output {
    gongbao_in(folder, arguments, Some("en"))
}

/// The program, run in a folder, talking the language that the user prefers, or the archive's.
pub fn gongbao_in(folder: &Path, arguments: &[&str], language: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command.current_dir(folder).args(arguments).env_remove("GONGBAO_MESSAGES");
    if let Some(language) = language {
        command.env("GONGBAO_MESSAGES", language);
    }
    command.output().unwrap()
}

/// Every Rust file below a folder.
pub fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes a project in a string into a folder.
pub fn write_project(folder: &Path, project: &str) {
    for (path, text) in files(project) {
        write(folder, &path, &text);
    }
}

pub fn write(folder: &Path, path: &str, text: &str) {
    let place = folder.join(path);
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::write(place, text).unwrap();
}

/// Every file below a folder, by its path with `/`.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// A generated archive: seeded, so always the same. `documents` are spread over issues of five.
pub fn generated(documents: usize) -> Vec<(String, String)> {
    let book = "[book]\ntitle = \"云溪区人民政府公报\"\nbase_url = \"https://gazette.example/\"\n";
    let mut files = vec![("book.toml".to_owned(), book.to_owned())];
    let departments = ["云溪区人民政府", "云溪区教育局", "云溪区民政局", "云溪区水务局"];
    let topics = ["教育", "养老", "防汛", "事业", "失业"];
    for index in 0..documents {
        let (issue, place) = (index / 5, index % 5 + 1);
        let (year, number) = (2015 + issue / 6, issue % 6 + 1);
        if place == 1 {
            let front = format!("---\ndate: {year}-{number:02}-28\n---\n");
            files.push((format!("content/{year}/{number:02}/issue.md"), front));
        }
        let neighbour =
            if place > 1 { format!("见[上一件]({:02}.md#sec_1)。", place - 1) } else { String::new() };
        let text = format!(
            "---\ntitle: 关于做好第{index}项工作的通知\nnumber: 云政发〔{year}〕{}号\ndepartment: {}\ndate: {year}-{number:02}-{place:02}\npage: {}\ntopics: [{}, {}]\n---\n开头一段，\n换行不留空。{neighbour}\n\n## 一、目标任务\n\n**注意：**请按时完成。\n\n### （一）分工\n\n|单位|任务|\n|-|-|\n|教育局|{index}|\n",
            index % 30 + 1,
            departments[index % departments.len()],
            place * 2 - 1,
            topics[index % topics.len()],
            topics[(index / 3) % topics.len()],
        );
        files.push((format!("content/{year}/{number:02}/{place:02}.md"), text));
    }
    files
}
