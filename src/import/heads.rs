//! The heads of documents by their forms, and which of them begin no document of this issue.

use crate::gazette::{find_titles, normalise_title};

use super::classes::Classes;
use super::contents::Contents;
use super::listed::named_title;
use super::segment::{Role, Segment, Sign, segment, title_of};

/// How many lines must end documents before each document is taken to end in one.
const ENDINGS_MIN: usize = 3;

/// A word of more letters than this is no abbreviation, so that its full stop ends a title.
const ABBREVIATION_MAX: usize = 4;

/// How many lines an order has at most above what it promulgates.
const PROMULGATION_LINES_MAX: usize = 20;

/// The documents whose head has a form of the profile, in order.
pub fn by_form(classes: &Classes<'_>, contents: Option<&Contents>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut position = 0;
    while position < classes.text.len() {
        let Some((roles, sign)) = form_at(classes, contents, position) else {
            position += 1;
            continue;
        };
        let segment = segment(classes, position, &roles, sign);
        position += roles.len().max(1);
        let promulgated =
            segments.last_mut().is_some_and(|carrier| take_promulgated(classes, carrier, &segment));
        let carried = segments.last().is_some_and(|carrier| is_carried(classes, carrier, &segment));
        if !carried && !promulgated {
            segments.push(segment);
        }
    }
    segments
}

/// The first form that fits at a position.
fn form_at<'a>(
    classes: &'a Classes<'_>,
    contents: Option<&Contents>,
    position: usize,
) -> Option<(Vec<&'a str>, Sign)> {
    let profile = classes.profile;
    // Where documents end in a line of their own, one begins below it and nowhere else.
    if classes.endings >= ENDINGS_MIN && position > 0 {
        let before = &classes.lines[classes.text[position - 1]].bare;
        if !classes.is(position - 1, "ending") && profile.part_of(before).is_none() {
            return None;
        }
    }
    profile.head.forms.iter().find_map(|form| {
        let accepts = |roles: &[&str]| {
            // Lines that could be those above the last one of the recipients need that last one.
            if roles.contains(&"recipients_first") && roles.last() != Some(&"recipients") {
                return false;
            }
            let title = title_of(classes, position, roles);
            let numbered = roles.iter().any(|role| role.contains("number") || role.contains("order"));
            (title.is_empty() || roles[0] == "titled" || profile.head.title.is_match(&profile.bare(&title)))
                && !is_two_titles(classes, position, roles)
                && !is_title_over_gap(classes, position, roles)
                && !is_signature_above(classes, position, roles, &title)
                && (numbered || may_stand_without_number(classes, contents, position, &title, roles))
        };
        let fit = form.fit(position, &|at, class| classes.is(at, class), &accepts)?;
        Some((fit, Sign::Form))
    })
}

/// Whether the offices above a title that names its issuer itself are others: they sign the document
/// before.
fn is_signature_above(classes: &Classes<'_>, position: usize, roles: &[&str], title: &str) -> bool {
    let profile = classes.profile;
    if roles[0] != "department" {
        return false;
    }
    let bare = profile.bare(title);
    let Some(issuer) = profile.head.department_in_title.group("department", &bare) else { return false };
    profile.is_department(issuer)
        && (0..roles.len()).take_while(|at| roles[*at] == "department").any(|at| {
            let above = &classes.lines[classes.text[position + at]].bare;
            // 国务院办公厅 and 中华人民共和国国务院办公厅 name one office.
            !issuer.contains(above.as_str()) && !above.ends_with(issuer)
        })
}

/// Whether the lines of a title are two titles, as in a list of them: a later line begins with an
/// issuer again.
fn is_two_titles(classes: &Classes<'_>, position: usize, roles: &[&str]) -> bool {
    let profile = classes.profile;
    let issuer =
        |bare: &str| profile.head.department_in_title.group("department", bare).map(ToOwned::to_owned);
    let lines: Vec<&str> = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| **role == "title" || **role == "opening")
        .map(|(offset, _)| classes.lines[classes.text[position + offset]].bare.as_str())
        .collect();
    lines.windows(2).any(|pair| {
        let again = issuer(pair[1]);
        let same = again.is_some() && again == issuer(lines[0]);
        same || (again.is_some() && profile.head.title.is_match(pair[0]))
    })
}

