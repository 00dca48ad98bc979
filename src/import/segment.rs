//! Where each document begins, and which lines are its head.

use super::classes::Classes;
use super::contents::Contents;
use super::heads::by_form;
use super::lines::Line;
use super::listed::by_contents;
use super::profile::Profile;

/// How many lines a title takes at most.
pub const TITLE_LINES_MAX: usize = 5;

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
    /// What kind it is, alone on its line: 公告 between the issuer and 第12号.
    Kind,
    /// To whom it is addressed.
    Recipients,
    /// What stands above the head, such as the masthead of a letter.
    Label,
    /// Who signed, where that stands in the head.
    Signature,
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
    /// The line with the number of what it promulgates, where the order itself has none.
    pub number_below: Option<usize>,
    /// The part whose heading stands above it.
    pub part: Option<String>,
}

impl Segment {
    /// The lines of the head that are `role`.
    pub fn lines_of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.head.iter().filter(move |(_, found)| *found == role).map(|(line, _)| *line)
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

/// The lines of a head that are its title, joined.
pub fn title_of(classes: &Classes<'_>, position: usize, roles: &[&str]) -> String {
    let pieces: Vec<&str> = roles
        .iter()
        .enumerate()
        .filter(|(_, role_name)| matches!(role(role_name), Some(Role::Title)))
        .map(|(offset, _)| classes.lines[classes.text[position + offset]].text.as_str())
        .collect();
    classes.profile.join(&pieces)
}

fn role(class: &str) -> Option<Role> {
    Some(match class {
        "department" | "subdepartment" | "office" | "english_office" => Role::Department,
        "order" => Role::Order,
        "numbered_order" => Role::NumberedOrder,
        "title" | "opening" | "numbered_title" | "subject_line" | "english_title" | "titled" | "subtitle"
        | "act" | "citation" | "named" | "heading" => Role::Title,
        "kind" => Role::Kind,
        "number" => Role::Number,
        "date" | "place_date" => Role::Date,
        "dated_number" => Role::DatedNumber,
        "recipients" | "recipients_first" => Role::Recipients,
        "countersign" => Role::Signature,
        "label" | "registered" | "translation" | "masthead" | "ground" => Role::Label,
        _ => return None,
    })
}

/// What a line of a class is: 總統令　四十年三月十五日 is both an order's head and its date.
fn roles_of(class: &str) -> impl Iterator<Item = Role> + use<> {
    let (first, second) = match class {
        "dated_order" => (Some(Role::Order), Some(Role::Date)),
        _ => (role(class), None),
    };
    first.into_iter().chain(second)
}

/// A head as a document that ends nowhere yet.
pub fn segment(classes: &Classes<'_>, position: usize, roles: &[&str], sign: Sign) -> Segment {
    let head = roles
        .iter()
        .enumerate()
        .flat_map(|(offset, class)| roles_of(class).map(move |role| (classes.text[position + offset], role)))
        .collect();
    Segment {
        start: classes.text[position],
        end: 0,
        head,
        sign,
        title: title_of(classes, position, roles),
        number_below: None,
        part: None,
    }
}

/// The whole text as one document, its first lines the title.
fn whole(classes: &Classes<'_>) -> Option<Segment> {
    let first = *classes.text.first()?;
    let is_title = |position: usize| {
        let line = &classes.lines[classes.text[position]];
        // A text in Markdown marks its title.
        if position == 0 && line.heading_mark() == Some(1) {
            return true;
        }
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
