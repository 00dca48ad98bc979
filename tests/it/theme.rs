//! Themes: what can be changed, how, and what a wrong one is told.

use std::collections::BTreeSet;
use std::fs;

use gongbao::render::{built_in_file, built_in_files};
use scraper::{Html, Selector};

use crate::support::{BOOK, built, check, gongbao, repository, text, texts_of, tree, write, write_project};

const DOCUMENT: &str = "@ content/2018/10/01.md\n---\ntitle: 关于防汛的通知\n---\n正文。\n";

/// What is found in an archive with one template of its own.
fn check_template(name: &str, template: &str, expected: &str) {
    check(&format!("{BOOK}@ themes/default/templates/{name}\n{template}\n{DOCUMENT}"), expected);
}

#[test]
fn every_file_of_the_default_theme_is_part_of_the_program() {
    let on_disk = tree(&repository().join("themes/default"));
    let on_disk: BTreeSet<&str> = on_disk.keys().map(String::as_str).collect();
    assert_eq!(built_in_files().collect::<BTreeSet<_>>(), on_disk);
}

#[test]
fn a_file_of_the_default_theme_can_be_taken_over() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    let output =
        gongbao(root.path(), &["theme", "eject", "document.html", "words/zh-Hans.toml", "--to", "mine"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "themes/mine/templates/document.html\nthemes/mine/words/zh-Hans.toml\nto use it, write under [build] in book.toml: theme = \"mine\"\n"
    );
    let copy = fs::read_to_string(root.path().join("themes/mine/templates/document.html")).unwrap();
    assert_eq!(Some(copy.as_str()), built_in_file("templates/document.html"));
}

#[test]
fn taking_over_every_file_changes_no_page() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    assert!(gongbao(root.path(), &["build"]).status.success());
    let before = tree(&root.path().join("public"));
    let mut arguments = vec!["theme", "eject"];
    arguments.extend(built_in_files());
    let output = gongbao(root.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(gongbao(root.path(), &["build"]).status.success());
    assert_eq!(before, tree(&root.path().join("public")));
}

#[test]
fn a_file_that_was_changed_is_never_overwritten() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    write(root.path(), "themes/default/templates/404.html", "mine");
    let output = gongbao(root.path(), &["theme", "eject", "home.html", "404.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: themes/default/templates/404.html is there already, so nothing was copied\n"
    );
    assert_eq!(fs::read_to_string(root.path().join("themes/default/templates/404.html")).unwrap(), "mine");
    assert!(!root.path().join("themes/default/templates/home.html").exists());
}

#[test]
fn a_file_that_the_default_theme_does_not_have_and_a_name_that_is_none_are_refused() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    for (arguments, said) in [
        (
            ["theme", "eject", "documents.html", "--to", "mine"],
            "has no file `documents.html`; the nearest one is `document.html`",
        ),
        (["theme", "eject", "assets/style.cs", "--to", "mine"], "the nearest one is `assets/style.css`"),
        (["theme", "eject", "404.html", "--to", "../mine"], "`../mine` is no name for a theme"),
        (["theme", "eject", "404.html", "--to", "_mine"], "`_mine` is no name for a theme"),
    ] {
        let output = gongbao(root.path(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    assert!(!root.path().join("themes").exists());
}

#[test]
fn the_list_says_which_files_the_archive_replaces() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    for file in ["templates/404.html", "words/en.toml", "assets/seal.svg"] {
        write(root.path(), &format!("themes/default/{file}"), "");
    }
    let output = text(&gongbao(root.path(), &["theme", "list"]).stdout);
    let told: Vec<&str> = output.lines().filter(|line| line.contains(' ')).map(str::trim).collect();
    let told: Vec<String> =
        told.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        told,
        [
            "assets/seal.svg added by themes/default/assets/seal.svg",
            "templates/404.html replaced by themes/default/templates/404.html",
            "words/en.toml changed by themes/default/words/en.toml",
        ]
    );
    assert_eq!(output.lines().count(), built_in_files().count() + 1);
}

#[test]
fn the_program_prints_what_templates_are_given() {
    let output = gongbao(repository(), &["theme", "docs"]);
    assert_eq!(
        text(&output.stdout),
        fs::read_to_string(repository().join("docs/theme-contexts.md")).unwrap()
    );
}

