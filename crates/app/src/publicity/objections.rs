//! Objections: filed by anybody at the page of a period that stands, looked up by whoever has the receipt, taken up and ruled
//! on by the unit's head or the office.
//!
//! What somebody wrote is kept as it is and shown to those named in the table and to nobody else.

use super::Refusal;
use super::receipt::{Length, Receipt};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Field, Gate};
use crate::records::Seen as AsSeen;
use domain::ids::RecordId;
use domain::objection::{Objection, ObjectionNumber, Objector, Ruling, Stage};
use domain::policy::{Denied, Permission, Relation};
use domain::record::{Reach, Record, Shown as Seen, Timestamp, Visibility};

/// Most objections to one record that wait to be decided; beyond that somebody is pouring them in.
const MOST_OPEN: u32 = 500;
/// Within how long the same words of the same person are the same objection.
const SAME: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// What somebody files. It holds words of theirs and is not printed.
pub struct NewObjection {
    /// Against which record.
    pub record: RecordId,
    /// The row it is about, from 1.
    pub row: Option<u32>,
    /// What it says.
    pub text: String,
    /// Who, when they say so.
    pub objector: Option<Objector>,
}

/// An objection that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its number.
    pub number: ObjectionNumber,
    /// What opens it. It cannot be had again.
    pub receipt: Receipt,
    /// When it came in.
    pub at: Timestamp,
    /// Title of the record.
    pub title: String,
}

/// An objection as whoever filed it sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// The objection.
    pub objection: Objection,
    /// Title of the record, while it is on view for whoever asks.
    pub title: Option<String>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.objection.fmt(f)
    }
}

/// Files an objection that somebody at work enters, which came by telephone, letter or visit; or a visitor's against what is
/// for everybody.
///
/// # Errors
/// [`Refusal::Closed`] when nothing stands open to objection there, [`Refusal::Nameless`], [`Refusal::NoRow`],
/// [`Refusal::Full`]; [`Error::NotFound`] when they may not know of the record.
pub async fn file(ctx: &Ctx, new: NewObjection) -> Result<Filed> {
    file_seen_by(ctx, &Reach::Public, new).await
}

/// Files the objection of somebody who reads the portal and sees so far. Whoever sees a list may object to it. `ctx` is a
/// visitor's even when they are signed in: who objects is what they write of themselves, and no event names them.
///
/// # Errors
/// Those of [`file`].
pub async fn file_seen_by(ctx: &Ctx, reach: &Reach, new: NewObjection) -> Result<Filed> {
    file_once(ctx, reach, new, "").await
}

/// The same by a form with an id that nobody guesses: however often it is sent with the same words, one objection is filed, and
/// each answer shows its receipt.
///
/// # Errors
/// Those of [`file`].
pub async fn file_once(ctx: &Ctx, reach: &Reach, new: NewObjection, form: &str) -> Result<Filed> {
    let mut change = ctx.write().await?;
    let absent = || Error::NotFound { kind: "record", key: new.record.to_string() };
    let record = change.find_record(new.record).await?.ok_or_else(absent)?;
    let at_work = ctx.who.user().is_some();
    if at_work {
        ctx.allow(Permission::RuleObjections, Relation::Unit(record.unit.as_deref()))?;
    } else {
        ctx.allow(Permission::ReadPublic, Relation::School)?;
        if !matches!(reach.show(&record, ctx.today()), Seen::Record(_)) {
            return Err(absent());
        }
    }
    let receipt = receipt_of(form, &new);
    if let Some(receipt) = &receipt
        && let Some(filed) = change.objection_of(&receipt.digest()).await?.filter(|one| one.record == record.id)
    {
        let title = record.public_edition().map(|edition| edition.title.clone()).unwrap_or_default();
        return Ok(Filed { number: filed.number, receipt: receipt.clone(), at: filed.filed_at, title });
    }
    let edition = record.public_edition().cloned().filter(|_| record.is_open_to_objection(ctx.today()));
    let edition = edition.ok_or(Refusal::Closed)?;
    let posting = change.posting(record.id, edition.number).await?.ok_or(Refusal::Closed)?;
    if new.objector.is_none() && !posting.kind().takes_anonymous() {
        return Err(Refusal::Nameless.into());
    }
    if new.row.is_some_and(|row| row == 0 || row as usize > posting.roll.rows.len()) {
        return Err(Refusal::NoRow.into());
    }
    if change.outcome(record.id).await?.open >= MOST_OPEN {
        return Err(Refusal::Full.into());
    }
    if new.objector.is_some() && change.objections(record.id).await?.iter().any(|one| is_same(one, &new, ctx.now)) {
        return Err(Refusal::Repeated.into());
    }
    let at = new.row.and_then(|row| (row as usize).checked_sub(1));
    let cells = at.and_then(|at| posting.roll.rows.get(at)).cloned().unwrap_or_default();
    let number = change.next_objection(chrono::Datelike::year(&ctx.today())).await?;
    let objection = Objection {
        number,
        record: record.id,
        edition: edition.number,
        row: new.row,
        cells,
        text: new.text,
        objector: new.objector,
        filed_at: ctx.now,
        stage: Stage::Filed,
    };
    let receipt = match receipt {
        Some(receipt) => receipt,
        None => Receipt::new(&ctx.ids, Length::Plain)?,
    };
    change.file_objection(&objection, &receipt.digest()).await?;
    change.commit(objection.filed()).await?;
    Ok(Filed { number, receipt, at: ctx.now, title: edition.title })
}

