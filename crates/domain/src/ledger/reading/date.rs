//! Dates as clerks write them, beyond the notations that [`PartialDate`] reads by itself.
//!
//! A part of a date is never invented: what lacks a year takes it only from where the sheet or row states one, and what
//! may be two dates is asked. Nothing here knows a column.

mod foreign;
mod part;
mod stated;

use super::absent;
use crate::date::{PartialDate, half_width};
use crate::school_year::SchoolYear;
use crate::zh;
use chrono::{Datelike, NaiveDate, Weekday};
use foreign::foreign;
pub(super) use part::span;
pub use stated::{StatedYear, year_of_group};

/// What a cell of a date column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dated {
    /// A notation that is read as it is.
    Literal,
    /// Another notation.
    Other(PartialDate),
    /// Its year is the stated one.
    OfStatedYear(PartialDate),
    /// Less exact than a date.
    Vague(PartialDate),
    /// Only the school year.
    InYear(SchoolYear),
    /// First and last day.
    Period(PartialDate, PartialDate),
    /// Words that say that there is none; 长期 among them.
    Nothing,
    /// It may be these, or lacks what makes it a date.
    Doubtful(Vec<PartialDate>),
    /// A day or month without a year.
    Yearless,
    /// Words that say that it has not happened yet.
    NotYet,
    /// What spreadsheets show for nothing: day 0 or 1 of their count.
    Blank,
    /// No date.
    No,
}

/// What spreadsheets show where a cell of dates holds nothing, or a nought.
const BLANKS: [&str; 7] =
    ["1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1900-1-0", "1900-1-1", "1904-01-01"];

/// Whether a text is a day that spreadsheets show for nothing, with the hour behind it or not.
fn is_blank(plain: &str) -> bool {
    let day = plain.strip_suffix("00:00:00").or_else(|| plain.strip_suffix("00:00")).unwrap_or(plain);
    let day: String = day
        .trim_end_matches(['日', '号'])
        .chars()
        .map(|c| if matches!(c, '/' | '.' | '年' | '月') { '-' } else { c })
        .collect();
    BLANKS.contains(&day.as_str())
}

/// Reads a cell. `number` says that the file holds a number there, which has lost its closing zeros.
pub(super) fn read(text: &str, number: bool, stated: StatedYear) -> Dated {
    if text.starts_with("1899") || text.starts_with("190") {
        let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        if is_blank(&plain) {
            return Dated::Blank;
        }
    }
    // As the program itself writes it: most cells of large ledgers.
    if text.len() == 10 && !number && text.parse::<NaiveDate>().is_ok() && text.parse::<PartialDate>().is_ok() {
        return Dated::Literal;
    }
    let half = half_width(text);
    let plain: String = half.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return Dated::Literal;
    }
    if number && let Some(asked) = lost_zero(&plain) {
        return asked;
    }
    if let Ok(date) = text.parse::<PartialDate>() {
        // 45992 is a spreadsheet's number of a day, and no person sees which.
        let serial = plain.len() == 5 && plain.bytes().all(|b| b.is_ascii_digit());
        return if serial { Dated::Other(date) } else { Dated::Literal };
    }
    if matches!(plain.as_str(), "长期" | "长期公开" | "暂无" | "/" | "\\" | "--" | "---" | "–" | "不适用")
    {
        return Dated::Nothing;
    }
    if absent::not_yet(&plain) {
        return Dated::NotYet;
    }
    let bare = bare(&half);
    let read = [part::school_year, part::part, period, one, yearless, part::tenth, foreign, several]
        .into_iter()
        .find_map(|read| read(&bare, number, stated))
        .unwrap_or(Dated::No);
    if is_about(&plain) { about(read) } else { read }
}

/// The day of the week that a text names behind a day: 2025年3月1日（星期二）.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    const DAYS: [(char, Weekday); 8] = [
        ('一', Weekday::Mon),
        ('二', Weekday::Tue),
        ('三', Weekday::Wed),
        ('四', Weekday::Thu),
        ('五', Weekday::Fri),
        ('六', Weekday::Sat),
        ('日', Weekday::Sun),
        ('天', Weekday::Sun),
    ];
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let after = ["星期", "礼拜", "周"].iter().find_map(|word| plain.split_once(word)).map(|(_, after)| after)?;
    let said = after.chars().next()?;
    DAYS.iter().find(|(name, _)| *name == said).map(|(_, day)| *day)
}

