//! The one way to change anything: a transaction with its stamp, the gate for what becomes public, and the jobs that
//! follow from it.
//!
//! [`crate::Ctx::write`] gives it. What is saved through it passes the personal-data gate before readers can see it;
//! [`Change::commit`] takes the events of the transitions, so an unlogged change does not compile; what has to happen
//! later (planned publication, taking down) is scheduled in the same transaction.

use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::Gate;
use crate::guard::rows::{judge_entry, judge_record};
use crate::job::Job;
use domain::catalogue::ItemSetting;
use domain::figure::Dataset;
use domain::ids::RecordId;
use domain::ledger::{DatasetRef, Entry, TextEntry};
use domain::nil_statement::NilStatement;
use domain::record::{IndexNumber, Record, Timestamp};
use domain::school::{Channel, SchoolFact, Unit};
use domain::school_year::SchoolYear;
use std::ops::Deref;
use store::{Batch, CodeOf, Events, Folded, Import, NewIssue, Obstacle, Reader, Saved, Stamp, Thing, Tx};

/// A change in the making. It reads what a [`Reader`] reads, its own writes included; dropping it undoes everything.
pub struct Change<'a> {
    ctx: &'a Ctx,
    tx: Tx,
    gate: Gate,
    /// Whether records were written, whose plans and terms may need a job.
    records: bool,
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
        Ok(Change { ctx: self, tx: self.app.store.write().await?, gate: Gate::default(), records: false })
    }
}

