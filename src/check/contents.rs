//! The contents of an issue, where its file prints them, against the documents that lie in its folder.
//! 国办发〔2018〕22号 asks a gazette for contents that are right; an archive whose contents name what it
//! does not hold has lost it.

use std::ops::Range;

use super::Finding;
use crate::config::{Config, HouseStyle};
use crate::diagnostics::{Code, Diagnostic, Span, Text, nearest, text};
use crate::gazette::normalise_title;
use crate::parse::files::ReadFile;
use crate::parse::{self, ProseBlock, Record};

/// What the contents are headed with.
const HEADS: [&str; 4] = ["目录", "目錄", "目次", "本期目录"];

/// A line of the contents.
struct Entry {
    title: String,
    page: Option<u32>,
    place: Range<usize>,
}

/// A document that the contents may name.
struct Held<'a> {
    title: String,
    printed: &'a str,
    page: Option<u32>,
    path: &'a str,
}

/// What the contents of an issue say that its documents do not. `text` is the whole file of the issue,
/// `documents` are the files in its folder. Drafts are not printed, and a second printing is.
#[must_use]
pub fn contents(issue: &ReadFile, text: &str, documents: &[&ReadFile], config: &Config) -> Vec<Finding> {
    if config.house_style == HouseStyle::None || config.silenced.contains(&Code::StyleContents) {
        return Vec::new();
    }
    let start = parse::text_start(text);
    let below = &text[start..];
    let blocks = parse::prose(below);
    let Some(head) = blocks.iter().position(|block| is_head(&block.words(below))) else { return Vec::new() };
    let entries = entries(&blocks, head, below);
    let held: Vec<Held<'_>> = documents.iter().filter_map(|file| held(file)).collect();
    let told = |range: &Range<usize>, message: Text| {
        let span = Span::new(range.start + start..range.end + start);
        Diagnostic::new(Code::StyleContents, &issue.path, span, message)
    };
    let mut findings = Vec::new();
    for entry in &entries {
        let normal = normalise_title(&entry.title);
        match held.iter().find(|held| held.title == normal) {
            None => {
                let near = nearest(&entry.title, held.iter().map(|held| held.printed));
                let help = near.map(|near| text!("`{}` is there", near));
                let message = text!("the contents name `{}`, which this issue does not hold", entry.title);
                findings.push(Finding::told(told(&entry.place, message).help_if(help)));
            }
            Some(held) => {
                let (Some(said), Some(page)) = (entry.page, held.page) else { continue };
                if said != page {
                    let message = text!("the contents give page {}, and the document page {}", said, page);
                    let help = text!("correct one of them; `page` stands in {}", held.path);
                    findings.push(Finding::told(told(&entry.place, message).help(help)));
                }
            }
        }
    }
    let named = |held: &&Held<'_>| !entries.iter().any(|entry| normalise_title(&entry.title) == held.title);
    let place = blocks[head].runs.first().cloned().unwrap_or_default();
    for held in held.iter().filter(named).filter(|_| !entries.is_empty()) {
        let message = text!("the contents lack `{}`", held.printed);
        let help = text!("it stands in {}", held.path);
        findings.push(Finding::told(told(&place, message).help(help)));
    }
    findings
}

fn is_head(words: &str) -> bool {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    HEADS.contains(&words.as_str())
}

fn held(file: &ReadFile) -> Option<Held<'_>> {
    let Some(Record::Document(document)) = &file.record else { return None };
    let printed: &str = &document.title.value;
    (!document.draft).then(|| Held {
        title: normalise_title(printed),
        printed,
        page: document.printed_pages.as_ref().map(|pages| pages.value.first),
        path: &file.path,
    })
}

/// The lines below the head, up to the next heading that is no part's: those that lead to a page. Where
/// none does, each is an entry but the names of parts, which are short.
fn entries(blocks: &[ProseBlock], head: usize, text: &str) -> Vec<Entry> {
    let level = blocks[head].heading.unwrap_or(u8::MAX);
    let below = blocks[head + 1..].iter();
    let within = below.take_while(|block| block.heading.is_none_or(|own| own > level && level != u8::MAX));
    let lines = within.filter(|block| block.heading.is_none()).flat_map(|block| &block.runs);
    let all: Vec<Entry> = lines.filter_map(|run| entry(&text[run.clone()], run)).collect();
    let paged = all.iter().any(|entry| entry.page.is_some());
    let is_title = |entry: &Entry| entry.title.chars().count() > LONGEST_PART;
    all.into_iter().filter(|entry| if paged { entry.page.is_some() } else { is_title(entry) }).collect()
}

