//! The life of records as use cases: load, allow, decide, save, commit.
//!
//! The rules are `domain`'s; here a record is loaded, the permission asked, the transition made, and both committed
//! with its event. What comes due by itself (planned publication, terms that are over) is done here for the jobs.

pub mod attachment;
mod picture;
pub(crate) mod posting;
mod releases;
pub mod suspicion;
mod taken_down;
pub(crate) mod waiver;

pub use crate::file_fault::FileFault;
pub use attachment::{attach, detach};
pub(crate) use picture::without_particulars;
pub use releases::{Brought, release, release_with, take_back_release};
pub(crate) use releases::{address, own_site};
pub(crate) use taken_down::copies;
pub use taken_down::{Copy, take_down_elsewhere};
pub use waiver::waive;

use crate::change::Change;
use crate::context::{App, Ctx};
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Gate, covered};
use crate::guard::rows::names_a_person;
use crate::job::{self, Doing, Done, Job};
use domain::event::{Act, Event, Object};
use domain::ids::{RecordId, UserId};
use domain::person::{Access, Person};
use domain::policy::{Permission, Relation, Role};
use domain::record::{Edition, IndexNumber, Openness, Progress, Record, RecordError, Timestamp};
use std::sync::Arc;
use store::EventFilter;

/// Enters a first draft. Its id, index number and drafter are given here, whatever it brings.
pub async fn draft(ctx: &Ctx, draft: Record) -> Result<RecordId> {
    ctx.allow(Permission::Draft, Relation::Unit(draft.unit.as_deref()))?;
    enter(ctx, draft).await
}

/// The same, once it was asked whether somebody may.
pub(crate) async fn enter(ctx: &Ctx, draft: Record) -> Result<RecordId> {
    let mut change = ctx.write().await?;
    let school = domain::school::School::of(change.facts().await?);
    let index = change.next_index(school.code(), chrono::Datelike::year(&ctx.today())).await?;
    let id = ctx.ids.record();
    let record = Record { id, index, drafter: ctx.who.user(), version: 0, key: id.to_string(), ..draft };
    let event = record.drafted()?;
    change.save_record(&record).await?;
    change.commit(event).await?;
    Ok(id)
}

/// Replaces the text of the edition that is being drafted.
pub async fn revise(ctx: &Ctx, id: RecordId, edition: Edition) -> Result<()> {
    by_person(ctx, id, Permission::Draft, |record, by| record.revise(by, edition)).await
}

/// Takes away a draft that never was public.
pub async fn delete_draft(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let (mut change, record) = begun(ctx, seen.into(), |_| Permission::Draft).await?;
    let event = record.deleted()?;
    change.delete_record(&record).await?;
    change.commit(event).await?;
    Ok(())
}

/// Gives up the draft of an amendment; what is public stays as it is.
pub async fn give_up_amendment(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let (mut change, mut record) = begun(ctx, seen.into(), |_| Permission::Draft).await?;
    let event = record.give_up_amendment()?;
    posting::given_up(&mut change, &record).await?;
    saved(change, &record, event).await
}

/// Sends the draft to the unit's head.
///
/// # Errors
/// [`Error::Personal`] when what would be disclosed holds personal data that the gate is certain of: reviewers are not the
/// first to meet it, and what they overlook would be refused when it becomes public.
pub async fn submit(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let seen = posting::nothing_beside(ctx, seen.into(), Permission::Draft).await?;
    let (change, mut record) = begun(ctx, seen, |_| Permission::Draft).await?;
    let event = record.submit()?;
    if let Some(last) = record.term_over(ctx.today()) {
        return Err(RecordError::TermOver(last).into());
    }
    let made = record.newest().and_then(|edition| edition.made_on.span());
    if let Some((first, _)) = made.filter(|(first, _)| *first > ctx.today()) {
        return Err(RecordError::MadeLater(first).into());
    }
    if record.openness == Openness::Proactive
        && let Some(edition) = record.newest()
    {
        let found = crate::guard::waived::certain(&mut Gate::default(), &record, edition);
        if !found.is_empty() && waiver::of_newest(&change, &record).await?.is_none() {
            return Err(Error::Personal(found));
        }
    }
    suspicion::answered(&suspicion::of(&change, &record).await?)?;
    posting::ready(&change, &record).await?;
    saved(change, &record, event).await
}