impl Change<'_> {
    /// Saves a record as a transition left it. Returns its new version.
    ///
    /// # Errors
    /// [`Error::Personal`] when readers would come to see what the gate is certain of; [`Error::Conflict`] when
    /// somebody else has saved it since.
    pub async fn save_record(&mut self, record: &Record) -> Result<u32> {
        refuse(judge_record(&mut self.gate, record, self.ctx.today()))?;
        self.records = true;
        Ok(self.tx.save_record(record).await?)
    }

    /// Keeps the bytes of a file for an attachment that is saved in this change.
    pub async fn keep_file(&mut self, digest: &str, bytes: Vec<u8>) -> Result<()> {
        Ok(self.tx.save_blob(digest, bytes).await?)
    }

    /// Brings in records of a ledger file, whose rows the gate has judged where they were read.
    pub(crate) async fn import_judged(&mut self, rows: &[Import]) -> Result<()> {
        self.records = true;
        Ok(self.tx.import_records(rows).await?)
    }

    /// Saves a fact about the school.
    pub async fn save_fact(&mut self, fact: &SchoolFact) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::School(fact.clone())))?;
        Ok(self.tx.save_fact(fact).await?)
    }

    /// Saves a unit.
    pub async fn save_unit(&mut self, unit: &Unit) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Unit(unit.clone())))?;
        Ok(self.tx.save_unit(unit).await?)
    }

    /// Saves a channel.
    pub async fn save_channel(&mut self, channel: &Channel) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Channel(channel.clone())))?;
        Ok(self.tx.save_channel(channel).await?)
    }

    /// Gives a unit or channel another code; the one before stays known.
    pub(crate) async fn recode(&mut self, of: CodeOf, from: &str, to: &str) -> Result<()> {
        self.tx.recode(of, from, to).await?;
        Ok(self.tx.save_former(of, to, from).await?)
    }

    /// Notes what a unit or channel was called before.
    pub(crate) async fn save_former(&mut self, of: CodeOf, code: &str, former: &str) -> Result<()> {
        Ok(self.tx.save_former(of, code, former).await?)
    }

    /// Takes a former name away from what has it.
    pub(crate) async fn forget_former(&mut self, of: CodeOf, former: &str) -> Result<()> {
        Ok(self.tx.forget_former(of, former).await?)
    }

    /// Lets everything that names `from` name `into`; the code of `from` stays known.
    pub(crate) async fn merge_codes(&mut self, of: CodeOf, from: &str, into: &str) -> Result<Folded> {
        let folded = self.tx.merge_codes(of, from, into).await?;
        self.tx.save_former(of, into, from).await?;
        Ok(folded)
    }

    /// Deletes a unit or channel that nothing names.
    pub(crate) async fn delete_coded(&mut self, of: CodeOf, code: &str) -> Result<()> {
        Ok(self.tx.delete_coded(of, code).await?)
    }

    /// Deletes a record that never was public.
    pub(crate) async fn delete_record(&mut self, record: &Record) -> Result<()> {
        Ok(self.tx.delete_record(record).await?)
    }

    /// Deletes a text of a report.
    pub(crate) async fn delete_text(&mut self, year: SchoolYear, place: &str, order: u32) -> Result<()> {
        Ok(self.tx.delete_text(year, place, order).await?)
    }

    /// Deletes a nil statement.
    pub(crate) async fn delete_nil(&mut self, nil: &NilStatement) -> Result<()> {
        Ok(self.tx.delete_nil(nil).await?)
    }

    /// Deletes a dataset with its figures and identities.
    pub(crate) async fn delete_dataset(&mut self, key: &str, year: SchoolYear) -> Result<()> {
        Ok(self.tx.delete_dataset(key, year).await?)
    }

    /// Saves what the school says of an item.
    pub async fn save_item_setting(&mut self, setting: &ItemSetting) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Item(setting.clone())))?;
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
        Ok(self.tx.save_dataset(dataset, notes).await?)
    }

    /// Saves a text of a report.
    pub async fn save_text(&mut self, text: &TextEntry) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Text(text.clone())))?;
        Ok(self.tx.save_text(text).await?)
    }

    /// Saves a nil statement.
    pub async fn save_nil(&mut self, nil: &NilStatement) -> Result<Saved> {
        refuse(judge_entry(&mut self.gate, &Entry::Nil(nil.clone())))?;
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

    /// Makes a change durable that no ledger records: of sessions.
    pub(crate) async fn commit_unlogged(self) -> Result<()> {
        Ok(self.tx.commit_unlogged().await?)
    }

    /// Number of the last event in the ledger, 0 when there is none.
    pub(crate) async fn last_event(&self) -> Result<u64> {
        Ok(self.tx.last_event().await?)
    }

    /// Begins to keep what this change does, under a number by which it can be undone.
    pub(crate) async fn begin_batch(&mut self, source: &str) -> Result<u32> {
        let actor = self.ctx.who.actor().to_string();
        Ok(self.tx.begin_batch(self.ctx.now, &actor, source).await?)
    }

    /// Keeps how a thing is, before the change comes to it.
    pub(crate) async fn remember(&mut self, batch: u32, thing: &Thing) -> Result<()> {
        Ok(self.tx.remember(batch, thing).await?)
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
        self.schedule().await?;
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids };
        Ok(self.tx.commit(&stamp, events).await?)
    }

    /// Appends events before the end of a long change.
    pub(crate) async fn append(&mut self, events: impl Into<Events>) -> Result<u64> {
        let ids = || self.ctx.ids.event();
        let actor = self.ctx.who.actor();
        let stamp = Stamp { actor: &actor, at: self.ctx.now, ids: &ids };
        Ok(self.tx.append(&stamp, events).await?)
    }

    /// Planned publications and terms of the records that were written get their jobs.
    async fn schedule(&mut self) -> Result<()> {
        if !self.records {
            return Ok(());
        }
        for job in Job::ALL {
            if let Some(due) = job.next(&self.tx).await? {
                self.enqueue(*job, due).await?;
            }
        }
        Ok(())
    }

    /// The record with this id.
    pub async fn record(&self, id: RecordId) -> Result<Record> {
        Ok(self.tx.record(id).await?)
    }
}

fn refuse(found: Vec<PersonalData>) -> Result<()> {
    if found.is_empty() { Ok(()) } else { Err(Error::Personal(found)) }
}
