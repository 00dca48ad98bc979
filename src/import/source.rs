//! Files of every kind that can be imported, read as text or records.

#![expect(clippy::disallowed_methods, reason = "the one part of the import that reads foreign files")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::decode::{Decoded, decode, decode_markup};
use super::{docx, web};

/// The largest file that is read, in bytes.
const FILE_SIZE_MAX: u64 = 512 << 20;

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Source {
    /// Running text: an issue or a document.
    Text(Decoded),
    /// JSON Lines, one record a line.
    JsonLines(String),
    /// A table of records, its head first.
    Csv(String),
}

/// Reads a file by its ending.
///
/// # Errors
///
/// In words for the user: what the file seems to be, or what is missing to read it.
pub fn read(path: &Path) -> Result<Source, String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > FILE_SIZE_MAX {
        return Err(format!("it has {} MB; at most {} are read", size >> 20, FILE_SIZE_MAX >> 20));
    }
    if ending == "pdf" {
        return pdf(path).map(Source::Text);
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    if ending == "docx" || (bytes.starts_with(b"PK\x03\x04") && ending != "zip") {
        return Ok(Source::Text(Decoded { text: docx::text(&bytes)?, encoding: "DOCX", unreadable: 0 }));
    }
    Ok(match ending.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => {
            let decoded = decode_markup(&bytes)?;
            Source::Text(Decoded { text: web::text(&decoded.text), ..decoded })
        }
        "jsonl" | "ndjson" => Source::JsonLines(decode_markup(&bytes)?.text),
        "csv" | "tsv" => Source::Csv(decode_markup(&bytes)?.text),
        _ => Source::Text(decode(&bytes)?),
    })
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
