//! The use cases from end to end: on a real SQLite file, with a fixed clock and counted ids.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod expiry;
mod guard;
mod office;
mod report;
mod roundtrip;
