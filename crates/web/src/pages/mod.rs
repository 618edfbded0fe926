//! The pages, each an askama struct above its handler, and their samples.

pub(crate) mod about;
pub(crate) mod catalogue;
pub(crate) mod data;
pub(crate) mod figures;
pub(crate) mod front;
pub(crate) mod publicity;
pub(crate) mod record;
pub(crate) mod reports;
mod sample;
pub(crate) mod search;

pub use sample::{Sample, samples};
