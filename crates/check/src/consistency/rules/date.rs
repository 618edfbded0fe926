//! Rule `date`: dates that cannot be or that contradict each other.
//!
//! A year that the text does not state is never guessed: where it matters, the test is left out or tried with every
//! year the text allows.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use domain::calendar::Calendar;
use regex::Regex;

use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::date::{DateAt, days_in, is_period};
use crate::consistency::document::norm::Norm;
use crate::consistency::finding::{Derived, Finding, Message, Printed, Required, Rule, Severity, Stated};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words;

/// The rule keeps nothing from one paragraph to the next.
pub(crate) struct Dates;

impl Check for Dates {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        examine(paragraph.norm, paragraph.dates, &paragraph.document.profile.years, sink);
    }
}

/// Tests the dates of a paragraph; `years` are those that the document states.
fn examine(norm: &Norm, all: &[DateAt], years: &[i32], sink: &mut Sink) {
    for (i, date) in all.iter().enumerate() {
        if date.titled {
            continue;
        }
        sink.claims += 1;
        if impossible(norm, date, sink) {
            continue;
        }
        weekday(norm, date, years, sink);
        day_alone(norm, date, sink);
        if let Some(next) = all.get(i + 1) {
            order(norm, date, next, sink);
        }
    }
    notice_after_publicity(norm, all, sink);
    school_years(norm, sink);
}

fn impossible(norm: &Norm, date: &DateAt, sink: &mut Sink) -> bool {
    let own_year = date.year.filter(|_| !date.inherited);
    let months = if own_year.is_some() || date.day.is_some() { 1..=12 } else { 0..=99 };
    let bad_month = !months.contains(&date.month);
    let bad_day = date.day.is_some_and(|d| d == 0 || d > days_in(own_year, date.month));
    if !bad_month && !bad_day {
        return false;
    }
    let text = &norm.text[date.at.clone()];
    let most = days_in(own_year, date.month);
    let message = if bad_month {
        Message::new(
            format!("“{text}”不是日期：没有 {} 月，请改正。", date.month),
            format!("“{text}” is not a date: there is no month {}. Correct it.", date.month),
        )
    } else {
        Message::new(
            format!("“{text}”不是日期：该月只有 {most} 天，请改正。"),
            format!("“{text}” is not a date: that month has {most} days. Correct it."),
        )
    };
    let finding = Finding::new(Rule::Date, Severity::Error, norm.source(&date.at), message)
        .instead(Required::new(if bad_month { "1-12".to_owned() } else { format!("1-{most}") }), Printed::new(text));
    sink.report(finding);
    true
}

/// What may stand between a day and its weekday: the hour, 农历, a comma. 周 behind a comma may be a name.
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:上午|下午|晚上?|中午|早上)?(?:\d{1,2}：\d{2}(?:-\d{1,2}：\d{2})?|\d{1,2}[时点](?:\d{1,2}分|半|整)?)?)",
        r"(?:（?(?:星期|礼拜|周)|(?:，|是|为)(?:星期|礼拜)|（农历[^（），]{1,10}[，、](?:星期|礼拜|周))"
    ))
    .expect("a constant pattern")
});

const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

const ENGLISH_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn weekday(norm: &Norm, date: &DateAt, stated_years: &[i32], sink: &mut Sink) {
    let (Some(day), after) = (date.day, &norm.text[date.at.end..]) else { return };
    let Some(named) = WEEKDAY.find(after) else { return };
    let rest = &after[named.end()..];
    let Some(c) = rest.chars().next() else { return };
    let Some(stated) = (if c == '天' { Some(6) } else { DAYS.iter().position(|d| d.starts_with(c)) }) else { return };
    let of =
        |year: i32| NaiveDate::from_ymd_opt(year, date.month, day).map(|d| d.weekday().num_days_from_monday() as usize);
    let (years, severity): (Vec<i32>, Severity) = match date.year {
        Some(year) if !date.inherited => (vec![year], Severity::Error),
        Some(year) => (vec![year, year + 1], Severity::Warning),
        None => (stated_years.to_vec(), Severity::Warning),
    };
    // A year that the document nowhere states is not guessed.
    if years.is_empty() || years.len() > 4 {
        return;
    }
    sink.claims += 1;
    // A notice of December speaks of January without naming the new year.
    let turn = (date.year.is_none() && date.month <= 3).then(|| years.iter().map(|y| y + 1)).into_iter().flatten();
    if years.iter().copied().chain(turn).any(|y| of(y) == Some(stated)) {
        return;
    }
    let Some(right) = years.first().and_then(|y| of(*y)) else { return };
    let end = norm.text.len() - rest.len() + c.len_utf8();
    let text = &norm.text[date.at.clone()];
    let message = Message::new(
        format!("{}年{}月{day}日是星期{}，文中写作星期{c}：请改正日期或星期。", years[0], date.month, DAYS[right]),
        format!(
            "{} is a {}; the text says {}. Correct the date or the weekday.",
            NaiveDate::from_ymd_opt(years[0], date.month, day).map(|d| d.to_string()).unwrap_or_default(),
            ENGLISH_DAYS[right.min(6)],
            ENGLISH_DAYS[stated.min(6)]
        ),
    );
    let finding = Finding::new(Rule::Date, severity, norm.source(&(date.at.start..end)), message)
        .instead(Required::new(format!("星期{}", DAYS[right])), Printed::new(format!("{text} 星期{c}")));
    sink.report(finding);
}

