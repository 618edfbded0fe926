//! All periods on a desk, and one of them with everything that its page shows to whoever works on it.

use crate::context::Ctx;
use crate::desk::{Desk, Sheet};
use crate::error::Result;
use domain::ids::RecordId;
use domain::objection::{Objection, ObjectionNumber, Outcome};
use domain::policy::{Permission, Relation};
use domain::publicity::{Kind, Posting, Standing, standing};
use domain::record::{Record, Visibility};
use std::collections::HashMap;
use store::PeriodLine;

/// Where a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// On view, its last day not gone by.
    Running,
    /// On its way: drafted, in review, waiting for its day.
    Waiting,
    /// On view, its last day not known.
    Undated,
    /// Over.
    Ended,
}

impl Where {
    /// In the order of the page.
    pub const ALL: [Where; 4] = [Where::Running, Where::Waiting, Where::Undated, Where::Ended];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Where::Running => "running",
            Where::Waiting => "waiting",
            Where::Undated => "undated",
            Where::Ended => "ended",
        }
    }
}

/// A period in the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its record.
    pub line: PeriodLine,
    /// The kind, when the words of the record name one.
    pub kind: Option<&'static Kind>,
    /// Where it stands.
    pub at: Where,
    /// Its days today.
    pub standing: Standing,
    /// Whether whoever asks may know of objections.
    pub objections: bool,
}

/// Every period on somebody's desk, those that end first first; whether there are more than are listed.
///
/// # Errors
/// The machine's.
pub async fn overview(ctx: &Ctx) -> Result<(Vec<Period>, bool)> {
    let (lines, more) = ctx.read().await?.periods(&ctx.who.desk()).await?;
    let today = ctx.today();
    let mut periods: Vec<Period> = lines
        .into_iter()
        .map(|line| {
            let kind = Kind::read_all(&line.kind).first().copied();
            let standing = standing(kind, line.from, line.until, today, &ctx.app.calendar);
            let at = match line.visibility.as_str() {
                "hidden" => Where::Waiting,
                "public" if standing == Standing::Undated => Where::Undated,
                "public" if !standing.is_over() => Where::Running,
                _ => Where::Ended,
            };
            let objections = ctx.allow(Permission::SeeObjections, Relation::Unit(line.unit.as_deref())).is_ok();
            Period { kind, at, standing, objections, line }
        })
        .collect();
    let last = |period: &Period| period.line.until.span().map(|(_, last)| last);
    periods.sort_by(|a, b| {
        let order = a.at.cmp(&b.at);
        order.then_with(|| match a.at {
            Where::Ended => last(b).cmp(&last(a)),
            _ => last(a).cmp(&last(b)),
        })
    });
    Ok((periods, more))
}

/// One period with everything that its page shows.
#[derive(Debug, Clone)]
pub struct Page {
    /// The record as those see it who work on it.
    pub sheet: Sheet,
    /// What its newest edition shows, or showed last; the rows of what has come down are not in it.
    pub posting: Posting,
    /// The posting that is on view, when the newest edition amends it.
    pub on_view: Option<Posting>,
    /// Where it stands.
    pub at: Where,
    /// Its days today.
    pub standing: Standing,
    /// What became of objections.
    pub outcome: Outcome,
    /// The objections, for whoever may see them; nothing for others.
    pub objections: Option<Vec<Objection>>,
    /// Those of them whose row no longer stands in the list as it stood when they were filed.
    pub moved: Vec<ObjectionNumber>,
    /// Who decided, by id.
    pub names: HashMap<domain::ids::UserId, String>,
    /// Whether they may take objections up.
    pub may_acknowledge: bool,
    /// Whether they may decide: not over their own work.
    pub may_rule: bool,
    /// Whether it is their own work that is objected to.
    pub concerned: bool,
    /// Whether they may let it end later.
    pub may_extend: bool,
    /// Whether more people see it than its kind says and nobody has said why, which is said when it is to end later.
    pub unsaid: bool,
    /// Whether they may look at the sealed copy, and there is one.
    pub may_open: bool,
    /// Whether the sealed copy was destroyed.
    pub purged: bool,
}

/// One period; nothing when the record has none of its own.
///
/// # Errors
/// [`crate::Error::NotFound`] when the record is not on their desk.
pub async fn look(ctx: &Ctx, desk: &Desk, id: RecordId) -> Result<Option<Page>> {
    let sheet = desk.sheet(id).await?;
    let reader = ctx.read().await?;
    let record: &Record = &sheet.record;
    let past = record.visibility.past().map(|was| was.edition);
    let newest = past.or_else(|| record.newest().map(|edition| edition.number)).unwrap_or(1);
    let Some(mut posting) = reader.posting(id, newest).await? else { return Ok(None) };
    let relation = Relation::Unit(record.unit.as_deref());
    let may = |permission| ctx.allow(permission, relation).is_ok();
    let on_view = match record.visibility {
        Visibility::Public { edition, .. } if edition != newest => reader.posting(id, edition).await?,
        _ => None,
    };
    let shown = on_view.as_ref().unwrap_or(&posting);
    let (from, until) = record.publicity.as_ref().map(|period| (period.from, period.until)).unwrap_or_default();
    let shown_wider = shown.wider.trim().is_empty() && shown.kind().is_widened_by(record.audience);
    let days = standing(Some(shown.kind()), from, until, ctx.today(), &ctx.app.calendar);
    let at = match record.visibility {
        Visibility::Hidden => Where::Waiting,
        Visibility::Public { .. } if !days.is_over() => Where::Running,
        _ => Where::Ended,
    };
    let objections = match may(Permission::SeeObjections) {
        true => Some(reader.objections(id).await?),
        false => None,
    };
    let moved = objections.iter().flatten();
    let moved = moved.filter(|one| !one.cells.is_empty() && !shown.roll.rows.contains(&one.cells));
    // A list that was destroyed says nothing of its rows.
    let moved = moved.filter(|_| !shown.purged).map(|one| one.number).collect();
    let sealed = past.is_some() || record.term_over(ctx.today()).is_some();
    let (there, purged) = (!posting.roll.rows.is_empty(), posting.purged);
    if sealed {
        // Under seal: looking at it is an act of its own.
        posting.roll.rows.clear();
        posting.again.clear();
    }
    let concerned = match ctx.who.user() {
        Some(me) => super::objections::concerned(&reader, record, me).await?,
        None => false,
    };
    let decided = objections.iter().flatten().filter_map(|objection| match &objection.stage {
        domain::objection::Stage::Ruled { by, .. } => Some(*by),
        _ => None,
    });
    let names = desk.names(decided).await?;
    Ok(Some(Page {
        outcome: reader.outcome(id).await?,
        may_acknowledge: may(Permission::RuleObjections),
        may_rule: may(Permission::RuleObjections) && ctx.who.user().is_some() && !concerned,
        may_extend: at == Where::Running && may(Permission::Publish),
        unsaid: shown_wider,
        may_open: past.is_some() && there && may(Permission::OpenSealed),
        posting,
        on_view,
        at,
        standing: days,
        objections,
        moved,
        names,
        concerned,
        purged,
        sheet,
    }))
}
