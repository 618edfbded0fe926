//! The portal: what everyone may read, as pages that work without a script, on a phone, in the dark and on paper.
//!
//! A request is parsed here, answered by one function of `app::portal`, and shown by one askama page. No rules, no
//! SQL. Routes are a table ([`routes::ROUTES`]) so that tests can walk all of them; nothing is served that is not in
//! it.

mod assets;
mod cache;
mod error;
mod frame;
mod limiter;
mod pages;
mod reply;
pub mod routes;
mod server;
mod site;
mod text;
mod visit;

pub use pages::{Sample, samples};
pub use server::{router, serve};
pub use site::Options;
