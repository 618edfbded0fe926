//! What somebody does without an account: says something, looks it up by the receipt, says more, takes it back. And the same taken
//! in by staff, for what comes by hotline, box, letter or in person.

use super::words::{Opens, Sealing, place, place_of_step, sender_key};
use super::{Refusal, handling, person, terms_of};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::publicity::{Length, Receipt};
use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::ids::RecordId;
use domain::policy::{Permission, Relation};
use domain::record::{Reach, Shown as Visible, Timestamp};
use domain::request::Day;
use domain::voice::{
    Clock, Did, Entry, Hand, Intake, Kind, Outcome, PublicAnswer, Stage, Step, Voice, VoiceError, VoiceNumber, Words,
};
use store::{Events, StoredVoice, VoicesOf};

/// Most that wait to be taken up of one telephone or mailbox. There is no bound for all of them together, which whoever pours them
/// in would shut out others by; how fast an address may send is bounded where requests come in.
const MOST_WAITING: usize = 20;
/// Within how long the same words are the same voice.
const SAME: TimeDelta = TimeDelta::hours(1);
/// Most that the sender says of one voice.
const MOST_WORDS: usize = 50;

/// What somebody says. It holds words of theirs and is not printed.
pub struct NewVoice {
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub content: String,
    /// Who says it; empty where they do not tell.
    pub name: String,
    /// How they can be reached; empty where they do not tell.
    pub contact: String,
    /// Of a correction, the record it is about.
    pub record: Option<RecordId>,
}

/// A voice that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its number.
    pub number: VoiceNumber,
    /// What opens it. It cannot be had again.
    pub receipt: Receipt,
}

/// Something that its sender is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    /// The day on which it happened.
    pub on: NaiveDate,
    /// What, as the code of the act.
    pub act: &'static str,
    /// Whether it was the sender.
    pub own: bool,
    /// Words, where there are some and they can be opened.
    pub text: Option<String>,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.act)
    }
}

/// A voice as its sender sees it: nothing of it that is for the school alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub number: VoiceNumber,
    /// How it came in.
    pub intake: Intake,
    /// The day on which it counts as received.
    pub received_on: NaiveDate,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// What was said.
    pub content: String,
    /// Of a correction, the record it is about with its title, while that is on view.
    pub record: Option<(RecordId, String)>,
    /// Stable code of the stage.
    pub stage: &'static str,
    /// What happened, in order.
    pub told: Vec<Told>,
    /// What came of it and in what words.
    pub answer: Option<(Outcome, String)>,
    /// Its clocks, each with every day of it.
    pub clocks: Vec<(Clock, Vec<Day>)>,
    /// Since when it has stood for three months without an answer.
    pub silent_since: Option<NaiveDate>,
    /// What everybody may read of it.
    pub shown: Option<PublicAnswer>,
    /// Whether its sender waits, and may take it back.
    pub open: bool,
    /// Whether something may be said.
    pub may_say: bool,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").field("number", &self.number).field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// Files a voice by a form with an id that nobody guesses: however often it is sent with the same words, one is filed, and each
/// answer shows its receipt. `ctx` is a visitor's even when they are signed in.
///
/// # Errors
/// [`Refusal::Full`], [`Refusal::Repeated`], [`Refusal::NoKey`], [`Refusal::NoRecord`].
pub async fn file_once(ctx: &Ctx, new: NewVoice, form: &str) -> Result<Filed> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let mut change = ctx.write().await?;
    let (receipt, known) = receipt_of(ctx, &change, form, &new).await?;
    if let Some(number) = known {
        return Ok(Filed { number, receipt });
    }
    if !new.kind.is_sealed() {
        let same = |one: &StoredVoice| {
            let entry = &one.voice.entry;
            let words = [(&entry.content, &new.content), (&entry.name, &new.name), (&entry.contact, &new.contact)];
            entry.number.kind == new.kind
                && ctx.now - entry.entered_at < SAME
                && words.iter().all(|(kept, new)| kept.plain() == Some(new.trim()))
        };
        let contact = new.contact.trim();
        let theirs = |one: &&StoredVoice| {
            let waits = one.voice.stage == Stage::Received && one.voice.entry.intake == Intake::Portal;
            waits && !contact.is_empty() && one.voice.entry.contact.plain() == Some(contact)
        };
        let open = change.voices(VoicesOf::Open).await?;
        if open.iter().any(same) {
            return Err(Refusal::Repeated.into());
        }
        if open.iter().filter(theirs).count() >= MOST_WAITING {
            return Err(Refusal::Full.into());
        }
    }
    let (filed, voice) = begun(ctx, &mut change, (new, Intake::Portal, ctx.today()), receipt).await?;
    change.commit(voice.received()).await?;
    Ok(filed)
}

