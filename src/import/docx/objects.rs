//! Notes and pictures.

use std::io::Cursor;

use quick_xml::events::BytesStart;

use super::super::message::Message;
use super::super::object::{self, Object, Picture};
use super::Reading;
use super::xml::{PICTURE_SIZE_MAX, Unreadable, attribute, bytes};

const NOT_IN_FILE: &str = "a picture that is not in the file: {}";

/// The endings of pictures that every browser shows.
pub const SHOWN: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif"];

impl Reading {
    /// A reference to a note: its mark in the paragraph, its text behind it.
    pub(super) fn note(&mut self, name: &str, start: &BytesStart<'_>) {
        let id = attribute(start, "id").unwrap_or_default();
        let notes = if name == "footnoteReference" { &self.footnotes } else { &self.endnotes };
        let Some(words) = notes.get(&id) else {
            self.left_out.push(
                Message::new("a note that the text refers to and that is not in the file: {}").text(id),
            );
            return;
        };
        if words.is_empty() {
            return;
        }
        self.notes += 1;
        let label = self.notes.to_string();
        self.behind.push(object::note_text(&label, words));
        self.paragraph.push_str(&object::note(&label));
    }

    /// A picture, by the name of its relation.
    pub(super) fn picture(&mut self, relation: Option<String>) {
        let words = std::mem::take(&mut self.words);
        let Some(id) = relation else { return };
        let Some(relation) = self.relations.get(&id) else {
            self.left_out.push(Message::new(NOT_IN_FILE).text(id));
            return;
        };
        if relation.external {
            let target = relation.target.clone();
            self.left_out.push(Message::new(NOT_IN_FILE).text(target));
            return;
        }
        let ending = relation.target.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !SHOWN.contains(&ending.as_str()) {
            let target = relation.target.clone();
            self.left_out.push(Message::new("a picture that no browser shows: {}").text(target));
            return;
        }
        let target = relation.target.trim_start_matches('/');
        let target = if target.starts_with("word/") { target.to_owned() } else { format!("word/{target}") };
        let known = self.met.iter().find(|(part, _)| *part == target).map(|(_, file)| file.clone());
        let file = known.unwrap_or_else(|| {
            let file = format!("{}-{}.{ending}", self.stem, self.met.len() + 1);
            self.met.push((target, file.clone()));
            file
        });
        self.behind.push(object::picture(&file, &words));
    }

    /// The pictures that were met, out of the archive. One that cannot be read is named, and the text does not
    /// show it.
    pub(super) fn pictures(&mut self, archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> Vec<Picture> {
        let mut pictures = Vec::new();
        for (name, file) in std::mem::take(&mut self.met) {
            let why = match bytes(archive, &name, PICTURE_SIZE_MAX) {
                Ok(bytes) => {
                    pictures.push(Picture { file, bytes });
                    continue;
                }
                Err(Unreadable::Absent) => NOT_IN_FILE,
                Err(Unreadable::TooLarge) => "a picture that is too large: {}",
                Err(Unreadable::Damaged) => "a picture that is damaged: {}",
            };
            self.left_out.push(Message::new(why).text(name));
            let shows = |line: &&str| matches!(object::of_line(line), Some(Object::Picture { file: shown, .. }) if shown == file);
            let kept: Vec<&str> =
                self.text.split_inclusive("\n\n").filter(|line| !shows(&line.trim_end())).collect();
            self.text = kept.concat();
        }
        pictures
    }

    /// Writes the notes and pictures that stand behind what was written last.
    pub(super) fn put_behind(&mut self) {
        for line in std::mem::take(&mut self.behind) {
            self.text.push_str(&line);
            self.text.push_str("\n\n");
        }
    }
}