/// Passes it for the unit; for one of which no head may, the disclosure office does so in their place.
pub async fn pass_unit_review(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let seen = seen.into();
    let reader = ctx.read().await?;
    let permission = for_unit(ctx, &reader, &reader.record(seen.id).await?).await?;
    drop(reader);
    by_reviewer(ctx, seen, permission, Record::pass_unit_review).await
}

/// What somebody needs to review a record for its unit: the right of its head, or that of the office where no head may.
async fn for_unit(ctx: &Ctx, reader: &store::Reader, record: &Record) -> Result<Permission> {
    let heads = ctx.allow(Permission::ReviewForUnit, Relation::Unit(record.unit.as_deref()));
    Ok(match heads {
        Err(_) if heads_who_may(reader, record).await?.is_empty() => Permission::ReviewInstead,
        _ => Permission::ReviewForUnit,
    })
}

/// Heads of the record's unit who may review it: those who are still there and did not write in its newest edition.
pub(crate) async fn heads_who_may(reader: &store::Reader, record: &Record) -> Result<Vec<Person>> {
    let heads = reader.people().await?.into_iter().filter(|person| {
        person.access != Access::Closed
            && Some(person.id) != record.drafter
            && person
                .posts
                .iter()
                .any(|post| post.role == Role::UnitHead && post.unit.is_some() && post.unit == record.unit)
    });
    let heads: Vec<Person> = heads.collect();
    let ids: Vec<UserId> = heads.iter().map(|head| head.id).collect();
    let wrote = reader.wrote_in(&[record.id], &ids).await?;
    let edition = record.newest().map_or(1, |edition| edition.number);
    Ok(heads.into_iter().filter(|head| !wrote.contains(&(record.id, head.id, edition))).collect())
}

/// Passes it for secrecy. What is to stand open to objection from a later day on is planned for that day.
pub async fn pass_secrecy_review(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let seen = seen.into();
    let reader = ctx.read().await?;
    let begins = posting::begins(&reader, &reader.record(seen.id).await?, ctx).await?;
    drop(reader);
    by_reviewer(ctx, seen, Permission::ReviewForSecrecy, |record, by| {
        let passed = record.pass_secrecy_review(by)?;
        if begins.is_some() && !record.is_settled() {
            record.plan(begins, ctx.now)?;
        }
        Ok(passed)
    })
    .await
}

/// Sets the minute at which what passed both reviews becomes public by itself, or takes the minute away.
///
/// # Errors
/// [`RecordError::NotLooked`] when something in it is suspected and they do not say that they looked.
pub async fn plan(ctx: &Ctx, seen: impl Into<Seen>, at: Option<Timestamp>) -> Result<()> {
    let seen = seen.into();
    let (change, mut record) = begun(ctx, seen, |_| Permission::Publish).await?;
    if at.is_some() {
        suspicion::stood_by(ctx, &change, &record, seen).await?;
    }
    let event = record.plan(at, ctx.now)?;
    saved(change, &record, event).await
}

/// Sends it back to its drafter. Whoever has it for review may, and nobody else.
pub async fn send_back(ctx: &Ctx, seen: impl Into<Seen>, reason: &str) -> Result<()> {
    let seen = seen.into();
    let reader = ctx.read().await?;
    let for_unit = for_unit(ctx, &reader, &reader.record(seen.id).await?).await?;
    drop(reader);
    let permission = |record: &Record| match record.progress {
        Progress::UnitReview => for_unit,
        Progress::SecrecyReview { .. } => Permission::ReviewForSecrecy,
        _ => Permission::Publish,
    };
    let reason = covered(reason);
    act(ctx, seen, permission, |record| record.send_back(&reason)).await
}

/// Takes back what was sent for review and nobody has judged yet. Whoever sent it may, and nobody else.
///
/// # Errors
/// [`RecordError::Judged`] once somebody has judged it; [`Error::Forbidden`] for anybody but the sender.
pub async fn pull_back(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let (change, mut record) = begun(ctx, seen.into(), |_| Permission::Draft).await?;
    let by = person(ctx, Permission::Draft)?;
    let event = record.pull_back()?;
    if !sent_by(&change, &record, by).await? {
        return Err(Error::Forbidden(domain::policy::Denied(Permission::Draft)));
    }
    saved(change, &record, event).await
}

