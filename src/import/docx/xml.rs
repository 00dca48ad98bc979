//! Parts of the archive, and the elements in them.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::markup::unescape;
use super::super::message::Message;

/// The largest picture that is unpacked, so that a small archive cannot fill the memory.
pub(super) const PICTURE_SIZE_MAX: u64 = 256 << 20;

/// The largest text of a document with its marks that is read: a hundred times that of a whole issue.
const TEXT_SIZE_MAX: u64 = 64 << 20;

/// Why a part cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is none of that name.
    Absent,
    /// It takes more than any text when unpacked.
    TooLarge,
    /// It cannot be unpacked, or holds no text.
    Damaged,
}

impl Unreadable {
    /// What is said of a part beside the text; nothing of one that is not there, as most are not.
    pub fn of_side_part(self, name: &str) -> Option<Message> {
        match self {
            Self::Absent => None,
            Self::TooLarge => Some(Message::new(TOO_LARGE).text(name)),
            Self::Damaged => Some(Message::new(DAMAGED).text(name)),
        }
    }
}

const TOO_LARGE: &str = "a part of the Word file that is too large to be read: {}";

/// Of a part that cannot be read, or not to its end.
const DAMAGED: &str = "a part of the Word file that is damaged; what is read of it may not be all: {}";

/// Bytes of the archive, no more of them than `max`.
///
/// # Errors
///
/// Why they cannot be read.
pub fn bytes(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    name: &str,
    max: u64,
) -> Result<Vec<u8>, Unreadable> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Err(Unreadable::Absent),
        Err(_) => return Err(Unreadable::Damaged),
    };
    let mut bytes = Vec::new();
    // What the archive says of the size may be wrong.
    file.take(max + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
    if bytes.len() as u64 > max { Err(Unreadable::TooLarge) } else { Ok(bytes) }
}

/// A part of the document, by its name in the archive.
///
/// # Errors
///
/// Why it cannot be read.
pub fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Unreadable> {
    String::from_utf8(bytes(archive, name, TEXT_SIZE_MAX)?).map_err(|_| Unreadable::Damaged)
}

/// A part beside the text, which `read` reads and tells whether it was whole. One that is not there is
/// empty; one that cannot be read, or not to its end, is named.
pub fn side_part<T: Default>(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    name: &str,
    left_out: &mut Vec<Message>,
    read: impl FnOnce(&str) -> (T, bool),
) -> T {
    match part(archive, name) {
        Ok(xml) => {
            let (found, whole) = read(&xml);
            if !whole {
                left_out.push(Message::new(DAMAGED).text(name));
            }
            found
        }
        Err(why) => {
            left_out.extend(why.of_side_part(name));
            T::default()
        }
    }
}

/// The part that a document cannot do without.
///
/// # Errors
///
/// In words for the user: it is not there, it is damaged, or it is larger than any text.
pub fn main_part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, String> {
    part(archive, name).map_err(|why| match why {
        Unreadable::TooLarge => {
            format!("its text takes more than {} MB when unpacked, which no gazette has", TEXT_SIZE_MAX >> 20)
        }
        _ => format!("it is no Word document: it has no {name} that can be read"),
    })
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(unescape(&found.value))
}

/// Visits each element that opens, and tells whether the end was reached.
pub fn each(xml: &str, mut visit: impl FnMut(&str, &BytesStart<'_>)) -> bool {
    events(xml, |event| {
        if let Event::Start(start) | Event::Empty(start) = event {
            visit(start.local_name().as_ref(), start);
        }
    })
}

/// Visits each event, and tells whether the end was reached with all that was open closed.
pub fn events(xml: &str, mut visit: impl FnMut(&Event<'_>)) -> bool {
    let mut reader = Reader::from_str(xml);
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return open == 0,
            Ok(event) => {
                match &event {
                    Event::Start(_) => open += 1,
                    Event::End(_) => open = open.saturating_sub(1),
                    _ => {}
                }
                visit(&event);
            }
            Err(_) => return false,
        }
    }
}
