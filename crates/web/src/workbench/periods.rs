//! All publicity periods on a desk, and the kinds to begin one of.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::objection;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use crate::workbench::ruler::Ruler;
use app::desk::Desk;
use app::publicity::{self, Period, Where};
use askama::Template;
use axum::response::Response;
use chrono::Datelike;
use domain::publicity::{Days, Kind, Standing, Time};
use std::sync::Arc;

/// Periods that are over and shown without asking for a year.
const ENDED_SHOWN: usize = 50;

/// What a page of periods says in words, wherever it stands.
pub(crate) fn left(bench: &Bench, standing: Standing) -> String {
    match standing {
        Standing::Running { left: 0, .. } => bench.say("portal-left-today"),
        Standing::Running { left, days: Days::Working, .. } => bench.count("work-left", left),
        Standing::Running { left, days: Days::Calendar, .. } => bench.count("periods-left-calendar", left),
        Standing::Ahead => bench.say("portal-left-ahead"),
        Standing::Over => bench.say("portal-left-over"),
        Standing::Undated => bench.say("portal-days-unknown"),
    }
}

/// What a period that is over came to. What was withdrawn is not said to be without objections.
pub(crate) fn ended(bench: &Bench, withdrawn: bool, outcome: domain::objection::Outcome) -> String {
    let words = objection::outcome(bench.lang, outcome);
    match (withdrawn, outcome.total()) {
        (false, _) => words,
        (true, 0) => bench.say("periods-outcome-withdrawn"),
        (true, _) => format!("{} {words}", bench.say("periods-outcome-withdrawn")),
    }
}

/// A period with what the page says of it.
struct Line {
    period: Period,
    unit: String,
    ruler: Option<Ruler>,
}

#[derive(Template)]
#[template(path = "workbench/periods.html")]
struct PeriodsPage {
    bench: Bench,
    /// Each part of the page with its periods.
    parts: Vec<(Where, Vec<Line>)>,
    units: Vec<(String, String)>,
    unit: String,
    years: Vec<i32>,
    year: String,
    /// More are in the ledger than were looked at, or have ended than are shown.
    more: bool,
    /// Objections that wait, where they may be known.
    open: u32,
}

impl PeriodsPage {
    fn total(&self) -> usize {
        self.parts.iter().map(|(_, lines)| lines.len()).sum()
    }

    fn left(&self, line: &Line) -> String {
        left(&self.bench, line.period.standing)
    }

    fn is_soon(&self, line: &Line) -> bool {
        matches!(line.period.standing, Standing::Running { left: 0..=1, .. })
    }

    fn dates(&self, line: &Line) -> String {
        let (from, until) = (self.bench.date(&line.period.line.from), self.bench.date(&line.period.line.until));
        format!("{from} – {until}")
    }

    fn stage(&self, line: &Line) -> String {
        self.bench.say(&format!("work-stage-{}", line.period.line.progress.replace('_', "-")))
    }

    fn outcome(&self, line: &Line) -> String {
        ended(&self.bench, line.period.line.visibility == "withdrawn", line.period.line.outcome)
    }

    fn address(&self, line: &Line) -> String {
        match line.period.line.rows {
            Some(_) => self.bench.to(&format!("/work/publicity/{}", line.period.line.id)),
            // It came with a ledger and has no list of its own.
            None => self.bench.to_record(&line.period.line.id),
        }
    }
}

/// The year in which a period ends, or begins when its end is not known.
fn year_of(period: &Period) -> Option<i32> {
    let (until, from) = (period.line.until.span(), period.line.from.span());
    until.map(|(_, last)| last).or(from.map(|(first, _)| first)).map(|day| day.year())
}

fn ruler(bench: &Bench, desk: &Desk, period: &Period) -> Option<Ruler> {
    let Standing::Running { days, provisional, .. } = period.standing else { return None };
    let dates = period.line.from.day().zip(period.line.until.day())?;
    Some(Ruler::of_period(bench, desk.calendar(), dates, days, provisional))
}

/// All of them.
pub(crate) async fn periods(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    let (periods, mut more) = publicity::overview(&ctx).await?;
    let open = periods.iter().filter(|period| period.objections).map(|period| period.line.outcome.open).sum();
    let unit = request.query("unit").unwrap_or_default();
    let year = request.query("year").unwrap_or_default();
    let mut years: Vec<i32> = periods.iter().filter_map(year_of).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let named: Vec<String> = periods.iter().filter_map(|period| period.line.unit.clone()).collect();
    let units = desk.units.iter().filter(|unit| named.contains(&unit.code));
    let units: Vec<(String, String)> = units.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let wanted = |period: &Period| {
        (unit.is_empty() || period.line.unit.as_deref() == Some(unit.as_str()))
            && (year.is_empty() || year_of(period).is_some_and(|found| found.to_string() == year))
    };
    let mut parts: Vec<(Where, Vec<Line>)> = Where::ALL.map(|at| (at, Vec::new())).into();
    for period in periods.into_iter().filter(wanted) {
        let name = period.line.unit.as_deref().map(|code| desk.unit_name(code).to_string()).unwrap_or_default();
        let ruler = ruler(&bench, &desk, &period);
        let Some((_, lines)) = parts.iter_mut().find(|(at, _)| *at == period.at) else { continue };
        if period.at == Where::Ended && year.is_empty() && lines.len() >= ENDED_SHOWN {
            more = true;
            continue;
        }
        lines.push(Line { unit: name, ruler, period });
    }
    let bench = bench.titled(request.lang.say("work-at-publicity"));
    show(&request, &PeriodsPage { bench, parts, units, unit, years, year, more, open })
}

#[derive(Template)]
#[template(path = "workbench/period-kinds.html")]
struct KindsPage {
    bench: Bench,
    kinds: Vec<&'static Kind>,
    asked: String,
}

impl KindsPage {
    fn name(&self, kind: &Kind) -> String {
        name(&self.bench, kind)
    }

    fn least(&self, kind: &Kind) -> String {
        least(&self.bench, kind)
    }

    fn scope(&self, kind: &Kind) -> String {
        self.bench.say(&format!("periods-scope-{}", kind.scope.code().replace('_', "-")))
    }

    fn allowed(&self, kind: &Kind) -> String {
        match kind.allowed.is_empty() {
            true => self.bench.say("periods-allowed-any"),
            false => kind.allowed.join("、"),
        }
    }
}

/// A kind's name in the language of the page.
pub(crate) fn name(bench: &Bench, kind: &Kind) -> String {
    let name = if bench.lang == app::words::Lang::Zh { kind.name_zh } else { kind.name_en };
    name.to_string()
}

/// How long a kind stands at least.
pub(crate) fn least(bench: &Bench, kind: &Kind) -> String {
    match kind.time {
        Time::AtLeast(length) => objection::length(bench.lang, length),
        Time::Within(_) | Time::Unstated => {
            bench.say(&format!("periods-nature-{}", kind.nature.code().replace('_', "-")))
        }
    }
}

/// The kinds to choose from.
pub(crate) async fn kinds(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    if !bench.drafts {
        return Err(HttpError::Forbidden);
    }
    let asked = request.query("q").unwrap_or_default();
    let bench = bench.titled(request.lang.say("periods-choose"));
    show(&request, &KindsPage { bench, kinds: publicity::kinds(&asked), asked })
}
