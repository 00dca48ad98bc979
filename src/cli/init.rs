//! `init`: a new archive that builds.

use std::fs;
use std::path::Path;

use super::arguments::{FormatArgument, InitArguments, SettingArguments};
use super::report::Speaker;
use super::{Ending, settings, vs_code};
use crate::config::FILE_NAME;
use crate::diagnostics::{Language, text};

/// What the first files say, by language.
struct Starter {
    title: &'static str,
    publisher: &'static str,
    department: &'static str,
    about: &'static str,
    document_title: &'static str,
    /// The document's number, with `{year}`, or `{minguo}` for the year of the Republic of China.
    number: &'static str,
    document: &'static str,
}

const SIMPLIFIED: Starter = Starter {
    title: "某某区人民政府公报",
    publisher: "某某区人民政府办公室",
    department: "某某区人民政府",
    about: "---\ntitle: 关于本公报\norder: 1\n---\n本公报刊登区人民政府及其办公室、区政府各部门的规范性文件。\n",
    document_title: "关于编印人民政府公报的通知",
    number: "某政发〔{year}〕1号",
    document: "各镇人民政府、街道办事处，区政府各部门：\n\n为推进政务公开，区人民政府决定编印《某某区人民政府公报》。现将有关事项通知如下。\n\n## 一、刊登内容\n\n区人民政府及其办公室、区政府各部门制定的规范性文件，一律在公报上刊登。\n\n## 二、报送要求\n\n文件印发后五个工作日内，将电子文本报送区政府办公室。\n",
};

const TRADITIONAL: Starter = Starter {
    title: "某某市政府公報",
    publisher: "某某市政府秘書處",
    department: "某某市政府",
    about: "---\ntitle: 關於本公報\norder: 1\n---\n本公報刊登市政府及所屬機關之法規、行政規則及公告。\n",
    document_title: "某某市政府公報發行要點",
    number: "某府秘字第{minguo}0001號",
    document: "## 一、目的\n\n為使市政資訊公開，特發行本公報。\n\n## 二、刊登內容\n\n市政府及所屬機關之法規、行政規則及公告，應刊登於公報。\n",
};

const ENGLISH: Starter = Starter {
    title: "Official Gazette",
    publisher: "Government Printing Office",
    department: "Council",
    about: "---\ntitle: About this gazette\norder: 1\n---\nThe gazette prints the orders, regulations and notices of the Council.\n",
    document_title: "Notice on the Publication of the Gazette",
    number: "Notice {year}/1",
    document: "## 1. Contents\n\nEvery order, regulation and notice of the Council is printed in the gazette.\n\n## 2. Delivery\n\nTexts are delivered within five working days of their adoption.\n",
};

const RUSSIAN: Starter = Starter {
    title: "Официальный вестник",
    publisher: "Администрация муниципального района",
    department: "Администрация муниципального района",
    about: "---\ntitle: Об этом вестнике\norder: 1\n---\nВестник публикует постановления, распоряжения и объявления администрации.\n",
    document_title: "О порядке издания официального вестника",
    number: "Постановление № 1/{year}",
    document: "## 1. Содержание\n\nВ вестнике публикуются все постановления, распоряжения и объявления администрации.\n\n## 2. Представление текстов\n\nТексты передаются в редакцию в течение пяти рабочих дней со дня их принятия.\n",
};

const ARABIC: Starter = Starter {
    title: "الجريدة الرسمية",
    publisher: "أمانة المجلس",
    department: "المجلس",
    about: "---\ntitle: عن هذه الجريدة\norder: 1\n---\nتنشر الجريدة قرارات المجلس ولوائحه وإعلاناته.\n",
    document_title: "قرار بشأن إصدار الجريدة الرسمية",
    number: "قرار رقم 1 لسنة {year}",
    document: "## 1. المحتوى\n\nتُنشر في الجريدة قرارات المجلس ولوائحه وإعلاناته كلها.\n\n## 2. تسليم النصوص\n\nتُسلم النصوص خلال خمسة أيام عمل من تاريخ إصدارها.\n",
};

