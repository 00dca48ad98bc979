//! A document's file.

use serde::{Deserialize, Serialize};

use super::anchors::Anchors;
use super::body::{Body, Heading, Prepared, WrittenLink};
use super::comments::{comments, with_replaced};
use super::facts::Facts;
use super::front_matter::{FrontMatter, Mapping, Split};
use super::keys;
use super::naming::Naming;
use super::passages::PackedPassages;
use super::secrecy;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span, Spanned, Text, text};
use crate::gazette::{
    ContentCode, DocumentNumber, GazetteDate, Kind, NumberKinds, PagesError, PrintedPages, TitleKey,
    carried_title, content_text, heading_title,
};

/// What a document's file says. It is small: the text itself is read again when its page is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title.
    pub title: Spanned<Box<str>>,
    /// The key of the title.
    pub title_key: TitleKey,
    /// The key of the text that the title says it carries: 关于印发《…》的通知.
    pub carried: Option<TitleKey>,
    /// The numbers, as printed.
    pub numbers: Vec<Spanned<DocumentNumber>>,
    /// Who issued it, the lead first.
    pub departments: Vec<Spanned<Box<str>>>,
    /// 成文日期: when it was adopted or signed.
    pub date: Option<Spanned<GazetteDate>>,
    /// When it was published, if that differs from the date.
    pub published: Option<GazetteDate>,
    /// From when it applies.
    pub effective: Option<GazetteDate>,
    /// The last day on which it applies.
    pub expires: Option<GazetteDate>,
    /// For how many years it applies.
    pub valid_years: Option<u16>,
    /// The part of the issue.
    pub part: Option<Box<str>>,
    /// The printed pages.
    pub printed_pages: Option<Spanned<PrintedPages>>,
    /// The kind: stated, or read off the title.
    pub kind: Option<Kind>,
    /// Topics.
    pub topics: Vec<Box<str>>,
    /// 主送机关: whom it is addressed to.
    pub recipients: Option<Box<str>>,
    /// What it says that it does to other documents.
    pub relations: Vec<Relation>,
    /// Files that belong to it.
    pub attachments: Vec<Attachment>,
    /// 索引号: the number in the disclosure catalogue.
    pub index_number: Option<Box<str>>,
    /// Earlier addresses that lead here.
    pub aliases: Vec<Spanned<Box<str>>>,
    /// Its language, when it differs from the book's.
    pub language: Option<Box<str>>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// When its text was withdrawn, if it was.
    pub withdrawn: Option<Withdrawal>,
    /// When it was declassified, for a text that has a secrecy mark.
    pub declassified: Option<GazetteDate>,
    /// The document that this is a second printing of: a number or a path.
    pub reprint_of: Option<Spanned<Box<str>>>,
    /// Data for themes, as JSON.
    pub extra: Option<Box<str>>,
    /// What stands in the text.
    #[serde(skip)]
    pub text: Facts,
    /// The hash of what the text may say of departments, wherever that is; 0 where it says nothing.
    pub naming_hash: u64,
    /// The content code; none of a text that was withdrawn.
    pub code: Option<ContentCode>,
}

/// What other parts of the archive must know of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextFacts {
    /// Every id that a link can lead to.
    anchors: Anchors,
    /// The plans and attachments that it prints.
    pub enclosures: Vec<Enclosure>,
    /// Links within the project; places are those in the file.
    pub links: Vec<WrittenLink>,
    /// How many characters it has, blanks left out.
    pub characters: u32,
    /// The sentences that may name documents.
    pub passages: PackedPassages,
    /// What it may say of departments; nothing where that was put aside.
    #[serde(skip)]
    pub naming: Naming,
}

impl TextFacts {
    /// The same, without what it says of departments: nobody asks for it where the text is no document's.
    #[must_use]
    pub(super) fn without_naming(self) -> Self {
        Self { naming: Naming::default(), ..self }
    }

