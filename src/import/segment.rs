//! Where each document begins, and which lines are its head.

use std::collections::BTreeMap;

use crate::gazette::{find_titles, normalise_title};

use super::contents::Contents;
use super::lines::{Fate, Furniture, Line};
use super::profile::Profile;

/// Lines longer than this in bytes belong to no head.
const HEAD_LINE_MAX: usize = 1200;

/// How many lines must end documents before each document is taken to end in one.
const ENDINGS_MIN: usize = 3;

/// How many lines a title takes at most.
const TITLE_LINES_MAX: usize = 5;

/// What a line of a head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who issued it.
    Department,
    /// Who issued it and what kind it is: 云溪部令.
    Order,
    /// Issuer, kind and number in one: 云溪市人民政府令第12号.
    NumberedOrder,
    /// A line of the title.
    Title,
    /// The number.
    Number,
    /// The date.
    Date,
    /// Date and number on one line.
    DatedNumber,
    /// To whom it is addressed.
    Recipients,
    /// What stands above the head, such as the masthead of a letter.
    Label,
}

/// By what a document was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Its head has a form of the profile.
    Form,
    /// Only the contents list names it.
    Contents,
    /// Nothing: the whole text is taken for one document.
    Nothing,
}

/// A document's place in the text.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The index of its first line.
    pub start: usize,
    /// The index after its last line.
    pub end: usize,
    /// The lines of its head with what each is.
    pub head: Vec<(usize, Role)>,
    /// By what it was recognised.
    pub sign: Sign,
    /// The title as its lines say, joined.
    pub title: String,
    /// The part whose heading stands above it.
    pub part: Option<String>,
}

impl Segment {
    /// The lines of the head that are `role`.
    pub fn lines_of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.head.iter().filter(move |(_, found)| *found == role).map(|(line, _)| *line)
    }
}

/// Which lines are of which class, told once.
struct Classes<'a> {
    lines: &'a [Line],
    profile: &'a Profile,
    /// The lines that are text, in order.
    text: Vec<usize>,
    of: BTreeMap<&'a str, Vec<bool>>,
    /// How many lines end a document, where documents end in lines of their own.
    endings: usize,
}

impl<'a> Classes<'a> {
    fn new(lines: &'a [Line], profile: &'a Profile, from: usize) -> Self {
        let text: Vec<usize> = (from..lines.len()).filter(|index| lines[*index].is_text()).collect();
        let mut classes = Self { lines, profile, text, of: BTreeMap::new(), endings: 0 };
        for class in profile.lines.keys() {
            let of = classes.text.iter().map(|index| classes.tell(class, &lines[*index])).collect();
            classes.of.insert(class, of);
        }
        // Two lines may end one document; both count as one end.
        classes.endings = (0..classes.text.len())
            .filter(|position| classes.is(*position, "ending") && !classes.is(position + 1, "ending"))
            .count();
        classes
    }

    fn tell(&self, class: &str, line: &Line) -> bool {
        if line.text.len() > HEAD_LINE_MAX || line.is_row() || !self.profile.is_class(class, &line.bare) {
            return false;
        }
        if self.profile.is_class(&format!("not_{class}"), &line.bare) {
            return false;
        }
        match class {
            // A title is what is left when it is nothing else.
            "opening" => {
                !self.is_other(line)
                    && !self.profile.text.remark.is_match(&line.bare)
                    && self.profile.part_of(&line.bare).is_none()
            }
            "title" => !self.is_other(line),
            "department" => self.profile.part_of(&line.bare).is_none(),
            _ => true,
        }
    }

    fn is_other(&self, line: &Line) -> bool {
        ["number", "date", "dated_number", "recipients", "order", "numbered_order"]
            .iter()
            .any(|class| self.profile.is_class(class, &line.bare))
            || self.profile.text.headings.iter().any(|rule| rule.always && rule.pattern.is_match(&line.bare))
            || self.profile.text.attachment_label.is_match(&line.bare)
            || self.profile.text.attachment_note.is_match(&line.bare)
    }

