//! Numbers as bytes and bits.

/// Appends a LEB128 number.
pub fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// How many bytes a LEB128 number takes.
#[must_use]
pub fn varint_length(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
}

/// Takes a LEB128 number from the front of `bytes`.
pub fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The number of bits that a value needs.
#[must_use]
pub fn bit_length(value: u32) -> u32 {
    32 - value.leading_zeros()
}

/// The width of the Rice code for so many numbers below `span`.
#[must_use]
pub fn rice_width(count: u64, span: u64) -> u32 {
    let mut width = 0;
    while (count << (width + 1)) * 100 <= 69 * span {
        width += 1;
    }
    width
}

/// Writes bits, the highest of a byte first.
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl BitWriter {
    /// Writes into the end of `bytes`.
    pub fn after(bytes: Vec<u8>) -> Self {
        Self { bytes, held: 0, count: 0 }
    }

    /// Writes the lowest `count` bits of a value, at most 32.
    pub fn put(&mut self, value: u32, count: u32) {
        self.held = self.held << count | u64::from(value);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.held >> self.count) as u8);
        }
        self.held &= (1 << self.count) - 1;
    }

    /// Writes so many 1 bits and a 0.
    pub fn unary(&mut self, mut ones: u32) {
        while ones >= 24 {
            self.put(0xff_ffff, 24);
            ones -= 24;
        }
        self.put((1 << (ones + 1)) - 2, ones + 1);
    }

    /// Writes a Rice code.
    pub fn rice(&mut self, value: u32, width: u32) {
        self.unary(value >> width);
        if width > 0 {
            self.put(value & ((1 << width) - 1), width);
        }
    }

    /// Goes on at the next whole byte.
    pub fn align(&mut self) {
        if self.count > 0 {
            self.put(0, 8 - self.count);
        }
    }

    /// All bytes, the last filled with 0 bits.
    pub fn finish(mut self) -> Vec<u8> {
        self.align();
        self.bytes
    }
}

/// Reads bits, the highest of a byte first; behind the end there are only 0 bits.
pub struct BitReader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> BitReader<'b> {
    /// Reads from the first bit.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// One bit.
    pub fn one(&mut self) -> bool {
        let byte = self.bytes.get(self.at >> 3).copied().unwrap_or(0);
        let bit = byte >> (7 - (self.at & 7)) & 1;
        self.at += 1;
        bit == 1
    }

    /// So many bits, at most 32.
    pub fn some(&mut self, count: u32) -> u32 {
        let mut value = 0;
        for _ in 0..count {
            value = value << 1 | u32::from(self.one());
        }
        value
    }

    /// How many 1 bits come before a 0, or `most`.
    pub fn unary(&mut self, most: u32) -> u32 {
        let mut ones = 0;
        while ones < most && self.one() {
            ones += 1;
        }
        ones
    }

    /// A Rice code.
    pub fn rice(&mut self, width: u32) -> u32 {
        let quotient = self.unary(u32::MAX);
        quotient.checked_shl(width).unwrap_or(0) | self.some(width)
    }

    /// Goes on at the next whole byte.
    pub fn align(&mut self) {
        self.at = (self.at + 7) & !7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = BitWriter::default();
        for value in [0, 1, 5, 77, 300] {
            writer.rice(value, 3);
        }
        writer.align();
        writer.unary(60);
        writer.put(0xffff_ffff, 32);
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes);
        assert_eq!([0; 5].map(|_| reader.rice(3)), [0, 1, 5, 77, 300]);
        reader.align();
        assert_eq!(reader.unary(u32::MAX), 60);
        assert_eq!(reader.some(32), 0xffff_ffff);
        for value in [0, 127, 128, 1 << 40] {
            let mut bytes = Vec::new();
            push_varint(&mut bytes, value);
            assert_eq!(bytes.len(), varint_length(value));
            assert_eq!(take_varint(&mut &bytes[..]), Some(value));
        }
    }
}
