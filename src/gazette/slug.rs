//! Names as lower-case ASCII, for URLs and for sorting by pinyin.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::characters::is_han;
use super::lexicon::longest_prefix;
use super::slug_letters::latin;
use super::slug_phrases::PHRASES;

/// The longest slug in bytes: with a year, an issue and an ending around it, a path stays below the
/// 260 characters of Windows however deep the copy lies.
const SLUG_LENGTH_MAX: usize = 80;

/// `-` and eight digits of a hash, which take the place of what is cut off.
const HASH_LENGTH: usize = 9;

/// A name as one segment of a URL and one file name on any system: lower-case ASCII letters, digits,
/// and single `-` between words. Chinese becomes pinyin, a syllable a word; accents are dropped; Greek
/// and Cyrillic are transliterated; letters of other scripts become `u` and their code point. Never
/// empty, never a name that Windows reserves, at most 80 bytes: a longer one ends in a hash of the
/// whole.
///
/// Two names may have one slug: whoever gives out addresses has to look for that.
pub fn slug(text: &str) -> String {
    let words = words(text);
    let mut slug = if words.is_empty() { code_points(text) } else { words.join("-") };
    if slug.len() > SLUG_LENGTH_MAX {
        let room = &slug[..SLUG_LENGTH_MAX - HASH_LENGTH];
        let cut = room.rfind('-').filter(|at| *at > 0).unwrap_or(room.len());
        slug = format!("{}-{:08x}", &slug[..cut], fnv1a(text));
    }
    if is_reserved(&slug) {
        slug.push('-');
    }
    slug
}

/// The slug of a file name, its ending kept: 任务分解表.XLSX → ren-wu-fen-jie-biao.xlsx.
pub fn file_slug(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => {
            format!("{}.{}", slug(stem), ending.to_ascii_lowercase())
        }
        _ => slug(name),
    }
}

/// A key by which names sort as in a Chinese register: by pinyin without tones, syllable by syllable,
/// then by the text itself.
pub fn pinyin_key(text: &str) -> String {
    let mut key = words(text).join(" ");
    // Below every letter, so that a name comes before the longer one that it begins.
    key.push('\0');
    key.push_str(text);
    key
}

/// The words of a text in ASCII: a syllable of Chinese, a run of letters and digits of other scripts.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if is_han(c) {
            flush(&mut word, &mut words);
            rest = &rest[push_han(rest, c, &mut words)..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        push_letter(c, &mut word, &mut words);
    }
    flush(&mut word, &mut words);
    words
}

/// Adds the syllables of the phrase that `rest` begins with, or of its first character; gives the
/// bytes they took.
fn push_han(rest: &str, c: char, words: &mut Vec<String>) -> usize {
    if let Some((phrase, syllables)) = longest_prefix(PHRASES, rest) {
        words.extend(syllables.split('-').map(str::to_owned));
        return phrase.len();
    }
    match c.to_pinyin() {
        _ if c == '〇' => words.push("ling".to_owned()),
        Some(syllable) => words.push(
            syllable.plain().chars().map(|c| if c == 'ü' { 'v' } else { c }).filter(char::is_ascii).collect(),
        ),
        None => words.push(code_point(c)),
    }
    c.len_utf8()
}

/// Adds a character that is not Chinese to the word it continues, or ends the word.
fn push_letter(c: char, word: &mut String, words: &mut Vec<String>) {
    // Full-width letters, ligatures and accents fall apart into plain letters and marks.
    for c in c.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if let Some(latin) = latin(c) {
            word.push_str(latin);
        } else if c.is_alphanumeric() {
            flush(word, words);
            words.push(code_point(c));
        } else {
            flush(word, words);
        }
    }
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn code_point(c: char) -> String {
    format!("u{:x}", u32::from(c))
}

/// For a text of nothing but punctuation, which still needs a name.
fn code_points(text: &str) -> String {
    let points: Vec<_> = text.chars().filter(|c| !c.is_whitespace()).map(code_point).collect();
    if points.is_empty() { "untitled".to_owned() } else { points.join("-") }
}

