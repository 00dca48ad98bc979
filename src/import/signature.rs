//! The signature and the date, wherever in the text they stand.

use crate::gazette::{GazetteDate, normalise_title};

use super::dates::{date_in, date_on};
use super::fields::{Fields, body, is_only_date, split_joint};
use super::lines::{Fate, Line};
use super::numbered::numbered;
use super::profile::Profile;
use super::segment::{Role, Segment};

/// How many lines a signature takes at most.
const SIGNATURE_LINES_MAX: usize = 12;

/// The longest line of a signature in characters.
const SIGNER_LENGTH_MAX: usize = 60;

/// How many lines the title of what is carried takes at most.
const CARRIED_LINES_MAX: usize = 4;

/// The signature and the date, wherever in the text they stand: before the plan that a notice
/// carries as often as at the end.
pub fn read(lines: &mut [Line], profile: &Profile, segment: &Segment, fields: &mut Fields) {
    let head_date = segment
        .lines_of(Role::Date)
        .chain(segment.lines_of(Role::DatedNumber))
        .find_map(|index| Some((index, date_on(&lines[index], profile)?)));
    let body = body(lines, segment);
    let in_head: Vec<usize> = segment.lines_of(Role::Signature).collect();
    let names = in_head.iter().map(|index| one_blank(&lines[*index].text)).collect();
    fields.set("signature", names, in_head, 95, "a line of the head");
    if let Some((index, date)) = head_date {
        fields.set("date", vec![date.to_string()], vec![index], 97, "a line of its own in the head");
        let own = own_text(lines, profile, &body, fields);
        if !signature_with_day(lines, profile, own, fields) {
            unaccompanied_signature(lines, profile, own, fields);
        }
        return;
    }
    if on_one_line(lines, profile, &body, fields) {
        return;
    }
    let dates: Vec<(usize, GazetteDate)> = body
        .iter()
        .enumerate()
        .filter(|(_, index)| is_date_line(&lines[**index], profile))
        .filter_map(|(place, index)| Some((place, date_on(&lines[*index], profile)?)))
        .collect();
    let signed = dates.iter().find_map(|(place, date)| {
        let signers = signers_before(lines, profile, &body, *place, fields);
        (!signers.is_empty()).then_some((*place, *date, signers))
    });
    // Above what is carried a date needs no signature: the head names the issuer.
    let above = dates.iter().find(|(place, _)| begins_carried(lines, profile, &body[place + 1..], fields));
    if let Some((place, date)) = above.filter(|(place, _)| signed.as_ref().is_none_or(|one| one.0 > *place)) {
        let why = (92, "the date above what it carries");
        dated(lines, profile, fields, (body[*place], *date), why);
        return;
    }
    if let Some((place, date, signers)) = signed {
        let is_only = is_only_date(&lines[body[place]], profile);
        lift_signature(lines, profile, fields, (body[place], date, is_only), &signers);
        return;
    }
    if date_at_end(lines, profile, &body, &dates, fields) {
        return;
    }
    if dates.is_empty() && profile.spaced {
        closing_office(lines, profile, &body, fields);
    }
}

