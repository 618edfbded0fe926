//! The one way to change anything: a transaction with its stamp, the gate for what becomes public, and the jobs that
//! follow from it.
//!
//! [`crate::Ctx::write`] gives it. What is saved through it passes the personal-data gate before readers can see it;
//! [`Change::commit`] takes the events of the transitions, so an unlogged change does not compile; what has to happen
//! later (planned publication, taking down) is scheduled in the same transaction.

mod letters;
mod surveys;

use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Concern, Field, Gate};
use crate::guard::rows::{judge_entry, judge_record};
use crate::guard::waived::uncovered;
use crate::job::{Job, TOGETHER};
use chrono::NaiveDate;
use domain::catalogue::{ItemKey, ItemSetting};
use domain::figure::Dataset;
use domain::ids::RecordId;
use domain::ledger::{DatasetRef, Entry, Table, TextEntry};
use domain::nil_statement::NilStatement;
use domain::objection::{Objection, ObjectionNumber};
use domain::publicity::Posting;
use domain::record::{IndexNumber, Record, Timestamp};
use domain::school::{Channel, SchoolFact, Unit};
use domain::school_year::SchoolYear;
use std::collections::HashSet;
use std::ops::Deref;
use store::{
    Answered, Batch, CatalogueEdition, CodeOf, Events, Folded, Import, NewIssue, Obstacle, Reader, Rhythm, Saved,
    Stamp, Thing, Tx,
};

/// A change in the making. It reads what a [`Reader`] reads, its own writes included; dropping it undoes everything.
pub struct Change<'a> {
    ctx: &'a Ctx,
    tx: Tx,
    gate: Gate,
    /// Whether records were written, whose plans and terms may need a job.
    records: bool,
    /// What a command changes is kept as it was before.
    by_hand: Option<ByHand>,
}

/// A command whose change can be undone: all that is written in it is kept first, by the one who writes.
struct ByHand {
    command: String,
    /// Whether it was typed at the command line; otherwise it was done at the workbench.
    typed: bool,
    /// Begun with the first thing.
    batch: Option<u32>,
    kept: HashSet<Thing>,
}

impl Deref for Change<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.tx
    }
}

impl Ctx {
    /// Begins a change; dropping it undoes it.
    pub async fn write(&self) -> Result<Change<'_>> {
        let tx = self.app.store.write().await?;
        Ok(Change { ctx: self, tx, gate: Gate::default(), records: false, by_hand: None })
    }

    /// Begins a change that this command asks for, and that can be listed and undone like an import.
    pub(crate) async fn write_by_hand(&self, command: String) -> Result<Change<'_>> {
        let by_hand = ByHand { command, typed: true, batch: None, kept: HashSet::new() };
        Ok(Change { by_hand: Some(by_hand), ..self.write().await? })
    }

    /// Begins a change that somebody makes at the workbench, and that can be listed under this name and undone like an
    /// import.
    pub(crate) async fn write_at_desk(&self, what: String) -> Result<Change<'_>> {
        let by_hand = ByHand { command: what, typed: false, batch: None, kept: HashSet::new() };
        Ok(Change { by_hand: Some(by_hand), ..self.write().await? })
    }
}

