//! The short code by which a printed document is compared with the archive.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Eighty bits of a SHA-256 sum: short enough to be compared by eye, and beyond reach for whoever would
/// make another text with the same code. As text, twenty hexadecimal digits in groups of four.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentCode([u8; 10]);

impl ContentCode {
    /// The code of a text, such as [`content_text`] makes: the first twenty digits of what `sha256sum`
    /// says of it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let sum = Sha256::digest(text.as_bytes());
        let mut code = [0; 10];
        code.copy_from_slice(&sum[..10]);
        Self(code)
    }
}

impl fmt::Display for ContentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, pair) in self.0.chunks(2).enumerate() {
            if place > 0 {
                f.write_str("-")?;
            }
            pair.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ContentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no content code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCode;

impl FromStr for ContentCode {
    type Err = NoCode;

    /// Reads a code as people type it: capitals, spaces and the places of dashes do not count.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—'))
            .map(|c| c.to_digit(16).ok_or(NoCode))
            .collect::<Result<_, _>>()?;
        let mut code = [0; 10];
        if digits.len() != 2 * code.len() {
            return Err(NoCode);
        }
        for (byte, pair) in code.iter_mut().zip(digits.chunks(2)) {
            *byte = (pair[0] << 4 | pair[1]) as u8;
        }
        Ok(Self(code))
    }
}

/// What a code is made of: the title, the numbers and the date of adoption (ISO 8601) on a line each, an
/// empty line, and the text as its editor wrote it. Blanks at the ends of lines do not count, nor how
/// many empty lines stand together; each line ends with a line feed.
#[must_use]
pub fn content_text<'n>(
    title: &str,
    numbers: impl Iterator<Item = &'n str>,
    date: Option<&'n str>,
    text: &str,
) -> String {
    let mut out = String::with_capacity(title.len() + text.len() + 64);
    let mut line = |words: &str| {
        out.push_str(words.trim());
        out.push('\n');
    };
    line(title);
    numbers.chain(date).for_each(&mut line);
    let mut empty = true;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    for end in ends {
        let words = text[start..end].trim_end();
        start = end + 1;
        if words.is_empty() {
            empty = true;
            continue;
        }
        if std::mem::take(&mut empty) {
            out.push('\n');
        }
        out.push_str(words);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_beginning_of_what_sha256sum_says() {
        // FIPS 180-4: SHA-256 of `abc` begins with ba7816bf 8f01cfea 4141.
        assert_eq!(ContentCode::of("abc").to_string(), "ba78-16bf-8f01-cfea-4141");
        let code: ContentCode = "BA7816BF 8f01—cfea-4141".parse().unwrap();
        assert_eq!(code, ContentCode::of("abc"));
        for wrong in ["", "ba78-16bf-8f01-cfea", "ba78-16bf-8f01-cfea-414g", "ba78-16bf-8f01-cfea-41411"] {
            assert_eq!(wrong.parse::<ContentCode>(), Err(NoCode), "{wrong}");
        }
    }

    #[test]
    fn blanks_and_empty_lines_do_not_count_and_words_do() {
        let text = |body: &str| content_text("标题", ["甲〔2018〕1号"].into_iter(), Some("2018-01-05"), body);
        let expected = "标题\n甲〔2018〕1号\n2018-01-05\n\n一\n\n二\n三\n";
        for same in ["一\n\n二\n三\n", "\n\n一  \r\n\r\n \t\r\n二\r\n三", "一\n\n\n\n二\n三\n\n"] {
            assert_eq!(text(same), expected, "{same:?}");
        }
        assert_ne!(text("一\n二\n三"), expected);
    }
}