    fn is(&self, position: usize, class: &str) -> bool {
        self.of.get(class).is_some_and(|of| of.get(position).copied().unwrap_or(false))
    }
}

/// Finds the documents. `from` is the line after the contents list.
pub fn find(lines: &[Line], profile: &Profile, contents: Option<&Contents>, from: usize) -> Vec<Segment> {
    let classes = Classes::new(lines, profile, from);
    let mut segments = by_form(&classes, contents);
    if let Some(contents) = contents {
        by_contents(&classes, contents, &mut segments);
    }
    if segments.is_empty() {
        segments.extend(whole(&classes));
    }
    segments.sort_by_key(|segment| segment.start);
    let starts: Vec<usize> = segments.iter().map(|segment| segment.start).collect();
    for (index, segment) in segments.iter_mut().enumerate() {
        segment.end = starts.get(index + 1).copied().unwrap_or(lines.len());
    }
    segments
}

fn by_form(classes: &Classes<'_>, contents: Option<&Contents>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut position = 0;
    while position < classes.text.len() {
        let Some((roles, sign)) = form_at(classes, contents, position) else {
            position += 1;
            continue;
        };
        let segment = segment(classes, position, &roles, sign);
        position += roles.len().max(1);
        let carried = segments.last().is_some_and(|carrier| is_carried(classes, carrier, &segment));
        if !carried {
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
            let numbered = roles.iter().any(|role| role.contains("number") || *role == "order");
            (title.is_empty() || roles[0] == "titled" || profile.head.title.is_match(&profile.bare(&title)))
                && !is_two_titles(classes, position, roles)
                && (numbered || may_stand_without_number(classes, contents, position, &title, roles))
        };
        let fit = form.fit(position, &|at, class| classes.is(at, class), &accepts)?;
        Some((fit, Sign::Form))
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
        && after_end
        && roles.iter().any(|role| *role == "department" || *role == "agency_label")
}

fn title_of(classes: &Classes<'_>, position: usize, roles: &[&str]) -> String {
    let pieces: Vec<&str> = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| matches!(**role, "title" | "opening" | "titled" | "subtitle"))
        .map(|(offset, _)| classes.lines[classes.text[position + offset]].text.as_str())
        .collect();
    classes.profile.join(&pieces)
}

fn role(class: &str) -> Option<Role> {
    Some(match class {
        "department" => Role::Department,
        "order" => Role::Order,
        "numbered_order" => Role::NumberedOrder,
        "title" | "opening" | "titled" | "subtitle" => Role::Title,
        "number" => Role::Number,
        "date" => Role::Date,
        "dated_number" => Role::DatedNumber,
        "recipients" | "recipients_first" => Role::Recipients,
        "label" => Role::Label,
        _ => return None,
    })
}

fn segment(classes: &Classes<'_>, position: usize, roles: &[&str], sign: Sign) -> Segment {
    let head = roles
        .iter()
        .enumerate()
        .filter_map(|(offset, class)| Some((classes.text[position + offset], role(class)?)))
        .collect();
    Segment {
        start: classes.text[position],
        end: 0,
        head,
        sign,
        title: title_of(classes, position, roles),
        part: None,
    }
}

/// Whether a head is that of a text which the document before it forwards, and so no document of
/// this issue.
fn is_carried(classes: &Classes<'_>, carrier: &Segment, inner: &Segment) -> bool {
    if !classes.profile.head.forwards.is_match(&classes.profile.bare(&carrier.title))
        || inner.title.is_empty()
    {
        return false;
    }
    let carrier: Vec<char> = normalise_title(&carrier.title).chars().collect();
    let title: Vec<char> = normalise_title(&inner.title).chars().collect();
    let pairs = title.windows(2).filter(|pair| carrier.windows(2).any(|other| other == *pair)).count();
    pairs * 10 >= title.len().saturating_sub(1) * 7
}