/// Notes a date that stands without a signature, how sure it is, and why.
fn dated(
    lines: &mut [Line],
    profile: &Profile,
    fields: &mut Fields,
    (index, date): (usize, GazetteDate),
    (sure, why): (u8, &'static str),
) {
    fields.set("date", vec![date.to_string()], vec![index], sure, why);
    if is_only_date(&lines[index], profile) {
        lines[index].fate = Fate::Lifted("date");
    }
    fields.signed_at = Some(index);
}

/// A date without a signature counts where it ends the text, or the text above what is attached. Tells
/// whether there is one. `dates` stand at these places of the body.
fn date_at_end(
    lines: &mut [Line],
    profile: &Profile,
    body: &[usize],
    dates: &[(usize, GazetteDate)],
    fields: &mut Fields,
) -> bool {
    let ends_text = |place: usize| {
        body.len() - place <= 3
            || body.get(place + 1).is_some_and(|next| {
                let bare = &lines[*next].bare;
                profile.text.attachment_label.is_match(bare) || profile.text.remark.is_match(bare)
            })
    };
    let Some((place, date)) = dates.iter().find(|(place, _)| ends_text(*place)) else { return false };
    let is_remark = |index: &usize| profile.text.remark.is_match(&lines[*index].bare);
    let next = body[place + 1..].iter().find(|index| !is_remark(index));
    let is_last = next.is_none_or(|next| profile.text.attachment_label.is_match(&lines[*next].bare));
    let sure = if is_last && fields.get("department").is_some() { 90 } else { 75 };
    dated(lines, profile, fields, (body[*place], *date), (sure, "a date that stands alone at the end"));
    true
}

/// Whether a line may belong to a signature, and is no heading.
fn is_signer(line: &Line, profile: &Profile) -> bool {
    profile.text.signature.is_match(&line.bare)
        && !line.is_row()
        && numbered(&line.text, profile).is_none_or(|found| !found.always)
}

/// An office in the last lines of a text without a day, or an office and a name: Das Bundesministerium für Verkehr.
fn closing_office(lines: &mut [Line], profile: &Profile, body: &[usize], fields: &mut Fields) {
    let signs = |index: &&usize| is_signer(&lines[**index], profile);
    let run: Vec<usize> = body.iter().rev().take(SIGNATURE_LINES_MAX).take_while(signs).copied().collect();
    let is_signature = run.len() > 1
        || run.iter().any(|index| profile.text.signature.group("department", &lines[*index].bare).is_some());
    if is_signature && run.len() < body.len() {
        let signers: Vec<usize> = run.into_iter().rev().collect();
        lift_names(lines, profile, &signers, "the last lines", fields);
    }
}

/// A date and the signature on one line, as `1999年4月26日　地政總署署長　陳某某`.
fn on_one_line(lines: &mut [Line], profile: &Profile, body: &[usize], fields: &mut Fields) -> bool {
    let found = body.iter().filter(|index| !lines[**index].is_row()).find_map(|index| {
        let line = &lines[*index];
        let captures = profile.text.dated_signature.captures(&line.bare)?;
        let signature = captures.name("signature")?;
        let date = date_in(captures.name("date")?.as_str(), profile)?;
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let before = visible(&line.bare[..signature.start()]);
        let words = one_blank(visible_part(&line.text, before, visible(signature.as_str())));
        let office = profile.text.signature.group("department", signature.as_str()).map(ToOwned::to_owned);
        Some((*index, date, words, office))
    });
    let Some((index, date, words, office)) = found else { return false };
    let because = "the line with the signature";
    fields.set("date", vec![date.to_string()], vec![index], 95, because);
    fields.set("signature", vec![words], vec![index], 92, because);
    fields.set("department", office.into_iter().collect(), vec![index], 88, "the office of who signed");
    lines[index].fate = Fate::Lifted("signature");
    fields.signed_at = Some(index);
    true
}

/// The part of a text that begins behind `before` visible characters and has `count` of them.
fn visible_part(text: &str, before: usize, count: usize) -> &str {
    let mut seen = text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at).skip(before);
    let start = seen.next().unwrap_or(text.len());
    let end = if count == 0 { start } else { seen.nth(count - 1).unwrap_or(text.len()) };
    text[start..end].trim()
}

/// Whether lines begin with the title of a text that the document carries.
fn begins_carried(lines: &[Line], profile: &Profile, below: &[usize], fields: &Fields) -> bool {
    // Between an order and what it promulgates may stand that text's own number and its issuer, which its title
    // may begin with.
    let is_own = |bare: &str| {
        is_department(bare, fields)
            || fields
                .all
                .iter()
                .any(|field| field.name == "number" && field.values.iter().any(|value| value == bare))
    };
    let is_other = |bare: &str| is_own(bare) || (!profile.spaced && profile.is_department(bare));
    [&is_own as &dyn Fn(&str) -> bool, &is_other].into_iter().any(|is_head| {
        let mut joined = String::new();
        let title = below.iter().skip_while(|index| is_head(&lines[**index].bare));
        title.take(CARRIED_LINES_MAX).any(|index| {
            joined.push_str(&normalise_title(&lines[*index].bare));
            fields.carried.contains(&joined)
        })
    })
}

fn is_date_line(line: &Line, profile: &Profile) -> bool {
    line.bare.len() < 200 && !line.is_row() && profile.is_class("date", &line.bare)
}

/// The lines right above a date that are offices, or offices with names; else those right below it.
fn signers_before(
    lines: &[Line],
    profile: &Profile,
    body: &[usize],
    place: usize,
    fields: &Fields,
) -> Vec<usize> {
    let is_signer = |index: usize| {
        let line = &lines[index];
        line.bare.chars().count() <= SIGNER_LENGTH_MAX
            && !line.is_row()
            && (profile.text.signature.is_match(&line.bare) || is_department(&line.bare, fields))
    };
    let above: Vec<usize> = body[..place]
        .iter()
        .rev()
        .take(SIGNATURE_LINES_MAX)
        .take_while(|index| is_signer(**index))
        .copied()
        .collect();
    if !above.is_empty() {
        return above.into_iter().rev().collect();
    }
    // The office below may head what the document carries.
    if begins_carried(lines, profile, &body[place + 1..], fields) {
        return Vec::new();
    }
    // 命令公佈。 stands between the day and who signed.
    let is_remark = |index: &&usize| profile.text.remark.is_match(&lines[**index].bare);
    let below = body[place + 1..].iter().skip_while(is_remark);
    // Where words are set apart, each minister has a line for the office and one for the name.
    below
        .take(if profile.spaced { SIGNATURE_LINES_MAX } else { 2 })
        .take_while(|index| is_signer(**index))
        .copied()
        .collect()
}

