//! The portal: its pages, each an askama struct above its handler, what they share, and their samples.

pub(crate) mod about;
pub(crate) mod attachment;
pub(crate) mod browse;
pub(crate) mod catalogue;
pub(crate) mod data;
pub(crate) mod fault;
pub(crate) mod feeds;
pub(crate) mod figures;
pub(crate) mod frame;
pub(crate) mod front;
pub(crate) mod identity;
pub(crate) mod mode;
pub(crate) mod objection;
pub(crate) mod publicity;
pub(crate) mod record;
pub(crate) mod reports;
pub(crate) mod request;
pub(crate) mod request_clock;
pub(crate) mod request_query;
#[cfg(feature = "samples")]
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod site;
pub(crate) mod structured;
pub(crate) mod text;
