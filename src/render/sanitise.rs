//! Raw HTML made safe. What the text may use is a list; everything else is dropped.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};

/// How a Markdown link is written while its page is made safe: the number of the link follows.
pub const LINK_PLACEHOLDER: &str = "gongbao-link-";

/// Where the links of a text lead.
pub struct LinkTargets {
    /// By number, for links written in Markdown.
    pub by_number: Vec<Option<String>>,
    /// By the address as written, for those in raw HTML.
    pub by_address: BTreeMap<String, String>,
    /// Stands before every id of the text.
    pub id_prefix: String,
}

impl UrlRelativeEvaluate<'_> for LinkTargets {
    fn evaluate<'u>(&self, url: &'u str) -> Option<Cow<'u, str>> {
        if let Some(id) = url.strip_prefix('#') {
            return Some(format!("#{}{id}", self.id_prefix).into());
        }
        let numbered = url.strip_prefix(LINK_PLACEHOLDER).and_then(|number| number.parse::<usize>().ok());
        let target = match numbered {
            Some(number) => self.by_number.get(number)?.as_ref(),
            None => self.by_address.get(url),
        };
        target.map(|target| Cow::Owned(target.clone()))
    }
}

/// The HTML of a text without anything that runs, is fetched from elsewhere, or styles the page.
#[must_use]
pub fn sanitised(html: &str, targets: LinkTargets) -> String {
    let mut builder = Builder::default();
    let prefix = targets.id_prefix.clone();
    builder
        .add_tags(&["section", "tfoot"])
        .add_generic_attributes(&["id", "class", "tabindex", "aria-label", "role", "dir"])
        .add_tag_attributes("td", &["colspan", "rowspan", "headers"])
        .add_tag_attributes("th", &["colspan", "rowspan", "headers", "scope"])
        .add_tag_attributes("ol", &["start", "type", "reversed"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(None)
        .url_relative(UrlRelative::Custom(Box::new(targets)))
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("img", "src") if !crate::parse::body::is_local(value) => None,
            (_, "id" | "headers") if !prefix.is_empty() => Some(prefixed(&prefix, value).into()),
            _ => Some(Cow::Borrowed(value)),
        });
    builder.clean(html).to_string()
}

/// Ids with a prefix before each.
fn prefixed(prefix: &str, ids: &str) -> String {
    let ids: Vec<String> = ids.split_whitespace().map(|id| format!("{prefix}{id}")).collect();
    ids.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(html: &str) -> String {
        let by_address = [("a.md".to_owned(), "../a.html".to_owned())].into();
        let targets =
            LinkTargets { by_number: vec![Some("b.html".into())], by_address, id_prefix: String::new() };
        sanitised(html, targets)
    }

    #[test]
    fn nothing_that_runs_is_left() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"java&#10;script:alert(1)\">x</a>",
            "<svg onload=alert(1)><animate onbegin=alert(1)>",
            "<iframe src=\"https://example.org/\"></iframe>",
            "<style>@import 'https://example.org/'</style>",
            "<p style=\"background:url(https://example.org/)\">x</p>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
            "<form action=\"https://example.org/\"><input></form>",
            "<object data=x></object><embed src=x><link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
        ] {
            let out = clean(hostile);
            for bad in [
                "script",
                "onerror",
                "onload",
                "onbegin",
                "example.org",
                "style",
                "<form",
                "<object",
                "<meta",
            ] {
                assert!(!out.contains(bad), "{hostile} left {out}");
            }
        }
    }

    #[test]
    fn tables_with_merged_cells_stay() {
        let table = "<table><thead><tr><th scope=\"col\" colspan=\"2\">指标</th></tr></thead><tbody><tr><td rowspan=\"2\">甲</td><td>1</td></tr></tbody></table>";
        assert_eq!(clean(table), table);
    }

    #[test]
    fn links_lead_where_they_were_resolved_to() {
        assert_eq!(clean("<a href=\"a.md\">甲</a>"), "<a href=\"../a.html\">甲</a>");
        assert_eq!(clean("<a href=\"gongbao-link-0\">甲</a>"), "<a href=\"b.html\">甲</a>");
        assert_eq!(clean("<a href=\"c.md\">甲</a>"), "<a>甲</a>");
        assert_eq!(clean("<img src=\"https://example.org/x.png\">"), "<img>");
    }
}