fn is_department(bare: &str, fields: &Fields) -> bool {
    fields.get("department").is_some_and(|field| {
        // Joint issuers stand on one line or on several.
        let rest = field.values.iter().fold(bare.to_owned(), |rest, name| rest.replacen(name, "", 1));
        !bare.is_empty() && rest.is_empty()
    })
}

fn lift_signature(
    lines: &mut [Line],
    profile: &Profile,
    fields: &mut Fields,
    (index, date, is_only): (usize, GazetteDate, bool),
    signers: &[usize],
) {
    let by_department = signers.iter().all(|signer| is_department(&lines[*signer].bare, fields));
    let confidence = if by_department { 98 } else { 92 };
    fields.set("date", vec![date.to_string()], vec![index], confidence, "the line below the signature");
    if is_only {
        lines[index].fate = Fate::Lifted("date");
    }
    let names: Vec<String> = signers.iter().map(|signer| one_blank(&lines[*signer].text)).collect();
    for signer in signers {
        lines[*signer].fate = Fate::Lifted(if by_department { "department" } else { "signature" });
    }
    if fields.get("department").is_none() {
        let office = |signer: &usize| {
            let bare = &lines[*signer].bare;
            let of_person = profile.text.signature.group("department", bare);
            // Where words are set apart by blanks, a name in capitals looks like an office.
            let is_office = !profile.spaced && profile.is_department(bare);
            of_person.or_else(|| is_office.then_some(bare)).map(ToOwned::to_owned)
        };
        let offices: Vec<String> = signers.iter().filter_map(office).collect();
        fields.set("department", split_joint(&offices), signers.to_vec(), 88, "the signature");
    }
    if !by_department {
        fields.set("signature", names, signers.to_vec(), 90, "the lines beside the date");
    }
    fields.signed_at = signers.iter().copied().chain([index]).max();
}

/// The text up to what the document carries: who signed that has not signed this.
fn own_text<'b>(lines: &[Line], profile: &Profile, body: &'b [usize], fields: &Fields) -> &'b [usize] {
    let carried = |place: &usize| begins_carried(lines, profile, &body[*place..], fields);
    let end = if fields.carried.is_empty() { None } else { (1..body.len()).find(carried) };
    &body[..end.unwrap_or(body.len())]
}

/// A signature beside a place and a day at the end, though the head has the date: Bonn, den 12. Dezember 1985.
/// That line stays in the text.
fn signature_with_day(lines: &mut [Line], profile: &Profile, body: &[usize], fields: &mut Fields) -> bool {
    let dates = (0..body.len()).rev().filter(|place| is_date_line(&lines[body[*place]], profile));
    let signers = dates
        .map(|place| signers_before(lines, profile, body, place, fields))
        .find(|signers| !signers.is_empty());
    let Some(signers) = signers else { return false };
    lift_names(lines, profile, &signers, "the lines beside the day", fields);
    true
}

/// Lifts the lines of a signature, and takes the office of who signed where no head names one.
fn lift_names(
    lines: &mut [Line],
    profile: &Profile,
    signers: &[usize],
    because: &'static str,
    fields: &mut Fields,
) {
    let names = signers.iter().map(|index| one_blank(&lines[*index].text)).collect();
    let office = |index: &usize| profile.text.signature.group("department", &lines[*index].bare);
    let offices: Vec<String> = signers
        .iter()
        .filter_map(office)
        .filter(|name| profile.is_department(name))
        .map(ToOwned::to_owned)
        .collect();
    fields.set("department", offices, signers.to_vec(), 80, "the office of who signed");
    for index in signers {
        lines[*index].fate = Fate::Lifted("signature");
    }
    fields.signed_at = signers.last().copied();
    fields.add("signature", names, signers.to_vec(), 92, because);
}

/// A signature that has no date, since the date stands in the head.
fn unaccompanied_signature(lines: &mut [Line], profile: &Profile, body: &[usize], fields: &mut Fields) {
    let is_signer = |index: &usize| is_signer(&lines[*index], profile);
    let mut runs: Vec<&[usize]> = body.chunk_by(|one, other| is_signer(one) == is_signer(other)).collect();
    runs.retain(|run| is_signer(&run[0]) && run.len() <= SIGNATURE_LINES_MAX);
    // Within the text a heading may look like a name; a signature ends the text or what is attached follows it.
    let ends = |run: &&[usize]| {
        let next = body.iter().find(|index| run.last().is_some_and(|last| *index > last));
        next.is_none_or(|next| {
            let bare = &lines[*next].bare;
            profile.text.attachment_label.is_match(bare) || profile.text.remark.is_match(bare)
        })
    };
    let office = |run: &&[usize]| {
        run.iter().any(|index| profile.text.signature.group("department", &lines[*index].bare).is_some())
    };
    let found = runs.iter().copied().find(ends).or_else(|| runs.iter().copied().find(office));
    let found = found.or_else(|| runs.first().copied().filter(|_| !profile.spaced));
    if let Some(run) = found.map(<[usize]>::to_vec) {
        lift_names(lines, profile, &run, "an office with a name", fields);
    }
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
