//! Opinions, enquiries, corrections and complaints as use cases: said by anybody without an account, looked up by whoever has the
//! receipt, dealt with and accounted for by those whom the table of rights names.
//!
//! Everything that is done is one step of a voice (`domain::voice`), saved with its event in one change. A complaint is the
//! supervisors' alone: its words are sealed (`sealed`) before anything is kept, opened by the supervisors' key or by the receipt,
//! and whoever may not know of it is answered as if it were not there. What somebody wrote enters no log, no error and no event.

mod acts;
mod filing;
mod keys;
mod register;
mod sheet;
mod words;

pub use crate::report::registers;
pub use crate::sealed::{Opener, Vault};
pub use crate::voice_refusal::Refusal;
pub use acts::{Order, act};
pub use filing::{Filed, NewVoice, Shown, Told, enter, file_once, query, say, withdraw};
pub use keys::{KeyShown, change_passphrase, keys_shown, open_key, set_key, takes_complaints};
pub use register::{Line, Overview, mine, open_count, overview, shown_answers};
pub use sheet::{Act, Deed, Sheet, look};

use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::event::{Act as Logged, Object};
use domain::ids::UserId;
use domain::policy::{Denied, Permission, Relation};
use domain::voice::{Kind, Terms, Voice, VoiceNumber};
use store::{EventFilter, StoredVoice};

/// The lengths of time that hold for a voice.
///
/// # Errors
/// [`Refusal::BeforeRules`].
fn terms_of(kind: Kind, received: chrono::NaiveDate) -> Result<Terms> {
    Ok(Terms::on(kind, received).ok_or(Refusal::BeforeRules)?)
}

/// What somebody has to be allowed to see voices of a kind.
fn seeing(kind: Kind) -> Permission {
    if kind.is_sealed() { Permission::SeeComplaints } else { Permission::SeeVoices }
}

/// What somebody has to be allowed to deal with them.
fn handling(kind: Kind) -> Permission {
    if kind.is_sealed() { Permission::HandleComplaints } else { Permission::HandleVoices }
}

/// Whether somebody may do this to a voice: everywhere, or for one of the units that work on it. A complaint has no units.
fn may(ctx: &Ctx, permission: Permission, voice: &Voice) -> bool {
    ctx.allow(permission, Relation::School).is_ok()
        || voice.units.iter().any(|unit| ctx.allow(permission, Relation::Unit(Some(unit))).is_ok())
}

fn allow(ctx: &Ctx, permission: Permission, voice: &Voice) -> Result<()> {
    if may(ctx, permission, voice) { Ok(()) } else { Err(Error::Forbidden(Denied(permission))) }
}

/// Whether a correction was found right and the record that it is of was neither amended nor withdrawn since it came in: the answer
/// promises that.
async fn uncorrected(reader: &store::Reader, voice: &Voice) -> Result<bool> {
    let right = voice.stage.reply().is_some_and(|reply| reply.outcome.amends());
    let Some(record) = voice.entry.record.filter(|_| right) else { return Ok(false) };
    let events = reader.events(&EventFilter { object: Some(Object::Record(record)) }, 0, 10_000).await?;
    let mends = |act| matches!(act, Logged::RecordAmended | Logged::RecordWithdrawn | Logged::RecordExpired);
    Ok(!events.iter().any(|event| event.at >= voice.entry.entered_at && mends(event.act)))
}

/// Whoever acts as a person of the school.
fn person(ctx: &Ctx, permission: Permission) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(permission)))
}

/// The voice with this number for somebody of the school who may see it, and its version.
async fn at_hand(ctx: &Ctx, reader: &store::Reader, number: VoiceNumber) -> Result<StoredVoice> {
    let absent = || Error::NotFound { kind: "voice", key: number.to_string() };
    // Asked before anything is read: whoever may know of no complaint learns not even by the time it takes that there is one.
    if number.kind.is_sealed() && ctx.allow(Permission::SeeComplaints, Relation::School).is_err() {
        return Err(absent());
    }
    let stored = reader.find_voice(number).await?.ok_or_else(absent)?;
    if !may(ctx, seeing(number.kind), &stored.voice) {
        return Err(absent());
    }
    Ok(stored)
}
