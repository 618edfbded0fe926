//! The yearly evaluation (评议) as use cases: written, given out and ended by the office, answered by whoever has a code or by anybody,
//! and told to everybody when it is over.
//!
//! Who answers is kept nowhere. A code is kept as its digest; that it was spent is written apart from the answer, some together
//! ([`crate::spent`]), so that neither says anything of the other. While answers come in nobody reads any, for what changes from one to the next would tell of one; when
//! the survey is over its codes are destroyed. What a server notes beside the database, such as when a page was asked for, is not in
//! this program's hand: the handbook says so to those who run it.

mod asking;
mod keeping;
mod marking;

pub use crate::survey_refusal::Refusal;
pub use asking::{Form, Told, answer, form, results_of, running, shown};
pub use keeping::{
    Line, MOST_AT_ONCE, Sheet, close, draft, enter_paper, forget, give_codes, give_sheets, hide, list, look, open,
    revise, show, void_codes,
};
pub use marking::mark_rest;

use crate::error::{Error, Result};
use store::{Reader, StoredSurvey};

/// The survey with a number.
async fn at_hand(reader: &Reader, number: u32) -> Result<StoredSurvey> {
    let absent = || Error::NotFound { kind: "survey", key: number.to_string() };
    reader.find_survey(number).await?.ok_or_else(absent)
}
