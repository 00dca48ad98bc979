//! Each issue as a book: EPUB 3.3, with contents, and the printed pages as a list of pages.
//!
//! The texts are those of the pages. Links to documents of the issue stay in the book; others lead to
//! the published site, or are words alone when the site has no address: a book has no dead links.

mod chapter;
mod navigation;
mod xhtml;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};

use xxhash_rust::xxh3::xxh3_128;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::Exporter;
use super::record::{first_day, id_of};
use super::texts::Texts;
use super::xml::escaped;
use crate::archive::{DocumentIndex, IssueIndex};
use crate::pages::SitePath;

use chapter::Chapter;

pub use xhtml::picture_type;

const STYLE: &str = include_str!("epub/epub.css");
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/// What a book is made of before its files are written.
struct Book<'a> {
    title: String,
    /// What names the book: see [`identifier`].
    identifier: String,
    /// The day that it is of.
    day: String,
    chapters: Vec<Chapter<'a>>,
    /// The pictures that the texts show: source file by name in the book.
    pictures: BTreeMap<String, &'a str>,
}

/// Writes the book of an issue.
///
/// # Errors
/// When a source cannot be read, or `out` fails.
pub fn write(
    exporter: &Exporter<'_>,
    index: IssueIndex,
    texts: &Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let book = gather(exporter, index, texts)?;
    let words = texts.renderer.words();
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(1 << 16)));
    let mut add = |path: &str, bytes: &[u8]| -> io::Result<()> {
        zip.start_file(path, options(path))?;
        zip.write_all(bytes)
    };
    // The specification (OCF 3.3, 4.2) wants this first and plain, so that the type shows.
    add("mimetype", b"application/epub+zip")?;
    add("META-INF/container.xml", CONTAINER.as_bytes())?;
    add("EPUB/package.opf", navigation::package(exporter, index, &book).as_bytes())?;
    add("EPUB/nav.xhtml", navigation::contents(exporter, words, &book).as_bytes())?;
    add("EPUB/epub.css", STYLE.as_bytes())?;
    add("EPUB/title.xhtml", navigation::title_page(exporter, index, words, &book).as_bytes())?;
    for chapter in &book.chapters {
        add(&format!("EPUB/{}", chapter.file), chapter.xhtml.as_bytes())?;
    }
    for (name, source) in &book.pictures {
        add(&format!("EPUB/pictures/{name}"), &texts.sources.read(source)?)?;
    }
    out.write_all(zip.finish()?.get_ref())
}

/// The same for every file on every machine, so that the same book is the same bytes.
fn options(path: &str) -> SimpleFileOptions {
    let packed = [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| path.ends_with(ending));
    let stored = packed || path == "mimetype";
    let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default()
        .compression_method(method)
        // The fastest that counts how often each letter occurs: of Chinese text it leaves a quarter less
        // than level 1, and higher ones take twice the time for two bytes in a hundred.
        .compression_level((!stored).then_some(2))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .system(System::Unix)
}

fn gather<'a>(exporter: &'a Exporter<'_>, index: IssueIndex, texts: &Texts<'_>) -> io::Result<Book<'a>> {
    let archive = exporter.plan.archive();
    let issue = &archive.issues[index.get()];
    let documents = issue.documents.clone().map(DocumentIndex::new);
    let documents: Vec<DocumentIndex> = documents.filter(|index| exporter.plan.is_open(*index)).collect();
    let mut pictures = BTreeMap::new();
    let mut chapters = Vec::with_capacity(documents.len());
    for document in &documents {
        let file = texts.file(exporter, *document)?;
        let context = exporter
            .plan
            .text_context(exporter.plan.document_path(*document), crate::pages::Page::Document(*document));
        let html = texts.html(&file, &context);
        chapters.push(chapter::chapter(
            exporter,
            texts.renderer.words(),
            *document,
            &documents,
            &html,
            &mut pictures,
        ));
    }
    let day = issue.record.date.unwrap_or_else(|| first_day(issue.folder_year));
    Ok(Book {
        title: navigation::book_title(exporter, index, texts.renderer.words()),
        identifier: identifier(exporter, exporter.plan.issue_path(index)),
        day: day.to_string(),
        chapters,
        pictures,
    })
}

/// A name that stays: of the publisher's domain where it is known, else one of the book's title
/// (a UUID of version 8, RFC 9562).
fn identifier(exporter: &Exporter<'_>, page: &SitePath) -> String {
    let site = &exporter.site;
    if site.has_authority() {
        return site.tag(&format!("{}/epub", id_of(page)));
    }
    let hash = xxh3_128(format!("{}\n{page}", site.title).as_bytes());
    let hash = hash & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{hash:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The head of every XHTML file of the book.
fn xhtml_head(title: &str, language: &str) -> String {
    let language = escaped(language);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"epub.css\"/>\n</head>\n",
        escaped(title)
    )
}