/// Takes a voice in that came otherwise: entered and taken up at once. The receipt can be given to whoever said it.
///
/// # Errors
/// [`Refusal::BeforeRules`], [`VoiceError::Future`], [`Refusal::NoKey`], [`Refusal::NoRecord`].
pub async fn enter(ctx: &Ctx, new: NewVoice, intake: Intake, received: NaiveDate, form: &str) -> Result<Filed> {
    let permission = handling(new.kind);
    ctx.allow(permission, Relation::School)?;
    let by = person(ctx, permission)?;
    let mut change = ctx.write().await?;
    let (receipt, known) = receipt_of(ctx, &change, form, &new).await?;
    if let Some(number) = known {
        return Ok(Filed { number, receipt });
    }
    if received > ctx.today() {
        return Err(Refusal::Voice(VoiceError::Future).into());
    }
    let (filed, mut voice) = begun(ctx, &mut change, (new, intake, received), receipt).await?;
    let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Person(by), did: Did::Accepted };
    let events = Events::new(voice.received()).and(voice.take(step).map_err(Refusal::Voice)?);
    change.save_voice(&voice, 1).await?;
    change.commit(events).await?;
    Ok(filed)
}

/// The receipt of what a form with an id says, and the voice that it opens already; a new one for a form without an id.
async fn receipt_of(
    ctx: &Ctx,
    change: &Change<'_>,
    form: &str,
    new: &NewVoice,
) -> Result<(Receipt, Option<VoiceNumber>)> {
    let record = new.record.map(|record| record.to_string()).unwrap_or_default();
    let said = [new.kind.code(), &new.content, &new.name, &new.contact, &record];
    match Receipt::of_form(form, &said, Length::Sealing) {
        Some(receipt) => {
            let known = change.voice_of(&receipt.digest_for("voice")).await?;
            Ok((receipt, known))
        }
        None => Ok((Receipt::new(&ctx.ids, Length::Sealing)?, None)),
    }
}

async fn begun(
    ctx: &Ctx,
    change: &mut Change<'_>,
    (new, intake, received_on): (NewVoice, Intake, NaiveDate),
    receipt: Receipt,
) -> Result<(Filed, Voice)> {
    terms_of(new.kind, received_on)?;
    let record = new.record.filter(|_| new.kind == Kind::Correction);
    if let Some(record) = record
        && !matches!(change.shown(record, &Reach::Public, ctx.today()).await?, Visible::Record(_))
    {
        return Err(Refusal::NoRecord.into());
    }
    if new.content.trim().is_empty() {
        return Err(Refusal::Voice(VoiceError::Blank).into());
    }
    let number = change.next_voice(new.kind, ctx.today().year()).await?;
    let sealing = Sealing::of_new(new.kind, &change.complaint_keys().await?, &receipt, &ctx.ids)?;
    let words = |field: &str, text: &str| sealing.words(&place(number, field), text);
    let entry = Entry {
        number,
        received_on,
        entered_at: ctx.now,
        intake,
        content: words("content", &new.content)?,
        name: words("name", &new.name)?,
        contact: words("contact", &new.contact)?,
        record,
    };
    let voice = Voice::new(entry).map_err(Refusal::Voice)?;
    change.file_voice(&voice, &receipt.digest_for("voice"), sealing.sender()).await?;
    Ok((Filed { number, receipt }, voice))
}

