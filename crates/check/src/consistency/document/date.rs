//! Dates in running text.
//!
//! A year that the text does not state is never guessed: where it matters, the test is left out or tried with every
//! year the text allows. Whether a date can be is for the rules to say.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::numbers;

/// A date as printed.
#[derive(Debug, Clone)]
pub(crate) struct DateAt {
    pub(crate) at: Range<usize>,
    pub(crate) year: Option<i32>,
    /// The year stands with an earlier date of the same paragraph, not with this one.
    pub(crate) inherited: bool,
    pub(crate) month: u32,
    pub(crate) day: Option<u32>,
    /// Inside 《》: part of a title.
    pub(crate) titled: bool,
}

impl DateAt {
    /// The day, or the first of the month.
    pub(crate) fn first(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, self.day.unwrap_or(1))
    }

    /// The day, or the last of the month.
    pub(crate) fn last(&self) -> Option<NaiveDate> {
        let year = self.year?;
        NaiveDate::from_ymd_opt(year, self.month, self.day.unwrap_or_else(|| days_in(Some(year), self.month)))
    }
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?P<y>\d{4}|[〇零○一二三四五六七八九]{4})年)?(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(?P<d>\d{1,2}|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[日号])?",
        r"|(?P<y2>(?:19|20)\d\d)(?P<s>[-./])(?P<m2>\d{1,2})(?P<s2>[-./])(?P<d2>\d{1,2})"
    ))
    .expect("a constant pattern")
});

/// Every date of a text, in order, years carried on within it.
pub(crate) fn dates(text: &str) -> Vec<DateAt> {
    let mut found: Vec<DateAt> = Vec::new();
    if !text.contains('月') && !text.contains("20") && !text.contains("19") {
        return found;
    }
    let (mut title_from, mut open) = (0, 0usize);
    for caps in DATE.captures_iter(text) {
        let Some(whole) = caps.get(0) else { continue };
        for c in text[title_from..whole.start()].chars() {
            match c {
                '《' => open += 1,
                '》' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        title_from = whole.start();
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        // After a dash stands the end of a period, or a part of a code.
        let period = found.last().is_some_and(|d| text[d.at.end..whole.start()].chars().all(|c| c == '-'));
        if before.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || (c == '-' && !period)
                || matches!(c, '.' | '/' | '个' | '第' | '〇')
                || numbers::is_numeral(c)
        }) {
            continue;
        }
        let read = |name: &str| caps.name(name).and_then(|m| number(m.as_str()));
        let numeric = caps.name("y2").is_some();
        if numeric
            && (caps.name("s").map(|m| m.as_str()) != caps.name("s2").map(|m| m.as_str())
                || after.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/')))
        {
            continue;
        }
        let own = if numeric { read("y2") } else { read("y") };
        let Some(month) = (if numeric { read("m2") } else { read("m") }) else { continue };
        let day = if numeric { read("d2") } else { read("d") };
        let carried = found.last().and_then(|d| d.year).filter(|_| own.is_none());
        // 2023-13-45 is a code; only the order year-month-day with a month makes it a date.
        if numeric && !(1..=12).contains(&month) {
            continue;
        }
        found.push(DateAt {
            at: whole.range(),
            year: own.and_then(|y| i32::try_from(y).ok()).or(carried),
            inherited: own.is_none(),
            month: u32::try_from(month).unwrap_or(0),
            day: day.and_then(|d| u32::try_from(d).ok()),
            titled: open > 0,
        });
    }
    found
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| numbers::chinese(text))
}

/// The number of days a month can have; February has 29 when the year is not known.
pub(crate) fn days_in(year: Option<i32>, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => year.map_or(29, |y| if NaiveDate::from_ymd_opt(y, 2, 29).is_some() { 29 } else { 28 }),
        _ => 31,
    }
}

/// What stands between the two ends of a period: 至, with a weekday or an hour of the day before it.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:（(?:星期|周)?[^（）]{1,6}）|(?:星期|周)[一二三四五六日天]|上午|下午|晚上?|中午|早上?|\d{1,2}：\d{2}",
        r"|\d{1,2}[时点](?:\d{1,2}分|半|整)?|[零一二三四五六七八九十]{1,3}[时点]|起|开始)*，?(?:至|到|--?|~)，?$"
    ))
    .expect("a constant pattern")
});

/// Whether two dates with this between them are the ends of one period.
pub(crate) fn is_period(between: &str) -> bool {
    UNTIL.is_match(between)
}
