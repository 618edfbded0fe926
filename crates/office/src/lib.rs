//! office

pub mod docx;
pub mod ledger;