    /// Whether a link can lead to this id.
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        self.anchors.contains(id)
    }

    /// The id with this number, as a passage names it.
    #[must_use]
    pub fn anchor(&self, number: usize) -> Option<String> {
        self.anchors.get(number)
    }

    /// Every id that a link can lead to.
    #[must_use]
    pub fn anchors(&self) -> Vec<String> {
        self.anchors.to_vec()
    }
}

impl Document {
    /// What the content code is made of. `file` is the document's file; notes between editors are no part
    /// of the content.
    #[must_use]
    pub fn content_text(&self, file: &str) -> String {
        let text = super::text_below_front_matter(file);
        let notes: Vec<_> = comments(text).into_iter().map(|range| (range, "".into())).collect();
        let date = self.date.as_ref().map(|date| date.value.to_string());
        let numbers = self.numbers.iter().map(|number| number.value.printed());
        content_text(&self.title.value, numbers, date.as_deref(), &with_replaced(text, &notes))
    }

    /// The hash of what pages of other files can show of it: everything but how long its text is and its
    /// content code, and of the ids in it those that lead to what is shown. The lists of codes are told of
    /// a change by the hash of the file.
    pub(super) fn shown_elsewhere(&mut self) -> u64 {
        let text = &mut self.text;
        let anchors = std::mem::take(&mut text.anchors);
        let characters = std::mem::take(&mut text.characters);
        let code = std::mem::take(&mut self.code);
        let text: &TextFacts = &self.text;
        let all = anchors.to_vec();
        let shown = text.passages.anchors().chain(text.naming.anchors());
        let ids: Vec<Option<&String>> = shown.map(|number| all.get(number)).collect();
        let hash = super::hash_of(&(&*self, text, ids));
        self.text.anchors = anchors;
        self.text.characters = characters;
        self.code = code;
        hash
    }
}

/// A text within the text, opened by a heading of the first level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Its id in the page.
    pub id: Box<str>,
    /// Its heading.
    pub title: Box<str>,
    /// The key of what the heading calls it; `None` where it is too short to name one text alone.
    pub key: Option<TitleKey>,
}

/// A file that belongs to a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is called.
    pub title: Box<str>,
    /// The file, relative to the document.
    pub file: Spanned<Box<str>>,
}

/// What a document says that it does to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// What it does.
    pub verb: RelationVerb,
    /// To what: a number or a title, as written.
    pub target: Spanned<Box<str>>,
}

/// What one document does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RelationVerb {
    /// 废止
    Repeals,
    /// 修改
    Amends,
    /// 替代
    Replaces,
    /// 更正
    Corrects,
    /// 贯彻
    Implements,
    /// 转发
    Forwards,
}

impl RelationVerb {
    /// All of them, the strongest first.
    pub const ALL: [Self; 6] =
        [Self::Repeals, Self::Amends, Self::Replaces, Self::Corrects, Self::Implements, Self::Forwards];

    /// Its key in the front matter.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Repeals => "repeals",
            Self::Amends => "amends",
            Self::Replaces => "replaces",
            Self::Corrects => "corrects",
            Self::Implements => "implements",
            Self::Forwards => "forwards",
        }
    }
}

/// That a document's text is no longer published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Since when.
    pub date: Option<GazetteDate>,
    /// Why.
    pub reason: Option<Box<str>>,
}

