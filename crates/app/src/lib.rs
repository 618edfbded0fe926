//! Use cases: what people and jobs do with the ledger. Load, allow, decide, save, commit.
//!
//! Portal, command line and jobs call these functions and nothing below them. No rules here (they are in
//! `domain`), no SQL (it is in `store`), no HTML (it is in `web`).

pub mod accounts;
mod applicant;
mod archive_fault;
pub mod backup;
pub mod certificate;
pub mod change;
pub mod clock;
pub mod context;
pub mod datasets;
pub mod demo;
pub mod desk;
mod digest;
pub mod error;
pub mod figures;
mod file_fault;
pub mod files;
pub mod guard;
pub mod incoming;
mod job;
pub mod jobs;
pub mod ledger;
pub mod log;
mod mend_refusal;
pub mod messages;
mod papers;
pub mod portal;
pub mod publicity;
mod publicity_refusal;
pub mod records;
pub mod reminders;
pub mod report;
mod request_refusal;
pub mod requests;
pub mod school;
mod sealed;
pub mod settings;
pub mod settings_backup;
pub mod settings_fault;
pub mod settings_log;
pub mod settings_messages;
pub mod settings_requests;
pub mod setup;
mod spent;
pub mod studio;
mod survey_refusal;
pub mod surveys;
mod voice_refusal;
pub mod voices;
pub mod watch;
pub mod witness;
pub mod words;

pub use change::Change;
pub use context::{App, Ctx};
pub use error::{Error, Result};
