//! The store: one schema over SQLite and PostgreSQL, transactions that commit with their events, and the
//! queries that portal and report read.
//!
//! It exists so that a change and its event are one write and so that nothing above it knows SQL. It must not
//! decide anything: rules are `domain`'s, use cases are `app`'s. It reads no clock and makes no ids.
//!
//! [`Store::write`] gives a [`Tx`], of which there is one at a time on either database; [`Store::read`] gives a
//! [`Reader`] over one consistent state. A `Tx` reads everything a `Reader` does. `record(id)` errs when there
//! is none, `find_x` returns an `Option`, `save_record` refuses a stale version.

mod archive;
mod aside;
mod attachment;
mod batch;
mod browse;
mod care;
mod closed;
mod code;
mod counts;
mod dataset;
mod db;
mod desk;
mod edition;
mod error;
mod event;
mod event_row;
mod evidence;
mod handed;
mod head;
mod import;
mod issued;
mod job;
mod log;
mod log_entering;
mod loose;
mod message;
mod objection;
mod people;
mod portal;
mod posting;
mod publicity_rule;
mod reach;
mod record;
mod record_list;
mod record_row;
mod record_save;
mod reminder;
mod report;
mod request;
mod request_letter;
mod school;
mod seal;
mod search;
mod sent_form;
mod studio;
mod subscription;
mod survey;
mod thing;
mod tx;
mod upload;
mod voice;
mod waiver;
mod whole;

pub use archive::{Cell, Filling, Shape};
pub use aside::{Comment, SavedView};
pub use batch::{Batch, Obstacle};
pub use browse::{By, Count, Kept};
pub use code::{CodeOf, Folded, Former};
pub use counts::{Draft, YearFacts};
pub use desk::{Custom, DeskLine, LogFilter};
pub use edition::CatalogueEdition;
pub use error::{Error, Fault, Left, Result};
pub use event::{EventFilter, Events, LoggedEvent, Stamp};
pub use evidence::Evidence;
pub use import::{Import, Known};
pub use issued::{Issued, NewIssue};
pub use job::{ClaimedJob, StoredJob};
pub use log::{LogCheckpoint, LogEntry};
pub use message::{ClaimedMessage, MessageKind, MessageState, NewMessage, StoredMessage};
pub use people::{Secrets, Session, Stage};
pub use portal::Found;
pub use posting::PeriodLine;
pub use record_list::{At, Filter, Line, Listed, Order, Page, Sort};
pub use reminder::{MailChoice, NewReminder, StoredReminder};
pub use request::{RequestsOf, StoredRequest};
pub use search::Miss;
pub use studio::{Answered, ReportApproval, ReportRemark, ReportVersion};
pub use subscription::{Rhythm, SUBSCRIBER, Subscription};
pub use survey::{StoredSurvey, SurveyCode};
pub use thing::Thing;
pub use tx::{Reader, Saved, Tx};
pub use upload::Upload;
pub use voice::{ComplaintKey, StoredVoice, VoicesOf};
pub use whole::Disagreement;

use db::connect::{self, Connected, Durability, Wish};
use db::{dialect, migration};
use migration::Standing;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use tokio::sync::{Mutex, watch};

/// A database of one school. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    db: dialect::Pool,
    /// Writers of this process queue here, in order, before they ask the database: a queue is fairer than
    /// SQLite's polling and holds no connections.
    writers: Arc<Mutex<()>>,
    /// Number of the last event that concerned the public and that this process has seen committed.
    seen: watch::Sender<u64>,
    /// Whether this process has committed anything.
    wrote: Arc<AtomicBool>,
    /// The file that was made for it, if one was.
    made: Option<PathBuf>,
    /// Folder that goes with the store, for a database that lives as long as a test.
    _passing: Option<TempDir>,
}

/// Whether this program knows a step of the schema.
pub fn knows_step(step: &str) -> bool {
    migration::knows(step)
}

impl Store {
    /// Opens the database of a school and brings its schema up to date. One that is as it is today is only read, so
    /// that no writer at work keeps readers waiting.
    ///
    /// `sqlite://path/to/file.db` or `postgres://user@host/name`.
    ///
    /// # Errors
    /// [`Error::Unusable`] says what stands in the way; a database that is missing or empty is never made here.
    pub async fn open(address: &str) -> Result<Store> {
        Store::open_with(address, Wish::Existing, Durability::Full, None).await
    }

