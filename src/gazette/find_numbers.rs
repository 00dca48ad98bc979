//! Finds document numbers in running text.

use std::ops::Range;

use super::characters::{is_closing, is_opening, trim};
use super::number::{DocumentNumber, NumberForm};
use super::number_lists::{is_joint, spread, with_serial, with_tail};
use super::number_parse::{form_of, year_first};
use super::number_runs::Runs;
use super::number_tail::{Cursor, RANGE_MAX, Serials, Tail, TailKind, is_range, lettered_serial, read_tail};
use super::numeral::is_numeral;
use super::series::{SeriesSet, issuer_start, prefix_start};
use super::series_words::{is_court_series, is_issuing, is_organ_end};

/// The longest 代字 in characters, once the sentence is trimmed off.
const PREFIX_LENGTH_MAX: usize = 14;

/// A document number in running text, and the bytes it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundNumber {
    /// Where it stands. The second of 国发〔2018〕8号、9号 stands on 9号 alone. Numbers of one range
    /// (8—10号) share their span; no others overlap.
    pub span: Range<usize>,
    /// The number; its series, where not printed again, is carried over from the number before.
    pub number: DocumentNumber,
}

/// The document numbers in `text`, in its order, in every form of [`NumberForm`] but free ones.
///
/// Words that run into a number are trimmed by the `known` series, or by a list of usual ones. Lists
/// and ranges give each of their numbers. A year and serial with no series, and none to carry, is
/// not reported; nor are issues (总第178期), standards, cases of a court, house and telephone numbers.
/// A number of a term (第一一七号) is reported only where it has a line to itself.
pub fn find_numbers(text: &str, known: &SeriesSet) -> Vec<FoundNumber> {
    let mut finder = Finder { text, known, found: Vec::new() };
    for mark in marks(text) {
        finder.at_mark(mark);
    }
    finder.found
}

/// Whether `text` may hold a document number, whatever series are known. Never wrong when it says no.
pub fn may_hold_number(text: &str) -> bool {
    marks(text).any(|mark| {
        read_tail(text, mark.start).is_some_and(|tail| !matches!(tail.kind, TailKind::Bare { .. }))
    })
}

/// Where 号, 號 and 寻 (a usual misreading of 号) stand: one pass over their last bytes finds them all.
fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xb7, 0x9f, 0xbb, bytes).filter_map(move |last| {
        let mark = last.saturating_sub(2)..last + 1;
        let is_mark =
            matches!(&bytes[mark.clone()], [0xe5, 0x8f, 0xb7] | [0xe8, 0x99, 0x9f] | [0xe5, 0xaf, 0xbb]);
        is_mark.then_some(mark)
    })
}

struct Finder<'a> {
    text: &'a str,
    known: &'a SeriesSet,
    found: Vec<FoundNumber>,
}

/// A number that was recognised, before its serials are told apart.
struct Recognised<'a> {
    start: usize,
    end: usize,
    before: &'a str,
    issued: &'static str,
}

impl<'a> Finder<'a> {
    /// Looks back from a 号 at `mark`.
    fn at_mark(&mut self, mark: Range<usize>) {
        if self.carry_lettered(&mark) {
            return;
        }
        let Some(tail) = read_tail(self.text, mark.start) else { return };
        if tail.start < self.bound() || names_a_thing(&self.text[mark.end..]) {
            return;
        }
        let recognised = match &tail.kind {
            TailKind::Bracketed { .. } => self.prefixed(tail.start, mark.end),
            TailKind::Written { .. } => self.issued(tail.start, &mark, true),
            TailKind::Ordinal { .. } => self.issued(tail.start, &mark, false),
            TailKind::Lettered { serial } => return self.lettered(tail.start, serial, mark),
            TailKind::Bare { .. } => None,
        };
        match recognised {
            Some(recognised) => self.push_all(&tail.kind, &recognised),
            None => self.carry(&tail, mark.end),
        }
    }

