//! The keys of front matter, in both languages: the one list that reading, help and schema share.

/// A key, with its Chinese name and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name in English, under which the program knows it.
    pub name: &'static str,
    /// The name in Chinese, which means the same.
    pub chinese: &'static str,
    /// What it says, for help and for editors.
    pub meaning: &'static str,
    /// The same in Chinese.
    pub chinese_meaning: &'static str,
    /// What its value looks like. It is read so and in no other way: see [`Shape::is_read_as`].
    pub shape: Shape,
}

/// What the value of a key looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A date in any of its forms.
    Date,
    /// Yes or no.
    Flag,
    /// A number of years: `5`, `5年`, `五年`.
    Years,
    /// A printed page or a range of them.
    Pages,
    /// A number from 0.
    Count,
    /// A number that may be below 0.
    Whole,
    /// The number of an issue: `10`, `增刊1`.
    IssueNumber,
    /// A small mapping with these keys.
    Mapping(&'static [Key]),
    /// A list of small mappings with these keys, or one alone.
    Mappings(&'static [Key]),
    /// Any data.
    Anything,
}

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As one text.
    Text,
    /// As a list of texts.
    Texts,
    /// As something with a written form of its own.
    Parsed,
    /// As a date.
    Date,
    /// As yes or no.
    Flag,
    /// As mappings.
    Mappings,
    /// As it is.
    Json,
}

impl Shape {
    /// Whether values that look like this are read in that way. Reading asserts it, so that what the
    /// schema tells editors cannot drift from what is read.
    #[must_use]
    pub fn is_read_as(self, reading: Reading) -> bool {
        let own = match self {
            Self::Text | Self::Pages => Reading::Text,
            Self::Texts => Reading::Texts,
            Self::Date => Reading::Date,
            Self::Flag => Reading::Flag,
            Self::Years | Self::Count | Self::Whole | Self::IssueNumber => Reading::Parsed,
            Self::Mapping(_) | Self::Mappings(_) => Reading::Mappings,
            Self::Anything => Reading::Json,
        };
        own == reading
    }
}

const fn key(
    name: &'static str,
    chinese: &'static str,
    shape: Shape,
    meaning: &'static str,
    chinese_meaning: &'static str,
) -> Key {
    Key { name, chinese, meaning, chinese_meaning, shape }
}

/// The keys of a document.
pub const DOCUMENT: &[Key] = &[
    key("title", "标题", Shape::Text, "the document's title", "公文的标题"),
    key(
        "number",
        "文号",
        Shape::Texts,
        "the number as printed; a list when issued jointly",
        "文号，照印刷的样子写；联合行文写成列表",
    ),
    key(
        "department",
        "发文机关",
        Shape::Texts,
        "who issued it; a list when issued jointly, the lead first",
        "发文机关；联合行文写成列表，主办机关在前",
    ),
    key("date", "成文日期", Shape::Date, "when it was adopted or signed", "通过或者签发的日期"),
    key(
        "published",
        "发布日期",
        Shape::Date,
        "when it was published, if that differs from the issue's date",
        "发布日期，与公报的出版日期不同时才写",
    ),
    key("effective", "施行日期", Shape::Date, "from when it applies", "自何日起施行"),
    key("valid_years", "有效期", Shape::Years, "for how many years it applies", "有效期的年数"),
    key("expires", "失效日期", Shape::Date, "the last day on which it applies", "施行的最后一日"),
    key("part", "栏目", Shape::Text, "the part of the issue that it is printed in", "刊登在本期的哪个栏目"),
    key(
        "page",
        "页码",
        Shape::Pages,
        "the printed page, or a range such as 1-8",
        "印刷的页码，一页或者一个范围，如 1-8",
    ),
    key(
        "kind",
        "文种",
        Shape::Text,
        "the kind of document; read off the title when not given",
        "文种；省略时从标题读出",
    ),
    key("topics", "主题", Shape::Texts, "a list of topics", "主题的列表"),
    key("recipients", "主送机关", Shape::Text, "whom it is addressed to", "主送机关"),
    key(
        "repeals",
        "废止",
        Shape::Texts,
        "numbers or titles of documents that it repeals",
        "废止的公文：文号或者标题",
    ),
    key(
        "amends",
        "修改",
        Shape::Texts,
        "numbers or titles of documents that it amends",
        "修改的公文：文号或者标题",
    ),
    key(
        "replaces",
        "替代",
        Shape::Texts,
        "numbers or titles of documents that it replaces",
        "替代的公文：文号或者标题",
    ),
    key(
        "corrects",
        "更正",
        Shape::Texts,
        "numbers or titles of documents that it corrects",
        "更正的公文：文号或者标题",
    ),
    key(
        "implements",
        "贯彻",
        Shape::Texts,
        "numbers or titles of documents that it implements",
        "贯彻的公文：文号或者标题",
    ),
    key(
        "forwards",
        "转发",
        Shape::Texts,
        "numbers or titles of documents that it forwards",
        "转发的公文：文号或者标题",
    ),
    key(
        "attachments",
        "附件",
        Shape::Mappings(ATTACHMENT),
        "a list of { title, file }",
        "附件的列表，每项 { 标题, 文件 }",
    ),
    key(
        "index_number",
        "索引号",
        Shape::Text,
        "the number in the disclosure catalogue",
        "信息公开目录的索引号",
    ),
    key("aliases", "旧地址", Shape::Texts, "earlier addresses that lead here", "通到本页的旧地址"),
    key(
        "language",
        "语言",
        Shape::Text,
        "BCP 47 tag, when it differs from the book's",
        "本文的语言（BCP 47），与全书不同时才写",
    ),
    key("draft", "草稿", Shape::Flag, "true while it is not to be published", "草稿，暂不发布"),
    key(
        "withdrawn",
        "撤回",
        Shape::Mapping(WITHDRAWAL),
        "{ date, reason }: leaves a page that says so, without the text",
        "{ 日期, 原因 }：只留一页说明，不再发布正文",
    ),
    key(
        "declassified",
        "解密日期",
        Shape::Date,
        "when it was declassified: a text with a secrecy mark is refused without it",
        "解密的日期；正文有密级标志而没有写这一项的，不予发布",
    ),
    key(
        "reprint_of",
        "重刊自",
        Shape::Text,
        "number or path of the document that this is a second printing of",
        "本文是哪一件的再次刊登：文号或者路径",
    ),
    key("extra", "其他", Shape::Anything, "anything a theme may read", "供主题使用的其他数据"),
];

