//! How the store writes text: frequent characters in one byte, others in two, and the rest by their code.
//!
//! Deflate codes bytes. Where the first of two bytes tells how frequent a character is, it makes Chinese
//! text a tenth smaller than GB 18030 and a quarter smaller than UTF-8.

use std::sync::OnceLock;

/// The characters by their place, lines that begin with `#` left out.
const CHARACTERS: &str = include_str!("characters.txt");

/// The first byte of characters in two bytes.
const DOUBLE: u8 = 0xdc;
/// Stands before a character's code in three bytes.
const ESCAPE: u8 = 0xff;

/// The characters of the table, in order.
pub fn characters() -> impl Iterator<Item = char> {
    CHARACTERS.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars)
}

/// The bytes that stand for a frequent character alone: what is no ASCII text.
fn single_bytes() -> impl Iterator<Item = u8> {
    (0x01..=0x1f).filter(|byte| *byte != b'\n').chain(0x80..DOUBLE)
}

struct Table {
    /// The place of each character of the basic plane, plus 1; 0 for none.
    places: Vec<u16>,
    characters: Vec<char>,
    single: Vec<u8>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let characters: Vec<char> = characters().collect();
        let mut places = vec![0; 0x1_0000];
        for (place, c) in (1..).zip(&characters) {
            if let Some(own) = places.get_mut(*c as usize) {
                *own = place;
            }
        }
        Table { places, characters, single: single_bytes().collect() }
    })
}

/// Writes text.
#[must_use]
pub fn coded(text: &str) -> Vec<u8> {
    let table = table();
    let mut out = Vec::with_capacity(text.len() / 2 + 16);
    for c in text.chars() {
        if c == '\n' || (' '..='\u{7f}').contains(&c) {
            out.push(c as u8);
            continue;
        }
        let place = table.places.get(c as usize).copied().unwrap_or(0);
        match usize::from(place).checked_sub(1) {
            Some(place) if place < table.single.len() => out.push(table.single[place]),
            Some(place) => {
                let place = place - table.single.len();
                out.extend_from_slice(&[DOUBLE + (place >> 8) as u8, place as u8]);
            }
            None => {
                let [_, high, middle, low] = u32::from(c).to_be_bytes();
                out.extend_from_slice(&[ESCAPE, high, middle, low]);
            }
        }
    }
    out
}

/// Reads text; `None` for bytes that were not written here.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let table = table();
    let mut out = String::with_capacity(bytes.len() * 2);
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        let c = match *byte {
            b'\n' | 0x20..=0x7f => char::from(*byte),
            ESCAPE => {
                let code = [0, *rest.next()?, *rest.next()?, *rest.next()?];
                char::from_u32(u32::from_be_bytes(code))?
            }
            high @ DOUBLE.. => {
                let place = usize::from(high - DOUBLE) << 8 | usize::from(*rest.next()?);
                *table.characters.get(place + table.single.len())?
            }
            single => {
                let place = table.single.binary_search(&single).ok()?;
                table.characters[place]
            }
        };
        out.push(c);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back() {
        let all: String = ('\n'..='\n').chain(' '..='\u{ffff}').chain('\u{20000}'..='\u{20100}').collect();
        assert_eq!(decoded(&coded(&all)).as_deref(), Some(all.as_str()));
    }

    #[test]
    fn the_table_fills_what_two_bytes_can_say() {
        let table = table();
        assert!(table.characters.len() <= table.single.len() + 256 * usize::from(ESCAPE - DOUBLE));
        assert!(table.characters.iter().all(|c| *c > '\u{a0}' && (*c as usize) < 0x1_0000));
        let mut sorted = table.characters.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), table.characters.len());
        assert_eq!(coded("的").len(), 1);
        assert_eq!(coded("闽").len(), 2);
        assert!(decoded(&[ESCAPE, 0]).is_none());
    }
}