/// Reads a document.
pub fn read(
    path: &str,
    file: &str,
    split: Split,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> Option<Document> {
    let Some(block) = split.yaml else {
        let message = text!("this document has no front matter");
        let diagnostic = Diagnostic::about_file(Code::FrontMatterMissing, path, message);
        found.push(
            diagnostic.help(text!("begin it with `---`, `title: …`, `---`, each on a line of its own")),
        );
        return None;
    };
    let mut front = FrontMatter::read(path, file, block, keys::DOCUMENT);
    let readable = front.readable;
    let document = readable.then(|| fields(path, &mut front, kinds));
    debug_assert!(document.is_none() || front.is_used_up(), "every key of the list is read");
    found.extend(front.found);
    let mut document = document?;
    let text_start = split.text_start;
    document.text = match &document.withdrawn {
        None => text_facts(path, file, split.text_start, kinds, found),
        Some(_) => withdrawn_text_facts(path, file, split.text_start),
    }
    .into();
    document.naming_hash = document.text.naming.hash();
    document.code = document.withdrawn.is_none().then(|| ContentCode::of(&document.content_text(file)));
    if document.declassified.is_none() && document.withdrawn.is_none() {
        found.extend(marked_secret(path, file, text_start));
    }
    (!document.title.value.is_empty()).then_some(document)
}

/// A mark in the text that keeps it from being published.
fn marked_secret(path: &str, file: &str, text_start: usize) -> Option<Diagnostic> {
    let range = secrecy::mark(&file[text_start..])?;
    let span = Span::new(range.start + text_start..range.end + text_start);
    let diagnostic = Diagnostic::new(Code::MarkedSecret, path, span, text!("this document is marked secret"));
    Some(diagnostic.help(text!(
        "take the file away; if it was declassified, write the day as `declassified` in the front matter"
    )))
}

fn fields(path: &str, front: &mut FrontMatter<'_>, kinds: &NumberKinds) -> Document {
    let title = front.title(text!("this document has no title"));
    let stated_kind = front.text("kind").map(|kind| Kind::new(&kind.value));
    let kind = stated_kind.or_else(|| Kind::from_title(&title.value));
    Document {
        numbers: numbers(front, kinds),
        departments: front.texts("department"),
        date: front.date("date"),
        published: front.date("published").map(|date| date.value),
        effective: front.date("effective").map(|date| date.value),
        expires: front.date("expires").map(|date| date.value),
        valid_years: front
            .parsed::<Years>("valid_years", &text!("a number of years, such as 5"))
            .map(|years| years.value.0),
        part: front.text("part").map(|part| part.value),
        printed_pages: printed_pages(path, front),
        kind,
        topics: front.texts("topics").into_iter().map(|topic| topic.value).collect(),
        recipients: front.text("recipients").map(|recipients| recipients.value),
        relations: relations(front),
        attachments: attachments(path, front),
        index_number: front.text("index_number").map(|number| number.value),
        aliases: front.texts("aliases"),
        language: front.text("language").map(|language| language.value),
        draft: front.flag("draft").unwrap_or(false),
        withdrawn: front.mappings("withdrawn", keys::WITHDRAWAL).first().map(withdrawal),
        declassified: front.date("declassified").map(|date| date.value),
        reprint_of: front.text("reprint_of"),
        extra: front.json("extra"),
        text: Facts::default(),
        naming_hash: 0,
        code: None,
        title_key: TitleKey::of(&title.value),
        carried: carried_title(&title.value).and_then(telling_key),
        title,
    }
}

fn numbers(front: &mut FrontMatter<'_>, kinds: &NumberKinds) -> Vec<Spanned<DocumentNumber>> {
    let written = front.texts("number");
    written.into_iter().map(|text| Spanned::new(kinds.parse(&text.value), text.span)).collect()
}

fn printed_pages(path: &str, front: &mut FrontMatter<'_>) -> Option<Spanned<PrintedPages>> {
    let written = front.text("page")?;
    match written.value.parse::<PrintedPages>() {
        Ok(pages) => Some(Spanned::new(pages, written.span)),
        Err(error) => {
            let message = text!("`{}` is no printed page: {}", written.value, Text::from(&error));
            let code = if matches!(error, PagesError::Backwards { .. }) {
                Code::PagesBackwards
            } else {
                Code::WrongValue
            };
            let diagnostic = Diagnostic::new(code, path, written.span, message);
            front.found.push(diagnostic.help(text!("write a page, such as 12, or a range, such as 12-15")));
            None
        }
    }
}

fn relations(front: &mut FrontMatter<'_>) -> Vec<Relation> {
    let of_verb = |verb: RelationVerb| {
        let targets = front.texts(verb.key());
        targets.into_iter().map(move |target| Relation { verb, target })
    };
    RelationVerb::ALL.into_iter().flat_map(of_verb).collect()
}

fn attachments(path: &str, front: &mut FrontMatter<'_>) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    for mapping in front.mappings("attachments", keys::ATTACHMENT) {
        let Some(file) = mapping.text("file") else {
            let diagnostic =
                Diagnostic::new(Code::WrongValue, path, mapping.span, text!("an attachment has no `file`"));
            front.found.push(diagnostic.help(text!("write { title: …, file: … }")));
            continue;
        };
        let title = mapping.text("title").map_or_else(|| file.value.clone(), |title| title.value);
        attachments.push(Attachment { title, file });
    }
    attachments
}

