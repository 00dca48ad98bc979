//! Where the lines of a title may end. GB/T 9704-2012, 7.3.1: a title that is broken keeps what belongs
//! together in one line.

/// What a title is about to do with the text that it names; a line may end behind it.
const VERBS: [&str; 26] = [
    "印发", "印發", "转发", "轉發", "批转", "公布", "发布", "發布", "修改", "修正", "废止", "廢止", "同意",
    "做好", "加强", "加強", "开展", "開展", "推进", "推進", "调整", "調整", "规范", "規範", "举办", "舉辦",
];
const OPENING: [char; 4] = ['《', '「', '（', '“'];
const CLOSING: [char; 4] = ['》', '」', '）', '”'];
const PAUSES: [char; 6] = ['、', '，', '：', '；', '。', '　'];
/// Words that never begin a line of a title.
const CLINGING: [char; 4] = ['的', '等', '之', '者'];

/// The bytes of a title at which a line may end, in order.
#[must_use]
pub fn title_breaks(title: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut before = '\0';
    let mut after_verb = None;
    for (at, character) in title.char_indices() {
        let rest = &title[at..];
        let about = rest.starts_with("关于") || rest.starts_with("關於");
        if about {
            let named = &rest["关于".len()..];
            let verb = VERBS.iter().find(|verb| named.starts_with(**verb));
            let behind = verb.map_or(0, |verb| verb.len());
            // One verb of several: 废止和宣布失效.
            let one_of_several =
                named[behind..].starts_with(['和', '与', '與', '及', '或', '、', '并', '並']);
            after_verb = (!one_of_several).then_some(at + "关于".len() + behind);
        }
        let year_ends =
            before == '年' && title[..at].trim_end_matches('年').ends_with(|c: char| c.is_ascii_digit());
        let may = about
            || after_verb == Some(at)
            || OPENING.contains(&character)
            || CLOSING.contains(&before)
            || PAUSES.contains(&before)
            || year_ends;
        let clings = CLINGING.contains(&character)
            || CLOSING.contains(&character)
            || PAUSES.contains(&character)
            || OPENING.contains(&before);
        if at > 0 && may && !clings {
            breaks.push(at);
        }
        before = character;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::title_breaks;

    fn lines(title: &str) -> String {
        let mut out = title.to_owned();
        for at in title_breaks(title).into_iter().rev() {
            out.insert(at, '|');
        }
        out
    }

    #[test]
    fn a_title_is_broken_between_its_office_its_verb_and_what_it_names() {
        for expected in [
            "澜川区人民政府|关于印发|澜川区校车安全管理办法的通知",
            "澜川区人民政府|关于修改|《澜川区校车安全管理办法》的决定",
            "澜川区民政局|关于|2024年|第四季度临时救助发放情况的通报",
            "澜川区人民政府|关于印发|澜川区综合交通与公共服务发展规划|（2025—2030年）的通知",
            "关于印发|防汛工作方案的通知",
            "澜川区人民政府|关于废止和宣布失效一批行政规范性文件的决定",
            "澜川区人民政府2025年|春季森林防火令",
            "內政部令：|修正|「外國人申請作業要點」|第5點規定，|自即日生效",
            "Notice on Services for Foreign Residents",
        ] {
            assert_eq!(lines(&expected.replace('|', "")), expected);
        }
    }
}
