//! Dates as clerks write them, beyond the notations that [`PartialDate`] reads by itself.
//!
//! A part of a date is never invented: what lacks a year takes it only from where the sheet or row states one, and what
//! may be two dates is asked. Nothing here knows a column.

mod part;

use crate::date::{PartialDate, half_width};
use crate::school_year::SchoolYear;
use crate::zh;
use chrono::{Datelike, NaiveDate};
pub(super) use part::span;

/// The year that a sheet's title, its name or the row itself states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatedYear {
    /// None, or several.
    #[default]
    None,
    /// A calendar year.
    Calendar(i32),
    /// A school year: September to December are its first calendar year.
    School(SchoolYear),
}

impl StatedYear {
    /// The year that a title states, when it states one: `2024-2025学年`, `2024年度`. Two different ones state none.
    pub fn of(title: &str) -> StatedYear {
        let plain: Vec<char> = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(year) = of_its_months(&plain.iter().collect::<String>()) {
            return StatedYear::School(year);
        }
        let mut found: Vec<StatedYear> = Vec::new();
        let mut at = 0;
        while at < plain.len() {
            let digits = plain[at..].iter().take_while(|c| c.is_ascii_digit()).count();
            if digits == 0 {
                at += 1;
                continue;
            }
            let number: i32 = plain[at..at + digits.min(8)].iter().collect::<String>().parse().unwrap_or_default();
            let after = &plain[at + digits..];
            at += digits;
            if digits != 4 || !(1990..=2100).contains(&number) {
                continue;
            }
            let dash = usize::from(after.first() == Some(&'年'));
            let second: String = match after.get(dash) {
                Some('-' | '—' | '–' | '~' | '至' | '/') => after[dash + 1..]
                    .iter()
                    .skip_while(|c| matches!(c, '-' | '—'))
                    .take_while(|c| c.is_ascii_digit())
                    .collect(),
                _ => String::new(),
            };
            let next = second.parse::<i32>().ok().filter(|next| *next == number + 1 || *next == (number + 1) % 100);
            match next {
                Some(_) => {
                    found.extend(SchoolYear::beginning(number).map(StatedYear::School));
                    at += dash + 1 + second.len();
                }
                // 2025年9月10日 is a day, of when the sheet was filled in.
                None if matches!(after, ['学', ..])
                    || matches!(after, ['年', rest @ ..] if !rest.first().is_some_and(char::is_ascii_digit)) =>
                {
                    found.push(StatedYear::Calendar(number));
                }
                None => {}
            }
        }
        found.dedup();
        match found.as_slice() {
            [only] => *only,
            _ => StatedYear::None,
        }
    }

    /// Whether a date lies in it.
    fn holds(self, date: PartialDate) -> bool {
        let Some((first, last)) = date.span() else { return false };
        match self {
            StatedYear::None => false,
            StatedYear::Calendar(year) => first.year() == year && last.year() == year,
            StatedYear::School(year) => [first, last].iter().all(|day| SchoolYear::of(*day) == year),
        }
    }

    fn of_month(self, month: u32) -> Option<i32> {
        match self {
            StatedYear::None => None,
            StatedYear::Calendar(year) => Some(year),
            StatedYear::School(year) => Some(year.first_year() + i32::from(month < 9)),
        }
    }
}

/// Letters and signs of a heading that says a year and nothing else: 2024—2025学年信息公开台账.
const OF_A_YEAR: &str = "年学度第一二上下期信息公开台账情况统计明细一览汇总表-—–~至/()()、:";

/// The year of a row between the others that is nothing but a year: what follows is of it.
pub fn year_of_group(cells: &[String]) -> Option<StatedYear> {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let only = filled.next()?;
    if filled.any(|cell| cell != only) {
        return None;
    }
    let plain: String = half_width(only).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.chars().all(|c| c.is_ascii_digit() || OF_A_YEAR.contains(c));
    Some(StatedYear::of(only)).filter(|year| bare && *year != StatedYear::None)
}

/// The school year whose first and last month a title states: 2023年9月—2024年8月, 2023.9.1-2024.8.31.
fn of_its_months(plain: &str) -> Option<SchoolYear> {
    let states = |year: i32| {
        let from = [format!("{year}年9月"), format!("{year}年09月"), format!("{year}.9.1"), format!("{year}.09.01")];
        let next = year + 1;
        let until = [format!("{next}年8月"), format!("{next}年08月"), format!("{next}.8.31"), format!("{next}.08.31")];
        from.iter().zip(until.iter()).any(|(from, until)| {
            plain
                .split_once(from.as_str())
                .is_some_and(|(_, rest)| rest.chars().take(24).collect::<String>().contains(until.as_str()))
        })
    };
    let mut years = (1990..2100).filter(|year| plain.contains(&year.to_string()) && states(*year));
    match (years.next(), years.next()) {
        (Some(year), None) => SchoolYear::beginning(year),
        _ => None,
    }
}

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
    /// No date.
    No,
}

