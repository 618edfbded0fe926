//! The portal through its router: pages, visibility, answers, forms, settings; through real sockets, and in a real
//! browser where there is one.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod account;
mod answers;
mod api;
mod attached;
mod away;
mod browse;
mod browser;
mod connections;
mod feeds;
mod handbook;
mod inside;
mod leaks;
mod log;
mod marks;
mod matrix;
mod mode;
mod pages;
mod pictured;
mod proxy;
mod publicity;
mod reports;
mod school;
mod search;
mod settings;
mod steps;
mod still;
mod subscribe;
mod tags;
mod tls;
mod watch;
mod witness;
mod work;
