//! Tables of words, sorted by code point, and the longest of them that a text starts with.

/// The longest word of `table` that `text` starts with, with what the table says about it.
/// `table` must be sorted by its words; the tests of each table hold it to that.
pub(super) fn longest_prefix<'t, T>(
    table: &'t [(&'static str, T)],
    text: &str,
) -> Option<&'t (&'static str, T)> {
    let first = text.chars().next()?;
    let mut buffer = [0; 4];
    let first: &str = first.encode_utf8(&mut buffer);
    let start = table.partition_point(|(word, _)| *word < first);
    table[start..]
        .iter()
        .take_while(|(word, _)| word.starts_with(first))
        .filter(|(word, _)| text.starts_with(word))
        .max_by_key(|(word, _)| word.len())
}

/// Whether `table` is sorted and holds no word twice, as [`longest_prefix`] needs it.
#[cfg(test)]
pub(super) fn is_sorted<T>(table: &[(&str, T)]) -> bool {
    table.windows(2).all(|pair| pair[0].0 < pair[1].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let table = [("长", 1), ("长江", 2), ("长沙", 3)];
        assert_eq!(longest_prefix(&table, "长沙市").map(|entry| entry.1), Some(3));
        assert_eq!(longest_prefix(&table, "长安").map(|entry| entry.1), Some(1));
        assert_eq!(longest_prefix(&table, "安"), None);
        assert_eq!(longest_prefix(&table, ""), None);
    }
}
