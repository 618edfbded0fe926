//! The front page of the workbench: what waits for whoever sits here, and the coming working days.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::desk::{Home, Task, Why};
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::{Calendar, DayKind};
use std::sync::Arc;

/// Working days that the calendar of the front page reaches.
const AHEAD: u32 = 20;

/// A day of the calendar.
struct Day {
    day: NaiveDate,
    kind: DayKind,
    /// Which working day from today it is.
    nth: Option<u32>,
    /// Tasks that have to be public by it.
    due: usize,
}

#[derive(Template)]
#[template(path = "workbench/home.html")]
struct HomePage {
    bench: Bench,
    home: Home,
    /// Only what is theirs to judge.
    review: bool,
    weeks: Vec<Vec<Day>>,
}

impl HomePage {
    fn heading(&self) -> String {
        let waiting = self.home.tasks.len() as u64;
        match (waiting, self.review) {
            (0, _) => self.bench.say("work-nothing-waits"),
            (_, true) => self.bench.gate.count("work-reviews-wait", waiting),
            (_, false) => self.bench.gate.count("work-tasks-wait", waiting),
        }
    }

    /// `其中 1 件已逾期，1 件三个工作日内到期。`
    fn pressing(&self) -> Option<String> {
        let (late, soon) = (self.home.late(), self.home.soon());
        let mut parts = Vec::new();
        if late > 0 {
            parts.push(self.bench.gate.count("work-of-them-late", late));
        }
        if soon > 0 {
            parts.push(self.bench.gate.count("work-of-them-soon", soon));
        }
        (!parts.is_empty()).then(|| self.bench.say1("work-of-them", "parts", parts.join(&self.bench.say("work-comma"))))
    }

    fn why(&self, task: &Task) -> String {
        let drafter = task.drafter.clone().unwrap_or_else(|| self.bench.say("work-nobody"));
        match &task.why {
            Why::Returned(reason) => self.bench.say1("work-why-returned", "reason", reason),
            Why::Drafting => self.bench.say("work-why-drafting"),
            other => self.bench.say1(&format!("work-why-{}", other.code()), "drafter", drafter),
        }
    }

    fn next(&self, task: &Task) -> String {
        self.bench.say(&format!("work-next-{}", task.why.code()))
    }
}

/// What waits.
pub(crate) async fn home(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { home, bench, desk, .. } = AtWork::at(&site, &request, "home").await?;
    let weeks = weeks(desk.calendar(), bench.today, &home);
    let bench = bench.titled(request.lang.say("work-at-home"));
    show(&request, &HomePage { bench, home, review: false, weeks })
}

/// What waits to be judged.
pub(crate) async fn review(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { mut home, bench, desk, .. } = AtWork::at(&site, &request, "review").await?;
    home.tasks.retain(|task| !matches!(task.why, Why::Drafting | Why::Returned(_)));
    let weeks = weeks(desk.calendar(), bench.today, &home);
    let bench = bench.titled(request.lang.say("work-at-review"));
    show(&request, &HomePage { bench, home, review: true, weeks })
}

/// Whole weeks from the one of today to the one of the last working day ahead.
fn weeks(calendar: &Calendar, today: NaiveDate, home: &Home) -> Vec<Vec<Day>> {
    let before = u64::from(today.weekday().num_days_from_monday());
    let mut day = today.checked_sub_days(Days::new(before)).unwrap_or(today);
    let (mut nth, mut weeks) = (0, Vec::new());
    while nth < AHEAD && weeks.len() < 12 {
        let mut week = Vec::with_capacity(7);
        for _ in 0..7 {
            let kind = calendar.kind(day);
            let counts = day > today && kind.is_working() && nth < AHEAD;
            nth += u32::from(counts);
            let due = home.tasks.iter().filter(|task| task.due.is_some_and(|due| due.on == day)).count();
            week.push(Day { day, kind, nth: counts.then_some(nth), due });
            day = day.succ_opt().unwrap_or(day);
        }
        weeks.push(week);
    }
    weeks
}