/// Names that Windows keeps for devices, whatever ending follows.
fn is_reserved(slug: &str) -> bool {
    let numbered =
        |prefix| slug.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(slug, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn is_ending(ending: &str) -> bool {
    (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The 32-bit FNV-1a hash, chosen for being the same for ever; it guards against accidents only.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::is_sorted;
    use super::*;

    #[test]
    fn an_ascii_stem_is_its_own_slug() {
        for stem in ["01-smart-city", "a", "2018", "index"] {
            assert_eq!(slug(stem), stem);
        }
    }

    #[test]
    fn chinese_becomes_pinyin_syllable_by_syllable() {
        assert_eq!(slug("云政发〔2018〕8号"), "yun-zheng-fa-2018-8-hao");
        assert_eq!(slug("临淄区2018年公报"), "lin-zi-qu-2018-nian-gong-bao");
        assert_eq!(slug("絕緣"), "jue-yuan");
        assert_eq!(slug("二〇一八"), "er-ling-yi-ba");
    }

    #[test]
    fn places_and_offices_are_read_as_they_are_called() {
        for (name, expected) in [
            ("重庆市", "chong-qing-shi"),
            ("重点", "zhong-dian"),
            ("六安市", "lu-an-shi"),
            ("六合区", "lu-he-qu"),
            ("长清区", "chang-qing-qu"),
            ("市长", "shi-zhang"),
            ("长沙市市长", "chang-sha-shi-shi-zhang"),
            ("中国银行", "zhong-guo-yin-hang"),
            ("行政", "xing-zheng"),
            ("行业", "hang-ye"),
            ("会计", "kuai-ji"),
            ("会议", "hui-yi"),
            ("台州", "tai-zhou"),
            ("乐亭县", "lao-ting-xian"),
            ("莘县", "shen-xian"),
            ("单县", "shan-xian"),
            ("调整", "tiao-zheng"),
            ("调查", "diao-cha"),
            ("成都", "cheng-du"),
            ("东阿县", "dong-e-xian"),
            ("厦门", "xia-men"),
            ("番禺", "pan-yu"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn the_table_of_phrases_is_sorted_and_has_a_syllable_for_each_character() {
        assert!(is_sorted(PHRASES));
        for (phrase, syllables) in PHRASES {
            assert_eq!(phrase.chars().count(), syllables.split('-').count(), "{phrase}");
        }
    }

    #[test]
    fn other_alphabets_are_written_in_latin_letters() {
        assert_eq!(slug("Ärztegesetz – Übergang"), "arztegesetz-ubergang");
        assert_eq!(slug("Straße"), "strasse");
        assert_eq!(slug("Диплом Щит"), "diplom-shchit");
        assert_eq!(slug("Νόμος"), "nomos");
        assert_eq!(slug("ＡＢＣ１"), "abc1");
        assert_eq!(slug("法の"), "fa-u306e");
    }

    #[test]
    fn everything_else_is_one_hyphen() {
        assert_eq!(slug("  a __ b!! "), "a-b");
    }

    #[test]
    fn a_slug_is_never_empty_nor_reserved() {
        assert_eq!(slug(""), "untitled");
        assert_eq!(slug("。"), "u3002");
        assert_eq!(slug("CON"), "con-");
        assert_eq!(slug("com1"), "com1-");
        assert_eq!(slug("com"), "com");
        assert_eq!(file_slug("nul.txt"), "nul-.txt");
    }

    #[test]
    fn a_long_slug_ends_in_a_hash_of_the_whole() {
        let (one, two) = ("长".repeat(60) + "一", "长".repeat(60) + "二");
        assert!(slug(&one).len() <= SLUG_LENGTH_MAX);
        assert_ne!(slug(&one), slug(&two));
        assert_eq!(slug(&"x".repeat(200)).len(), SLUG_LENGTH_MAX);
    }

    #[test]
    fn a_file_keeps_its_ending() {
        assert_eq!(file_slug("任务分解表.XLSX"), "ren-wu-fen-jie-biao.xlsx");
        assert_eq!(file_slug("README"), "readme");
        assert_eq!(file_slug(".htaccess"), "htaccess");
        assert_eq!(file_slug("附件.第1号"), "fu-jian-di-1-hao");
    }

    #[test]
    fn names_sort_by_pinyin() {
        let mut names = ["卫生局", "安监局", "重庆路街道", "安", "农业局"];
        names.sort_by_key(|name| pinyin_key(name));
        assert_eq!(names, ["安", "安监局", "重庆路街道", "农业局", "卫生局"]);
    }
}
