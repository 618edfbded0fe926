//! The reader's two halves: a worker that parses and a bounded channel of batches to whoever takes rows.
//!
//! A thread because the libraries' readers borrow from the opened file, which no iterator can hold beside
//! them; it also turns a panic in one of them into an error, and lets parsing and importing overlap. The
//! channel is short, so that memory stays flat however large the file.

use super::{LedgerFileError, Located, Notice, Remark, Spot};
use domain::ledger::{HeadAnswers, Question, Table, Understood};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Rows a batch; a thread switch every row would cost more than parsing.
const BATCH: usize = 256;
/// Batches under way.
const DEPTH: usize = 4;

type Item = Result<Located, LedgerFileError>;

#[derive(Default)]
struct Batch {
    items: Vec<Item>,
    notices: Vec<Notice>,
    remarks: Vec<Remark>,
}

/// Why a producer stops early.
pub(crate) enum Stop {
    /// Nobody listens any more.
    Closed,
    /// Nothing more can be read.
    Failed(LedgerFileError),
}

impl From<LedgerFileError> for Stop {
    fn from(error: LedgerFileError) -> Stop {
        Stop::Failed(error)
    }
}

/// Where a producer puts what it finds.
pub(crate) struct Sink {
    sender: SyncSender<Batch>,
    batch: Batch,
    answers: Arc<HeadAnswers>,
    rows: u64,
    asked: bool,
    begun: bool,
    /// A sheet that is another register, by the code of what it is.
    register: Option<&'static str>,
}

impl Sink {
    /// A row, or the error that lost it.
    pub(crate) fn put(&mut self, item: Item) -> Result<(), Stop> {
        self.batch.items.push(item);
        self.rows += 1;
        if self.batch.items.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    pub(crate) fn notice(&mut self, notice: Notice) {
        self.batch.notices.push(notice);
    }

    /// Something about the file that was interpreted.
    pub(crate) fn understood(&mut self, table: Option<Table>, spot: Spot, remark: Understood) {
        self.batch.remarks.push(Remark::Understood { table, spot, remark });
    }

    /// Something about the file that has to be asked; `rows` could not be read for it.
    pub(crate) fn question(&mut self, table: Option<Table>, spot: Spot, question: Question, rows: u64) {
        self.asked = true;
        self.batch.remarks.push(Remark::Question { table, spot, question, rows });
    }

    /// What somebody answered of heads.
    pub(crate) fn answers(&self) -> Arc<HeadAnswers> {
        self.answers.clone()
    }

    /// A table was begun: there is something to read in the file.
    pub(crate) fn begun(&mut self) {
        self.begun = true;
    }

    /// A sheet is another register and was left out.
    pub(crate) fn left_out(&mut self, what: &'static str) {
        self.register = Some(what);
    }

    /// What was left out, if a sheet was.
    pub(crate) fn register(&self) -> Option<&'static str> {
        self.register
    }

    /// Whether a table was begun or anything asked.
    pub(crate) fn has_read(&self) -> bool {
        self.begun || self.asked
    }

    /// Rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.sender.send(std::mem::take(&mut self.batch)).map_err(|_| Stop::Closed)
    }
}

/// Rows of a ledger file, one after another. Dropping it ends the reading.
pub struct Reader {
    batches: Option<Receiver<Batch>>,
    worker: Option<JoinHandle<()>>,
    waiting: VecDeque<Item>,
    notices: Vec<Notice>,
    remarks: Vec<Remark>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

impl Reader {
    /// What was passed over so far; complete when the iterator has ended.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What was interpreted or is to be asked of the file as a whole, its sheets and heads; complete when the iterator has
    /// ended.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                if item.as_ref().is_err_and(LedgerFileError::ends_reading) {
                    self.batches = None;
                }
                return Some(item);
            }
            match self.batches.as_ref()?.recv() {
                Ok(batch) => {
                    self.notices.extend(batch.notices);
                    self.remarks.extend(batch.remarks);
                    self.waiting.extend(batch.items);
                }
                Err(_) => {
                    self.batches = None;
                    if self.worker.take().is_some_and(|worker| worker.join().is_err()) {
                        return Some(Err(LedgerFileError::damaged("the reader gave up")));
                    }
                }
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.batches = None;
        if let Some(worker) = self.worker.take() {
            // A panic of the worker while nobody wants its rows concerns nobody.
            let _ = worker.join();
        }
    }
}

/// Starts a producer on its own thread.
pub(crate) fn start(
    answers: Arc<HeadAnswers>,
    produce: impl FnOnce(&mut Sink) -> Result<(), Stop> + Send + 'static,
) -> Result<Reader, LedgerFileError> {
    let (sender, batches) = sync_channel(DEPTH);
    let work = move || {
        let batch = Batch::default();
        let mut sink = Sink { sender, batch, answers, rows: 0, asked: false, begun: false, register: None };
        if let Err(Stop::Failed(error)) = produce(&mut sink) {
            sink.batch.items.push(Err(error));
        }
        // When this fails the reader has been dropped.
        let _ = sink.flush();
    };
    let worker = std::thread::Builder::new()
        .name("ledger-file".to_string())
        .spawn(work)
        .map_err(|error| LedgerFileError::io(&error))?;
    Ok(Reader {
        batches: Some(batches),
        worker: Some(worker),
        waiting: VecDeque::new(),
        notices: Vec::new(),
        remarks: Vec::new(),
    })
}
