//! Beginning a period, writing its list anew while it is drafted, and letting it end later.

use super::Refusal;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::roll::examine;
use crate::records::Seen;
use crate::records::posting::audience_is_said;
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::event::Event;
use domain::ids::RecordId;
use domain::policy::{Denied, Permission, Relation};
use domain::publicity::{Kind, Length, Posting, Roll, Rule, Sensitive};
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Record, RecordError, Term, Validity, Visibility,
};
use domain::school::School;

/// Longest reason for a wider audience, in characters.
const LONGEST_REASON: usize = 300;
/// Longest head that is kept, in characters.
const LONGEST_HEAD: usize = 40;

/// What the form of a period says of its days and of where to object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Not before this day.
    pub starts: NaiveDate,
    /// How many days, of the sort that the kind counts.
    pub count: u32,
    /// The school says that its own rule is shorter than is usual.
    pub own_rule: bool,
    /// Where objections go besides the page.
    pub contact: String,
}

/// A period to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Its kind.
    pub kind: &'static Kind,
    /// Title of the record.
    pub title: String,
    /// Text before the list.
    pub body: String,
    /// Item it is disclosed under.
    pub item: ItemKey,
    /// The unit.
    pub unit: String,
    /// For whom.
    pub audience: Audience,
    /// Why more people see it than its kind says; empty when they do not.
    pub wider: String,
    /// Its days.
    pub terms: Terms,
    /// The list, with nothing in it that may not be shown.
    pub roll: Roll,
    /// Heads of columns that no rule names and somebody wants shown.
    pub kept: Vec<String>,
}

/// Enters a draft with its list.
///
/// # Errors
/// [`Error::Publicity`] when the list, the audience or the length is not allowed; nothing is kept then.
pub async fn start(ctx: &Ctx, start: Start) -> Result<RecordId> {
    let Start { kind, title, body, item, unit, audience, wider, terms, roll, kept } = start;
    ctx.allow(Permission::Draft, Relation::Unit(Some(&unit)))?;
    if roll.rows.is_empty() && body.trim().is_empty() {
        return Err(Refusal::Nothing.into());
    }
    let rules = ctx.read().await?.publicity_rules().await?;
    let mut posting = posting(kind, &rules, terms, roll, &kept)?;
    let rule = Rule::in_force(&rules, kind, posting.starts);
    // Where the school's own rule says so, nobody has to say it again.
    let wider = match rule.filter(|_| wider.trim().is_empty() && kind.is_widened_by_rule(rule, audience)) {
        Some(rule) => rule.basis.clone(),
        None => wider,
    };
    posting.wider = reason(kind, audience, &wider)?;
    audience_is_said(&posting, audience)?;
    let found = crate::guard::beside::in_text(kind, &posting.decided(), &body);
    if !found.is_empty() {
        return Err(Error::Personal(found.iter().map(crate::guard::beside::Misfit::told).collect()));
    }
    let today = ctx.today();
    let starts = posting.starts;
    if starts < today {
        return Err(Refusal::Past.into());
    }
    let last = kind.reckon(starts, posting.length, &ctx.app.calendar).map_err(Error::internal)?.0.date();
    let mut change = ctx.write().await?;
    let closed = change.closed(store::CodeOf::Unit).await?;
    if closed.contains_key(&unit) || !change.units().await?.iter().any(|known| known.code == unit) {
        return Err(Refusal::NoUnit.into());
    }
    let school = School::of(change.facts().await?);
    let index = change.next_index(school.code(), chrono::Datelike::year(&today)).await?;
    let edition = Edition { number: 1, title, body, made_on: PartialDate::Day(today), ..Edition::default() };
    let mut record = blank(ctx, index, item, unit, audience, edition);
    record.plan_period(kind, starts, last)?;
    let drafted = record.drafted()?;
    let written = said_to_stay(record.list_written(posting.roll.rows.len()), &posting);
    let written = said_why(written, audience, &posting);
    change.save_record(&record).await?;
    change.save_posting(record.id, 1, &posting).await?;
    change.commit(store::Events::new(drafted).and(written)).await?;
    Ok(record.id)
}

fn blank(ctx: &Ctx, index: IndexNumber, item: ItemKey, unit: String, audience: Audience, edition: Edition) -> Record {
    let id = ctx.ids.record();
    Record {
        id,
        key: id.to_string(),
        index,
        item,
        unit: Some(unit),
        form: Form::List,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter: ctx.who.user(),
        progress: Progress::Draft { returned: None },
        visibility: Visibility::Hidden,
        editions: vec![edition],
        releases: Vec::new(),
        attachments: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    }
}