fn withdrawal(mapping: &Mapping) -> Withdrawal {
    Withdrawal { date: mapping.date("date"), reason: mapping.text("reason").map(|reason| reason.value) }
}

/// A number of years: `5`, `5年` or `五年`.
struct Years(u16);

impl std::str::FromStr for Years {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = crate::gazette::numeral::han_number(text.trim().trim_end_matches('年').trim());
        number.and_then(|years| u16::try_from(years).ok()).filter(|years| *years > 0).map(Self).ok_or(())
    }
}

/// Reads the text of a file for what others must know of it, and reports what it may not have.
pub fn text_facts(
    path: &str,
    file: &str,
    text_start: usize,
    kinds: &NumberKinds,
    found: &mut Diagnostics,
) -> TextFacts {
    let prepared = Prepared::new(&file[text_start..]);
    let body = prepared.body_with_passages(kinds);
    let in_file = |link: &WrittenLink| {
        let range = link.span.range();
        Span::new(range.start + text_start..range.end + text_start)
    };
    found.extend(body.refused.iter().map(|link| refused(path, link, in_file(link))));
    let links = body.links.iter().map(|link| WrittenLink { span: in_file(link), ..link.clone() }).collect();
    let naming = body.passages.naming(body.anchors.len(), &body.footnotes);
    TextFacts {
        naming,
        anchors: packed_anchors(&body),
        enclosures: enclosures(&body),
        links,
        characters: body.characters,
        passages: body.passages.packed(body.anchors.len(), &body.footnotes, text_start),
    }
}

/// Of a withdrawn text only the files that it used are known, so that they can be held back with it.
fn withdrawn_text_facts(path: &str, file: &str, text_start: usize) -> TextFacts {
    let facts = text_facts(path, file, text_start, &NumberKinds::default(), &mut Diagnostics::default());
    TextFacts { links: facts.links, ..TextFacts::default() }
}

fn packed_anchors(body: &Body<'_>) -> Anchors {
    let footnotes: Vec<String> = (1..=body.footnotes.len()).map(|number| format!("fn_{number}")).collect();
    let anchors = body.anchors.iter().map(|id| &**id);
    Anchors::new(anchors.chain(footnotes.iter().map(String::as_str)))
}

fn enclosures(body: &Body<'_>) -> Vec<Enclosure> {
    let opening = body.outline.iter().filter(|heading| heading.level == 1);
    let enclosure = |heading: &Heading| Enclosure {
        id: heading.id.clone(),
        title: heading.text.as_str().into(),
        key: telling_key(heading_title(&heading.text)),
    };
    opening.map(enclosure).collect()
}

/// A title of up to so many characters is a short form that its own document introduces (以下简称《方案》)
/// or a heading that many documents have, so it names no text alone.
const SHORT: usize = 4;

fn telling_key(title: &str) -> Option<TitleKey> {
    let characters = title.chars().filter(|c| !c.is_whitespace()).take(SHORT + 1).count();
    (characters > SHORT).then(|| TitleKey::of(title))
}

fn refused(path: &str, link: &WrittenLink, span: Span) -> Diagnostic {
    if link.is_image {
        let message = text!("the picture `{}` would be fetched from elsewhere", link.address);
        let diagnostic = Diagnostic::new(Code::RemoteResource, path, span, message);
        diagnostic.help(text!("save it beside the document and name that file"))
    } else {
        let message = text!("`{}` does not lead to a page", link.address);
        let diagnostic = Diagnostic::new(Code::UnsafeLink, path, span, message);
        diagnostic
            .help(text!("a link begins with https:, http:, mailto: or tel:, or names a file of the archive"))
    }
}
