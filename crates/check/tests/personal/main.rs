//! The personal-data guard held to its corpus, to its promises under random text, and to tables.

mod corpus;
mod properties;
mod tables;
