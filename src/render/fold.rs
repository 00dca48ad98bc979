//! What a template asks for by a call, where there is something quicker that gives the same, put into
//! the templates when they are loaded. A page has some thirty words that are the same on every page, and a
//! call costs more than the word; and dozens of labels, which a filter gives at half the cost.

use super::words::Words;

/// The source with each place that begins with `open` rewritten. `rewrite` is given what stands before and
/// behind, writes what goes before and what takes the place, and gives what follows; `None`, with nothing
/// written, leaves the place as it is.
fn rewritten<'s>(
    source: &'s str,
    open: &str,
    rewrite: impl Fn(&mut String, &'s str, &'s str) -> Option<&'s str>,
) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, behind)) = rest.split_once(open) {
        rest = rewrite(&mut out, before, behind).unwrap_or_else(|| {
            out.extend([before, open]);
            behind
        });
    }
    out.push_str(rest);
    out
}

/// The template with each `words(key="…")` that has no other argument replaced by its words.
pub fn with_words(source: &str, words: &Words) -> String {
    rewritten(source, "words(key=", |out, before, behind| {
        let (key, after) = literal(behind)?;
        put(out, before, words.constant(key)?, after)
    })
}

/// The phrase between the names of a list.
pub(super) const SEPARATOR: &str = "list_separator";

/// The template with each `x | join(sep=words(key="list_separator"))` as `x | listed`. Where the phrase is
/// not the same everywhere, it stays.
pub fn with_lists(source: &str, words: &Words) -> String {
    let call = |quote: char| format!(" | join(sep=words(key={quote}{SEPARATOR}{quote}))");
    match words.constant(SEPARATOR) {
        Some(_) => source.replace(&call('"'), " | listed").replace(&call('\''), " | listed"),
        None => source.to_owned(),
    }
}

/// The template with the templates that it includes put in, where that is the same: what is included has to
/// set nothing. An included template costs more than its text, since each name in it is looked for twice.
/// `all` gives templates by their name; none includes itself.
pub fn with_includes<'t>(source: &'t str, all: &impl Fn(&str) -> Option<&'t str>) -> String {
    rewritten(source, "{% include \"", |out, before, behind| {
        let (name, after) = behind.split_once("\" %}")?;
        let text = all(name).filter(|text| is_plain(text))?;
        out.extend([before, &with_includes(text, all)]);
        Some(after)
    })
}

/// Whether a template does nothing but print, so that it gives the same wherever its text stands.
fn is_plain(template: &str) -> bool {
    const PRINTING: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "include"];
    template.split("{%").skip(1).all(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        let word = tag.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        tag.starts_with('<') || PRINTING.contains(&word)
    })
}

/// The template with each `{{ label(of=x.y) }}` as `{{ x.y | label }}` and each `{{ words(key=x.y) }}` as
/// `{{ x.y | word }}`: a filter needs no map of arguments.
pub fn with_filters(source: &str) -> String {
    let source = with_filter(source, "{{ label(of=", " | label }}");
    let source = with_filter(&source, "{{ passage(of=", " | passage }}");
    with_filter(&source, "{{ words(key=", " | word }}")
}

/// The template with each `{{ passage(text=x.y, language=x.z) }}` within a condition: where there is no
/// language, which is nearly everywhere, the text is printed as it is.
pub fn with_plain_passages(source: &str) -> String {
    rewritten(source, "{{ passage(text=", |out, before, behind| {
        let (arguments, after) = behind.split_once(") }}")?;
        let (text, language) = arguments.split_once(", language=")?;
        (is_path(text) && is_path(language)).then(|| {
            let passage = format!("{{{{ passage(text={arguments}) }}}}");
            let plain = format!("{{{{ {text} }}}}");
            out.extend([before, "{% if ", language, " %}", &passage, "{% else %}", &plain, "{% endif %}"]);
            after
        })
    })
}

/// Whether an expression is a name, or a field of one.
fn is_path(expression: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    !expression.is_empty() && expression.chars().all(is_part)
}

fn with_filter(source: &str, call: &str, filter: &str) -> String {
    rewritten(source, call, |out, before, behind| {
        let (path, after) = behind.split_once(") }}").filter(|(path, _)| is_path(path))?;
        out.extend([before, "{{ ", path, filter]);
        Some(after)
    })
}

/// The literal that stands alone between here and the end of a call, and what follows.
fn literal(arguments: &str) -> Option<(&str, &str)> {
    let quote = arguments.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (literal, after) = arguments[1..].split_once(quote)?;
    Some((literal, after.strip_prefix(')')?))
}

