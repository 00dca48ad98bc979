//! Parts of the archive, and the elements in them.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::markup::unescape;

/// The largest part of a document that is unpacked, so that a small archive cannot fill the memory.
pub(super) const PART_SIZE_MAX: u64 = 256 << 20;

/// The largest text of a document with its marks that is read: a hundred times that of a whole issue.
const TEXT_SIZE_MAX: u64 = 64 << 20;

/// A part of the document, by its name in the archive. A part that is larger than any text is none.
pub fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    file.take(TEXT_SIZE_MAX + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > TEXT_SIZE_MAX {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// The part that a document cannot do without.
///
/// # Errors
///
/// In words for the user: it is not there, or it is larger than any text.
pub fn main_part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, String> {
    match part(archive, name) {
        Some(xml) => Ok(xml),
        // What the archive says of the size may be wrong, so it only chooses the words.
        None if archive.by_name(name).is_ok_and(|file| file.size() > TEXT_SIZE_MAX) => Err(format!(
            "its text takes more than {} MB when unpacked, which no gazette has",
            TEXT_SIZE_MAX >> 20
        )),
        None => Err(format!("it is no Word document: it has no {name} that can be read")),
    }
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(unescape(&found.value))
}

/// Visits each element that opens.
pub fn each(xml: &str, mut visit: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) | Event::Empty(start) => visit(start.local_name().as_ref(), &start),
            Event::Eof => break,
            _ => {}
        }
    }
}
