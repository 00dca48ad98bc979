//! Making templates, styles and pages smaller, without changing what they show.

use std::borrow::Cow;

#[cfg(feature = "minify")]
mod with_minify_html {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use minify_html::{Cfg, minify};

    fn settings() -> Cfg {
        let mut settings = Cfg::new();
        settings.allow_noncompliant_unquoted_attribute_values = false;
        settings.allow_optimal_entities = false;
        settings.allow_removing_spaces_between_attributes = false;
        settings.keep_closing_tags = true;
        settings.keep_html_and_head_opening_tags = true;
        settings.minify_css = true;
        settings.minify_doctype = false;
        settings.minify_js = false;
        settings
    }

    /// The minifier parses styles with a library that may give up on what it does not know.
    fn or_unchanged(source: &[u8], settings: &Cfg) -> Vec<u8> {
        catch_unwind(AssertUnwindSafe(|| minify(source, settings))).unwrap_or_else(|_| source.to_vec())
    }

    pub fn template(source: &str) -> String {
        let settings = Cfg { preserve_brace_template_syntax: true, ..settings() };
        String::from_utf8(or_unchanged(source.as_bytes(), &settings)).unwrap_or_else(|_| source.to_owned())
    }

    pub fn page(page: &[u8]) -> Vec<u8> {
        or_unchanged(page, &settings())
    }

    pub fn style(css: &str) -> String {
        within("style", css, &settings())
    }

    pub fn script(js: &str) -> String {
        within("script", js, &Cfg { minify_js: true, ..settings() })
    }

    /// A style sheet or script, by way of the element that a page would hold it in.
    fn within(element: &str, source: &str, settings: &Cfg) -> String {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        if source.contains(close.trim_end_matches('>')) {
            return source.to_owned();
        }
        let page = or_unchanged(format!("{open}{source}{close}").as_bytes(), settings);
        let text = String::from_utf8(page).unwrap_or_default();
        let inner = text.strip_prefix(&*open).and_then(|rest| rest.strip_suffix(&*close));
        inner.filter(|inner| !inner.is_empty()).unwrap_or(source).to_owned()
    }
}

#[cfg(not(feature = "minify"))]
mod without_minify_html {
    pub fn template(source: &str) -> String {
        super::without_indents(source)
    }

    pub fn page(page: &[u8]) -> Vec<u8> {
        page.to_vec()
    }

    pub fn style(css: &str) -> String {
        css.to_owned()
    }

    pub fn script(js: &str) -> String {
        js.to_owned()
    }
}

#[cfg(feature = "minify")]
use with_minify_html as minifier;
#[cfg(not(feature = "minify"))]
use without_minify_html as minifier;

/// A template, minified once so that its pages come out small. The minifier sorts attributes, so a
/// template with a tag whose attributes depend on a condition only loses its indents.
pub fn template(source: &str) -> String {
    if has_control_inside_tag(source) { without_indents(source) } else { minifier::template(source) }
}

/// A rendered page.
pub fn page(page: &[u8]) -> Vec<u8> {
    minifier::page(page)
}

/// A script. What it names at its top level keeps its name, so that others can call it.
pub fn script(js: &str) -> String {
    minifier::script(&without_comments(js))
}

/// Without the lines that are nothing but a comment; the minifier keeps those. A script with text over
/// several lines stays as it is, since a line of that text may look like a comment.
fn without_comments(js: &str) -> Cow<'_, str> {
    // What tools read (`//# …`, `//! …`, `// @…`), and what may end another comment, is no mere comment.
    let is_comment = |line: &&str| {
        let said = line.trim_start().strip_prefix("//");
        said.is_some_and(|said| !said.trim_start().starts_with(['#', '!', '@']) && !said.contains("*/"))
    };
    // Such text begins in a line that is no comment.
    let may_hold_lines = |line: &str| line.contains('`') || line.trim_end().ends_with('\\');
    if js.lines().filter(|line| !is_comment(line)).any(may_hold_lines) {
        return Cow::Borrowed(js);
    }
    js.split_inclusive('\n').filter(|line| !is_comment(line)).collect::<String>().into()
}

/// A style sheet.
pub fn style(css: &str) -> String {
    minifier::style(css)
}

/// Without the blanks that begin lines. Line ends stay: between words they are spaces. Text that keeps
/// its blanks (`pre`) is not written in templates but comes from documents.
fn without_indents(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether a brace stands inside a tag and outside quotation marks.
fn has_control_inside_tag(source: &str) -> bool {
    let mut rest = source;
    while let Some(at) = rest.find(['<', '{']) {
        rest = &rest[at..];
        if let Some(closing) = brace_end(rest) {
            rest = &rest[closing..];
            continue;
        }
        let opens_tag = rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        rest = &rest[1..];
        if opens_tag {
            let (has_brace, after) = tag(rest);
            if has_brace {
                return true;
            }
            rest = after;
        }
    }
    false
}

/// The end of a brace expression that begins here.
fn brace_end(text: &str) -> Option<usize> {
    let closing = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => return None,
    };
    Some(text.find(closing).map_or(text.len(), |at| at + 2))
}

/// Reads a tag from behind its `<`: whether a brace stands outside quotes, and what follows the tag.
fn tag(text: &str) -> (bool, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return (false, &text[at + 1..]),
            (None, '{') => return (true, text),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    (false, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_the_names_that_others_call() {
        let script = script("var gongbaoThing = (() => { const words = { say: 1 }; return words; })();");
        assert!(script.contains("gongbaoThing") && script.contains("say"), "{script}");
    }

    #[test]
    fn comments_of_a_script_are_left_out_and_text_that_looks_like_one_is_not() {
        let plain =
            script("// One.\nvar a = \"// b\";\n  // Two.\nfunction c() {\n  // Three.\n  return a;\n}\n");
        assert!(
            plain.contains("// b") && !["One", "Two", "Three"].iter().any(|word| plain.contains(word)),
            "{plain}"
        );
        for text in [
            "var a = `\n// b\n`;\n",
            "var a = \"\\\n// b\";\n",
            "/*\n// b */ var a = 1;\n",
            "//# sourceMappingURL=b\n",
        ] {
            assert_eq!(without_comments(text), text);
        }
    }

    #[test]
    fn a_condition_inside_a_tag_is_seen() {
        assert!(has_control_inside_tag("<a href=\"x\"{% if y %} class=\"z\"{% endif %}>"));
        assert!(!has_control_inside_tag("<a href=\"{{ x }}\">{% if a < b %}{{ <ui.row/> }}{% endif %}</a>"));
    }

    #[test]
    fn what_a_template_prints_stays() {
        let source = "<p class=\"{{ a }}\">\n    {% if x %}<b>{{ x }}</b>{% endif %}\n</p>";
        let small = template(source);
        assert!(small.len() < source.len());
        for part in ["{{ a }}", "{% if x %}", "{{ x }}", "{% endif %}"] {
            assert!(small.contains(part), "{small}");
        }
    }
}
