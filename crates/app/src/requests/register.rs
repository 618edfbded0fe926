//! The register: what is open, what is late, and what a school year came to; as a page and as a workbook with the customary
//! columns.

use super::{may, terms_of};
use crate::context::Ctx;
use crate::error::Result;
use chrono::NaiveDate;
use domain::policy::{Denied, Permission, Relation};
use domain::request::register::{Balance, Span};
use domain::request::{Alarm, Did, Face, Outcome, Request, RequestNumber};
use domain::school_year::SchoolYear;
use std::collections::HashSet;
use store::RequestsOf;

/// A request in a list. It holds words of the applicant and no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub request: Request,
    /// Names of the units that work on it.
    pub units: Vec<String>,
    /// The clock that is over first.
    pub alarm: Option<Alarm>,
    /// Whether the reader has something to do with it.
    pub waits: bool,
    /// Whether so many like it wait that they may have been poured in by a machine.
    pub doubtful: bool,
}

impl Line {
    /// Whether its first clock is over without an answer.
    pub fn is_late(&self) -> bool {
        matches!(self.alarm, Some(Alarm { face: Face::Running { left }, .. }) if left < 0)
    }
}

/// What a list of requests shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Those that were asked for, the most pressing first.
    pub lines: Vec<Line>,
    /// How many are not over.
    pub open: usize,
    /// How many of those are late.
    pub late: usize,
    /// How many wait for the reader.
    pub waiting: usize,
    /// What the year came to so far; of those who see all requests.
    pub balance: Option<Balance>,
}

/// Whether somebody sees requests: all of them, or those of their units.
fn sees_some(ctx: &Ctx) -> bool {
    ctx.allow(Permission::SeeRequests, Relation::School).is_ok()
        || match ctx.who.desk() {
            domain::policy::Desk::School => false,
            domain::policy::Desk::Units(units) => {
                units.iter().any(|unit| ctx.allow(Permission::SeeRequests, Relation::Unit(Some(unit))).is_ok())
            }
        }
}

/// All requests that somebody may see: those that are not over, and those of a school year that are.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever sees none at all.
pub async fn overview(ctx: &Ctx, year: SchoolYear) -> Result<Overview> {
    let all = ctx.allow(Permission::SeeRequests, Relation::School).is_ok();
    if !sees_some(ctx) {
        return Err(Denied(Permission::SeeRequests).into());
    }
    let reader = ctx.read().await?;
    let span = Span::of(year);
    // What was received later and is open stands in the list of any year: it is what there is to do.
    let to = span.to.max(ctx.today());
    let stored = reader.requests(RequestsOf::Between(span.from, to)).await?;
    let requests: Vec<Request> = stored.into_iter().map(|stored| stored.request).collect();
    let balance = all.then(|| Balance::of(&requests, span));
    let names = reader.units().await?;
    let name = |code: &String| names.iter().find(|unit| unit.code == *code).map_or(code.clone(), |u| u.name.clone());
    let doubtful: HashSet<RequestNumber> = super::dismissing::doubtful(requests.iter()).into_iter().collect();
    let mut lines = Vec::new();
    for request in requests.into_iter().filter(|request| may(ctx, Permission::SeeRequests, request)) {
        let terms = terms_of(ctx, request.entry.received_on)?;
        let alarm = request.alarm(&terms, &ctx.app.calendar, ctx.today());
        let units = request.units.iter().map(name).collect();
        let waits = !super::sheet::tasks(ctx, &request).is_empty();
        let doubtful = doubtful.contains(&request.entry.number);
        lines.push(Line { units, alarm, waits, doubtful, request });
    }
    // What waits for its applicant has no day that presses.
    let pressing = |line: &Line| match line.alarm {
        Some(Alarm { face: Face::Waiting, .. }) | None => NaiveDate::MAX,
        Some(alarm) => alarm.due.date(),
    };
    lines.sort_by_key(|line| {
        let ended = line.request.stage.ending().map(|ending| std::cmp::Reverse(ending.on));
        // What was poured in stands behind what people ask.
        (!line.request.is_open(), line.doubtful, ended, pressing(line), line.request.entry.number)
    });
    let open = |line: &&Line| line.request.is_open();
    Ok(Overview {
        open: lines.iter().filter(open).count(),
        late: lines.iter().filter(open).filter(|line| line.is_late()).count(),
        waiting: lines.iter().filter(|line| line.waits).count(),
        balance,
        lines,
    })
}

/// How many requests somebody has something to do with, and how many of them are late; none for whoever sees none.
///
/// # Errors
/// Of the database.
pub async fn mine(ctx: &Ctx) -> Result<(usize, usize)> {
    if !sees_some(ctx) {
        return Ok((0, 0));
    }
    let lines = overview(ctx, SchoolYear::of(ctx.today())).await?.lines;
    let waits = lines.iter().filter(|line| line.waits);
    Ok((waits.clone().count(), waits.filter(|line| line.request.is_open() && line.is_late()).count()))
}

