//! What people of the school keep beside records: comments from one to the other, and views of the ledger that are their own.
//!
//! Readers never see any of it; what is said stands where the work is and is no part of the record.

use super::Desk;
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::TimeDelta;
use domain::event::{Act, Event, Object};
use domain::ids::RecordId;
use domain::policy::{Denied, Permission, Relation};
use domain::record::Timestamp;
pub use store::SavedView;

/// How long something said waits for an answer on the first page.
const WAITS: TimeDelta = TimeDelta::days(14);

/// Something said about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// About which.
    pub record: RecordId,
    /// Its title, in lists.
    pub title: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub wording: String,
}

/// Says something to the others who work on a record.
///
/// # Errors
/// [`Error::Forbidden`] for whoever takes no part in it.
pub async fn comment(ctx: &Ctx, id: RecordId, wording: String) -> Result<()> {
    let Some(author) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::Comment))) };
    let wording = crate::guard::publication::covered(&wording);
    let mut change = ctx.write().await?;
    let record = change.record(id).await?;
    ctx.allow(Permission::Comment, Relation::Unit(record.unit.as_deref()))?;
    let edition = record.newest().map_or(1, |edition| edition.number);
    change.people().save_comment(&store::Comment { record: id, edition, author, at: ctx.now, wording }).await?;
    change.commit(Event::new(Act::Commented, Object::Record(id)).with("edition", edition)).await?;
    Ok(())
}

/// Keeps a view of the ledger for whoever asks; one of the same name goes.
///
/// # Errors
/// [`Error::Forbidden`] for whoever has no account.
pub async fn save_view(ctx: &Ctx, view: SavedView) -> Result<()> {
    let Some(me) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::ReadAll))) };
    let mut change = ctx.write().await?;
    change.people().save_view(me, &view).await?;
    change.commit_unlogged().await
}

/// Takes a view of one's own away.
///
/// # Errors
/// As [`save_view`].
pub async fn forget_view(ctx: &Ctx, name: &str) -> Result<()> {
    let Some(me) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::ReadAll))) };
    let mut change = ctx.write().await?;
    change.people().forget_view(me, name).await?;
    change.commit_unlogged().await
}

impl Desk {
    /// What others said last about records of whoever looks, and waits for an answer.
    ///
    /// # Errors
    /// Of the database.
    pub async fn said_to_me(&self) -> Result<Vec<Said>> {
        let Some(me) = self.ctx.who.user() else { return Ok(Vec::new()) };
        let said = self.reader.comments_to(me, self.ctx.now - WAITS).await?;
        self.said(said).await
    }

    /// What was said about a record, oldest first.
    pub(super) async fn said_about(&self, id: RecordId) -> Result<Vec<Said>> {
        let said = self.reader.comments(id).await?;
        self.said(said).await
    }

    async fn said(&self, said: Vec<store::Comment>) -> Result<Vec<Said>> {
        let names = self.names(said.iter().map(|one| one.author)).await?;
        let ids: Vec<RecordId> = said.iter().map(|one| one.record).collect();
        let records = self.reader.records(&ids).await?;
        let on_desk = |one: &store::Comment| {
            records.get(&one.record).is_some_and(|record| self.whose.holds(record.unit.as_deref()))
        };
        let told = said.into_iter().filter(on_desk).map(|one| Said {
            record: one.record,
            title: records
                .get(&one.record)
                .and_then(|record| record.newest())
                .map(|e| e.title.clone())
                .unwrap_or_default(),
            by: names.get(&one.author).cloned().unwrap_or_default(),
            at: one.at,
            wording: one.wording,
        });
        Ok(told.collect())
    }

    /// The views of the ledger that whoever looks has kept, by name.
    ///
    /// # Errors
    /// Of the database.
    pub async fn saved_views(&self) -> Result<Vec<SavedView>> {
        match self.ctx.who.user() {
            Some(me) => Ok(self.reader.saved_views(me).await?),
            None => Ok(Vec::new()),
        }
    }
}
