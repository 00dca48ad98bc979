//! Sizes and SHA-256 sums.

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// How much is read at a time: large enough for any disk, small enough for the cache.
const CHUNK: usize = 1 << 18;

/// A SHA-256 sum; as text, 64 hexadecimal digits in small letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Sum([u8; 32]);

impl Sha256Sum {
    /// The sum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no SHA-256 sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSum;

impl FromStr for Sha256Sum {
    type Err = NoSum;

    fn from_str(text: &str) -> Result<Self, NoSum> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NoSum);
        }
        let mut sum = [0; 32];
        for (index, byte) in sum.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| NoSum)?;
        }
        Ok(Self(sum))
    }
}

/// What tells one content from another: its length and its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// Length in bytes.
    pub size: u64,
    /// The sum of the bytes.
    pub sha256: Sha256Sum,
}

impl Sum {
    /// The sum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, sha256: Sha256Sum::of(bytes) }
    }

    /// The sum of all that can be read. `step` hears of each piece, by its length.
    ///
    /// # Errors
    /// When reading fails.
    pub fn of_reader(reader: &mut dyn Read, step: &dyn Fn(u64)) -> io::Result<Self> {
        Self::copy(reader, &mut io::sink(), step)
    }

    /// Copies all that can be read, and gives the sum of what was copied.
    ///
    /// # Errors
    /// When reading or writing fails.
    pub fn copy(reader: &mut dyn Read, writer: &mut dyn Write, step: &dyn Fn(u64)) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut chunk = vec![0; CHUNK];
        let mut size = 0;
        loop {
            let read = match reader.read(&mut chunk) {
                Ok(0) => return Ok(Self { size, sha256: Sha256Sum(hasher.finalize().into()) }),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hasher.update(&chunk[..read]);
            writer.write_all(&chunk[..read])?;
            size += read as u64;
            step(read as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_it_is_written() {
        // FIPS 180-4, the example of one block.
        let sum = Sha256Sum::of(b"abc");
        assert_eq!(sum.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sum.to_string().parse(), Ok(sum));
        for other in ["", "ba78", &"g".repeat(64), &"BA".repeat(32), &"é".repeat(32)] {
            assert_eq!(other.parse::<Sha256Sum>(), Err(NoSum), "{other}");
        }
    }
}
