//! Reading and writing transactions, and the one way a change is committed: with its events.
//!
//! It exists so that an unlogged change does not compile. It must not know any aggregate; those add their
//! methods to [`Reader`] and [`Tx`] in files of their own.

use crate::db::dialect::Transaction;
use crate::error::Result;
use crate::event::{self, Events, Stamp};
use crate::seal;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{OwnedMutexGuard, watch};

/// One consistent state of the database, to read from.
pub struct Reader {
    pub(crate) tx: Transaction,
}

impl Reader {
    pub(crate) fn new(tx: Transaction) -> Reader {
        Reader { tx }
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

/// A change in the making. It reads what a [`Reader`] reads, its own writes included; nobody else sees them
/// before [`Tx::commit`], and dropping it undoes them.
pub struct Tx {
    reader: Reader,
    _turn: OwnedMutexGuard<()>,
    seen: watch::Sender<u64>,
    wrote: Arc<AtomicBool>,
    last: Option<u64>,
    last_public: Option<u64>,
    bulk: bool,
}

impl Deref for Tx {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("last", &self.last).finish_non_exhaustive()
    }
}

/// What saving something did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It was not there before.
    New,
    /// It was there and is different now.
    Changed,
    /// It was there just so; nothing was written, and no event is due.
    Same,
}

impl Tx {
    pub(crate) fn new(
        tx: Transaction,
        turn: OwnedMutexGuard<()>,
        seen: watch::Sender<u64>,
        wrote: Arc<AtomicBool>,
    ) -> Tx {
        Tx {
            reader: Reader::new(tx.guarded(seal::guard)),
            _turn: turn,
            seen,
            wrote,
            last: None,
            last_public: None,
            bulk: false,
        }
    }

    /// Makes the change and its events durable together. Returns the number of the last event.
    pub async fn commit(mut self, stamp: &Stamp<'_>, events: impl Into<Events>) -> Result<u64> {
        let last = self.append(stamp, events).await?;
        self.finish().await?;
        Ok(last)
    }

    /// Appends events before the end of a long change, so that an import of a million rows need not keep them.
    /// Returns the number of the last one.
    pub async fn append(&mut self, stamp: &Stamp<'_>, events: impl Into<Events>) -> Result<u64> {
        let before = match self.last {
            Some(last) => last,
            None => event::last_seq(&self.tx).await?,
        };
        let events = events.into().into_list();
        let last = event::append(&self.tx, before, stamp, &events).await?;
        self.seal_records().await?;
        self.enter_in_log(stamp, before, &events).await?;
        self.last = Some(last);
        if let Some(at) = events.iter().rposition(|event| event.public) {
            self.last_public = Some(before + at as u64 + 1);
        }
        Ok(last)
    }

    /// Makes the change durable without an event of its own. Only for what no ledger records: sessions, claims
    /// of jobs, and long changes that appended their events on the way.
    pub async fn commit_unlogged(self) -> Result<()> {
        self.finish().await
    }

    /// Asks the database, once, for the memory that writing very many rows takes.
    pub(crate) async fn prepare_bulk(&mut self) -> Result<()> {
        if !self.bulk {
            self.tx.prepare_bulk().await?;
            self.bulk = true;
        }
        Ok(())
    }

    async fn finish(self) -> Result<()> {
        self.seal_records().await?;
        self.seal_tables().await?;
        let Tx { reader, _turn, seen, wrote, last: _, last_public, bulk } = self;
        if bulk {
            reader.tx.finish_bulk().await?;
        }
        reader.tx.commit().await?;
        wrote.store(true, Ordering::Relaxed);
        if let Some(last) = last_public {
            seen.send_if_modified(|seen| {
                let newer = last > *seen;
                *seen = last.max(*seen);
                newer
            });
        }
        Ok(())
    }
}