/// Whether a person sent a record for the review that it is in.
pub(crate) async fn sent_by(reader: &store::Reader, record: &Record, who: UserId) -> Result<bool> {
    let who = who.to_string();
    let mut last = None;
    any_events(reader, record, |events| {
        last = events.iter().rfind(|event| event.act == Act::RecordSubmitted).map(|e| e.actor.clone()).or(last.take());
        false
    })
    .await?;
    Ok(last == Some(who))
}

/// Takes up again, for a reason, what both reviews decided to keep with the school; it goes back to its drafter.
pub async fn reopen(ctx: &Ctx, seen: impl Into<Seen>, reason: &str) -> Result<()> {
    act(ctx, seen, |_| Permission::Publish, |record| record.reopen(reason)).await
}

/// Publishes what passed both reviews; where the portal is a channel of the ledger, that is a release on it.
pub async fn publish(ctx: &Ctx, seen: impl Into<Seen>) -> Result<()> {
    let seen = posting::nothing_beside(ctx, seen.into(), Permission::Publish).await?;
    let (mut change, mut record) = begun(ctx, seen, |_| Permission::Publish).await?;
    suspicion::stood_by(ctx, &change, &record, seen).await?;
    posting::post(ctx, &mut change, &mut record).await?;
    let mut events = store::Events::new(record.publish(ctx.now, ctx.today())?);
    if let Some(release) = releases::on_own_site(ctx, &change, &record).await? {
        events = events.and(record.release(release)?);
    }
    saved(change, &record, events).await
}

/// Begins the next edition of a public record.
pub async fn amend(ctx: &Ctx, seen: impl Into<Seen>, next: Edition) -> Result<()> {
    let by = person(ctx, Permission::Draft)?;
    let (mut change, mut record) = begun(ctx, seen.into(), |_| Permission::Draft).await?;
    posting::names_nobody(&change, &record, &next.change_note).await?;
    let event = record.amend(by, next)?;
    posting::amended(ctx, &mut change, &record).await?;
    saved(change, &record, event).await
}

/// Takes a public record down; a tombstone with the reason stays.
///
/// # Errors
/// [`Error::NotFound`] when the successor is no record that readers can see: the tombstone leads them to it.
pub async fn withdraw(ctx: &Ctx, seen: impl Into<Seen>, reason: &str, successor: Option<IndexNumber>) -> Result<()> {
    let (seen, today) = (seen.into(), ctx.today());
    if let Some(index) = &successor {
        let found = ctx.read().await?.find_record_by_index(index).await?;
        if !found.is_some_and(|record| record.id != seen.id && record.public_edition().is_some()) {
            return Err(Error::NotFound { kind: "record", key: index.to_string() });
        }
    }
    let (mut change, mut record) = begun(ctx, seen, |_| Permission::Withdraw).await?;
    posting::names_nobody(&change, &record, reason).await?;
    let named = names_somebody(&record);
    let event = record.withdraw(reason, successor, today, named)?;
    posting::came_down(ctx, &mut change, &record).await?;
    saved(change, &record, event).await
}

/// Publishes every approved edition whose minute has come. What may not be published by now goes back to its drafter
/// with the reason, so that one record keeps no other from its day.
pub(crate) async fn publish_due(ctx: &Ctx) -> Result<Done> {
    let mut done = Done::default();
    loop {
        let due = ctx.read().await?.publication_due(ctx.now).await?;
        if due.is_empty() {
            return Ok(done);
        }
        for id in due {
            let reason = match publish(ctx, id).await {
                Ok(()) => {
                    done.records += 1;
                    continue;
                }
                // Somebody else was quicker.
                Err(Error::Conflict { .. } | Error::Record(RecordError::WrongStage { .. })) => continue,
                Err(Error::Personal(found)) => {
                    let fields: Vec<&str> = found.iter().map(PersonalData::head).collect();
                    ctx.lang.say_with("job-returned-personal", &[("fields", &fields.join("、"))])
                }
                Err(Error::Record(RecordError::NotOpen)) => ctx.lang.say("job-returned-not-open"),
                Err(Error::Record(RecordError::NotAnswered)) => ctx.lang.say("job-returned-not-answered"),
                Err(Error::Publicity(refusal)) => ctx.lang.say(&format!("publicity-refused-{}", refusal.code())),
                // Planned for a minute before its period begins: it waits for that.
                Err(Error::Record(RecordError::TooEarly(begins))) => {
                    act(ctx, id, |_| Permission::Publish, |record| record.plan(Some(begins), ctx.now)).await?;
                    continue;
                }
                Err(Error::Record(error @ RecordError::TermOver(_))) => {
                    ctx.lang.say(&format!("record-error-{}", error.code()))
                }
                Err(error) => return Err(error),
            };
            act(ctx, id, |_| Permission::Publish, |record| record.send_back(&reason)).await?;
            tracing::warn!(record = %id, "app.records.returned");
            done.returned += 1;
        }
    }
}