/// Whether a title would go on over a full stop, or over a blank line where these set paragraphs apart.
fn is_title_over_gap(classes: &Classes<'_>, position: usize, roles: &[&str]) -> bool {
    let is_title =
        |role: &str| ["opening", "title", "titled", "numbered_title", "subject_line"].contains(&role);
    let is_stopped = |line: usize| {
        let words = classes.lines[line].bare.strip_suffix('.');
        let last = words.and_then(|words| words.rsplit(' ').next());
        last.is_some_and(|last| last.chars().count() > ABBREVIATION_MAX && !last.contains('.'))
    };
    classes.profile.spaced
        && roles.windows(2).enumerate().any(|(offset, pair)| {
            let (line, next) = (classes.text[position + offset], classes.text[position + offset + 1]);
            let ends = is_stopped(line) || (classes.paragraphed && next > line + 1);
            is_title(pair[0]) && is_title(pair[1]) && ends
        })
}

/// A head without a number is easily mistaken, so something else must speak for it.
fn may_stand_without_number(
    classes: &Classes<'_>,
    contents: Option<&Contents>,
    position: usize,
    title: &str,
    roles: &[&str],
) -> bool {
    if contents.is_some_and(|contents| contents.entry(title).is_some()) || position == 0 {
        return true;
    }
    if roles[0] == "titled" {
        // 大事记 above 2020年7月大事记 is the name of a part.
        let next = classes.text.get(position + 1).map(|line| classes.lines[*line].bare.as_str());
        let own = classes.lines[classes.text[position]].bare.as_str();
        if next.is_some_and(|next| next.len() > own.len() && next.contains(own)) {
            return false;
        }
        // Above the head of a document it is the name of a part.
        return !classes.is(position + 1, "titled") && form_at(classes, contents, position + 1).is_none();
    }
    if classes.is(position - 1, "ending") || roles.last() == Some(&"seal") {
        return true;
    }
    let after_end = position > 0 && {
        let before = &classes.lines[classes.text[position - 1]];
        classes.is(position - 1, "date") || before.bare.ends_with(['。', '.', '）', ')'])
    };
    contents.is_none()
        && (after_end || is_below_part(classes, position))
        && roles.iter().any(|role| ["department", "office", "agency_label", "notice_opening"].contains(role))
}

/// Whether the line above names a part, below which a document begins.
fn is_below_part(classes: &Classes<'_>, position: usize) -> bool {
    position > 0 && {
        let bare = &classes.lines[classes.text[position - 1]].bare;
        classes.profile.spaced
            && (classes.profile.part_of(bare).is_some() || classes.profile.subpart.is_match(bare))
    }
}

/// Whether a head is that of the text which the order before it promulgates; then the order takes its
/// number, if it has none of its own.
fn take_promulgated(classes: &Classes<'_>, carrier: &mut Segment, inner: &Segment) -> bool {
    let is_order =
        carrier.lines_of(Role::Order).chain(carrier.lines_of(Role::NumberedOrder)).next().is_some();
    let between = classes.text_within(carrier.start..inner.start).len();
    if !is_order || !carrier.title.is_empty() || inner.title.is_empty() || between > PROMULGATION_LINES_MAX {
        return false;
    }
    let named = normalise_title(&named_title(classes, carrier));
    let title = normalise_title(&inner.title);
    if title.chars().count() < 6 || !(named == title || named.ends_with(&title)) {
        return false;
    }
    let has_number =
        [Role::Number, Role::NumberedOrder].iter().any(|role| carrier.lines_of(*role).next().is_some());
    if !has_number {
        carrier.number_below = inner.lines_of(Role::Number).next();
    }
    true
}

/// Whether a head is that of a text which the document before it forwards, and so no document of
/// this issue.
fn is_carried(classes: &Classes<'_>, carrier: &Segment, inner: &Segment) -> bool {
    if !classes.profile.head.forwards.is_match(&classes.profile.bare(&carrier.title))
        || inner.title.is_empty()
    {
        return false;
    }
    // The letter that forwards it names it in full.
    let wanted = normalise_title(&inner.title);
    let letter = classes.text_within(carrier.start..inner.start).iter().take(12);
    let named = |line: &usize| {
        find_titles(&classes.lines[*line].text).iter().any(|found| {
            let named = normalise_title(found.title);
            named.ends_with(&wanted) || (named.chars().count() >= 8 && wanted.ends_with(&named))
        })
    };
    if letter.into_iter().any(named) {
        return true;
    }
    let carrier: Vec<char> = normalise_title(&carrier.title).chars().collect();
    let title: Vec<char> = normalise_title(&inner.title).chars().collect();
    let pairs = title.windows(2).filter(|pair| carrier.windows(2).any(|other| other == *pair)).count();
    pairs * 10 >= title.len().saturating_sub(1) * 7
}
