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
    // Both what is enclosed and the footnotes are sections, and nothing before them is.
    let end = memchr::memmem::find(html.as_bytes(), b"<section ").unwrap_or(html.len());
    let (body, rest) = html.split_at(remark(&html[..end]).unwrap_or(end));
    Parts { body, rest }
}

/// Where a remark such as （此件公开发布） begins: a last paragraph wholly in brackets.
fn remark(body: &str) -> Option<usize> {
    let at = memchr::memmem::rfind(body.as_bytes(), b"<p")?;
    let words = body[at..].split_once('>')?.1;
    let (words, after) = words.split_once("</p>")?;
    let bracketed = words.starts_with('（') && words.ends_with('）') && !words[3..].contains('（');
    // Marks of printed pages may follow it.
    let marks_only = !after.contains("<p") && !after.contains("<h") && !after.contains("<li");
    (bracketed && marks_only).then_some(at)
}

/// Whether a signature is to be set below a text. It is signed with its office only if it is a letter
/// with a number of the year, and not if its last words are these already: an order is signed by a
/// person, a law by nobody.
pub fn wants_signature(body: &str, numbers: &[&str], departments: &[&str], date: Option<&str>) -> bool {
    let is_letter = !departments.is_empty() && numbers.iter().any(|number| number.contains('〔'));
    is_letter && !ends_with(body, departments.iter().copied().chain(date))
}

/// Whether the last paragraph ends with one of these words.
fn ends_with<'w>(body: &str, mut words: impl Iterator<Item = &'w str>) -> bool {
    let Some(at) = memchr::memmem::rfind(body.as_bytes(), b"<p") else { return false };
    let text = body[at..].split_once('>').map_or("", |(_, text)| text.trim_end());
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
    fn only_letters_that_do_not_sign_themselves_are_signed() {
        let wants =
            |body| wants_signature(body, &["云政发〔2018〕8号"], &["云溪区人民政府"], Some("2018年10月8日"));
        assert!(!wants("<p>甲。</p>\n<p>云溪区人民政府</p>\n<p>2018年10月8日</p>\n"));
        assert!(wants("<p>报云溪区人民政府</p>\n<p>请认真执行。</p>\n"));
        assert!(!wants_signature("<p>甲。</p>", &["云溪区人民政府令第3号"], &["云溪区人民政府"], None));
        assert!(!wants_signature("<p>甲。</p>", &[], &["云溪区人民政府"], None));
    }
}