    /// The end of the last number found: nothing reaches back beyond it.
    fn bound(&self) -> usize {
        self.found.last().map_or(0, |last| last.span.end)
    }

    fn runs(&self) -> Runs<'a> {
        Runs { text: self.text, bound: self.bound() }
    }

    /// Where the issuer before `end` begins.
    fn issuer_start(&self, end: usize) -> usize {
        let run = self.runs().of_issuer(end);
        run.start + issuer_start(&self.text[run.clone()], self.char_before(run.start), self.known)
    }

    /// 云政发 before 〔2018〕8号, or 云溪部公告 before 〔2018〕第1号.
    fn prefixed(&self, tail_start: usize, end: usize) -> Option<Recognised<'a>> {
        let run = self.runs().of_prefix(tail_start);
        let name = trim(&self.text[run.clone()]);
        if is_issuing(name) {
            let start = self.issuer_start(tail_start);
            return Some(Recognised { start, end, before: &self.text[start..tail_start], issued: "" });
        }
        let start =
            run.start + prefix_start(&self.text[run.clone()], self.char_before(run.start), self.known);
        let before = trim(&self.text[start..tail_start]);
        let length = before.chars().count();
        // A single character is a series between the brackets of the standard (法〔1998〕86号), but
        // before others it is more often a word.
        let clear = length > 1 || !self.text[tail_start..].starts_with(['(', '（']);
        (clear && (1..=PREFIX_LENGTH_MAX).contains(&length)).then_some(Recognised {
            start,
            end,
            before,
            issued: "",
        })
    }

    /// 市政府令 before 第331号, 公告 before 2019年第1号, and both before 第69号令.
    fn issued(&self, tail_start: usize, mark: &Range<usize>, dated: bool) -> Option<Recognised<'a>> {
        let start = self.issuer_start(tail_start);
        let before = trim(&self.text[start..tail_start]);
        if is_issuing(before) {
            // Without a body, 公告 tells something only with its year; 令 never does.
            let bare = matches!(before, "公告" | "通告" | "令");
            let clear = !bare || (dated && before != "令");
            return clear.then_some(Recognised { start, end: mark.end, before, issued: "" });
        }
        let after = &self.text[mark.end..];
        let issued = ["令", "公告", "通告"].into_iter().find(|word| after.starts_with(word))?;
        let named = before.ends_with(is_organ_end) || before.ends_with("主席") || before.ends_with("總統");
        named.then_some(Recognised { start, end: mark.end + issued.len(), before, issued })
    }

    fn lettered(&mut self, tail_start: usize, serial: &'a str, mark: Range<usize>) {
        let run = self.runs().of_lettered(tail_start);
        let words = &self.text[run.clone()];
        let offset = prefix_start(words, self.char_before(run.start), self.known);
        let offset = year_bracket(&words[..offset]).unwrap_or(offset);
        let before =
            self.text[run.start + offset..tail_start].trim_start_matches(|c: char| c.is_ascii_digit());
        let start = tail_start - before.len();
        let traditional = self.text[mark.clone()].starts_with('號');
        let form = (!traditional)
            .then(|| year_first(before, serial))
            .flatten()
            .or_else(|| form_of(&TailKind::Lettered { serial }, before, 0, ""));
        let Some(form) = form else { return };
        let number = self.number(start..mark.end, form);
        let series = number.number.series().unwrap_or_default();
        if series.chars().count() <= PREFIX_LENGTH_MAX + 6 && !is_court_series(series) {
            self.found.push(number);
        }
    }

    /// Adds the numbers of one tail.
    fn push_all(&mut self, kind: &TailKind<'_>, recognised: &Recognised<'_>) {
        let (TailKind::Bracketed { serials, .. }
        | TailKind::Written { serials, .. }
        | TailKind::Ordinal { serials }) = kind
        else {
            return;
        };
        for (span, serial) in spread(serials, recognised.start, recognised.end) {
            if let Some(form) = form_of(kind, recognised.before, serial, recognised.issued) {
                let found = self.number(span, form);
                self.found.push(found);
            }
        }
    }

    /// A number that leaves out the series, right after one that has it: 国发〔2018〕8号、9号,
    /// 国办发〔2018〕22号、〔2017〕47号. Failing that, a number of a term on a line of its own.
    fn carry(&mut self, tail: &Tail<'_>, end: usize) {
        let joint = trim(&self.text[self.bound()..tail.start]);
        let carried = match (self.found.last(), &tail.kind) {
            // After a comma, a bare 12号 is as likely a day of the month.
            (Some(_), TailKind::Bare { .. }) if joint.starts_with(['，', ',', '；']) => None,
            (Some(last), kind) if is_joint(joint) => with_tail(last.number.form(), kind),
            _ => None,
        };
        let Some((form, serials)) = carried else {
            return self.term(tail, end);
        };
        if joint.starts_with(is_range) {
            return self.push_range(&form, serials, tail.start..end);
        }
        for (span, serial) in spread(serials, tail.start, end) {
            let found = self.number(span, with_serial(&form, serial));
            self.found.push(found);
        }
    }

    /// 8号至10号: the numbers after the eighth, all on 10号.
    fn push_range(&mut self, form: &NumberForm, serials: &Serials, span: Range<usize>) {
        let low = self.found.last().and_then(|last| last.number.serial());
        let (Some(low), [(_, high)]) = (low, serials.as_slice()) else { return };
        if *high > low && high - low < RANGE_MAX {
            for serial in low + 1..=*high {
                let found = self.number(span.clone(), with_serial(form, serial));
                self.found.push(found);
            }
        }
    }

    /// 台云字第1030000001號、第1030000002號: such serials are too long to be read as numbers.
    fn carry_lettered(&mut self, mark: &Range<usize>) -> bool {
        let Some(NumberForm::Lettered { series, .. }) = self.found.last().map(|last| last.number.form())
        else {
            return false;
        };
        let mut cursor = Cursor { text: self.text, at: mark.start };
        let serial = cursor.run(|c| c.is_ascii_alphanumeric() || c == '-');
        cursor.eat(|c| c == '第');
        let start = cursor.at;
        if serial.len() < 5 || start < self.bound() || !is_joint(trim(&self.text[self.bound()..start])) {
            return false;
        }
        let form = NumberForm::Lettered { series: series.clone(), serial: lettered_serial(serial).into() };
        let found = self.number(start..mark.end, form);
        self.found.push(found);
        true
    }

    /// 第一一七号 or （第117号）, if nothing else is on the line. Below a line such as 云溪区人民政府令 it is
    /// the number of that order, else one of a term.
    fn term(&mut self, tail: &Tail<'_>, end: usize) {
        let TailKind::Ordinal { serials } = &tail.kind else { return };
        let [(_, serial)] = serials[..] else { return };
        let blank = |c: char| c != '\n' && c.is_whitespace();
        let before = self.text[..tail.start]
            .trim_end_matches(blank)
            .trim_end_matches(is_opening)
            .trim_end_matches(blank);
        let after = self.text[end..]
            .trim_start_matches(blank)
            .trim_start_matches(is_closing)
            .trim_start_matches(blank);
        let alone = (before.is_empty() || before.ends_with('\n'))
            && (after.is_empty() || after.starts_with(['\n', '\r']));
        if !alone {
            return;
        }
        let above = trim(trim(before).rsplit('\n').next().unwrap_or_default());
        let heading = is_issuing(above) && above.chars().count() > 2;
        let order = if heading { form_of(&tail.kind, above, serial, "") } else { None };
        let found = self.number(tail.start..end, order.unwrap_or(NumberForm::Term { serial }));
        self.found.push(found);
    }

    /// The number on a span, under the canonical name of its series.
    fn number(&self, span: Range<usize>, form: NumberForm) -> FoundNumber {
        let number = DocumentNumber::recognised(&self.text[span.clone()], form);
        let canonical = number.series().and_then(|series| self.known.canonical(series));
        let number = canonical.map(|series| number.with_series(series)).unwrap_or(number);
        FoundNumber { span, number }
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }
}