/// How many requests are not over, for whoever sees all of them; else how many of their units are.
///
/// # Errors
/// Of the database.
pub async fn open_count(ctx: &Ctx) -> Result<Option<usize>> {
    let reader = ctx.read().await?;
    if ctx.allow(Permission::SeeRequests, Relation::School).is_ok() {
        return Ok(Some(usize::try_from(reader.open_requests().await?).unwrap_or(usize::MAX)));
    }
    let domain::policy::Desk::Units(units) = ctx.who.desk() else { return Ok(None) };
    if !units.iter().any(|unit| ctx.allow(Permission::SeeRequests, Relation::Unit(Some(unit))).is_ok()) {
        return Ok(None);
    }
    let open = reader.requests(RequestsOf::Open).await?;
    Ok(Some(open.iter().filter(|one| may(ctx, Permission::SeeRequests, &one.request)).count()))
}

/// A register as rows of the customary columns, in Chinese: it is filed so, whoever reads the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The school year.
    pub year: SchoolYear,
    /// Its heads.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// Heads of the customary register.
const HEADS: [&str; 17] = [
    "编号",
    "收到日期",
    "收到方式",
    "申请人类别",
    "内容",
    "承办部门",
    "补正",
    "第三方",
    "法定期限",
    "延期",
    "答复日期",
    "答复类型",
    "理由条款",
    "送达方式",
    "费用",
    "后续",
    "归档号",
];

/// The register of a school year: what was open for some time in it. Nobody's name stands in it.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn register(ctx: &Ctx, year: SchoolYear) -> Result<Register> {
    ctx.allow(Permission::SeeRequests, Relation::School)?;
    let reader = ctx.read().await?;
    let span = Span::of(year);
    let units = reader.units().await?;
    let name = |code: &String| units.iter().find(|unit| unit.code == *code).map_or(code.clone(), |u| u.name.clone());
    let mut rows = Vec::new();
    for stored in reader.requests(RequestsOf::Between(span.from, span.to)).await? {
        let request = &stored.request;
        if request.stage.ending().is_some_and(|ending| ending.outcome == Outcome::Dismissed) {
            continue;
        }
        let terms = terms_of(ctx, request.entry.received_on)?;
        let clocks = request.clocks(&terms, &ctx.app.calendar, ctx.today());
        let due: Vec<String> =
            clocks.iter().map(|clock| format!("{}{}", clock.regime.zh(), clock.due.date())).collect();
        let units: Vec<String> = request.units.iter().map(name).collect();
        rows.push(row(request, units.join("、"), due.join("；")));
    }
    Ok(Register { year, heads: HEADS.map(str::to_string).into(), rows })
}

fn row(request: &Request, units: String, due: String) -> Vec<String> {
    let entry = &request.entry;
    let of = |read: fn(&Did) -> Option<String>| {
        request.steps.iter().filter_map(|step| Some(format!("{} {}", step.on, read(&step.did)?))).collect::<Vec<_>>()
    };
    let clarified = of(|did| match did {
        Did::ClarificationAsked { .. } => Some("告知补正".into()),
        Did::Supplemented { .. } => Some("补正".into()),
        _ => None,
    });
    let third = of(|did| match did {
        Did::OpinionAsked { .. } => Some("征求意见".into()),
        Did::OpinionGiven { opinion, .. } => Some(opinion.zh().into()),
        _ => None,
    });
    let extended = request.extension.as_ref().and_then(|one| Some((one.granted_on()?, one.days)));
    let ending = request.stage.ending();
    let reply = ending.and_then(|ending| ending.reply.as_ref());
    let last = |read: fn(&Did) -> Option<&String>| {
        request.steps.iter().rev().find_map(|step| read(&step.did)).cloned().unwrap_or_default()
    };
    vec![
        entry.number.zh(),
        entry.received_on.to_string(),
        entry.intake.zh().to_string(),
        entry.kind.zh().to_string(),
        entry.content.split_whitespace().collect::<Vec<_>>().join(" "),
        units,
        clarified.join("；"),
        third.join("；"),
        due,
        extended.map(|(on, days)| format!("{on} 同意延长{days}个工作日")).unwrap_or_default(),
        ending.map(|ending| ending.on.to_string()).unwrap_or_default(),
        ending.map(|ending| ending.outcome.zh().to_string()).unwrap_or_default(),
        reply.map(|reply| reply.ground.clone()).unwrap_or_default(),
        // How it was sent; of what is not over yet, how the applicant wants it.
        match last(|did| match did {
            Did::Answered { delivery } => Some(delivery),
            _ => None,
        }) {
            sent if !sent.is_empty() || ending.is_some() => sent,
            _ => format!("（申请人要求：{}）", entry.way.zh()),
        },
        // What the program knows nothing of is left to be written in: a blank is no statement.
        String::new(),
        String::new(),
        last(|did| match did {
            Did::Archived { shelf } => Some(shelf),
            _ => None,
        }),
    ]
}