/// Runs the jobs that publish and take down, where they are due, before something is made of the records as they are.
pub(crate) async fn catch_up(app: &Arc<App>) -> Result<()> {
    fn perform(job: Job, ctx: &Ctx) -> Doing<'_> {
        Box::pin(async move {
            match job {
                Job::Publish => publish_due(ctx).await,
                Job::TakeDown => take_down_due(ctx).await,
                Job::PurgeLists => posting::purge_due(ctx).await,
                Job::ForgetUploads
                | Job::Remind
                | Job::Tell
                | Job::Deliver
                | Job::PurgeIdentities
                | Job::Integrate
                | Job::Witness
                | Job::Backup => Ok(Done::default()),
            }
        })
    }
    job::run(app, &job::of_records(), perform).await.map(|_| ())
}

/// Takes down every record whose term is over.
pub(crate) async fn take_down_due(ctx: &Ctx) -> Result<Done> {
    let (today, mut done) = (ctx.today(), Done::default());
    loop {
        let over = ctx.read().await?.terms_over(today).await?;
        if over.is_empty() {
            return Ok(done);
        }
        for id in over {
            let taken_down = act(
                ctx,
                id,
                |_| Permission::RunJobs,
                |record| {
                    let named = names_somebody(record);
                    record.expire(today, named)
                },
            );
            match taken_down.await {
                Ok(()) => done.records += 1,
                // Somebody else was quicker.
                Err(Error::Conflict { .. } | Error::Record(RecordError::WrongStage { .. })) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn names_somebody(record: &Record) -> bool {
    record.public_edition().is_some_and(|edition| names_a_person(&edition.title))
}

/// A record, and the state of it that somebody had before them when they decided; without it, whatever state it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    id: RecordId,
    version: Option<u32>,
    /// They opened every file that the guard could not read, and looked at everything that it suspects.
    looked: bool,
}

impl Seen {
    /// A record as it was at this version.
    pub fn at(id: RecordId, version: u32) -> Seen {
        Seen { id, version: Some(version), looked: false }
    }

    /// The same for whoever says that they opened every file of it that the guard could not read, and stand by what was
    /// answered of everything that it suspects.
    #[must_use]
    pub fn looked_into(self, looked: bool) -> Seen {
        Seen { looked, ..self }
    }

    /// The record.
    pub(crate) fn id(&self) -> RecordId {
        self.id
    }

    /// Whether a record is still as they saw it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is not.
    pub(crate) fn holds(&self, record: &Record) -> Result<()> {
        match self.version.is_none_or(|version| version == record.version) {
            true => Ok(()),
            false => Err(Error::Conflict { kind: "record", key: self.id.to_string() }),
        }
    }

    /// The version that they had before them, when that is known.
    pub fn version(&self) -> Option<u32> {
        self.version
    }
}

impl From<RecordId> for Seen {
    fn from(id: RecordId) -> Seen {
        Seen { id, version: None, looked: false }
    }
}

/// A change begun on one record by somebody who may make it.
///
/// # Errors
/// [`Error::Conflict`] when the record is not in the state any more that they saw: asked within the transaction, nothing
/// comes between.
async fn begun<'a>(
    ctx: &'a Ctx,
    seen: Seen,
    permission: impl FnOnce(&Record) -> Permission,
) -> Result<(Change<'a>, Record)> {
    let change = ctx.write().await?;
    let record = change.record(seen.id).await?;
    ctx.allow(permission(&record), Relation::Unit(record.unit.as_deref()))?;
    seen.holds(&record)?;
    Ok((change, record))
}

/// The lines of every use case on one record.
async fn act(
    ctx: &Ctx,
    seen: impl Into<Seen>,
    permission: impl FnOnce(&Record) -> Permission,
    transition: impl FnOnce(&mut Record) -> std::result::Result<Event, RecordError>,
) -> Result<()> {
    let (change, mut record) = begun(ctx, seen.into(), permission).await?;
    let event = transition(&mut record)?;
    saved(change, &record, event).await
}

/// Saves a record with what was done with it.
async fn saved(mut change: Change<'_>, record: &Record, events: impl Into<store::Events>) -> Result<()> {
    change.save_record(record).await?;
    change.commit(events).await?;
    Ok(())
}

/// The same for acts that only a person with an account does.
async fn by_person(
    ctx: &Ctx,
    seen: impl Into<Seen>,
    permission: Permission,
    transition: impl FnOnce(&mut Record, UserId) -> std::result::Result<Event, RecordError>,
) -> Result<()> {
    let by = person(ctx, permission)?;
    act(ctx, seen, |_| permission, |record| transition(record, by)).await
}

/// The same for the two reviews, which nobody does whose hand is in the edition: the one who saved it last or anybody before.
/// What the guard could not read they have looked at themselves, and the event keeps that they said so.
async fn by_reviewer(
    ctx: &Ctx,
    seen: Seen,
    permission: Permission,
    transition: impl FnOnce(&mut Record, UserId) -> std::result::Result<Event, RecordError>,
) -> Result<()> {
    let by = person(ctx, permission)?;
    let (change, mut record) = begun(ctx, seen, |_| permission).await?;
    let suspicions = suspicion::of(&change, &record).await?;
    let event = transition(&mut record, by)?;
    if has_written(&change, &record, by).await? {
        return Err(RecordError::OwnWork.into());
    }
    suspicion::answered(&suspicions)?;
    let suspected = |id: &str| suspicions.iter().any(|one| one.subject == id);
    let mut looked: Vec<&str> = attachment::unread(&record).iter().map(|file| file.name.as_str()).collect();
    let files = record.newest_attachments().filter(|file| suspected(&file.id.to_string()));
    looked.extend(files.filter(|file| !attachment::is_unread(file)).map(|file| file.name.as_str()));
    if (!looked.is_empty() || !suspicions.is_empty()) && !seen.looked {
        return Err(RecordError::NotLooked.into());
    }
    let looked = looked.join("、");
    let event = if looked.is_empty() { event } else { event.with("looked", looked) };
    let events = store::Events::new(event);
    let events = record.settled().into_iter().fold(events, store::Events::and);
    saved(change, &record, events).await
}

/// Who acts, when it is a person.
fn person(ctx: &Ctx, permission: Permission) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(domain::policy::Denied(permission)))
}

