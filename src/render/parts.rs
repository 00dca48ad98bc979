//! Where the signature of a document stands in the HTML of its text: below its last paragraph, above
//! what it encloses (GB/T 9704-2012, 7.3.5 and 7.4).

/// The HTML of a text in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'h> {
    /// The document itself.
    pub body: &'h str,
    /// A remark in brackets, enclosures and footnotes.
    pub rest: &'h str,
}

/// Cuts the HTML of a text where its signature belongs.
pub fn parts(html: &str) -> Parts<'_> {
    let begins = |mark| html.find(mark).unwrap_or(html.len());
    let end = begins("<section class=\"enclosure\"").min(begins("<section class=\"footnotes\""));
    let (body, rest) = html.split_at(remark(&html[..end]).unwrap_or(end));
    Parts { body, rest }
}

/// Where a remark such as （此件公开发布） begins: a last paragraph wholly in brackets.
fn remark(body: &str) -> Option<usize> {
    let at = body.rfind("<p")?;
    let words = body[at..].split_once('>')?.1;
    let (words, after) = words.split_once("</p>")?;
    let bracketed = words.starts_with('（') && words.ends_with('）') && !words[3..].contains('（');
    // Marks of printed pages may follow it.
    let marks_only = !after.contains("<p") && !after.contains("<h") && !after.contains("<li");
    (bracketed && marks_only).then_some(at)
}

/// Whether a text ends with one of these words, so that it carries its signature itself.
pub fn is_signed<'w>(body: &str, mut words: impl Iterator<Item = &'w str>) -> bool {
    const TAIL: usize = 400;
    let mut start = body.len().saturating_sub(TAIL);
    while !body.is_char_boundary(start) {
        start += 1;
    }
    // The last paragraph alone: an office is often named in the last but one.
    let tail = &body[start..];
    let last = tail.rfind("<p").map_or("", |at| &tail[at..]);
    let text = last.split_once('>').map_or("", |(_, text)| text.trim_end());
    let text = text.strip_suffix("</p>").unwrap_or(text).trim_end();
    words.any(|word| !word.is_empty() && text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_stands_above_the_remark_and_the_enclosures() {
        let html = "<p id=\"p_1\">甲。</p>\n<p id=\"p_2\">（此件公开发布）</p>\n<section class=\"enclosure\" id=\"enc_1\">";
        assert_eq!(parts(html).body, "<p id=\"p_1\">甲。</p>\n");
        let html = "<p>甲。</p>\n<section class=\"footnotes\"><ol>";
        assert_eq!(parts(html).body, "<p>甲。</p>\n");
        let html = "<p>（一）甲。（二）乙（丙）</p>";
        assert_eq!(parts(html), Parts { body: html, rest: "" });
    }

    #[test]
    fn a_text_that_signs_itself_gets_no_second_signature() {
        let words = || ["云溪区人民政府", "2018年10月8日"].into_iter();
        assert!(is_signed("<p>甲。</p>\n<p>云溪区人民政府</p>\n<p>2018年10月8日</p>\n", words()));
        assert!(!is_signed("<p>报云溪区人民政府</p>\n<p>请认真执行。</p>\n", words()));
        assert!(!is_signed("", words()));
    }
}
