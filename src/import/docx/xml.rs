//! Parts of the archive, and the elements in them.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::markup::unescape;

/// The largest part of a document that is unpacked, so that a small archive cannot fill the memory.
pub(super) const PART_SIZE_MAX: u64 = 256 << 20;

/// A part of the document, by its name in the archive.
pub fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    file.take(PART_SIZE_MAX).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
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
