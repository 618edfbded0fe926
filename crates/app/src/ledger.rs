//! Ledger files in and out: the import and export that the sample and every school go through.
//!
//! Every bad row is named with its place, what is wrong and how to mend it; good rows are kept or none, as
//! asked. Importing the same file twice changes nothing. A million rows pass in bounded memory: only names,
//! figures and texts are held, records go through in chunks.

mod export;
mod import;
pub mod mend;
mod names;
mod tally;

pub use export::{export, template};
pub use import::{Options, import};
pub use names::Recognised;
pub use office::ledger::column_description;
pub use store::CodeOf;
pub use tally::{Bad, Count, Outcome};