/// The day of the week as Chinese writes it.
pub(super) fn weekday_zh(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

/// Whether a text says itself that it is not exact.
fn is_about(plain: &str) -> bool {
    // （计划） and （农历） make another day of it.
    let another = ["计划", "预计", "农历", "拟公开", "待公开", "暂定"];
    plain.starts_with('约') || ["左右", "前后"].iter().chain(&another).any(|word| plain.contains(word))
}

/// A day that is only about right is none, and the month next to it may be meant.
fn about(read: Dated) -> Dated {
    match read {
        Dated::Literal | Dated::Other(PartialDate::Unknown) => Dated::No,
        Dated::Other(date) | Dated::OfStatedYear(date) | Dated::Vague(date) | Dated::Period(date, _) => {
            Dated::Doubtful(vec![match date {
                PartialDate::Day(day) => PartialDate::Month(day.year(), day.month()),
                other => other,
            }])
        }
        other => other,
    }
}

/// 2024.1 as a number is 2024.10 as often as January: spreadsheets drop the zero.
fn lost_zero(plain: &str) -> Option<Dated> {
    let (first, second) = plain.split_once('.')?;
    let year: i32 = first.parse().ok().filter(|year| (1900..=2199).contains(year))?;
    match second {
        "1" => Some(Dated::Doubtful(vec![PartialDate::Month(year, 1), PartialDate::Month(year, 10)])),
        _ => None,
    }
}

/// Without what says no more of the date: the weekday in brackets, words before and behind; other separators as points.
fn bare(half: &str) -> String {
    let mut text = String::new();
    let mut bracket = false;
    for c in half.chars() {
        match c {
            '(' | '[' | '【' | '〔' => bracket = true,
            ')' | ']' | '】' | '〕' => bracket = false,
            _ if bracket => {}
            c => text.push(c),
        }
    }
    let mut text = text.trim().trim_matches(['\'', '"', '“', '”', '‘', '’']);
    // The hour and the day of the week behind a day.
    let hour = ["星期", "周", "上午", "下午", "晚上"].iter().filter_map(|word| text.find(word)).min();
    if let Some((day, rest)) = hour.map(|at| text.split_at(at))
        && day.trim_end().ends_with(|c: char| matches!(c, '日' | '号') || c.is_ascii_digit())
        && rest.chars().count() <= 12
    {
        text = day.trim_end();
    }
    loop {
        let cut =
            ["发布于", "公开于", "公布于", "已于", "自", "于", "约"].iter().find_map(|word| text.strip_prefix(word));
        let cut = cut.or_else(|| {
            [
                "更新",
                "公布",
                "发布",
                "公开",
                "印发",
                "上网",
                "挂网",
                "发文",
                "推送",
                "起长期",
                "起至今",
                "至今",
                "以来",
                "起",
                "左右",
                "前后",
            ]
            .iter()
            .find_map(|word| text.strip_suffix(word))
        });
        match cut {
            Some(rest) if !rest.trim().is_empty() => text = rest.trim(),
            _ => break,
        }
    }
    let points: String =
        text.chars().map(|c| if matches!(c, '。' | ',' | '\n' | '\r' | '．' | '·' | '_') { '.' } else { c }).collect();
    let mut points: String = digits_of_numerals(&points).split_whitespace().collect::<Vec<_>>().join(" ");
    while points.contains("..") {
        points = points.replace("..", ".");
    }
    points.trim_end_matches('.').replace(". ", ".").replace(" .", ".").to_string()
}

/// 二〇二三年五月十二日 with digits.
fn digits_of_numerals(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        // 二O二四: a letter between numerals is a nought.
        let nought = matches!(c, 'O' | 'o' | '0') && !run.is_empty();
        if zh::is_numeral(c) || nought {
            run.push(if nought { '〇' } else { c });
            continue;
        }
        if !run.is_empty() {
            match (c, zh::number(&run)) {
                ('年' | '月' | '日' | '号', Some(number)) => out.push_str(&number.to_string()),
                _ => out.push_str(&run),
            }
            run.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn one(bare: &str, _: bool, _: StatedYear) -> Option<Dated> {
    if let Ok(date) = bare.parse::<PartialDate>() {
        return (!date.is_unknown()).then_some(Dated::Other(date));
    }
    let numbers = numbers(bare)?;
    match numbers.as_slice() {
        // 23年5月12日 is clear, 23.5.12 may be read from either end.
        [(year, 2), (month, _), (day, 1..=2)] if bare.contains('年') => {
            full(2000 + *year as i32, *month, *day).map(|day| Dated::Other(PartialDate::Day(day)))
        }
        [(year, 2), (month, _)] if bare.contains('年') && bare.ends_with('月') && (1..=12).contains(month) => {
            Some(Dated::Other(PartialDate::Month(2000 + *year as i32, *month)))
        }
        [(year, 2), (month, _), (day, 1..=2)] => {
            let forward = full(2000 + *year as i32, *month, *day);
            let backward = full(2000 + *day as i32, *month, *year);
            let mut dates: Vec<PartialDate> = [forward, backward].into_iter().flatten().map(PartialDate::Day).collect();
            dates.dedup();
            (!dates.is_empty()).then_some(Dated::Doubtful(dates))
        }
        // 12/5/2023: of the two readings one may be impossible.
        [(first, 1..=2), (second, 1..=2), (year, 4)] => {
            let mut dates: Vec<PartialDate> =
                [full(*year as i32, *first, *second), full(*year as i32, *second, *first)]
                    .into_iter()
                    .flatten()
                    .map(PartialDate::Day)
                    .collect();
            dates.dedup();
            match dates.as_slice() {
                [] => None,
                [only] => Some(Dated::Other(*only)),
                _ => Some(Dated::Doubtful(dates)),
            }
        }
        // 2023-05-00: the month is known, whether the day is cannot be.
        [(year, 4), (month @ 1..=12, _), (0, _)] => {
            Some(Dated::Doubtful(vec![PartialDate::Month(*year as i32, *month)]))
        }
        _ => None,
    }
}

/// The numbers of a text that is nothing but numbers between separators of a date, with their lengths.
fn numbers(text: &str) -> Option<Vec<(u32, usize)>> {
    let mut found = Vec::new();
    for part in text.split(['年', '月', '日', '号', '.', '-', '/', '—', '–', ' ']).filter(|part| !part.is_empty())
    {
        if !part.bytes().all(|b| b.is_ascii_digit()) || part.len() > 4 {
            return None;
        }
        found.push((part.parse().ok()?, part.len()));
    }
    Some(found)
}

fn full(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// 5月12日, 5.12, 5月.
fn yearless(bare: &str, number: bool, stated: StatedYear) -> Option<Dated> {
    let bare = bare.trim_start_matches('.');
    let numbers = numbers(bare)?;
    // 15日 in a sheet of one month.
    if let ([(day, 1..=2)], StatedYear::Month(year, month)) = (numbers.as_slice(), stated)
        && bare.ends_with(['日', '号'])
    {
        return full(year, month, *day).map(|day| Dated::OfStatedYear(PartialDate::Day(day)));
    }
    let date = |year: i32| match numbers.as_slice() {
        [(month, 1..=2), (day, 1..=2)] => full(year, *month, *day).map(PartialDate::Day),
        [(month @ 1..=12, 1..=2)] if bare.ends_with('月') => Some(PartialDate::Month(year, *month)),
        _ => None,
    };
    // 2024 has the 29th of February: any other day exists in it too.
    date(2024)?;
    let year = stated.of_month(numbers.first()?.0);
    // As a number 5.1 may be the first or the tenth; 5.4 cannot be the fortieth.
    if let ([(month, _), (day, 1)], true) = (numbers.as_slice(), number)
        && full(2024, *month, day * 10).is_some()
    {
        let days = |year: i32| [*day, day * 10].into_iter().filter_map(move |day| full(year, *month, day));
        return Some(year.map_or(Dated::Yearless, |year| Dated::Doubtful(days(year).map(PartialDate::Day).collect())));
    }
    Some(match year.and_then(date) {
        Some(date) => Dated::OfStatedYear(date),
        None => Dated::Yearless,
    })
}

/// 2023.5.12-5.18, 2023年5月12日至18日, and the like with the year stated elsewhere.
fn period(bare: &str, number: bool, stated: StatedYear) -> Option<Dated> {
    let marks = ["——", "至", "到", "—", "–", "~", "～", "-"];
    for mark in marks {
        for (at, _) in bare.match_indices(mark) {
            let (first, last) = (bare[..at].trim(), bare[at + mark.len()..].trim());
            let whole = |text: &str| match text.parse::<PartialDate>() {
                Ok(date @ PartialDate::Day(_)) => Some(date),
                _ => match yearless(text, number, stated)? {
                    Dated::OfStatedYear(date @ PartialDate::Day(_)) => Some(date),
                    _ => None,
                },
            };
            let Some(from) = whole(first).and_then(PartialDate::day) else { continue };
            let Some(until) = end_of(from, last) else { continue };
            return Some(Dated::Period(PartialDate::Day(from), PartialDate::Day(until)));
        }
    }
    None
}

/// The last day of a period: what it does not say is as at its beginning.
fn end_of(from: NaiveDate, last: &str) -> Option<NaiveDate> {
    if let Ok(PartialDate::Day(day)) = last.parse() {
        return (day >= from).then_some(day);
    }
    let day = match numbers(last)?.as_slice() {
        [(day, 1..=2)] if !last.ends_with('月') => full(from.year(), from.month(), *day),
        [(month, 1..=2), (day, 1..=2)] => {
            let same = full(from.year(), *month, *day);
            // Over the turn of the year.
            if same.is_some_and(|day| day < from) { full(from.year() + 1, *month, *day) } else { same }
        }
        _ => None,
    }?;
    (from..=from + chrono::Days::new(200)).contains(&day).then_some(day)
}

/// 2023.9.1、2023.9.3: each may be meant.
fn several(bare: &str, _: bool, _: StatedYear) -> Option<Dated> {
    let parts: Vec<&str> = bare.split(['、', ';', '；']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let dates: Option<Vec<PartialDate>> = parts.iter().map(|part| part.parse().ok()).collect();
    let dates = dates.filter(|dates| dates.len() > 1 && dates.iter().all(|date| !date.is_unknown()))?;
    Some(Dated::Doubtful(dates))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn other_notations_of_one_date_are_that_date() {
        for text in [
            "二〇二三年五月十二日",
            "2023.5.12（周五）",
            "2023。5。12",
            "2023,5,12",
            "2023\n5.12",
            "2023.5.12起",
            "2023年5月12日公布",
            "23年5月12日",
            "May 12, 2023",
            "自2023年5月12日起",
            "二O二三年五月十二日",
            "'2023.5.12",
            "2023_5_12",
            "2023.5.12更新",
            "2023-05-12至今",
            "2023年5月12日起至今",
        ] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Other(day("2023-05-12")), "{text}");
        }
        for text in [
            "5-Mar-24",
            "Mar 5, 2024",
            "March 5, 2024",
            "5 March 2024",
            "05-MAR-2024",
            "March 5th, 2024",
            "Tue, 5 Mar 2024",
            "5/Mar/24",
        ] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Other(day("2024-03-05")), "{text}");
        }
        let school = StatedYear::of("2023-2024学年");
        assert_eq!(read("Mar 2024", false, school), Dated::Other(day("2024-03")));
        assert_eq!(read("5-Mar", false, school), Dated::OfStatedYear(day("2024-03-05")));
        assert_eq!(read("5-Mar", false, StatedYear::None), Dated::Yearless);
        assert_eq!(read("Mar-24", false, school), Dated::Doubtful(vec![day("2024-03-24"), day("2024-03")]));
        assert_eq!(read("24-Mar-05", false, school), Dated::Doubtful(vec![day("2005-03-24"), day("2024-03-05")]));
        assert_eq!(read("31-Feb-24", false, school), Dated::No);
        assert_eq!(read("二〇二三年十月", false, StatedYear::None), Dated::Other(day("2023-10")));
        assert_eq!(read("25/12/2023", false, StatedYear::None), Dated::Other(day("2023-12-25")));
    }

    #[test]
    fn what_may_be_two_dates_is_asked() {
        let asked = |text: &str, number| match read(text, number, StatedYear::None) {
            Dated::Doubtful(dates) => dates.iter().map(PartialDate::to_string).collect::<Vec<_>>(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(asked("2024.1", true), ["2024-01", "2024-10"]);
        assert_eq!(asked("23.5.12", false), ["2023-05-12", "2012-05-23"]);
        assert_eq!(asked("12/5/2023", false), ["2023-12-05", "2023-05-12"]);
        assert_eq!(asked("2023.9.1、2023.9.3", false), ["2023-09-01", "2023-09-03"]);
        assert_eq!(asked("2023-05-00", false), ["2023-05"]);
        assert_eq!(read("2024.1", false, StatedYear::None), Dated::Literal, "written as text it is January");
        assert_eq!(read("2024.11", true, StatedYear::None), Dated::Literal);
    }

    #[test]
    fn a_day_without_a_year_takes_the_stated_one_or_is_asked() {
        let school = StatedYear::of("教务处2024-2025学年信息公开台账");
        for (text, wanted) in
            [("5月12日", "2025-05-12"), ("10.15", "2024-10-15"), ("9/1", "2024-09-01"), ("5月", "2025-05")]
        {
            assert_eq!(read(text, false, school), Dated::OfStatedYear(day(wanted)), "{text}");
            assert_eq!(read(text, false, StatedYear::None), Dated::Yearless, "{text}");
        }
        assert_eq!(read("5.12", false, StatedYear::of("2024年台账")), Dated::OfStatedYear(day("2024-05-12")));
        assert!(
            matches!(read("5.1", true, school), Dated::Doubtful(days) if days.len() == 2),
            "as a number it may be the tenth"
        );
        assert_eq!(read("5.1", true, StatedYear::None), Dated::Yearless);
        for (text, day) in [("5.4", "2025-05-04"), ("2.3", "2025-02-03"), ("12.9", "2024-12-09")] {
            let wanted = Dated::OfStatedYear(day.parse().unwrap());
            assert_eq!(read(text, true, school), wanted, "{text} can be one day only");
        }
        for text in [
            "2024年3月5日下午3:00",
            "2024年03月05日星期二",
            "已于2024年3月5日公开",
            "2024.3.5起长期",
            "2024年3月5日 上午",
        ] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Other("2024-03-05".parse().unwrap()), "{text}");
        }
        for title in ["信息公开台账（2023年9月—2024年8月）", "统计时间：2023.9.1-2024.8.31"] {
            assert_eq!(StatedYear::of(title), StatedYear::School("2023-2024".parse().unwrap()), "{title}");
        }
        for title in ["台账", "2023年、2024年台账", "第12345号", "2024", "填报时间：2025年9月10日"] {
            assert_eq!(StatedYear::of(title), StatedYear::None, "{title}");
        }
        assert_eq!(StatedYear::of("2024－2025学年度"), school);
    }

    #[test]
    fn periods_have_both_ends() {
        for text in [
            "2024.10.15-10.20",
            "2024.10.15-20",
            "2024年10月15日至10月20日",
            "2024年10月15日—20日",
            "2024-10-15至2024-10-20",
        ] {
            let wanted = Dated::Period(day("2024-10-15"), day("2024-10-20"));
            assert_eq!(read(text, false, StatedYear::None), wanted, "{text}");
        }
        assert_eq!(
            read("10月15日-10月20日", false, StatedYear::of("2024年")),
            Dated::Period(day("2024-10-15"), day("2024-10-20"))
        );
        assert_eq!(
            read("2024.12.30-1.5", false, StatedYear::None),
            Dated::Period(day("2024-12-30"), day("2025-01-05"))
        );
        assert!(!matches!(read("2024.10.15-10.10", false, StatedYear::None), Dated::Period(..)));
    }

    #[test]
    fn less_than_a_date_stays_less() {
        assert_eq!(read("2023年5月上旬", false, StatedYear::None), Dated::Vague(day("2023-05")));
        for text in ["2023年度", "2023年春", "2023年第2季度"] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Vague(day("2023")), "{text}");
        }
        let school = StatedYear::of("2023-2024学年");
        for text in ["3月上旬", "3月初", "三月下旬", "3 月底"] {
            assert_eq!(read(text, false, school), Dated::Vague(day("2024-03")), "{text}");
            assert_eq!(read(text, false, StatedYear::None), Dated::Yearless, "{text}");
        }
        assert_eq!(read("2022-2023学年", false, StatedYear::None), Dated::InYear("2022-2023".parse().unwrap()));
        assert_eq!(read("长期", false, StatedYear::None), Dated::Nothing);
        for text in ["2023.2.29", "2023.13.1", "每年9月", "已公开", "2025.9.31"] {
            assert_eq!(read(text, false, StatedYear::None), Dated::No, "{text}");
        }
    }

    #[test]
    fn what_spreadsheets_show_for_nothing_is_no_day() {
        for text in ["1900-01-01", "1900/1/0", "1899-12-30", "1900年1月0日", "1899-12-31 00:00:00", "1904-01-01"] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Blank, "{text}");
        }
        assert_eq!(read("1900-01-02", false, StatedYear::None), Dated::Literal);
    }

    #[test]
    fn what_has_not_happened_yet_has_no_day_and_says_so() {
        for text in ["未公开", "未发", "待定", "暂缓", "暂缓公开", "待发布", "尚未公开", "未上网", "审核中", "拟公开"]
        {
            assert_eq!(read(text, false, StatedYear::None), Dated::NotYet, "{text}");
        }
        for text in ["长期", "暂无", "/", "不适用"] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Nothing, "{text}");
        }
    }

    #[test]
    fn the_day_of_the_week_beside_a_day_is_known() {
        for (text, day) in [
            ("2025年3月1日（星期二）", Some(Weekday::Tue)),
            ("2025-03-01 周六", Some(Weekday::Sat)),
            ("3月2日 星期天", Some(Weekday::Sun)),
            ("2025年3月1日", None),
            ("第3周", None),
        ] {
            assert_eq!(weekday(text), day, "{text}");
        }
    }
}