impl Change<'_> {
    /// Saves a record as a transition left it. Returns its new version.
    ///
    /// # Errors
    /// [`Error::Personal`] when readers would come to see what the gate is certain of and no waiver covers; [`Error::Conflict`] when
    /// somebody else has saved it since.
    pub async fn save_record(&mut self, record: &Record) -> Result<u32> {
        let found = judge_record(&mut self.gate, record, self.ctx.today());
        if !found.is_empty() {
            let waivers = self.waivers(record.id).await?;
            refuse(uncovered(&mut self.gate, record, found, &waivers))?;
        }
        refuse(crate::applicant::applicant_told(self.ctx, &self.tx, record).await?)?;
        self.records = true;
        self.keep([Thing::Record(record.id)]).await?;
        Ok(self.tx.save_record(record).await?)
    }

    /// Keeps the bytes of a file for an attachment that is saved in this change.
    pub async fn keep_file(&mut self, digest: &str, bytes: Vec<u8>) -> Result<()> {
        Ok(self.tx.save_blob(digest, bytes).await?)
    }

    /// Keeps what a file says, so that it is found by it once its record is public.
    pub async fn keep_file_text(&mut self, digest: &str, said: &str) -> Result<()> {
        Ok(self.tx.save_file_text(digest, said).await?)
    }

    /// Keeps what an edition shows in its publicity period.
    ///
    /// # Errors
    /// [`Error::Personal`] when its list holds what its kind forbids or the gate is certain of, on view or not: a list that may
    /// not be shown is not kept.
    pub(crate) async fn save_posting(&mut self, record: RecordId, edition: u32, posting: &Posting) -> Result<()> {
        refuse(crate::guard::roll::judge_posting(posting))?;
        self.keep_posting(record, edition, posting).await
    }

    /// Keeps a posting of which only days have changed.
    pub(crate) async fn keep_posting(&mut self, record: RecordId, edition: u32, posting: &Posting) -> Result<()> {
        Ok(self.tx.save_posting(record, edition, posting).await?)
    }

    /// Forgets what was written for editions after `kept`.
    pub(crate) async fn forget_postings(&mut self, record: RecordId, kept: u32) -> Result<()> {
        Ok(self.tx.forget_postings(record, kept).await?)
    }

    /// Destroys the lists of a record and the words of objections to it.
    pub(crate) async fn purge_postings(&mut self, record: RecordId) -> Result<()> {
        Ok(self.tx.purge_postings(record).await?)
    }

    /// The number of the next objection of a calendar year.
    pub(crate) async fn next_objection(&mut self, year: i32) -> Result<ObjectionNumber> {
        Ok(self.tx.next_objection(year).await?)
    }

    /// Keeps a new objection, which never becomes public and no gate judges.
    pub(crate) async fn file_objection(&mut self, objection: &Objection, receipt: &str) -> Result<()> {
        Ok(self.tx.file_objection(objection, receipt).await?)
    }

    /// Refuses words that everybody would come to read where the gate is certain of something in them.
    fn judges<'t>(&mut self, words: impl Iterator<Item = (&'static str, &'t str)>) -> Result<()> {
        let verdict = self.gate.judge(words.map(|(name, text)| Field::new(name, text)));
        let of = |concern: Concern<'static>| PersonalData { field: concern.field, masked: concern.masked };
        refuse(verdict.refused.into_iter().map(of).collect())
    }

    /// Keeps how far an objection has come.
    pub(crate) async fn save_objection_stage(&mut self, objection: &Objection) -> Result<()> {
        Ok(self.tx.save_objection_stage(objection).await?)
    }

    /// Brings in records of a ledger file, whose rows the gate has judged where they were read.
    pub(crate) async fn import_judged(&mut self, rows: &[Import]) -> Result<()> {
        self.records = true;
        Ok(self.tx.import_records(rows).await?)
    }

    /// Saves a fact about the school.
    pub async fn save_fact(&mut self, fact: &SchoolFact) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::School(fact.clone())))?;
        self.keep([Thing::Fact(fact.key.clone())]).await?;
        Ok(self.tx.save_fact(fact).await?)
    }

    /// Takes a fact about the school away.
    pub(crate) async fn delete_fact(&mut self, key: &str) -> Result<()> {
        self.keep([Thing::Fact(key.to_string())]).await?;
        Ok(self.tx.delete_fact(key).await?)
    }

    /// Saves what an item shall be in the next edition of the catalogue.
    pub(crate) async fn save_item_draft(&mut self, draft: &ItemSetting) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Item(draft.clone())))?;
        Ok(self.tx.save_item_draft(draft).await?)
    }

    /// Gives up the draft of an item; whether there was one.
    pub(crate) async fn delete_item_draft(&mut self, item: &ItemKey) -> Result<bool> {
        Ok(self.tx.delete_item_draft(item).await?)
    }

    /// Notes the edition of the catalogue that this change publishes.
    pub(crate) async fn save_catalogue_edition(&mut self, edition: &CatalogueEdition) -> Result<()> {
        Ok(self.tx.save_catalogue_edition(edition).await?)
    }

    /// Closes a unit or channel from a day on, or takes it into use again.
    pub(crate) async fn save_closed(&mut self, of: CodeOf, code: &str, on: Option<NaiveDate>) -> Result<()> {
        Ok(self.tx.save_closed(of, code, on).await?)
    }

    /// Saves a unit.
    pub async fn save_unit(&mut self, unit: &Unit) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Unit(unit.clone())))?;
        self.keep([Thing::Unit(unit.code.clone())]).await?;
        Ok(self.tx.save_unit(unit).await?)
    }

    /// Saves a channel.
    pub async fn save_channel(&mut self, channel: &Channel) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Channel(channel.clone())))?;
        self.keep([Thing::Channel(channel.code.clone())]).await?;
        Ok(self.tx.save_channel(channel).await?)
    }

    /// Keeps what was answered of a head of ledger files.
    pub(crate) async fn save_head_answer(&mut self, table: Table, head: &str, column: Option<usize>) -> Result<()> {
        Ok(self.tx.save_head_answer(table, head, column).await?)
    }

    /// Takes the answer about a head away; whether there was one.
    pub(crate) async fn forget_head_answer(&mut self, table: Table, head: &str) -> Result<bool> {
        Ok(self.tx.forget_head_answer(table, head).await?)
    }

    /// Gives a unit or channel another code; the one before stays known.
    pub(crate) async fn recode(&mut self, of: CodeOf, from: &str, to: &str) -> Result<()> {
        self.keep([Thing::Recoded(of, from.into(), to.into()), coded(of, to)]).await?;
        self.tx.recode(of, from, to).await?;
        Ok(self.tx.save_former(of, to, from).await?)
    }

    /// Notes what a unit or channel was called before.
    pub(crate) async fn save_former(&mut self, of: CodeOf, code: &str, former: &str) -> Result<()> {
        self.keep([coded(of, code)]).await?;
        Ok(self.tx.save_former(of, code, former).await?)
    }

    /// Takes a former name away from what has it.
    pub(crate) async fn forget_former(&mut self, of: CodeOf, former: &str) -> Result<()> {
        if self.by_hand.is_some() {
            let known = self.former_names(of).await?.into_iter().filter(|known| known.former == former);
            self.keep(known.map(|known| coded(of, &known.code)).collect::<Vec<_>>()).await?;
        }
        Ok(self.tx.forget_former(of, former).await?)
    }

    /// Lets everything that names `from` name `into`; the code of `from` stays known.
    pub(crate) async fn merge_codes(&mut self, of: CodeOf, from: &str, into: &str) -> Result<Folded> {
        if self.by_hand.is_some() {
            let things = self.merged_with(of, from, into).await?;
            self.keep(things).await?;
        }
        let folded = self.tx.merge_codes(of, from, into).await?;
        self.tx.save_former(of, into, from).await?;
        Ok(folded)
    }

    /// Deletes a unit or channel that nothing names.
    pub(crate) async fn delete_coded(&mut self, of: CodeOf, code: &str) -> Result<()> {
        self.keep([coded(of, code)]).await?;
        Ok(self.tx.delete_coded(of, code).await?)
    }

    /// Deletes a record that never was public.
    pub(crate) async fn delete_record(&mut self, record: &Record) -> Result<()> {
        self.keep([Thing::Record(record.id)]).await?;
        // What was made of an answer can be made of it again.
        self.tx.forget_released(record.id).await?;
        Ok(self.tx.delete_record(record).await?)
    }

    /// Deletes a text of a report.
    pub(crate) async fn delete_text(&mut self, year: SchoolYear, place: &str, order: u32) -> Result<()> {
        self.keep([text_thing(year, place, order)]).await?;
        Ok(self.tx.delete_text(year, place, order).await?)
    }

    /// Deletes a nil statement.
    pub(crate) async fn delete_nil(&mut self, nil: &NilStatement) -> Result<()> {
        self.keep([nil_thing(nil)]).await?;
        Ok(self.tx.delete_nil(nil).await?)
    }

    /// Deletes a dataset with its figures and identities.
    pub(crate) async fn delete_dataset(&mut self, key: &str, year: SchoolYear) -> Result<()> {
        self.keep([Thing::Dataset(key.into(), first(year))]).await?;
        Ok(self.tx.delete_dataset(key, year).await?)
    }

    /// Saves what the school says of an item.
    pub async fn save_item_setting(&mut self, setting: &ItemSetting) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Item(setting.clone())))?;
        self.keep([Thing::Item(setting.key.to_string(), setting.from.map_or(0, first))]).await?;
        Ok(self.tx.save_item_setting(setting).await?)
    }

    /// Saves a dataset with remarks on its identities.
    pub async fn save_dataset(&mut self, dataset: &Dataset, notes: &[String]) -> Result<Saved> {
        let owner = DatasetRef { key: dataset.key.clone(), year: Some(dataset.year) };
        let head = Dataset { figures: Vec::new(), identities: Vec::new(), ..dataset.clone() };
        let mut found = judge_entry(&mut self.gate, &Entry::Dataset(head));
        for figure in &dataset.figures {
            found.extend(judge_entry(&mut self.gate, &Entry::Figure(owner.clone(), figure.clone())));
        }
        for (identity, note) in dataset.identities.iter().zip(notes) {
            let entry = Entry::Identity(owner.clone(), identity.clone(), note.clone());
            found.extend(judge_entry(&mut self.gate, &entry));
        }
        refuse(found)?;
        self.keep([Thing::Dataset(dataset.key.clone(), first(dataset.year))]).await?;
        Ok(self.tx.save_dataset(dataset, notes).await?)
    }

    /// Saves a text of a report.
    pub async fn save_text(&mut self, text: &TextEntry) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Text(text.clone())))?;
        self.keep([text_thing(text.year, &text.place, text.order)]).await?;
        Ok(self.tx.save_text(text).await?)
    }

    /// Saves a nil statement.
    pub async fn save_nil(&mut self, nil: &NilStatement) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Nil(nil.clone())))?;
        self.keep([nil_thing(nil)]).await?;
        Ok(self.tx.save_nil(nil).await?)
    }

    /// Keeps an issued report. Its texts and records passed the gate when they were saved.
    pub(crate) async fn save_issue(&mut self, issue: NewIssue) -> Result<()> {
        Ok(self.tx.save_issue(issue).await?)
    }

    /// The next index number of the school in a calendar year.
    pub async fn next_index(&mut self, school: &str, year: i32) -> Result<IndexNumber> {
        let serial = self.allocate_index(school, year, 1).await?;
        Ok(IndexNumber { school: school.to_string(), year, serial })
    }

    /// Sees to it that these index numbers are not handed out.
    pub(crate) async fn reserve_index(&mut self, used: &[IndexNumber]) -> Result<()> {
        Ok(self.tx.reserve_index(used).await?)
    }

    /// `n` serials of index numbers in a calendar year; the first of them.
    pub(crate) async fn allocate_index(&mut self, school: &str, year: i32, n: u32) -> Result<u32> {
        Ok(self.tx.allocate_index(school, year, n).await?)
    }

    /// Sees to it that a job runs at `due` or before.
    pub async fn enqueue(&mut self, job: Job, due: Timestamp) -> Result<()> {
        Ok(self.tx.enqueue(job.code(), "", due).await?)
    }

    /// People and what they sign in with, which never become public and no gate judges.
    pub(crate) fn people(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Keeps a draft of a report; its number.
    pub(crate) async fn keep_report(&mut self, year: SchoolYear, by: &str, document: &str) -> Result<u32> {
        let seq = self.last_event().await?;
        Ok(self.tx.save_report_version(year, (self.ctx.now, by), seq, document).await?)
    }

    /// Notes that a draft was sent to be approved.
    pub(crate) async fn send_report(&mut self, year: SchoolYear, version: u32, by: &str) -> Result<()> {
        Ok(self.tx.send_report(year, version, (self.ctx.now, by)).await?)
    }

    /// Writes down what came of it; whether nothing was written there before.
    pub(crate) async fn answer_report(&mut self, year: SchoolYear, nr: u32, answered: &Answered) -> Result<bool> {
        Ok(self.tx.answer_report(year, nr, answered).await?)
    }

    /// Keeps a remark on a part of a report; its number.
    pub(crate) async fn remark_report(&mut self, year: SchoolYear, part: u32, by: &str, text: &str) -> Result<u32> {
        Ok(self.tx.save_report_remark(year, part, (self.ctx.now, by), text).await?)
    }

    /// Settles a remark; whether it was open.
    pub(crate) async fn settle_report(&mut self, year: SchoolYear, nr: u32, by: &str) -> Result<bool> {
        Ok(self.tx.settle_report_remark(year, nr, (self.ctx.now, by)).await?)
    }

    /// Ledger files that were sent and not brought in yet: nothing of them is in the ledger.
    pub(crate) fn waiting(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Reminders and messages, which are for people of the school and no gate judges.
    pub(crate) fn outgoing(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes a change durable that no ledger records: of sessions, of files that wait.
    pub(crate) async fn commit_unlogged(self) -> Result<()> {
        Ok(self.tx.commit_unlogged().await?)
    }

    /// Number of the last event in the ledger, 0 when there is none.
    pub(crate) async fn last_event(&self) -> Result<u64> {
        Ok(self.tx.last_event().await?)
    }

    /// Begins to keep what this change does, under a number by which it can be undone.
    pub(crate) async fn begin_batch(&mut self, source: &str, by_command: bool) -> Result<u32> {
        let actor = self.ctx.who.actor().to_string();
        Ok(self.tx.begin_batch(self.ctx.now, &actor, source, by_command).await?)
    }

    /// Keeps how things are before a command changes them.
    async fn keep(&mut self, things: impl IntoIterator<Item = Thing>) -> Result<()> {
        let Some(hand) = &mut self.by_hand else { return Ok(()) };
        let things: Vec<Thing> = things.into_iter().filter(|thing| hand.kept.insert(thing.clone())).collect();
        let batch = match hand.batch {
            Some(batch) => batch,
            None => {
                let (command, typed) = (hand.command.clone(), hand.typed);
                let batch = self.begin_batch(&command, typed).await?;
                if let Some(hand) = &mut self.by_hand {
                    hand.batch = Some(batch);
                }
                batch
            }
        };
        Ok(self.tx.remember(batch, &things).await?)
    }

    /// Makes what a command changed durable, and returns the number under which it can be undone.
    pub(crate) async fn commit_by_hand(mut self, events: impl Into<Events>) -> Result<Option<u32>> {
        let hand = self.by_hand.take().and_then(|hand| Some((hand.batch?, hand.kept.len() as u64)));
        if let Some((batch, things)) = hand {
            self.end_batch(batch, things, 0).await?;
        }
        self.commit(events).await?;
        Ok(hand.map(|(batch, _)| batch))
    }

    /// Keeps how a thing is, before the change comes to it.
    pub(crate) async fn remember(&mut self, batch: u32, thing: &Thing) -> Result<()> {
        Ok(self.tx.remember(batch, std::slice::from_ref(thing)).await?)
    }

    /// Notes records that the change brings in.
    pub(crate) async fn remember_new(&mut self, batch: u32, records: &[RecordId]) -> Result<()> {
        Ok(self.tx.remember_new(batch, records).await?)
    }

    /// Ends what is kept.
    pub(crate) async fn end_batch(&mut self, batch: u32, written: u64, refused: u64) -> Result<()> {
        Ok(self.tx.end_batch(batch, written, refused).await?)
    }

    /// Gives back what was there before a batch, or tells what stands on it.
    pub(crate) async fn undo_batch(
        &mut self,
        batch: &Batch,
    ) -> Result<std::result::Result<Vec<(Thing, bool)>, Vec<Obstacle>>> {
        self.records = true;
        let actor = self.ctx.who.actor().to_string();
        Ok(self.tx.undo_batch(batch, self.ctx.now, &actor).await?)
    }

    /// Makes the change, its events and the jobs that follow from it durable together. Returns the number of the last
    /// event.
    pub async fn commit(mut self, events: impl Into<Events>) -> Result<u64> {
        let events = events.into();
        self.schedule().await?;
        self.seal_later(&events).await?;
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids, seed: self.ctx.ids.seed()? };
        Ok(self.tx.commit(&stamp, events).await?)
    }

    /// Appends events before the end of a long change.
    pub(crate) async fn append(&mut self, events: impl Into<Events>) -> Result<u64> {
        let events = events.into();
        self.seal_later(&events).await?;
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids, seed: self.ctx.ids.seed()? };
        Ok(self.tx.append(&stamp, events).await?)
    }

    /// What these events enter in the public log is sealed by a job.
    async fn seal_later(&mut self, events: &Events) -> Result<()> {
        if events.enters_log() { self.enqueue(Job::Integrate, self.ctx.now).await } else { Ok(()) }
    }

    /// Enters in the public log what everybody sees and it has nothing of.
    pub(crate) async fn begin_log(&mut self) -> Result<()> {
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids, seed: self.ctx.ids.seed()? };
        Ok(self.tx.begin_log(&stamp).await?)
    }

    /// The public log, of which nothing is a secret and no gate judges.
    pub(crate) fn log(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes a checkpoint durable with its event, from which no job follows.
    pub(crate) async fn commit_sealed(self, event: domain::event::Event) -> Result<u64> {
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids, seed: self.ctx.ids.seed()? };
        Ok(self.tx.commit(&stamp, event).await?)
    }

    /// Planned publications and terms of the records that were written get their jobs.
    async fn schedule(&mut self) -> Result<()> {
        if !self.records {
            return Ok(());
        }
        for job in Job::ALL.iter().filter(|job| job.follows_records()) {
            if let Some(due) = job.next(&self.tx, self.ctx).await? {
                self.enqueue(*job, due).await?;
            }
        }
        // Whoever wants to know at once is told of the event that this change ends with.
        if self.tx.subscriptions_told(Rhythm::AtOnce).await?.is_some() {
            self.enqueue(Job::Tell, self.ctx.now + TOGETHER).await?;
        }
        Ok(())
    }

    /// The record with this id.
    pub async fn record(&self, id: RecordId) -> Result<Record> {
        Ok(self.tx.record(id).await?)
    }
}

fn coded(of: CodeOf, code: &str) -> Thing {
    match of {
        CodeOf::Unit => Thing::Unit(code.into()),
        CodeOf::Channel => Thing::Channel(code.into()),
    }
}

fn first(year: SchoolYear) -> i64 {
    i64::from(year.first_year())
}

fn text_thing(year: SchoolYear, place: &str, order: u32) -> Thing {
    Thing::Text(first(year), place.into(), i64::from(order))
}

fn nil_thing(nil: &NilStatement) -> Thing {
    Thing::Nil(first(nil.year), nil.item.to_string(), nil.unit.clone())
}

fn refuse(found: Vec<PersonalData>) -> Result<()> {
    if found.is_empty() { Ok(()) } else { Err(Error::Personal(found)) }
}