/// The event with the columns that are shown although lists seldom need them: somebody decided that.
fn said_to_stay(event: Event, posting: &Posting) -> Event {
    let asked = |head: &&String| Sensitive::of(posting.kind(), head).is_some();
    let heads: Vec<&str> = posting.roll.heads.iter().filter(asked).map(String::as_str).collect();
    if heads.is_empty() { event } else { event.with("kept", heads.join("、")) }
}

/// Why more people see it, as it is kept: nothing where they do not.
fn reason(kind: &Kind, audience: Audience, wider: &str) -> Result<String> {
    if !kind.is_widened_by(audience) {
        return Ok(String::new());
    }
    super::objections::clean("wider", wider)?;
    Ok(wider.trim().chars().take(LONGEST_REASON).collect())
}

/// The event with the reason why more people see it than its kind says.
fn said_why(event: Event, audience: Audience, posting: &Posting) -> Event {
    match posting.wider.is_empty() {
        true => event,
        false => event.with("audience", audience.code()).because(&posting.wider),
    }
}

/// Decides on a draft what its kind leaves to people: why more people see it than the kind says, and which columns of tables
/// beside its list are shown although no rule names them. Nothing changes where nothing is said anew.
///
/// # Errors
/// [`Error::Personal`] when the reason holds what may not be written there, or a head names what is forbidden.
pub async fn decide(ctx: &Ctx, id: RecordId, version: u32, wider: Option<&str>, kept: &[String]) -> Result<u32> {
    let Some(by) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::Draft))) };
    let mut change = ctx.write().await?;
    let mut record = change.record(id).await?;
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    if record.version != version {
        return Err(Error::Conflict { kind: "record", key: id.to_string() });
    }
    let edition = record.newest().cloned().ok_or(RecordError::Missing("edition"))?;
    let Some(mut posting) = change.posting(id, edition.number).await? else { return Ok(version) };
    let before = posting.clone();
    if let Some(wider) = wider {
        posting.wider = reason(posting.kind(), record.audience, wider)?;
    }
    for head in kept.iter().filter(|head| !before.decided().contains(head)) {
        posting.kept.push(head.trim().chars().take(LONGEST_HEAD).collect());
    }
    if posting == before {
        return Ok(version);
    }
    let number = edition.number;
    let drafted = record.revise(by, edition)?;
    let mut written = said_why(record.list_written(posting.roll.rows.len()), record.audience, &posting);
    if posting.kept != before.kept {
        written = written.with("kept", posting.kept.join("、"));
    }
    let version = change.save_record(&record).await?;
    change.save_posting(id, number, &posting).await?;
    change.commit(store::Events::new(drafted).and(written)).await?;
    Ok(version)
}

/// A posting whose list may be kept.
fn posting(kind: &'static Kind, rules: &[Rule], terms: Terms, roll: Roll, kept: &[String]) -> Result<Posting> {
    let rule = Rule::in_force(rules, kind, terms.starts);
    let length: Length = kind.long_under(rule, terms.count, terms.own_rule).map_err(Refusal::Length)?;
    let shows = rule.map(|rule| rule.shows.clone()).unwrap_or_default();
    let kept: Vec<String> = kept.iter().chain(&shows).cloned().collect();
    let judged = examine(kind, roll, &kept);
    if judged.nameless {
        return Err(Refusal::NoNames.into());
    }
    if judged.roll.is_side_by_side() || !judged.doubts.is_empty() {
        return Err(Refusal::Rows.into());
    }
    if judged.going() == 0 && judged.columns.iter().any(crate::guard::roll::Column::is_wrong) {
        return Err(Refusal::Cells.into());
    }
    if !judged.roll.rows.is_empty() && (!judged.passes() || judged.shown.heads.is_empty()) {
        return Err(Refusal::Columns.into());
    }
    Ok(Posting {
        kind: kind.id.to_string(),
        starts: terms.starts,
        length,
        contact: terms.contact,
        wider: String::new(),
        kept: shows,
        again: vec![false; judged.shown.rows.len()],
        roll: judged.shown,
        period: None,
        extended: None,
        kept_until: None,
        purged: false,
    })
}

