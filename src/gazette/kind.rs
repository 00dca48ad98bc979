//! Kinds of documents (文种) and of the texts that they carry, read off titles.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::characters::{is_blank, is_closing, is_opening, trim};

/// What a document is: 通知, 意见, 办法, 公告. Any text may be a kind; [`Kind::from_title`] knows the
/// usual ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Kind(Box<str>);

/// The 15 kinds of 《党政机关公文处理工作条例》 article 8, with the shapes they take at the end of a title
/// (复函 is a 函) and in traditional characters.
const GENRES: &[&str] = &[
    "决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "函", "纪要", "決議", "決定", "公報", "意見", "通報", "報告", "請示", "批復", "議案", "紀要",
    "書函",
];

/// Texts that a document carries or enacts. Article 8 does not name them: its list is of carriers.
const INSTRUMENTS: &[&str] = &[
    "条例",
    "规定",
    "办法",
    "细则",
    "规程",
    "规则",
    "规划",
    "方案",
    "纲要",
    "计划",
    "标准",
    "目录",
    "预案",
    "解读",
    "说明",
    "要点",
    "名单",
    "法",
    "解释",
    "章程",
    "制度",
    "准则",
    "通则",
    "守则",
    "规范",
    "指南",
    "指引",
    "清单",
    "名录",
    "措施",
    "答复",
    "讲话",
    "建议",
    "协议",
    "公约",
    "宣言",
    "倡议书",
    "倡议",
    "须知",
    "公示",
    "简报",
    "年报",
    "白皮书",
    "任免",
    "分解表",
    "一览表",
    "明细表",
    "统计表",
    "时间表",
    "大事记",
    "修正案",
    "草案",
    "总结",
    "安排",
    "分工",
    "布局",
    "决算",
    "预算",
    "简介",
    "问答",
    "辦法",
    "要點",
    "規則",
    "細則",
    "條例",
    "規定",
    "規程",
    "規劃",
    "綱要",
    "計畫",
    "標準",
    "準則",
    "通則",
    "目錄",
    "說明",
    "須知",
    "注意事項",
    "事项",
    "事項",
    "注意事项",
    "原則",
    "原则",
    "基準",
    "基准",
    "名單",
    "解釋",
    "守則",
    "規範",
    "清單",
    "措施",
    "協定",
    "一覽表",
    "編制表",
    "组织法",
    "组织规程",
    "組織規程",
    "組織法",
    "法典",
    "汇报",
    "彙報",
    "指标",
    "指標",
    "基準表",
    "基准表",
];

/// The ends of names that Taiwan gives to enactments and to the lists that go with them: 中央法規標準法
/// articles 2 and 3, and what is usual below these.
const ENACTMENTS: &[&str] = &[
    "條例",
    "通則",
    "規程",
    "規則",
    "細則",
    "辦法",
    "綱要",
    "標準",
    "準則",
    "要點",
    "規定",
    "規範",
    "須知",
    "注意事項",
    "原則",
    "基準",
    "基準表",
    "編制表",
    "一覽表",
    "名單",
];

/// Verbs by which one document carries another, as printed.
const CARRIER_VERBS: &[&str] =
    &["印发", "转发", "批转", "发布", "公布", "印發", "轉發", "批轉", "發布", "發佈", "公佈"];

impl Kind {
    /// The kind of this name.
    pub fn new(text: &str) -> Self {
        Self(trim(text).into())
    }

    /// The kind that a title ends with, as printed; what stands in brackets after it (（试行）,
    /// （2018年修订）, （1）) is passed over. In Taiwan the kind stands in front, after the issuer and
    /// before a colon (云溪部令：修正…). `None` where the title names none that is known.
    pub fn from_title(title: &str) -> Option<Self> {
        let in_front = title.split_once(['：', ':']).and_then(|(head, _)| {
            ["令", "公告", "書函", "函"].into_iter().find(|kind| trim(head).ends_with(kind))
        });
        let kind = in_front.or_else(|| longest_ending(bare_end(title)))?;
        Some(Self(kind.into()))
    }

    /// Whether it is one of the 15 kinds of 《党政机关公文处理工作条例》 article 8, in simplified or
    /// traditional characters.
    pub fn is_genre(&self) -> bool {
        GENRES.contains(&self.as_str())
    }

    /// The name: 通知.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The verb by which a document carries another, as printed: 印发 in 关于印发《…》的通知. `None` where the
/// title does not say that it carries one: 信息发布管理办法 publishes nothing.
pub fn carrier_verb(title: &str) -> Option<&'static str> {
    let title_mark = title.find(['《', '「']).unwrap_or(title.len());
    let head = title[..title_mark].replace(is_blank, "");
    let carrier = longest_ending(bare_end(title)).is_some_and(|kind| GENRES.contains(&kind));
    if !carrier && title_mark == title.len() {
        return None;
    }
    let (_, verb) = CARRIER_VERBS
        .iter()
        .filter_map(|verb| head.find(verb).map(|at| (at, *verb)))
        .filter(|(at, verb)| carries(&head[..*at], verb))
        .min()?;
    Some(verb)
}

