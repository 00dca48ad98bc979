//! The rules of citations, on archives in one string.

use super::*;
use crate::archive::{JoinOptions, SourceRecord, join};
use crate::diagnostics::Diagnostics;
use crate::gazette::NumberKinds;
use crate::parse::{self, Role};

/// Joins documents that are given as (front matter, text), all in one issue, and resolves their links.
fn resolved(documents: &[(&str, &str)]) -> (Archive, Links, Vec<String>) {
    let records = documents.iter().enumerate().map(|(index, (front, text))| {
        let role = Role::Document { year: 2018, folder: "10", stem: "01" };
        let path = format!("content/2018/10/{index:02}.md");
        let file = format!("---\n{front}\n---\n{text}\n");
        let record = parse::file(&path, &role, file.as_bytes(), &NumberKinds::default())
            .record
            .expect("the text is well-formed");
        SourceRecord::new(path.into(), role, record, 0).expect("a document has the record of one")
    });
    let options = JoinOptions {
        gazette: "云溪区人民政府公报",
        content: "content",
        series: &[],
        kinds: &NumberKinds::default(),
        drafts: true,
    };
    let mut found = Diagnostics::default();
    let archive = join(records.collect(), Vec::new(), &options, &mut found);
    let links = resolve(&archive, "content", &mut found);
    let messages = found.iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    (archive, links, messages)
}

/// What the first document cites, by index of the other documents; -1 for what is missing, and -2 for
/// what is ambiguous.
fn targets(documents: &[(&str, &str)]) -> Vec<isize> {
    let (_, links, _) = resolved(documents);
    let target = |citation: &Citation| match citation.target {
        CitationTarget::Held(document, _) => isize::try_from(document.get()).unwrap(),
        CitationTarget::Missing(_) => -1,
        CitationTarget::Ambiguous(_) => -2,
        CitationTarget::Own => -3,
        CitationTarget::Issue(_) => -4,
    };
    links.documents[0].citations.iter().map(target).collect()
}

const RULES: (&str, &str) = ("title: 云溪区校车管理办法\nnumber: 云政发〔2018〕8号", "正文。");

#[test]
fn a_document_is_found_by_its_number_and_by_its_exact_title() {
    let citing = (
        "title: 甲",
        "根据云政发[2018]08号和《云溪区校车管理办法》、《云溪区校车管理办法》（云政发〔2018〕8号）。",
    );
    assert_eq!(targets(&[citing, RULES]), [1, 1, 1]);
}

#[test]
fn an_issue_of_this_gazette_is_led_to() {
    let issue = -4;
    for text in [
        "见2018年第10期。",
        "刊登于本公报2018年第10期（总第178期）。",
        "《云溪区人民政府公报》2018年第10期",
        "已载云溪区人民政府公报二〇一八年第十期第3页",
    ] {
        assert_eq!(targets(&[("title: 甲", text), RULES]), [issue], "{text}");
    }
    for text in ["《国务院公报》2018年第10期", "见2018年第11期", "总第178期", "国债2018年第10期"]
    {
        assert_eq!(targets(&[("title: 甲", text), RULES]), Vec::<isize>::new(), "{text}");
    }
    assert_eq!(targets(&[("title: 甲", "见[[2018年第10期]]。"), RULES]), [issue]);
}

#[test]
fn a_part_of_a_title_names_nothing() {
    let citing = ("title: 甲", "根据《校车管理办法》和《云溪区校车管理办法实施细则》。");
    assert_eq!(targets(&[citing, RULES]), [-1, -1]);
}

#[test]
fn a_title_with_another_number_is_another_document() {
    let citing = ("title: 甲", "根据《云溪区校车管理办法》（云政发〔2009〕3号）。");
    assert_eq!(targets(&[citing, RULES]), [-1]);
}

#[test]
fn an_enclosure_is_found_by_its_title_and_led_to() {
    let carrier = (
        "title: 关于印发管理办法的通知\nnumber: 云政发〔2018〕8号",
        "通知。\n\n# 云溪区校车管理办法\n\n第一条 甲。",
    );
    let citing = ("title: 甲", "根据《云溪区校车管理办法》和《云溪区校车管理办法》（云政发〔2018〕8号）。");
    let (_, links, _) = resolved(&[citing, carrier]);
    let targets: Vec<_> = links.documents[0].citations.iter().map(|citation| &citation.target).collect();
    let enclosure = CitationTarget::Held(DocumentIndex::new(1), Some(0));
    assert_eq!(targets, [&enclosure, &enclosure]);
}

#[test]
fn a_text_that_a_title_says_it_carries_is_found() {
    let citing = ("title: 甲", "根据《云溪区校车管理办法》。");
    assert_eq!(targets(&[citing, ("title: 关于印发《云溪区校车管理办法》的通知", "正文。")]), [1]);
    assert_eq!(targets(&[citing, ("title: 关于印发云溪区校车管理办法的通知", "正文。")]), [1]);
}

#[test]
fn a_document_does_not_cite_itself_or_what_it_prints() {
    let own = (
        "title: 关于印发《甲管理办法》的通知\nnumber: 云政发〔2018〕8号",
        "现将《甲管理办法》印发，见云政发〔2018〕8号。",
    );
    assert_eq!(targets(&[own]), Vec::<isize>::new());
    let own = ("title: 关于印发甲管理办法的通知", "现将《甲管理办法》印发。\n\n# 甲管理办法");
    assert_eq!(targets(&[own]), Vec::<isize>::new());
}