/// Reads a cell. `number` says that the file holds a number there, which has lost its closing zeros.
pub(super) fn read(text: &str, number: bool, stated: StatedYear) -> Dated {
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
    if matches!(
        plain.as_str(),
        "长期" | "长期公开" | "待定" | "暂无" | "未定" | "/" | "\\" | "--" | "---" | "–" | "未公开" | "不适用"
    ) {
        return Dated::Nothing;
    }
    let bare = bare(&half);
    let read = [part::school_year, part::part, period, one, yearless, part::tenth, foreign, several]
        .into_iter()
        .find_map(|read| read(&bare, number, stated))
        .unwrap_or(Dated::No);
    if is_about(&plain) { about(read) } else { read }
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

/// May 12, 2023, 12 May 2023, 5-Mar-24, 5-Mar and May 2023, as spreadsheets with an English face show dates.
fn foreign(bare: &str, _: bool, stated: StatedYear) -> Option<Dated> {
    let lower = bare.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split([' ', '.', ',', '-', '/']).filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        [first, rest @ ..] if is_name(first, &WEEKDAYS).is_some() => rest,
        all => all,
    };
    let at = parts.iter().position(|part| is_name(part, &MONTHS).is_some())?;
    let month = is_name(parts[at], &MONTHS)?;
    let number = |text: &str| -> Option<u32> {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|tail| text.strip_suffix(tail)).unwrap_or(text);
        bare.parse().ok().filter(|_| bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit()))
    };
    let year = |text: &str| match text.len() {
        4 => text.parse::<i32>().ok().filter(|year| (1990..=2100).contains(year)),
        2 => text.parse::<i32>().ok().map(|year| 2000 + year),
        _ => None,
    };
    let others: Vec<&str> = parts.iter().enumerate().filter(|(part, _)| *part != at).map(|(_, part)| *part).collect();
    let day = |of: i32, day: &str| Some(PartialDate::Day(full(of, month, number(day)?)?));
    match (at, others.as_slice()) {
        (0 | 1, [first, last]) => {
            let date = day(year(last)?, first)?;
            // 24-Mar-05 would be the 5th in a book of that year.
            let other = (last.len() == 2 && first.len() == 2).then(|| day(2000 + first.parse::<i32>().ok()?, last));
            match other.flatten().filter(|other| *other != date && stated.holds(*other) && !stated.holds(date)) {
                Some(other) => Some(Dated::Doubtful(vec![date, other])),
                None => Some(Dated::Other(date)),
            }
        }
        (0, [last]) if last.len() == 4 => Some(Dated::Other(PartialDate::Month(year(last)?, month))),
        // Mar-24 is a month of that year in one spreadsheet, a day of March in another.
        (0, [last]) => {
            let dated = stated.of_month(month).and_then(|year| day(year, last));
            let month = year(last).map(|year| PartialDate::Month(year, month));
            Some(Dated::Doubtful([dated, month].into_iter().flatten().collect()))
        }
        (1, [first]) if first.len() == 4 => Some(Dated::Other(PartialDate::Month(year(first)?, month))),
        (1, [first]) => {
            full(2024, month, number(first)?)?;
            let dated = stated.of_month(month).and_then(|year| day(year, first));
            Some(dated.map_or(Dated::Yearless, Dated::OfStatedYear))
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Which of the names a word is, whole or by its first three letters or four; from 1.
fn is_name(word: &str, names: &[&str]) -> Option<u32> {
    let at = names.iter().position(|name| *name == word || (3..=4).contains(&word.len()) && name.starts_with(word))?;
    u32::try_from(at).ok()?.checked_add(1)
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
    fn a_row_that_is_nothing_but_a_year_heads_the_rows_below() {
        let of = |cells: &[&str]| year_of_group(&cells.iter().map(|cell| cell.to_string()).collect::<Vec<_>>());
        let school = StatedYear::of("2024-2025学年");
        for text in ["2024—2025学年", "2024-2025学年信息公开台账", "（2024至2025学年）"] {
            assert_eq!(of(&["", text, ""]), Some(school), "{text}");
        }
        assert_eq!(of(&["2025年", "2025年"]), Some(StatedYear::Calendar(2025)), "a merged cell in each of its columns");
        for cells in [&["2024年工作要点"][..], &["2024-2025学年", "36"], &["一、基本信息"], &[""]] {
            assert_eq!(of(cells), None, "{cells:?}");
        }
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
        for text in ["2023.2.29", "2023.13.1", "1899-12-30", "每年9月", "已公开", "2025.9.31"] {
            assert_eq!(read(text, false, StatedYear::None), Dated::No, "{text}");
        }
    }
}
