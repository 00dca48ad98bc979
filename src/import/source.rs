//! Files of every kind that can be imported, read as text or records.

#![expect(clippy::disallowed_methods, reason = "the one part of the import that reads foreign files")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::gazette::slug;

use super::decode::{Decoded, check_lines, decode, decode_markup};
use super::message::Message;
use super::object::Picture;
use super::{docx, web};

/// The largest file that is read, in bytes.
const FILE_SIZE_MAX: u64 = 512 << 20;

/// The longest beginning of a picture's name in characters.
const STEM_LENGTH_MAX: usize = 24;

/// The largest picture beside a page that is taken, in bytes.
const PICTURE_SIZE_MAX: u64 = 64 << 20;

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Source {
    /// Running text: an issue or a document.
    Text(Read),
    /// JSON Lines, one record a line.
    JsonLines(String),
    /// A table of records, its head first.
    Csv(String),
}

/// A text with what came with it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The text.
    pub text: String,
    /// The usual name of its encoding or format.
    pub encoding: &'static str,
    /// How many characters could not be read and stand as U+FFFD.
    pub unreadable: usize,
    /// Its pictures, to be put beside the documents.
    pub pictures: Vec<Picture>,
    /// What the file has besides and the archive does not get.
    pub left_out: Vec<Message>,
}

impl From<Decoded> for Read {
    fn from(decoded: Decoded) -> Self {
        let Decoded { text, encoding, unreadable } = decoded;
        Self { text, encoding, unreadable, ..Self::default() }
    }
}

/// Reads a file by its ending.
///
/// # Errors
///
/// In words for the user: what the file seems to be, or what is missing to read it.
pub fn read(path: &Path) -> Result<Source, String> {
    let source = unchecked(path)?;
    if let Source::Text(read) = &source {
        check_lines(&read.text)?;
    }
    Ok(source)
}

fn unchecked(path: &Path) -> Result<Source, String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > FILE_SIZE_MAX {
        return Err(format!("it has {} MB; at most {} are read", size >> 20, FILE_SIZE_MAX >> 20));
    }
    if ending == "pdf" {
        return Ok(Source::Text(pdf(path)?.into()));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    if ending == "docx" || (bytes.starts_with(b"PK\x03\x04") && ending != "zip") {
        return Ok(Source::Text(docx::read(&bytes, &stem(path))?));
    }
    Ok(match ending.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => {
            let decoded = decode_markup(&bytes)?;
            Source::Text(page(path, decoded))
        }
        "jsonl" | "ndjson" => Source::JsonLines(decode_markup(&bytes)?.text),
        "csv" | "tsv" => Source::Csv(decode_markup(&bytes)?.text),
        _ => Source::Text(decode(&bytes)?.into()),
    })
}

/// What the names of a file's pictures begin with.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let slug = slug(&stem);
    let end = slug.char_indices().map(|(at, _)| at).nth(STEM_LENGTH_MAX).unwrap_or(slug.len());
    slug[..end].trim_matches('-').to_owned()
}

/// A web page with the pictures that lie beside it on the disk.
fn page(path: &Path, decoded: Decoded) -> Read {
    let folder = path.parent().unwrap_or(Path::new(""));
    let stem = stem(path);
    let mut pictures: Vec<(String, Picture)> = Vec::new();
    let mut take = |address: &str| -> Option<String> {
        if let Some((_, known)) = pictures.iter().find(|(known, _)| known == address) {
            return Some(known.file.clone());
        }
        let local = !address.contains(':') && !address.starts_with(['/', '\\', '#']);
        let ending = address.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !local || !docx::SHOWN.contains(&ending.as_str()) {
            return None;
        }
        let beside = folder.join(address);
        let size = fs::metadata(&beside).ok().filter(|found| found.is_file())?.len();
        let bytes = (size <= PICTURE_SIZE_MAX).then(|| fs::read(&beside).ok()).flatten()?;
        let file = format!("{stem}-{}.{ending}", pictures.len() + 1);
        pictures.push((address.to_owned(), Picture { file: file.clone(), bytes }));
        Some(file)
    };
    let (text, left_out) = web::read(&decoded.text, &mut take);
    let pictures = pictures.into_iter().map(|(_, picture)| picture).collect();
    Read { text, pictures, left_out, ..decoded.into() }
}

/// The text layer of a PDF, by poppler's `pdftotext`, which tells the place of each word.
fn pdf(path: &Path) -> Result<Decoded, String> {
    let output = Command::new("pdftotext")
        .args(["-bbox-layout", "-enc", "UTF-8", "-eol", "unix"])
        .arg(path)
        .arg("-")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                "reading a PDF needs `pdftotext`; install poppler (Debian and Ubuntu: `apt install poppler-utils`, \
                 macOS: `brew install poppler`), or save the PDF as text"
                    .to_owned()
            } else {
                format!("cannot run pdftotext: {error}")
            }
        })?;
    if !output.status.success() {
        return Err(format!("pdftotext failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let decoded = decode_markup(&output.stdout)?;
    let decoded = Decoded { text: super::pdf::text(&decoded.text), ..decoded };
    if decoded.text.chars().filter(|c| !c.is_whitespace()).count() < 20 {
        return Err("the PDF has no text layer; it is a scan whose text must be recognised first".into());
    }
    Ok(decoded)
}
