//! The portal through its router: pages, visibility, answers, keeping, and a real browser where there is one.

mod answers;
mod browser;
mod pages;
mod school;
mod visibility;