/// The keys of an issue.
pub const ISSUE: &[Key] = &[
    key("year", "年份", Shape::Count, "the year; from the folder when not given", "年份；省略时取文件夹的"),
    key(
        "number",
        "期号",
        Shape::IssueNumber,
        "the number in the year; from the folder when not given",
        "年内期号；省略时取文件夹的",
    ),
    key(
        "total_number",
        "总期号",
        Shape::Count,
        "the number counted from the first issue",
        "自创刊起的总期号",
    ),
    key("date", "出版日期", Shape::Date, "when it was published", "出版日期"),
    key(
        "title",
        "标题",
        Shape::Text,
        "its title; made from the book's when not given",
        "本期的标题；省略时由公报名称得出",
    ),
    key("pdf", "影印件", Shape::Text, "the facsimile of the whole issue", "整期影印件的文件"),
    key(
        "page_offset",
        "页码偏移",
        Shape::Whole,
        "how many pages the facsimile has before printed page 1",
        "影印件在印刷的第1页之前有几页",
    ),
    key("parts", "栏目", Shape::Texts, "the order of the parts", "栏目的先后"),
];

/// The keys of a department.
pub const DEPARTMENT: &[Key] = &[
    key("title", "名称", Shape::Text, "the department's full name", "机关的全称"),
    key("aliases", "别名", Shape::Texts, "other names that mean it", "指同一机关的其他名称"),
    key(
        "former",
        "曾用名",
        Shape::Mappings(FORMER_NAME),
        "a list of { name, until }",
        "曾用名的列表，每项 { 名称, 截至 }",
    ),
    key("established", "成立日期", Shape::Date, "when it was established", "成立日期"),
    key("abolished", "撤销日期", Shape::Date, "when it was abolished", "撤销日期"),
    key("successor", "继任机关", Shape::Text, "the department that took over its work", "接续其工作的机关"),
    key("order", "排序", Shape::Count, "its place in the list of departments", "在机关列表中的次序"),
];

/// The keys of a free page.
pub const PAGE: &[Key] = &[
    key("title", "标题", Shape::Text, "the page's title", "页面的标题"),
    key("order", "排序", Shape::Count, "its place in the site's foot", "在页脚中的次序"),
];

/// The keys of an attachment.
pub const ATTACHMENT: &[Key] = &[
    key("title", "标题", Shape::Text, "what the attachment is called", "附件的名称"),
    key("file", "文件", Shape::Text, "the file beside the document", "公文旁边的文件"),
];

/// The keys of a withdrawal.
pub const WITHDRAWAL: &[Key] = &[
    key("date", "日期", Shape::Date, "when it was withdrawn", "撤回的日期"),
    key("reason", "原因", Shape::Text, "why it was withdrawn", "撤回的原因"),
];

/// The keys of a department's earlier name.
pub const FORMER_NAME: &[Key] = &[
    key("name", "名称", Shape::Text, "the earlier name", "曾用名"),
    key("until", "截至", Shape::Date, "the last day of that name", "使用此名的最后一日"),
];

/// The key that a name in either language means.
#[must_use]
pub fn find(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.name == name || key.chinese == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_keys() {
        for keys in [DOCUMENT, ISSUE, DEPARTMENT, PAGE, ATTACHMENT, WITHDRAWAL, FORMER_NAME] {
            let mut names: Vec<&str> = keys.iter().flat_map(|key| [key.name, key.chinese]).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all);
        }
    }
}
