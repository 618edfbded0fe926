//! By when an item that is not disclosed will be: read from the remark on the item in every customary spelling, and
//! printed in one form.
//!
//! A day, month or year is never supplied: `年底前` names no year and is not understood.

use super::Year;
use crate::catalogue::{Catalogue, Item};
use crate::date::{PartialDate, half_width, zh_day};
use crate::school_year::SchoolYear;
use crate::zh;
use chrono::{Datelike, NaiveDate};

/// By when something will be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// By this day: `2026年12月31日前`.
    Day(NaiveDate),
    /// Before this month begins, or within it where the words leave that open: `2026年10月前`.
    BeforeMonth(i32, u32),
    /// By the end of this month: `2026年6月底前`.
    Month(i32, u32),
    /// By the end of this year: `2026年底前`.
    Year(i32),
}

/// Words before a date that make it a plan, or that only name it.
const LEADS: [&str; 34] = [
    "计划完成时间",
    "拟完成时间",
    "预计完成时间",
    "计划公开时间",
    "完成时限",
    "公开时限",
    "完成时间",
    "公开时间",
    "完成日期",
    "整改时限",
    "时限",
    "期限",
    "计划",
    "预计",
    "拟",
    "将",
    "力争",
    "争取",
    "确保",
    "承诺",
    "应",
    "须",
    "需",
    "可",
    "不迟于",
    "不晚于",
    "最迟",
    "最晚",
    "截至",
    "截止",
    "定",
    "于",
    "在",
    "至",
];
/// Words behind a date that leave it a plan.
const TAILS: [&str; 36] = [
    "之前",
    "以前",
    "前后",
    "前",
    "以内",
    "之内",
    "内",
    "底",
    "末",
    "为止",
    "止",
    "完成整改",
    "整改完成",
    "整改到位",
    "完成公开",
    "公开完成",
    "补充公开",
    "主动公开",
    "予以公开",
    "对外公开",
    "公开发布",
    "公开到位",
    "发布完毕",
    "公开",
    "完成",
    "补齐",
    "补充",
    "补",
    "到位",
    "发布",
    "上网",
    "落实",
    "整改",
    "完毕",
    "予以",
    "并",
];
/// Words that tell of something that is over or put off.
const PAST: [&str; 7] = ["已", "曾", "原", "自", "从", "未", "推迟"];

impl Deadline {
    /// As the report prints it.
    pub fn zh(self) -> String {
        match self {
            Deadline::Day(day) => format!("{}前完成", zh_day(day)),
            Deadline::BeforeMonth(year, month) => format!("{year}年{month}月前完成"),
            Deadline::Month(year, month) => format!("{year}年{month}月底前完成"),
            Deadline::Year(year) => format!("{year}年底前完成"),
        }
    }

    /// The last day that it may mean.
    pub fn last_day(self) -> Option<NaiveDate> {
        let date = match self {
            Deadline::Day(day) => PartialDate::Day(day),
            Deadline::BeforeMonth(year, month) | Deadline::Month(year, month) => PartialDate::Month(year, month),
            Deadline::Year(year) => PartialDate::Year(year),
        };
        date.span().map(|(_, last)| last)
    }
}

/// The deadline that a remark names: of several clauses the last that is one.
pub fn read(remark: &str) -> Option<Deadline> {
    // A cell that is nothing but a date, with a spreadsheet's day number or a time of day.
    if let Some(deadline) = remark.parse().ok().and_then(of_date) {
        return Some(deadline);
    }
    let plain: String = half_width(remark).chars().filter(|c| !c.is_whitespace()).collect();
    plain.split(['，', ',', '。', '；', ';', '、']).rev().find_map(of_clause)
}

fn of_date(date: PartialDate) -> Option<Deadline> {
    match date {
        PartialDate::Unknown => None,
        PartialDate::Year(year) => Some(Deadline::Year(year)),
        PartialDate::Month(year, month) => Some(Deadline::Month(year, month)),
        PartialDate::Day(day) => Some(Deadline::Day(day)),
    }
}

