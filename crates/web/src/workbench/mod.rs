//! The workbench: where people of the school do the work. Behind the door (`http::door`) everything is somebody's; `bench` is what
//! stands around every page; the rest are pages, each an askama struct above its handlers. No rule here: what may be done is
//! asked of `app`, and what a page offers is what `app` says will work.
//!
//! Every page works without a script.

pub(crate) mod account;
mod again;
pub(crate) mod attached;
pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod channels;
pub(crate) mod check;
pub(crate) mod document;
pub(crate) mod entrance;
pub(crate) mod fault;
pub(crate) mod figures;
pub(crate) mod home;
pub(crate) mod import;
mod import_plan;
pub(crate) mod jobs;
pub(crate) mod ledger;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod period;
mod period_again;
mod period_form;
pub(crate) mod period_list;
pub(crate) mod periods;
pub(crate) mod record;
mod record_order;
pub(crate) mod remind;
pub(crate) mod report;
mod report_part;
pub(crate) mod request;
pub(crate) mod requests;
mod ruler;
pub(crate) mod searches;
pub(crate) mod settings;
pub(crate) mod surveys;
mod suspected;
pub(crate) mod taken_down;
pub(crate) mod voice;
pub(crate) mod voices;
pub(crate) mod write;
mod write_form;