/// 9月28日至3日: the end gives its day alone.
static DAY_ALONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:（(?:星期|周).）)?(?:至|到|-|~)(\d{1,2})日").expect("a constant pattern"));

fn day_alone(norm: &Norm, from: &DateAt, sink: &mut Sink) {
    let (Some(first), Some(caps)) = (from.day, DAY_ALONE.captures(&norm.text[from.at.end..])) else { return };
    let (Some(last), Some(whole)) = (caps[1].parse::<u32>().ok(), caps.get(0)) else { return };
    sink.claims += 1;
    if last < first {
        backwards(norm, &(from.at.start..from.at.end + whole.end()), Severity::Warning, sink);
    }
}

fn backwards(norm: &Norm, place: &Range<usize>, severity: Severity, sink: &mut Sink) {
    let text = &norm.text[place.clone()];
    let message = Message::new(
        format!("起止日期颠倒：“{text}”止在起之前，请改正。"),
        format!("The period “{text}” ends before it begins. Correct one of the days."),
    );
    sink.report(
        Finding::new(Rule::Date, severity, norm.source(place), message).instead(Required::new(""), Printed::new(text)),
    );
}

/// A period that ends before it begins.
fn order(norm: &Norm, from: &DateAt, to: &DateAt, sink: &mut Sink) {
    let Some(between) = norm.text.get(from.at.end..to.at.start) else { return };
    if to.titled || !is_period(between) {
        return;
    }
    sink.claims += 1;
    // 10月20日至10月16日: whatever the year, nobody means a period of a year less four days.
    if let (None, None, Some(a), Some(b)) = (from.year, to.year, from.day, to.day)
        && from.month == to.month
        && b < a
    {
        backwards(norm, &(from.at.start..to.at.end), Severity::Warning, sink);
    }
    let (Some(a), Some(b)) = (from.first(), to.last()) else { return };
    let back = (a - b).num_days();
    if back <= 0 && from.day.is_some() && to.day.is_some() {
        duration(norm, from, to, 1 - back, sink);
    }
    // 2023年12月28日至1月5日 leaves out the new year, which everybody understands.
    // 2022年9月1日至8月31日 leaves it out, too.
    if back <= 0 || (to.inherited && (back > 60 || back <= 2)) {
        return;
    }
    let range = norm.source(&(from.at.start..to.at.end));
    let message = Message::new(
        format!("起止日期颠倒：止于 {b}，早于起始的 {a}，请改正其中一个。"),
        format!("The period ends on {b}, before it begins on {a}. Correct one of them."),
    );
    let finding = Finding::new(Rule::Date, Severity::Error, range, message)
        .instead(Required::new(format!("≥{a}")), Printed::new(b));
    sink.report(finding);
}

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:（星期.）|（周.）)?[（，、](?:共计|共|为期|计)?(\d{1,3})(个工作日|天|日)(?:[）。，；]|$)")
        .expect("a constant pattern")
});

/// 公示期7天，自2023年5月12日至5月16日.
static DURATION_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:期|时间|期限|时长|历时)(?:为期|为|共计|共|：)?(\d{1,3})(个工作日|天|日)[，（：](?:即|自|从|时间为|具体为|为)?$")
        .expect("a constant pattern")
});

/// The calendar of working days, of the years whose notices are known.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::mainland);

/// How many working days there are, both ends included; `None` when the holidays of the year are not known.
fn working_days(from: &DateAt, to: &DateAt) -> Option<i64> {
    let (first, last) = (from.first()?, to.last()?);
    let (days, provisional) = CALENDAR.between(first, last);
    (!provisional).then(|| days + i64::from(CALENDAR.is_working_day(first)))
}

/// 2023年5月10日至5月16日（7天）: the stated length against the days. The first day may count or not.
/// Of working days in a year whose holidays are not known only their most is known.
fn duration(norm: &Norm, from: &DateAt, to: &DateAt, days: i64, sink: &mut Sink) {
    let lead = tail(&norm.text[..from.at.start], 90);
    let behind = DURATION.captures(&norm.text[to.at.end..]);
    let Some(caps) = behind.or_else(|| DURATION_BEFORE.captures(lead)) else { return };
    let (Some(stated), Some(whole)) = (caps[1].parse::<i64>().ok(), caps.get(0)) else { return };
    let working = &caps[2] == "个工作日";
    sink.claims += 1;
    let days = if working { working_days(from, to).unwrap_or(days) } else { days };
    let most_of_them = if working && working_days(from, to).is_some() { days - 2..=days } else { 0..=days };
    if (working && most_of_them.contains(&stated)) || (!working && (days - 1..=days).contains(&stated)) {
        return;
    }
    let place = if lead.ends_with(whole.as_str()) && whole.start() > 0 || lead == whole.as_str() {
        from.at.start - whole.as_str().len()..to.at.end
    } else {
        from.at.start..to.at.end + whole.as_str().trim_end_matches(['。', '，', '；']).len()
    };
    let range = norm.source(&place);
    let counted =
        if working && working_days(from, to).is_some() { ("个工作日", "working days") } else { (" 天", "days") };
    let message = Message::new(
        format!("起止日期之间共 {days}{}，文中写作 {stated}{}：请改正天数或日期。", counted.0, &caps[2]),
        format!(
            "From the first to the last day there are {days} {}; {stated} are stated. Correct one or the other.",
            counted.1
        ),
    );
    sink.report(
        Finding::new(Rule::Date, Severity::Warning, range, message).mismatch(Stated::new(stated), Derived::new(days)),
    );
}

