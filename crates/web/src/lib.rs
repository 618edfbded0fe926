//! The site: what everyone may read, as pages that work without a script, on a phone, in the dark and on paper.
//!
//! A request is parsed here, answered by one function of `app`, and shown by one askama page. No rules, no SQL. Routes
//! are a table ([`routes::ROUTES`]) so that tests can walk all of them; nothing is served that is not in it.

mod assets;
mod brand;
mod error;
mod http;
mod portal;
mod qr;
pub mod routes;
pub mod still;
pub mod tls;
pub mod witness;
mod workbench;

pub use axum::Router;
pub use brand::{Brand, Shade};
pub use http::serve::{Connections, serve};
#[cfg(feature = "samples")]
pub use portal::sample::{Sample, samples};
pub use portal::site::Options;

use std::sync::Arc;

/// The site as a router, ready to be served or called in tests.
pub fn router(portal: app::portal::Portal, options: Options) -> Router {
    http::dispatch::router(Arc::new(portal::site::Site::new(portal, options, routes::AT_WORK)), routes::ROUTES)
}
