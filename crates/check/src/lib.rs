//! The checker and the personal-data guard: pure functions over extracted text.
//!
//! `consistency` names statements that cannot hold together; `personal` names personal data. Both take
//! a [`domain::extract::Extract`] and give findings; neither reads files, asks the time or logs.

pub mod consistency;
pub mod numbers;
pub mod personal;