/// Whether a person wrote in the newest edition of a record, text or attachments.
pub(crate) async fn has_written(reader: &store::Reader, record: &Record, who: UserId) -> Result<bool> {
    any_events(reader, record, |events| wrote(events, record, who)).await
}

/// Whether a person wrote in any edition of a record.
pub(crate) async fn has_written_any(reader: &store::Reader, record: &Record, who: UserId) -> Result<bool> {
    let who = who.to_string();
    any_events(reader, record, |events| events.iter().any(|event| event.act.writes() && event.actor == who)).await
}

/// Whether some of the events of a record are such.
async fn any_events(
    reader: &store::Reader,
    record: &Record,
    mut such: impl FnMut(&[store::LoggedEvent]) -> bool,
) -> Result<bool> {
    const PAGE: u32 = 1_000;
    let filter = EventFilter { object: Some(Object::Record(record.id)) };
    let mut after = 0;
    loop {
        let events = reader.events(&filter, after, PAGE).await?;
        let Some(last) = events.last() else { return Ok(false) };
        after = last.seq;
        if such(&events) {
            return Ok(true);
        }
    }
}

/// Whether one of these events is that a person wrote in the newest edition of a record.
pub(crate) fn wrote(events: &[store::LoggedEvent], record: &Record, who: UserId) -> bool {
    let (edition, who) = (record.newest().map_or(1, |edition| edition.number).to_string(), who.to_string());
    events.iter().any(|event| {
        event.act.writes()
            && event.actor == who
            && event.facts.iter().any(|(name, fact)| name == "edition" && *fact == edition)
    })
}