/// Writes what goes before a call and the words in its place, and gives what follows. Where the call is
/// all that a pair of braces holds, the words stand in the page; else they stand as a literal. Nothing is
/// written where the words would stand in the page with a blank at an end, such as `, `: a neighbour that
/// trims (`{%-`) would take it away.
fn put<'s>(out: &mut String, before: &str, text: &str, after: &'s str) -> Option<&'s str> {
    if let (Some(before), Some(after)) = (before.strip_suffix("{{ "), after.strip_prefix(" }}")) {
        if text.trim() != text {
            return None;
        }
        out.push_str(before);
        out.push_str(&escaped(text));
        return Some(after);
    }
    if text.contains(['"', '\\']) {
        return None;
    }
    out.extend([before, "\"", text, "\""]);
    Some(after)
}

/// The words as the template engine would have written them.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(source: &str) -> String {
        let mut words = Words::default();
        words
            .add("home = \"首页 & <门>\"\nsep = \"、\"\ncomma = \", \"\nquote = 'a \"b\"'\npage = \"第{pages}页\"", "zh")
            .unwrap();
        with_words(source, &words)
    }

    #[test]
    fn constant_words_stand_in_the_template() {
        assert_eq!(folded("<a title=\"{{ words(key='home') }}\">"), "<a title=\"首页 &amp; &lt;门&gt;\">");
        assert_eq!(folded("{{ x | join(sep=words(key=\"sep\")) }}"), "{{ x | join(sep=\"、\") }}");
    }

    #[test]
    fn the_blank_at_the_end_of_a_separator_is_kept() {
        let source = "a{{ words(key='comma') }}{%- endif -%}";
        assert_eq!(folded(source), source);
    }

    #[test]
    fn a_call_that_is_all_of_a_pair_of_braces_is_made_by_a_filter() {
        assert_eq!(
            with_filters("<a>{{ label(of=page.title) }}</a>{{ label(of=x) }}{{ words(key=item.verb) }}"),
            "<a>{{ page.title | label }}</a>{{ x | label }}{{ item.verb | word }}"
        );
        for source in [
            "{{ label(of=x) ~ 1 }}",
            "{{ label(of=[x][0]) }}",
            "{{ label(of=",
            "{{label(of=x)}}",
            "{{ words(key=\"page\", n=1) }}",
            "{{ words(key=) }}",
        ] {
            assert_eq!(with_filters(source), source);
        }
    }

    #[test]
    fn a_text_that_may_have_a_language_is_printed_plainly_where_it_has_none() {
        assert_eq!(
            with_plain_passages("<a>{{ passage(text=row.title, language=row.language) }}</a>"),
            "<a>{% if row.language %}{{ passage(text=row.title, language=row.language) }}{% else %}{{ row.title }}{% endif %}</a>"
        );
        for source in ["{{ passage(text=a or b, language=c) }}", "{{ passage(text=a) }}", "{{ passage(text=a"]
        {
            assert_eq!(with_plain_passages(source), source);
        }
    }

    #[test]
    fn a_list_that_is_joined_by_the_separator_is_listed() {
        let mut words = Words::default();
        words.add("list_separator = \"、\"", "zh").unwrap();
        let source = "{{ x | join(sep=words(key=\"list_separator\")) }}{{ x | join(sep=words(key='list_separator')) }}";
        assert_eq!(with_lists(source, &words), "{{ x | listed }}{{ x | listed }}");
        assert_eq!(with_lists(source, &Words::default()), source);
    }

    #[test]
    fn what_is_included_stands_in_the_template_unless_it_sets_something() {
        let all = |name: &str| match name {
            "a" => Some("A{% include \"b\" %}"),
            "b" => Some("{% if x %}B{% <ui.fact> %}{% </ui.fact> %}{%- endif %}"),
            "sets" => Some("{% set x = 1 %}"),
            _ => None,
        };
        assert_eq!(
            with_includes("1{% include \"a\" %}2", &all),
            "1A{% if x %}B{% <ui.fact> %}{% </ui.fact> %}{%- endif %}2"
        );
        for source in ["{% include \"sets\" %}", "{% include \"nothing\" %}", "{% include \"a"] {
            assert_eq!(with_includes(source, &all), source);
        }
    }

    #[test]
    fn words_that_depend_on_something_are_looked_up_on_the_page() {
        for source in [
            "{{ words(key=\"page\", pages=x) }}",
            "{{ words(key=\"page\") }}",
            "{{ words(key=kind) }}",
            "{{ words(key=\"nowhere\") }}",
            "{{ f(x=words(key=\"quote\")) }}",
            "words(key=",
            "words(key=\"",
        ] {
            assert_eq!(folded(source), source);
        }
    }
}