/// Documents that only the contents list names: their titles are looked for in the text.
fn by_contents(classes: &Classes<'_>, contents: &Contents, segments: &mut Vec<Segment>) {
    let mut taken: Vec<bool> = contents.entries.iter().map(|_| false).collect();
    for segment in segments.iter() {
        let title = named_title(classes, segment);
        let entry = contents
            .entry(&title)
            .or_else(|| contents.contained(&title, &taken))
            .or_else(|| contents.nearest(&title, &taken));
        if let Some(entry) = entry {
            taken[entry] = true;
        }
    }
    for (_, entry) in contents.entries.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        let wanted = normalise_title(&entry.title);
        // What a document carries is listed on its own at times, and stays with that document.
        let carried =
            segments.iter().any(|segment| normalise_title(&named_title(classes, segment)).contains(&wanted));
        if wanted.chars().count() < 4
            || carried
            || classes.profile.text.attachment_label_or_note(&classes.profile.bare(&entry.title))
        {
            continue;
        }
        let places =
            [true, false].into_iter().flat_map(|exact| (0..classes.text.len()).map(move |at| (exact, at)));
        let found = places.into_iter().find_map(|(exact, position)| {
            let count = title_lines(classes, position, &wanted, exact)?;
            let found = &classes.text[position..position + count];
            let inside_head =
                segments.iter().any(|segment| segment.head.iter().any(|(at, _)| found.contains(at)));
            let is_note = classes.profile.text.attachment_label_or_note(&classes.lines[found[0]].bare);
            (!inside_head && !is_note).then_some((position, count))
        });
        if let Some((position, count)) = found {
            segments.push(from_title(classes, position, count));
            segments.sort_by_key(|segment| segment.start);
        }
    }
}

/// A head's title; an order's is that of what it promulgates.
fn named_title(classes: &Classes<'_>, segment: &Segment) -> String {
    if !segment.title.is_empty() {
        return segment.title.clone();
    }
    let after = segment.head.iter().map(|(line, _)| *line).max().unwrap_or(segment.start);
    let below = classes.text.iter().filter(|line| **line > after).take(3);
    let titles = below.filter_map(|line| {
        let line = &classes.lines[*line];
        let found = find_titles(&line.text).into_iter().next().map(|found| found.title);
        found.or_else(|| classes.profile.head.subject.group("subject", &line.bare)).map(ToOwned::to_owned)
    });
    let order = || segment.lines_of(Role::Order).next().map(|line| classes.lines[line].bare.clone());
    titles.into_iter().next().or_else(order).unwrap_or_default()
}

/// How many lines from a position on make up the wanted title, `exact` or behind its issuer.
fn title_lines(classes: &Classes<'_>, position: usize, wanted: &str, exact: bool) -> Option<usize> {
    let mut joined = String::new();
    for count in 1..=TITLE_LINES_MAX {
        let line = &classes.lines[*classes.text.get(position + count - 1)?];
        joined.push_str(&normalise_title(&line.bare));
        if joined == wanted
            || (!exact && joined.ends_with(wanted) && joined.chars().count() <= wanted.chars().count() + 30)
        {
            return Some(count);
        }
        if joined.len() > wanted.len() + 100
            || (!wanted.contains(joined.as_str()) && !joined.contains("关于"))
        {
            return None;
        }
    }
    None
}

fn from_title(classes: &Classes<'_>, position: usize, count: usize) -> Segment {
    let mut roles = vec!["title"; count];
    for class in ["number", "date", "number", "recipients"] {
        if classes.is(position + roles.len(), class) {
            roles.push(class);
        }
    }
    let mut first = position;
    while first > 0 && classes.is(first - 1, "department") && !classes.is(first, "date") {
        first -= 1;
        roles.insert(0, "department");
    }
    segment(classes, first, &roles, Sign::Contents)
}