#[test]
fn a_name_that_two_documents_bear_is_not_guessed() {
    let citing = ("title: 甲", "根据《云溪区校车管理办法》和云政发〔2018〕8号。");
    let (_, links, _) = resolved(&[citing, RULES, RULES]);
    assert_eq!(links.ambiguous.len(), 2);
    assert_eq!(links.ambiguous[0].candidates.len(), 2);
    assert_eq!(targets(&[citing, RULES, RULES]), [-2, -2]);
}

#[test]
fn second_printings_and_drafts_are_not_meant() {
    let again =
        ("title: 云溪区校车管理办法\nnumber: 云政发〔2018〕8号\nreprint_of: 云政发〔2018〕8号", "正文。");
    let draft = ("title: 云溪区校车管理办法\ndraft: true", "正文。");
    let citing = ("title: 甲", "根据《云溪区校车管理办法》和云政发〔2018〕8号。");
    assert_eq!(targets(&[citing, RULES, again, draft]), [1, 1]);
}

#[test]
fn what_is_cited_and_not_held_is_wanted_once_for_each_document() {
    let citing =
        ("title: 甲", "根据国发〔2018〕8号，执行国发〔2018〕8号。另见《人民日报》，以下简称《办法》。");
    let other = ("title: 乙", "根据《某条例》（国发〔2018〕8号）。");
    let (_, links, _) = resolved(&[citing, other]);
    assert_eq!(links.wanted.len(), 1);
    assert_eq!(links.wanted[0].cited_by.len(), 2);
    assert_eq!(links.wanted[0].name.title.as_deref(), Some("某条例"));
}

#[test]
fn a_verb_that_ran_into_a_number_is_trimmed_by_what_the_archive_holds() {
    let held = ("title: 乙\nnumber: 云政发〔2018〕8号", "正文。");
    assert_eq!(targets(&[("title: 甲", "精心组织云政发〔2018〕8号落实。"), held]), [1]);
}

#[test]
fn who_cites_is_known_with_sentence_and_verb() {
    let (archive, links, _) = resolved(&[("title: 甲", "无关。为贯彻落实云政发〔2018〕8号，甲。"), RULES]);
    let by: Vec<CitedBy> = links.citing(DocumentIndex::new(1)).collect();
    let citation = &links.documents[by[0].document.get()].citations[by[0].citation as usize];
    assert_eq!(citation.verb.map(crate::gazette::CitationVerb::key), Some("implements"));
    let facts = &archive.documents[0].record.text;
    let passage = facts.passages.passage(citation.passage as usize);
    assert_eq!(passage.text, "为贯彻落实云政发〔2018〕8号，甲。");
    assert_eq!(facts.anchor(passage.anchor.unwrap()).as_deref(), Some("p_1"));
}

#[test]
fn a_forced_citation_that_misses_is_an_error() {
    let (_, _, found) = resolved(&[
        ("title: 甲", "见[[云政发〔2018〕9号]]和[[云政发〔2018〕8号]]、[[云溪区校车管理办法]]。"),
        RULES,
    ]);
    assert_eq!(found, ["unknown-document: the archive holds no document `云政发〔2018〕9号`"]);
}

#[test]
fn what_the_front_matter_says_of_validity_goes_before_the_text() {
    let text = "本办法自2018年11月1日起施行，有效期5年。";
    let days = |front: &str| {
        let (archive, ..) = resolved(&[(front, text)]);
        let validity = validity(&archive, DocumentIndex::new(0));
        let day = |day: Option<Day<'_>>| day.map(|day| (day.date.to_string(), day.is_suggested()));
        (day(validity.effective), day(validity.expires))
    };
    let said = |date: &str| Some((date.to_owned(), false));
    let suggested = |date: &str| Some((date.to_owned(), true));
    assert_eq!(days("title: 甲"), (suggested("2018-11-01"), suggested("2023-10-31")));
    assert_eq!(
        days("title: 甲\neffective: 2018-12-01\nvalid_years: 2"),
        (said("2018-12-01"), said("2020-11-30"))
    );
    assert_eq!(days("title: 甲\nexpires: 2020-01-01").1, said("2020-01-01"));
}

#[test]
fn a_document_without_a_term_has_no_last_day() {
    let (archive, ..) = resolved(&[("title: 甲\ndate: 2018-01-01", "正文。")]);
    assert_eq!(validity(&archive, DocumentIndex::new(0)), Validity::default());
}

#[test]
fn what_is_repealed_knows_by_whom() {
    let old = ("title: 旧办法\nnumber: 云政发〔2012〕15号\ndate: 2012-01-01", "正文。");
    let by_text = ("title: 甲\ndate: 2018-01-01", "《旧办法》（云政发〔2012〕15号）同时废止。");
    let by_word =
        ("title: 甲\ndate: 2018-01-01\nrepeals: 云政发〔2012〕15号", "云政发〔2012〕15号同时废止。");
    let effects = |documents: &[(&str, &str)]| {
        let (_, links, _) = resolved(documents);
        let effects = links.effects_on(DocumentIndex::new(0));
        effects.map(|effect| (effect.verb.key(), effect.citation.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(effects(&[old, by_text]), [("repeals", true)]);
    assert_eq!(effects(&[old, by_word]), [("repeals", false)]);
    let before = ("title: 甲\ndate: 2010-01-01", "云政发〔2012〕15号同时废止。");
    assert_eq!(effects(&[old, before]), [], "no document repeals a later one");
}
