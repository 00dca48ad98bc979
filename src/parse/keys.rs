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
}

const fn key(name: &'static str, chinese: &'static str, meaning: &'static str) -> Key {
    Key { name, chinese, meaning }
}

/// The keys of a document.
pub const DOCUMENT: &[Key] = &[
    key("title", "标题", "the document's title"),
    key("number", "文号", "the number as printed; a list when issued jointly"),
    key("department", "发文机关", "who issued it; a list when issued jointly, the lead first"),
    key("date", "成文日期", "when it was adopted or signed"),
    key("published", "发布日期", "when it was published, if that differs from the issue's date"),
    key("effective", "施行日期", "from when it applies"),
    key("valid_years", "有效期", "for how many years it applies"),
    key("expires", "失效日期", "the last day on which it applies"),
    key("part", "栏目", "the part of the issue that it is printed in"),
    key("page", "页码", "the printed page, or a range such as 1-8"),
    key("kind", "文种", "the kind of document; read off the title when not given"),
    key("topics", "主题", "a list of topics"),
    key("recipients", "主送机关", "whom it is addressed to"),
    key("repeals", "废止", "numbers or titles of documents that it repeals"),
    key("amends", "修改", "numbers or titles of documents that it amends"),
    key("replaces", "替代", "numbers or titles of documents that it replaces"),
    key("corrects", "更正", "numbers or titles of documents that it corrects"),
    key("implements", "贯彻", "numbers or titles of documents that it implements"),
    key("forwards", "转发", "numbers or titles of documents that it forwards"),
    key("attachments", "附件", "a list of { title, file }"),
    key("index_number", "索引号", "the number in the disclosure catalogue"),
    key("aliases", "旧地址", "earlier addresses that lead here"),
    key("language", "语言", "BCP 47 tag, when it differs from the book's"),
    key("draft", "草稿", "true while it is not to be published"),
    key("withdrawn", "撤回", "{ date, reason }: leaves a page that says so, without the text"),
    key("reprint_of", "重刊自", "number or path of the document that this is a second printing of"),
    key("extra", "其他", "anything a theme may read"),
];

/// The keys of an issue.
pub const ISSUE: &[Key] = &[
    key("year", "年份", "the year; from the folder when not given"),
    key("number", "期号", "the number in the year; from the folder when not given"),
    key("total_number", "总期号", "the number counted from the first issue"),
    key("date", "出版日期", "when it was published"),
    key("title", "标题", "its title; made from the book's when not given"),
    key("pdf", "影印件", "the facsimile of the whole issue"),
    key("page_offset", "页码偏移", "how many pages the facsimile has before printed page 1"),
    key("parts", "栏目", "the order of the parts"),
];

/// The keys of a department.
pub const DEPARTMENT: &[Key] = &[
    key("title", "名称", "the department's full name"),
    key("aliases", "别名", "other names that mean it"),
    key("former", "曾用名", "a list of { name, until }"),
    key("established", "成立日期", "when it was established"),
    key("abolished", "撤销日期", "when it was abolished"),
    key("successor", "继任机关", "the department that took over its work"),
    key("order", "排序", "its place in the list of departments"),
];

/// The keys of a free page.
pub const PAGE: &[Key] =
    &[key("title", "标题", "the page's title"), key("order", "排序", "its place in the site's foot")];

/// The keys of an attachment.
pub const ATTACHMENT: &[Key] = &[
    key("title", "标题", "what the attachment is called"),
    key("file", "文件", "the file beside the document"),
];

/// The keys of a withdrawal.
pub const WITHDRAWAL: &[Key] =
    &[key("date", "日期", "when it was withdrawn"), key("reason", "原因", "why it was withdrawn")];

/// The keys of a department's earlier name.
pub const FORMER_NAME: &[Key] =
    &[key("name", "名称", "the earlier name"), key("until", "截至", "the last day of that name")];

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
