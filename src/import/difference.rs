//! Two versions of a file, line by line.

/// Files longer than this in lines are compared by their first and last equal lines only.
const LINES_MAX: usize = 3000;

/// How many equal lines are shown around a difference.
const CONTEXT: usize = 1;

/// The lines that differ: `-` for those of `old`, `+` for those of `new`, with a line around.
pub fn lines(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let (old_mid, new_mid) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut shown = String::new();
    let mut put = |mark: char, line: &str| {
        shown.push(mark);
        shown.push(' ');
        shown.push_str(line);
        shown.push('\n');
    };
    for line in &old[head.saturating_sub(CONTEXT)..head] {
        put(' ', line);
    }
    for (mark, line) in edits(old_mid, new_mid) {
        put(mark, line);
    }
    for line in old[old.len() - tail..].iter().take(CONTEXT) {
        put(' ', line);
    }
    shown
}

/// The shortest way from one to the other, as far as the limit allows to look for it.
fn edits<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    if old.len() * new.len() > LINES_MAX * LINES_MAX / 4 {
        return old.iter().map(|line| ('-', *line)).chain(new.iter().map(|line| ('+', *line))).collect();
    }
    // Longest common subsequence, from the end so that the walk goes forward.
    let width = new.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            length[i * width + j] = if one == other {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && length[(i + 1) * width + j] >= length[i * width + j + 1])
        {
            found.push(('-', old[i]));
            i += 1;
        } else {
            found.push(('+', new[j]));
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(super::lines("a\nb\nc\nd\n", "a\nx\nc\nd\n"), "  a\n- b\n+ x\n  c\n");
    }
}