#[test]
fn a_template_that_is_wrong_is_told_with_its_place() {
    // Columns count characters, also behind Chinese text.
    for (template, place, message) in [
        ("<p>\n  中文{{ page.title | }}</p>", "2:21", "found `}}` but expected identifier"),
        ("<p>查无此页{{ pge.title }}</p>", "1:11", "variable `pge` is not defined"),
        ("<p>查无此页{{ page.titel }}</p>", "1:16", "field `titel` is not defined"),
        ("<p>查无此页{{ page.path | shout }}</p>", "1:23", "unknown filter `shout`"),
        ("<p>查无此页{{ shout(a=1) }}</p>", "1:11", "unknown function `shout`"),
        ("<p>查无此页{{ <ui.rwo row={page} /> }}</p>", "1:11", "unknown component `ui.rwo`"),
        ("查无此页{% include \"head.html\" %}", "1:16", "unknown template `head.html`"),
        ("{# 说明 #}{% extends \"bse.html\" %}", "1:21", "there is no template `bse.html` to extend"),
        ("<p>查无此页{{ words(key=\"nowhere\") }}</p>", "1:11", "the word file has no key `nowhere`"),
        ("<p>查无此页{{ page.path | date }}</p>", "1:23", "`404.html` is no date"),
    ] {
        check_template(
            "404.html",
            template,
            &format!("themes/default/templates/404.html:{place}: error[template-error]: {message}"),
        );
    }
}

