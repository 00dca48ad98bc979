//! What holds for any text whatever, tried on generated ones.

use proptest::prelude::*;

use super::{Extent, Options, Profile, import};

fn near_gazette() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "云溪区人民政府",
        "关于印发云溪区校车方案的通知",
        "(云政发〔2018〕8号)",
        "各镇人民政府，区政府各部门：",
        "现将《云溪区校车方案》印发给你们，请认真组织实施",
        "2018年10月8日",
        "云溪区校车方案",
        "第一章 总则",
        "一、总体要求",
        "（一）目标。做好工作。",
        "1. 甲",
        "2. 乙",
        "- 丙 **粗** [x](y)",
        "甲\t乙\t",
        "\t丙\t丁",
        "<p>戊</p>\t己",
        "组 长：张 三 区长",
        "李四 副区长",
        "附件1",
        "目 录",
        "- 关于印发云溪区校车方案的通知 1",
        "— 3 —",
        "",
        "",
        "# * _ ` < & \\ | {#a}",
        "雲溪部令",
        "中華民國103年1月2日",
        "雲字第1030000001號",
        "部　　長　李四",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

#[test]
fn nothing_is_lost_and_nothing_invented() {
    let options = ["cn", "tw"].map(|name| Options {
        profile: Profile::built_in(name).expect("built in"),
        year: None,
        issue: None,
        extent: Extent::Any,
    });
    let texts = prop_oneof![near_gazette(), "\\PC{0,200}", "[\\PC\n\t]{0,300}"];
    proptest!(ProptestConfig::with_cases(300), |(text in texts)| {
        for options in &options {
            let imported = import(&text, options);
            prop_assert!(imported.account.is_whole(), "{}: {:?}", imported.profile, imported.account);
        }
    });
}
