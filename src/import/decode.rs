//! Bytes to text: which encoding a file is in, and what cannot be read at all.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::object::cleaned;

/// How much of a file is looked at to tell its encoding.
const SAMPLE_BYTES: usize = 64 << 10;

/// The longest line in characters; no gazette has one, and nothing can be told of it.
const LINE_LENGTH_MAX: usize = 500_000;

/// Characters that are common in any official text, of both scripts, with the punctuation.
const COMMON: &str = "的一是在不了有和人这这國国中大为為上个個我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動\
同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩\
体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内數数\
正心反你明看原又么利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并提直题題党黨程展五果料\
象员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計别別她手角期根论論运運\
农農指几幾九区區强強放决決西被干做必战戰先回则則任取据據处處府厅廳号號规規定令函院市县縣省，。、；：（）《》〔〕「」";

/// A text and the encoding that it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's usual name.
    pub encoding: &'static str,
    /// How many characters could not be read and stand as U+FFFD.
    pub unreadable: usize,
}

/// Reads bytes as text, in UTF-8, UTF-16, GB18030, Big5 or, for Latin letters, windows-1252.
///
/// # Errors
///
/// What the bytes seem to be instead, in words for the user.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let decoded = decode_markup(bytes)?;
    check_lines(&decoded.text)?;
    Ok(decoded)
}

/// Whether a text has line breaks, as every gazette's has.
///
/// # Errors
///
/// Which line is too long, in words for the user.
pub fn check_lines(text: &str) -> Result<(), String> {
    match text.lines().position(|line| line.len() > LINE_LENGTH_MAX) {
        Some(line) => Err(format!(
            "line {} is longer than {LINE_LENGTH_MAX} bytes; a gazette's text has line breaks",
            line + 1
        )),
        None => Ok(()),
    }
}

/// Reads bytes as text whose lines mean nothing: HTML and records.
///
/// # Errors
///
/// What the bytes seem to be instead, in words for the user.
pub fn decode_markup(bytes: &[u8]) -> Result<Decoded, String> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return checked(&bytes[length..], encoding);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return checked(bytes, encoding);
    }
    if looks_binary(bytes) {
        return Err(format!("it is no text: {}", what_it_is(bytes)));
    }
    if std::str::from_utf8(bytes).is_ok() || nearly_utf_8(bytes) {
        return checked(bytes, UTF_8);
    }
    checked(bytes, guess(bytes))
}

fn checked(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, String> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let unreadable = text.matches('\u{FFFD}').count();
    if text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count() * 20
        > text.len()
    {
        return Err(format!("it is no text: {}", what_it_is(bytes)));
    }
    Ok(Decoded { text: cleaned(text.into_owned()), encoding: encoding.name(), unreadable })
}

/// Many zero bytes at even or at odd places: UTF-16 whose byte order mark was lost.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    if sample.len() < 4 {
        return None;
    }
    // A line feed is the one character that every text has and that shows its byte order.
    let pairs = || sample.chunks_exact(2);
    let little = pairs().filter(|pair| matches!(pair, [b'\n' | b' ' | b'0'..=b'9', 0])).count();
    let big = pairs().filter(|pair| matches!(pair, [0, b'\n' | b' ' | b'0'..=b'9'])).count();
    let has_zeros = sample.contains(&0);
    if !has_zeros || little.max(big) * 400 < sample.len() / 2 {
        return None;
    }
    if little > big * 4 {
        Some(UTF_16LE)
    } else if big > little * 4 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    sample.contains(&0) || what_magic(bytes).is_some()
}

fn what_magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF; give it the ending .pdf"),
        (b"PK\x03\x04", "a ZIP archive, such as a Word document; give it the ending .docx"),
        (b"\xd0\xcf\x11\xe0", "a Word document of the old kind; save it as .docx first"),
        (b"\x89PNG", "a picture; recognise its text first"),
        (b"\xff\xd8\xff", "a picture; recognise its text first"),
        (b"II*\0", "a picture; recognise its text first"),
        (b"{\\rtf", "an RTF document; save it as .docx first"),
        (b"\x1f\x8b", "a compressed file; unpack it first"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

fn what_it_is(bytes: &[u8]) -> &'static str {
    what_magic(bytes).unwrap_or("it holds bytes that no text has")
}

/// UTF-8 in which a few bytes were lost on the way.
fn nearly_utf_8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SAMPLE_BYTES)]);
    let bad = text.matches('\u{FFFD}').count();
    let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    good > bad * 20
}

/// The encoding in which most characters are common ones.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let high = sample.iter().filter(|byte| **byte >= 0x80).count();
    let lone = sample
        .windows(3)
        .filter(|window| {
            window[1] >= 0x80 && window[0].is_ascii_alphabetic() && window[2].is_ascii_alphabetic()
        })
        .count();
    if lone * 2 > high {
        return WINDOWS_1252;
    }
    let score = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let (mut good, mut bad) = (0_usize, 0_usize);
        for c in text.chars().filter(|c| !c.is_ascii()) {
            good += usize::from(COMMON.contains(c));
            bad += 3 * usize::from(c == '\u{FFFD}' || ('\u{E000}'..'\u{F900}').contains(&c));
        }
        good.saturating_sub(bad)
    };
    if score(BIG5) > score(GB18030) { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "云溪区人民政府关于印发校车工作方案的通知\n各部门：请认真组织实施。\n";
    const TRADITIONAL: &str = "雲溪部令\n中華民國一百零三年一月二日\n修正「校車管理辦法」，並自即日生效。\n";

    #[test]
    fn every_usual_encoding_is_told_and_read() {
        for (encoding, text) in [(GB18030, SIMPLIFIED), (BIG5, TRADITIONAL), (UTF_8, SIMPLIFIED)] {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding.name(), text));
        }
        for (mark, to_bytes) in [
            (&b"\xff\xfe"[..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (&b"\xfe\xff"[..], u16::to_be_bytes),
            (&b""[..], u16::to_le_bytes),
        ] {
            let mut bytes = mark.to_vec();
            bytes.extend(SIMPLIFIED.encode_utf16().flat_map(to_bytes));
            assert_eq!(decode(&bytes).unwrap().text, SIMPLIFIED);
        }
        assert_eq!(decode(b"Secretar\xeda de Econom\xeda\n").unwrap().text, "Secretaría de Economía\n");
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_it_seems_to_be() {
        assert!(decode(b"%PDF-1.4 ...").unwrap_err().contains("PDF"));
        assert!(decode(&[0, 1, 2, 3, 0, 9]).unwrap_err().contains("no text"));
        assert!(decode("长".repeat(4_000_000).as_bytes()).unwrap_err().contains("line 1"));
    }
}