/// The receipt of what a form with an id says; nothing of one without.
fn receipt_of(form: &str, new: &NewObjection) -> Option<Receipt> {
    let row = new.row.map(|row| row.to_string()).unwrap_or_default();
    let (name, contact) = new.objector.as_ref().map_or(("", ""), |who| (who.name.as_str(), who.contact.as_str()));
    Receipt::of_form(form, &[&new.record.to_string(), &row, &new.text, name, contact], Length::Plain)
}

/// Whether an objection says what was just sent, of the same person. Two people without a name may well use the same words.
fn is_same(one: &Objection, new: &NewObjection, now: Timestamp) -> bool {
    let said = (one.row, &one.text, &one.objector);
    said == (new.row, &new.text, &new.objector) && now - one.filed_at < SAME
}

/// What a receipt opens for somebody who sees so far; nothing for one that opens nothing, whatever the reason.
///
/// # Errors
/// The machine's.
pub async fn query(ctx: &Ctx, reach: &Reach, receipt: &Receipt) -> Result<Option<Shown>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let reader = ctx.read().await?;
    let Some(objection) = reader.objection_of(&receipt.digest()).await? else { return Ok(None) };
    let title = match reader.shown(objection.record, reach, ctx.today()).await? {
        Seen::Record(record) => record.public_edition().map(|edition| edition.title.clone()),
        Seen::Tombstone(stone) => stone.title,
        Seen::Nothing => None,
    };
    Ok(Some(Shown { objection, title }))
}

/// The objection with its record, for whoever may rule on it.
async fn at_hand(ctx: &Ctx, change: &Change<'_>, id: RecordId, number: ObjectionNumber) -> Result<(Record, Objection)> {
    let absent = || Error::NotFound { kind: "objection", key: number.to_string() };
    let record = change.find_record(id).await?.ok_or_else(absent)?;
    ctx.allow(Permission::RuleObjections, Relation::Unit(record.unit.as_deref()))?;
    let objection = change.find_objection(number).await?.filter(|objection| objection.record == id);
    Ok((record, objection.ok_or_else(absent)?))
}

/// Takes an objection up.
///
/// # Errors
/// [`Error::Publicity`] when somebody has; [`Error::NotFound`].
pub async fn acknowledge(ctx: &Ctx, seen: impl Into<AsSeen>, number: ObjectionNumber) -> Result<()> {
    let seen = seen.into();
    let mut change = ctx.write().await?;
    let (record, mut objection) = at_hand(ctx, &change, seen.id(), number).await?;
    seen.holds(&record)?;
    let event = objection.acknowledge(ctx.now).map_err(Refusal::Objection)?;
    change.save_objection_stage(&objection).await?;
    change.commit(event).await?;
    Ok(())
}

/// Decides an objection and answers it. Nobody does who drafted what is objected to or wrote in it.
///
/// # Errors
/// [`Error::Publicity`] when it is decided, not theirs to decide, or without an answer; [`Error::Personal`] when the answer
/// holds what may certainly not be told.
pub async fn rule(
    ctx: &Ctx,
    seen: impl Into<AsSeen>,
    number: ObjectionNumber,
    ruling: Ruling,
    answer: &str,
) -> Result<()> {
    let seen = seen.into();
    let Some(by) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::RuleObjections))) };
    let mut change = ctx.write().await?;
    let (record, mut objection) = at_hand(ctx, &change, seen.id(), number).await?;
    let wrote = concerned(&change, &record, by).await?;
    let public = record.openness == domain::record::Openness::Proactive && record.visibility != Visibility::Hidden;
    let event = objection.rule(by, wrote, (ruling, answer), ctx.now, public).map_err(Refusal::Objection)?;
    clean("answer", answer)?;
    seen.holds(&record)?;
    change.save_objection_stage(&objection).await?;
    change.commit(event).await?;
    Ok(())
}

/// Whether somebody's own work is objected to: they drafted the record or wrote in any of its editions.
pub(super) async fn concerned(reader: &store::Reader, record: &Record, who: domain::ids::UserId) -> Result<bool> {
    Ok(record.drafter == Some(who) || crate::records::has_written_any(reader, record, who).await?)
}

/// Refuses text that others will read when the gate is certain of something in it.
pub(super) fn clean(field: &'static str, text: &str) -> Result<()> {
    let refused = Gate::default().judge([Field::new(field, text)]).refused;
    if refused.is_empty() {
        return Ok(());
    }
    Err(Error::Personal(refused.into_iter().map(|concern| PersonalData { field, masked: concern.masked }).collect()))
}
