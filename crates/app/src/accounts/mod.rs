//! Accounts: who may come in, as whom, and how they are let in.
//!
//! `people` invites and keeps people and their posts; `signing` lets them in and keeps sessions; `own` is what somebody does
//! with their own account. `secret` alone sees passwords and tokens as they were typed. What keeps somebody out is
//! `domain::person`'s; what they may do once they are in is `domain::policy`'s.

mod own;
mod people;
mod second_step;
mod secret;
mod signing;

pub use own::{Account, accept, change_password, choose_password, end_other_sessions, end_session, second_step_off};
pub use own::{account, begin_second_step, confirm_second_step, invited};
pub use people::{Draft, Invitation, give_password, invite, list, passing_password, person, save};
pub(crate) use people::{invite_in, save_in};
pub use second_step::{SecondStep, squares};
pub use secret::Token;
pub use signing::{Entered, Refused, Seat, Visit, seat, second_step, sign_in, sign_out};
pub use store::{Session, Stage};