/// What a receipt opens; nothing for one that opens nothing, whatever the reason.
///
/// # Errors
/// The machine's.
pub async fn query(ctx: &Ctx, receipt: &Receipt) -> Result<Option<Shown>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let reader = ctx.read().await?;
    let Some(number) = reader.voice_of(&receipt.digest_for("voice")).await? else { return Ok(None) };
    let Some(stored) = reader.find_voice(number).await? else { return Ok(None) };
    let (voice, entry) = (&stored.voice, &stored.voice.entry);
    let key = sender_key(receipt);
    let opens = Opens::Sender(&key);
    let record = match entry.record {
        Some(record) => match reader.shown(record, &Reach::Public, ctx.today()).await? {
            Visible::Record(live) => live.public_edition().map(|edition| (record, edition.title.clone())),
            _ => None,
        },
        None => None,
    };
    let terms = terms_of(number.kind, entry.received_on)?;
    let calendar = &ctx.app.calendar;
    let clocks = voice.clocks(&terms, calendar, ctx.today());
    let answer = voice.steps.iter().enumerate().rev().find_map(|(nth, step)| match &step.did {
        Did::Answered(reply) => {
            Some((reply.outcome, opens.words(&place_of_step(number, nth), &reply.text).unwrap_or_default()))
        }
        _ => None,
    });
    Ok(Some(Shown {
        number,
        intake: entry.intake,
        received_on: entry.received_on,
        entered_at: entry.entered_at,
        content: opens.words(&place(number, "content"), &entry.content).ok_or(Refusal::Sealed)?,
        record,
        stage: voice.stage.code(),
        told: voice.steps.iter().enumerate().filter_map(|(nth, step)| told(number, nth, step, opens)).collect(),
        answer,
        clocks: clocks.into_iter().map(|clock| (clock.clone(), clock.days(calendar))).collect(),
        silent_since: voice.silent_since(&terms, calendar, ctx.today()).filter(|_| voice.is_open()),
        shown: voice.shown.clone(),
        open: voice.is_open(),
        may_say: !matches!(voice.stage, Stage::Withdrawn | Stage::Closed(_)) && words_of(voice) < MOST_WORDS,
    }))
}

fn words_of(voice: &Voice) -> usize {
    voice.steps.iter().filter(|step| step.by == Hand::Applicant).count()
}

/// What of a step its sender is told; nothing of what is the school's own work.
fn told(number: VoiceNumber, nth: usize, step: &Step, opens: Opens<'_>) -> Option<Told> {
    let text = match &step.did {
        Did::Noted { .. } | Did::Shown { .. } | Did::Hidden => return None,
        Did::Accepted | Did::Closed => None,
        Did::Assigned { units } => Some(units.join("、")),
        did => did.words().and_then(|words| opens.words(&place_of_step(number, nth), words)),
    };
    let text = text.filter(|text| !text.is_empty());
    Some(Told { on: step.on, act: step.did.code(), own: step.by == Hand::Applicant, text })
}

/// The sender says something.
///
/// # Errors
/// [`Error::NotFound`] for a receipt that opens nothing; [`Refusal::Full`] when they have said too much.
pub async fn say(ctx: &Ctx, receipt: &Receipt, text: &str) -> Result<()> {
    by_sender(ctx, receipt, Did::Said { text: Words::Plain(text.trim().to_string()) }).await
}

/// The sender takes it back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Voice`] when it is over.
pub async fn withdraw(ctx: &Ctx, receipt: &Receipt, reason: &str) -> Result<()> {
    by_sender(ctx, receipt, Did::Withdrawn { reason: Words::Plain(reason.trim().to_string()) }).await
}

async fn by_sender(ctx: &Ctx, receipt: &Receipt, did: Did) -> Result<()> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let absent = || Error::NotFound { kind: "voice", key: "…".to_string() };
    let mut change = ctx.write().await?;
    let number = change.voice_of(&receipt.digest_for("voice")).await?.ok_or_else(absent)?;
    let stored = change.find_voice(number).await?.ok_or_else(absent)?;
    let voice = &stored.voice;
    if words_of(voice) >= MOST_WORDS && !matches!(did, Did::Withdrawn { .. }) {
        return Err(Refusal::Full.into());
    }
    // Said twice by a button that was pressed twice, it is said once.
    let key = sender_key(receipt);
    if let Some((nth, last)) = voice.steps.iter().enumerate().next_back()
        && last.by == Hand::Applicant
        && last.did.code() == did.code()
        && ctx.now - last.at < SAME
    {
        let place = place_of_step(number, nth);
        let before = last.did.words().and_then(|words| Opens::Sender(&key).words(&place, words));
        if before.as_deref() == did.words().and_then(Words::plain) {
            return Ok(());
        }
    }
    let sealing = Sealing::of(&stored, &change.complaint_keys().await?, &ctx.ids)?;
    let did = sealing.did(&place_of_step(number, voice.steps.len()), did)?;
    let StoredVoice { mut voice, version, .. } = stored;
    let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Applicant, did };
    let event = voice.take(step).map_err(Refusal::Voice)?;
    change.save_voice(&voice, version).await?;
    change.commit(event).await?;
    Ok(())
}
