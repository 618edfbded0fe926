//! The clock of a request in words, for applicant and office alike: how much is left, by which rule, and each day explained in
//! runs of days that are to the clock the same.

use app::words::Lang;
use chrono::{Datelike, NaiveDate};
use domain::date::PartialDate;
use domain::request::{Alarm, Clock, Day, Face, Mark, Regime, Terms};

/// Days one after the other that are to the clock the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// `8月24日—26日`.
    pub(crate) days: String,
    /// What they are.
    pub(crate) what: String,
}

/// A date in words.
pub(crate) fn day(lang: Lang, day: NaiveDate) -> String {
    let date = PartialDate::Day(day);
    if lang == Lang::Zh { date.zh() } else { date.to_string() }
}

/// The last day of a clock, and that it may still move when it may.
pub(crate) fn due(lang: Lang, clock: &Clock) -> String {
    let last = day(lang, clock.due.date());
    match clock.due.is_provisional() {
        true => lang.say_with("request-due-provisional", &[("day", &last)]),
        false => last,
    }
}

/// A date without its year where that is another date's.
fn short(lang: Lang, date: NaiveDate, beside: Option<NaiveDate>) -> String {
    match lang {
        Lang::Zh if beside.is_some_and(|one| one.year() == date.year()) => {
            format!("{}月{}日", date.month(), date.day())
        }
        _ => day(lang, date),
    }
}

/// How much is left.
pub(crate) fn left(lang: Lang, face: Face) -> String {
    match face {
        Face::Running { left: 0 } => lang.say("request-left-today"),
        Face::Running { left } if left < 0 => lang.count("request-late", left.unsigned_abs()),
        Face::Running { left } => lang.count("request-left", left.unsigned_abs()),
        Face::Paused { .. } => lang.say("request-left-paused"),
        Face::Waiting => lang.say("request-left-waiting"),
        Face::Ended { late: 0 } => lang.say("request-ended-in-time"),
        Face::Ended { late } => lang.count("request-ended-late", late.unsigned_abs()),
    }
}

/// Whether somebody should look at once.
pub(crate) fn is_late(alarm: &Alarm) -> bool {
    matches!(alarm.face, Face::Running { left } if left < 0)
}

/// By which rule a clock runs, in words.
pub(crate) fn regime(lang: Lang, regime: Regime) -> String {
    match lang {
        Lang::Zh => regime.zh().to_string(),
        Lang::En => lang.say(&format!("request-regime-{}", regime.code())),
    }
}

/// The article by which a clock runs, and how sure it is.
pub(crate) fn basis(lang: Lang, clock: &Clock, terms: &Terms) -> String {
    let (answer, extension) = match clock.regime {
        Regime::Decree => (&terms.decree_answer, &terms.decree_extension),
        Regime::State => (&terms.state_answer, &terms.state_extension),
    };
    let days = answer.days.to_string();
    let mut words = lang.say_with("request-basis", &[("days", &days), ("article", &answer.article)]);
    if clock.extended > 0 {
        let days = clock.extended.to_string();
        words += &lang.say_with("request-basis-extended", &[("days", &days), ("article", &extension.article)]);
    }
    if clock.paused > 0 {
        words += &lang.count("request-basis-paused", u64::from(clock.paused));
        // The decree has no such rule: that its clock stands still as well is a reading the school confirms.
        if clock.regime == Regime::Decree {
            words += &lang.say("request-basis-paused-read");
        }
    }
    if clock.due.is_provisional() {
        words += &lang.say("request-basis-provisional");
    }
    words
}

/// Each day, in runs.
pub(crate) fn runs(lang: Lang, days: &[Day]) -> Vec<Run> {
    let mut runs: Vec<(NaiveDate, NaiveDate, Mark, Mark)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last, _, end)) if is_same(*end, day.mark) => {
                (*last, *end) = (day.date, day.mark);
            }
            _ => runs.push((day.date, day.date, day.mark, day.mark)),
        }
    }
    let first = days.first().map(|day| day.date);
    runs.into_iter()
        .map(|(from, to, begin, end)| Run {
            days: match from == to {
                true => short(lang, from, first.filter(|first| *first != from)),
                false => {
                    let (from_words, to_words) = (short(lang, from, first), short(lang, to, Some(from)));
                    lang.say_with("request-span", &[("from", &from_words), ("to", &to_words)])
                }
            },
            what: what(lang, begin, end),
        })
        .collect()
}

fn is_same(one: Mark, other: Mark) -> bool {
    match (one, other) {
        (Mark::Counted { worked: a, .. }, Mark::Counted { worked: b, .. }) => a == b,
        (Mark::Off(a), Mark::Off(b)) => a == b,
        (one, other) => one == other && one != Mark::Zero,
    }
}

fn what(lang: Lang, begin: Mark, end: Mark) -> String {
    match (begin, end) {
        (Mark::Counted { n: first, worked }, Mark::Counted { n: last, .. }) => {
            let numbers = match first == last {
                true => lang.say_with("request-day-n", &[("n", &first.to_string())]),
                false => lang.say_with("request-days-n", &[("first", &first.to_string()), ("last", &last.to_string())]),
            };
            if worked { format!("{numbers}{}", lang.say("request-day-worked")) } else { numbers }
        }
        (Mark::Zero, _) => lang.say("request-day-zero"),
        (Mark::Paused, _) => lang.say("request-day-paused"),
        (Mark::Off(kind), _) => lang.say(&format!("request-day-{}", kind.code())),
        (Mark::Counted { .. }, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::DayKind;

    #[test]
    fn days_that_are_the_same_to_the_clock_are_told_together() {
        let of = |text: &str, mark| Day { date: text.parse().unwrap(), mark, known: true };
        let counted = |n| Mark::Counted { n, worked: false };
        let days = [
            of("2026-10-08", Mark::Zero),
            of("2026-10-09", counted(1)),
            of("2026-10-10", Mark::Counted { n: 2, worked: true }),
            of("2026-10-11", Mark::Off(DayKind::Weekend)),
            of("2026-10-12", counted(3)),
            of("2026-10-13", counted(4)),
            of("2026-10-14", Mark::Paused),
        ];
        let told: Vec<String> =
            runs(Lang::Zh, &days).into_iter().map(|run| format!("{} {}", run.days, run.what)).collect();
        assert_eq!(
            told,
            [
                "2026年10月8日 收到当日，不计",
                "10月9日 第1天",
                "10月10日 第2天（调休上班）",
                "10月11日 周末，不计",
                "10月12日—10月13日 第3—4天",
                "10月14日 征求第三方意见，不计",
            ]
        );
    }
}
