//! The portal through its router: pages, visibility, answers, keeping, and a real browser where there is one.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod answers;
mod browser;
mod pages;
mod school;
mod visibility;
