//! The use cases from end to end: on a real SQLite file, with a fixed clock and counted ids.

mod office;
mod report;
mod roundtrip;