/// A clause with one date, words before it that plan and words behind it that do.
fn of_clause(clause: &str) -> Option<Deadline> {
    let clause = clause.trim_matches(['(', ')', '（', '）', '[', ']', '"', '“', '”', '.']);
    let begins = |at: &usize| {
        clause[*at..].starts_with(|c: char| c.is_ascii_digit() || c == '二')
            && !clause[..*at].ends_with(|c: char| c.is_ascii_digit())
    };
    let starts = clause.char_indices().map(|(at, _)| at).filter(begins);
    let (before, date, behind) = starts.take(MOST_STARTS).find_map(|at| {
        let (date, length) = date_at(&clause[at..])?;
        Some((&clause[..at], date, &clause[at + length..]))
    })?;
    if behind.contains(|c: char| c.is_ascii_digit()) || PAST.iter().any(|word| clause.contains(word)) {
        return None;
    }
    let named = ends_in_lead(before);
    let planned = ["前", "内", "底", "末", "完成", "公开", "发布", "上网", "补", "整改", "到位"];
    // 由教务处于2026年6月30日前在官网公开: who and where stand around it.
    let does = planned.iter().any(|word| behind.contains(word)) && behind.chars().count() <= 24;
    if !(only_tails(behind) && named || does) {
        return None;
    }
    let before_it = ["前", "之前", "以前"].iter().any(|word| behind.starts_with(word)) && !behind.starts_with("前后");
    Some(match date {
        Deadline::Month(year, month) if before_it => Deadline::BeforeMonth(year, month),
        // Before a year is by the end of the one before.
        Deadline::Year(year) if before_it => Deadline::Year(year - 1),
        date => date,
    })
}

/// Places of a clause at which a date is looked for.
const MOST_STARTS: usize = 40;

fn ends_in_lead(before: &str) -> bool {
    let bare = before.trim_end_matches([':', '：']);
    bare.is_empty() || LEADS.iter().any(|word| bare.ends_with(word))
}

fn only_tails(mut behind: &str) -> bool {
    behind = behind.trim_start_matches(['日', '号']);
    while !behind.is_empty() {
        let Some(rest) = TAILS.iter().find_map(|word| behind.strip_prefix(word)) else { return false };
        behind = rest;
    }
    true
}

/// A date at the beginning of a text, and the bytes that it takes.
fn date_at(text: &str) -> Option<(Deadline, usize)> {
    if let Some(found) = school_year_at(text) {
        return Some(found);
    }
    let (year, at) = year_at(text)?;
    let rest = &text[at..];
    let word = |length: usize, deadline: Deadline| Some((deadline, at + length));
    for (words, month) in [
        (&["上半年", "年中"][..], 6),
        (&["下半年"], 12),
        (&["第一季度", "一季度", "第1季度", "1季度"], 3),
        (&["第二季度", "二季度", "第2季度", "2季度"], 6),
        (&["第三季度", "三季度", "第3季度", "3季度"], 9),
        (&["第四季度", "四季度", "第4季度", "4季度"], 12),
    ] {
        if let Some(found) = words.iter().find(|word| rest.starts_with(**word)) {
            return word(found.len(), Deadline::Month(year, month));
        }
    }
    if let Some(found) = ["年底", "底", "末", "年末", "全年", "年内", "内"].iter().find(|word| rest.starts_with(**word))
    {
        // The word before 前 says by its end.
        return word(found.len() + before_at(&rest[found.len()..]), Deadline::Year(year));
    }
    let Some((month, length)) = number_at(rest, &["月份", "月", "-", "/", ".", ""], 12) else {
        // 2026年初 and 2026年春季学期 are no day of it.
        let whole = rest.is_empty() || TAILS.iter().any(|tail| rest.starts_with(tail));
        return whole.then_some((Deadline::Year(year), at));
    };
    let (of_month, at) = (&rest[length..], at + length);
    for (words, day) in [(&["上旬", "初"][..], Some(10)), (&["中旬"], Some(20)), (&["下旬", "底", "末"], None)]
    {
        if let Some(found) = words.iter().find(|word| of_month.starts_with(**word)) {
            let more = before_at(&of_month[found.len()..]);
            let deadline = match day {
                Some(day) => Deadline::Day(NaiveDate::from_ymd_opt(year, month, day)?),
                None => Deadline::Month(year, month),
            };
            return Some((deadline, at + found.len() + more));
        }
    }
    match number_at(of_month, &["日", "号", ""], 31) {
        Some((day, length)) => Some((Deadline::Day(NaiveDate::from_ymd_opt(year, month, day)?), at + length)),
        None => (!of_month.starts_with(|c: char| c.is_ascii_digit())).then_some((Deadline::Month(year, month), at)),
    }
}

/// The bytes of 前 at the beginning of a text.
fn before_at(text: &str) -> usize {
    ["之前", "以前", "前"].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}

/// `2025-2026学年`: by its last day.
fn school_year_at(text: &str) -> Option<(Deadline, usize)> {
    let at = text.find("学年").filter(|at| *at <= 16)?;
    let year: SchoolYear = text[..at].trim_end_matches('年').replace("年", "").parse().ok()?;
    Some((Deadline::Day(year.last_day()), at + "学年".len()))
}

