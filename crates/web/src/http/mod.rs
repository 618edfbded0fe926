//! What every area needs to speak HTTP: reading a request, forms, cookies, negotiation, the guard against forged
//! requests, limits, answers and finished pages, and the connections they come and go by. Nothing here knows a page or
//! a word of the ledger.

pub(crate) mod cache;
pub(crate) mod cleaned;
pub(crate) mod cost;
pub(crate) mod counted;
pub(crate) mod csrf;
pub(crate) mod dispatch;
pub(crate) mod door;
pub(crate) mod form;
pub(crate) mod gate;
pub(crate) mod held;
pub(crate) mod limits;
pub(crate) mod negotiate;
pub(crate) mod parts;
pub(crate) mod policy;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod route;
mod seats;
pub(crate) mod serve;
pub(crate) mod turns;
mod watched;
