//! Use cases: what people and jobs do with the ledger. Load, allow, decide, save, commit.
//!
//! Portal, command line and jobs call these functions and nothing below them. No rules here (they are in
//! `domain`), no SQL (it is in `store`), no HTML (it is in `web`).

pub mod portal;
pub mod words;
