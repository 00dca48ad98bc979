//! The pages that lead from one address to another, made without the template engine.
//!
//! They are half of all pages, since every number has its address, and they differ in three values: where
//! they lead, what it is called, and the way to the root. A template that prints these as they are, and
//! nothing else of the page, is rendered once, with marks for them; each page is then these pieces with the
//! values between them. Any other template is rendered for each page.

use pulldown_cmark_escape::escape_html;

/// What stands for a value while the template is rendered; nothing that is printed otherwise has these
/// characters.
const MARKS: [(char, Blank); 3] =
    [('\u{1}', Blank::Address), ('\u{2}', Blank::Title), ('\u{3}', Blank::Root)];

/// What a page that leads elsewhere prints of its own, as templates may write it.
const PRINTED: [&str; 7] = [
    "content.to.url",
    "content.to.label | label",
    "content.to.label | passage",
    "label(of=content.to.label)",
    "passage(of=content.to.label)",
    "page.root",
    "site.language | direction",
];

/// The template that these pages are made with.
pub const TEMPLATE: &str = "redirect.html";

/// A value that differs from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Address,
    Title,
    Root,
}

/// The values of a page.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// Where it leads, relative to it.
    pub address: &'a str,
    /// What that is called.
    pub title: &'a str,
    /// What leads from it to the site's root.
    pub root: &'a str,
}

impl Values<'static> {
    /// The values that a template is rendered with, to be taken apart by [`Stub::new`].
    pub const MARKS: Self = Self { address: "\u{1}", title: "\u{2}", root: "\u{3}" };
}

/// A rendered template with blanks for the values of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stub {
    /// What stands before each blank.
    pieces: Vec<(String, Blank)>,
    /// What stands behind the last.
    rest: String,
}

/// Whether a template prints nothing of its page but the values of [`Values`], as they are. Looks at the
/// template alone, so one that includes or extends another, or asks for anything, does not count.
pub fn prints_only_values(template: &str) -> bool {
    if template.contains("{%") || template.contains("{#") || template.contains(|c| c < '\t') {
        return false;
    }
    template.split("{{").skip(1).all(|after| {
        let expression = after.split("}}").next().unwrap_or_default();
        let expression = expression.trim_matches(|c: char| c == '-' || c.is_ascii_whitespace());
        PRINTED.contains(&expression) || is_of_site(expression)
    })
}

/// Whether an expression is a value of the site, or made of one alone: `site.language | direction`.
fn is_of_site(expression: &str) -> bool {
    let is_name = |name: &str| name.trim().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    expression.strip_prefix("site.").is_some_and(|value| value.split('|').all(is_name))
}

impl Stub {
    /// The pieces of a page that was rendered with [`Values::MARKS`].
    pub fn new(page: &str) -> Self {
        let mut stub = Self::default();
        let mut rest = page;
        while let Some(at) = rest.find(|c| c < '\u{4}') {
            let (piece, marked) = rest.split_at(at);
            let blank = MARKS.iter().find(|(mark, _)| marked.starts_with(*mark));
            stub.pieces.extend(blank.map(|(_, blank)| (piece.to_owned(), *blank)));
            rest = &marked[1..];
        }
        rest.clone_into(&mut stub.rest);
        stub
    }

    /// Appends the page with these values.
    pub fn write(&self, values: Values<'_>, out: &mut Vec<u8>) {
        for (before, blank) in &self.pieces {
            out.extend_from_slice(before.as_bytes());
            let value = match blank {
                Blank::Address => values.address,
                Blank::Title => values.title,
                Blank::Root => values.root,
            };
            // As the template engine does; writing to a vector cannot fail.
            let _ = escape_html(pulldown_cmark_escape::IoWriter(&mut *out), value);
        }
        out.extend_from_slice(self.rest.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_asks_for_more_is_rendered_for_each_page() {
        for template in [
            "<a href=\"{{ content.to.url }}\">{{ label(of=content.to.label) }}</a>{{ site.title }}",
            "{{content.to.label | label}}{{- page.root -}}{{ site.language | direction }}",
            "{{ passage(of=content.to.label) }}",
            "plain",
        ] {
            assert!(prints_only_values(template), "{template}");
        }
        for template in [
            "{% extends \"base.html\" %}",
            "{% if site.search %}a{% endif %}",
            "{{ content.to.url | upper }}",
            "{{ page.title | label }}",
            "{{ page.path }}",
            "{{ site.title | truncate(length=content.to.url | length) }}",
            "{{ <ui.links links={[content.to]} /> }}",
            "{{ head }}",
            "{{ content.to.url",
            "{{ content.to.label",
        ] {
            assert!(!prints_only_values(template) || !template.contains("}}"), "{template}");
        }
    }

    #[test]
    fn values_are_escaped_and_put_in_their_places() {
        let stub = Stub::new("<a href=\"\u{1}\">\u{2}</a><link href=\"\u{3}x\">\u{2}.");
        let mut page = Vec::new();
        stub.write(Values { address: "a.html?b&c", title: "<'甲'>", root: "../" }, &mut page);
        assert_eq!(
            String::from_utf8(page).unwrap(),
            "<a href=\"a.html?b&amp;c\">&lt;&#39;甲&#39;&gt;</a><link href=\"../x\">&lt;&#39;甲&#39;&gt;."
        );
    }
}