    /// Makes the database of a new school. Of SQLite the file is made; PostgreSQL's must be there and empty.
    ///
    /// # Errors
    /// [`Fault::Occupied`] when it holds a school already.
    pub async fn create(address: &str) -> Result<Store> {
        Store::open_with(address, Wish::New, Durability::Full, None).await
    }

    /// An empty database that is gone when the last clone of the store is. For tests: it is a SQLite file in the
    /// system's temporary folder and behaves like a real one (readers beside a writer), but skips syncing.
    pub async fn in_memory() -> Result<Store> {
        let folder = tempfile::Builder::new().prefix("gongkai-").tempdir();
        let folder = folder.map_err(|error| db::fault::of_file(error.kind()))?;
        let address = format!("sqlite://{}", folder.path().join("school.db").display());
        Store::open_with(&address, Wish::New, Durability::None, Some(folder)).await
    }

    async fn open_with(address: &str, wish: Wish, durability: Durability, passing: Option<TempDir>) -> Result<Store> {
        let Connected { pool: db, made } = connect::connect(address, durability, wish).await?;
        let (seen, _) = watch::channel(0);
        let wrote = Arc::new(AtomicBool::new(false));
        let shared = Shared { db, writers: Arc::default(), seen, wrote, made, _passing: passing };
        let store = Store { shared: Arc::new(shared) };
        if let Err(error) = store.settle(wish).await {
            store.close().await;
            store.unmake();
            return Err(error);
        }
        Ok(store)
    }

    /// Sees to it that the schema is today's.
    async fn settle(&self, wish: Wish) -> Result<()> {
        let db = &self.shared.db;
        let reading = db.begin_read().await?;
        let standing = migration::look(&reading).await?;
        if wish == Wish::New && standing != Standing::Empty && event::last_seq(&reading).await? > 0 {
            return Err(Fault::Occupied.into());
        }
        drop(reading);
        if (standing, wish) == (Standing::Empty, Wish::Existing) {
            return Err(Fault::Empty.into());
        }
        connect::prepare(db).await?;
        match standing {
            Standing::Current => {}
            Standing::Empty | Standing::Behind => {
                // As the one writer, so that two nodes starting together do not both migrate.
                let writer = Reader::new(db.begin_write().await?);
                migration::run(&writer).await?;
                writer.tx.commit().await?;
                self.shared.wrote.store(true, Ordering::Relaxed);
            }
        }
        self.public_seq().await?;
        Ok(())
    }

    /// Begins a change. Waits for the writer before it, at most half a minute, then errs with [`Error::Busy`].
    /// Dropping the `Tx` undoes everything. A task that holds one must not ask for another.
    pub async fn write(&self) -> Result<Tx> {
        let queue = Arc::clone(&self.shared.writers).lock_owned();
        let turn = tokio::time::timeout(dialect::WRITER_PATIENCE, queue).await.map_err(|_| Error::Busy)?;
        let tx = self.shared.db.begin_write().await?;
        Ok(Tx::new(tx, turn, self.shared.seen.clone(), Arc::clone(&self.shared.wrote)))
    }

    /// Begins to read one consistent state. It takes no lock and holds no writer up.
    pub async fn read(&self) -> Result<Reader> {
        Ok(Reader::new(self.shared.db.begin_read().await?))
    }

    /// Number of the last event in the database, 0 when there is none.
    pub async fn last_seq(&self) -> Result<u64> {
        event::last_seq(&self.shared.db.begin_read().await?).await
    }

    /// Number of the last event that concerned the public, 0 when there is none; also notices what other nodes
    /// committed. What readers see is a function of it and of the day.
    pub async fn public_seq(&self) -> Result<u64> {
        let last = event::last_public_seq(&self.shared.db.begin_read().await?).await?;
        self.shared.seen.send_if_modified(|seen| {
            let newer = last > *seen;
            *seen = last.max(*seen);
            newer
        });
        Ok(last)
    }

    /// The same as far as this process has seen, without asking the database.
    pub fn seen_public_seq(&self) -> u64 {
        *self.shared.seen.borrow()
    }

    /// Tells when [`Store::seen_public_seq`] moves: for caches that follow it.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.seen.subscribe()
    }

    /// Closes the connections, at most a few seconds after this is asked.
    pub async fn close(&self) -> Left {
        connect::close(&self.shared.db, self.shared.wrote.load(Ordering::Relaxed)).await
    }

    /// Removes the file that was made for this store, for when nothing came of the school. Close it first. One that was
    /// there before stays.
    pub fn unmake(&self) {
        connect::remove(self.shared.made.as_deref());
    }
}
