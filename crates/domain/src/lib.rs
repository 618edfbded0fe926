//! The rules of disclosure: calendar, catalogue, records, figures, coverage, annual report.
//!
//! Pure: no IO, no clock, no SQL, no async; `now` and ids are inputs. Everything else in the program
//! depends on this crate and this crate on nothing of ours.

pub mod address;
pub mod annual_report;
pub mod audit;
pub mod calendar;
pub mod care;
pub mod catalogue;
pub mod channel_text;
mod coded;
pub mod coverage;
pub mod date;
pub mod document;
pub mod document_number;
pub mod equation;
pub mod event;
pub mod extract;
pub mod figure;
pub mod fnv;
pub mod ids;
pub mod incoming;
pub mod indicator;
pub mod ledger;
pub mod nil_statement;
pub mod objection;
pub mod person;
pub mod policy;
pub mod publicity;
pub mod record;
pub mod reminder;
pub mod request;
pub mod school;
pub mod school_year;
pub mod survey;
pub mod text;
pub mod voice;
pub mod zh;
