//! The keys of book.toml: the one list that reading, help and schema share.

use crate::diagnostics::{Code, Severity};

/// A table of book.toml.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableKeys {
    /// Its name.
    pub name: &'static str,
    /// Whether it may stand there several times, as `[[name]]`.
    pub many: bool,
    /// What it is about.
    pub meaning: &'static str,
    /// The same in Chinese.
    pub chinese_meaning: &'static str,
    /// Its keys.
    pub settings: &'static [Setting],
}

/// A key of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub name: &'static str,
    /// What its value looks like. It is read so and in no other way: see [`Shape::is_read_as`].
    pub shape: Shape,
    /// Whether the table makes no sense without it.
    pub required: bool,
    /// What it says.
    pub meaning: &'static str,
    /// The same in Chinese.
    pub chinese_meaning: &'static str,
}

/// What the value of a setting looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of codes of warnings.
    Warnings,
    /// Yes or no.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Yes, no, or one of these words.
    FlagOrWord(&'static [&'static str]),
}

/// How a setting is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As one text.
    Text,
    /// As a list of texts.
    Texts,
    /// As yes or no.
    Flag,
    /// As a word or a flag.
    Word,
}

impl Shape {
    /// Whether values that look like this are read in that way. Reading asserts it, so that what the
    /// schema tells editors cannot drift from what is read.
    #[must_use]
    pub fn is_read_as(self, reading: Reading) -> bool {
        match self {
            Self::Text => reading == Reading::Text,
            Self::Texts | Self::Warnings => reading == Reading::Texts,
            Self::Flag => reading == Reading::Flag,
            Self::Word(_) | Self::FlagOrWord(_) => reading == Reading::Word,
        }
    }
}

const fn setting(
    name: &'static str,
    shape: Shape,
    meaning: &'static str,
    chinese_meaning: &'static str,
) -> Setting {
    Setting { name, shape, required: false, meaning, chinese_meaning }
}

const fn required(name: &'static str, meaning: &'static str, chinese_meaning: &'static str) -> Setting {
    Setting { name, shape: Shape::Text, required: true, meaning, chinese_meaning }
}

