//! The sample archive: demo, fixture and manual in one.

use std::collections::BTreeSet;

use gongbao::build::{MemorySink, Project, Survey, build, read_config};
use gongbao::gazette::NumberKinds;
use gongbao::parse::{self, Record};
use gongbao::source::{Folder, Sources};

use crate::links;
use crate::support::{repository, text};

fn site() -> std::collections::BTreeMap<String, Vec<u8>> {
    let sources = Folder::new(repository());
    let (config, found) = read_config(&sources, &[]).unwrap();
    assert!(found.is_empty(), "{found:?}");
    let sink = MemorySink::default();
    let survey = Survey::new(&sources, &config).unwrap();
    let project = Project {
        sources: &sources,
        config: &config,
        survey: &survey,
        kept: Vec::new(),
        aside: None,
        shown_before: None,
        searched_before: None,
    };
    let outcome = build(project, &sink, &()).unwrap();
    assert!(outcome.found.is_empty(), "the sample builds without a diagnostic: {:?}", outcome.found);
    sink.into_files()
}

#[test]
fn every_link_is_good_and_every_page_is_reached_from_home() {
    let site = site();
    assert_eq!(links::problems(&site), Vec::<String>::new());
    assert_eq!(links::unreached(&site), Vec::<String>::new());
}

#[test]
fn a_withdrawn_text_is_nowhere_in_the_output() {
    let hidden = "此句不应出现在任何网页上";
    let sources = Folder::new(repository());
    let listing = sources.list("content").unwrap();
    let holds = |path: &str| text(&sources.read(path).unwrap()).contains(hidden);
    assert!(listing.files.iter().any(|file| holds(&file.path)), "the sample has a withdrawn text");
    for (path, bytes) in site() {
        assert!(!text(&bytes).contains(hidden), "{path} shows a withdrawn text");
    }
}

#[test]
fn a_draft_is_nowhere_in_the_output() {
    assert!(
        site()
            .iter()
            .all(|(path, bytes)| !path.contains("draft-parking") && !text(bytes).contains("draft-parking"))
    );
}

#[test]
fn it_shows_every_feature_of_the_format() {
    let sources = Folder::new(repository());
    let listing = sources.list("content").unwrap();
    let read = parse::files::files(
        &sources,
        &listing.files,
        "content",
        &NumberKinds::default(),
        Vec::new(),
        &|_| (),
    )
    .unwrap();
    let documents: Vec<_> = read
        .files
        .iter()
        .filter_map(|file| match &file.record {
            Some(Record::Document(document)) => Some(document),
            _ => None,
        })
        .collect();
    let issues: BTreeSet<&str> = read
        .files
        .iter()
        .filter(|file| matches!(file.record, Some(Record::Issue(_))))
        .map(|file| &*file.path)
        .collect();
    let departments: BTreeSet<&str> =
        documents.iter().flat_map(|document| document.departments.iter().map(|name| &*name.value)).collect();
    assert!(issues.len() >= 4 && documents.len() >= 30 && departments.len() >= 8);
    let any = |what: &str, test: &dyn Fn(&parse::Document) -> bool| {
        assert!(documents.iter().any(|document| test(document)), "the sample shows {what}");
    };
    any("several numbers and departments", &|d| d.numbers.len() > 1 && d.departments.len() > 1);
    any("a range of printed pages", &|d| {
        d.printed_pages.as_ref().is_some_and(|pages| pages.value.last > pages.value.first)
    });
    any("a draft", &|d| d.draft);
    any("a withdrawn document", &|d| d.withdrawn.is_some());
    any("a second printing", &|d| d.reprint_of.is_some());
    any("an alias", &|d| !d.aliases.is_empty());
    any("attachments", &|d| !d.attachments.is_empty());
    any("another language", &|d| d.language.is_some());
    any("data for themes", &|d| d.extra.is_some());
    any("enclosures", &|d| !d.text.enclosures.is_empty());
    any("a long text", &|d| d.text.characters >= 20_000);
    any("a term", &|d| d.valid_years.is_some() && d.effective.is_some());
    for verb in parse::RelationVerb::ALL {
        any(verb.key(), &|d| d.relations.iter().any(|relation| relation.verb == verb));
    }
}

#[test]
fn the_built_in_theme_is_the_folder_of_the_repository() {
    for (path, bytes) in crate::support::tree(&repository().join("themes/default")) {
        let built_in = gongbao::render::built_in_file(&path);
        assert_eq!(built_in.map(str::as_bytes), Some(bytes.as_slice()), "{path} is not part of the program");
    }
}

/// What a page of a document loads: the addresses of its styles and scripts.
fn loaded_by(page: &str) -> BTreeSet<String> {
    let html = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse("link[rel=stylesheet], script[src]").unwrap();
    let address = |element: scraper::ElementRef<'_>| {
        element.attr("href").or(element.attr("src")).unwrap().trim_start_matches("../").to_owned()
    };
    html.select(&selector).map(address).collect()
}

/// The minifier is part of the program that people get; without it, comments and indents are sent too.
/// The search page brings a search engine; no other page may.
#[test]
fn styles_and_scripts_of_a_page_are_small() {
    let most = if cfg!(feature = "minify") { 40_000 } else { 50_000 };
    let site = site();
    let mut pages = 0;
    for (path, bytes) in &site {
        if !path.ends_with(".html") || path.starts_with("search/") {
            continue;
        }
        let loaded = loaded_by(&text(bytes));
        let size = |asset: &String| site[asset.trim_start_matches('/')].len();
        let whole: usize = loaded.iter().map(size).sum();
        assert!(whole <= most, "{path}: {whole} bytes: {loaded:?}");
        pages += usize::from(loaded.len() >= 4);
    }
    assert!(pages > 100);
}
