//! Office files: everything that reads a file into text with positions, and everything that writes
//! .docx and .xlsx.
//!
//! It exists so that no other crate knows what a Word file looks like inside. It must not judge what
//! it reads (that is `check`) and must not show its libraries' types to anyone.

pub mod docx;
pub mod ledger;
pub mod read;
pub mod redact;
pub mod tables;
pub mod whole_file;

pub use read::{Limits, ReadError, read_bytes, read_file};