/// Makes a new archive. What is there already is never overwritten.
pub fn init(arguments: &InitArguments, quiet: bool) -> anyhow::Result<Ending> {
    let InitArguments { folder, language, title, editor } = arguments;
    if *editor {
        return add_editor_files(folder, quiet);
    }
    let starter = match language.as_str() {
        tag if tag.starts_with("zh-Hant") || matches!(tag, "zh-TW" | "zh-HK" | "zh-MO") => &TRADITIONAL,
        tag if tag.starts_with("zh") => &SIMPLIFIED,
        tag if tag == "ru" || tag.starts_with("ru-") => &RUSSIAN,
        tag if tag == "ar" || tag.starts_with("ar-") => &ARABIC,
        _ => &ENGLISH,
    };
    let files = files(starter, language, title.as_deref());
    for (path, _) in &files {
        let place = folder.join(path);
        anyhow::ensure!(!place.exists(), "{} is there already, so nothing was made", place.display());
    }
    for (path, text) in &files {
        write_new(&folder.join(path), text)?;
    }
    write_missing(folder)?;
    if !quiet {
        let folder = folder.display().to_string();
        let line = text!("made an archive in {}; build it with `gongbao build -C {}`", folder, folder);
        println!("{}", line.in_language(Language::of(language)));
    }
    Ok(Ending::Good)
}

/// Adds what an editor needs to an archive that is there.
fn add_editor_files(folder: &Path, quiet: bool) -> anyhow::Result<Ending> {
    anyhow::ensure!(
        folder.join(FILE_NAME).is_file(),
        "there is no archive in {}: it has no {FILE_NAME}",
        folder.display()
    );
    let (written, kept) = write_missing(folder)?;
    if !quiet {
        let (_, config, _) = settings(folder, &SettingArguments::default())?;
        let speaker = Speaker::of(&config, FormatArgument::Human);
        let made = written.iter().map(|path| text!("made {}", path));
        let left = kept.iter().map(|path| text!("{} is there already and stays as it is", path));
        for line in made.chain(left) {
            println!("{}", speaker.say(&line));
        }
        let line = vs_code::book_schema_line();
        println!(
            "{}",
            speaker.say(&text!("for completion in book.toml, let it begin with: {}", line.trim_end()))
        );
    }
    Ok(Ending::Good)
}

/// Writes the files for VS Code that are not there: which were written, and which were there.
fn write_missing(folder: &Path) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (kept, missing): (Vec<_>, Vec<_>) =
        vs_code::files().into_iter().partition(|(path, _)| folder.join(path).exists());
    for (path, text) in &missing {
        write_new(&folder.join(path), text)?;
    }
    let names = |files: Vec<(String, String)>| files.into_iter().map(|(path, _)| path).collect();
    Ok((names(missing), names(kept)))
}

fn files(starter: &Starter, language: &str, title: Option<&str>) -> Vec<(String, String)> {
    let year = super::new::this_year();
    let title = title.unwrap_or(starter.title);
    let minguo = year.saturating_sub(1911);
    let number = starter.number.replace("{year}", &year.to_string()).replace("{minguo}", &minguo.to_string());
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let book = format!(
        "{}[book]\ntitle = {}\nlanguage = {}\npublisher = {}\n",
        vs_code::book_schema_line(),
        quoted(title),
        quoted(language),
        quoted(starter.publisher)
    );
    let document = format!(
        "---\ntitle: {}\nnumber: {number}\ndepartment: {}\ndate: {year}-01-02\npage: 1\n---\n{}",
        starter.document_title, starter.department, starter.document
    );
    vec![
        ("book.toml".into(), book),
        (format!("content/{year}/01/issue.md"), format!("---\ntotal_number: 1\ndate: {year}-01-31\n---\n")),
        (format!("content/{year}/01/01-notice.md"), document),
        ("content/pages/about.md".into(), starter.about.into()),
        (".gitignore".into(), "/public\n/.public.gongbao\n".into()),
    ]
}

/// Writes a file that is not there yet, with its folders.
pub fn write_new(place: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| anyhow::anyhow!("cannot make the folder {}: {error}", folder.display()))?;
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).open(place);
    file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
        .map_err(|error| anyhow::anyhow!("cannot write {}: {error}", place.display()))
}
