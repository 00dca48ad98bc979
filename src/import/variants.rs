//! Simplified and traditional characters in patterns: mainland gazettes were set in traditional ones
//! until 1956, so a pattern written in either matches both.

/// Characters of official language in both forms, the simplified ones first.
const PAIRS: &str = "关關于於发發布佈转轉颁頒决決议議报報复復条條细細则則办辦规規国國务務员員会會厅廳级級项項节節编編号號长長\
县縣区區总總处處机機设設战戰农農业業产產标標准準说說训訓师師书書记記经經济濟银銀学學医醫卫衛队隊团團党黨军軍联聯协協\
纪紀单單图圖类類证證讲講请請调調负負责責财財货貨贸貿费費资資录錄录録动動实實划劃乡鄉镇鎮废廢订訂补補华華释釋网網页頁\
届屆术術众眾体體预預范範则則约約导導检檢验驗纲綱针針计計领領导導东東爱愛园園审審对對开開权權确確组組织織统統达達\
边邊质質选選里裡门門间間题題馆館龙龍论論评評语語该該诉訴词詞译譯话話详詳请請谈談贯貫贸貿进進远遠违違连連迁遷运運还還\
这這过過释釋鉴鑑钟鐘铁鐵销銷锁鎖键鍵闻聞阅閱队隊阶階际際陆陸险險随隨难難项項须須顾顧顿頓预預飞飛馆館驻駐验驗鲁魯兹茲现現将將粮糧暂暫称稱权權为為与與无無数數";

/// A pattern in which every character that has a counterpart matches it too.
pub fn both(pattern: &str) -> String {
    let pairs: Vec<char> = PAIRS.chars().collect();
    let counterpart = |c: char| {
        let found = pairs.chunks_exact(2).find(|pair| pair[0] == c || pair[1] == c)?;
        Some(if found[0] == c { found[1] } else { found[0] })
    };
    let mut result = String::with_capacity(pattern.len() * 2);
    let (mut escaped, mut in_class) = (false, false);
    for c in pattern.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        match counterpart(c) {
            Some(other) if in_class => result.extend([c, other]),
            Some(other) => result.extend(['[', c, other, ']']),
            None => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_both_scripts() {
        assert_eq!(both("^关于[\\]条].(?<a>x)$"), "^[关關][于於][\\]条條].(?<a>x)$");
    }

    #[test]
    fn each_character_has_its_counterpart() {
        assert_eq!(PAIRS.chars().count() % 2, 0);
        assert!(PAIRS.chars().all(|c| !c.is_ascii() && !c.is_whitespace()));
    }
}