/// Writes list and days anew into what is being drafted; of an amendment, rows that the edition on view does not show are
/// shown again for a whole period, and its days are the ones it has.
///
/// # Errors
/// [`Error::Record`] when nothing is being drafted; [`Error::Conflict`] when somebody saved the record since `version`.
pub async fn replace(
    ctx: &Ctx,
    id: RecordId,
    version: u32,
    terms: Terms,
    roll: Roll,
    kept: &[String],
) -> Result<usize> {
    let Some(by) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::Draft))) };
    let mut change = ctx.write().await?;
    let mut record = change.record(id).await?;
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    if record.version != version {
        return Err(Error::Conflict { kind: "record", key: id.to_string() });
    }
    let Progress::Draft { .. } = record.progress else {
        return Err(RecordError::WrongStage { act: "list", stage: record.progress.code() }.into());
    };
    let edition = record.newest().cloned().ok_or(RecordError::Missing("edition"))?;
    let number = edition.number;
    let before = change.posting(id, number).await?.ok_or(Refusal::Nothing)?;
    let kind = before.kind();
    let rules = change.publicity_rules().await?;
    let mut next = posting(kind, &rules, terms, roll, kept)?;
    next.wider = before.wider.clone();
    let known: Vec<String> = before.kept.iter().filter(|head| !next.kept.contains(head)).cloned().collect();
    next.kept.extend(known);
    let mut again = 0;
    match record.visibility {
        Visibility::Public { edition, .. } => {
            let public = change.posting(id, edition).await?.ok_or(Refusal::Nothing)?;
            next.again = next.roll.new_since(&public.roll);
            next.starts = before.starts;
            again = next.rows_again();
        }
        _ => {
            // A day that was written when it was still to come may have passed; another one may not be written.
            if next.starts < ctx.today() && next.starts != before.starts {
                return Err(Refusal::Past.into());
            }
            let starts = next.starts.max(ctx.today());
            let last = kind.reckon(starts, next.length, &ctx.app.calendar).map_err(Error::internal)?.0.date();
            record.plan_period(kind, starts, last)?;
        }
    }
    let drafted = record.revise(by, edition)?;
    let written = said_to_stay(record.list_written(next.roll.rows.len()), &next);
    change.save_record(&record).await?;
    change.save_posting(id, number, &next).await?;
    change.commit(store::Events::new(drafted).and(written)).await?;
    Ok(again)
}

/// Lets a period that stands end later, and never earlier.
///
/// # Errors
/// [`Error::Conflict`] when the record is not as they saw it; [`Refusal::NotLater`]; [`Error::Record`] when it does not stand or no reason is given; [`Error::Personal`] when the reason,
/// which readers see, holds what may not be public.
pub async fn extend(ctx: &Ctx, seen: impl Into<Seen>, until: NaiveDate, reason: &str) -> Result<()> {
    extend_saying(ctx, seen, until, reason, "").await
}

/// The same of a list that more people see than its kind says without anybody having said why: that is said with it.
///
/// # Errors
/// Those of [`extend`]; [`Refusal::Wider`] when it is still not said.
pub async fn extend_saying(
    ctx: &Ctx,
    seen: impl Into<Seen>,
    until: NaiveDate,
    reason: &str,
    wider: &str,
) -> Result<()> {
    let seen = seen.into();
    let id = seen.id();
    let mut change = ctx.write().await?;
    let mut record = change.record(id).await?;
    ctx.allow(Permission::Publish, Relation::Unit(record.unit.as_deref()))?;
    seen.holds(&record)?;
    let number = record.public_edition().map(|edition| edition.number);
    let Some(number) = number.filter(|_| record.is_open_to_objection(ctx.today())) else {
        return Err(Refusal::Closed.into());
    };
    let mut posting = change.posting(id, number).await?.ok_or(Refusal::Closed)?;
    let last = posting.period.map(|(_, last)| last).ok_or(Refusal::Closed)?;
    let longest = last + chrono::Days::new(u64::from(domain::publicity::posting::LONGEST));
    if until <= last || until > longest {
        return Err(Refusal::NotLater.into());
    }
    let unsaid = posting.wider.is_empty();
    if unsaid {
        posting.wider = self::reason(posting.kind(), record.audience, wider)?;
    }
    audience_is_said(&posting, record.audience)?;
    super::objections::clean("reason", reason)?;
    crate::records::posting::names_nobody(&change, &record, reason).await?;
    posting.extend(until, reason);
    let event = store::Events::new(record.extend_period(posting.kind(), until, reason)?);
    let event = match unsaid && !posting.wider.is_empty() {
        true => event.and(said_why(record.list_written(posting.roll.rows.len()), record.audience, &posting)),
        false => event,
    };
    change.save_record(&record).await?;
    change.save_posting(id, number, &posting).await?;
    change.commit(event).await?;
    Ok(())
}