#[test]
fn the_place_of_a_mistake_is_marked_under_the_line() {
    let root = tempfile::tempdir().unwrap();
    write_project(root.path(), &format!("{BOOK}{DOCUMENT}"));
    write(root.path(), "themes/default/templates/404.html", "<p>查无此页{{ page.titel }}</p>\n");
    let output = gongbao(root.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    expect_test::expect![[r#"
        error[template-error]: field `titel` is not defined
         --> themes/default/templates/404.html:1:16
          |
        1 | <p>查无此页{{ page.titel }}</p>
          |                    ^^^^^
          |
          = help: the nearest is `title`

    "#]]
    .assert_eq(&text(&output.stderr));
}

#[test]
fn all_templates_that_do_not_parse_are_told_in_one_run() {
    check(
        &format!(
            "{BOOK}@ themes/default/templates/404.html\n{{{{ a b }}}}\n@ themes/default/templates/page.html\n甲{{% if %}}\n{DOCUMENT}"
        ),
        "themes/default/templates/404.html:1:6: error[template-error]: found identifier but expected }}
themes/default/templates/page.html:1:8: error[template-error]: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`",
    );
}

#[test]
fn a_mistake_within_a_component_has_its_place_there() {
    let components = built_in_file("templates/components.html").unwrap();
    let wrong = components.replace("{{ on | date }}", "中文{{ on.year | date }}");
    assert_ne!(components, wrong);
    let found = built(&format!(
        "{BOOK}@ themes/default/templates/components.html\n{wrong}\n@ content/2018/10/issue.md\n---\ndate: 2018-10-31\n---\n{DOCUMENT}"
    ));
    let line = wrong.lines().position(|line| line.contains("on.year")).unwrap();
    let before = wrong.lines().nth(line).unwrap().split("on.year").next().unwrap().chars().count();
    let place = format!("themes/default/templates/components.html:{}:", line + 1);
    assert!(!found.printed.is_empty());
    for told in &found.printed {
        assert!(told.starts_with(&place), "{told}");
        let column: usize = told[place.len()..].split(':').next().unwrap().parse().unwrap();
        assert!(column > before, "{told}");
    }
}

#[test]
fn a_component_that_a_theme_leaves_out_is_asked_for_once() {
    let components = built_in_file("templates/components.html").unwrap();
    let without = components
        .replace("component ui.leaves(", "component ui.pages(")
        .replace("endcomponent ui.leaves", "endcomponent ui.pages");
    let found = built(&format!("{BOOK}@ themes/default/templates/components.html\n{without}\n{DOCUMENT}"));
    assert_eq!(found.printed.len(), 1, "{:?}", found.printed);
    assert!(found.printed[0].ends_with("error[template-error]: unknown component `ui.leaves`"));
    let diagnostic = found.outcome.found.iter().next().unwrap();
    assert!(
        diagnostic.help.as_ref().unwrap().to_string().contains("your `components.html` has to define it")
    );
}

/// What it is given is shown in full by a theme of `promises.rs`, where rebuilds have to equal clean builds.
#[test]
fn a_template_reaches_no_file_no_clock_and_no_environment() {
    for template in [
        "{{ get_env(name=\"HOME\") }}",
        "{{ now() }}",
        "{{ get_random(start=0, end=9) }}",
        "{{ load_data(path=\"book.toml\") }}",
        "{% include \"../../../book.toml\" %}",
        "{% include \"/etc/hostname\" %}",
        "{% include \"content/2018/10/01.md\" %}",
    ] {
        let found =
            built(&format!("{BOOK}@ themes/default/templates/404.html\n{template}\n{DOCUMENT}")).printed;
        assert_eq!(found.len(), 1, "{template}: {found:?}");
        assert!(found[0].contains("404.html:1:") && found[0].contains("unknown "), "{template}: {found:?}");
    }
}

#[test]
fn words_count_and_date_as_their_language_does() {
    let documents: String = (1..=5)
        .map(|n| format!("@ content/2018/10/0{n}.md\n---\ntitle: Документ {n}\ndate: 2018-10-0{n}\n---\n"))
        .collect();
    let built = built(&format!(
        "@ book.toml\n[book]\ntitle = \"Вестник\"\nlanguage = \"ru\"\n{documents}@ content/2018/11/01.md\n---\ntitle: Документ\n---\n"
    ));
    assert_eq!(built.printed, Vec::<String>::new());
    let notes = texts_of(&built.page("2018/index.html"), ".page-head .notes li");
    assert_eq!(notes, ["2 выпуска", "6 документов"]);
    let notes = texts_of(&built.page("2018/11/index.html"), ".notes li");
    assert!(notes.contains(&"1 документ".to_owned()), "{notes:?}");
    let facts = texts_of(&built.page("2018/10/03.html"), ".facts time");
    assert_eq!(facts.first().map(String::as_str), Some("3 октября 2018 г."));
}

#[test]
fn a_word_file_that_is_wrong_is_told_with_its_places() {
    check(
        &format!(
            "{BOOK}@ themes/default/words/zh-Hans.toml\nhome = \"门口\"\ndocumnets = \"{{n}} 件\"\n{DOCUMENT}"
        ),
        "themes/default/words/zh-Hans.toml:2:13: error[template-error]: no phrase is called `documnets`",
    );
    check(
        &format!(
            "@ book.toml\n[book]\ntitle = \"x\"\nlanguage = \"pl\"\n@ themes/default/words/pl.toml\ndocuments = {{ one = \"{{n}} dokument\", other = \"{{n}} dokumenty\" }}\nissue_count = {{ ohne = \"x\" }}\nhome = 1\n{DOCUMENT}"
        ),
        "themes/default/words/pl.toml:1:13: error[template-error]: `documents` has no form `few`, which this language counts with
themes/default/words/pl.toml:2:17: error[template-error]: no plural form is called `ohne`; the nearest is `one`
themes/default/words/pl.toml:3:8: error[template-error]: `home` is neither text nor a table of forms",
    );
    check(
        &format!(
            "{BOOK}@ themes/default/words/zh-Hans.toml\npublished_by = \"主办：{{publsher}}\"\n{DOCUMENT}"
        ),
        "themes/default/words/zh-Hans.toml:1:16: error[template-error]: `published_by` has no blank `{publsher}`",
    );
}

#[test]
fn a_language_that_the_program_does_not_know_is_laid_over_english() {
    let built = built(&format!(
        "@ book.toml\n[book]\ntitle = \"Monitor\"\nlanguage = \"pl\"\n@ themes/default/words/pl.toml\ndocuments = {{ one = \"{{n}} dokument\", few = \"{{n}} dokumenty\", many = \"{{n}} dokumentów\" }}\n{DOCUMENT}@ content/2018/10/02.md\n---\ntitle: 乙\n---\n"
    ));
    assert_eq!(built.printed, Vec::<String>::new());
    let notes = texts_of(&built.page("2018/index.html"), ".page-head .notes li");
    assert_eq!(notes, ["1 issue", "2 dokumenty"]);
}

/// `themes/plain` of the repository over the default theme.
#[test]
fn a_second_theme_of_few_files_makes_a_whole_site() {
    let theme = tree(&repository().join("themes/plain"));
    assert!(theme.len() <= 6, "{:?}", theme.keys());
    let files: String =
        theme.iter().map(|(path, bytes)| format!("@ themes/plain/{path}\n{}\n", text(bytes))).collect();
    let built = built(&format!(
        "@ book.toml\n[book]\ntitle = \"甲\"\n[build]\ntheme = \"plain\"\n{files}{DOCUMENT}@ content/pages/about.md\n---\ntitle: 关于\n---\n正文。\n"
    ));
    assert_eq!(built.printed, Vec::<String>::new());
    assert_eq!(crate::links::problems(&built.site), Vec::<String>::new());
    let home = built.page("index.html");
    assert_eq!(texts_of(&home, ".section-title"), ["刚刚出版"]);
    assert_eq!(texts_of(&home, ".years-line a"), ["2018年"]);
    assert!(built.site.contains_key("assets/plain.css") && built.site.contains_key("assets/document.css"));
}

#[test]
fn a_page_that_leads_elsewhere_is_what_its_template_says() {
    let page = |template: &str| {
        let document =
            "@ content/2018/10/01.md\n---\ntitle: 甲“乙”<丙>\naliases: old/name.html\n---\n正文。\n";
        let template = format!("@ themes/default/templates/redirect.html\n{template}\n");
        built(&format!("{BOOK}{template}{document}")).page("old/name.html")
    };
    let template = built_in_file("templates/redirect.html").unwrap();
    // One that decides something is rendered for each page; one that only prints is rendered once.
    let printed = "{{ words(key=\"moved_text\") }}";
    assert!(template.contains(printed));
    let decides = template.replace(printed, &format!("{{% if content %}}{printed}{{% endif %}}"));
    assert_eq!(page(template), page(&decides));
    assert_eq!(texts_of(&page(template), "p a"), ["甲“乙”<丙>"]);
    let own = page("<p>{{ page.path }}</p><a>{{ label(of=content.to.label) | upper }}</a>");
    assert_eq!(texts_of(&own, "p"), ["old/name.html"]);
}

const MIXED: &str = "
@ book.toml
[book]
title = \"澜川区公报\"
language = \"zh-Hans\"
@ content/2024/01/01.md
---
title: Notice on Markets
language: en
date: 2024-01-01
amends: 关于集市的通知
---
Traders register. This notice carries out《关于集市的通知》.
@ content/2024/01/02.md
---
title: 关于集市的通知
date: 2023-12-01
---
见《قرار بشأن الأسواق》。
@ content/2024/01/03.md
---
title: قرار بشأن الأسواق
language: ar
date: 2024-01-02
---
نص القرار.
";

/// The elements of a page that say these words alone, as `tag lang dir`.
fn languages_of(page: &str, words: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let all = Selector::parse("main *").unwrap();
    let says = html.select(&all).filter(|element| element.text().collect::<String>().trim() == words);
    // Of elements that stand within each other, the innermost.
    let innermost = says.filter(|element| element.child_elements().next().is_none());
    innermost
        .map(|element| {
            let attribute = |name| element.attr(name).unwrap_or("-").to_owned();
            format!("{} {} {}", element.value().name(), attribute("lang"), attribute("dir"))
        })
        .collect()
}

#[test]
fn a_title_in_another_language_says_so_wherever_it_is_shown() {
    let site = built(MIXED);
    for (page, title, language) in [
        ("2024/01/02.html", "Notice on Markets", "span en ltr"),
        ("2024/01/02.html", "قرار بشأن الأسواق", "span ar rtl"),
        ("2024/01/index.html", "Notice on Markets", "span en ltr"),
        ("codes/2024.html", "قرار بشأن الأسواق", "span ar rtl"),
    ] {
        let found = languages_of(&site.page(page), title);
        assert!(!found.is_empty(), "{page} does not show {title}");
        assert!(found.iter().all(|found| found == language), "{page}: {found:?}");
    }
    // What is in the archive's own language says nothing.
    let own = languages_of(&site.page("2024/01/index.html"), "关于集市的通知");
    assert_eq!(own, ["a - -"]);
}

#[test]
fn a_text_that_runs_from_right_to_left_does_so_on_a_page_that_does_not() {
    let site = built(MIXED);
    let direction = |page: &str, selector: &str| {
        let html = Html::parse_document(&site.page(page));
        let element = html.select(&Selector::parse(selector).unwrap()).next().unwrap();
        element.attr("dir").map(str::to_owned)
    };
    assert_eq!(direction("2024/01/03.html", "html").as_deref(), Some("ltr"));
    for selector in ["h1", ".text"] {
        assert_eq!(direction("2024/01/03.html", selector).as_deref(), Some("rtl"), "{selector}");
        assert_eq!(direction("2024/01/02.html", selector).as_deref(), Some("ltr"), "{selector}");
    }
    let arabic = built(&MIXED.replace("zh-Hans", "ar"));
    for page in ["index.html", "2024/01/03.html", "404.html"] {
        let html = Html::parse_document(&arabic.page(page));
        assert_eq!(html.root_element().attr("dir"), Some("rtl"), "{page}");
    }
}

#[test]
fn names_side_by_side_are_parted_as_their_language_does() {
    let project = "
@ book.toml
[book]
title = \"Gazette\"
language = \"en\"
@ content/2024/01/01.md
---
title: Notice on Markets
topics: [Markets, Transport]
---
Traders register.
";
    let facts = texts_of(&built(project).page("2024/01/01.html"), ".facts td");
    assert!(facts.contains(&"Markets, Transport".to_owned()), "{facts:?}");
}