/// The year at the beginning of a text, and the bytes that it takes with what parts it from the month.
fn year_at(text: &str) -> Option<(i32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &text[digits..];
    let parted = |behind: &str| {
        ["年度", "年", "-", "/", "."].iter().find(|mark| behind.starts_with(**mark)).map(|mark| mark.len())
    };
    let (year, at) = match digits {
        4 => (text[..4].parse().ok()?, 4 + parted(behind)?),
        // 20261231 and 202606.
        6 | 8 => (text[..4].parse().ok()?, 4),
        2 if behind.starts_with('年') => (2000 + text[..2].parse::<i32>().ok()?, 2 + "年".len()),
        0 => {
            let end = text.find('年')?;
            (i32::try_from(zh::number(&text[..end]).filter(|year| *year >= 1900)?).ok()?, end + "年".len())
        }
        _ => return None,
    };
    (1990..=2100).contains(&year).then_some((year, at))
}

/// A number of one or two digits, or a numeral, from 1 to `most`, with the mark that ends it.
fn number_at(text: &str, marks: &[&str], most: u32) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // Of 1231 the first two.
    let digits = if digits == 4 && marks.contains(&"月") { 2 } else { digits };
    let (number, length) = match digits {
        1 | 2 => (text[..digits].parse().ok()?, digits),
        0 => {
            let length: usize = text.chars().take_while(|c| zh::is_numeral(*c)).map(char::len_utf8).sum();
            (zh::number(&text[..length])?, length)
        }
        _ => return None,
    };
    let mark = marks.iter().find(|mark| text[length..].starts_with(**mark))?;
    // A bare point ends a sentence, and what follows a number of a month is a day.
    let mark = if matches!(*mark, "." | "-" | "/") && !text[length + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        mark
    };
    (1..=most).contains(&number).then_some((number, length + mark.len()))
}

/// Whether a plan is over on a day without having been carried out.
pub fn is_over(deadline: Deadline, day: NaiveDate) -> bool {
    deadline.last_day().is_some_and(|last| last < day && last.year() >= 1)
}

/// Why a remark gives no deadline to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unprintable {
    /// It names no day, month or year that is understood.
    NotRead,
    /// It is over, and nothing was disclosed.
    Over,
}

impl Unprintable {
    /// As it stands in the list of what is missing.
    pub(super) fn zh(self) -> &'static str {
        match self {
            Unprintable::NotRead => "看不出年月日",
            Unprintable::Over => "所写时限已过",
        }
    }
}

/// Whether a remark that is not understood is meant to be a deadline: a few words with one of time, or an end like one. Other
/// remarks are about something else.
fn is_meant_as_one(remark: &str) -> bool {
    let words = ["年", "月", "日", "前", "底", "末", "学期", "季度", "完成", "公开", "尽快", "近期", "待定"];
    let remark = remark.trim_end_matches(['。', '；', '）', ')']);
    let few = remark.chars().count() <= 16 && words.iter().any(|word| remark.contains(word));
    few || ["完成", "前", "底", "前公开", "内公开"].iter().any(|end| remark.ends_with(end))
}

