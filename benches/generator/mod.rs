//! A seeded archive of any size: the same on every machine. The sentences are made of parts; they
//! read like official prose and mean nothing.

use std::fmt::Write;
use std::path::Path;

const WHO: &[&str] =
    &["各镇人民政府", "区政府各部门", "各有关单位", "各街道办事处", "区属各企业", "各中小学校"];
const HOW: &[&str] =
    &["要切实加强", "应当按照职责做好", "要统筹推进", "应当依法规范", "要进一步完善", "应当如实记录"];
const WHAT: &[&str] = &[
    "基本养老服务",
    "校车安全管理",
    "农村公路养护",
    "防汛抗旱准备",
    "食品安全抽检",
    "档案征集保管",
    "冬春火灾防控",
    "政务公开工作",
    "河湖巡查保护",
    "设施蔬菜生产",
    "义务教育招生",
    "停车收费秩序",
];
const THEN: &[&str] = &[
    "，明确责任人员，按月报送进展情况。",
    "，发现问题及时整改，重大事项随时报告。",
    "，所需经费列入年度预算。",
    "，结果向社会公布，接受群众监督。",
    "，并于每年年底前进行评估。",
    "，具体办法另行制定。",
];
const DEPARTMENTS: &[&str] = &[
    "云溪区人民政府",
    "云溪区人民政府办公室",
    "云溪区教育局",
    "云溪区民政局",
    "云溪区财政局",
    "云溪区水务局",
    "云溪区交通运输局",
    "云溪区卫生健康局",
    "云溪区应急管理局",
    "云溪区市场监督管理局",
    "云溪区农业农村局",
];
const SERIES: &[&str] = &[
    "云政发",
    "云政办发",
    "云教发",
    "云民发",
    "云财发",
    "云水发",
    "云交发",
    "云卫发",
    "云应急发",
    "云市监发",
    "云农发",
];
const KINDS: &[&str] = &["意见", "通知", "决定", "公告", "批复", "办法"];
const NUMERALS: &[&str] = &["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// Documents in an issue, and issues in a year until there would be too many years.
const PER_ISSUE: usize = 12;
const ISSUES_A_YEAR: usize = 12;
const YEARS: usize = 25;

/// A small generator (Marsaglia's xorshift): good enough for text, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Writes an archive of so many documents.
pub fn write(root: &Path, documents: usize) {
    let put = |path: &str, text: &str| {
        let place = root.join(path);
        std::fs::create_dir_all(place.parent().expect("every file has a folder"))
            .expect("the folder can be made");
        std::fs::write(place, text).expect("the folder can be written");
    };
    put("book.toml", "[book]\ntitle = \"云溪区人民政府公报\"\npublisher = \"云溪区人民政府办公室\"\n");
    let issues = documents.div_ceil(PER_ISSUE);
    let a_year = issues.div_ceil(YEARS).max(ISSUES_A_YEAR);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut cited: Vec<String> = Vec::new();
    for index in 0..documents {
        let (issue, place) = (index / PER_ISSUE, index % PER_ISSUE + 1);
        let (year, number) = (2001 + issue / a_year, issue % a_year + 1);
        if place == 1 {
            put(
                &format!("content/{year}/{number:02}/issue.md"),
                &format!("---\ndate: {year}-{:02}-28\n---\n", number % 12 + 1),
            );
        }
        let who = random.below(DEPARTMENTS.len());
        let name = format!("{}〔{year}〕{}号", SERIES[who], index % (a_year * PER_ISSUE) + 1);
        let title = format!("关于{}工作的{}（{index}）", random.pick(WHAT), random.pick(KINDS));
        let text = document(&mut random, &cited, &title, &name, who, year, number, place);
        put(&format!("content/{year}/{number:02}/{place:02}.md"), &text);
        if cited.len() < 5_000 {
            cited.push(format!("《{title}》（{name}）"));
        } else {
            let old = random.below(cited.len());
            cited[old] = format!("《{title}》（{name}）");
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a document is made of all these")]
fn document(
    random: &mut Random,
    cited: &[String],
    title: &str,
    name: &str,
    who: usize,
    year: usize,
    number: usize,
    place: usize,
) -> String {
    let mut text = format!(
        "---\ntitle: {title}\nnumber: {name}\ndepartment: {}\ndate: {year}-{:02}-{:02}\npage: {}\ntopics: [{}]\n---\n\n",
        DEPARTMENTS[who],
        number % 12 + 1,
        place * 2 + 1,
        (place - 1) * 8 + 1,
        WHAT[who],
    );
    for section in &NUMERALS[..4 + random.below(5)] {
        let _ = writeln!(text, "## {}、{}\n", section, random.pick(WHAT));
        for part in &NUMERALS[..1 + random.below(4)] {
            if random.below(5) < 2 {
                let _ = writeln!(text, "### （{}）{}\n", part, random.pick(WHAT));
            }
            for _ in 0..3 + random.below(6) {
                text.extend([random.pick(WHO), random.pick(HOW), random.pick(WHAT), random.pick(THEN)]);
            }
            if !cited.is_empty() && random.below(6) == 0 {
                let _ = write!(text, "按照{}要求执行。", cited[random.below(cited.len())]);
            }
            text.push_str("\n\n");
        }
    }
    text.push_str("| 任务 | 期限 | 责任单位 |\n|---|---|---|\n");
    for _ in 0..3 + random.below(6) {
        let _ = writeln!(
            text,
            "| {} | {}月底 | {} |",
            random.pick(WHAT),
            1 + random.below(12),
            random.pick(DEPARTMENTS)
        );
    }
    text
}