/// The whole text as one document, its first lines the title.
fn whole(classes: &Classes<'_>) -> Option<Segment> {
    let first = *classes.text.first()?;
    let is_title = |position: usize| {
        let line = &classes.lines[classes.text[position]];
        let generic = !classes.profile.lines.contains_key("title") || classes.is(position, "title");
        generic && line.text.chars().count() <= 120
    };
    let mut count = 0;
    let mut roles: Vec<&str> = Vec::new();
    while count < TITLE_LINES_MAX && count < classes.text.len() && is_title(count) {
        roles.push("title");
        count += 1;
        if classes.profile.head.title.is_match(&classes.profile.bare(&title_of(classes, 0, &roles))) {
            break;
        }
    }
    let matched = classes.profile.head.title.is_match(&classes.profile.bare(&title_of(classes, 0, &roles)));
    if !matched {
        roles.truncate(usize::from(!roles.is_empty()));
    }
    for class in ["number", "date", "recipients"] {
        if classes.is(roles.len(), class) {
            roles.push(class);
        }
    }
    let mut segment = segment(classes, 0, &roles, Sign::Nothing);
    segment.start = first;
    Some(segment)
}

/// Where the first head of a document after a line begins.
pub fn first_head(lines: &[Line], profile: &Profile, from: usize) -> Option<usize> {
    by_form(&Classes::new(lines, profile, from), None).first().map(|segment| segment.start)
}

/// Whether the head of a document stands in these lines.
pub fn begins_within(lines: &[Line], profile: &Profile) -> bool {
    !by_form(&Classes::new(lines, profile, 0), None).is_empty()
}

/// The text as one document: the first that was found if it begins where the text does.
pub fn only_one(lines: &[Line], profile: &Profile, segments: Vec<Segment>) -> Vec<Segment> {
    let first = lines.iter().position(Line::is_text);
    let found = segments.into_iter().next().filter(|segment| Some(segment.start) == first);
    let one = found.or_else(|| whole(&Classes::new(lines, profile, 0)));
    one.map(|segment| Segment { end: lines.len(), ..segment }).into_iter().collect()
}

/// Marks the cover and the headings of parts, gives each document its part, and sets what else
/// stands before the first document aside as the issue's own text.
pub fn mark_front(
    lines: &mut [Line],
    profile: &Profile,
    contents: Option<&Contents>,
    segments: &mut [Segment],
) {
    mark_parts(lines, profile, contents, segments);
    let first = segments.first().map_or(lines.len(), |segment| segment.start);
    for line in lines[..first].iter_mut().filter(|line| line.is_text()) {
        let short = line.text.chars().count() <= 40
            && !line.text.ends_with(['。', '；', '！', '？'])
            && !line.is_row();
        let known = profile.cover.gazette.is_match(&line.bare) || profile.cover.issue.is_match(&line.bare);
        line.fate = if short || known { Fate::Furniture(Furniture::Cover) } else { Fate::Foreword };
    }
    mark_colophon(lines, profile, segments);
}

fn mark_parts(lines: &mut [Line], profile: &Profile, contents: Option<&Contents>, segments: &mut [Segment]) {
    let listed = |bare: &str| contents.is_some_and(|contents| contents.parts.iter().any(|part| part == bare));
    let mut current: Option<String> = None;
    for segment in segments.iter_mut() {
        let before = (0..segment.start).rev().find(|index| lines[*index].fate != Fate::Blank);
        if let Some(index) = before.filter(|index| lines[*index].is_text()) {
            let bare = lines[index].bare.clone();
            let part = profile.part_of(&bare).or_else(|| listed(&bare).then_some(bare));
            if part.is_some() {
                lines[index].fate = Fate::Furniture(Furniture::Part);
                current = part;
            }
        }
        segment.part.clone_from(&current);
    }
}

/// Who printed the issue, below its last document: the issue's own text.
fn mark_colophon(lines: &mut [Line], profile: &Profile, segments: &mut [Segment]) {
    let Some(last) = segments.last_mut() else { return };
    let is_colophon = |line: &Line| line.is_text() && profile.cover.colophon.is_match(&line.bare);
    let start = (last.start..lines.len()).find(|index| is_colophon(&lines[*index]));
    let Some(start) = start else { return };
    let tail: Vec<usize> = (start..lines.len()).filter(|index| lines[*index].is_text()).collect();
    let matching = tail.iter().filter(|index| is_colophon(&lines[**index])).count();
    if tail.len() <= 20 && matching * 2 >= tail.len() {
        for index in tail {
            lines[index].fate = Fate::Foreword;
        }
        last.end = start;
    }
}
