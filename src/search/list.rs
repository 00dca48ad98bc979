//! A term's list of documents as bits.

use super::bits::{BitReader, BitWriter, bit_length, rice_width};
use super::run::Posting;

/// What a list says of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// How often and where the term occurs: pairs and words.
    Ranked,
    /// Nothing: single characters and numbers.
    Plain,
}

/// What stands before a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How many documents it has.
    pub documents: u32,
    /// How many of them have the term in their title.
    pub titles: u32,
    /// How many bytes it takes.
    pub bytes: u32,
}

/// The ids that a list is of.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The first.
    pub first: u32,
    /// How many there are.
    pub span: u32,
}

/// Appends a list. `segments` says of each id how many segments it has.
pub fn encode(list: &[Posting], shape: Shape, range: Range, segments: &[u8], out: &mut Vec<u8>) -> Head {
    let start = out.len();
    let documents = list.len() as u32;
    let titles = list.iter().filter(|posting| posting.title).count() as u32;
    let mut writer = BitWriter::after(std::mem::take(out));
    let width = rice_width(documents.into(), range.span.into());
    let mut before = range.first;
    for posting in list {
        writer.rice(posting.id - before, width);
        before = posting.id + 1;
        if shape == Shape::Ranked {
            put_rank(&mut writer, *posting, segments[posting.id as usize]);
        }
    }
    if titles > 0 {
        writer.align();
        let width = rice_width(titles.into(), range.span.into());
        let mut before = range.first;
        for posting in list.iter().filter(|posting| posting.title) {
            writer.rice(posting.id - before, width);
            writer.put(u32::from(posting.begins), 1);
            before = posting.id + 1;
        }
    }
    *out = writer.finish();
    Head { documents, titles, bytes: (out.len() - start) as u32 }
}

/// How many bits a document's rank takes in a list.
#[must_use]
pub fn rank_bits(posting: Posting, segments: u8) -> usize {
    let class = usize::from(posting.class).min(6) + 1;
    let mask = match u32::from(segments) {
        0 | 1 => 0,
        segments if posting.mask.is_power_of_two() => 1 + bit_length(segments - 1),
        segments => 1 + segments,
    };
    class + mask as usize
}

fn put_rank(writer: &mut BitWriter, posting: Posting, segments: u8) {
    match posting.class {
        7 => writer.put(0x7f, 7),
        class => writer.unary(class.into()),
    }
    let segments = u32::from(segments);
    if segments <= 1 {
        return;
    }
    if posting.mask.is_power_of_two() {
        writer.put(0, 1);
        writer.put(posting.mask.trailing_zeros(), bit_length(segments - 1));
    } else {
        writer.put(1, 1);
        (0..segments).for_each(|segment| writer.put(u32::from(posting.mask >> segment & 1), 1));
    }
}

/// Reads a list. A document that is unknown to `segments` ends it: what follows cannot be read.
pub fn decode(bytes: &[u8], head: Head, shape: Shape, range: Range, segments: &[u8]) -> Vec<Posting> {
    let mut reader = BitReader::new(bytes);
    let mut list: Vec<Posting> = Vec::with_capacity((head.documents as usize).min(bytes.len() * 8));
    let width = rice_width(head.documents.into(), range.span.into());
    let mut next = range.first;
    for _ in 0..head.documents {
        let id = next.saturating_add(reader.rice(width));
        let mut posting = Posting { id, class: 0, mask: u8::MAX, title: false, begins: false };
        next = id.saturating_add(1);
        if shape == Shape::Ranked {
            let Some(segments) = segments.get(id as usize).copied().filter(|count| *count > 0) else {
                return list;
            };
            take_rank(&mut reader, &mut posting, segments.into());
        }
        list.push(posting);
    }
    if head.titles > 0 {
        reader.align();
        let width = rice_width(head.titles.into(), range.span.into());
        let (mut next, mut place) = (range.first, 0);
        for _ in 0..head.titles {
            let id = next.saturating_add(reader.rice(width));
            let begins = reader.one();
            next = id.saturating_add(1);
            place += list[place..].iter().take_while(|posting| posting.id < id).count();
            if let Some(posting) = list.get_mut(place).filter(|posting| posting.id == id) {
                (posting.title, posting.begins) = (true, begins);
            }
        }
    }
    list
}

fn take_rank(reader: &mut BitReader<'_>, posting: &mut Posting, segments: u32) {
    posting.class = reader.unary(7) as u8;
    if segments <= 1 {
        return;
    }
    posting.mask = if reader.one() {
        (0..segments).map(|segment| u8::from(reader.one()) << segment).sum()
    } else {
        1u8.checked_shl(reader.some(bit_length(segments - 1))).unwrap_or(0)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let segments = [1, 3, 8, 5, 0, 2, 8, 1];
        let posting = |id, class, mask, title, begins| Posting { id, class, mask, title, begins };
        let list = [
            posting(0, 0, 255, true, true),
            posting(2, 7, 0b1000_0001, false, false),
            posting(3, 3, 0b1_0000, true, false),
            posting(6, 1, 0b1000_0000, true, true),
        ];
        let mut bytes = vec![9];
        for range in [Range { first: 0, span: 8 }, Range { first: 0, span: 4096 }] {
            bytes.truncate(1);
            let head = encode(&list, Shape::Ranked, range, &segments, &mut bytes);
            assert_eq!(head, Head { documents: 4, titles: 3, bytes: bytes.len() as u32 - 1 });
            assert_eq!(decode(&bytes[1..], head, Shape::Ranked, range, &segments), list);
        }
    }
}
