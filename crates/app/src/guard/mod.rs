//! Reading, checking and guarding as use cases: what a file says that cannot hold, whose personal data it shows, and
//! what may not become public. The command line, the workbench and the import ask the same functions.
//!
//! Nothing here prints, and nothing here gives back whole what was found of a person.

pub mod publication;
pub mod rows;

pub use check::personal::{Kind, Reason};
