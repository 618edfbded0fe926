//! The store's suite: every test runs on SQLite and on PostgreSQL.
//!
//! One binary, since each links everything. Every test has a database of its own, needs no order and no network.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod account;
mod anything;
mod aside;
mod attachments;
mod codes;
mod concurrency;
mod durability;
mod events;
mod harness;
mod imports;
mod issued;
mod jobs;
mod lists;
mod make;
#[path = "../../../testkit/src/need.rs"]
mod need;
mod periods;
mod records;
mod reminders;
mod school;
mod search;
mod studio;
mod visitors;
mod waivers;