/// The tables, in the order in which they are usually written.
pub const TABLES: &[TableKeys] = &[
    TableKeys {
        name: "book",
        many: false,
        meaning: "what the gazette is called, and who stands behind it",
        chinese_meaning: "公报的名称和主办者",
        settings: &[
            required("title", "the gazette's name", "公报的名称"),
            setting(
                "language",
                Shape::Text,
                "BCP 47 tag of the text's language, such as zh-Hans",
                "正文的语言（BCP 47），如 zh-Hans",
            ),
            setting("publisher", Shape::Text, "who publishes it", "主办单位"),
            setting(
                "description",
                Shape::Text,
                "one or two sentences for the home page",
                "首页上的一两句说明",
            ),
            setting("base_url", Shape::Text, "the address of the published site", "网站发布后的地址"),
            setting(
                "legal_value",
                Shape::Word(&["official", "authoritative", "reproduction"]),
                "what the published text is worth in law",
                "所发布文本的法律效力",
            ),
            setting(
                "site_id",
                Shape::Text,
                "the ten digits that identify a government site",
                "政府网站标识码，十位数字",
            ),
        ],
    },
    TableKeys {
        name: "build",
        many: false,
        meaning: "where things are, and how the archive is built",
        chinese_meaning: "文件的位置和生成的方式",
        settings: &[
            setting("content", Shape::Text, "the folder of the sources", "源文件的文件夹"),
            setting("output", Shape::Text, "the folder of the built archive", "生成的网站的文件夹"),
            setting("theme", Shape::Text, "the theme: a folder in themes/", "主题：themes/ 下的文件夹"),
            setting("drafts", Shape::Flag, "whether drafts are published", "是否发布草稿"),
            setting("minify", Shape::FlagOrWord(&["theme", "pages"]), "what is made smaller", "压缩什么"),
            setting(
                "whole_issues",
                Shape::Flag,
                "whether each issue has a page to be printed whole",
                "每期是否有一页全文供打印",
            ),
        ],
    },
    TableKeys {
        name: "check",
        many: false,
        meaning: "what is looked for, and what is not shown",
        chinese_meaning: "检查什么，不显示什么",
        settings: &[
            setting("silence", Shape::Warnings, "warnings that are not shown", "不显示的警告"),
            setting(
                "house_style",
                Shape::Word(&["gbt-9704", "none"]),
                "the style that documents are checked for",
                "按哪种格式标准检查",
            ),
            setting(
                "house_style_since",
                Shape::Text,
                "documents from before this day are left alone",
                "早于这一日的公文不检查格式",
            ),
        ],
    },
    TableKeys {
        name: "export",
        many: false,
        meaning: "what is made besides the pages",
        chinese_meaning: "网页之外还生成什么",
        settings: &[
            setting(
                "metadata",
                Shape::Flag,
                "what machines read in the head of each page",
                "每页头部供机器读取的数据",
            ),
            setting(
                "catalogue",
                Shape::Flag,
                "the list of all documents as JSON and CSV",
                "全部公文的目录（JSON、CSV）",
            ),
            setting("full_text", Shape::Flag, "the texts of a year, a line each", "按年的全文，每行一件"),
            setting("markdown", Shape::Flag, "each document as Markdown", "每件公文的 Markdown"),
            setting("json", Shape::Flag, "each document as JSON", "每件公文的 JSON"),
            setting(
                "akoma_ntoso",
                Shape::Flag,
                "each document and issue as Akoma Ntoso",
                "每件公文、每期的 Akoma Ntoso",
            ),
            setting("epub", Shape::Flag, "each issue as a book", "每期的电子书"),
            setting("feeds", Shape::Flag, "what is new, for feed readers", "供订阅的更新"),
            setting(
                "sitemap",
                Shape::Flag,
                "the list of all pages for search engines",
                "供搜索引擎的网页清单",
            ),
            setting("robots", Shape::Flag, "what search engines may visit", "搜索引擎可以访问什么"),
            setting("opensearch", Shape::Flag, "how a browser looks up a document", "浏览器怎样查找公文"),
            setting(
                "manifest",
                Shape::Flag,
                "how a telephone puts the site beside its programs",
                "手机怎样把网站放在桌面",
            ),
            setting(
                "authority",
                Shape::Text,
                "who names things, and since when: gazette.example,2026",
                "命名者和起始年份：gazette.example,2026",
            ),
            setting(
                "jurisdiction",
                Shape::Text,
                "whose law it is: an ISO 3166 code, such as cn-330199",
                "法域：ISO 3166 代码，如 cn-330199",
            ),
        ],
    },
    TableKeys {
        name: "search",
        many: false,
        meaning: "searching the archive",
        chinese_meaning: "检索",
        settings: &[setting("enabled", Shape::Flag, "whether the archive can be searched", "网站能不能检索")],
    },
    TableKeys {
        name: "serve",
        many: false,
        meaning: "the preview",
        chinese_meaning: "预览",
        settings: &[setting(
            "editor",
            Shape::Text,
            "the address that opens an editor, with {path}, {line} and {column}",
            "打开编辑器的地址，其中写 {path}、{line}、{column}",
        )],
    },
    TableKeys {
        name: "series",
        many: true,
        meaning: "a register of document numbers",
        chinese_meaning: "一种机关代字的登记",
        settings: &[
            required(
                "prefix",
                "the letters before the year, such as 云政发",
                "年份之前的机关代字，如 云政发",
            ),
            setting(
                "department",
                Shape::Text,
                "the department that keeps the register",
                "使用这种代字的机关",
            ),
            setting(
                "coverage",
                Shape::Word(&["complete", "selective", "unknown"]),
                "how much of the register the gazette prints",
                "公报刊登的范围",
            ),
            setting(
                "slug",
                Shape::Text,
                "the register's part of an address: a to z, digits, -",
                "网址的一部分：小写字母、数字和 -",
            ),
            setting(
                "aliases",
                Shape::Texts,
                "other prefixes that mean this register",
                "归入同一登记的其他写法",
            ),
        ],
    },
    TableKeys {
        name: "citation",
        many: true,
        meaning: "a kind of document numbers for other jurisdictions",
        chinese_meaning: "其他法域的一种文号",
        settings: &[
            setting("name", Shape::Text, "its name", "名称"),
            required("pattern", "a regular expression with named groups", "带有名称的组的正则表达式"),
            required(
                "key",
                "the normalised number, the names of groups in braces",
                "统一后的号码，花括号里写组的名称",
            ),
        ],
    },
];

/// The table of a name.
pub(super) fn table(name: &str) -> Option<&'static TableKeys> {
    TABLES.iter().find(|table| table.name == name)
}

/// The names of a table's keys.
pub(super) fn names(table: &str) -> Vec<&'static str> {
    self::table(table)
        .map_or_else(Vec::new, |table| table.settings.iter().map(|setting| setting.name).collect())
}

/// The words of the warnings that can be silenced.
#[must_use]
pub fn warnings() -> Vec<&'static str> {
    Code::ALL.iter().filter(|code| code.severity() == Severity::Warning).map(|code| code.word()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Artefact;

    #[test]
    fn what_can_be_switched_is_what_is_made() {
        let keys = names("export");
        assert!(Artefact::ALL.iter().all(|artefact| keys.contains(&artefact.key())));
    }
}
