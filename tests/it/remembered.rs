//! Links and layout are taken up from the last run where nothing changed that they are made of, and only
//! there.

use std::io;

use gongbao::build::{Assembled, Given, read_config};
use gongbao::parse::files::files;
use gongbao::parse::{Naming, Namings};
use gongbao::source::{Memory, Sources};

use crate::support::generated;

/// Namings that cannot be read: whoever follows links anew fails.
struct Unreadable;

impl Namings for Unreadable {
    fn parts(&self) -> usize {
        1
    }

    fn visit(&self, _: usize, _: &mut dyn FnMut(&str, &Naming)) -> io::Result<()> {
        Err(io::Error::other("links are followed anew"))
    }
}

fn project() -> Memory {
    let sources = Memory::new();
    generated(30).iter().for_each(|(path, text)| sources.put(path, text.as_str()));
    sources.put(
        "content/2015/01/90.md",
        "---\ntitle: 甲\n---\n## 一、目标\n\n正文。\n\n## 二、要求\n\n正文。\n",
    );
    sources.put("content/2015/01/91.md", "---\ntitle: 乙\n---\n见[甲](90.md#sec_2)。\n");
    sources
}

/// The project assembled: with `remembered`, nothing but what that says is known of its links.
fn assembled(sources: &Memory, remembered: Option<Vec<u8>>) -> io::Result<Assembled> {
    let (config, _) = read_config(sources, &[])?;
    let listing = sources.list("content")?;
    let read = files(sources, &listing.files, "content", &config.number_kinds(), Vec::new(), &|_| ())?;
    let namings: Option<&dyn Namings> = if remembered.is_some() { Some(&Unreadable) } else { None };
    Assembled::with(&read.files, &listing, Vec::new(), &config, Some(Given { namings, remembered }))
}

/// Whether what a run remembered is taken up after a file has changed.
fn is_taken_up(path: &str, text: &str) -> bool {
    let sources = project();
    let remembered = assembled(&sources, None).unwrap().remember().expect("a build can be taken up");
    sources.put(path, text);
    let taken_up = assembled(&sources, Some(remembered));
    let anew = assembled(&sources, None).unwrap();
    if let Ok(taken_up) = &taken_up {
        // Addresses are sorted when one is asked for.
        let (config, _) = read_config(&sources, &[]).unwrap();
        for assembled in [taken_up, &anew] {
            assert!(assembled.plan(&config).at("2015/01/90.html").is_some());
        }
        assert_eq!(format!("{:?}", taken_up.layout), format!("{:?}", anew.layout));
        assert!(
            taken_up.remember().expect("a build can be taken up")
                == anew.remember().expect("a build can be taken up")
        );
        assert_eq!(taken_up.found(), anew.found());
    }
    taken_up.is_ok()
}

#[test]
fn where_a_text_alone_changed_links_are_not_followed_again() {
    let text = "---\ntitle: 甲\n---\n## 一、目标\n\n另一段。\n\n又一段。\n\n## 二、要求\n\n正文。\n";
    assert!(is_taken_up("content/2015/01/90.md", text));
}

#[test]
fn whatever_other_pages_show_makes_links_be_followed_again() {
    for text in [
        "---\ntitle: 丙\n---\n## 一、目标\n\n正文。\n\n## 二、要求\n\n正文。\n",
        "---\ntitle: 甲\n---\n## 一、目标\n\n依照云政发〔2015〕1号。\n\n## 二、要求\n\n正文。\n",
        "---\ntitle: 甲\n---\n## 一、目标\n\n由区教育局牵头。\n\n## 二、要求\n\n正文。\n",
        "---\ntitle: 甲\n---\n## 一、目标\n\n见[乙](91.md)。\n\n## 二、要求\n\n正文。\n",
        "---\ntitle: 甲\nnumber: 云政发〔2015〕999号\n---\n## 一、目标\n\n正文。\n\n## 二、要求\n\n正文。\n",
    ] {
        assert!(!is_taken_up("content/2015/01/90.md", text), "{text}");
    }
    assert!(!is_taken_up("content/2015/01/92.md", "---\ntitle: 甲\n---\n正文。\n"), "a new document");
    assert!(!is_taken_up("content/2015/01/a.pdf", "x"), "a new file");
    assert!(!is_taken_up("book.toml", "[book]\ntitle = \"乙\"\n"), "other settings");
}

#[test]
fn a_place_that_is_gone_is_missed_though_no_page_shows_it() {
    assert!(!assembled(&project(), None).unwrap().found().has_errors());
    let text = "---\ntitle: 甲\n---\n## 一、目标\n\n正文。\n\n正文。\n";
    assert!(!is_taken_up("content/2015/01/90.md", text));
    let sources = project();
    sources.put("content/2015/01/90.md", text);
    let found = assembled(&sources, None).unwrap().found();
    assert!(found.iter().any(|one| one.code.to_string() == "dead-anchor"), "{found:?}");
}

#[test]
fn damaged_memories_are_as_good_as_none() {
    let sources = project();
    let remembered = assembled(&sources, None).unwrap().remember().expect("a build can be taken up");
    assert!(assembled(&sources, Some(remembered.clone())).is_ok());
    for at in (0..remembered.len()).step_by(remembered.len() / 50) {
        let mut damaged = remembered.clone();
        damaged[at] ^= 1;
        assert!(assembled(&sources, Some(damaged)).is_err(), "byte {at}");
        assert!(assembled(&sources, Some(remembered[..at].to_vec())).is_err(), "cut at {at}");
    }
}
