//! Files as classic scripts: one call with the file's name, and its bytes in a string or its value.

use serde::Serialize;

/// FNV-1a, 32 bits.
#[must_use]
pub fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(16_777_619))
}

/// A number in base 36.
#[must_use]
pub fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

/// A number in base 36, padded to seven digits.
#[must_use]
pub fn padded(number: u64) -> String {
    format!("{:0>7}", base36(number))
}

/// A file of UTF-8 with a value.
#[must_use]
pub fn json_file(name: &str, value: &impl Serialize) -> Vec<u8> {
    let mut out = format!("gongbaoSearch(\"{name}\",").into_bytes();
    serde_json::to_writer(&mut out, value).expect("plain values always have a JSON form");
    out.extend_from_slice(b");\n");
    out
}

/// The value of a file of UTF-8, as JSON.
#[must_use]
pub fn json_of<'f>(name: &str, file: &'f [u8]) -> Option<&'f str> {
    let text = std::str::from_utf8(file).ok()?;
    text.strip_prefix(&format!("gongbaoSearch(\"{name}\","))?.strip_suffix(");\n")
}

fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'\n' | b'\r')
}

/// How long bytes are in a file.
#[must_use]
pub fn written_length(bytes: &[u8]) -> usize {
    bytes.len() + bytes.iter().filter(|byte| is_escaped(**byte)).count()
}

/// How much longer a file is than its bytes as they are written.
pub const FRAME: usize = "gongbaoSearch(\"b/x/12345678\",\"12345678\",\"\");\n".len();

/// A file of bytes. `path` is that below `search/`, without its ending.
#[must_use]
pub fn bytes_file(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32 + FRAME + 16);
    out.extend_from_slice(format!("gongbaoSearch(\"{path}\",\"{:08x}\",\"", fnv(bytes)).as_bytes());
    for byte in bytes {
        match byte {
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' | b'"' => out.extend_from_slice(&[b'\\', *byte]),
            byte => out.push(*byte),
        }
    }
    out.extend_from_slice(b"\");\n");
    out
}

/// The bytes in a file; `None` when it is damaged.
#[must_use]
pub fn bytes_of(file: &[u8]) -> Option<Vec<u8>> {
    let mut quotes = memchr::memchr_iter(b'"', file);
    let hash = file.get(quotes.nth(2)? + 1..quotes.next()?)?;
    let start = quotes.next()? + 1;
    let end = memchr::memrchr(b'"', file)?;
    let mut bytes = Vec::with_capacity(file.len());
    let mut written = file.get(start..end)?.iter();
    while let Some(byte) = written.next() {
        bytes.push(match byte {
            b'\\' => match written.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                other => *other,
            },
            byte => *byte,
        });
    }
    (format!("{:08x}", fnv(&bytes)).as_bytes() == hash).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_damage_is_seen() {
        let bytes: Vec<u8> = (0..=255).chain(0..=255).collect();
        let file = bytes_file("b/x/0000001", &bytes);
        assert_eq!(bytes_of(&file).as_deref(), Some(&bytes[..]));
        assert_eq!(file.len(), FRAME - 1 + written_length(&bytes));
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x10;
            let read = bytes_of(&damaged);
            assert!(read.is_none() || read.as_deref() == Some(&bytes[..]), "byte {at}");
        }
    }

    #[test]
    fn numbers_are_written_in_base_36() {
        assert_eq!(base36(0), "0");
        assert_eq!(padded(36 * 36 + 35), "000010z");
    }
}