/// The name of a part has up to so many characters: 【区政府办公室文件】.
const LONGEST_PART: usize = 12;

/// A line in its parts: `1. 关于……的通知……（12）`.
fn entry(line: &str, run: &Range<usize>) -> Option<Entry> {
    let words = line.trim();
    let bare = words.trim_end_matches([')', '）', ']', '〕', '页']).trim_end();
    let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let before = bare[..bare.len() - digits].trim_end_matches(['(', '（', '[', '〔', '第', 'P']);
    let is_leader =
        |c: char| matches!(c, '…' | '·' | '.' | '．' | '-' | '—' | '/' | '／') || c.is_whitespace();
    let led = before.ends_with(is_leader) || words.len() != bare.len();
    let page = if digits > 0 && led { bare[bare.len() - digits..].parse().ok() } else { None };
    let title = if page.is_some() { before.trim_end_matches(is_leader) } else { words };
    let title = unnumbered(title);
    (!title.is_empty()).then(|| Entry { title: title.to_owned(), page, place: run.clone() })
}

/// Without the number before it: `1.`, `12、`.
fn unnumbered(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() {
        return title.trim();
    }
    rest.strip_prefix(['.', '．', '、']).unwrap_or(title).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazette::NumberKinds;
    use crate::parse::{Role, file};

    fn read(path: &str, role: &Role, text: &str) -> ReadFile {
        let parsed = file(path, role, text.as_bytes(), &NumberKinds::default());
        ReadFile {
            path: path.into(),
            stamp: crate::source::Stamp::default(),
            hash: 0,
            kinds: 0,
            record: parsed.record,
            shown: 0,
            found: Vec::new(),
            is_new: false,
        }
    }

    fn told(issue: &str) -> Vec<String> {
        let document = |stem: &str, title: &str, page: u32| {
            let role = Role::Document { year: 2018, folder: "10", stem };
            read(&format!("{stem}.md"), &role, &format!("---\ntitle: {title}\npage: {page}\n---\n"))
        };
        let documents = [
            document("01", "关于做好校车安全管理工作的通知", 1),
            document("02", "关于印发养老服务规划的通知", 12),
        ];
        let issue_file = read("issue.md", &Role::Issue { year: 2018, folder: "10" }, issue);
        let (config, _) = crate::config::read("[book]\ntitle = \"甲\"\n", &[]);
        let documents: Vec<&ReadFile> = documents.iter().collect();
        let findings = contents(&issue_file, issue, &documents, &config);
        findings.iter().map(|finding| finding.diagnostic.message.to_string()).collect()
    }

    #[test]
    fn contents_that_agree_are_left_alone() {
        let issue = "## 目　录\n\n【区政府文件】\n\n关于做好校车安全管理工作的通知……（1）\n\n- 关于印发养老服务规划的通知 …… 12\n\n## 本期说明\n\n第三段。\n";
        assert_eq!(told(issue), Vec::<String>::new());
        assert_eq!(told("本期没有目录。\n"), Vec::<String>::new());
        let without_pages = "## 目录\n\n1. 关于做好校车安全管理工作的通知\n2. 关于印发养老服务规划的通知\n";
        assert_eq!(told(without_pages), Vec::<String>::new());
    }

    #[test]
    fn what_only_one_of_the_two_has_is_told() {
        let issue = "目录\n\n关于做好校车安全管理工作的通知……（2）\n\n关于调整学区的通知……（12）\n";
        assert_eq!(
            told(issue),
            [
                "the contents give page 2, and the document page 1",
                "the contents name `关于调整学区的通知`, which this issue does not hold",
                "the contents lack `关于印发养老服务规划的通知`",
            ]
        );
    }
}
