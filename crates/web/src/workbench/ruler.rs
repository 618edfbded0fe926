//! The ruler of days (工作日尺): every day from the one on which a clock began to the one on which it ends, which of them
//! count, and where today stands; with a sentence that says the same.

use crate::workbench::bench::Bench;
use app::desk::Due;
use chrono::NaiveDate;
use domain::calendar::{Calendar, DayKind};
use domain::publicity::Days;
use std::fmt::Write;

/// Most days that are drawn; what is longer is told in the sentence only.
const LONGEST: i64 = 70;
/// Width of a working day, and of one that does not count.
const STEP: i32 = 11;

/// The ruler and what it says.
pub(crate) struct Ruler {
    /// The drawing, of digits and markup of ours only; empty when it would be too long.
    pub(crate) svg: String,
    /// `9月15日起，10月19日到期`.
    pub(crate) caption: String,
    /// How it was counted.
    pub(crate) counted: String,
}

impl Ruler {
    /// From the day on which something was made to the one by which it has to be public.
    pub(crate) fn new(bench: &Bench, calendar: &Calendar, made: NaiveDate, due: Due) -> Ruler {
        let (from, to) = (bench.short(&made), bench.short(&due.on));
        let caption = bench.lang.say_with("work-ruler", &[("from", &from), ("to", &to)]);
        let skipped: Vec<String> = spans(calendar, made, due.on, |kind| !kind.is_working())
            .iter()
            .map(|(first, last)| span(bench, *first, *last))
            .collect();
        let worked: Vec<String> = spans(calendar, made, due.on, |kind| kind == DayKind::WorkedWeekend)
            .iter()
            .map(|(first, last)| span(bench, *first, *last))
            .collect();
        let days = calendar.between(made, due.on).0.unsigned_abs();
        let comma = bench.say("portal-list-comma");
        let mut counted = bench.lang.say_with("work-ruler-counted", &[("from", &from), ("days", &days.to_string())]);
        if !skipped.is_empty() {
            counted.push_str(&bench.say1("work-ruler-skipped", "days", skipped.join(&comma)));
        }
        if !worked.is_empty() {
            counted.push_str(&bench.say1("work-ruler-worked", "days", worked.join(&comma)));
        }
        if due.provisional {
            counted.push_str(&bench.say("work-ruler-provisional"));
        }
        let svg = if (0..=LONGEST).contains(&(due.on - made).num_days()) {
            let (from, to) = (bench.say1("work-ruler-made", "day", &from), bench.say1("work-ruler-due", "day", &to));
            let counts = |kind: DayKind| kind.is_working();
            draw(bench, calendar, (made, due.on), counts, (&from, &to), &caption)
        } else {
            String::new()
        };
        Ruler { svg, caption, counted }
    }

    /// From the day on which something is posted to the last on which it stands, counted in days of a sort.
    pub(crate) fn of_period(
        bench: &Bench,
        calendar: &Calendar,
        (from, last): (NaiveDate, NaiveDate),
        days: Days,
        provisional: bool,
    ) -> Ruler {
        let (first, end) = (bench.short(&from), bench.short(&last));
        let words = [("from", first.as_str()), ("to", end.as_str())];
        let caption = bench.lang.say_with("periods-ruler", &words);
        let comma = bench.say("portal-list-comma");
        let told = |wanted: fn(DayKind) -> bool| {
            let spans = spans(calendar, from, last, wanted);
            spans.iter().map(|(first, last)| span(bench, *first, *last)).collect::<Vec<_>>().join(&comma)
        };
        let mut counted = bench.say1("periods-ruler-zero", "day", &first);
        if days == Days::Working {
            let (skipped, worked) = (told(|kind| !kind.is_working()), told(|kind| kind == DayKind::WorkedWeekend));
            if !skipped.is_empty() {
                counted.push_str(&bench.say1("work-ruler-skipped", "days", skipped));
            }
            if !worked.is_empty() {
                counted.push_str(&bench.say1("work-ruler-worked", "days", worked));
            }
        } else {
            counted.push_str(&bench.say("periods-ruler-calendar"));
        }
        if provisional {
            counted.push_str(&bench.say("work-ruler-provisional"));
        }
        let fits = (0..=LONGEST).contains(&(last - from).num_days());
        let counts = |kind: DayKind| days == Days::Calendar || kind.is_working();
        let ends = (bench.say1("periods-ruler-from", "day", &first), bench.say1("periods-ruler-to", "day", &end));
        let svg = match fits {
            true => draw(bench, calendar, (from, last), counts, (&ends.0, &ends.1), &caption),
            false => String::new(),
        };
        Ruler { svg, caption, counted }
    }
}

fn span(bench: &Bench, first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        return bench.short(&first);
    }
    bench.lang.say_with("work-ruler-span", &[("from", &bench.short(&first)), ("to", &bench.short(&last))])
}

/// Runs of days of a kind after the first day.
fn spans(
    calendar: &Calendar,
    made: NaiveDate,
    due: NaiveDate,
    wanted: impl Fn(DayKind) -> bool,
) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in made.iter_days().skip(1).take_while(|day| *day <= due) {
        if !wanted(calendar.kind(day)) {
            continue;
        }
        match spans.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(day) => *last = day,
            _ => spans.push((day, day)),
        }
    }
    spans
}

/// Words in it are dates and the caption; markup that could stand in them is taken out.
fn draw(
    bench: &Bench,
    calendar: &Calendar,
    (made, due): (NaiveDate, NaiveDate),
    counts: impl Fn(DayKind) -> bool,
    (from, to): (&str, &str),
    caption: &str,
) -> String {
    let plain = |text: &str| text.replace(['<', '>', '&', '"'], "");
    let (mut marks, mut x) = (String::new(), 4);
    for day in made.iter_days().take_while(|day| *day <= due) {
        let kind = calendar.kind(day);
        let middle = x + 4;
        // Writing to a string cannot fail.
        let _ = if day == made {
            write!(marks, "<circle class=\"now\" cx=\"{middle}\" cy=\"24\" r=\"4\"/>")
        } else if counts(kind) {
            let class = if day < bench.today { "p" } else { "w" };
            write!(marks, "<rect class=\"{class}\" x=\"{x}\" y=\"20\" width=\"8\" height=\"8\"/>")
        } else {
            write!(marks, "<circle class=\"r\" cx=\"{middle}\" cy=\"24\" r=\"1.5\"/>")
        };
        if kind == DayKind::WorkedWeekend && day != made {
            let word = plain(&bench.say("work-ruler-shift"));
            let _ = write!(marks, "<text x=\"{middle}\" y=\"13\" text-anchor=\"middle\">{word}</text>");
        }
        if day == bench.today {
            let _ = write!(marks, "<path class=\"now\" d=\"M{} 6h10l-5 8z\"/>", middle - 5);
        }
        if day == due {
            let _ = write!(marks, "<rect class=\"d\" x=\"{}\" y=\"18\" width=\"12\" height=\"12\"/>", x - 2);
        }
        x += STEP;
    }
    let (width, made_word, due_word) = ((x + 4).max(180), plain(from), plain(to));
    format!(
        "<svg role=\"img\" aria-label=\"{}\" width=\"{width}\" height=\"50\" viewBox=\"0 0 {width} 50\">{marks}\
         <text x=\"0\" y=\"45\">{made_word}</text><text class=\"b\" x=\"{}\" y=\"45\" text-anchor=\"end\">{due_word}</text></svg>",
        plain(caption),
        width - 2
    )
}