/// Where the bracket with a year begins that these words end with: the known 云字 in （81）云字 is counted
/// within that year.
fn year_bracket(words: &str) -> Option<usize> {
    let inner = words.strip_suffix(is_closing)?;
    let open = inner.rfind(is_opening)?;
    let year = inner[open..].trim_start_matches(is_opening);
    (!year.is_empty() && year.chars().all(is_numeral)).then_some(open)
}

/// Whether 号 goes on to a word for a thing that is counted: 8号楼, 8号文件夹.
fn names_a_thing(after: &str) -> bool {
    ["楼", "樓", "码", "碼", "牌", "房", "店", "文件夹", "公寓", "信箱", "国道", "地块", "宗地", "仓库"]
        .iter()
        .any(|thing| after.starts_with(thing))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of a text as (what it stands on, its key), where `known` names series.
    fn found_among(text: &str, known: &[&str]) -> Vec<(String, String)> {
        let known = SeriesSet::new(known.iter().map(|name| ((*name).to_owned(), (*name).to_owned())));
        find_numbers(text, &known)
            .into_iter()
            .map(|found| (text[found.span].to_owned(), found.number.to_string()))
            .collect()
    }

    fn keys(text: &str) -> Vec<String> {
        found_among(text, &[]).into_iter().map(|found| found.1).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(text, key)| ((*text).to_owned(), (*key).to_owned())).collect()
    }

    #[test]
    fn a_verb_before_the_series_is_left_out() {
        let expected = pairs(&[("云政发〔2018〕8号", "云政发〔2018〕8号")]);
        assert_eq!(found_among("根据云政发〔2018〕8号执行", &["云政发"]), expected);
        assert_eq!(found_among("根据云政发〔2018〕8号执行", &[]), expected);
        assert_eq!(found_among("按照《某办法》（云政发〔2018〕8号）要求", &[]), expected);
    }

    #[test]
    fn a_list_carries_its_series_and_year_along() {
        assert_eq!(
            found_among("国发〔2018〕8号、9号", &[]),
            pairs(&[("国发〔2018〕8号", "国发〔2018〕8号"), ("9号", "国发〔2018〕9号")])
        );
        assert_eq!(
            found_among("国办发〔2018〕22号、〔2017〕47号", &[]),
            pairs(&[("国办发〔2018〕22号", "国办发〔2018〕22号"), ("〔2017〕47号", "国办发〔2017〕47号")])
        );
        assert_eq!(
            found_among("云政发〔2018〕8、9号", &[]),
            pairs(&[("云政发〔2018〕8", "云政发〔2018〕8号"), ("9号", "云政发〔2018〕9号")])
        );
        assert_eq!(
            keys("云政发〔2018〕8号和云政办发〔2018〕3号"),
            ["云政发〔2018〕8号", "云政办发〔2018〕3号"]
        );
        assert_eq!(keys("云溪部令第5号、第6号"), ["云溪部令第5号", "云溪部令第6号"]);
        assert_eq!(keys("依据云政发〔2018〕8号，12号前报送"), ["云政发〔2018〕8号"]);
        assert_eq!(
            keys("台云字第1030000001號、第1030000002號函"),
            ["台云字第1030000001號", "台云字第1030000002號"]
        );
    }

    #[test]
    fn a_range_names_each_of_its_numbers_on_one_span() {
        assert_eq!(
            found_among("云政发〔2018〕8—10号", &[]),
            pairs(&[
                ("云政发〔2018〕8—10号", "云政发〔2018〕8号"),
                ("云政发〔2018〕8—10号", "云政发〔2018〕9号"),
                ("云政发〔2018〕8—10号", "云政发〔2018〕10号")
            ])
        );
        assert_eq!(keys("市政府令第1—3号"), ["市政府令第1号", "市政府令第2号", "市政府令第3号"]);
        assert_eq!(keys("云政发〔2018〕8号至10号").len(), 3);
        assert_eq!(keys("云政发〔2018〕1—900号"), Vec::<String>::new());
    }

    #[test]
    fn orders_and_notices_are_found_with_their_issuer() {
        assert_eq!(keys("依照市政府令第331号办理"), ["市政府令第331号"]);
        assert_eq!(keys("2018年7月1日云溪部令第12号公布"), ["云溪部令第12号"]);
        assert_eq!(keys("原云溪局、海关总署第61号令发布"), ["云溪局、海关总署令第61号"]);
        assert_eq!(keys("见公告2019年第1号"), ["公告2019年第1号"]);
        assert_eq!(keys("根据云溪部公告2019年第1号"), ["云溪部公告2019年第1号"]);
        assert_eq!(keys("云溪总局2014年第8号公告"), ["云溪总局公告2014年第8号"]);
        assert_eq!(keys("按云溪部公告〔2019〕第1号"), ["云溪部公告〔2019〕1号"]);
        assert_eq!(keys("甲委员会令第10号、乙部令第1号"), ["甲委员会令第10号", "乙部令第1号"]);
    }

    #[test]
    fn taiwanese_numbers_are_found_with_dates_and_bodies_before_them() {
        assert_eq!(keys("依經濟部93年12月23日經授云字第09302616440號函"), ["經授云字第09302616440號"]);
        assert_eq!(keys("及教育部台社（三）字第0930033077B號令"), ["台社(三)字第0930033077B號"]);
        assert_eq!(keys("一百零二年五月二十一日金云法字第一○二○○○七九號"), ["金云法字第10200079號"]);
        assert_eq!(keys("發文字號：（81）公云字第00652號"), ["(81)公云字第00652號"]);
        assert_eq!(keys("函行政院臺 53 云字第 2395 號令"), ["臺53云字第2395號"]);
        assert_eq!(keys("以台（七八）內云字第六九一七四七號函"), ["台(78)內云字第691747號"]);
        assert_eq!(keys("台八十三勞職云字第35018號"), ["台83勞職云字第35018號"]);
        assert_eq!(found_among("（86）環云字第53051號", &["環云字"])[0].1, "(86)環云字第53051號");
        assert_eq!(keys("中華民國103年3月3日勞動福1字第1030135227號"), ["勞動福1字第1030135227號"]);
    }

    #[test]
    fn a_term_number_is_found_only_on_its_own_line() {
        assert_eq!(keys("公告\n（第一一七号）\n《某条例》"), ["第117号"]);
        assert_eq!(keys("住第3号楼和第五号井"), Vec::<String>::new());
        assert_eq!(keys("云溪区人民政府令\n\n第12号\n\n现公布"), ["云溪区人民政府令第12号"]);
    }

    #[test]
    fn an_alias_leads_to_the_canonical_series() {
        let known = SeriesSet::new([("深圳市府".to_owned(), "深府".to_owned())]);
        let found = find_numbers("依照深圳市府〔1996〕362号文", &known);
        assert_eq!(found[0].number.to_string(), "深府〔1996〕362号");
        assert_eq!(found[0].number.printed(), "深圳市府〔1996〕362号");
    }

    #[test]
    fn what_is_no_document_number_is_not_found() {
        for text in [
            "〔2018〕8号",
            "根据〔2018〕8号",
            "总第178期",
            "2018年第4期",
            "GB/T 9704-2012",
            "（2018）粤01民终8号",
            "（2005）民二终字第38号",
            "103年度台上字第1687號",
            "20180005号",
            "电话2018-8",
            "2018年第8号文件夹",
            "解放路123号",
            "第3号楼",
            "身份证号",
            "公民身份号码、批准文号",
            "第7264号建议的答复",
            "新北市新莊區中正路999-9號",
            "一号响应",
            "指令第5号",
        ] {
            assert_eq!(keys(text), Vec::<String>::new(), "{text}");
        }
    }
}
