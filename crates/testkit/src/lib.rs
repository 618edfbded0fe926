//! A school for tests: real databases, a clock that can be moved, people who do what their posts allow.
//!
//! It exists so that a test of a use case reads as a sentence, on SQLite and on PostgreSQL alike. For development only:
//! nothing that is shipped may depend on it. It decides nothing and goes round no rule; only [`School::keeps`] puts into
//! the database what no act of today leads to.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod need;
mod person;
mod place;
mod record;
mod school;

pub use need::{Tool, need};
pub use person::Person;
pub use place::{Kind, Place};
pub use record::{RecordBuilder, date, edition, next_edition, record, release};
pub use school::{DAY, School};

/// Does it on a thread and a runtime of its own and waits: for `drop`, which may be called on any runtime.
fn on_a_thread<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    });
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
