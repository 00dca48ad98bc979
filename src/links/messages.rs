//! What is said of links that lead nowhere.

use super::resolver::Resolver;
use crate::diagnostics::{Code, Diagnostic, Text, nearest, text};
use crate::parse::TextFacts;
use crate::parse::body::WrittenLink;

impl Resolver<'_> {
    pub(super) fn dead_link(from: &str, link: &WrittenLink, message: Text) -> Diagnostic {
        Diagnostic::new(Code::DeadLink, from, link.span, message)
    }

    pub(super) fn dead_link_help(&self, from: &str, target: &str) -> Option<Text> {
        if self.archive.drafts.iter().any(|draft| *draft.path == *target) {
            return Some(text!("that document is a draft and is not published"));
        }
        if let Some(stem) = target.strip_suffix(".html")
            && self.place(&format!("{stem}.md")).is_some()
        {
            return Some(text!("link to the source file, with the ending .md"));
        }
        let (folder, name) = target.rsplit_once('/')?;
        let beside = self.places().beginning(self.archive, folder);
        let names = beside.filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        match nearest(name, names) {
            Some(near) => Some(text!("`{}` is there", near)),
            None => Some(text!("the address is read from the folder of {}", from)),
        }
    }
}

pub(super) fn dead_anchor(from: &str, link: &WrittenLink, fragment: &str, facts: &TextFacts) -> Diagnostic {
    let anchors = facts.anchors();
    let anchors = || anchors.iter().map(String::as_str);
    let near = nearest(fragment, anchors());
    let headings = || anchors().filter(|id| !id.contains("p_")).take(8).collect::<Vec<_>>().join(", ");
    let help = match near {
        Some(near) => text!("the nearest place there is `#{}`", near),
        None if anchors().next().is_none() => text!("that text has no places to lead to"),
        None => text!("places there are {}", headings()),
    };
    let message = text!("`{}` leads to a place that its target does not have", link.address);
    Diagnostic::new(Code::DeadAnchor, from, link.span, message).help(help)
}
