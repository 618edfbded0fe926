//! The use cases from end to end: on real databases, with a clock that is set and counted ids.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod account;
mod advice;
mod again;
mod answered;
mod attached;
mod backup;
mod begun;
mod beside;
mod channels;
mod clerks;
mod corrected;
mod datasets;
mod edited;
mod guard;
mod heads;
mod import;
mod issue;
mod jobs;
mod judged;
mod lateness;
mod leak;
mod life;
mod living;
mod many;
mod mend;
mod mend_undo;
mod missing;
mod names;
mod outputs;
mod periods;
mod personal;
mod plan;
mod policy;
mod reading;
mod reminders;
mod report;
mod roundtrip;
mod search;
mod setup;
mod sources;
mod studio;
mod turned;
mod upload;
