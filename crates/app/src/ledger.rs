//! Ledger files in and out: the import and export that the sample and every school go through.
//!
//! Every bad row is named with its place, what is wrong and how to mend it; good rows are kept or none, as
//! asked. Importing the same file twice changes nothing. A million rows pass in bounded memory: only names,
//! figures and texts are held, records go through in chunks.

mod batch;
mod choice;
mod export;
mod heads;
mod import;
pub mod mend;
mod names;
mod plan;
mod plan_file;
mod tally;
pub mod upload;

pub use batch::{Undo, list, list_named, names_of, undo};
pub use choice::Choice;
pub use export::{attachments_left_out, export, template};
pub use heads::{HeadAnswer, forget_head, list_heads};
pub use import::{Options, Plan, apply, import, import_answered, plan, plan_answered};
pub use names::Recognised;
pub use office::ledger::{Notice, column_description};
pub use plan::{Candidate, Cell, Change, Missing, Possible};
pub use plan_file::{plan_workbook, write_plan};
pub use store::{Batch, CodeOf, Obstacle, Thing};
pub use tally::{Bad, Count, Gathered, Outcome, Told, grouped};
