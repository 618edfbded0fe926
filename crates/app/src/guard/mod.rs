//! Reading, checking and guarding as use cases: what a file says that cannot hold, whose personal data it shows, and
//! what may not become public. The command line, the workbench and the import ask the same functions.
//!
//! [`check_file`] (or [`read_text`], then [`check_text`], where what is read decides what it is compared with) and [`scan_file`] take a stored file or the bytes of one, read it within [`Limits`] and in a process
//! of its own where its format needs one, and give findings that can be shown: places as people count them, words in
//! the reader's language, nothing found of a person whole. [`publication`] is the gate in front of what becomes public.
//! Nothing here prints, asks who may do what, or touches the database.

pub mod beside;
pub mod looked;
pub mod publication;
pub mod roll;
pub mod rows;
pub(crate) mod waived;
pub mod words;

mod baseline;
mod checking;
mod edited;
mod ledger;
mod marked;
mod passwords;
mod place;
mod quotes;
mod reading;
mod redacting;
mod rules;
mod scanning;
mod shown;
mod site;
mod unread;
mod written;

pub use baseline::Baseline;
pub use check::consistency::Span;
pub use check::personal::{Kind, Policy, Reason};
pub use checking::{CheckOptions, Checked, Finding, Place, Suggestion, check_file, check_text};
pub use domain::extract::{Extract, Notice};
pub use edited::LedgerReport;
pub use ledger::LedgerFigures;
pub use marked::{Marked, MarkedLine, Marking, Note, mark_file, redacted_copy};
pub use office::{Limits, ReadError};
pub(crate) use passwords::address_without_password;
pub use passwords::without_passwords;
pub use reading::{Source, read_text, serve_as_reader};
pub use redacting::{Copy, RedactError, Redacted, redact_file};
pub use rules::{explain_rule, known_rules};
pub(crate) use scanning::scan_held;
pub use scanning::{Exposure, Scan, said, scan_file};
pub use shown::{printable, shown, steers};
pub use site::Site;
pub use unread::Unread;