/// By when an item will be public, as the remark on it says; an error without a reason where the school has set no remark.
///
/// # Errors
/// The remark is not understood, or what it names is over.
pub(super) fn of_item(year: &Year, item: &Item) -> Result<Deadline, Option<Unprintable>> {
    let remark = item.note.trim();
    let statutory = Catalogue::statutory(year.school.kind());
    if remark.is_empty() || statutory.item(&item.key).is_some_and(|known| known.note.trim() == remark) {
        return Err(None);
    }
    let plan = read(remark).ok_or(is_meant_as_one(remark).then_some(Unprintable::NotRead))?;
    let until = year.unfinished.unwrap_or_else(|| year.year.last_day());
    if is_over(plan, until) { Err(Some(Unprintable::Over)) } else { Ok(plan) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(remark: &str, printed: &str) {
        assert_eq!(read(remark).map(Deadline::zh).as_deref(), Some(printed), "{remark}");
    }

    #[test]
    fn every_customary_spelling_of_a_day_is_printed_in_one_form() {
        let dates = [
            "2026-12-31",
            "2026/12/31",
            "2026.12.31",
            "2026年12月31日",
            "2026年12月31号",
            "20261231",
            "２０２６年１２月３１日",
            "26年12月31日",
            "二〇二六年十二月三十一日",
            "二零二六年十二月三十一日",
            "2026 年 12 月 31 日",
        ];
        for date in dates {
            for (before, behind) in [
                ("", ""),
                ("", "前"),
                ("", "之前"),
                ("", "前完成"),
                ("拟", "前完成"),
                ("计划于", "前公开"),
                ("预计", "前补充公开"),
                ("完成时限：", ""),
                ("完成时限:", "前"),
                ("最迟", ""),
                ("网站改版，", "前完成"),
                ("（", "前完成）"),
                ("", "前完成。"),
                ("由教务处于", "前在官网公开"),
            ] {
                reads(&format!("{before}{date}{behind}"), "2026年12月31日前完成");
            }
        }
        for cell in ["46387", "46387.0", "2026-12-31 00:00:00", "2026-12-31T00:00:00"] {
            reads(cell, "2026年12月31日前完成");
        }
    }

    #[test]
    fn every_customary_spelling_of_a_month_or_year_is_printed_in_one_form() {
        for month in [
            "2026年6月",
            "2026-06",
            "2026-6",
            "2026.6",
            "2026/06",
            "202606",
            "2026年6月份",
            "26年6月",
            "二〇二六年六月",
        ] {
            for (before, behind) in [
                ("", ""),
                ("", "底"),
                ("", "底前"),
                ("", "底前完成"),
                ("", "内完成"),
                ("拟", "底前公开"),
                ("", "末"),
                ("", "完成"),
            ] {
                reads(&format!("{before}{month}{behind}"), "2026年6月底前完成");
            }
            reads(&format!("拟{month}前完成"), "2026年6月前完成");
        }
        for year in [
            "2026年底前",
            "2026年底",
            "2026年底前完成",
            "2026年内",
            "2026年末",
            "2026年",
            "2026年年底前",
            "2026年度内完成",
            "2026",
            "2027年前完成",
        ] {
            reads(year, "2026年底前完成");
        }
        for (remark, printed) in [
            ("2026年上半年", "2026年6月底前完成"),
            ("2026年第三季度", "2026年9月底前完成"),
            ("2026年四季度完成", "2026年12月底前完成"),
            ("2026年6月上旬", "2026年6月10日前完成"),
            ("2026年6月中旬前完成", "2026年6月20日前完成"),
            ("2026年6月下旬", "2026年6月底前完成"),
            ("2025—2026学年内完成", "2026年8月31日前完成"),
            ("拟2026年10月前完成", "2026年10月前完成"),
            ("2026.12.31前公开", "2026年12月31日前完成"),
        ] {
            reads(remark, printed);
        }
    }

    #[test]
    fn what_names_no_day_to_come_is_not_understood() {
        for remark in [
            "",
            "年底前",
            "12月31日前",
            "6月",
            "待定",
            "尽快",
            "下学期",
            "2026年初",
            "2026年春季学期",
            "2026年13月",
            "2026年2月30日前",
            "已于2024年3月5日公开",
            "2024年3月5日已公开一次",
            "原定2025年12月31日前完成",
            "如无校办企业，应作零报告",
            "电话2026123",
            "教办函〔2014〕23号",
            "第37项",
            "2014年清单第3项",
        ] {
            assert_eq!(read(remark), None, "{remark}");
        }
    }

    #[test]
    fn a_remark_about_something_else_is_no_deadline_that_failed() {
        for meant in [
            "年底前",
            "下学期",
            "待定",
            "尽快公开",
            "12月31日前",
            "因网站改版，拟于下一学年第一学期结束以前全部整理完成",
        ] {
            assert!(read(meant).is_none() && is_meant_as_one(meant), "{meant}");
        }
        for other in [
            "报告把就业创业信息单列一类，其中没有就业质量年度报告",
            "见S3",
            "与第31项合并",
            "由教务处和各二级学院按专业分别提供",
        ] {
            assert!(read(other).is_none() && !is_meant_as_one(other), "{other}");
        }
    }

    #[test]
    fn a_plan_is_over_when_its_last_day_has_passed() {
        let over = |remark: &str, day: &str| is_over(read(remark).unwrap(), day.parse().unwrap());
        assert!(
            over("2025年6月", "2025-07-01") && !over("2025年6月", "2025-06-30") && !over("2025年底前", "2025-08-31")
        );
    }

    proptest! {
        #[test]
        fn no_remark_makes_it_panic(text in "\\PC{0,40}", date in "[二〇0-9年月日前./-]{0,16}") {
            let _ = (read(&text), read(&date), read(&format!("{text}{date}")));
        }
    }
}