/// The list is shown before the notice that calls for it went out.
fn notice_after_publicity(norm: &Norm, all: &[DateAt], sink: &mut Sink) {
    let mut notice: Option<(&DateAt, NaiveDate)> = None;
    for (i, date) in all.iter().enumerate().filter(|(_, d)| !d.titled && d.day.is_some()) {
        let Some(day) = date.first() else { continue };
        let before = tail(&norm.text[..date.at.start], 150);
        let clause = before.rsplit(['，', '；', '。']).next().unwrap_or("");
        let until = all.get(i + 1).filter(|d| !d.titled).map_or(norm.text.len(), |d| d.at.start);
        let after = head(&norm.text[date.at.end..until.max(date.at.end)], 150);
        let after = after.split(['，', '；', '。']).next().unwrap_or("");
        let issues = words::ISSUES.iter().any(|w| after.contains(w));
        if clause.contains("名单") && after.contains("公示") {
            let Some((from, issued)) = notice else { continue };
            sink.claims += 1;
            if day < issued && !date.inherited && !from.inherited {
                let message = Message::new(
                    format!("名单公示日期 {day} 早于通知发布日期 {issued}：请核对两个日期。"),
                    format!("The list was shown on {day}, before the notice went out on {issued}. Check both dates."),
                );
                let finding =
                    Finding::new(Rule::Date, Severity::Warning, norm.source(&(from.at.start..date.at.end)), message)
                        .instead(Required::new(format!("≥{issued}")), Printed::new(day))
                        .places(vec![norm.source(&from.at), norm.source(&date.at)]);
                sink.report(finding);
            }
        } else if clause.contains("通知") && issues {
            notice = Some((date, day));
        }
    }
}

static SCHOOL_YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"((?:19|20)\d\d)-((?:19|20)\d\d)(?:-[12])?学年").expect("a constant pattern"));

/// A school year that runs backwards or stands still.
fn school_years(norm: &Norm, sink: &mut Sink) {
    if !norm.text.contains("学年") {
        return;
    }
    for caps in SCHOOL_YEAR.captures_iter(&norm.text) {
        let (Some(whole), Ok(a), Ok(b)) = (caps.get(0), caps[1].parse::<i32>(), caps[2].parse::<i32>()) else {
            continue;
        };
        sink.claims += 1;
        if b > a {
            continue;
        }
        let message = Message::new(
            format!("学年写作 {a}-{b}：止年应为 {}。", a + 1),
            format!("The school year {a}-{b} runs backwards: it should end in {}.", a + 1),
        );
        let finding = Finding::new(Rule::Date, Severity::Error, norm.source(&whole.range()), message)
            .instead(Required::new(format!("{a}-{}", a + 1)), Printed::new(format!("{a}-{b}")));
        sink.report(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::consistency::finding::{Rule, Severity};
    use crate::consistency::testing::findings;

    #[test]
    fn a_day_that_its_month_does_not_have_is_an_error_in_plain_words() {
        let found = findings(Rule::Date, &["公示自2023年4月25日起，至2023年4月31日止。"]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].severity, found[0].expected.as_deref()), (Severity::Error, Some("1-30")));
        assert!(found[0].message.en.contains("is not a date"), "{}", found[0].message.en);
    }

    #[test]
    fn a_weekday_is_tried_with_every_year_the_text_states() {
        assert!(findings(Rule::Date, &["2023年工作安排", "会议定于5月10日（星期三）召开。"]).is_empty());
        let found = findings(Rule::Date, &["2023年工作安排", "会议定于5月10日（星期四）召开。"]);
        assert_eq!(found[0].expected.as_deref(), Some("星期三"));
        assert!(findings(Rule::Date, &["会议定于5月10日（星期四）召开。"]).is_empty(), "no year is guessed");
    }

    #[test]
    fn the_new_year_need_not_be_said() {
        assert!(findings(Rule::Date, &["放假时间为2023年12月28日至1月5日。"]).is_empty());
        assert_eq!(findings(Rule::Date, &["放假时间为2023年12月28日至2023年1月5日。"]).len(), 1);
    }
}
