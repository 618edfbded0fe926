//! Working days: which years are known and from where, what the first unknown one does to due dates, and a year month by month.

use super::at;
use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::Ctx;
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::calendar::{Calendar, DayKind};
use std::sync::Arc;

/// Month from which the notice of the next year is asked for: the State Council Office gives it in autumn.
const ASKED_FROM: u32 = 11;

/// The first year without a notice, when it is near enough to ask for it.
pub(super) fn wanted_soon(ctx: &Ctx) -> Option<i32> {
    let (today, next) = (ctx.today(), ctx.app.calendar.last_known_year()? + 1);
    (today.year() >= next || today.year() + 1 == next && today.month() >= ASKED_FROM).then_some(next)
}

/// A month of a year, in weeks that begin on Monday; days outside it are empty.
struct Month {
    number: u32,
    weeks: Vec<Vec<Option<(NaiveDate, DayKind)>>>,
}

#[derive(Template)]
#[template(path = "workbench/settings/calendar.html")]
struct CalendarPage {
    bench: Bench,
    tab: &'static str,
    /// Years that are known, and whether by the configured file.
    years: Vec<(i32, bool)>,
    next: i32,
    year: i32,
    known: bool,
    working: u64,
    months: Vec<Month>,
    /// Due dates of the board that are not certain for want of a notice.
    provisional: usize,
    /// The configured file.
    file: Option<String>,
}

impl CalendarPage {
    fn link(&self, year: &i32) -> String {
        self.bench.to_with("/work/settings/calendar", "year", &year.to_string())
    }

    fn class(&self, day: &NaiveDate, kind: &DayKind) -> &'static str {
        if *day == self.bench.today {
            "today"
        } else if kind.is_working() {
            ""
        } else {
            "off"
        }
    }

    fn month(&self, month: &Month) -> String {
        self.bench.say1("setting-calendar-month", "month", month.number)
    }
}

/// The months of a year.
fn months(calendar: &Calendar, year: i32) -> Vec<Month> {
    let month = |number: u32| {
        let mut weeks: Vec<Vec<Option<(NaiveDate, DayKind)>>> = Vec::new();
        let mut day = NaiveDate::from_ymd_opt(year, number, 1);
        while let Some(date) = day.filter(|date| date.month() == number) {
            let column = date.weekday().num_days_from_monday() as usize;
            if weeks.is_empty() || column == 0 {
                weeks.push(vec![None; 7]);
            }
            if let Some(cell) = weeks.last_mut().and_then(|week| week.get_mut(column)) {
                *cell = Some((date, calendar.kind(date)));
            }
            day = date.succ_opt();
        }
        Month { number, weeks }
    };
    (1..=12).map(month).collect()
}

/// The years, and one of them.
pub(crate) async fn calendar(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-calendar").await?;
    let AtWork { desk, .. } = AtWork::at(&site, &request, "settings").await?;
    let calendar = &ctx.app.calendar;
    let embedded = Calendar::mainland();
    let built_in = |year: i32| {
        let same = |calendar: &Calendar| {
            (1..=366).filter_map(|n| NaiveDate::from_yo_opt(year, n)).map(|day| calendar.kind(day)).collect::<Vec<_>>()
        };
        embedded.known_years().any(|known| known == year) && same(&embedded) == same(calendar)
    };
    let years: Vec<(i32, bool)> = calendar.known_years().map(|year| (year, !built_in(year))).collect();
    let next = calendar.last_known_year().map_or(bench.today.year(), |last| last + 1);
    let wanted = request.query("year").and_then(|year| year.parse().ok());
    let year = wanted.filter(|year| (2000..2100).contains(year)).unwrap_or(bench.today.year());
    let first = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap_or(bench.today);
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(bench.today);
    let board = desk.board().await?;
    let provisional = board.iter().flat_map(|row| &row.squares);
    let provisional = provisional.filter(|square| square.due.is_some_and(|due| due.provisional)).count();
    let file = ctx.app.settings.calendar.as_ref().map(|file| file.display().to_string());
    let page = CalendarPage {
        bench,
        tab: "calendar",
        known: calendar.known_years().any(|known| known == year),
        working: calendar.between(first, last).0.unsigned_abs(),
        months: months(calendar, year),
        years,
        next,
        year,
        provisional,
        file,
    };
    show(&request, &page)
}