/// A verb carries when 关于, a colon or nothing stands before it. 转发 and 批转 also follow the issuer's
/// name.
fn carries(before: &str, verb: &str) -> bool {
    let named = before.is_empty() || ["关于", "關於", "：", ":"].iter().any(|word| before.ends_with(word));
    let after_issuer = matches!(verb, "转发" | "批转" | "轉發" | "批轉")
        && before.ends_with(['院', '厅', '廳', '府', '部', '局', '委', '会', '會', '办', '室', '署']);
    named || after_issuer
}

/// Whether a text ends like the name of an enactment of Taiwan.
pub(super) fn ends_like_enactment(text: &str) -> bool {
    let end = if text.ends_with(is_closing) { bare_end(text) } else { text };
    ENACTMENTS.iter().any(|kind| end.ends_with(kind))
}

/// The title without brackets at its end, closing marks, and stops.
fn bare_end(title: &str) -> &str {
    let mut title = title;
    loop {
        let shorter = trim(title.trim_end_matches(['。', '》', '」', '』', '”', '"', '．']));
        let shorter = if shorter.ends_with(is_closing) { without_last_bracket(shorter) } else { shorter };
        if shorter.len() == title.len() {
            return title;
        }
        title = shorter;
    }
}

/// Cuts the bracket that the title ends with, the brackets inside it included.
fn without_last_bracket(title: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in title.char_indices().rev() {
        if is_closing(c) {
            depth += 1;
        } else if is_opening(c) {
            depth -= 1;
            if depth == 0 {
                return &title[..at];
            }
        }
    }
    title
}

fn longest_ending(text: &str) -> Option<&'static str> {
    GENRES
        .iter()
        .chain(INSTRUMENTS)
        .filter(|kind| text.ends_with(**kind))
        .max_by_key(|kind| kind.len())
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(title: &str) -> Option<String> {
        Kind::from_title(title).map(|kind| kind.to_string())
    }

    #[test]
    fn a_title_ends_with_its_kind() {
        for (title, expected) in [
            ("关于推进某事的实施意见", "意见"),
            ("关于印发《某办法》的通知", "通知"),
            ("关于张三等任免职务的通知", "通知"),
            ("云溪区人民政府令", "令"),
            ("关于某事的复函", "函"),
            ("云溪区某管理办法", "办法"),
            ("云溪区某应急预案", "预案"),
            ("某某组织法", "组织法"),
            ("主要任务分解表", "分解表"),
            ("某作業要點", "要點"),
            ("云溪縣某自治條例", "條例"),
        ] {
            assert_eq!(kind(title).as_deref(), Some(expected), "{title}");
        }
    }

    #[test]
    fn brackets_after_the_kind_are_passed_over() {
        for title in [
            "某办法（试行）",
            "某办法(2018年修订)",
            "某办法（试行）（1）",
            "《某办法》",
            "某办法（云政发〔2018〕8号）",
            "某办法 （试行） ",
        ] {
            assert_eq!(kind(title).as_deref(), Some("办法"), "{title}");
        }
    }

    #[test]
    fn a_taiwanese_title_names_its_kind_before_the_colon() {
        assert_eq!(kind("云溪部令：修正「某辦法」第5條條文").as_deref(), Some("令"));
        assert_eq!(kind("云溪部公告：預告訂定「某要點」").as_deref(), Some("公告"));
        assert_eq!(kind("一图读懂：关于某事的意见").as_deref(), Some("意见"));
    }

    #[test]
    fn a_title_without_a_known_kind_has_none() {
        for title in ["", "（试行）", "Notice of Intent", "2018年大事", "）", "》"] {
            assert_eq!(kind(title), None, "{title}");
        }
    }

    #[test]
    fn the_carriers_of_article_8_are_told_from_what_they_carry() {
        assert!(Kind::new("通知").is_genre() && Kind::new("決定").is_genre());
        assert!(!Kind::new("办法").is_genre());
    }

    #[test]
    fn a_carrier_says_by_which_verb_it_carries() {
        for (title, expected) in [
            ("关于印发《某办法》的通知", Some("印发")),
            ("云溪区人民政府关于公布某目录的通知", Some("公布")),
            ("国务院批转某部关于某事报告的通知", Some("批转")),
            ("云溪区政府办公室转发区某局关于某事意见的通知", Some("转发")),
            ("關於轉發「某要點」的函", Some("轉發")),
            ("某信息发布管理办法", None),
            ("关于公布某信息的若干规定", None),
            ("云溪部令：發布「某辦法」", Some("發布")),
            ("关于加强信息公布工作的意见", None),
            ("关于修改《印发管理办法》的决定", None),
        ] {
            assert_eq!(carrier_verb(title), expected, "{title}");
        }
    }
}
