//! Lists of names with their posts: members of a committee, people appointed.

use super::beginning::is_article;
use super::block::Inline;
use super::inline::tidy;
use super::lines::Line;
use super::numbered::numbered;
use super::profile::Profile;

/// How many names make a list.
const NAMES_MIN: usize = 3;

/// How many of the lines at the start of `positions` are a list of names, if they are one.
pub fn run(lines: &[Line], positions: &[usize], profile: &Profile) -> Option<usize> {
    let count = positions.iter().take_while(|index| is_name(&lines[**index], profile)).count();
    let has_role = || {
        positions[..count]
            .iter()
            .any(|index| parts(&lines[*index].text, profile).is_some_and(|p| p.0.is_some()))
    };
    (count >= NAMES_MIN || (count == 2 && has_role())).then_some(count)
}

/// Whether a line is a name with its post.
pub fn is_name(line: &Line, profile: &Profile) -> bool {
    let begins_other = || numbered(&line.text, profile).is_some() || is_article(&line.bare);
    !line.is_row() && line.text.len() < 400 && parts(&line.text, profile).is_some() && !begins_other()
}

type Parts<'t> = (Option<&'t str>, &'t str, &'t str);

fn parts<'t>(text: &'t str, profile: &Profile) -> Option<Parts<'t>> {
    let captures = profile.text.name.captures(text)?;
    let part = |name: &str| captures.name(name).map(|found| found.as_str());
    Some((part("role"), part("name")?, part("post")?))
}

/// The item of the list: the blanks within the name, set to make all names equally wide, are dropped.
pub fn item(text: &str, profile: &Profile) -> Vec<Inline> {
    let Some((_, name, post)) = parts(text, profile) else { return vec![Inline::Words(text.to_owned())] };
    // What stands before the name keeps its colon as printed.
    let at = name.as_ptr() as usize - text.as_ptr() as usize;
    let role = text[..at].trim_start_matches(|c: char| "-–·•* ".contains(c));
    let post =
        post.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let blank = if post.starts_with(['（', '(']) { "" } else { " " };
    vec![Inline::Words(format!("{}{}{blank}{post}", tidy(role, profile), tidy(name, profile)))]
}
