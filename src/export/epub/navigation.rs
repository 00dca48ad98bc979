//! What holds a book together: the package document, the contents, the list of pages, the title page.

use std::fmt::Write;

use super::chapter::Chapter;
use super::{Book, xhtml_head};
use crate::archive::IssueIndex;
use crate::export::Exporter;
use crate::export::xml::escaped;
use crate::render::Words;

/// What the book is called: the gazette with the issue's number, or the issue's own title with it.
pub fn book_title(exporter: &Exporter<'_>, index: IssueIndex, words: &Words) -> String {
    let issue = exporter.issue(index);
    let name = words.issue_name(&issue.year.to_string(), issue.number);
    match issue.title {
        Some(title) => format!("{} {name} · {title}", exporter.site.title),
        None => format!("{} {name}", exporter.site.title),
    }
}

/// The package document.
pub fn package(exporter: &Exporter<'_>, index: IssueIndex, book: &Book<'_>) -> String {
    let site = &exporter.site;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    let _ = writeln!(out, "<dc:identifier id=\"id\">{}</dc:identifier>", escaped(&book.identifier));
    let _ = writeln!(out, "<dc:title>{}</dc:title>", escaped(&book.title));
    let _ = writeln!(out, "<dc:language>{}</dc:language>", escaped(site.language));
    if let Some(publisher) = site.publisher {
        let _ = writeln!(
            out,
            "<dc:creator>{0}</dc:creator>\n<dc:publisher>{0}</dc:publisher>",
            escaped(publisher)
        );
    }
    let _ = writeln!(out, "<dc:date>{}</dc:date>", book.day);
    if site.base_url.is_some() {
        let address = site.address(exporter.plan.issue_path(index));
        let _ = writeln!(out, "<dc:source>{}</dc:source>", escaped(&address));
    }
    // The day of the issue: a clock would make two builds of one book differ.
    let _ = writeln!(out, "<meta property=\"dcterms:modified\">{}T00:00:00Z</meta>", book.day);
    push_accessibility(book, &mut out);
    out.push_str("</metadata>\n<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n<item id=\"style\" href=\"epub.css\" media-type=\"text/css\"/>\n<item id=\"title\" href=\"title.xhtml\" media-type=\"application/xhtml+xml\"/>\n");
    for (place, chapter) in book.chapters.iter().enumerate() {
        let _ = writeln!(
            out,
            "<item id=\"d{}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>",
            place + 1,
            chapter.file
        );
    }
    for (place, name) in book.pictures.keys().enumerate() {
        let media_type = super::xhtml::picture_type(name).unwrap_or("image/png");
        let _ = writeln!(
            out,
            "<item id=\"picture{}\" href=\"pictures/{}\" media-type=\"{media_type}\"/>",
            place + 1,
            escaped(name)
        );
    }
    out.push_str("</manifest>\n<spine>\n<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n");
    for place in 1..=book.chapters.len() {
        let _ = writeln!(out, "<itemref idref=\"d{place}\"/>");
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// What EPUB Accessibility 1.1 wants to be told.
fn push_accessibility(book: &Book<'_>, out: &mut String) {
    let mut features = vec!["tableOfContents", "structuralNavigation", "readingOrder"];
    if book.chapters.iter().any(|chapter| !chapter.pages.is_empty()) {
        features.extend(["pageBreakMarkers", "pageNavigation"]);
        let _ = writeln!(out, "<meta property=\"pageBreakSource\">{}</meta>", escaped(&book.title));
    }
    let modes = if book.pictures.is_empty() { &["textual"][..] } else { &["textual", "visual"] };
    for mode in modes {
        let _ = writeln!(out, "<meta property=\"schema:accessMode\">{mode}</meta>");
    }
    for feature in features {
        let _ = writeln!(out, "<meta property=\"schema:accessibilityFeature\">{feature}</meta>");
    }
    out.push_str("<meta property=\"schema:accessibilityHazard\">none</meta>\n");
}

/// The contents, and the list of the printed pages.
pub fn contents(exporter: &Exporter<'_>, words: &Words, book: &Book<'_>) -> String {
    let heading = words.or_key("issue_contents", &[]);
    let mut out = xhtml_head(&book.title, exporter.site.language);
    let _ = write!(
        out,
        "<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>{}</h1>\n<ol>\n",
        escaped(&heading)
    );
    // Documents of one part stand together under its name, where they follow each other.
    for chapters in book.chapters.chunk_by(|a, b| a.part == b.part) {
        let part = chapters[0].part;
        if let Some(part) = part {
            let _ = write!(out, "<li><span>{}</span>\n<ol>\n", escaped(part));
        }
        for chapter in chapters {
            push_entry(chapter, &mut out);
        }
        if part.is_some() {
            out.push_str("</ol>\n</li>\n");
        }
    }
    out.push_str("</ol>\n</nav>\n");
    push_pages(words, book, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn push_entry(chapter: &Chapter<'_>, out: &mut String) {
    let _ = write!(out, "<li><a href=\"{}\">{}</a>", chapter.file, escaped(chapter.title));
    if !chapter.enclosures.is_empty() {
        out.push_str("\n<ol>\n");
        for (id, title) in &chapter.enclosures {
            let _ =
                writeln!(out, "<li><a href=\"{}#{}\">{}</a></li>", chapter.file, escaped(id), escaped(title));
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</li>\n");
}

fn push_pages(words: &Words, book: &Book<'_>, out: &mut String) {
    if book.chapters.iter().all(|chapter| chapter.pages.is_empty()) {
        return;
    }
    let _ = write!(
        out,
        "<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"pages\">\n<h2>{}</h2>\n<ol>\n",
        escaped(&words.or_key("field_pages", &[]))
    );
    for chapter in &book.chapters {
        for page in &chapter.pages {
            let _ = writeln!(out, "<li><a href=\"{}#p{page}\">{page}</a></li>", chapter.file);
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

/// The title page.
pub fn title_page(exporter: &Exporter<'_>, index: IssueIndex, words: &Words, book: &Book<'_>) -> String {
    let site = &exporter.site;
    let issue = exporter.issue(index);
    let mut out = xhtml_head(&book.title, site.language);
    let _ = write!(
        out,
        "<body epub:type=\"frontmatter\">\n<section class=\"title-page\" epub:type=\"titlepage\">\n<h1>{}</h1>\n",
        escaped(&book.title)
    );
    let total =
        issue.total_number.map(|n| words.phrase("total_number", Some(n.into()), &[]).unwrap_or_default());
    let date = issue.date.map(|date| words.date(date));
    let legal = words.or_key(&format!("legal_{}", site.legal_value.word()), &[]);
    for line in [total, date, site.publisher.map(str::to_owned), Some(legal)].into_iter().flatten() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&line));
    }
    out.push_str("</section>\n</body>\n</html>\n");
    out
}
